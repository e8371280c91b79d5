"""Rules and labels read without Jinja are what Jinja reads, to the last node; what is not plain is left to it."""

import re

import pytest
from forms import ROOT
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateSyntaxError

from generator.language.plain import plain_pieces
from generator.language.sandbox import ENVIRONMENT, parse_template
from generator.library.library import spoken

WRITTEN = re.compile(r"(?:rule|formula): ([^,}#\n]+)|(?:label|help|heading|title|message): \"?([^,\"\n]+)")
NAMES = st.sampled_from(("户数", "农村.户数", "合计.人数", "表.低保.农村.人数", "合计(灾害.受灾人口)", "100", "月数"))
SIGNS = st.sampled_from(("+", "-", "*", "/", "<=", ">=", "<", ">", "==", "!="))
NOT_PLAIN = (
    "a if b else c", "a or b", "not a", "a b", "-a", "(a + b) * c", "a + 0.5", "a | 占(b)", "a.1", "a . b", "a  + b", "",
    "none", "True", "a.b(c, d)", "a{b", "a is 无", "二十 + ", "a and b <= c", "2a", "a..b", "in + a", "a()",
)  # fmt: skip


def test_every_plain_rule_and_label_of_the_templates_is_read_as_jinja_reads_it():
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "templates" / "zh").rglob("*.yaml"))
    found = [rule for text in texts for rule in WRITTEN.findall(text)]
    sources = {f"{{{{ {rule.strip()} }}}}" if rule else label for rule, label in found}
    plain = [source for source in sources if plain_pieces(source)]
    assert len(plain) > 300
    assert [source for source in plain if parse_template(source) != ENVIRONMENT.parse(source)] == []


@given(NAMES, st.lists(st.tuples(SIGNS, NAMES), max_size=5), st.text("城市（）一二 .%#-，", max_size=5))
def test_any_plain_expression_among_words_is_read_as_jinja_reads_it(first, rest, words):
    source = f"{words}{{{{ {' '.join((first, *(word for pair in rest for word in pair)))} }}}}{words}{{{{ 户数 }}}}"
    assert plain_pieces(source)
    assert parse_template(source) == ENVIRONMENT.parse(source)


@pytest.mark.parametrize("expression", NOT_PLAIN)
def test_anything_else_is_left_to_jinja(expression):
    source = f"{{{{ {expression} }}}}"
    assert plain_pieces(source) == []
    try:
        expected = ENVIRONMENT.parse(source)
    except TemplateSyntaxError:
        with pytest.raises(TemplateSyntaxError):
            parse_template(source)
    else:
        assert parse_template(source) == expected


@given(
    st.lists(
        st.sampled_from(
            ("{{ 词.供养 }}", "{{ 全域 }}", "城市", "人数", "{{ 词.供养对象 }}", "{{ 年度 | 照印 }}", "%}", " ")
        )
    )
)
def test_a_label_is_said_as_a_template_would_say_it(pieces):
    text, terms = "".join(pieces), {"供养": "特困人员救助供养", "供养对象": "特困人员"}
    context = {"全域": "全县", "年度": "2023"}
    if "%}" in text or "照印" in text:
        return
    rendered = ENVIRONMENT.from_string(text).render({**context, "词": terms})
    assert spoken(text, terms, context) == rendered

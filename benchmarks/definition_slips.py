"""What happens to templates at a desk: seeded slips of a maintainer in the files of templates/zh/ and zongjie.yaml."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from random import Random
from typing import NamedTuple

from benchmarks.clock import ROOT
from generator.language.filters import FILTERS
from generator.language.kinds import KINDS

TEMPLATES = ROOT / "templates" / "zh"
SETTINGS = "zongjie.yaml"
SETTINGS_TEXT = "# 本所的表单都按这些做\n模板: [本所模板]\n文字: 简体\n版式: gbt9704\n"
SHARES = {"sections/*/form.yaml": 8, "sections/*/section.md": 8, "custom/*": 1, "reports/*": 2, "layouts/*": 3}
"""How often a slip is in one of these files, and not in one of those that all sections share, which count once."""
VALUE = re.compile(r"(?<=[:：] )[^,{}\[\]#\n]+|(?<=\[)[^,\]\n]+")
"""What stands behind a key, or first in a list."""
KEY = re.compile(r"[^\s,:{}\[\]#-][^\s,:{}\[\]#]*(?=: )")
NAME = re.compile(r"[\u4e00-\u9fff]+(?:\.[\u4e00-\u9fff]+)*")
EXPRESSION = re.compile(r"(?<=formula: )[^,}\n]+|(?<=rule: )[^,}\n]+")
PRINTED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
SIGNS = "{}[]()%#|:,-.\"'*&!>~_` \t　：，｛｝％（）"
"""Characters that mean something in YAML, Jinja or Markdown, or look as if they did."""
ODD = (
    "\0",
    "\u2028",
    "\ufeff",
    "\ue000",
    "\uf8ff",
    "\U000f0005",
    "\U000f0007",
    "\U0001f600",
    "\x1b",
    "\ud7ff",
    "\u200b",
    "\r",
    "\x85",
)
VALUES = (
    "", "~", "null", "true", "no", "是", "0", "-1", "1", "12.5", "1e999", "nan", ".inf", "1/0", "1/2", "0x1F", "１２", "007",
    "2012-01-01", "12:30:45", "[]", "{}", "[甲, 乙]", "[[1]]", "{甲: 乙}", "[~]", '""', "'", '"', "*甲", "&甲 乙", "!!python/x 1",
    "!x", "%", "@", "`", "|", ">", "? 甲", "- 甲", "<<", "{{ 甲 }}", "{{ 单位", "{% if %}", "{year", "{0}", "{", "}", "{year!r:>9}",
    "{year.real}", "(", "[a-", "(?P<x>", "(a+)+$", "\\", "99999999999999999999", "人" * 3000, "十三", "元/月", "万", "万元", "3万元",
    "# 没有了", "town", "gbt9704", "dibao", "../reports/town", "/etc/passwd", "", "sum", "none", "recompute", "weighted", "5%", "1%%",
    "37mm", "-37mm", "0mm", "999999mm", "三号", "0磅", "规定", "[37mm]", "[37mm, 规定, 5, 6]", "[1, 2]", "[2, 1]", "[a, b]", "[1]", "FF",
)  # fmt: skip
"""What is typed where something else is wanted."""
EXPRESSIONS = (
    "", "{0} / 0", "{0} <=", "{0} ==", "<= {0}", "合计({0})", "合计({0}, {1})", "合计()", "合计({0} + 1)", "表.{0}", "表", "表.无.{0}",
    "上年.{0} > 1", "上年", "上年.上年.{0}", "{0} if {1} else 甲", "{0} ** 9", "'x' * 9", "{0} * '文'", "{0}[0]", "{0}()", "{0}.x",
    "not {0}", "{0} and", "{0} == '文字'", "'文字' > {0}", "{0} > true", "true", "1 == 1", "{0} or {1} or {0}", "[{0}, {1}]", "{{'a': {0}}}",
    "{0} ~ {1}", "{0} is defined", "{0} is odd", "{0} is 没有", "{0}|sum", "{0}|占({1})", "{0}|没有", "{0} in {1}", "{0} < {1} < {0}",
    "-{0}", "{0} // 3", "{0} % {1}", "{0} - {0}", "loop", "self", "单位 > 1", "期末 > {0}", "月数 / {0}", "1e400 < {0}", "{0} > 1/3",
    "((((((((((((((((((((((((((((((((((({0})))))))))))))))))))))))))))))))))))", "{0}.__class__", "{0} + {1} + 没有", "{0}，{1}", "＝", "{0} ≤ {1}",
    "(" * 150 + "{0}" + ")" * 150, "not " * 400 + "{0}", " + ".join(["{0}"] * 600), "{0}.high", "{0} == none", "甲 = {0}", "{0};{1}", "{0}\\{1}", '"',
)  # fmt: skip
"""What a formula or a rule may come to be; {0} and {1} are names that stand in the file."""
TEMPLATES_OF_TEXT = (
    "{{{{ {0} }}}}", "{{{{ {0}", "{{{{ {0} }}", "{0} }}}}", "{{% if {0} %}}", "{{% endif %}}", "{{% else %}}", "{{% for 项 in {0} %}}{{{{ 项 }}}}{{% endfor %}}",
    "{{% for 项 in {0} %}}{{{{ 项.{1} }}}}{{% endfor %}}", "{{% for 甲, 乙 in {0} %}}{{{{ 甲 }}}}{{% endfor %}}", "{{% set {0} = {1} %}}", "{{% set 甲 = {0} %}}{{{{ 甲 }}}}",
    "{{% set 甲 %}}{{{{ {0} }}}}{{% endset %}}{{{{ 甲 }}}}", "{{% macro 甲(乙) %}}{{{{ 乙 }}}}{{% endmacro %}}{{{{ 甲({0}) }}}}", "{{% macro 甲() %}}{{{{ 甲() }}}}{{% endmacro %}}{{{{ 甲() }}}}",
    "{{% together %}}{{{{ {0} }}}}", "{{% endtogether %}}", "{{% raw %}}{{{{ 甲 }}}}{{% endraw %}}", "{{% include '甲' %}}", "{{% extends '甲' %}}", "{{% block 甲 %}}{{% endblock %}}",
    "{{# 没有写完", "{{# 说明 #}}", "{{%- if {0} -%}}甲{{%- endif -%}}", "{{{{- {0} -}}}}", "{{{{ {0} + 1 }}}}", "{{{{ {0} ~ {1} }}}}", "{{{{ 表.{0} }}}}", "{{{{ 表.无.{0} }}}}", "{{{{ 上年.{0} }}}}",
    "{{{{ 词.无 }}}}", "{{{{ 词 }}}}", "{{{{ loop.index }}}}", "{{{{ self }}}}", "{{{{ {0}.__class__ }}}}", "{{{{ {0}|default('无') }}}}", "{{{{ {0} if {1} }}}}", "{{{{ '文字' }}}}", "{{{{ 12 }}}}", "{{{{ }}}}",
    "{{{{ {0}() }}}}", "{{{{ range(9) }}}}", "{{{{ {0}[1] }}}}", "{{{{ {0}, {1} }}}}", "{{{{ [{0}, {1}] }}}}", "{{% if {0} > '甲' %}}甲{{% endif %}}", "{{% if {0} > {1} %}}甲{{% endif %}}", "{{% if {0} == 3 %}}甲{{% endif %}}",
    "{{% for 一 in [1] %}}{{% for 二 in {0} %}}{{{{ loop.index }}}}{{% endfor %}}{{% endfor %}}", "{{% if {0} %}}\n## 甲\n\n{{% endif %}}", "# 甲", "### 甲", "###### 甲", "| 甲 | 乙 |\n|---|---|\n| {{{{ {0} }}}} |", "|||", "- {{{{ {0} }}}}", "1. {{{{ {0} }}}}",
    "> {{{{ {0} }}}}", "```\n甲", "![图](a.png)", "[甲](http://a)", "<b>甲</b>", "&nbsp;&#0;", "**{{{{ {0} }}}}", "***", "---", "\\", "｛｛ {0} ｝｝", "{{ {{{0}}} }}", "{{{{ {0}｜占({1}) }}}}", "{{{{ {0}|占 }}}}",
)  # fmt: skip
"""What is put into wording."""


class Mutant(NamedTuple):
    """One file of the templates with something wrong in it."""

    name: str
    """Its path in a template folder, or ``SETTINGS``."""
    data: bytes
    slips: tuple[str, ...]


def definition_mutant(seed: int) -> Mutant:
    """A file with one to three slips in it; the same for the same seed."""
    random = Random(seed)
    names, shares = files()
    name = random.choices(names, shares)[0]
    text = SETTINGS_TEXT if name == SETTINGS else (TEMPLATES / name).read_text(encoding="utf-8")
    slips = WORDING_SLIPS if name.endswith(".md") else DEFINITION_SLIPS
    done = []
    for _ in range(random.choice((1, 1, 2, 3))):
        slip = random.choice(slips)
        changed = slip(text, random)
        if changed != text:
            text = changed
            done.append(slip.__name__.lstrip("_"))
    data = text.encode("utf-8", "surrogatepass")
    if random.random() < 0.02:
        data = random.choice(_ENCODINGS)(text, random)
        done.append("encoding")
    return Mutant(name, data, tuple(done))


@lru_cache(maxsize=1)
def files() -> tuple[list[str], list[float]]:
    """The files that slips are made in, and how often in each."""
    shares = {SETTINGS: 1.0}
    for path in sorted(TEMPLATES.glob("*.yaml")):
        shares[path.name] = 1.0
    for pattern, share in SHARES.items():
        found = [path.relative_to(TEMPLATES).as_posix() for path in sorted(TEMPLATES.glob(pattern))]
        shares |= dict.fromkeys(found, share / len(found))
    return list(shares), list(shares.values())


_ENCODINGS: tuple[Callable[[str, Random], bytes], ...] = (
    lambda text, _: text.encode("gbk", "ignore"),
    lambda text, _: text.encode("utf-16"),
    lambda text, _: text.encode("utf-8-sig"),
    lambda text, _: text.replace("\n", "\r\n").encode(),
    lambda text, random: text.encode()[: random.randrange(len(text))],
    lambda _, __: b"",
    lambda text, random: text.encode().replace(b"\xe7", bytes([random.randrange(256)]), 3),
)
"""What an editor or a program for sending files does to one."""


def _at(pattern: re.Pattern[str], text: str, random: Random, change: Callable[[str], str]) -> str:
    """The text with one of the places that a pattern finds changed."""
    found = list(pattern.finditer(text))
    if not found:
        return text
    match = random.choice(found)
    return f"{text[: match.start()]}{change(match[0])}{text[match.end() :]}"


def _names(text: str, random: Random) -> tuple[str, str]:
    found = NAME.findall(text) or ["甲"]
    return random.choice(found), random.choice(found)


def _value(text: str, random: Random) -> str:
    return _at(VALUE, text, random, lambda _: random.choice(VALUES))


def _key(text: str, random: Random) -> str:
    def change(key: str) -> str:
        at = random.randrange(len(key))
        return random.choice(
            (key[:at] + key[at + 1 :], key + random.choice("s数 。_"), random.choice(VALUES), key[::-1])
        )

    return _at(KEY, text, random, change)


def _expression(text: str, random: Random) -> str:
    chosen = random.choice(EXPRESSIONS).format(*_names(text, random)) if "{'a'" not in text else ""
    return _at(EXPRESSION, text, random, lambda _: chosen)


def _name(text: str, random: Random) -> str:
    return _at(NAME, text, random, lambda _: _names(text, random)[0])


def _kind(text: str, random: Random) -> str:
    return _at(re.compile(r"(?<=kind: )\w+"), text, random, lambda _: random.choice(tuple(KINDS)))


def _sign(text: str, random: Random) -> str:
    at = random.randrange(len(text) + 1)
    return f"{text[:at]}{random.choice(SIGNS)}{text[at:]}"


def _sign_gone(text: str, random: Random) -> str:
    found = [at for at, character in enumerate(text) if character in SIGNS]
    at = random.choice(found) if found else 0
    return text[:at] + text[at + 1 :]


def _odd_character(text: str, random: Random) -> str:
    at = random.randrange(len(text) + 1)
    return f"{text[:at]}{random.choice(ODD)}{text[at:]}"


def _line(text: str, random: Random) -> str:
    """A line gone, twice, moved, or further in."""
    lines = text.split("\n")
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    line = lines.pop(at)
    lines[other:other] = random.choice(
        ([], [line, line], [line], [f"  {line}"], [f"\t{line}"], [line.lstrip()], [line.replace(": ", "：")])
    )
    return "\n".join(lines)


def _stretch(text: str, random: Random) -> str:
    """A stretch gone, or there twice."""
    at = random.randrange(len(text) + 1)
    end = at + random.randrange(200)
    return text[:at] + random.choice(("", text[at:end] * 2)) + text[end:]


def _wording(text: str, random: Random) -> str:
    """Something of the template language or of Markdown put in."""
    written = random.choice(TEMPLATES_OF_TEXT).format(*_names(text, random))
    at = random.choice([match.start() for match in re.finditer(r"[。，\n]|$", text)])
    return f"{text[:at]}{written}{text[at:]}"


def _filter(text: str, random: Random) -> str:
    """A value passed through some filter, with some arguments."""
    first, second = _names(text, random)
    inside = random.choice(("", "()", f"({second})", "('甲')", "(2)", f"({first}, {second}, 1, 2)", f"(甲={second})"))
    piped = "{{ " + f"{first}|{random.choice(tuple(FILTERS))}{inside}" + " }}"
    return _at(PRINTED, text, random, lambda _: piped)


def _printed(text: str, random: Random) -> str:
    return _at(PRINTED, text, random, lambda old: random.choice(("", old * 2, old[:-1], old[1:], old.replace(" ", ""))))


DEFINITION_SLIPS = (
    _value, _value, _value, _key, _key, _expression, _expression, _name, _kind, _sign, _sign, _sign_gone, _odd_character, _line, _line, _stretch,
)  # fmt: skip
WORDING_SLIPS = (
    _wording,
    _wording,
    _wording,
    _filter,
    _filter,
    _printed,
    _name,
    _sign,
    _sign_gone,
    _odd_character,
    _line,
    _stretch,
)

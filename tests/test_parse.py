"""From marked Markdown to the tree: what is read without the Markdown parser is what the parser would make of it."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.document.markdown import Reader, parse
from generator.document.marks import mark
from generator.document.tree import Listing
from generator.figures.quantity import Quantity
from generator.figures.values import Figure, Hole, Pending, Words
from generator.problem import Place

PLACE = Place("表单.yaml")
WORDS = ("救助", "发放", "2012年", "第一季度", "a", "约5", "共有", "（含低保）", "“慰问”", "。", "，", "　")
SIGNS = (*"#*-_`|<>&[]()!+.:=~1 \\", "**", "1. ", "- ", "  ", "\n", "---", "&amp;", "\t", "\x02")
VALUES = (
    mark(Figure(Quantity("274", "人", "", None, None), "低保.人数", PLACE)), mark(Words("甲*乙", "措施.1", PLACE)),
    mark(Pending("【待填】", "低保.户数")), mark(Words("全镇", "全域", PLACE, context=True)), mark(Hole("空")),
)  # fmt: skip

line = st.lists(st.sampled_from((*WORDS * 4, *VALUES * 4, *SIGNS)), min_size=1, max_size=6).map("".join)
head = st.sampled_from(("", "", "", "# ", "## ", "###### ", "####### ", "1. ", "2. ", "- ", "* ", "| "))
part = st.lists(st.tuples(head, line).map("".join), min_size=1, max_size=3).map("\n".join)
items = st.lists(line, min_size=1, max_size=3).map(lambda found: "\n".join(f"1. {one}" for one in found))
text = st.lists(st.one_of(part, part, items), min_size=1, max_size=5).map("\n\n".join)


@settings(max_examples=500)
@given(text, st.booleans())
@example("1. 甲\n1. 乙", False)
@example("1. 甲\n\n1. 乙", False)
@example("- 甲\n1. 乙", False)
@example("# 甲\n乙", False)
@example("# 甲#", False)
@example("甲\x02", False)
@example("救助\n\n\n发放", False)
@example("救助\n\n- 甲\n\n发放\n\n- 乙", False)
def test_what_is_read_at_a_glance_is_what_the_markdown_parser_makes_of_it(written, apart):
    assert parse(written, apart) == tuple(Reader(apart).in_full(written))


def test_a_list_without_markdown_is_read_at_a_glance():
    assert Reader(False).plain_list("1. 甲\n1. 乙") == Listing(parse("1. 甲\n1. 乙")[0].items, ordered=True)
    assert Reader(False).plain_list("1. 甲\n- 乙") is None

"""Forms in which no slip is possible go to the parser at once: the look for slips would find nothing in them."""

import pytest
from forms import FORMS, ROOT
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from generator.reading.slips import repair_slips
from generator.reading.source import read_carefully, read_plain

DRAFTS = (*sorted((ROOT / "inputs" / "草稿").glob("*.yaml")), ROOT / "inputs" / "某镇-2005.yaml")
SIGNS = tuple(":：#-－ ，,'\"“”[]{}|>&*!%@`~?=/.、（）\u3000\u00a0")
WORDS = ("低保", "人数", "274人", "12:30", "a", "0755", "no", "2012-07-04", "救灾", "其中")

odd = st.lists(st.sampled_from((*WORDS, *WORDS, *WORDS, *SIGNS)), min_size=1, max_size=4).map("".join)
text = st.integers(0, 9).flatmap(lambda dice: odd if dice == 0 else st.sampled_from(WORDS))
key = st.sampled_from((*("低保", "人数", "救灾", "其中", "截至", "A.B", "x·y", "第（一）项") * 4, *WORDS, "~", "<<"))
item = st.one_of(text, text, text, st.sampled_from(("", "# 说明", "#1")))
comment = st.sampled_from((*[""] * 12, " # 说明", "  # 说[[明", "  #", " #说明", "#1"))
colon = st.sampled_from((*[": "] * 9, ":", "：", " "))
space = st.sampled_from(("", "", "", " ", "  "))


@st.composite
def entries(draw, indent=0, depth=0):
    """The lines of a mapping as they should be, but for what the texts hold and a line gone astray here and there."""
    lines = []
    for name in draw(st.lists(key, min_size=1, max_size=4, unique=draw(st.integers(0, 19)) > 0)):
        margin = " " * max(indent + draw(st.sampled_from((*[0] * 60, -2, -1, 1, 2))), 0)
        kind = draw(st.integers(0, 6)) if depth < 3 else 0
        if kind < 3:
            gap = draw(st.sampled_from((*[" "] * 12, "  ", "")))
            lines.append(f"{margin}{name}:{gap}{draw(text)}{draw(comment)}{draw(space)}")
            continue
        lines.append(f"{margin}{name}:{draw(comment)}{draw(space)}")
        deeper = indent + draw(st.sampled_from((*[2] * 9, 1, 4, 0)))
        if kind == 6:
            between = draw(st.sampled_from((*[", "] * 9, ",", "，", "、", " ,")))
            inner = [f"{draw(key)}{draw(colon)}{draw(text)}" for _ in range(draw(st.integers(0, 3)))]
            lines[-1] = f"{margin}{name}: {{{between.join(inner)}}}{draw(comment)}{draw(space)}"
        elif kind == 3:
            lines += draw(entries(deeper, depth + 1))
        elif kind == 4:
            lines += [f"{' ' * deeper}- {item}".rstrip() for item in draw(st.lists(item, max_size=3))]
        else:
            for record in draw(st.lists(entries(deeper + 2, depth + 1), max_size=2)):
                lines += [f"{' ' * deeper}- {record[0].lstrip()}", *record[1:]]
        lines += draw(st.sampled_from((*[[]] * 6, [""], ["  "], ["# 说明"], ["    # 说明"], [draw(text)])))
    return lines


@settings(max_examples=500)
@given(entries())
@example(["低保:", "  - 名称: 甲", "    人数: 3人", "  - 名称: 乙"])
@example(["低保:", "- 甲", "人数: 3人"])
@example(["低保:  # 说明", "人数: 3人 # 说明", "户数: 3户 #说明"])
@example(["农村: {户数: 12, 人数: 274人}", "城镇: {户数: 12户, 标准: 7.5元/月} # 说明"])
@example(["农村: {户数: 1,234, 人数: 274人}"])
@example(["措施:", "  - 慰问：走访", "    人数: 3人"])
def test_where_no_slip_is_possible_none_is_found_and_none_is_mended(lines):
    form = "\n".join(lines)
    found = read_plain(form)
    assume(found is not None)
    mended, slips = repair_slips(form, "表单.yaml")
    assert (mended.split(), slips) == (form.split(), [])
    assert (found, []) == read_carefully(form, "表单.yaml", [])


@pytest.mark.parametrize("path", [*FORMS, *DRAFTS], ids=lambda path: path.stem)
def test_forms_as_they_come_are_read_without_a_look_for_slips(path):
    form = path.read_text(encoding="utf-8")
    found = read_plain(form)
    assert found is not None
    assert (found, []) == read_carefully(form, "表单.yaml", [])


@pytest.mark.parametrize(
    "form",
    [
        " 低保: 甲",
        "低保:\n- 甲",
        "低保:\n- 甲\n人数: 3人",
        "低保:\n   城镇: 3户\n农村: 4户",
        "低保:\n  - \n",
        "低保:\n  -\n    # 说明\n  - # 乙\n  - 丙\n",
    ],
)
def test_what_stands_further_in_or_out_than_usual_is_read_as_carefully(form):
    assert (read_plain(form), []) == read_carefully(form, "表单.yaml", [])


@pytest.mark.parametrize(
    "form",
    [
        "", "# 说明", "- 甲", "低保", "低保：甲", "低保:甲", "低保: '甲'", "低保: {人数:3人}", "低保: {人数: 1,234}", "低保: {人数: 3人，户数: 2户}", "低保: {人数: '3人'}",
        "低保: {人数: 3人", "低保: {}", "低保: {人数: }", "低保: {人数: 3 人}", "低保: |\n  甲", "\t低保: 甲",
        "低保: 甲 #乙", "低保: 甲\n  乙", "低保: 甲\n  人数: 3人", "低保: 甲\n低保: 乙",
        "低保:\n  - 甲 # 乙", "低保:\n  - 甲\n    人数: 3人", "---\n低保: 甲", "低保: &甲 乙", "低保: 甲: 乙",
        "低保: 甲\n  - 乙", "低保: 甲\n\n    - 乙", "低保:\n  - 甲\n    - 乙", "低保: 甲\u3000", "低保: 甲\u00a0 # 说明", "低保: 甲\t乙",
        "低保:\n    城镇: 3户\n  农村: 4户", "低保:\n  城镇: 3户\n  - 乙",
    ],
)  # fmt: skip
def test_what_must_be_looked_at_is_left_to_the_careful_way(form):
    assert read_plain(form) is None

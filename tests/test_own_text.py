"""Own text: the cases of own_text.txt, and what holds for whatever an official writes in lines."""

import re
import unicodedata
from itertools import groupby

import pytest
from casefiles import CASES, name_of, read_cases
from forms import built
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.chinese.lines import join_lines, paragraphs_of
from generator.chinese.numbering import counted_apart, numbering_of, without_numbers
from generator.document.own_text import read_own
from generator.document.tree import Document, number_blocks
from generator.document.walk import Line, walk
from generator.problem import SEVERITY_NAMES, Severity

OWN_TEXT = read_cases(CASES / "own_text.txt")
HEAD = "报告: town\n单位: 柳河镇\n年度: 2023\n"
SECTION = "自拟章节:\n  - 标题: 工作\n    正文: |\n"
ANNEX = "自拟章节: [{标题: 甲, 正文: 乙。}]\n公文:\n  附件:\n    - 名称: 表\n      内容: |\n"
KEY = re.compile(r"[\u3400-\u9fff]+:")
SAID = re.compile(rf"({'|'.join(SEVERITY_NAMES.values())})：(.*)")
ALWAYS = ("柳河镇2023年社会救助工作总结", "现将我镇2023年社会救助工作总结如下。", "柳河镇", "一、工作")


def form_of(typed):
    """The form that a case is about: its text alone is that of an own section; → stands for a tab."""
    typed = typed.replace("→", "\t")
    if KEY.match(typed):
        return f"{HEAD}{typed}\n"
    return HEAD + SECTION + "".join(f"      {line}\n" if line else "\n" for line in typed.split("\n"))


def row_of(line):
    return (line.annex, line.at, line.row) if line.row else id(line)


def printed(document):
    """The lines of a document, a row of a table as one, without those that are always there."""
    rows = (list(group) for _, group in groupby(walk(document), key=row_of))
    return [line for row in rows if (line := " | ".join(cell.text for cell in row)) not in ALWAYS]


@pytest.mark.parametrize("case", OWN_TEXT, ids=name_of)
def test_each_case_prints_what_was_typed_or_says_what_is_wrong(case):
    summary = built(form_of(case.given))
    expected = case.expected.split("\n")
    wanted = [match.groups() for line in expected if (match := SAID.fullmatch(line))]
    found = [(SEVERITY_NAMES[problem.severity], problem.what) for problem in summary.problems]
    assert len(found) == len(wanted), found
    for (level, what), (wanted_level, begins) in zip(found, wanted, strict=True):
        assert level == wanted_level
        assert what.startswith(begins)
    lines = [line for line in expected if not SAID.fullmatch(line)]
    assert (printed(summary.document) if summary.document else []) == lines


def test_windows_line_ends_change_nothing():
    form = form_of("1. 甲\n2. 乙\n\n| 村 | 户 |\n|---|---|\n| 上河 | 5 |")
    assert built(form.replace("\n", "\r\n")).document == built(form).document


def test_a_fault_is_told_with_the_line_it_stands_in():
    faulty = built(form_of("甲\n\n| 村 | 户 |\n|---|---|\n| 上河 | 5 |\n| 下河 |"))
    assert [problem.place.spot.line for problem in faulty.problems] == [12]
    annex = f"{ANNEX}        | 村 | 户 |\n        | 甲 | 5 |\n"
    assert [problem.place.spot.line for problem in built(form_of(annex)).problems] == [9]


# ---- whatever is typed

WORDS = (
    "救助", "发放", "上河村", "WPS", "Office", "人", "万元", "（含低保）", "，", "。", "；", "：", "**重点**", "a|b", "\\|",
)  # fmt: skip
NUMBERS = ("5", "12", "3.5", "2021", "100", "0", "1,200", "３", "1/3", "50%")
HEADS = (
    "", "", "", "- ", "1. ", "2. ", "3. ", "  - ", "   1. ", "# ", "## ", "12. ", "2021. ", "1、", "（一）", "①",
    "一是", "+ ", "* ", "> ", "　　", "    ", "#", "---", "```", "(1)", "1.",
)  # fmt: skip
LINE = st.tuples(st.sampled_from(HEADS), st.lists(st.sampled_from((*WORDS, *NUMBERS, " ")), max_size=5)).map(
    lambda drawn: drawn[0] + "".join(drawn[1])
)
CELL = st.sampled_from((*WORDS[:8], *NUMBERS, ""))
ROWS = st.integers(1, 3).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=3))


def table(rows):
    """A blank line and a table as it is typed; without its rule when it has one row."""
    head, *body = [f"| {' | '.join(row)} |" for row in rows] or [""]
    return "\n".join(("", head, *([f"|{'---|' * len(rows[0])}"] if body else []), *body))


TEXT = st.lists(st.one_of(*[LINE] * 12, *[ROWS.map(table)] * 2, *[st.sampled_from(("", "  "))] * 3), max_size=8).map(
    "\n".join
)


def lines_of(text):
    """The lines that a text prints, and what is said of it."""
    own = read_own(text)
    return list(walk(Document("", number_blocks(own.blocks)))), own.remarks


def as_counted(line: Line) -> str:
    """A line as it prints, without the number of a heading, which zongjie sets; ① is a 1."""
    lead = "" if line.part == "heading" else unicodedata.normalize("NFKC", line.lead)
    return f"{lead} {line.text.removeprefix(line.lead)}"


def words_in(text):
    return re.sub(r"[\W_]", "", text)


@settings(max_examples=400)
@given(TEXT)
@example("12. 5万元用于临时救助。")
@example("1. 5万元\n2. 8万元")
@example("登记表 100\n200 份")
@example("1. 甲\n2. 5万元\n\n中间。\n\n3. 丙")
@example("| 5 |\n|---|\n| 3 |\n8")
@example("## 5个村\n6")
def test_every_number_typed_is_printed_as_it_was_or_something_is_said(text):
    lines, remarks = lines_of(text)
    if any(remark.severity in (Severity.ERROR, Severity.NOTICE) for remark in remarks):
        return
    shown = list(map(as_counted, lines))
    assert re.findall(r"\d+", "\n".join(shown)) == re.findall(r"\d+", text)
    assert words_in("".join(shown)) == words_in(text)


@settings(max_examples=400)
@given(TEXT)
def test_no_line_prints_a_number_that_nobody_typed(text):
    typed = set(re.findall(r"[\d.]+", text)) | {number.strip(".") for number in re.findall(r"[\d.]+", text)}
    lines, remarks = lines_of(text)
    if not any(remark.severity is Severity.ERROR for remark in remarks):
        for line in lines:
            assert {number.strip(".") for number in re.findall(r"[\d.]+", as_counted(line))} - {""} <= typed


@settings(max_examples=40, deadline=None)
@given(TEXT, st.sampled_from(["自拟章节", "存在问题", "下年计划", "附件", "结语"]))
def test_whatever_is_typed_anywhere_makes_a_document_or_a_problem(text, where):
    body = "".join(f"          {line}\n" if line else "\n" for line in text.split("\n"))
    forms = {
        "自拟章节": "自拟章节:\n  - 标题: 甲\n    正文: |\n",
        "附件": ANNEX,
    }
    summary = built(HEAD + forms.get(where, f"{where}: |\n") + body)
    assert summary.document or summary.problems
    if where in forms and summary.document and all(one.severity is Severity.WARNING for one in summary.problems):
        before = 3 if where == "自拟章节" else 8
        shown = "\n".join(as_counted(line) for line in list(walk(summary.document))[before:])
        assert re.findall(r"\d+", shown) == re.findall(r"\d+", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["救助", "工作"], "救助工作"),
        (["WPS", "Office"], "WPS Office"),
        (["使用 WPS", "软件"], "使用 WPS 软件"),
        (["救助388", "人"], "救助388人"),
        (["全年救助", "388人"], "全年救助388人"),
        (["100", "200"], "100 200"),
        (["Ａ", "Ｂ"], "Ａ Ｂ"),
        (["甲，", "乙"], "甲，乙"),
        (["", "甲", ""], "甲"),
    ],
)
def test_lines_join_as_words_do(lines, joined):
    assert join_lines(lines) == joined


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("各项工作\n有序推进", ["各项工作有序推进"]),
        ("甲。\n乙", ["甲。", "乙"]),
        ("甲\n\n乙", ["甲", "乙"]),
        ("（1）甲\n（2）乙", ["（1）甲", "（2）乙"]),
        ("一是甲\n二是乙", ["一是甲", "二是乙"]),
        ("①甲\n②乙", ["①甲", "②乙"]),
        ("共\n12. 5万元", ["共12. 5万元"]),
        ("　　甲\n　　乙", ["甲", "乙"]),
        ("三、四季度\n1、2号楼", ["三、四季度1、2号楼"]),
        ("", []),
    ],
)
def test_paragraphs_are_parted_where_people_part_them(text, paragraphs):
    assert paragraphs_of(text) == paragraphs


@pytest.mark.parametrize(
    "text",
    [
        "1.甲",
        "1、甲",
        "１．甲",
        "1）甲",
        "(1)甲",
        "（一）甲",
        "①甲",
        "一是甲",
        "五、甲",
        "第一，甲",
        "⑴甲",
        "㈠甲",
        "一 甲",
    ],
)
def test_a_number_before_a_text_is_known(text):
    assert without_numbers([text])[0] == ["甲"]


@pytest.mark.parametrize(
    "text",
    [
        "1.5万元",
        "12. 5万元",
        "1、2号楼",
        "三、四季度",
        "2021年",
        "一事一议",
        "十二五",
        "第一季度",
        "5G",
        "8.15前",
        "一是",
        "1.",
    ],
)
def test_a_number_that_is_part_of_a_text_stays(text):
    assert without_numbers([text])[0] == [text]
    found = numbering_of(text)
    assert found is None or found.doubtful


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1.甲；2.乙", ["1.甲；", "2.乙"]),
        ("一是甲，二是乙", ["一是甲，", "二是乙"]),
        ("1.甲；2.5个村；3.丙", ["1.甲；", "2.5个村；", "3.丙"]),
        ("1.甲。2.5万元", ["1.甲。2.5万元"]),
        ("甲，一是乙", ["甲，一是乙"]),
        ("一是甲", ["一是甲"]),
    ],
)
def test_a_text_that_counts_its_sentences_is_told_apart(text, parts):
    assert counted_apart(text) == parts


@pytest.mark.parametrize("blank", ["", "\n", "　　\n", "　　\n\n", "\n　\n\n"], ids=repr)
def test_a_line_is_named_where_it_stands_whatever_blank_lines_are_before_it(blank):
    lines = f"{blank}救助12人。\n\n### 1.细目\n\n建成31间。".split("\n")
    typed = HEAD + SECTION + "".join(f"      {line}\n" if line else "\n" for line in lines)
    line = next(number for number, one in enumerate(typed.split("\n"), 1) if "细目" in one)
    assert line in {problem.place.spot.line for problem in built(typed).problems if "「1.」" in problem.what}


def test_a_heading_no_further_in_than_its_key_is_not_lost_in_silence():
    summary = built(f"{HEAD}{ANNEX}        救助12人。\n\n      ## 建成31间\n")
    assert "建成31间" not in "".join(printed(summary.document))
    assert [problem.what for problem in summary.problems if "建成31间" in problem.what]

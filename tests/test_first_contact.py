"""The first hour with a form: what people do to it, what is said, and the paper once that was followed to the letter."""

import re
from pathlib import Path

import pytest
from casefiles import CASES, read_parts
from cures import follow_advice

from generator.document.walk import iter_texts
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import Summary, summarize
from generator.problem import Severity

FIRST = read_parts(CASES / "first_contact.txt", 4)
HEAD = "报告: town\n单位: 柳河镇\n年度: 2023\n"
BY_HAND = re.compile(r"(\d+)([:+-])(?: (.*))?")


def built(text: str) -> Summary:
    return summarize(text.encode(), "表单.yaml", Options(open_shelf()), Path("不在那里"))


def form_of(given: str) -> str:
    """The form of a case; the head stands below it where it does not write its own, so that its lines keep their numbers."""
    given = given.replace("→", "\t").replace("□", "\u3000")
    return given + "\n" + ("" if re.search(r"^年度", given, re.MULTILINE) else HEAD)


def serious(summary: Summary) -> list[str]:
    return [str(one) for one in summary.problems if one.severity > Severity.NOTICE]


def is_said(pattern: str, line: str) -> bool:
    return bool(re.fullmatch(".*".join(map(re.escape, pattern.split("……"))), line))


def by_hand(text: str, cure: str) -> str:
    """The form after edits written out: 3: a line for the third, 3+ a line before it, 3- without it."""
    lines = text.split("\n")
    for edit in sorted(map(BY_HAND.fullmatch, cure.split("\n")), key=lambda one: -int(one[1])):
        at = int(edit[1]) - 1
        lines[at : at + (edit[2] != "+")] = [] if edit[2] == "-" else [edit[3] or ""]
    return "\n".join(lines)


def cured(text: str, cure: str) -> str:
    """The form after what its messages tell, from the last line to the first; by hand where they leave a choice."""
    if cure:
        return by_hand(text, cure)
    problems = [one for one in built(text).problems if one.severity > Severity.NOTICE]
    for problem in sorted(problems, key=lambda one: -one.place.spot.line):
        followed = follow_advice(text, problem)
        assert followed is not None, f"nothing to follow: {problem}"
        text = followed
    return text


@pytest.mark.parametrize(("given", "said", "cure", "paper"), [one[1:] for one in FIRST], ids=[one[0] for one in FIRST])
def test_what_people_do_is_said_once_and_its_cure_gives_the_right_paper(given, said, cure, paper):
    text = form_of(given)
    expected = said.split("\n") if said else []
    found = built(text)
    shown = [str(one) for one in found.problems]
    for pattern in expected:
        assert any(is_said(pattern, line) for line in shown), (pattern, shown)
    loud = [pattern for pattern in expected if not pattern.startswith("提示")]
    assert len(serious(found)) == len(loud), serious(found)
    after = built(cured(text, cure))
    assert serious(after) == []
    printed = "\n".join(iter_texts(after.document))
    for words in paper.split("\n"):
        assert (words[1:] not in printed) if words.startswith("－") else words in printed, (words, printed)


def test_there_are_enough_of_them():
    assert len(FIRST) >= 70


TRADITIONAL = "報告: town\n單位: 柳河鎮\n年度: 2023\n臨時救助: {人次: 3人次, 金額: 500元}\n"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8-sig", ""), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("gbk", "GBK"), ("gb18030", "GBK")],
)
def test_a_form_is_read_however_notepad_saved_it(encoding, said):
    found = summarize((HEAD + "临时救助: {人次: 3人次}\n").encode(encoding), "表单.yaml", Options(open_shelf()))
    assert [one.what for one in found.problems if "编码" in one.what] == (
        [f"文件是{said}编码，已照此读入。"] if said else []
    )
    assert any("实施临时救助3人次" in line for line in iter_texts(found.document))


@pytest.mark.parametrize(("encoding", "said"), [("big5", "Big5"), ("cp950", "Big5"), ("gbk", "GBK")])
def test_a_form_in_traditional_characters_is_read_in_either_encoding(encoding, said):
    found = summarize(TRADITIONAL.encode(encoding), "表單.yaml", Options(open_shelf()))
    assert any(one.what == f"文件是{said}编码，已照此读入。" for one in found.problems)
    assert any("實施臨時救助3人次" in line for line in iter_texts(found.document))

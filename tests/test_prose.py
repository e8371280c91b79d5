"""What the standard templates say: the cases of prose.txt."""

from pathlib import Path

import pytest
from casefiles import CASES, Case, name_of, read_cases
from chinese import find_broken_document
from forms import put, text_of

from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary

HEAD = {"报告": "town", "单位": "柳河镇", "年度": "2023"}
LAST_YEAR, NOT_SAID = "上年：\n", "不说 "


def form_of(text: str, year: int) -> str:
    """A case's form with the lines of head that it leaves out."""
    keys = {line.partition(":")[0] for line in text.split("\n")}
    head = {**HEAD, "年度": str(year)}
    return "".join(f"{key}: {value}\n" for key, value in head.items() if key not in keys) + text


def printed(folder: Path, given: str) -> str:
    """The text that a case's form makes, beside last year's where the case has one."""
    now, has_last, before = given.partition(LAST_YEAR)
    if has_last:
        put(folder, "去年.yaml", form_of(before, int(HEAD["年度"]) - 1))
    put(folder, "今年.yaml", form_of(now, int(HEAD["年度"])))
    summary = read_summary(folder / "今年.yaml", Options(open_shelf()))
    assert summary.document is not None, "\n".join(map(str, summary.problems))
    assert find_broken_document(summary.document) == []
    return text_of(summary)


@pytest.mark.parametrize("case", read_cases(CASES / "prose.txt"), ids=name_of)
def test_the_standard_templates_say(case: Case, tmp_path: Path) -> None:
    text = printed(tmp_path, case.given)
    wanted = case.expected.split("\n")
    unsaid = [line for line in wanted if not line.startswith(NOT_SAID) and line not in text]
    said = [line for line in wanted if line.startswith(NOT_SAID) and line.removeprefix(NOT_SAID) in text]
    assert (unsaid, said) == ([], []), text


def test_no_two_cases_share_a_title() -> None:
    titles = [case.title for case in read_cases(CASES / "prose.txt")]
    assert sorted(set(titles)) == sorted(titles)

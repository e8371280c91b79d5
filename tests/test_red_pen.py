"""What a reader of the trade would mark in a finished paper: the cases of red_pen.txt."""

from pathlib import Path

import pytest
from casefiles import CASES, Case, name_of, read_cases
from forms import put
from test_prose import HEAD, form_of

from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary
from generator.problem import Problem, Severity
from generator.wording.red_pen import marked

NONE = "没有"


def said_of(problem: Problem, above: int) -> str:
    line = problem.place.spot.line - above
    return f"{line}：{problem.what}{problem.advice}" if line > 0 else f"{problem.what}{problem.advice}"


@pytest.mark.parametrize("case", read_cases(CASES / "red_pen.txt"), ids=name_of)
def test_the_red_pen_marks(case: Case, tmp_path: Path) -> None:
    text = form_of(case.given, int(HEAD["年度"]))
    put(tmp_path, "表.yaml", text)
    summary = read_summary(tmp_path / "表.yaml", Options(open_shelf()))
    assert summary.document is not None, "\n".join(map(str, summary.problems))
    assert summary.form is not None
    found = marked(summary.document, summary.form)
    above = text.removesuffix(case.given).count("\n")
    assert [said_of(problem, above) for problem in found] == (
        [] if case.expected == NONE else case.expected.split("\n")
    )
    assert {problem.severity for problem in found} <= {Severity.NOTICE}
    assert set(found) <= set(summary.problems)

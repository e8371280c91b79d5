"""The figures of real papers have fields of their own, and what is odd in them is said."""

import pytest
from chinese import find_broken_document
from paperfigures import PAPERS, paper_of, placed, summary_of

from generator.problem import Severity

TYPED, FREE = 0.9, 0.05
AT_FIRST_SIGHT = 0.8
"""What is asked of papers that nobody had seen when the fields were written, under tests/papers/unseen/."""
each_paper = pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)


@each_paper
def test_every_figure_of_a_paper_is_said(path):
    assert placed(path).missing == ()


@each_paper
def test_figures_have_fields_of_their_own(path):
    found, wanted = placed(path), len(paper_of(path).figures)
    share = AT_FIRST_SIGHT if path.parent.name == "unseen" else TYPED
    assert len(found.typed) >= share * wanted, (found.own, found.free)
    assert len(found.free) <= FREE * wanted, found.free


@each_paper
def test_a_paper_reads_as_a_finished_document(path):
    assert find_broken_document(summary_of(path).document) == []
    lost = [problem for problem in summary_of(path).problems if "没有一句用到" in problem.what]
    assert [str(problem) for problem in lost] == []


@each_paper
def test_what_is_odd_in_a_paper_is_said_and_nothing_else_is_warned_of(path):
    said = [problem for problem in summary_of(path).problems if problem.place.field]
    missed = [
        (field, *words)
        for field, *words in paper_of(path).reported
        if not any(problem.place.field == field and all(word in str(problem) for word in words) for problem in said)
    ]
    assert missed == [], [str(problem) for problem in said]
    expected = {field for field, *_ in paper_of(path).reported}
    warned = [problem for problem in summary_of(path).problems if problem.severity > Severity.NOTICE]
    assert [str(problem) for problem in warned if problem.place.field not in expected] == []

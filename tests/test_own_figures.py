"""自定义: one figure or several of one thing, totals of parts, and what is said of parts that are none."""

import re

import pytest
from casefiles import CASES, name_of, read_cases
from forms import built, text_of
from hypothesis import given
from hypothesis import strategies as st

from generator.figures.several import pieces_of
from generator.problem import SEVERITY_NAMES

OWN_FIGURES = read_cases(CASES / "own_figures.txt")
HEAD = "报告: town\n单位: 青石镇\n年度: 2023\n临时救助:\n  自定义:\n"
SAID = re.compile(rf"({'|'.join(SEVERITY_NAMES.values())})：(.*)")
ABOUT_OWN_FIGURES = "自定义"


@pytest.mark.parametrize("case", OWN_FIGURES, ids=name_of)
def test_each_case_prints_its_sentence_and_says_what_is_wrong(case):
    entries, _, others = case.given.partition("\n---\n")
    summary = built(f"{others}\n{HEAD}" + "".join(f"    {line}\n" for line in entries.splitlines()))
    wanted = [match.groups() for line in case.expected.splitlines() if (match := SAID.fullmatch(line))]
    found = [
        (SEVERITY_NAMES[problem.severity], problem.what)
        for problem in summary.problems
        if ABOUT_OWN_FIGURES in problem.place.field
    ]
    assert len(found) == len(wanted), found
    for (level, what), (wanted_level, begins) in zip(found, wanted, strict=True):
        assert level == wanted_level
        assert what.startswith(begins)
    sentences = [line for line in case.expected.splitlines() if not SAID.fullmatch(line)]
    assert all(sentence in text_of(summary) for sentence in sentences)


COUNTED = st.tuples(st.integers(1, 99_999), st.sampled_from("户人元名张")).map(lambda drawn: f"{drawn[0]}{drawn[1]}")


@given(st.lists(COUNTED, min_size=1, max_size=5), st.sampled_from(["、", "，", ",", "", " ", "和", "、 "]))
def test_figures_typed_together_are_the_same_figures_however_they_are_parted(figures, joint):
    assert [piece.text for piece in pieces_of(joint.join(figures))] == figures


@pytest.mark.parametrize(
    "figure", ["15万5千元", "1,227,396元", "3—5户", "60多户", "12.5%", "500元/月", "约1.2万人", "3至5人"]
)
def test_one_figure_is_not_taken_for_several(figure):
    assert [piece.text for piece in pieces_of(figure)] == [figure]

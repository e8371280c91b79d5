"""Every figure of the four real summaries stands in the text, and what is odd in them is said."""

import json
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from chinese import find_broken_document
from forms import ROOT, at, built, figures_of, read, text_of

from generator.form.opening import Options
from generator.language.context import ADDED, RATIO
from generator.library.overlays import open_shelf
from generator.making.summarize import Summary, read_summary
from generator.problem import Problem, Severity

FACTS = sorted((Path(__file__).parent / "facts").glob("*.json"))
FIGURES_OF = {"town-2012": 49, "town-2005": 37, "welfare-home": 36, "community-half-year": 25}
Fact = dict[str, Any]


@lru_cache
def fact_of(path: Path) -> Fact:
    found: Fact = json.loads(path.read_text(encoding="utf-8"))
    return found


@lru_cache
def summary_of(path: Path) -> Summary:
    fact = fact_of(path)
    return read_summary(ROOT / "inputs" / fact["form"], Options(open_shelf(), fact["draft"]))


def name_of(path: Path) -> str:
    return path.stem


each_fact = pytest.mark.parametrize("path", FACTS, ids=name_of)
Case = tuple[Path, str]


def cases(key: str) -> Any:
    found = [(path, one) for path in FACTS for one in fact_of(path)[key]]
    return pytest.mark.parametrize(("path", "one"), found, ids=[f"{path.stem} {one}" for path, one in found])


def test_the_four_real_summaries_are_all_here():
    assert {path.stem for path in FACTS} == set(FIGURES_OF)


@each_fact
def test_every_figure_is_listed_or_left_out_with_a_reason(path: Path):
    fact = fact_of(path)
    wanted = {f"f{number:02}" for number in range(1, FIGURES_OF[path.stem] + 1)}
    assert set(fact["figures"]) | set(fact["left_out"]) == wanted
    assert not set(fact["figures"]) & set(fact["left_out"])
    assert all(len(reason) > 10 for reason in fact["left_out"].values())


@each_fact
def test_every_figure_stands_in_the_text_as_often_as_it_is_reported(path: Path):
    text = text_of(summary_of(path))
    wanted = Counter(written for texts in fact_of(path)["figures"].values() for written in texts)
    found = {written: len(re.findall(rf"(?<![\d.]){re.escape(written)}", text)) for written in wanted}
    assert [written for written in wanted if found[written] < wanted[written]] == []


@each_fact
def test_no_figure_in_the_text_is_made_up(path: Path):
    """Every number of the text was typed in the form, or follows from figures that were."""
    summary = summary_of(path)
    assert summary.form is not None
    form = (ROOT / "inputs" / fact_of(path)["form"]).read_text(encoding="utf-8")
    derived = {figure.text for figure in summary.form.values.values() if getattr(figure, "parts", ())}
    derived |= {figure.text for figure in figures_of(summary.document) if RATIO in figure.path or ADDED in figure.path}
    context = {"1", "6", "12", "13", "2006", "30"}
    body = re.sub(r"^\d{1,2}\.", "", text_of(summary), flags=re.MULTILINE)
    known = set(re.findall(r"\d+(?:\.\d+)?", form + " ".join(derived))) | context
    assert [number for number in re.findall(r"\d+(?:\.\d+)?", body) if number not in known | {"2013"}] == []


@each_fact
def test_it_reads_like_a_finished_document(path: Path):
    summary = summary_of(path)
    assert summary.document is not None
    assert find_broken_document(summary.document) == []


@cases("reported")
def test_what_does_not_fit_is_reported_with_place_and_figures(path: Path, one: str):
    field, *words = fact_of(path)["reported"][one]
    said = [str(problem) for problem in summary_of(path).problems if problem.place.field == field]
    assert any(all(word in line for word in words) for line in said), said


@each_fact
def test_nothing_else_is_warned_of(path: Path):
    """What holds in the source stays silent: every warning is one of those expected."""
    expected = fact_of(path)["reported"].values()
    warned = [problem for problem in summary_of(path).problems if problem.severity > Severity.NOTICE]
    strange = [problem for problem in warned if not any(_is(problem, field, words) for field, *words in expected)]
    assert [str(problem) for problem in strange] == []
    assert not any(problem.severity is Severity.ERROR for problem in warned)


def _is(problem: Problem, field: str, words: list[str]) -> bool:
    return problem.place.field == field and all(word in str(problem) for word in words)


@cases("holds")
def test_what_holds_is_silent_and_would_be_reported_if_it_did_not(path: Path, one: str):
    field, wrong, message = fact_of(path)["holds"][one]
    form = read(ROOT / "inputs" / fact_of(path)["form"])
    draft = fact_of(path)["draft"]
    assert message not in "\n".join(map(str, built(form, draft=draft).problems))
    *steps, last = field.split(".")
    at(form, tuple(steps))[last] = wrong
    assert message in "\n".join(map(str, built(form, draft=draft).problems))


@pytest.mark.parametrize("path", [path for path in FACTS if fact_of(path)["draft"]], ids=name_of)
def test_a_masked_year_is_left_blank_and_stops_the_final_text(path: Path):
    form = read(ROOT / "inputs" / fact_of(path)["form"])
    final = built(form)
    assert final.document is None
    assert any("没有填年度" in str(problem) and problem.severity is Severity.ERROR for problem in final.problems)
    text = text_of(built(form, draft=True))
    assert "【待填：年度】" in text.split("\n")[0]
    assert not re.search(r"(?:19|20)\d\d|20[xX×]", text)


def test_the_money_that_the_source_breaks_off_before_is_pending():
    summary = built(read(ROOT / "inputs" / "某镇-2005.yaml"), draft=True)
    assert "【待填：募集捐款】" in text_of(summary)
    assert "募集捐款" not in text_of(built(read(ROOT / "inputs" / "某镇-2005.yaml")))


@each_fact
def test_its_points_stand_there_as_phrases_or_sentences(path: Path):
    """No list of the form is lost: each of its sentences, or the phrase it names, is printed."""
    summary = summary_of(path)
    lost = [problem for problem in summary.problems if "没有一句用到" in problem.what]
    assert lost == []

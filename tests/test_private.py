"""Numbers of persons that a form would take along, and sentences of another paper: the cases of cases/private.txt."""

import re

import pytest
from casefiles import CASES, name_of, read_cases
from hypothesis import given
from hypothesis import strategies as st

from generator.form.archive import find_forms
from generator.form.folders import read_cards, reporting_units
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary
from generator.problem import Severity
from generator.reckoning.private import is_citizen_number, passes_luhn, private_numbers

HEAD = "报告: town\n单位: 柳河镇\n年度: 2023\n"
MAIN = "柳河镇-2023.yaml"
LEVELS = {"警告": Severity.WARNING, "提示": Severity.NOTICE, "只警告一次": Severity.WARNING}
DIGITS = st.text("0123456789", min_size=17, max_size=17)


def falls_short(line: str, problems) -> bool:
    word, _, words = line.partition(" ")
    said = [one for one in problems if all(part in f"第{one.place.spot.line}行{one}" for part in words.split())]
    if word == "不说":
        return bool(said)
    found = [one for one in said if one.severity is LEVELS[word]]
    return len(found) != 1 if word == "只警告一次" else not found


@pytest.mark.parametrize("case", read_cases(CASES / "private.txt"), ids=name_of)
def test_what_is_said_of_what_a_form_would_take_along(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    first, *others = re.split(r"^=== (.+)\n", case.given, flags=re.MULTILINE)
    for name, form in ((MAIN, HEAD + first), *zip(others[::2], others[1::2], strict=True)):
        (tmp_path / name).write_text(form, encoding="utf-8")
    neighbours = reporting_units(read_cards(find_forms((tmp_path,))))
    summary = read_summary(tmp_path / MAIN, Options(open_shelf(), neighbours=neighbours))
    short = [line for line in case.expected.split("\n") if falls_short(line, summary.problems)]
    assert short == [], "\n".join(map(str, summary.problems))


@given(DIGITS)
def test_of_all_last_digits_one_makes_a_card(digits):
    assert sum(passes_luhn(digits + last) for last in "0123456789") == 1


@given(DIGITS)
def test_no_more_than_one_sign_makes_a_citizens_number(digits):
    assert sum(is_citizen_number(digits + last) for last in "0123456789X") <= 1


@given(st.integers(0, 10**9 - 1), st.sampled_from(["元", "人", "万元", "户", "年", "号文"]))
def test_a_figure_of_a_paper_is_no_number_of_a_person(number, unit):
    assert not list(private_numbers(f"全年支出{number}{unit}，其中{number:,}{unit}。"))


@given(st.text(alphabet="0123456789 -—Xx０１２年月元（），", max_size=60))
def test_any_text_is_looked_through(text):
    for found in private_numbers(text):
        assert "*" in found.shown

"""One figure told by quarters or months, by the cases of cases/series.txt; whatever of it is blank reads well."""

import re

import pytest
from casefiles import CASES, name_of, read_cases
from chinese import find_broken_document
from forms import built, text_of, write
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.problem import SEVERITY_NAMES, Severity

HEAD = {"单位": "柳河镇", "年度": "2023"}
SAID = re.compile(rf"(?:{'|'.join(SEVERITY_NAMES.values())}) ")


@pytest.mark.parametrize("case", read_cases(CASES / "series.txt"), ids=name_of)
def test_a_figure_is_told_by_its_parts(case):
    head = "".join(f"{key}: {value}\n" for key, value in HEAD.items() if not case.given.startswith(key))
    summary = built(f"{head}{case.given}")
    wanted = case.expected.splitlines()
    told = {f"{SEVERITY_NAMES[one.severity]} {one.what}{one.advice}": one.severity for one in summary.problems}
    grave = [said for said, severity in told.items() if severity > Severity.NOTICE]
    assert [said for said in wanted if SAID.match(said) and said not in told] == []
    assert [said for said in grave if said not in wanted] == []
    text = text_of(summary) if summary.document else ""
    assert [line for line in wanted if not SAID.match(line) and line not in text] == []


QUARTERS = ("一季度", "二季度", "三季度", "四季度")
MONTHS = tuple(f"{month}月" for month in range(1, 13))
BY = {"按季度": QUARTERS, "按月": MONTHS}
SECTIONS = {
    "临时救助": (("人次", "人次"), ("金额", "元")),
    "低保": (("农村.户数", "户"), ("合计.人数", "人"), ("审批.受理户数", "户")),
    "殡葬": (("死亡", "人"), ("火化", "具")),
}


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.data())
def test_whatever_parts_are_told_the_paper_reads_well(data):
    form = {**HEAD}
    for section, fields in SECTIONS.items():
        told = form.setdefault(section, {})
        for by, names in BY.items():
            for path, unit in data.draw(st.lists(st.sampled_from(fields), unique=True)):
                parts = data.draw(st.lists(st.sampled_from(names), unique=True))
                told.setdefault(by, {})[path] = {name: f"{data.draw(st.integers(1, 99))}{unit}" for name in parts}
        if data.draw(st.booleans()):
            *above, last = fields[0][0].split(".")
            place = told
            for step in above:
                place = place.setdefault(step, {})
            place[last] = f"9000{fields[0][1]}"
    summary = built(write(form).decode())
    assert [one for one in summary.problems if one.severity is Severity.ERROR] == []
    assert find_broken_document(summary.document) == []
    for section in SECTIONS:
        parts = [part for by in BY for told in form[section].get(by, {}).values() for part in told.values()]
        assert [part for part in parts if part not in text_of(summary)] == []

"""Of which day and which months a paper says its figures are: the cases of cases/period.txt, and every section in full."""

import re

import pytest
from casefiles import CASES, name_of, read_cases
from catalogue import REPORTS, composed, pruned, whole_form
from chinese import find_broken_document
from forms import library, text_of

from generator.document.walk import iter_texts
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary
from generator.problem import Problem, Severity

HEAD = "报告: town\n单位: 柳河镇\n年度: 2023\n"
MAIN = "表.yaml"
LEVELS = {"错误": Severity.ERROR, "警告": Severity.WARNING, "提示": Severity.NOTICE}


def is_in(what: str, text: str) -> bool:
    if len(what) > 2 and what[0] == what[-1] == "/":
        return re.search(what[1:-1], text) is not None
    return what in text


def falls_short(line: str, text: str, problems: list[Problem]) -> bool:
    """Whether what a line of a case expects does not hold."""
    word, _, what = line.partition(" ")
    match word:
        case "印":
            return not is_in(what, text)
        case "不印":
            return is_in(what, text)
        case "不警告":
            return any(one.severity > Severity.NOTICE for one in problems)
        case "不提示":
            return any(is_in(what, str(one)) for one in problems)
    return not any(one.severity is LEVELS[word] and is_in(what, str(one)) for one in problems)


@pytest.mark.parametrize("case", read_cases(CASES / "period.txt"), ids=name_of)
def test_a_paper_says_of_when_its_figures_are(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    first, *others = re.split(r"^=== (.+)\n", case.given, flags=re.MULTILINE)
    own = first if re.match("报告|報告", first) else HEAD + first
    for name, form in ((MAIN, own), *zip(others[::2], others[1::2], strict=True)):
        (tmp_path / name).write_text(form, encoding="utf-8")
    summary = read_summary(tmp_path / MAIN, Options(open_shelf()))
    text = text_of(summary) if summary.document else ""
    short = [line for line in case.expected.split("\n") if falls_short(line, text, summary.problems)]
    assert short == [], "\n".join([text, *map(str, summary.problems)])


each_report = pytest.mark.parametrize("name", REPORTS)
OF_THE_WHOLE_YEAR = re.compile(r"全年|1—12月|(?<!\d)12月")
SAYS_IT_ITSELF = re.compile("期初|先后")
OF_A_TIME = ("stock", "flow", "amount")
DAY, LABEL = "11月底", "2016年1—11月"


BY_MONTHS = ("按月", "按季度")


def of_one_time(value):
    """What was filled in without what is told month by month, which names months of its own."""
    if not isinstance(value, dict):
        return value
    return {key: of_one_time(one) for key, one in value.items() if key not in BY_MONTHS}


def text_of_sections(name, sections, **head):
    sections = of_one_time(sections)
    document, _ = composed(name, sections, **head)
    assert find_broken_document(document) == []
    return "\n".join(iter_texts(document))


@each_report
def test_with_a_day_at_the_head_no_section_speaks_of_the_whole_year(name):
    text = text_of_sections(name, whole_form(name), 截至=DAY)
    assert OF_THE_WHOLE_YEAR.findall(text) == []
    assert f"截至{DAY}" in text


@each_report
def test_without_a_day_the_whole_year_is_never_a_stretch_of_months(name):
    text = text_of_sections(name, whole_form(name))
    assert "1—12月" not in text
    assert "全年" in text


SECTIONS = [(name, one.key) for name in REPORTS for one in library(name).sections]


@pytest.mark.parametrize(("name", "key"), SECTIONS, ids=[f"{name} {key}" for name, key in SECTIONS])
def test_a_section_with_a_day_of_its_own_keeps_to_it(name, key):
    """In full, and with each one of its figures alone: where a figure of a time is printed, its time is."""
    (section,) = [one for one in library(name).sections if one.key == key]
    whole = whole_form(name)[key]
    text = text_of_sections(name, {key: {"截至": DAY, **whole}})
    assert OF_THE_WHOLE_YEAR.findall(text) == []
    for leaf in section.root.leaves():
        if leaf.definition.kind in OF_A_TIME and leaf.record is None:
            text = text_of_sections(name, {key: {"截至": DAY, **pruned(section.root, whole, leaf.path.__eq__)}})
            body = text.partition("总结如下")[2]
            assert "11月" in body or SAYS_IT_ITSELF.search(body) or not re.search(r"\d", body), f"{leaf.path}: {body}"


@pytest.mark.parametrize(("name", "key"), SECTIONS, ids=[f"{name} {key}" for name, key in SECTIONS])
def test_a_section_with_a_period_of_its_own_keeps_to_it(name, key):
    if "期间" in whole_form(name)[key]:
        pytest.skip("its 期间 is a field")
    text = text_of_sections(name, {key: {"期间": "上半年", **whole_form(name)[key]}})
    body = text.partition("总结如下")[2]
    assert OF_THE_WHOLE_YEAR.findall(body) == []
    assert "2016年，" not in body

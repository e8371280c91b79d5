"""What was typed and is not read: behind the # of a line, by halves; and a form with nothing filled in."""

import re

import pytest
from casefiles import CASES, Case, name_of, read_cases
from forms import blank, library

from generator.form.head import HEAD as KEYS_OF_HEAD
from generator.form.opening import Options, take_in
from generator.form.remarks import explain, explain_period
from generator.language.fields import Field, Group
from generator.library.overlays import open_shelf
from generator.making.summarize import summarize
from generator.problem import Severity

OPTIONS = Options(open_shelf(), whole_library=True)
HEAD = "报告: town\n单位: 柳河镇\n年度: 2023\n"
REPORTS = ("town", "county", "community", "welfare-home", "bureau")
NOTHING = "警告 表单.yaml：除了开头几项，什么都没有填。请在各节里填写；填好的内容写在冒号后面、# 前面。"


def formerly(report: str, unit: str, year: int) -> str:
    """A blank form as it was until version 1.0: every field of the year, with its help behind it."""
    found = library(report)
    known = {"报告": report, "单位": unit, "年度": str(year), "期间": "全年"}
    head = {**KEYS_OF_HEAD, "期间": explain_period(found), "报告": found.report.name, "成文日期": f"如 {year}-12-20"}
    shown = ("报告", "单位", "年度", "期间", "截至", "署名", "成文日期", "上年", "公文", "核对说明")
    lines = [f"{key}: {known.get(key, '')}  # {head[key]}" for key in shown]

    def group(inner: Group, margin: str) -> None:
        for child in inner.children.values():
            if child.name != "自定义":
                field(child, margin, child.name) if isinstance(child, Field) else lines.append(f"{margin}{child.name}:")
                group(child, f"{margin}  ") if isinstance(child, Group) else None

    def field(leaf: Field, margin: str, key: str) -> None:
        said_of_it = explain(leaf, found, year)
        lines.append(f"{margin}{key}:" + (f"  # {said_of_it}" if said_of_it else ""))
        if leaf.record:
            start = len(lines)
            group(leaf.record, f"{margin}    ")
            lines[start] = f"{margin}  - {lines[start].strip()}"
        elif leaf.kind.is_list:
            lines.append(f"{margin}  -")

    for section in found.sections:
        if section.is_current(year):
            direct = section.root.find(section.definition.direct) if section.definition.direct else None
            if isinstance(direct, Field):
                field(direct, "", section.key)
            else:
                lines.append(f"{section.key}:")
                group(section.root, "  ")
    return "\n".join(lines) + "\n"


def said(form: str, least: Severity = Severity.WARNING) -> list[str]:
    """The problems of a form down to the least, in the order of its lines."""
    problems = [one for one in take_in(form.encode(), "表单.yaml", OPTIONS).problems if one.severity >= least]
    return [str(one) for one in sorted(problems, key=lambda one: one.place.spot)]


@pytest.mark.parametrize(
    "case", [*read_cases(CASES / "remarks.txt"), *read_cases(CASES / "unfinished.txt")], ids=name_of
)
def test_what_was_typed_and_cannot_be_read_is_named(case: Case):
    assert said(HEAD + case.given, Severity.NOTICE) == [line for line in case.expected.split("\n") if line]


@pytest.mark.parametrize("report", REPORTS)
def test_a_form_fresh_from_new_is_blank_and_nothing_else(report):
    assert said(blank(report, "柳河镇", 2023)) == said(formerly(report, "柳河镇", 2023)) == [NOTHING]


@pytest.mark.parametrize("report", REPORTS)
def test_a_head_whose_values_were_deleted_says_nothing_of_its_help(report):
    lines = [
        re.sub(r"^(期间|上年|截至):[^#]*#", r"\1: #", line) for line in formerly(report, "柳河镇", 2023).split("\n")
    ]
    assert [line for line in said("\n".join(lines)) if "# 后面" in line and line != NOTHING] == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("{名称: 慰问金, 数值: xx元}", ["「xx元」没有填完", "这一条的数值没有填完"]),
        ("{名称: 慰问金, 数值: xx}", ["这一条的数值没有填，"]),
        ("{名称: 慰问金}", ["这一条的数值没有填，"]),
        ("{原值: 5元}", ["这一条的数值没有填，"]),
        ("{名称: 慰问金, 原值: 5xx元, 数值: 530元}", ["「5xx元」没有填完"]),
        ("{名称: 慰问金, 其中: [{名称: 甲村, 数值: 3元}]}", []),
    ],
)
def test_a_figure_of_its_own_without_its_number_is_told_what_it_lacks(typed, expected):
    form = f"{HEAD}临时救助: {{人次: 9人次, 自定义: [{typed}]}}\n"
    found = [str(one) for one in summarize(form.encode(), "表单.yaml", OPTIONS).problems if "自定义" in str(one)]
    assert len(found) == len(expected)
    assert all(any(words in line for line in found) for words in expected)
    assert not any("模板维护人" in line for line in found)


@pytest.mark.parametrize("report", REPORTS)
def test_a_blank_form_of_another_year_is_blank_and_nothing_else(report):
    form = formerly(report, "柳河镇", 2008).replace("年度: 2008", "年度: 2023")
    assert said(form) == [NOTHING]


@pytest.mark.parametrize("report", REPORTS)
def test_a_value_behind_any_help_of_the_blank_form_is_named_with_its_line(report):
    lines = formerly(report, "柳河镇", 2023).split("\n")
    typed = [
        f"{line} 31" if re.match(r"[^#]*: +#", line) and not re.search(r": \S+ +#", line) else line for line in lines
    ]
    numbers = [number for number, (old, new) in enumerate(zip(lines, typed, strict=True), 1) if old != new]
    found = [line for line in said("\n".join(typed)) if "「31」写在了 # 后面" in line]
    assert len(numbers) > 20
    assert [int(line.split(":")[1].split("：")[0].split(" ")[0]) for line in found] == numbers


@pytest.mark.parametrize("report", REPORTS)
def test_remarks_behind_what_was_filled_in_are_silent(report):
    form = formerly(report, "柳河镇", 2023)
    typed = re.sub(r"^( +\S+:) +# (.*人数，人.*)$", r"\1 7人  # \2，31 #REF!", form, flags=re.MULTILINE)
    assert [line for line in said(typed) if "#" in line] == []


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("typed", ["31", "31人", "五十多人"])
def test_a_figure_behind_a_sign_of_comment_is_named_where_no_help_is_behind_it(report, typed):
    lines = blank(report, "柳河镇", 2023).split("\n")
    numbers = [number for number, line in enumerate(lines, 1) if re.fullmatch(r" +人数:", line)][:3]
    for number in numbers:
        lines[number - 1] += f"   # {typed}"
    found = [line for line in said("\n".join(lines)) if f"「{typed}」写在了 # 后面" in line]
    assert [int(re.search(r":(\d+) ", line)[1]) for line in found] == numbers

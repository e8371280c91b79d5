"""What is said of figures that cannot be together, by tests/cases/rules.txt and every_rule.txt: forms and what they call forth."""

import pytest
import yaml
from casefiles import CASES
from catalogue import REPORTS
from forms import built, library, put, said, text_of, trial, trial_form, write

from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary
from generator.problem import SEVERITY_NAMES, Place

LAST = "上年："


def cases():
    for name in ("rules.txt", "every_rule.txt"):
        lines = (CASES / name).read_text(encoding="utf-8").split("\n")
        start = lines.index("")
        for number, line in enumerate(lines[start:], start + 1):
            if line.strip() and not line.startswith("# "):
                given, *before, expected = line.split(" | ")
                yield pytest.param(given, "".join(before).removeprefix(LAST), expected, id=f"{number} {line[:60]}")


def sections(text):
    """The sections of a form that is written on one line."""
    found = yaml.load(f"{{{text}}}", yaml.BaseLoader)
    assert isinstance(found, dict)
    return found


def form_of(text, year="2023"):
    return {"单位": "柳河镇", "年度": year, **sections(text)}


@pytest.mark.parametrize(("given", "before", "expected"), [*cases()])
def test_a_form_calls_forth_what_it_should(given, before, expected, tmp_path):
    if before:
        put(tmp_path, "柳河镇-2022.yaml", write(form_of(before, "2022")))
    summary = built(form_of(given), folder=tmp_path if before else None)
    lines = said(summary)
    level, _, words = expected.partition(" ")
    match level:
        case "没有警告":
            assert [line for line in lines if not line.startswith("提示")] == []
        case "不说":
            assert [line for line in lines if all(word in line for word in words.split(" "))] == []
        case "印":
            assert words in text_of(summary)
        case "不印":
            assert words not in text_of(summary)
        case _:
            assert level in ("错误", "警告", "提示")
            assert any(line.startswith(level) and all(word in line for word in words.split(" ")) for line in lines), (
                lines
            )


def test_every_rule_of_the_catalogue_has_a_case():
    """A rule that is written for each part of a scope has one for one of them."""
    without: dict[Place, list[str]] = {}
    for section in {one.folder: one for name in REPORTS for one in library(name).sections}.values():
        for rule in (*section.rules, *(one for _, some in section.record_rules for one in some)):
            without.setdefault(rule.place, []).append(rule.message)
    for _, _, expected in (case.values for case in cases()):
        level, _, words = expected.partition(" ")
        if level in SEVERITY_NAMES.values():
            for place in [
                one for one, messages in without.items() if any(is_of(words, said_so) for said_so in messages)
            ]:
                del without[place]
    assert {str(place): messages[0] for place, messages in without.items()} == {}


def is_of(words, message):
    """Whether the words that a case expects are of a message; its figures stand behind that."""
    own = [word for word in words.split(" ") if not word.replace(",", "").isdecimal()]
    return bool(own) and all(word in message for word in own)


# A side of a total that is absent, in other shapes than the catalogue's.

SIDES = """\
东: {数: {kind: stock, unit: 人}, 别的: {kind: text}}
西: {数: {kind: stock, unit: 人}}
里:
  南: {数: {kind: stock, unit: 人}}
总: {kind: stock, unit: 人, formula: 东.数 + 西.数 + 里.南.数}
余: {kind: stock, unit: 人, formula: 东.数 - 西.数}
双: {kind: stock, unit: 人, formula: 总 + 总}
"""
WORDING = "".join(
    f"印出{name}〔{{{{ {name} }}}}〕。\n\n" for name in ("东.数", "西.数", "里.南.数", "总", "余", "双", "东.别的")
)
FOLLOWS = [
    ({"东": {"数": "3"}, "西": {"数": "4"}, "里": {"南": {"数": "5"}}}, "12", "-1"),
    ({"东": {"数": "3"}, "西": {"数": "4"}}, "7", "-1"),
    ({"里": {"南": {"数": "5"}}}, "5", None),
    ({"里": {"南": {"数": "超过5人"}}}, "超过5", None),
    ({"东": {"别的": "话"}, "西": {"数": "4"}}, None, None),
    ({"东": {"数": "约3人"}, "西": {"数": "4"}}, None, None),
    ({"东": "无", "西": {"数": "4"}}, "4", None),
    ({"东": "无", "西": "无", "里": {"南": "无"}}, None, None),
    ({"东": {"数": "3x"}, "西": {"数": "4"}}, None, None),
    ({"东": {"数": "3户"}, "西": {"数": "4"}}, None, None),
    ({"东": {"数字": "3"}, "西": {"数": "4"}}, None, None),
    ({"东": "三个", "西": {"数": "4"}}, None, None),
]
"""What is filled in, what 总 is then, and what the difference, which no blank side makes."""


@pytest.fixture(scope="module")
def sides(tmp_path_factory):
    return trial(tmp_path_factory.mktemp("模板"), SIDES, WORDING)


@pytest.mark.parametrize(("given", "total", "rest"), FOLLOWS)
def test_a_total_follows_from_the_sides_that_are_there(sides, given, total, rest):
    form = built(trial_form(given), shelf=sides).form
    found = [form.values.get(f"试.{name}") for name in ("总", "余")]
    assert [one and one.text.removesuffix("人") for one in found] == [total, rest]
    assert not total or [one.path for one in found[0].parts] == [
        p for p in ("试.东.数", "试.西.数", "试.里.南.数") if p in form.values
    ]


def test_a_total_that_repeats_its_one_side_is_not_printed_and_what_follows_from_it_is(sides):
    text = text_of(built(trial_form({"西": {"数": "4"}, "东": {"数": "3"}}), shelf=sides))
    assert "总〔7人〕" in text
    assert "双〔14人〕" in text
    text = text_of(built(trial_form({"西": {"数": "4"}}), shelf=sides))
    assert "总〔" not in text
    assert "双〔8人〕" in text


def test_a_typed_total_tells_of_the_side_that_is_blank(sides):
    summary = built(trial_form({"总": "9", "西": {"数": "4"}}), shelf=sides)
    assert said(summary) == []
    assert "总〔9人〕" in text_of(summary)


def test_a_blank_side_said_to_be_none_makes_a_greater_total_an_error(sides):
    (line,) = said(built(trial_form({"总": "9", "西": {"数": "4"}, "东": "无", "里": {"南": "无"}}), shelf=sides))
    assert line.startswith("错误")
    assert "填的是9人" in line


# A county whose units have one side only.


@pytest.fixture
def county(tmp_path_factory):
    def build(*towns, last=()):
        tmp_path = tmp_path_factory.mktemp("县")
        for year, forms in ((2024, towns), (2023, last)):
            for name, text in zip("甲乙丙", forms, strict=False):
                put(
                    tmp_path, f"{year}/{name}镇.yaml", write({"单位": f"{name}镇", "年度": str(year), **sections(text)})
                )
            text = f"报告: county\n单位: 丰安县\n年度: {year}\n汇总自: {year}/*.yaml\n"
            if forms:
                put(tmp_path, f"县-{year}.yaml", text)
        return read_summary(tmp_path / "县-2024.yaml", Options(open_shelf()))

    return build


BOTH, RURAL = (
    "低保: {城镇: {户数: 3户, 人数: 5人}, 农村: {户数: 10户, 人数: 20人}}",
    "低保: {农村: {户数: 15户, 人数: 30人}}",
)


def test_a_unit_with_one_side_has_its_total_in_the_annex_and_none_of_the_other(county):
    summary = county(BOTH, RURAL)
    assert "共有城乡低保对象28户、55人" in text_of(summary)
    assert summary.form.values["低保.合计.人数"].text == "55人"
    assert sorted(one.text for one in summary.form.values["低保.合计.人数"].units) == ["25人", "30人"]
    assert [line for line in said(summary) if "城市低保" in line and "没有填" in line] == []


def test_a_county_without_one_side_names_it_nowhere_and_still_knows_its_totals(county):
    summary = county(RURAL, RURAL, RURAL.replace("30", "33"))
    text = text_of(summary)
    assert "有农村低保对象45户、93人" in text
    assert "共有" not in text
    assert summary.form.values["低保.合计.户数"].text == "45户"
    assert "农村低保对象占" not in text


def test_a_side_that_a_unit_had_last_year_is_not_taken_for_absent(county):
    summary = county(RURAL, BOTH, last=(BOTH, BOTH))
    assert summary.form.values["低保.合计.人数"].last is None
    assert any("甲镇没有填城市低保户数" in line for line in said(county(RURAL, BOTH, BOTH, last=(BOTH, BOTH, BOTH))))
    summary = county(BOTH, BOTH, last=(RURAL, BOTH))
    assert summary.form.values["低保.合计.人数"].last is None
    summary = county(RURAL, BOTH, last=(RURAL, BOTH))
    assert summary.form.values["低保.合计.人数"].last.text == "55人"


# Rules of records.

TWO = "救灾: {灾害: [{名称: 甲, 倒塌户数: 9户}, {名称: 乙, 倒塌户数: 3户, 重建户数: 5户}]}"


@pytest.mark.parametrize("path", ["救灾·灾害·2·重建户数", "救灾.灾害.2.重建户数", "救灾.灾害"])
def test_what_is_odd_in_a_record_names_it_and_may_be_explained(path):
    (line,) = said(built(form_of(TWO)))
    assert line.startswith("警告 表单.yaml:")
    assert "救灾·灾害·2·重建户数：“乙”：重建户数多于倒塌户数（重建户数 = 5；倒塌户数 = 3）" in line
    (line,) = said(built({**form_of(TWO), "核对说明": {path: "含上年的"}}))
    assert line.startswith("提示")
    assert "含上年的" in line


RECORDS = """\
笔:
  kind: records
  fields:
    名: {kind: text}
    甲: {kind: stock, unit: 人}
    乙: {kind: stock, unit: 人}
  checks:
    - {rule: 甲 <= 表.试.上限, message: 超过上限}
上限: {kind: stock, unit: 人}
共: {kind: stock, unit: 人, formula: 合计(笔.甲) + 合计(笔.乙)}
"""


@pytest.mark.parametrize(
    ("records", "total", "over"),
    [
        ([{"甲": "3", "乙": "4"}, {"甲": "5", "乙": "1"}], "13人", 0),
        ([{"甲": "3", "乙": "4"}, {"甲": "5"}], None, 0),
        ([{"甲": "3", "乙": "超过4人"}], None, 0),
        ([{"甲": "30", "乙": "4"}, {"甲": "11", "乙": "4"}], "49人", 2),
        ([], None, 0),
    ],
)
def test_a_formula_may_add_up_records_and_their_rules_name_other_fields(tmp_path, records, total, over):
    shelf = trial(
        tmp_path,
        RECORDS,
        "共{{ 共 }}。上限{{ 上限 }}。{% for 一 in 笔 %}{{ 一.名 }}{{ 一.甲 }}、{{ 一.乙 }}。{% endfor %}",
    )
    summary = built(trial_form({"笔": records, "上限": "10"}), shelf=shelf)
    found = summary.form.values.get("试.共")
    assert (found and found.text) == total
    assert not total or len(found.typed) == 2 * len(records)
    assert len([line for line in said(summary) if "超过上限" in line]) == over


# Units of what a rule compares.

UNITS = """\
户: {kind: stock, unit: 户}
人: {kind: stock, unit: 人}
位: {kind: stock, unit: 名}
钱: {kind: amount, unit: 元}
万: {kind: amount, unit: 万元}
月: {kind: standard, unit: 元/月}
率: {kind: percent, unit: "%"}
日: {kind: date}
"""


@pytest.mark.parametrize(
    ("rule", "fair"),
    [
        ("人 / 户 <= 5", True),
        ("人 <= 户 * 9", True),
        ("人 <= 位", True),
        ("钱 == 万", True),
        ("钱 / 人 <= 月", True),
        ("钱 <= 月", True),
        ("人 <= 300", True),
        ("日 <= 期末", True),
        ("月数 < 12 or 上年.人 == 位", True),
        ("率 <= 100", True),
        ("人 <= 户, units: [人, 户]", True),
        ("人 <= 户, units: [户, 人]", True),
        ("人 <= 户, units: [人, 间]", False),
        ("人 <= 户", False),
        ("人 + 位 - 户 >= 0", False),
        ("钱 >= 人", False),
        ("率 <= 人", False),
    ],
)
def test_unlike_units_are_the_rules_fault_unless_they_divide_or_are_meant(tmp_path, rule, fair):
    trial(tmp_path, UNITS, "共{{ 人 }}。")
    path = tmp_path / "sections" / "trial" / "form.yaml"
    checks = f"checks:\n  - {{message: 不对, rule: {rule}}}\nfields:"
    put(tmp_path, "sections/trial/form.yaml", path.read_text(encoding="utf-8").replace("fields:", checks, 1))
    lines = [line for line in said(built(trial_form({"人": "3"}), shelf=open_shelf(tmp_path))) if "比较或相加" in line]
    assert (lines == []) is fair

"""A county from its towns: how figures come together, who is missing, and what stands in annexes and charts."""

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from chinese import find_broken_document
from click.testing import CliRunner
from forms import ROOT, SUMMING_REPORT, figures_of, put, read, said, text_of, trial, write
from hypothesis import given, settings
from hypothesis import strategies as st

import generator.making.summarize
from generator.cli import main
from generator.document.tree import Table, caption, plain_text
from generator.document.walk import charts_of, iter_texts
from generator.figures.quantity import SCALES
from generator.form.opening import Options
from generator.language.context import ADDED
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary, write_summary
from generator.problem import Severity
from generator.reckoning.lacking import lacking_units
from generator.trust.provenance import origins, trace

COUNTY = ROOT / "inputs" / "云岭县-2024.yaml"
PLANTED = ROOT / "tests" / "planted"
NAMES = "甲乙丙丁戊己"


# How figures come together.

FIELDS = """\
人数: {kind: stock, unit: 人, label: 在册人数}
金额: {kind: amount, unit: 元}
标准: {kind: standard, unit: 元/月}
补差: {kind: standard, unit: 元/月, rollup: weighted, weight: 人数}
次数: {kind: flow, unit: 次, rollup: none}
粮食: {kind: measure, unit: 公斤}
遗体: {kind: flow, unit: 具, also: [人]}
面积: {kind: measure, unit: 亩}
男: {kind: stock, unit: 人}
女: {kind: stock, unit: 人}
男女: {kind: stock, unit: 人, formula: 男 + 女}
率: {kind: percent, unit: "%", formula: 男 / 人数 * 100}
"""
PRINTED = ("人数", "金额", "标准", "补差", "次数", "粮食", "遗体", "面积", "男女", "率")
WORDING = "".join(f"{name}说：印出{name}〔{{{{ {name} }}}}〕。救助3人。\n\n" for name in PRINTED) + "".join(
    f"{name}{word}说：印出{name}{word}〔{{{{ {name} | {word} }}}}〕。救助3人。\n\n"
    for name in ("人数", "金额", "男女")
    for word in ("最多", "最少", "增幅最大", "降幅最大", "增减")
)
SECTION = f"key: 试\nannex:\n  name: 各镇情况\n  columns: [人数, 金额, 标准, 率]\n  growth: [人数, 金额, 率]\n{FIELDS}"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    fields = "fields:\n" + "".join(f"  {line}\n" for line in FIELDS.splitlines())
    section = SECTION.replace(FIELDS, fields)
    return trial(
        tmp_path_factory.mktemp("模板"),
        FIELDS,
        WORDING,
        reports__trial_yaml=SUMMING_REPORT,
        sections__trial__form_yaml=section,
    )


@pytest.fixture(scope="module")
def rolled(shelf, tmp_path_factory):
    """The summary of a county from what its towns filled in, this year and last."""

    def build(towns, own=None, before=(), **head):
        folder = tmp_path_factory.mktemp("县")
        for year, forms in (("2023", towns), ("2022", before)):
            for name, filled in zip(NAMES, forms, strict=False):
                form = {"报告": "trial", "单位": f"{name}镇", "年度": year, "试": filled}
                put(folder, f"{year}/{name}.yaml", write(form))
        form = {"报告": "trial", "单位": "某县", "年度": "2023", "汇总自": ["2023/*.yaml"], **head, "试": own or {}}
        form["应报单位"] = head.get("应报单位", [f"{name}镇" for name, _ in zip(NAMES, towns, strict=False)])
        put(folder, "县.yaml", write(form))
        return read_summary(folder / "县.yaml", Options(shelf))

    return build


def printed(summary, name):
    """What stands between 〔〕 for a field; None when it fell out."""
    found = re.findall(f"印出{name}〔(.*)〕", text_of(summary))
    return found[0] if found else None


def column(name, texts):
    return [{name: text} for text in texts]


SUMS = [
    # A sum is exact, and prints in the smallest scale that was typed.
    ("人数", ["3人", "4人"], "7人"),
    ("人数", ["3", "4名", "无"], "7人"),
    ("人数", ["0", "无"], None),
    # What takes several units alike is summed in its own.
    ("遗体", ["3人", "4具", "5名"], "12具"),
    ("遗体", ["3人", "4人"], "7人"),
    ("遗体", ["近100人", "4具"], "近200具"),
    ("人数", ["1.5万人", "3000人"], "1.8万人"),
    ("金额", ["1.5万元", "0.25万元"], "1.8万元"),
    ("金额", ["1.50万元", "0.25万元"], "1.75万元"),
    ("金额", ["1.5万元", "2000元"], "1.7万元"),
    ("金额", ["1.5000万元", "2000元"], "1.7万元"),
    ("金额", ["1.5000万元", "2001元"], "1.7001万元"),
    ("金额", ["12000元", "2000元"], "14000元"),
    ("金额", ["1.2亿元", "300万元"], "1.2亿元"),
    ("金额", ["1.2345亿元", "300万元"], "12645万元"),
    ("人数", ["7754人", "3.41万人"], "4.19万人"),
    ("金额", ["45813元", "1.2亿元"], "1.2亿元"),
    ("人数", ["60多人", "158人"], "超过210人"),
    ("人数", ["近100人", "158人"], "近300人"),
    ("人数", ["约300人", "58人"], "约400人"),
    ("金额", ["3.5万元", "0元"], "3.5万元"),
    ("金额", ["0.1元", "0.2元"], "0.3元"),
    ("粮食", ["500公斤", "400斤", "1吨"], "1700公斤"),
    ("粮食", ["400斤", "1斤"], "200.5公斤"),
    ("面积", ["15亩", "1公顷", "2000平方米"], "33亩"),
    # What is only said to be so much makes the sum so.
    ("人数", ["超过50人", "30人"], "超过80人"),
    ("人数", ["50余人", "30"], "超过80人"),
    ("人数", ["不少于50人", "30人"], "不少于80人"),
    ("人数", ["50人以上", "30人"], "不少于80人"),
    ("人数", ["不少于50人", "超过30人"], "不少于80人"),
    ("人数", ["近50人", "30人"], "近80人"),
    ("人数", ["近50人", "不到30人"], "近80人"),
    ("人数", ["不超过50人", "30人"], "不超过80人"),
    ("人数", ["不超过50人", "近30人"], "不超过80人"),
    ("人数", ["50人以内", "30人"], "不超过80人"),
    ("人数", ["约50人", "30人"], "约80人"),
    ("人数", ["50人左右", "30人"], "约80人"),
    ("人数", ["超过50人", "近30人"], "约80人"),
    ("人数", ["超过50人", "约30人"], "约80人"),
    ("金额", ["超过1.5万元", "5000元"], "超过2万元"),
    # A range adds at both ends, and with nothing that is open at one.
    ("人数", ["10—20人", "5人"], "15～25人"),
    ("人数", ["10—20人", "10—20人"], "20～40人"),
    ("人数", ["10—20人", "超过30人"], None),
    # Standards never add: from the lowest to the highest.
    ("标准", ["600元/月", "630元/月", "610元/月"], "600～630元/月"),
    ("标准", ["600元/月", "600元/月"], "600元/月"),
    ("标准", ["600元/月", "600"], "600元/月"),
    ("标准", ["600元/月", "7200元/年"], "600元/月"),
    ("标准", ["600—620元/月", "630元/月"], "600～630元/月"),
    ("标准", ["近600元/月", "近600元/月"], "近600元/月"),
    ("标准", ["近600元/月", "630元/月"], None),
    # What means nothing in sum.
    ("次数", ["3次", "4次"], None),
]


@pytest.mark.parametrize(("name", "texts", "expected"), SUMS, ids=[f"{name} {'+'.join(t)}" for name, t, _ in SUMS])
def test_figures_of_towns_come_together(rolled, name, texts, expected):
    summary = rolled(column(name, texts))
    assert printed(summary, name) == expected
    assert find_broken_document(summary.document) == []


@pytest.mark.parametrize(
    ("texts", "heads", "expected"),
    [
        (["300元/月", "200元/月"], ["10人", "30人"], "225元/月"),
        (["100元/月", "200元/月"], ["1人", "2人"], "166.67元/月"),
        (["300元/月", "200元/月"], ["10人", ""], None),
        (["300元/月", "200元/月"], ["10人", "近30人"], None),
        (["300元/月", "近200元/月"], ["10人", "30人"], None),
        (["300元/月", "200元/月"], ["0人", "0人"], None),
    ],
)
def test_a_mean_is_weighted_by_heads_that_are_all_known(rolled, texts, heads, expected):
    towns = [{"补差": text, "人数": head} for text, head in zip(texts, heads, strict=True)]
    assert printed(rolled(towns), "补差") == expected


def test_a_share_is_computed_again_from_the_sums(rolled):
    assert printed(rolled([{"男": "1人", "人数": "2人"}, {"男": "1人", "人数": "6人"}]), "率") == "25%"


def test_a_total_by_formula_is_the_sum_of_the_towns(rolled):
    assert printed(rolled([{"男": "1人", "女": "2人"}, {"男": "3人", "女": "4人"}]), "男女") == "10人"


def test_a_total_that_one_town_could_not_compute_is_not_summed_of_the_others(rolled):
    summary = rolled([{"男": "1人", "女": "近2人"}, {"男": "3人", "女": "4人"}])
    assert printed(summary, "男女") is None
    (line,) = [line for line in said(summary) if "算不出男女" in line]
    assert line.endswith("试·男女：2个单位填的数有约数或几头，算不出男女。要印这个数，请自己填上。")


def test_a_total_with_a_part_that_one_town_lacks_follows_the_sums_that_are_printed(rolled):
    assert printed(rolled([{"男": "1人"}, {"男": "3人", "女": "4人"}]), "男女") == "8人"


def test_parts_that_nobody_has_are_not_asked_for(rolled):
    assert [line for line in said(rolled([{"男": "1人"}, {"男": "3人"}])) if "算不出" in line] == []


def test_a_typed_part_moves_the_total(rolled):
    towns = [{"男": "1人", "女": "2人"}, {"男": "3人", "女": "4人"}]
    assert printed(rolled(towns, {"男": "6人"}), "男女") == "12人"
    assert printed(rolled(towns, {"男": "4人"}), "男女") == "10人"


TYPED = "填的是{}，2个单位相加是{}"
ASK = "文中印填的数，请核对；不填就印相加的数。"


@pytest.mark.parametrize(
    ("name", "texts", "own", "summed"),
    [
        ("人数", ["3人", "4人"], "8人", "7人"),
        ("人数", ["超过3人", "4人"], "6人", "超过7人"),
        ("人数", ["3人", "4人"], "不到6人", "7人"),
        ("金额", ["1.5万元", "2000元"], "1.8万元", "1.7万元"),
        ("金额", ["123456元", "7.77万元"], "20.10万元", "20.12万元"),
        ("标准", ["600元/月", "630元/月"], "640元/月", "600～630元/月"),
    ],
)
def test_a_typed_total_is_printed_and_held_against_the_sum(rolled, name, texts, own, summed):
    summary = rolled(column(name, texts), {name: own})
    assert printed(summary, name) == own
    (line,) = [str(one) for one in summary.problems if one.severity > Severity.NOTICE]
    assert line.endswith(f"试·{name}：{TYPED.format(own, summed)}。{ASK}")
    line = read_line(summary.problems[0].place)
    assert name in line
    assert own in line


def read_line(place):
    return Path(place.file).read_text(encoding="utf-8").split("\n")[place.spot.line - 1]


@pytest.mark.parametrize(
    ("name", "texts", "own"),
    [
        ("人数", ["3人", "4人"], "7人"),
        ("人数", ["超过3人", "4人"], "9人"),
        ("人数", ["3人", "4人"], "近10人"),
        ("金额", ["1.5万元", "2000元"], "1.7万元"),
        ("金额", ["123456元", "7.77万元"], "20.12万元"),
    ],
)
def test_a_typed_total_that_may_be_the_sum_or_is_it_rounded_is_not_spoken_of(rolled, name, texts, own):
    summary = rolled(column(name, texts), {name: own})
    assert printed(summary, name) == own
    assert said(summary) == []


def test_a_typed_total_with_a_reason_is_a_notice_with_the_reason(rolled):
    summary = rolled(column("人数", ["3人", "4人"]), {"人数": "8人"}, 核对说明={"试.人数": "含县福利院1人"})
    (problem,) = summary.problems
    assert problem.severity is Severity.NOTICE
    assert problem.advice == "表中已说明：含县福利院1人"


@pytest.mark.parametrize(
    ("own", "severity", "advice"), [("9人", Severity.NOTICE, "文中印填的数。"), ("6人", Severity.WARNING, ASK)]
)
def test_a_typed_total_may_hold_what_a_town_left_blank_but_not_less(rolled, own, severity, advice):
    summary = rolled([{"人数": "3人"}, {"人数": "4人"}, {"金额": "5元"}], {"人数": own})
    (problem,) = [one for one in summary.problems if "相加" in one.what]
    assert problem.what == f"填的是{own}，2个单位相加是7人（丙镇没有填）。"
    assert (problem.severity, problem.advice) == (severity, advice)


def test_what_one_town_left_blank_is_named_and_what_most_left_blank_is_not(rolled):
    towns = [{"人数": "3人", "金额": "5元"}, {"人数": "4人"}, {"金额": "1元"}, {"人数": "4人", "标准": "6元/月"}]
    lines = [line for line in said(rolled(towns)) if "没有填" in line]
    assert [line.rsplit("：", 1)[1] for line in lines] == ["丙镇没有填在册人数，汇总数里没有它的。有数的话请补上。"]
    assert lines[0].startswith("警告")
    assert "2023/丙.yaml" in lines[0]


def test_what_only_some_towns_filled_in_is_said_once_with_their_number(rolled):
    summary = rolled([{"人数": "3人"}, {"金额": "1元"}, {"金额": "2元"}, {"金额": "0元", "粮食": "3公斤"}])
    (line,) = [line for line in said(summary) if "少数" in line]
    assert "这些数只有少数单位填了，文中印的是这几个单位的合计：在册人数（1个）、粮食（1个）。" in line
    assert line.startswith("警告 ")


money = st.integers(0, 99_999_999).map(lambda drawn: f"{drawn / Decimal(100)}元")


def yuan(text):
    """What an amount comes to, read without any help of the program."""
    number, scale = re.fullmatch(r"([\d.]+)(\D*)元", text).groups()
    return Decimal(number) * SCALES.get(scale, 1)


@settings(max_examples=40)
@given(st.lists(money, min_size=1, max_size=6))
def test_the_parts_make_the_whole_to_the_last_cent(rolled, texts):
    summary = rolled(column("金额", texts))
    whole = printed(summary, "金额") or "0元"
    assert yuan(whole) == sum(map(yuan, texts))
    figure = summary.form.values["试.金额"]
    assert [part.text for part in figure.typed] == texts


TRICKY = st.sampled_from(
    ["0", "无", "3人", "4名", "1.5万人", "近300人", "超过20人", "50余人", "约90人", "10—20人", "不超过8人", ""]
)


@settings(max_examples=40)
@given(st.lists(TRICKY, min_size=1, max_size=5), st.lists(TRICKY, max_size=5))
def test_whatever_towns_say_the_county_reads_well(rolled, now, before):
    summary = rolled(column("人数", now), before=column("人数", before))
    assert summary.document is not None, said(summary)
    assert find_broken_document(summary.document) == []


# The highest and the lowest.

MOST = [
    ("人数", "最多", ["3人", "5人", "4人"], "乙镇（5人）"),
    ("人数", "最少", ["3人", "5人", "4人"], "甲镇（3人）"),
    ("人数", "最少", ["3人", "5人", "0人"], "丙镇（0人）"),
    ("金额", "最多", ["1.5万元", "20000元", "3000元"], "乙镇（20000元）"),
    ("人数", "最多", ["5人", "5人", "4人"], "甲镇、乙镇（均为5人）"),
    ("人数", "最多", ["5人", "5人", "5人", "4人"], "甲镇、乙镇、丙镇（均为5人）"),
    ("人数", "最多", ["5人", "5人", "5人", "5人", "4人"], None),
    ("人数", "最少", ["5人", "5人", "5人", "5人", "4人"], "戊镇（4人）"),
    ("人数", "最多", ["5人", "4人"], None),
    ("人数", "最多", ["5人", "4人", "3人", ""], None),
    ("人数", "最多", ["5人", "5人", "5人"], None),
    ("人数", "最多", ["5人", "4人", "近3人"], None),
    ("人数", "最多", ["", "", ""], None),
]


@pytest.mark.parametrize(("name", "word", "texts", "expected"), MOST)
def test_the_highest_and_the_lowest_are_named_where_that_says_something(rolled, name, word, texts, expected):
    assert printed(rolled([*column(name, texts)]), name + word) == expected


GREW = [
    ("增幅最大", ["110人", "120人", "90人"], ["100人"] * 3, "乙镇（增长20%）"),
    ("降幅最大", ["110人", "120人", "90人"], ["100人"] * 3, "丙镇（下降10%）"),
    ("增幅最大", ["120人", "60人", "90人"], ["100人", "50人", "100人"], "甲镇、乙镇（均增长20%）"),
    ("增幅最大", ["80人", "70人", "90人"], ["100人"] * 3, None),
    ("降幅最大", ["110人", "120人", "130人"], ["100人"] * 3, None),
    ("增幅最大", ["110人", "120人", "90人"], ["100人", "0人", "100人"], None),
    ("增幅最大", ["110人", "120人", "90人"], ["100人", "", "100人"], None),
    ("增幅最大", ["110人", "120人", "90人"], ["100人", "100人"], None),
    ("增幅最大", ["110人", "120人"], ["100人", "100人"], None),
    ("增幅最大", ["110人", "110人", "110人"], ["100人"] * 3, None),
]


@pytest.mark.parametrize(("word", "now", "before", "expected"), GREW)
def test_who_grew_and_fell_most_is_named_where_that_says_something(rolled, word, now, before, expected):
    summary = rolled(column("人数", now), before=column("人数", before))
    assert printed(summary, f"人数{word}") == expected


def test_a_typed_total_still_knows_which_town_has_most(rolled):
    assert printed(rolled(column("人数", ["3人", "5人", "4人"]), {"人数": "12人"}), "人数最多") == "乙镇（5人）"


def test_a_total_moved_by_a_typed_part_still_knows_which_town_has_most(rolled):
    towns = [{"男": f"{number}人", "女": "1人"} for number in (3, 5, 4)]
    assert printed(rolled(towns, {"男": "13人"}), "男女") == "16人"
    assert printed(rolled(towns, {"男": "13人"}), "男女最多") == "乙镇（6人）"


def test_towns_give_last_years_sum_where_the_county_has_no_form_of_last_year(rolled):
    towns, before = column("人数", ["3人", "5人", "4人"]), column("人数", ["2人", "5人", "1人"])
    assert printed(rolled(towns, before=before), "人数增减") == "增加4人"
    assert printed(rolled(towns, before=before[:2]), "人数增减") is None


# Annexes.


def grid(annex):
    (table,) = [block for block in annex.blocks if isinstance(block, Table)]
    return [[plain_text(cell) for cell in row] for row in (table.head, *table.rows)]


def test_an_annex_has_a_row_for_each_unit_and_exact_totals(rolled):
    now = [{"人数": "30人", "金额": "1.5万元"}, {"人数": "近20人", "金额": "123456.78元"}, {"金额": "0.5万元"}]
    before = [{"人数": "24人", "金额": "1万元"}, {"人数": "20人"}, {"金额": "0元"}]
    summary = rolled(now, before=before, 应报单位=["丙镇", "甲镇"])
    (annex,) = summary.document.formal.annexes
    assert annex.name == "各镇情况"
    assert grid(annex) == [
        ["单位", "在册人数（人）", "比上年增减（%）", "金额（元）", "比上年增减（%）"],
        ["丙镇", "—", "—", "0.5万", "—"],
        ["甲镇", "30", "25", "1.5万", "约50"],
        ["乙镇", "近20人", "—", "123456.78", "—"],
        ["合计", "近50人", "—", "14.3万", "—"],
    ]


def test_a_column_of_whole_amounts_is_in_ten_thousands_where_some_are_only_known_so(rolled):
    summary = rolled(column("金额", ["39.74万元", "313636元", "250000元"]))
    (annex,) = summary.document.formal.annexes
    assert grid(annex) == [
        ["单位", "金额（万元）"],
        *(["甲镇", "39.74"], ["乙镇", "31.3636"], ["丙镇", "25.0000"]),
        ["合计", "96.1"],
    ]
    assert "小数位数少的" in text_of(summary)


def test_a_column_all_in_ten_thousands_stays_so_and_its_head_says_so(rolled):
    (annex,) = rolled(column("金额", ["1.5万元", "0.25万元"])).document.formal.annexes
    assert grid(annex) == [["单位", "金额（万元）"], ["甲镇", "1.5"], ["乙镇", "0.25"], ["合计", "1.8"]]


def test_shares_of_two_years_differ_by_points_in_an_annex(rolled):
    towns = [{"男": "1人", "人数": "2人"}, {"男": "1人", "人数": "4人"}]
    before = [{"男": "1人", "人数": "4人"}, {"男": "1人", "人数": "4人"}]
    rows = grid(rolled(towns, before=before).document.formal.annexes[0])
    assert rows[0][-2:] == ["率（%）", "比上年增减（百分点）"]
    assert [row[-1] for row in rows[1:3]] == ["25", "0"]


def test_an_annex_without_anything_is_left_out(rolled):
    summary = rolled(column("粮食", ["5公斤", "6公斤"]))
    assert summary.document.formal.annexes == ()
    assert "附件" not in text_of(summary)


def test_a_typed_total_stands_in_the_annex_as_in_the_text(rolled):
    (annex,) = rolled(column("人数", ["3人", "4人"]), {"人数": "8人"}).document.formal.annexes
    assert grid(annex)[-1] == ["合计", "8"]


# Who is missing and who is held out: the standard report of a county.


def town(name, people="20人", **head):
    return {"单位": name, "年度": "2024", **head, "特困供养": {"人数": people}}


def county(*sources, unit="某县", **head):
    return {"报告": "county", "单位": unit, "年度": "2024", "汇总自": list(sources) or ["镇/*.yaml"], **head}


TWO = {"镇/甲.yaml": town("甲镇"), "镇/乙.yaml": town("乙镇", "30人")}


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Builds the first of some forms, in a folder of their own."""
    monkeypatch.chdir(tmp_path)

    def build(files, **options):
        for name, content in files.items():
            put(tmp_path, name, content if isinstance(content, str | bytes) else write(content))
        return read_summary(Path(next(iter(files))), Options(open_shelf(), **options))

    return build


def severe(summary):
    return [str(one) for one in summary.problems if one.severity > Severity.NOTICE]


def people(summary):
    """How many people the county says it supports."""
    return re.findall("共有特困人员([^，。]*)", text_of(summary))


def test_two_towns_make_a_county_and_nothing_is_said(office):
    summary = office({"县.yaml": county(), **TWO})
    assert people(summary) == ["50人"]
    assert said(summary) == []


def test_who_ought_to_report_and_has_not_is_named(office):
    summary = office({"县.yaml": county(应报单位=["甲镇", "乙镇", "丙镇", "丁乡"]), **TWO})
    what = "还缺2个单位的表单：丙镇、丁乡。汇总数里没有它们的，请催报。"
    assert severe(summary) == [f"警告 县.yaml:7 应报单位：{what}"]
    assert people(summary) == ["50人（不含丙镇、丁乡）"]


def dibao(name, city=None, country=None, **more):
    """A town with its 户 and 人 of 低保, None for what it left blank."""
    sides = {
        side: {key: one for key, one in zip(("户数", "人数"), given, strict=True) if one}
        for side, given in (("城镇", city or ("", "")), ("农村", country or ("", "")))
    }
    return {"单位": name, "年度": "2024", **({"低保": sides} if city or country else {}), **more}


LACKING = {
    "a town left one figure blank": (
        [dibao("甲镇", ("3户", "5人"), ("10户", "20人")), dibao("乙镇", None, ("15户", "30人")), dibao("丙镇", ("", "6人"), ("2户", "4人"))],
        ("城乡低保对象30户（不含丙镇的城市低保户数）、65人", "城市低保对象3户（不含丙镇）、11人", "农村低保对象27户、54人"),
    ),
    "a town has nothing of the section": (
        [dibao("甲镇", ("3户", "5人"), ("10户", "20人")), dibao("乙镇", None, ("15户", "30人")), dibao("丙镇", 临时救助={"人次": "9人次"})],
        ("城乡低保对象28户（不含丙镇，下同）、55人", "城市低保对象3户、5人", "农村低保对象25户、50人"),
    ),
    "a town without the side has nothing to report of it": (
        [dibao("甲镇", ("3户", "5人"), ("10户", "20人")), dibao("乙镇", None, ("15户", "30人")), dibao("丙镇", None, ("1户", "1人"))],
        ("城乡低保对象29户、56人", "城市低保对象3户、5人", "农村低保对象26户、51人"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("towns", "wanted"), LACKING.values(), ids=LACKING)
def test_a_sum_says_which_units_it_lacks(office, towns, wanted):
    forms = {f"镇/{town['单位']}.yaml": town for town in towns}
    text = text_of(office({"县.yaml": county(), **forms}))
    for words in wanted:
        assert words in text, text


def of(name, **sections):
    """A town of the county with some sections."""
    return {"单位": name, "年度": "2024", **sections}


SUMMED = {
    "one gave only the total": (
        [of("甲镇", 特困供养={"集中供养": "5人", "分散供养": "5人"}), of("乙镇", 特困供养={"人数": "10人"})],
        ("特困人员20人，其中集中供养5人、分散供养5人，集中供养率50%（均不含乙镇）",),
        ("特困人员10人",),
    ),
    "one gave only the total of 低保": (
        [dibao("甲镇", ("3户", "5人"), ("10户", "20人")), of("乙镇", 低保={"合计": {"户数": "7户", "人数": "11人"}})],
        ("城乡低保对象20户、36人，其中城市低保对象3户、5人，农村低保对象10户、20人（均不含乙镇）", "总数的80%（不含乙镇）"),
        ("合计\n3\n5\n10\n20\n25",),
    ),
    "one gave only the number of homes": (
        [of("甲镇", 养老={"公办": "1家", "民办": "2家"}), of("乙镇", 养老={"机构": "4家"})],
        ("有养老机构7家，其中公办1家，民办2家（均不含乙镇）",),
        ("现有3家",),
    ),
    "one gave only the children": (
        [of("甲镇", 儿童福利={"孤儿人数": "2人", "事实无人抚养": "3人"}), of("乙镇", 儿童福利={"人数": "9人"})],
        ("14人，其中孤儿2人、事实无人抚养儿童3人（均不含乙镇）",),
        (),
    ),
    "one gave a part and not the total": (
        [of("甲镇", 特困供养={"集中供养": "5人"}), of("乙镇", 特困供养={"集中供养": "3人", "分散供养": "2人"})],
        ("特困人员10人（不含甲镇的分散供养人数），其中集中供养8人、分散供养2人，集中供养率60%（均不含甲镇）", "合计\n10\n8\n2"),
        (),
    ),
    "a rate of those that gave both": (
        [of("甲镇", 殡葬={"死亡": "20人", "火化": "10具"}), of("乙镇", 殡葬={"死亡": "30人"})],
        ("辖区死亡人口50人；火化遗体10具，火化率50%（不含乙镇）",),
        ("火化率20%",),
    ),
    "beds of those that gave both": (
        [of("甲镇", 养老={"床位": "100张", "入住": "50人"}), of("乙镇", 养老={"床位": "60张"})],
        ("养老床位160张，入住老人50人，入住率50%（不含乙镇）",),
        (),
    ),
    "nobody gave both": (
        [of("甲镇", 殡葬={"火化": "10具"}), of("乙镇", 殡葬={"死亡": "30人"})],
        ("辖区死亡人口30人；火化遗体10具",),
        ("火化率",),
    ),
    "money of one that has the people": (
        [of("甲镇", 高龄={"人数": "30人", "资金": "3万元"}), of("乙镇", 高龄={"人数": "40人"})],
        ("高龄老人70人", "高龄津贴3万元（不含乙镇）"),
        (),
    ),
    "money and mean of one that has the cases": (
        [of("甲镇", 临时救助={"人次": "10人次", "金额": "1万元"}), of("乙镇", 临时救助={"人次": "20人次"})],
        ("临时救助30人次，发放救助金1万元（不含乙镇）。平均每人次救助约1000元（不含乙镇）。",),
        ("300元",),
    ),
    "one of three forgot what happened": (
        [of("甲镇", 医疗救助={"人次": "30人次"}), of("乙镇", 医疗救助={"人次": "10人次"}), of("丙镇", 临时救助={"人次": "9人次"})],
        ("医疗救助40人次（不含丙镇）",),
        (),
    ),
    "all of a sentence that one forgot": (
        [
            of("甲镇", 临时救助={"人次": "9人次", "急难型": {"人次": "5人次"}, "支出型": {"人次": "4人次"}}),
            of("乙镇", 临时救助={"人次": "3人次", "急难型": {"人次": "1人次"}, "支出型": {"人次": "2人次"}}),
            of("丙镇", 临时救助={"人次": "7人次"}),
        ],
        ("急难型救助6人次；支出型救助6人次（均不含丙镇）。",),
        ("急难型救助6人次（",),
    ),
    "stretches of a sentence behind one that all gave": (
        [
            of("甲镇", 殡葬={"死亡": "20人", "火化": "10具", "生态安葬": "3例"}),
            of("乙镇", 殡葬={"死亡": "20人", "火化": "10具", "生态安葬": "1例"}),
            of("丙镇", 殡葬={"死亡": "30人"}),
        ],
        ("辖区死亡人口70人；火化遗体20具，火化率50%（均不含丙镇）；节地生态安葬4例（不含丙镇）。",),
        ("70人（",),
    ),
    "a sum in brackets that one forgot": (
        [
            of("甲镇", 低保={"取消": {"户数": "6户", "人数": "9人", "死亡": "2人"}}),
            of("乙镇", 低保={"取消": {"户数": "5户", "人数": "8人", "死亡": "1人"}}),
            of("丙镇", 低保={"取消": {"户数": "4户", "人数": "7人"}}),
        ],
        ("退出保障15户、24人（其中因死亡退出3人，不含丙镇）",),
        ("（不含丙镇）",),
    ),
    "a sum in brackets of units of which half have none": (
        [
            of("甲镇", 低保={"取消": {"户数": "6户", "人数": "9人", "死亡": "2人"}}),
            of("乙镇", 低保={"取消": {"户数": "5户", "人数": "8人"}}),
        ],
        ("退出保障11户、17人（其中因死亡退出2人）",),
        ("不含",),
    ),
    "one of two says that nothing happened": (
        [of("甲镇", 宣传={"群体上访": "0"}, 低保={"农村": {"人数": "9人"}}), of("乙镇", 低保={"农村": {"人数": "9人"}})],
        ("18人",),
        ("没有发生", "未发生", "群体上访"),
    ),
    "both say that nothing happened": (
        [of("甲镇", 宣传={"群体上访": "0"}), of("乙镇", 宣传={"群体上访": "0"})],
        ("群体上访",),
        (),
    ),
    "one gave a part, another the total": (
        [
            of("甲镇", 特困供养={"集中供养": "5人", "分散供养": "5人"}),
            of("乙镇", 特困供养={"集中供养": "6人"}),
            of("丙镇", 特困供养={"人数": "10人"}),
        ],
        ("特困人员26人（不含乙镇的分散供养人数），其中集中供养11人（不含丙镇）、分散供养5人", "合计\n26\n11\n5"),
        ("16人",),
    ),
    "last year's figure of other units": (
        [
            of("甲镇", 低保={"取消": {"人数": "5人", "上年人数": "9人"}}),
            of("乙镇", 低保={"取消": {"人数": "6人"}}),
            of("丙镇", 低保={"取消": {"人数": "6人", "上年人数": "3人"}}),
        ],
        ("退出保障17人。",),
        ("增加5人", "12人"),
    ),
    "one forgot what the others did": (
        [
            of("甲镇", 宣传={"来访": {"件数": "10件", "办结": "10件"}}),
            of("乙镇", 宣传={"来访": {"件数": "10件"}}),
            of("丙镇", 宣传={"来访": {"办结": "10件"}}),
        ],
        ("20件（不含丙镇），办结20件（不含乙镇）",),
        ("全部办结",),
    ),
    "done by some and received by others": (
        [of("甲镇", 宣传={"来访": {"件数": "5件"}}), of("乙镇", 宣传={"来访": {"办结": "5件"}})],
        ("5件，办结5件",),
        ("全部办结",),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("towns", "wanted", "unwanted"), SUMMED.values(), ids=SUMMED)
def test_no_sum_and_no_rate_says_more_than_the_units_gave(office, towns, wanted, unwanted):
    forms = {f"镇/{town['单位']}.yaml": town for town in towns}
    text = text_of(office({"县.yaml": county(), **forms}))
    assert [words for words in wanted if words not in text] == [], text
    assert [words for words in unwanted if words in text] == [], text


def test_a_typed_total_lacks_nobody(office):
    towns = [
        dibao("甲镇", None, ("10户", "20人")),
        dibao("乙镇", None, ("", "30人")),
        dibao("丙镇", None, ("1户", "1人")),
    ]
    forms = {f"镇/{town['单位']}.yaml": town for town in towns}
    text = text_of(office({"县.yaml": {**county(), "低保": {"农村": {"户数": "20户"}}}, **forms}))
    assert "20户" in text
    assert "不含" not in text


def test_who_reported_last_year_ought_to_report_again(office):
    last = {"县3.yaml": {**county("旧/*.yaml"), "年度": "2023"}}
    last |= {f"旧/{name}.yaml": {**town(f"{name}镇"), "年度": "2023"} for name in "甲乙丙"}
    (line,) = severe(office({"县.yaml": county(), **TWO, **last}))
    assert "还缺1个单位的表单：丙镇。" in line


def test_who_reports_unasked_is_counted_and_named(office):
    summary = office({"县.yaml": county(应报单位=["甲镇"]), **TWO})
    what = "乙镇不在「应报单位」里，数已经计入。请核对名称，或把它加进「应报单位」。"
    assert severe(summary) == [f"警告 县.yaml:7 应报单位：{what}"]
    assert people(summary) == ["50人"]


ODD = {
    "late": (town("丙镇", 成文日期="2025-01-11"), "丙镇的表单成文于2025年1月11日，晚于本表的2025年1月10日。请核对日期；数已经计入。"),
    "of another day": (
        town("丙镇", 截至="2024年11月底"), "丙镇的时点数截至2024年11月底，和本表不是同一天。数已经计入，请核对。",
    ),
    "empty": (
        {"单位": "丙镇", "年度": "2024"}, "丙镇的表单（镇/丙.yaml）是空的。请催报；汇总数里没有它的。",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("form", "what"), ODD.values(), ids=ODD)
def test_an_odd_form_is_counted_and_named(office, form, what):
    summary = office({"县.yaml": county(成文日期="2025-01-10"), **TWO, "镇/丙.yaml": form})
    assert severe(summary) == [f"警告 县.yaml:5 汇总自：{what}"]
    assert people(summary) == ["70人" if "特困供养" in form else "50人（不含丙镇）"]


SAME_DAY = {"镇/丙.yaml": town("丙镇", 截至="2024年12月31日", 成文日期="2025-01-10")}


def test_a_form_of_the_same_day_is_not_odd(office):
    assert severe(office({"县.yaml": county(成文日期="2025-01-10"), **TWO, **SAME_DAY})) == []


HELD_OUT = {
    "sent twice": (
        town("甲镇", "99人"), "甲镇有2份表单：镇/丙.yaml、镇/甲.yaml，哪份都没有计入。请只留一份。",
    ),
    "of another year": (
        {**town("丙镇"), "年度": "2023"},
        "镇/丙.yaml 是2023年的，不是2024年的，没有计入。请换成本期的表单，或移到别的文件夹。",
    ),
    "of another period": (
        town("丙镇", 期间="上半年"), "镇/丙.yaml 的期间是上半年，不是全年，没有计入。请换成本期的表单，或移到别的文件夹。",
    ),
    "of another report": (
        {"报告": "community", **town("丙社区")},
        "镇/丙.yaml 是「社区社会救助工作总结」，「县级民政工作总结」不汇总这种表单，没有计入。请换成本期的表单，或移到别的文件夹。",
    ),
    "with errors": (
        town("丙镇", "二十来人吧"),
        "镇/丙.yaml 有1处错误，第一处：第4行「二十来人吧」不是确切的数；它的数没有计入。请用 zongjie check 镇/丙.yaml 查看并改好。",
    ),
    "that contradicts itself": (
        {"单位": "丙镇", "年度": "2024", "特困供养": {"人数": "5人", "集中供养": "9人"}},
        "镇/丙.yaml 有1处错误，第一处：第5行集中供养人数多于总人数（集中供养 = 9；人数 = 5）；它的数没有计入。请用 zongjie check 镇/丙.yaml 查看并改好。",
    ),
    "with nothing in it": ("", "镇/丙.yaml 有1处错误，第一处：文件是空的；它的数没有计入。请用 zongjie check 镇/丙.yaml 查看并改好。"),
}  # fmt: skip


@pytest.mark.parametrize(("form", "what"), HELD_OUT.values(), ids=HELD_OUT)
def test_a_form_that_cannot_be_counted_is_held_out_and_named(office, form, what):
    files = {"县.yaml": county(), **TWO, "镇/丙.yaml": form}
    summary = office(files)
    assert severe(summary) == [f"错误 县.yaml:5 汇总自：{what}"]
    assert summary.document is None
    draft = office(files, draft=True)
    assert severe(draft) == [f"警告 县.yaml:5 汇总自：{what}"]
    lacking = {
        "sent twice": "30人（不含甲镇）",
        "with errors": "50人（不含丙镇）",
        "that contradicts itself": "50人（不含丙镇）",
    }
    assert people(draft) == [next((said for name, said in lacking.items() if HELD_OUT[name][1] == what), "50人")]


JUNK = {
    "bytes": b"\xff\xfe\x00\xd8junk\x81\x00",
    "a document": b"PK\x03\x04\x14\x00\x06\x00\x08\x00",
    "half a bracket": "单位: [丙镇\n",
    "a sentence": "今年工作很好\n",
    "a list": "- 甲\n- 乙\n",
    "a section that is a word": "单位: 丙镇\n年度: 2024\n特困供养: 很多\n",
    "deep nesting": "单位: 丙镇\n年度: 2024\n特困供养: " + "{甲: " * 40 + "1" + "}" * 40 + "\n",
    "no unit": "年度: 2024\n特困供养: {人数: 5人}\n",
    "no year": "单位: 丙镇\n特困供养: {人数: 5人}\n",
}


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
def test_junk_among_the_towns_is_a_problem_of_its_file(office, junk):
    summary = office({"县.yaml": county(), **TWO, "镇/丙.yaml": junk})
    (line,) = severe(summary)
    assert line.startswith("错误 县.yaml:5 汇总自：镇/丙.yaml ")
    assert "没有计入" in line


def test_who_has_sent_a_form_with_errors_is_not_asked_to_send_one(office):
    files = {"县.yaml": county(应报单位=["甲镇", "乙镇", "丙镇"]), **TWO, "镇/丙.yaml": town("丙镇", "很多人")}
    assert not [line for line in said(office(files)) if "还缺" in line]


def test_the_warnings_of_a_towns_own_form_are_told_with_its_name(office):
    odd = {"单位": "丙镇", "年度": "2024", "低保": {"农村": {"人数": "10人", "标准": "60元", "月发放额": "700元"}}}
    (line,) = [line for line in said(office({"县.yaml": county(), **TWO, "镇/丙.yaml": odd})) if "丙镇的表单" in line]
    assert (
        "提示 县.yaml:5 汇总自：丙镇的表单有1处警告没有说明，数已经计入，第一处：农村低保人均月发放额高于标准" in line
    )


def test_held_out_towns_refuse_the_document_and_a_draft_is_made_without_them(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, form in {"县.yaml": county(), **TWO, "镇/丙.yaml": town("丙镇", "很多人")}.items():
        put(tmp_path, name, write(form))
    refused = CliRunner().invoke(main, ["build", "县.yaml", "-o", "out"], prog_name="zongjie")
    assert refused.exit_code == 1
    assert "镇/丙.yaml" in refused.output
    assert not list(tmp_path.rglob("*.docx"))
    drafted = CliRunner().invoke(main, ["build", "县.yaml", "--draft", "-o", "out"], prog_name="zongjie")
    assert drafted.exit_code == 0
    assert "镇/丙.yaml" in drafted.output
    assert len(list(tmp_path.rglob("*.docx"))) == 1


NAMED = {
    "a folder": ("镇", "「镇」是一个文件夹。请写成「镇/*.yaml」。"),
    "a folder above": ("镇/..", "「镇/..」是一个文件夹。请写成「镇/../*.yaml」。"),
    **{
        typed[:8]: (typed, f"「{typed}」没有找到任何表单。路径从这份表单所在的文件夹算起，请核对。")
        for typed in (
            "乡/*.yaml",
            "镇/没有.yaml",
            "[",
            "**镇/*.yaml",
            "长" * 300 + ".yaml",
            "镇/甲.yaml/*.yaml",
            "~/*.yml",
        )
    },
}


@pytest.mark.parametrize(("typed", "what"), NAMED.values(), ids=NAMED)
def test_a_line_that_names_no_form_is_an_error_with_its_line(office, typed, what):
    summary = office({"县.yaml": county("镇/*.yaml", typed), **TWO})
    assert severe(summary) == [f"错误 县.yaml:6 汇总自：{what}"]


@pytest.mark.parametrize(
    "typed", ["{镇: 甲.yaml}", "[{镇: 甲.yaml}, 镇/乙.yaml]", "[[镇/甲.yaml, 镇/丙.yaml], 镇/乙.yaml]"]
)
def test_a_line_that_is_no_text_is_an_error_with_its_line(office, typed):
    form = f"报告: county\n单位: 某县\n年度: 2024\n汇总自: {typed}\n"
    advice = "请写成「汇总自: [甲, 乙]」，或每行一个、以「- 」开头。"
    assert severe(office({"县.yaml": form, **TWO})) == [f"错误 县.yaml:4 汇总自：这里填一列文字。{advice}"]


@pytest.mark.parametrize(
    "sources",
    [
        ["镇/*.yaml"], ["镇/甲.yaml", "镇/乙.yaml"], ["镇/*.yaml", "镇/甲.yaml"], ["镇/../镇/*.yaml", "镇/*.yaml"],
        ["**/*.yaml"], ["镇/?.yaml"], ["镇/[甲乙].yaml"], ["./镇/*"],
    ],
)  # fmt: skip
def test_a_file_counts_once_however_it_is_named_and_never_the_form_itself_by_a_pattern(office, sources):
    summary = office({"县.yaml": county(*sources), **TWO})
    assert people(summary) == ["50人"]
    assert severe(summary) == []


def test_a_list_of_one_needs_no_list(office):
    assert people(office({"县.yaml": {**county(), "汇总自": "镇/*.yaml"}, **TWO})) == ["50人"]


def test_what_is_no_form_by_its_name_is_not_read(office):
    others = {"镇/zongjie.yaml": "文字: 简体\n", "镇/.甲.yaml": "半份", "镇/~$乙.yaml": b"\x00"}
    summary = office({"县.yaml": county(), **TWO, **others})
    assert people(summary) == ["50人"]
    assert severe(summary) == []


def test_a_county_in_traditional_characters_finds_its_towns_as_they_are_written(office):
    towns = {
        f"鄉鎮/{name}.yaml": f"單位: {name}鎮\n年度: 2024\n特困供養: {{人數: 20人}}\n" for name in ("講治", "廣福")
    }
    form = "報告: county\n單位: 某縣\n年度: 2024\n匯總自: [鄉鎮/*.yaml]\n應報單位: [講治鎮, 廣福鎮]\n"
    summary = office({"縣.yaml": form, **towns})
    assert "共有特困人員40人" in text_of(summary)
    assert severe(summary) == []


def test_a_report_that_sums_nothing_says_so(office):
    form = {"单位": "甲镇", "年度": "2024", "汇总自": "镇/*.yaml", "特困供养": {"人数": "5人"}}
    what = "「乡镇社会救助工作总结」不能汇总别的表单。请去掉「汇总自」，或换一种「报告」。"
    assert severe(office({"甲.yaml": form, **TWO})) == [f"错误 甲.yaml:3 汇总自：{what}"]


@pytest.mark.parametrize(
    ("files", "line"),
    [
        (
            {"a.yaml": county("a.yaml")},
            "错误 a.yaml:5 汇总自：汇总绕成了一圈：a.yaml → a.yaml。一份表单不能直接或间接汇总自己，请改正「汇总自」。",
        ),
        (
            {"a.yaml": county("b.yaml"), "b.yaml": county("a.yaml", unit="另县")},
            "错误 a.yaml:5 汇总自：b.yaml 有1处错误，第一处：第5行汇总绕成了一圈：a.yaml → b.yaml → a.yaml；"
            "它的数没有计入。请用 zongjie check b.yaml 查看并改好。",
        ),
    ],
)
def test_a_circle_is_an_error(office, files, line):
    assert severe(office(files)) == [line]


def test_a_city_sums_its_counties_and_they_their_towns(office):
    files = {
        "市.yaml": county("县/县.yaml", "直管镇.yaml", unit="某市"),
        "县/县.yaml": county(),
        **{f"县/{name}": form for name, form in TWO.items()},
        "直管镇.yaml": town("直管镇", "7人"),
    }
    summary = office(files)
    assert people(summary) == ["57人"]
    assert severe(summary) == []
    assert grid(summary.document.formal.annexes[0])[1:] == [["某县", "50"], ["直管镇", "7"], ["合计", "57"]]
    (origin,) = {origin for text, origin in origins(summary.document, summary.form) if text == "57人"}
    assert (
        origin
        == "特困供养·人数，由2个单位汇总：某县50人（县/镇/乙.yaml:4、县/镇/甲.yaml:4）、直管镇7人（直管镇.yaml:4）"
    )


def test_a_county_held_out_for_a_town_of_its_own_is_named(office):
    files = {
        "市.yaml": county("县.yaml", unit="某市"),
        "县.yaml": county(),
        **TWO,
        "镇/丙.yaml": town("丙镇", "很多人"),
    }
    (line,) = severe(office(files))
    assert line.startswith(
        "错误 市.yaml:5 汇总自：县.yaml 有1处错误，第一处：第5行镇/丙.yaml 有1处错误，第一处：第4行看不懂数字「很多人」"
    )


def test_without_any_town_there_is_an_error_and_no_document(office):
    summary = office({"县.yaml": county()})
    what = "「镇/*.yaml」没有找到任何表单。路径从这份表单所在的文件夹算起，请核对。"
    assert severe(summary) == [f"错误 县.yaml:5 汇总自：{what}"]
    assert summary.document is None
    assert office({"县.yaml": county()}, draft=True).document is not None


COUNTED = [
    {"人数": "30人", "金额": "1.5万元"},
    {"人数": "近20人", "金额": "3元"},
    {"金额": "0.5万元"},
    {"人数": "30人"},
]


@settings(max_examples=15)
@given(st.permutations(range(4)), st.permutations(("2023/甲.yaml", "2023/乙.yaml", "2023/*.yaml")))
def test_the_order_of_files_and_lines_changes_nothing(rolled, shelf, tmp_path_factory, order, sources):
    folder = tmp_path_factory.mktemp("次序")
    for position, name in zip(order, NAMES, strict=False):
        form = {"报告": "trial", "单位": f"{NAMES[position]}镇", "年度": "2023", "试": COUNTED[position]}
        put(folder, f"2023/{name}.yaml", write(form))
    head = {"报告": "trial", "单位": "某县", "年度": "2023", "应报单位": [f"{name}镇" for name in NAMES[:4]]}
    put(folder, "县.yaml", write({**head, "汇总自": list(sources)}))
    summary = read_summary(folder / "县.yaml", Options(shelf))
    assert text_of(summary) == text_of(rolled(COUNTED))


def test_without_a_list_of_units_rows_follow_the_files(office):
    files = {"县.yaml": county(), "镇/2.yaml": town("甲镇"), "镇/1.yaml": town("乙镇")}
    assert [row[0] for row in grid(office(files).document.formal.annexes[0])] == ["单位", "乙镇", "甲镇", "合计"]


def test_a_column_of_nothing_but_zeros_is_not_in_ten_thousands(rolled):
    (annex,) = rolled([{"人数": "0人"}, {"人数": "0"}, {"人数": "无"}]).document.formal.annexes
    assert grid(annex)[0] == ["单位", "在册人数（人）"]


def test_a_form_may_be_begun_in_a_folder_yet_to_be_made(office, tmp_path):
    office({"镇/1.yaml": town("甲镇"), "县.yaml": county()})
    result = CliRunner().invoke(
        main, ["new", "某县", "--year", "2024", "--report", "county", "--from", "镇", "-o", "新"]
    )
    assert result.exit_code == 0
    assert "没有找到" not in result.output
    assert "# 各单位合计：人数 " in (tmp_path / "新" / "某县-2024.yaml").read_text(encoding="utf-8")


# The invented county.


@lru_cache
def home():
    return read_summary(COUNTY, Options(open_shelf()))


def test_the_county_builds_without_an_error_and_reads_well():
    assert home().document is not None
    assert find_broken_document(home().document) == []
    assert not [one for one in home().problems if one.severity is Severity.ERROR]


def test_every_figure_the_county_did_not_type_names_its_towns_with_file_and_line():
    form, seen = home().form, 0
    lines = {path: path.read_text(encoding="utf-8").split("\n") for path in COUNTY.parent.rglob("*2024.yaml")}
    figures = [one for one in trace(home().document, form) if one.is_figure]
    for figure, one in zip(figures_of(home().document), figures, strict=True):
        text, origin = one.text, one.origin
        value = form.values.get(figure.path)
        if value is None or not value.parts or not value.parts[0].owner:
            continue
        assert text == figure.text
        named = re.findall(r"([^：、（]+)（([^）]*)）", origin.partition("单位汇总：")[2])
        assert [owner + part for owner, part in ((one.owner, one.text) for one in value.parts)] == [
            one for one, _ in named
        ]
        for (_, spots), part in zip(named, value.parts, strict=True):
            for spot, typed in zip(spots.split("、"), part.typed, strict=False):
                file, line = spot.rsplit(":", 1)
                shown = lines[ROOT / file][int(line) - 1].replace(",", "")
                assert f"{typed.path.rpartition('.')[2]}: {typed.quantity.before}" in shown
        seen += 1
    assert seen > 60


def test_a_figure_of_the_county_is_what_its_towns_typed():
    """Read without the program: every plain count of every town, by the keys that lead to it."""
    towns = [read(path) for path in sorted((COUNTY.parent / "towns" / "2024").glob("*.yaml"))]
    for path in ("低保.城镇.户数", "低保.城镇.人数", "特困供养.集中供养", "残疾人.总人数", "养老.床位"):
        texts = [at_path(form, path.split(".")) for form in towns]
        whole = sum(int(re.sub(r"\D", "", text)) for text in texts if text)
        assert home().form.values[path].quantity.value == whole


def at_path(form, keys):
    for key in keys:
        form = form.get(key, {}) if isinstance(form, dict) else {}
    return form or ""


def test_annexes_follow_the_list_of_units_and_end_in_what_the_text_says():
    due = read(COUNTY)["应报单位"]
    annexes = home().document.formal.annexes
    assert [annex.number for annex in annexes] == [str(number + 1) for number in range(len(annexes))]
    for annex in annexes:
        head, *rows, total = grid(annex)
        assert [row[0] for row in rows] == due
        assert total[0] == "合计"
        assert all(re.fullmatch(r"单位|.+（.+）", cell) for cell in head)
    dibao = grid(annexes[0])
    form = home().form
    for column_of, path in ((2, "低保.城镇.人数"), (3, "低保.城镇.月发放额"), (7, "低保.合计.人数")):
        cells = [row[column_of] for row in dibao[1:]]
        in_ten_thousands = "（万元）" in dibao[0][column_of]
        *parts, whole = [Decimal(0) if cell == "—" else yuan(f"{cell}{'万' * in_ten_thousands}元") for cell in cells]
        coarsest = Decimal(100) if in_ten_thousands else Decimal(0)
        assert abs(sum(parts) - whole) * 2 <= coarsest
        assert abs(form.values[path].quantity.value - Fraction(whole)) * 2 <= coarsest


def test_annexes_of_the_form_itself_come_first(office):
    form = write(county()).decode() + "公文:\n  附件:\n    - 名称: 政策清单\n      内容: 一段话。\n"
    document = office({"县.yaml": form, **TWO}).document
    assert [(annex.number, annex.name) for annex in document.formal.annexes] == [
        ("1", "政策清单"), ("2", "全县2024年特困人员救助供养情况表"),
    ]  # fmt: skip


def test_a_wide_annex_stands_on_a_turned_page():
    xml = ZipFile(BytesIO(write_summary(home(), Options(open_shelf())))).read("word/document.xml").decode()
    assert 'w:orient="landscape"' in xml


def test_a_chart_shows_the_figures_of_the_towns():
    charts = charts_of(home().document)
    chart = next(one for one in charts if one.title == "各地城乡低保对象人数")
    assert list(chart.categories) == read(COUNTY)["应报单位"]
    rows = {row[0]: row for row in grid(home().document.formal.annexes[0])}
    for series, column_of in zip(chart.series, (2, 5), strict=True):
        assert [str(value) for value in series.values] == [rows[name][column_of] for name in chart.categories]
    assert caption(chart) in list(iter_texts(home().document))


def test_without_the_package_for_charts_the_county_is_built_without_them(monkeypatch):
    monkeypatch.setattr(generator.making.summarize, "charts_installed", lambda: False)
    summary = read_summary(COUNTY, Options(open_shelf()))
    count = len(charts_of(home().document))
    (line,) = [line for line in said(summary) if "张图没有画" in line]
    assert line == f'警告 inputs/云岭县-2024.yaml：有{count}张图没有画。画图要先装：pip install "zongjie[charts]"。'
    assert charts_of(summary.document) == ()
    with_charts = [line for line in text_of(home()).split("\n") if not line.startswith("图")]
    assert text_of(summary).split("\n") == with_charts


# Planted faults.


@lru_cache
def planted(path):
    return read_summary(PLANTED / path, Options(open_shelf()))


ACCOUNT = read(PLANTED / "faults.yaml")
FAULTS = {fault["fault"]: fault for fault in ACCOUNT["faults"]}
REPORTED = {
    "missing": (Severity.WARNING, "还缺1个单位的表单：{town}。"),
    "sum": (Severity.ERROR, "{file} 有1处错误，第一处：第43行填的是590人，按「城镇.人数 + 农村.人数」算是572人"),
    "duplicate": (Severity.ERROR, "{town}有2份表单：tests/planted/{right}、{file}，哪份都没有计入。"),
    "other-year": (Severity.ERROR, "{file} 是2023年的，不是2024年的，没有计入。"),
    "other-report": (Severity.ERROR, "{file} 是「社区社会救助工作总结」，「县级民政工作总结」不汇总这种表单，没有计入。"),
    "empty": (Severity.WARNING, "{town}的表单（{file}）是空的。"),
    "late": (Severity.WARNING, "{town}的表单成文于2025年1月17日，晚于本表的2025年1月10日。"),
    "stock-day": (Severity.WARNING, "{town}的时点数截至2024年11月底，和本表不是同一天。"),
    "county-total": (Severity.NOTICE, "填的是1326人次，8个单位相加是1308人次（高岩乡没有填）。"),
    "unit": (Severity.NOTICE, "{town}的表单有3处警告没有说明，数已经计入，第一处：23.37元平均到634人，每人只有0.04元。"),
}  # fmt: skip
"""How the county says each planted fault."""


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_reported_by_the_county_with_the_town(name):
    severity, pattern = REPORTED[name]
    fault = FAULTS[name]
    what = pattern.format(**{**fault, "file": f"tests/planted/{fault['file']}"})
    assert [one.severity for one in planted(ACCOUNT["county"]).problems if one.what.startswith(what)] == [severity]


def test_nothing_but_the_planted_faults_is_an_error():
    errors = [one for one in planted(ACCOUNT["county"]).problems if one.severity is Severity.ERROR]
    assert len(errors) == sum(severity is Severity.ERROR for severity, _ in REPORTED.values())
    assert [form.name for form in planted(ACCOUNT["county"]).form.towns if form.values] == [
        name for name in read(PLANTED / ACCOUNT["county"])["应报单位"] if name in ACCOUNT["counted"]
    ]


def test_a_figure_typed_without_its_unit_is_asked_about_in_the_towns_own_form():
    fault = FAULTS["unit"]
    found = [one for one in planted(fault["file"]).problems if one.place.field == fault["field"]]
    assert any("上年是" in one.what and "今年是23.37元，下降99.99%" in one.what for one in found)
    assert {one.severity for one in found} == {Severity.WARNING}


def test_the_county_with_faults_is_drafted_of_the_towns_that_count():
    draft = read_summary(PLANTED / ACCOUNT["county"], Options(open_shelf(), draft=True))
    assert draft.document is not None
    assert find_broken_document(draft.document) == []
    rows = [row[0] for row in grid(draft.document.formal.annexes[0])][1:-1]
    assert [name for name in rows if name != FAULTS["empty"]["town"]] == ACCOUNT["counted"]


def test_a_typed_total_may_hold_more_than_parts_that_lack_a_town(office):
    towns = [of("甲镇", 特困供养={"集中供养": "5人", "分散供养": "5人"}), of("乙镇", 特困供养={"人数": "10人"})]
    forms = {f"镇/{town['单位']}.yaml": town for town in towns}
    summary = office({"县.yaml": {**county(), "特困供养": {"人数": "20人"}}, **forms})
    assert "特困人员20人，其中集中供养5人、分散供养5人，集中供养率50%（均不含乙镇）" in text_of(summary)
    (line,) = [
        one
        for one in map(str, office({"县.yaml": {**county(), "特困供养": {"人数": "9人"}}, **forms}).problems)
        if "算是" in one
    ]
    assert line.startswith("错误")


def test_a_rate_of_a_typed_total_is_of_the_towns_that_gave_both(office):
    towns = [
        of("甲镇", 殡葬={"死亡": "100人", "火化": "80具"}),
        of("乙镇", 殡葬={"死亡": "100人"}),
        of("丙镇", 殡葬={"死亡": "100人", "火化": "60具"}),
    ]
    forms = {f"镇/{town['单位']}.yaml": town for town in towns}
    text = text_of(office({"县.yaml": {**county(), "殡葬": {"死亡": "300人"}}, **forms}))
    assert "辖区死亡人口300人；火化遗体140具，火化率70%（均不含乙镇）" in text


def test_a_rate_by_formula_is_of_units_that_gave_both(rolled):
    assert printed(rolled([{"男": "1人", "人数": "4人"}, {"人数": "6人"}]), "率") is None
    assert printed(rolled([{"男": "1人", "人数": "4人"}, {"男": "2人", "人数": "6人"}]), "率") == "30%"


def test_counties_over_other_towns_are_not_compared_in_numbers(tmp_path):
    for year, names in (("2023", ("甲镇",)), ("2024", ("甲镇", "乙镇"))):
        put(tmp_path, f"{year}.yaml", write({**county(f"{year}/*.yaml"), "年度": year}))
        for name in names:
            grown = {"人数": "9人" if year == "2023" else "12人"}
            put(tmp_path, f"{year}/{name}.yaml", write({**of(name, 特困供养=grown), "年度": year}))
    said = compared(tmp_path / "2023.yaml", tmp_path / "2024.yaml")
    row = next(line for line in said.splitlines() if "特困人员人数" in line)
    assert row.split()[-1] == "各含单位不同"
    assert "汇总的单位，后一份多乙镇。" in said
    assert "各含单位不同" not in compared(tmp_path / "2024.yaml", tmp_path / "2024.yaml")


def compared(before, after):
    return CliRunner().invoke(main, ["compare", str(before), str(after)]).output


@pytest.mark.parametrize(
    ("parts", "lacks"),
    [
        (("高龄.资金", "儿童福利.资金"), ("大屋场镇的高龄津贴",)),
        (("残疾人.资金", "儿童福利.资金"), ("响水洞乡的残疾人两项补贴",)),
        (("低保.合计.累计资金", "医疗救助.金额"), ("梨树垭乡的医疗救助",)),
        (("高龄.人数", "儿童福利.资金"), ()),
    ],
)
def test_what_a_unit_lacks_of_a_sum_is_called_as_the_sentence_calls_it(parts, lacks):
    form = read_summary(COUNTY, Options(open_shelf())).form
    assert lacking_units(form, ADDED.join(parts)) == lacks

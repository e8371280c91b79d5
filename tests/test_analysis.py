"""What figures are made of, how units stand beside one another, and which changes are told."""

import re
from fractions import Fraction

import pytest
from casefiles import CASES
from forms import SUMMING_REPORT, built, put, text_of, trial, trial_form, write
from hypothesis import given
from hypothesis import strategies as st

from generator.figures.cause import LEAST_CHANGE, WEIGHT, Cause, cause_of
from generator.figures.quantity import Unit
from generator.figures.reader import read_quantity
from generator.figures.values import Figure
from generator.form.opening import Options
from generator.making.summarize import read_summary
from generator.problem import Place
from generator.trust.provenance import trace

MONEY, HEADS = Unit("元"), Unit("人", whole=True)
SAID = {Cause.COUNT: "人数", Cause.LEVEL: "水平", Cause.BOTH: "都有"}


def figure(text, unit, before=None):
    return Figure(read_quantity(text, unit), "试.数", Place("表.yaml"), last=before)


def pair(now, before, unit):
    """A figure beside last year's; None when one of the two is blank."""
    return None if "空" in (now, before) else figure(now, unit, figure(before, unit))


def cases():
    lines = (CASES / "analysis.txt").read_text(encoding="utf-8").split("\n")
    start = lines.index("")
    for number, line in enumerate(lines, 1):
        if number > start and line.strip() and not line.startswith("# "):
            yield pytest.param(*line.split(" | "), id=f"{number} {line}")


@pytest.mark.parametrize(("amount", "amount_before", "count", "count_before", "expected"), list(cases()))
def test_what_a_change_is_made_of(amount, amount_before, count, count_before, expected):
    amounts, counts = pair(amount, amount_before, MONEY), pair(count, count_before, HEADS)
    found = cause_of(amounts, counts) if amounts and counts else None
    assert (f"{'增长' if found[0] else '下降'}：{SAID[found[1]]}" if found else "空") == expected


PEOPLE, SUMS = st.integers(1, 400), st.integers(1, 10**6)


def plainly(amount, before, count, count_before):
    """What the case is by the parts of the difference itself, in exact numbers."""
    levels = Fraction(amount, count), Fraction(before, count_before)
    of_count = (count - count_before) * sum(levels) / 2
    of_level = (levels[0] - levels[1]) * Fraction(count + count_before, 2)
    assert of_count + of_level == amount - before
    small, large = sorted((amount, before))
    if Fraction(large, small) < 1 + LEAST_CHANGE:
        return None
    sign = 1 if amount > before else -1
    if sign * of_level >= WEIGHT * sign * of_count:
        return amount > before, Cause.LEVEL
    return amount > before, Cause.COUNT if sign * of_count >= WEIGHT * sign * of_level else Cause.BOTH


@given(SUMS, SUMS, PEOPLE, PEOPLE)
def test_exact_figures_have_the_cause_that_the_difference_has(amount, before, count, count_before):
    found = cause_of(pair(f"{amount}元", f"{before}元", MONEY), pair(f"{count}人", f"{count_before}人", HEADS))
    assert found == plainly(amount, before, count, count_before)


ROUNDED = st.integers(1, 9999)
WITHIN = st.fractions(Fraction(-1, 2), Fraction(499, 1000))


@given(ROUNDED, ROUNDED, PEOPLE, PEOPLE, WITHIN, WITHIN)
def test_no_true_value_within_rounded_figures_has_another_cause(now, before, count, count_before, more, less):
    amounts = pair(f"{now / 100:.2f}万元", f"{before / 100:.2f}万元", MONEY)
    found = cause_of(amounts, pair(f"{count}人", f"{count_before}人", HEADS))
    if found:
        scaled = 1000  # whole numbers in thousandths of a step
        true_now, true_before = (int((value + off) * scaled) for value, off in ((now, more), (before, less)))
        if true_now > 0 and true_before > 0:
            assert plainly(true_now, true_before, count, count_before) == found


# In a paper.

FIELDS = """\
人数: {kind: stock, unit: 人}
总数: {kind: stock, unit: 人}
金额: {kind: amount, unit: 元, between: [100, 100000]}
男: {kind: stock, unit: 人}
女: {kind: stock, unit: 人}
男女: {kind: stock, unit: 人, formula: 男 + 女}
"""
ASKED = {
    "增减": "人数 | 增减",
    "同比": "金额 | 同比",
    "合计": "男女 | 增减",
    "原因": "人数 | 原因",
    "合计原因": "男女 | 原因",
    "主因": '金额 | 主因(人数, "增人", "提标", "减人", "降标")',
    "只说增": '金额 | 主因(人数, "增人", "提标")',
    "增加": "人数 | 增加的",
    "减少": "人数 | 减少的",
    "最快": "人数 | 增幅最大",
    "合计最快": "男女 | 增幅最大",
    "最高": "人数 | 占比最高(总数)",
    "最低": "人数 | 占比最低(总数)",
    "人均最高": "金额 | 人均最高(人数)",
    "人均最低": "金额 | 人均最低(人数)",
    "悬殊": "人数 | 占比悬殊(总数)",
    "人均悬殊": "金额 | 人均悬殊(人数)",
}
WORDING = "".join(f"甲说：印出{name}〔{{{{ {asked} }}}}〕。救助3人。\n\n" for name, asked in ASKED.items())
NAMES = "甲乙丙丁"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return trial(tmp_path_factory.mktemp("模板"), FIELDS, WORDING, reports__trial_yaml=SUMMING_REPORT)


@pytest.fixture(scope="module")
def said(shelf, tmp_path_factory):
    """What of ``ASKED`` a form says beside last year's."""

    def render(now, before, **head):
        folder = tmp_path_factory.mktemp("两年")
        put(folder, "上年.yaml", write(trial_form(before, 年度="2022")))
        summary = built(trial_form(now, **head), shelf=shelf, folder=folder)
        return dict(re.findall("印出(.*?)〔(.*)〕", text_of(summary)))

    return render


@pytest.fixture(scope="module")
def rolled(shelf, tmp_path_factory):
    """The summary of a county, and what of ``ASKED`` it says."""

    def build(towns, before=(), answers=(), **head):
        folder = tmp_path_factory.mktemp("县")
        for year, forms in (("2023", towns), ("2022", before)):
            for name, filled in zip(NAMES, forms, strict=False):
                own = {"核对说明": dict(answers).get(name, "")} if year == "2023" else {}
                put(folder, f"{year}/{name}.yaml", write(trial_form(filled, **own, 单位=f"{name}镇", 年度=year)))
        form = trial_form({}, 单位="某县", 汇总自=["2023/*.yaml"], **head)
        put(folder, "县.yaml", write(form))
        summary = read_summary(folder / "县.yaml", Options(shelf))
        return summary, dict(re.findall("印出(.*?)〔(.*)〕", text_of(summary)))

    return build


REASON = {"试.人数": "两个村划入"}


def test_a_jump_is_told_with_its_reason_only(said):
    assert "增减" not in said({"人数": "160人"}, {"人数": "100人"})
    found = said({"人数": "160人"}, {"人数": "100人"}, 核对说明=REASON)
    assert (found["增减"], found["原因"]) == ("增加60人", "两个村划入")
    assert "原因" not in said({"人数": "120人"}, {"人数": "100人"}, 核对说明=REASON)


@pytest.mark.parametrize("text", ["已核实", "数据无误", "确实如此", "情况属实。", "是的"])
def test_an_explanation_that_says_only_that_it_is_right_is_no_reason(said, text):
    found = said({"人数": "160人"}, {"人数": "100人"}, 核对说明={"试.人数": text})
    assert found["增减"] == "增加60人"
    assert "原因" not in found


def test_a_total_is_told_with_the_reasons_of_its_parts(said):
    now, before = {"男": "160人", "女": "50人"}, {"男": "80人", "女": "50人"}
    assert "合计" not in said(now, before)
    found = said(now, before, 核对说明={"试.男": "两个村划入"})
    assert (found["合计"], found["合计原因"]) == ("增加80人", "两个村划入")
    both = {"试.男": "两个村划入", "试.女": "新建养老院"}
    assert "合计原因" not in said({"男": "160人", "女": "90人"}, before, 核对说明=both)


def test_what_a_change_is_made_of_is_said_in_the_words_given(said):
    grown = said({"金额": "1100元", "人数": "100人"}, {"金额": "1000元", "人数": "100人"})
    assert re.fullmatch("主要(由提标带动|是提标拉动的)", grown["主因"])
    both = said({"金额": "1100元", "人数": "105人"}, {"金额": "1000元", "人数": "100人"})
    assert "增人和提标" in both["主因"]
    fell = said({"金额": "900元", "人数": "90人"}, {"金额": "1000元", "人数": "100人"})
    assert "减人" in fell["主因"]
    assert "只说增" not in fell
    assert "主因" not in said({"金额": "1800元", "人数": "100人"}, {"金额": "1000元", "人数": "100人"})


TOWNS = [
    {"人数": "10人", "总数": "20人", "金额": "1000元"},
    {"人数": "30人", "总数": "40人", "金额": "6000元"},
    {"人数": "5人", "总数": "20人", "金额": "400元"},
]


def test_units_stand_beside_one_another_by_rates(rolled):
    summary, found = rolled(TOWNS)
    assert (found["最高"], found["最低"]) == ("乙镇（75%）", "丙镇（25%）")
    assert (found["人均最高"], found["人均最低"]) == ("乙镇（200元）", "丙镇（80元）")
    assert all(one.origin for one in trace(summary.document, summary.form))


@pytest.mark.parametrize(
    ("at", "what"),
    [
        (1, {"人数": "30人"}),
        (1, {"人数": "30人", "总数": "约40人"}),
        (0, {"人数": "15人", "总数": "20人"}),
        (1, {"人数": "31人", "总数": "0.006万人"}),
    ],
    ids=["one without the whole", "one about", "two alike", "rounded"],
)
def test_rates_are_silent_where_one_unit_does_not_tell(rolled, at, what):
    towns = [what if number == at else town for number, town in enumerate(TOWNS)]
    found = rolled(towns)[1]
    assert found.get("最高") == ("乙镇、甲镇（均为75%）" if at == 0 else None)


RATES = {"最高", "人均最高", "人均最低", "人均悬殊"}


def test_beside_a_figure_that_can_hardly_be_meant_no_unit_stands_out(rolled):
    slipped = [*TOWNS[:2], TOWNS[2] | {"金额": "4元"}]
    assert rolled(slipped)[1].keys() & RATES == {"最高"}
    found = rolled(slipped, answers={"丙": {"试.金额": "只有一人领了一天的"}})[1]
    assert (found["人均最低"], found.keys() & RATES) == ("丙镇（1元）", RATES)


EVEN = [{"人数": one, "总数": "100人", "金额": "1000元"} for one in ("50人", "51人", "52人")]


def test_units_far_from_the_rate_of_all_are_told_and_others_are_not(rolled):
    found = rolled(TOWNS)[1]
    assert {"乙镇（75%）", "丙镇（25%）"} == set(re.findall(r"[乙丙]镇（[^）]*）", found["悬殊"]))
    assert {"丙镇（80元）"} == set(re.findall(r"[甲乙丙]镇（[^）]*）", found["人均悬殊"]))
    assert not rolled(EVEN)[1].keys() & {"悬殊", "人均悬殊"}


@pytest.mark.parametrize(
    ("count", "told"),
    [
        ("62人", "甲镇（62%）"),
        ("30人", "甲镇（30%）"),
        ("57人", None),
        ("约62人", None),
        ("0.0066万人", "甲镇（约66%）"),
        ("0.0062万人", None),
    ],
)
def test_one_that_is_far_on_one_side_is_told_alone(rolled, count, told):
    summary, found = rolled([{"人数": count, "总数": "100人"}, *[{"人数": "45人", "总数": "100人"}] * 3])
    assert re.findall(r".镇（[^）]*）", found.get("悬殊", "")) == ([told] if told else [])
    assert all(one.origin for one in trace(summary.document, summary.form))


def test_a_unit_without_the_whole_is_no_lowest(rolled):
    found = rolled([*TOWNS, {"人数": "0人", "总数": "0人", "金额": "0元"}])[1]
    assert found["最低"] == "丙镇（25%）"


def test_units_are_counted_by_how_they_changed(rolled):
    before = [{"人数": "9人"}, {"人数": "31人"}, {"人数": "5人"}]
    found = rolled(TOWNS, before)[1]
    assert (found["增加"], found["减少"]) == ("1个", "1个")
    assert "增加" not in rolled(TOWNS, before[:2])[1]
    assert "增加" not in rolled(TOWNS, [{"人数": "约9人"}, *before[1:]])[1]


def test_the_unit_that_grew_most_has_its_reason_or_is_not_named(rolled):
    before = [{"人数": "5人"}, {"人数": "30人"}, {"人数": "5人"}]
    assert "最快" not in rolled(TOWNS, before)[1]
    summary, found = rolled(TOWNS, before, [("甲", {"试.人数": "两个村划入。"})])
    assert found["最快"] == "甲镇（增长100%，因两个村划入）"
    assert all(one.origin for one in trace(summary.document, summary.form))


def test_the_reason_of_a_part_is_that_of_the_unit(rolled):
    towns = [{"男": "40人", "女": "9人"}, {"男": "10人", "女": "9人"}, {"男": "10人", "女": "9人"}]
    before = [{"男": "20人", "女": "9人"}, {"男": "10人", "女": "9人"}, {"男": "10人", "女": "9人"}]
    assert "合计最快" not in rolled(towns, before)[1]
    found = rolled(towns, before, [("甲", {"试.男": "两个村划入"})])[1]
    assert found["合计最快"] == "甲镇（增长69%，因两个村划入）"

"""Slips of the hand in figures: the cure, followed to the letter, stands for the number that was meant."""

import re
from fractions import Fraction

import pytest
from forms import built, library, said, text_of, trial
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from generator.figures.quantity import SCALES, Fault, Quantity, Unit
from generator.figures.reader import misread, read_quantity
from generator.language.fields import Field
from generator.problem import Severity

TOWN = library()
UNITS = TOWN.units
FIELDS = [leaf for leaf in TOWN.whole.leaves() if isinstance(leaf, Field) and leaf.unit]
STEADY = settings(derandomize=True, deadline=None, max_examples=300)
CURE = re.compile("请改为「(.*?)」")
WRITTEN_OUT = re.compile("「(.*?)」")


def read(text: str, unit: str, scale: str = "") -> Quantity | Fault:
    return read_quantity(text, UNITS[unit], scale)


def replaced(one: str, other: str):
    """A slip that types ``other`` in one place where ``one`` was meant."""
    return lambda text: text.replace(one, other, 1)


SLIPS = {
    **{f"{right}→{wrong}": replaced(right, wrong) for right, wrong in ("1l", "1I", "1|", "0O", "0o", "0Ｏ", "0○")},
    **{f"{right}→{wrong}": replaced(right, wrong) for right, wrong in ("万w", "万W", "万萬", "亿億", "千k", "千K")},
    **{f".→{wrong}": replaced(".", wrong) for wrong in "。·"},
    "twice": lambda text: re.sub(r"([元人户次]+)$", r"\1\1", text),
    "stop": lambda text: f"{text}。",
    "apart": lambda text: re.sub(r"([多余])([元人户]|人次)$", r"\2\1", text),
    "blank": lambda text: re.sub(r"(?<=[万\d])(?=[元人户])", " ", text),
}
DIGITS = st.sampled_from(["1", "10", "100", "101", "120", "1001", "5", "31", "274", "110", "20.1", "8.95", "1.05"])
FIGURES = st.builds(
    lambda digits, scale, inside, unit: (digits, scale, inside, unit),
    *(DIGITS, st.sampled_from(["", "万", "亿", "千"]), st.sampled_from(["", "多", "余"])),
    st.sampled_from(["元", "人", "户", "人次"]),
)


@STEADY
@given(FIGURES, st.lists(st.sampled_from(sorted(SLIPS)), min_size=1, max_size=3, unique=True))
@example(("29.8", "万", "", "元"), ["万→w"])
@example(("51", "", "", "人"), ["1→l"])
@example(("120", "", "", "户"), ["0→O"])
@example(("26", "万", "多", "元"), ["apart"])
def test_a_cure_stands_for_the_number_that_was_meant(figure, slips):
    digits, scale, inside, unit = figure
    right = f"{digits}{scale}{inside}{unit}"
    meant = read(right, unit)
    assume(isinstance(meant, Quantity))
    typed = right
    for slip in slips:
        typed = SLIPS[slip](typed)
    assume(typed != right and re.search(r"\d", typed))
    found = read(typed, unit)
    if isinstance(found, Fault):
        cure = CURE.search(found.advice)
        found = read(cure[1], unit) if cure else None
        assert cure or len(slips) > 1, "one slip has a cure"
        assert cure is None or isinstance(found, Quantity)
    if found:
        assert (found.number, found.side, found.bounds.low, found.bounds.high, found.unit) == (
            meant.number, meant.side, meant.bounds.low, meant.bounds.high, meant.unit,
        )  # fmt: skip


JUNK = st.text(
    "0123456789.,，。·lIOowWkK〇一二三百千万萬亿成点几数多余约近共计人户元次%％（）() ", min_size=1, max_size=8
)


@STEADY
@given(JUNK, st.sampled_from(["人", "元", "户", "人次", "公里", "公斤"]), st.sampled_from(["", "万"]))
def test_whatever_was_typed_its_cure_is_read_and_keeps_the_digits(text, unit, scale):
    found = read(text, unit, scale)
    cure = CURE.search(found.advice) if isinstance(found, Fault) else None
    if cure:
        cured = read(cure[1], unit, scale)
        assert isinstance(cured, Quantity)
        assert cured.text == cure[1]
        if not re.search("[一二三百千万萬亿〇wWkK成点几数]", text):
            narrow = text.translate(str.maketrans("lIOo，", "1100,"))
            assert re.sub(r"\D", "", narrow) == re.sub(r"\D", "", cure[1])


UNCURED = [
    ("约五l户", "户"),
    ("十二O户", "户"),
    ("1千5人", "人"),
    ("30人（次）", "人次"),
    ("5l", "公斤"),
    ("5k", "公里"),
    ("500g", "公斤"),
]


@pytest.mark.parametrize(("typed", "unit"), UNCURED)
def test_a_slip_that_may_stand_for_two_numbers_has_no_cure(typed, unit):
    found = read(typed, unit)
    assert isinstance(found, Fault)
    assert not CURE.search(found.advice)


def test_a_figure_of_another_unit_is_sent_to_the_field_that_counts_it_and_never_renamed():
    names = ["人", "户", "人次", "户次", "元", "张", "亩", "场次", "户人"]
    for leaf in FIELDS:
        beside = dict(leaf.beside)
        for typed in names:
            found = read_quantity(f"975{typed}", leaf.unit, leaf.scale, beside=leaf.beside)
            if isinstance(found, Quantity):
                continue
            assert not CURE.search(found.advice), (leaf.path, typed)
            homes = [name for name, unit in beside.items() if unit.factor(typed) is not None]
            named = [name for name in WRITTEN_OUT.findall(found.advice) if name in beside]
            assert set(named) <= set(homes), (leaf.path, typed)
            assert bool(named) == bool(homes), (leaf.path, typed)


def test_the_field_itself_is_never_named_as_another():
    for leaf in FIELDS:
        found = read_quantity("975张桌子", leaf.unit, leaf.scale, beside=leaf.beside)
        assert isinstance(found, Fault)
        assert f"「{leaf.name}」" not in found.advice


FREE = [
    ("29.8w元", "298000", "29.8万元"),
    ("5l人", "51", "51人"),
    ("8.95萬元", "89500", "8.95万元"),
    ("12人。", "12", "12人"),
    ("26万元多", "260000", "26万多元"),
]


@pytest.mark.parametrize(("typed", "number", "cure"), FREE)
def test_a_slip_is_seen_where_any_unit_may_stand(typed, number, cure):
    found = misread(typed, UNITS)
    assert found is not None
    assert CURE.search(found.advice)[1] == cure
    unit = UNITS[cure[-1]]
    assert read_quantity(cure, unit).number == Fraction(number)


def test_a_cure_without_a_unit_asks_for_one():
    assert misread("29.8w", UNITS).advice == "请写「29.8万」，后面写上单位。"


OWN = ["数百人", "百余人次", "九成", "每人每月500元", "每户2万元", "15万5千元", "近千人次"]


@pytest.mark.parametrize("typed", OWN)
def test_a_figure_of_ones_own_is_read_as_others_are(typed):
    summary = built(form(f"临时救助: {{人次: 97人次, 金额: 3万元, 自定义: [{{名称: 慰问, 数值: {typed}}}]}}"))
    assert f"慰问{typed}" in text_of(summary)


@pytest.mark.parametrize("typed", ["12艘", "5kg", "30成人", "3件套", "12人", "数百艘"])
def test_a_unit_that_no_table_has_is_no_slip(typed):
    assert misread(typed, UNITS) is None


def form(body: str) -> str:
    return f"报告: town\n单位: 柳河镇\n年度: 2023\n{body}\n"


REMARKS = ["12.27万元（含价格补贴）", "12.27万元(不含上级补助)", "12.27万元 （其中含一次性补贴）"]


@pytest.mark.parametrize("typed", REMARKS)
def test_a_remark_in_brackets_is_not_printed_and_that_is_said(typed):
    summary = built(form(f'临时救助: {{人次: 97人次, 金额: "{typed}"}}'))
    assert "12.27万元" in text_of(summary)
    assert "补" not in text_of(summary).split("12.27万元")[1][:6]
    notices = [one for one in summary.problems if "不会印出来" in one.what]
    assert [one.severity for one in notices] == [Severity.NOTICE]
    assert summary.document is not None


@pytest.mark.parametrize(
    "typed", ["30人（次）", "17(含扩户8)人", "187户（含C级12户）", "5万元（约）", "30人（人次）", "5（预计）"]
)
def test_brackets_that_change_a_figure_or_hold_another_are_a_fault(typed):
    summary = built(form(f'临时救助: {{人次: "{typed}"}}\n低保: {{农村: {{户数: "{typed}"}}}}'))
    assert sum(one.severity is Severity.ERROR for one in summary.problems) == 2


@pytest.mark.parametrize("typed", ["暂无", "不详", "未统计", "待统计"])
def test_a_figure_that_is_not_known_yet_is_blank_with_a_notice(typed):
    summary = built(form(f"临时救助: {{人次: 97人次, 金额: {typed}}}\n殡葬: {{死亡: 121人, 火化: {typed}}}"))
    assert typed not in text_of(summary)
    assert sum(f"「{typed}」按没有填处理" in line for line in said(summary) if line.startswith("提示")) == 2
    assert not [line for line in said(summary) if line.startswith(("错误", "警告"))]


def test_what_the_sentence_says_already_is_not_printed_again():
    text = text_of(built(form("特困供养: {人数: 30人, 月标准: 每人每月770元}")))
    assert "每人每月770元" in text
    assert "每人每月每人每月" not in text


def test_a_unit_may_be_written_around_its_number(tmp_path):
    units = "units_yaml"
    shelf = trial(
        tmp_path,
        "粮: {kind: standard, unit: 公斤/月}",
        "标准为{{ 粮 }}。",
        **{units: "公斤/月: {same: [每人每月…公斤]}\n"},
    )
    text = text_of(built("报告: trial\n单位: 柳河镇\n年度: 2023\n试: {粮: 每人每月15公斤}\n", shelf=shelf))
    assert "标准为每人每月15公斤。" in text


def test_scales_may_not_be_counted_twice():
    for scale in SCALES:
        assert isinstance(read(f"近{scale}{scale}元", "元"), Fault)


def test_a_unit_of_ones_own_is_a_unit():
    assert read_quantity("数百艘", Unit("艘")).bounds.low == 200

import re
from decimal import Decimal
from fractions import Fraction
from operator import add, eq, ge, gt, le, lt, mul, sub, truediv

import pytest
from casefiles import CASES
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.chinese.numerals import capital_money, chinese_number, read_chinese_number
from generator.figures.interval import Bounds
from generator.figures.quantity import (
    QUALIFIERS_AFTER,
    QUALIFIERS_BEFORE,
    QUALIFIERS_INSIDE,
    SCALES,
    WIDE_TO_NARROW,
    Fault,
    Quantity,
    Unit,
    format_number,
    split_unit,
)
from generator.figures.reader import read_in_full, read_quantity
from generator.figures.totals import ends_of
from generator.figures.unfinished import is_masked
from generator.library.loading import load_library
from generator.library.overlays import open_shelf

UNITS = load_library(open_shelf(), "town")[0].units
STEADY = settings(derandomize=True, deadline=None, max_examples=200)


def unit_of(name: str) -> tuple[Unit, str]:
    scale, base = split_unit(name)
    return UNITS.get(base) or Unit("%" if base == "%" else base), scale


def read(text: str, unit: str = "元") -> Quantity | Fault:
    return read_quantity(text, *unit_of(unit))


def quantity_cases(file: str = "quantity.txt") -> list[tuple[int, str, str, list[str]]]:
    lines = (CASES / file).read_text(encoding="utf-8").split("\n")
    start = lines.index("")
    numbered = ((number, line) for number, line in enumerate(lines, 1) if number > start and line.strip())
    parts = [(number, line.split(" | ")) for number, line in numbered if not line.startswith("# ")]
    return [(number, typed.strip(), unit, expected) for number, (typed, unit, *expected) in parts]


CURE = re.compile("请改为「(.*?)」")
"""What a fault says to type instead: never another number than was meant."""


def number_of(text: str, unit: str) -> Fraction | None:
    """The number that a text is read as without a fault, qualified or not."""
    found = read(text, unit)
    assert isinstance(found, Quantity), f"{found.what}{found.advice}"
    return found.number


def bound(text: str) -> Fraction | None:
    return None if text == "…" else Fraction(text)


@pytest.mark.parametrize(
    ("typed", "unit", "expected"),
    [case[1:] for case in quantity_cases()],
    ids=[f"{number} {typed} {unit}" for number, typed, unit, _ in quantity_cases()],
)
def test_a_figure_is_read_and_printed_as_its_case_says(typed, unit, expected):
    if expected == ["空"]:
        assert is_masked(typed)
        return
    assert not is_masked(typed)
    found = read(typed, unit)
    if expected[0].startswith("！"):
        assert isinstance(found, Fault)
        assert f"！{found.what}{found.advice}" == expected[0]
        cure = CURE.search(found.advice)
        assert len(expected) == (2 if cure else 1), "say which number the cure must stand for"
        assert not cure or number_of(cure[1], unit) == Fraction(expected[1])
    else:
        printed, low, high = expected
        assert isinstance(found, Quantity)
        assert (found.text, *ends_of(found)) == (printed, bound(low), bound(high))


@pytest.mark.parametrize(
    ("typed", "unit", "expected"),
    [case[1:] for case in quantity_cases("rounding.txt")],
    ids=[f"{number} {typed} {unit}" for number, typed, unit, _ in quantity_cases("rounding.txt")],
)
def test_a_figure_is_known_as_far_as_its_case_says(typed, unit, expected):
    found = read(typed, unit)
    assert isinstance(found, Quantity)
    assert [found.bounds.low, found.bounds.high] == [bound(end) for end in expected]


SCALED = st.sampled_from(["万", "十万", "百万", "千万", "亿", "万亿"])


@STEADY
@given(st.decimals(min_value=Decimal("0.01"), max_value=9999, places=2), st.integers(0, 2), SCALED, st.fractions(0, 1))
def test_a_rounded_figure_may_be_every_number_that_rounds_to_it_and_no_other(number, places, scale, share):
    typed = format_number(Fraction(number), places)
    assume(Fraction(typed))
    found = read(f"{typed}{scale}元")
    assert isinstance(found, Quantity)
    low, high = found.bounds.low, found.bounds.high
    inside = low + (high - low) * share
    rounded = format_number(inside / SCALES[scale], places)
    assert rounded == typed or inside == high
    for outside in (low - Fraction(1, 100), high):
        assert format_number(outside / SCALES[scale], places) != typed


NAMED = [
    ("274人", True),
    ("3.41万人", True),
    ("无", True),
    ("近50人", False),
    ("50余人", False),
    ("约50人", False),
    ("5-10人", False),
]


@pytest.mark.parametrize(("typed", "is_one"), NAMED)
def test_a_figure_names_one_number_unless_it_is_qualified_or_a_range(typed, is_one):
    found = read(typed, "人")
    assert isinstance(found, Quantity)
    assert found.is_one_number is is_one


def test_every_qualifier_has_a_case():
    typed = [text for _, text, _, _ in quantity_cases()]
    words = [*QUALIFIERS_BEFORE, *QUALIFIERS_INSIDE, *QUALIFIERS_AFTER]
    assert [word for word in words if not any(word in text for text in typed)] == []


PLAIN_UNITS = st.sampled_from(["", "元", "万元", "亿元", "千元"])
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)


def grouped(number: Decimal) -> str:
    return f"{number:,f}"


def widened(text: str) -> str:
    return text.translate(
        {narrow: wide for wide, narrow in zip("０１２３４５６７８９．，", map(ord, "0123456789.,"), strict=True)}
    )


@STEADY
@given(AMOUNTS, PLAIN_UNITS, st.booleans(), st.booleans())
@example(Decimal("1000000000.00"), "", True, False)
def test_a_plain_number_prints_as_typed_but_for_commas_wide_digits_and_zeros_that_say_nothing(
    number, unit, commas, wide
):
    digits = grouped(number) if commas else f"{number:f}"
    found = read((widened(digits) if wide else digits) + unit)
    assert isinstance(found, Quantity)
    is_rounded = number and unit not in ("", "元")
    assert found.text == f"{number:f}".removesuffix("" if is_rounded else ".00") + (unit or "元")


@STEADY
@given(AMOUNTS, st.sampled_from(["", *SCALES]))
def test_an_exact_amount_is_the_number_times_its_scale(number, scale):
    found = read(f"{number:f}{scale}元")
    assert isinstance(found, Quantity)
    assert found.is_one_number
    assert found.value == Fraction(number) * SCALES.get(scale, 1)
    assert found.bounds.low <= found.value < found.bounds.high or found.is_known


BEFORE = st.sampled_from(["", *QUALIFIERS_BEFORE])
INSIDE = st.sampled_from(["", *QUALIFIERS_INSIDE])
AFTER = st.sampled_from(["", *QUALIFIERS_AFTER])
TYPED = st.one_of(
    st.builds(
        "{}{}{}{}".format, BEFORE, st.integers(0, 99999), st.sampled_from(["", *SCALES]), st.sampled_from(["", "元"])
    ),
    st.builds("{}{}{}元".format, st.integers(1, 999), INSIDE, st.sampled_from(["", *SCALES])),
    st.builds("{}{}元{}".format, st.integers(1, 999), st.sampled_from(["", *SCALES]), AFTER),
    st.builds("{}{}{}元".format, st.integers(0, 9), st.sampled_from(["-", "—", "～", "至", "到"]), st.integers(10, 99)),
    st.builds(
        "{}{}{}元".format,
        st.sampled_from(["近", "超", "约", "上"]),
        st.sampled_from(list("百千")),
        st.sampled_from(["", "万"]),
    ),
    st.builds(
        "{}{}元".format,
        st.sampled_from(["几", "数", "二三", "两三", "三五", "八九"]),
        st.sampled_from(["十", "百", "千", "十万", "百万"]),
    ),
    st.builds(
        "{}{}{}元".format, st.integers(1, 999), st.sampled_from(["万", "亿"]), st.sampled_from(["3千", "2百", "1千余"])
    ),
    st.sampled_from(
        [
            "无",
            "零",
            "二百七十四",
            "三万五千元",
            "1,227,396元",
            "３７万元",
            "约50余万元",
            "5元-10万元",
            "百余万元",
            "共计56万元",
            "三点五万",
        ]
    ),
)


@STEADY
@given(TYPED, st.sampled_from(["元", "万元"]))
def test_reading_what_was_printed_gives_the_same_quantity(typed, unit):
    found = read(typed, unit)
    assert isinstance(found, Quantity)
    again = read(found.text, unit)
    assert isinstance(again, Quantity)
    assert (again.text, again.low, again.high) == (found.text, found.low, found.high)


@STEADY
@given(st.text(max_size=30) | st.text("0123456789.,，%-—～万亿元人户约近余多以上一二十百零 ", max_size=12))
@example("1" * 5000)
@example("1," * 300 + "1")
def test_any_text_is_a_quantity_or_a_fault_in_chinese(text):
    found = read(text, "人")
    if isinstance(found, Fault):
        assert found.what.startswith(("「", "看不懂", "读不准"))
        assert found.advice.endswith("。")
        assert len(found.what + found.advice) < 200
    else:
        digits = [char for char in text.translate(WIDE_TO_NARROW) if char in "0123456789"]
        assert [char for char in found.text if char in "0123456789"] == (
            digits or [char for char in found.text if char == "0"]
        )


POINTS = st.fractions(min_value=0, max_value=10**6, max_denominator=100)
WHOLE_POINTS = st.integers(-20, 20).map(Fraction)


@st.composite
def bounds_with_a_point(draw, points=POINTS):
    """An interval of some quantity, and one of the numbers it may stand for."""
    ends = sorted((draw(points), draw(points), draw(points)))
    exact = draw(st.booleans())
    low, point, high = (ends[1],) * 3 if exact else ends
    return Bounds(draw(st.just(low) | st.none()), draw(st.just(high) | st.none())), point


@STEADY
@given(bounds_with_a_point(), bounds_with_a_point(), st.sampled_from([add, sub, mul, truediv]))
def test_arithmetic_on_bounds_holds_every_result_on_points(one, other, operation):
    (left, a), (right, b) = one, other
    assume(operation is not truediv or b)
    result, point = operation(left, right), operation(a, b)
    assert result.low is None or result.low <= point
    assert result.high is None or point <= result.high


@STEADY
@given(
    bounds_with_a_point(WHOLE_POINTS),
    bounds_with_a_point(WHOLE_POINTS),
    st.sampled_from([add, sub, mul, truediv]),
)
def test_arithmetic_on_bounds_holds_below_zero_too(one, other, operation):
    (left, a), (right, b) = one, other
    assume(operation is not truediv or b)
    result, point = operation(left, right), operation(a, b)
    assert result.low is None or result.low <= point
    assert result.high is None or point <= result.high


@STEADY
@given(bounds_with_a_point(WHOLE_POINTS), bounds_with_a_point(WHOLE_POINTS), st.sampled_from([lt, le, eq, ge, gt]))
def test_a_comparison_that_points_can_meet_is_never_false(one, other, compare):
    (left, a), (right, b) = one, other
    assert compare(left, right) or not compare(a, b)


@STEADY
@given(WHOLE_POINTS, WHOLE_POINTS, st.sampled_from([add, sub, mul, truediv, lt, le, eq, ge, gt]))
def test_exact_bounds_reckon_like_the_numbers_they_are(a, b, operation):
    assume(operation is not truediv or b > 0)
    result = operation(Bounds(a, a), Bounds(b, b))
    expected = operation(a, b)
    assert (result if isinstance(expected, bool) else (result.low, result.high)) == (
        expected if isinstance(expected, bool) else (expected, expected)
    )


def test_a_plain_number_takes_part_in_rules():
    three = Bounds(Fraction(3), Fraction(3))
    for result in (2 + three, three + 2, 8 - three, 15 / three, three * 5 / 3):
        assert result.is_known
        assert result == 5
    assert three * 1.1 == Fraction("3.3")
    assert (three == 4) is False
    assert three != 4


@pytest.mark.parametrize(
    ("tolerance", "absolute", "met", "broken"),
    [("0", False, 100, 101), ("1/100", False, 101, 102), ("5", True, 105, 106)],
)
def test_tolerance_is_a_share_of_the_larger_side_or_an_amount(tolerance, absolute, met, broken):
    hundred = replace(Bounds(Fraction(100), Fraction(100)), tolerance=Fraction(tolerance), absolute=absolute)
    assert hundred == met
    assert met == hundred
    assert (hundred == broken) is False
    assert hundred >= met
    assert (hundred >= broken) is False


@pytest.mark.parametrize(
    ("typed", "rule", "holds"),
    [
        ("近50万元", lambda sum_: sum_ == 500000, True),
        ("近50万元", lambda sum_: sum_ == 480000, True),
        ("近50万元", lambda sum_: sum_ == 510000, False),
        ("超过50万元", lambda sum_: sum_ == 510000, True),
        ("超过50万元", lambda sum_: sum_ == 490000, False),
        ("超过50万元", lambda sum_: sum_ <= 490000, False),
        ("超过50万元", lambda sum_: sum_ <= 990000, True),
        ("约50万元", lambda sum_: sum_ == 1, True),
        ("5-10元", lambda sum_: sum_ == 7, True),
        ("5-10元", lambda sum_: sum_ == 11, False),
    ],
)
def test_a_qualified_figure_fails_a_rule_only_on_its_closed_side(typed, rule, holds):
    found = read(typed)
    assert bool(rule(Bounds(found.low, found.high))) is holds


def test_the_value_of_a_qualified_figure_is_never_taken_for_exact():
    with pytest.raises(ValueError, match="超过50万元"):
        _ = read("超过50万元").value


def chinese(number: int) -> str:
    """A numeral as GB/T 15835-2011 spells it, written independently of the reader."""
    if number == 0:
        return "零"
    text, zero = "", False
    for size, unit in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, size)
        if not section:
            zero = bool(text)
            continue
        text += ("零" if text and (zero or section < 1000) else "") + section_of(section) + unit
        zero = False
    return text


def section_of(number: int) -> str:
    text, zero = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if zero else "") + "零一二三四五六七八九"[digit] + unit
        zero = bool(text) and not digit
    return text


@STEADY
@given(st.integers(0, 99_999_999) | st.integers(0, 9999))
@example(10)
@example(10_000)
@example(10_100_010)
@example(20_000_003)
def test_chinese_numerals_are_read_back(number):
    spelled = chinese(number)
    assert read_chinese_number(spelled) == number
    assert read_chinese_number(spelled.replace("零", "〇")) == number
    if spelled.startswith("一十"):
        assert read_chinese_number(spelled[1:]) == number


@STEADY
@given(st.text("零〇一二两三四五六七八九十百千万亿几余", max_size=8))
def test_a_chinese_numeral_is_read_only_if_it_is_spelled_as_its_number(text):
    number = read_chinese_number(text)
    if number is not None:
        spelled = text.replace("两", "二").replace("〇", "零")
        assert re.sub("^十|(?<=零)十", "一十", spelled) == chinese(number)


def test_headings_count_in_chinese():
    names = [chinese_number(number) for number in (1, 9, 10, 11, 19, 20, 21, 40, 99)]
    assert names == ["一", "九", "十", "十一", "十九", "二十", "二十一", "四十", "九十九"]


@pytest.mark.parametrize(
    ("yuan", "capitals"),
    [
        ("0", "零元整"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("100", "壹佰元整"),
        ("148000", "壹拾肆万捌仟元整"),
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("0.5", "伍角"),
        ("0.05", "伍分"),
        ("10000", "壹万元整"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("1000010000", "壹拾亿零壹万元整"),
        ("20000500", "贰仟万零伍佰元整"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_money_is_written_as_on_vouchers(yuan, capitals):
    assert capital_money(Decimal(yuan)) == capitals


@pytest.mark.parametrize("yuan", ["-1", "0.001", "1000000000000"])
def test_what_no_voucher_can_hold_is_refused(yuan):
    with pytest.raises(ValueError, match="not a sum of money"):
        capital_money(Decimal(yuan))


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        (Fraction(274), None, "274"),
        (Fraction(1, 2), None, "0.5"),
        (Fraction(1, 3), None, "0.3333"),
        (Fraction(2, 3), 2, "0.67"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(10**15), None, "1000000000000000"),
        (Fraction(1), 1, "1.0"),
    ],
)
def test_numbers_print_in_plain_digits_rounded_half_up(number, digits, text):
    assert format_number(number, digits) == text


@given(
    st.sampled_from(("0", "1", "274", "007", "12345678901234567", "０", "２７４", "1.5", "1,000", "约5", "")),
    st.sampled_from(("人", "户", "千克", "元", "万元", "元/月", "多元", "人以上", "%", "百人", " 人", "")),
    st.sampled_from(
        (Unit("人", whole=True), Unit("元"), Unit("千克"), Unit("元/月"), Unit("%"), Unit("多元"), Unit("百人"))
    ),
    st.sampled_from(("", "万")),
)
def test_a_plain_figure_reads_at_a_glance_as_it_would_in_full(number, typed, unit, scale):
    assert read_quantity(number + typed, unit, scale) == read_in_full(number + typed, unit, scale)

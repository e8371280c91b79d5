"""What figures come to together: never finer than the coarsest of them, and held against what was typed."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.figures.quantity import SCALES, Quantity, Unit, format_number
from generator.figures.reader import read_quantity
from generator.figures.totals import in_ten_thousands, round_to, total

YUAN = Unit("元")
STEPS = {"万": 10**4, "亿": 10**8}


def read(text):
    found = read_quantity(text, YUAN)
    assert isinstance(found, Quantity), found
    return found


rounded = st.tuples(st.integers(1, 99_999), st.integers(0, 4), st.sampled_from(["万", "亿"])).map(
    lambda drawn: (
        f"{format_number(Fraction(drawn[0], 10 ** drawn[1]), drawn[1])}{drawn[2]}元",
        STEPS[drawn[2]] / Fraction(10 ** drawn[1]),
    )
)
exact = st.integers(1, 9_999_999_999).map(lambda drawn: (f"{format_number(Fraction(drawn, 100), 2)}元", Fraction(0)))
parts = st.lists(st.one_of(rounded, exact), min_size=1, max_size=6)


@given(parts)
def test_a_sum_prints_no_digit_that_its_parts_do_not_carry(drawn):
    found = total([read(text) for text, _ in drawn], "元")
    step = max(step for _, step in drawn)
    printed = read(found.text).value
    assert not step or printed % step == 0
    assert printed == round_to(sum(read(text).value for text, _ in drawn), step)
    assert len(found.text) <= 30


large = st.integers(10**10, 10**12).map(lambda drawn: f"{format_number(Fraction(drawn, 100), 2)}元")


@given(
    st.lists(large, min_size=1, max_size=6),
    st.sampled_from(["万", "亿"]),
    st.integers(0, 4),
    st.integers(1, 3),
    st.booleans(),
)
def test_a_typed_total_passes_when_rightly_rounded_and_fails_when_off_by_its_last_digit(
    texts, scale, places, off, more
):
    summed = total([read(text) for text in texts], "元")
    step = Fraction(SCALES[scale], 10**places)
    right = round_to(summed.value, step)
    assume(right)
    assert (typed(right, scale, places).bounds == summed.bounds) is True
    wrong = right + off * step * (1 if more else -1)
    assume(wrong > 0)
    assert (typed(wrong, scale, places).bounds == summed.bounds) is False


def typed(number, scale, places):
    return read(f"{format_number(number / SCALES[scale], places)}{scale}元")


@given(parts, st.data())
def test_what_the_rounded_parts_may_be_is_never_a_contradiction(drawn, data):
    """Whatever the true figures were, their true sum rightly rounded is within the bounds of the typed parts' sum."""
    true = []
    for text, step in drawn:
        share = data.draw(st.fractions(0, 1, max_denominator=1000))
        assume(share < 1)
        true.append(read(text).value + step * (share - Fraction(1, 2)))
    found = total([read(text) for text, _ in drawn], "元")
    scale = data.draw(st.sampled_from(["万", "亿"]))
    right = round_to(sum(true), Fraction(SCALES[scale], 100))
    assume(right)
    assert (typed(right, scale, 2).bounds == found.bounds) is True


def last_digit(number: int) -> int:
    """What one in the last digit of a whole number that is not 0 is worth."""
    return 10 ** (len(str(number)) - len(str(number).rstrip("0")))


LOWER_WORDS = [
    ("超过{}元", 1),
    ("{}多元", 1),
    ("{}余万元", 10**4),
    ("{}万余元", 10**4),
    ("不少于{}元", 1),
    ("{}元以上", 1),
]
UPPER_WORDS = [("近{}元", 1), ("不足{}元", 1), ("近{}万元", 10**4), ("{}元以内", 1)]
ESTIMATED = {
    "数百元": 100,
    "几十万元": 10**5,
    "二三十元": 10,
    "百余元": 100,
    "万余元": 10**4,
    "十几万元": 10**5,
    "上千元": 1000,
}
"""Figures in words alone, and what one in their last digit is worth."""


def qualified(words):
    numbers = st.integers(1, 9999).filter(lambda number: number % 10000)
    return st.tuples(numbers, st.sampled_from(words)).map(
        lambda drawn: (drawn[1][0].format(drawn[0]), Fraction(last_digit(drawn[0]) * drawn[1][1]))
    )


more = st.one_of(qualified(LOWER_WORDS), st.sampled_from([(text, Fraction(n)) for text, n in ESTIMATED.items()]))
less = qualified(UPPER_WORDS)
ALL = st.one_of(rounded, exact, more, less)


@given(st.lists(ALL, min_size=1, max_size=6))
def test_a_sum_of_qualified_figures_prints_no_digit_that_its_parts_do_not_carry(drawn):
    parts = [read(text) for text, _ in drawn]
    found = total(parts, "元")
    assert found is not None
    step = max(step for _, step in drawn)
    assert not step or read(found.text).number % step == 0


@given(st.lists(st.one_of(exact, more), min_size=1, max_size=5), st.sampled_from([1, 10, 10**4]), st.integers(1, 3))
def test_a_typed_total_below_what_its_parts_are_at_least_fails(drawn, step, off):
    least = sum(read(text).number for text, _ in drawn)
    found = total([read(text) for text, _ in drawn], "元")
    enough, short = round_to(least, Fraction(step), 1), round_to(least, Fraction(step), -1) - off * step
    assert (plain(enough).bounds == found.bounds) is True or all(read(text).is_one_number for text, _ in drawn)
    assume(short > 0)
    assert (plain(short).bounds == found.bounds) is False


@given(st.lists(st.one_of(exact, less), min_size=1, max_size=5), st.sampled_from([1, 10, 10**4]), st.integers(1, 3))
def test_a_typed_total_above_what_its_parts_are_at_most_fails(drawn, step, off):
    most = sum(read(text).number for text, _ in drawn)
    found = total([read(text) for text, _ in drawn], "元")
    assert (plain(round_to(most, Fraction(step), 1) + off * step).bounds == found.bounds) is False


def plain(number):
    return read(f"{format_number(number, 0)}元")


QUALIFIED = [
    (["60多元", "158元"], "超过210元"),
    (["不少于60元", "158元"], "不少于210元"),
    (["近60元", "151元"], "近220元"),
    (["约300元", "58元"], "约400元"),
    (["约4100元", "167元"], "约4300元"),
    (["超过3.41万元", "7754元"], "超过4.18万元"),
    (["10-20元", "3.5万元"], "3.5～3.6万元"),
    (["数百元", "58元"], "不少于200元"),
    (["百余元", "158元"], "超过200元"),
    (["二三十元", "7元"], "不少于20元"),
    (["近百万元", "3万元"], "近200万元"),
    (["10-20元", "近30元"], None),
]


@pytest.mark.parametrize(("texts", "expected"), QUALIFIED, ids=["+".join(texts) for texts, _ in QUALIFIED])
def test_a_qualified_sum_is_rounded_to_the_side_on_which_it_stays_true(texts, expected):
    found = total([read(text) for text in texts], "元")
    assert (found and found.text) == expected


IN_TEN_THOUSANDS = [
    (["1.2亿元", "3200万元"], "1.5亿元"),
    (["10千万元", "174.85万元"], "10千万元"),
    (["约1亿元", "30万元"], "约1亿元"),
    (["3.4567亿元", "12万元"], "34579万元"),
    (["约500万元", "30万元"], "约500万元"),
    (["约5000000元", "300000元"], "约500万元"),
    (["6123456元", "1元"], "612.35万元"),
]


@pytest.mark.parametrize(
    ("texts", "expected"), IN_TEN_THOUSANDS, ids=["+".join(texts) for texts, _ in IN_TEN_THOUSANDS]
)
def test_a_sum_told_in_ten_thousands_gains_no_digit(texts, expected):
    found = total([read(text) for text in texts], "元")
    assert found is not None
    assert in_ten_thousands(found, 2).text == expected

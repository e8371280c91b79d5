"""What figures come to together: never finer than the coarsest of them, and held against what was typed."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.figures.quantity import SCALES, Quantity, Unit, format_number
from generator.figures.reader import read_quantity
from generator.figures.totals import round_to, total

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


QUALIFIED = [
    (["60多元", "158元"], "超过210元"),
    (["不少于60元", "158元"], "不少于210元"),
    (["近60元", "151元"], "近220元"),
    (["约300元", "58元"], "约400元"),
    (["约4100元", "167元"], "约4300元"),
    (["超过3.41万元", "7754元"], "超过4.18万元"),
    (["10-20元", "3.5万元"], "3.5—3.6万元"),
    (["10-20元", "近30元"], None),
]


@pytest.mark.parametrize(("texts", "expected"), QUALIFIED, ids=["+".join(texts) for texts, _ in QUALIFIED])
def test_a_qualified_sum_is_rounded_to_the_side_on_which_it_stays_true(texts, expected):
    found = total([read(text) for text in texts], "元")
    assert (found and found.text) == expected

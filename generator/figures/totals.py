"""What figures come to together, printed no finer than the coarsest of them.

7754人 and 3.41万人 are 4.19万人: the sum is known to no more than the last digit of 3.41万.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from msgspec.structs import replace

from generator.chinese.ranges import BETWEEN
from generator.figures.interval import NOTHING, Bounds
from generator.figures.quantity import (
    LARGE_SUM,
    LOWER,
    NO_STEP,
    SCALES,
    SIDES,
    TEN_THOUSAND,
    UPPER,
    Quantity,
    exact_quantity,
    format_number,
    format_scaled,
    format_shortest,
    smallest_scale,
)

STRICTLY_MORE = frozenset(("超过", "突破", "逾", "超", "余", "多"))
NEARLY = frozenset(("将近", "接近", "近", "不足", "不到"))
MORE_THAN, AT_LEAST, ALMOST, AT_MOST, ABOUT = "超过", "不少于", "近", "不超过", "约"
"""How a sum is qualified, by how its parts are."""
SIDE_SIGNS = {LOWER: -1, UPPER: 1}
TEN = Fraction(10)
FINEST = -12
"""Places beyond which no digit is looked for."""


def total(quantities: Sequence[Quantity], unit: str) -> Quantity | None:
    """The sum of quantities in ``unit``; None where ranges and qualified ones come together.

    Qualified when some parts are, between two ends when some are ranges.
    """
    nominal = [one.number for one in quantities if one.number is not None]
    if len(nominal) == len(quantities):
        number = sum(nominal, Fraction(0))
        if all(one.is_one_number for one in quantities):
            return rounded_total(number, bounds_of(quantities), quantities, unit)
        return _qualified(number, quantities, unit)
    if all(one.low is not None and one.high is not None for one in quantities):
        return _between(quantities, unit)
    return None


def bounds_of(quantities: Sequence[Quantity]) -> Bounds:
    """The interval that a sum of quantities lies in."""
    return sum((one.bounds for one in quantities), NOTHING)


def rounded_total(number: Fraction, bounds: Bounds, parts: Sequence[Quantity], unit: str) -> Quantity:
    """The quantity that follows from ``parts`` as ``number``, printed to the last digit of the coarsest of them."""
    scale, step = _coarsest(parts)
    if not step:
        return exact_quantity(number, unit, scale)
    return Quantity(_shown(number, scale, step), unit, "", bounds.low, bounds.high, scale, number, step=step)


def _qualified(number: Fraction, quantities: Sequence[Quantity], unit: str) -> Quantity:
    """A sum with a word before it that says on which side of it the true one lies; it is rounded to that side."""
    word = _qualifier(quantities)
    side, bounds = SIDES[word], bounds_of(quantities)
    low, high = (bounds.low if side == LOWER else None), (bounds.high if side == UPPER else None)
    scale, step = _coarsest(quantities)
    found = Quantity("", unit, "", low, high, scale, number, step=step, word=word)
    said = round_to(number, step, side_of(found))
    return replace(found, before=f"{word}{_shown(said, scale, step)}", number=said)


def side_of(quantity: Quantity) -> int:
    """Where a qualified number may be rounded to and stay true: down (-1) when it is the least, up (1) the most; else 0."""
    return SIDE_SIGNS.get(quantity.side, 0)


def _between(quantities: Sequence[Quantity], unit: str) -> Quantity:
    """A sum between two ends; rounded parts count as what they name."""
    ends = [ends_of(one) for one in quantities]
    low, high = (sum((pair[side] or Fraction(0) for pair in ends), Fraction(0)) for side in (0, 1))
    scale, step = _coarsest(quantities)
    return between(round_to(low, step, -1), round_to(high, step, 1), scale, unit)


def in_ten_thousands(quantity: Quantity, digits: int) -> Quantity:
    """A large amount as it prints in 万元 to ``digits`` places; its value, and a small one, stay as they are.

    So does one in 亿 or 千万 whose last digit is worth more than 万: 1.2亿元 carries no 12000.
    """
    number = quantity.number
    is_coarser = quantity.scale not in ("", TEN_THOUSAND) and quantity.step > SCALES[TEN_THOUSAND]
    if number is None or number < LARGE_SUM or is_coarser:
        return quantity
    word = "" if quantity.is_one_number else quantity.before.removesuffix(format_scaled(number, quantity.scale))
    step = max(quantity.step, Fraction(SCALES[TEN_THOUSAND]) / 10**digits)
    shown = format_shortest(round_to(number, step, side_of(quantity)) / SCALES[TEN_THOUSAND], digits)
    return replace(quantity, before=f"{word}{shown}{TEN_THOUSAND}", scale=TEN_THOUSAND)


def ends_of(quantity: Quantity) -> tuple[Fraction | None, Fraction | None]:
    """The two ends that were typed: those of a range, or one number twice, however it is rounded."""
    number = quantity.number if quantity.is_one_number else None
    return (quantity.low, quantity.high) if number is None else (number, number)


def between(low: Fraction, high: Fraction, scale: str, unit: str) -> Quantity:
    """The quantity from ``low`` to ``high``: one number when they are the same."""
    if low == high:
        return exact_quantity(low, unit, scale)
    size = SCALES.get(scale, 1)
    return Quantity(
        f"{format_number(low / size)}{BETWEEN}{format_number(high / size)}{scale}", unit, "", low, high, scale
    )


def _qualifier(quantities: Sequence[Quantity]) -> str:
    """The word for a sum: parts of one kind keep it, 超过 and 近 together make 约."""
    words = {one.word or ABOUT for one in quantities if not one.is_one_number}
    sides = {SIDES[word] for word in words}
    if sides == {LOWER}:
        return MORE_THAN if words <= STRICTLY_MORE else AT_LEAST
    if sides == {UPPER}:
        return ALMOST if words <= NEARLY else AT_MOST
    return ABOUT


def _coarsest(quantities: Sequence[Quantity]) -> tuple[str, Fraction]:
    """The scale a sum prints in, and what one in its last digit is worth: those of its coarsest part."""
    counted = [one for one in quantities if one.number != 0]
    step = max((step_of(one) for one in counted), default=NO_STEP)
    coarse = [one for one in counted if step_of(one) == step]
    if any(one.factor != 1 for one in counted):
        return "", _power_of_ten(step)
    return (smallest_scale(one.scale for one in coarse) if coarse else ""), step


def step_of(quantity: Quantity) -> Fraction:
    """What one in the last digit of a figure is worth that is known no better; 0 for one that is exact.

    A qualified number is no finer than its last digit that is not 0: 60多 is counted in tens.
    """
    if quantity.number is None or quantity.is_one_number:
        return quantity.step
    step = Fraction(1)
    while (quantity.number / (step * 10)).denominator == 1 and quantity.number:
        step *= 10
    while (quantity.number / step).denominator != 1 and step > TEN**FINEST:
        step /= 10
    return max(step, quantity.step)


def _power_of_ten(step: Fraction) -> Fraction:
    """The least power of ten that is not less than ``step``; 0 stays 0."""
    power = Fraction(1)
    while step and power < step:
        power *= 10
    while step and power / 10 >= step:
        power /= 10
    return power if step else NO_STEP


def round_to(number: Fraction, step: Fraction, direction: int = 0) -> Fraction:
    """``number`` in whole ``step``s: half up, or always down (-1) or up (1)."""
    if not step:
        return number
    count = number / step
    if direction > 0:
        return -(-count // 1) * step
    return (count // 1 if direction < 0 else (count + Fraction(1, 2)) // 1) * step


def _shown(number: Fraction, scale: str, step: Fraction) -> str:
    """``number`` in ``scale``, with the places that ``step`` leaves."""
    size = Fraction(SCALES.get(scale, 1))
    places = next((n for n in range(-FINEST) if (step * 10**n / size).denominator == 1), -FINEST) if step else -FINEST
    return f"{format_shortest(round_to(number, step) / size, places)}{scale}"


class Said(NamedTuple):
    """A number that follows from others, as it may be said of them."""

    text: str
    about: str
    """约 where it is not known to less than one in its last digit."""


def said_of(number: Fraction, bounds: Bounds, digits: int, never: tuple[int, ...] = ()) -> Said:
    """``number`` to at most ``digits`` places, and no more of them than its ``bounds`` leave.

    To as many more as it takes where it would read as one of ``never`` that it is not: what is left of 300万 is
    0.04%, not nothing, so it fell by 99.96%.
    """
    if bounds.is_known or bounds.low is None or bounds.high is None:
        text, is_certain = format_shortest(number, digits), bounds.is_known
    else:
        width, step = bounds.high - bounds.low, 1 / TEN**digits
        is_certain = width <= step
        while step * 10 <= min(width, abs(number)):
            step *= 10
        text = format_shortest(round_to(number, step), digits)
    while digits < -FINEST and Fraction(text) in never and Fraction(text) != number:
        digits += 1
        text = format_shortest(number, digits)
    return Said(text, "" if is_certain else ABOUT)

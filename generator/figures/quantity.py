"""A figure as a value: number, 万/亿, unit, qualifier or range, with exact bounds.

A quantity prints as it was typed. For arithmetic it is an interval: 274 is [274, 274], 超过50万 is
[500000, ∞), 近50万 is (-∞, 500000], 数百 is [200, 1000); a comparison holds unless no value in the intervals can
satisfy it, so a qualified figure never fails an equality it may well meet.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from generator.chinese.numerals import SOME
from generator.figures.interval import Bounds

WIDE_TO_NARROW = str.maketrans("０１２３４５６７８９．，％／－＋", "0123456789.,%/-+")

ZERO_WORDS = frozenset(("无", "没有", "零"))

LOWER, UPPER, AROUND = "lower", "upper", "around"
QUALIFIERS_BEFORE = {
    "不少于": LOWER, "不低于": LOWER, "至少": LOWER, "超过": LOWER, "突破": LOWER, "逾": LOWER, "超": LOWER,
    "不超过": UPPER, "不多于": UPPER, "不足": UPPER, "不到": UPPER, "至多": UPPER, "最多": UPPER,
    "将近": UPPER, "接近": UPPER, "近": UPPER,
    "大约": AROUND, "约": AROUND,
}  # fmt: skip
"""Words before a number, and on which side of it the true value lies."""
QUALIFIERS_BEFORE_ROUND = {"上": LOWER}
"""The same before a unit that stands for a number alone: 上百, 上千万."""
QUALIFIERS_INSIDE = {"余": LOWER, "多": LOWER}
QUALIFIERS_AFTER = {
    "及以上": LOWER, "以上": LOWER, "及以下": UPPER, "以下": UPPER, "以内": UPPER,
    "左右": AROUND, "上下": AROUND,
}  # fmt: skip
ESTIMATES = dict.fromkeys(SOME, LOWER)
"""Words of a number that is only an estimate: 几十, 数百, and 二三十 as well. It counts as the least of what it may be."""
SIDES = {**QUALIFIERS_BEFORE, **QUALIFIERS_BEFORE_ROUND, **QUALIFIERS_INSIDE, **QUALIFIERS_AFTER, **ESTIMATES}
ABOUT_WORDS = frozenset(word for word, side in SIDES.items() if side == AROUND)
TEN_THOUSAND = "万"
SCALES = {"百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
PERCENT_UNITS = ("%", "‰")
NO_STEP = Fraction(0)
LARGE_SUM = 10**5
"""From here on sums of money print and are charted in 万元."""


class Fault(Struct, frozen=True):
    """Why a text is no figure of its field, and what to type instead."""

    what: str
    advice: str


class Unit(Struct, frozen=True):
    """A unit with what may be typed for it: synonyms of equal size, and others with their factor."""

    name: str
    whole: bool = False
    """Whether only whole numbers of it exist: people, households, beds."""
    accepted: tuple[tuple[str, Fraction], ...] = ()

    @property
    def of_equal_size(self) -> tuple[str, ...]:
        """Its name and its synonyms."""
        return self.name, *(name for name, factor in self.accepted if factor == 1)

    def factor(self, typed: str) -> Fraction | None:
        """How many of this unit one of ``typed`` is, or None when it measures something else."""
        if typed == self.name:
            return Fraction(1)
        return next((factor for name, factor in self.accepted if name == typed), None)


class Quantity(Struct, frozen=True):
    """A figure as typed. ``before`` + ``unit`` + ``after`` is what prints; bounds are in base units."""

    before: str
    """Everything up to the unit: qualifier, digits, 万/亿."""
    unit: str
    """The unit as typed, or the field's own when none was typed."""
    after: str
    """以上, 左右 and the like."""
    low: Fraction | None
    high: Fraction | None
    """What its true value lies between: half a step about a rounded number."""
    scale: str = ""
    """万, 亿 … as typed."""
    number: Fraction | None = None
    """The one number it is, or that its qualifier speaks of, in base units: 50万 in 近50万; None for a range."""
    factor: Fraction = Fraction(1)
    """How many base units one of the typed unit is: 1/2 for 斤 in a field of 公斤."""
    step: Fraction = NO_STEP
    """What one in its last digit is worth, when it is rounded to that: 100 in 3.41万; 0 for 274 and 12.5元."""
    word: str = ""
    """The word of ``SIDES`` that qualifies it: 近, 余, 左右; 几 for every estimate."""
    is_spelled: bool = False
    """Whether its unit stands in its words already: 百分之五, 九成."""

    @property
    def text(self) -> str:
        """The figure as it prints."""
        return f"{self.before}{'' if self.is_spelled else self.unit}{self.after}"

    @property
    def side(self) -> str:
        """On which side of its number the true value lies; empty when it is not qualified."""
        return SIDES.get(self.word, "")

    @property
    def is_one_number(self) -> bool:
        """Whether what was typed names one number, neither qualified nor a range; 3.41万 does, though it is rounded."""
        return self.number is not None and self.low is not None and self.high is not None and not self.word

    @property
    def is_known(self) -> bool:
        """Whether it can be no other number: its bounds are one."""
        return self.low is not None and self.low == self.high

    @property
    def about(self) -> bool:
        """Whether it is only said to be about one number: 约50万, 20左右."""
        return self.low is None and self.high is None and self.number is not None

    @property
    def value(self) -> Fraction:
        """The number of a quantity that names one, in base units; ValueError for any other."""
        if self.number is None or not self.is_one_number:
            raise ValueError(f"not one number: {self.text}")
        return self.number

    @property
    def named(self) -> Bounds:
        """The one number it names, as if it were known to be that; ValueError for any other."""
        return Bounds(self.value, self.value)

    @property
    def bounds(self) -> Bounds:
        """The interval its true value lies in.

        34150 itself is not in that of 3.41万, for it would be 3.42万, nor 200 in that of 百余.
        """
        open_ended = self.side == LOWER or (bool(self.step) and self.is_one_number)
        return Bounds(self.low, self.high, without_high=open_ended)


def exact_quantity(value: Fraction, unit: str, scale: str = "") -> Quantity:
    """The quantity that is just ``value`` base units, printed in ``scale`` with every place."""
    return Quantity(format_scaled(value, scale), unit, "", value, value, scale, value)


def split_unit(unit: str) -> tuple[str, str]:
    """A declared unit as scale and base: 万元 → (万, 元), 户 → ("", 户)."""
    scale = _scale_of(unit)
    return (scale, unit[len(scale) :]) if len(unit) > len(scale) else ("", unit)


def _scale_of(unit: str) -> str:
    return next((scale for scale in sorted(SCALES, key=len, reverse=True) if unit.startswith(scale)), "")


def smallest_scale(scales: Iterable[str]) -> str:
    """The smallest of some scales, in which a sum of figures prints: 万 for 3200万 and 1.29亿."""
    return min(scales, key=lambda scale: SCALES.get(scale, 1))


def format_number(number: Fraction, digits: int | None = None) -> str:
    """``number`` in plain digits, rounded half up to ``digits`` places; None keeps every place.

    A number that never ends is cut to four places when ``digits`` is None.
    """
    if digits is None:
        if number.denominator == 1:
            return str(number.numerator)
        places = next((n for n in range(13) if (number * 10**n).denominator == 1), 4)
        return f"{as_decimal(number):.{places}f}" if places != 4 else format_number(number, 4)
    scaled = Decimal(_round_half_up(number * 10**digits)).scaleb(-digits)
    return f"{scaled:f}"


def format_shortest(number: Fraction, digits: int) -> str:
    """``number`` rounded half up to ``digits`` places, without zeros at its end."""
    shown = format_number(number, digits)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def format_scaled(number: Fraction, scale: str) -> str:
    """``number`` in ``scale`` with every place: 70000 in 万 is 7万."""
    return f"{format_number(number / SCALES.get(scale, 1))}{scale}"


def as_decimal(number: Fraction) -> Decimal:
    """``number`` as a decimal, cut where it never ends."""
    return Decimal(number.numerator) / Decimal(number.denominator)


def _round_half_up(number: Fraction) -> int:
    whole, parts = number.numerator, number.denominator
    rounded = (2 * abs(whole) + parts) // (2 * parts)
    return -rounded if whole < 0 else rounded

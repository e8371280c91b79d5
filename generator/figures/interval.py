"""Intervals of exact numbers, for rules and formulas over figures that may be qualified."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

ZERO = Fraction(0)
PLAIN_NUMBERS = (int, float, Fraction, Decimal)
"""What a rule may write for a number."""


class Bounds(Struct, frozen=True):
    """An interval of exact numbers for rules and formulas; None is an open end.

    Comparisons ask whether they can be true, within ``tolerance`` (a share of the larger side, or
    an absolute amount when ``absolute``).
    """

    low: Fraction | None
    high: Fraction | None
    tolerance: Fraction = ZERO
    absolute: bool = False
    without_low: bool = False
    without_high: bool = False
    """Whether the end itself is left out: what is rounded to 3.41万 is less than 34150."""

    @property
    def is_known(self) -> bool:
        """Whether it is one number."""
        return self.low is not None and (self.low is self.high or self.low == self.high)

    def within(self, tolerance: Fraction, absolute: bool) -> Bounds:
        """The same interval, to be compared with this tolerance."""
        if not tolerance and not self.tolerance:
            return self
        return Bounds(self.low, self.high, tolerance, absolute, self.without_low, self.without_high)

    def _with(
        self, low: Fraction | None, high: Fraction | None, without_low: bool = False, without_high: bool = False
    ) -> Bounds:
        return Bounds(low, high, self.tolerance, self.absolute, without_low, without_high)

    def __add__(self, other: object) -> Bounds:
        that = self._operand(other)
        low = _add(self.low, that.low)
        return self._with(
            low,
            low if self.low is self.high and that.low is that.high else _add(self.high, that.high),
            self.without_low or that.without_low,
            self.without_high or that.without_high,
        )

    __radd__ = __add__

    def __neg__(self) -> Bounds:
        return self._with(_negate(self.high), _negate(self.low), self.without_high, self.without_low)

    def __sub__(self, other: object) -> Bounds:
        return self + (-self._operand(other))

    def __rsub__(self, other: object) -> Bounds:
        return self._operand(other) - self

    def __mul__(self, other: object) -> Bounds:
        that = self._operand(other)
        if self.is_known and that.is_known:
            product = _multiply(self.low, that.low)
            return self._with(product, product)
        if self._negative() or that._negative():
            return self._with(None, None)
        return self._with(_multiply(self.low, that.low), _multiply(self.high, that.high))

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> Bounds:
        that = self._operand(other)
        if that.low is None or that.low.numerator <= 0:
            return self._with(None, None)
        most = 1 / that.low
        least = most if that.high is that.low else 1 / that.high if that.high else ZERO
        return self * that._with(least, most)

    def __rtruediv__(self, other: object) -> Bounds:
        return self._operand(other) / self

    def _negative(self) -> bool:
        return self.low is None or self.low.numerator < 0

    def _operand(self, other: object) -> Bounds:
        if isinstance(other, Bounds):
            return other
        if isinstance(other, PLAIN_NUMBERS):
            number = _exact(str(other))
            return self._with(number, number)
        raise TypeError(f"no number: {other!r}")

    def _slack(self, that: Bounds) -> Fraction:
        tolerance = max(self.tolerance, that.tolerance)
        if self.absolute or that.absolute or not tolerance:
            return tolerance
        return tolerance * max(abs(x) for x in (self.low, self.high, that.low, that.high, ZERO) if x is not None)

    def __le__(self, other: object) -> bool:
        that = self._operand(other)
        if self.low is None or that.high is None or self.low < that.high:
            return True
        ends_in = not (self.without_low or that.without_high)
        if ends_in and self.low == that.high:
            return True
        most = that.high + self._slack(that)
        return self.low < most or (ends_in and self.low == most)

    def __lt__(self, other: object) -> bool:
        that = self._operand(other)
        if self.low is None or that.high is None or self.low < that.high:
            return True
        return self.low < that.high + self._slack(that)

    def __ge__(self, other: object) -> bool:
        return self._operand(other) <= self

    def __gt__(self, other: object) -> bool:
        return self._operand(other) < self

    def __eq__(self, other: object) -> bool:
        return self <= other and self >= other

    def __ne__(self, other: object) -> bool:
        that = self._operand(other)
        return not (self.is_known and that.is_known and self.low == that.low)

    __hash__ = None  # type: ignore[assignment]


NOTHING = Bounds(ZERO, ZERO)
"""What sums begin with."""


@lru_cache(maxsize=256)
def _exact(text: str) -> Fraction:
    """The number that a rule writes."""
    return Fraction(text)


def _add(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _negate(value: Fraction | None) -> Fraction | None:
    return None if value is None else -value


def _multiply(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one * other

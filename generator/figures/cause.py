"""What a change of an amount is made of: of a change of how many, and of one of how much each.

An amount is a count times a level, so that its growth is, exactly and without a rest, the growth of the count at the mean
of both levels and the growth of the level at the mean of both counts. What is only known within bounds has a cause
only where every value within them tells the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from fractions import Fraction

from generator.figures.interval import Bounds
from generator.figures.over_units import are_of_other_units
from generator.figures.values import Figure


class Cause(Enum):
    """Which of the two a change is made of."""

    COUNT = "count"
    LEVEL = "level"
    BOTH = "both"


LEAST_CHANGE = Fraction(2, 100)
"""A change of less than this share of last year's needs no cause."""
WEIGHT = 2
"""How many times the other one must be to be the cause alone."""


def cause_of(amount: Figure, count: Figure) -> tuple[bool, Cause] | None:
    """Whether an amount grew, and what that is made of; None where it is not certain, or hardly changed."""
    if amount.last is None or count.last is None:
        return None
    if are_of_other_units(amount, count) or are_of_other_units(amount.last, count.last):
        return None
    counts, amounts = (_ends(one.bounds / one.last.bounds) for one in (count, amount) if one.last)
    found = {
        _cause(counted, amounted / counted) for counted in counts for amounted in _spread(amounts, counts, counted)
    }
    return found.pop() if len(found) == 1 else None


def _ends(ratio: Bounds) -> tuple[Fraction, ...]:
    """The ends of a growth; none where one of them is open or nothing."""
    return tuple(dict.fromkeys((ratio.low, ratio.high))) if ratio.low and ratio.high else ()


def _spread(amounts: tuple[Fraction, ...], counts: tuple[Fraction, ...], counted: Fraction) -> Iterator[Fraction]:
    """The growths of the amount at which the level grew least and most, for one end of the growth of the count.

    Each question asked of a cause is linear in either growth, so that the corners of both tell for all that is between.
    """
    if amounts and counts:
        yield from {amounts[0] * counted / counts[-1], amounts[-1] * counted / counts[0]}


def _cause(count: Fraction, level: Fraction) -> tuple[bool, Cause] | None:
    """What a growth by two factors is made of."""
    grew = count * level > 1
    if not grew:
        count, level = 1 / count, 1 / level
    if count * level < 1 + LEAST_CHANGE:
        return None
    of_count, of_level = (count - 1) * (level + 1), (level - 1) * (count + 1)
    if of_level >= WEIGHT * of_count:
        return grew, Cause.LEVEL
    return grew, Cause.COUNT if of_count >= WEIGHT * of_level else Cause.BOTH

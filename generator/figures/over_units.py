"""Sums over units set beside one another: which units both are over, and what they are over those alone."""

from __future__ import annotations

from msgspec.structs import replace

from generator.figures.totals import total
from generator.figures.values import Figure


def units_of(figure: Figure) -> frozenset[str]:
    """The units a figure was summed from, directly or through the parts of its formula; none when it was typed."""
    owners = frozenset(part.owner for part in figure.parts if part.owner)
    return owners or frozenset().union(*(units_of(part) for part in figure.parts))


def units_of_both(one: Figure, other: Figure) -> frozenset[str]:
    """The units that two sums over units both have a figure of."""
    return frozenset(part.owner for part in one.parts) & frozenset(part.owner for part in other.parts)


def over_the_same(one: Figure, other: Figure) -> tuple[Figure, Figure]:
    """Two sums over units as they are over the units of both; figures that are no such sums as they are.

    What follows from sums of which some lack a unit says nothing of the other, so that it is over none.
    """
    if _mixes_units(one) or _mixes_units(other):
        return _over(one, frozenset()), _over(other, frozenset())
    if not (one.is_over_units and other.is_over_units):
        return one, other
    both = units_of_both(one, other)
    return _over(one, both), _over(other, both)


def are_of_other_units(one: Figure, other: Figure) -> bool:
    """Whether two sums over units are not over the same ones, so that neither says anything of the other."""
    if not (one.is_over_units and other.is_over_units):
        return False
    return {part.owner for part in one.parts} != {part.owner for part in other.parts}


def _mixes_units(figure: Figure) -> bool:
    """Whether a figure follows by formula from sums that are not over the same units."""
    return len({frozenset(one.owner for one in part.parts) for part in figure.parts if part.is_over_units}) > 1


def _over(figure: Figure, units: frozenset[str]) -> Figure:
    """A sum over units as that over only some of them; as it is where they are all, or have no sum."""
    parts = tuple(part for part in figure.parts if part.owner in units)
    if len(parts) == len(figure.parts):
        return figure
    quantity = total([part.quantity for part in parts], figure.quantity.unit)
    nothing = replace(figure.quantity, number=None, low=None, high=None)
    return replace(figure, quantity=quantity or nothing, parts=parts)

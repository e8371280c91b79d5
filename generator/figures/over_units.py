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
    """The units that two figures both have a whole figure of."""
    return _units(one) & _units(other)


def over_the_same(one: Figure, other: Figure) -> tuple[Figure, Figure]:
    """Two sums over units as they are over the units of both; figures that are no such sums as they are.

    One that was typed beside a sum of fewer units is what these units have of it. What follows from sums of which some
    lack a unit says nothing of the other, so that it is over none.
    """
    if _mixes_units(one) or _mixes_units(other):
        return _over(one, frozenset()), _over(other, frozenset())
    if not are_of_other_units(one, other):
        return one, other
    both = units_of_both(one, other)
    return _over(one, both), _over(other, both)


def are_of_other_units(one: Figure, other: Figure) -> bool:
    """Whether two figures, one of them a sum, are not over the same units, so that neither says anything of the other."""
    if not (one.is_over_units or other.is_over_units) or not (_units(one) and _units(other)):
        return False
    return _units(one) != _units(other) or any(part.is_short for side in (one, other) for part in side.units)


def _units(figure: Figure) -> frozenset[str]:
    """The units that have a whole figure, of a sum or beside one that was typed."""
    return frozenset(part.owner for part in figure.units if not part.is_short)


def _mixes_units(figure: Figure) -> bool:
    """Whether a figure follows by formula from sums that are not over the same units."""
    return len({frozenset(one.owner for one in part.parts) for part in figure.parts if part.is_over_units}) > 1


def _over(figure: Figure, units: frozenset[str]) -> Figure:
    """A sum over units as that over only some of them; as it is where they are all, or have no sum."""
    parts = tuple(part for part in figure.units if part.owner in units)
    if figure.is_over_units and len(parts) == len(figure.parts):
        return figure
    quantity = total([part.quantity for part in parts], figure.quantity.unit)
    nothing = replace(figure.quantity, number=None, low=None, high=None)
    return replace(figure, quantity=quantity or nothing, parts=parts)

"""Filters that set the units of a sum beside one another: who has the highest rate, who grew, who grew most, and why.

Who is named is certain: every unit that has a figure has one number, a rate is of both its figures, and a change that is
asked about has its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from jinja2 import pass_context
from jinja2.runtime import Context
from msgspec.structs import replace

from generator.document.marks import Marked, mark
from generator.figures import change
from generator.figures.change import change_of, movement
from generator.figures.interval import NOTHING, Bounds
from generator.figures.over_units import are_of_other_units
from generator.figures.quantity import Quantity, split_unit
from generator.figures.totals import said_of
from generator.figures.values import Figure, Hole, name_of_unit
from generator.language.context import APART_TEXTS, DECIMAL_PLACES, RATIO, UNITS, grounds_of, last_year_of
from generator.language.wordings import turned

FEWEST_UNITS, MOST_TIED = 3, 3
"""Fewer units tell nothing of a highest one, and nothing does that more of them share."""
LACKING_AT_MOST = Fraction(1, 10)
"""The share of the units that a sum may lack, which is said behind it, while the others are still set beside one another."""
PIECES = "个"
"""What units are counted in."""
REASON = "，因"
"""Before why a unit changed so much."""


class _Part(NamedTuple):
    """What one unit has: what it lies between, the number it names, and the figure that prints."""

    bounds: Bounds
    size: Fraction
    figure: Figure


@pass_context
def most(context: Context, figure: Figure) -> Marked | Hole:
    """The unit with the highest part of a sum and its figure; blank when figures do not tell, or too many share it."""
    return _extreme(figure, max, _sizes(context, figure))


@pass_context
def least(context: Context, figure: Figure) -> Marked | Hole:
    """The unit with the lowest part of a sum and its figure."""
    return _extreme(figure, min, _sizes(context, figure))


@pass_context
def rose_most(context: Context, figure: Figure) -> Marked | Hole:
    """The unit whose part of a sum grew by the largest share since last year, the share, and why."""
    return _changed_most(context, figure, max, up=True)


@pass_context
def fell_most(context: Context, figure: Figure) -> Marked | Hole:
    """The unit whose part of a sum fell by the largest share since last year, the share, and why."""
    return _changed_most(context, figure, min, up=False)


@pass_context
def risen(context: Context, figure: Figure) -> Figure | Hole:
    """How many units have more than last year; blank when none has, or one of them does not tell."""
    return _moved_units(context, figure, change.MORE)


@pass_context
def fallen(context: Context, figure: Figure) -> Figure | Hole:
    """How many units have less than last year; blank when none has, or one of them does not tell."""
    return _moved_units(context, figure, change.LESS)


def _moved_units(context: Context, figure: Figure, word: str) -> Figure | Hole:
    parts = _comparable_parts(context, figure)
    known = [change_of(part) for part in parts]
    moved = [part for part in parts if movement(part, change.MORE, change.LESS) == word]
    if not moved or None in known or figure.last is None:
        return Hole()
    quantity = Quantity(str(len(moved)), PIECES, "", Fraction(len(moved)), Fraction(len(moved)))
    return Figure(
        quantity, f"{figure.path}{RATIO}{figure.last.path}", figure.place, figure.label, (figure, figure.last)
    )


def _comparable_parts(context: Context, figure: Figure) -> list[Figure]:
    """What the units below have; nothing when one of them is not one number, or too many are missing."""
    count, parts = len(context.get(UNITS, ())), figure.units
    if (
        len(parts) < FEWEST_UNITS
        or _is_any_doubted(context, parts)
        or not all(part.quantity.is_one_number and not part.is_short for part in parts)
    ):
        return []
    if len(parts) < count:
        named = len(grounds_of(context).lacking(figure))
        if len(parts) + named < count or named > count * LACKING_AT_MOST:
            return []
    return list(parts)


def _sizes(context: Context, figure: Figure) -> list[_Part]:
    """Each part by how much it is."""
    return [_Part(part.bounds, part.quantity.value, part) for part in _comparable_parts(context, figure)]


def _shares(context: Context, figure: Figure) -> list[_Part]:
    """How each part changed since last year, with the words for it as its text; nothing when one of them is not known."""
    places, parts = context.get(DECIMAL_PLACES, change.SHARE_PLACES), _comparable_parts(context, figure)
    found: list[_Part] = []
    for part in parts:
        changed = change_of(part)
        if changed is None or changed.share is None:
            return []
        words = change.growth_text(changed, last_year_of(context), places)
        found.append(_Part(changed.share_bounds, changed.share, part.printing(words)))
    return found


def _is_any_doubted(context: Context, figures: Iterable[Figure]) -> bool:
    """Whether one of them can hardly be what was meant: beside it no unit stands out."""
    return any(map(grounds_of(context).is_doubted, figures))


def _rates(context: Context, figure: Figure, total: Figure, unit: str, digits: int) -> list[_Part]:
    """What each unit has of one figure for its other; nothing when one of them has only one of both."""
    if are_of_other_units(figure, total) or not (figure.units and total.units):
        return []
    wholes = {part.owner: part for part in total.units}
    pairs = [(part, whole) for part in figure.units if not (whole := wholes[part.owner]).is_nothing]
    sides = [one for pair in pairs for one in pair]
    if not all(one.quantity.is_one_number for one in sides) or _is_any_doubted(context, sides):
        return []
    return list(_rates_of(pairs, unit or split_unit(figure.quantity.unit)[1], digits))


def _rates_of(pairs: list[tuple[Figure, Figure]], unit: str, digits: int) -> Iterator[_Part]:
    size = 100 if unit in change.POINTS else 1
    for part, whole in pairs:
        bounds, rate = part.bounds / whole.bounds * size, part.quantity.value / whole.quantity.value * size
        text, about = said_of(rate, bounds, digits, change.NEVER_NEARLY)
        quantity = Quantity(f"{about}{text}", unit, "", bounds.low, bounds.high, number=rate)
        path = f"{part.own_path}{RATIO}{whole.own_path}"
        yield _Part(bounds, rate, replace(part, quantity=quantity, path=path, parts=(part, whole), last=None))


def _extreme(figure: Figure, pick: Callable[..., Fraction], parts: list[_Part]) -> Marked | Hole:
    """The units whose size ``pick`` picks, and that."""
    best = _outstanding(pick, parts)
    return _named(best, "均为") if best else Hole(figure.path)


def _apart(context: Context, figure: Figure, parts: list[_Part]) -> Marked | Hole:
    """What is said of the units that stand out by their rates; blank where none certainly does."""
    texts, best = context.get(APART_TEXTS), (_outstanding(max, parts), _outstanding(min, parts))
    if texts is None or not all(best):
        return Hole(figure.path)
    sides = [[side.bounds for side in part.figure.parts] for part in parts]
    rates = [over / under for over, under in sides]
    over, under = (sum(side, start=NOTHING) for side in zip(*sides, strict=True))
    whole = over / under
    far = Fraction(texts.far, 100)
    high = _named(best[0], "均为") if any(not rate <= whole * (1 + far) for rate in rates) else ""
    low = _named(best[1], "均为") if any(not rate >= whole * (1 - far) for rate in rates) else ""
    if not (high or low):
        return Hole(figure.path)
    patterns = texts.both if high and low else texts.high if high else texts.low
    return Marked(turned(context, patterns, figure.path).format(high or low, high=high, low=low))


def _by_rates(tell: Callable[[Context, Figure, list[_Part]], Marked | Hole], unit: str, places: int) -> Filter:
    """The filter that tells of the units by what each has of one figure for its other, to so many places."""

    @pass_context
    def told(context: Context, figure: Figure, other: Figure, digits: int = places) -> Marked | Hole:
        return tell(context, figure, _rates(context, figure, other, unit, digits))

    return told


def _highest(_: Context, figure: Figure, parts: list[_Part]) -> Marked | Hole:
    return _extreme(figure, max, parts)


def _lowest(_: Context, figure: Figure, parts: list[_Part]) -> Marked | Hole:
    return _extreme(figure, min, parts)


Filter = Callable[..., Marked | Hole]
highest_share, lowest_share, shares_apart = (_by_rates(tell, "%", 1) for tell in (_highest, _lowest, _apart))
"""Of the shares of the second figure in the first."""
highest_mean, lowest_mean, means_apart = (_by_rates(tell, "", 0) for tell in (_highest, _lowest, _apart))
"""Of what there is for each of the second figure."""


def _changed_most(context: Context, figure: Figure, pick: Callable[..., Fraction], up: bool) -> Marked | Hole:
    """The units that ``pick`` picks by their change, and why it was so large, where it is one to be asked about."""
    parts, grounds = _shares(context, figure), grounds_of(context)
    best = _outstanding(pick, parts)
    certain = best and any(part.figure is best[0] and (part.size > 0) is up and part.size for part in parts)
    if not certain or not all(map(grounds.is_news, best)):
        return Hole(figure.path)
    reason = grounds.reason(best[0]) if len(best) == 1 else None
    return _named(best, "均", f"{REASON}{mark(reason)}" if reason else "")


def _outstanding(pick: Callable[..., Fraction], parts: list[_Part]) -> list[Figure]:
    """The units whose size ``pick`` picks; none unless there are enough of them, they differ, and it is certain."""
    sizes = {part.size for part in parts}
    if len(parts) < FEWEST_UNITS or len(sizes) < 2:
        return []
    first = [part for part in parts if part.size == pick(sizes)]
    rivals = [part.bounds for part in parts if part.size != first[0].size]
    beaten = any(one < first[0].bounds if pick is min else one > first[0].bounds for one in rivals)
    return [] if beaten or len(first) > MOST_TIED else [part.figure for part in first]


def _named(best: list[Figure], tied: str, why: str = "") -> Marked:
    """Some units that have the same, and what they have."""
    names = "、".join(mark(name_of_unit(one.owner, one.place)) for one in best)
    shown = best[0] if RATIO in best[0].path else replace(best[0], path=best[0].own_path)
    return Marked(f"{names}（{tied if len(best) > 1 else ''}{mark(shown)}{why}）")

"""The figures of a unit from those of the units below it, each by the rule of its field, every part named.

Nothing is estimated: what a unit left blank is in no sum, and is said to be missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from generator.figures.quantity import (
    LARGE_SUM,
    LOWER,
    QUALIFIERS_BEFORE,
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
from generator.figures.values import LAST, Figure, differ
from generator.form.form import Form
from generator.library.fields import Field
from generator.problem import WHOLE_FILE, Place, Problem, explained, list_some, notice, warning
from generator.reckoning.formulas import derived
from generator.reckoning.unit_days import adopted

STRICTLY_MORE = frozenset(("超过", "突破", "逾", "超", "余", "多"))
NEARLY = frozenset(("将近", "接近", "近", "不足", "不到"))
MORE, AT_LEAST, NEAR, AT_MOST, ABOUT = "超过", "不少于", "近", "不超过", "约"
"""How a sum is qualified, by how its parts are."""
BETWEEN = "—"
CLOSE = 200
"""A typed total that is the sum rounded lies within this part of it."""
MEAN_DIGITS = 2
"""Places of a weighted mean."""
MOST_NAMED, MOST_FEW, UNITS = 5, 8, "个单位"
"""How many names a message gives, how many sums of few units, and what it counts other units in."""


class Total(Struct, frozen=True):
    """What the units below give for one field."""

    figure: Figure | None
    blank: tuple[str, ...] = ()
    """The units that left it blank, where others filled it in."""
    mixed: bool = False
    """Whether the units filled it in, and what they wrote makes no total."""


def roll_up(form: Form) -> Form:
    """The form with its blank figures summed from its towns; typed ones stay, and know the towns' too.

    A total by formula follows its parts where one was typed and is not what the towns come to.
    """
    values = dict(form.values)
    for leaf in summed_fields(form):
        typed = values.get(leaf.path)
        if isinstance(typed, Figure):
            values[leaf.path] = replace(typed, units=parts_of(leaf, form.towns))
        elif figure := _total_of(leaf, form).figure:
            shown = _for_print(figure, leaf, form.library.report.money_digits)
            values[leaf.path] = replace(shown, place=form.place_of_sums.of(leaf.path), units=figure.parts)
    rolled = adopted(replace(form, values=values), frozenset(form.values))
    for leaf in form.library.computed if form.towns else ():
        again, found = derived(leaf, rolled) if leaf.definition.formula else None, values.get(leaf.path)
        if again and isinstance(found, Figure) and leaf.path not in form.values and differ(found, again):
            values[leaf.path] = replace(again, units=found.units)
    return rolled


def parts_of(leaf: Field, towns: Sequence[Form]) -> tuple[Figure, ...]:
    """What each town that filled in the field has for it."""
    return tuple(part for town in towns if (part := town.part_at(leaf.path)))


def _for_print(figure: Figure, leaf: Field, digits: int | None) -> Figure:
    """A large amount in 万元 rounded half up to ``digits`` places, where the report says so; its value stays exact."""
    quantity = figure.quantity
    number = quantity.number
    if digits is None or leaf.definition.kind != "amount" or number is None or number < LARGE_SUM:
        return figure
    shown = format_shortest(number / SCALES[TEN_THOUSAND], digits)
    word = quantity.before.removesuffix(format_scaled(number, quantity.scale))
    return replace(figure, quantity=replace(quantity, before=f"{word}{shown}{TEN_THOUSAND}", scale=TEN_THOUSAND))


def summed_fields(form: Form) -> Iterator[Field]:
    """The fields of a form that its towns may give."""
    if form.towns:
        yield from (leaf for leaf in form.library.whole.leaves() if rule_of(leaf) in RULES)


def rule_of(leaf: Field) -> str:
    """How figures of ``leaf`` come together over units."""
    return (leaf.definition.rollup or leaf.kind.rollup) if leaf.kind.reads == "quantity" else "none"


def _total_of(leaf: Field, form: Form) -> Total:
    """The total of a field; none of one with a formula that some town could not compute though it has parts of it."""
    inputs = form.library.formula_paths(leaf) if leaf.definition.formula else ()
    lacking = [town.values.keys() & set(inputs) for town in form.towns if leaf.path not in town.values]
    if any(lacking):
        return Total(None, mixed=any(len(given) == len(set(inputs)) for given in lacking))
    return _total(leaf, form.towns)


def _total(leaf: Field, towns: Sequence[Form]) -> Total:
    """What ``towns`` give for one field, with the parts it came from."""
    parts = parts_of(leaf, towns)
    if not parts:
        return Total(None)
    given = [town for town in towns if isinstance(town.values.get(leaf.path), Figure)]
    quantity = RULES[rule_of(leaf)](leaf, [part.quantity for part in parts], given)
    blank = tuple(town.name for town in towns if not isinstance(town.values.get(leaf.path), Figure))
    if quantity is None:
        return Total(None, blank, mixed=True)
    figure = Figure(quantity, leaf.path, Place(parts[0].place.file), leaf.name, parts)
    return Total(replace(figure, last=_last_total(figure, leaf, given)), blank)


def _last_total(figure: Figure, leaf: Field, towns: Sequence[Form]) -> Figure | None:
    """The same units' total of last year, when every one of them has a form and a figure of it."""
    lasts = [part.last for part in figure.parts]
    befores = [town.last for town in towns]
    if not all(lasts) or not all(befores):
        return None
    parts = tuple(replace(one, owner=part.owner) for one, part in zip(lasts, figure.parts, strict=True) if one)
    quantity = RULES[rule_of(leaf)](leaf, [one.quantity for one in parts], [one for one in befores if one])
    return Figure(quantity, LAST + leaf.path, parts[0].place, leaf.name, parts) if quantity else None


def _sum(leaf: Field, quantities: Sequence[Quantity], _: Sequence[Form]) -> Quantity | None:
    """The exact sum; a qualified one when some parts are, between two ends when all others are exact."""
    scale = _scale(quantities)
    if all(one.exact for one in quantities):
        value = sum((one.value for one in quantities), Fraction(0))
        return _exact(leaf, value, scale)
    if all(one.number is not None for one in quantities):
        value = sum((one.number or Fraction(0) for one in quantities), Fraction(0))
        word = _qualifier(quantities)
        side = QUALIFIERS_BEFORE[word]
        low, high = value if side == LOWER else None, value if side == UPPER else None
        return replace(_exact(leaf, value, scale), before=f"{word}{format_scaled(value, scale)}", low=low, high=high)
    if all(one.low is not None and one.high is not None for one in quantities):
        low = sum((one.low or Fraction(0) for one in quantities), Fraction(0))
        high = sum((one.high or Fraction(0) for one in quantities), Fraction(0))
        return _range_of(leaf, low, high, scale)
    return None


def _qualifier(quantities: Sequence[Quantity]) -> str:
    """The word for a sum: parts of one kind keep it, 超过 and 近 together make 约."""
    words = {
        max((word for word in SIDES if word in one.text), key=len, default=ABOUT) for one in quantities if not one.exact
    }
    sides = {SIDES[word] for word in words}
    if sides == {LOWER}:
        return MORE if words <= STRICTLY_MORE else AT_LEAST
    if sides == {UPPER}:
        return NEAR if words <= NEARLY else AT_MOST
    return ABOUT


def _range(leaf: Field, quantities: Sequence[Quantity], _: Sequence[Form]) -> Quantity | None:
    """From the lowest to the highest; what all wrote when they wrote the same, none when one is qualified."""
    if len({one.text for one in quantities}) == 1:
        return quantities[0]
    lows, highs = [one.low for one in quantities], [one.high for one in quantities]
    if None in lows or None in highs:
        return None
    low, high = min(low for low in lows if low is not None), max(high for high in highs if high is not None)
    return _range_of(leaf, low, high, _scale(quantities))


def _range_of(leaf: Field, low: Fraction, high: Fraction, scale: str) -> Quantity:
    if low == high:
        return _exact(leaf, low, scale)
    size = SCALES.get(scale, 1)
    text = f"{format_number(low / size)}{BETWEEN}{format_scaled(high, scale)}"
    return replace(_exact(leaf, low, scale), before=text, high=high, said=None)


def _mean(leaf: Field, quantities: Sequence[Quantity], towns: Sequence[Form]) -> Quantity | None:
    """The mean weighted by the field's ``weight``; none unless every unit has an exact one."""
    section = leaf.path.partition(".")[0]
    weights = [town.values.get(f"{section}.{leaf.definition.weight}") for town in towns]
    known = [weight.quantity.value for weight in weights if isinstance(weight, Figure) and weight.quantity.exact]
    if len(known) < len(quantities) or not all(one.exact for one in quantities) or not sum(known):
        return None
    value = sum((one.value * weight for one, weight in zip(quantities, known, strict=True)), Fraction(0)) / sum(known)
    return replace(_exact(leaf, value), before=format_shortest(value, MEAN_DIGITS))


RULES: dict[str, Callable[[Field, Sequence[Quantity], Sequence[Form]], Quantity | None]] = {
    "sum": _sum,
    "range": _range,
    "weighted": _mean,
}
"""The rules by which figures come together over units; recompute follows from formulas, none and last do not."""


def _exact(leaf: Field, value: Fraction, scale: str = "") -> Quantity:
    assert leaf.unit is not None
    return exact_quantity(value, leaf.unit.name, scale)


def _scale(quantities: Sequence[Quantity]) -> str:
    """The 万 or 亿 a total prints in: the smallest typed, none where units were converted."""
    if any(one.factor != 1 for one in quantities):
        return ""
    scales = [one.scale for one in quantities if one.low != 0 or one.high != 0]
    return smallest_scale(scales) if scales else ""


def check_totals(form: Form) -> Iterator[Problem]:
    """What typed totals and totals by formula have against the sum of the towns; both sides are shown."""
    for leaf in summed_fields(form):
        found, figure = _total_of(leaf, form), form.values.get(leaf.path)
        if found.mixed and figure is None:
            what = f"{len(form.towns)}个单位填的数有约数或几头，算不出{form.label(leaf)}。"
            yield notice(Place(form.file, WHOLE_FILE, leaf.path), what, "要印这个数，请自己填上。")
        if found.figure is None or not isinstance(figure, Figure) or figure == found.figure:
            continue
        if figure.parts:
            continue
        yield from _against_sum(form, figure, found)


def _against_sum(form: Form, typed: Figure, found: Total) -> Iterator[Problem]:
    summed = found.figure
    assert summed is not None
    place = typed.place.of(typed.path)
    missing = f"（{list_some(found.blank, MOST_NAMED, UNITS)}没有填）" if found.blank else ""
    what = f"填的是{typed.text}，{len(summed.parts)}个单位相加是{summed.text}{missing}。"
    if not differ(typed, summed) or _is_rounded(typed, summed):
        return
    if answer := form.answers.get(typed.path):
        yield explained(place, what, answer.text)
    elif found.blank and typed.bounds >= summed.bounds:
        yield notice(place, what, "文中印填的数。")
    else:
        yield warning(place, what, "文中印填的数，请核对；不填就印相加的数。")


def _is_rounded(typed: Figure, summed: Figure) -> bool:
    """Whether what was typed in 万 or 亿 is the sum rounded to the places typed, and close to it."""
    one, other = typed.quantity, summed.quantity
    if not one.scale or not one.exact or not other.exact or abs(one.value - other.value) * CLOSE > other.value:
        return False
    places = len(one.before.removesuffix(one.scale).partition(".")[2])
    size = SCALES[one.scale] * one.factor
    return format_number(other.value / size, places) == format_number(one.value / size, places)


def check_blanks(form: Form) -> Iterator[Problem]:
    """What each town left blank that most of the others filled in, and that is therefore in no sum.

    A warning; a notice when it is only of the fields that are rarely filled in.
    """
    lacking: dict[str, list[Field]] = {}
    for leaf in summed_fields(form):
        blank = [town.name for town in form.towns if not isinstance(town.values.get(leaf.path), Figure)]
        if blank and len(blank) * 2 < len(form.towns):
            for name in blank:
                lacking.setdefault(name, []).append(leaf)
    for town in form.towns:
        leaves = sorted(lacking.get(town.name, ()), key=lambda leaf: leaf.definition.rare)
        if leaves and town.values:
            labels = list_some([form.label(leaf) for leaf in leaves], MOST_NAMED, "项")
            what = f"{town.name}没有填{labels}，汇总数里没有它的。"
            tell = notice if leaves[0].definition.rare else warning
            yield tell(Place(town.file), what, "有数的话请补上。")


def check_few(form: Form) -> Iterator[Problem]:
    """Which sums at most half of the units stand behind, though the text says them of all; stocks first.

    A warning when there are stocks among them, which every unit has; what happened may have happened to few.
    """
    few: list[tuple[bool, bool, str]] = []
    for leaf in summed_fields(form):
        figure = form.values.get(leaf.path)
        if rule_of(leaf) == "sum" and isinstance(figure, Figure) and figure.is_over_units:
            count = len({part.owner for part in figure.units})
            if count and count * 2 <= len(form.towns):
                label = f"{form.label(leaf)}（{count}个）"
                few.append((leaf.definition.kind != "stock", leaf.definition.rare, label))
    if few:
        few.sort(key=lambda one: one[:2])
        shown = list_some([label for *_, label in few], MOST_FEW, "项")
        what = f"这些数只有少数单位填了，文中印的是这几个单位的合计：{shown}。"
        tell = notice if few[0][0] else warning
        yield tell(form.place_of_sums, what, "请核对是不是全部，不全的请催报，或自己填上；没有的单位请填0。")

"""The figures of a unit from those of the units below it, each by the rule of its field, every part named.

Nothing is estimated: what a unit left blank is in no sum, and is said to be missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from generator.figures.quantity import (
    Quantity,
    exact_quantity,
    format_shortest,
    smallest_scale,
)
from generator.figures.totals import between, ends_of, in_ten_thousands, total
from generator.figures.values import LAST, Figure, differ
from generator.form.form import Form
from generator.language.fields import Field
from generator.language.sandbox import is_sum
from generator.problem import WHOLE_FILE, Place, Problem, explained, list_some, notice, warning
from generator.reckoning.formulas import derived
from generator.reckoning.own_relations import with_units
from generator.reckoning.sides import absent_units, with_absent
from generator.reckoning.unit_days import adopted, list_units, missing_units

MEAN_DIGITS = 2
"""Places of a weighted mean."""
MOST_NAMED, MOST_FEW = 5, 8
"""How many names a message gives, how many sums of few units, and what it counts other units in."""


class Total(Struct, frozen=True):
    """What the units below give for one field."""

    figure: Figure | None
    blank: tuple[str, ...] = ()
    """The units that left it blank, where others filled it in."""
    mixed: bool = False
    """Whether the units filled it in, and what they wrote makes no total."""


def roll_up(form: Form, last: Form | None = None) -> Form:
    """The form with its blank figures summed from its towns; typed ones stay, and know the towns' too.

    A total by formula follows its parts where one of them was typed and the others are there of every town; a town
    that gave the total alone is in no sum of parts. What is absent is so in ``last`` too.
    """
    values = with_units(form)
    for leaf in summed_fields(form):
        typed = values.get(leaf.path)
        if isinstance(typed, Figure):
            values[leaf.path] = replace(typed, units=parts_of(leaf, form.towns))
        elif figure := _total_of(leaf, form).figure:
            shown = as_printed(figure, leaf, form.library.report.money_digits)
            values[leaf.path] = replace(shown, place=form.place_of_sums.of(leaf.path), units=figure.parts)
    rolled = with_absent(adopted(replace(form, values=values), frozenset(form.values)), last)
    return _with_moved(rolled, form)


def _with_moved(rolled: Form, form: Form) -> Form:
    """The form with each total by formula that follows a part which ``form`` typed otherwise than its towns."""
    moved = set(form.values)
    for leaf in form.library.computed if form.towns else ():
        again, found = derived(leaf, rolled) if _is_moved(leaf, form, moved) else None, rolled.values.get(leaf.path)
        if again and isinstance(found, Figure) and differ(found, again):
            values = {**rolled.values, leaf.path: replace(again, units=found.units)}
            rolled = replace(rolled, values=values)
            moved.add(leaf.path)
    return rolled


def _is_moved(leaf: Field, form: Form, moved: set[str]) -> bool:
    """Whether a total by formula has another value than the towns come to, because a part of it has."""
    parts = set(form.library.formulas[leaf.path])
    if leaf.path in moved or not parts & moved:
        return False
    return not any(
        leaf.path in town.values and path not in town.values and not town.lacks(path)
        for path in parts - moved
        for town in form.towns
    )


def parts_of(leaf: Field, towns: Sequence[Form]) -> tuple[Figure, ...]:
    """What each town that filled in the field has for it."""
    return tuple(part for town in towns if (part := town.part_at(leaf.path)))


def as_printed(figure: Figure, leaf: Field, digits: int | None) -> Figure:
    """A large amount in 万元 rounded to ``digits`` places, where the report says so; its value stays as it is."""
    if digits is None or not leaf.kind.is_money:
        return figure
    return replace(figure, quantity=in_ten_thousands(figure.quantity, digits))


def summed_fields(form: Form) -> Iterator[Field]:
    """The fields of a form that its towns may give."""
    if form.towns:
        yield from (leaf for leaf in form.library.whole.leaves() if rule_of(leaf) in RULES)


def rule_of(leaf: Field) -> str:
    """How figures of ``leaf`` come together over units."""
    return (leaf.definition.rollup or leaf.kind.rollup) if leaf.kind.has_unit else "none"


def _total_of(leaf: Field, form: Form) -> Total:
    """The total of a field; a town that gave only some parts of a sum is in it with these.

    None of any other formula that some town could not compute though it has something of it.
    """
    inputs = form.library.formulas[leaf.path] if leaf.definition.formula else ()
    lacking = [town.values.keys() & set(inputs) for town in form.towns if leaf.path not in town.values]
    is_mixed = any(len(given) == len(set(inputs)) for given in lacking) if inputs else False
    if is_mixed or (any(lacking) and not is_sum(leaf.definition.formula)):
        return Total(None, mixed=is_mixed)
    return _total(leaf, form.towns, missing_units(form))


def _total(leaf: Field, towns: Sequence[Form], unsent: frozenset[str]) -> Total:
    """What ``towns`` give for one field, with the parts it came from.

    That there is nothing of it nobody can say while one of them, or who is still ``unsent``, has not said so.
    """
    parts = tuple(part for town in towns if (part := town.part_at(leaf.path) or _parts_alone(leaf, town)))
    if not parts:
        return Total(None)
    given = [town for town in towns if isinstance(town.values.get(leaf.path), Figure)]
    quantity = RULES[rule_of(leaf)](leaf, [part.quantity for part in parts], given)
    blank = without(leaf.path, towns)
    if quantity is None:
        return Total(None, blank, mixed=True)
    if (blank or unsent) and quantity.low == 0 == quantity.high:
        return Total(None, blank)
    figure = Figure(quantity, leaf.path, Place(parts[0].place.file), leaf.name, parts)
    return Total(replace(figure, last=_last_total(figure, leaf, given)), blank)


def _parts_alone(leaf: Field, town: Form) -> Figure | None:
    """What a town gave of the parts of a total that it left blank, as far as they are single numbers."""
    if not leaf.definition.formula or leaf.unit is None:
        return None
    found = (town.values.get(path) for path in town.library.formulas.get(leaf.path, ()))
    given = tuple(one for one in found if isinstance(one, Figure))
    if not given or not all(one.quantity.is_one_number for one in given):
        return None
    quantity = total([one.quantity for one in given], leaf.unit.name)
    if quantity is None:
        return None
    return Figure(quantity, leaf.path, given[0].place, leaf.name, given, owner=town.name, is_short=True)


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
    """The sum of all, in the unit that all typed where the field takes it besides its own: 户次 are no 户."""
    assert leaf.unit is not None
    typed = {one.unit for one in quantities}
    unit = typed.pop() if len(typed) == 1 and typed <= set(leaf.definition.also) else leaf.unit.name
    return total(quantities, unit)


def _range(leaf: Field, quantities: Sequence[Quantity], _: Sequence[Form]) -> Quantity | None:
    """From the lowest to the highest; what all wrote when they wrote the same, none when one is qualified."""
    if len({one.text for one in quantities}) == 1:
        return quantities[0]
    lows, highs = zip(*(ends_of(one) for one in quantities), strict=True)
    if None in lows or None in highs:
        return None
    low, high = min(low for low in lows if low is not None), max(high for high in highs if high is not None)
    assert leaf.unit is not None
    return between(low, high, _scale(quantities), leaf.unit.name)


def _mean(leaf: Field, quantities: Sequence[Quantity], towns: Sequence[Form]) -> Quantity | None:
    """The mean weighted by the field's ``weight``; none unless every unit has both as single numbers."""
    section = leaf.path.partition(".")[0]
    weights = [town.values.get(f"{section}.{leaf.definition.weight}") for town in towns]
    known = [
        weight.quantity.value for weight in weights if isinstance(weight, Figure) and weight.quantity.is_one_number
    ]
    if len(known) < len(quantities) or not all(one.is_one_number for one in quantities) or not sum(known):
        return None
    value = sum((one.value * weight for one, weight in zip(quantities, known, strict=True)), Fraction(0)) / sum(known)
    return replace(_exact(leaf, value), before=format_shortest(value, MEAN_DIGITS))


RULES: dict[str, Callable[[Field, Sequence[Quantity], Sequence[Form]], Quantity | None]] = {
    "sum": _sum,
    "range": _range,
    "weighted": _mean,
}
"""The rules by which figures come together over units; recompute follows from formulas, none does not."""


def _exact(leaf: Field, value: Fraction, scale: str = "") -> Quantity:
    assert leaf.unit is not None
    return exact_quantity(value, leaf.unit.name, scale)


def _scale(quantities: Sequence[Quantity]) -> str:
    """The 万 or 亿 a total prints in: the smallest typed, none where units were converted."""
    if any(one.factor != 1 for one in quantities):
        return ""
    scales = [one.scale for one in quantities if one.number != 0]
    return smallest_scale(scales) if scales else ""


def check_totals(form: Form) -> Iterator[Problem]:
    """What typed totals and totals by formula have against the sum of the towns; both sides are shown."""
    for leaf in summed_fields(form):
        figure = form.values.get(leaf.path)
        if isinstance(figure, Figure) and figure.parts:
            continue  # it is that sum, or follows from others
        found = _total_of(leaf, form)
        if found.mixed and figure is None:
            what = f"{len(form.towns)}个单位填的数有约数或几头，算不出{form.label(leaf)}。"
            yield notice(Place(form.file, WHOLE_FILE, leaf.path), what, "要印这个数，请自己填上。")
        if found.figure is not None and isinstance(figure, Figure) and figure != found.figure:
            yield from _against_sum(form, figure, found)


def _against_sum(form: Form, typed: Figure, found: Total) -> Iterator[Problem]:
    summed = found.figure
    assert summed is not None
    place = typed.place.of(typed.path)
    missing = f"（{list_units(found.blank, MOST_NAMED)}没有填）" if found.blank else ""
    what = f"填的是{typed.text}，{len(summed.parts)}个单位相加是{summed.text}{missing}。"
    if not differ(typed, summed):
        return
    if answer := form.answers.get(typed.path):
        yield explained(place, what, answer.text)
    elif found.blank and typed.bounds >= summed.bounds:
        yield notice(place, what, "文中印填的数。")
    else:
        yield warning(place, what, "文中印填的数，请核对；不填就印相加的数。")


def check_blanks(form: Form) -> Iterator[Problem]:
    """What each town left blank that most of the others filled in, and that is therefore in no sum.

    A warning; a notice when it is only of the fields that are rarely filled in.
    """
    lacking: dict[str, list[Field]] = {}
    for leaf in summed_fields(form):
        blank = without(leaf.path, form.towns)
        if are_few(blank, form):
            for name in blank:
                lacking.setdefault(name, []).append(leaf)
    for town in form.towns:
        leaves = sorted(lacking.get(town.name, ()), key=lambda leaf: leaf.definition.rare)
        if leaves and town.values:
            labels = list_some([form.label(leaf) for leaf in leaves], MOST_NAMED, "项")
            what = f"{town.name}没有填{labels}，汇总数里没有它的。"
            tell = notice if leaves[0].definition.rare else warning
            yield tell(Place(town.file), what, "有数的话请补上。")


def are_few(blank: tuple[str, ...], form: Form) -> bool:
    """Whether some units, but fewer than half, left something blank: then it was probably forgotten."""
    return 0 < len(blank) * 2 < len(form.towns)


def without(path: str, towns: Sequence[Form]) -> tuple[str, ...]:
    """The towns that left a figure blank."""
    return tuple(town.name for town in towns if _is_blank(path, town))


def _is_blank(path: str, town: Form) -> bool:
    """Whether a town left a figure blank; one without 城镇 has none to fill in."""
    return not isinstance(town.values.get(path), Figure) and not town.lacks(path)


def check_few(form: Form) -> Iterator[Problem]:
    """Which sums at most half of the units stand behind, though the text says them of all; stocks first.

    A warning when there are stocks among them, which every unit has; what happened may have happened to few.
    """
    few: list[tuple[bool, bool, str]] = []
    for leaf in summed_fields(form):
        figure = form.values.get(leaf.path)
        if rule_of(leaf) == "sum" and isinstance(figure, Figure) and figure.is_over_units:
            count = len({part.owner for part in figure.units} | absent_units(form, leaf.path))
            if count and count * 2 <= len(form.towns):
                label = f"{form.label(leaf)}（{count}个）"
                few.append((not leaf.kind.is_of_a_day, leaf.definition.rare, label))
    if few:
        few.sort(key=lambda one: one[:2])
        shown = list_some([label for *_, label in few], MOST_FEW, "项")
        what = f"这些数只有少数单位填了，文中印的是这几个单位的合计：{shown}。"
        tell = notice if few[0][0] else warning
        yield tell(form.place_of_sums, what, "请核对是不是全部，不全的请催报，或自己填上；没有的单位请填0。")

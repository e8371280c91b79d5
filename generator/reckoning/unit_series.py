"""Series of a unit from those of the units below it: each step by the rule of its figure, every part named.

Units are in it that give the steps which most of those give who tell it step by step at all; the others it lacks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from generator.figures.quantity import Quantity
from generator.figures.totals import total
from generator.figures.values import Figure, Records, Value, Words, differ
from generator.form.form import Form
from generator.language.fields import Field
from generator.library.library import OWN_FIGURE, OWN_ROLLUP
from generator.problem import Problem, explained, list_some, notice, warning
from generator.reckoning.own_figures import comparable
from generator.reckoning.own_relations import named_path, own_by_name
from generator.reckoning.rollup import MOST_NAMED, RULES, as_printed, rule_of
from generator.reckoning.series import Breakdown, series_in, series_of
from generator.reckoning.unit_days import list_units

WITHOUT_WEIGHTS = frozenset(RULES) - {"weighted"}
"""The rules that need nothing but the steps themselves."""


class _Below(Struct, frozen=True):
    """A figure that units below tell step by step."""

    leaf: Field
    """The field of series."""
    section: str
    name: str
    """Of a field its path in the section, of a figure of the official's own what it is called."""
    given: dict[str, Breakdown]
    """By unit."""
    field: Field | None = None
    """None for a figure of the official's own."""
    of: str = ""
    """The path of the figure in the form that sums."""
    called: str = ""

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that most of the units give, in the order of the year."""
        counted = Counter(tuple(part.name for part in one.parts) for one in self.given.values())
        return max(counted, key=lambda steps: (counted[steps], len(steps)))

    def whole(self, steps: Sequence[str]) -> dict[str, dict[str, Figure]]:
        """By unit the figures of those that give all of some steps."""
        every = {unit: {part.name: part.figure for part in one.parts} for unit, one in self.given.items()}
        return {unit: parts for unit, parts in every.items() if all(step in parts for step in steps)}


def with_unit_series(form: Form) -> Form:
    """The form with the series that its units give of its figures; a typed one stays, and knows the units'."""
    values: dict[str, Value] = {}
    typed = {(one.leaf.path, one.of): one for one in series_of(form)} if form.towns else {}
    for below in _told_below(form):
        if own := typed.get((below.leaf.path, below.of)):
            values |= _beside(own, below)
        elif found := _summed(form, below):
            records = values.get(below.leaf.path) or form.values.get(below.leaf.path)
            paths = records.paths if isinstance(records, Records) else ()
            path = f"{below.leaf.path}.{_next(paths)}"
            values |= {f"{path}.{step}": _at(one, f"{path}.{step}") for step, one in found.items()}
            values[below.leaf.path] = Records((*paths, path))
            told = f"{path}.{below.leaf.definition.series}"
            values[told] = Words(below.name, told, form.place_of_sums, context=True)
    return replace(form, values={**form.values, **values}) if values else form


def _next(paths: Sequence[str]) -> int:
    return max((int(path.rpartition(".")[2]) for path in paths), default=0) + 1


def _at(figure: Figure, path: str) -> Figure:
    """A sum at its own place; its parts are then found by that and their units."""
    parts = tuple(replace(part, path=path) for part in figure.parts)
    return replace(figure, path=path, place=figure.place.of(path), parts=parts, units=parts)


def _told_below(form: Form) -> Iterator[_Below]:
    """Every figure that some unit tells step by step and that the form takes from its units."""
    found: dict[tuple[str, str, str], dict[str, Breakdown]] = {}
    for town in form.towns:
        for one in series_of(town):
            if one.of and one.parts and one.typed:
                section = one.record.partition(".")[0]
                name = one.field.path.removeprefix(f"{section}.") if one.field else named_path(one.typed)
                found.setdefault((section, one.leaf.name, name), {})[town.name] = one
    own = own_by_name(form) if found else {}
    for (section, leaf_name, name), given in found.items():
        leaf, field = form.library.field(f"{section}.{leaf_name}"), form.library.field(f"{section}.{name}")
        mine = own.get((section, name))
        if leaf is None or leaf.record is None or not leaf.definition.series:
            continue
        if field and field.unit and rule_of(field) in WITHOUT_WEIGHTS:
            yield _Below(leaf, section, name, given, field, field.path, form.label(field))
        elif mine and f"{mine.path.removesuffix(OWN_FIGURE)}{OWN_ROLLUP}" in form.values:
            yield _Below(leaf, section, name, given, None, mine.path, name)


def _summed(form: Form, below: _Below) -> dict[str, Figure] | None:
    """The sum of each step over the units that give them all; None where these are few or the figures make no sum."""
    steps = below.steps
    whole = below.whole(steps)
    if len(whole) * 2 <= len(_telling(form, below)):
        return None
    found = {step: _sum(form, below, {unit: parts[step] for unit, parts in whole.items()}) for step in steps}
    return {step: one for step, one in found.items() if one} if all(found.values()) else None


def _telling(form: Form, below: _Below) -> list[str]:
    """The units that have the figure or tell it step by step."""
    return [town.name for town in form.towns if town.name in below.given or _has(town, below.section, below.name)]


def _has(town: Form, section: str, name: str) -> bool:
    found = town.values.get(f"{section}.{name}") or own_by_name(town).get((section, name))
    return isinstance(found, Figure) and not found.is_nothing


def _sum(form: Form, below: _Below, figures: Mapping[str, Figure]) -> Figure | None:
    """What figures of some units come to by the rule of their field."""
    parts = tuple(replace(one, owner=unit) for unit, one in figures.items())
    if any(one.more or not comparable(parts[0], one, form.library.units) for one in parts):
        return None
    quantity = _quantity(below.field, [one.quantity for one in parts])
    if quantity is None:
        return None
    label = below.field.name if below.field else below.name
    figure = Figure(quantity, "", form.place_of_sums, label, parts)
    return as_printed(figure, below.field, form.library.report.money_digits) if below.field else figure


def _quantity(field: Field | None, quantities: Sequence[Quantity]) -> Quantity | None:
    return RULES[rule_of(field)](field, quantities, ()) if field else total(quantities, quantities[0].unit)


def _beside(typed: Breakdown, below: _Below) -> dict[str, Value]:
    """The steps that were typed, with what each unit has for them."""
    found: dict[str, Value] = {}
    for part in typed.parts:
        given = below.whole((part.name,))
        units = (replace(parts[part.name], owner=unit, path=part.figure.path) for unit, parts in given.items())
        found[part.figure.path] = replace(part.figure, units=tuple(units))
    return found


def step_lacks(form: Form, path: str) -> tuple[str, ...] | None:
    """The units that a step of a series lacks, for each also what it lacks of its own; None for any other path."""
    section, _, rest = path.partition(".")
    leaf, figure = form.library.field(f"{section}.{rest.partition('.')[0]}"), form.values.get(path)
    if leaf is None or not leaf.definition.series:
        return None
    if not isinstance(figure, Figure) or not figure.is_over_units:
        return ()
    record, _, step = path.rpartition(".")
    typed = form.values.get(f"{record}.{leaf.definition.series}")
    name = named_path(typed) if isinstance(typed, Words) else ""
    owners, found = {part.owner for part in figure.parts}, []
    for town in form.towns:
        mine = next((one for one in _series_under(town, section, leaf.name) if _is_of(one, section, name)), None)
        if town.name in owners and mine:
            found += [f"{town.name}{below}" for below in step_lacks(town, f"{mine.record}.{step}") or ()]
        elif mine or _has(town, section, name):
            found.append(town.name)
    return tuple(found)


@lru_cache(maxsize=128)
def _series_under(form: Form, key: str, name: str) -> tuple[Breakdown, ...]:
    """The series of one field of a section; asked for again by each step of the sums over units."""
    section = form.library.section(key) if f"{key}.{name}" in form.values else None
    return tuple(one for one in series_in(form, section) if one.leaf.name == name) if section else ()


def _is_of(series: Breakdown, section: str, name: str) -> bool:
    if series.field:
        return series.of == f"{section}.{name}"
    return bool(series.typed) and series.record.startswith(f"{section}.") and named_path(series.typed) == name  # type: ignore[arg-type]


def check_unit_series(form: Form) -> Iterator[Problem]:
    """What typed steps have against the sums of the units', and which series of units came into none."""
    mine = {(one.leaf.path, one.of): one for one in series_of(form)} if form.towns else {}
    for below in _told_below(form):
        if (own := mine.get((below.leaf.path, below.of))) is None:
            yield _not_summed(form, below)
            continue
        for part in own.parts:
            if not part.figure.parts:
                yield from _against_units(form, below, part.figure, part.name)


def _not_summed(form: Form, below: _Below) -> Problem:
    whole, telling = [*below.whole(below.steps)], _telling(form, below)
    if len(whole) * 2 > len(telling):
        what = f"{len(whole)}个单位填的各期有约数或几头，算不出{below.called}各期的数。"
    else:
        few = f"只有{list_units(whole, MOST_NAMED)}" if len(whole) < len(telling) else list_units(whole, MOST_NAMED)
        steps = list_some([*below.steps], MOST_NAMED, "期")
        what = f"{len(telling)}个单位有{below.called}，{few}分{steps}填了，没有合计。"
    return notice(form.place_of_sums, what, f"要印分期的数，请各单位都填上「{below.leaf.name}」，或自己填上。")


def _against_units(form: Form, below: _Below, typed: Figure, step: str) -> Iterator[Problem]:
    summed = _sum(form, below, {part.owner: part for part in typed.units}) if typed.units else None
    if summed is None or not differ(typed, summed):
        return
    blank = [name for name in _telling(form, below) if name not in {part.owner for part in typed.units}]
    missing = f"（{list_units(blank, MOST_NAMED)}没有填）" if blank else ""
    what = f"{below.called}{step}填的是{typed.text}，{len(summed.parts)}个单位相加是{summed.text}{missing}。"
    place = typed.place.of(typed.path)
    if answer := form.answers.get(typed.path) or form.answers.get(below.of):
        yield explained(place, what, answer.text)
    elif blank and typed.bounds >= summed.bounds:
        yield notice(place, what, "文中印填的数。")
    else:
        yield warning(place, what, "文中印填的数，请核对；不填就印相加的数。")

"""The units summed whose figures are of another day or of other months than the form's own.

What a form says itself goes before what follows from silence: a unit that says nothing is taken to be of
the day of the form that sums it, and a form that says nothing takes the day that all its units say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from generator.figures.dates import Period
from generator.figures.values import Day, Figure
from generator.form.coverage import STOCK_DAY, Coverage
from generator.form.form import Form
from generator.problem import Problem, list_some, warning

MOST_SECTIONS, MOST_UNITS = 3, 8
"""How many sections and units are named before the rest is only counted."""


def list_units(names: Sequence[str], most: int = MOST_UNITS) -> str:
    """The first of some units, and how many there are when there are more: 甲镇、乙镇等12个单位."""
    return list_some(names, most, "个单位")


def missing_units(form: Form) -> frozenset[str]:
    """The units that ought to have reported and are in no sum."""
    return frozenset(one.text for one in form.head.expected) - frozenset(town.name for town in form.towns)


def adopted(form: Form, typed: frozenset[str]) -> Form:
    """The form with the 截至 and 期间 that all units of a section say, where it says none and typed no figure of it."""
    if not any(_says(town) for town in form.towns):
        return form
    days: dict[str, Day] = {}
    periods: dict[str, Period] = {}
    for key in _keys(form.values):
        towns = [town for town in form.towns if key in _keys(town.values)]
        is_typed = any(path.startswith(f"{key}.") and isinstance(form.values[path], Figure) for path in typed)
        found = {town.covered(key).extent for town in towns if town.covered(key).stated}
        silent = not all(town.covered(key).stated for town in towns)
        if len(found) != 1 or silent or is_typed or form.covered(key).stated:
            continue
        if day := towns[0].covered(key).day:
            days[key] = replace(day, path=f"{key}.{STOCK_DAY}", place=form.place_of_sums)
        if period := towns[0].periods.get(key):
            periods[key] = period
    return replace(form, stock_days={**form.stock_days, **days}, periods={**form.periods, **periods})


def _says(form: Form) -> bool:
    """Whether a form says anything of the day or months of its figures but the period of the whole."""
    return bool(form.head.stock_day or form.stock_days or form.periods)


def _keys(paths: Iterable[str]) -> frozenset[str]:
    """The sections of some paths."""
    return frozenset(path.partition(".")[0] for path in paths)


def said_day(covered: Coverage, form: Form) -> str:
    """The day that figures are of as a sentence says it."""
    texts = form.library.wording.period_texts
    return covered.day.text if covered.day else texts.of(form.head.year or "", covered.period).stock_day


def odd_units(form: Form, key: str) -> Iterator[tuple[Form, Coverage]]:
    """The units that a section sums figures of another day of, with what theirs are of."""
    for town in form.towns:
        covered = town.covered(key)
        if covered.stated and covered.extent != form.covered(key).extent and key in _keys(town.values):
            yield town, covered


def check_unit_days(form: Form) -> Iterator[Problem]:
    """A warning for each unit whose figures are of another day, and for those that do not say theirs."""
    place, ours = form.place_of_sums, form.covered()
    heads = [town.covered() for town in form.towns]
    agreed = not ours.stated and all(one.stated for one in heads) and len({one.extent for one in heads}) == 1
    if heads and agreed and heads[0].extent != ours.extent and heads[0].day:
        day = heads[0].day.text
        advice = f"汇总来的各节照此写明；本表的数也是这一天的，请填「截至: {day}」。"
        yield warning(place, f"各单位的数都截至{day}，本表没有填截至。", advice)
    else:
        for town, one in zip(form.towns, heads, strict=True):
            if one.day and one.extent != ours.extent:
                what = f"{town.name}的时点数截至{one.day.text}，和本表不是同一天。"
                yield warning(place, what, "数已经计入，请核对。")
    for town in form.towns:
        yield from _odd_sections(form, town)
    silent = [
        town.name for town, one in zip(form.towns, heads, strict=True) if one.extent != ours.extent and not one.day
    ]
    if ours.day and silent:
        what = f"{list_units(silent)}没有填截至，本表截至{ours.day.text}。"
        yield warning(place, what, "请核对它们的数是不是同一天的，并在它们的表里填上「截至」。")


def _odd_sections(form: Form, town: Form) -> Iterator[Problem]:
    """A warning for the sections of a unit that say another day on their own."""
    odd: dict[str, list[str]] = {}
    for key in {**town.stock_days, **town.periods}:
        covered = town.covered(key)
        if key in _keys(town.values) and covered.extent != form.covered(key).extent:
            odd.setdefault(said_day(covered, town), []).append(key)
    for day, keys in odd.items():
        what = f"{town.name}的{list_some(keys, MOST_SECTIONS, '节')}截至{day}，和本表不是同一天。"
        yield warning(form.place_of_sums, what, "数已经计入，文中会写明，请核对。")

"""Which units a sum over units, or a rate of two of them, lacks: those that ought to be in it and are not."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from generator.figures.over_units import units_of_both
from generator.figures.values import Figure
from generator.form.form import Form
from generator.language.context import ADDED, RATIO
from generator.language.fields import Field, Group
from generator.language.sandbox import is_sum
from generator.library.library import CUSTOM, Library, spoken
from generator.library.schema import ChecksDefinition
from generator.reckoning.rollup import RULES, are_few, rule_of, without
from generator.reckoning.unit_days import missing_units
from generator.reckoning.unit_series import step_lacks


class Pair(msgspec.Struct, frozen=True):
    """Two fields of one group of which the first asks for the second."""

    given: Field
    missing: Field
    instead: tuple[str, ...]
    """Fields of the group, by their names, that serve as well as the missing one."""
    message: str


def lacking_units(form: Form, path: str) -> tuple[str, ...]:
    """What the figure at ``path`` lacks, by the names of units; a rate of two also lacks who gave only one of them.

    Of a unit that gave some parts of a total the others are named: 乙镇的分散供养人数.
    """
    if RATIO not in path:
        return _lacking(form, path) if ADDED not in path else _lacking_of_parts(form, path.split(ADDED))
    sides = [figure for one in path.split(RATIO) if isinstance(figure := form.values.get(one), Figure)]
    if len(sides) < 2 or not any(side.is_over_units for side in sides) or not all(side.units for side in sides):
        return ()
    both = units_of_both(*sides)
    alone = {part.owner for side in sides for part in side.units} - both
    found = {*alone, *(name for side in sides for name in _lacking(form, side.path) if name not in both)}
    return tuple(name for name in _named(form) if name in found)


def _lacking_of_parts(form: Form, paths: list[str]) -> tuple[str, ...]:
    """What a sum of unlike figures lacks: a unit that lacks all of them, or which of them: 乙镇的临时救助."""
    lacking = {path: _lacking(form, path) for path in paths}
    found: list[str] = []
    for name in dict.fromkeys(name for names in lacking.values() for name in names):
        without_it = [path for path, names in lacking.items() if name in names]
        parts = dict.fromkeys(_called(form, path) for path in without_it)
        found += [name] if len(without_it) == len(paths) else [f"{name}的{part}" for part in parts]
    return tuple(found)


def _called(form: Form, path: str) -> str:
    """What the sentence of the sum calls the figure at a path; the name of its section where it does not say."""
    named = (one.definition.sum.items() for one in form.library.headline)
    found = next((called for sums in named for called, part in sums if part == path), "")
    return spoken(found, form.terms) if found else path.partition(".")[0]


def _named(form: Form) -> Iterator[str]:
    """The units of a sum and those that ought to be in it, in order."""
    yield from dict.fromkeys((*(town.name for town in form.towns), *(one.text for one in form.head.expected)))


def _lacking(form: Form, path: str) -> tuple[str, ...]:
    """What a sum over units lacks: who did not report, who forgot it, who has it as other figures tell.

    What half of them left blank few have; who has none of it is not lacking.
    """
    figure = form.values.get(path)
    if not isinstance(figure, Figure) or not figure.is_over_units:
        return ()
    unsent = missing_units(form)
    last = tuple(one.text for one in form.head.expected if one.text in unsent)
    if (lacks := step_lacks(form, path)) is not None:
        return (*lacks, *last)
    leaf = form.library.field(path)
    if leaf is None or f".{CUSTOM}." in path:
        owners = {part.owner for part in figure.parts}
        return (*(town.name for town in form.towns if town.name not in owners), *last)
    if rule_of(leaf) not in RULES:
        return ()
    halves = {part.owner: part for part in figure.parts if part.is_short}
    blank = tuple(name for name in without(path, form.towns) if name not in halves)
    forgotten = are_few(blank, form)
    found: list[str] = []
    for town in form.towns:
        if town.name in halves:
            found += (f"{town.name}的{label}" for label in _blank_parts(leaf, town, form))
        elif town.name in blank and (forgotten or _owes(path, town)):
            found.append(town.name)
        found += (f"{town.name}{below}" for below in _lacking(town, path))
    return (*found, *last)


def _blank_parts(total: Field, town: Form, form: Form) -> Iterator[str]:
    """What a unit left blank of the parts of a total, as ``form`` calls it."""
    for path in town.library.formulas.get(total.path, ()):
        if path not in town.values and not town.lacks(path) and (leaf := town.library.field(path)):
            yield form.label(leaf)


def _owes(path: str, town: Form) -> bool:
    """Whether a unit has something of what it left blank: the whole or its other parts, or what goes with it."""
    telling = told_by(town.library).get(path, ())
    return any(isinstance(one := town.values.get(other), Figure) and not one.is_nothing for other in telling)


@lru_cache(maxsize=16)
def told_by(library: Library) -> dict[str, tuple[str, ...]]:
    """For each field those that are hardly there without it: totals it is a part of, their other parts, its pairs."""
    found: dict[str, list[str]] = {}
    for total in library.computed:
        if is_sum(total.definition.formula):
            parts = library.formulas[total.path]
            for part in parts:
                found.setdefault(part, []).extend((total.path, *(other for other in parts if other != part)))
    for pairs in pairs_of(library).values():
        for pair in pairs:
            found.setdefault(pair.missing.path, []).append(pair.given.path)
    return {path: tuple(others) for path, others in found.items()}


@lru_cache(maxsize=16)
def pairs_of(library: Library) -> dict[str, list[Pair]]:
    """For each section, every two fields of one group of which the first asks for the second."""
    found: dict[str, list[Pair]] = {}
    for section in library.sections:
        pairs = found.setdefault(section.key, [])
        for group in _groups(section.root):
            pairs += pairs_in(group, library.checks)
    return found


def pairs_in(group: Group, checks: ChecksDefinition) -> Iterator[Pair]:
    """Every two fields of one group of which the first asks for the second."""
    for pair in checks.pairs:
        given, missing = group.children.get(pair.given), group.children.get(pair.missing)
        if isinstance(given, Field) and isinstance(missing, Field) and not missing.definition.rare:
            yield Pair(given, missing, tuple(name for name in pair.unless if name in group.children), pair.message)


def _groups(group: Group) -> Iterator[Group]:
    yield group
    for child in group.children.values():
        if isinstance(child, Group):
            yield from _groups(child)

"""Figures that were not typed but follow exactly from those that were: formulas and asked-for totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from generator.figures.interval import NOTHING, Bounds
from generator.figures.over_units import units_of
from generator.figures.totals import rounded_total
from generator.figures.values import Figure, Value
from generator.form.form import Form
from generator.language.budget import TemplateFault
from generator.language.fields import Field
from generator.language.sandbox import evaluate, is_sum, nest, runnable
from generator.reckoning.own_figures import with_totals
from generator.reckoning.series import with_wholes
from generator.reckoning.sides import absent_units, repeated, with_absent


def derive(form: Form, last: Form | None = None) -> Form:
    """The form with asked-for totals, and the blank fields filled whose formula has single numbers for all it names.

    A total whose other sides are absent, this year and in the ``last``, is what its one side is.
    """
    form = replace(form, values=with_totals(form.values, form.library.units))
    form = with_absent(replace(form, values=with_wholes(form)), last)
    pending = form.library.computed
    for _ in (*pending, *form.library.otherwise):
        found = {
            leaf.path: figure for leaf in pending if leaf.path not in form.values and (figure := derived(leaf, form))
        }
        found = found or _otherwise(form)
        if not found:
            break
        form = replace(form, values={**form.values, **found})
    repeats = repeated(form)
    return replace(form, repeats=repeats) if repeats else form


def derived(leaf: Field, form: Form, absent: frozenset[str] | None = None) -> Figure | None:
    """What the formula of ``leaf`` gives, or None when a figure it needs is blank or not one number.

    The ``absent`` sides of a total, by default those of the form, add nothing to it.
    """
    sides = form.library.sides.get(leaf.path, {})
    left_out = form.absent if absent is None else absent
    return _followed(leaf, form.library.formulas[leaf.path], sides, left_out, form)


def _otherwise(form: Form) -> dict[str, Figure]:
    """The blank totals whose formula lacks a figure and that follow from other parts."""
    return {
        one.leaf.path: figure
        for one in form.library.otherwise
        if one.leaf.path not in form.values and (figure := _followed(one.leaf, one.paths, one.sides, form.absent, form))
    }


def _followed(
    leaf: Field, named: tuple[str, ...], sides: Mapping[str, str], left_out: frozenset[str], form: Form
) -> Figure | None:
    """What a formula gives for the paths it names, the sides ``left_out`` counting as nothing."""
    paths = [path for path in named if sides.get(path) not in left_out]
    parts = {path: _found(path, form) for path in paths}
    every = [part for several in parts.values() for part in several]
    if sides and len(every) == 1 and isinstance(only := every[0], Figure):
        return Figure(only.quantity, leaf.path, only.place, leaf.name, (only,))
    figures = [part for part in every if isinstance(part, Figure) and part.quantity.is_one_number]
    if not figures or len(figures) < len(every) or leaf.unit is None:
        return None
    if not is_sum(leaf.definition.formula) and _are_of_unlike_units(figures, form):
        return None
    nominal = _result(leaf, parts, sides, lambda one: one.quantity.named)
    rounded = not all(one.quantity.is_known for one in figures)
    bounds = _result(leaf, parts, sides, lambda one: one.bounds) if rounded else nominal
    if bounds is None or nominal is None or nominal.low is None or not nominal.is_known:
        return None
    quantity = rounded_total(nominal.low, bounds, [one.quantity for one in figures], leaf.unit.name)
    return Figure(quantity, leaf.path, figures[0].place, leaf.name, tuple(figures))


def _are_of_unlike_units(figures: Iterable[Figure], form: Form) -> bool:
    """Whether sums over units are not over the same ones, so that a rate of them says nothing."""
    sums = [one for one in figures if one.is_over_units]
    return len({units_of(one) | absent_units(form, one.path) for one in sums}) > 1


def _result(
    leaf: Field,
    parts: Mapping[str, Iterable[Value | None]],
    sides: Mapping[str, str],
    taken: Callable[[Figure], Bounds],
) -> Bounds | None:
    """What the formula of ``leaf`` gives, each figure ``taken`` for what it names or lies in; None when that is no number."""
    sums = {
        path: sum((taken(one) for one in several if isinstance(one, Figure)), NOTHING)
        for path, several in parts.items()
    }
    values = {**dict.fromkeys(sides, NOTHING), **sums}
    try:
        found = evaluate(runnable(leaf.definition.formula), nest(leaf.path.split(".", 1)[0], values))
    except TemplateFault:
        return None
    return found if isinstance(found, Bounds) else None


def _found(path: str, form: Form) -> tuple[Value | None, ...]:
    """What a formula adds for a path: one figure, or those of all records."""
    found = form.value(path)
    return (found,) if found is not None else form.in_records(path) or (None,)

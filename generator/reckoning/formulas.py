"""Figures that were not typed but follow exactly from those that were: formulas and asked-for totals."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from generator.figures.interval import Bounds
from generator.figures.totals import rounded_total
from generator.figures.values import Figure
from generator.form.form import Form
from generator.library.fields import Field
from generator.library.language import TemplateFault, evaluate, nest
from generator.reckoning.own_figures import with_totals


def derive(form: Form) -> Form:
    """The form with asked-for totals, and the blank fields filled whose formula has single numbers for all it names."""
    form = replace(form, values=with_totals(form.values))
    pending = form.library.computed
    for _ in pending:
        found = {
            leaf.path: figure for leaf in pending if leaf.path not in form.values and (figure := derived(leaf, form))
        }
        if not found:
            break
        form = replace(form, values={**form.values, **found})
    return form


def derived(leaf: Field, form: Form) -> Figure | None:
    """What the formula of ``leaf`` gives, or None when a figure it needs is blank or not one number."""
    section = leaf.path.split(".", 1)[0]
    paths = form.library.formula_paths(leaf)
    parts = [form.value(path) for path in paths]
    figures = [part for part in parts if isinstance(part, Figure) and part.quantity.is_one_number]
    if not figures or len(figures) < len(parts) or leaf.unit is None:
        return None
    nominal = _result(leaf, section, {one.path: Bounds(one.quantity.value, one.quantity.value) for one in figures})
    rounded = not all(one.quantity.is_known for one in figures)
    bounds = _result(leaf, section, {one.path: one.bounds for one in figures}) if rounded else nominal
    if bounds is None or nominal is None or nominal.low is None or not nominal.is_known:
        return None
    quantity = rounded_total(nominal.low, bounds, [one.quantity for one in figures], leaf.unit.name)
    return Figure(quantity, leaf.path, figures[0].place, leaf.name, tuple(figures))


def _result(leaf: Field, section: str, values: Mapping[str, Bounds]) -> Bounds | None:
    """What the formula of ``leaf`` gives for these values; None when that is no number."""
    try:
        found = evaluate(leaf.definition.formula, nest(section, values))
    except TemplateFault:
        return None
    return found if isinstance(found, Bounds) else None

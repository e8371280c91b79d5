"""Figures that were not typed but follow exactly from those that were: formulas and asked-for totals."""

from __future__ import annotations

from msgspec.structs import replace

from generator.figures.interval import Bounds
from generator.figures.quantity import exact_quantity, smallest_scale
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
    try:
        result = evaluate(leaf.definition.formula, nest(section, {one.path: one.bounds for one in figures}))
    except TemplateFault:
        return None
    if not isinstance(result, Bounds) or result.low is None or not result.is_known:
        return None
    scale = smallest_scale(figure.quantity.scale for figure in figures)
    quantity = exact_quantity(result.low, leaf.unit.name, scale)
    return Figure(quantity, leaf.path, figures[0].place, leaf.name, tuple(figures))

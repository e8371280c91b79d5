"""The sentence at the head of a paper: its weightiest figures, each with the evidence that it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

from generator.document.marks import Marked
from generator.figures.change import DOWN, UP, change_of, movement
from generator.figures.totals import in_ten_thousands, total
from generator.figures.values import LAST, Figure, Sections
from generator.form.form import Form
from generator.language.context import ADDED
from generator.language.sandbox import WHOLE_FORM
from generator.library.headline import CHOSEN, FEWEST_PARTS, Candidate, HeadlineDefinition
from generator.library.library import spoken
from generator.reckoning.lastyear import extent_of, is_unexplained

Render = Callable[[str, str, dict[str, object]], str]
"""The text that the source of a wording, with its file, makes of a context."""


def headline(form: Form, trees: Sections, context: Mapping[str, object], render: Render) -> Marked:
    """The sentence, in marked text that is not yet closed up; empty where the form has too little for one.

    Only sections speak here whose figures are of the months and the day of the form.
    """
    wanted = form.library.report.headline
    if wanted is None or not form.library.headline:
        return Marked("")
    usual = extent_of(form)
    of_the_form = {key for key in trees if extent_of(form, key) == usual}
    speaking = {path.partition(".")[0] for path, one in form.values.items() if isinstance(one, Figure)} & of_the_form
    if len(speaking) < wanted.sections:
        return Marked("")
    seen = Sections((key, tree) for key, tree in trees.items() if key in of_the_form)
    told: list[str] = []
    topics: set[str] = set()
    for one in form.library.headline:
        found = None if one.definition.topic in topics else _evidence(one, form, of_the_form, wanted)
        if found is not None:
            told.append(render(one.wording, one.file, {**context, WHOLE_FORM: seen, **found}).strip())
            topics |= {one.definition.topic} - {""}
        if len(told) == wanted.most:
            break
    return Marked(f"{'；'.join(told)}。" if len(told) >= wanted.fewest else "")


def _evidence(one: Candidate, form: Form, sections: set[str], wanted: HeadlineDefinition) -> dict[str, object] | None:
    """What the wording of a candidate may name besides fields; None where the form does not bear it out."""
    definition = one.definition
    there = {path for path in one.named if path.partition(".")[0] in sections and _figure(form, path)}
    if not there.issuperset((*definition.needs, *definition.raised)) or not there.isdisjoint(definition.unless):
        return None
    if not all(_has_risen(form, path) for path in definition.raised):
        return None
    if definition.sum:
        found = _sum(list(_called(form, definition.sum, there)), form, wanted.money_digits)
    elif definition.greatest:
        found = _greatest(one, list(_called(form, definition.greatest, there)), form)
    else:
        return {}
    return None if found is None else {CHOSEN: found}


def _figure(form: Form, path: str) -> Figure | None:
    """The figure at a path that says there is something."""
    found = form.values.get(path)
    return found if isinstance(found, Figure) and not found.is_nothing else None


def _has_risen(form: Form, path: str) -> bool:
    """Whether the figure at a path is certainly more than last year's, or than what was typed for that."""
    figure, section = _figure(form, path), form.library.section(path.partition(".")[0])
    if figure is None or section is None:
        return False
    typed = [leaf.path for leaf in section.root.leaves() if f"{section.key}.{leaf.definition.last}" == path]
    before = next((found for one in typed if (found := _figure(form, one))), figure.last)
    return before is not None and movement(replace(figure, last=before), UP, DOWN) == UP


def _called(form: Form, named: Mapping[str, str], there: set[str]) -> Iterator[Figure]:
    """The figures that are there, by what the candidate calls them."""
    for called, path in named.items():
        if path in there and (found := _figure(form, path)):
            yield replace(found, label=spoken(called, form.terms))


def _sum(parts: list[Figure], form: Form, digits: int) -> Figure | None:
    """What figures come to together, beside what they came to last year where all can be compared."""
    found = _added(parts) if len(parts) >= FEWEST_PARTS else None
    if found and (leaf := form.library.field(parts[0].path)) and leaf.kind.is_money:
        found = replace(found, quantity=in_ten_thousands(found.quantity, digits))
    before = [part.last for part in parts if part.last and not is_unexplained(form, part)]
    if found is None or len(before) < len(parts):
        return found
    last = _added(before)
    return replace(found, last=last and replace(last, path=LAST + found.path))


def _added(parts: list[Figure]) -> Figure | None:
    quantity = total([part.quantity for part in parts], parts[0].quantity.unit)
    if quantity is None:
        return None
    path = ADDED.join(part.path for part in parts)
    return Figure(quantity, path, parts[0].place, parts=tuple(parts))


def _greatest(one: Candidate, figures: list[Figure], form: Form) -> Figure | None:
    """The figure that changed by the largest share, of those whose change is news and no riddle."""
    sizes = []
    for figure in figures:
        found = change_of(figure)
        share = abs(found.share) if found and found.share is not None else None
        if share is not None and share >= one.least and not is_unexplained(form, figure):
            sizes.append((share, figure))
    return max(sizes, key=lambda pair: pair[0])[1] if sizes else None

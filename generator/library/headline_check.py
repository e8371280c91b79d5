"""What a report and headline.yaml get wrong: names that no candidate, field or term has, unlike units added."""

from __future__ import annotations

from collections.abc import Iterator

from generator.language.fields import Field, Group
from generator.language.names_check import Names, check_template
from generator.language.sandbox import TEMPLATE_CONTEXT
from generator.library.headline import CHOSEN, candidates
from generator.library.layered import Layered
from generator.problem import Place, Problem, did_you_mean, error


def headline_problems(read: Layered, report: Layered, whole: Group, terms: tuple[str, ...]) -> Iterator[Problem]:
    """What a report and the candidates it weighs get wrong: names that no candidate or field has."""
    for name in report.definition.headline.figures:
        if name not in read.definition:
            advice = did_you_mean(name, read.definition, f"headline.yaml 里有：{'、'.join(read.definition)}。")
            yield error(report.place("headline", "figures", name), f"headline.yaml 里没有「{name}」。", advice)
    context = (*TEMPLATE_CONTEXT, CHOSEN)
    names = Names(Group("", "", Place("")), whole, terms, context, lenient=True)
    for one in candidates(read.definition, report.definition.headline.figures, read.file):
        place = read.place(one.name, "text")
        yield from check_template(one.wording, place.file, names, place.spot.line - 1).problems
        for called in (*one.definition.sum, *one.definition.greatest):
            yield from check_template(called, place.file, names, place.spot.line - 1).problems
        for path in one.named:
            yield from _misnamed(path, whole, read.place(one.name))
        units = {
            field.unit.name for path in one.definition.sum.values() if (field := _figure(path, whole)) and field.unit
        }
        if len(units) > 1:
            what = f"「{one.name}」把{'和'.join(sorted(units))}加在一起。"
            yield error(read.place(one.name, "sum"), what, "请只加同一个单位的数。")


def _figure(path: str, whole: Group) -> Field | None:
    found = whole.at(path)
    return found if isinstance(found, Field) else None


def _misnamed(path: str, whole: Group, place: Place) -> Iterator[Problem]:
    """That a path is none of a figure; a section that is not read may be named."""
    section, _, _ = path.partition(".")
    group = whole.children.get(section)
    if not isinstance(group, Group):
        return
    field = _figure(path, whole)
    if field is None or field.unit is None:
        known = [leaf.path for leaf in group.leaves() if leaf.unit]
        yield error(place, f"「{path}」不是表里填数的项目。", did_you_mean(path, known, "请写成「节.组.项目」这样。"))

"""Labels, help, headings and titles of charts: said in messages and blank forms, where no field has a value."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator.language.budget import TemplateFault
from generator.language.fields import Group
from generator.language.names_check import Names, check_template
from generator.language.sandbox import RUN_FAULTS, describe_fault
from generator.library.library import Section, spoken
from generator.problem import Place, Problem, error
from generator.reading.nodes import Mapping, spot_at

NO_FIELDS = Group("", "", Place(""))
ONLY_WORDS = "可以写 {{ 词.某词 }} 和 {{ 全域 }} 这样的话。"


def said_problems(section: Section, node: Mapping, terms: Collection[str]) -> Iterator[Problem]:
    """What is wrong with the texts of a section that may name terms and the context, and no field."""
    names = Names(section.root, NO_FIELDS, tuple(terms))
    for text, place in _texts(section, node):
        if "{{" in text or "{%" in text:
            found = check_template(text, place.file, names, place.spot.line - 1)
            if found.used:
                yield error(place, "名称、说明和标题里不能写填的项目，那里还没有数。", ONLY_WORDS)
            else:
                yield from found.problems or _when_said(text, place, terms)


def _when_said(text: str, place: Place, terms: Collection[str]) -> Iterator[Problem]:
    """What comes up only when a text is said."""
    try:
        spoken(text, {term: term for term in terms})
    except (TemplateFault, *RUN_FAULTS) as fault:
        yield error(place, describe_fault(fault, "这里"), ONLY_WORDS)


def _texts(section: Section, node: Mapping) -> Iterator[tuple[str, Place]]:
    yield section.heading, Place.at(section.file, spot_at(node, ("heading",)), "heading")
    for number, chart in enumerate(section.definition.charts):
        yield chart.title, Place.at(section.file, spot_at(node, ("charts", number, "title")), "charts")
    for leaf in section.root.every_field():
        yield from ((text, leaf.place) for text in (leaf.definition.label, leaf.definition.help))

"""Which sections and fields a new form has lines for, and which it only names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from generator.figures.values import Figure
from generator.form.form import Form
from generator.language.fields import Field, Group
from generator.library.library import CUSTOM, Section

NUMBER_IN_PATH = re.compile(r"\.\d+(?=\.|$)")
"""The place of a record: 救灾.灾害.1.名称."""


class Choice(Struct, frozen=True):
    """What of a report was asked for."""

    full: bool = False
    """Whether fields that are rarely needed have lines too."""
    sections: tuple[str, ...] = ()
    """The keys of the only sections wanted; all when none is named."""


class SectionPart(Struct, frozen=True):
    """One section of a new form: what has a line, and what is only named."""

    section: Section
    shown: Group
    rest: Group

    @property
    def is_folded(self) -> bool:
        """Whether it has no line at all."""
        return not self.shown.children


def outline(start: Form, year: int, choice: Choice) -> Iterator[SectionPart]:
    """The sections of the year in the report's order, and others that last year's form or the units' fill in.

    A section is usual when its report says so, a field unless it is declared rare; whatever was filled in
    before, or is known already, has its line as well.
    """
    known = frozenset(_filled(start)) | frozenset(_filled(start.last) if start.last else ())
    usual = start.library.report.usual

    def wanted(leaf: Field) -> bool:
        return choice.full or not leaf.definition.rare or leaf.path in known or last_value(start, leaf) is not None

    for section in start.library.sections:
        is_known = any(leaf.path in known for leaf in section.root.leaves())
        if choice.sections:
            is_shown = is_listed = section.key in choice.sections
        else:
            is_listed = is_known or section.is_current(year)
            is_shown = is_listed and (is_known or choice.full or not usual or section.name in usual)
        if is_listed:
            yield SectionPart(section, *_parted(section.root, wanted if is_shown else _nothing))


def last_value(start: Form, leaf: Field) -> Figure | None:
    """The figure of last year that a field begins with; none where a unit sums others, whose sum it would replace."""
    last = start.last
    if not leaf.definition.last or last is None or start.head.sources or last.head.period != start.head.period:
        return None
    found = last.values.get(f"{leaf.path.partition('.')[0]}.{leaf.definition.last}")
    return found if isinstance(found, Figure) and not found.is_over_units else None


def _filled(form: Form) -> Iterator[str]:
    """The paths of what was typed in a form or summed for it, those of records without their numbers."""
    for path, value in form.values.items():
        if not (isinstance(value, Figure) and value.parts and not value.is_over_units):
            yield NUMBER_IN_PATH.sub("", path)


def _nothing(_: Field) -> bool:
    return False


def _parted(group: Group, wanted: Callable[[Field], bool]) -> tuple[Group, Group]:
    """A group with what is wanted of it, and with the rest; figures of one's own and the like may be added anywhere and are in neither."""
    shown: dict[str, Field | Group] = {}
    rest: dict[str, Field | Group] = {}
    for name, child in group.children.items():
        if name == CUSTOM or (isinstance(child, Field) and child.is_anywhere):
            continue
        if isinstance(child, Group):
            ours, others = _parted(child, wanted)
            if ours.children:
                shown[name] = ours
            if others.children:
                rest[name] = others
        elif not wanted(child):
            rest |= {} if child.definition.scope or child.definition.detail else {name: child}
        elif child.record:
            ours, others = _parted(child.record, wanted)
            shown[name] = replace(child, record=ours)
            if others.children:
                rest[name] = others
        else:
            shown[name] = child
    return replace(group, children=shown), replace(group, children=rest)

"""The rows of a form, each with what is to be known of it: what was typed, and room for more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from generator.blank.advice import figure_of_last_year, known_of_towns, words_of_last_year, words_of_towns
from generator.chinese.script import to_simplified
from generator.excel.official import ANNEX_LIST, annexes_of, told_of_element
from generator.excel.records import RecordSheet
from generator.form.annexes import OFFICIAL
from generator.form.form import Form
from generator.form.head import ANSWERS, HEAD, NAMES
from generator.language.fields import Field, Group
from generator.library.library import CUSTOM
from generator.reading.cell_words import note_of_cells
from generator.reading.nodes import Mapping, Node, Scalar, Sequence
from generator.reading.ways import Keys, say_way, spell_way
from generator.reading.workbook import is_blank_node

LEAST_ITEMS, MORE_ITEMS = 4, 2
"""So many rows has a list at least, and so many more than it has items."""
LEAST_RECORDS = 2
TRUTHS_TYPED = ("是", "否")
PLACES_BEHIND = re.compile(r"(?:\.\d+)+$")


class FormRow(Struct, frozen=True):
    """A row that is filled in."""

    way: str
    section: str
    item: str
    text: str = ""
    unit: str = ""
    last: str = ""
    note: str = ""
    choices: tuple[str, ...] = ()
    """What may be chosen, though anything may be typed."""
    is_words: bool = False
    """Whether its section tells no figures at all."""

    @property
    def item_way(self) -> str:
        """Its way without the places behind it, which all items of a list share."""
        return PLACES_BEHIND.sub("", self.way)


class RowMaker:
    """Makes the rows of a form, and keeps the records that have sheets of their own.

    ``form`` tells what is known of its fields; without one all is rows.
    """

    def __init__(self, form: Form | None) -> None:
        self.form = form
        self.records: list[tuple[Keys, Group, list[Mapping], Mapping | None]] = []
        """Records of each kind: where they stand, what they may hold, those filled in, and the keys that one has."""
        self.own: list[tuple[str, Mapping]] = []
        """Figures of one's own, with their section."""
        self.said: dict[str, list[tuple[str, str]]] = {ANSWERS: [], NAMES: []}
        """What the head says by name."""
        self.annexes: RecordSheet | None = None
        self.is_words = False

    def rows(self, root: Mapping) -> Iterator[FormRow]:
        """A row for each value, in the order of the form."""
        for key, node in root.entries:
            name = to_simplified(key.text)
            if self.form and name in self.said and self.said_by_name(name, node):
                continue
            section = self.form.library.section(name) if self.form else None
            found = None
            if section:
                found = section.root.find(section.definition.direct) if section.definition.direct else section.root
                found = section.root if isinstance(node, Mapping) else found
            self.is_words = section is not None and _tells_no_figures(section.root)
            yield from self.below((key.text,), node, found)

    def below(self, keys: Keys, node: Node, found: Field | Group | None) -> Iterator[FormRow]:
        """The rows of what stands under ``keys``, of which the library knows ``found``."""
        if self.form and len(keys) == 2 and is_official(keys) and to_simplified(str(keys[1])) == ANNEX_LIST:
            self.annexes = annexes_of(keys, node)
            if self.annexes:
                return
        if isinstance(node, Mapping) and node.entries:
            group = found.record if isinstance(found, Field) else found
            for key, inner in node.entries:
                below = group.find(to_simplified(key.text)) if group else None
                yield from self.below((*keys, key.text), inner, below)
        elif isinstance(node, Sequence) and node.items:
            yield from self.items(keys, node.items, found)
        elif isinstance(found, Field) and found.kind.is_list and not _text(node):
            yield from self.items(keys, (), found)
        else:
            yield self.row(keys, _text(node), found)

    def items(self, keys: Keys, items: tuple[Node, ...], found: Field | Group | None) -> Iterator[FormRow]:
        """The rows of a list, and blank ones for more of it; none where it has a sheet of its own."""
        if isinstance(found, Field) and found.record and self.has_own_sheet(keys, items, found.record):
            return
        filled = [one for one in items if not (isinstance(one, Scalar) and not one.text)]
        for place, one in enumerate(filled):
            yield from self.below((*keys, place), one, found)
        if isinstance(found, Field) and found.record:
            pattern = next((one for one in items if isinstance(one, Mapping)), None)
            for place in range(len(filled), max(LEAST_RECORDS, len(filled) + 1)):
                yield from self.below((*keys, place), _emptied(pattern), found) if pattern else ()
        elif isinstance(found, Field) or not filled:
            for place in range(len(filled), max(LEAST_ITEMS, len(filled) + MORE_ITEMS)):
                yield self.row((*keys, place), "", found)

    def has_own_sheet(self, keys: Keys, items: tuple[Node, ...], group: Group) -> bool:
        """Whether records are kept for a sheet, as all are but those typed in another shape."""
        records = [one for one in items if isinstance(one, Mapping)]
        if self.form is None or len(records) < len(items) or not all(isinstance(key, str) for key in keys):
            return False
        filled = [one for one in records if not is_blank_node(one)]
        if len(keys) == 2 and to_simplified(str(keys[1])) == CUSTOM:
            self.own += [(str(keys[0]), one) for one in filled]
        else:
            self.records.append((keys, group, filled, records[0] if records else None))
        return True

    def said_by_name(self, key: str, node: Node) -> bool:
        """Whether what the head says by name was kept for a sheet."""
        entries = node.entries if isinstance(node, Mapping) else ()
        texts = [(name.text, one.text) for name, one in entries if isinstance(one, Scalar)]
        if len(texts) < len(entries) or (isinstance(node, Scalar) and node.text) or isinstance(node, Sequence):
            return False
        self.said[key] += texts
        return True

    def row(self, keys: Keys, text: str, found: Field | Group | None) -> FormRow:
        """One row."""
        way, said = spell_way(keys), say_way(keys)
        if len(keys) > 1 and is_official(keys):
            note, choices = told_of_element(to_simplified(str(keys[1])))
            is_first = not isinstance(keys[-1], int) or not keys[-1]
            return FormRow(way, *said, text, note=note if is_first else "", choices=choices)
        if not isinstance(found, Field) or self.form is None:
            return FormRow(way, *said, text, note=HEAD.get(to_simplified(str(keys[0])), "") if len(keys) == 1 else "")
        unit = f"{found.scale}{found.unit.name}" if found.unit else ""
        is_first = not isinstance(keys[-1], int) or not keys[-1]
        last = figure_of_last_year(found, self.form)
        note = "。".join(self.notes(found, unit)) if is_first else ""
        choices = found.options or tuple(found.phrases) or (TRUTHS_TYPED if found.definition.kind == "flag" else ())
        return FormRow(way, *said, text, unit, last, note, choices, self.is_words)

    def notes(self, field: Field, unit: str) -> Iterator[str]:
        """What is to be known of a field, its name where that says more than its key."""
        assert self.form is not None
        library, year = self.form.library, self.form.head.year
        label = library.say(field.label, year)
        if not set(label) <= set(field.path):
            yield label
        if field.definition.required:
            yield "必填"
        if field.hint and field.hint != unit and not field.kind.is_list:
            yield field.hint
        if said := library.say(field.definition.help, year):
            yield note_of_cells(said.rstrip("。"))
        if before := words_of_last_year(field, self.form):
            yield f"上年写的：{'；'.join(before)}"
        yield from known_of_towns((field,), self.form)
        yield from (f"{name}写的：{text}" for name, text in words_of_towns(field, self.form))


def is_official(keys: Keys) -> bool:
    """Whether something stands in the 公文 block."""
    return to_simplified(str(keys[0])) == OFFICIAL


def _tells_no_figures(group: Group) -> bool:
    return all(leaf.unit is None or leaf.is_anywhere for leaf in group.every_field() if CUSTOM not in leaf.path)


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _emptied(node: Node) -> Node:
    """The same keys with nothing filled in."""
    if isinstance(node, Mapping):
        return Mapping(tuple((key, _emptied(one)) for key, one in node.entries), node.spot)
    return Scalar("", node.spot)

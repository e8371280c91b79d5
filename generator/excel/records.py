"""Records as sheets, each kind on one of its own: a row for each record, a column for each field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.form.head import HEAD
from generator.language.fields import Field, Group
from generator.library.library import CUSTOM, Library
from generator.reading.cell_words import note_of_cells
from generator.reading.nodes import Mapping, Node, Scalar
from generator.reading.recorded import NAMED_THERE, ONE_A_ROW, RECORD
from generator.reading.rowed import SECTION_HEAD
from generator.reading.ways import BETWEEN_STEPS, Keys, say_steps, spell_way

NO_NAME_OF_SHEET = re.compile(r"[\[\]:*?/\\']")
LONGEST_SHEET_NAME = 31
"""Signs of the name of a sheet."""
RECORD_NAME = "记录"
OWN_FIGURES = "项目"
TRUTHS_CHOSEN = ("是", "否")
LEAST_COLUMNS, MORE_ROWS, LEAST_ROWS = 3, 10, 20
"""Columns of a list, rows beyond those that are filled in, and rows in all."""


class RecordColumn(Struct, frozen=True):
    """A field of records."""

    way: str
    head: str
    note: str = ""
    choices: tuple[str, ...] = ()
    is_long: bool = False


class RecordSheet(Struct, frozen=True):
    """Records of one kind."""

    name: str
    title: str
    columns: tuple[RecordColumn, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def count(self) -> int:
        """The rows that it has room for."""
        return max(LEAST_ROWS, len(self.rows) + MORE_ROWS)


class RecordMaker:
    """Makes the sheets of records; the library tells of their fields."""

    def __init__(self, library: Library, year: int | None) -> None:
        self.library = library
        self.year = year

    def of_kind(self, keys: Keys, group: Group, items: Sequence[Mapping], pattern: Mapping | None) -> RecordSheet:
        """The sheet for the records that stand under ``keys``."""
        columns, rows = self.laid_out((*keys, RECORD), group, items, pattern)
        return RecordSheet(str(keys[-1]), f"{BETWEEN_STEPS.join(map(str, keys))}{ONE_A_ROW}", columns, rows)

    def of_sections(self, named: Sequence[tuple[str, Mapping]], sections: tuple[str, ...]) -> RecordSheet:
        """The sheet for figures of one's own, which may be of any section."""
        group = self.library.custom.root.children[OWN_FIGURES]
        assert isinstance(group, Field)
        assert group.record
        columns, rows = self.laid_out((NAMED_THERE, CUSTOM, RECORD), group.record, [item for _, item in named], None)
        head = RecordColumn(NAMED_THERE, SECTION_HEAD, "是哪一节的数", sections)
        lines = tuple((name, *row) for (name, _), row in zip(named, rows, strict=True))
        return RecordSheet(CUSTOM, f"{CUSTOM}{ONE_A_ROW}", (head, *columns), lines)

    def of_answers(self, key: str, head: str, named: Sequence[tuple[str, str]], value: str) -> RecordSheet:
        """The sheet for texts of which each says what it is of."""
        columns = (
            RecordColumn(NAMED_THERE, head, HEAD[key], is_long=True),
            RecordColumn(spell_way((key, NAMED_THERE)), value, is_long=True),
        )
        return RecordSheet(key, f"{key}{ONE_A_ROW}", columns, tuple(named))

    def laid_out(
        self, above: Keys, group: Group, items: Sequence[Mapping], pattern: Mapping | None
    ) -> tuple[tuple[RecordColumn, ...], tuple[tuple[str, ...], ...]]:
        """The columns that all ``items`` need, and what stands in each row."""
        filled = [dict(_flat(item, ())) for item in items]
        ways = dict.fromkeys(_declared(group, pattern, ()))
        ways |= dict.fromkeys(way for item in filled for way, text in item.items() if text)
        columns = tuple(self.column(above, way, group) for way in ways)
        return columns, tuple(tuple(item.get(way, "") for way in ways) for item in filled)

    def column(self, above: Keys, way: Keys, group: Group) -> RecordColumn:
        """What is to be known of a field."""
        found: Field | Group | None = group
        for key in (one for one in way if isinstance(one, str)):
            inner = found.record if isinstance(found, Field) else found
            found = inner.find(key) if inner else None
        head, spelled = BETWEEN_STEPS.join(say_steps(way)), spell_way((*above, *way))
        if not isinstance(found, Field):
            return RecordColumn(spelled, head)
        unit = f"{found.scale}{found.unit.name}" if found.unit else ""
        choices = found.options or tuple(found.phrases) or (TRUTHS_CHOSEN if found.definition.kind == "flag" else ())
        said = (note_of_cells(self.library.say(found.definition.help, self.year).rstrip("。")), found.hint)
        note = "；".join(one for one in said if one and one != unit)
        is_long = found.unit is None and not choices
        return RecordColumn(spelled, f"{head}（{unit}）" if unit else head, note, choices, is_long)


def named_apart(sheets: Iterable[RecordSheet], taken: Iterable[str]) -> Iterator[RecordSheet]:
    """The sheets, each under a name that no other has."""
    used = {name.lower() for name in taken}
    for sheet in sheets:
        first = NO_NAME_OF_SHEET.sub("", sheet.name)[:LONGEST_SHEET_NAME] or RECORD_NAME
        fuller = NO_NAME_OF_SHEET.sub("", sheet.title.removesuffix(ONE_A_ROW).replace(BETWEEN_STEPS, ""))[
            :LONGEST_SHEET_NAME
        ]
        names = (fuller, first, *(f"{first[: LONGEST_SHEET_NAME - 3]}{number}" for number in range(2, 1000)))
        name = next(one for one in names if one.lower() not in used)
        used.add(name.lower())
        yield replace(sheet, name=name)


def _flat(node: Node, keys: Keys) -> Iterator[tuple[Keys, str]]:
    match node:
        case Scalar(text):
            yield keys, text
        case Mapping(entries):
            for key, inner in entries:
                yield from _flat(inner, (*keys, key.text))
        case _:
            for place, inner in enumerate(node.items):
                yield from _flat(inner, (*keys, place))


def _declared(group: Group, pattern: Mapping | None, above: Keys) -> Iterator[Keys]:
    """The fields that have a column though nothing is filled in, those of ``pattern`` alone where there is one."""
    for name, child in group.children.items():
        typed = pattern.get(name) if pattern else None
        if pattern and typed is None:
            continue
        if isinstance(child, Group):
            yield from _declared(child, typed if isinstance(typed, Mapping) else None, (*above, name))
        elif child.record or child.is_anywhere:
            continue
        elif child.kind.is_list:
            yield from ((*above, name, place) for place in range(LEAST_COLUMNS))
        else:
            yield (*above, name)

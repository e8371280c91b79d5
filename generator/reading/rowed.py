"""A sheet with a value in each row: which columns it has, and each of its rows with where it belongs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple
from zlib import crc32

from msgspec import Struct

from generator.problem import Place, Problem, error, notice, shorten
from generator.reading.cells import CellSheet, Trouble, column_name
from generator.reading.ways import Way, read_way, way_said

WAY_HEAD, SECTION_HEAD, ITEM_HEAD, MEASURE_HEAD, LAST_HEAD, NOW_HEAD, NOTE_HEAD, MARK_HEAD = (
    "路径",
    "章节",
    "项目",
    "单位",
    "上年",
    "本年",
    "说明",
    "核对码",
)
TABLE_HEADS = (WAY_HEAD, SECTION_HEAD, ITEM_HEAD, MEASURE_HEAD, LAST_HEAD, NOW_HEAD, NOTE_HEAD, MARK_HEAD)
"""What stands at the head of the columns; the first and the last are hidden."""
HEAD_WITHIN = 40
"""The head of the table stands in one of so many rows."""
BESIDE_NOW = (MEASURE_HEAD, LAST_HEAD, NOTE_HEAD)
"""The columns beside the one that is filled in, of which the last column tells what they held."""
BELONGS_NOWHERE = "看不出这一行填的是哪一项，没有读。"
IN_ROWS = "请填到表里原有的行；添一条的，请复制上面那一行再改；表里没有的数请填在工作表「自定义」里。"
BACK_IN_PLACE = "请把它移到「本年」一栏（{}）。"


class RowEntry(NamedTuple):
    """A cell in which something may be filled in."""

    row: int
    column: int
    way: Way
    """Where it belongs; empty where the row does not say."""
    text: str
    trouble: Trouble | None


class RowTable(Struct, frozen=True, dict=True):
    """The part of a sheet that is the form."""

    sheet: CellSheet
    head: int
    columns: dict[str, int]
    """The column of each head that is there."""

    @property
    def now(self) -> int:
        """The column that is filled in."""
        return self.columns[NOW_HEAD]

    def place(self, file: str, row: int, column: int = 0) -> Place:
        """Where the cell is that is filled in, or another one of its row."""
        return Place(file, self.sheet.spot(row, column or self.now))

    @cached_property
    def entries(self) -> tuple[RowEntry, ...]:
        """Its rows below the head that say where they belong, or hold something."""
        return tuple(self._entries())

    @cached_property
    def ways(self) -> frozenset[Way]:
        """Where its rows belong."""
        return frozenset(entry.way for entry in self.entries if entry.way)

    def _entries(self) -> Iterator[RowEntry]:
        rows, troubles = self.sheet.rows, self.sheet.troubles
        for row in sorted({*rows, *(row for row, _ in troubles)}):
            if row > self.head:
                texts = rows.get(row, {})
                text, trouble = texts.get(self.now, "").strip(), troubles.get((row, self.now))
                way = self._way(texts)
                if way or text or trouble:
                    yield RowEntry(row, self.now, way, text, trouble)

    def astray(self, file: str) -> Iterator[Problem]:
        """What stands in the table where nothing is read: in another column, in cells made one."""
        known = set(self.columns.values())
        for row, texts in self.sheet.rows.items():
            if row > self.head:
                for column in (*_changed(self, texts), *(one for one in texts if one not in known)):
                    if texts.get(column, "").strip():
                        yield _in_wrong_column(self, file, row, column)
        for corners in self.sheet.merged:
            top, bottom, left, right = corners
            if left <= self.now <= right and bottom > self.head and (bottom > top or left < self.now):
                yield made_one(self.place(file, max(top, self.head + 1)), corners)

    def nowhere(self, entry: RowEntry, file: str) -> Problem:
        """What is said of a row that does not say where it belongs."""
        return error(self.place(file, entry.row), BELONGS_NOWHERE, IN_ROWS)

    def _way(self, texts: dict[int, str]) -> Way:
        said = (texts.get(self.columns.get(name, 0), "") for name in (WAY_HEAD, SECTION_HEAD, ITEM_HEAD))
        way, section, item = said
        return (read_way(way) if way else ()) or way_said(section, item)


def row_table_of(sheet: CellSheet) -> RowTable | None:
    """The values of a sheet; None where it has none."""
    for row, texts in sheet.rows.items():
        if row > HEAD_WITHIN:
            return None
        heads = {"".join(text.split()): column for column, text in reversed(texts.items())}
        if ITEM_HEAD in heads and NOW_HEAD in heads:
            return RowTable(sheet, row, {name: heads[name] for name in TABLE_HEADS if name in heads})
    return None


def mark_of(texts: Iterable[str]) -> str:
    """What tells whether the cells of a row beside the one that is filled in were changed."""
    return "-".join(map(_mark, texts))


@lru_cache(maxsize=4096)
def _mark(text: str) -> str:
    return f"{crc32(''.join(text.split()).encode()) & 0xFFFF:04x}"


def _changed(table: RowTable, texts: dict[int, str]) -> Iterator[int]:
    """The columns beside the one that is filled in where something was typed."""
    marks = texts.get(table.columns.get(MARK_HEAD, 0), "").split("-")
    if len(marks) == len(BESIDE_NOW):
        columns = [table.columns.get(name, 0) for name in BESIDE_NOW]
        yield from (at for at, mark in zip(columns, marks, strict=True) if at and mark_of([texts.get(at, "")]) != mark)


def _in_wrong_column(table: RowTable, file: str, row: int, column: int) -> Problem:
    texts = table.sheet.rows[row]
    names = {number: name for name, number in table.columns.items()}
    where = f"「{names[column]}」一栏里" if column in names else "表格的外面"
    what = f"「{shorten(texts[column].strip())}」填在了{where}，没有读。"
    place = table.place(file, row, column)
    if column in names and texts.get(table.now, "").strip():
        return notice(place, what, "要印出的，请填到「本年」一栏。")
    advice = BACK_IN_PLACE.format(f"{column_name(table.now)}{row}") + ("" if column in names else "不要的请清空。")
    return error(place, what, advice)


def made_one(place: Place, corners: tuple[int, int, int, int]) -> Problem:
    """What is said of cells made one."""
    top, bottom, left, right = corners
    cells = f"{column_name(left)}{top}:{column_name(right)}{bottom}"
    what = f"{cells} 合并成了一格，看不出内容是哪一项的。"
    return error(place, what, "请取消合并（选中后点“合并后居中”），把内容填回各自的一格。")

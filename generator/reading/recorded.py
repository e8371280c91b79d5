"""A sheet with a record in each row: its columns say in a hidden row where what stands below them belongs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from generator.problem import Place, Problem, error, shorten
from generator.reading.cells import CellSheet, column_name
from generator.reading.rowed import NOTE_HEAD, WAY_HEAD, RowEntry, made_one
from generator.reading.ways import Step, Way, read_way

RECORD, NAMED_THERE = "*", "="
"""Steps of a column's way: the place of the row's record, and what the row says in the column that is called so."""
ONE_A_ROW = "（一行填一笔）"
"""Ends the title of such a sheet, by which it is known when the hidden row is gone."""
TITLE_WITHIN, WAYS_WITHIN = 3, 10
BETWEEN_KEYS = str.maketrans("·．・", "...")


class RecordTable(Struct, frozen=True, dict=True):
    """The part of a sheet that holds records."""

    sheet: CellSheet
    head: int
    """The hidden row."""
    ways: dict[int, Way]
    """Where each column belongs."""
    key: int = 0
    """The column that says what ``=`` stands for."""

    @property
    def columns(self) -> set[int]:
        """The columns that are read."""
        return {*self.ways, *([self.key] if self.key else ())}

    def place(self, file: str, row: int, column: int) -> Place:
        """Where a cell is."""
        return Place(file, self.sheet.spot(row, column))

    def rows(self) -> Iterator[int]:
        """The rows below the heads."""
        rows, troubles = self.sheet.rows, self.sheet.troubles
        noted = [row for row, texts in rows.items() if row > self.head and texts.get(1, "").strip() == NOTE_HEAD]
        begin = noted[0] if noted else self.head + 1
        yield from (row for row in sorted({*rows, *(row for row, _ in troubles)}) if row > begin)

    @cached_property
    def entries(self) -> tuple[RowEntry, ...]:
        """Its cells that hold something, and where its first record would be."""
        return tuple(self._entries())

    def _entries(self) -> Iterator[RowEntry]:
        if not self.key:
            yield from (RowEntry(self.head, one, self._way(way, 0, ""), "", None) for one, way in self.ways.items())
        for number, row in enumerate(self.rows(), 1):
            texts = self.sheet.rows.get(row, {})
            named = texts.get(self.key, "").strip().translate(BETWEEN_KEYS)
            for column, way in self.ways.items():
                text, trouble = texts.get(column, "").strip(), self.sheet.troubles.get((row, column))
                if text or trouble:
                    yield RowEntry(row, column, self._way(way, number, named), text, trouble)

    def _way(self, way: Way, number: int, named: str) -> Way:
        """The way of a cell; none where its row does not say what it speaks of."""
        if NAMED_THERE in way and not named:
            return ()
        steps: dict[Step, Step] = {RECORD: (number, 0), NAMED_THERE: named}
        return tuple(steps.get(step, step) for step in way)

    def astray(self, file: str) -> Iterator[Problem]:
        """What stands in the table where nothing is read."""
        known = {1, *self.columns}
        for row in self.rows():
            texts = self.sheet.rows.get(row, {})
            for column in (one for one in texts if one not in known):
                what = f"「{shorten(texts[column].strip())}」填在了表格的外面，没有读。"
                yield error(self.place(file, row, column), what, "请把它移到有表头的那几列；不要的请清空。")
            if texts.get(self.key) and not any((row, one) in self.sheet.troubles or one in texts for one in self.ways):
                what = f"只写了「{shorten(texts[self.key].strip())}」，后面没有填。"
                yield error(self.place(file, row, self.key), what, "请在这一行填上内容；不要的请清空。")
        for corners in self.sheet.merged:
            top, bottom, left, right = corners
            if bottom > self.head and any(left <= one <= right for one in self.columns):
                yield made_one(self.place(file, max(top, self.head + 1), left), corners)

    def nowhere(self, entry: RowEntry, file: str) -> Problem:
        """What is said of a cell whose row does not say where it belongs."""
        head = self.sheet.rows.get(self.head + 1, {}).get(self.key, "").strip() or column_name(self.key)
        what = f"这一行没有写「{head}」，看不出填的是哪里的，没有读。"
        return error(self.place(file, entry.row, entry.column), what, f"请在 {column_name(self.key)}{entry.row} 补上。")


def record_table_of(sheet: CellSheet) -> RecordTable | None:
    """The records of a sheet; None where it has none."""
    for row, texts in sheet.rows.items():
        if row > WAYS_WITHIN:
            return None
        if texts.get(1, "").strip() == WAY_HEAD:
            read = {column: read_way(text) for column, text in texts.items() if column > 1}
            ways = {
                column: way for column, way in read.items() if RECORD in way or (NAMED_THERE in way and len(way) > 1)
            }
            key = next((column for column, way in read.items() if way == (NAMED_THERE,)), 0)
            return RecordTable(sheet, row, ways, key) if ways else None
    return None


def lost_its_ways(sheet: CellSheet) -> bool:
    """Whether a sheet held records, and nothing tells any more where they belong."""
    titles = (text for row, texts in sheet.rows.items() if row <= TITLE_WITHIN for text in texts.values())
    return any(text.strip().endswith(ONE_A_ROW) for text in titles)

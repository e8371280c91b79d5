"""The table of a workbook that is a form: which sheet, which columns, and each of its rows with where it belongs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from zlib import crc32

from msgspec import Struct

from generator.problem import Place, Problem, error, list_some, notice, shorten
from generator.reading.cells import CellSheet, Trouble, column_name
from generator.reading.ways import Way, read_way, way_said

FILL_IN, SHORT_NAMES, CHOICES = "填报", "短名", "选项"
"""The sheets of a new workbook: what is filled in, what short names print, and, hidden, what may be chosen."""
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
MOST_SHEETS_NAMED = 3
NEW_WORKBOOK = "请用 zongjie new --excel 生成一份，照着填写。"
BACK_IN_PLACE = "请把它移到「本年」一栏（{}）。"


class RowEntry(NamedTuple):
    """A row in which something may be filled in."""

    row: int
    way: Way
    """Where it belongs; empty where the row does not say."""
    text: str
    trouble: Trouble | None


class FormTable(Struct, frozen=True):
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

    def entries(self) -> Iterator[RowEntry]:
        """Its rows below the head that say where they belong, or hold something."""
        rows, troubles = self.sheet.rows, self.sheet.troubles
        for row in sorted({*rows, *(row for row, _ in troubles)}):
            if row > self.head:
                texts = rows.get(row, {})
                text, trouble = texts.get(self.now, "").strip(), troubles.get((row, self.now))
                way = self._way(texts)
                if way or text or trouble:
                    yield RowEntry(row, way, text, trouble)

    def _way(self, texts: dict[int, str]) -> Way:
        said = (texts.get(self.columns.get(name, 0), "") for name in (WAY_HEAD, SECTION_HEAD, ITEM_HEAD))
        way, section, item = said
        return (read_way(way) if way else ()) or way_said(section, item)


def find_table(sheets: list[CellSheet], file: str) -> tuple[FormTable | None, list[Problem]]:
    """The table that is filled in, and what is to be said of the other sheets."""
    tables = [table for sheet in sheets if (table := _table_of(sheet))]
    if not tables:
        what = f"这个工作簿里没有填报表：没有一张表的表头有「{ITEM_HEAD}」和「{NOW_HEAD}」。"
        return None, [error(Place(file), what, f"表头改了的请改回去；不是填报表的，{NEW_WORKBOOK}")]
    chosen = next((one for one in tables if one.sheet.name == FILL_IN), tables[0])
    problems = [_double(other, chosen, file) for other in tables if other is not chosen]
    names = {table.sheet.name for table in tables} | {SHORT_NAMES, CHOICES}
    extra = [sheet.name for sheet in sheets if sheet.rows and sheet.name not in names]
    if extra:
        what = f"只读了工作表「{chosen.sheet.name}」，没有读「{list_some(extra, MOST_SHEETS_NAMED)}」。"
        problems.append(notice(Place(file), what, "里面有要上报的，请填到填报表里。"))
    return chosen, problems


def _table_of(sheet: CellSheet) -> FormTable | None:
    for row, texts in sheet.rows.items():
        if row > HEAD_WITHIN:
            return None
        heads = {"".join(text.split()): column for column, text in reversed(texts.items())}
        if ITEM_HEAD in heads and NOW_HEAD in heads:
            return FormTable(sheet, row, {name: heads[name] for name in TABLE_HEADS if name in heads})
    return None


def _double(other: FormTable, chosen: FormTable, file: str) -> Problem:
    """What is said of a second table: nothing where it was only copied."""
    first, second = ({one.way: one.text for one in table.entries() if one.text} for table in (chosen, other))
    names = f"「{chosen.sheet.name}」和「{other.sheet.name}」"
    if first == second:
        return notice(Place(file), f"{names}两张填报表内容一样，读的是前一张。")
    differs = next(one.row for one in other.entries() if one.text != first.get(one.way, ""))
    what = f"工作簿里有两张填报表，{names}，内容不一样，不知道用哪一张。"
    return error(other.place(file, differs), what, "请只留一张，另一张删去或存到别的工作簿里。")


def mark_of(texts: Iterable[str]) -> str:
    """What tells whether the cells of a row beside the one that is filled in were changed."""
    return "-".join(f"{crc32(''.join(text.split()).encode()) & 0xFFFF:04x}" for text in texts)


def astray(table: FormTable, file: str) -> Iterator[Problem]:
    """What stands in the table where nothing is read: in another column, in cells made one."""
    known = set(table.columns.values())
    for row, texts in table.sheet.rows.items():
        if row > table.head:
            for column in (*_changed(table, texts), *(one for one in texts if one not in known)):
                if texts.get(column, "").strip():
                    yield _in_wrong_column(table, file, row, column)
    for top, bottom, left, right in table.sheet.merged:
        if left <= table.now <= right and bottom > table.head and (bottom > top or left < table.now):
            yield _made_one(table, file, (top, bottom, left, right))


def _changed(table: FormTable, texts: dict[int, str]) -> Iterator[int]:
    """The columns beside the one that is filled in where something was typed."""
    marks = texts.get(table.columns.get(MARK_HEAD, 0), "").split("-")
    if len(marks) == len(BESIDE_NOW):
        columns = [table.columns.get(name, 0) for name in BESIDE_NOW]
        yield from (at for at, mark in zip(columns, marks, strict=True) if at and mark_of([texts.get(at, "")]) != mark)


def _in_wrong_column(table: FormTable, file: str, row: int, column: int) -> Problem:
    texts = table.sheet.rows[row]
    names = {number: name for name, number in table.columns.items()}
    where = f"「{names[column]}」一栏里" if column in names else "表格的外面"
    what = f"「{shorten(texts[column].strip())}」填在了{where}，没有读。"
    place = table.place(file, row, column)
    if column in names and texts.get(table.now, "").strip():
        return notice(place, what, "要印出的，请填到「本年」一栏。")
    advice = BACK_IN_PLACE.format(f"{column_name(table.now)}{row}") + ("" if column in names else "不要的请清空。")
    return error(place, what, advice)


def _made_one(table: FormTable, file: str, corners: tuple[int, int, int, int]) -> Problem:
    top, bottom, left, right = corners
    cells = f"{column_name(left)}{top}:{column_name(right)}{bottom}"
    what = f"{cells} 合并成了一格，看不出内容是哪一项的。"
    advice = "请取消合并（选中后点“合并后居中”），把内容填回各自的「本年」一格。"
    return error(table.place(file, max(top, table.head + 1)), what, advice)

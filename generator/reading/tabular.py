"""The tables of a workbook that is a form: which sheets hold them, and what is to be said of the others."""

from __future__ import annotations

from generator.problem import Place, Problem, error, list_some, notice
from generator.reading.cells import CellSheet
from generator.reading.recorded import RecordTable, lost_its_ways, record_table_of
from generator.reading.rowed import HEAD_WITHIN, ITEM_HEAD, NOW_HEAD, TABLE_HEADS, RowEntry, RowTable, row_table_of
from generator.reading.ways import Way

FILL_IN, WORDS_SHEET, SELDOM_FILLED, OFFICIAL_SHEET, WATCH, NUMBERS_SHEET, SHORT_NAMES, CHOICES = (
    "填报",
    "文字",
    "少用",
    "公文",
    "检查",
    "数",
    "短名",
    "选项",
)
"""The sheets of a new workbook besides those of records: what is filled in, in figures, in words, seldom, and for official papers; what is
to be looked at, what short names print; and, hidden, the numbers in what was typed, and what may be chosen."""
NOT_FILLED_IN = frozenset((WATCH, NUMBERS_SHEET, SHORT_NAMES, CHOICES))
TO_FILL_IN = (FILL_IN, WORDS_SHEET, SELDOM_FILLED, OFFICIAL_SHEET)
LEAST_HEADS = 3
"""More heads than so many stand in no other table."""
MOST_SHEETS_NAMED = 3
HEAD_BACK = (
    f"请把表头改回「{'、'.join(TABLE_HEADS[1:-1])}」；改乱了的，请从没有改过的空表里把这张工作表复制过来，再填。"
)
NEW_WORKBOOK = "请用 zongjie new --excel 生成一份，照着填写。"
FormTable = RowTable | RecordTable


def find_tables(sheets: list[CellSheet], file: str) -> tuple[list[FormTable], list[Problem]]:
    """The tables that are filled in, each part of the form once, and what is to be said of the other sheets."""
    rowed = [rows for sheet in sheets if (rows := row_table_of(sheet))]
    if not rowed:
        what = f"这个工作簿里没有填报表：没有一张表的表头有「{ITEM_HEAD}」和「{NOW_HEAD}」。"
        return [], [error(Place(file), what, f"表头改了的请改回去；不是填报表的，{NEW_WORKBOOK}")]
    known = {one.sheet.name for one in rowed}
    if lost := [sheet for sheet in sheets if sheet.name not in known and _lost_its_head(sheet)]:
        what = f"表头里没有「{ITEM_HEAD}」或「{NOW_HEAD}」，看不出填在哪一栏，没有读。"
        return [], [error(Place(file, one.spot(1, 1)), what, HEAD_BACK) for one in lost]
    recorded = [records for sheet in sheets if sheet.name not in known and (records := record_table_of(sheet))]
    rowed.sort(key=lambda one: one.sheet.name != FILL_IN)
    tables: list[FormTable] = []
    problems: list[Problem] = []
    found: list[FormTable] = [*rowed, *recorded]
    for table in found:
        first = next((other for other in tables if _is_of_one_part(other, table)), None)
        if first is None:
            tables.append(table)
        else:
            problems.append(_double(table, first, file))
    names = {one.sheet.name for one in found} | NOT_FILLED_IN
    others = [sheet for sheet in sheets if sheet.rows and sheet.name not in names]
    for sheet in filter(lost_its_ways, others):
        what = f"工作表「{sheet.name}」表头上面隐藏的那一行没有了，看不出各列是哪一项，没有读。"
        problems.append(error(Place(file, sheet.spot(1, 1)), what, "请从没有改过的空表里把这张工作表复制过来，再填。"))
    if extra := [sheet.name for sheet in others if not lost_its_ways(sheet)]:
        what = f"没有读工作表「{list_some(extra, MOST_SHEETS_NAMED)}」，它不是填报表里原有的。"
        problems.append(notice(Place(file), what, "里面有要上报的，请填到填报表里。"))
    return tables, problems


def _lost_its_head(sheet: CellSheet) -> bool:
    """Whether a sheet was a table to fill in, and its columns cannot be told any more."""
    heads = (
        {"".join(text.split()) for text in texts.values()} for row, texts in sheet.rows.items() if row <= HEAD_WITHIN
    )
    return sheet.name in TO_FILL_IN or any(len(some.intersection(TABLE_HEADS)) > LEAST_HEADS for some in heads)


def _is_of_one_part(one: FormTable, other: FormTable) -> bool:
    """Whether two tables are of the same part of a form, as where a sheet was copied."""
    if isinstance(one, RecordTable) and isinstance(other, RecordTable):
        return bool(set(one.ways.values()) & set(other.ways.values()))
    if isinstance(one, RecordTable) or isinstance(other, RecordTable):
        return False
    return not one.ways.isdisjoint(other.ways)


def _double(other: FormTable, chosen: FormTable, file: str) -> Problem:
    """What is said of a second table: no more than that it is there where it was only copied."""
    first, second = (_filled(table) for table in (chosen, other))
    names = f"「{chosen.sheet.name}」和「{other.sheet.name}」"
    if {way: entry.text for way, entry in first.items()} == {way: entry.text for way, entry in second.items()}:
        return notice(Place(file), f"{names}两张填报表内容一样，读的是前一张。")
    odd = [entry for way, entry in second.items() if way not in first or first[way].text != entry.text]
    differs = odd[0] if odd else other.entries[0]
    what = f"工作簿里有两张填报表，{names}，内容不一样，不知道用哪一张。"
    place = other.place(file, differs.row, differs.column)
    return error(place, what, "请只留一张，另一张删去或存到别的工作簿里。")


def _filled(table: FormTable) -> dict[Way, RowEntry]:
    return {entry.way: entry for entry in table.entries if entry.text}

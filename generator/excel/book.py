"""Rows to the bytes of a workbook, through XlsxWriter, the optional extra ``excel``: the same rows, the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.excel.records import RecordSheet
from generator.excel.rows import FormRow
from generator.excel.watch import Watched
from generator.problem import Place, Problem, error
from generator.reading.made_for import MadeFor
from generator.reading.rowed import MARK_HEAD, NOTE_HEAD, NOW_HEAD, TABLE_HEADS, WAY_HEAD, mark_of
from generator.reading.tabular import (
    CHOICES,
    NUMBERS_SHEET,
    OFFICIAL_SHEET,
    SELDOM_FILLED,
    SHORT_NAMES,
    WATCH,
    WORDS_SHEET,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_IN_A_CELL = 32767
"""Signs that a cell holds, in every program."""
WIDTHS = (10, 16, 30, 10, 14, 36, 60, 10)
HOW_TO = (
    "一、只填白色的「本年」一栏，数照平时的写法：274、274人、45805元、超过50万元、60多人；单位可写可不写。",
    "二、没有的空着，文中就不会出现；填 0 或“无”，是说确实没有。一格只填一项、一条。",
    "三、要多填一条：复制上面那一行，插入后改「本年」。一件一件的事各有一张表，一行填一笔；表里没有的数，填在「自定义」表。",
    "四、填好保存后，用 zongjie check 检查，用 zongjie build 成稿，和 .yaml 表单一样。",
)
HOW_TO_RECORD = ("一行填一笔，没有的格空着；行不够的，复制一行插入。一格只填一个数、一句话。",)
TITLES = {
    SELDOM_FILLED: "（少用的项目，有的才填）",
    WORDS_SHEET: "（文字部分）",
    OFFICIAL_SHEET: "（按公文印发的才填）",
}
WIDE_COLUMN, NARROW_COLUMN = 26, 14
"""Columns of records, for texts and for figures."""
NUMBER_HEAD = "序号"
WATCH_HEAD = 2
WATCH_MORE = "填表时随时可看；只看单位写得照常的数，全部的核对请用 zongjie check。"
NOW_COLUMN = TABLE_HEADS.index(NOW_HEAD)
TITLE_ROW, FIRST_HOW_TO = 0, 1
HEAD_ROW = FIRST_HOW_TO + len(HOW_TO)
CREATED = datetime(2000, 1, 1)
"""So that the same form is the same bytes on any day."""
MAY_DO = ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
GREY, PALE = "#E7E6E6", "#F7F7F7"
NO_WRITER = "这台电脑上没有装写工作簿的部件。"
GET_WRITER = "请安装：pip install 'zongjie[excel]'。"


class Short(Struct, frozen=True):
    """A short name, the field it is for, and what it prints."""

    item: str
    name: str
    sentence: str


def cannot_write(file: str) -> Problem | None:
    """Why no workbook can be written on this computer; None where it can."""
    return None if find_spec("xlsxwriter") else error(Place(file), NO_WRITER, GET_WRITER)


class Parts(Struct, frozen=True):
    """What a workbook is made of."""

    title: str
    rows: tuple[tuple[str, tuple[FormRow, ...]], ...]
    """The rows of each sheet, the first being that which is filled in first."""
    records: tuple[RecordSheet, ...] = ()
    watched: tuple[Watched, ...] = ()
    shorts: tuple[Short, ...] = ()
    made: MadeFor | None = None


def too_long_texts(parts: Parts, file: str) -> list[Problem]:
    """The texts that no cell can hold."""
    what = f"这一项有{{}}个字，一格最多放{MOST_IN_A_CELL}个。"
    texts = [(row.way, row.text) for _, rows in parts.rows for row in rows]
    for sheet in parts.records:
        texts += [(sheet.name, text) for row in sheet.rows for text in row]
    advice = "请把它分成几条，或仍用 .yaml 表单。"
    found = ((way, text) for way, text in texts if len(text) > MOST_IN_A_CELL)
    return [error(Place(file, field=way), what.format(len(text)), advice) for way, text in found]


def write_workbook(parts: Parts) -> bytes:
    """The bytes of a workbook; all but what is filled in is locked, without a password."""
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    class Sheet(Worksheet):  # type: ignore[misc, unused-ignore]
        """A sheet whose formulas use no function later than Excel 2007, for which each would be searched thirty times."""

        def _prepare_formula(self, formula: str, *_: object, **__: object) -> str:
            return formula.removeprefix("=")

    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": parts.title, "created": CREATED, "comments": "zongjie"})
    for name, value in parts.made.properties().items() if parts.made else ():
        book.set_custom_property(name, value, "text")
    _Book(book, Sheet).write(parts)
    book.close()
    return target.getvalue()


class _Book:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Workbook, sheet: type[Worksheet]) -> None:
        base = {"font_name": "宋体", "font_size": 11, "valign": "top", "text_wrap": True}
        edged = {**base, "border": 1, "border_color": "#BFBFBF"}
        self.book = book
        self.sheet = sheet
        self.title = book.add_format({**base, "bold": True, "font_size": 14, "text_wrap": False})
        self.plain = book.add_format({**base, "text_wrap": False})
        self.head = book.add_format({**edged, "bold": True, "bg_color": GREY})
        self.known = book.add_format({**edged, "bg_color": PALE, "num_format": "@"})
        self.typed = book.add_format({**edged, "locked": False, "num_format": "@"})
        self.alarm = book.add_format({"bold": True, "font_color": "#C00000"})
        self.chosen: dict[tuple[str, ...], str] = {}
        """Where the lists stand that one may choose from."""

    def write(self, parts: Parts) -> None:
        for name, rows in parts.rows:
            self.row_sheet(name, parts.title, rows)
        for sheet in parts.records:
            self.record_sheet(sheet)
        if parts.watched:
            self.watch_sheets(parts.watched)
        if parts.shorts:
            self.short_names(parts.shorts)
        if self.chosen:
            self.choices()

    def add(self, name: str) -> Worksheet:
        """A new sheet, the last of all."""
        return self.book.add_worksheet(name, self.sheet)

    def row_sheet(self, name: str, title: str, rows: Sequence[FormRow]) -> None:
        """A sheet with a row for each value."""
        sheet = self.add(name)
        self.opening(sheet, f"{title}　{TITLES.get(name, '')}".strip(), HOW_TO)
        for column, head in enumerate(TABLE_HEADS):
            sheet.set_column(column, column, WIDTHS[column], None, {"hidden": head in (WAY_HEAD, MARK_HEAD)})
            sheet.write_string(HEAD_ROW, column, head, self.head)
        for number, row in enumerate(rows, HEAD_ROW + 1):
            mark = mark_of((row.unit, row.last, row.note))
            texts = (row.way, row.section, row.item, row.unit, row.last, row.text, row.note, mark)
            for column, text in enumerate(texts):
                _put(sheet, number, column, text, self.typed if column == NOW_COLUMN else self.known)
            if row.choices:
                self.choose(sheet, (number, NOW_COLUMN, number, NOW_COLUMN), row.choices)
        sheet.autofilter(HEAD_ROW, 1, HEAD_ROW + len(rows), NOW_COLUMN + 1)
        sheet.freeze_panes(HEAD_ROW + 1, NOW_COLUMN - 2)
        sheet.set_selection(HEAD_ROW + 1, NOW_COLUMN, HEAD_ROW + 1, NOW_COLUMN)
        self.set_up(sheet, HEAD_ROW)

    def record_sheet(self, records: RecordSheet) -> None:
        """A sheet with a row for each record."""
        sheet = self.add(records.name)
        self.opening(sheet, records.title, HOW_TO_RECORD)
        ways = FIRST_HOW_TO + len(HOW_TO_RECORD)
        head, notes, first = ways + 1, ways + 2, ways + 3
        last = first + records.count - 1
        sheet.set_row(ways, None, None, {"hidden": True})
        sheet.set_column(0, 0, 6)
        for row, text in ((ways, WAY_HEAD), (head, NUMBER_HEAD), (notes, NOTE_HEAD)):
            sheet.write_string(row, 0, text, self.head)
        for column, one in enumerate(records.columns, 1):
            sheet.set_column(column, column, WIDE_COLUMN if one.is_long else NARROW_COLUMN)
            sheet.write_string(ways, column, one.way, self.known)
            sheet.write_string(head, column, one.head, self.head)
            _put(sheet, notes, column, one.note, self.known)
            if one.choices:
                self.choose(sheet, (first, column, last, column), one.choices)
        for number in range(records.count):
            sheet.write_number(first + number, 0, number + 1, self.known)
            texts = records.rows[number] if number < len(records.rows) else ("",) * len(records.columns)
            for column, text in enumerate(texts, 1):
                _put(sheet, first + number, column, text, self.typed)
        sheet.freeze_panes(first, 2)
        sheet.set_selection(first, 1, first, 1)
        self.set_up(sheet, head)

    def watch_sheets(self, watched: Sequence[Watched]) -> None:
        """What is missing or contradictory while one types, and, hidden, the numbers that tell it."""
        numbers = self.add(NUMBERS_SHEET)
        sheet = self.add(WATCH)
        places: dict[str, str] = {}
        for one in watched:
            for operand in one.operands:
                if operand.way not in places:
                    row = len(places)
                    numbers.write_string(row, 0, operand.way)
                    numbers.write_formula(row, 1, operand.formula(row + 1), None, "")
                    numbers.write_string(row, 2, operand.unit)
                    places[operand.way] = f"{NUMBERS_SHEET}!B{row + 1}"
        numbers.hide()
        self.opening(sheet, WATCH, ())
        count = f'COUNTIF($C${WATCH_HEAD + 2}:$C${WATCH_HEAD + 1 + len(watched)},"?*")'
        said = f'=IF({count}=0,"没有看出毛病。","有"&{count}&"处请看：")&"{WATCH_MORE}"'
        sheet.write_formula(WATCH_HEAD - 1, 0, said, self.plain, "")
        for column, (head, width) in enumerate((("章节", 16), ("看什么", 60), ("结果", 14))):
            sheet.set_column(column, column, width)
            sheet.write_string(WATCH_HEAD, column, head, self.head)
        for row, one in enumerate(watched, WATCH_HEAD + 1):
            sheet.write_string(row, 0, one.section, self.known)
            sheet.write_string(row, 1, one.what, self.known)
            sheet.write_formula(row, 2, one.formula(places), self.known, "")
        ends = {"type": "cell", "criteria": "!=", "value": '""', "format": self.alarm}
        sheet.conditional_format(WATCH_HEAD + 1, 2, WATCH_HEAD + len(watched), 2, ends)
        sheet.autofilter(WATCH_HEAD, 0, WATCH_HEAD + len(watched), 2)
        sheet.freeze_panes(WATCH_HEAD + 1, 0)
        self.set_up(sheet, WATCH_HEAD)

    def opening(self, sheet: Worksheet, title: str, lines: Sequence[str]) -> None:
        """What stands above a table."""
        column = 0 if sheet.get_name() == WATCH else 1
        sheet.write_string(TITLE_ROW, column, title, self.title)
        for number, line in enumerate(lines, FIRST_HOW_TO):
            sheet.write_string(number, column, line, self.plain)

    def choose(self, sheet: Worksheet, corners: tuple[int, int, int, int], choices: tuple[str, ...]) -> None:
        """A list to choose from; what is not in it may be typed too."""
        if choices not in self.chosen:
            self.chosen[choices] = f"={CHOICES}!{_absolute(len(self.chosen), len(choices))}"
        sheet.data_validation(*corners, {"validate": "list", "source": self.chosen[choices], "show_error": False})

    def choices(self) -> None:
        """The lists to choose from."""
        sheet = self.add(CHOICES)
        sheet.hide()
        for column, choices in enumerate(self.chosen):
            for row, choice in enumerate(choices):
                sheet.write_string(row, column, choice)

    def set_up(self, sheet: Worksheet, head: int) -> None:
        """How the sheet is printed and protected."""
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(head)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.protect("", dict.fromkeys(MAY_DO, True))

    def short_names(self, shorts: Sequence[Short]) -> None:
        """The sheet that tells what short names print."""
        sheet = self.add(SHORT_NAMES)
        for column, (name, width) in enumerate((("用在", 24), ("短名", 16), ("印出来的整句", 90))):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, self.head)
        for number, short in enumerate(shorts, 1):
            for column, text in enumerate((short.item, short.name, short.sentence)):
                sheet.write_string(number, column, text, self.known)
        sheet.freeze_panes(1, 0)


def _put(sheet: Worksheet, row: int, column: int, text: str, form: Format) -> None:
    if text:
        sheet.write_string(row, column, text, form)
    else:
        sheet.write_blank(row, column, None, form)


def _absolute(column: int, count: int) -> str:
    from xlsxwriter.utility import xl_range_abs

    return str(xl_range_abs(0, column, count - 1, column))

"""Rows to the bytes of a workbook, through XlsxWriter, the optional extra ``excel``: the same rows, the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.excel.rows import FormRow
from generator.problem import Place, Problem, error
from generator.reading.tabular import CHOICES, FILL_IN, MARK_HEAD, NOW_HEAD, SHORT_NAMES, TABLE_HEADS, WAY_HEAD, mark_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_IN_A_CELL = 32767
"""Signs that a cell holds, in every program."""
WIDTHS = (10, 16, 30, 10, 14, 36, 60, 10)
HOW_TO = (
    "一、只填白色的「本年」一栏，数照平时的写法：274、274人、45805元、超过50万元、60多人；单位可写可不写。",
    "二、没有的空着，文中就不会出现；填 0 或“无”，是说确实没有。一格只填一项、一条。",
    "三、要多填一条：复制上面那一行（记录是那几行），插入后改「本年」。表里没有的数，填在「自定义」里。",
    "四、填好保存后，用 zongjie check 检查，用 zongjie build 成稿，和 .yaml 表单一样。",
)
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


def too_long_texts(rows: Sequence[FormRow], file: str) -> list[Problem]:
    """The rows whose text no cell can hold."""
    what = f"这一项有{{}}个字，一格最多放{MOST_IN_A_CELL}个。"
    found = (row for row in rows if len(row.text) > MOST_IN_A_CELL)
    advice = "请把它分成几条，或仍用 .yaml 表单。"
    return [error(Place(file, field=row.way), what.format(len(row.text)), advice) for row in found]


def write_workbook(title: str, rows: Sequence[FormRow], shorts: Sequence[Short] = ()) -> bytes:
    """The bytes of a workbook with a row for each of ``rows``; all but what is filled in is locked, without a password."""
    from xlsxwriter import Workbook

    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": CREATED, "comments": "zongjie"})
    _Book(book, rows).write(title, shorts)
    book.close()
    return target.getvalue()


class _Book:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Workbook, rows: Sequence[FormRow]) -> None:
        base = {"font_name": "宋体", "font_size": 11, "valign": "top", "text_wrap": True}
        edged = {**base, "border": 1, "border_color": "#BFBFBF"}
        self.book = book
        self.rows = rows
        self.title = book.add_format({**base, "bold": True, "font_size": 14, "text_wrap": False})
        self.plain = book.add_format({**base, "text_wrap": False})
        self.head = book.add_format({**edged, "bold": True, "bg_color": GREY})
        self.known = book.add_format({**edged, "bg_color": PALE, "num_format": "@"})
        self.typed = book.add_format({**edged, "locked": False, "num_format": "@"})

    def write(self, title: str, shorts: Sequence[Short]) -> None:
        sheet = self.book.add_worksheet(FILL_IN)
        sheet.write_string(TITLE_ROW, TABLE_HEADS.index(WAY_HEAD) + 1, title, self.title)
        for number, line in enumerate(HOW_TO, FIRST_HOW_TO):
            sheet.write_string(number, TABLE_HEADS.index(WAY_HEAD) + 1, line, self.plain)
        for column, name in enumerate(TABLE_HEADS):
            sheet.set_column(column, column, WIDTHS[column], None, {"hidden": name in (WAY_HEAD, MARK_HEAD)})
            sheet.write_string(HEAD_ROW, column, name, self.head)
        for number, row in enumerate(self.rows, HEAD_ROW + 1):
            mark = mark_of((row.unit, row.last, row.note))
            texts = (row.way, row.section, row.item, row.unit, row.last, row.text, row.note, mark)
            for column, text in enumerate(texts):
                form = self.typed if TABLE_HEADS[column] == NOW_HEAD else self.known
                if text:
                    sheet.write_string(number, column, text, form)
                else:
                    sheet.write_blank(number, column, None, form)
        self.choices(sheet)
        self.set_up(sheet)
        if shorts:
            self.short_names(shorts)

    def choices(self, sheet: Worksheet) -> None:
        """Lists to choose from, one for rows in a run that have the same; what is not in them may be typed too."""
        names = self.book.add_worksheet(CHOICES)
        names.hide()
        columns: dict[tuple[str, ...], str] = {}
        for number, row in enumerate(self.rows, HEAD_ROW + 1):
            if not row.choices:
                continue
            if row.choices not in columns:
                column = len(columns)
                for at, choice in enumerate(row.choices):
                    names.write_string(at, column, choice)
                columns[row.choices] = f"={CHOICES}!{_absolute(column, len(row.choices))}"
            source = {"validate": "list", "source": columns[row.choices], "show_error": False}
            sheet.data_validation(number, TABLE_HEADS.index(NOW_HEAD), number, TABLE_HEADS.index(NOW_HEAD), source)

    def set_up(self, sheet: Worksheet) -> None:
        """How the sheet is looked at, printed and protected."""
        sheet.freeze_panes(HEAD_ROW + 1, TABLE_HEADS.index(NOW_HEAD) - 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.set_selection(HEAD_ROW + 1, TABLE_HEADS.index(NOW_HEAD), HEAD_ROW + 1, TABLE_HEADS.index(NOW_HEAD))
        sheet.protect("", dict.fromkeys(MAY_DO, True))

    def short_names(self, shorts: Sequence[Short]) -> None:
        """The sheet that tells what short names print."""
        sheet = self.book.add_worksheet(SHORT_NAMES)
        for column, (name, width) in enumerate((("用在", 24), ("短名", 16), ("印出来的整句", 90))):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, self.head)
        for number, short in enumerate(shorts, 1):
            for column, text in enumerate((short.item, short.name, short.sentence)):
                sheet.write_string(number, column, text, self.known)
        sheet.freeze_panes(1, 0)


def _absolute(column: int, count: int) -> str:
    from xlsxwriter.utility import xl_range_abs

    return str(xl_range_abs(0, column, count - 1, column))

"""The sheets of an .xls or .et, through python-calamine, the optional extra ``excel``."""

from __future__ import annotations

from datetime import date, time, timedelta
from io import BytesIO

from generator.reading.biff import Marks, marks_of
from generator.reading.cells import MOST_ROWS, MOST_SHEETS, CellSheet, spell_day, spell_number
from generator.reading.packed import BROKEN_PACKAGE, Unopened, too_many_rows

NO_MARKS = Marks(set(), {})
LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")
SAVE_ANEW = "请用 WPS 或 Excel 打开，另存为 .xlsx 再用。"
LOCKED = "工作簿加了打开密码，读不了。"
UNLOCK = "请打开后取消密码，再另存一份。"
NOT_INSTALLED = "这台电脑上没有装读 .xls 的部件。"
INSTALL = "请用 WPS 或 Excel 打开，另存为 .xlsx 再用；要直接读，请安装：pip install 'zongjie[excel]'。"


def read_xls(data: bytes) -> list[CellSheet]:
    """The sheets of a workbook, in its order."""
    if LOCKED_STREAM in data:
        raise Unopened(LOCKED, UNLOCK)
    try:
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError
    except ImportError as fault:
        raise Unopened(NOT_INSTALLED, INSTALL) from fault
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [book.get_sheet_by_index(number) for number in range(min(len(book.sheet_names), MOST_SHEETS))]
    except PasswordError as fault:
        raise Unopened(LOCKED, UNLOCK) from fault
    except (CalamineError, ValueError, OSError) as fault:
        raise Unopened(BROKEN_PACKAGE, SAVE_ANEW) from fault
    found = []
    marks = marks_of(data)
    for order, sheet in enumerate(sheets):
        if sheet.total_height > MOST_ROWS:
            raise too_many_rows(MOST_ROWS)
        percents, troubles = marks.get(sheet.name, NO_MARKS)
        lines = sheet.to_python(skip_empty_area=False)
        rows = {
            row: texts
            for row, line in enumerate(lines, 1)
            if (
                texts := {
                    column: text
                    for column, one in enumerate(line, 1)
                    if (text := _spelled(one, (row, column) in percents))
                }
            )
        }
        merged = [
            (top + 1, bottom + 1, left + 1, right + 1)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        ]
        found.append(CellSheet(sheet.name, order, rows, troubles, tuple(merged)))
    return found


def _spelled(value: object, as_percent: bool) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return spell_number(repr(value), as_percent)
    if isinstance(value, date):
        return spell_day(value)
    return str(value) if isinstance(value, time | timedelta) else ""

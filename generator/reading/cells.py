"""The cells of a workbook as texts: what was typed, never a float; what is no text is said to be none."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from generator.problem import Spot

MOST_ROWS = 20_000
MOST_SHEETS = 40
SHEET_STEP = 1 << 21
"""Rows of one sheet sort before those of the next; no program has sheets of so many."""
NO_VALUE = "公式没有算出结果"
NO_VALUE_CURE = "请用 WPS 或 Excel 打开这份表，等它算好再保存一次；或者直接填上数。"
SHEET_ERROR_CURE = "请改正这一格的公式，或者直接填上数；没有的就清空。"
FIRST_DAY, FIRST_DAY_OF_MAC = datetime(1899, 12, 30), datetime(1904, 1, 1)
LAST_SERIAL = 2_958_465
"""31 December 9999, behind which no program counts days."""
SIGNIFICANT = 15
"""Digits that a cell keeps; what follows is the rest of a sum made in binary."""
QUOTED_IN_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
IN_DATES = re.compile(r"[ymdhs]|年|月|日", re.IGNORECASE)
BUILT_IN_PERCENTS = frozenset((9, 10))
BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Formats that workbooks name by number alone (ECMA-376, 18.8.30), the Chinese ones among them."""


class Trouble(NamedTuple):
    """Why a cell cannot be read, and what to do."""

    what: str
    advice: str


class CellSheet(Struct, frozen=True):
    """A sheet: texts by row and column, both from 1; blank cells are not there."""

    name: str
    order: int
    rows: dict[int, dict[int, str]]
    troubles: dict[tuple[int, int], Trouble]
    """Cells that hold something that is no text."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """The first and last row, first and last column of cells made one."""

    def spot(self, row: int, column: int) -> Spot:
        """Where a cell is."""
        return Spot(self.order * SHEET_STEP + row, f"{self.name}!{column_name(column)}{row}")


@lru_cache(maxsize=512)
def column_name(column: int) -> str:
    """A column as programs call it: A, Z, AA."""
    name = ""
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(65 + letter) + name
    return name


def column_number(name: str) -> int:
    """The number, from 1, of the column that programs call so."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def spell_number(raw: str, as_percent: bool = False) -> str:
    """The number that a workbook keeps, by the shortest decimal a cell would show: 0.30000000000000004 is 0.3."""
    number = Decimal(raw)
    if len(number.as_tuple().digits) > SIGNIFICANT:
        number = Decimal(format(number, f".{SIGNIFICANT}g"))
    number = number * 100 if as_percent else number
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}%" if as_percent else text


def spell_serial(raw: str, from_1904: bool) -> str:
    """The date that a workbook keeps as a count of days; the count itself where it is none."""
    days = float(raw)
    if not 0 < days <= LAST_SERIAL:
        return spell_number(raw)
    return spell_day((FIRST_DAY_OF_MAC if from_1904 else FIRST_DAY) + timedelta(days=days))


def spell_day(day: date) -> str:
    """A date as it is typed in forms; the time of day, which none of them asks for, only where there is one."""
    if isinstance(day, datetime) and (day.hour or day.minute):
        return day.strftime("%Y-%m-%d %H:%M")
    return day.strftime("%Y-%m-%d")


def is_date_format(code: str) -> bool:
    """Whether a number format shows a day."""
    return bool(IN_DATES.search(QUOTED_IN_FORMAT.sub("", code.split(";")[0])))


def is_percent_format(code: str) -> bool:
    """Whether a number format shows a share of a hundred."""
    return "%" in QUOTED_IN_FORMAT.sub("", code)

"""Tables as a workbook, as Markdown, as lines with commas; whatever stands in a cell is text and no formula."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.util import find_spec
from io import BytesIO, StringIO

from msgspec import Struct

from generator.chinese.width import half_widths

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a cell of a file with commas a formula when a spreadsheet opens it."""
NARROWEST_CELL, WIDEST_CELL = 8, 60
FOR_THE_ARROW = 2
"""Columns more than the longest cell has, for the arrow of the filter."""
MOST_SIGNS_OF_A_CELL = 32_000
"""Signs of a cell; a workbook takes 32 767."""


class NamedTable(Struct, frozen=True):
    """A table with a name; every row has a cell for each column."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def can_write_workbooks() -> bool:
    """Whether this computer has what workbooks are written with."""
    return find_spec("xlsxwriter") is not None


def workbook(sheets: Sequence[NamedTable], created: datetime) -> bytes:
    """The tables as a workbook, a sheet each, heads frozen and with filters."""
    from xlsxwriter import Workbook

    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": created.replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "border": 1, "text_wrap": True, "valign": "top"})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for row, cells in enumerate((sheet.columns, *sheet.rows)):
            for column, text in enumerate(cells):
                page.write_string(row, column, text[:MOST_SIGNS_OF_A_CELL], cell if row else head)
        for column in range(len(sheet.columns)):
            widths = (half_widths(cells[column][:WIDEST_CELL]) for cells in (sheet.columns, *sheet.rows))
            page.set_column(column, column, min(max(max(widths) + FOR_THE_ARROW, NARROWEST_CELL), WIDEST_CELL))
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
        page.set_landscape()
        page.repeat_rows(0)
        page.fit_to_pages(1, 0)
    book.close()
    return target.getvalue()


def markdown(sheets: Sequence[NamedTable], _: datetime) -> bytes:
    """The tables in bars, each under its name."""
    return "\n".join(line for sheet in sheets for line in _in_bars(sheet)).encode()


def _in_bars(sheet: NamedTable) -> list[str]:
    rows = (sheet.columns, ("---",) * len(sheet.columns), *(tuple(map(_barred, row)) for row in sheet.rows))
    return [f"## {sheet.name}", "", *(f"| {' | '.join(row)} |" for row in rows), ""]


def _barred(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>")


def with_commas(sheets: Sequence[NamedTable], _: datetime) -> bytes:
    """The tables one below the other in lines with commas, as Excel and WPS open them: with a mark of UTF-8 at the head."""
    target = StringIO()
    writer = csv.writer(target)
    for number, sheet in enumerate(sheets):
        if number:
            writer.writerow(())
            writer.writerow((sheet.name,))
        writer.writerows([sheet.columns, *(tuple(map(_harmless, row)) for row in sheet.rows)])
    return BOM_UTF8 + target.getvalue().encode()


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text


WRITERS: dict[str, Callable[[Sequence[NamedTable], datetime], bytes]] = {
    ".xlsx": workbook, ".md": markdown, ".csv": with_commas
}  # fmt: skip
"""How tables are written, by what the name of the file ends in."""

"""The sheets of an .ods, from its own XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.reading.cells import (
    MOST_ROWS,
    MOST_SHEETS,
    NO_VALUE,
    NO_VALUE_CURE,
    SHEET_ERROR_CURE,
    CellSheet,
    Trouble,
    spell_number,
)
from generator.reading.packed import BROKEN_PACKAGE, Package, Unopened, too_many_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

OFFICE_NS = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE_NS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT_NS = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
MOST_IN_ROW = 200
FALLS_SILENT = ("#", "Err:", "错误:", "錯誤:")
"""Begin what a cell shows where its formula cannot be computed."""


def read_ods(data: bytes) -> list[CellSheet]:
    """The sheets of a workbook, in its order."""
    root = Package(data).tree("content.xml")
    body = root.find(f"{OFFICE_NS}body/{OFFICE_NS}spreadsheet")
    if body is None:
        raise Unopened(BROKEN_PACKAGE)
    tables = list(body.iterfind(f"{TABLE_NS}table"))[:MOST_SHEETS]
    return [_sheet(table, order) for order, table in enumerate(tables)]


def _sheet(table: etree._Element, order: int) -> CellSheet:
    rows: dict[int, dict[int, str]] = {}
    troubles: dict[tuple[int, int], Trouble] = {}
    merged = []
    number = 1
    for row in table.iter(f"{TABLE_NS}table-row"):
        times = _repeated(row, "rows")
        for column, cell in _cells(row):
            found = _value(cell)
            if isinstance(found, Trouble):
                troubles[number, column] = found
            elif found:
                if number + times > MOST_ROWS:
                    raise too_many_rows(MOST_ROWS)
                for at in range(number, number + times):
                    rows.setdefault(at, {})[column] = found
            deep, wide = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if deep > 1 or wide > 1:
                merged.append((number, number + deep - 1, column, column + wide - 1))
        number += times
    return CellSheet(table.get(f"{TABLE_NS}name", ""), order, rows, troubles, tuple(merged))


def _repeated(element: etree._Element, what: str) -> int:
    return _count(element, f"number-{what}-repeated")


def _count(element: etree._Element, name: str) -> int:
    text = element.get(f"{TABLE_NS}{name}", "1")
    return max(int(text), 1) if text.isdigit() else 1


def _cells(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The cells of a row that hold anything, each with its column."""
    column = 1
    for cell in row:
        times = _repeated(cell, "columns")
        if len(cell) or cell.get(f"{TABLE_NS}formula"):
            yield from ((at, cell) for at in range(column, min(column + times, MOST_IN_ROW)))
        column += times


def _value(cell: etree._Element) -> str | Trouble:
    shown = "\n".join(_line(one) for one in cell.iterfind(f"{TEXT_NS}p"))
    kind, raw = cell.get(f"{OFFICE_NS}value-type", ""), cell.get(f"{OFFICE_NS}value", "")
    is_formula = cell.get(f"{TABLE_NS}formula") is not None
    if is_formula and shown.startswith(FALLS_SILENT):
        return Trouble(f"这一格是表格软件的出错值「{shown}」，不是填的内容。", SHEET_ERROR_CURE)
    if is_formula and not kind:
        return Trouble(f"这一格的{NO_VALUE}。", NO_VALUE_CURE)
    if kind == "date":
        return cell.get(f"{OFFICE_NS}date-value", shown).removesuffix("T00:00:00")
    if kind in ("float", "currency", "percentage") and raw:
        try:
            return spell_number(raw, kind == "percentage")
        except ArithmeticError:
            return raw
    if kind == "boolean":
        return "是" if cell.get(f"{OFFICE_NS}boolean-value") == "true" else "否"
    return shown


def _line(paragraph: etree._Element) -> str:
    """A line of a cell; several blanks together are counted, not written."""
    text = paragraph.text or ""
    for one in paragraph:
        if one.tag == f"{TEXT_NS}s":
            count = one.get(f"{TEXT_NS}c", "1")
            text += " " * min(int(count) if count.isdigit() else 1, 100)
        elif one.tag == f"{TEXT_NS}line-break":
            text += "\n"
        elif one.tag != f"{OFFICE_NS}annotation":
            text += _line(one)
        text += one.tail or ""
    return text

"""The sheets of an .xlsx, from its own XML: which cell is a formula, an error, a percentage or a date stands only there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator
from typing import TYPE_CHECKING, NamedTuple

from generator.reading.cells import (
    BUILT_IN_DATES,
    BUILT_IN_PERCENTS,
    MOST_ROWS,
    MOST_SHEETS,
    NO_VALUE,
    NO_VALUE_CURE,
    SHEET_ERROR_CURE,
    CellSheet,
    Trouble,
    column_number,
    is_date_format,
    is_percent_format,
    spell_day,
    spell_number,
    spell_serial,
)
from generator.reading.packed import BROKEN_PACKAGE, Package, Unopened, too_many_rows

if TYPE_CHECKING:
    from lxml import etree

BOOK = "xl/workbook.xml"
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""A character that XML cannot hold, as workbooks spell it."""
ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
COLUMN = re.compile(r"[A-Z]{1,3}")
TRUTHS = {"1": "是", "0": "否"}


class _Book(NamedTuple):
    """What the cells of all sheets refer to."""

    package: Package
    strings: list[str]
    percents: frozenset[int]
    dates: frozenset[int]
    from_1904: bool


def read_xlsx(data: bytes, unread: Container[str] = ()) -> list[CellSheet]:
    """The sheets of a workbook, in its order, but for those that are not to be read."""
    package = Package(data)
    book = package.tree(BOOK)
    targets = _targets(package)
    properties = book.find("{*}workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    parts = {_local(name): name for name in targets.values()}
    strings = _strings(package, parts.get("sharedStrings.xml", ""))
    opened = _Book(package, strings, *_formats(package, parts.get("styles.xml", "")), from_1904)
    found = []
    for order, sheet in enumerate(book.iterfind("{*}sheets/{*}sheet")):
        part = targets.get(next((str(value) for key, value in sheet.items() if str(key).endswith("}id")), ""), "")
        if part in package.names and "/worksheets/" in part and order < MOST_SHEETS and sheet.get("name") not in unread:
            found.append(_sheet(opened, sheet.get("name", ""), order, part))
    return found


def _local(name: str) -> str:
    return name.rpartition("/")[2]


def _targets(package: Package) -> dict[str, str]:
    """The parts that the workbook names, by the ids it gives them; what lies outside of it is never opened."""
    rels = "xl/_rels/workbook.xml.rels"
    if rels not in package.names:
        raise Unopened(BROKEN_PACKAGE)
    inside = (one for one in package.tree(rels) if one.get("TargetMode") != "External")
    return {one.get("Id", ""): posixpath.normpath(posixpath.join("/xl", one.get("Target", "")))[1:] for one in inside}


def _strings(package: Package, part: str) -> list[str]:
    if part not in package.names:
        return []
    return [_text(one) for one in package.tree(part)]


def _text(element: etree._Element) -> str:
    """The text of a string with runs; how it is pronounced is no part of it."""
    if len(element) == 1 and element[0].tag.endswith("}t"):
        return _plain(element[0].text)
    runs = (one for one in element.iter("{*}t") if not str(getattr(one.getparent(), "tag", "")).endswith("}rPh"))
    return "".join(_plain(one.text) for one in runs)


def _plain(text: str | None) -> str:
    text = text or ""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _formats(package: Package, part: str) -> tuple[frozenset[int], frozenset[int]]:
    """The styles of cells that show percentages, and those that show dates."""
    if part not in package.names:
        return frozenset(), frozenset()
    styles = package.tree(part)
    codes = {one.get("numFmtId", ""): one.get("formatCode", "") for one in styles.iterfind("{*}numFmts/{*}numFmt")}
    percents, dates = set(), set()
    for number, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf")):
        name = style.get("numFmtId", "0")
        code = codes.get(name, "")
        if is_percent_format(code) or (not code and name.isdigit() and int(name) in BUILT_IN_PERCENTS):
            percents.add(number)
        elif is_date_format(code) or (not code and name.isdigit() and int(name) in BUILT_IN_DATES):
            dates.add(number)
    return frozenset(percents), frozenset(dates)


def _sheet(book: _Book, name: str, order: int, part: str) -> CellSheet:
    root = book.package.tree(part)
    rows: dict[int, dict[int, str]] = {}
    troubles: dict[tuple[int, int], Trouble] = {}
    for row, column, cell in _cells(root):
        found = _value(cell, book)
        if isinstance(found, Trouble):
            troubles[row, column] = found
        elif found:
            rows.setdefault(row, {})[column] = found
            if len(rows) > MOST_ROWS:
                raise too_many_rows(MOST_ROWS)
    return CellSheet(name, order, dict(sorted(rows.items())), troubles, tuple(_merged(root)))


def _shared(book: _Book, place: str) -> str:
    return book.strings[int(place)] if place.isdigit() and int(place) < len(book.strings) else ""


def _cells(root: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """The cells that hold anything, each with its row and column; one without an address stands behind the last."""
    row = 0
    columns: dict[str, int] = {}
    for line in root.iterfind("{*}sheetData/{*}row"):
        number = line.get("r", "")
        row = int(number) if number.isdigit() else row + 1
        column = 0
        for cell in line:
            letters = cell.get("r", "").rstrip("0123456789")
            if letters not in columns:
                columns[letters] = column_number(letters) if COLUMN.fullmatch(letters) else 0
            column = columns[letters] or column + 1
            if len(cell):
                yield row, column, cell


def _value(cell: etree._Element, book: _Book) -> str | Trouble:
    """What a cell says; most hold a text that they share with others, and nothing else."""
    if cell.get("t") == "s" and len(cell) == 1 and (place := cell[0].text or "").isdigit():
        return _shared(book, place)
    parts = {_tag(one): one for one in cell}
    kind = cell.get("t", "n")
    if "is" in parts:
        return _text(parts["is"])
    raw = (parts["v"].text or "") if "v" in parts else ""
    if kind == "e":
        return Trouble(f"这一格是表格软件的出错值「{raw}」，不是填的内容。", SHEET_ERROR_CURE)
    if not raw and "f" in parts:
        return Trouble(f"这一格的{NO_VALUE}。", NO_VALUE_CURE)
    if kind == "s":
        return _shared(book, raw)
    if kind in ("str", "inlineStr"):
        return _plain(raw)
    if kind == "b":
        return TRUTHS.get(raw, raw)
    return _of_day(raw) if kind == "d" else _number(raw, cell.get("s", "0"), book)


def _tag(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _of_day(raw: str) -> str:
    from datetime import datetime

    try:
        return spell_day(datetime.fromisoformat(raw))
    except ValueError:
        return raw


def _number(raw: str, style: str, book: _Book) -> str:
    number = int(style) if style.isdigit() else 0
    try:
        if number in book.dates:
            return spell_serial(raw, book.from_1904)
        return spell_number(raw, number in book.percents) if raw else ""
    except (ArithmeticError, ValueError):
        return raw


def _merged(root: etree._Element) -> Iterator[tuple[int, int, int, int]]:
    for one in root.iterfind("{*}mergeCells/{*}mergeCell"):
        corners = ADDRESS.findall(one.get("ref", ""))
        if len(corners) == 2:
            (left, top), (right, bottom) = corners
            yield int(top), int(bottom), column_number(left), column_number(right)

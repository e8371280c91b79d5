"""The bytes of a workbook to the nodes of a form, each with its cell: .xlsx, .ods, and .xls or .et where they can be read."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.problem import WHOLE_FILE, Place, Problem, Refused, Spot, error, has_errors, notice
from generator.reading.cells import CellSheet
from generator.reading.characters import ODD, clean_line
from generator.reading.encodings import decode
from generator.reading.files import MOST_BYTES, too_long
from generator.reading.nodes import EMPTY, Mapping, Node, Scalar, Sequence
from generator.reading.ods import read_ods
from generator.reading.packed import ASK_AGAIN, BROKEN_PACKAGE, Unopened
from generator.reading.rowed import RowEntry
from generator.reading.tabular import NOT_FILLED_IN, FormTable, find_tables
from generator.reading.ways import Step, Way, another
from generator.reading.xls import LOCKED_STREAM, read_xls
from generator.reading.xlsx import BOOK, read_xlsx

WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods")
PACKED = b"PK\x03\x04"
OF_OPEN_OFFICE = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
BINARY_BOOK = b"xl/workbook.bin"
OLD_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_BOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook\0", "Book\0"))
AS_PAGE = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")
SAVED_AS_PAGE = "这个文件名字是表格，内容是网页，没有读。"
OF_BINARY = "这是二进制工作簿（.xlsb），没有读。"
NO_BOOK = "这个文件名字是表格，内容不是工作簿，没有读。"
EMPTY_FILE, SEND_AGAIN = "这个文件是空的，没有内容。", "请向填表的人再要一份。"
SAVE_AS_XLSX = "请用 WPS 或 Excel 打开，另存为 .xlsx 再用。"
BEHIND_KEYS = re.compile("[:：]")
DEEPEST_WAY = 12


def is_workbook(data: bytes) -> bool:
    """Whether bytes are those of a workbook, whatever the file is called; a document of Word is none."""
    if data.startswith(PACKED):
        return BOOK.encode() in data or BINARY_BOOK in data or OF_OPEN_OFFICE in data[:200]
    return data.startswith(OLD_FILE) and (LOCKED_STREAM in data or any(name in data for name in OLD_BOOKS))


def not_as_named(data: bytes, file: str) -> Problem | None:
    """What is said of a file that is called a workbook and is none: a page, one that is broken; None for a form in text."""
    if not file.lower().endswith(WORKBOOK_SUFFIXES) or is_workbook(data):
        return None
    if not data.strip(b"\0"):
        return error(Place(file), EMPTY_FILE, SEND_AGAIN)
    if data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(AS_PAGE):
        return error(Place(file), SAVED_AS_PAGE, SAVE_AS_XLSX)
    if data.startswith((OLD_FILE, PACKED)) or (text := decode(data, file)[0]) is None:
        return error(Place(file), BROKEN_PACKAGE, ASK_AGAIN)
    return None if BEHIND_KEYS.search(text) else error(Place(file), NO_BOOK, ASK_AGAIN)


def why_unread(data: bytes, file: str) -> Problem | None:
    """Why a file with the name of a workbook cannot be opened; None for one that can, be it a form or not."""
    if not is_workbook(data):
        return not_as_named(data, file)
    if len(data) > MOST_BYTES:
        return too_long(len(data), file)
    try:
        _reader(data)(data)
    except Unopened as fault:
        return error(Place(file), fault.what, fault.advice)
    return None


def sheets_of(data: bytes, file: str) -> list[CellSheet]:
    """The sheets of a workbook that need be no form; Refused where it cannot be opened."""
    try:
        return _reader(data)(data)
    except Unopened as fault:
        raise Refused([error(Place(file), fault.what, fault.advice)]) from fault


def read_workbook(data: bytes, file: str) -> tuple[Mapping, list[Problem]]:
    """The top mapping of a workbook and all that is wrong with it as a workbook; empty when unreadable."""
    if len(data) > MOST_BYTES:
        return EMPTY, [too_long(len(data), file)]
    try:
        sheets = _form_sheets(data)
    except Unopened as fault:
        return EMPTY, [error(Place(file), fault.what, fault.advice)]
    tables, problems = find_tables(sheets, file)
    if not tables:
        return EMPTY, problems
    builder = _Builder(file)
    for table in tables:
        problems += table.astray(file)
        builder.take(table)
    root = builder.build()
    problems += builder.problems
    if not root.entries and not has_errors(problems):
        problems.append(error(Place(file), "填报表是空的。", "请核对是否选错了文件。"))
    return root, problems


def holds_table(data: bytes) -> bool:
    """Whether bytes are those of a workbook with a table to fill in; most workbooks that lie in folders are others."""
    if not is_workbook(data) or len(data) > MOST_BYTES:
        return False
    try:
        return bool(find_tables(_form_sheets(data), "")[0])
    except Unopened:
        return False


def _form_sheets(data: bytes) -> list[CellSheet]:
    """The sheets that a form may stand on."""
    reader = _reader(data)
    return reader(data, NOT_FILLED_IN) if reader is read_xlsx else reader(data)


def _reader(data: bytes) -> Callable[..., list[CellSheet]]:
    if data.startswith(OLD_FILE):
        return read_xls
    if OF_OPEN_OFFICE in data[:200]:
        return read_ods
    if BINARY_BOOK in data:
        raise Unopened(OF_BINARY, SAVE_AS_XLSX)
    return read_xlsx


class _Branch(dict[Step, "_Branch | Scalar"]):
    """What stands under a key, in the order of the rows, and where it begins."""

    spot: Spot = WHOLE_FILE


class _Builder:
    """Puts the rows of tables together, row by row."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.root = _Branch()
        self.last: Way = ()
        """Where the row above belongs."""

    def take(self, table: FormTable) -> None:
        """Puts in what a table holds."""
        self.last = ()
        for entry in table.entries:
            self._put(entry, table)

    def build(self) -> Mapping:
        """All that is filled in, and the keys of what is not."""
        node = _node(self.root)
        return node if isinstance(node, Mapping) else EMPTY

    def _put(self, entry: RowEntry, table: FormTable) -> None:
        place = table.place(self.file, entry.row, entry.column)
        way = entry.way or self._inserted()
        if not way or len(way) > DEEPEST_WAY or isinstance(way[0], tuple):
            self.problems.append(table.nowhere(entry, self.file))
            return
        if entry.trouble:
            self.problems.append(error(place.of(_said(way)), *entry.trouble))
        text = self._clean(entry.text, place.of(_said(way))) if entry.text else ""
        branch, way = self._branch(way, place.spot, bool(text))
        self.last = way
        known = branch.get(way[-1]) if branch is not None else None
        if branch is None or isinstance(known, _Branch):
            if text:
                self.problems.append(table.nowhere(entry, self.file))
        elif known is None or not known.text:
            branch[way[-1]] = Scalar(text, place.spot)
        elif text == known.text:
            what = f"这一项有两行，{known.spot.said}已有，内容一样。"
            self.problems.append(notice(place.of(_said(way)), what, "请删去多的一行。"))
        elif text:
            what = f"这一项有两行，{known.spot.said}填的是「{known.text}」，这里填的是「{text}」。"
            self.problems.append(error(place.of(_said(way)), what, "请只留一行。"))

    def _inserted(self) -> Way:
        """Where a row belongs that somebody put in: behind the item above it."""
        return self.last if self.last and isinstance(self.last[-1], tuple) else ()

    def _branch(self, way: Way, spot: Spot, is_filled: bool) -> tuple[_Branch | None, Way]:
        """What a row stands under, and its way; an item met again is another one, as where rows were copied."""
        while is_filled and self._is_taken(way):
            at = next((number for number, step in enumerate(way) if isinstance(step, tuple)), None)
            if at is None:
                break
            way = (*way[:at], another(way[at]), *way[at + 1 :])
        branch = self.root
        for step in way[:-1]:
            inner = branch.get(step)
            if inner is None or (isinstance(inner, Scalar) and not inner.text):
                inner = branch[step] = _Branch()
                inner.spot = spot
            if isinstance(inner, Scalar):
                return None, way
            branch = inner
        return branch, way

    def _is_taken(self, way: Way) -> bool:
        found: _Branch | Scalar | None = self.root
        for step in way:
            found = found.get(step) if isinstance(found, _Branch) else None
        return isinstance(found, Scalar) and bool(found.text)

    def _clean(self, text: str, place: Place) -> str:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not ODD.search(text):
            return text
        lines = []
        for line in text.split("\n"):
            plain, found = clean_line(line, place)
            lines.append(plain)
            self.problems += found
        return "\n".join(lines)


def _said(way: Way) -> str:
    return ".".join(str(step[0]) if isinstance(step, tuple) else step for step in way)


def _node(found: _Branch | Scalar) -> Node:
    """The node that a branch is: items where it has places, of which the blank ones were only prepared."""
    if isinstance(found, Scalar):
        return found
    if found and all(isinstance(step, tuple) for step in found):
        ordered = sorted(found.items(), key=lambda one: one[0])
        items = tuple(node for _, inner in ordered if not is_blank_node(node := _node(inner)))
        return Sequence(items, found.spot) if items else Scalar("", found.spot)
    entries = ((Scalar(_said((step,)), _spot(inner)), _node(inner)) for step, inner in found.items())
    return Mapping(tuple(entries), found.spot)


def _spot(found: _Branch | Scalar) -> Spot:
    return found.spot


def is_blank_node(node: Node) -> bool:
    """Whether nothing is filled in anywhere below."""
    match node:
        case Scalar(text):
            return not text
        case Sequence(items):
            return all(map(is_blank_node, items))
        case Mapping(entries):
            return all(is_blank_node(value) for _, value in entries)

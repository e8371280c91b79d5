"""What an .xls says of its cells beside their values: which are errors, blank results of formulas, percentages.

Only the records for that are looked at ([MS-CFB], [MS-XLS] 2.4); the values themselves come from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import error as TooShort  # noqa: N812
from struct import iter_unpack, unpack_from
from typing import NamedTuple

from generator.reading.cells import (
    BUILT_IN_PERCENTS,
    NO_VALUE,
    NO_VALUE_CURE,
    SHEET_ERROR_CURE,
    Trouble,
    is_percent_format,
)

NO_SECTOR = 0xFFFFFFFA
"""The least number that names no sector."""
HEADER, ENTRY_SIZE = 512, 128
STREAM = "Workbook\0".encode("utf-16-le")
PART_END, FORMULA_CELL, BOUND_SHEET, MANY_NUMBERS, STYLE, FLOAT_CELL, TRUTH_OR_ERROR, SHORT_NUMBER, FORMAT_CODE = (
    *(0x0A, 0x06, 0x85, 0xBD, 0xE0),
    *(0x203, 0x205, 0x27E, 0x41E),
)
NO_NUMBER, AN_ERROR, BLANK_TEXT = 0xFFFF, 2, 3
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


class Marks(NamedTuple):
    """Of one sheet, by row and column from 1."""

    percents: set[tuple[int, int]]
    troubles: dict[tuple[int, int], Trouble]


def marks_of(data: bytes) -> dict[str, Marks]:
    """What is to be known of the cells of each sheet, by its name; nothing of a file that is built otherwise."""
    try:
        stream = _stream(data)
        return dict(_sheets(stream))
    except (TooShort, IndexError, UnicodeDecodeError):
        return {}


def _stream(data: bytes) -> bytes:
    """The records of the workbook, from the sectors that its chain names."""
    size = 1 << unpack_from("<H", data, 30)[0]
    table_sectors = [one for one in unpack_from("<109I", data, 76) if one < NO_SECTOR]
    table = [one for sector in table_sectors for (one,) in iter_unpack("<I", _sector(data, sector, size))]
    folder = _chain(data, table, unpack_from("<I", data, 48)[0], size)
    for at in range(0, len(folder), ENTRY_SIZE):
        entry = folder[at : at + ENTRY_SIZE]
        if entry.startswith(STREAM):
            start, length = unpack_from("<II", entry, 116)
            return _chain(data, table, start, size)[:length]
    return b""


def _sector(data: bytes, number: int, size: int) -> bytes:
    return data[HEADER + number * size : HEADER + (number + 1) * size].ljust(size, b"\0")


def _chain(data: bytes, table: list[int], sector: int, size: int) -> bytes:
    parts: list[bytes] = []
    while sector < NO_SECTOR and len(parts) <= len(table):
        parts.append(_sector(data, sector, size))
        sector = table[sector]
    return b"".join(parts)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from ``at`` to the end of their part."""
    while at + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, at)
        if kind == PART_END:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheets(stream: bytes) -> Iterator[tuple[str, Marks]]:
    codes: dict[int, str] = {}
    styles: list[int] = []
    places: list[tuple[str, int]] = []
    for kind, body in _records(stream, 0):
        if kind == FORMAT_CODE:
            codes[unpack_from("<H", body)[0]] = _text(body[5:], body[4])
        elif kind == STYLE:
            styles.append(unpack_from("<H", body, 2)[0])
        elif kind == BOUND_SHEET:
            places.append((_text(body[8:], body[7]), unpack_from("<I", body)[0]))
    percents = {
        number
        for number, code in enumerate(styles)
        if code in BUILT_IN_PERCENTS or is_percent_format(codes.get(code, ""))
    }
    for name, start in places:
        yield name, _marks(stream, start, percents)


def _text(letters: bytes, flags: int) -> str:
    return letters.decode("utf-16-le" if flags & 1 else "latin-1")


def _marks(stream: bytes, start: int, percents: set[int]) -> Marks:
    found = Marks(set(), {})
    for kind, body in _records(stream, start):
        if kind == MANY_NUMBERS:
            row, column = unpack_from("<HH", body)
            shown = [unpack_from("<H", body, at)[0] for at in range(4, len(body) - 2, 6)]
            found.percents.update((row + 1, column + at) for at, style in enumerate(shown, 1) if style in percents)
        elif kind in (FORMULA_CELL, FLOAT_CELL, SHORT_NUMBER, TRUTH_OR_ERROR):
            row, column, style = unpack_from("<HHH", body)
            where = row + 1, column + 1
            if style in percents:
                found.percents.add(where)
            if trouble := _trouble(kind, body):
                found.troubles[where] = trouble
    return found


def _trouble(kind: int, body: bytes) -> Trouble | None:
    if kind == FORMULA_CELL and unpack_from("<H", body, 12)[0] == NO_NUMBER:
        if body[6] == BLANK_TEXT:
            return Trouble(f"这一格的{NO_VALUE}。", NO_VALUE_CURE)
        code = body[8] if body[6] == AN_ERROR else None
    else:
        code = body[6] if kind == TRUTH_OR_ERROR and body[7] else None
    if code is None:
        return None
    return Trouble(f"这一格是表格软件的出错值「{ERRORS.get(code, '#N/A')}」，不是填的内容。", SHEET_ERROR_CURE)

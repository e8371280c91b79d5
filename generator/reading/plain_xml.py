"""Cells and strings of an .xlsx as programs write nearly all of them, read without a tree; None where there is any other."""

from __future__ import annotations

import re
from collections.abc import Iterator

ALL_CELLS = re.compile(r"<sheetData>(.*)</sheetData>", re.DOTALL)
PLAIN_CELL = re.compile(
    r'(?:<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,5}")?/>)*'
    r'(?:<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,5})")?(?: t="([sn])")?><v>(-?[0-9][0-9.]{0,24})</v></c>'
    r"|(?=</row>))"
)
"""A cell with a number or the place of a string, and the blank ones before it."""
GROUPS = 6
"""What a cell leaves when the text is parted at it: what stands before it, and its five groups."""
ROWS_ONLY = re.compile(r"(?:<row [^<>]*>|</row>|\s)*")
OTHERWISE = ("<!", "mergeCell")
"""In a sheet that is read as a tree: remarks, data in brackets, and cells made one."""
PLAIN_STRING = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
SAID_OTHERWISE = re.compile("&(amp|lt|gt|quot|apos);")
SIGNS_SAID = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def plain_cells(data: bytes) -> Iterator[tuple[str, str, str, str, str]] | None:
    """Column, row, style, kind and number of each cell, all blank for none; None where the sheet is to be read as a tree."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    if any(one in text for one in OTHERWISE) or text.count("<sheetData>") != 1:
        return None
    found = ALL_CELLS.search(text)
    parts = PLAIN_CELL.split(found[1]) if found else []
    if not found or not ROWS_ONLY.fullmatch("".join(parts[::GROUPS])):
        return None
    return zip(*(parts[at::GROUPS] for at in range(1, GROUPS)), strict=True)


def plain_strings(data: bytes) -> list[str] | None:
    """The strings that cells share; None where they are to be read as a tree."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    found = PLAIN_STRING.findall(text)
    if "<!" in text or "\r" in text or len(found) != text.count("<si"):
        return None
    if text.count("&") != len(SAID_OTHERWISE.findall(text)):
        return None
    return [SAID_OTHERWISE.sub(lambda sign: SIGNS_SAID[sign[1]], one) if "&" in one else one for one in found]

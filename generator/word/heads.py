"""Heads of tables: columns that share a head under one, and every head broken between its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from msgspec.structs import replace

from generator.chinese.width import half_widths
from generator.document.tree import Inlines, Table, plain_text
from generator.page.layout import Layout
from generator.page.words import filled, finer, narrowest, words_of


class HeadCell(NamedTuple):
    """A cell of the head: its words, and the columns and rows it spans."""

    inlines: Inlines
    column: int
    columns: int = 1
    rows: int = 1


def head_rows(table: Table) -> tuple[tuple[HeadCell, ...], ...]:
    """The head in one row, or in two where columns share their head.

    A head that stands more than once (比上年增减) speaks of the column before it: it stands in the second row, beside
    the unit of that column, and the name of that column above both.
    """
    groups = _groups(table)
    if not groups:
        return (tuple(HeadCell(cell, column) for column, cell in enumerate(table.head)),)
    upper: list[HeadCell] = []
    lower: list[HeadCell] = []
    column = 0
    while column < len(table.head):
        columns = groups.get(column, 1)
        if columns == 1:
            upper.append(HeadCell(table.head[column], column, rows=2))
        else:
            name, unit = _parted(table.head[column])
            upper.append(HeadCell(name, column, columns))
            lower.append(HeadCell(unit, column))
            lower += [HeadCell(table.head[at], at) for at in range(column + 1, column + columns)]
        column += columns
    return tuple(upper), tuple(lower)


def _groups(table: Table) -> dict[int, int]:
    """Of each column that others share the head of: how many there are with it; none unless all are clear."""
    texts = [plain_text(cell) for cell in table.head]
    often = {text for text, times in Counter(texts).items() if times > 1 and text}
    groups: dict[int, int] = {}
    owner = -1
    for at, text in enumerate(texts if often else ()):
        if text not in often:
            owner = at
        elif owner < 0 or text in texts[owner:at] or not all(_parted(table.head[owner])):
            return {}
        else:
            groups[owner] = at - owner + 1
    return groups


def _parted(cell: Inlines) -> tuple[Inlines, Inlines]:
    """The name of a head and its unit in brackets; the unit is empty when there is none."""
    text = plain_text(cell)
    edge = text.rfind("（") if text.endswith("）") else 0
    if len(cell) != 1 or edge <= 0:
        return cell, ()
    return (replace(cell[0], text=text[:edge]),), (replace(cell[0], text=text[edge:]),)


def narrowest_head(cell: Inlines, lines: int, layout: Layout, finely: bool = False) -> int:
    """Half-width characters that a head needs in so many lines, with its unit on a line of its own.

    ``finely`` lets long words of the trade break between the words that they are made of.
    """
    name, unit = (plain_text(part) for part in _parted(cell))
    return _narrowest(name, unit, lines, finely, layout.words, layout.language)


@lru_cache(maxsize=1024)
def _narrowest(name: str, unit: str, lines: int, finely: bool, trade: tuple[str, ...], language: str) -> int:
    if lines == 1:
        return half_widths(name + unit)
    words = words_of(name, trade, language)
    widths = [half_widths(part) for word in words for part in (finer(word) if finely else (word,))]
    return max(narrowest(widths, lines - bool(unit)), half_widths(unit))


def folded(cell: Inlines, room: int, layout: Layout) -> Inlines:
    """A head too long for its column, in lines as even as can be: 城镇低保 | 户数 | （户）, never 城镇低保户 | 数（户）."""
    if len(cell) != 1 or half_widths(plain_text(cell)) <= room:
        return cell
    name, unit = (plain_text(part) for part in _parted(cell))
    lines = [*_lines(name, room, layout), *([unit] if unit else [])]
    return (replace(cell[0], text="\n".join(lines)),)


def _lines(name: str, room: int, layout: Layout) -> Iterator[str]:
    words = [
        part
        for word in words_of(name, layout.words, layout.language)
        for part in (finer(word) if half_widths(word) > room else (word,))
    ]
    widths = [half_widths(word) for word in words]
    counts = list(filled(widths, room))
    even = list(filled(widths, narrowest(widths, len(counts))))
    for start, end in pairwise(accumulate(even, initial=0)):
        yield "".join(words[start:end])


def lines_of(cell: Inlines, room: int) -> int:
    """The lines that a folded head takes, or any cell that wraps where it must."""
    text = plain_text(cell)
    if 2 * len(text) <= room and "\n" not in text:
        return 1
    return sum(max(-(-half_widths(line) // max(room, 1)), 1) for line in text.split("\n"))

"""Widths of the columns of a table, by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from generator.chinese.width import half_widths
from generator.document.tree import Document, Inlines, Table, plain_text
from generator.figures.quantity import QUALIFIERS_BEFORE
from generator.page.layout import Layout
from generator.page.printed_width import half_width
from generator.problem import Place, Problem, error, notice
from generator.word.heads import HeadCell, head_rows, narrowest_head

NUMBER_CELL = re.compile(rf"\s*(?:{'|'.join(QUALIFIERS_BEFORE)})?[-+−]?\d[\d,.]*\s*[%‰]?[^\d\s]{{0,4}}\s*")
"""A figure with at most a short unit, as 1,280、12.5%、约-3.5 or 274人."""

NARROWEST = 4
"""Half-width characters a column is taken to need at least."""


class Sparing(NamedTuple):
    """How a table that is too wide saves room: lines of its heads, and what it gives up."""

    lines: int
    finely: bool = False
    """Whether long words of the trade may break between the words that they are made of."""
    measured: bool = False
    """Whether figures have the room they need and no more: digits of a font that stands in run up to a third wider."""


SPARINGS = (
    *(Sparing(lines) for lines in range(1, 5)),
    Sparing(4, finely=True),
    Sparing(4, finely=True, measured=True),
    Sparing(5, finely=True, measured=True),
)
"""What is tried in turn before figures are broken."""
MOST_COLUMNS = 63
"""More than this no table of Word has."""


def padding(layout: Layout) -> int:
    """Twips between the text of a cell and its two sides."""
    return 2 * layout.table.size * 10 * layout.table.padding // 100


def column_widths(table: Table, total: int, layout: Layout) -> list[int]:
    """Twips of each column, adding up to ``total``.

    Room to spare goes to all in proportion. Where there is too little, heads wrap first, into more lines before a
    figure is broken; then the columns that need little keep what they need, and the wide ones share the rest.
    """
    shares = _shares(_needs(table, layout), total)
    edges = [total * edge // sum(shares) for edge in accumulate(shares, initial=0)]
    return [right - left for left, right in pairwise(edges)]


def _needs(table: Table, layout: Layout) -> Iterator[list[int]]:
    """Twips that the columns need, by each way to spare in turn."""
    heads = _Heads(table, layout)
    breadths = [_breadths(column) for column in zip(*table.rows, strict=True)] or [(0, 0)] * len(table.head)
    for sparing in SPARINGS:
        yield heads.needs(sparing, [body[sparing.measured] for body in breadths])


class _Heads:
    """The heads of the columns of a table, and what the columns need for them."""

    def __init__(self, table: Table, layout: Layout) -> None:
        rows = head_rows(table)
        own = {cell.column: cell for row in rows for cell in row if cell.columns == 1}
        self.own = [own[column] for column in range(len(table.head))]
        self.shared = [cell for cell in rows[0] if cell.columns > 1]
        self.layout = layout

    def needs(self, sparing: Sparing, bodies: list[int]) -> list[int]:
        """Twips of each column by a way to spare; ``bodies`` are the half-width characters needed below the heads."""
        layout, (lines, finely, _) = self.layout, sparing
        half = half_width(layout.table.size)
        # A cell beside two rows has a line more.
        need = [
            max(NARROWEST, narrowest_head(head.inlines, lines + head.rows - 1, layout, finely), body)
            for head, body in zip(self.own, bodies, strict=True)
        ]
        for cell in self.shared:
            _widen(need, cell, narrowest_head(cell.inlines, lines, layout, finely))
        return [one * half + padding(layout) + half for one in need]


def _fits_at_its_narrowest(table: Table, total: int, layout: Layout) -> bool:
    """Whether the way that spares most has room for every cell: one measuring of each, where ``_needs`` asks for more."""
    columns = zip(*table.rows, strict=True)
    widest = [max(half_widths(plain_text(cell)) for cell in column) for column in columns] or [0] * len(table.head)
    return sum(_Heads(table, layout).needs(SPARINGS[-1], widest)) <= total


def _breadths(column: Iterable[Inlines]) -> tuple[int, int]:
    """Half-width characters to allow for what stands in a column: a third more for figures, and as measured."""
    roomy = measured = 0
    for text in map(plain_text, column):
        width = half_widths(text)
        measured = max(measured, width)
        if width * 4 // 3 > roomy:
            roomy = max(roomy, width * 4 // 3 if NUMBER_CELL.fullmatch(text) else width)
    return roomy, measured


def _widen(need: list[int], shared: HeadCell, wanted: int) -> None:
    """Gives the columns below a shared head what it needs beyond them."""
    columns = range(shared.column, shared.column + shared.columns)
    lacking = max(wanted - sum(need[column] for column in columns), 0)
    for column in columns:
        need[column] += -(-lacking // shared.columns)


def _shares(needs: Iterator[list[int]], total: int) -> list[int]:
    """The widths with heads in as few lines as there is room for; where none is enough, the widest columns are cut."""
    want = next(needs)
    if sum(want) <= total:
        return want
    for need in needs:
        room, asked = total - sum(need), sum(want) - sum(need)
        if room >= 0 and asked:
            return [least + room * (most - least) // asked for least, most in zip(need, want, strict=True)]
        want = need
    return _fitted(want, total)


def _fitted(needs: list[int], total: int) -> list[int]:
    """The needs with the widest cut to one width, so that they add up to about ``total``."""
    room, wide = total, sorted(needs)
    while wide and wide[0] * len(wide) <= room:
        room -= wide.pop(0)
    widest = max(room // max(len(wide), 1), 1)
    return [min(need, widest) for need in needs]


def broken_figure(table: Table, total: int, layout: Layout) -> str:
    """A figure that its column is too narrow for in a table so wide; empty when there is none."""
    if _fits_at_its_narrowest(table, total, layout) or any(sum(need) <= total for need in _needs(table, layout)):
        return ""
    beside, half = padding(layout), half_width(layout.table.size)
    rooms = [(width - beside) // half for width in column_widths(table, total, layout)]
    for column, room in zip(zip(*table.rows, strict=True), rooms, strict=False):
        for text in map(plain_text, column):
            if half_widths(text) > room and NUMBER_CELL.fullmatch(text):
                return text.strip()
    return ""


def is_wide(table: Table, layout: Layout) -> bool:
    """Whether the table has more columns than an upright page takes."""
    return len(table.head) > layout.table.widest


def table_problems(document: Document, layout: Layout, file: str) -> list[Problem]:
    """An error for each table that Word cannot hold, a notice for each whose columns are narrower than a figure."""
    places = [("正文", block, False) for block in document.blocks if isinstance(block, Table)]
    for annex in document.formal.annexes:
        turned = annex.landscape or any(isinstance(block, Table) and is_wide(block, layout) for block in annex.blocks)
        name = f"附件{annex.number}「{annex.name}」"
        places += [(name, block, turned) for block in annex.blocks if isinstance(block, Table)]
    found = (_table_problem(name, table, turned or is_wide(table, layout), layout) for name, table, turned in places)
    return [one(Place(file), what, advice) for one, what, advice in filter(None, found)]


def _table_problem(
    name: str, table: Table, turned: bool, layout: Layout
) -> tuple[Callable[[Place, str, str], Problem], str, str] | None:
    columns = len(table.head)
    if columns > MOST_COLUMNS:
        advice = f"请分成几张表，每张最多{MOST_COLUMNS}列，每张都带上第一列。"
        return error, f"{name}的表有{columns}列，Word 的表最多{MOST_COLUMNS}列。", advice
    width = layout.text_height if turned else layout.text_width
    figure = broken_figure(table, width, layout)
    if not figure:
        return None
    cures = ["分成两张表", "减少几列", "大数改用万元"]
    if not turned and name != "正文":
        cures.insert(0, "在这个附件下加一行「横排: 是」")
    what = f"{name}的表有{columns}列，排得太窄，「{figure}」这样的数要断成两行。"
    return notice, what, f"可以{'、'.join(cures[:-1])}，或{cures[-1]}。"

"""Widths of the columns of a table, by what stands in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise, product
from math import isqrt
from typing import NamedTuple

from msgspec.structs import replace

from generator.chinese.width import half_widths
from generator.document.own_table import NUMBER_CELL
from generator.document.tree import Annex, Document, Inlines, Table, plain_text
from generator.page.layout import Layout
from generator.page.printed_width import half_width
from generator.problem import Place, Problem, error, notice
from generator.word.heads import HeadCell, head_rows, narrowest_head

NARROWEST = 4
"""Half-width characters a column is taken to need at least."""


class Sparing(NamedTuple):
    """How a table that is too wide saves room: lines of its heads, and what it gives up."""

    lines: int
    figures: int = 0
    """How much room figures have beyond what they take up: ROOMY, SNUG or MEASURED."""
    finely: bool = False
    """Whether long words of the trade may break between the words that they are made of."""


ROOMY, SNUG, MEASURED = range(3)
"""Digits of a font that stands in run up to a third wider; half a character more is enough for most; none at all."""
ROOMY_WAYS = tuple(Sparing(lines) for lines in range(1, 5))
CLOSE_WAYS = (
    *(Sparing(lines, SNUG) for lines in (2, 3, 4)),
    *(Sparing(lines, MEASURED) for lines in (3, 4)),
    Sparing(4, SNUG, finely=True),
    Sparing(4, MEASURED, finely=True),
    Sparing(5, MEASURED, finely=True),
)
"""What is tried in turn before figures are broken, and what once the words of a cell stand closer to its sides."""
MOST_COLUMNS = 63
"""More than this no table of Word has."""
FEW_COLUMNS = 5
"""A table of fewer columns is not turned."""
SHORT_NAME = 12
"""Half-width characters of a name that should not wrap."""
LONG_TEXT = 20
"""Half-width characters of a text that may as well wrap."""


class Columns(NamedTuple):
    """The columns of a table in twips."""

    widths: list[int]
    """They add up to the width of the table."""
    padding: int
    """Between the text of a cell and each of its sides."""
    size: int
    """Half-points of the type."""

    @property
    def beside(self) -> int:
        """What a cell has at both sides of its text."""
        return 2 * self.padding

    def room(self, column: int, columns: int = 1) -> int:
        """Half-width characters on a line of a cell that spans so many columns."""
        return (sum(self.widths[column : column + columns]) - self.beside) // half_width(self.size)


def table_columns(table: Table, total: int, layout: Layout) -> Columns:
    """The columns of a table so wide.

    Room to spare goes to all in proportion. Where there is too little, heads wrap first; then texts that are long, and
    the others keep what they need; then words come closer to the sides of their cells; then the type is set smaller,
    before a word or a figure is broken.
    """
    for size in sizes(layout):
        needs = _Needs(table, layout, size)
        ways = (way for close in (False, True) for way in needs.ways(total, close))
        if found := next(ways, None):
            return found
    return needs.cut(total)


def sizes(layout: Layout) -> tuple[int, ...]:
    """The sizes of type that tables are set in, in half-points: the layout's, and the smallest it lets them have."""
    usual, least = layout.table.size, layout.table.least_size
    return (usual, least) if least < usual else (usual,)


def close_table_columns(table: Table, total: int, layout: Layout, size: int) -> Iterator[Columns]:
    """The columns with words closer to the sides of their cells, which have the fewer lines in their heads for it."""
    return _Needs(table, layout, size).ways(total, close=True)


class _Needs:
    """What the columns of a table need, by each way to spare."""

    def __init__(self, table: Table, layout: Layout, size: int) -> None:
        self.heads = _Heads(table, layout)
        self.bodies = [_breadths(column) for column in zip(*table.rows, strict=True)] or [NO_BREADTH] * len(table.head)
        self.layout = layout
        self.size = size

    def ways(self, total: int, close: bool) -> Iterator[Columns]:
        """The columns by every way that there is room for, the best first."""
        sparings, padding = (ROOMY_WAYS, CLOSE_WAYS)[close], paddings(self.layout, self.size)[close]
        before: list[int] = []
        for sparing in sparings:
            need = self.of(sparing, padding)
            if sum(need) <= total:
                yield self._columns(_shared_out(need, before, total), total, padding)
            before = need
        for most, sparing in product((LONG_TEXT, SHORT_NAME), sparings):
            need, firm = self.of(sparing, padding), self.of(sparing, padding, most)
            if sum(firm) <= total < sum(need):
                yield self._columns(_with_long(need, firm, total), total, padding)

    def cut(self, total: int) -> Columns:
        """The columns where there is no room for all: the widest are cut."""
        least = paddings(self.layout, self.size)[1]
        return self._columns(_cut(self.of(CLOSE_WAYS[-1], least), total), total, least)

    def _columns(self, shares: list[int], total: int, padding: int) -> Columns:
        edges = [total * edge // sum(shares) for edge in accumulate(shares, initial=0)]
        return Columns([right - left for left, right in pairwise(edges)], padding, self.size)

    def of(self, sparing: Sparing, padding: int, most: int = 0) -> list[int]:
        """Twips of each column; at ``most`` so many half-width characters of a text that is no figure."""
        bodies = [
            max(body.figures[sparing.figures], min(body.texts, most) if most else body.texts) for body in self.bodies
        ]
        return self.heads.needs(sparing, bodies, padding, self.size)


def paddings(layout: Layout, size: int) -> tuple[int, int]:
    """Twips between the text of a cell and each of its sides, and the least of them, by the size of the type."""
    table = layout.table
    usual, least = (size * 10 * hundredths // 100 for hundredths in (table.padding, table.least_padding))
    return usual, min(usual, least)


class _Heads:
    """The heads of the columns of a table, and what the columns need for them."""

    def __init__(self, table: Table, layout: Layout) -> None:
        rows = head_rows(table)
        own = {cell.column: cell for row in rows for cell in row if cell.columns == 1}
        self.own = [own[column] for column in range(len(table.head))]
        self.shared = [cell for cell in rows[0] if cell.columns > 1]
        self.layout = layout

    def needs(self, sparing: Sparing, bodies: list[int], padding: int, size: int) -> list[int]:
        """Twips of each column by a way to spare; ``bodies`` are the half-width characters needed below the heads."""
        layout, (lines, _, finely) = self.layout, sparing
        half = half_width(size)
        # A cell beside two rows has a line more.
        need = [
            max(NARROWEST, narrowest_head(head.inlines, lines + head.rows - 1, layout, finely), body)
            for head, body in zip(self.own, bodies, strict=True)
        ]
        for cell in self.shared:
            _widen(need, cell, narrowest_head(cell.inlines, lines, layout, finely))
        return [one * half + 2 * padding + layout.table.border for one in need]


class Breadth(NamedTuple):
    """Half-width characters to allow for what stands in a column."""

    figures: tuple[int, int, int]
    """ROOMY, SNUG, MEASURED."""
    texts: int


NO_BREADTH = Breadth((0, 0, 0), 0)


def _breadths(column: Iterable[Inlines]) -> Breadth:
    figures = texts = 0
    cells = [plain_text(cell) for cell in column]
    for text, behind in zip(cells, behind_figures(cells), strict=True):
        width = half_widths(text) + behind
        if width <= min(figures, texts):
            continue
        if NUMBER_CELL.fullmatch(text):
            figures = max(figures, width)
        else:
            # Digits of a font that stands in run wider: 第20村 must not break for it.
            texts = max(texts, width + -(-sum(map(str.isdigit, text)) // 3))
    return Breadth((figures * 4 // 3, figures + bool(figures), figures), texts)


PLAIN_FIGURE = re.compile(r"\D*\d[\d,]*(\.\d+)?([%‰]?)\s*")


def behind_figures(column: Sequence[str]) -> list[int]:
    """Half-width characters left free behind each figure of a column, so that their points stand below one another.

    Nothing is left free where a figure has a unit of its own: 3.2万 and 31560 have no digit in common.
    """
    none = [0] * len(column)
    if not any("." in text for text in column):
        return none
    figures = {at: PLAIN_FIGURE.fullmatch(text) for at, text in enumerate(column) if NUMBER_CELL.fullmatch(text)}
    plain = {at: match for at, match in figures.items() if match}
    if len(plain) < len(figures) or len({match[2] for match in plain.values()}) != 1:
        return none
    lengths = {at: len(match[1] or "") for at, match in plain.items()}
    most = max(lengths.values())
    return [most - lengths.get(at, most) for at in range(len(column))]


def _widen(need: list[int], shared: HeadCell, wanted: int) -> None:
    """Gives the columns below a shared head what it needs beyond them."""
    columns = range(shared.column, shared.column + shared.columns)
    lacking = max(wanted - sum(need[column] for column in columns), 0)
    for column in columns:
        need[column] += -(-lacking // shared.columns)


def _shared_out(need: list[int], before: list[int], total: int) -> list[int]:
    """What the columns need, and of what is left over a share of what they had needed ``before``."""
    room, asked = total - sum(need), sum(before) - sum(need)
    if asked <= 0:
        return need
    return [least + room * (most - least) // asked for least, most in zip(need, before, strict=True)]


def _with_long(need: list[int], firm: list[int], total: int) -> list[int]:
    """What the columns need, those of long texts no less than ``firm``, and the wider the longer their texts are.

    By the square root: a text of four times the length in twice the width takes up twice the lines.
    """
    weights = [isqrt(wanted << 8) for wanted in need]

    def by(share: int) -> list[int]:
        return [
            min(max(share * weight >> 8, least), wanted)
            for wanted, least, weight in zip(need, firm, weights, strict=True)
        ]

    return by(bisect_right(range(total), total, key=lambda share: sum(by(share))) - 1)


def _cut(needs: list[int], total: int) -> list[int]:
    """The needs with the widest cut to one width, so that they add up to about ``total``."""
    room, wide = total, sorted(needs)
    while wide and wide[0] * len(wide) <= room:
        room -= wide.pop(0)
    widest = max(room // max(len(wide), 1), 1)
    return [min(need, widest) for need in needs]


def _broken_figure(table: Table, columns: Columns) -> str:
    """A figure that its column is too narrow for; empty when there is none."""
    for at, column in enumerate(zip(*table.rows, strict=True)):
        cells = [plain_text(cell) for cell in column]
        for text, behind in zip(cells, behind_figures(cells), strict=True):
            if half_widths(text) + behind > columns.room(at) and NUMBER_CELL.fullmatch(text):
                return text.strip()
    return ""


def _broken_words(table: Table, columns: Columns, layout: Layout) -> str:
    """A name, or a head, that is broken within a word; empty when there is none."""
    for row in head_rows(table):
        for cell in row:
            if narrowest_head(cell.inlines, MOST_HEAD_LINES, layout, finely=True) > columns.room(
                cell.column, cell.columns
            ):
                return plain_text(cell.inlines)
    names = ((at, plain_text(cell)) for row in table.rows for at, cell in enumerate(row))
    return next((text for at, text in names if columns.room(at) < half_widths(text) <= SHORT_NAME), "")


MOST_HEAD_LINES = CLOSE_WAYS[-1].lines


def _fits_at_its_narrowest(table: Table, total: int, layout: Layout, size: int) -> bool:
    """Whether the way that spares most has room for every cell: one measuring of each, where ``_Needs`` asks for more."""
    columns = ([plain_text(cell) for cell in column] for column in zip(*table.rows, strict=True))
    widest = [
        max(half_widths(text) + behind for text, behind in zip(column, behind_figures(column), strict=True))
        for column in columns
    ] or [0] * len(table.head)
    return sum(_Heads(table, layout).needs(CLOSE_WAYS[-1], widest, paddings(layout, size)[1], size)) <= total


def is_wide(table: Table, layout: Layout) -> bool:
    """Whether the table has more columns than an upright page takes."""
    return len(table.head) > layout.table.widest


def with_turned_annexes(document: Document, layout: Layout) -> Document:
    """The document with each annex on turned pages whose figures or names only those hold unbroken."""
    annexes = document.formal.annexes
    turned = tuple(
        replace(annex, landscape=True) if not annex.landscape and _asks_for_room(annex, layout) else annex
        for annex in annexes
    )
    if turned == annexes:
        return document
    return replace(document, formal=replace(document.formal, annexes=turned))


def _asks_for_room(annex: Annex, layout: Layout) -> bool:
    tables = [block for block in annex.blocks if isinstance(block, Table)]
    upright, turned = layout.text_width, layout.text_height
    if any(is_wide(table, layout) for table in tables):
        return False
    return any(
        (strain := _strain(table, upright, layout)) and _strain(table, turned, layout) < strain for table in tables
    )


def _strain(table: Table, total: int, layout: Layout) -> int:
    """How ill a table fits into so much: 0 well, 1 in smaller type only, 2 with a figure or a name broken."""
    size = layout.table.size
    half, beside = half_width(size), 2 * paddings(layout, size)[1] + layout.table.border
    columns_of_text = zip(*table.rows, strict=True)
    amply = (max(SHORT_NAME, *(len(plain_text(cell)) * 2 for cell in column)) for column in columns_of_text)
    if len(table.head) < FEW_COLUMNS or sum(one * half + beside for one in amply) <= total:
        return 0
    if _fits_at_its_narrowest(table, total, layout, size):
        return 0
    columns = table_columns(table, total, layout)
    if _broken_words(table, columns, layout) or _broken_figure(table, columns):
        return 2
    return int(columns.size < size)


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
    if _fits_at_its_narrowest(table, width, layout, sizes(layout)[-1]):
        return None
    set_in = table_columns(table, width, layout)
    figure = _broken_figure(table, set_in)
    broken = figure or _broken_words(table, set_in, layout)
    if not broken:
        return None
    cures = ["分成两张表", "减少几列", *(["大数改用万元"] if figure else ["表头写短一些"])]
    if not turned and name != "正文":
        cures.insert(0, "在这个附件下加一行「横排: 是」")
    what = f"{name}的表有{columns}列，排得太窄，「{broken}」这样的{'数' if figure else '词'}要断成两行。"
    return notice, what, f"可以{'、'.join(cures[:-1])}，或{cures[-1]}。"

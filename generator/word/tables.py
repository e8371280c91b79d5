"""Tables in WordprocessingML: head rows repeated, rows unsplit, numbers at the right, told to who cannot see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from generator.chinese.width import half_widths
from generator.document.own_table import NO_FIGURE, NUMBER_CELL
from generator.document.tree import Inlines, Table, plain_text
from generator.page.layout import Layout
from generator.page.printed_width import half_width
from generator.word.columns import Columns, behind_figures, close_table_columns, paddings, table_columns
from generator.word.heads import HeadCell, folded, head_rows, lines_of
from generator.word.runs import KEEP_NEXT, paragraph
from generator.word.styles import SMALLER
from generator.word.told import in_characters_of, told_attribute


class Setting(NamedTuple):
    """Where a table stands: how wide it may be, what it is called, and what it finds on its pages."""

    width: int
    title: str = ""
    keep: str = ""
    """Goes to its last row, or to its note: what follows must not stand alone."""
    above: int = -1
    """Twips that stand above it on its first page; below zero when nobody knows."""
    page: int = 0
    """Twips of a page from top to bottom."""
    below: int = 0
    """Twips that stand at the foot of its last page: 版记."""


def table_xml(table: Table, layout: Layout, setting: Setting) -> str:
    """The table, with its caption and its unit line above and its note below."""
    table, columns, heads, pitch = _fitted(table, layout, setting)
    widths = columns.widths
    within = KEEP_NEXT if table.note else setting.keep
    tight, tight_head = (_spacing(one, layout) for one in pitch)
    small = SMALLER if columns.size < layout.table.size else ""
    rows = [_head_row(heads, at, widths, f"TableHead{small}", tight_head) for at in range(len(heads))]
    styles = zip(*(_column_looks(column, columns.size, small) for column in zip(*table.rows, strict=True)), strict=True)
    together = [KEEP_NEXT] * (_together(table) - 1)
    keeps = [*[""] * len(table.rows), *together, within][-len(table.rows) :] if table.rows else []
    starts = [_cell_start(width) for width in widths]
    for row, kept, looks in zip(table.rows, keeps, styles, strict=True):
        cells = zip(row, starts, looks, strict=True)
        rows.append(
            "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
            + "".join(
                f"{start}{paragraph(look, cell, kept, tight, more)}</w:tc>" for cell, start, (look, more) in cells
            )
            + "</w:tr>"
        )
    usual = paddings(layout, layout.table.size)[0]
    close = _margins(columns.padding) if columns.padding != usual else ""
    unit = paragraph("TableUnit", table.unit, tight) if table.unit else ""
    caption = paragraph("TableCaption", table.caption) if table.caption else ""
    note = paragraph("TableNote", table.note, setting.keep, tight_head) if table.note else ""
    return (
        f'{caption}{unit}<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>{close}'
        f'<w:tblLook w:val="0020" w:firstRow="1"/>{_told(table, layout, setting.title)}</w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + f"</w:tblGrid>{''.join(rows)}</w:tbl>{note}"
    )


def _spacing(pitch: int, layout: Layout) -> str:
    return "" if pitch == layout.table.pitch else f'<w:spacing w:line="{pitch}" w:lineRule="exact"/>'


def _margins(padding: int) -> str:
    edges = "".join(
        f'<w:{edge} w:w="{twips}" w:type="dxa"/>'
        for edge, twips in (("top", 0), ("left", padding), ("bottom", 0), ("right", padding))
    )
    return f"<w:tblCellMar>{edges}</w:tblCellMar>"


def _told(table: Table, layout: Layout, title: str) -> str:
    """What a reader who cannot see the table is told: what it is called, and what it has."""
    heads = "、".join(plain_text(cell) for cell in table.head)
    told = f"{len(table.rows)}行{len(table.head)}列，各列是：{heads}。"
    caption, description = (
        told_attribute(text)
        for text in (plain_text(table.caption) or title or heads, in_characters_of(layout.language, told))
    )
    return f"<w:tblCaption w:val={caption}/><w:tblDescription w:val={description}/>"


Heads = tuple[tuple[HeadCell, ...], ...]
"""The cells of the head by rows."""


def _folded(rows: Heads, columns: Columns, layout: Layout) -> Heads:
    return tuple(
        tuple(
            cell._replace(inlines=folded(cell.inlines, columns.room(cell.column, cell.columns), layout)) for cell in row
        )
        for row in rows
    )


def _with_folded_names(table: Table, columns: Columns, layout: Layout) -> Table:
    """The table with each name that is too long for its column broken between words, as heads are; sentences flow."""
    rooms = [columns.room(at) for at in range(len(columns.widths))]
    rows = [
        tuple(
            folded(cell, room, layout) if _is_long_name(cell, room) else cell
            for cell, room in zip(row, rooms, strict=True)
        )
        for row in table.rows
    ]
    return replace(table, rows=tuple(rows)) if rows != list(table.rows) else table


def _is_long_name(cell: Inlines, room: int) -> bool:
    text = plain_text(cell)
    return (
        2 * len(text) > room and len(text) <= LONGEST_FOLDED and half_widths(text) > room and not OF_SENTENCES & {*text}
    )


LONGEST_FOLDED = 30
"""Characters of a name; what is longer is a text."""
OF_SENTENCES = frozenset("，。；：、！？\n0123456789")
"""What no name has: a text flows, and numbers keep to their units by the rules of the settings."""


def _head_row(heads: Heads, at: int, widths: list[int], style: str, tight: str) -> str:
    """A row of the head; a cell that spans two rows goes on below as an empty one."""
    below = [HeadCell((), cell.column, rows=0) for row in heads[:at] for cell in row if cell.rows > 1]
    cells = sorted((*heads[at], *below), key=lambda cell: cell.column)
    return (
        "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        + "".join(
            _cell_start(
                sum(widths[cell.column : cell.column + cell.columns]),
                (f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else "") + MERGED[cell.rows],
            )
            + f"{paragraph(style, cell.inlines, tight)}</w:tc>"
            for cell in cells
        )
        + "</w:tr>"
    )


MERGED = ("<w:vMerge/>", "", '<w:vMerge w:val="restart"/>')
"""By the rows that a cell of the head spans; the one that goes on from above spans none of its own."""


def _cell_start(width: int, spans: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}<w:vAlign w:val="center"/></w:tcPr>'


def _column_looks(column: Iterable[Inlines], size: int, small: str) -> list[tuple[str, str]]:
    """The style and the indent of the cells of a column: figures at the right, and what stands for one among nothing else.

    Figures with fewer decimals than others stand further in.
    """
    texts = [plain_text(cell) for cell in column]
    figures = [NUMBER_CELL.fullmatch(text) is not None for text in texts]
    if not any(figures):
        return [(f"TableText{small}", "")] * len(texts)
    only = all(figure or text.strip() in NO_FIGURE for figure, text in zip(figures, texts, strict=True))
    styles = (
        f"Table{'Number' if figure or (only and text) else 'Text'}{small}"
        for figure, text in zip(figures, texts, strict=True)
    )
    half = half_width(size)
    indents = (f'<w:ind w:right="{behind * half}"/>' if behind else "" for behind in behind_figures(texts))
    return list(zip(styles, indents, strict=True))


# ---- how close the lines stand


FEW_ROWS = 3
"""So many rows on a last page are not worth the page; where it cannot be spared, no fewer go there."""


def _together(table: Table) -> int:
    """How many of the last rows stay on one page."""
    return FEW_ROWS if len(table.rows) > 2 * FEW_ROWS else min(len(table.rows), 2) if len(table.rows) > 2 else 1


class Pitch(NamedTuple):
    """How far apart the lines of the rows stand, and those of the head and the note."""

    rows: int
    head: int


def _fitted(table: Table, layout: Layout, setting: Setting) -> tuple[Table, Columns, Heads, Pitch]:
    """The table with long names folded, as the layout has it, or closer where that spares a last page with hardly a row.

    The lines come closer first, then the words of a cell to its sides, so that the head has fewer lines.
    """
    rows, pitch = head_rows(table), layout.table.pitch
    columns = table_columns(table, setting.width, layout)
    heads, usual = _folded(rows, columns, layout), Pitch(pitch, pitch)
    fitted = _with_folded_names(table, columns, layout)
    if setting.above < 0 or not table.rows:
        return fitted, columns, heads, usual
    sizes = _Sizes(fitted, heads, columns, layout)
    pages, left = sizes.pages(usual, setting)
    if pages == 1 or left > FEW_ROWS:
        return fitted, columns, heads, usual
    if closer := sizes.closer(pages, setting):
        return fitted, columns, heads, closer
    for others in close_table_columns(table, setting.width, layout, columns.size):
        folded_heads = _folded(rows, others, layout)
        names = _with_folded_names(table, others, layout)
        if closer := _Sizes(names, folded_heads, others, layout).closer(pages, setting):
            return names, others, folded_heads, closer
    return fitted, columns, heads, usual


def _pitches(layout: Layout) -> Iterator[Pitch]:
    """The pitches below the layout's, the widest first."""
    pitch, least = layout.table.pitch, min(layout.table.least_pitch, layout.table.pitch)
    solid = layout.table.size * 10 * CLOSE_HEAD // 100
    yield from (Pitch(one, one) for one in range(pitch - CLOSER, least - 1, -CLOSER))
    yield from (Pitch(least, one) for one in range(least - CLOSER, solid - 1, -CLOSER))


CLOSER = 10
"""Twips between one pitch and the next that is tried."""
BELOW_ROWS = 60
"""Twips for the last border, and for what engines round."""
CLOSE_HEAD = 133
"""The closest lines of a head, in hundredths of the size of its type."""


class _Sizes:
    """The lines of each row of a table, and how they fill pages."""

    def __init__(self, table: Table, heads: Heads, columns: Columns, layout: Layout) -> None:
        rooms = [columns.room(at) for at in range(len(columns.widths))]
        lines = [[lines_of(cell.inlines, columns.room(cell.column, cell.columns)) for cell in row] for row in heads]
        self.head = sum(
            max(count for count, cell in zip(counts, row, strict=True) if cell.rows == 1)
            for counts, row in zip(lines, heads, strict=True)
        )
        tall = (
            count
            for counts, row in zip(lines, heads, strict=True)
            for count, cell in zip(counts, row, strict=True)
            if cell.rows > 1
        )
        self.head = max(self.head, *tall, 1)
        self.head_rows = len(heads)
        self.rows = [max(lines_of(cell, room) for cell, room in zip(row, rooms, strict=True)) for row in table.rows]
        self.unit = bool(table.unit)
        self.caption = bool(table.caption) * layout.grid.pitch
        self.note = lines_of(table.note, sum(columns.widths) // half_width(layout.table.size)) if table.note else 0
        self.together = _together(table)
        self.layout = layout

    def closer(self, pages: int, setting: Setting) -> Pitch | None:
        """The widest pitch at which the table takes fewer than so many pages."""
        return next((one for one in _pitches(self.layout) if self.pages(one, setting)[0] < pages), None)

    def pages(self, both: Pitch, setting: Setting) -> tuple[int, int]:
        """How many pages the table takes at a pitch, and the rows on the last of them."""
        pitch = both.rows
        head = self.head * both.head + self.head_rows * self.layout.table.border
        used, pages, rows = setting.above + self.caption + self.unit * pitch + head + BELOW_ROWS, 1, 0
        for height, together in self._heights(pitch):
            if used + height > setting.page:
                used, pages, rows = head + BELOW_ROWS, pages + 1, 0
            used, rows = used + height, rows + together
        if used + self.note * both.head + setting.below > setting.page:
            return pages + 1, self.together
        return pages, rows

    def _heights(self, pitch: int) -> Iterator[tuple[int, int]]:
        """The heights of rows, and how many they are: the last few stay together."""
        heights = [lines * pitch + self.layout.table.border for lines in self.rows]
        yield from ((height, 1) for height in heights[: -self.together])
        yield sum(heights[-self.together :]), self.together

"""Tables in WordprocessingML: head rows repeated, rows unsplit, numbers at the right, told to who cannot see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.document.tree import Inlines, Table, plain_text
from generator.page.layout import Layout
from generator.page.printed_width import half_width
from generator.word.columns import NUMBER_CELL, column_widths, padding
from generator.word.heads import HeadCell, folded, head_rows, lines_of
from generator.word.runs import KEEP_NEXT, paragraph
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


def table_xml(table: Table, layout: Layout, setting: Setting) -> str:
    """The table, with its unit line above and its note below."""
    widths = column_widths(table, setting.width, layout)
    within = "" if table.note else setting.keep
    heads = _folded(head_rows(table), widths, layout)
    pitch = _pitch(table, heads, widths, layout, setting)
    tight, tight_head = (_spacing(one, layout) for one in pitch)
    rows = [_head_row(heads, at, widths, tight_head) for at in range(len(heads))]
    styles = zip(*map(_column_styles, zip(*table.rows, strict=True)), strict=True)
    last_two = [KEEP_NEXT if len(table.rows) > 2 else "", within]
    keeps = [*[""] * len(table.rows), *last_two][-len(table.rows) :] if table.rows else []
    starts = [_cell_start(width) for width in widths]
    for row, kept, looks in zip(table.rows, keeps, styles, strict=True):
        cells = zip(row, starts, looks, strict=True)
        rows.append(
            "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
            + "".join(f"{start}{paragraph(look, cell, kept, tight)}</w:tc>" for cell, start, look in cells)
            + "</w:tr>"
        )
    unit = paragraph("TableUnit", table.unit, tight) if table.unit else ""
    note = paragraph("TableNote", table.note, setting.keep, tight) if table.note else ""
    return (
        f'{unit}<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/>{_told(table, layout, setting.title)}</w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + f"</w:tblGrid>{''.join(rows)}</w:tbl>{note}"
    )


def _spacing(pitch: int, layout: Layout) -> str:
    return "" if pitch == layout.table.pitch else f'<w:spacing w:line="{pitch}" w:lineRule="exact"/>'


def _told(table: Table, layout: Layout, title: str) -> str:
    """What a reader who cannot see the table is told: what it is called, and what it has."""
    heads = "、".join(plain_text(cell) for cell in table.head)
    told = f"{len(table.rows)}行{len(table.head)}列，各列是：{heads}。"
    caption, description = (told_attribute(text) for text in (title or heads, in_characters_of(layout.language, told)))
    return f"<w:tblCaption w:val={caption}/><w:tblDescription w:val={description}/>"


def _folded(
    rows: tuple[tuple[HeadCell, ...], ...], widths: list[int], layout: Layout
) -> tuple[tuple[HeadCell, ...], ...]:
    return tuple(
        tuple(cell._replace(inlines=folded(cell.inlines, _room(cell, widths, layout), layout)) for cell in row)
        for row in rows
    )


def _room(cell: HeadCell, widths: list[int], layout: Layout) -> int:
    """Half-width characters on a line of a cell of the head."""
    width = sum(widths[cell.column : cell.column + cell.columns])
    return (width - padding(layout)) // half_width(layout.table.size)


def _head_row(heads: tuple[tuple[HeadCell, ...], ...], at: int, widths: list[int], tight: str) -> str:
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
            + f"{paragraph('TableHead', cell.inlines, tight)}</w:tc>"
            for cell in cells
        )
        + "</w:tr>"
    )


MERGED = ("<w:vMerge/>", "", '<w:vMerge w:val="restart"/>')
"""By the rows that a cell of the head spans; the one that goes on from above spans none of its own."""


def _cell_start(width: int, spans: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}<w:vAlign w:val="center"/></w:tcPr>'


NO_FIGURE = frozenset(("—", "——", "-", "－", "–", "/", ""))
"""What stands in a column of figures for a figure that is not there."""


def _column_styles(column: Iterable[Inlines]) -> list[str]:
    """The styles of the cells of a column: figures at the right, and what stands for one among nothing but figures."""
    texts = [plain_text(cell) for cell in column]
    figures = [NUMBER_CELL.fullmatch(text) is not None for text in texts]
    if not any(figures):
        return ["TableText"] * len(texts)
    only = all(figure or text.strip() in NO_FIGURE for figure, text in zip(figures, texts, strict=True))
    return [
        "TableNumber" if figure or (only and text) else "TableText" for figure, text in zip(figures, texts, strict=True)
    ]


# ---- how close the lines stand


FEW_ROWS = 2
"""So many rows on a last page are not worth the page."""


class Pitch(NamedTuple):
    """How far apart the lines of the rows stand, and those of the head."""

    rows: int
    head: int


def _pitch(
    table: Table, heads: tuple[tuple[HeadCell, ...], ...], widths: list[int], layout: Layout, setting: Setting
) -> Pitch:
    """The layout's pitch, or a closer one that spares a last page with hardly a row on it."""
    pitch = layout.table.pitch
    least = min(layout.table.least_pitch, pitch)
    usual = Pitch(pitch, pitch)
    if setting.above < 0 or not table.rows:
        return usual
    sizes = _Sizes(table, heads, widths, layout)
    pages, left = sizes.pages(usual, setting)
    if pages == 1 or left > FEW_ROWS:
        return usual
    solid = layout.table.size * 10 * CLOSE_HEAD // 100
    closer = [Pitch(one, one) for one in range(pitch - CLOSER, least - 1, -CLOSER)]
    closer += [Pitch(least, one) for one in range(least - CLOSER, solid - 1, -CLOSER)]
    return next((one for one in closer if sizes.pages(one, setting)[0] < pages), usual)


CLOSER = 10
"""Twips between one pitch and the next that is tried."""
BELOW_ROWS = 60
"""Twips for the last border, and for what engines round."""
CLOSE_HEAD = 133
"""The closest lines of a head, in hundredths of the size of its type."""


class _Sizes:
    """The lines of each row of a table, and how they fill pages."""

    def __init__(
        self, table: Table, heads: tuple[tuple[HeadCell, ...], ...], widths: list[int], layout: Layout
    ) -> None:
        half, beside = half_width(layout.table.size), padding(layout)
        rooms = [(width - beside) // half for width in widths]
        self.head = sum(
            max(lines_of(cell.inlines, _room(cell, widths, layout)) for cell in row if cell.rows == 1) for row in heads
        )
        tall = (lines_of(cell.inlines, _room(cell, widths, layout)) for row in heads for cell in row if cell.rows > 1)
        self.head = max(self.head, *tall, 1)
        self.head_rows = len(heads)
        self.rows = [max(lines_of(cell, room) for cell, room in zip(row, rooms, strict=True)) for row in table.rows]
        self.unit = bool(table.unit)
        self.note = lines_of(table.note, sum(widths) // half) if table.note else 0
        self.border = layout.table.border

    def pages(self, both: Pitch, setting: Setting) -> tuple[int, int]:
        """How many pages the table takes at a pitch, and the rows on the last of them."""
        pitch = both.rows
        head = self.head * both.head + self.head_rows * self.border
        used, pages, rows = setting.above + self.unit * pitch + head + BELOW_ROWS, 1, 0
        for height in self._heights(pitch):
            if used + height > setting.page:
                used, pages, rows = head + BELOW_ROWS, pages + 1, 0
            used, rows = used + height, rows + 1
        if self.note and used + self.note * pitch > setting.page:
            return pages + 1, 0
        return pages, rows

    def _heights(self, pitch: int) -> Iterator[int]:
        """The heights of the rows; the last two stay together."""
        heights = [lines * pitch + self.border for lines in self.rows]
        together = heights[-2:] if len(heights) > FEW_ROWS else []
        yield from heights[: len(heights) - len(together)]
        if together:
            yield sum(together)

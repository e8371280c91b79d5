"""Where pages end, by estimate: the body stands on a grid, so that counting its lines is enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.document.tree import Block, Chart, Document, Heading, Listing, Paragraph, Table, plain_text
from generator.page.layout import Layout
from generator.page.printed_width import printed_width
from generator.word.chart_style import height_in_lines
from generator.word.columns import is_wide
from generator.word.first_page import above_body


class Size(NamedTuple):
    """What a block takes up: its height in twips, and whether it cannot be parted."""

    height: int
    whole: bool = False
    turns: bool = False
    """Whether it stands on pages of its own."""


def used_after(used: int, size: Size, page: int, grid: int) -> int:
    """How much of its page is taken behind a block that began at ``used``."""
    if size.turns:
        return 0
    if size.whole and used + size.height > page:
        return size.height
    used += size.height
    while used > page:
        used -= page // grid * grid
    return used


def sizes_of(blocks: Iterable[Block], layout: Layout) -> Iterator[Size]:
    """What each block takes up."""
    grid = layout.grid.pitch
    for block in blocks:
        match block:
            case Chart():
                yield Size((height_in_lines(block, layout) + 1) * grid, whole=True)
            case Table():
                lines = len(block.rows) + HEAD_LINES + bool(block.unit) + bool(block.note)
                yield Size(lines * layout.table.pitch + bool(block.caption) * grid, turns=is_wide(block, layout))
            case Heading() | Paragraph():
                indent = layout.in_characters(layout.body.indent)
                width = indent + printed_width(block.number + plain_text(block.inlines), layout)
                # Marks that begin no line, and numbers kept whole, cost a line half a character.
                yield Size(-(-width // (layout.text_width - layout.half_character)) * grid)
            case Listing():
                yield Size(len(block.items) * grid)


HEAD_LINES = 2
"""Lines that the head of a table is taken to have."""


def heading_pages(document: Document, layout: Layout) -> Iterator[int]:
    """The page of each heading of the body, counted from the first page of the text."""
    page, used, whole = 1, above_body(document, layout), layout.text_height
    grid = layout.grid.pitch
    pitches = whole // grid
    for block, size in zip(document.blocks, sizes_of(document.blocks, layout), strict=True):
        if size.turns:
            page, used = page + (2 if used else 1), 0
            continue
        least = 2 * grid if isinstance(block, Heading) else size.height if size.whole else grid
        if used + least > whole:
            page, used = page + 1, 0
        if isinstance(block, Heading):
            yield page
        used += size.height
        while used > whole:
            page, used = page + 1, used - pitches * grid

"""Charts moved among the paragraphs around them, so that none leaves a hole at the end of a page.

Where a page ends is estimated: the body stands on a grid, so that counting its lines is enough. What is near the end
of a page by that count is held to be on either side of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from generator.document.tree import Block, Chart, Document, Heading, Listing, Paragraph, Table, plain_text
from generator.page.layout import Layout
from generator.page.printed_width import printed_width
from generator.word.chart_style import height_in_lines
from generator.word.columns import is_wide
from generator.word.masthead import head_height

NO_HOLE = 2
"""So many empty lines at the end of a page are no hole."""
UNSURE = 2
"""Lines by which the count may be wrong."""


def settled(document: Document, layout: Layout) -> Document:
    """The document with each chart where it leaves the least of a page empty, near to where it stood."""
    blocks = list(document.blocks)
    charts = [block for block in blocks if isinstance(block, Chart)]
    if not charts:
        return document
    start = head_height(document, layout)
    for chart in charts:
        at = blocks.index(chart)
        if _hole(blocks, at, start, layout) <= NO_HOLE:
            continue
        rest = [*blocks[:at], *blocks[at + 1 :]]
        best = (_hole(blocks, at, start, layout), 0, at)
        for level in (4, 1):
            tried = (
                (_hole([*rest[:place], chart, *rest[place:]], place, start, layout), abs(place - at), place)
                for place in _places(rest, at, level)
            )
            best = min((best, *tried), key=lambda one: (max(one[0], NO_HOLE), one[1], -one[2]))
            if best[0] <= NO_HOLE:
                break
        blocks = [*rest[: best[2]], chart, *rest[best[2] :]]
    return replace(document, blocks=tuple(blocks)) if blocks != list(document.blocks) else document


def _places(blocks: Sequence[Block], at: int, level: int) -> Iterator[int]:
    """Where a chart that stood at ``at`` may go: behind text, no further than headings down to ``level`` and charts."""
    first = at
    while first and not _bounds(blocks[first - 1], level):
        first -= 1
    last = at
    while last < len(blocks) and not _bounds(blocks[last], level):
        last += 1
    for place in range(first, last + 1):
        before, after = blocks[place - 1] if place else None, blocks[place] if place < len(blocks) else None
        between_items = isinstance(before, Paragraph) and isinstance(after, Paragraph) and after.number
        if isinstance(before, Paragraph) and not between_items:
            yield place


def _bounds(block: Block, level: int) -> bool:
    return isinstance(block, Chart) or (isinstance(block, Heading) and block.level <= level)


def _hole(blocks: Sequence[Block], at: int, start: int, layout: Layout) -> int:
    """The lines that the chart at ``at`` leaves empty above it at the end of a page, or might leave."""
    grid, page = layout.grid.pitch, layout.text_height
    used = start
    for size in _sizes(blocks[:at], layout):
        used = _after(used, size, page, grid)
    chart = blocks[at]
    assert isinstance(chart, Chart)
    height = (height_in_lines(chart, layout) + 1) * grid
    fits = used + height + UNSURE * grid <= page
    return 0 if fits else max(page - used, 0) // grid


class _Size(NamedTuple):
    """What a block takes up: its height in twips, and whether it cannot be parted."""

    height: int
    whole: bool = False
    turns: bool = False
    """Whether it stands on pages of its own."""


def _after(used: int, size: _Size, page: int, grid: int) -> int:
    """How much of its page is taken behind a block that began at ``used``."""
    if size.turns:
        return 0
    if size.whole and used + size.height > page:
        return size.height
    used += size.height
    while used > page:
        used -= page // grid * grid
    return used


def _sizes(blocks: Iterable[Block], layout: Layout) -> Iterator[_Size]:
    grid = layout.grid.pitch
    for block in blocks:
        match block:
            case Chart():
                yield _Size((height_in_lines(block, layout) + 1) * grid, whole=True)
            case Table():
                lines = len(block.rows) + HEAD_LINES + bool(block.unit) + bool(block.note)
                yield _Size(lines * layout.table.pitch, turns=is_wide(block, layout))
            case Heading() | Paragraph():
                indent = layout.in_characters(layout.body.indent)
                width = indent + printed_width(block.number + plain_text(block.inlines), layout)
                # Marks that begin no line, and numbers kept whole, cost a line half a character.
                yield _Size(-(-width // (layout.text_width - layout.half_character)) * grid)
            case Listing():
                yield _Size(len(block.items) * grid)


HEAD_LINES = 2
"""Lines that the head of a table is taken to have."""

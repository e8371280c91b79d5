"""Charts moved among the paragraphs around them, so that none leaves a hole at the end of a page.

What is near the end of a page by the count of ``paging`` is held to be on either side of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from generator.document.tree import Block, Chart, Document, Heading, Paragraph
from generator.page.layout import Layout
from generator.word.chart_style import height_in_lines
from generator.word.first_page import above_body
from generator.word.paging import sizes_of, used_after

NO_HOLE, BEARABLE = 2, 7
"""So many empty lines at the end of a page are no hole; so many are borne rather than have a chart stand under the heading of another matter."""
REACH = ((4, NO_HOLE), (2, BEARABLE), (1, NO_HOLE))
"""Which headings a chart does not pass, one after another, and with how large a hole no further place is looked for."""
UNSURE = 2
"""Lines by which the count may be wrong."""


def settled(document: Document, layout: Layout) -> Document:
    """The document with each chart where it leaves the least of a page empty, near to where it stood."""
    blocks = list(document.blocks)
    charts = [block for block in blocks if isinstance(block, Chart)]
    if not charts:
        return document
    start = above_body(document, layout)
    for chart in charts:
        at = blocks.index(chart)
        if _hole(blocks, at, start, layout) <= NO_HOLE:
            continue
        rest = [*blocks[:at], *blocks[at + 1 :]]
        best = (_hole(blocks, at, start, layout), 0, at)
        for level, enough in REACH:
            tried = (
                (_hole([*rest[:place], chart, *rest[place:]], place, start, layout), abs(place - at), place)
                for place in _places(rest, at, level)
            )
            best = min((best, *tried), key=lambda one: (max(one[0], NO_HOLE), one[1], -one[2]))
            if best[0] <= enough:
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
    for size in sizes_of(blocks[:at], layout):
        used = used_after(used, size, page, grid)
    chart = blocks[at]
    assert isinstance(chart, Chart)
    height = (height_in_lines(chart, layout) + 1) * grid
    fits = used + height + UNSURE * grid <= page
    return 0 if fits else max(page - used, 0) // grid

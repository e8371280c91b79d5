"""Tables in WordprocessingML: widths by content, head row repeated, rows unsplit, numbers at the right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate, pairwise

from generator.chinese.width import half_widths
from generator.document.tree import Inlines, Table, Text, plain_text
from generator.page.layout import Layout
from generator.word.runs import KEEP_NEXT, paragraph

NUMBER_CELL = re.compile(r"\s*[-+−]?\d[\d,.]*\s*[%‰]?[^\d\s]{0,4}\s*")
"""A figure with at most a short unit, as 1,280、12.5% or 274人."""

NARROWEST = 4
"""Half-width characters a column is taken to need at least."""
MOST_HEAD_LINES = 4
"""Lines a head may take before figures are broken."""


def table_xml(table: Table, layout: Layout, width: int, keep: str = "") -> str:
    """The table across ``width`` twips, with its unit line above and its note below.

    ``keep`` goes to its last row, or to its note: what follows must not stand alone.
    """
    widths = column_widths(table, width, layout)
    within = "" if table.note else keep
    head = tuple(_folded(cell, width, layout) for cell, width in zip(table.head, widths, strict=True))
    rows = [_row(head, widths, "<w:tblHeader/>", "")]
    last_two = [KEEP_NEXT if len(table.rows) > 2 else "", within]
    keeps = [*[""] * len(table.rows), *last_two][-len(table.rows) :] if table.rows else []
    rows += [_row(row, widths, "", kept) for row, kept in zip(table.rows, keeps, strict=True)]
    unit = paragraph("TableUnit", table.unit) if table.unit else ""
    note = paragraph("TableNote", table.note, keep) if table.note else ""
    return (
        f'{unit}<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        "</w:tblPr><w:tblGrid>"
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + f"</w:tblGrid>{''.join(rows)}</w:tbl>{note}"
    )


def _row(cells: Iterable[Inlines], widths: Iterable[int], head: str, keep: str) -> str:
    return (
        f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f"{paragraph('TableHead' if head else _cell_style(cell), cell, keep)}</w:tc>"
            for cell, width in zip(cells, widths, strict=True)
        )
        + "</w:tr>"
    )


def _folded(cell: Inlines, width: int, layout: Layout) -> Inlines:
    """A head too long for its column, broken before its last word or bracket: 城镇低保 | 户数, not 城镇低保户 | 数."""
    text = plain_text(cell)
    room = (width - _padding(layout)) // (layout.table.size * 5)
    if len(cell) != 1 or half_widths(text) <= room or half_widths(text) != 2 * len(text):
        return cell
    edge = text.rfind("（") if text.endswith("）") else len(text) - LAST_WORD
    before, word = text[: max(edge, 0)], text[max(edge, 0) :]
    return (Text(f"{before}\n{word}"),) if before and half_widths(before) <= room else cell


LAST_WORD = 2
"""Characters of the word a head mostly ends in: 户数, 人次, 金额."""


def _padding(layout: Layout) -> int:
    """Twips between the text of a cell and its two sides."""
    return 2 * layout.table.size * 10 * layout.table.padding // 100


def _cell_style(cell: Inlines) -> str:
    return "TableNumber" if NUMBER_CELL.fullmatch(plain_text(cell)) else "TableText"


def column_widths(table: Table, total: int, layout: Layout) -> list[int]:
    """Twips of each column, adding up to ``total``.

    Room to spare goes to all in proportion. Where there is too little, heads wrap first, into more lines before a
    figure is broken; then the columns that need little keep what they need, and the wide ones share the rest.
    """
    half = layout.table.size * 5
    padding = _padding(layout) + half
    heads = [half_widths(plain_text(cell)) for cell in table.head]
    columns = list(zip(*table.rows, strict=True)) or [(cell,) for cell in table.head]
    bodies = [max(map(_breadth, column)) for column in columns]
    needs = [
        [max(NARROWEST, -(-head // lines), body) * half + padding for head, body in zip(heads, bodies, strict=True)]
        for lines in range(1, MOST_HEAD_LINES + 1)
    ]
    shares = needs[0] if sum(needs[0]) <= total else _wrapped(needs, total)
    edges = [total * edge // sum(shares) for edge in accumulate(shares, initial=0)]
    return [right - left for left, right in pairwise(edges)]


def _wrapped(needs: list[list[int]], total: int) -> list[int]:
    """The widths with heads in as few lines as there is room for; where none is enough, the widest columns are cut."""
    for want, need in pairwise(needs):
        room, asked = total - sum(need), sum(want) - sum(need)
        if room >= 0 and asked:
            return [least + room * (most - least) // asked for least, most in zip(need, want, strict=True)]
    return _fitted(needs[1], total)


def _breadth(cell: Inlines) -> int:
    """Half-width characters to allow for: the digits of a font that stands in for another run up to a third wider."""
    text = plain_text(cell)
    return half_widths(text) * 4 // 3 if NUMBER_CELL.fullmatch(text) else half_widths(text)


def _fitted(needs: list[int], total: int) -> list[int]:
    """The needs with the widest cut to one width, so that they add up to about ``total``."""
    room, wide = total, sorted(needs)
    while wide and wide[0] * len(wide) <= room:
        room -= wide.pop(0)
    widest = max(room // max(len(wide), 1), 1)
    return [min(need, widest) for need in needs]


def is_wide(table: Table, layout: Layout) -> bool:
    """Whether the table has more columns than an upright page takes."""
    return len(table.head) > layout.table.widest

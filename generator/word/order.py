"""命令: its number under the mark, without a red line, and the stamp of who signs it (GB/T 9704-2012, 10.2, 7.3.5.3)."""

from __future__ import annotations

from generator.document.tree import Document
from generator.page.layout import Layout
from generator.word.runs import KEEP_NEXT, text_paragraph


def order_number_xml(number: str, above: int, mark: int, bare: str, layout: Layout) -> tuple[str, int]:
    """The number of an order in the middle, and where the text begins below the top of the text area.

    ``above`` stands over the paragraph and ``mark`` over the mark's end; ``bare`` takes the red line of 发文字号 away. The
    text begins on the grid, so that every engine has its lines at the same height.
    """
    pitch, look, line = layout.grid.pitch, layout.order, layout.body.size * 10
    gap = look.number_gap * pitch
    end = round((mark + gap + line) / pitch) + look.text_gap
    after = end * pitch - mark - gap - line
    spacing = f'<w:spacing w:before="{above + gap}" w:after="{after}"/>'
    return text_paragraph("DocumentNumber", number, bare, spacing), end * pitch


def stamped_xml(document: Document, layout: Layout, keep: bool) -> str:
    """职务 at half the height of the stamp's place, and the date below; with ``keep`` it stays with what follows."""
    look, pitch, post = layout.order, layout.grid.pitch, document.formal.post
    over = (look.stamp_height - 1) * pitch // 2
    under = (look.stamp_height - 1) * pitch - over
    above, gap = look.stamp_gap * pitch, look.date_gap * pitch
    beside = layout.in_characters(look.stamp_right + look.post_gap) + look.stamp_width
    signed = text_paragraph(
        "Signature",
        post,
        KEEP_NEXT if document.date or keep else "",
        # What is half a line off the grid an engine would put on it.
        '<w:snapToGrid w:val="0"/>',
        f'<w:spacing w:before="{above + over}"/>',
        f'<w:ind w:right="{beside}"/>',
    )
    date = text_paragraph(
        "Date",
        document.date,
        KEEP_NEXT if keep else "",
        f'<w:spacing w:before="{under + gap if post else above + look.stamp_height * pitch + gap}"/>',
        f'<w:ind w:right="{layout.in_characters(look.date_right)}"/>',
    )
    return (signed if post else "") + (date if document.date else "")

"""信函: the mark above red double lines, and what stands under them (GB/T 9704-2012, 10.1)."""

from __future__ import annotations

from itertools import zip_longest

from markupsafe import escape

from generator.document.tree import Masthead
from generator.page.layout import Layout
from generator.word.runs import font_run, raw_paragraph, styled_run
from generator.word.styles import eighths


def letter_head_xml(masthead: Masthead, layout: Layout, size: int) -> tuple[str, int, int]:
    """The head of a letter, its height below the top of the text area, and what of that is free; ``size`` is the mark's.

    The mark floats over the white margin, so that only the first page begins higher; what is free stands before the
    paragraph that follows.
    """
    look, body, mark = layout.letter, layout.body.size * 10, size * 10
    # The glyphs of an exact line stand a twelfth of the size above it, and end an eighth above its end: measured.
    top = look.issuer_top + mark // 12
    space = max(look.line_gap - mark // 8, 0) // 20
    below = top + mark + space * 20 + look.thick + look.between + look.thin - layout.page.top
    free = max(below + body * look.element_gap // 100, 0)
    first = _mark_xml(masthead.issuer, size, space, layout) + _line_xml("bottom", look.thin, layout)
    rows, step = ["" if masthead.preprinted else _floating_xml(top, layout, first)], free
    numbers = (masthead.number,) if masthead.number else ()
    for left, right in zip_longest(masthead.marks, numbers, fillvalue=""):
        rows.append(_row_xml(left, right, masthead, layout, step))
        step = layout.grid.pitch - body
    if len(rows) == 1:
        return rows[0], max(below, 0), max(below, 0)
    return "".join(rows), free + body + (len(rows) - 2) * layout.grid.pitch, 0


def _row_xml(left: str, right: str, masthead: Masthead, layout: Layout, before: int) -> str:
    """A line under the double line: 份号, 密级 or 紧急程度 at the left, 发文字号 at the right."""
    role = layout.body.font if left == masthead.copy else layout.masthead.secrecy_font
    fonts = (str(escape(name)) for name in (layout.fonts.named(role)[0], layout.fonts.latin_for(role)))
    runs = (font_run(left, *fonts) if left else "") + (styled_run(f"\t{right}") if right else "")
    return raw_paragraph(
        "CopyNumber",
        runs,
        f'<w:tabs><w:tab w:val="right" w:pos="{layout.text_width}"/></w:tabs><w:snapToGrid w:val="0"/>',
        f'<w:spacing w:before="{before}" w:line="{layout.body.size * 10}" w:lineRule="exact"/>',
    )


def _mark_xml(issuer: str, size: int, space: int, layout: Layout) -> str:
    """The mark over the thick line; the lines are borders of paragraphs, which every engine sets one below another."""
    return raw_paragraph(
        "Issuer",
        styled_run(issuer, "", f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'),
        _border("bottom", layout.letter.thick, layout, space),
        f'<w:spacing w:line="{size * 10}" w:lineRule="exact"/>',
    )


def last_line_xml(layout: Layout) -> str:
    """The double line at the foot of the first page, thin over thick."""
    look = layout.letter
    lines = _line_xml("top", look.thin, layout) + _line_xml("top", look.thick, layout)
    return _floating_xml(layout.page.height - look.line_bottom, layout, lines)


def _line_xml(side: str, thickness: int, layout: Layout) -> str:
    spacing = f'<w:spacing w:line="{layout.letter.between}" w:lineRule="exact"/>'
    return raw_paragraph("PageEnd", "", _border(side, thickness, layout), spacing)


def _border(side: str, thickness: int, layout: Layout, space: int = 0) -> str:
    look = f'w:val="single" w:sz="{eighths(thickness)}" w:space="{space}" w:color="{layout.masthead.colour}"'
    return f"<w:pBdr><w:{side} {look}/></w:pBdr>"


def _floating_xml(top: int, layout: Layout, paragraphs: str) -> str:
    """Paragraphs in the middle of the page, ``top`` twips below its edge: in a table, which floats in every engine."""
    width = layout.letter.length
    left = (layout.page.width - width) // 2
    margins = "".join(f'<w:{edge} w:w="0" w:type="dxa"/>' for edge in ("top", "left", "bottom", "right"))
    place = f'w:vertAnchor="page" w:horzAnchor="page" w:tblpX="{left}" w:tblpY="{top}"'
    return (
        f'<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" {place}/>'
        f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f'</w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraphs}</w:tc></w:tr></w:tbl>'
    )

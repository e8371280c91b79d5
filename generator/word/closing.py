"""What follows the text: 附件说明, 署名 and 成文日期 with and without a seal, 附注, 版记 (GB/T 9704-2012, 7.3.4 to 7.4)."""

from __future__ import annotations

from typing import NamedTuple

from generator.document.tree import ANNEX_LABEL, Annex, Document, Imprint, annex_list
from generator.page.layout import Layout
from generator.page.printed_width import printed_width
from generator.word.runs import KEEP_NEXT, text_paragraph
from generator.word.styles import eighths


class ClosingIndents(NamedTuple):
    """Where 署名 and 成文日期 stand, in twips from the edges of the text area."""

    signature_right: int
    date_left: int
    date_right: int
    """What the page goes by: from here the date keeps to the text area however wide an engine sets its digits."""


def closing_indents(signature: str, date: str, layout: Layout, sealed: bool = False) -> ClosingIndents:
    """The indents of 署名 and 成文日期 (7.3.5.1 with a seal, 7.3.5.2 without).

    With a seal the date stays 4 characters off the right edge and 署名 is centred above it; a 署名 that would
    pass the edge stays at it, and the date moves left with it. Without, 署名 stays 2 characters off the edge
    and the date starts 2 characters after it starts; a date longer than 署名 takes the place at the right edge
    instead, and 署名 moves left.
    """
    widths = printed_width(signature, layout), printed_width(date, layout)
    start, date_start = _sealed_starts(*widths, layout) if sealed else _unsealed_starts(*widths, layout)
    return ClosingIndents(
        max(layout.text_width - start - widths[0], 0),
        date_start,
        max(layout.text_width - date_start - widths[1], 0),
    )


def _sealed_starts(signature: int, date: int, layout: Layout) -> tuple[int, int]:
    date_right = max(layout.in_characters(layout.closing.sealed_date_right), (signature - date) // 2)
    date_start = max(layout.text_width - date_right - date, 0)
    return max(date_start + (date - signature) // 2, 0), date_start


def _unsealed_starts(signature: int, date: int, layout: Layout) -> tuple[int, int]:
    closing = layout.closing
    step = layout.in_characters(closing.date_step)
    if date > signature:
        start = layout.text_width - layout.in_characters(closing.date_right) - date - step
    else:
        start = layout.text_width - layout.in_characters(closing.signature_right) - signature
    return max(start, 0), max(start, 0) + step


def closes(document: Document) -> bool:
    """Whether anything stands below the text that must not begin a page alone."""
    formal = document.formal
    return bool(document.signature or document.date or formal.annexes or formal.note)


def closing_xml(document: Document, layout: Layout) -> str:
    """附件说明, 署名, 成文日期 and 附注, each bound to the next."""
    formal = document.formal
    lists = _annex_list_xml(formal.annexes, layout, bool(document.signature or document.date or formal.note))
    note = text_paragraph("Remark", formal.note) if formal.note else ""
    return lists + _signature_xml(document, layout, bool(note)) + note


def _signature_xml(document: Document, layout: Layout, keep: bool) -> str:
    sealed, closing = document.formal.sealed, layout.closing
    indents = closing_indents(document.signature, document.date, layout, sealed)
    lines = closing.sealed_gap_above if sealed else closing.gap_above
    gap = f'<w:spacing w:before="{lines * layout.grid.pitch}"/>'
    signature = text_paragraph(
        "Signature",
        document.signature,
        KEEP_NEXT if document.date or keep else "",
        gap if sealed else "",
        f'<w:ind w:right="{indents.signature_right}"/>',
    )
    date = text_paragraph(
        "Date",
        document.date,
        KEEP_NEXT if keep else "",
        "" if document.signature else gap,
        f'<w:ind w:right="{indents.date_right}"/>',
    )
    return (signature if document.signature else "") + (date if document.date else "")


def _annex_list_xml(annexes: tuple[Annex, ...], layout: Layout, keep: bool) -> str:
    """附件说明: names under names, wrapped lines under the name and not under its number."""
    texts = annex_list(annexes)
    label = printed_width(ANNEX_LABEL, layout)
    gap = f'<w:spacing w:before="{layout.annex.gap_above * layout.grid.pitch}"/>'
    paragraphs = []
    for position, (annex, text) in enumerate(zip(annexes, texts, strict=True)):
        number = printed_width(f"{annex.number}.", layout) if annex.number else 0
        left = layout.in_characters(layout.annex.indent) + label + number
        hanging = number + (label if position == 0 else 0)
        paragraphs.append(
            text_paragraph(
                "AnnexList",
                text,
                KEEP_NEXT if keep or annex is not annexes[-1] else "",
                gap if position == 0 else "",
                f'<w:ind w:left="{left}" w:hanging="{hanging}"/>',
            )
        )
    return "".join(paragraphs)


def imprint_xml(imprint: Imprint, layout: Layout) -> str:
    """版记 as a table that stands on the lower edge of the text area, ending the paper (7.4).

    Placed from the edge of the page it floats in LibreOffice too; placed from the margin it would not.
    """
    width, look = layout.text_width, layout.imprint
    outer, inner = eighths(look.outer), eighths(look.inner)
    issued = bool(imprint.issuer or imprint.date)
    rows = ""
    if imprint.copies:
        rows += _imprint_row(_copies_xml(imprint.copies, layout), width, outer, 0 if issued else outer)
    if issued:
        rows += _imprint_row(_issued_xml(imprint, layout), width, inner if rows else outer, outer)
    place = f'w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="{layout.page.left}" w:tblpYSpec="bottom"'
    margins = "".join(f'<w:{edge} w:w="0" w:type="dxa"/>' for edge in ("top", "left", "bottom", "right"))
    return (
        f'<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" {place}/>'
        f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f'</w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{rows}</w:tbl>'
    )


def _imprint_row(paragraph: str, width: int, top: int, bottom: int) -> str:
    lines = "".join(
        f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for edge, size in (("top", top), ("bottom", bottom))
        if size
    )
    return (
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f"<w:tcBorders>{lines}</w:tcBorders></w:tcPr>{paragraph}</w:tc></w:tr>"
    )


COPIES_LABEL = "抄送："


def _copies_xml(copies: str, layout: Layout) -> str:
    """抄送机关, wrapped lines under the first name (7.4.2)."""
    character = layout.imprint.size * 10
    inset = character * layout.imprint.indent // 100
    hanging = character * len(COPIES_LABEL)
    return text_paragraph(
        "Imprint", copies, f'<w:ind w:left="{inset + hanging}" w:right="{inset}" w:hanging="{hanging}"/>'
    )


def _issued_xml(imprint: Imprint, layout: Layout) -> str:
    """印发机关 at the left, 印发日期 at the right (7.4.3)."""
    inset = layout.imprint.size * 10 * layout.imprint.indent // 100
    return text_paragraph(
        "Imprint",
        f"{imprint.issuer}\t{imprint.date}" if imprint.date else imprint.issuer,
        f'<w:tabs><w:tab w:val="right" w:pos="{layout.text_width - inset}"/></w:tabs>',
        f'<w:ind w:left="{inset}"/>',
    )

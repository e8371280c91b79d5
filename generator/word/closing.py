"""What follows the text: 附件说明, 署名 and 成文日期 with and without a seal, 附注, 版记 (GB/T 9704-2012, 7.3.4 to 7.4)."""

from __future__ import annotations

from generator.chinese.width import half_widths
from generator.document.tree import ANNEX_LABEL, Annex, Document, Imprint, annex_list
from generator.page.layout import Layout
from generator.page.names import names_in_lines
from generator.page.printed_width import half_width, printed_width
from generator.word.minutes import attendance_xml
from generator.word.runs import KEEP_NEXT, text_paragraph
from generator.word.signing import signatures_xml
from generator.word.styles import eighths


def closes(document: Document) -> bool:
    """Whether anything stands below the text that must not begin a page alone."""
    formal = document.formal
    signed = not document.issued_above and bool(document.signature or document.date)
    return signed or bool(formal.annexes or formal.attendance or formal.note)


def closing_xml(document: Document, layout: Layout) -> str:
    """附件说明, 署名, 成文日期 and 附注, each bound to the next."""
    formal = document.formal
    signed = bool(formal.note) or (not document.issued_above and bool(document.signature or document.date))
    lists = _annex_list_xml(formal.annexes, layout, signed or bool(formal.attendance))
    lists += attendance_xml(formal.attendance, layout, signed)
    note = text_paragraph("Remark", formal.note) if formal.note else ""
    return lists + signatures_xml(document, layout, bool(note)) + note


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
                KEEP_NEXT if _is_held(position, len(annexes), keep) else "",
                gap if position == 0 else "",
                f'<w:ind w:left="{left}" w:hanging="{hanging}"/>',
            )
        )
    return "".join(paragraphs)


def _is_held(position: int, count: int, keep: bool) -> bool:
    """Whether a name stays with the next: a long list may part in its middle, rather than leave half a page empty."""
    if position == count - 1:
        return keep
    return count <= LONG_LIST or position == 0 or position >= count - LISTED_LAST


LONG_LIST, LISTED_LAST = 5, 3
"""Annexes beyond which their list may go over a page, and how many of them stay with what signs the text."""


def imprint_xml(imprint: Imprint, layout: Layout, ruled: bool = True) -> str:
    """版记 as a table that stands on the lower edge of the text area, ending the paper (7.4); a letter's is not ruled.

    Placed from the edge of the page it floats in LibreOffice too; placed from the margin it would not.
    """
    width, look = layout.text_width, layout.imprint
    outer, inner = (eighths(look.outer), eighths(look.inner)) if ruled else (0, 0)
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


def imprint_height(imprint: Imprint, layout: Layout) -> int:
    """Twips that 版记 takes up at the foot of its page."""
    copies = _copies_lines(imprint.copies, layout).count("\n") + 1 if imprint.copies else 0
    lines = copies + bool(imprint.issuer or imprint.date)
    return lines * layout.imprint.pitch + 3 * layout.imprint.outer


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
    inset, hanging = _copies_indents(layout)
    label = COPIES_LABEL if copies.startswith(COPIES_LABEL) else ""
    return text_paragraph(
        "Imprint",
        label + _copies_lines(copies, layout),
        f'<w:ind w:left="{inset + hanging}" w:right="{inset}" w:hanging="{hanging}"/>',
    )


def _copies_lines(copies: str, layout: Layout) -> str:
    """The names of 抄送机关 in lines that end behind a name."""
    inset, hanging = _copies_indents(layout)
    room = layout.text_width - 2 * inset - hanging
    half = half_width(layout.imprint.size)
    return names_in_lines(copies.removeprefix(COPIES_LABEL), room, lambda text: half_widths(text) * half)


def _copies_indents(layout: Layout) -> tuple[int, int]:
    """Twips left free at both sides of 抄送机关, and those that wrapped lines stand further in."""
    character = layout.imprint.size * 10
    return character * layout.imprint.indent // 100, character * len(COPIES_LABEL)


def _issued_xml(imprint: Imprint, layout: Layout) -> str:
    """印发机关 at the left, 印发日期 at the right (7.4.3)."""
    inset = layout.imprint.size * 10 * layout.imprint.indent // 100
    return text_paragraph(
        "Imprint",
        f"{imprint.issuer}\t{imprint.date}" if imprint.date else imprint.issuer,
        f'<w:tabs><w:tab w:val="right" w:pos="{layout.text_width - inset}"/></w:tabs>',
        f'<w:ind w:left="{inset}"/>',
    )

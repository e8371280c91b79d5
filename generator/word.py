"""A document on its page: from the neutral tree and a layout to the bytes of a .docx.

Only ``word/document.xml`` and ``docProps/core.xml`` are written per document; the rest is the layout's
stationery.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise, zip_longest
from math import ceil
from typing import NamedTuple
from unicodedata import east_asian_width
from zipfile import ZipFile

from generator.document import (
    Block,
    Document,
    Heading,
    Inline,
    Inlines,
    Listing,
    Paragraph,
    Table,
    Text,
    plain_text,
)
from generator.layout import Layout
from generator.problem import ZongjieError
from generator.stationery import CORE_PART, DECLARATION, DOCUMENT_PART, NAMESPACES, stationery, zip_entry


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says about itself under 文件 → 属性."""

    title: str
    author: str
    """The unit that issues the summary."""
    subject: str
    created: datetime


def write_docx(document: Document, layout: Layout, properties: Properties) -> bytes:
    """The .docx of ``document`` on the page of ``layout``; the same input gives the same bytes."""
    blank = stationery(layout)
    body = "".join(_body(document, layout))
    parts = {
        DOCUMENT_PART: f"<w:document {NAMESPACES}><w:body>{body}{blank.section}</w:body></w:document>",
        CORE_PART: _core_xml(properties, layout.language),
    }
    packed = BytesIO(blank.archive)
    with ZipFile(packed, "a") as archive:
        for name, xml in parts.items():
            archive.writestr(zip_entry(name), f"{DECLARATION}{xml}")
    return packed.getvalue()


class ClosingIndents(NamedTuple):
    """Where 署名 and 成文日期 stand, in twips from the edges of the text area."""

    signature_right: int
    date_left: int
    date_right: int
    """Below zero when the date needs the margin's help to stay on one line."""


def closing_indents(signature: str, date: str, layout: Layout) -> ClosingIndents:
    """The indents of 署名 and 成文日期 without a seal (7.3.5.2).

    署名 stays 2 characters off the right edge and the date starts 2 characters after it starts; a date longer
    than 署名 takes the place at the right edge instead, and 署名 moves left.
    """
    closing = layout.closing
    step = layout.in_characters(closing.date_step)
    signature_width, date_width = (printed_width(text, layout) for text in (signature, date))
    if date_width > signature_width:
        start = layout.text_width - layout.in_characters(closing.date_right) - date_width - step
    else:
        start = layout.text_width - layout.in_characters(closing.signature_right) - signature_width
    start = max(start, 0)
    # LibreOffice widens each step from digit to character even when told not to: the date must not wrap.
    spare = layout.text_width - start - step - date_width - layout.in_characters(200)
    return ClosingIndents(max(layout.text_width - start - signature_width, 0), start + step, min(spare, 0))


def printed_width(text: str, layout: Layout) -> int:
    """Twips that ``text`` takes up on one line of the body."""
    return sum(layout.half_character if _is_half_width(character) else layout.character for character in text)


def _half_widths(text: str) -> int:
    return sum(1 if _is_half_width(character) else 2 for character in text)


def _is_half_width(character: str) -> bool:
    return east_asian_width(character) in ("Na", "H", "N")


def _body(document: Document, layout: Layout) -> Iterator[str]:
    if document.title:
        yield _title(document.title, layout)
    closed = bool(document.signature or document.date)
    for block, following in zip_longest(document.blocks, document.blocks[1:]):
        # What signs the text must not stand alone on a page.
        yield _block(block, layout, keep_next=closed and following is None)
        if isinstance(block, Table) and (isinstance(following, Table) or (following is None and not closed)):
            yield AFTER_TABLE
    if closed:
        yield _closing(document, layout)


def _title(title: str, layout: Layout) -> str:
    """The title, closed up to the grid below so that every engine starts the body on the same line."""
    style, pitch = layout.title, layout.grid.pitch
    lines = sum(ceil(max(_half_widths(line), 1) * style.size * 5 / layout.text_width) for line in title.splitlines())
    height = lines * style.pitch
    after = (height + style.gap_below * pitch) // pitch * pitch - height
    return _paragraph("Title", (Text(title),), f'<w:spacing w:after="{max(after, 0)}"/>')


AFTER_TABLE = '<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
"""Keeps two tables from running into one, and ends a body that Word wants to end in a paragraph."""


def _block(block: Block, layout: Layout, keep_next: bool) -> str:
    keep = KEEP_NEXT if keep_next else ""
    match block:
        case Heading():
            return _paragraph(f"Heading{block.level}", _numbered(block))
        case Paragraph():
            return _paragraph("BodyText", _numbered(block), keep)
        case Table():
            return _table(block, layout, keep)
        case Listing():
            raise ZongjieError("A Listing reached the page: number_blocks turns lists into paragraphs first.")


def _numbered(block: Heading | Paragraph) -> Inlines:
    return (Text(block.number), *block.inlines) if block.number else block.inlines


KEEP_NEXT = "<w:keepNext/>"


def _closing(document: Document, layout: Layout) -> str:
    indents = closing_indents(document.signature, document.date, layout)
    gap = f'<w:spacing w:before="{layout.closing.gap_above * layout.grid.pitch}"/>'
    signature = _paragraph(
        "Signature",
        (Text(document.signature),),
        KEEP_NEXT if document.date else "",
        f'<w:ind w:right="{indents.signature_right}"/>',
    )
    date = _paragraph(
        "Date",
        (Text(document.date),),
        "" if document.signature else gap,
        f'<w:ind w:left="{indents.date_left}" w:right="{indents.date_right}"/>',
    )
    return (signature if document.signature else "") + (date if document.date else "")


RUN_START = {
    (bold, pending): (
        '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>'
        + ("<w:b/>" if bold else "")
        + ('<w:highlight w:val="yellow"/>' if pending else "")
        + '</w:rPr><w:t xml:space="preserve">'
    )
    for bold in (False, True)
    for pending in (False, True)
}
"""How a run begins. The hint sends “”, — and … to the Chinese font."""

RUN_END = "</w:t></w:r>"


def _paragraph(style: str, inlines: Iterable[Inline], *properties: str) -> str:
    """A paragraph; ``properties`` beyond the style come in the order of the schema."""
    runs = "".join(_run(inline) for inline in inlines)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{"".join(properties)}</w:pPr>{runs}</w:p>'


def _run(inline: Inline) -> str:
    pending = isinstance(inline, Text) and inline.pending
    return f"{RUN_START[inline.bold, pending]}{_literal(inline.text, IN_RUN)}{RUN_END}"


_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'

IN_PROPERTY = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\t": "\t", "\n": "\n", "\r\n": "\n", "\r": "\n"}
IN_RUN = {
    **IN_PROPERTY,
    **dict.fromkeys(("\n", "\r\n", "\r"), _BREAK),
    "\t": '</w:t><w:tab/><w:t xml:space="preserve">',
}

# XML's own signs, and every character XML 1.0 cannot hold.
_SPECIAL = re.compile("\r\n|[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]")


def _literal(text: str, signs: dict[str, str]) -> str:
    """``text`` with each special sign written so that it reads as itself."""

    def written(match: re.Match[str]) -> str:
        sign = match[0]
        if sign not in signs:
            raise ZongjieError(f"U+{ord(sign):04X} cannot stand in a Word document; the form should refuse it.")
        return signs[sign]

    return _SPECIAL.sub(written, text)


NUMBER_CELL = re.compile(r"\s*[-+−]?\d[\d,.]*\s*[%‰]?[^\d\s]{0,4}\s*")
"""A figure with at most a short unit, as 1,280、12.5% or 274人."""


def _table(table: Table, layout: Layout, keep: str) -> str:
    widths = column_widths(table, layout.text_width)
    rows = [_row(table.head, widths, "<w:tblHeader/>", "")]
    rows += [_row(row, widths, "", keep if row is table.rows[-1] else "") for row in table.rows]
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        "</w:tblPr><w:tblGrid>"
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + f"</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(cells: Iterable[Inlines], widths: Iterable[int], head: str, keep: str) -> str:
    return (
        f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f"{_paragraph('TableHead' if head else _cell_style(cell), cell, keep)}</w:tc>"
            for cell, width in zip(cells, widths, strict=True)
        )
        + "</w:tr>"
    )


def _cell_style(cell: Inlines) -> str:
    return "TableNumber" if NUMBER_CELL.fullmatch(plain_text(cell)) else "TableText"


NARROWEST, WIDEST = 4, 28
"""Half-width characters a column is taken to need at least, and at most before its text wraps."""


def column_widths(table: Table, total: int) -> list[int]:
    """Twips of each column: shares of ``total`` by the longest text, so that they add up to it."""
    columns = zip(table.head, *table.rows, strict=True)
    needs = [
        min(max(NARROWEST, *(_half_widths(plain_text(cell)) for cell in column)) + 2, WIDEST) for column in columns
    ]
    edges = [total * sum(needs[:position]) // sum(needs) for position in range(len(needs) + 1)]
    return [right - left for left, right in pairwise(edges)]


def _core_xml(properties: Properties, language: str) -> str:
    created = properties.created
    utc = created.astimezone(UTC) if created.tzinfo else created
    stamp = f"{utc.isoformat(timespec='seconds')[:19]}Z"
    title, author, subject = (
        _literal(text, IN_PROPERTY) for text in (properties.title, properties.author, properties.subject)
    )
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{author}</dc:creator>"
        f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified>'
        f"<dc:language>{_literal(language, IN_PROPERTY)}</dc:language></cp:coreProperties>"
    )

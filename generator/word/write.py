"""A document on its page: from the neutral tree and a layout to the bytes of a .docx.

Only ``word/document.xml``, ``docProps/core.xml`` and the parts of charts are written per document; the rest is
the layout's stationery.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby, zip_longest
from typing import NamedTuple
from zipfile import ZipFile

from msgspec import Struct

from generator.document.tree import (
    ANNEX_MARK,
    Annex,
    Block,
    Chart,
    Document,
    Heading,
    Inlines,
    Listing,
    Paragraph,
    Table,
    Text,
    plain_text,
)
from generator.document.walk import charts_of
from generator.page.layout import Layout
from generator.problem import ZongjieError
from generator.word.charts import Sheet, chart_parts, chart_xml
from generator.word.closing import closes, closing_xml, imprint_xml
from generator.word.columns import is_wide
from generator.word.masthead import annex_head_xml, head_xml, names_in
from generator.word.package import CORE_PART, DOCUMENT_PART, Stationery, chart_names, stationery, zip_entry
from generator.word.runs import IN_PROPERTY, KEEP_NEXT, inline_run, literal, paragraph, raw_paragraph, styled_run
from generator.word.styles import DECLARATION, NAMESPACES, RUN_IN
from generator.word.tables import Setting, table_xml


class Properties(Struct, frozen=True):
    """What the file says about itself under 文件 → 属性."""

    title: str
    author: str
    """The unit that issues the summary."""
    subject: str
    created: datetime


def write_docx(document: Document, layout: Layout, properties: Properties) -> bytes:
    """The .docx of ``document`` on the page of ``layout``; the same input gives the same bytes."""
    charts = charts_of(document)
    blank = stationery(layout, len(charts), _has_turned(document, layout))
    sheets = (Sheet(number, key) for number, key in enumerate(blank.charts, 1))
    body = _sections_xml(_pieces(document, layout, sheets), blank)
    parts: dict[str, str | bytes] = {
        DOCUMENT_PART: f"{DECLARATION}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        CORE_PART: DECLARATION + _core_xml(properties, layout.language),
    }
    for number, chart in enumerate(charts, 1):
        parts |= zip(chart_names(number), chart_parts(chart, layout), strict=True)
    packed = BytesIO(blank.archive)
    with ZipFile(packed, "a") as archive:
        for name, content in parts.items():
            archive.writestr(zip_entry(name), content)
    return packed.getvalue()


class Piece(NamedTuple):
    """Some finished paragraphs and tables, and whether they stand on a turned page."""

    xml: str
    landscape: bool = False


def _pieces(document: Document, layout: Layout, sheets: Iterator[Sheet]) -> Iterator[Piece]:
    """The whole paper in order; every chart takes the next of ``sheets``."""
    formal = document.formal
    yield Piece(head_xml(document, layout))
    yield from _blocks(document.blocks, layout, sheets, keep_last=closes(document))
    yield Piece(closing_xml(document, layout))
    for annex in formal.annexes:
        yield from _annex(annex, document, layout, sheets)
    if formal.imprint:
        turned = bool(formal.annexes) and _is_turned(formal.annexes[-1], layout)
        # LibreOffice hangs a floating table that begins a section on the page before it.
        yield Piece((PAGE_END if turned else "") + imprint_xml(formal.imprint, layout))


def _annex(annex: Annex, document: Document, layout: Layout, sheets: Iterator[Sheet]) -> Iterator[Piece]:
    landscape = _is_turned(annex, layout)
    head, height = annex_head_xml(annex, names_in(document), layout, ANNEX_MARK + annex.number)
    yield Piece(head, landscape)
    yield from _blocks(annex.blocks, layout, sheets, landscape=landscape, title=annex.name, above=height)


def _is_turned(annex: Annex, layout: Layout) -> bool:
    """Whether the annex stands on turned pages: because it says so, or for a wide table in it."""
    return annex.landscape or any(isinstance(block, Table) and is_wide(block, layout) for block in annex.blocks)


def _has_turned(document: Document, layout: Layout) -> bool:
    """Whether any page of the document is turned."""
    wide = (isinstance(block, Table) and is_wide(block, layout) for block in document.blocks)
    return any(wide) or any(_is_turned(annex, layout) for annex in document.formal.annexes)


def _blocks(
    blocks: tuple[Block, ...],
    layout: Layout,
    sheets: Iterator[Sheet],
    *,
    keep_last: bool = False,
    landscape: bool = False,
    title: str = "",
    above: int = -1,
) -> Iterator[Piece]:
    """The blocks of the body or of an annex; a wide table turns its page, ``landscape`` all of them.

    A table is called by the ``title`` of its annex or by the heading it stands under; ``above`` is the height of what
    stands over the first block on its page, below zero when nobody knows.
    """
    before: Block | None = None
    for block, following in zip_longest(blocks, blocks[1:]):
        if _runs_in(before, block, layout):
            before = block
            continue
        # What signs the text must not stand alone on a page.
        keep = KEEP_NEXT if keep_last and following is None else ""
        turned = landscape or (isinstance(block, Table) and is_wide(block, layout))
        apart = PAGE_END if isinstance(block, Table) and isinstance(before, Table) and not before.note else ""
        if isinstance(block, Chart):
            yield Piece(chart_xml(block, layout, next(sheets), keep, turned), turned)
        elif isinstance(block, Table):
            wide, high = layout.text_width, layout.text_height
            width, page = (high, wide) if turned else (wide, high)
            over = above if before is None else -1
            yield Piece(apart + table_xml(block, layout, Setting(width, title, keep, over, page)), turned)
        else:
            yield Piece(_block(block, following, layout, keep), turned)
        if isinstance(block, Heading):
            title = plain_text(block.inlines)
        before = block


def _runs_in(heading: Block | None, block: Block, layout: Layout) -> bool:
    """Whether ``block`` is the text that the heading before it stands in one paragraph with."""
    return (
        isinstance(heading, Heading)
        and isinstance(block, Paragraph)
        and not block.number
        and bool(layout.headings[heading.level - 1].run_in)
    )


def _block(block: Heading | Paragraph | Listing, following: Block | None, layout: Layout, keep: str) -> str:
    match block:
        case Heading():
            if isinstance(following, Paragraph) and _runs_in(block, following, layout):
                return _run_in_heading(block, following)
            return paragraph(f"Heading{block.level}", _numbered(block))
        case Paragraph():
            return paragraph("BodyText", _numbered(block), keep)
        case Listing():
            raise ZongjieError("A Listing reached the page: number_blocks turns lists into paragraphs first.")


def _numbered(block: Heading | Paragraph) -> Inlines:
    return (Text(block.number), *block.inlines) if block.number else block.inlines


def _run_in_heading(heading: Heading, text: Paragraph) -> str:
    """A heading and the text it opens in one paragraph, the heading's font up to its 。"""
    words = heading.number + plain_text(heading.inlines)
    stop = "" if words.endswith(("。", "？", "！")) else "。"
    runs = "".join(inline_run(inline) for inline in text.inlines)
    return raw_paragraph("BodyText", styled_run(words + stop, f"{RUN_IN}{heading.level}") + runs)


PAGE_END = '<w:p><w:pPr><w:pStyle w:val="PageEnd"/></w:pPr></w:p>'
"""Keeps two tables from running into one, and ends a body that Word wants to end in a paragraph."""


def _sections_xml(pieces: Iterable[Piece], blank: Stationery) -> str:
    """The pieces with a section for each run of pages that lie the same way."""
    runs = [
        (landscape, "".join(piece.xml for piece in group))
        for landscape, group in groupby((piece for piece in pieces if piece.xml), key=lambda piece: piece.landscape)
    ]
    sections = [_ended(xml, blank.section(landscape)) for landscape, xml in runs[:-1]]
    landscape, last = runs[-1] if runs else (False, "")
    ending = PAGE_END if last.endswith("</w:tbl>") else ""
    return f"{''.join(sections)}{last}{ending}{blank.section(landscape)}"


def _ended(xml: str, section: str) -> str:
    """The paragraphs and tables of a section, whose last paragraph carries its properties."""
    if xml.endswith("</w:tbl>"):
        xml += PAGE_END
    head, found, tail = xml.rpartition("</w:pPr>")
    return f"{head}{section}{found}{tail}"


def _core_xml(properties: Properties, language: str) -> str:
    created = properties.created
    utc = created.astimezone(UTC) if created.tzinfo else created
    stamp = f"{utc.isoformat(timespec='seconds')[:19]}Z"
    title, author, subject = (
        literal(text, IN_PROPERTY) for text in (properties.title, properties.author, properties.subject)
    )
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{author}</dc:creator>"
        f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified>'
        f"<dc:language>{literal(language, IN_PROPERTY)}</dc:language></cp:coreProperties>"
    )

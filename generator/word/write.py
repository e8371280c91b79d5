"""A document on its page: from the neutral tree and a layout to the bytes of a .docx.

Only ``word/document.xml``, ``docProps/core.xml`` and the parts of charts are written per document; the rest is
the layout's stationery.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby, pairwise, zip_longest
from typing import NamedTuple
from zipfile import ZIP_STORED, ZipFile

from msgspec import Struct

from generator.document.tree import (
    Annex,
    Block,
    Chart,
    Document,
    Formalities,
    Heading,
    Inlines,
    Listing,
    Paragraph,
    Table,
    Text,
    annex_mark,
    plain_text,
)
from generator.document.walk import charts_of
from generator.page.layout import Layout
from generator.page.printed_width import printed_width
from generator.problem import ZongjieError
from generator.word.carried import DATA_PART, FINGERPRINT, PROPERTIES_PART, Carried, fingerprint, properties_xml
from generator.word.charts import Sheet, chart_parts, chart_xml
from generator.word.closing import closes, closing_xml, imprint_height, imprint_xml
from generator.word.columns import is_wide
from generator.word.contents import HEADING_START, contents_xml, with_bookmark
from generator.word.first_page import mark_size
from generator.word.masthead import annex_head_xml, head_xml, names_in
from generator.word.package import (
    CONTENTS,
    CORE_PART,
    DOCUMENT_PART,
    LAST_LINE,
    LETTER,
    TURNED,
    Stationery,
    chart_names,
    stationery,
    zip_entry,
)
from generator.word.paging import sizes_of
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


def write_docx(document: Document, layout: Layout, properties: Properties, carried: Carried | None = None) -> bytes:
    """The .docx of ``document`` on the page of ``layout``; the same input gives the same bytes."""
    charts = charts_of(document)
    carries = carried and (carried.namespace if carried.data else "")
    blank = stationery(layout, len(charts), _extras(document, layout), carries)
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
        if carried and carried.data:  # is packed already: what is left to win is won at once
            archive.writestr(zip_entry(DATA_PART), DECLARATION + carried.data, compresslevel=1)
        if carried:
            told = (*carried.properties, (FINGERPRINT, fingerprint(archive.infolist())))
            archive.writestr(zip_entry(PROPERTIES_PART), properties_xml(told), ZIP_STORED)  # too short to win much
    return packed.getvalue()


NOTHING_EXTRA: frozenset[str] = frozenset()


def _extras(document: Document, layout: Layout) -> frozenset[str]:
    """What the stationery of few papers has."""
    formal, turned = document.formal, _has_turned(document, layout)
    letter = formal.masthead if formal.format == "letter" else None
    if letter is None and not formal.contents and not turned:
        return NOTHING_EXTRA
    has = {
        LETTER: letter,
        LAST_LINE: letter and not letter.preprinted,
        CONTENTS: formal.contents,
        TURNED: turned,
    }
    return frozenset(name for name, there in has.items() if there)


class Piece(NamedTuple):
    """Some finished paragraphs and tables, and on which pages they stand."""

    xml: str
    landscape: bool = False
    volume: int = 0
    """Which of the papers it belongs to that are bound on their own: 0 is the text, -1 its 目录, each annex may be one."""
    back: bool = False
    """Whether it has the last even page to itself."""


def _pieces(document: Document, layout: Layout, sheets: Iterator[Sheet]) -> Iterator[Piece]:
    """The whole paper in order; every chart takes the next of ``sheets``."""
    formal = document.formal
    closed, below = closes(document), _imprint_below(document, layout)
    body = _blocks(document.blocks, layout, sheets, keep_last=closed, below=0 if closed else below)
    if formal.contents:
        yield Piece(contents_xml(document, layout), volume=-1)
        body = _with_bookmarks(body)
    yield Piece(head_xml(document, layout, mark_size(document, layout)))
    yield from body
    yield Piece(closing_xml(document, layout))
    if formal.imprint and formal.annexes_apart:
        # In LibreOffice a table does not float whose paragraph ends a section.
        imprint = _imprint(formal, layout, turned=False)
        yield imprint._replace(xml=imprint.xml + PAGE_END)
    for volume, annex in enumerate(formal.annexes, 1):
        last = volume == len(formal.annexes) and not formal.annexes_apart
        pieces = _annex(annex, document, layout, sheets, below if last else 0)
        yield from (piece._replace(volume=volume) for piece in pieces) if formal.annexes_apart else pieces
    if formal.imprint and not formal.annexes_apart:
        turned = bool(formal.annexes) and _is_turned(formal.annexes[-1], layout)
        yield _imprint(formal, layout, turned)


def _imprint(formal: Formalities, layout: Layout, turned: bool) -> Piece:
    """版记, on the page of what stands before it unless that is ``turned`` or the layout has it on a page of its own."""
    assert formal.imprint is not None
    letter = formal.format == "letter"
    back = bool(layout.imprint.on_back) and not letter
    # LibreOffice hangs a floating table that begins a section on the page before it.
    return Piece((PAGE_END if turned or back else "") + imprint_xml(formal.imprint, layout, not letter), back=back)


def _imprint_below(document: Document, layout: Layout) -> int:
    """Twips of 版记 at the foot of the page that the last block ends on; 0 where another page has it."""
    formal = document.formal
    if not formal.imprint or (layout.imprint.on_back and formal.format != "letter"):
        return 0
    return imprint_height(formal.imprint, layout)


def _with_bookmarks(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces of the body, each heading under the name that 目录 calls it by."""
    number = 0
    for piece in pieces:
        heading = piece.xml.startswith(HEADING_START)
        number += heading
        yield piece._replace(xml=with_bookmark(piece.xml, number)) if heading else piece


def _annex(annex: Annex, document: Document, layout: Layout, sheets: Iterator[Sheet], below: int) -> Iterator[Piece]:
    landscape = _is_turned(annex, layout)
    head, height = annex_head_xml(annex, names_in(document), layout, annex_mark(document.formal, annex))
    yield Piece(head, landscape)
    below = 0 if landscape else below
    yield from _blocks(annex.blocks, layout, sheets, landscape=landscape, title=annex.name, above=height, below=below)


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
    below: int = 0,
) -> Iterator[Piece]:
    """The blocks of the body or of an annex; a wide table turns its page, ``landscape`` all of them.

    A table is called by the ``title`` of its annex or by the heading it stands under; ``above`` is the height of what
    stands over the first block on its page, below zero when nobody knows; ``below`` that of 版记 on the page of the last.
    """
    before: Block | None = None
    for at, (block, following) in enumerate(zip_longest(blocks, blocks[1:])):
        if _runs_in(before, block, layout):
            before = block
            continue
        turned = landscape or (isinstance(block, Table) and is_wide(block, layout))
        foot = below if following is None and isinstance(block, Table) and not turned else 0
        ends = bool(below) and not turned and _ends_table(before, block, following, blocks[-1])
        opens = _opens_table(block, following, layout) and not (below and _is_high(blocks[:at], layout, above))
        # What signs the text must not stand alone on a page.
        kept = (keep_last and following is None) or ends or opens
        keep = KEEP_NEXT if kept else ""
        apart = PAGE_END if isinstance(block, Table) and isinstance(before, Table) and not before.note else ""
        if isinstance(block, Chart):
            yield Piece(chart_xml(block, layout, next(sheets), keep, turned), turned)
        elif isinstance(block, Table):
            over = above if before is None else -1
            where = _place(layout, turned)._replace(title=title, keep=keep, above=over, below=foot)
            yield Piece(apart + table_xml(block, layout, where), turned)
        else:
            yield Piece(_block(block, following, layout, keep), turned)
        if isinstance(block, Heading):
            title = plain_text(block.inlines)
        before = block


def _ends_table(before: Block | None, block: Block, following: Block | None, last: Block) -> bool:
    """Whether ``block`` is a table at the end, or the paragraph or the table of one with a paragraph behind it.

    LibreOffice moves a table whole that reaches down to 版记; its last rows go with 版记 instead.
    """
    if following is None:
        return isinstance(block, Table) or (isinstance(block, Paragraph) and isinstance(before, Table))
    return isinstance(block, Table) and isinstance(following, Paragraph) and following is last


def _is_high(over: Iterable[Block], layout: Layout, above: int) -> bool:
    """Whether what follows ``over`` stands in the upper half of its page, where no line ends a page.

    Such a line is not kept with its table: LibreOffice would move the table with it rather than part it.
    """
    return above >= 0 and above + sum(size.height for size in sizes_of(over, layout)) < layout.text_height // 2


def _place(layout: Layout, turned: bool) -> Setting:
    """The room of a page for a table; LibreOffice sets nothing beyond the last whole line of the grid."""
    width, height = layout.text_width, layout.text_height
    if turned:
        width, height = height, width
    return Setting(width, page=height - height % layout.grid.pitch)


def _opens_table(block: Block, following: Block | None, layout: Layout) -> bool:
    """Whether ``block`` is the one line that a table below it is opened with, its name perhaps."""
    if not (isinstance(following, Table) and isinstance(block, Paragraph)) or is_wide(following, layout):
        return False
    indent = layout.in_characters(layout.body.indent)
    return indent + printed_width(block.number + plain_text(block.inlines), layout) <= layout.text_width


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
    """The pieces with a section for each run of pages that lie the same way and are bound together."""
    runs = [
        (key, "".join(piece.xml for piece in group))
        for key, group in groupby((piece for piece in pieces if piece.xml), key=lambda piece: piece[1:])
    ]
    keys = [key for key, _ in runs] or [(False, 0, False)]
    starts = [volume != before for (_, before, _), (_, volume, _) in pairwise([(False, 0, False), *keys])]
    properties = [
        blank.back if back else blank.unnumbered if volume < 0 else blank.section(landscape, start)
        for (landscape, volume, back), start in zip(keys, starts, strict=True)
    ]
    properties[0] = blank.opening or properties[0]
    sections = [_ended(xml, section) for (_, xml), section in zip(runs, properties[:-1], strict=False)]
    last = runs[-1][1] if runs else ""
    ending = PAGE_END if last.endswith("</w:tbl>") else ""
    return f"{''.join(sections)}{last}{ending}{properties[-1]}"


def _ended(xml: str, section: str) -> str:
    """The paragraphs and tables of a section, whose last paragraph carries its properties."""
    if xml.endswith(("</w:tbl>", PAGE_END)):
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

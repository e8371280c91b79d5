"""One walk over a document: every line of it in reading order, with its place.

Whoever looks at all of a paper, for its text, its figures or its charts, goes this way, so that nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from generator.document.tree import (
    Block,
    Chart,
    Document,
    FigureText,
    Heading,
    Imprint,
    Inlines,
    Listing,
    Masthead,
    Paragraph,
    Series,
    Sources,
    Table,
    Text,
    annex_leads,
    annex_mark,
    caption_lead,
    caption_unit,
    plain_text,
    signer_lines,
    whole,
)

# fmt: off
Part = Literal[
    "copy", "secrecy", "urgency", "issuer", "signers", "document number", "title", "recipients",
    "heading", "paragraph", "item", "table caption", "unit line", "cell", "note line", "caption", "category", "series", "value",
    "annex list", "attendance", "post", "signature", "date", "remark", "annex mark", "annex name", "copies", "printer", "printed",
]
"""What a line is, in the order of the paper: 版头, title, body, what signs it, 附件, 版记."""
TYPED_AS: dict[Part, str] = {
    "copy": "公文.份号", "secrecy": "公文.密级", "urgency": "公文.紧急程度", "issuer": "公文.发文机关标志", "signers": "公文.签发人",
    "document number": "公文.发文字号", "title": "公文.标题", "recipients": "公文.主送机关", "post": "公文.职务", "signature": "署名",
    "date": "成文日期", "remark": "公文.附注", "copies": "公文.抄送", "printer": "公文.印发机关", "printed": "公文.印发日期",
}
# fmt: on
"""Where a line that is one element of the paper was typed."""
MASTHEAD: tuple[Part, ...] = ("copy", "secrecy", "urgency", "issuer", "signers", "document number")
IMPRINT: tuple[Part, ...] = ("copies", "printer", "printed")
DRAWN = frozenset(("category", "series", "value"))
"""What stands in a chart and not in a line of text."""


class Line(Struct, frozen=True):
    """Inlines that stand together, as a paragraph, a cell or a line of 版头, and where they stand."""

    part: Part
    inlines: Inlines
    lead: str = ""
    """What zongjie itself puts before them: 一、, 1., 图1, 附件2."""
    block: Block | None = None
    annex: int = 0
    """In which annex, from 1; 0 outside of them."""
    at: int = 0
    """In which block of the body or the annex, from 1."""
    row: int = 0
    """In which row of a table, from 1, which is its head."""
    column: int = 0

    @property
    def text(self) -> str:
        """The line as it is read."""
        return self.lead + plain_text(self.inlines)


def walk(document: Document) -> Iterator[Line]:
    """Every line in reading order, from 版头 to 版记, and what is drawn in each chart behind its caption."""
    formal = document.formal
    if formal.masthead:
        yield from _masthead(formal.masthead)
    if document.issued_above:
        yield from _signed(document)
    if not document.untitled:
        yield from _element("title", document.title, document.title_sources)
    yield from _element("recipients", formal.recipients)
    yield from _blocks(document.blocks)
    for at, (lead, annex) in enumerate(zip(annex_leads(formal.annexes), formal.annexes, strict=True), 1):
        yield Line("annex list", (Text(annex.name, sources=annex.name_sources),), lead, annex=at)
    for one in formal.attendance:
        yield Line("attendance", (Text(one.names, sources=whole(one.names, one.path)),), one.label)
    if not document.issued_above:
        yield from _signed(document)
    yield from _element("remark", formal.note)
    if formal.imprint and formal.annexes_apart:
        yield from _imprint(formal.imprint)
    for at, annex in enumerate(formal.annexes, 1):
        yield Line("annex mark", (), annex_mark(formal, annex), annex=at)
        yield Line("annex name", (Text(annex.name, sources=annex.name_sources),), annex=at)
        yield from _blocks(annex.blocks, at)
    if formal.imprint and not formal.annexes_apart:
        yield from _imprint(formal.imprint)


def _signed(document: Document) -> Iterator[Line]:
    formal = document.formal
    if formal.format == "order":
        yield from _element("post", formal.post)
    else:
        for signature in formal.signatures or (document.signature,):
            yield from _element("signature", signature)
    yield from _element("date", document.date)


def _element(part: Part, text: str, sources: Sources = ()) -> Iterator[Line]:
    """The line of an element that is one text, when there is one."""
    if text:
        yield Line(part, (Text(text, sources=sources),))


def _masthead(masthead: Masthead) -> Iterator[Line]:
    yield from _element("copy", masthead.copy)
    yield from _element("secrecy", masthead.secrecy)
    yield from _element("urgency", masthead.urgency)
    issuers = (*masthead.organs, masthead.paper) if masthead.organs else (masthead.issuer,)
    for issuer in () if masthead.preprinted else issuers:
        yield from _element("issuer", issuer)
    *above, last = signer_lines(masthead)
    for names in above:
        yield from _element("signers", names)
    yield from _element("document number", masthead.number)
    yield from _element("signers", last)


def _imprint(imprint: Imprint) -> Iterator[Line]:
    yield from _element("copies", imprint.copies)
    yield from _element("printer", imprint.issuer)
    yield from _element("printed", imprint.date)


def _blocks(blocks: Iterable[Block], annex: int = 0) -> Iterator[Line]:
    for at, block in enumerate(blocks, 1):
        match block:
            case Heading(_, inlines, number):
                yield Line("heading", inlines, number, block, annex, at)
            case Paragraph(inlines, number):
                yield Line("paragraph", inlines, number, block, annex, at)
            case Listing(items):
                yield from (Line("item", item, "", block, annex, at) for item in items)
            case Table():
                yield from _table(block, annex, at)
            case Chart():
                yield from _chart(block, annex, at)


def _table(table: Table, annex: int, at: int) -> Iterator[Line]:
    if table.caption:
        yield Line("table caption", table.caption, "", table, annex, at)
    if table.unit:
        yield Line("unit line", table.unit, "", table, annex, at)
    for row, cells in enumerate((table.head, *table.rows), 1):
        for column, cell in enumerate(cells, 1):
            yield Line("cell", cell, "", table, annex, at, row, column)
    if table.note:
        yield Line("note line", table.note, "", table, annex, at)


def _chart(chart: Chart, annex: int, at: int) -> Iterator[Line]:
    words = (Text(chart.title), Text(caption_unit(chart)))
    yield Line("caption", words, caption_lead(chart), chart, annex, at)
    for name in chart.categories:
        yield Line("category", (Text(name),), "", chart, annex, at)
    for series in chart.series:
        yield Line("series", (Text(series.name),), "", chart, annex, at)
        yield from (Line("value", (figure,), "", chart, annex, at) for figure in _told(series))


def _told(series: Series) -> Iterator[FigureText]:
    """The values of a series that say where they came from."""
    pairs = zip(series.values, series.paths, strict=False)
    return (FigureText(f"{value:f}", path) for value, path in pairs if value is not None and path)


def iter_texts(document: Document) -> Iterator[str]:
    """Every line of text in reading order, from 版头 to 版记."""
    return (line.text for line in walk(document) if line.part not in DRAWN)


def charts_of(document: Document) -> tuple[Chart, ...]:
    """The charts of a document in reading order, those of the annexes last."""
    parts = (document.blocks, *(annex.blocks for annex in document.formal.annexes))
    return tuple(block for blocks in parts for block in blocks if isinstance(block, Chart))

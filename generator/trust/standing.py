"""What stands in a Word document as it lies there, whoever saved it last: its lines, and what its charts show.

Tracked changes count as accepted, or as rejected where that is asked for; comments and what Word fills in itself, page
numbers and 目录, are no text of the paper.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from lxml import etree
from lxml.etree import LxmlError
from msgspec import Struct

from generator.learning.opened import UNREADABLE
from generator.learning.resolved import RELATION, W
from generator.problem import Place, Problem, error
from generator.reading.packed import safe_parser
from generator.trust.accepted import is_tracked
from generator.trust.charted import Charted, charted
from generator.trust.embedded import FORM_PROPERTY, NAMESPACE, Embedded, PrintedLine, read_embedded
from generator.word.carried import FINGERPRINT, PROPERTIES_PART, digest, fingerprint

if TYPE_CHECKING:
    from docx.document import Document

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
GONE = {False: (f"{W}del", f"{W}moveFrom"), True: (f"{W}ins", f"{W}moveTo")}
"""What is passed over, by whether tracked changes are rejected."""
PASSED_OVER = (f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{MC}Fallback", f"{W}sectPr", f"{W}tblPr", f"{W}tcPr")
SIGN_OF = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
MOST_OF_PROPERTIES = 1024 * 1024
NOTES = (f"{RELATION}footnotes", f"{RELATION}endnotes")
AROUND_PAGES = (f"{RELATION}header", f"{RELATION}footer")
NO_TEXT = re.compile(r"[\s—–―－·-]*")
"""What may stand around the number of a page."""
PAGE_OF_CONTENTS = re.compile(r"[\s.…]*\d*\s*$")
SMALL_NUMBER = re.compile(r"[1-9]\d{0,2}")
MOST_OF_A_PAPER = 300_000
"""Signs of the longest paper that is compared: twenty times what a county writes with all its annexes."""
OFF = ("0", "false", "off", "none")
CONTENTS_STYLES = ("TOC", "Contents")
"""How the styles of 目录 begin."""


class Standing(Struct, frozen=True):
    """What a document says, and what it carries."""

    lines: tuple[str, ...]
    """Its paragraphs in the order of the file, those of tables cell by cell."""
    margins: tuple[str, ...]
    """What stands above and below its pages beside their numbers."""
    charts: Charted
    embedded: Embedded | None = None
    properties: dict[str, str] = {}
    intact: bool = False
    """Whether every part is as zongjie wrote it."""
    tracked: bool = False
    """Whether it holds tracked changes."""
    commented: bool = False
    """Whether somebody wrote a comment to it."""
    outside: tuple[str, ...] = ()
    """What it would have from elsewhere: templates, pictures. Nobody fetches that here."""

    @property
    def is_too_long(self) -> bool:
        """Whether it says more than a paper can, so that to compare it would take for ever."""
        return sum(map(len, (*self.lines, *self.margins, *self.charts.typed))) > MOST_OF_A_PAPER

    @property
    def has_other_form(self) -> bool:
        """Whether the form that it carries is not the one of which it says that it was made from."""
        named = self.properties.get(FORM_PROPERTY, "")
        return bool(named and self.embedded and digest(self.embedded.form) != named)


def standing(document: Document, data: bytes, file: str, rejected: bool = False) -> Standing | Problem:
    """What stands in ``document``, whose file is ``data``; or that another part of it than its text is damaged."""
    try:
        return _standing(document, data, rejected)
    except LxmlError:
        return error(Place(file), *UNREADABLE)


def _standing(document: Document, data: bytes, rejected: bool) -> Standing:
    body = document.element.body
    properties = custom_properties(data)
    return Standing(
        standing_lines(document, rejected),
        margins(document, rejected),
        charted(document),
        _embedded(document),
        properties,
        FINGERPRINT in properties and properties[FINGERPRINT] == fingerprint_of(data),
        is_tracked(body),
        next(body.iter(f"{W}commentReference"), None) is not None,
        tuple(dict.fromkeys(_outside(document))),
    )


def _outside(document: Document) -> Iterator[str]:
    """The files and addresses outside that the parts of a document are to be completed from; links to click are none."""
    for part in document.part.package.iter_parts():
        for relation in part.rels.values():
            if relation.is_external and relation.reltype != f"{RELATION}hyperlink":
                yield relation.target_ref


def standing_lines(document: Document, rejected: bool = False) -> tuple[str, ...]:
    """The paragraphs of a document in the order of the file, those of tables cell by cell."""
    gone = GONE[rejected]
    found = [line for line in _lines(document.element.body, gone) if line.strip()]
    heads = {"".join(line.split()) for line in found}
    contents = (line for line in _of_contents(document.element.body, gone) if _is_no_head(line, heads))
    return (*found, *contents, *(line for line in _notes(document, gone) if line.strip()))


def _of_contents(body: Any, gone: tuple[str, ...]) -> Iterator[str]:
    return ("".join(_words(one, gone)) for one in body.iter(f"{W}p") if _is_of_contents(one))


def _is_no_head(line: str, heads: set[str]) -> bool:
    """Whether a line that is set as one of 目录 names no line of the text, and has a number of its own."""
    words = "".join(PAGE_OF_CONTENTS.sub("", line).split())
    return words not in heads and any(map(str.isdecimal, words))


def _notes(document: Document, gone: tuple[str, ...]) -> Iterator[str]:
    """What stands below the pages and at the end: no paper has notes when it is written."""
    for relation in document.part.rels.values():
        if relation.reltype in NOTES and not relation.is_external:
            for note in etree.fromstring(relation.target_part.blob, safe_parser()):
                yield from _lines(note, gone) if note.get(f"{W}type", "normal") == "normal" else ()


def margins(document: Document, rejected: bool = False) -> tuple[str, ...]:
    """What stands above and below the pages of a document, each text once; the numbers of the pages are none."""
    found: dict[str, None] = {}
    for relation in document.part.rels.values():
        if relation.reltype in AROUND_PAGES and not relation.is_external:
            root = etree.fromstring(relation.target_part.blob, safe_parser())
            for node in list(_filled_in(root)):
                node.text = ""
            found |= dict.fromkeys(line for line in _lines(root, GONE[rejected]) if not NO_TEXT.fullmatch(line))
    return tuple(found)


def _filled_in(root: Any) -> Iterator[Any]:
    """The texts that Word fills in itself: what comes of a field."""
    depth = 0
    for node in root.iter(f"{W}fldChar", f"{W}t", f"{W}fldSimple"):
        if node.tag == f"{W}fldChar":
            depth = max(depth + {"begin": 1, "end": -1}.get(node.get(f"{W}fldCharType", ""), 0), 0)
        elif node.tag == f"{W}fldSimple":
            yield from node.iter(f"{W}t")
        elif depth:
            yield node


def with_fields(found: Standing) -> tuple[PrintedLine, ...]:
    """The lines of a document, and what its charts show, with the fields of the figures that stand as they were printed."""
    printed = found.embedded.lines if found.embedded else ()
    lines, drawn = ({line.text: line for line in printed if line.drawn is kind} for kind in (False, True))
    shown = (drawn.get(one.text, PrintedLine(one.text, drawn=True)) for one in found.charts.drawn)
    return (*(lines.get(line, PrintedLine(line)) for line in found.lines), *shown)


def fingerprint_of(data: bytes) -> str:
    """The fingerprint of a package as it lies there, empty when it is none."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            return fingerprint(archive.infolist())
    except BadZipFile:
        return ""


def custom_properties(data: bytes) -> dict[str, str]:
    """The custom properties of a package by their names; none where it has none that can be read."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            if archive.getinfo(PROPERTIES_PART).file_size > MOST_OF_PROPERTIES:
                return {}
            root = etree.fromstring(archive.read(PROPERTIES_PART), safe_parser())
    except (BadZipFile, KeyError, OSError, RuntimeError, ValueError, zlib.error, etree.XMLSyntaxError):
        return {}
    return {one.get("name", ""): "".join(map(str, one.itertext())) for one in root}


def _lines(node: Any, gone: tuple[str, ...]) -> Iterator[str]:
    """The paragraphs below a node; what is framed inside of one comes before it, as on the page."""
    for child in node.iterchildren():
        if child.tag == f"{W}p":
            framed = [
                one for box in child.iter(f"{W}txbxContent") if not _in_fallback(box) for one in _lines(box, gone)
            ]
            yield from framed
            if not _is_of_contents(child):
                yield "".join(_words(child, gone))
        elif child.tag == f"{W}tbl":
            heads = [row for row in child.iterchildren(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]
            yield from _head(heads, gone) if len(heads) > 1 else ()
            for row in child.iterchildren():
                yield from _lines(row, gone) if len(heads) < 2 or row not in heads else ()
        elif child.tag not in (*PASSED_OVER, *gone):
            yield from _lines(child, gone)


def _head(rows: list[Any], gone: tuple[str, ...]) -> Iterator[str]:
    """The head of a table in several rows, column by column: what stands in one from above to below is read together."""
    columns: dict[int, str] = {}
    for row in rows:
        at = 0
        for cell in row.iterchildren(f"{W}tc"):
            columns[at] = columns.get(at, "") + "".join(_lines(cell, gone))
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            wide = span.get(f"{W}val", "1") if span is not None else "1"
            at += int(wide) if SMALL_NUMBER.fullmatch(wide) else 1
    yield from (text for _, text in sorted(columns.items()))


def _in_fallback(node: Any) -> bool:
    return next(node.iterancestors(f"{MC}Fallback"), None) is not None


def _is_of_contents(paragraph: Any) -> bool:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and style.get(f"{W}val", "").startswith(CONTENTS_STYLES)


def _words(node: Any, gone: tuple[str, ...]) -> Iterator[str]:
    for child in node.iterchildren():
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in SIGN_OF:
            yield SIGN_OF[child.tag]
        elif child.tag not in (*PASSED_OVER, *gone, f"{W}txbxContent", f"{W}delText") and not _is_hidden(child):
            yield from _words(child, gone)


def _is_hidden(run: Any) -> bool:
    """Whether nobody sees it on the page."""
    hidden = run.find(f"{W}rPr/{W}vanish") if run.tag == f"{W}r" else None
    return hidden is not None and hidden.get(f"{W}val", "1") not in OFF


def _embedded(document: Document) -> Embedded | None:
    """The form that a document carries; the part of another program in its place is none."""
    for part in document.part.package.iter_parts():
        blob = part.blob if str(part.partname).startswith("/customXml/item") else b""
        if NAMESPACE.encode() in blob and (found := read_embedded(blob)):
            return found
    return None

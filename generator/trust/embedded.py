"""The form that a document was made from, and what it printed, as the document itself carries them."""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache

from lxml import etree
from markupsafe import escape
from msgspec import Struct

from generator.document.tree import Document, FigureText
from generator.document.walk import DRAWN, TYPED_AS, Line, walk
from generator.library.overlays import Shelf
from generator.version import VERSION
from generator.word.carried import Carried, digest
from generator.wording.atoms import DIGIT

NAMESPACE = "urn:zongjie:form:1"
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML can hold (XML 1.0, 2.2)."""
TEMPLATE_FILES = ("*.yaml", "*/*.yaml", "sections/*/*", "custom/*")
UNIT_PROPERTY, YEAR_PROPERTY, FORM_PROPERTY = "总结单位", "总结年度", "表单指纹"


class FigureSpan(Struct, frozen=True):
    """Where in a line something with a number stands, and the field it was typed in."""

    start: int
    end: int
    path: str


class PrintedLine(Struct, frozen=True):
    """A line as it was printed."""

    text: str
    figures: tuple[FigureSpan, ...] = ()
    drawn: bool = False
    """Whether it stands in a chart."""


class Embedded(Struct, frozen=True):
    """What a document carries."""

    form: bytes
    """The file as it was read, byte for byte."""
    file: str
    """Its name, without where it lay."""
    lines: tuple[PrintedLine, ...]
    version: str = VERSION
    templates: str = ""
    """A digest of all files of the templates."""


def read_embedded(data: bytes) -> Embedded | None:
    """What the data part of a package holds, None where it is not as we write it."""
    try:
        root = etree.fromstring(data, safe_parser())
    except etree.XMLSyntaxError:
        return None
    form = root.find(_name("form"))
    if root.tag != _name("zongjie") or form is None:
        return None
    text = form.text or ""
    try:
        written = base64.b64decode(text, validate=True) if form.get("encoding") else text.encode()
    except binascii.Error:
        return None
    lines = tuple(map(_read_line, root.iterfind(f"{_name('lines')}/*")))
    about = (form.get("name", ""), lines, root.get("version", ""), root.get("templates", ""))
    return Embedded(written, *about)


def carried(embedded: Embedded, unit: str, year: int | None, embed: bool = True) -> Carried:
    """What to write into the package of a document; without ``embed`` only whose it is, of which year."""
    told = (
        ("总结系统", f"zongjie {embedded.version}"),
        (UNIT_PROPERTY, unit),
        (YEAR_PROPERTY, str(year or "")),
        (FORM_PROPERTY, digest(embedded.form)),
    )
    return Carried(NAMESPACE, _data_xml(embedded) if embed else "", told)


def printed(document: Document) -> tuple[PrintedLine, ...]:
    """The lines of a document as they are printed, those of charts among them, with the figures that stand in them."""
    return tuple(_printed(line) for line in walk(document) if line.text)


@lru_cache(maxsize=8)
def templates_digest(shelf: Shelf) -> str:
    """A short name of all files of the templates that a form may be made with."""
    files = sorted({path for folder in shelf.folders for pattern in TEMPLATE_FILES for path in folder.glob(pattern)})
    return digest(b"\0".join(path.name.encode() + b"\0" + path.read_bytes() for path in files if path.is_file()))


def safe_parser() -> etree.XMLParser:
    """A parser that reads nothing beside the bytes it is given, and no more of them than a paper has."""
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _printed(line: Line) -> PrintedLine:
    spans, at = [], len(line.lead)
    element = TYPED_AS.get(line.part, "")
    for inline in line.inlines:
        end = at + len(inline.text)
        if isinstance(inline, FigureText):
            spans.append(FigureSpan(at, end, inline.path))
        elif element:
            spans.append(FigureSpan(at, end, element))
        else:
            told = (one for one in inline.sources if DIGIT.search(inline.text, one.start, one.end))
            spans += (FigureSpan(at + one.start, at + one.end, one.path) for one in told)
        at = end
    return PrintedLine(line.text, tuple(spans), line.part in DRAWN)


def _data_xml(embedded: Embedded) -> str:
    return (
        f'<zongjie xmlns="{NAMESPACE}" version="{escape(embedded.version)}" templates="{embedded.templates}">'
        f"{_form_xml(embedded)}<lines>{''.join(map(_line_xml, embedded.lines))}</lines></zongjie>"
    )


def _form_xml(embedded: Embedded) -> str:
    """The form as text where that gives the same bytes again, else byte for byte."""
    try:
        text = embedded.form.decode()
    except UnicodeDecodeError:
        text = "\0"
    name = escape(embedded.file)
    if NOT_IN_XML.search(text):
        return f'<form name="{name}" encoding="base64">{base64.b64encode(embedded.form).decode()}</form>'
    return f'<form name="{name}">{_escaped(text)}</form>'


def _escaped(text: str) -> str:
    """The text as XML gives it back: a line end of Windows would come back as a plain one."""
    return str(escape(text)).replace("\r", "&#13;")


def _line_xml(line: PrintedLine) -> str:
    tag, text, at, parts = "d" if line.drawn else "p", line.text, 0, []
    for span in line.figures:
        figure = f'<f k="{escape(span.path)}">{escape(text[span.start : span.end])}</f>'
        parts += [_escaped(text[at : span.start]), figure]
        at = span.end
    return f"<{tag}>{''.join(parts)}{_escaped(text[at:])}</{tag}>"


def _read_line(element: etree._Element) -> PrintedLine:
    text, spans = element.text or "", []
    for figure in element:
        start = len(text)
        text += figure.text or ""
        spans.append(FigureSpan(start, len(text), figure.get("k", "")))
        text += figure.tail or ""
    return PrintedLine(text, tuple(spans), element.tag == _name("d"))

"""The form that a document was made from, and what it printed, as the document itself carries them."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lxml import etree
from markupsafe import escape
from msgspec import Struct

from generator.document.tree import Document, FigureText, Text
from generator.document.walk import DRAWN, TYPED_AS, walk
from generator.library.overlays import Shelf
from generator.reading.packed import safe_parser
from generator.trust.packing import ENCODING, FIELDS_OF_TEXT, FORM_AND_TEXT, NEWEST, packed, unpacked
from generator.version import VERSION
from generator.word.carried import Carried, digest
from generator.wording.atoms import DIGIT

NAMESPACE = "urn:zongjie:form:1"
PRINTED_END, FIGURE_START, FIGURE_END, IS_DRAWN, PATHS_START = "\x1e\x01\x02\x1d\x1f"
"""What parts the lines that are packed: signs that no document can hold (XML 1.0, 2.2)."""
IN_FULL, OF_GROUP = "\x04\x05"
"""Before a field: whether it stands there in full, or without the group that it shares with the one before."""
FIELD = re.compile(f"([{IN_FULL}{OF_GROUP}])([^{IN_FULL}{OF_GROUP}]*)")
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
        if root.tag != f"{{{NAMESPACE}}}zongjie":
            return None
        parts = unpacked(
            base64.b64decode(root.text or "", validate=True), root.get("words", ""), FORM_AND_TEXT, FIELDS_OF_TEXT
        )
        length = int(root.get("form", ""))
        if parts is None or not 0 <= length <= len(parts[0]):
            return None
        (whole, fields), form = parts, parts[0][:length]
        told, paths = whole[length:].decode(ENCODING), fields.decode(ENCODING)
        written = form if root.get("bytes") else form.decode(ENCODING).encode()
    except (etree.XMLSyntaxError, binascii.Error, ValueError):
        return None
    read = _read_lines(told, paths)
    if read is None:
        return None
    return Embedded(written, root.get("name", ""), read, root.get("version", ""), root.get("templates", ""))


def carried(form: bytes, file: str, told: str, unit: str, year: int | None, templates: str = "") -> Carried:
    """What to write into the package of a document; without what it ``told`` only whose it is, of which year."""
    properties = (
        ("总结系统", f"zongjie {VERSION}"),
        (UNIT_PROPERTY, unit),
        (YEAR_PROPERTY, str(year or "")),
        (FORM_PROPERTY, digest(form)),
    )
    return Carried(NAMESPACE, _data_xml(form, file, told, templates) if told else "", properties)


def printed(document: Document) -> tuple[PrintedLine, ...]:
    """The lines of a document as they are printed, those of charts among them, with the figures that stand in them."""
    return _read_lines(*parted(printed_text(document))) or ()


def printed_text(document: Document) -> str:
    """The same as one text: its figures marked, and behind it the fields of these in their order."""
    lines: list[str] = []
    paths: list[str] = []
    for line in walk(document):
        element, told = TYPED_AS.get(line.part, ""), line.lead
        for inline in line.inlines:
            if isinstance(inline, FigureText):
                told += f"{FIGURE_START}{inline.text}{FIGURE_END}"
                paths.append(inline.path)
            elif element:
                told += f"{FIGURE_START}{inline.text}{FIGURE_END}"
                paths.append(element)
            else:
                told += _marked(inline, paths) if inline.sources else inline.text
        if told:
            lines.append(IS_DRAWN + told if line.part in DRAWN else told)
    lines.append(PATHS_START)
    return PRINTED_END.join(lines) + _shortened(paths)


def parted(told: str) -> tuple[str, str]:
    """Such a text without its fields, and these."""
    text, _, paths = told.partition(PATHS_START)
    return text, paths


def _marked(inline: Text, paths: list[str]) -> str:
    """A text with what has a number and a source of its own marked, whose fields go to ``paths``."""
    text, told, at = inline.text, "", 0
    for one in inline.sources:
        if DIGIT.search(text, one.start, one.end):
            told += text[at : one.start] + FIGURE_START + text[one.start : one.end] + FIGURE_END
            paths.append(one.path)
            at = one.end
    return told + text[at:]


@lru_cache(maxsize=8)
def templates_digest(shelf: Shelf) -> str:
    """A short name of all files of the templates that a form may be made with."""
    files = sorted({path for folder in shelf.folders for pattern in TEMPLATE_FILES for path in folder.glob(pattern)})
    return digest(b"\0".join(path.name.encode() + b"\0" + path.read_bytes() for path in files if path.is_file()))


def _data_xml(form: bytes, file: str, told: str, templates: str) -> str:
    try:
        text, as_bytes = form.decode().encode(ENCODING), ""
    except UnicodeDecodeError:
        text, as_bytes = form, ' bytes="1"'
    lines, paths = (one.encode(ENCODING) for one in parted(told))
    held = base64.b64encode(packed((FORM_AND_TEXT, text + lines), (FIELDS_OF_TEXT, paths))).decode()
    return (
        f'<zongjie xmlns="{NAMESPACE}" version="{escape(VERSION)}" templates="{templates}" name="{escape(file)}"'
        f' form="{len(text)}"{as_bytes} words="{NEWEST}">{held}</zongjie>'
    )


def _shortened(paths: Iterable[str]) -> str:
    """Each field, or its last name where it is of the group of those before it."""
    group, told = "", ""
    for path in paths:
        if group and path.startswith(group):
            told += OF_GROUP + path[len(group) :]
        else:
            told += IN_FULL + path
            group = path[: path.rfind(".") + 1]
    return told


def _in_full(text: str) -> Iterator[str]:
    group = ""
    for sign, path in FIELD.findall(text):
        yield group + path if sign == OF_GROUP else path
        if sign == IN_FULL:
            group = path[: path.rfind(".") + 1]


def _read_lines(told: str, behind: str) -> tuple[PrintedLine, ...] | None:
    """The lines of such a text and the fields behind it; None where their figures are not as many."""
    fields = tuple(_in_full(behind))
    paths = iter(fields)
    lines = tuple(_read_line(one, paths) for one in told.split(PRINTED_END)[:-1])
    return lines if sum(len(line.figures) for line in lines) == len(fields) and next(paths, None) is None else None


def _read_line(text: str, paths: Iterator[str]) -> PrintedLine:
    plain, *others = text.removeprefix(IS_DRAWN).split(FIGURE_START)
    spans = []
    for one in others:
        figure, _, behind = one.partition(FIGURE_END)
        spans.append(FigureSpan(len(plain), len(plain) + len(figure), next(paths, "")))
        plain += figure + behind
    return PrintedLine(plain, tuple(spans), text.startswith(IS_DRAWN))

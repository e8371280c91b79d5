"""What the charts of a Word document show: their values, what is written on them by hand, and the workbooks behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree
from msgspec import Struct

from generator.learning.resolved import RELATION
from generator.reading.cells import column_number
from generator.reading.packed import Unopened, safe_parser
from generator.reading.xlsx import read_xlsx

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
HELD_IN = re.compile(r"\$([A-Z]{1,3})\$(\d{1,7})")
"""The first cell of what a chart shows: Sheet1!$B$2:$B$21."""
PLACE_OF_VALUE = re.compile(r"\d{1,7}")
"""Which value of a series it is, from 0."""
MOST_OF_A_WORKBOOK = 4 * 1024 * 1024

Cells = dict[int, dict[int, str]]


class Drawn(NamedTuple):
    """A category, a name or a value that a chart shows."""

    text: str
    kept: str | None = None
    """What stands for it in the workbook that opens when somebody edits the chart; None where there is none."""


class Charted(Struct, frozen=True):
    """All that the charts of a document show, in the order of its text."""

    drawn: tuple[Drawn, ...] = ()
    """Of each chart its categories, then each series with its values."""
    typed: tuple[str, ...] = ()
    """What somebody wrote on them: titles, labels."""


def charted(document: Document) -> Charted:
    """What the charts of a document show."""
    drawn: list[Drawn] = []
    typed: list[str] = []
    for chart in document.element.body.iter(f"{C}chart"):
        part = document.part.related_parts.get(next(iter(chart.attrib.values()), ""))
        if part is not None:
            root = etree.fromstring(part.blob, safe_parser())
            drawn += _drawn(root, _workbook(part))
            typed += (text for node in root.iter(A_TEXT) if (text := (node.text or "").strip()))
    return Charted(tuple(drawn), tuple(typed))


def _workbook(part: Part) -> Cells | None:
    """The first sheet of the workbook of a chart; None where there is none that can be read."""
    for relation in part.rels.values():
        if relation.reltype == f"{RELATION}package" and not relation.is_external:
            blob = relation.target_part.blob
            try:
                sheets = read_xlsx(blob) if len(blob) <= MOST_OF_A_WORKBOOK else []
            except Unopened:
                return None
            return sheets[0].rows if sheets else None
    return None


def _drawn(root: etree._Element, cells: Cells | None) -> Iterator[Drawn]:
    for number, series in enumerate(root.iter(f"{C}ser")):
        if number == 0:
            yield from _values(series.find(f"{C}cat"), cells, 1, 2)
        yield from _values(series.find(f"{C}tx"), cells, number + 2, 1)
        yield from _values(series.find(f"{C}val"), cells, number + 2, 2)


def _values(node: etree._Element | None, cells: Cells | None, column: int, row: int) -> Iterator[Drawn]:
    """What is kept below a node of a chart; it begins in that cell of the workbook where it names no other."""
    if node is None:
        return
    held = HELD_IN.search("".join(one.text or "" for one in node.iter(f"{C}f")))
    if held:
        column, row = column_number(held[1]), int(held[2])
    for point in node.iter(f"{C}pt"):
        at = point.get("idx", "")
        kept = (
            cells.get(row + int(at), {}).get(column, "") if cells is not None and PLACE_OF_VALUE.fullmatch(at) else None
        )
        yield Drawn("".join(one.text or "" for one in point.iter(f"{C}v")), kept)

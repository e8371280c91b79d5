"""The lines of a Word document of the user's: every paragraph with its text, how it is set, and its section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from docx.document import Document

from generator.learning.learnt import Look
from generator.learning.resolved import Formatting, Resolver, W, child, is_on, twips, value_of

Key = TypeVar("Key", bound=Hashable)

MOST_PARAGRAPHS = 20_000
"""No paper is longer; what comes behind is not looked at."""
WITHIN = frozenset(
    f"{W}{name}" for name in ("hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "bdo", "dir")
)
"""What may stand around the runs of a paragraph, and around paragraphs."""
USUAL_SIZE = 20
"""Half-points of text that nothing gives a size."""


class Stretch(NamedTuple):
    """A run of a line: its words and how they are set."""

    text: str
    properties: Formatting


class SetLine(NamedTuple):
    """A paragraph with text in it."""

    stretches: tuple[Stretch, ...]
    properties: Formatting
    number: str
    """What Word numbers it with, as the first of its kind would read."""
    style: str
    section: int
    before: int
    """Paragraphs without text between it and the line before it."""

    @property
    def text(self) -> str:
        """Its words, with the number that Word puts before them."""
        return self.number + "".join(stretch.text for stretch in self.stretches).strip()

    @property
    def side(self) -> str:
        """To which side it is set: left, center, right or both."""
        return {"start": "left", "end": "right"}.get(side := self.properties.get("jc.val", "left"), side)


class RuledTable(NamedTuple):
    """The lines of a ruled table: those of its head and the others."""

    head: list[SetLine]
    rows: list[SetLine]
    section: int


class SampleText(NamedTuple):
    """What a document holds, in order."""

    lines: list[SetLine]
    tables: list[RuledTable]
    sections: list[Any]
    """The properties of each section."""


def read_text(document: Document, resolver: Resolver) -> SampleText:
    """The lines, tables and sections of a document."""
    found = SampleText([], [], [])
    empty = 0
    for count, block in enumerate(_blocks(document.element.body)):
        if count > MOST_PARAGRAPHS:
            break
        if block.tag == f"{W}tbl":
            if _is_ruled(block, document):
                found.tables.append(_table(block, resolver, len(found.sections)))
            empty = 0
            continue
        line = read_line(block, resolver, len(found.sections), empty)
        empty = 0 if line.text else empty + 1
        if line.text:
            found.lines.append(line)
        section = child(block, "pPr", "sectPr")
        if section is not None:
            found.sections.append(section)
    last = child(document.element.body, "sectPr")
    if last is not None:
        found.sections.append(last)
    return found


def _blocks(element: Any) -> Iterator[Any]:
    for one in element:
        if one.tag in (f"{W}p", f"{W}tbl"):
            yield one
        elif one.tag in WITHIN:
            yield from _blocks(one)


def read_line(paragraph: Any, resolver: Resolver, section: int = 0, before: int = 0) -> SetLine:
    """A paragraph as a line; its text may be empty."""
    properties = resolver.paragraph(paragraph)
    stretches = tuple(
        Stretch(text, how)
        for run in runs_of(paragraph)
        if (text := text_of_run(run)) and not is_on(how := resolver.run(paragraph, run), "vanish")
    )
    return SetLine(stretches, properties, resolver.number(properties), resolver.style_name(paragraph), section, before)


def runs_of(paragraph: Any) -> Iterator[Any]:
    """The runs of a paragraph; what was deleted and what stands in a text box is not among them."""
    for one in paragraph:
        if one.tag == f"{W}r":
            yield one
        elif one.tag in WITHIN:
            yield from runs_of(one)


def text_of_run(run: Any) -> str:
    """The words of a run."""
    parts = {f"{W}t": None, f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
    return "".join(
        (one.text or "") if one.tag == f"{W}t" else parts[one.tag] or ""
        for one in run
        if one.tag in parts and value_of(one, "type") not in ("page", "column")
    )


def _table(table: Any, resolver: Resolver, section: int) -> RuledTable:
    rows = table.findall(f"{W}tr")
    heads = [row for row in rows if child(row, "trPr", "tblHeader") is not None] or rows[:1]
    inside = {id(row): [read_line(one, resolver, section) for one in row.iter(f"{W}p")] for row in rows}
    told = {key: [line for line in lines if line.text] for key, lines in inside.items()}
    return RuledTable(
        [line for row in heads for line in told[id(row)]],
        [line for row in rows if row not in heads for line in told[id(row)]],
        section,
    )


def _is_ruled(table: Any, document: Document) -> bool:
    """Whether a table has rules between its columns: others only put things in their places."""
    properties = child(table, "tblPr")
    if child(properties, "tblpPr") is not None:
        return False
    styles = {value_of(one, "styleId"): one for one in document.styles.element.findall(f"{W}style")}
    bearers = [properties, child(styles.get(value_of(child(properties, "tblStyle"))), "tblPr")]
    rules = [child(bearer, "tblBorders", "insideV") for bearer in bearers]
    rules += [
        one
        for name in ("left", "right", "start", "end")
        for one in table.iter(f"{W}{name}")
        if one.getparent().tag == f"{W}tcBorders"
    ]
    return any(rule is not None and value_of(rule) not in ("nil", "none", "") for rule in rules)


# ---- what most of some lines look like


def commonest(counts: Counter[Key], default: Key) -> Key:
    """What was counted most often."""
    return max(counts, key=lambda key: counts[key]) if counts else default


def weighed(
    stretches: Iterable[Stretch], what: Callable[[Formatting], Key], weight: Callable[[str], int] = len
) -> Counter[Key]:
    """How many characters have each value."""
    counts: Counter[Key] = Counter()
    for stretch in stretches:
        if number := weight(stretch.text.strip()):
            counts[what(stretch.properties)] += number
    return counts


def size_of(properties: Formatting) -> int:
    """Half-points of a stretch."""
    return twips(properties.get("sz.val")) or USUAL_SIZE


def look_of(stretches: Iterable[Stretch]) -> Look:
    """How most characters of some stretches are set."""
    stretches = list(stretches)
    return Look(
        face=commonest(weighed(stretches, lambda how: how.get("rFonts.eastAsia", ""), _chinese), ""),
        latin=commonest(weighed(stretches, lambda how: how.get("rFonts.ascii", ""), _letters), ""),
        size=commonest(weighed(stretches, size_of), USUAL_SIZE),
        bold=commonest(weighed(stretches, lambda how: is_on(how, "b")), False),
        squeeze=commonest(weighed(stretches, lambda how: twips(how.get("spacing.val")) or 0), 0),
    )


def _chinese(text: str) -> int:
    return sum("一" <= sign <= "鿿" or "㐀" <= sign <= "䶿" for sign in text)


def _letters(text: str) -> int:
    return sum(sign.isascii() and sign.isalnum() for sign in text)

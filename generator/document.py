"""The neutral tree between wording and page: what a summary consists of, whatever writes it.

Nothing here knows Markdown, Word or a form. Numbers of headings are text given by ``number_blocks``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from generator.numerals import chinese_number


@dataclass(frozen=True, slots=True)
class Text:
    """Words that no single figure of the form stands behind."""

    text: str
    bold: bool = False
    pending: bool = False
    """True for a 【待填】 mark of a draft, which the page highlights."""


@dataclass(frozen=True, slots=True)
class FigureText:
    """A figure as it is printed, with the path of the form's field it came from."""

    text: str
    path: str
    bold: bool = False


Inline = Text | FigureText
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4; ``number`` is empty until ``number_blocks`` has run."""

    level: int
    inlines: Inlines
    number: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body; ``number`` is set when it is an item of an ordered list."""

    inlines: Inlines
    number: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as written; ``number_blocks`` turns it into numbered or plain paragraphs."""

    items: tuple[Inlines, ...]
    ordered: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table: one head row and body rows of equally many cells."""

    head: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]


Block = Heading | Paragraph | Listing | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A finished summary: the title's lines, the body, who signs it and when."""

    title: str
    blocks: tuple[Block, ...]
    signature: str = ""
    date: str = ""
    """成文日期 as printed, e.g. 2012年12月20日; empty when it was not filled in."""


def plain_text(inlines: Iterable[Inline]) -> str:
    """The words of some inlines, without style or origin."""
    return "".join(inline.text for inline in inlines)


def iter_texts(document: Document) -> Iterator[str]:
    """Every line of text in reading order: title, blocks, table cells, signature, date."""
    yield document.title
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                yield block.number + plain_text(block.inlines)
            case Listing():
                yield from (plain_text(item) for item in block.items)
            case Table():
                for row in (block.head, *block.rows):
                    yield from (plain_text(cell) for cell in row)
    yield from (line for line in (document.signature, document.date) if line)


LADDER = {
    1: lambda n: f"{chinese_number(n)}、",
    2: lambda n: f"（{chinese_number(n)}）",
    3: lambda n: f"{n}.",
    4: lambda n: f"（{n}）",
}
"""What stands before the n-th heading of each level (GB/T 9704-2012, 7.3.3)."""


def number_blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with headings numbered from 1 in each parent, and lists turned into paragraphs.

    An ordered list counts on the rung below the heading it stands under: 1. under 一、 or （一）,
    （1） under 1. Items of a plain list become plain paragraphs; official papers use no bullets.
    """
    counts = [0, 0, 0, 0, 0]
    level = 0
    numbered: list[Block] = []
    for block in blocks:
        match block:
            case Heading():
                level = block.level
                counts[level] += 1
                counts[level + 1 :] = [0] * (4 - level)
                numbered.append(replace(block, number=LADDER[level](counts[level])))
            case Listing():
                numbered.extend(_paragraphs(block, level))
            case _:
                numbered.append(block)
    return tuple(numbered)


def _paragraphs(listing: Listing, level: int) -> Iterator[Paragraph]:
    rung = 3 if level < 3 else 4
    for position, item in enumerate(listing.items, 1):
        yield Paragraph(item, LADDER[rung](position) if listing.ordered else "")

"""The neutral tree between wording and page: what a summary consists of, whatever writes it.

Nothing here knows Markdown, Word or a form. Numbers of headings are text given by ``number_blocks``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from generator.chinese.lines import is_note_line, is_table_caption, is_unit_line
from generator.chinese.numerals import chinese_number


class Source(Struct, frozen=True):
    """Which characters of a text came from which field, or from which name of the context."""

    start: int
    end: int
    path: str


Sources = tuple[Source, ...]
"""In order, without overlap; what lies between them the template wrote."""


class Text(Struct, frozen=True):
    """Words that no single figure of the form stands behind."""

    text: str
    bold: bool = False
    pending: bool = False
    """True for a 【待填】 mark of a draft, which the page highlights."""
    typed: bool = False
    """True for words of the official that keep their characters when the rest is converted."""
    sources: Sources = ()


class FigureText(Struct, frozen=True):
    """A figure as it is printed, with the path of the form's field it came from."""

    text: str
    path: str
    bold: bool = False


Inline = Text | FigureText
Inlines = tuple[Inline, ...]


def whole(text: str, path: str) -> Sources:
    """The sources of a text that came from ``path`` from its first to its last character."""
    return (Source(0, len(text), path),) if path else ()


class Heading(Struct, frozen=True):
    """A heading of level 1 to ``LOWEST``; ``number`` is empty until ``number_blocks`` has run."""

    level: int
    inlines: Inlines
    number: str = ""


class Paragraph(Struct, frozen=True):
    """A paragraph of the body; ``number`` is set when it is an item of an ordered list."""

    inlines: Inlines
    number: str = ""


class Listing(Struct, frozen=True):
    """A list as written; ``number_blocks`` turns it into numbered or plain paragraphs."""

    items: tuple[Inlines, ...]
    ordered: bool
    first: int = 1
    """The number of its first item."""
    rank: int = 0
    """How many ordered lists it stands in."""


class Table(Struct, frozen=True):
    """A table: one head row and body rows of equally many cells."""

    head: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    unit: Inlines = ()
    """The line above it, 单位：……"""
    note: Inlines = ()
    """The line below it, 注：……"""
    caption: Inlines = ()
    """The line over all, as an official typed it: 表1　……"""


class Series(Struct, frozen=True):
    """One row of figures of a chart, a value for each category."""

    name: str
    values: tuple[Decimal | None, ...]
    """None leaves a gap."""
    paths: tuple[str, ...] = ()
    """The field of the form each value came from; empty when none is told."""


class Chart(Struct, frozen=True):
    """A chart of some series over the same categories; ``number`` is empty until ``number_blocks`` has run."""

    title: str
    kind: Literal["column", "bar", "line"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    number: str = ""
    """图1, 图2, … as the caption says it."""
    unit_label: str = "单位："


Block = Heading | Paragraph | Listing | Table | Chart


class Masthead(Struct, frozen=True):
    """版头: what stands above the red line; an empty text is not printed (7.2)."""

    issuer: str
    """发文机关标志."""
    number: str = ""
    """发文字号."""
    copy: str = ""
    """份号."""
    secrecy: str = ""
    """密级和保密期限."""
    urgency: str = ""
    signers: tuple[str, ...] = ()
    """签发人, of a paper that goes upwards."""
    signer_label: str = "签发人："
    organs: tuple[str, ...] = ()
    """The organs of a joint paper, the host first; none where ``issuer`` says it all (7.2.4)."""
    paper: str = ""
    """What stands beside the names of ``organs``: 文件, or nothing."""
    preprinted: bool = False
    """Whether the paper has the mark and the red lines on it already, so that their place is left free (套红)."""

    @property
    def marks(self) -> tuple[str, ...]:
        """The lines flush left above the 标志."""
        return tuple(mark for mark in (self.copy, self.secrecy, self.urgency) if mark)


class Annex(Struct, frozen=True):
    """附件: its name, and what stands on pages of its own; ``number`` is empty for the only one (7.3.7)."""

    name: str
    blocks: tuple[Block, ...]
    number: str = ""
    landscape: bool = False
    name_sources: Sources = ()


class Imprint(Struct, frozen=True):
    """版记: 抄送机关 and who printed it when, as printed; empty when there is none (7.4)."""

    copies: str = ""
    issuer: str = ""
    date: str = ""


Format = Literal["paper", "letter", "order", "minutes"]
"""文件, 信函 (10.1), 命令 (10.2), 纪要 (10.3)."""


class Attendance(Struct, frozen=True):
    """A line of minutes: 出席, 请假 or 列席, and who did (10.3)."""

    label: str
    """With its colon."""
    names: str
    path: str = ""


class Formalities(Struct, frozen=True):
    """The elements of an official paper beyond title, body, 署名 and 成文日期."""

    masthead: Masthead | None = None
    recipients: str = ""
    """主送机关 with its colon."""
    annexes: tuple[Annex, ...] = ()
    sealed: bool = False
    """Whether 署名 and 成文日期 leave room for a seal."""
    note: str = ""
    """附注 in its brackets."""
    imprint: Imprint | None = None
    signatures: tuple[str, ...] = ()
    """署名 of every organ of a joint paper, the host's first; none where the document's own is the only one (7.3.5)."""
    format: Format = "paper"
    attendance: tuple[Attendance, ...] = ()
    """Of minutes, in order: 出席, 请假, 列席."""
    post: str = ""
    """职务 of who signs an order, beside his stamp (7.3.5.3)."""
    contents: bool = False
    """Whether 目录 stands before the text."""
    annexes_apart: bool = False
    """Whether the annexes are bound on their own, so that they say whose they are and 版记 stands before them."""


NO_FORMALITIES = Formalities()


class Document(Struct, frozen=True):
    """A finished summary: the title's lines, the body, who signs it and when."""

    title: str
    blocks: tuple[Block, ...]
    signature: str = ""
    date: str = ""
    """成文日期 as printed, e.g. 2012年12月20日; empty when it was not filled in."""
    formal: Formalities = NO_FORMALITIES
    title_sources: Sources = ()

    @property
    def untitled(self) -> bool:
        """Whether the text begins under the number of the paper: an order has no title on the page (10.2)."""
        return self.formal.format == "order"

    @property
    def issued_above(self) -> bool:
        """Whether 署名 and 成文日期 stand in 版头 and not below the text, as those of minutes do."""
        return self.formal.format == "minutes" and self.formal.masthead is not None


def plain_text(inlines: Iterable[Inline]) -> str:
    """The words of some inlines, without style or origin."""
    return "".join([inline.text for inline in inlines])


CAPTION_GAP = "\u3000"
"""Between the number of a chart and its title."""


def caption(chart: Chart) -> str:
    """The line below a chart: 图1　各乡镇低保对象人数（单位：人）."""
    return caption_lead(chart) + chart.title + caption_unit(chart)


def caption_lead(chart: Chart) -> str:
    """What stands before the title of a chart: its number."""
    return f"{chart.number}{CAPTION_GAP}" if chart.number else ""


def caption_unit(chart: Chart) -> str:
    """What stands behind the title of a chart: its unit in brackets."""
    return f"（{chart.unit_label}{chart.unit}）" if chart.unit else ""


def signer_lines(masthead: Masthead) -> list[str]:
    """签发人 two to a line, the names of a line apart by a tab; one empty line when there is none (7.2.6)."""
    signers = masthead.signers
    if not signers:
        return [""]
    names = ["\t".join(signers[start : start + 2]) for start in range(0, len(signers), 2)]
    return [masthead.signer_label + names[0], *names[1:]]


ANNEX_LABEL = "附件："
ANNEX_MARK = "附件"


def annex_mark(formal: Formalities, annex: Annex) -> str:
    """What stands over an annex: 附件1; bound on its own, behind the number of the paper (7.3.7)."""
    paper = formal.masthead.number if formal.annexes_apart and formal.masthead else ""
    return f"{paper}{ANNEX_MARK}{annex.number}"


def number_annexes(annexes: Sequence[Annex]) -> tuple[Annex, ...]:
    """The annexes numbered from 1; a single one has no number (7.3.4)."""
    if len(annexes) == 1:
        return (replace(annexes[0], number=""),)
    return tuple(replace(annex, number=str(position)) for position, annex in enumerate(annexes, 1))


def annex_leads(annexes: tuple[Annex, ...]) -> list[str]:
    """What stands before each name in 附件说明: 附件：1., 2. (7.3.4)."""
    numbers = [f"{annex.number}." if annex.number else "" for annex in annexes]
    return [(ANNEX_LABEL if position == 0 else "") + number for position, number in enumerate(numbers)]


def annex_list(annexes: tuple[Annex, ...]) -> list[str]:
    """附件说明 below the text, a line for each annex."""
    return [lead + annex.name for lead, annex in zip(annex_leads(annexes), annexes, strict=True)]


CIRCLED = 20
"""The highest number that has a circled character next to ①."""
LADDER = {
    1: lambda n: f"{chinese_number(n)}、",
    2: lambda n: f"（{chinese_number(n)}）",
    3: lambda n: f"{n}.",
    4: lambda n: f"（{n}）",
    5: lambda n: chr(ord("①") + n - 1) if n <= CIRCLED else f"{n})",
    6: lambda n: f"{n})",
}
"""What stands before the n-th heading of each level (GB/T 9704-2012, 7.3.3), and the n-th item of a list below the last."""
LOWEST = 4
"""The lowest level of a heading; what goes deeper is set as one of these, and lists count on below them."""
CHART_NUMBER = "图{}"
"""What the n-th chart is called in its caption."""


def number_blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with headings numbered from 1 in each parent, lists as paragraphs, tables with their lines.

    Charts count through the whole, whatever heading they stand under. An ordered list counts on the rung below the heading it stands under: 1. under 一、 or （一）,
    （1） under 1., and a list inside of one a rung further down. Items of a plain list become plain paragraphs; official papers use no bullets.
    """
    counts = [0] * (LOWEST + 1)
    level = charts = 0
    numbered: list[Block] = []
    for block in _with_lines(blocks):
        match block:
            case Heading():
                level = block.level
                counts[level] += 1
                counts[level + 1 :] = [0] * (LOWEST - level)
                numbered.append(replace(block, number=_apart(LADDER[level](counts[level]), block.inlines)))
            case Listing():
                numbered.extend(_paragraphs(block, level))
            case Chart():
                charts += 1
                numbered.append(replace(block, number=CHART_NUMBER.format(charts)))
            case _:
                numbered.append(block)
    return tuple(numbered)


def _paragraphs(listing: Listing, level: int) -> Iterator[Paragraph]:
    rung = min(max(level + 1, 3), LOWEST) + listing.rank
    for position, item in enumerate(listing.items, listing.first):
        yield Paragraph(item, _apart(LADDER[rung](position), item) if listing.ordered else "")


def _apart(number: str, inlines: Inlines) -> str:
    """The number, with a blank where it would make another with the words behind it: 1. 5个村, not 1.5个村."""
    return f"{number} " if number.endswith(".") and plain_text(inlines)[:1].isdecimal() else number


def _with_lines(blocks: Iterable[Block]) -> list[Block]:
    """The blocks, with the caption, the unit line and the note line of each table taken into it."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(block, Table) and isinstance(last, Paragraph):
            joined.append(_with_lines_above(block, joined))
        elif (
            isinstance(last, Table)
            and not last.note
            and isinstance(block, Paragraph)
            and is_note_line(plain_text(block.inlines))
        ):
            joined[-1] = replace(last, note=block.inlines)
        else:
            joined.append(block)
    return joined


def _with_lines_above(table: Table, above: list[Block]) -> Table:
    """The table with its unit line and its caption, which are taken from the end of what stands above it."""
    for name, says in (("unit", is_unit_line), ("caption", is_table_caption)):
        last = above[-1] if above else None
        if isinstance(last, Paragraph) and not last.number and says(plain_text(last.inlines)):
            table = replace(table, **{name: last.inlines})
            del above[-1]
    return table

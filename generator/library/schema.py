"""What the definition files may say: reports, sections, rules, units, terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

from msgspec import Meta, field

from generator.language.fields import RuleDefinition, UnitDefinition, read_span
from generator.language.kinds import KindName
from generator.language.signs import BRACES
from generator.library.claims import PLAIN_STYLE, Headings, StyleOfHeadings, TopicDefinition
from generator.library.entries import Entry, EntryDefinition, Placement, placements
from generator.library.headline import HeadlineDefinition
from generator.reading.strict import Definition


class ReportDefinition(Definition, frozen=True):
    """reports/NAME.yaml: one kind of summary."""

    name: str
    """What it is called, e.g. 乡镇年度总结."""
    title: str
    """Pattern of the title, with the names of ``language.TEMPLATE_CONTEXT``."""
    business: str
    """What the summary is about, e.g. 社会救助工作; a form may say otherwise."""
    sections: tuple[Entry, ...]
    """Folders under sections/, in the order of the document."""
    narrow: tuple[str, ...] = ()
    """Folders of the sections that ``business`` covers; all when none is named."""
    wider: str = ""
    """What a summary is about that holds more than those."""
    usual: tuple[str, ...] = ()
    """Folders of the sections that every new form has; the others are named at its end. All when none is named."""
    layout: str = "gbt9704"
    sums: tuple[str, ...] = ()
    """Reports whose forms it may sum under 汇总自; without any it sums none."""
    money_digits: int | None = None
    """Places to which sums of money print in 万元; without it they print to the last 元 and 分."""
    terms: dict[str, str] = {}
    """What its papers call terms of terms.yaml, in whatever year."""
    money: Literal["", "元", "万元", "亿元"] = ""
    """What amounts print in where that loses no digit; without it only those that stand in one paragraph agree."""
    join: int = 0
    """A sentence of at most so many characters goes on in the paragraph before it; with ``short`` it does so anyway."""
    short: int = 0
    """Sections of so few characters share a heading, sentences of so few a paragraph; 0 where each has its own."""
    charts: bool = False
    """Whether the charts of its sections are drawn."""
    heading_style: StyleOfHeadings = PLAIN_STYLE
    """How its headings are worded, unless a form says otherwise."""
    headline: HeadlineDefinition | None = None
    """The figures that it tells at its head."""
    selves: dict[str, tuple[str, str]] = {}
    """What units of this report call themselves and their area, before what wording.yaml says."""
    units: tuple[str, ...] = ()
    """How the names of units end that write it; one that begins another is asked whether it means this."""

    def __post_init__(self) -> None:
        if bool(self.narrow) != bool(self.wider):
            raise ValueError("narrow 和 wider 要一起写：哪几节算 business，多出别的节时叫什么")
        if BRACES.search(self.business + self.wider):
            raise ValueError("business 和 wider 只写字，里面的 {{ }} 不会换成内容")

    def entries(self) -> Iterator[EntryDefinition]:
        """Every entry that says more than a folder's name, groups before what is in them."""
        return _written_out(self.sections)

    def placements(self) -> Iterator[Placement]:
        """Every section in order, with its heading and groups."""
        return placements(self.sections)


def _written_out(entries: Iterable[Entry]) -> Iterator[EntryDefinition]:
    for entry in entries:
        if isinstance(entry, EntryDefinition):
            yield entry
            yield from _written_out(entry.sections)


class AnnexDefinition(Definition, frozen=True):
    """The table that a report which sums units has of a section: a row for each unit."""

    name: str
    """Its title, which may name the context."""
    columns: tuple[str, ...]
    """Fields of the section, in order; one that no unit filled in is left out."""
    growth: tuple[str, ...] = ()
    """Those of the columns that a column with the change since last year follows."""


class ChartDefinition(Definition, frozen=True):
    """A chart in a section, after its first part: figures of units, of two years, or beside one another."""

    title: str
    figures: tuple[str, ...]
    """Fields of the section, all of one unit."""
    by: Literal["units", "years", "figures"] = "units"
    """What stands along the axis: the units summed, this year beside last, or the figures themselves."""
    kind: Literal["column", "bar", "line"] = "column"


class SentenceDefinition(Definition, frozen=True):
    """A sentence that an overlay adds to the wording of a section without copying it."""

    text: str
    after: str = ""
    """The field or group behind whose sentence it stands; without one it is the last paragraph of the section."""
    ends: bool = False
    """Whether it ends the paragraph of that sentence, instead of coming between it and the next."""
    scope: str = ""
    """The scope that brought it, to whatever wording the section has."""


class ScopeDefinition(Definition, frozen=True):
    """The parts by which figures are told besides the whole, under its name in scopes.yaml."""

    parts: tuple[str, ...] = ()
    """The names of the parts."""
    said: dict[str, str] = {}
    """How people call parts that they call otherwise; names of terms.yaml may stand in it."""
    whole: bool = False
    """Whether the parts make the whole."""
    called: str = "{part}{label}"
    """What the figure of a part is called."""
    trim: tuple[str, ...] = ()
    """Endings of what a whole is called that its unit says again: 人数 before 75人."""
    each: str = ""
    """What the name of each of many parts is called, where the official names them."""
    label: str = ""
    """What many parts are called together."""
    lead: str = ""
    """The sentence before their table."""

    def __post_init__(self) -> None:
        if bool(self.parts) == bool(self.each):
            raise ValueError("parts 和 each 要写其中一个")
        if twice := next((one for at, one in enumerate(self.parts) if one in self.parts[:at]), ""):
            raise ValueError(f"parts 里的「{twice}」写了两次，请只留一个")
        if odd := next((one for one in (*self.parts, self.each) if one and not one.isidentifier()), ""):
            raise ValueError(f"「{odd}」要作项目名，只能用汉字、字母和数字，不以数字开头；另有叫法的写在 said 里")
        if lost := next((one for one in self.said if one not in self.parts), ""):
            raise ValueError(f"said 里的「{lost}」不在 parts 里")
        try:
            self.called.format(part="", label="")
        except (LookupError, ValueError) as fault:
            raise ValueError("called 里只能用 {part} 和 {label}") from fault
        if self.each and not (self.label and self.lead):
            raise ValueError("写了 each，就要有 label 和 lead")


class SectionDefinition(Definition, frozen=True):
    """sections/NAME/form.yaml: one business."""

    key: str
    """The key under which a form fills it in."""
    fields: dict[str, Any]
    aliases: tuple[str, ...] = ()
    always: bool = False
    """Whether it prints something even when nothing of it is filled in."""
    heading: str = ""
    """Its heading, which may hold terms; empty for a section without one."""
    styles: Headings = {}
    """Its headings in other styles."""
    topics: tuple[TopicDefinition, ...] = ()
    """Clauses of the sentence that opens it, those that weigh most first."""
    help: str = ""
    since: int | None = field(default=None, name="from")
    """First year in which the office reports it; the blank form leaves it out before."""
    until: int | None = None
    """Last year in which the office reports it; the blank form leaves it out after."""
    placed: str = ""
    """The field by which each record of ``direct`` says where in the paper it stands."""
    direct: str = ""
    """The field that takes what is written directly under the section's key."""
    tells: tuple[str, ...] = ()
    """Keys of sections of which it prints something, so that it stands in a paper that fills in only those."""
    checks: tuple[RuleDefinition, ...] = ()
    scopes: dict[str, tuple[str, ...]] = {}
    """Names of scopes.yaml, and which figures are told by those parts too."""
    sentences: tuple[SentenceDefinition, ...] = ()
    """Sentences besides those of section.md."""
    annex: AnnexDefinition | None = None
    charts: tuple[ChartDefinition, ...] = ()


class PairDefinition(Definition, frozen=True):
    """Two fields of one group that are normally reported together."""

    given: str
    missing: str
    message: str
    unless: tuple[str, ...] = ()
    """Other fields of the group that serve as well as the missing one."""


class PlausibleDefinition(Definition, frozen=True):
    """How large figures of one kind can be, unless something was mistyped; in the unit of their field."""

    per: dict[str, tuple[str, str]] = {}
    """The least and the most for each of what the field's ``per`` counts, by its unit; * for any other."""
    alone: str = "0"
    """The least where nothing is counted beside it."""
    between: tuple[str, str] | None = None
    """The least and the most of the figure itself."""
    units: dict[str, tuple[str, str]] = {}
    """The same for fields in one unit: 元/月."""

    def __post_init__(self) -> None:
        for least, most in (
            *self.per.values(),
            *self.units.values(),
            (self.alone, self.alone),
            self.between or ("0", "0"),
        ):
            read_span(least, most)


class ChecksDefinition(Definition, frozen=True):
    """checks.yaml: what holds for every section."""

    pairs: tuple[PairDefinition, ...] = ()
    plausible: dict[KindName, PlausibleDefinition] = {}
    """By kind of field."""
    same: tuple[tuple[str, ...], ...] = ()
    """Fields of several sections that are one thing, by their paths: a paper that tells it by two numbers is asked why."""


class TermDefinition(Definition, frozen=True):
    """A name with the years it was in use; an open end is left out."""

    name: str
    since: int | None = field(default=None, name="from")
    until: int | None = None


Units = dict[str, UnitDefinition]
"""units.yaml."""
Scopes = dict[str, ScopeDefinition]
"""scopes.yaml."""
Terms = dict[str, Annotated[tuple[TermDefinition, ...], Meta(min_length=1)]]
"""terms.yaml."""

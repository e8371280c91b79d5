"""Every number that stands in a document, and where it came from.

A figure of the form was typed in a field or follows from others; a date or a year was typed or follows from them;
a number in a sentence of the official's own is told by him; what is left the template wrote itself. What zongjie
counts, 一、, 1., 图1, 附件2, is no number of the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from generator.document.tree import Document, FigureText, Source, Text
from generator.document.walk import TYPED_AS, Line, walk
from generator.figures.values import OF_UNIT, Day, Figure, Passage, Value, Words
from generator.form.coverage import STOCK_DAY
from generator.form.form import Form
from generator.language.context import ADDED, RATIO
from generator.library.library import Section
from generator.problem import Place, spell_path
from generator.reckoning.lacking import lacking_units
from generator.reckoning.unit_days import list_units
from generator.trust.numbers import Excerpt, found_in, number_pattern, numbers_in
from generator.wording.atoms import DIGIT

PERIOD = ("年度", "期间")
FOLLOWS = {
    "署名": ("单位",), "自称": ("单位",), "全域": ("单位",), "下年": ("年度",), "本年": ("期间",), "上年同期": ("期间",),
    "报告期": PERIOD, "总结期": PERIOD, "起止": PERIOD, "截至": PERIOD, "下期": PERIOD,
}  # fmt: skip
"""What a name of the context follows from when it was not typed itself."""
TOLD, WRITTEN, WAITS = "自述", "模板", "待填"
"""How an origin begins that is a sentence of the official's own, the template itself, a blank of a draft."""


class Traced(Struct, frozen=True):
    """A number that stands in a document, and where it came from."""

    text: str
    """As it prints, with its unit."""
    origin: str
    line: Line
    start: int
    end: int
    """Where it stands among the inlines of its line."""
    path: str
    """The field or the name of the context it came from; empty when the template wrote it."""
    is_figure: bool
    """Whether it is a figure of the form, and not a date or a number in words."""


def trace(document: Document, form: Form) -> Iterator[Traced]:
    """Every number of a document in reading order, and every figure that prints without one."""
    units = (leaf.unit.name for leaf in form.library.whole.leaves() if leaf.unit)
    tracer = _Tracer(form, number_pattern((*form.library.units, *units)), tuple(_writings(form)))
    return (traced for line in walk(document) for traced in tracer.line(line))


def told_once(document: Document | None, form: Form | None) -> Iterator[Traced]:
    """Every number of a document, when there is one, in reading order; what is no figure is told once."""
    told: set[tuple[str, str]] = set()
    for one in trace(document, form) if document and form else ():
        pair = one.text, one.origin
        if one.is_figure or pair not in told:
            yield one
        if not one.is_figure:
            told.add(pair)


def origins(document: Document | None, form: Form | None) -> Iterator[tuple[str, str]]:
    """Each number as it prints and where it came from, in reading order; what is no figure is told once."""
    return ((one.text, one.origin) for one in told_once(document, form))


class _Writing(Struct, frozen=True):
    """A text that may print as it is, and who wrote it."""

    text: str
    said: str
    section: Section | None = None
    """The section whose wording it is; the line where it was written is told with it."""


def _writings(form: Form) -> Iterator[_Writing]:
    """What templates write, and what of the head is printed without its path."""
    library, year = form.library, form.head.year
    report = f"{WRITTEN} reports/{library.report_name}.yaml"
    for section in (*form.sections, library.custom):
        definition = section.definition
        yield _Writing(section.wording, f"{WRITTEN} {section.wording_file}", section)
        titles = (section.heading, *section.groups, *(chart.title for chart in definition.charts))
        labels = (form.label(leaf) for leaf in section.root.leaves())
        for text in (*titles, *labels, definition.annex.name if definition.annex else ""):
            yield _Writing(text, f"{WRITTEN} {section.file}")
    yield from (_Writing(text, report) for text in (library.report.title, library.report.business))
    yield from (_Writing(text, f"{WRITTEN} terms.yaml") for text in library.terms_of(year).values())
    yield from (_Writing(one.text, _typed_at(one.place, form.file, path)) for path, one in form.head.typed.items())
    yield from (_Writing(f"{one}年", _follows(PERIOD[:1], form)) for one in (year, year - 1) if year) if year else ()
    yield from (
        _Writing(town.name, _typed_at(town.head.unit.place, form.file)) for town in form.towns if town.head.unit
    )


class _Tracer(Struct):
    """Goes over the lines of one document, and remembers how far it has come in each text."""

    form: Form
    pattern: re.Pattern[str]
    writings: tuple[_Writing, ...]
    reached: dict[str, int] = field(default_factory=dict)

    def line(self, line: Line) -> Iterator[Traced]:
        """The numbers of a line."""
        start = 0
        for inline in line.inlines:
            if isinstance(inline, FigureText):
                yield Traced(inline.text, self.figure(inline), line, start, start + len(inline.text), inline.path, True)
            elif DIGIT.search(inline.text):
                for path, excerpt in _stretches(inline, TYPED_AS.get(line.part, "")):
                    for number, origin in self.numbers(path, excerpt, inline.pending):
                        at = start + excerpt.start + number.start
                        yield Traced(number.text, origin, line, at, at + len(number.text), path, False)
            start += len(inline.text)

    def figure(self, figure: FigureText) -> str:
        """Where a figure of the form came from."""
        value = self.form.value(figure.path)
        return _origin(value, figure.path, self.form.file) if isinstance(value, Figure) else self.rate(figure.path)

    def rate(self, path: str) -> str:
        """Which figures a share or a comparison came from, and of which units where not all gave both."""
        lacking = lacking_units(self.form, path)
        given = [town.name for town in self.form.towns if town.name not in lacking] if lacking else []
        return f"{_ratio(path)}{f'（只算{list_units(given)}）' if given else ''}"

    def numbers(self, path: str, excerpt: Excerpt, waits: bool) -> Iterator[tuple[Excerpt, str]]:
        """The numbers of a stretch of words from ``path``; a date or a name of the context is one as a whole."""
        words = Excerpt(excerpt.text, 0, len(excerpt.text))
        value = self.form.typed(path) if path else None
        if not DIGIT.search(words.text):
            return
        if waits or isinstance(value, Day) or (isinstance(value, Words) and value.context):
            yield words, self.said(path, value)
        elif value is None and _named(path) in FOLLOWS:
            yield words, self.followed(path)
        elif isinstance(value, Words | Passage):
            yield from ((number, self.told(number, value, path)) for number in numbers_in(words.text, self.pattern))
        else:
            yield from ((number, self.written(number)) for number in numbers_in(words.text, self.pattern))

    def said(self, path: str, value: Value | None) -> str:
        """Where a date or a name of the context was typed, or which blank waits for it."""
        if isinstance(value, Words | Day):
            return _typed_at(value.place, self.form.file, path)
        return self.followed(path) if _named(path) in FOLLOWS else f"{WAITS} {_spelled(path)}"

    def followed(self, path: str) -> str:
        """What a name of the context follows from that was not typed, or holds for its section."""
        return _follows(FOLLOWS[_named(path)], self.form, path.rpartition(".")[0])

    def told(self, number: Excerpt, value: Words | Passage, path: str) -> str:
        """The line of the official's own text in which a number stands, or the phrase he chose."""
        typed = _typed_at(self.place(number, value), self.form.file, path)
        leaf = self.form.library.field(path) or self.form.library.field(path.rpartition(".")[0])
        if leaf and any(value.text in leaf.ways_to_say(one) for one in leaf.phrases.values()):
            return f"{WRITTEN} {leaf.place.file}，{typed}选用"
        return f"{TOLD} {typed}"

    def place(self, number: Excerpt, value: Words | Passage) -> Place:
        """Where in the text of a value a number stands: as the words around it say, else behind the one before."""
        spot, reached = value.place.spot, self.reached.get(value.path, 0)
        digits = number.number
        found = found_in(digits, value.text) if spot.begins else ()
        best = max(found, key=lambda one: (digits.likeness(one), one.start >= reached, -one.start), default=None)
        if best is None:
            return value.place
        self.reached[value.path] = best.end
        return value.place._replace(spot=spot.of_line(value.text.count("\n", 0, best.start)))

    def written(self, number: Excerpt) -> str:
        """The file of the template that writes a number."""
        digits = number.number
        found = (
            (digits.likeness(one), writing, one) for writing in self.writings for one in found_in(digits, writing.text)
        )
        likeness, writing, one = max(found, key=lambda found: found[0], default=(0, None, None))
        if writing is None or not (likeness or digits.is_whole):
            return WRITTEN
        if writing.section is None or one is None:
            return writing.said
        place = writing.section.written_at(writing.text.count("\n", 0, one.start) + 1)
        return f"{WRITTEN} {place.spot.behind(place.file)}"


def _stretches(text: Text, element: str) -> Iterator[tuple[str, Excerpt]]:
    """The parts of a text by where they came from; what came from nowhere else is the element's."""
    sources = text.sources or (Source(0, len(text.text), element),)
    end = 0
    for source in sources:
        yield "", Excerpt(text.text, end, source.start)
        yield source.path, Excerpt(text.text, source.start, source.end)
        end = source.end
    yield "", Excerpt(text.text, end, len(text.text))


def _named(path: str) -> str:
    """The name of the context that a path ends in, behind the section whose time it tells."""
    return path.rpartition(".")[2]


def _follows(names: tuple[str, ...], form: Form, section: str = "") -> str:
    """What something follows from that was not typed: 由年度（第3行）和期间推出; of a section, by what holds for it."""
    typed = [form.head.typed.get(f"{section}.{name}") or form.head.typed.get(name) for name in names]
    parts = [f"{name}（{one.place.spot.said}）" if one else name for name, one in zip(names, typed, strict=True)]
    day = form.covered(section).day if section else None
    parts += [f"{STOCK_DAY}（{day.place.spot.said}）"] if day and PERIOD[-1] in names else []
    *others, last = parts
    return f"由{'、'.join(others)}{'和' if others else ''}{last}推出"


def _typed_at(place: Place, file: str, path: str = "") -> str:
    """The line something was typed in, with its file where that is another than the form's, and its field."""
    where = place.spot.said if place.file == file else place.spot.behind(place.file)
    return f"{where} {_spelled(path)}" if path else where


def _ratio(path: str) -> str:
    sides = [ADDED.join(map(_spelled, one.split(ADDED))) for one in path.split(RATIO)]
    return f"由{'和'.join(sides)}算出"


def _spelled(path: str) -> str:
    """A path as a reader takes it: 甲镇的低保·城镇·人数."""
    path, _, owner = path.partition(OF_UNIT)
    return f"{owner}的{spell_path(path)}" if owner else spell_path(path)


def _origin(figure: Figure, path: str, file: str) -> str:
    """Where a figure was typed, or which others it came from."""
    if not figure.parts:
        return _typed_at(figure.place, file, path)
    if figure.is_over_units:
        parts = "、".join(f"{part.owner}{part.text}（{_spots(part, file)}）" for part in figure.parts)
        return f"{_spelled(path)}，由{len(figure.parts)}个单位汇总：{parts}"
    parts = "、".join(f"{one.text}（{_step(one, file)}）" for one in figure.parts)
    return f"{_spelled(path)}，由{parts}算出"


def _step(part: Figure, file: str) -> str:
    """Where a part of a formula came from; a sum over units is explained where it stands itself."""
    if part.parts:
        owners = sum(1 for one in part.parts if one.owner)
        return f"{owners}个单位汇总" if owners else _spots(part, file)
    return _typed_at(part.place, file)


def _spots(figure: Figure, file: str) -> str:
    return "、".join(dict.fromkeys(_typed_at(one.place, file) for one in figure.typed))

"""A filled form: nodes and a library in, values and problems out."""

from __future__ import annotations

from collections.abc import Container
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from generator.chinese.script import to_simplified, to_traditional
from generator.figures.dates import Period
from generator.figures.saying import as_said
from generator.figures.unfinished import is_blank
from generator.figures.values import (
    LAST,
    OF_UNIT,
    Day,
    Figure,
    Pending,
    Record,
    Records,
    Value,
    Words,
    hole,
    waiting_for,
)
from generator.form.annexes import OFFICIAL
from generator.form.coverage import SECTION_PERIOD, STOCK_DAY, Coverage
from generator.form.field_values import is_empty
from generator.form.head import ANSWERS, HEAD, NAMES, Head, unsigned
from generator.form.headless import are_in_order, headless_runs, lines_astray
from generator.form.homes import Stray
from generator.form.instalments import in_instalments
from generator.form.notes import NotesReader
from generator.form.official import KEYS, Official, read_official
from generator.form.remarks import remark_problems
from generator.form.strays import (
    belongs_below,
    cure_below,
    cure_in_section,
    cure_of_whole,
    inner_of,
    is_astray,
    taken_in,
    two_in_one,
)
from generator.form.top_keys import Blocks, cure_at_top
from generator.language.fields import Field, Group
from generator.language.typed import Frame
from generator.library.library import Library, Section
from generator.problem import Place, Problem, error
from generator.reading.nodes import Mapping, Node, Scalar, Sequence

STEADY = "standard"
"""The kind of field whose figures hold whatever months they are told of."""
NO_LINES: frozenset[int] = frozenset()
WHOLE_GROUP = "*"
"""Stands for a field where something was typed for a group as a whole."""


class Form(Struct, frozen=True, eq=False, dict=True):
    """All that one official filled in."""

    file: str
    library: Library
    head: Head
    values: dict[str, Value]
    """What was filled in, by dotted path; a blank is not there."""
    answers: dict[str, Words]
    """Explanations of warnings by the path they speak of."""
    stock_days: dict[str, Day]
    """截至 of single sections, by section key."""
    periods: dict[str, Period] = field(default_factory=dict)
    """期间 of single sections, by section key."""
    masked: frozenset[str] = frozenset()
    """Paths of figures and dates that were typed with ×× in them."""
    own_terms: dict[str, str] = field(default_factory=dict)
    """用词: names this form uses instead of those of its year."""
    official: Official = field(default_factory=Official)
    """公文: what stands around the summary on the page."""
    denied: frozenset[str] = frozenset()
    """Groups that were answered 无: there is nothing of them."""
    unread: frozenset[str] = frozenset()
    """Paths where something was typed that cannot be read."""
    retold: frozenset[int] = frozenset()
    """Lines of which all is said with one above them, what the look for slips said too."""
    absent: frozenset[str] = frozenset()
    """Groups that count as having nothing in them, so that the totals they are a side of follow from the others."""
    repeats: frozenset[str] = frozenset()
    """Paths of totals that only repeat their one side; rules and other forms know them, a sentence says the side."""
    last: Form | None = None
    """The same unit's form of the year before, when there is one to compare with."""
    towns: tuple[Form, ...] = ()
    """The forms it sums, one for each unit, when it names any."""
    apart: frozenset[str] = frozenset()
    """The sections whose figures are of other months than last year's, so that they are not compared."""

    @property
    def name(self) -> str:
        """The unit that reports, as it is named among others."""
        return self.head.unit.text if self.head.unit else self.file

    def value(self, path: str) -> Value | None:
        """What was filled in at ``path``, which may begin with 上年 or end in a unit; None when nothing was."""
        if path.startswith(LAST):
            before = path[len(LAST) :]
            last = self.last.value(before) if self.last and not self.is_apart(before) else None
            summed = None if last else self.value(before)  # where it was summed, this year's has last year's beside it
            return summed.last if isinstance(summed, Figure) else last
        if OF_UNIT in path:
            whole, _, owner = path.partition(OF_UNIT)
            figure = self.values.get(whole)
            units = figure.units if isinstance(figure, Figure) else ()
            return next((part for part in units if part.owner == owner), None)
        return self.values.get(path)

    def typed(self, path: str) -> Value | None:
        """What was typed at ``path``: in a field or an item of it, at the head, in 公文, in the form of a unit."""
        value = self.value(path)
        if value is None and OF_UNIT in path:
            own, _, owner = path.partition(OF_UNIT)
            return next((town.typed(own) for town in self.towns if town.name == owner), None)
        if value is None:
            items = self.value(path.rpartition(".")[0])
            listed = items if isinstance(items, tuple) else ()
            value = next((one for one in listed if isinstance(one, Words) and path.endswith(one.path)), None)
        key, _, name = path.partition(".")
        noted = self.answers.get(name) if key == ANSWERS else self.stock_days.get(key) if name == STOCK_DAY else None
        elsewhere = (self.head.typed.get(path), self.official.typed.get(path), noted)
        return next((one for one in (value, *elsewhere) if one is not None), None)

    def filled(self, leaf: Field, path: str = "") -> Value | tuple[Record, ...] | None:
        """What was filled in for a field, in one record at ``path``; records as templates take them, None for a blank."""
        found = self.values.get(path or leaf.path)
        if not isinstance(found, Records) or leaf.record is None:
            return found
        inner = tuple(leaf.record.leaves())
        return tuple({one.name: self._held(one, f"{record}.{one.name}") for one in inner} for record in found.paths)

    def _held(self, leaf: Field, path: str) -> Value | tuple[Record, ...]:
        found = self.filled(leaf, path)
        return hole(path) if found is None else found

    def in_records(self, path: str) -> tuple[Figure | None, ...]:
        """What each record has for a field of theirs, as 救灾.灾害.受灾人口; None for one that left it blank."""
        where, _, name = path.rpartition(".")
        records = self.values.get(where)
        held = [self.values.get(f"{one}.{name}") for one in records.paths] if isinstance(records, Records) else []
        return tuple(one if isinstance(one, Figure) else None for one in held)

    def lacks(self, path: str) -> bool:
        """Whether ``path`` stands in a group that counts as absent."""
        return any(path.startswith(f"{group}.") for group in self.absent)

    def part_at(self, path: str) -> Figure | None:
        """Its figure at ``path`` as one part of a sum over units, which says whose it is."""
        figure = self.values.get(path)
        return replace(figure, owner=self.name) if isinstance(figure, Figure) else None

    def label(self, leaf: Field) -> str:
        """What a field is called in a form of its year."""
        return self.library.say(leaf.label, self.head.year)

    @property
    def place_of_sums(self) -> Place:
        """Where it says which forms it sums."""
        return self.head.sources[0].place if self.head.sources else Place(self.file)

    def covered(self, key: str = "") -> Coverage:
        """What the figures of a section are of, by the nearest 截至 and 期间; of the form itself without a ``key``."""
        if key not in self.periods and key not in self.stock_days:
            return self._usually_covered
        own = self.periods.get(key)
        return self._coverage(own, self.stock_days.get(key) or (None if own else self.head.stock_day))

    @cached_property
    def _usually_covered(self) -> Coverage:
        """What the figures of sections are of that say nothing of it themselves."""
        return self._coverage(None, self.head.stock_day)

    def _coverage(self, own: Period | None, day: Day | None) -> Coverage:
        period = own or self.head.period
        last = day.moment.last if day else None
        if day and last and last.year == (self.head.year or last.year):
            first, end = period.days(last.year)
            if first <= last < end:
                period = self.library.wording.period_texts.until(period, day.moment)
        return Coverage(period, day, bool(own or day))

    def is_apart(self, path: str) -> bool:
        """Whether the figure at ``path`` says nothing beside last year's, being of other months."""
        leaf = self.library.field(path) if self.apart else None
        return leaf is not None and path.partition(".")[0] in self.apart and leaf.definition.kind != STEADY

    @cached_property
    def sections(self) -> list[Section]:
        """The sections that something was filled in for, and those that print without, in order."""
        filled = {path.partition(".")[0] for path in (*self.values, *self.stock_days, *self.masked)}
        return [
            one
            for one in self.library.sections
            if one.definition.always or one.key in filled or not filled.isdisjoint(one.definition.tells)
        ]

    @property
    def terms(self) -> dict[str, str]:
        """Each term as this form calls it."""
        return {**self.library.terms_of(self.head.year), **self.own_terms}

    def tree(self, group: Group, draft: bool = False) -> dict[str, object]:
        """The values of a group as nested dicts, with holes where nothing was filled in.

        In a ``draft`` a required field that is blank is pending instead of a hole.
        """
        found: dict[str, object] = dict(group.blank)
        for name, child in group.children.items():
            if isinstance(child, Group):
                found |= dict.fromkeys((name, *child.aliases), self.tree(child, draft))
            elif draft or child.path in self.values:
                found |= dict.fromkeys((name, *child.aliases), self._told(child, draft))
        return found

    def _told(self, leaf: Field, draft: bool) -> object:
        """What templates tell of a field."""
        value = self.values.get(leaf.path)
        if value is None or leaf.path in self.repeats:
            waits = draft and (leaf.definition.required or leaf.path in self.masked)
            return Pending(waiting_for(self.label(leaf)), leaf.path) if waits else hole(leaf.path)
        if isinstance(value, Figure):
            return as_said(value, leaf.definition.each, leaf.definition.unit)
        return self.filled(leaf) if isinstance(value, Records) else value


def read_form(
    root: Mapping, file: str, library: Library, is_traditional: bool = False, mended: Container[int] = ()
) -> tuple[Form, list[Problem]]:
    """The form that ``root`` writes, and everything in it that cannot be read.

    With ``is_traditional`` its figures, choices and dates are read in Traditional characters. ``mended`` are lines that
    stand elsewhere than they were typed.
    """
    frame = Frame(library.units)
    if is_traditional:
        frame = replace(frame, simplify=to_simplified, restore=to_traditional)
    reader = _Reader(file, library, frame, root, mended)
    head = reader.read_head(root)
    reader.read_sections()
    official, faults = read_official(root.get(OFFICIAL), file, head.date, frame, head.signature)
    reader.problems += faults
    reader.read_terms(root.get(NAMES))
    reader.read_answers(root.get(ANSWERS))
    reader.problems += unsigned(root, file, head.year) if reader.values else ()
    remarks = remark_problems(root, file, library, head.year)
    reader.problems += [one for one in remarks if one.place.spot.line not in reader.retold]
    form = Form(
        file,
        library,
        head,
        reader.values,
        reader.answers,
        reader.stock_days,
        reader.periods,
        frozenset(reader.masked),
        reader.own_terms,
        official,
        frozenset(reader.denied),
        frozenset(reader.unread),
        retold=frozenset(reader.retold),
    )
    return form, reader.problems


class _Reader(NotesReader):
    """Collects the values and problems of one form: its sections, terms and explanations."""

    def __init__(self, file: str, library: Library, frame: Frame, root: Mapping, mended: Container[int]) -> None:
        super().__init__(file, library, frame)
        self.root = root
        self.mended = mended
        """Lines that do not stand as they were typed."""

    def stray(self, key: Scalar, node: Node) -> Stray:
        """A key that may belong elsewhere, with what was typed behind it."""
        return Stray(key, node, self.frame, self.taken)

    @cached_property
    def taken(self) -> frozenset[str]:
        """The paths of all that was typed in the sections of the form."""
        return taken_in(self.root, self.library)

    def read_sections(self) -> None:
        """Reads all that stands at the top of a form besides its head."""
        last: Section | None = None
        waiting: tuple[tuple[Scalar, Group], ...] = ()
        """The empty section just above, and a group that belongs under it and is as empty."""
        missed = self.headless(None, self.root)
        for key, node in self.root.entries:
            section = self.library.section(key.text)
            if key.spot.line in missed:
                continue
            if key.text in HEAD:
                last, waiting = None, ()
            elif waiting and is_astray(self.stray(key, node), [group for _, group in waiting], section):
                what = f"「{key.text}」没有缩进。" if section else f"不认识「{key.text}」。"
                advice = cure_below(self.stray(key, node), *waiting)
                self.problems.append(error(Place(self.file, key.spot), what, advice))
                inner = inner_of(waiting[0][1].find(key.text))
                waiting = (*waiting[:1], (key, inner)) if inner and is_empty(node) else waiting
            elif section is None:
                advice = cure_at_top(self.stray(key, node), self.library, self.blocks, last)
                self.problems.append(error(Place(self.file, key.spot), f"不认识「{key.text}」。", advice))
            else:
                last, waiting = section, ((key, section.root),) if is_empty(node) else ()
                self.read_section(section, key, node)

    @property
    def blocks(self) -> Blocks:
        """The keys of the head, and what may stand below them."""
        below = {OFFICIAL: KEYS.__contains__, NAMES: self.library.terms.__contains__, ANSWERS: self.library.answerable}
        return {key: below.get(key) for key in HEAD}

    def read_section(self, section: Section, key: Scalar, node: Node) -> None:
        direct = section.definition.direct
        if isinstance(node, Scalar) and is_blank(node.text):
            return
        if isinstance(node, Mapping):
            self.read_group(section.root, node, section)
        elif direct:
            leaf = section.root.find(direct)
            assert isinstance(leaf, Field)
            self.read_leaf(leaf, node, key.spot)
        elif not self.says_nothing(section.root, node):
            self._not_a_mapping(section.root, key, node)

    def _not_a_mapping(self, group: Group, key: Scalar, node: Node, above: Group | None = None) -> None:
        self.unread.add(f"{group.path}.{WHOLE_GROUP}")
        what = "下面应当分项填写，现在是一列。" if isinstance(node, Sequence) else "下面应当分项填写，现在是一段文字。"
        stray = Stray(key, node, self.frame)
        self.problems.append(error(Place(self.file, node.spot, group.path), what, cure_of_whole(stray, group, above)))

    def read_group(self, group: Group, node: Mapping, section: Section) -> None:
        empty: tuple[Scalar, Group] | None = None
        """The key just above, when it is one that takes others below it and nothing was typed for it."""
        missed, apart = self.headless(group, node), self.apart(group, node, section.root)
        for key, value in node.entries:
            child = group.find(key.text)
            if key.spot.line in missed or key.text in apart:
                continue
            if child is None and group is section.root and key.text in (STOCK_DAY, SECTION_PERIOD):
                self.section_coverage(section.key, key.text, value)
            elif child is None:
                self.unknown_field(self.stray(key, value), group, section, empty)
                continue
            elif isinstance(child, Field) and (
                fault := two_in_one(key, value, group) or in_instalments(child, value, section.root)
            ):
                self.unread.add(child.path)
                self.fault(value.spot, child.path, fault)
            elif isinstance(child, Field):
                self.read_leaf(child, value, key.spot)
            elif isinstance(value, Mapping):
                self.read_group(child, value, section)
            elif not (is_empty(value) or self.says_nothing(child, value)):
                self._not_a_mapping(child, key, value, group)
            inner = inner_of(child)
            empty = (key, inner) if inner and is_empty(value) else None

    @cached_property
    def untyped(self) -> tuple[Group, ...]:
        """The sections that the form does not name."""
        typed = {key.text for key, _ in self.root.entries}
        return tuple(one.root for one in self.library.sections if one.key not in typed)

    def headless(self, group: Group | None, node: Mapping) -> frozenset[int]:
        """Reports entries whose line above is missing, in a group or at the top; the lines of those entries."""
        if are_in_order(group, node, self.library):
            return NO_LINES
        found = headless_runs(group, node, self.untyped, self.library, self.mended)
        lines: set[int] = set()
        for run, fault in found:
            self.problems.append(
                error(Place(self.file, run[0][0].spot, group.path if group else ""), fault.what, fault.advice)
            )
            self.unread |= {f"{group.path}.{key.text}" if group else key.text for key, _ in run}
            lines |= set(lines_astray(run))
        self.retold |= lines
        return frozenset(lines)

    def unknown_field(self, stray: Stray, group: Group, section: Section, empty: tuple[Scalar, Group] | None) -> None:
        """Reports a key that ``group`` does not have; ``empty`` is the one above it that still waits for its fields."""
        self.unread.add(f"{group.path}.{stray.key.text}")
        if stray.key.text in (STOCK_DAY, SECTION_PERIOD):
            advice = f"它管一整节，应当缩进写在「{section.key}」下面。"
        elif empty and belongs_below(stray, empty[1]):
            advice = cure_below(stray, empty)
        else:
            advice = cure_in_section(stray, group, section.root, self.library, (STOCK_DAY, SECTION_PERIOD))
        place = Place(self.file, stray.key.spot, group.path)
        self.problems.append(error(place, f"不认识「{stray.key.text}」。", advice))

"""A filled form: nodes and a library in, values and problems out."""

from __future__ import annotations

from functools import cached_property, lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from generator.chinese.script import to_simplified, to_traditional
from generator.figures.dates import Period
from generator.figures.quantity import ZERO_WORDS
from generator.figures.unfinished import is_blank
from generator.figures.values import (
    LAST,
    OF_UNIT,
    Day,
    Figure,
    Hole,
    Pending,
    Record,
    Records,
    Value,
    Words,
    waiting_for,
)
from generator.form.annexes import OFFICIAL
from generator.form.coverage import SECTION_PERIOD, STOCK_DAY, Coverage
from generator.form.field_values import is_empty
from generator.form.head import ANSWERS, HEAD, NAMES, Head, HeadReader
from generator.form.homes import Stray
from generator.form.official import KEYS, Official, read_official
from generator.form.remarks import remark_problems
from generator.form.strays import (
    Blocks,
    belongs_below,
    cure_at_top,
    cure_below,
    cure_in_section,
    cure_of_whole,
    inner_of,
    is_astray,
    taken_in,
)
from generator.library.fields import Field, Group
from generator.library.library import Library, Section
from generator.library.typed import Frame
from generator.problem import Place, Problem, error, nearest
from generator.reading.nodes import Mapping, Node, Scalar, Sequence

STEADY = "standard"
"""The kind of field whose figures hold whatever months they are told of."""
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
            return last or self._last_total(before)
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
        elsewhere = (self.head.typed.get(path), self.official.typed.get(path), self._stock_day(path))
        return next((one for one in (value, *elsewhere) if one is not None), None)

    def _stock_day(self, path: str) -> Day | None:
        section, _, name = path.partition(".")
        return self.stock_days.get(section) if name == STOCK_DAY else None

    def filled(self, leaf: Field, path: str = "") -> Value | tuple[Record, ...] | None:
        """What was filled in for a field, in one record at ``path``; records as templates take them, None for a blank."""
        found = self.values.get(path or leaf.path)
        if not isinstance(found, Records) or leaf.record is None:
            return found
        inner = tuple(leaf.record.leaves())
        return tuple({one.name: self._held(one, f"{record}.{one.name}") for one in inner} for record in found.paths)

    def _held(self, leaf: Field, path: str) -> Value | tuple[Record, ...]:
        found = self.filled(leaf, path)
        return _hole(path) if found is None else found

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

    def _last_total(self, path: str) -> Figure | None:
        """Last year's figure beside this year's, where it was summed and no form of last year has it."""
        figure = self.value(path)
        return figure.last if isinstance(figure, Figure) else None

    def covered(self, key: str = "") -> Coverage:
        """What the figures of a section are of, by the nearest 截至 and 期间; of the form itself without a ``key``."""
        own = self.periods.get(key)
        period = own or self.head.period
        day = self.stock_days.get(key) or (None if own else self.head.stock_day)
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
        return [one for one in self.library.sections if one.definition.always or one.key in filled]

    @property
    def terms(self) -> dict[str, str]:
        """Each term as this form calls it."""
        return {**self.library.terms_of(self.head.year), **self.own_terms}

    def tree(self, group: Group, draft: bool = False) -> dict[str, object]:
        """The values of a group as nested dicts, with holes where nothing was filled in.

        In a ``draft`` a required field that is blank is pending instead of a hole.
        """
        found: dict[str, object] = {}
        for name, child in group.children.items():
            if isinstance(child, Group):
                found[name] = self.tree(child, draft)
                continue
            value: object = self.values.get(child.path)
            if isinstance(value, Records):
                value = self.filled(child)
            if value is None or child.path in self.repeats:
                waits = draft and (child.definition.required or child.path in self.masked)
                value = Pending(waiting_for(child.label), child.path) if waits else _hole(child.path)
            found[name] = value
            for alias in child.definition.aliases:
                found[alias] = value
        return found


@lru_cache(maxsize=4096)
def _hole(path: str) -> Hole:
    """The blank at ``path``, the same in every form."""
    return Hole(path)


def read_form(root: Mapping, file: str, library: Library, is_traditional: bool = False) -> tuple[Form, list[Problem]]:
    """The form that ``root`` writes, and everything in it that cannot be read.

    With ``is_traditional`` its figures, choices and dates are read in Traditional characters.
    """
    frame = Frame(library.units)
    if is_traditional:
        frame = replace(frame, simplify=to_simplified, restore=to_traditional)
    reader = _Reader(file, library, frame, root)
    head = reader.read_head(root)
    reader.read_sections()
    official, faults = read_official(root.get(OFFICIAL), file, head.date, frame)
    reader.problems += faults
    reader.read_terms(root.get(NAMES))
    reader.read_answers(root.get(ANSWERS))
    reader.problems += remark_problems(root, file, library, head.year)
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
    )
    return form, reader.problems


class _Reader(HeadReader):
    """Collects the values and problems of one form: its sections, terms and explanations."""

    def __init__(self, file: str, library: Library, frame: Frame, root: Mapping) -> None:
        super().__init__(file, frame, library.whole, library.wording)
        self.library = library
        self.root = root
        self.answers: dict[str, Words] = {}
        self.own_terms: dict[str, str] = {}
        self.denied: set[str] = set()

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
        for key, node in self.root.entries:
            section = self.library.section(key.text)
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
        else:
            self._not_a_mapping(section.root, key, node)

    def _not_a_mapping(self, group: Group, key: Scalar, node: Node, above: Group | None = None) -> None:
        self.unread.add(f"{group.path}.{WHOLE_GROUP}")
        what = "下面应当分项填写，现在是一列。" if isinstance(node, Sequence) else "下面应当分项填写，现在是一段文字。"
        stray = Stray(key, node, self.frame)
        self.problems.append(error(Place(self.file, node.spot, group.path), what, cure_of_whole(stray, group, above)))

    def read_group(self, group: Group, node: Mapping, section: Section) -> None:
        empty: tuple[Scalar, Group] | None = None
        """The key just above, when it is one that takes others below it and nothing was typed for it."""
        for key, value in node.entries:
            child = group.find(key.text)
            if child is None and group is section.root and key.text in (STOCK_DAY, SECTION_PERIOD):
                self.section_coverage(section.key, key.text, value)
            elif child is None:
                self.unknown_field(self.stray(key, value), group, section, empty)
                continue
            elif isinstance(child, Field):
                self.read_leaf(child, value, key.spot)
            elif isinstance(value, Mapping):
                self.read_group(child, value, section)
            elif isinstance(value, Scalar) and self.frame.simplify(value.text.strip()) in ZERO_WORDS:
                self.denied.add(child.path)
            elif not is_empty(value):
                self._not_a_mapping(child, key, value, group)
            inner = inner_of(child)
            empty = (key, inner) if inner and is_empty(value) else None

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

    def read_terms(self, node: Node | None) -> None:
        """The names the form uses instead of those of its year."""
        if node is None or (isinstance(node, Scalar) and is_blank(node.text)):
            return
        if not isinstance(node, Mapping):
            place = Place(self.file, node.spot, "用词")
            self.problems.append(error(place, "应当分项写。", "请写成「供养对象: 五保老人」。"))
            return
        for key, value in node.entries:
            near = nearest(key.text, self.library.terms)
            if key.text not in self.library.terms:
                known = "、".join(self.library.terms)
                advice = f"是不是「{near}」？" if near else f"可以改叫法的有：{known}。"
                self.problems.append(error(Place(self.file, key.spot, "用词"), f"没有「{key.text}」这个词。", advice))
            elif name := self.words(value, Place(self.file, key.spot, "用词")):
                self.own_terms[key.text] = name
                self.typed[f"用词.{key.text}"] = Words(name, f"用词.{key.text}", Place(self.file, key.spot))

    def read_answers(self, node: Node | None) -> None:
        if node is None or (isinstance(node, Scalar) and (is_blank(node.text) or node.text in ZERO_WORDS)):
            return
        if not isinstance(node, Mapping):
            place = Place(self.file, node.spot, "核对说明")
            self.problems.append(error(place, "应当分项写。", "请写成「低保.农村.月发放额: 原因」。"))
            return
        for key, value in node.entries:
            path = key.text.replace("·", ".")
            place = Place(self.file, key.spot, "核对说明")
            if not self.library.answerable(path):
                every = [leaf.path for leaf in self.library.whole.leaves()]
                near = nearest(path, every)
                advice = f"是不是「{near}」？" if near else "请写明项目的路径，如「低保.农村.月发放额」。"
                self.problems.append(error(place, f"没有「{key.text}」这个项目。", advice))
            elif reason := self.words(value, place):
                self.answers[path] = Words(reason, path, place)

"""A filled form: nodes and a library in, values and problems out."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from generator.chinese.script import to_simplified, to_traditional
from generator.figures.dates import Period, ends_month
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
from generator.form.head import HEAD, Head, HeadReader
from generator.form.homes import homes_of
from generator.form.official import Official, read_official
from generator.form.remarks import remark_problems
from generator.library.fields import Field, Group
from generator.library.kinds import Frame
from generator.library.library import Library, Section
from generator.problem import Place, Problem, error, nearest, warning
from generator.reading.nodes import Mapping, Node, Scalar, Sequence

STOCK_DAY, SECTION_PERIOD = "截至", "期间"
"""The keys by which a section says as of which day it speaks, and of which months."""
STEADY = "standard"
"""The kind of field whose figures hold whatever months they are told of."""
WHOLE_GROUP = "*"
"""Stands for a field where something was typed for a group as a whole."""


class Coverage(Struct, frozen=True):
    """What figures are of: the months of what happened, and the day of what there is."""

    period: Period
    day: Day | None = None
    """截至 as typed, where it was."""
    stated: bool = False
    """Whether it was said on its own, and does not only follow from the period of the form."""

    @property
    def extent(self) -> tuple[tuple[int, int, int], tuple[int, int]]:
        """Its months and its day, the same for any year and however it is called."""
        months = self.period.first_month, self.period.last_month, self.period.last_day
        last = self.day.moment.last if self.day else None
        if last is None:
            return months, months[1:]
        return months, (last.month, 0 if ends_month(last) else last.day)


class Form(Struct, frozen=True, eq=False):
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

    def filled(self, leaf: Field) -> Value | tuple[Record, ...] | None:
        """What was filled in for a field, its records as templates take them; None when nothing was."""
        return self._filled(leaf, leaf.path)

    def _filled(self, leaf: Field, path: str) -> Value | tuple[Record, ...] | None:
        found = self.values.get(path)
        if not isinstance(found, Records) or leaf.record is None:
            return found
        inner = tuple(leaf.record.leaves())
        return tuple({one.name: self._held(one, f"{record}.{one.name}") for one in inner} for record in found.paths)

    def _held(self, leaf: Field, path: str) -> Value | tuple[Record, ...]:
        found = self._filled(leaf, path)
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

    @property
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
            value: object = None if child.path in self.repeats else self.filled(child)
            if value is None:
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
    reader = _Reader(file, library, frame)
    head = reader.read_head(root)
    for key, node in root.entries:
        if key.text in HEAD:
            continue
        section = library.section(key.text)
        if section is None:
            reader.unknown_section(key)
        else:
            reader.read_section(section, key, node)
    official, faults = read_official(root.get(OFFICIAL), file, head.date, frame)
    reader.problems += faults
    reader.read_terms(root.get("用词"))
    reader.read_answers(root.get("核对说明"))
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

    def __init__(self, file: str, library: Library, frame: Frame) -> None:
        super().__init__(file, frame, library.wording)
        self.library = library
        self.answers: dict[str, Words] = {}
        self.stock_days: dict[str, Day] = {}
        self.periods: dict[str, Period] = {}
        self.own_terms: dict[str, str] = {}
        self.denied: set[str] = set()

    def unknown_section(self, key: Scalar) -> None:
        known = [*HEAD, *(section.key for section in self.library.sections)]
        near = nearest(key.text, known)
        homes = homes_of(key.text, *(section.root for section in self.library.sections))
        if homes:
            advice = f"它应当缩进写在{homes}下面。"
        else:
            advice = f"是不是「{near}」？" if near else f"这份表单可以填：{'、'.join(known)}。"
        self.problems.append(error(Place(self.file, key.spot), f"不认识「{key.text}」。", advice))

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
            self._not_a_mapping(section.root, node)

    def _not_a_mapping(self, group: Group, node: Node) -> None:
        self.unread.add(f"{group.path}.{WHOLE_GROUP}")
        names = list(group.children)
        what = "下面应当分项填写，现在是一列。" if isinstance(node, Sequence) else "下面应当分项填写，现在是一段文字。"
        advice = f"请另起一行，缩进两格，逐项写「{names[0]}: 」「{names[min(1, len(names) - 1)]}: 」等。"
        if isinstance(node, Scalar) and "：" in node.text:
            advice = "看上去用了全角冒号，请改为半角冒号加空格。"
        self.problems.append(error(Place(self.file, node.spot, group.path), what, advice))

    def read_group(self, group: Group, node: Mapping, section: Section) -> None:
        for key, value in node.entries:
            child = group.find(key.text)
            if child is None and group is section.root and key.text in (STOCK_DAY, SECTION_PERIOD):
                self._section_coverage(section, key.text, value)
            elif child is None:
                self.unknown_field(group, key, section)
            elif isinstance(child, Field):
                self.read_leaf(child, value, key.spot)
            elif isinstance(value, Mapping):
                self.read_group(child, value, section)
            elif isinstance(value, Scalar) and self.frame.simplify(value.text.strip()) in ZERO_WORDS:
                self.denied.add(child.path)
            elif not (isinstance(value, Scalar) and is_blank(value.text)):
                self._not_a_mapping(child, value)

    def _section_coverage(self, section: Section, name: str, node: Node) -> None:
        """Takes the 截至 or 期间 that a section says of its own."""
        typed = self.line_of(node, name, f"{section.key}.{name}")
        if typed and name == STOCK_DAY and (day := self.day(typed)):
            self.stock_days[section.key] = replace(day, place=day.place.of(""))
        elif typed and name == SECTION_PERIOD and (period := self.period(typed)):
            self.periods[section.key] = period
            if not self.whole.first_month <= period.first_month <= period.last_month <= self.whole.last_month:
                what = f"期间「{typed.text}」超出了报告期（{self.whole.name}）。"
                self.problems.append(warning(typed.place, what, "文中会照此写明，请核对这一节的期间和表头的期间。"))

    def unknown_field(self, group: Group, key: Scalar, section: Section) -> None:
        self.unread.add(f"{group.path}.{key.text}")
        near = nearest(key.text, group.children)
        homes = homes_of(key.text, section.root)
        everywhere = (one.root for one in self.library.sections)
        if key.text in (STOCK_DAY, SECTION_PERIOD):
            advice = f"它管一整节，应当缩进写在「{section.key}」下面。"
        elif near and (key.text in near or not homes):
            advice = f"是不是「{near}」？"
        elif homes:
            advice = f"它应当写在{homes}下面。"
        elif self.library.section(key.text):
            advice = "它是单独的一节，请顶格书写。"
        elif homes := homes_of(key.text, *everywhere):
            advice = f"它应当写在{homes}下面。"
        else:
            advice = f"这里可以填：{'、'.join(group.children)}。"
        place = Place(self.file, key.spot, group.path)
        self.problems.append(error(place, f"不认识「{key.text}」。", advice))

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

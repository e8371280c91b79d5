"""The rules that sections and records declare, held against what was filled in.

A rule with a blank in it is silent, and a warning that the form explains becomes a notice with the explanation.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import lru_cache, partial
from itertools import chain

from msgspec import Struct

from generator.figures.dates import Period
from generator.figures.interval import NOTHING, Bounds
from generator.figures.over_units import units_of
from generator.figures.quantity import format_number
from generator.figures.values import LAST, Arithmetic, Day, Figure, Records, Value, Words
from generator.form.form import Form
from generator.language.budget import TemplateFault
from generator.language.fields import Field
from generator.language.sandbox import evaluate, nest, runnable
from generator.library.library import Rule, Section
from generator.problem import Place, Problem, Severity, error, explained
from generator.reckoning.sides import absent_units

DAYS = re.compile(r"(?<![\w.])期[初末](?![\w.])")
"""Where a rule names the first or last day of the period; a day as a number says nothing in a message."""
DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")
"""A dot between names, and not in a number."""
LONG_NUMBER = 100_000
"""From here on the digits of a number in a message are grouped, so that they can be compared."""


class Held(Struct, frozen=True):
    """One rule beside the values it names: those of a section, or of one record of it."""

    rule: Rule
    values: dict[str, Value | Bounds]
    """By the path the rule names."""
    frame: Callable[[dict[str, object]], dict[str, object]]
    """Values by path as its names stand for them."""
    about: str = ""
    """Of which record, as its message begins."""
    answered_at: str = ""
    """Another path under which the form may explain it."""


class Break(Struct, frozen=True):
    """A rule that the figures cannot meet."""

    problem: Problem
    same: tuple[object, ...]
    """What it says of which typed figures; a rule over a total says the same of the one side that the total repeats."""
    of_repeat: bool
    """Whether it speaks of such a total."""
    source: str
    """The rule."""


def check_rules(form: Form) -> Iterator[Problem]:
    """A problem for each declared rule that the figures cannot meet."""
    for section in form.sections:
        facts = _rule_facts(form, section.key)
        broken: list[Break] = []
        for held in _held(section, form, facts):
            try:
                found = None if evaluate(runnable(held.rule.source), _operands(held)) else _break_of(held, form)
            except TemplateFault as fault:
                yield error(held.rule.place, str(fault), "请检查这条核对的写法。")
            else:
                broken += [found] if found else []
        of_sides = {one.same for one in broken if not one.of_repeat}
        broken = [one for one in broken if not one.of_repeat or one.same not in of_sides]
        yield from (one.problem for one in broken if not any(_is_told_by(one, other) for other in broken))


def rules_by_path(form: Form) -> dict[str, list[str]]:
    """The rules that a form's figures were held against, by the path of each figure."""
    found: dict[str, list[str]] = {}
    for section in form.sections:
        for held in _held(section, form, {}):
            for path in held.values:
                found.setdefault(path, []).append(held.rule.source)
    return found


def _held(section: Section, form: Form, facts: dict[str, object]) -> Iterator[Held]:
    """Every rule of a section that has all it names."""
    for rule in section.rules:
        values = _values_of(rule, form) if rule.needed <= form.values.keys() else None
        if values is not None and not (form.towns and not _cover_the_same(form, rule.paths)):
            yield Held(rule, values, partial(_in_section, facts, section.key))
    for leaf, rules in section.record_rules:
        records = form.values.get(leaf.path)
        for record in records.paths if isinstance(records, Records) else ():
            for rule in rules:
                values = _values_of(rule, form, leaf.path, record)
                if values is not None:
                    frame = partial(_in_record, facts, section.key, leaf.path)
                    yield Held(rule, values, frame, _name_of(leaf, record, form), leaf.path)


def _values_of(rule: Rule, form: Form, records: str = "", record: str = "") -> dict[str, Value | Bounds] | None:
    """What a rule names, its own fields in ``record`` where it is one of ``records``; None when something is blank."""
    values: dict[str, Value | Bounds] = {}
    for path in rule.paths:
        if records and path.startswith(f"{records}."):
            value: Value | Bounds | None = form.values.get(record + path[len(records) :])
        else:
            value = form.value(path) if path not in rule.sums else _sum_over(form.in_records(path))
        if value is None:
            return None
        values[path] = value
    return values


def _sum_over(figures: tuple[Figure | None, ...]) -> Bounds | None:
    """The sum of a field over all records; open above when a record left it blank, None when all did."""
    known = [one.bounds for one in figures if one]
    if not known:
        return None
    total = sum(known, NOTHING)
    return total if len(known) == len(figures) else Bounds(total.low, None)


def _operands(held: Held) -> dict[str, object]:
    """The values as the rule computes with them: numbers by their bounds, within its tolerance."""
    rule = held.rule
    return held.frame({path: _operand(one, rule.tolerance, rule.absolute) for path, one in held.values.items()})


def _named(held: Held) -> dict[str, object]:
    """The values as a message compares them: the one number a figure names, however it is rounded."""
    return held.frame({path: _number_of(one) for path, one in held.values.items()})


def _number_of(value: Value | Bounds) -> object:
    if isinstance(value, Figure) and value.quantity.is_one_number:
        return value.quantity.named
    return value.bounds if isinstance(value, Arithmetic) else value


def _operand(value: Value | Bounds, tolerance: Fraction, absolute: bool) -> object:
    if isinstance(value, Arithmetic):
        value = value.bounds
    return value.within(tolerance, absolute) if isinstance(value, Bounds) else value


def _in_section(facts: dict[str, object], section: str, operands: dict[str, object]) -> dict[str, object]:
    """The operands as a rule of a section names them."""
    return {**facts, **nest(section, operands)}


def _in_record(facts: dict[str, object], section: str, records: str, operands: dict[str, object]) -> dict[str, object]:
    """The operands as a rule of a record names them: its own fields plainly, all others through 表."""
    start = f"{records}."
    own = {path[len(start) :]: value for path, value in operands.items() if path.startswith(start)}
    others = {path: value for path, value in operands.items() if not path.startswith(start)}
    return {**_in_section(facts, section, others), **own}


def _name_of(leaf: Field, record: str, form: Form) -> str:
    """How a message names one record: by its first text."""
    assert leaf.record is not None
    texts = (form.values.get(f"{record}.{one.name}") for one in leaf.record.leaves())
    return next((f"“{text.text}”：" for text in texts if isinstance(text, Words)), "")


def _break_of(held: Held, form: Form) -> Break:
    rule = held.rule
    figures = {path: value for path, value in held.values.items() if isinstance(value, Figure)}
    sides = tuple(_sides(rule.source, _named(held)))
    shown = "；".join(f"{side} = {number}" for side, number in sides)
    what = held.about + rule.message.rstrip("。") + (f"（{shown}）。" if shown else "。")
    place = _place_of(held, form)
    paths = (*rule.paths, *((place.field, held.answered_at) if held.answered_at else ()))
    answer = next((form.answers[path] for path in paths if path in form.answers), None)
    advice = "请核对这几项，或在「核对说明」里写明原因。" if rule.level is Severity.WARNING else "请核对。"
    problem = Problem(rule.level, place, what, advice)
    if answer and rule.level is Severity.WARNING:
        problem = explained(place, what, answer.text)
    typed = frozenset((path.startswith(LAST), one.own_path) for path in figures for one in figures[path].typed)
    same = (typed, *(number for _, number in sides)) if shown else (typed, rule.source)
    return Break(problem, same, not form.repeats.isdisjoint(figures), rule.source)


def _is_told_by(one: Break, other: Break) -> bool:
    """Whether a rule says of several parts together what another one says of a single part: 甲 + 乙 <= 丙 of 甲 <= 丙."""
    if "<=" not in one.source or "<=" not in other.source or one.problem.severity > other.problem.severity:
        return False
    wide, narrow = _compared(one.source), _compared(other.source)
    return bool(wide and narrow) and wide[1] == narrow[1] and narrow[0] in wide[0].split(" + ") and wide != narrow


def _cover_the_same(form: Form, paths: Iterable[str]) -> bool:
    """Whether the sums a rule names are over the same units, and over all where it names a typed figure too.

    Others say nothing together; each unit's own form is checked by the same rule.
    """
    covered = [
        units and units | absent_units(form, path)
        for path in paths
        if isinstance(value := form.value(path), Figure)
        for units in (units_of(value),)
    ]
    sums = {units for units in covered if units}
    if not sums or all(covered):
        return len(sums) < 2
    return sums == {frozenset((*(one.text for one in form.head.expected), *(town.name for town in form.towns)))}


def _rule_facts(form: Form, key: str) -> dict[str, object]:
    """Numbers every rule of a section may use (``language.RULE_CONTEXT``)."""
    return _facts_of(form.head.year, form.covered(key).period)


@lru_cache(maxsize=256)
def _facts_of(year: int | None, period: Period) -> dict[str, object]:
    first, last = period.days(year) if year else (None, None)
    months = Fraction(period.months)
    if last and period.last_day:
        months += Fraction(last.day, monthrange(last.year, last.month)[1]) - 1
    number = Fraction(year) if year else None
    return {"年度": Bounds(number, number), "期初": _day(first), "期末": _day(last), "月数": Bounds(months, months)}


def _day(day: object) -> Bounds:
    ordinal = Fraction(day.toordinal()) if hasattr(day, "toordinal") else None
    return Bounds(ordinal, ordinal)


def _place_of(held: Held, form: Form) -> Place:
    """Where the first figure a rule names was typed; one typed here before one that follows from others."""
    here = [one for path, one in held.values.items() if isinstance(one, Figure | Day) and not path.startswith(LAST)]
    typed = [one for one in here if isinstance(one, Day) or not one.parts]
    if here:
        first = (typed or here)[0]
        return first.place.of(first.path)
    records = (one.place.of(one.path) for path in held.rule.sums for one in form.in_records(path) if one)
    words = (one.place.of(one.path) for one in held.values.values() if isinstance(one, Words))
    return next(chain(records, words), Place(form.file))


def _sides(source: str, context: dict[str, object]) -> Iterator[tuple[str, str]]:
    """What the two sides of a broken comparison come to, as 农村·月发放额 / 农村·人数 and 73.16."""
    for side in _compared(source):
        value = evaluate(runnable(side), context)
        value = value.bounds if isinstance(value, Figure) else value
        if isinstance(value, Bounds) and not DAYS.search(side):
            yield DOT.sub("·", side.replace("表.", "")), _show(value)


@lru_cache(maxsize=2048)
def _compared(source: str) -> tuple[str, ...]:
    """The two sides of a rule that is one plain comparison, or ends in one after ``or``; else nothing."""
    found = re.split(r"<=|>=|==|!=|<|>", source.rpartition(" or ")[2])
    return tuple(side.strip() for side in found) if len(found) == 2 else ()


def _show(value: Bounds) -> str:
    if value.is_known and value.low is not None:
        return _readable(value.low)
    low, high = value.low, value.high
    if low is not None and high is not None:
        return f"{_readable(low)}～{_readable(high)}"
    return f"不少于{_readable(low)}" if low is not None else f"不超过{_readable(high)}" if high is not None else "约数"


def _readable(number: Fraction) -> str:
    """A number for a message, in groups of three where it is long."""
    shown = format_number(number, None if (number * 100).denominator == 1 else 2)
    if abs(number) < LONG_NUMBER:
        return shown
    from babel.numbers import format_decimal

    return format_decimal(shown, locale="zh_CN", decimal_quantization=False)

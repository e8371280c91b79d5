"""What a filled form says that cannot be, may not be, or is half said.

Each check is a function from a form to problems; ``CHECKS`` lists them all. A rule with a blank in it
is silent, and a warning that the form explains becomes a notice with the explanation.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import lru_cache

from generator.figures.interval import Bounds
from generator.figures.quantity import format_number
from generator.figures.values import Arithmetic, Day, Figure, Value, differ
from generator.form.form import Form
from generator.library.fields import Field, Group
from generator.library.language import TemplateFault, evaluate, nest
from generator.library.library import Library, Rule, Section
from generator.problem import Place, Problem, Severity, error, explained, notice
from generator.reckoning.days import check_coverage_days, check_dates, check_signing
from generator.reckoning.formulas import derived
from generator.reckoning.lastyear import check_coverage, check_jumps, check_months, check_sameness, units_of
from generator.reckoning.own_figures import check_custom
from generator.reckoning.rollup import check_blanks, check_few, check_totals
from generator.reckoning.unit_days import check_unit_days

DAYS = re.compile(r"(?<![\w.])期[初末](?![\w.])")
"""Where a rule names the first or last day of the period; a day as a number says nothing in a message."""
DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")
"""A dot between names, and not in a number."""
LONG_NUMBER = 100_000
"""From here on the digits of a number in a message are grouped, so that they can be compared."""


def check_required(form: Form) -> Iterator[Problem]:
    """An error for each blank that must be filled."""
    place = Place(form.file)
    if form.head.unit is None:
        yield error(place.of("单位"), "没有填单位。", "请填写，如「单位: 讲治镇」。")
    if form.head.year is None and form.head.year_typed is None:
        yield error(place.of("年度"), "没有填年度。", "请填写四位年份，如「年度: 2012」。")
    for section in form.sections:
        missing = [leaf for leaf in form.library.required[section.key] if leaf.path not in form.values]
        if missing and any(leaf.path in form.values for leaf in section.root.leaves()):
            for leaf in missing:
                yield error(place.of(leaf.path), "必填项没有填。", f"请填写{form.label(leaf)}。")


def check_rules(form: Form) -> Iterator[Problem]:
    """A problem for each declared rule that the figures cannot meet."""
    for section in form.sections:
        facts = _rule_facts(form, section.key)
        for rule in section.rules:
            try:
                found = _break_of(rule, section, form, facts)
            except TemplateFault as fault:
                found = error(rule.place, str(fault), "请检查这条核对的写法。")
            if found:
                yield found


def _break_of(rule: Rule, section: Section, form: Form, facts: dict[str, object]) -> Problem | None:
    values = {path: value for path in rule.paths if (value := form.value(path)) is not None}
    if len(values) < len(rule.paths):
        return None
    if form.towns and not _cover_the_same(form, rule.paths):
        return None
    operands = {path: _operand(value, rule.tolerance, rule.absolute) for path, value in values.items()}
    if evaluate(rule.source, {**facts, **nest(section.key, operands)}):
        return None
    place = _place_of(form, rule.paths)
    named = {**facts, **nest(section.key, {path: _named(value) for path, value in values.items()})}
    shown = "；".join(_sides(rule.source, named))
    what = f"{rule.message.rstrip('。')}（{shown}）。" if shown else f"{rule.message.rstrip('。')}。"
    answer = next((form.answers[path] for path in rule.paths if path in form.answers), None)
    if answer and rule.level is Severity.WARNING:
        return explained(place, what, answer.text)
    advice = "请核对这几项，或在「核对说明」里写明原因。" if rule.level is Severity.WARNING else "请核对。"
    return Problem(rule.level, place, what, advice)


def _cover_the_same(form: Form, paths: Iterable[str]) -> bool:
    """Whether the sums a rule names are over the same units, and over all where it names a typed figure too.

    Others say nothing together; each unit's own form is checked by the same rule.
    """
    covered = [units_of(value) for path in paths if isinstance(value := form.value(path), Figure)]
    sums = {units for units in covered if units}
    if not sums or all(covered):
        return len(sums) < 2
    return sums == {frozenset((*(one.text for one in form.head.expected), *(town.name for town in form.towns)))}


def _operand(value: Value, tolerance: Fraction, absolute: bool) -> object:
    if isinstance(value, Arithmetic):
        return value.bounds.within(tolerance, absolute)
    return value


def _named(value: Value) -> object:
    """What a message compares: the one number a figure names, however it is rounded; else what it lies between."""
    if isinstance(value, Figure) and value.quantity.is_one_number:
        return Bounds(value.quantity.value, value.quantity.value)
    return value.bounds if isinstance(value, Arithmetic) else value


def _rule_facts(form: Form, key: str) -> dict[str, object]:
    """Numbers every rule of a section may use (``language.RULE_CONTEXT``)."""
    year, period = form.head.year, form.covered(key).period
    first, last = period.days(year) if year else (None, None)
    months = Fraction(period.months)
    if last and period.last_day:
        months += Fraction(last.day, monthrange(last.year, last.month)[1]) - 1
    return {"期初": _day(first), "期末": _day(last), "月数": Bounds(months, months)}


def _day(day: object) -> Bounds:
    ordinal = Fraction(day.toordinal()) if hasattr(day, "toordinal") else None
    return Bounds(ordinal, ordinal)


def _place_of(form: Form, paths: Iterable[str]) -> Place:
    """Where the first figure a rule names was typed."""
    for path in paths:
        value = form.values.get(path)
        if isinstance(value, Figure | Day):
            return value.place.of(path)
    return Place(form.file)


def _sides(source: str, context: dict[str, object]) -> Iterator[str]:
    """What the two sides of a broken comparison come to, as 农村·月发放额 / 农村·人数 = 73.16."""
    for side in _compared(source):
        value = evaluate(side, context)
        value = value.bounds if isinstance(value, Figure) else value
        if isinstance(value, Bounds) and not DAYS.search(side):
            yield f"{DOT.sub('·', side.replace('表.', ''))} = {_show(value)}"


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


def check_formulas(form: Form) -> Iterator[Problem]:
    """An error for each filled figure that its formula contradicts."""
    for leaf in form.library.computed:
        typed = form.values.get(leaf.path)
        if not leaf.definition.formula or not isinstance(typed, Figure) or typed.parts:
            continue
        computed = derived(leaf, form)
        if computed and differ(typed, computed):
            what = f"填的是{typed.text}，按「{leaf.definition.formula}」算是{computed.text}。"
            yield error(typed.place.of(leaf.path), what, "请核对各项；不填这一项也会自动算出。")


def check_pairs(form: Form) -> Iterator[Problem]:
    """A notice for each half-filled pair of one group: 户数 without 人数 and the like."""
    pairs = _pairs(form.library)
    for section in form.sections:
        for given, missing, message in pairs[section.key]:
            value = form.values.get(given.path)
            if isinstance(value, Figure) and not value.parts and missing.path not in form.values:
                what = f"填了{form.label(given)}，没有填{form.label(missing)}。"
                yield notice(value.place.of(missing.path), what, message)


@lru_cache(maxsize=16)
def _pairs(library: Library) -> dict[str, list[tuple[Field, Field, str]]]:
    """For each section, every two fields of one group of which the first asks for the second, and what is then said."""
    found: dict[str, list[tuple[Field, Field, str]]] = {}
    for section in library.sections:
        pairs = found.setdefault(section.key, [])
        for group in _groups(section.root):
            for pair in library.pairs:
                given, missing = group.children.get(pair.given), group.children.get(pair.missing)
                if isinstance(given, Field) and isinstance(missing, Field) and not missing.definition.rare:
                    pairs.append((given, missing, pair.message))
    return found


def _groups(group: Group) -> Iterator[Group]:
    yield group
    for child in group.children.values():
        if isinstance(child, Group):
            yield from _groups(child)


CHECKS: dict[Callable[[Form], Iterator[Problem]], str] = {
    check_required: "必填",
    check_formulas: "合计等由公式算出的数",
    check_rules: "各节 form.yaml 里的 checks",
    check_pairs: "成对填报的数只填了一半",
    check_custom: "自定义的数与其中各项",
    check_dates: "项目里的日期与报告期",
    check_coverage_days: "截至的日期与报告期",
    check_signing: "成文日期与报告期",
    check_jumps: "和上年相比变动太大的数",
    check_coverage: "因为单位不同没有和上年比较的汇总数",
    check_months: "因为月份不同没有和上年比较的各节",
    check_sameness: "和上年一字不差的话",
    check_unit_days: "汇总的单位截至另一天的数",
    check_totals: "自己填的数与汇总的数",
    check_blanks: "汇总的单位没有填的数",
    check_few: "只有少数单位填了的汇总数",
}
"""Every check, and what it looks at."""


def check_form(form: Form, draft: bool = False) -> list[Problem]:
    """All problems of a form; a draft may leave required fields blank."""
    return [problem for check in CHECKS if not (draft and check is check_required) for problem in check(form)]

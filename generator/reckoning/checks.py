"""What a filled form says that cannot be, may not be, or is half said.

Each check is a function from a form to problems; ``CHECKS`` lists them all. A rule with a blank in it
is silent, and a warning that the form explains becomes a notice with the explanation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.figures.quantity import format_scaled
from generator.figures.values import Figure, Passage, Records, Words, differ
from generator.form.form import Form
from generator.form.places import check_places
from generator.problem import Place, Problem, Severity, error, notice
from generator.reckoning.copied import check_copied
from generator.reckoning.days import check_claims, check_coverage_days, check_dates, check_signing
from generator.reckoning.formulas import derived
from generator.reckoning.lacking import Pair, lacking_units, pairs_in, pairs_of
from generator.reckoning.lastyear import check_coverage, check_jumps, check_months, check_sameness, check_untouched
from generator.reckoning.own_figures import check_custom
from generator.reckoning.own_numerals import check_numerals
from generator.reckoning.own_relations import check_relations
from generator.reckoning.plausible import check_plausible
from generator.reckoning.private import check_private
from generator.reckoning.rollup import check_blanks, check_few, check_totals
from generator.reckoning.rules import check_rules
from generator.reckoning.said_times import check_file_year, check_said_period, check_stale_years
from generator.reckoning.series import check_series
from generator.reckoning.unit_days import check_unit_days
from generator.reckoning.unit_series import check_unit_series

MOST_SAID = 20
"""Characters of a text that a message quotes."""


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


def check_formulas(form: Form) -> Iterator[Problem]:
    """An error for each filled figure that its formula contradicts."""
    for leaf in form.library.computed:
        typed = form.values.get(leaf.path)
        if not leaf.definition.formula or not isinstance(typed, Figure) or typed.parts:
            continue
        computed = derived(leaf, form, form.denied)
        if computed and differ(typed, computed) and not _may_hold_more(typed, computed, form):
            place = typed.place.of(leaf.path)
            what = f"填的是{typed.text}，按「{leaf.definition.formula}」算是{_as_typed(computed, typed)}。"
            if _cut_short(typed, computed):
                yield notice(place, what, "看上去是截去了尾数，没有四舍五入；请核对，不填这一项也会自动算出。")
            else:
                yield error(place, what, "请核对各项；不填这一项也会自动算出。")


def _may_hold_more(typed: Figure, computed: Figure, form: Form) -> bool:
    """Whether a total is not less than its parts, of which some lack a unit."""
    return (typed.bounds < computed.bounds) is False and any(lacking_units(form, one.path) for one in computed.parts)


def _cut_short(typed: Figure, computed: Figure) -> bool:
    """Whether a total has lost only what comes after its last digit, as officials cut 877.7469万元 to 877.74万元."""
    told, real = typed.bounds, computed.bounds
    if told.low is None or told.high is None or real.low is None or real.high is None:
        return False
    return (
        typed.quantity.is_one_number and told.low < told.high <= real.low and 2 * real.high < 3 * told.high - told.low
    )


def _as_typed(computed: Figure, typed: Figure) -> str:
    """What a formula gives, in the unit and the 万 that the figure beside it was typed in."""
    one, other = computed.quantity, typed.quantity
    if not one.is_one_number or one.factor != other.factor:
        return computed.text
    return f"{format_scaled(one.value / other.factor, other.scale)}{other.unit}"


def check_pairs(form: Form) -> Iterator[Problem]:
    """A notice for each blank of a half-filled pair of one group: 户数 without 人数 and the like."""
    pairs = pairs_of(form.library)
    told: set[str] = set()
    for section in form.sections:
        for pair in pairs[section.key]:
            value = form.values.get(pair.given.path)
            if not isinstance(value, Figure) or value.parts or pair.missing.path in told:
                continue
            if not _is_filled_in(form, pair, pair.given.path.rpartition(".")[0]):
                told.add(pair.missing.path)
                what = f"填了{form.label(pair.given)}，没有填{form.label(pair.missing)}。"
                yield notice(value.place.of(pair.missing.path), what, pair.message)


def _is_filled_in(form: Form, pair: Pair, group: str) -> bool:
    """Whether a group holds what a figure asks for, or a field that serves as well."""
    return any(
        path in form.values or path in form.unread
        for path in (f"{group}.{name}" for name in (pair.missing.name, *pair.instead))
    )


def _quoted(value: Figure | Passage | Words) -> str:
    """What was typed, cut short where it is long."""
    text = value.text.strip().split("\n")[0].rstrip("。")
    return f"「{text if len(text) <= MOST_SAID else text[:MOST_SAID] + '……'}」"


def check_record_pairs(form: Form) -> Iterator[Problem]:
    """A notice for each record that has only one of what is normally filled in together."""
    for section in form.sections:
        for leaf in section.root.leaves():
            records = form.values.get(leaf.path)
            if leaf.record is None or not isinstance(records, Records):
                continue
            for pair in pairs_in(leaf.record, form.library.checks):
                for record in records.paths:
                    value = form.values.get(f"{record}.{pair.given.name}")
                    if isinstance(value, Figure | Passage | Words) and not _is_filled_in(form, pair, record):
                        what = f"填了{_quoted(value)}，没有填{form.label(pair.missing)}。"
                        yield notice(value.place.of(f"{record}.{pair.missing.name}"), what, pair.message)


CHECKS: tuple[Callable[[Form], Iterator[Problem]], ...] = (
    check_required,
    check_formulas,
    check_plausible,
    check_rules,
    check_pairs,
    check_record_pairs,
    check_custom,
    check_relations,
    check_series,
    check_places,
    check_dates,
    check_coverage_days,
    check_claims,
    check_signing,
    check_said_period,
    check_file_year,
    check_stale_years,
    check_numerals,
    check_jumps,
    check_coverage,
    check_months,
    check_untouched,
    check_sameness,
    check_copied,
    check_private,
    check_unit_days,
    check_totals,
    check_unit_series,
    check_blanks,
    check_few,
)
"""Every check, in the order in which their problems are told."""


def check_form(form: Form, draft: bool = False) -> list[Problem]:
    """All problems of a form; a draft may leave required fields blank.

    Where a figure is out of all proportion, rules that only ask about it say the same slip again and are left out.
    """
    found = [(check, one) for check in CHECKS if not (draft and check is check_required) for one in check(form)]
    asked = {one.place.field for check, one in found if check is check_plausible}
    return [
        one
        for check, one in found
        if not (check is check_rules and one.severity < Severity.ERROR and one.place.field in asked)
    ]

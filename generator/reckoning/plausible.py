"""Figures that can hardly be what was meant: a forgotten 万, one too many, a percentage typed as a fraction.

How large a figure can be is data: with its kind in checks.yaml, or with the field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from generator.figures.quantity import (
    PERCENT_UNITS,
    SCALES,
    TEN_THOUSAND,
    Quantity,
    Unit,
    format_scaled,
    format_shortest,
)
from generator.figures.values import Figure, Records
from generator.figures.written import PLACE_OF_NUMBER, ROUNDING_WORDS
from generator.form.form import Form
from generator.language.fields import Field, read_span
from generator.library.library import Library
from generator.library.schema import PlausibleDefinition
from generator.problem import Problem, explained, warning

OTHER_UNITS = "*"
LARGE = SCALES[TEN_THOUSAND]
"""From here on a message says an average in 万."""
WHOLE_SHARE = 100
PLACES_SHOWN = 2


class Extent(Struct, frozen=True):
    """What a figure is held against, as its message says it."""

    number: Fraction
    """The figure, or what falls to one of those it is divided by."""
    low: Fraction
    high: Fraction | None
    """None where it can only be too small."""
    heads: tuple[Figure, ...] = ()
    """Those that it is divided by."""


def check_plausible(form: Form) -> Iterator[Problem]:
    """A warning for each figure that is out of all proportion, with what was probably meant."""
    for section in form.sections:
        for leaf, records, definition in _watched(form.library).get(section.key, ()):
            for at, around in _places(leaf, records, form) if (records or leaf.path) in form.values else ():
                figure = form.values.get(at)
                if isinstance(figure, Figure) and not figure.parts:
                    yield from _held_against(figure, leaf, around, definition, form)


def is_doubted(figure: Figure, form: Form) -> bool:
    """Whether a figure of a form, in no record, is out of all proportion, and no explanation says that it is right."""
    section, _, inside = figure.path.partition(".")
    watched = _by_path(form.library).get(figure.path) if inside and figure.path not in form.answers else None
    return watched is not None and any(_held_against(figure, watched[0], section, watched[1], form))


@lru_cache(maxsize=16)
def _by_path(library: Library) -> dict[str, tuple[Field, PlausibleDefinition]]:
    """The same fields by their path, without those of records."""
    every = (one for watched in _watched(library).values() for one in watched)
    return {leaf.path: (leaf, definition) for leaf, records, definition in every if not records}


@lru_cache(maxsize=16)
def _watched(library: Library) -> dict[str, list[tuple[Field, str, PlausibleDefinition]]]:
    """The fields of each section whose size is asked about, with the path of the records that they are in."""
    found: dict[str, list[tuple[Field, str, PlausibleDefinition]]] = {}
    for section in library.sections:
        leaves = list(section.root.leaves())
        inside = [(leaf, "") for leaf in leaves]
        inside += [(inner, leaf.path) for leaf in leaves if leaf.record for inner in leaf.record.leaves()]
        found[section.key] = [
            (leaf, records, library.checks.plausible.get(leaf.definition.kind, PlausibleDefinition()))
            for leaf, records in inside
            if leaf.unit and (leaf.definition.kind in library.checks.plausible or leaf.definition.between)
        ]
    return found


def _places(leaf: Field, records: str, form: Form) -> Iterator[tuple[str, str]]:
    """Where a field is filled in, and below which path the fields beside it are."""
    if not records:
        yield leaf.path, leaf.path.partition(".")[0]
        return
    found = form.values.get(records)
    for record in found.paths if isinstance(found, Records) else ():
        yield f"{record}.{leaf.name}", record


def _held_against(
    figure: Figure, leaf: Field, around: str, definition: PlausibleDefinition, form: Form
) -> Iterator[Problem]:
    number = _size(figure.quantity)
    span = _span_of(number, leaf, around, definition, form) if number else None
    if span is None or (span.low <= span.number and (span.high is None or span.number <= span.high)):
        return
    place = figure.place.of(figure.path)
    meant, cure = _meant(span, figure, leaf.unit)
    what = f"{_read_out(figure, span, leaf)}。"
    if answer := form.answers.get(figure.path):
        yield explained(place, what, answer.text)
    else:
        advice = f"是不是{meant}？是的话请改为「{cure}」；" if cure else "请核对数和单位；"
        advice += WRONG_LINE if meant == ONE_TOO_MANY else ""
        yield warning(place, what, f"{advice}确实是这个数的，请在「核对说明」里写明原因。")


def _size(quantity: Quantity) -> Fraction | None:
    """About how much a figure is, qualified or not."""
    return next((one for one in (quantity.number, quantity.high, quantity.low) if one is not None), None)


def _span_of(number: Fraction, leaf: Field, around: str, definition: PlausibleDefinition, form: Form) -> Extent | None:
    """What a figure must lie between, by what is counted beside it; None when nothing is known of it."""
    own = leaf.definition.between
    for names in leaf.counts:
        counts = [one for name in names if isinstance(one := form.values.get(f"{around}.{name}"), Figure)]
        if heads := _together(counts):
            unit = counts[0].quantity.unit
            span = own or definition.per.get(unit) or definition.per.get(OTHER_UNITS)
            return Extent(number / heads, *read_span(*span), tuple(counts)) if span and leaf.unit else None
    ends = own or definition.units.get(leaf.unit.name if leaf.unit else "") or definition.between
    if ends and not leaf.counts:
        return Extent(number, *read_span(*ends))
    alone = Fraction(definition.alone)
    return Extent(number, alone, None) if alone else None


def _together(counts: Iterable[Figure]) -> Fraction:
    """About how many some figures are together."""
    return sum((size for one in counts if (size := _size(one.quantity))), Fraction(0))


def _read_out(figure: Figure, span: Extent, leaf: Field) -> str:
    """The figure as it would be read out with what is odd in it: what falls to one of those that it is divided by."""
    if not span.heads:
        return f"只有{figure.text}" if span.high is None else _taken_as(figure, span, leaf)
    unit = span.heads[0].quantity.unit
    heads = span.heads[0].text if len(span.heads) == 1 else f"{format_shortest(_together(span.heads), 0)}{unit}"
    share, money = span.number, leaf.unit.name if leaf.unit else ""
    amount = format_scaled(share, TEN_THOUSAND) if share >= LARGE else format_shortest(share, PLACES_SHOWN)
    amount = "不到0.01" if amount == "0" else amount
    return f"{figure.text}平均到{heads}，每{unit}{'只有' if share < span.low else '有'}{amount}{money}"


def _taken_as(figure: Figure, span: Extent, leaf: Field) -> str:
    """A figure on its own; of one that may be counted in greater and smaller units it is said in which it was taken."""
    if leaf.unit is None or not _of_other_sizes(leaf.unit):
        return f"填的是{figure.text}"
    return f"{figure.text}按{leaf.unit.name}算太{'小' if span.number < span.low else '大'}"


def _of_other_sizes(unit: Unit) -> dict[str, Fraction]:
    """What a figure in a unit may be counted in besides, with how many of the unit one of it is: 元/年 for 元/月."""
    return {name: factor for name, factor in unit.accepted if factor != 1 and PLACE_OF_NUMBER not in name}


ONE_TOO_MANY = f"多了“{TEN_THOUSAND}”"
WRONG_LINE = "填错了行的，请移到那一行；"
"""A sum where a standard is asked for is as often one of another line as one with 万 too much."""


def _meant(span: Extent, figure: Figure, unit: Unit | None) -> tuple[str, str]:
    """What was probably mistyped, and what to type instead; both empty where no slip explains the number."""
    quantity = figure.quantity
    if quantity.unit in PERCENT_UNITS:
        right = span.number * WHOLE_SHARE
        text = f"{format_shortest(right, PLACES_SHOWN)}{quantity.unit}"
        return (text, text) if _within(right, span) and right <= WHOLE_SHARE else ("", "")
    in_large = any(word in quantity.before for word in ROUNDING_WORDS)
    if span.number < span.low and not in_large and _within(span.number * LARGE, span):
        return f"漏了“{TEN_THOUSAND}”", f"{quantity.before}{TEN_THOUSAND}{quantity.unit}{quantity.after}"
    others = _of_other_sizes(unit) if unit and not span.heads and quantity.factor == 1 else {}
    if other := next((name for name, factor in others.items() if _within(span.number * factor, span)), ""):
        return f"按{other}算的", f"{quantity.before}{other}{quantity.after}"
    is_last = quantity.scale == TEN_THOUSAND and quantity.before.endswith(TEN_THOUSAND)
    if span.number > span.low and is_last and _within(span.number / LARGE, span):
        return ONE_TOO_MANY, f"{quantity.before.removesuffix(TEN_THOUSAND)}{quantity.unit}{quantity.after}"
    return "", ""


def _within(number: Fraction, span: Extent) -> bool:
    return span.low <= number and (span.high is None or number <= span.high)

"""自定义 figures: totals of their parts where asked, and parts that cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from generator.figures.quantity import Unit
from generator.figures.totals import total
from generator.figures.values import Figure, Flag, Records, Value, Words, differ
from generator.form.form import Form
from generator.library.library import CUSTOM, OWN_BEFORE, OWN_FIGURE, OWN_NAME, OWN_PARTS, OWN_TOTAL
from generator.problem import Problem, error, notice, warning

_Units = Mapping[str, Unit]


def with_totals(values: Mapping[str, Value], units: _Units) -> dict[str, Value]:
    """The values with the blank figures that are to be the sum of their parts, innermost first, each with its trace."""
    found = dict(values)
    for path in [*own_records(values)][::-1]:
        parts = _parts(found, path)
        if not _is_asked(found, path) or f"{path}.{OWN_FIGURE}" in found or not parts:
            continue
        summed = sums_of(parts, f"{path}.{OWN_FIGURE}", units)
        if summed:
            found |= {one.path: one for one in summed.all}
    return found


def check_custom(form: Form) -> Iterator[Problem]:
    """What is wrong with each figure: no name, no number, parts greater than the whole, a sum that is none."""
    values, units = form.values, form.library.units
    for path in own_records(values):
        whole, parts, asked = values.get(f"{path}.{OWN_FIGURE}"), _parts(values, path), _is_asked(values, path)
        if not isinstance(whole, Figure):
            yield from _unadded(parts, path) if asked else ()
            continue
        yield from _odd(values, whole, path, units)
        for name, part in parts.items():
            yield from _against_whole(whole, part, values.get(f"{name}.{OWN_NAME}"), units)
        if asked and not whole.parts:
            yield from _against_sum(whole, parts, units)


def lacking(form: Form, path: str) -> str:
    """What keeps the name or the former value of such a figure from being printed; empty for anything else."""
    record = path.rpartition(".")[0]
    if f"{record}.{OWN_FIGURE}" in form.values or record not in own_records(form.values):
        return ""
    return f"这一条的{OWN_FIGURE}没有填{'完' if f'{record}.{OWN_FIGURE}' in form.masked else ''}，补上就会印出。"


def _against_whole(whole: Figure, part: Figure, name: Value | None, units: _Units) -> Iterator[Problem]:
    """What a part cannot be: greater than the whole, or all of it in other units."""
    pairs = [(one, other) for one in whole.all for other in part.all if comparable(one, other, units)]
    for one, other in pairs:
        if not other.bounds <= one.bounds:
            place = whole.place.of(one.path)
            yield error(place, f"其中的一项{other.text}比总数{one.text}还大。", "请核对。")
    if not pairs:
        called = name.text if isinstance(name, Words) else "一项"
        what = f"其中的{called}是{part.whole_text}，总数是{whole.whole_text}，单位对不上，没有核对。"
        yield warning(part.place.of(part.path), what, "请改成同一个单位；不是它的一部分的，请另写一个自定义。")


def _against_sum(whole: Figure, parts: Mapping[str, Figure], units: _Units) -> Iterator[Problem]:
    """What a typed total has against the sum of its parts, in each of its units; that it could not be had, where so."""
    for one in whole.all:
        alike = [_in_unit(part, one, units) for part in parts.values()]
        summed = sum_of([part for part in alike if part], one.path, units) if alike and all(alike) else None
        place = whole.place.of(one.path)
        if summed and differ(one, summed):
            yield error(place, f"填的是{one.text}，其中各项相加是{summed.text}。", "请核对；不填总数会自动相加。")
        elif alike and not summed and any(alike):
            yield notice(place, f"{one.text}没有和其中各项核对。", "其中有的项没有这个单位的数，或不是一个确数。")


def _unadded(parts: Mapping[str, Figure], path: str) -> Iterator[Problem]:
    """A warning for a total that was asked for and cannot be had."""
    if parts:
        first = next(iter(parts.values()))
        listed = "、".join(part.whole_text for part in parts.values())
        place = first.place.of(f"{path}.{OWN_FIGURE}")
        yield warning(place, f"{listed}不能相加，没有合计。", "请填上合计的数值；单位相同的确数才会自动相加。")


def _odd(values: Mapping[str, Value], whole: Figure, path: str, units: _Units) -> Iterator[Problem]:
    """What is wrong with the name of a figure and with the figure it came from."""
    before = values.get(f"{path}.{OWN_BEFORE}")
    if not isinstance(values.get(f"{path}.{OWN_NAME}"), Words):
        place = whole.place.of(f"{path}.{OWN_NAME}")
        yield error(place, f"没有写明{whole.text}是什么数。", "请填上名称，如「名称: 助学人数」。")
    if isinstance(before, Figure) and (whole.more or before.more):
        place = before.place.of(f"{path}.{OWN_BEFORE}")
        yield error(
            place, "填了原值，就只能有一个数值和一个原值。", "请把几个数各写成一个自定义，每个都填名称、原值、数值。"
        )
    elif isinstance(before, Figure) and not comparable(whole, before, units):
        place = before.place.of(f"{path}.{OWN_BEFORE}")
        yield error(place, f"原值{before.text}与数值{whole.text}不是同一个单位。", "请改成同一个单位。")


def own_records(values: Mapping[str, Value]) -> Iterator[str]:
    """The path of every record of a 自定义, outer before inner."""
    for path in sorted(path for path in values if f".{CUSTOM}" in path):
        found = values[path]
        if isinstance(found, Records) and path.rpartition(".")[2] in (CUSTOM, OWN_PARTS):
            yield from found.paths


def _is_asked(values: Mapping[str, Value], path: str) -> bool:
    """Whether the record is to be the sum of its parts."""
    flag = values.get(f"{path}.{OWN_TOTAL}")
    return isinstance(flag, Flag) and flag.yes


def _parts(values: Mapping[str, Value], path: str) -> dict[str, Figure]:
    """The figure of each part that has one, by the path of its record."""
    parts = values.get(f"{path}.{OWN_PARTS}")
    paths = parts.paths if isinstance(parts, Records) else ()
    return {one: figure for one in paths if isinstance(figure := values.get(f"{one}.{OWN_FIGURE}"), Figure)}


def comparable(one: Figure, other: Figure, units: _Units) -> bool:
    """Whether two figures are counted in the same unit, by whatever name: 12名 and 3人."""
    mine, others = one.quantity.unit, other.quantity.unit
    return mine == others or (mine in units and units[mine].factor(others) == Fraction(1))


def _in_unit(part: Figure, whole: Figure, units: _Units) -> Figure | None:
    """What a part has in the unit of the whole."""
    return next((one for one in part.all if comparable(one, whole, units)), None)


def sums_of(parts: Mapping[Any, Figure], path: str, units: _Units, exact: bool = True) -> Figure | None:
    """The sums of some parts, one at least, in each of their units, None unless all have the same.

    ``exact`` for single numbers only, otherwise qualified ones come together as those of fields do.
    """
    first, *others = parts.values()
    if any(len(part.all) != len(first.all) for part in others):
        return None
    found: list[Figure] = []
    for number, one in enumerate(first.all, 1):
        alike = [_in_unit(part, one, units) for part in parts.values()]
        known = [part for part in alike if part]
        where = f"{path}.{number}" if number > 1 else path
        summed = sum_of(known, where, units, exact) if len(known) == len(alike) else None
        if summed is None:
            return None
        found.append(replace(summed, joint=one.joint))
    return replace(found[0], more=tuple(found[1:]))


def sum_of(figures: Sequence[Figure], path: str, units: _Units, exact: bool = True) -> Figure | None:
    """The sum of numbers in one unit, None when there is none."""
    if not figures or not all(comparable(figures[0], one, units) for one in figures):
        return None
    if exact and not all(one.quantity.is_one_number for one in figures):
        return None
    quantity = total([one.quantity for one in figures], figures[0].quantity.unit)
    return Figure(quantity, path, figures[0].place, OWN_FIGURE, tuple(figures)) if quantity else None

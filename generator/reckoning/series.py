"""One figure told month by month or quarter by quarter: which it is, whether its parts make it, what it is by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from generator.figures.dates import Period
from generator.figures.values import Figure, Records, Value, Words
from generator.form.form import Form
from generator.language.fields import Field
from generator.library.library import Section
from generator.problem import Place, Problem, did_you_mean, error, explained, notice, warning
from generator.reckoning.own_figures import comparable, sum_of
from generator.reckoning.own_relations import named_path, own_by_name

SUMMED = "sum"


class Instalment(Struct, frozen=True):
    """What a series has for one month or quarter."""

    name: str
    period: Period
    figure: Figure


class Breakdown(Struct, frozen=True):
    """One record of a field of series."""

    record: str
    """The path of the record."""
    leaf: Field
    """The field of series that it stands in."""
    typed: Words | None
    """What was typed for the figure that it is of."""
    parts: tuple[Instalment, ...]
    """In the order of the year."""
    of: str = ""
    """The path of the figure that it is of; empty where there is none of that name."""
    called: str = ""
    """What that figure is called."""
    field: Field | None = None
    """Its field, where it is no figure of the official's own."""

    @property
    def is_over_units(self) -> bool:
        """Whether units below tell it, and the form that sums them does not."""
        return bool(self.parts) and self.parts[0].figure.is_over_units

    @property
    def place(self) -> Place:
        """Where it stands in the form."""
        return (self.typed or self.parts[0].figure).place.of(self.record)


def series_of(form: Form) -> Iterator[Breakdown]:
    """Every series of a form, in the order of its sections."""
    for section in form.sections:
        yield from series_in(form, section)


def series_in(form: Form, section: Section) -> Iterator[Breakdown]:
    """Every series of one section."""
    for leaf in section.root.series:
        if isinstance(records := form.values.get(leaf.path), Records):
            yield from (_named(form, _read(form, leaf, record)) for record in records.paths)


def _read(form: Form, leaf: Field, record: str) -> Breakdown:
    assert leaf.record is not None
    typed = form.values.get(f"{record}.{leaf.definition.series}")
    parts = []
    for name in leaf.record.children:
        figure = form.values.get(f"{record}.{name}")
        if isinstance(figure, Figure) and isinstance(period := form.library.wording.read_period(name), Period):
            parts.append(Instalment(name, period, figure))
    return Breakdown(record, leaf, typed if isinstance(typed, Words) else None, tuple(parts))


def _named(form: Form, series: Breakdown) -> Breakdown:
    """The series with the figure that it is of: a field of its section, by path or label, or one of the official's own."""
    if series.typed is None:
        return series
    key, name = series.record.partition(".")[0], named_path(series.typed)
    section = form.library.section(key)
    found = section.root.at(name.removeprefix(f"{key}.")) if section else None
    if not _is_figure(found) and section:
        found = next((one for one in section.root.leaves() if one.unit and form.label(one) == name), None)
    if isinstance(found, Field) and _is_figure(found):
        return replace(series, of=found.path, called=form.label(found), field=found)
    own = own_by_name(form).get((key, name))
    return replace(series, of=own.path, called=series.typed.text) if own else series


def _is_figure(found: object) -> bool:
    return isinstance(found, Field) and found.unit is not None


def _expected(form: Form, series: Breakdown) -> tuple[str, ...]:
    """The names of the parts that the period of its section has."""
    assert series.leaf.record is not None
    names = (one for one in series.leaf.record.children if one != series.leaf.definition.series)
    return tuple(name for name in names if _is_within(form, series, name))


def _is_within(form: Form, series: Breakdown, name: str) -> bool:
    part = form.library.wording.read_period(name)
    whole = form.covered(series.record.partition(".")[0]).period
    return isinstance(part, Period) and part.first_month <= whole.last_month and part.last_month >= whole.first_month


def with_wholes(form: Form) -> Mapping[str, Value]:
    """The values of a form with the blank figures that series have all parts of, each with its trace."""
    found = dict(form.values)
    for series in series_of(form):
        field = series.field
        if (
            field is None
            or series.of in found
            or field.definition.formula
            or not _adds_up(field)
            or series.is_over_units
        ):
            continue
        summed = _summed(form, series) if len(series.parts) == len(_expected(form, series)) else None
        if summed and summed.quantity.unit == (field.unit.name if field.unit else ""):
            found[series.of] = replace(summed, label=field.name)
    return found


def _adds_up(field: Field) -> bool:
    """Whether the parts of a figure make it: what happened, and no count of a day."""
    return field.kind.rollup == SUMMED and not field.kind.is_of_a_day


def _summed(form: Form, series: Breakdown) -> Figure | None:
    return sum_of([part.figure for part in series.parts], series.of, form.library.units)


def check_series(form: Form) -> Iterator[Problem]:
    """What is wrong with series: of no figure, of other months, in other units, at odds with the whole."""
    for series in series_of(form):
        if series.parts:
            yield from _check_name(form, series) if not series.of else _check_parts(form, series)
        elif series.typed and not any(path.startswith(f"{series.record}.") for path in form.unread):
            yield warning(series.place, f"「{series.typed.text}」没有填各期的数。", "请填上，或去掉这一条。")


def _check_name(form: Form, series: Breakdown) -> Iterator[Problem]:
    section = form.library.section(series.record.partition(".")[0])
    every = [one.path.partition(".")[2] for one in section.root.leaves() if one.unit] if section else []
    if series.typed is None:
        yield error(series.place, "没有写明分的是哪一项的数。", _named_so(series, section))
        return
    advice = did_you_mean(named_path(series.typed), every, "请写本节里填数的项目，或本节一条自定义的名称。")
    yield error(series.place, f"「{section.key if section else ''}」里没有「{series.typed.text}」这个数。", advice)


def _named_so(series: Breakdown, section: Section | None) -> str:
    """How a series is written that says which figure it is of: the first of the section in its unit."""
    unit = series.parts[0].figure.quantity.unit
    leaves = [one for one in section.root.leaves() if one.unit] if section else []
    alike = (one for one in leaves if one.unit and unit in one.unit.of_equal_size)
    leaf = next(alike, None)
    name = leaf.path.partition(".")[2] if leaf else "项目"
    parts = ", ".join(f"{one.name}: {one.figure.text}" for one in series.parts)
    written = f"「{series.leaf.name}: {{{name}: {{{parts}}}}}」"
    return f"请写成{written}；说的不是「{name}」的，换成那一项的名字。"


def _check_parts(form: Form, series: Breakdown) -> Iterator[Problem]:
    units, field, whole = form.library.units, series.field, form.values.get(series.of)
    if series.is_over_units:
        if isinstance(whole, Figure) and not whole.parts and _are_of_the_same(whole, series):
            yield from _against_whole(form, series, whole, len(series.parts) == len(_expected(form, series)))
        return
    unlike = next((one for one in series.parts if one.figure.more or not _is_alike(one, series, form)), None)
    if unlike is not None:
        unit = field.unit.name if field and field.unit else series.parts[0].figure.quantity.unit
        what = f"{unlike.figure.whole_text}不是一个以{unit}计的数。"
        yield error(
            unlike.figure.place.of(unlike.figure.path), what, f"「{series.called}」各期都只填一个以{unit}计的数。"
        )
        return
    period = form.covered(series.record.partition(".")[0]).period
    for part in series.parts:
        if not _is_within(form, series, part.name):
            what = f"{part.name}不在这份总结的{period.name}里。"
            yield error(part.figure.place.of(part.figure.path), what, "请核对期间；不在里面的请去掉。")
            return
    expected = _expected(form, series)
    blank = [name for name in expected if name not in {one.name for one in series.parts}]
    if blank:
        yield notice(series.place, f"「{series.called}」的{'、'.join(blank)}没有填，和全部的数核对不全。")
    if isinstance(whole, Figure) and not whole.parts and comparable(whole, series.parts[0].figure, units):
        yield from _against_whole(form, series, whole, not blank)


def _are_of_the_same(whole: Figure, series: Breakdown) -> bool:
    """Whether a typed total and the steps of units are of the same units, so that one says something of the other."""
    return {one.owner for one in whole.units} == {one.owner for one in series.parts[0].figure.parts}


def _is_alike(part: Instalment, series: Breakdown, form: Form) -> bool:
    first, units = series.parts[0].figure, form.library.units
    unit = series.field.unit if series.field else None
    if unit is None:
        return comparable(first, part.figure, units)
    return part.figure.quantity.unit == unit.name or unit.factor(part.figure.quantity.unit) == 1


def _against_whole(form: Form, series: Breakdown, whole: Figure, complete: bool) -> Iterator[Problem]:
    """What the parts say against the whole: another sum, or another count at the end."""
    summed, last, field = _summed(form, series), series.parts[-1], series.field
    ends = last.name in _expected(form, series)[-1:]
    adds, stands = (field is None or _adds_up(field)), (field is None or field.kind.is_of_a_day)
    fits_sum = summed is not None and (
        (whole.bounds == summed.bounds) if complete else (whole.bounds >= summed.bounds)
    ) is not False  # fmt: skip
    fits_end = ends and (whole.bounds == last.figure.bounds) is not False
    if (adds and (fits_sum or summed is None)) or (stands and (fits_end or not ends)) or not (adds or stands):
        return
    found = f"各期相加是{summed.text}" if adds and summed else f"{last.name}是{last.figure.text}"
    what = f"「{series.called}」填的是{whole.text}，{found}。"
    place = whole.place.of(whole.path)
    if answer := form.answers.get(whole.path):
        yield explained(place, what, answer.text)
    else:
        yield warning(place, what, "请核对；口径不同的，请在「核对说明」里写明。")

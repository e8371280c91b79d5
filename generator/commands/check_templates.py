"""Templates proven without a form: every report filled in full, by half, not at all, and beside other forms."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from msgspec.structs import replace

from generator.document.marks import unmarked
from generator.figures.values import Figure, Passage, Words
from generator.form.coverage import SECTION_PERIOD, STOCK_DAY
from generator.form.form import Form, read_form
from generator.form.head import HEAD
from generator.language.fields import Field, Group
from generator.language.typed import Frame, Typed
from generator.library.claims_check import idle_claims
from generator.library.idle_names import idle_names
from generator.library.library import Library, Section
from generator.library.loading import load_library
from generator.library.misplaced import misplaced
from generator.library.overlays import Shelf
from generator.library.reports import report_names
from generator.library.said_twice import said_twice
from generator.library.scopes import declared
from generator.library.unused import fixed_figures, unprinted, unused
from generator.page.layout_files import layout_names, load_layout
from generator.problem import Place, Problem, Refused, error, notice, warning
from generator.reading.nodes import Mapping, unplaced
from generator.reckoning.checks import check_form
from generator.reckoning.formulas import derive
from generator.reckoning.lastyear import beside
from generator.reckoning.rollup import roll_up
from generator.reckoning.unit_series import with_unit_series
from generator.wording.compose import compose

SPECIMEN_YEAR = 2024
SOME_NUMBER = 57
MONEY = "元"
STATES = (1, 2, 0)
"""Filled in full, every second field, and not at all; the last is looked at once more."""


def check_templates(shelf: Shelf) -> list[Problem]:
    """All that is wrong with the templates of a shelf: every report, each in three states and beside other forms."""
    problems: dict[Problem, None] = {}
    libraries, names = [], report_names(shelf)
    for name in names:
        library, faults = load_library(shelf, name)
        problems |= dict.fromkeys(faults)
        if library is not None:
            libraries.append(library)
            problems |= dict.fromkeys(_check_library(library))
    problems |= dict.fromkeys(declared(shelf)[1])
    if len(libraries) == len(names):
        problems |= dict.fromkeys((*unused(shelf, libraries), *idle_names(shelf, libraries)))
    return [*dict.fromkeys((*problems, *_layouts(shelf), *misplaced(shelf)))]


def _layouts(shelf: Shelf) -> Iterator[Problem]:
    """What is wrong with the layouts of a shelf, whether a report asks for them or not."""
    for name in layout_names(shelf):
        try:
            load_layout(shelf, name)
        except Refused as refused:
            yield from refused.problems


def _check_library(library: Library) -> Iterator[Problem]:
    yield from fixed_figures(library.custom, library)
    yield from idle_claims(library.claims, library)
    idle = unprinted(library)
    for section in library.sections:
        for field in idle.get(section.key, ()):
            where = "sentences" if field.place.file in section.above else "section.md"
            yield notice(field.place, "没有一句用到这一项。", f"请在 {where} 里写上这一句，或去掉这一项。")
        yield from _unfillable(section, Frame(library.units, SPECIMEN_YEAR))
        yield from fixed_figures(section, library)
        yield from said_twice(section)
        yield from idle_claims(section.claims, library)
    states = {every: specimen(library, every) for every in STATES}
    for form in states.values():
        yield from (problem for problem in check_form(form) if problem.place.file != form.file)
        wording, faults = compose(form)
        yield from faults
        yield from _skipping(wording.text, library) if wording else ()
    for form in _in_groups(library):
        alone, faults = compose(form)
        yield from faults
        yield from _skipping(alone.text, library) if alone else ()
    for form in _in_company(states[1]):
        yield from compose(form)[1]
    for line in wording.text.split("\n") if wording else ():
        if line.startswith("#"):
            what = f"表单全空时仍会印出「{unmarked(line).lstrip('# ')}」一节。"
            advice = "每句话都要由填的数、文字或“是”引出，没有填就不能说。"
            yield warning(Place(library.report_name), what, advice)


def _skipping(text: str, library: Library) -> Iterator[Problem]:
    """A warning for each heading that stands more than one level below the one above it."""
    level = 0
    for line in text.split("\n"):
        signs = len(line) - len(line.lstrip("#"))
        if signs > level + 1:
            what = f"小标题「{unmarked(line).lstrip('# ')}」比上面的标题低了不止一级。"
            yield warning(Place(library.report_name), what, "请在 section.md 里去掉多写的 #，或补上中间一级的小标题。")
        level = signs or level


def _unfillable(section: Section, frame: Frame) -> Iterator[Problem]:
    """Why a section, or a field of it, cannot be filled in however it is typed."""
    for key in (section.key, *section.definition.aliases):
        if key in HEAD:
            what = f"「{key}」是表头的项目，这一节写在它下面读不到。"
            yield error(Place(section.file), what, "请换个 key 或 aliases。")
    yield from _out_of_reach(section)
    for field in section.root.every_field():
        unread = [
            error(field.place, f"照这一项填「{typed}」，{reason}", _cure(field, typed))
            for typed in field.specimens(SOME_NUMBER)
            if (reason := _why_unread(field, typed, frame))
        ]
        yield from unread or _odd_unit(field)


def _out_of_reach(section: Section) -> Iterator[Problem]:
    """A field or group right in a section whose name means something else there."""
    children = section.root.children
    for child in children.values():
        for name in child.aliases:
            own = children.get(name)
            if name in (STOCK_DAY, SECTION_PERIOD):
                what = f"「{name}」管一整节的数，填在它下面的会当作这一项。"
                yield error(child.place, what, "请换个 aliases。")
            elif own and own is not child and own.place.file not in (section.file, *section.above):
                what = f"「{name}」每一节都有，填在它下面的不会当作这一项。"
                yield error(child.place, what, "请换个 aliases。")


def _odd_unit(field: Field) -> Iterator[Problem]:
    """A unit in which no sum of money can be."""
    name = field.unit.name if field.unit else ""
    if field.kind.is_money and not name.endswith(MONEY):
        what = f"这一项是金额，单位却是「{name}」。"
        yield error(field.place, what, f"请把 unit 改成「{MONEY}」这样的钱；不是金额的，改 kind。")


def _why_unread(field: Field, typed: str, frame: Frame) -> str:
    """Why a text that a field must take is not read, or not as it is meant; empty when it is."""
    read = field.kind.read
    if read is None:
        return ""
    if field.kind.is_unfilled(typed):
        return "算没有填。"
    reading = read(Typed(typed.strip(), field.place, field.path, field, frame))
    value = reading.value
    if value is None:
        return f"读不出来：{next((problem.what for problem in reading.problems), '没有说明原因。')}"
    wanted = field.phrases.get(typed, typed if field.unit else None)
    printed = value.text if isinstance(value, Figure | Words | Passage) else None
    return "" if wanted in (None, printed) else f"印出来的是「{printed}」。"


def _cure(field: Field, typed: str) -> str:
    """What of a definition makes a text unreadable."""
    if typed in field.options:
        return "请改正或去掉 options 里的这一个。"
    if typed in field.phrases:
        return "请改正或去掉 phrases 里的这个短名。"
    if field.unit:
        return "请改 unit：只写单位本身，如「户」「万元」，不带数字、“多”“以上”这样的词。"
    return f"请改 language/kinds.py 里「{field.definition.kind}」的 specimen。"


def _in_groups(library: Library) -> Iterator[Form]:
    """For each group of sections at any level a form with the first of them alone, and one with the first two."""
    grouped: dict[tuple[str, ...], list[str]] = {}
    for section in library.sections:
        for depth in range(1, len(section.groups) + 1):
            grouped.setdefault(section.groups[:depth], []).append(section.key)
    for keys in dict.fromkeys(tuple(keys[:most]) for keys in grouped.values() for most in (1, 2)):
        yield specimen(library, 1, only=frozenset(keys))


def _in_company(full: Form) -> Iterator[Form]:
    """A full form with last year's, and for a report that sums others one with towns: comparisons are tried too."""
    library = full.library
    yield beside(full, specimen(library, 1, more=7))
    if library.report.sums:
        towns = tuple(
            beside(specimen(library, 1, name, more), full) for more, name in enumerate(("甲镇", "乙镇", "丙镇"))
        )
        yield beside(with_unit_series(roll_up(replace(specimen(library, 0), towns=towns))), full)


def specimen(
    library: Library, every: int, unit: str = "示例镇", more: int = 0, only: frozenset[str] | None = None
) -> Form:
    """A form of made-up values in every ``every``-th field, in none when it is 0; ``more`` makes them others.

    With ``only`` some sections, by their keys.
    """
    head = {"单位": unit, "年度": str(SPECIMEN_YEAR), "成文日期": f"{SPECIMEN_YEAR}-12-20"}
    sections = made_up(
        Group("", "", Place(""), {one.key: one.root for one in library.sections if only is None or one.key in only}),
        every,
        more,
    )
    root = unplaced({**head, **sections})
    assert isinstance(root, Mapping)
    form, _ = read_form(root, "示例", library)  # what of it cannot be read is said by _unfillable, with its place
    return derive(form)


def made_up(group: Group, every: int = 1, more: int = 0) -> dict[str, Any]:
    """Something typed for every ``every``-th field of a group, in dicts and lists as a form writes it."""
    return _made_up(group, count(1), every, more)


def _made_up(group: Group, positions: Iterator[int], every: int, more: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, child in group.children.items():
        if isinstance(child, Group):
            found[name] = _made_up(child, positions, every, more)
        elif every and (position := next(positions)) % every == 0:
            if child.record:
                record = _made_up(child.record, positions, every, more)
                found[name] = [_told(record, child, group) if child.definition.series else record]
            else:
                found[name] = _typed_for(child, position % 90 + 10 + more)
    return found


def _told(record: dict[str, Any], series: Field, section: Group) -> dict[str, Any]:
    """A record of a series that is of the first figure of its section, in the unit of that."""
    first = next(leaf for leaf in section.leaves() if leaf.unit)
    assert first.unit is not None
    parts = {name: f"{str(text).rstrip('个')}{first.unit.name}" for name, text in record.items()}
    return {**parts, series.definition.series: first.path.removeprefix(f"{section.path}.")}


def _typed_for(field: Field, number: int) -> str | list[str]:
    """The first text that can be typed for a field; for a list two, and one of no phrase."""
    texts = field.specimens(number)
    return [*texts[:2], *texts[2:][-1:]] if field.kind.is_list else texts[0]

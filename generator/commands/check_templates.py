"""Templates proven without a form: every report filled in full, by half, not at all, and beside other forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec.structs import replace

from generator.document.marks import unmarked
from generator.form.form import Form, read_form
from generator.library.fields import Field, Group
from generator.library.library import Library
from generator.library.loading import load_library, unprinted
from generator.library.overlays import Shelf
from generator.problem import WHOLE_FILE, Place, Problem, notice, warning
from generator.reading.nodes import Mapping, Node, Scalar, Sequence
from generator.reckoning.checks import check_form
from generator.reckoning.formulas import derive
from generator.reckoning.lastyear import beside
from generator.reckoning.rollup import roll_up
from generator.wording.compose import compose

YEAR = 2024
STATES = (1, 2, 0)
"""Filled in full, every second field, and not at all; the last is looked at once more."""


def check_templates(shelf: Shelf) -> list[Problem]:
    """All that is wrong with the templates of a shelf: every report, each in three states and beside other forms."""
    problems: dict[Problem, None] = {}
    for name in report_names(shelf):
        library, faults = load_library(shelf, name)
        problems |= dict.fromkeys(faults)
        if library is not None:
            problems |= dict.fromkeys(_check_library(library))
    return list(problems)


def report_names(shelf: Shelf) -> list[str]:
    """The reports a shelf holds."""
    return [PurePosixPath(path).stem for path in shelf.names("reports/*.yaml")]


def _check_library(library: Library) -> Iterator[Problem]:
    for section in library.sections:
        for field in unprinted(section, library):
            yield notice(field.place, "没有一句用到这一项。", "请在 section.md 里写上这一句，或去掉这一项。")
    for every in STATES:
        form = specimen(library, every)
        yield from (problem for problem in check_form(form) if problem.place.file != form.file)
        wording, faults = compose(form)
        yield from faults
    for form in _in_company(library):
        yield from compose(form)[1]
    for line in wording.text.split("\n") if wording else ():
        if line.startswith("#"):
            what = f"表单全空时仍会印出「{unmarked(line).lstrip('# ')}」一节。"
            advice = "每句话都要由填的数、文字或“是”引出，没有填就不能说。"
            yield warning(Place(library.report_name), what, advice)


def _in_company(library: Library) -> Iterator[Form]:
    """A full form with last year's, and for a report that sums others one with towns: comparisons are tried too."""
    full = specimen(library, 1)
    yield beside(full, specimen(library, 1, more=7))
    if library.report.sums:
        towns = tuple(
            beside(specimen(library, 1, name, more), full) for more, name in enumerate(("甲镇", "乙镇", "丙镇"))
        )
        yield beside(roll_up(replace(specimen(library, 0), towns=towns)), full)


def specimen(library: Library, every: int, unit: str = "示例镇", more: int = 0) -> Form:
    """A form of made-up values in every ``every``-th field, in none when it is 0; ``more`` makes them others."""
    filler = _Filler(every, more)
    entries = [("单位", unit), ("年度", str(YEAR)), ("成文日期", f"{YEAR}-12-20")]
    head = tuple((Scalar(key, WHOLE_FILE), Scalar(value, WHOLE_FILE)) for key, value in entries)
    sections = tuple((Scalar(one.key, WHOLE_FILE), filler.group(one.root)) for one in library.sections)
    form, _ = read_form(Mapping(head + sections, WHOLE_FILE), "示例", library)
    return derive(form)


class _Filler:
    """Makes up one value after another."""

    def __init__(self, every: int, more: int) -> None:
        self.every = every
        self.more = more
        self.position = 0

    def group(self, group: Group) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        for name, child in group.children.items():
            if isinstance(child, Group):
                entries.append((Scalar(name, WHOLE_FILE), self.group(child)))
                continue
            self.position += 1
            if self.every and self.position % self.every == 0:
                entries.append((Scalar(name, WHOLE_FILE), self.value(child)))
        return Mapping(tuple(entries), WHOLE_FILE)

    def value(self, field: Field) -> Node:
        number = 100 + self.position
        match field.kind.reads:
            case "quantity":
                return Scalar(str(number % 90 + 10 + self.more), WHOLE_FILE)
            case "figure":
                return Scalar(f"{number}个", WHOLE_FILE)
            case "date":
                return Scalar("7月4日", WHOLE_FILE)
            case "flag":
                return Scalar("是", WHOLE_FILE)
            case "choice":
                return Scalar(field.definition.options[0], WHOLE_FILE)
            case "items":
                phrases = list(field.definition.phrases)[:2]
                return Sequence(
                    tuple(Scalar(text, WHOLE_FILE) for text in phrases or ("第一项工作", "第二项工作")), WHOLE_FILE
                )
            case "records":
                return Sequence((self.group(field.record),) if field.record else (), WHOLE_FILE)
        return Scalar(f"第{number}项说明", WHOLE_FILE)

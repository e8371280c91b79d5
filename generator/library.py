"""What reports there are and what their forms may hold, read from templates/ and checked as a whole.

    reports/NAME.yaml           title, sections in order, layout
    sections/NAME/form.yaml     fields and rules
    sections/NAME/section.md    the wording
    units.yaml terms.yaml wording.yaml checks.yaml   shared by all

A fault in any of them is a Problem with file and line; a library with errors builds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal, TypeVar

from msgspec import field

from generator.dates import Period
from generator.definitions import Definition, read_definition
from generator.fields import Field, Group, UnitDefinition, build_units, read_fields
from generator.language import CONTEXT, ENVIRONMENT, RULE_CONTEXT, Names, check_expression, check_template
from generator.problem import Place, Problem, Severity, error, has_errors, nearest
from generator.quantity import Unit
from generator.shelf import Shelf
from generator.source import Mapping, line_at

LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING, "notice": Severity.NOTICE}


class ReportDefinition(Definition, frozen=True):
    """reports/NAME.yaml: one kind of summary."""

    name: str
    """What it is called, e.g. 乡镇年度总结."""
    title: str
    """Pattern of the title, with the names of ``language.CONTEXT``."""
    sections: tuple[str, ...]
    """Folders under sections/, in the order of the document."""
    layout: str = "gbt9704"


class RuleDefinition(Definition, frozen=True):
    """One entry under ``checks:``: a claim that must be possible, and what to say when it is not."""

    rule: str
    message: str
    level: Literal["error", "warning", "notice"] = "warning"
    tolerance: str = "0"
    """A share like 10%, or an absolute amount like 1."""

    def __post_init__(self) -> None:
        try:
            Fraction(self.tolerance.removesuffix("%"))
        except ValueError as fault:
            raise ValueError("容差应写成 10% 或 1 这样") from fault


class SectionDefinition(Definition, frozen=True):
    """sections/NAME/form.yaml: one business."""

    key: str
    """The key under which a form fills it in."""
    fields: dict[str, Any]
    aliases: tuple[str, ...] = ()
    heading: str = ""
    """Its heading, which may hold terms; empty for a section without one."""
    help: str = ""
    direct: str = ""
    """The field that takes what is written directly under the section's key."""
    checks: tuple[RuleDefinition, ...] = ()


class PairDefinition(Definition, frozen=True):
    """Two fields of one group that are normally reported together."""

    given: str
    missing: str
    message: str


class ChecksDefinition(Definition, frozen=True):
    """checks.yaml: what holds for every section."""

    pairs: tuple[PairDefinition, ...] = ()


class TermDefinition(Definition, frozen=True):
    """A name with the years it was in use; an open end is left out."""

    name: str
    since: int | None = field(default=None, name="from")
    until: int | None = None


class HealingDefinition(Definition, frozen=True):
    """How sentences close up; regular expressions on the words of a clause."""

    lead_ins: tuple[str, ...]
    """At the head of a clause; passed on to the next when the clause goes."""
    lead_clauses: tuple[str, ...]
    """Clauses that say when or where of the next, and go when nothing follows."""
    links: tuple[str, ...]
    """Clauses that join the next to what came before, and go when either is gone."""

    def __post_init__(self) -> None:
        for pattern in (*self.lead_ins, *self.lead_clauses, *self.links):
            try:
                re.compile(pattern)
            except re.error as fault:
                raise ValueError(f"「{pattern}」不是正则表达式") from fault


@dataclass(frozen=True, slots=True)
class Span:
    """How one period of one year is spoken of."""

    label: str
    months: str
    stock_day: str


class PeriodTexts(Definition, frozen=True):
    """Patterns with {year}, {name}, {first} and {last} (months)."""

    whole_year: str
    part_of_year: str
    months: str
    year_end: str
    month_end: str

    def of(self, year: int, period: Period) -> Span:
        """The texts for ``period`` of ``year``."""
        words = {"year": year, "name": period.name, "first": period.first_month, "last": period.last_month}
        whole = period.months == 12
        return Span(
            (self.whole_year if whole else self.part_of_year).format(**words),
            self.months.format(**words),
            (self.year_end if period.last_month == 12 else self.month_end).format(**words),
        )


class WordingDefinition(Definition, frozen=True):
    """wording.yaml: how units, periods and points are spoken of."""

    selves: dict[str, tuple[str, str]]
    """Ending of a unit's name: what it calls itself, and its whole area; * stands for any other."""
    periods: dict[str, tuple[int, int]]
    """Name of a period: first and last month; the first named is the usual one."""
    period_texts: PeriodTexts
    healing: HealingDefinition

    def selves_of(self, unit: str) -> tuple[str, str]:
        """What a unit calls itself and its area, by the longest ending that fits its name."""
        endings = [ending for ending in self.selves if unit.endswith(ending)]
        return self.selves[max(endings, key=len)] if endings else self.selves["*"]


Units = dict[str, UnitDefinition]
"""units.yaml."""
Terms = dict[str, tuple[TermDefinition, ...]]
"""terms.yaml."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A declared check, ready to run."""

    source: str
    place: Place
    level: Severity
    message: str
    tolerance: Fraction
    absolute: bool
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One business: its fields, rules and wording."""

    folder: str
    definition: SectionDefinition
    root: Group
    rules: tuple[Rule, ...]
    wording: str
    wording_file: str
    file: str

    @property
    def key(self) -> str:
        """The key under which a form fills it in."""
        return self.definition.key


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """All that one kind of report needs."""

    report: ReportDefinition
    report_name: str
    sections: tuple[Section, ...]
    whole: Group
    units: dict[str, Unit]
    terms: dict[str, tuple[TermDefinition, ...]]
    wording: WordingDefinition
    pairs: tuple[PairDefinition, ...]
    formulas: dict[str, tuple[str, ...]]
    """Path of a field with a formula: the paths its formula names."""
    layout_source: tuple[bytes, str]

    def formula_paths(self, leaf: Field) -> tuple[str, ...]:
        """The paths of the fields that the formula of ``leaf`` names."""
        return self.formulas[leaf.path]

    def terms_of(self, year: int | None) -> dict[str, str]:
        """Each term by the name in use in ``year``; the newest when no year is known."""
        return {
            term: next((one.name for one in reversed(names) if _in_use(one, year)), names[-1].name)
            for term, names in self.terms.items()
        }

    def say(self, text: str, year: int | None) -> str:
        """A label or heading with its terms as they were called in ``year``."""
        return _template(text).render(词=self.terms_of(year)) if "{{" in text else text

    def section(self, key: str) -> Section | None:
        """The section that ``key`` of a form names, by its present name or an older one."""
        return next((one for one in self.sections if key == one.key or key in one.definition.aliases), None)

    def field(self, path: str) -> Field | None:
        """The field at a dotted path, or None."""
        found: Group | Field | None = self.whole
        for key in path.split("."):
            found = found.find(key) if isinstance(found, Group) else None
        return found if isinstance(found, Field) else None


def _in_use(term: TermDefinition, year: int | None) -> bool:
    if year is None:
        return term.until is None
    return (term.since or 0) <= year <= (term.until or 9999)


@lru_cache(maxsize=512)
def _template(text: str):  # type: ignore[no-untyped-def]  # Jinja's Template, kept per text
    return ENVIRONMENT.from_string(text)


@lru_cache(maxsize=16)
def load_library(shelf: Shelf, name: str) -> tuple[Library | None, tuple[Problem, ...]]:
    """The library of report ``name``, None when its files have errors, and all their problems.

    Kept for the life of the process: a batch reads its templates once.
    """
    problems: list[Problem] = []
    report = _read(shelf, f"reports/{name}.yaml", ReportDefinition, problems)
    units = _read(shelf, "units.yaml", Units, problems)
    terms = _read(shelf, "terms.yaml", Terms, problems)
    wording = _read(shelf, "wording.yaml", WordingDefinition, problems)
    checks = _read(shelf, "checks.yaml", ChecksDefinition, problems)
    if not (report and units and terms and wording and checks):
        return None, tuple(problems)
    unit_table = build_units(units[0])
    drafts = [_read_section(shelf, folder, report, unit_table, problems) for folder in report[0].sections]
    sections = [draft for draft in drafts if draft]
    layout_source = shelf.read(f"layouts/{report[0].layout}.yaml")
    if layout_source is None:
        problems.append(_missing(shelf, "layouts/*.yaml", report[0].layout, _place(report, "layout"), "版式"))
    if has_errors(problems) or layout_source is None:
        return None, tuple(problems)
    problems += _repeated_keys(section for section, _ in sections)
    whole = Group("", "", Place(""), {section.key: section.root for section, _ in sections})
    term_names = tuple(terms[0])
    problems += _title_problems(report, whole)
    formulas: dict[str, tuple[str, ...]] = {}
    checked = tuple(_check_section(section, node, whole, term_names, formulas, problems) for section, node in sections)
    if has_errors(problems):
        return None, tuple(problems)
    library = Library(
        report[0], name, checked, whole, unit_table, terms[0], wording[0], checks[0].pairs, formulas, layout_source
    )
    return library, tuple(problems)


Model = TypeVar("Model")


def _read(shelf: Shelf, name: str, model: type[Model], problems: list[Problem]) -> tuple[Model, Mapping, str] | None:
    found = shelf.read(name)
    if found is None:
        folder, _, stem = name.rpartition("/")
        problems.append(_missing(shelf, f"{folder}/*.yaml", stem.removesuffix(".yaml"), Place(name), "模板文件"))
        return None
    definition, node, faults = read_definition(*found, model)
    problems += faults
    return None if definition is None else (definition, node, found[1])


def _missing(shelf: Shelf, pattern: str, wanted: str, place: Place, what: str) -> Problem:
    known = [name.rpartition("/")[2].removesuffix(".yaml") for name in shelf.names(pattern.lstrip("/"))]
    near = nearest(wanted, known)
    advice = f"是不是「{near}」？" if near else f"现有的是：{'、'.join(known)}。"
    return error(place, f"没有「{wanted}」这个{what}。", advice)


def _place(read: tuple[Definition, Mapping, str], *path: str | int) -> Place:
    return Place(read[2], line_at(read[1], path), ".".join(step for step in path if isinstance(step, str)))


def _read_section(
    shelf: Shelf,
    folder: str,
    report: tuple[ReportDefinition, Mapping, str],
    units: dict[str, Unit],
    problems: list[Problem],
) -> tuple[Section, Mapping] | None:
    found = shelf.read(f"sections/{folder}/form.yaml")
    wording = shelf.read(f"sections/{folder}/section.md")
    if found is None or wording is None:
        missing = "form.yaml" if found is None else "section.md"
        place = _place(report, "sections", report[0].sections.index(folder))
        known = [name.split("/")[1] for name in shelf.names("sections/*/form.yaml")]
        near = nearest(folder, known)
        advice = f"是不是「{near}」？" if near and near != folder else "请加上这个文件，或从 sections 里去掉它。"
        problems.append(error(place, f"没有 sections/{folder}/{missing}。", advice))
        return None
    definition, node, faults = read_definition(*found, SectionDefinition)
    problems += faults
    if definition is None:
        return None
    try:
        text = wording[0].decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(error(Place(wording[1]), "模板不是UTF-8编码。", "请在编辑器里另存为UTF-8。"))
        return None
    root, faults = read_fields(node.get("fields"), found[1], definition.key, units)
    problems += faults
    if definition.direct and not isinstance(root.find(definition.direct), Field):
        place = Place(found[1], line_at(node, ("direct",)), "direct")
        problems.append(error(place, f"direct 所指的「{definition.direct}」不在 fields 里。", "请改正。"))
    text = text.replace("\r\n", "\n")
    return Section(folder, definition, root, (), text, wording[1], found[1]), node


def _repeated_keys(sections: Iterable[Section]) -> Iterable[Problem]:
    owners: dict[str, str] = {}
    for section in sections:
        for key in (section.key, *section.definition.aliases):
            if key in owners:
                place = Place(section.file, 0, key)
                yield error(place, f"「{key}」已经是 {owners[key]} 的名字。", "请给其中一节换个 key 或 aliases。")
            owners[key] = section.file


def _title_problems(report: tuple[ReportDefinition, Mapping, str], whole: Group) -> list[Problem]:
    names = Names(Group("", "", Place("")), whole, (), tuple(CONTEXT))
    return check_template(report[0].title, report[2], names, line_at(report[1], ("title",)) - 1)[1]


def _check_section(
    section: Section,
    node: Mapping,
    whole: Group,
    terms: tuple[str, ...],
    formulas: dict[str, tuple[str, ...]],
    problems: list[Problem],
) -> Section:
    """The section with its rules compiled; adds what its rules, formulas and wording get wrong."""
    names = Names(section.root, whole, terms)
    in_rules = Names(section.root, whole, terms, tuple(RULE_CONTEXT))
    rules = []
    for position, definition in enumerate(section.definition.checks):
        line = line_at(node, ("checks", position, "rule"))
        paths, faults = check_expression(definition.rule, section.file, line, in_rules)
        problems += faults
        amount = Fraction(definition.tolerance.removesuffix("%"))
        percent = definition.tolerance.endswith("%")
        tolerance = amount / 100 if percent else amount
        place = Place(section.file, line)
        level = LEVELS[definition.level]
        ordered = tuple(sorted(paths, key=lambda path: _position(path, definition.rule)))
        rules.append(Rule(definition.rule, place, level, definition.message, tolerance, not percent, ordered))
    for leaf in section.root.leaves():
        if leaf.definition.formula:
            paths, faults = check_expression(leaf.definition.formula, section.file, leaf.place.line, in_rules)
            formulas[leaf.path] = tuple(sorted(paths))
            problems += faults
    if "{{" in section.definition.heading:
        line = line_at(node, ("heading",))
        problems += check_template(section.definition.heading, section.file, names, line - 1)[1]
    problems += check_template(section.wording, section.wording_file, names)[1]
    return Section(
        section.folder, section.definition, section.root, tuple(rules),
        section.wording, section.wording_file, section.file,
    )  # fmt: skip


def _position(path: str, rule: str) -> tuple[int, str]:
    """Where a rule first names a field, so that messages point at the figure named first."""
    spellings = (f"表.{path}", path.split(".", 1)[1])
    return min((at for at in map(rule.find, spellings) if at >= 0), default=len(rule)), path


def unprinted(section: Section, library: Library) -> list[Field]:
    """The fields of a section that no sentence of any section of the report names."""
    used: set[str] = set()
    for other in library.sections:
        names = Names(other.root, library.whole, tuple(library.terms))
        used |= check_template(other.wording, other.wording_file, names)[0]
    return [leaf for leaf in section.root.leaves() if leaf.path not in used]

"""What one kind of report needs, ready to use: its sections, fields, rules, wording, units and terms."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cached_property, lru_cache

from jinja2 import Template
from msgspec import Struct

from generator.figures.quantity import Unit
from generator.language.fields import Field, Group
from generator.language.sandbox import ENVIRONMENT, TEMPLATE_CONTEXT, TERMS
from generator.library.claims import Claim, Headings
from generator.library.headline import Candidate
from generator.library.schema import (
    ChecksDefinition,
    ReportDefinition,
    SectionDefinition,
    TermDefinition,
)
from generator.library.wording_schema import WordingDefinition
from generator.problem import Place, Severity, Spot

CUSTOM = "自定义"
"""The key under which every section takes figures of the official's own."""
OWN_NAME, OWN_FIGURE, OWN_TEXT, OWN_BEFORE, OWN_PARTS, OWN_TOTAL = "名称", "数值", "文字", "原值", "其中", "合计"
OWN_CHANGE, OWN_WHOLE, OWN_TARGET, OWN_PLACE, OWN_ROLLUP = "比上年", "占", "任务", "放在", "汇总"
"""The fields of custom/form.yaml, figures that no catalogue foresees, of which the code itself speaks."""


class Rule(Struct, frozen=True):
    """A declared check, ready to run."""

    source: str
    place: Place
    level: Severity
    message: str
    tolerance: Fraction
    absolute: bool
    paths: tuple[str, ...]
    sums: frozenset[str] = frozenset()
    """Those of the paths that are fields of records, and stand for their sum."""
    needed: frozenset[str] = frozenset()
    """Those that must be filled in this form for the rule to say anything."""


class Changed(Struct, frozen=True):
    """A field that an overlay makes another sort of thing: where, what it was, what it is."""

    place: Place
    was: str
    now: str
    is_other: bool = False
    """Whether not even wording can print it as before: words for a figure, a list for one text."""


class Section(Struct, frozen=True):
    """One business: its fields, rules and wording."""

    folder: str
    definition: SectionDefinition
    root: Group
    rules: tuple[Rule, ...]
    wording: str
    wording_file: str
    file: str
    heading: str = ""
    """The heading it has in this report."""
    styles: Headings = {}
    """Its headings in other styles in this report."""
    groups: tuple[str, ...] = ()
    """Headings of the groups it stands in, the outermost first."""
    record_rules: tuple[tuple[Field, tuple[Rule, ...]], ...] = ()
    """Its fields of records that have rules of their own."""
    nameable: Group | None = None
    """Its fields with those that an overlay took away, which wording of below may still name; None without any."""
    removed: dict[str, Place] = {}
    """Fields and groups that were taken away by their whole paths, and where that is said."""
    changed: dict[str, Changed] = {}
    """Fields that an overlay made another sort of thing, by their whole paths."""
    wording_lines: tuple[Place, ...] = ()
    """Where each line of its wording was written; empty when all are of its one file."""
    claims: tuple[Claim, ...] = ()
    """Its topic sentences and headings in other styles, with their places."""
    above: tuple[str, ...] = ()
    """The files laid over ``file``, the topmost first."""

    @property
    def name(self) -> str:
        """The folder by which reports name it."""
        return self.folder.rpartition("/")[2]

    @property
    def named(self) -> Group:
        """The fields that its wording may name."""
        return self.nameable or self.root

    def removed_at(self, path: str) -> Place | None:
        """Where it is said that an overlay took a field away; None for one that is there."""
        if not self.removed:
            return None
        found = (place for gone, place in self.removed.items() if path == gone or path.startswith(f"{gone}."))
        return next(found, None) if self.root.at(path.removeprefix(f"{self.key}.")) is None else None

    def written_at(self, line: int) -> Place:
        """Where a line of its wording was written."""
        if 0 < line <= len(self.wording_lines):
            return self.wording_lines[line - 1]
        return Place(self.wording_file, Spot(line))

    def is_current(self, year: int | None) -> bool:
        """Whether the office still reports it in ``year``; a form may fill it in all the same."""
        return year is None or (self.definition.since or 0) <= year <= (self.definition.until or 9999)

    @property
    def key(self) -> str:
        """The key under which a form fills it in."""
        return self.definition.key


class Otherwise(Struct, frozen=True):
    """Another way in which a total follows from its parts."""

    leaf: Field
    """The field with that as its formula."""
    paths: tuple[str, ...]
    sides: dict[str, str]


class Library(Struct, frozen=True, eq=False, dict=True):
    """All that one kind of report needs."""

    report: ReportDefinition
    report_name: str
    sections: tuple[Section, ...]
    whole: Group
    units: dict[str, Unit]
    terms: dict[str, tuple[TermDefinition, ...]]
    wording: WordingDefinition
    checks: ChecksDefinition
    custom: Section
    """How figures that no catalogue foresees are filled in and worded."""
    formulas: dict[str, tuple[str, ...]]
    """Path of a field with a formula: the paths its formula names."""
    sides: dict[str, dict[str, str]]
    """Path of a total that is a plain sum: each path it adds, and the group that path stands in beside the total."""
    otherwise: tuple[Otherwise, ...] = ()
    """Other ways in which totals follow, where their formula lacks a figure."""
    keys: frozenset[str] | None = None
    """The keys of forms for which its sections were read; None when all of its report were."""
    headline: tuple[Candidate, ...] = ()
    """The figures that may be told at the head of its papers, the weightiest first."""
    claims: tuple[Claim, ...] = ()
    """The headings in other styles that its report gives, with their places."""
    silent: dict[Place, str] = {}
    """Where rules stand that can say nothing in this report, and the section they name that it has not."""

    @cached_property
    def computed(self) -> tuple[Field, ...]:
        """The fields that have a formula."""
        return tuple(leaf for path in self.formulas if (leaf := self.field(path)))

    @cached_property
    def required(self) -> dict[str, tuple[Field, ...]]:
        """The fields of each section that must be filled in, by its key."""
        return {
            section.key: tuple(leaf for leaf in section.root.leaves() if leaf.definition.required)
            for section in self.sections
        }

    def terms_of(self, year: int | None) -> dict[str, str]:
        """Each term by the name in use in ``year``; the newest when no year is known."""
        names = {
            term: next((one.name for one in reversed(names) if _in_use(one, year)), names[-1].name)
            for term, names in self.terms.items()
        }
        return {**names, **self.report.terms}

    def say(self, text: str, year: int | None) -> str:
        """A label or heading with its terms as they were called in ``year``; names of the context stand for themselves."""
        return _said(self, text, year) if "{{" in text else text

    def section(self, key: str) -> Section | None:
        """The section that ``key`` of a form names, by its present name or an older one."""
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> dict[str, Section]:
        return {key: one for one in self.sections for key in (one.key, *one.definition.aliases)}

    def answerable(self, path: str) -> bool:
        """Whether a path is one that a warning may speak of: of a field, or of one in a record."""
        where, _, name = path.rpartition(".")
        records = self.field(where.rstrip("0123456789").rstrip("."))
        return self.field(path) is not None or bool(records and records.record and records.record.find(name))

    @cached_property
    def of_parts(self) -> frozenset[str]:
        """The paths of fields that tell of a part of a group only, as a scope declares them."""
        return frozenset(leaf.path for leaf in self.whole.leaves() if leaf.definition.scope)

    def field(self, path: str) -> Field | None:
        """The field at a dotted path, or None."""
        found = self._by_path.get(path) or self.whole.at(path)
        return found if isinstance(found, Field) else None

    @cached_property
    def _by_path(self) -> dict[str, Field]:
        return {leaf.path: leaf for leaf in self.whole.leaves()}


@lru_cache(maxsize=4096)
def _said(library: Library, text: str, year: int | None) -> str:
    return spoken(text, library.terms_of(year))


def _in_use(term: TermDefinition, year: int | None) -> bool:
    if year is None:
        return term.until is None
    return (term.since or 0) <= year <= (term.until or 9999)


BY_NAME = {name: name for name in TEMPLATE_CONTEXT}
"""What a heading says of the period or unit where no form is at hand: 下期工作打算."""


SLOT = re.compile(rf"\{{\{{ ({TERMS}\.)?(\w+) \}}\}}")
NAMES_ALONE = re.compile(rf"(?:[^{{}}\n]|{SLOT.pattern})*")
"""Words and names alone, as nearly all labels are: put together without a template, which takes long to make ready."""


def spoken(text: str, terms: dict[str, str], context: dict[str, str] = BY_NAME) -> str:
    """A label or heading with its terms by their names; names of the context stand for themselves by default."""
    if NAMES_ALONE.fullmatch(text):
        said = [(terms if of_terms else context).get(name) for of_terms, name in SLOT.findall(text)]
        if all(isinstance(one, str) for one in said):
            return SLOT.sub(lambda match: (terms if match[1] else context)[match[2]], text)
    return _template(text).render({**context, TERMS: terms})


@lru_cache(maxsize=512)
def _template(text: str) -> Template:
    return ENVIRONMENT.from_string(text)

"""Reads the library of one report from template folders, and checks it as a whole.

    reports/NAME.yaml           title, sections in order, layout
    sections/NAME/form.yaml     fields and rules
    sections/NAME/section.md    the wording
    custom/form.yaml, .md       自定义 figures of any section
    units.yaml terms.yaml wording.yaml checks.yaml   shared by all

A fault in any of them is a Problem with file and line; a library with errors builds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from generator.figures.quantity import Unit
from generator.figures.values import LAST
from generator.library.entries import Placement
from generator.library.fields import Field, Group, RuleDefinition, build_units, read_fields
from generator.library.language import RULE_CONTEXT, WHOLE_FORM, is_sum
from generator.library.library import Library, Rule, Section
from generator.library.names_check import Checked, Names, check_expression, check_template
from generator.library.overlays import Shelf
from generator.library.said_check import said_problems
from generator.library.schema import (
    ChecksDefinition,
    ReportDefinition,
    SectionDefinition,
    Terms,
    Units,
    WordingDefinition,
)
from generator.library.unit_check import unlike_units
from generator.problem import WHOLE_FILE, Place, Problem, Severity, Spot, error, has_errors, nearest
from generator.reading.characters import clean_text
from generator.reading.nodes import Mapping, Node, spot_at
from generator.reading.source import peek
from generator.reading.strict import Model, read_definition

LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING, "notice": Severity.NOTICE}
CUSTOM = "自定义"
"""The key under which every section takes figures of the official's own."""
SUBHEADING_SIGN = re.compile(r"^##", re.MULTILINE)


@lru_cache(maxsize=64)
def load_library(
    shelf: Shelf, name: str, keys: frozenset[str] | None = None
) -> tuple[Library | None, tuple[Problem, ...]]:
    """The library of report ``name``, None when its files have errors, and all their problems.

    With ``keys`` only the sections that those keys of a form name are read, and those that print
    without being filled in; so a single build does not pay for the whole catalogue. Kept for the life
    of the process: a batch reads its templates once.
    """
    loader = _Loader(shelf, keys)
    library = loader.library(name)
    return library, tuple(loader.problems)


class _Read(Struct, frozen=True):
    """A definition with the nodes and the file it came from."""

    definition: Any
    node: Mapping
    file: str

    def place(self, *path: str | int) -> Place:
        """Where ``path`` stands in the file."""
        keys = ".".join(step for step in path if isinstance(step, str))
        return Place(self.file, spot_at(self.node, path), keys)


class _Loader(Struct):
    shelf: Shelf
    keys: frozenset[str] | None
    problems: list[Problem] = field(default_factory=list)
    units: dict[str, Unit] = field(default_factory=dict)
    formulas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sides: dict[str, dict[str, str]] = field(default_factory=dict)
    silent: dict[Place, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    """Every key that a section of the report answers to, and that section's file."""

    def library(self, name: str) -> Library | None:
        report = self.read(f"reports/{name}.yaml", ReportDefinition)
        units = self.read("units.yaml", Units)
        terms = self.read("terms.yaml", Terms)
        wording = self.read("wording.yaml", WordingDefinition)
        checks = self.read("checks.yaml", ChecksDefinition)
        if not (report and units and terms and wording and checks):
            return None
        self.units = build_units(units.definition)
        self.check_terms(terms)
        custom = self.section("custom", Placement("", None), report)
        placements = self.wanted(list(report.definition.placements()))
        placed = [self.section(f"sections/{one.folder}", one, report) for one in placements]
        self.check_layout(report)
        own = self.own_figures(*custom) if custom else None
        if custom is None or own is None or has_errors(self.problems):
            return None
        sections = [_with_custom(section, own) for section, _ in (one for one in placed if one)]
        whole = Group("", "", Place(""), {section.key: section.root for section in sections})
        names = tuple(terms.definition)
        self.check_title(report, Names(Group("", "", report.place()), whole, names))
        nodes = [one[1] for one in placed if one]
        checked = [self.checked(section, node, whole, names) for section, node in zip(sections, nodes, strict=True)]
        self.checked(custom[0], custom[1], whole, names)
        if has_errors(self.problems):
            return None
        return Library(
            report.definition, name, tuple(checked), whole, self.units, terms.definition, wording.definition,
            checks.definition, custom[0], self.formulas, self.sides, self.silent,
        )  # fmt: skip

    def read(self, name: str, model: type[Model]) -> _Read | None:
        found = self.shelf.read(name)
        if found is None:
            folder, _, stem = name.rpartition("/")
            self.missing(
                f"{folder}/*.yaml",
                stem.removesuffix(".yaml"),
                Place(name),
                "总结" if folder == "reports" else "模板文件",
            )
            return None
        definition, node, faults = read_definition(*found, model)
        self.problems += faults
        return None if definition is None else _Read(definition, node, found[1])

    def missing(self, pattern: str, wanted: str, place: Place, what: str) -> None:
        known = [name.rpartition("/")[2].removesuffix(".yaml") for name in self.shelf.names(pattern.lstrip("/"))]
        near = nearest(wanted, known)
        advice = f"是不是「{near}」？" if near else f"现有的是：{'、'.join(known)}。"
        self.problems.append(error(place, f"没有「{wanted}」这个{what}。", advice))

    def check_layout(self, report: _Read) -> None:
        """Reports a layout that the report names and that is nowhere."""
        wanted = report.definition.layout
        if self.shelf.find(f"layouts/{wanted}.yaml") is None:
            self.missing("layouts/*.yaml", wanted, report.place("layout"), "版式")

    def section(self, folder: str, placement: Placement, report: _Read) -> tuple[Section, Mapping] | None:
        found, wording = self.shelf.read(f"{folder}/form.yaml"), self.shelf.read(f"{folder}/section.md")
        if found is None or wording is None:
            self.missing_section(folder, "form.yaml" if found is None else "section.md", report)
            return None
        definition, node, faults = read_definition(*found, SectionDefinition)
        self.problems += faults
        try:
            text = wording[0].decode("utf-8-sig")
        except UnicodeDecodeError:
            self.problems.append(error(Place(wording[1]), "模板不是UTF-8编码。", "请在编辑器里另存为UTF-8。"))
            return None
        text, faults = clean_text(text, Place(wording[1]))
        self.problems += faults
        if definition is None:
            return None
        root, faults = read_fields(node.get("fields"), found[1], definition.key, self.units)
        self.problems += faults
        direct = root.find(definition.direct)
        inside = direct.record if isinstance(direct, Field) else None
        for key, where in (("direct", root), ("placed", inside)):
            if (name := getattr(definition, key)) and not isinstance(where and where.find(name), Field):
                place = Place(found[1], spot_at(node, (key,)), key)
                self.problems.append(error(place, f"{key} 所指的「{name}」不在 fields 里。", "请改正。"))
        self.check_named_fields(definition, root, found[1], node)
        if placement.flat:
            text = SUBHEADING_SIGN.sub("#", text)
        heading = placement.heading if placement.heading is not None else definition.heading * (not placement.flat)
        section = Section(folder, definition, root, (), text, wording[1], found[1], heading, placement.groups)
        return section, node

    def own_figures(self, custom: Section, node: Mapping) -> Field | None:
        """The field that figures of the official's own are filled in at; that none is named is reported."""
        if not custom.definition.direct:
            place = Place(custom.file, spot_at(node, ("key",)), "direct")
            self.problems.append(error(place, "没有写 direct。", f"请写明「{CUSTOM}」的数填在 fields 的哪一项。"))
        found = custom.root.find(custom.definition.direct)
        return found if isinstance(found, Field) else None

    def check_named_fields(self, definition: SectionDefinition, root: Group, file: str, node: Mapping) -> None:
        """Reports what annex, charts, weights, ``last`` and ``per`` name that is no figure of the section."""
        for keys, group, path in _named_fields(definition, root):
            leaf = group.at(path)
            if not isinstance(leaf, Field) or leaf.unit is None:
                place = Place(file, spot_at(node, keys), ".".join(key for key in keys if key != "fields"))
                near = nearest(path, [one.path.removeprefix(f"{group.path}.") for one in group.leaves()])
                advice = f"是不是「{near}」？" if near else "请写这一节里填数的项目。"
                self.problems.append(error(place, f"「{path}」不是这一节的数。", advice))

    def missing_section(self, folder: str, file: str, report: _Read) -> None:
        name = folder.removeprefix("sections/")
        spots = [scalar.spot for scalar in _scalars(report.node.get("sections")) if scalar.text == name]
        known = [path.split("/")[1] for path in self.shelf.names("sections/*/form.yaml")]
        near = nearest(name, known)
        advice = f"是不是「{near}」？" if near and near != name else "请加上这个文件，或从 sections 里去掉它。"
        place = Place(report.file, spots[0] if spots else WHOLE_FILE, "sections")
        self.problems.append(error(place, f"没有 {folder}/{file}。", advice))

    def wanted(self, placements: list[Placement]) -> list[Placement]:
        """The placements to read for the form at hand; reports a key that two sections answer to."""
        owners = self.owners
        wanted = []
        for placement in placements:
            answers, always, file = self.answers_to(placement.folder)
            for key, spot in answers.items():
                if key in owners:
                    what = f"「{key}」已经是 {owners[key]} 的名字。"
                    self.problems.append(error(Place(file, spot, key), what, "请给其中一节换个 key 或 aliases。"))
                owners[key] = file
            if self.keys is None or always or not answers or not self.keys.isdisjoint(answers):
                wanted.append(placement)
        return wanted

    def answers_to(self, folder: str) -> tuple[dict[str, Spot], bool, str]:
        """The keys a section answers to with their spots, whether it prints unasked, and its file.

        There are no keys when it is unreadable.
        """
        found = self.shelf.read(f"sections/{folder}/form.yaml")
        if found is None:
            return {}, False, ""
        head, file = peek(found[0].split(b"\nfields:")[0]), found[1]
        names = {scalar.text: scalar.spot for name in ("aliases", "key") for scalar in _scalars(head.get(name))}
        return names if head.get("key") else {}, head.get("always") is not None, file

    def check_terms(self, terms: _Read) -> None:
        """Reports a term whose names do not say when each was in use, or overlap."""
        for term, names in terms.definition.items():
            for position, (one, other) in enumerate(pairwise(names)):
                place = terms.place(term, position + 1)
                if one.until is None or other.since is None:
                    what = f"「{one.name}」和「{other.name}」没有写明哪一年换的名字。"
                    self.problems.append(error(place, what, "请给前一个写上 until，后一个写上 from。"))
                elif one.until >= other.since:
                    what = f"「{one.name}」用到{one.until}年，「{other.name}」却从{other.since}年起，有重叠。"
                    self.problems.append(error(place, what, "请改正年份。"))

    def check_title(self, report: _Read, names: Names) -> None:
        headings = {heading for one in report.definition.placements() for heading in one.groups}
        said = ((report.definition.title, "title"), *((heading, "sections") for heading in sorted(headings)))
        for text, key in said:
            if "{" in text or "}" in text:
                place = report.place(key)
                self.problems += check_template(text, place.file, names, place.spot.line - 1).problems

    def checked(self, section: Section, node: Mapping, whole: Group, terms: tuple[str, ...]) -> Section:
        """The section with its rules ready; reports what rules, formulas, heading and wording get wrong."""
        names = Names(section.root, whole, terms, lenient=True)
        in_rules = Names(section.root, whole, terms, tuple(RULE_CONTEXT), lenient=True)
        rules = self.rules(section.definition.checks, in_rules, section.file, node.get("checks"))
        record_rules = []
        for leaf in section.root.leaves():
            if leaf.definition.checks and leaf.record:
                inside = replace(in_rules, own=leaf.record)
                where = _field_node(node, leaf)
                record_rules.append((leaf, self.rules(leaf.definition.checks, inside, section.file, where)))
            if leaf.definition.formula:
                found = check_expression(leaf.definition.formula, section.file, leaf.place.spot.line, in_rules)
                self.formulas[leaf.path] = tuple(
                    sorted(found.used, key=lambda path: _position(path, leaf.definition.formula, section.key))
                )
                self.note(found, section.file)
                if not found.problems:
                    if sides := _sides_of(leaf, self.formulas[leaf.path]):
                        self.sides[leaf.path] = sides
                    self.check_units(leaf.definition.formula, in_rules, leaf.place, ())
        self.problems += said_problems(section, node, terms)
        self.note(check_template(section.wording, section.wording_file, names), section.wording_file)
        return replace(section, rules=rules, record_rules=tuple(record_rules))

    def rules(
        self, definitions: tuple[RuleDefinition, ...], names: Names, file: str, node: Node | None
    ) -> tuple[Rule, ...]:
        """The rules of a section or of its records, ready to run; reports what they get wrong."""
        rules = []
        for position, definition in enumerate(definitions):
            spot = spot_at(node, (position, "rule")) if node else WHOLE_FILE
            found = check_expression(definition.rule, file, spot.line, names)
            self.note(found, file)
            if not found.problems:
                self.check_units(definition.rule, names, Place(file, spot), definition.units)
            if found.absent:
                self.silent[Place(file, spot)] = next(iter(found.absent))
            else:
                sums = frozenset(path for path in found.used if _is_in_records(path, names))
                rules.append(_rule(definition, Place(file, spot), found.used, sums, names.own.path))
        return tuple(rules)

    def check_units(self, expression: str, names: Names, place: Place, meant: tuple[str, ...]) -> None:
        """Reports unlike units that are compared or added, unless the rule says that it means to."""
        for one, other in unlike_units(expression, names):
            if not {one, other} <= set(meant):
                what = f"「{expression}」把{one}和{other}放在一起比较或相加。"
                advice = f"请改成同一个单位的项目；确要这样比的，在这条核对里加上 units: [{one}, {other}]。"
                self.problems.append(error(place, what, advice))

    def note(self, found: Checked, file: str) -> None:
        """Notes what is wrong with a template or rule, and which section it names that no folder answers to."""
        self.problems += found.problems
        for name, line in found.absent.items():
            if name in self.owners:
                continue
            folders = [path.split("/")[1] for path in self.shelf.names("sections/*/form.yaml")]
            known = {key for folder in folders for key in self.answers_to(folder)[0]}
            if name not in known:
                near = nearest(name, known)
                advice = f"是不是「{near}」？" if near else f"可以用的有：{'、'.join(self.owners)}。"
                self.problems.append(error(Place(file, Spot(line)), f"各节里没有「{name}」。", advice))


def _named_fields(definition: SectionDefinition, root: Group) -> Iterator[tuple[tuple[str, ...], Group, str]]:
    """Every figure that a section names outside rules and wording: where it does so, among which fields, its path."""
    for key in ("columns", "growth"):
        yield from ((("annex", key), root, path) for path in _annex_paths(definition, key))
    yield from ((("charts",), root, path) for chart in definition.charts for path in chart.figures)
    for leaf in root.leaves():
        at = ("fields", *leaf.path.split(".")[1:])
        yield from (((*at, key), root, path) for key in ("weight", "last") if (path := getattr(leaf.definition, key)))
        yield from (((*at, "per"), root, name) for names in leaf.counts for name in names)
        for inner in leaf.record.leaves() if leaf.record else ():
            where = (*at, "fields", inner.name, "per")
            yield from ((where, leaf.record, name) for names in inner.counts for name in names if leaf.record)


def _annex_paths(definition: SectionDefinition, key: str) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(definition.annex, key) if definition.annex else ()
    return found


def _rule(definition: RuleDefinition, place: Place, paths: set[str], sums: frozenset[str], own: str) -> Rule:
    percent = definition.tolerance.endswith("%")
    amount = Fraction(definition.tolerance.removesuffix("%"))
    ordered = tuple(sorted(paths, key=lambda path: _position(path, definition.rule, own)))
    needed = frozenset(path for path in ordered if path not in sums and not path.startswith(LAST))
    return Rule(
        definition.rule, place, LEVELS[definition.level], definition.message,
        amount / 100 if percent else amount, not percent, ordered, sums, needed,
    )  # fmt: skip


def _sides_of(leaf: Field, paths: tuple[str, ...]) -> dict[str, str]:
    """The paths that a plain sum adds with the groups they stand in; empty unless each is a group beside the total."""
    groups = {path: path.rpartition(".")[0] for path in paths}
    beside = all("." in group and not f"{leaf.path}.".startswith(f"{group}.") for group in groups.values())
    is_of_one_year = not any(path.startswith(LAST) for path in paths)
    return groups if beside and is_of_one_year and is_sum(leaf.definition.formula) else {}


def _is_in_records(path: str, names: Names) -> bool:
    """Whether a path names a field of records from outside them."""
    where = names.whole.at(path.rpartition(".")[0])
    return isinstance(where, Field) and where.record is not None and where.path != names.own.path


def _field_node(node: Mapping, leaf: Field) -> Node | None:
    """Where the rules of a field of records are written."""
    found: Node | None = node.get("fields")
    for key in (*leaf.path.split(".")[1:], "checks"):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _position(path: str, rule: str, own: str) -> tuple[int, str]:
    """Where a rule first names a field, so that messages point at the figure named first."""
    is_last, whole = path.startswith(LAST), path.removeprefix(LAST)
    spelled = whole.removeprefix(f"{own}.")
    spellings = (f"{LAST}{spelled}",) if is_last else (f"{WHOLE_FORM}.{whole}", spelled)
    return min((at for at in map(rule.find, spellings) if at >= 0), default=len(rule)), path


def _with_custom(section: Section, field_: Field) -> Section:
    """The section with a field for figures of the official's own, unless it has one."""
    children = section.root.children
    if CUSTOM in children:
        return section
    own = replace(field_, path=f"{section.key}.{CUSTOM}", name=CUSTOM)
    return replace(section, root=replace(section.root, children={**children, CUSTOM: own}))


def _scalars(node: Any) -> Iterator[Any]:
    if node is None:
        return
    if hasattr(node, "text"):
        yield node
    elif isinstance(node, Mapping):
        for _, value in node.entries:
            yield from _scalars(value)
    else:
        for item in node.items:
            yield from _scalars(item)

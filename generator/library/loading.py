"""Reads the library of one report from template folders, and checks it as a whole.

    reports/NAME.yaml           title, sections in order, layout
    sections/NAME/form.yaml     fields and rules
    sections/NAME/section.md    the wording
    custom/form.yaml, .md       自定义 figures of any section
    units.yaml terms.yaml wording.yaml checks.yaml scopes.yaml headline.yaml   shared by all

A fault in any of them is a Problem with file and line; a library with errors builds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePosixPath

from msgspec import Struct, field
from msgspec.structs import replace

from generator.figures.quantity import Unit
from generator.language.fields import Group, build_units
from generator.language.names_check import Names, check_template
from generator.library.cache import through_cache
from generator.library.claims import Claim
from generator.library.claims_check import claim_faults, report_claims
from generator.library.entries import Placement
from generator.library.headline import Candidate, Headlines, candidates
from generator.library.headline_check import headline_problems
from generator.library.layered import Layered, layered_node, read_layered
from generator.library.library import Library, Section
from generator.library.order import meant_several
from generator.library.overlays import Shelf
from generator.library.rulebook import Rulebook
from generator.library.schema import (
    ChecksDefinition,
    ReportDefinition,
    SectionDefinition,
    Terms,
    Units,
)
from generator.library.section_files import missing_file, own_fields, read_section, with_own
from generator.library.settings import layout_problems
from generator.library.wording_schema import WordingDefinition
from generator.problem import WHOLE_FILE, Place, Problem, Spot, did_you_mean, error, has_errors, nearest
from generator.reading.nodes import Mapping, Node, Scalar, Sequence
from generator.reading.strict import Model

HEADLINES = "headline.yaml"


@lru_cache(maxsize=64)
def load_library(
    shelf: Shelf, name: str, keys: frozenset[str] | None = None
) -> tuple[Library | None, tuple[Problem, ...]]:
    """The library of report ``name``, None when its files have errors, and all their problems.

    With ``keys`` only the sections that those keys of a form name are read, and those that print
    without being filled in; so a single build does not pay for the whole catalogue. Kept for the life
    of the process, a batch reads its templates once, and between launches where the machine lets us.
    """
    return through_cache(shelf, name, keys, lambda: _read(shelf, name, keys))


def _read(shelf: Shelf, name: str, keys: frozenset[str] | None) -> tuple[Library | None, tuple[Problem, ...]]:
    """The library as its files are now."""
    loader = _Loader(shelf, keys)
    library = loader.library(name)
    return library, tuple(loader.problems)


class _Loader(Struct):
    shelf: Shelf
    keys: frozenset[str] | None
    problems: list[Problem] = field(default_factory=list)
    units: dict[str, Unit] = field(default_factory=dict)
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
        self.check_own_terms(report, terms)
        custom = self.section("custom", Placement("", None), report)
        placements = self.wanted(list(report.definition.placements()), report)
        placed = [self.section(f"sections/{one.folder}", one, report) for one in placements]
        self.problems += layout_problems(self.shelf, report.definition.layout, report.place("layout"))
        own, faults = own_fields(*custom) if custom else ({}, [])
        self.problems += faults
        if custom is None or has_errors(self.problems):
            return None
        sections = [with_own(section, own) for section, _ in (one for one in placed if one)]
        whole = Group("", "", Place(""), {section.key: section.root for section in sections})
        named = replace(whole, children={section.key: section.named for section in sections})
        book = Rulebook(named, tuple(terms.definition), self.keys is None)
        self.check_title(report, Names(Group("", "", report.place()), named, book.terms))
        claims = self.claims(report, Names(Group("", "", report.place()), named, book.terms, (), True), book)
        nodes = [one[1] for one in placed if one]
        checked = [book.checked(section, node) for section, node in zip(sections, nodes, strict=True)]
        book.checked(*custom)
        book.note_unusable()
        book.note_circles()
        self.problems += book.problems
        headline = self.headline(report, named, book.terms)
        self.note_absent(book.absent)
        if has_errors(self.problems):
            return None
        return Library(
            report.definition, name, tuple(checked), whole, self.units, terms.definition,
            _with_selves(wording.definition, report.definition.selves), checks.definition, custom[0], book.formulas, book.sides,
            tuple(book.otherwise), self.keys, headline, claims, book.silent,
        )  # fmt: skip

    def read(self, name: str, model: type[Model]) -> Layered | None:
        if self.shelf.find(name) is None:
            self.missing(name)
            return None
        read, faults = read_layered(self.shelf, name, model)
        self.problems += faults
        return read

    def missing(self, name: str) -> None:
        """Reports a report, or a file shared by all, that no template folder has."""
        path = PurePosixPath(name)
        known = [PurePosixPath(one).stem for one in self.shelf.names(str(path.with_name("*.yaml")))]
        advice = did_you_mean(path.stem, known, f"现有的是：{'、'.join(known)}。")
        what = "总结" if path.parts[0] == "reports" else "模板文件"
        self.problems.append(error(Place(name), f"没有「{path.stem}」这个{what}。", advice))

    def section(self, folder: str, placement: Placement, report: Layered) -> tuple[Section, Mapping] | None:
        if lacks := missing_file(self.shelf, folder):
            self.missing_section(folder, lacks, report)
            return None
        section, node, faults = read_section(self.shelf, placement, folder, self.units)
        self.problems += faults
        return None if section is None else (section, node)

    def missing_section(self, folder: str, file: str, report: Layered) -> None:
        name = folder.removeprefix("sections/")
        spots = [scalar.spot for scalar in _scalars(report.node.get("sections")) if scalar.text == name]
        known = [path.split("/")[1] for path in self.shelf.names("sections/*/form.yaml")]
        near = nearest(name, known)
        advice = f"是不是「{near}」？" if near and near != name else "请加上这个文件，或从 sections 里去掉它。"
        advice = meant_several(name) or advice
        place = Place.at(report.file, spots[0] if spots else WHOLE_FILE, "sections")
        self.problems.append(error(place, f"没有 {folder}/{file}。", advice))

    def wanted(self, placements: list[Placement], report: Layered) -> list[Placement]:
        """The placements to read for the form at hand; reports a key that two sections answer to."""
        owners, folders = self.owners, set[str]()
        wanted = []
        for placement in placements:
            if placement.folder in folders:
                self.problems.append(_twice(placement.folder, report))
                continue
            folders.add(placement.folder)
            answers, tells, always, file = self.answers_to(placement.folder)
            for key, spot in answers.items():
                if key in owners:
                    what = f"「{key}」已经是 {owners[key]} 的名字。"
                    self.problems.append(error(Place.at(file, spot, key), what, "请给其中一节换个 key 或 aliases。"))
                owners[key] = file
            if self.keys is None or always or not answers or not self.keys.isdisjoint((*answers, *tells)):
                wanted.append(placement)
        return wanted

    def answers_to(self, folder: str) -> tuple[dict[str, Spot], tuple[str, ...], bool, str]:
        """The keys a section answers to with their spots, those it tells of, whether it prints unasked, and its file.

        There are no keys when it is unreadable.
        """
        head, file = layered_node(self.shelf, f"sections/{folder}/form.yaml", SectionDefinition, _before_fields)
        names = {scalar.text: scalar.spot for name in ("aliases", "key") for scalar in _scalars(head.get(name))}
        tells = tuple(scalar.text for scalar in _scalars(head.get("tells")))
        return names if head.get("key") else {}, tells, head.get("always") is not None, file

    def check_terms(self, terms: Layered) -> None:
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

    def check_own_terms(self, report: Layered, terms: Layered) -> None:
        """Reports what a report calls otherwise that is no term."""
        for term in report.definition.terms:
            if term not in terms.definition:
                advice = did_you_mean(term, terms.definition, f"terms.yaml 里有：{'、'.join(terms.definition)}。")
                self.problems.append(error(report.place("terms", term), f"词语表里没有「{term}」。", advice))

    def headline(self, report: Layered, whole: Group, terms: tuple[str, ...]) -> tuple[Candidate, ...]:
        """The figures that the report may tell at its head; what it gets wrong of them is reported."""
        if report.definition.headline is None or (read := self.read(HEADLINES, Headlines)) is None:
            return ()
        self.problems += headline_problems(read, report, whole, terms)
        return tuple(candidates(read.definition, report.definition.headline.figures, read.file))

    def check_title(self, report: Layered, names: Names) -> None:
        headings = {heading for one in report.definition.placements() for heading in one.groups}
        said = ((report.definition.title, "title"), *((heading, "sections") for heading in sorted(headings)))
        for text, key in said:
            if "{" in text or "}" in text:
                place = report.place(key)
                self.problems += check_template(text, place.file, names, place.spot.line - 1).problems

    def claims(self, report: Layered, names: Names, book: Rulebook) -> tuple[Claim, ...]:
        """The headings in other styles that a report gives; reports what keeps them from being read."""
        if not book.styles:
            return ()
        claims = tuple(report_claims(report.definition, report.file, report.node.get("sections")))
        for claim in claims:
            book.note(claim_faults(claim, names), claim.place.file)
        return claims

    def note_absent(self, named: list[tuple[str, Place]]) -> None:
        """Reports which sections templates and rules name that no folder answers to."""
        absent = [(name, place) for name, place in named if name not in self.owners]
        folders = [path.split("/")[1] for path in self.shelf.names("sections/*/form.yaml")] if absent else []
        known = {key for folder in folders for key in self.answers_to(folder)[0]}
        for name, place in absent:
            if name not in known:
                advice = did_you_mean(name, known, f"可以用的有：{'、'.join(self.owners)}。")
                self.problems.append(error(place, f"各节里没有「{name}」。", advice))


def _before_fields(data: bytes) -> bytes:
    """The head of a form.yaml, which is quick to read."""
    return data.split(b"\nfields:")[0]


def _twice(folder: str, report: Layered) -> Problem:
    """That a report has one section in two places."""
    spots = [one.spot for one in _scalars(report.node.get("sections")) if one.text == folder]
    places = [Place.at(report.file, spot, "sections") for spot in (*spots, WHOLE_FILE, WHOLE_FILE)]
    first = f"{places[0].spot.said}已有" if places[0].file == places[1].file else f"{places[0].file} 里已有"
    return error(places[1], f"「{folder}」这一节写了两次，{first}。", "一节只能放在一处，请只留一个。")


def _with_selves(wording: WordingDefinition, own: dict[str, tuple[str, str]]) -> WordingDefinition:
    """The wording with what a report says units call themselves, before what holds for all reports."""
    if not own:
        return wording
    others = {ending: said for ending, said in wording.selves.items() if not any(ending.endswith(one) for one in own)}
    return replace(wording, selves=own if "*" in own else {**others, **own})


def _scalars(node: Node | None) -> Iterator[Scalar]:
    """Every single value below a node."""
    match node:
        case Scalar():
            yield node
        case Mapping(entries):
            for _, value in entries:
                yield from _scalars(value)
        case Sequence(items):
            for item in items:
                yield from _scalars(item)

"""Names in the files that all sections share which nothing takes, or which name nothing."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from msgspec import Struct

from generator.language.fields import Field, UnitDefinition
from generator.library.each_part import SCOPE_NAMED, short_for
from generator.library.headline import Headlines
from generator.library.layered import Layered, read_layered
from generator.library.library import Library
from generator.library.overlays import Shelf, read_template, show_path
from generator.library.schema import ChecksDefinition, Scopes, SectionDefinition, Terms, Units
from generator.library.scopes import FILE as SCOPES
from generator.problem import Place, Problem, did_you_mean, notice, warning
from generator.reading.source import peek

TERM_SAID = re.compile(r"词\s*(?:\.\s*|\[\s*[\"'])(\w+)")
ANY_UNIT = "*"
"""What stands for every other unit where bounds are given by unit."""
WHERE_TERMS_ARE_SAID = (
    "*.yaml",
    "reports/*.yaml",
    "sections/*/*.yaml",
    "sections/*/*.md",
    "custom/*.yaml",
    "custom/*.md",
)


class _Looking(Struct):
    """Goes over the shared files of a shelf, with all its reports at hand."""

    shelf: Shelf
    libraries: tuple[Library, ...]

    def read(self, name: str, model: type) -> Layered | None:
        """A shared file, None where there is none."""
        return read_layered(self.shelf, name, model)[0] if self.shelf.find(name) else None

    def is_own(self, place: Place, name: str) -> bool:
        """Whether something stands in the templates that are looked at, not in those below all of them."""
        return place.file != show_path(self.shelf.folders[-1] / name)

    def idle(self, name: str, model: type, taken: Container[str]) -> Iterator[tuple[str, Place]]:
        """The entries of a shared file that the templates looked at brought and that are not ``taken``, and where."""
        read = self.read(name, model)
        if read is None:
            return
        below = [peek(read_template(path)[0]) for path in self.shelf.layers(name)[1:]]
        for entry in read.definition:
            if entry not in taken and all(one.get(entry) is None for one in below):
                place = read.place(entry)
                if self.is_own(place, name):
                    yield entry, place

    def all_texts(self, patterns: Iterable[str]) -> str:
        """All files that match one of the patterns, of all folders."""
        names = (name for pattern in patterns for name in self.shelf.names(pattern))
        paths = (path for name in names for path in self.shelf.layers(name))
        return "\n".join(read_template(path)[0].decode("utf-8", "replace") for path in paths)

    def fields(self) -> Iterator[Field]:
        """Every field of every report."""
        for library in self.libraries:
            for section in library.sections:
                yield from section.root.every_field()


def idle_names(shelf: Shelf, libraries: Iterable[Library]) -> Iterator[Problem]:
    """What the shared files of a shelf name that none of all its reports has, or takes."""
    looking = _Looking(shelf, tuple(libraries))
    yield from _scopes(looking)
    yield from _terms(looking)
    yield from _units(looking)
    yield from _headlines(looking)
    yield from _checks(looking)
    yield from _told(looking)


def _scopes(looking: _Looking) -> Iterator[Problem]:
    taken = set(SCOPE_NAMED.findall(looking.all_texts(("sections/*/form.yaml", "custom/form.yaml"))))
    for library in looking.libraries:
        taken |= {name for section in library.sections for name in section.definition.scopes}
    for name, place in looking.idle(SCOPES, Scopes, taken):
        advice = f"请在一节的 form.yaml 里写上 scopes: {{{name}: [项目]}}，或用 【{name}】；不用了就从这里去掉。"
        yield warning(place, f"没有一节用到「{name}」这样分。", advice)


def _terms(looking: _Looking) -> Iterator[Problem]:
    said = set(TERM_SAID.findall(looking.all_texts(WHERE_TERMS_ARE_SAID)))
    for name, place in looking.idle("terms.yaml", Terms, said):
        advice = f"请在要印的地方写 {{{{ 词.{name} }}}}；不用了就从这里去掉。"
        yield warning(place, f"没有一处用到「{name}」这个词。", advice)


def _units(looking: _Looking) -> Iterator[Problem]:
    read = looking.read("units.yaml", Units)
    units: dict[str, UnitDefinition] = read.definition if read else {}
    used = {one for leaf in looking.fields() if leaf.unit for one in (leaf.unit.name, *leaf.definition.also)}
    related = {other for name in used if name in units for other in (*units[name].same, *units[name].convert)}
    for name, place in looking.idle("units.yaml", Units, used | related):
        advice = "自定义的数不在这里写也能用它；项目要用的，请写上 unit，不用了就从这里去掉。"
        yield notice(place, f"没有一项的 unit 是「{name}」。", advice)


def _headlines(looking: _Looking) -> Iterator[Problem]:
    weighed = {name for one in looking.libraries if one.report.headline for name in one.report.headline.figures}
    for name, place in looking.idle("headline.yaml", Headlines, weighed):
        advice = f"请写进一种总结的 headline 的 figures，如 figures: {{{name}: 100}}；不用了就从这里去掉。"
        yield warning(place, f"没有一种总结的开头用到「{name}」。", advice)


def _checks(looking: _Looking) -> Iterator[Problem]:
    read = looking.read("checks.yaml", ChecksDefinition)
    if read is None:
        return
    paths = {leaf.path: leaf for leaf in looking.fields()}
    for at, same in enumerate(read.definition.same):
        place = read.place("same", at)
        if looking.is_own(place, "checks.yaml"):
            yield from _not_the_same(same, place, paths)
    names = {leaf.name for leaf in paths.values()}
    for at, pair in enumerate(read.definition.pairs):
        place = read.place("pairs", at)
        for name in (pair.given, pair.missing, *pair.unless) if looking.is_own(place, "checks.yaml") else ():
            if name not in names:
                what = f"「{name}」不是哪一节的项目，这一条什么时候也不会说话。"
                yield warning(place, what, did_you_mean(name, names, "请写项目的名字，不带上面的组名；不用了就去掉。"))
    for kind, plausible in read.definition.plausible.items():
        place = read.place("plausible", kind)
        known = dict.fromkeys(name for library in looking.libraries for name in library.units)
        for name in (*plausible.per, *plausible.units) if looking.is_own(place, "checks.yaml") else ():
            if name not in known and name != ANY_UNIT:
                what = f"没有「{name}」这个单位，这个范围什么时候也用不上。"
                yield warning(place, what, did_you_mean(name, known, "请照 units.yaml 里的写；不用了就去掉。"))


def _not_the_same(same: tuple[str, ...], place: Place, paths: dict[str, Field]) -> Iterator[Problem]:
    """What keeps the figures of one entry of ``same`` from being told apart."""
    for path in same:
        leaf = paths.get(path)
        if leaf is None or leaf.unit is None:
            what = f"「{path}」不是哪一节的数，这一条什么时候也不会说话。"
            known = (known for known, one in paths.items() if one.unit)
            yield warning(place, what, did_you_mean(path, known, "请写成「节.组.项目」这样；不用了就去掉这一条。"))
    units = {leaf.unit.name for path in same if (leaf := paths.get(path)) and leaf.unit}
    if len(units) > 1:
        what = f"「{'」「'.join(same)}」的单位不一样，不会是同一个数。"
        yield warning(place, what, "请只写同一个单位的数，或去掉这一条。")
    if len(set(same)) < 2:
        yield warning(place, "same 的一条至少要写两个项目。", "请补上另一个，或去掉这一条。")


def _told(looking: _Looking) -> Iterator[Problem]:
    sections = {one.folder: one for library in looking.libraries for one in library.sections}
    keys = {key for one in sections.values() for key in (one.key, *one.definition.aliases)}
    for section in sections.values():
        for name in section.definition.tells:
            if name not in keys:
                read, _ = read_layered(
                    looking.shelf, f"{section.folder}/form.yaml", SectionDefinition, short_for(looking.shelf)
                )
                place = read.place("tells") if read else Place(section.file, field="tells")
                what = f"tells 里的「{name}」不是哪一节的名字。"
                yield warning(place, what, did_you_mean(name, keys, "请写那一节的 key。"))

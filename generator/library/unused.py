"""What of templates does nothing, or always the same: sections, fields and rules unused, figures in wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from jinja2 import nodes

from generator.language.fields import Field
from generator.language.names_check import Names, check_template
from generator.language.sandbox import parse_template
from generator.library.library import CUSTOM, Library, Section
from generator.library.misplaced import OF_A_SECTION
from generator.library.overlays import Shelf, show_path
from generator.problem import Place, Problem, did_you_mean, nearest, warning

TYPED_FIGURE = re.compile(r"(?<![A-Za-z\d])\d+(?:[.,—～-]\d+)*\s*[百千万亿]*[%％]?[\u4e00-\u9fff]?")
LIST_NUMBER = re.compile(r"^\s*\d+\. ", re.MULTILINE)


def unprinted(library: Library) -> dict[str, list[Field]]:
    """The fields of each section of a report, by its key, that no sentence of any section names; sections with none are left out."""
    used: set[str] = set()
    for section in library.sections:
        names = Names(section.named, library.whole, tuple(library.terms))
        used |= check_template(section.wording, section.wording_file, names).used
    everywhere = {CUSTOM, *library.custom.root.children}
    idle = {
        section.key: [one for one in section.root.leaves() if one.path not in used and one.name not in everywhere]
        for section in library.sections
    }
    return {key: fields for key, fields in idle.items() if fields}


def unused(shelf: Shelf, libraries: Iterable[Library]) -> Iterator[Problem]:
    """What of a shelf none of all its reports has any use for."""
    libraries = tuple(libraries)
    yield from _unused_sections(shelf, {section.folder for library in libraries for section in library.sections})
    yield from _silent_rules(libraries)
    yield from _not_among_sections(shelf, libraries)


def _unused_sections(shelf: Shelf, used: set[str]) -> Iterator[Problem]:
    files = (file for name in OF_A_SECTION for file in shelf.names(f"sections/*/{name}"))
    for folder, file in {str(PurePosixPath(file).parent): file for file in files}.items():
        path = shelf.find(file)
        if folder not in used and path:
            names = {PurePosixPath(one).name: one for one in used}
            near = (
                names.get(nearest(PurePosixPath(folder).name, names), "")
                if shelf.find(f"{folder}/form.yaml") is None
                else ""
            )
            advice = f"是不是「{near}」？" if near else "请写进 reports 里一种总结的 sections，或删去这个文件夹。"
            yield warning(Place(show_path(path)), f"没有一种总结用到「{folder}」这一节。", advice)


def _silent_rules(libraries: Iterable[Library]) -> Iterator[Problem]:
    """A warning for each rule that in every report lacks a section it names."""
    silent: dict[Place, str] = {}
    heard: set[Place] = set()
    for library in libraries:
        silent |= library.silent
        for section in library.sections:
            rules = (section.rules, *(rules for _, rules in section.record_rules))
            heard |= {rule.place for some in rules for rule in some}
    for place, name in silent.items():
        if place not in heard:
            what = f"这条核对用到「{name}」，有这一节的总结里都没有「{name}」，它什么时候也不会说话。"
            yield warning(place, what, "请把那一节也写进总结的 sections，或去掉这条核对。")


def _not_among_sections(shelf: Shelf, libraries: tuple[Library, ...]) -> Iterator[Problem]:
    """A warning for each section that a report says something of and does not have."""
    for library in libraries:
        folders = [placement.folder for placement in library.report.placements()]
        path = shelf.find(f"reports/{library.report_name}.yaml")
        named = {"usual": (library.report.usual, "，空表里没有这一节"), "narrow": (library.report.narrow, "")}
        for key, (names, so) in named.items():
            for name in names:
                if name not in folders and path:
                    advice = did_you_mean(name, folders, f"请写进 sections，或从 {key} 里去掉它。")
                    place = Place(show_path(path), field=key)
                    yield warning(place, f"{key} 里的「{name}」不在 sections 里{so}。", advice)


def fixed_figures(section: Section, library: Library) -> Iterator[Problem]:
    """A warning for each figure that the wording of a section prints whatever was filled in."""
    allowed, names = library.wording.allowed_figures, frozenset(_names_of_records(section))
    for written, first in _texts_printed(parse_template(section.wording)):
        text = LIST_NUMBER.sub(lambda match: " " * len(match[0]), written)
        kept = [match.span() for match in allowed.finditer(text)] if allowed else []
        for match in TYPED_FIGURE.finditer(text):
            if match[0] not in names and not any(start <= match.start() < end for start, end in kept):
                line = first + text.count("\n", 0, match.start())
                what = f"「{match[0].strip()}」写死在文中，不管填什么都会印出来。"
                advice = "请改为填表的项目，年份写 {{ 年度 }}；是名称里的数（如“60岁以上”），请写进 wording.yaml 的 fixed_figures。"
                yield warning(section.written_at(line), what, advice)


def _names_of_records(section: Section) -> Iterator[str]:
    """What the fields of records may be called besides: 1月 for 一月, which wording prints before the figure."""
    for leaf in section.root.leaves():
        for inner in leaf.record.leaves() if leaf.record else ():
            yield from inner.definition.aliases


def _texts_printed(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """Every text that wording prints as it stands, plainly or in quotes, with its line."""
    for data in tree.find_all(nodes.TemplateData):
        yield data.data, data.lineno
    for printing in tree.find_all((nodes.Output, nodes.Assign)):
        for constant in printing.find_all(nodes.Const):
            if isinstance(constant.value, str):
                yield constant.value, constant.lineno

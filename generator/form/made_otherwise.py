"""What is to be said of a workbook that was made for another form, or by other templates, than it is read with."""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

from generator.library.library import Library, Section
from generator.problem import Place, Problem, list_some, notice
from generator.reading.made_for import MadeFor
from generator.reading.nodes import Mapping, Node, Scalar

MADE_BY_OTHERS = "这份工作簿是用另一套（或旧的）模板生成的"
MAKE_ANEW = "请用 zongjie new --excel 另生成一份，把填好的搬过去；这几项本来就没有的，不用管。"
NOT_THEIR_LAST_YEAR = "请不要照「上年」一栏比较；要有自己的上年数，请用 zongjie new --excel 另生成一份再填。"
MOST_FIELDS_NAMED = 5


def made_here(root: Mapping, library: Library, unit: str, year: str) -> MadeFor:
    """What is said of a workbook of ``root`` that is made now."""
    sections = list(_sections(root, library))
    return MadeFor(library.report.name, unit, year, _mark(sections), has_all=not list(_without_place(root, sections)))


def made_otherwise(made: MadeFor, root: Mapping, library: Library, file: str) -> Iterator[Problem]:
    """What differs from what a workbook was made for."""
    for key, before in (("单位", made.unit), ("年度", made.year)):
        node = root.get(key)
        now = node.text.strip() if isinstance(node, Scalar) else ""
        if node and before and now and now != before:
            what = f"这份工作簿是给「{before}」生成的，现在填的是「{now}」，「上年」一栏的数和说明还是原来的。"
            yield notice(Place(file, node.spot, key), what, NOT_THEIR_LAST_YEAR)
    sections = list(_sections(root, library))
    if _mark(sections) != made.fields and made.report == library.report.name:
        came = list(_without_place(root, sections)) if made.has_all else []
        named = (
            f"，现在多了「{list_some(came, MOST_FIELDS_NAMED)}」，表里没有地方填"
            if came
            else "，各项的名称或单位有变动"
        )
        advice = MAKE_ANEW if came else "填了而现在没有的项目，会另外逐项说明；请核对单位。"
        yield notice(Place(file), f"{MADE_BY_OTHERS}{named}。", advice)


def _sections(root: Mapping, library: Library) -> Iterator[Section]:
    """The sections that a form has, in the order of the paper."""
    there = {section.key for key, _ in root.entries if (section := library.section(key.text))}
    yield from (section for section in library.sections if section.key in there)


def _mark(sections: list[Section]) -> str:
    fields = (
        f"{leaf.path} {leaf.scale}{leaf.unit.name if leaf.unit else ''}"
        for section in sections
        for leaf in section.root.every_field()
    )
    return f"{crc32(chr(10).join(fields).encode()):08x}"


def _without_place(root: Mapping, sections: list[Section]) -> Iterator[str]:
    """The fields of the sections of which a form has not even the key."""
    for section in sections:
        for leaf in section.root.leaves():
            if leaf.record is None and not leaf.is_anywhere and not _has(root, leaf.path.split(".")):
                yield leaf.path.replace(".", "·")


def _has(root: Mapping, keys: list[str]) -> bool:
    node: Node | None = root
    for key in keys:
        if not isinstance(node, Mapping):
            return node is not None
        node = node.get(key)
    return node is not None

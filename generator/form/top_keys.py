"""What to do about a key at the top of a form that is none there."""

from __future__ import annotations

from collections.abc import Callable

from generator.form.cures import (
    MOST_WRITTEN,
    either_of,
    list_nearest,
    own_figure,
    own_figure_cure,
    spell_owners,
    with_unit,
    written_out,
)
from generator.form.homes import (
    Home,
    Stray,
    free_of,
    held_in,
    homes_within,
    least_likeness,
    likenesses,
    namesakes,
    usual_of,
)
from generator.form.strays import ONE_ONLY, takes
from generator.language.fields import Field
from generator.library.library import Library, Section
from generator.reading.nodes import Mapping, Node, Sequence

NOT_PRINTED = frozenset((
    "联系人", "联系电话", "电话", "填表人", "填报人", "填报单位", "填报日期", "审核人", "制表人", "制表", "经办人", "负责人", "备注",
))  # fmt: skip
"""What forms of other offices end with, and no summary has."""


Blocks = dict[str, Callable[[str], bool] | None]
"""The keys of the head, each with what tells the keys that stand below it; None for one that takes a line of text."""


def cure_at_top(stray: Stray, library: Library, blocks: Blocks, last: Section | None) -> str:
    """What to do about a key at the top of a form that is none there; ``last`` is the section typed before it."""
    sections = {name: one for one in library.sections for name in (one.key, *one.definition.aliases)}
    fitting = [key for key, below in blocks.items() if (below is not None) == isinstance(stray.node, Mapping)]
    fitting += [name for name, section in sections.items() if takes(section, stray)]
    homes = namesakes(with_unit(stray), [home for one in library.sections for home in homes_within(one.root)])
    return (
        _group_of(stray, sections)
        or _renamed([key for key in (*blocks, *sections) if key == stray.name and not stray.remark[1]], sections)
        or _of_section(stray, sections.get(stray.name))
        or _under_sections(free_of(stray, homes), last)
        or _merged(homes, stray)
        or _under_block(stray, blocks)
        or _renamed(_most_like(stray.name, fitting), sections)
        or _without_place(stray, library, blocks)
    )


def _renamed(keys: list[str], sections: dict[str, Section]) -> str:
    names = [sections[key].key if key in sections else key for key in keys]
    return f"是不是{either_of([f'「{name}」' for name in names])}？" if names else ""


def _of_section(stray: Stray, section: Section | None) -> str:
    """What to do about a section that was typed with more than its name in its key."""
    if section is None or takes(section, stray):
        return f"是不是「{section.key}」？" if section else ""
    moved = with_unit(stray)
    homes = usual_of(held_in(moved, section.root))
    return written_out(homes, None, moved, stray) if homes and moved.text else ""


def _group_of(stray: Stray, sections: dict[str, Section]) -> str:
    """The part of a section that a key names in one: 甲乙 for 乙 of 甲, 甲（乙）."""
    spelled = {stray.name, "".join(stray.remark)}
    parts = [(name, section.key, one) for name, section in sections.items() for one in section.root.children.values()]
    found = [
        f"「{key}」下面的「{child.name}」"
        for name, key, child in parts
        if any({one + name, name + one} & spelled for one in (child.name, *child.aliases)) and stray.fits(child)
    ]
    return f"是不是{either_of(found)}？" if found else ""


def _under_sections(every: list[Home], last: Section | None) -> str:
    homes = usual_of(every)
    of_last = [home for home in homes if last and home.owner.path.partition(".")[0] == last.key]
    if last and 0 < len(of_last) < len(homes):
        of_last = [one for one in every if one.owner.path.split(".")[0] == last.key] if of_last[1:] else of_last
        return (
            f"说的要是上面的「{last.key}」，请缩进写在{spell_owners(of_last)}下面；不是的，请移到它所属的那一节下面。"
        )
    return f"它应当缩进写在{spell_owners(homes)}下面。{ONE_ONLY if len(homes) > 1 else ''}" if homes else ""


def _merged(homes: list[Home], stray: Stray) -> str:
    """What to do about a key at the top that is filled in already where it belongs."""
    what_then = "合在一起" if isinstance(stray.node, Mapping) else "核对，只留一处"
    return f"{spell_owners(homes)}下面已经填了「{stray.name}」，请{what_then}。" if homes else ""


def _under_block(stray: Stray, blocks: Blocks) -> str:
    key = stray.key.text.replace("·", ".")
    return next((f"它应当缩进写在「{name}」下面。" for name, below in blocks.items() if below and below(key)), "")


def _most_like(word: str, names: list[str]) -> list[str]:
    alike = likenesses(word, names, least_likeness(word))
    return [max(alike, key=lambda name: (alike[name], name))] if alike else []


def _without_place(stray: Stray, library: Library, blocks: Blocks) -> str:
    """What to do about a key of the top that resembles nothing there: a figure or a chapter of one's own."""
    if stray.name in NOT_PRINTED:
        shown = f"「# {stray.name}: {stray.text}」" if stray.text else ""
        return (
            f"总结里没有它。请删去这一行，或写在 # 后面{shown and f'：{shown}'}；要印在文末的，请写进公文的「附注」。"
        )
    if stray.is_number:
        return own_figure_cure(own_figure(stray))
    names = [*(section.key for section in library.sections), *blocks]
    listed = f"这份表单可以填：{list_nearest(stray.name, names)}。"
    chapter = next((written for section in library.sections if (written := _own_chapter(stray, section))), "")
    return f"{listed}{chapter}"


def _own_chapter(stray: Stray, section: Section) -> str:
    """How what was typed is written as a chapter of one's own; empty when the section does not take any."""
    direct = section.root.find(section.definition.direct)
    record = direct.record if isinstance(direct, Field) else None
    by_kind = {one.definition.kind: one.name for one in record.leaves()} if record else {}
    if not {"heading", "markdown"} <= by_kind.keys():
        return ""
    title, body = f"{by_kind['heading']}: {stray.name}", by_kind["markdown"]
    told = "，".join(_told(stray.node))
    written = f"「{section.key}: [{{{title}, {body}: {told}。}}]」"
    if told and "\n" not in told and len(written) <= MOST_WRITTEN:
        return f"都不是的，请用「{section.key}」，写成{written}。"
    return f"都不是的，请用「{section.key}」，「{title}」，{body}里把这些内容写成一段话。"


def _told(node: Node, name: str = "") -> list[str]:
    """What was typed as words, each value behind its name."""
    match node:
        case Mapping(entries):
            return [one for key, value in entries for one in _told(value, name + key.text)]
        case Sequence(items):
            return [one for item in items for one in _told(item, name)]
    text = node.text.strip().rstrip("。")
    return [f"{name}{text}"] if text else []

"""What to do about a key that no field has: where the figure goes as it was typed, within the same business.

A cure followed to the letter leaves every number, every unit and the section as they were: it names only fields that
can hold what was typed, all of them where several can, and 自定义 where none can.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec.structs import replace

from generator.figures.quantity import Fault
from generator.figures.together import figures_in
from generator.form.cures import (
    MOST_FIGURES,
    MOST_HOMES,
    either_of,
    list_nearest,
    own_figure,
    own_figure_cure,
    spell_home,
    spell_owners,
    told_lines,
    with_unit,
    written_out,
)
from generator.form.homes import (
    Home,
    Stray,
    free_of,
    held_in,
    homes_of,
    homes_within,
    namesakes,
    typed_paths,
    usual_of,
)
from generator.language.fields import Field, Group
from generator.library.library import CUSTOM, Library, Section
from generator.problem import nearest, spell_path
from generator.reading.nodes import Mapping, Node, Scalar

ONE_ONLY = "请看它说的是哪一处，只写一处。"
SPACES = {1: "两", 2: "四"}
HAS_DIGIT = re.compile(r"\d")
BEFORE_ENTRY = re.compile(r"[\s，,；;、]+([^\s，,；;、:：。]{1,20})\s*[:：]\s*")
"""Parts a value from the next name and colon on its line."""


def taken_in(root: Mapping, library: Library) -> frozenset[str]:
    """The paths of all that was typed in the sections of a form."""
    typed = ((library.section(key.text), node) for key, node in root.entries)
    filled = [(section, node) for section, node in typed if section and isinstance(node, Mapping)]
    return frozenset(path for section, node in filled for path in typed_paths(section.root, node))


def cure_in(stray: Stray, here: Group, root: Group) -> str:
    """What to do about a key in the group ``here`` of the section ``root``; empty when nothing there resembles it."""
    moved = with_unit(stray, here)
    every = homes_of(moved, here, root)
    homes = usual_of(free_of(stray, every))
    if homes and moved.text and (moved is not stray or stray.remark[1]):
        return written_out(homes, here, moved, stray)
    if homes and all(stray.name in home.names and home.owner is not here for home in homes):
        return _in_another_group(homes, [home for home in every if home.owner is here], here, moved, root)
    if not homes and (each := _each_of_several(stray, here, root)):
        return each
    if not (homes or moved.is_number or stray.remark[1]) and HAS_DIGIT.search(stray.text):
        homes = _by_name_alone(stray, here, root)
        behind = f"后面只填一个数，「{stray.text}」读不成一个数。" if homes else ""
        return f"是不是{either_of([spell_home(home, here) for home in homes])}？{behind}" if homes else ""
    return f"是不是{either_of([spell_home(home, here) for home in homes])}？" if homes else ""


def _in_another_group(homes: list[Home], typed: list[Home], here: Group, stray: Stray, root: Group) -> str:
    """What to do about a key that other groups have; ``typed`` are those of its own that it may mean and that are filled in.

    The key of a group says what it is of as well as its name does, so that neither is given up for the other.
    """
    owners = spell_owners(homes)
    if typed:
        return f"{_besides(typed, here, stray)}说的要是别的，请写在{owners}下面。"
    if stray.is_number and (group := _group_in(here, root)):
        own = own_figure_cure(own_figure(stray, group), root.name)
        return f"说的不是「{group}」的，请写在{owners}下面；是它的，{own}"
    return f"它应当写在{owners}下面。{ONE_ONLY if len(homes) > 1 else ''}"


def _each_of_several(stray: Stray, here: Group, root: Group) -> str:
    """What to write for several figures under one name, of which each is meant for one field; empty for any other."""
    homes, figures = _one_each(stray, lambda one: free_of(one, homes_of(one, here, root)))
    if not homes:
        return ""
    where = "" if homes[0].owner is here else f"，写在{spell_owners(homes)}下面"
    return f"请分成{len(homes)}行{where}：{_lines_of(homes, figures)}。"


def _one_each(stray: Stray, homes_for: Callable[[Stray], list[Home]]) -> tuple[list[Home], list[str]]:
    """The one field of one group that each of several figures is meant for, and the figures; nothing for any other text."""
    found = figures_in(stray.text, stray.frame.units)
    if not 1 < len(found) <= MOST_FIGURES or any(one.words or one.behind or not one.unit for one in found):
        return [], []
    several = [homes_for(replace(stray, node=Scalar(one.text, stray.node.spot))) for one in found]
    homes = [each[0] for each in several if len(each) == 1]
    is_apart = len({home.child.path for home in homes}) == len(found) and len({home.owner.path for home in homes}) == 1
    return (homes, [one.text for one in found]) if is_apart else ([], [])


def _lines_of(homes: list[Home], figures: list[str]) -> str:
    return told_lines((home.child.name, figure) for home, figure in zip(homes, figures, strict=True))


def _by_name_alone(stray: Stray, here: Group, root: Group) -> list[Home]:
    """The figures that a key names behind which several were typed, or words about one."""
    bare = replace(stray, node=Scalar("", stray.node.spot))
    return [
        home for home in free_of(stray, homes_of(bare, here, root)) if isinstance(home.child, Field) and home.child.unit
    ]


def cure_in_section(stray: Stray, here: Group, root: Group, library: Library, of_section: tuple[str, ...]) -> str:
    """What to do about a key in a group of a section; ``of_section`` are keys that any section may have besides."""
    near = "" if stray.is_number else nearest(stray.name, of_section)
    where = "" if here is root else f"它管一整节，应当缩进写在「{root.name}」下面。"
    moved = with_unit(stray, here)
    return (
        cure_in(stray, here, root)
        or (f"是不是「{near}」？{where}" if near else "")
        or ("它是单独的一节，请顶格书写。" if _is_section(stray, library) else "")
        or _in_records(moved, root)
        or _besides(homes_of(moved, here, root), here, stray)
        + _elsewhere(stray, root, library)
        + cure_without_home(stray, here, root)
    )


def _in_records(stray: Stray, root: Group) -> str:
    """What to do about a key that is one of the records of a section; empty where none or several have it."""
    held = [leaf for leaf in root.leaves() if leaf.record and leaf.name != CUSTOM and not leaf.definition.series]
    found = [(leaf, inner) for leaf in held if leaf.record and (inner := leaf.record.find(stray.name))]
    if len(found) != 1 or not stray.text or not stray.fits(found[0][1]):
        return ""
    leaf, written = found[0][0], f"{found[0][1].name}: {stray.text}"
    return (
        f"它是{spell_path(leaf.path)}里一条的项目，请写成「{leaf.name}: [{{{written}}}]」；"
        f"那里已经有一条的，在那一条里加上「{written}」。"
    )


def _elsewhere(stray: Stray, root: Group, library: Library) -> str:
    """That another section has what a key names, where it is one of few; the business may still be this one."""
    others = [home for one in library.sections if one.root is not root for home in homes_within(one.root)]
    moved = with_unit(stray)
    homes = namesakes(moved, usual_of([home for home in others if moved.name in home.names]))
    if not 0 < len(homes) <= MOST_HOMES:
        return ""
    return f"{spell_owners(homes)}下面有「{homes[0].child.name}」，说的要是它，请移到那里。"


def _besides(homes: list[Home], here: Group, stray: Stray) -> str:
    """What is to be said first where all that a key may mean is filled in already."""
    if not homes:
        return ""
    if isinstance(stray.node, Mapping):
        return f"{spell_home(homes[0], here)}已经填了，说的要是它，请合在一起。"
    return f"{spell_home(homes[0], here)}已经填了，说的要是它，请核对，只留一处。"


def cure_without_home(stray: Stray, here: Group, section: Group | None) -> str:
    """What to do about a key that resembles nothing there; ``section`` is the one that takes figures of one's own."""
    stray = with_unit(stray, here)
    fitting = [home.child.name for home in free_of(stray, held_in(stray, here))]
    names, holds = here.usual, "这里可以填"
    if stray.is_figure:
        names, holds = fitting, f"这里能填「{stray.text}」的有"
    elif stray.text and not stray.is_bare and fitting:
        names, holds = fitting, "这里写文字的有"
    written = own_figure(stray, _group_in(here, section)) if section is not None and section.find(CUSTOM) else ""
    listed = f"{holds}：{list_nearest(stray.name, names)}" if names else "这里没有填它的项目"
    if section is None or not written:
        return f"{listed}。"
    return f"{listed}{'；都不是的' if names else ''}，{own_figure_cure(written, section.name)}"


def belongs_below(stray: Stray, group: Group) -> bool:
    """Whether a group has what a key names, or something like it that can hold what was typed."""
    return bool(free_of(stray, homes_of(stray, group, group)))


def inner_of(child: Field | Group | None) -> Group | None:
    """The group that something typed below ``child`` is read as."""
    return child.record if isinstance(child, Field) else child


def two_in_one(key: Scalar, node: Node, group: Group) -> Fault | None:
    """What is wrong with a value that has another entry of its group behind it on the same line: 31户，人数：52人."""
    pairs = entries_on_a_line(key, node, lambda name: group.find(name) is not None)
    return on_lines_apart(pairs) if pairs else None


def entries_on_a_line(key: Scalar, node: Node, is_known: Callable[[str], bool]) -> list[tuple[str, str]]:
    """The entries that stand in one: its own, and those with a known name behind it; none where it is but one."""
    if not isinstance(node, Scalar) or (":" not in node.text and "：" not in node.text):
        return []
    parts = BEFORE_ENTRY.split(node.text)
    names = parts[1::2]
    if not names or "\n" in node.text or any(not is_known(name) or name == key.text for name in names):
        return []
    return list(zip((key.text, *names), (value.strip() for value in parts[::2]), strict=True))


def on_lines_apart(pairs: list[tuple[str, str]]) -> Fault:
    """That entries stand on one line, and how to write them."""
    return Fault(f"{len(pairs)}项写在了一行里。", f"请分成{len(pairs)}行：{told_lines(pairs)}。")


def is_astray(stray: Stray, waiting: list[Group], own: Section | None) -> bool:
    """Whether a key at the top belongs under an empty one above it; ``own`` is the section it names itself."""
    if own is None:
        return any(belongs_below(stray, group) for group in waiting)
    return not takes(own, stray) and any(namesakes(stray, homes_within(group)) for group in waiting)


def cure_of_whole(stray: Stray, group: Group, above: Group | None) -> str:
    """What to do about a group for which one value was typed, or a list; ``above`` is what the group stands in."""
    if isinstance(stray.node, Scalar) and "：" in stray.node.text:
        return "看上去用了全角冒号，请改为半角冒号加空格。"
    typed = stray.is_number
    beside = above.children.items() if above and typed else ()
    longer = [f"「{name}」" for name, child in beside if stray.name in name and stray.fits(child)]
    if longer:
        return f"是不是{either_of(longer)}？"
    homes, figures = _one_each(stray, lambda one: usual_of(held_in(one, group)))
    if homes:
        return f"请另起{len(homes)}行，缩进两格，写{_lines_of(homes, figures)}。"
    fitting = [home.child.name for home in usual_of(held_in(stray, group))] if typed else []
    if len(fitting) == 1:
        return f"请另起一行，缩进两格，写「{fitting[0]}: {stray.text}」。"
    names = "".join(f"「{name}: 」" for name in (fitting or list(group.children))[:2])
    return f"请另起一行，缩进两格，逐项写{names}等。"


def cure_below(stray: Stray, *waiting: tuple[Scalar, Group]) -> str:
    """What to do about a key that belongs under an empty one above it: the last of those that have it, or the first."""
    fitting = [(depth, key, group) for depth, (key, group) in enumerate(waiting, 1) if belongs_below(stray, group)]
    depth, above, group = fitting[-1]
    name = spell_path(group.path)
    if above.spot == stray.key.spot:
        return f"它应当写在「{name}」下面。"
    lines = "这一行前面" if isinstance(stray.node, Scalar) else "这一行和它下面的各行前面各"
    cure = f"请在{lines}加{SPACES[depth]}个空格"
    if len(fitting) > 1:
        return f"说的要是上面的「{name}」，{cure}，缩进写在它下面；说的要是「{fitting[0][2].name}」，只加两个空格。"
    return f"它应当缩进写在上面的「{name}」下面：{cure}。"


def _group_in(group: Group, section: Group) -> str:
    """What a group of a section is called, which a figure of one's own has to say; nothing for the section and records."""
    return next((home.child.name for home in homes_within(section) if home.child is group), "")


def _is_section(stray: Stray, library: Library) -> bool:
    """Whether a key is that of a section of its own, and holds what that section holds."""
    section = library.section(stray.name)
    return section is not None and takes(section, stray)


def takes(section: Section, stray: Stray) -> bool:
    """Whether a section holds what was typed behind a key, as a whole or in what stands right below it."""
    direct = section.root.find(section.definition.direct)
    return stray.fits(section.root) or (direct is not None and stray.fits(direct))

"""What to do about a key that no field has: where the figure goes as it was typed, within the same business.

A cure followed to the letter leaves every number, every unit and the section as they were: it names only fields that
can hold what was typed, all of them where several can, and 自定义 where none can.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec.structs import replace

from generator.chinese.numerals import UNIT_CHARS
from generator.figures.quantity import Fault
from generator.form.homes import (
    Home,
    Stray,
    free_of,
    held_in,
    homes_of,
    homes_within,
    least_likeness,
    likenesses,
    namesakes,
    typed_paths,
    usual_of,
)
from generator.language.fields import Field, Group
from generator.library.library import CUSTOM, OWN_FIGURE, OWN_NAME, OWN_PARTS, OWN_TEXT, Library, Section
from generator.problem import nearest, spell_path
from generator.reading.nodes import Mapping, Node, Scalar, Sequence

NOT_PRINTED = frozenset((
    "联系人", "联系电话", "电话", "填表人", "填报人", "填报单位", "填报日期", "审核人", "制表人", "制表", "经办人", "负责人", "备注",
))  # fmt: skip
"""What forms of other offices end with, and no summary has."""
MOST_HOMES = 3
"""How many places a message names for a key that stands in the wrong one."""
ONE_ONLY = "请看它说的是哪一处，只写一处。"
SPACES = {1: "两", 2: "四"}
UNLESS_UNIT = re.compile(rf"[\d.,，{UNIT_CHARS}]}}")
"""A number with nothing behind it."""
PARTING, QUOTE_MARKS = re.compile(r"[,:#{}\[\]'\"]"), re.compile(r"[\\\"]")
HAS_DIGIT = re.compile(r"\d")
BEFORE_ENTRY = re.compile(r"[\s，,；;、]+([^\s，,；;、:：。]{1,20})\s*[:：]\s*")
"""Parts a value from the next name and colon on its line."""
MOST_NAMES_LISTED, FEW_LISTED = 14, 6
"""So many names are listed at once; of more, so many."""
MOST_WRITTEN = 80
"""Characters of a cure that is written out in full."""


def taken_in(root: Mapping, library: Library) -> frozenset[str]:
    """The paths of all that was typed in the sections of a form."""
    typed = ((library.section(key.text), node) for key, node in root.entries)
    filled = [(section, node) for section, node in typed if section and isinstance(node, Mapping)]
    return frozenset(path for section, node in filled for path in typed_paths(section.root, node))


def cure_in(stray: Stray, here: Group, root: Group) -> str:
    """What to do about a key in the group ``here`` of the section ``root``; empty when nothing there resembles it."""
    moved = _with_unit(stray, here)
    homes = usual_of(free_of(stray, homes_of(moved, here, root)))
    if homes and moved.text and (moved is not stray or stray.remark[1]):
        return _written_out(homes, here, moved, stray)
    if homes and all(stray.name in home.names and home.owner is not here for home in homes):
        return f"它应当写在{spell_owners(homes)}下面。{ONE_ONLY if len(homes) > 1 else ''}"
    if not (homes or moved.is_number or stray.remark[1]) and HAS_DIGIT.search(stray.text):
        homes = _by_name_alone(stray, here, root)
        behind = f"后面只填一个数，「{stray.text}」读不成一个数。" if homes else ""
        return f"是不是{_either([_spelled(home, here) for home in homes])}？{behind}" if homes else ""
    return f"是不是{_either([_spelled(home, here) for home in homes])}？" if homes else ""


def _by_name_alone(stray: Stray, here: Group, root: Group) -> list[Home]:
    """The figures that a key names behind which several were typed, or words about one."""
    bare = replace(stray, node=Scalar("", stray.node.spot))
    return [
        home for home in free_of(stray, homes_of(bare, here, root)) if isinstance(home.child, Field) and home.child.unit
    ]


def _written_out(homes: list[Home], here: Group | None, moved: Stray, stray: Stray) -> str:
    """What to write for a key with more than a name in it; ``moved`` has its unit behind the number."""
    written = _either([_spelled(home, here, f": {moved.text}") for home in homes])
    why = "单位写在数的后面，不写在项目名里" if moved is not stray else "项目名后面不加别的字"
    return f"请写成{written}，{why}。"


def _with_unit(stray: Stray, here: Group | None = None) -> Stray:
    """The stray with a unit that its key names written behind the number; itself where there is none to move."""
    name, unit = stray.remark
    if not unit and here and here.find(name) is None:
        name = next((child for child in here.children if name.startswith(child)), name)
        unit = stray.name.removeprefix(name)
        if unit.lstrip(UNIT_CHARS) not in stray.frame.units:
            return stray
    if not (unit and stray.is_bare):
        return stray
    moved = replace(stray, key=Scalar(name, stray.key.spot), node=Scalar(stray.text + unit, stray.node.spot))
    return moved if moved.is_number or moved.is_date else stray


def _spelled(home: Home, here: Group | None, value: str = "") -> str:
    owner = "" if home.owner is here else f"「{spell_path(home.owner.path)}」下面的"
    return f"{owner}「{home.child.name}{value}」"


def _either(names: list[str]) -> str:
    shown = list(dict.fromkeys(names))
    # to leave out just one would point away from it
    shown = shown if len(shown) == MOST_HOMES + 1 else shown[:MOST_HOMES]
    return "或".join(("、".join(shown[:-1]), shown[-1])) if len(shown) > 1 else shown[0]


def spell_owners(homes: list[Home]) -> str:
    """The groups that some homes stand in, as 「低保·城镇」「低保·农村」."""
    found = list(dict.fromkeys(home.owner.path for home in homes))
    return "".join(f"「{spell_path(path)}」" for path in found[:MOST_HOMES]) + ("等" if len(found) > MOST_HOMES else "")


def cure_in_section(stray: Stray, here: Group, root: Group, library: Library, of_section: tuple[str, ...]) -> str:
    """What to do about a key in a group of a section; ``of_section`` are keys that any section may have besides."""
    near = "" if stray.is_number else nearest(stray.name, of_section)
    where = "" if here is root else f"它管一整节，应当缩进写在「{root.name}」下面。"
    return (
        cure_in(stray, here, root)
        or (f"是不是「{near}」？{where}" if near else "")
        or ("它是单独的一节，请顶格书写。" if _is_section(stray, library) else "")
        or _besides(homes_of(_with_unit(stray, here), here, root), here, stray)
        + _elsewhere(stray, root, library)
        + cure_without_home(stray, here, root)
    )


def _elsewhere(stray: Stray, root: Group, library: Library) -> str:
    """That another section has what a key names, where it is one of few; the business may still be this one."""
    others = [home for one in library.sections if one.root is not root for home in homes_within(one.root)]
    moved = _with_unit(stray)
    homes = namesakes(moved, usual_of([home for home in others if moved.name in home.names]))
    if not 0 < len(homes) <= MOST_HOMES:
        return ""
    return f"{spell_owners(homes)}下面有「{homes[0].child.name}」，说的要是它，请移到那里。"


def _besides(homes: list[Home], here: Group, stray: Stray) -> str:
    """What is to be said first where all that a key may mean is filled in already."""
    if not homes:
        return ""
    if isinstance(stray.node, Mapping):
        return f"{_spelled(homes[0], here)}已经填了，说的要是它，请合在一起。"
    return f"{_spelled(homes[0], here)}已经填了，说的要是它，请核对，只留一处。"


def cure_without_home(stray: Stray, here: Group, section: Group | None) -> str:
    """What to do about a key that resembles nothing there; ``section`` is the one that takes figures of one's own."""
    stray = _with_unit(stray, here)
    fitting = [home.child.name for home in free_of(stray, held_in(stray, here))]
    names, holds = here.usual, "这里可以填"
    if stray.is_figure:
        names, holds = fitting, f"这里能填「{stray.text}」的有"
    elif stray.text and not stray.is_bare and fitting:
        names, holds = fitting, "这里写文字的有"
    written = _own_figure(stray) if section is not None and section.find(CUSTOM) else ""
    listed = f"{holds}：{_listed(stray.name, names)}" if names else "这里没有填它的项目"
    if section is None or not written:
        return f"{listed}。"
    return f"{listed}{'；都不是的' if names else ''}，{own_figure_cure(written, section.name)}"


def _listed(word: str, names: list[str]) -> str:
    """The names, or of many those most like ``word`` and how to see all."""
    if len(names) <= MOST_NAMES_LISTED:
        return "、".join(names)
    alike = likenesses(word, names, 0)
    nearest_first = sorted(names, key=lambda name: -alike.get(name, 0.0))
    return f"{'、'.join(nearest_first[:FEW_LISTED])}等{len(names)}项，全部见 zongjie new 生成的空表"


def own_figure_cure(written: str, section: str = "") -> str:
    """How a figure is written that no catalogue foresees; without ``section`` that is still to be chosen."""
    where = f"「{section}」" if section else "它所属的那一节"
    unit = "数后面请写上单位；" if UNLESS_UNIT.search(written) else ""
    return f"请在{where}下面用「{CUSTOM}」：「{CUSTOM}: [{written}]」。{unit}那里已经有「{CUSTOM}」的，把花括号里的加进去。"


def own_figure_of(name: str, figure: str) -> str:
    """One figure of one's own as it is written inside brackets."""
    return f"{{{OWN_NAME}: {_in_brackets(name)}, {OWN_FIGURE}: {figure}}}"


def own_text_of(name: str, text: str) -> str:
    """One thing of one's own that is said in words, as it is written inside brackets."""
    return f"{{{OWN_NAME}: {_in_brackets(name)}, {OWN_TEXT}: {text}}}"


def _own_figure(stray: Stray) -> str:
    """A figure of one's own with what was typed; empty when that is no figure."""
    stray = _with_unit(stray)
    if stray.is_number:
        return own_figure_of(stray.name, stray.text)
    if not isinstance(stray.node, Mapping):
        return ""
    inner = [replace(stray, key=key, node=value) for key, value in stray.node.entries]
    parts = [_own_figure(one) for one in inner]
    written = f"{{{OWN_NAME}: {_in_brackets(stray.name)}, {OWN_PARTS}: [{', '.join(parts)}]}}"
    return written if parts and all(parts) and len(written) <= MOST_WRITTEN else ""


def _in_brackets(name: str) -> str:
    """A name as it may stand inside brackets, where some characters part the entries."""
    return f'"{QUOTE_MARKS.sub("", name)}"' if PARTING.search(name) else name


def belongs_below(stray: Stray, group: Group) -> bool:
    """Whether a group has what a key names, or something like it that can hold what was typed."""
    return bool(free_of(stray, homes_of(stray, group, group)))


def inner_of(child: Field | Group | None) -> Group | None:
    """The group that something typed below ``child`` is read as."""
    return child.record if isinstance(child, Field) else child


def two_in_one(key: Scalar, node: Node, group: Group) -> Fault | None:
    """What is wrong with a value that has another entry of its group behind it on the same line: 31户，人数：52人."""
    if not isinstance(node, Scalar) or (":" not in node.text and "：" not in node.text):
        return None
    parts = BEFORE_ENTRY.split(node.text)
    names = parts[1::2]
    if not names or "\n" in node.text or any(group.find(name) is None or name == key.text for name in names):
        return None
    pairs = zip((key.text, *names), (value.strip() for value in parts[::2]), strict=True)
    written = "".join(f"「{name}: {value}」" for name, value in pairs)
    return Fault(f"{len(names) + 1}项写在了一行里。", f"请分成{len(names) + 1}行：{written}。")


def is_astray(stray: Stray, waiting: list[Group], own: Section | None) -> bool:
    """Whether a key at the top belongs under an empty one above it; ``own`` is the section it names itself."""
    if own is None:
        return any(belongs_below(stray, group) for group in waiting)
    return not _takes(own, stray) and any(namesakes(stray, homes_within(group)) for group in waiting)


def cure_of_whole(stray: Stray, group: Group, above: Group | None) -> str:
    """What to do about a group for which one value was typed, or a list; ``above`` is what the group stands in."""
    if isinstance(stray.node, Scalar) and "：" in stray.node.text:
        return "看上去用了全角冒号，请改为半角冒号加空格。"
    typed = stray.is_number
    beside = above.children.items() if above and typed else ()
    longer = [f"「{name}」" for name, child in beside if stray.name in name and stray.fits(child)]
    if longer:
        return f"是不是{_either(longer)}？"
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


Blocks = dict[str, Callable[[str], bool] | None]
"""The keys of the head, each with what tells the keys that stand below it; None for one that takes a line of text."""


def cure_at_top(stray: Stray, library: Library, blocks: Blocks, last: Section | None) -> str:
    """What to do about a key at the top of a form that is none there; ``last`` is the section typed before it."""
    sections = {name: one for one in library.sections for name in (one.key, *one.definition.aliases)}
    fitting = [key for key, below in blocks.items() if (below is not None) == isinstance(stray.node, Mapping)]
    fitting += [name for name, section in sections.items() if _takes(section, stray)]
    homes = namesakes(_with_unit(stray), [home for one in library.sections for home in homes_within(one.root)])
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
    return f"是不是{_either([f'「{name}」' for name in names])}？" if names else ""


def _of_section(stray: Stray, section: Section | None) -> str:
    """What to do about a section that was typed with more than its name in its key."""
    if section is None or _takes(section, stray):
        return f"是不是「{section.key}」？" if section else ""
    moved = _with_unit(stray)
    homes = usual_of(held_in(moved, section.root))
    return _written_out(homes, None, moved, stray) if homes and moved.text else ""


def _group_of(stray: Stray, sections: dict[str, Section]) -> str:
    """The part of a section that a key names in one: 甲乙 for 乙 of 甲, 甲（乙）."""
    spelled = {stray.name, "".join(stray.remark)}
    parts = [(name, section.key, one) for name, section in sections.items() for one in section.root.children.values()]
    found = [
        f"「{key}」下面的「{child.name}」"
        for name, key, child in parts
        if stray.fits(child) and any({one + name, name + one} & spelled for one in (child.name, *child.aliases))
    ]
    return f"是不是{_either(found)}？" if found else ""


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


def _is_section(stray: Stray, library: Library) -> bool:
    """Whether a key is that of a section of its own, and holds what that section holds."""
    section = library.section(stray.name)
    return section is not None and _takes(section, stray)


def _takes(section: Section, stray: Stray) -> bool:
    direct = section.root.find(section.definition.direct)
    return stray.fits(section.root) or (direct is not None and stray.fits(direct))


def _without_place(stray: Stray, library: Library, blocks: Blocks) -> str:
    """What to do about a key of the top that resembles nothing there: a figure or a chapter of one's own."""
    if stray.name in NOT_PRINTED:
        shown = f"「# {stray.name}: {stray.text}」" if stray.text else ""
        return (
            f"总结里没有它。请删去这一行，或写在 # 后面{shown and f'：{shown}'}；要印在文末的，请写进公文的「附注」。"
        )
    if stray.is_number:
        return own_figure_cure(_own_figure(stray))
    names = [*(section.key for section in library.sections), *blocks]
    listed = f"这份表单可以填：{_listed(stray.name, names)}。"
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

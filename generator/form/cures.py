"""How a cure is worded: fields by where they stand, names that are offered, figures of one's own as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from generator.chinese.numerals import UNIT_CHARS
from generator.form.homes import Home, Stray, likenesses
from generator.language.fields import Group
from generator.library.library import CUSTOM, OWN_FIGURE, OWN_NAME, OWN_PARTS, OWN_TEXT
from generator.problem import spell_path
from generator.reading.nodes import Mapping, Scalar

MOST_HOMES = 3
"""How many places a message names for a key that stands in the wrong one."""
UNLESS_UNIT = re.compile(rf"[\d.,，{UNIT_CHARS}]}}")
"""A number with nothing behind it."""
PARTING, QUOTE_MARKS = re.compile(r"[,:#{}\[\]'\"]"), re.compile(r"[\\\"]")
MOST_FIGURES = 4
"""So many figures of one value are told apart."""
MOST_NAMES_LISTED, FEW_LISTED = 14, 6
"""So many names are listed at once; of more, so many."""
MOST_WRITTEN = 80
"""Characters of a cure that is written out in full."""


def with_unit(stray: Stray, here: Group | None = None) -> Stray:
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


def spell_home(home: Home, here: Group | None, value: str = "") -> str:
    """A field as it is found from the group ``here``: 「丙」, or 「甲·乙」下面的「丙」; with ``value`` the line to write."""
    owner = "" if home.owner is here else f"「{spell_path(home.owner.path)}」下面的"
    return f"{owner}「{home.child.name}{value}」"


def told_lines(written: Iterable[tuple[str, str]]) -> str:
    """The lines to write, each a name and what stands behind it: 「甲: 3户」「乙: 5人」."""
    return "".join(f"「{name}: {value}」" for name, value in written)


def either_of(names: list[str]) -> str:
    """Some names as a choice: 甲、乙或丙."""
    shown = list(dict.fromkeys(names))
    # to leave out just one would point away from it
    shown = shown if len(shown) == MOST_HOMES + 1 else shown[:MOST_HOMES]
    return "或".join(("、".join(shown[:-1]), shown[-1])) if len(shown) > 1 else shown[0]


def spell_owners(homes: list[Home]) -> str:
    """The groups that some homes stand in, as 「低保·城镇」「低保·农村」."""
    found = list(dict.fromkeys(home.owner.path for home in homes))
    return "".join(f"「{spell_path(path)}」" for path in found[:MOST_HOMES]) + ("等" if len(found) > MOST_HOMES else "")


def written_out(homes: list[Home], here: Group | None, moved: Stray, stray: Stray) -> str:
    """What to write for a key with more than a name in it; ``moved`` has its unit behind the number."""
    written = either_of([spell_home(home, here, f": {moved.text}") for home in homes])
    why = "单位写在数的后面，不写在项目名里" if moved is not stray else "项目名后面不加别的字"
    return f"请写成{written}，{why}。"


def list_nearest(word: str, names: list[str]) -> str:
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


def own_figure(stray: Stray, group: str = "") -> str:
    """A figure of one's own with what was typed in a group; empty when that is no figure."""
    stray = with_unit(stray)
    name = stray.name if group in stray.name else group + stray.name
    if stray.is_number:
        return own_figure_of(name, stray.text)
    if not isinstance(stray.node, Mapping):
        return ""
    inner = [replace(stray, key=key, node=value) for key, value in stray.node.entries]
    parts = [own_figure(one) for one in inner]
    written = f"{{{OWN_NAME}: {_in_brackets(name)}, {OWN_PARTS}: [{', '.join(parts)}]}}"
    return written if parts and all(parts) and len(written) <= MOST_WRITTEN else ""


def _in_brackets(name: str) -> str:
    """A name as it may stand inside brackets, where some characters part the entries."""
    return f'"{QUOTE_MARKS.sub("", name)}"' if PARTING.search(name) else name

"""Cures followed to the letter: what a message says to write, written into what the form holds.

A form is looked at as dicts, lists and strings. ``ways_out`` gives the form after each thing that one message offers;
a message that leaves the choice to the official (这里可以填：…) offers none.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import yaml

from generator.problem import Problem
from generator.reading.nodes import Mapping, Node, Sequence

Path = tuple[str | int, ...]
QUOTED = r"「([^」]*)」"
UNKNOWN = re.compile(rf"(?:不认识{QUOTED}|{QUOTED}没有缩进)。")
NOT_PARTED = "下面应当分项填写，现在是一段文字"
OWN = "自定义"


def place_of(node: Node, key: str, line: int, at: Path = ()) -> Path | None:
    """The keys and positions that lead to the entry ``key`` typed on a line."""
    steps: list[tuple[str | int, Node]] = []
    if isinstance(node, Mapping):
        for name, value in node.entries:
            if (name.text, name.spot.line) == (key, line):
                return *at, name.text
            steps.append((name.text, value))
    elif isinstance(node, Sequence):
        steps = list(enumerate(node.items))
    return next((found for step, value in steps if (found := place_of(value, key, line, (*at, step)))), None)


def value_at(form: Any, path: Path) -> Any:
    for step in path:
        form = form[step]
    return form


def put_at(form: Any, path: Path, value: Any) -> None:
    """Writes a value where ``path`` leads, with all that is missing above it."""
    for step in path[:-1]:
        if isinstance(form, dict) and not form.get(step):
            form[step] = {}
        form = form[step]
        form = form[0] if isinstance(form, list) else form
    if isinstance(form, dict):
        form[path[-1]] = value


def moved(form: Any, path: Path, *targets: tuple[Path, Any]) -> list[Any]:
    """The form with the entry at ``path`` gone and written at a target instead, once for each target."""
    ways = []
    for target, value in targets:
        way = copy.deepcopy(form)
        del value_at(way, path[:-1])[path[-1]]
        put_at(way, target, value)
        ways.append(way)
    return ways


def _options(said: re.Match[str], form: Any, path: Path) -> list[Any]:
    """是不是「甲」、「乙·丙」下面的「丁」或「戊」？"""
    value, targets = value_at(form, path), []
    for owner, name in re.findall(rf"(?:{QUOTED}下面的)?{QUOTED}", said[1]):
        targets.append(((*(owner.split("·") if owner else path[:-1]), name), value))
    return moved(form, path, *targets)


def _written(said: re.Match[str], form: Any, path: Path) -> list[Any]:
    """请写成「甲: 9万元」或「丙」下面的「乙: 9万元」"""
    targets = []
    for owner, entry in re.findall(rf"(?:{QUOTED}下面的)?{QUOTED}", said[1]):
        key, _, value = entry.partition(": ")
        targets.append(((*(owner.split("·") if owner else path[:-1]), key), value))
    return moved(form, path, *targets)


def _under(said: re.Match[str], form: Any, path: Path) -> list[Any]:
    """写在「甲·乙」「丙」等下面"""
    owners = re.findall(QUOTED, said[1])
    return moved(form, path, *(((*owner.split("·"), path[-1]), value_at(form, path)) for owner in owners))


def _own_figure(said: re.Match[str], form: Any, path: Path) -> list[Any]:
    """请在「甲」下面用「自定义」：「自定义: [{…}]」"""
    section = said[1] or next((key for key, value in form.items() if isinstance(value, dict)), "低保")
    way = copy.deepcopy(form)
    del value_at(way, path[:-1])[path[-1]]
    if not isinstance(way.get(section), dict):
        way[section] = {}
    way[section][OWN] = [*way[section].get(OWN, []), *yaml.load(said[2], yaml.BaseLoader)[OWN]]
    return [way]


def _own_chapter(said: re.Match[str], form: Any, path: Path) -> list[Any]:
    """写成「自拟章节: [{标题: 甲, 正文: 乙。}]」"""
    ((key, chapters),) = yaml.load(said[1], yaml.BaseLoader).items()
    return moved(form, path, ((key,), [*form.get(key, []), *chapters]))


def _to_the_top(_: re.Match[str], form: Any, path: Path) -> list[Any]:
    """它是单独的一节，请顶格书写"""
    return moved(form, path, ((path[-1],), value_at(form, path)))


def _entry_below(said: re.Match[str], form: Any, path: Path) -> list[Any]:
    """请另起一行，缩进两格，写「甲: 9万元」；请另起一行，缩进两格，逐项写「甲: 」「乙: 」等"""
    value, ways = value_at(form, path), []
    for entry in re.findall(QUOTED, said[1]):
        key, _, typed = entry.partition(": ")
        way = copy.deepcopy(form)
        put_at(way, path, {key: typed or value})
        ways.append(way)
    return ways


def _lines_below(said: re.Match[str], form: Any, path: Path) -> list[Any]:
    """请另起2行，缩进两格，写「甲: 9户」「乙: 9人」"""
    way = copy.deepcopy(form)
    put_at(way, path, dict(entry.split(": ") for entry in re.findall(QUOTED, said[1])))
    return [way]


def _apart(said: re.Match[str], form: Any, path: Path) -> list[Any]:
    """请分成2行，写在「甲·乙」下面：「丙: 9户」「丁: 9人」"""
    owner = tuple(said[1].split("·")) if said[1] else path[:-1]
    way = copy.deepcopy(form)
    del value_at(way, path[:-1])[path[-1]]
    for entry in re.findall(QUOTED, said[2]):
        name, _, typed = entry.partition(": ")
        put_at(way, (*owner, name), typed)
    return [way]


Follow = Callable[[re.Match[str], Any, Path], list[Any]]
WORDINGS: tuple[tuple[str, Follow], ...] = (
    (r"是不是(.*?)？", _options),
    (rf"请写成((?:(?:{QUOTED}下面的)?{QUOTED}[、或]?)+)，", _written),
    (rf"(?<!行，)写在(?:上面的)?((?:{QUOTED})+)等?下面", _under),
    (rf"说的要是(?:上面的)?({QUOTED})，(?:请在|只加)", _under),
    (rf"请在(?:{QUOTED}|它所属的那一节)下面用「自定义」：{QUOTED}", _own_figure),
    (rf"写成{QUOTED}。", _own_chapter),
    (rf"请另起一行，缩进两格，(?:逐项)?写((?:{QUOTED})+)", _entry_below),
    (rf"请另起\d行，缩进两格，写((?:{QUOTED})+)", _lines_below),
    (rf"请分成\d行(?:，写在{QUOTED}下面)?：((?:{QUOTED})+)", _apart),
    (r"它是单独的一节，请顶格书写", _to_the_top),
)
"""How a message about a key says what to do, and how that is done."""


def ways_out(problem: Problem, root: Node, form: Any) -> list[Any]:
    """The form after each thing that a message about an unknown key tells to do."""
    named = UNKNOWN.fullmatch(problem.what)
    key = (named[1] or named[2]) if named else problem.place.field.rpartition(".")[2]
    path = place_of(root, key, problem.place.spot.line) if named or NOT_PARTED in problem.what else None
    if path is None:
        return []
    return [
        way
        for wording, follow in WORDINGS
        for said in re.finditer(wording, problem.advice)
        for way in follow(said, form, path)
    ]


def figure_ways(problem: Problem, form: Any, path: Path) -> list[Any]:
    """The form after each thing that a message about the figure at ``path`` tells to do without a condition."""
    ways = []
    for cure in re.findall(rf"(?:^|。)请改为{QUOTED}。", problem.advice):
        ways.append(copy.deepcopy(form))
        put_at(ways[-1], path, cure)
    beside = re.search(rf"计的数；说的是((?:{QUOTED})+)的，请移到那里", problem.advice)
    names = re.findall(QUOTED, beside[1]) if beside else []
    return [*ways, *moved(form, path, *(((*path[:-1], name), value_at(form, path)) for name in names))]


SCALES = {"": 1, "万": 10**4, "亿": 10**8}
NUMBER = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)(万|亿)?([^\d\s，。、]*)")
UNIT_IN_KEY = re.compile(r"[（(/](?:单位)?(万|亿)?([^）)]*)[）)]?$|(万|亿)(元)$")


def figures_of(form: Any, sections: set[str], section: str = "", key: str = "") -> Iterator[tuple[str, Fraction, str]]:
    """Every number that was typed: the section it stands in, how much it is, and its unit, where it has one.

    A section is known by its name, wherever it stands; a single value at the top of a form stands in none.
    """
    match form:
        case dict():
            for name, value in form.items():
                inside = name if name in sections and not isinstance(value, str) else section
                yield from figures_of(value, sections, inside, name)
        case list():
            for value in form:
                yield from figures_of(value, sections, section, key)
        case str():
            for number, scale, unit in NUMBER.findall(form):
                behind = UNIT_IN_KEY.search(key) if not scale and not unit else None
                scale, unit = (behind[1] or behind[3] or "", behind[2] or behind[4] or "") if behind else (scale, unit)
                yield section, Fraction(number.replace(",", "")) * SCALES[scale], unit


def lost(before: Any, after: Any, sections: set[str]) -> list[tuple[str, Fraction, str]]:
    """The numbers that no longer stand as they were typed in the section they were typed in.

    What stands in no section yet may come into any; a number without a unit may get one.
    """
    there = Counter(figures_of(after, sections))
    gone = []
    for section, number, unit in sorted(figures_of(before, sections), key=lambda one: not one[2]):
        fitting = [one for one in there if one[1] == number and unit in (one[2], "") and section in (one[0], "")]
        if fitting:
            there[fitting[0]] -= 1
            there += Counter()
        else:
            gone.append((section, number, unit))
    return gone


def follow_line(text: str, problem: Problem) -> str | None:
    """The text of a form after what a message says of one line; None when it only says what to look at."""
    lines = text.split("\n")
    line = lines[problem.place.spot.line - 1]
    margin = line[: len(line) - len(line.lstrip(" \t\u3000"))]
    typed = re.search(QUOTED, problem.what)
    if (cure := re.fullmatch(rf"请改为(?:半角冒号加空格：)?{QUOTED}。", problem.advice)) and typed:
        if "…" in typed[1] + cure[1] or typed[1] not in line:
            return None
        line = line.replace(typed[1], cure[1], 1)
    elif "每级两个空格" in problem.advice:
        line = margin.replace("\t", "  ").replace("\u3000", "  ") + line[len(margin) :]
    elif spaces := re.search(r"请改为(\d+)个空格", problem.advice):
        line = " " * int(spaces[1]) + line[len(margin) :]
    elif "请在同一行补上右括号" in problem.advice:
        line += "}" if line.count("{") > line.count("}") else "]"
    elif problem.advice.endswith("请删去这一行。"):
        line = ""
    else:
        return None
    lines[problem.place.spot.line - 1] = line
    return "\n".join(lines)


def follow_advice(text: str, problem: Problem) -> str | None:
    """The text of a form after what a message tells to do, taken at its word; None when it leaves a choice."""
    lines = text.split("\n")
    at = problem.place.spot.line - 1
    for wording, follow in LINE_WORDINGS:
        if (said := re.search(wording, problem.advice)) and (new := follow(said, lines, at, problem.what)):
            return "\n".join(new)
    return follow_line(text, problem)


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _parted(said: re.Match[str], lines: list[str], at: int, what: str) -> list[str]:
    """请分成2行：「甲: 3户」「乙: 5人」。"""
    written, margin = re.findall(QUOTED, said[1]), _margin(lines[at])
    key = re.match(r"([^\s:]+):\s+\S", lines[at].strip())
    if written[0].startswith("- ") and key:
        return [*lines[:at], f"{margin}{key[1]}:", *(f"{margin}  {one}" for one in written), *lines[at + 1 :]]
    typed = re.search(QUOTED, what)
    taken = at + 1 + ("下一行" in what)
    while typed and typed[1] not in "".join(line.strip() for line in lines[at:taken]).replace("、", "、"):
        taken += 1
        if taken > len(lines):
            taken = at + 1
            break
    return [*lines[:at], *(margin + one for one in written), *lines[taken:]]


def _joined(said: re.Match[str], lines: list[str], at: int, _: str) -> list[str]:
    """请接到第3行的冒号后面：「户数: 31户」。"""
    above = int(said[1]) - 1
    new = [*lines[:above], _margin(lines[above]) + said[2], *lines[above + 1 :]]
    return [*new[:at], *new[at + 1 :]]


def _line_before(said: re.Match[str], lines: list[str], *_: object) -> list[str]:
    """请在第2行前面补上一行「城镇:」，前面空2格。"""
    number = int(said[1]) - 1
    return [*lines[:number], " " * int(said[3] or 0) + said[2], *lines[number:]]


def _renamed_value(said: re.Match[str], lines: list[str], at: int, what: str) -> list[str]:
    """没有「乡镇」这个总结。是不是「town」"""
    typed = re.match(rf"没有{QUOTED}这个", what)
    return [*lines[:at], lines[at].replace(typed[1], said[1], 1), *lines[at + 1 :]] if typed else []


def _whole_line(said: re.Match[str], lines: list[str], at: int, what: str) -> list[str]:
    """「人次」和「3人次」中间是制表符 … 请改为「人次: 3人次」。"""
    if "中间是制表符" not in what and "整行" not in what:
        return []
    return [*lines[:at], _margin(lines[at]) + said[1], *lines[at + 1 :]]


def _without(said: re.Match[str], lines: list[str], at: int, _: str) -> list[str]:
    """并删去「&a」。"""
    return [*lines[:at], lines[at].replace(f" {said[1]}", "", 1), *lines[at + 1 :]]


def _told_apart(said: re.Match[str], lines: list[str], at: int, what: str) -> list[str]:
    """里有2个数，这一项只填一个。请改为「586人」。请在「高龄」下面用「自定义」：「自定义: [{…}]」。"""
    if "这一项只填" not in what:
        return []
    below = _elsewhere(said[0], lines, at)
    moved_by = below.index(lines[at], at) - at
    return [*below[: at + moved_by], *_in_place(said[0], lines[at]), *below[at + moved_by + 1 :]]


def _in_place(advice: str, line: str) -> list[str]:
    """The lines that a figure's own line becomes."""
    margin = _margin(line)
    if several := re.match(rf"请分成\d+行：((?:{QUOTED})+)。", advice):
        return [margin + one for one in re.findall(QUOTED, several[1])]
    alone = re.match(rf"请改为{QUOTED}。", advice)
    return [f"{line.partition(':')[0]}: {alone[1]}"] if alone else [line]


def _elsewhere(advice: str, lines: list[str], at: int) -> list[str]:
    """The lines with what goes below another group of the section: lines of a block, each level two blanks in."""
    head = max(number for number in range(at + 1) if lines[number] and not lines[number].startswith(" "))
    new = list(lines)
    for owner, entry in re.findall(rf"写成(?:{QUOTED}下面的)?{QUOTED}", advice):
        groups = owner.split("·")[1:] if owner else []
        above = [f"{'  ' * depth}{group}:" for depth, group in enumerate(groups, 1)]
        place = next((number + 1 for number, line in enumerate(new) if above and line == above[-1]), None)
        own = "  " * (len(groups) + 1) + entry if owner else _margin(lines[at]) + entry
        where = place or (head if owner else at) + 1
        new[where:where] = [own] if place or not owner else [*above, own]
    if own := re.search(rf"下面用「自定义」：{QUOTED}", advice):
        new.insert(head + 1, f"  {own[1]}")
    return new


LINE_WORDINGS: tuple[tuple[str, Callable[[re.Match[str], list[str], int, str], list[str]]], ...] = (
    (r"^请(?:改为|分成).*", _told_apart),
    (rf"请(?:分成|改为)\d+[行条]，?(?:每条一行)?：((?:{QUOTED})+)。", _parted),
    (rf"请接到第(\d+)行的冒号后面：{QUOTED}。", _joined),
    (rf"请在第(\d+)行前面补上一行{QUOTED}.*，(?:前面空(\d+)格|顶格写)", _line_before),
    (rf"是不是{QUOTED}", _renamed_value),
    (rf"请改为{QUOTED}。", _whole_line),
    (rf"并删去{QUOTED}。", _without),
)
"""How a message about a line says what to do, and how that is done."""

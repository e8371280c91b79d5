"""Entries whose line above is missing: what stands where none of it belongs, and would under one line that is not there."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from generator.figures.quantity import Fault
from generator.figures.unfinished import is_blank
from generator.form.coverage import SECTION_PERIOD, STOCK_DAY
from generator.form.head import HEAD
from generator.language.fields import Field, Group
from generator.library.library import Library
from generator.problem import Spot
from generator.reading.nodes import Entries, Mapping, Node, Scalar
from generator.reading.nodes import Sequence as Items

MOST_OWNERS, MOST_KEYS = 3, 3
_OF_SECTIONS = (STOCK_DAY, SECTION_PERIOD)
LEAST_KEYS = 2
"""So many entries are needed before a line above them is missed."""


def _is_known(name: str, group: Group | None, library: Library) -> bool:
    """Whether a key is one of a group, or of those at the top."""
    if group is None:
        return name in HEAD or library.section(name) is not None
    return group.find(name) is not None or (name in _OF_SECTIONS and _is_section(group))


def are_in_order(group: Group | None, node: Mapping, library: Library) -> bool:
    """Whether all entries stand where they belong and none twice, as nearly everywhere, so that no line is missing."""
    names = {key.text for key, _ in node.entries}
    known = bool(group and group.children.keys() >= names) or all(_is_known(name, group, library) for name in names)
    return known and len(node.repeats) < LEAST_KEYS


def _run_from(entries: Entries, start: int, group: Group | None, library: Library) -> Entries:
    """The entries from ``start`` on of which none is known where it stands."""
    for at in range(start, len(entries)):
        if _is_known(entries[at][0].text, group, library):
            return entries[start:at]
    return entries[start:]


def headless_runs(
    group: Group | None, node: Mapping, untyped: Sequence[Group], library: Library, mended: Container[int]
) -> Iterator[tuple[Entries, Fault]]:
    """Runs of entries in a group, or at the top, whose line above is missing, each with what to say of it.

    Below an empty entry it is the indentation that is missing. A run belongs under a part of the group where it was typed further in than it stands (``mended``); and the last of a
    section, or what stands at the top, under a section that is not there (``untyped``).
    """
    entries, typed = node.entries, {key.text for key, _ in node.entries}
    start = 0
    while start < len(entries):
        run = _run_from(entries, start, group, library)
        above = entries[start - 1][1] if start else None
        start += max(len(run), 1)
        if not run or (isinstance(above, Scalar) and is_blank(above.text)):
            continue
        owners = list(untyped) if group is None or (_is_section(group) and start == len(entries)) else []
        if group and run[0][0].spot.line in mended:
            owners += [one for name, one in group.children.items() if isinstance(one, Group) and name not in typed]
        if fault := _missing_line(run, owners, library):
            yield run, fault
    outer = library.whole.at(group.path.rpartition(".")[0]) if group and len(node.repeats) >= LEAST_KEYS else None
    if group and isinstance(outer, Group):
        beside = [one for one in outer.children.values() if isinstance(one, Group) and one.path != group.path]
        if fault := _missing_line(node.repeats, beside, library):
            yield node.repeats, fault


def _is_section(group: Group) -> bool:
    return "." not in group.path


def _missing_line(run: Entries, owners: Iterable[Group], library: Library) -> Fault | None:
    """What to say of a run of entries that all fit under one of ``owners``; None where they do not.

    Where the help of the blank form still stands behind them, it tells whose they are.
    """
    if len(run) < LEAST_KEYS:
        return None
    fitting = [owner for owner in owners if all(owner.find(key.text) for key, _ in run)]
    told = {owner.path: sum(_is_told(key, owner, library) for key, _ in run) for owner in fitting}
    most = max(told.values(), default=0)
    fitting = [owner for owner in fitting if told[owner.path] == most]
    if not fitting:
        return None
    names = "".join(f"「{key.text}」" for key, _ in run[:MOST_KEYS]) + ("等" if len(run) > MOST_KEYS else "")
    depth = fitting[0].path.count(".")
    where = f"前面空{2 * depth}格" if depth else "顶格写"
    lines = "或".join(f"「{owner.name}:」" for owner in fitting[:MOST_OWNERS])
    line = run[0][0].spot.line
    return Fault(f"{names}上面缺一行。", f"请在第{line}行前面补上一行{lines}，{where}。")


def _is_told(key: Scalar, owner: Group, library: Library) -> bool:
    child = owner.find(key.text)
    return isinstance(child, Field) and bool(key.remark) and key.remark.startswith(library.say(child.label, None))


def lines_astray(run: Entries) -> range:
    """The lines that a run of entries takes, with all below them."""
    return range(run[0][0].spot.line, max(_last_line(node, key.spot) for key, node in run) + 1)


def _last_line(node: Node, spot: Spot) -> int:
    match node:
        case Mapping(entries):
            return max((_last_line(value, key.spot) for key, value in entries), default=spot.line)
        case Items(items):
            return max((_last_line(item, item.spot) for item in items), default=spot.line)
    return max(node.spot.line, spot.line)

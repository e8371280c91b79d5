"""Forms written just as they are meant to be, read line by line: ``key: value``, ``- item``, deeper lines below.

Most forms are. Such a form has no slip to look for and needs no YAML parser, which together take four times as
long. What it reads to is the same; whatever else a form holds, it is left whole to ``source``'s careful way.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.problem import Spot
from generator.reading.nodes import Mapping, Node, Scalar, Sequence

KEY = r"\w[\w·.、（）]{0,39}"
TEXT = r"[\w“《（][^#:\n]*(?::(?=\S)[^#:\n]*)*(?<=\S)"
"""A value that neither YAML nor the look for slips can take for anything else."""
LINE = re.compile(
    rf"( {{0,24}})(?:(- )?({KEY}):(?: +({TEXT})(?: +#(?![^\s#]).*)?| +#.*)?|- ({TEXT})|#.*)? *",
)
"""A whole line: an entry, which may begin a record of a list, or an item, or a comment, or nothing."""
MOST_BRACKETS = 30
"""With more than these, someone must count how deep they nest."""


class _Line(NamedTuple):
    """What a line says; the dash and the first entry of a record are two."""

    spot: Spot
    indent: int
    key: str
    """Empty for an item."""
    text: str
    """Empty when it is below, or not there."""


class _Unclear(Exception):
    """Raised when the lines say something that has to be told to the official."""


def read_outright(text: str) -> Mapping | None:
    """The top mapping of a form that is written just as it should be; None for any other."""
    if "\t" in text or text.count("[") + text.count("{") > MOST_BRACKETS:
        return None
    lines = _read_lines(text)
    if not lines or lines[0].indent or not lines[0].key:
        return None
    try:
        root, end = _mapping(lines, 0)
    except _Unclear:
        return None
    return root if end == len(lines) else None


def _read_lines(text: str) -> list[_Line]:
    """The lines that say something; none when there is one that is not plain."""
    lines: list[_Line] = []
    for number, line in enumerate(text.split("\n"), 1):
        match = LINE.fullmatch(line)
        if match is None:
            return []
        margin, dash, key, value, item = match.groups()
        indent = len(margin)
        if item:
            lines.append(_Line(Spot(number), indent, "", item))
        elif key:
            spot = Spot(number)
            if dash:
                lines.append(_Line(spot, indent, "", ""))
                indent += len(dash)
            lines.append(_Line(spot, indent, key, value or ""))
    return lines


def _mapping(lines: list[_Line], at: int) -> tuple[Mapping, int]:
    """The entries from ``at`` on that stand equally far in, and where they end."""
    first, indent = lines[at].spot, lines[at].indent
    entries: dict[str, tuple[Scalar, Node]] = {}
    while at < len(lines) and lines[at].indent == indent and lines[at].key:
        spot, _, key, text = lines[at]
        if key in entries:
            raise _Unclear(key)
        at += 1
        value: Node = Scalar(text, spot)
        if not text and at < len(lines) and lines[at].indent > indent:
            value, at = _mapping(lines, at) if lines[at].key else _sequence(lines, at)
        entries[key] = Scalar(key, spot), value
    return Mapping(tuple(entries.values()), first), at


def _sequence(lines: list[_Line], at: int) -> tuple[Sequence, int]:
    """The items from ``at`` on that stand equally far in, and where they end."""
    first, indent = lines[at].spot, lines[at].indent
    items: list[Node] = []
    while at < len(lines) and lines[at].indent == indent and not lines[at].key:
        item: Node = Scalar(lines[at].text, lines[at].spot)
        at += 1
        if not lines[at - 1].text:
            item, at = _mapping(lines, at)
        items.append(item)
    return Sequence(tuple(items), first), at

"""Lists of names in lines: who attended, who gets a copy; a line ends behind a name and not within one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

NAME_ENDS = "，、；："
BRACKET, BRACKET_END = "（(", "）)"
PART = rf"[{BRACKET}]?[^{BRACKET}]*"
"""What a name too long for a line may be parted into: the name, and what is said of it in brackets."""


def names_in_lines(names: str, room: int, width: Callable[[str], int]) -> str:
    """The names with a line break wherever a name would not fit into the ``room`` left on its line."""
    if width(names) <= room:
        return names
    lines, used = [""], 0
    for name in _unbroken(names, room, width):
        wide = width(name)
        if used and used + wide > room and wide <= room:
            lines.append("")
            used = 0
        lines[-1] += name
        used = (used + wide) % room if used + wide > room else used + wide
    return "\n".join(lines)


def _unbroken(names: str, room: int, width: Callable[[str], int]) -> Iterator[str]:
    """The names one by one, each with what is said of it; one too long for a line is parted before its brackets."""
    start = within = 0
    for at, sign in enumerate(names, 1):
        within = max(within + (sign in BRACKET) - (sign in BRACKET_END), 0)
        if at == len(names) or (sign in NAME_ENDS and not within):
            name, start = names[start:at], at
            yield from (name,) if width(name) <= room else filter(None, re.findall(PART, name))

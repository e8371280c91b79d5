"""Lines of typed text: how they join to a paragraph, and where people part them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.chinese.numbering import numbering_of

WIDE = re.compile(
    "[\u2014\u2018-\u201d\u2026\u3000-\u303f\u3400-\u9fff"
    "\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uffef\U00020000-\U0003ffff]"
)
"""Chinese characters and marks, beside which no blank parts two words; no digit and no letter of any width."""
FINISHED = re.compile(r"[。！？；：…][”’）】》」』]*$")
"""How a line ends behind which people begin a new paragraph."""
OPENED = re.compile(r"[-+*](?=\s)|[#|·•●○■□◆◇▪※➢]|\d{3,4}[.．、](?!\s*\d)")
"""How a line begins, besides a number, that people set under another."""


def join_lines(lines: Iterable[str]) -> str:
    """The lines as one; a blank parts two words or numbers that a line end parted, and nothing parts Chinese."""
    joined = ""
    for line in lines:
        line = line.strip()
        apart = joined and line and not WIDE.match(joined[-1]) and not WIDE.match(line)
        joined += f" {line}" if apart else line
    return joined


def stands_alone(line: str) -> bool:
    """Whether a line that follows others is one of its own, because it is counted or marked: （1）, 一是, ●."""
    found = numbering_of(line)
    return bool(found and not found.doubtful) or bool(OPENED.match(line))


def is_finished(line: str) -> bool:
    """Whether a line ends what it says, so that the next begins a paragraph."""
    return bool(FINISHED.search(line.rstrip()))


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text: lines joined, but not over an empty one, a finished one, or to one that stands alone."""
    if "\n" not in text:
        return [text.strip()] if text.strip() else []
    groups: list[list[str]] = [[]]
    for line in map(str.strip, text.split("\n")):
        open_lines = groups[-1]
        if not line or (open_lines and (stands_alone(line) or is_finished(open_lines[-1]))):
            groups.append([])
        if line:
            groups[-1].append(line)
    return [join_lines(group) for group in groups if group]

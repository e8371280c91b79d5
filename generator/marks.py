"""Private-use marks that carry values through Jinja, healing and Markdown to the document.

A value stands in the text as opener + path + separator + words + closer. ASCII punctuation inside is
moved into the private-use area, so neither Markdown nor healing can take it for structure; ``plain``
moves it back. ``source`` refuses these characters in anything a user types.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache

from generator.values import Day, Figure, Hole, Passage, Pending, Words

FIGURE = "\U000f0001"
"""A figure of the form."""
WORDS = "\U000f0002"
"""Free text of the official."""
CONTEXT = "\U000f0003"
"""When and where: prints, but says nothing that was done."""
PENDING = "\U000f0004"
"""A 【待填】 of a draft."""
WAITING = "\U000f000a"
"""A 【待填】 that would say when or where."""
HOLE = "\U000f0005"
"""A blank: has a path, prints nothing, and takes its clause with it."""
SEPARATOR = "\U000f0006"
CLOSE = "\U000f0007"
TOGETHER = "\U000f0008"
"""Opens a passage that stands or falls as a whole."""
TOGETHER_END = "\U000f0009"
PARAGRAPH = "\n\n"

_SHIFT = 0xF0800
_HIDE = {ord(char): _SHIFT + ord(char) for char in string.punctuation + "\\"}
_SHOW = {hidden: char for char, hidden in _HIDE.items()}

VALUE = re.compile(
    f"([{FIGURE}{WORDS}{CONTEXT}{PENDING}{WAITING}{HOLE}])([^{SEPARATOR}]*){SEPARATOR}([^{CLOSE}]*){CLOSE}"
)
"""One marked value: opener, path, words."""


TABLE_RULE = re.compile(r"\|?[\s:|-]*-{3,}[\s:|-]*")
LIST_SIGN = re.compile(r"(?:[-*+]|\d+\.)\s+")


class Marked(str):
    """Text that already carries its marks and is printed as it is."""

    __slots__ = ()


@lru_cache(maxsize=4096)
def hide(text: str) -> str:
    """``text`` with ASCII punctuation out of reach of Markdown and healing."""
    return text.translate(_HIDE)


def plain(text: str) -> str:
    """Hidden punctuation brought back; marks are left alone."""
    return text.translate(_SHOW)


def unmarked(text: str) -> str:
    """What a reader would see of marked text; a blank shows as ＿."""
    shown = VALUE.sub(lambda match: "＿" if match[1] == HOLE else match[3], text)
    return plain(shown.replace(TOGETHER, "").replace(TOGETHER_END, ""))


def paths(text: str, opener: str = FIGURE + WORDS) -> set[str]:
    """The paths of all values in ``text`` marked with one of ``opener``."""
    return {plain(match[2]) for match in VALUE.finditer(text) if match[1] in opener}


def mark(value: Figure | Words | Passage | Day | Hole | Pending) -> str:
    """The value as it stands in marked text; words of several paragraphs become several marks."""
    match value:
        case Passage(text, path):
            return "\n".join(_structured(line.strip(), path) for line in text.split("\n"))
        case Figure(path=path):
            return _wrap(FIGURE, path, value.text)
        case Hole(path):
            return _wrap(HOLE, path, "")
        case Pending(text, path, context):
            return _wrap(WAITING if context else PENDING, path, text)
        case Day(path=path, context=context):
            return _wrap(CONTEXT if context else WORDS, path, value.text)
        case Words(text, path, _, context):
            if value.none and not context:
                return _wrap(HOLE, path, "")
            opener = CONTEXT if context else WORDS
            lines = [line.strip() for line in text.split("\n")]
            return PARAGRAPH.join(_wrap(opener, path, line) for line in lines if line)


def _structured(line: str, path: str) -> str:
    """One line of the official's Markdown: what makes lists, tables and bold stays, the rest is words."""
    if TABLE_RULE.fullmatch(line):
        return line
    if line.startswith("|"):
        return "|".join(_wrap(WORDS, path, cell.strip()) if cell.strip() else "" for cell in line.split("|"))
    prefix = LIST_SIGN.match(line)
    start = prefix.group() if prefix else ""
    parts = line[len(start) :].split("**")
    if len(parts) % 2 == 0:
        parts = ["**".join(parts)]
    return start + "**".join(_wrap(WORDS, path, part) if part else "" for part in parts)


def _wrap(opener: str, path: str, words: str) -> str:
    return f"{opener}{hide(path)}{SEPARATOR}{hide(words)}{CLOSE}"

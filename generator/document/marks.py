"""Private-use marks that carry values through Jinja, healing and Markdown to the document.

A value stands in the text as opener + path + separator + words + closer. ASCII punctuation inside is
moved into the private-use area, so neither Markdown nor healing can take it for structure; ``plain``
moves it back. Which character means what stands in ``chinese.reserved``.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache

from generator.chinese.lines import join_lines, paragraphs_of
from generator.chinese.reserved import (
    ALONE,
    ALONE_END,
    CLOSE,
    CONTEXT,
    FIGURE,
    HIDDEN,
    HOLE,
    PENDING,
    SEPARATOR,
    TOGETHER,
    TOGETHER_END,
    WAITING,
    WORDS,
    class_of,
)
from generator.figures.values import Day, Figure, Hole, Passage, Pending, Words

PARAGRAPH = "\n\n"

_HIDE = {ord(char): HIDDEN[ord(char)] for char in string.punctuation + "\n"}
_SHOW = {hidden: char for char, hidden in _HIDE.items()}
_EDGES = {ord(edge): None for edge in (TOGETHER, TOGETHER_END, ALONE, ALONE_END)}
_PUNCTUATION = re.compile(f"[{re.escape(string.punctuation)}\n]")
_HIDDEN = re.compile(f"[{class_of(HIDDEN)}]")

BREAK = chr(HIDDEN[ord("\n")])
"""A line end inside a value; the words of a passage begin with one."""
OWN_PASSAGE = re.compile(f"{WORDS}([^{SEPARATOR}]*){SEPARATOR}{BREAK}([^{CLOSE}]*){CLOSE}")
"""What an official wrote in lines, which are read when the document is made: path, lines."""
VALUE = re.compile(
    f"([{FIGURE}{WORDS}{CONTEXT}{PENDING}{WAITING}{HOLE}])([^{SEPARATOR}]*){SEPARATOR}([^{CLOSE}]*){CLOSE}"
)
"""One marked value: opener, path, words."""


LIST_SIGN = re.compile(r"(?:[-*+]|\d+\.)\s+")
"""What begins an item of a list of the template's."""


class Marked(str):
    """Text that already carries its marks and is printed as it is."""

    __slots__ = ()


def hide(text: str) -> str:
    """``text`` with ASCII punctuation out of reach of Markdown and healing."""
    return text.translate(_HIDE) if _PUNCTUATION.search(text) else text


def plain(text: str) -> str:
    """Hidden punctuation brought back; marks are left alone."""
    return text.translate(_SHOW) if _HIDDEN.search(text) else text


@lru_cache(maxsize=4096)
def plain_path(path: str) -> str:
    """A path as it stands in marked text, as it is; the same in every form."""
    return plain(path)


def unmarked(text: str) -> str:
    """What a reader would see of marked text; a blank shows as ＿, a zero as it was typed."""
    shown = VALUE.sub(lambda match: match[3] or "＿" if match[1] == HOLE else match[3], text)
    return plain(shown.translate(_EDGES))


def paths(text: str, opener: str = FIGURE + WORDS) -> set[str]:
    """The paths of all values in ``text`` marked with one of ``opener``."""
    return set(map(plain_path, _opening(opener).findall(text)))


@lru_cache(maxsize=8)
def _opening(opener: str) -> re.Pattern[str]:
    return re.compile(f"[{opener}]([^{SEPARATOR}]*){SEPARATOR}")


def mark(value: Figure | Words | Passage | Day | Hole | Pending) -> str:
    """The value as it stands in marked text; words of several paragraphs become several marks, a passage one of its own."""
    # Asked in the order of how often each kind prints; a match statement takes twice the time.
    if isinstance(value, Hole):
        return _blank(value.path)
    if isinstance(value, Figure):
        shown = _wrap(FIGURE, value.path, value.text)
        return shown + "".join(one.joint + mark(one) for one in value.more) if value.more else shown
    if isinstance(value, Words):
        return _mark_words(value)
    if isinstance(value, Day):
        return _wrap(CONTEXT if value.context else WORDS, value.path, value.text)
    if isinstance(value, Pending):
        return _wrap(WAITING if value.context else PENDING, value.path, value.text)
    return f"{PARAGRAPH}{_start(WORDS, value.path)}{BREAK}{hide(value.text)}{CLOSE}{PARAGRAPH}"


def mark_nothing(figure: Figure) -> str:
    """A figure of nothing as a blank that no field is missing from: 0户 takes its clause with it."""
    return _wrap(HOLE, "", figure.text)


def _mark_words(value: Words) -> str:
    if value.none and not value.context:
        return _blank(value.path)
    opener = CONTEXT if value.context else WORDS
    text = value.text
    if "\n" not in text:
        return _wrap(opener, value.path, text)
    lines = paragraphs_of(text) if value.is_prose else (join_lines(text.split("\n")),)
    return PARAGRAPH.join(_wrap(opener, value.path, line) for line in lines)


def _wrap(opener: str, path: str, words: str) -> str:
    return f"{_start(opener, path)}{hide(words)}{CLOSE}"


@lru_cache(maxsize=4096)
def _start(opener: str, path: str) -> str:
    """What stands before the words of a value; the same in every form."""
    return f"{opener}{hide(path)}{SEPARATOR}"


@lru_cache(maxsize=4096)
def _blank(path: str) -> str:
    """The mark of a blank; the same in every form."""
    return f"{HOLE}{hide(path)}{SEPARATOR}{CLOSE}"

"""What differs between a paper as it was printed and as it stands now: figure by figure, then sentence by sentence.

Texts are compared in sentences, so that it does not matter where paragraphs are parted or whether a heading runs in;
sentences that differ, sign by sign, with every number as one. White space is no difference.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from fractions import Fraction
from itertools import zip_longest
from typing import Literal, NamedTuple

from msgspec import Struct

from generator.trust.embedded import PrintedLine

AFTER_SENTENCE = re.compile(r"(?<=[。；！？\n])")
LOOSE_END = "。；：，"
"""Signs at the end of a sentence that make no other of it: a heading that runs into its text gets a 。 of its own."""
NUMBER_OR_SIGN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|[^\d\s]")
MULTIPLES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "千": 1000, "百": 100}
MOST_UNIT_SIGNS = 8
UNIT = re.compile(r"[^，。；：、！？（）()\s\d]*")
"""What stands behind a number before the next mark."""
NUMBER_SIGN = "#"
"""Stands for any number while signs are compared."""
MOST_PAIRS = 4_000_000
"""Signs of one side times those of the other that are compared one by one; beyond, all of a stretch is another."""

What = Literal["changed", "written otherwise", "vanished", "added"]


class Token(NamedTuple):
    """A number or a sign of a text."""

    text: str
    path: str = ""
    """The field that it came from."""
    unit: str = ""
    """What of that field's figure stands behind the number: its scale and unit."""

    @property
    def is_number(self) -> bool:
        """Whether it is a number, and no sign."""
        return self.text[0].isdecimal()


class PaperSentence(NamedTuple):
    """A sentence, in which line it stands, and its tokens."""

    text: str
    line: int
    tokens: tuple[Token, ...]

    @property
    def key(self) -> str:
        """What it is compared by."""
        return "".join(token.text for token in self.tokens).rstrip(LOOSE_END)


class FigureChange(Struct, frozen=True):
    """What became of a number."""

    what: What
    path: str
    """The field it came from, empty for a number that is no figure of the form."""
    was: str
    now: str
    sentence: str
    """Where it stands now, or stood."""
    line: int
    """The line of that sentence, from 1."""


class TextChange(Struct, frozen=True):
    """A sentence that is another, with its numbers left out of account; one of the two texts may be empty."""

    was: str
    now: str
    line: int


class Changes(Struct, frozen=True):
    """All that differs."""

    figures: tuple[FigureChange, ...] = ()
    texts: tuple[TextChange, ...] = ()
    moved: tuple[str, ...] = ()
    """Sentences that stand as they were in another place."""

    def __bool__(self) -> bool:
        return bool(self.figures or self.texts or self.moved)


def changes(printed: Iterable[PrintedLine], lines: Sequence[str]) -> Changes:
    """What differs between what was ``printed`` and the ``lines`` that stand there now."""
    was = [one for number, line in enumerate(printed, 1) for one in _sentences(line, number)]
    now = [one for number, line in enumerate(lines, 1) for one in _sentences(PrintedLine(line), number)]
    matcher = SequenceMatcher(None, [one.key for one in was], [one.key for one in now], autojunk=False)
    blocks = [(was[a:b], now[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
    moved = _moved(blocks)
    figures: list[FigureChange] = []
    texts: list[TextChange] = []
    for before, after in blocks:
        kept = [_without(moved, side) for side in (before, after)]
        found, said = _compared(*kept)
        figures += found
        texts += said
    return Changes(tuple(figures), tuple(texts), tuple(moved.elements()))


def _sentences(line: PrintedLine, number: int) -> Iterator[PaperSentence]:
    at = 0
    for text in AFTER_SENTENCE.split(line.text):
        tokens = tuple(
            Token(match[0], *_field_at(line, at + match.start(), at + match.end()))
            for match in NUMBER_OR_SIGN.finditer(text)
        )
        if tokens:
            yield PaperSentence(text.strip(), number, tokens)
        at += len(text)


def _field_at(line: PrintedLine, start: int, end: int) -> tuple[str, str]:
    """The field of what stands there, and what of its figure stands behind; of a text, the unit is not known."""
    span = next((span for span in line.figures if span.start < end and start < span.end), None)
    if span is None:
        after = line.text[end : end + 1]
        return "", after if after.isalpha() else ""
    behind = UNIT.match(line.text, end, span.end)
    unit = behind[0] if behind else ""
    return span.path, unit if len(unit) <= MOST_UNIT_SIGNS else ""


_Blocks = Sequence[tuple[list[PaperSentence], list[PaperSentence]]]


def _moved(blocks: _Blocks) -> Counter[str]:
    """The sentences that went from one place to another, each as often as it did."""
    gone = Counter(one.key for before, _ in blocks for one in before)
    come = Counter(one.key for _, after in blocks for one in after)
    return Counter({key: count for key, count in (gone & come).items() if len(key) > 1})


def _without(moved: Counter[str], sentences: list[PaperSentence]) -> list[PaperSentence]:
    return [one for one in sentences if one.key not in moved]


def _compared(before: list[PaperSentence], after: list[PaperSentence]) -> tuple[list[FigureChange], list[TextChange]]:
    """What differs between two stretches of sentences that do not agree."""
    was, now = _Side(before), _Side(after)
    figures: list[FigureChange] = []
    same_words = True
    for tag, a, b, c, d in _opcodes(was.signs, now.signs):
        pairs = zip_longest(was.numbers(a, b), now.numbers(c, d))
        figures += (change for one, other in pairs if (change := _change(was, now, one, other)))
        if tag != "equal":
            words = (side.words(*span) for side, span in ((was, (a, b)), (now, (c, d))))
            same_words &= len({text.rstrip(LOOSE_END) for text in words}) == 1
    if same_words:
        return figures, []
    old, new = ("".join(one.text for one in side) for side in (before, after))
    return figures, [TextChange(old, new, (after or before)[0].line)]


class _Side:
    """Sentences as one row of tokens."""

    def __init__(self, sentences: list[PaperSentence]) -> None:
        self.sentences = sentences
        self.tokens = [token for one in sentences for token in one.tokens]
        self.owners = [one for one in sentences for _ in one.tokens]
        self.signs = [NUMBER_SIGN if token.is_number else token.text for token in self.tokens]

    def numbers(self, start: int, end: int) -> Iterator[int]:
        """Where numbers stand in a stretch."""
        return (at for at in range(start, end) if self.tokens[at].is_number)

    def words(self, start: int, end: int) -> str:
        """The signs of a stretch without its numbers and what their scale is."""
        return "".join(sign for sign in self.signs[start:end] if sign != NUMBER_SIGN and sign not in MULTIPLES)

    def value(self, at: int) -> tuple[Fraction, Fraction]:
        """What the number there comes to, and half of its last digit."""
        digits = self.tokens[at].text.replace(",", "")
        scale = MULTIPLES.get(self.signs[at + 1], 1) if at + 1 < len(self.signs) else 1
        return Fraction(digits) * scale, Fraction(scale, 2 * 10 ** len(digits.partition(".")[2]))

    def told(self, at: int, unit: str = "") -> str:
        """The number there with its scale and unit, which is ``unit`` where that stands behind it."""
        end = at + 1
        while end < len(self.signs) and self.signs[end] in MULTIPLES:
            end += 1
        unit = (unit or self.tokens[at].unit).lstrip("".join(MULTIPLES))
        behind = "".join(self.signs[end : end + len(unit)])
        if unit and behind != unit:
            behind = "".join(self.signs[end : end + 1])
        return "".join(token.text for token in self.tokens[at:end]) + (
            behind if behind == unit or behind.isalpha() else ""
        )


def _change(was: _Side, now: _Side, one: int | None, other: int | None) -> FigureChange | None:
    """What became of a number of one side that stands against one of the other; None where they are the same."""
    if one is None and other is not None:
        owner = now.owners[other]
        return FigureChange("added", "", "", now.told(other), owner.text, owner.line)
    assert one is not None
    path, unit, told = was.tokens[one].path, was.tokens[one].unit, was.told(one)
    if other is None:
        return FigureChange("vanished", path, told, "", was.owners[one].text, was.owners[one].line)
    (before, half), (after, other_half) = was.value(one), now.value(other)
    owner = now.owners[other]
    if before == after and was.tokens[one].text == now.tokens[other].text:
        return None
    is_coarser = half < other_half and abs(before - after) <= other_half
    what: What = "written otherwise" if before == after or is_coarser else "changed"
    return FigureChange(what, path, told, now.told(other, unit), owner.text, owner.line)


def _opcodes(was: Sequence[str], now: Sequence[str]) -> Iterable[tuple[str, int, int, int, int]]:
    if len(was) * len(now) > MOST_PAIRS:
        return [("replace", 0, len(was), 0, len(now))]
    return SequenceMatcher(None, was, now, autojunk=False).get_opcodes()

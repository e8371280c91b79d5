"""What differs between a paper as it was printed and as it stands now: figure by figure, then sentence by sentence.

Texts are compared in sentences, so that it does not matter where paragraphs are parted or whether a heading runs in;
sentences that differ, sign by sign, with every number as one. White space is no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from fractions import Fraction
from itertools import zip_longest
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from generator.chinese.numerals import read_chinese_number
from generator.figures.quantity import PERCENT_UNITS
from generator.trust.embedded import PrintedLine

AFTER_SENTENCE = re.compile(r"(?<=[。；！？\n])")
LOOSE_END = "。；：，"
"""Signs at the end of a sentence that make no other of it: a heading that runs into its text gets a 。 of its own."""
NUMBER_OR_SIGN = re.compile(r"(?:(?<![\dA-Za-z])-)?\d{1,99}(?:,\d{3}){0,30}(?:\.\d{1,99})?|[^\d\s]")
"""A number or a sign; digits without end, which no summary has, are several numbers."""
NARROW_SIGNS = str.maketrans("．％－−", ".%--")
"""Signs of a number as they are compared, however wide they were typed."""
MULTIPLES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "千": 1000, "百": 100}
MOST_UNIT_SIGNS = 8
MOST_OF_A_UNIT, MOST_BEFORE = 5, 3
"""Signs behind and before the number of a figure that is nothing else: 约30余人次."""
SPELT_OUT = re.compile(
    r"[〇零一二两三四五六七八九十百千万亿]*[二两三四五六七八九十百千][〇零一二两三四五六七八九十百千万亿]*"
)
"""A number in words of two and more."""
BEHIND_A_NUMBER = re.compile(r"[^，。；：、！？（）()\s\d]*")
"""What stands behind a number before the next mark."""
NUMBER_SIGN = "#"
"""Stands for any number while signs are compared."""
LEAST_OF_A_SENTENCE = 8
MOST_TRIED = 20
MOST_PAIRS = 4_000_000
"""Signs of one side times those of the other that are compared one by one; beyond, all of a stretch is another."""

What = Literal["changed", "written otherwise", "vanished", "added", "under another name"]


class Token(NamedTuple):
    """A number or a sign of a text."""

    text: str
    path: str = ""
    """The field that it came from."""
    unit: str = ""
    """What of that field's figure stands behind the number: its scale and unit."""
    is_figure: bool = False
    """Whether that figure is nothing but the number and its unit, so that the unit is of it."""

    @property
    def is_number(self) -> bool:
        """Whether it is a number, and no sign."""
        return self.text[-1].isdecimal()


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
    lines: tuple[tuple[int, str], ...] = ()
    """Which lines it was, each with the one that stands in its place."""


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
    opcodes = aligned([one.key for one in was], [one.key for one in now])
    blocks = [(was[a:b], now[c:d]) for tag, a, b, c, d in opcodes if tag != "equal"]
    moved, moved_texts = _moved(blocks)
    figures: list[FigureChange] = []
    texts: list[TextChange] = []
    for before, after in blocks:
        kept = [_without(moved, side) for side in (before, after)]
        found, said = _compared(*kept)
        figures += found
        texts += said
    return Changes(tuple(figures), tuple(texts), tuple(moved_texts))


def _sentences(line: PrintedLine, number: int) -> Iterator[PaperSentence]:
    at = 0
    for text in AFTER_SENTENCE.split(line.text.translate(NARROW_SIGNS)):
        tokens = tuple(
            Token(match[0], *_field_at(line, at + match.start(), at + match.end()))
            for match in NUMBER_OR_SIGN.finditer(text)
        )
        if tokens:
            yield PaperSentence(text.strip(), number, tokens)
        at += len(text)


def _field_at(line: PrintedLine, start: int, end: int) -> tuple[str, str, bool]:
    """The field of what stands there, and what of its figure stands behind; of a text, the unit is not known."""
    span = next((span for span in line.figures if span.start < end and start < span.end), None)
    if span is None:
        after = line.text[end : end + MOST_UNIT_SIGNS].lstrip("".join(MULTIPLES))[:1]
        return "", after if after.isalpha() else "", False
    behind = BEHIND_A_NUMBER.match(line.text, end, span.end)
    unit = behind[0] if behind else ""
    is_figure = 0 < len(unit) <= MOST_OF_A_UNIT and span.end == end + len(unit) and start - span.start <= MOST_BEFORE
    return span.path, unit if len(unit) <= MOST_UNIT_SIGNS else "", is_figure


_Blocks = Sequence[tuple[list[PaperSentence], list[PaperSentence]]]


def _moved(blocks: _Blocks) -> tuple[set[int], list[str]]:
    """Which sentences went from one place to another, by ``id``, and their texts.

    A row of a table moves as a whole: its name with all its figures. A figure alone that turns up elsewhere did not move.
    """
    gone = [one for before, _ in blocks for one in before]
    come = [one for _, after in blocks for one in after]
    places: dict[str, list[int]] = {}
    for at, one in enumerate(come):
        places.setdefault(one.key, []).append(at)
    moved: set[int] = set()
    said: list[str] = []
    at = 0
    while at < len(gone):
        runs = [_run(gone, at, come, there, moved) for there in places.get(gone[at].key, ())[:MOST_TRIED]]
        run = max(runs, default=0)
        there = places[gone[at].key][runs.index(run)] if run else 0
        if run and _may_move(gone[at : at + run]):
            moved.update(id(one) for one in (*gone[at : at + run], *come[there : there + run]))
            said += _said_of(gone[at : at + run])
        at += max(run, 1)
    return moved, said


def _said_of(run: Sequence[PaperSentence]) -> list[str]:
    """What is said of sentences that moved: each, and behind the name of a row its figures."""
    said: list[str] = []
    for one in run:
        if said and all(token.is_number for token in one.tokens):
            said[-1] += f" {one.text}"
        else:
            said.append(one.text)
    return said


def _run(gone: Sequence[PaperSentence], at: int, come: Sequence[PaperSentence], there: int, taken: set[int]) -> int:
    """How many sentences from there on are the same on both sides, and on their way nowhere else."""
    length = 0
    for one, other in zip(gone[at:], come[there:], strict=False):
        if one.key != other.key or id(other) in taken:
            break
        length += 1
    return length


def _may_move(run: Sequence[PaperSentence]) -> bool:
    """Whether so much can be known again elsewhere: a sentence, or words with the figures that stand behind them."""
    signs = sum(not token.is_number for one in run for token in one.tokens)
    is_sentence = any(len(one.tokens) >= LEAST_OF_A_SENTENCE or not one.key.isalnum() for one in run)
    return signs > 1 and (is_sentence or any(token.is_number for one in run for token in one.tokens))


def _without(moved: set[int], sentences: list[PaperSentence]) -> list[PaperSentence]:
    return [one for one in sentences if id(one) not in moved]


def _compared(before: list[PaperSentence], after: list[PaperSentence]) -> tuple[list[FigureChange], list[TextChange]]:
    """What differs between two stretches of sentences that do not agree."""
    was, now = _Side(before), _Side(after)
    figures: list[FigureChange] = []
    same_words = True
    for tag, a, b, c, d in aligned(was.signs, now.signs):
        pairs = zip_longest(was.numbers(a, b), now.numbers(c, d))
        figures += (change for one, other in pairs if (change := _change(was, now, one, other)))
        if tag != "equal":
            words = (side.words(*span) for side, span in ((was, (a, b)), (now, (c, d))))
            same_words &= len({text.rstrip(LOOSE_END) for text in words}) == 1
    if same_words:
        return figures, []
    old, new = ("".join(one.text for one in side) for side in (before, after))
    return list(_in_words(figures, old, new)), [TextChange(old, new, (after or before)[0].line, _lines(before, after))]


def _lines(before: list[PaperSentence], after: list[PaperSentence]) -> tuple[tuple[int, str], ...]:
    """The lines of a stretch beside those in their place, where there are as many."""
    same = len(before) == len(after)
    return tuple((one.line, other.text) for one, other in zip(before, after, strict=True)) if same else ()


def _in_words(figures: Iterable[FigureChange], old: str, new: str) -> Iterator[FigureChange]:
    """The changes, a number that vanished held against one that stands there in Chinese numerals instead."""
    before = SPELT_OUT.findall(old)
    come = [text for text in SPELT_OUT.findall(new) if text not in before and read_chinese_number(text) is not None]
    for one in figures:
        if one.what != "vanished" or not come or not new:
            yield one
            continue
        text = come.pop(0)
        number = read_chinese_number(text)
        match = NUMBER_OR_SIGN.search(one.was)
        is_same = match is not None and str(number) == match[0].replace(",", "")
        yield replace(one, what="written otherwise" if is_same else "changed", now=text, sentence=new)


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

    def has_unit(self, at: int, unit: str) -> bool:
        """Whether a unit stands behind the number there, in whatever scale."""
        unit = unit.lstrip("".join(MULTIPLES))
        behind = "".join(self.signs[at + 1 : at + 1 + MOST_UNIT_SIGNS]).lstrip("".join(MULTIPLES))
        return behind.startswith(unit)

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
            behind if behind == unit or behind.isalpha() or behind in PERCENT_UNITS else ""
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
    if was.tokens[one].is_figure and not now.has_unit(other, unit):
        return FigureChange("changed", path, told, now.told(other, unit), owner.text, owner.line)
    if before == after and was.tokens[one].text == now.tokens[other].text:
        return None
    is_coarser = half < other_half and abs(before - after) <= other_half
    what: What = "written otherwise" if before == after or is_coarser else "changed"
    return FigureChange(what, path, told, now.told(other, unit), owner.text, owner.line)


def aligned(was: Sequence[str], now: Sequence[str]) -> Iterable[tuple[str, int, int, int, int]]:
    """What of one row stands against what of another, as ``difflib`` tells it; of rows without end, all against all."""
    if len(was) * len(now) > MOST_PAIRS:
        return [("replace", 0, len(was), 0, len(now))]
    return SequenceMatcher(None, was, now, autojunk=False).get_opcodes()

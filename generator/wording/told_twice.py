"""Figures that a finished paper tells twice: the same two of them in another sentence, or one thing by two numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, pairwise

from msgspec import Struct

from generator.document.tree import Document, FigureText, Inlines, plain_text
from generator.document.walk import walk
from generator.figures.values import Figure, differ
from generator.form.form import Form

TOLD_IN = ("paragraph", "item")
"""The parts of a paper in which figures are told."""
STATED = re.compile(
    r"(?<![\d.．－—～–/-])(?P<number>[1-9]\d+(?:\.\d+)?[万亿]?)(?P<unit>[^\W\d年月日时点分岁届期号]{1,2}?)(?=[，。；、：（）\s]|$)"
)
"""A number of at least two digits with what it counts, where that ends its clause: 8272户、13969人."""
BEFORE_EACH = re.compile(r"每\S{0,3}$")
"""Before a standard, which many have alike."""
CLOSE_BY = 8
"""Two figures with so many characters between them tell one thing together."""
TOLD_UNTIL = re.compile("[。！？]")


class Twice(Struct, frozen=True):
    """Where a figure stands that a sentence before it told, and that sentence."""

    line: Inlines
    begins: int
    """Where in its line the sentence begins that tells it again."""
    sentence: str
    at: int
    """Where in that sentence."""
    figures: str
    """What is told again, or the two numbers of one thing."""
    before: str
    """The sentence that told it first."""


class _Sentence(Struct, frozen=True):
    text: str
    line: Inlines
    begins: int


def told_again(document: Document) -> Iterator[Twice]:
    """Each two figures side by side that stood side by side in another sentence before."""
    seen: dict[tuple[str, str], str] = {}
    for sentence in _sentences(document):
        own: dict[tuple[str, str], int] = {}
        for one, other in pairwise(STATED.finditer(sentence.text)):
            apart = other.start() - one.end()
            if apart <= CLOSE_BY and not any(
                BEFORE_EACH.search(sentence.text[: found.start()]) for found in (one, other)
            ):
                own.setdefault((one[0], other[0]), one.start())
        for figures, at in own.items():
            before = seen.get(figures)
            if before is not None and before != sentence.text:
                yield Twice(sentence.line, sentence.begins, sentence.text, at, "、".join(figures), before)
            seen.setdefault(figures, sentence.text)


def told_otherwise(document: Document, form: Form) -> Iterator[Twice]:
    """Each figure that is certainly another number than one of the same thing in a sentence before."""
    pairs = [
        (one, other)
        for same in form.library.checks.same
        for one, other in combinations([_printed(form, path) for path in same], 2)
        if one and other and differ(one, other)
    ]
    if not pairs:
        return
    stands = _first_places(document, {figure.path for pair in pairs for figure in pair})
    for one, other in pairs:
        if one.path in stands and other.path in stands:
            first, second = sorted((stands[one.path], stands[other.path]), key=lambda place: place[0])
            numbers = f"{one.text}和{other.text}"
            yield Twice(second[1].line, second[1].begins, second[1].text, second[2], numbers, first[1].text)


def _printed(form: Form, path: str) -> Figure | None:
    """The figure that a sentence has at a path: of a total that repeats its one side, that side."""
    figure = form.values.get(path)
    if not isinstance(figure, Figure):
        return None
    return next((part for part in figure.parts if path in form.repeats), figure)


def _first_places(document: Document, paths: set[str]) -> dict[str, tuple[int, _Sentence, int]]:
    """For each of some figures which sentence of the paper it stands in first, and where in it."""
    found: dict[str, tuple[int, _Sentence, int]] = {}
    for number, sentence in enumerate(_sentences(document)):
        at = 0
        for inline in sentence.line:
            inside = sentence.begins <= at < sentence.begins + len(sentence.text)
            if isinstance(inline, FigureText) and inline.path in paths and inside:
                found.setdefault(inline.path, (number, sentence, at - sentence.begins))
            at += len(inline.text)
    return found


def _sentences(document: Document) -> Iterator[_Sentence]:
    """The sentences of the body in reading order."""
    for line in walk(document):
        if line.part in TOLD_IN and not line.annex:
            text = plain_text(line.inlines)
            begins = 0
            for end in [*(match.end() for match in TOLD_UNTIL.finditer(text)), len(text)]:
                if text[begins:end].strip():
                    yield _Sentence(text[begins:end], line.inlines, begins)
                begins = end

"""``python -m benchmarks.mutants``: forms with something wrong in them, and whether the paper still tells the truth.

Every mutant is an example of inputs/, or half of one, with a few seeded slips of an official in it. Of each it asks
what no part of the program is asked for: are all numbers of the paper in the form, in the templates, or worked out
from what a formula names; is every number of the form in the paper, or named in a message? Prints each that falls
short with its seed, so that it can be had again, and exits 1 when there is one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from math import floor, log10, prod
from traceback import format_exc
from typing import NamedTuple

from benchmarks.clock import ROOT
from benchmarks.seeded import Shortfall, try_all
from benchmarks.slips import bases, mutant
from generator.document.tree import FigureText, plain_text
from generator.document.walk import DRAWN, walk
from generator.figures.quantity import Quantity
from generator.figures.values import Figure
from generator.form.opening import Options
from generator.language.context import ADDED, RATIO
from generator.library.overlays import open_shelf
from generator.making.summarize import Summary, summarize

FILE = "表单.yaml"
NUMBER = re.compile(r"\d+(?:,\d{3}(?!\d))*(?:\.\d+)?")
NARROW = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
SCALED = (1, 10**4, 10**8, Fraction(1, 10**4), Fraction(1, 10**8))
"""What a figure may print in though it was typed in another: 148000元 as 14.8万元."""
TIMES = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
ROUGH = re.compile("[约近超多余几数上]|左右|不足|不少")
SCALE_SIGNS = re.compile(f"[{''.join(TIMES)}]")
COMMENT = re.compile(r"(^|\s)#.*")
KEY = re.compile(r"^\s*(?:- )?[^\s:]+:")
"""A key; one with a point is a path under 核对说明, whose reason does not print."""
LIST_MARK = re.compile(r"^\s*\d+\. (?!\d)")
"""The number of an item in the official's own list, which the paper counts itself."""
SAID_OF_A_LINE = 1
"""Lines that a message may be off by and still name what was typed: a key and the value below it."""


def shortfalls(seed: int) -> list[Shortfall]:
    """What falls short in one mutant."""
    text, _ = mutant(seed)
    try:
        summary = summarize(text.encode(), FILE, standard_options())
    except Exception:
        return [Shortfall(seed, "an exception", format_exc().strip().split("\n")[-1])]
    if summary.document is None:
        errors = any(problem.severity.name == "ERROR" for problem in summary.problems)
        return [] if errors else [Shortfall(seed, "no paper and no reason", "")]
    printed = list(_printed(summary))
    return [
        *(Shortfall(seed, "nobody typed it", what) for what in _invented(summary, text, printed)),
        *(Shortfall(seed, "lost in silence", what) for what in _lost(summary, text, printed)),
    ]


@lru_cache(maxsize=1)
def standard_options() -> Options:
    """The standard templates, read once for all mutants."""
    return Options(open_shelf(), whole_library=True)


class Printed(NamedTuple):
    """A number as it stands in the paper."""

    number: Fraction
    line: str
    figure: FigureText | None


def _printed(summary: Summary) -> Iterator[Printed]:
    """Every number in every line and cell of the paper."""
    assert summary.document is not None
    for line in walk(summary.document):
        whole = plain_text(line.inlines)
        owners: list[FigureText | None] = []
        for inline in line.inlines:
            owners += [inline if isinstance(inline, FigureText) else None] * len(inline.text)
        for match in NUMBER.finditer(whole.translate(NARROW)) if line.part not in DRAWN else ():
            yield Printed(_number(match[0]), whole, owners[match.start()])


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def _numbers(text: str) -> set[Fraction]:
    return {_number(match[0]) for match in NUMBER.finditer(text.translate(NARROW))}


def _invented(summary: Summary, text: str, printed: list[Printed]) -> Iterator[str]:
    """Numbers of the paper that nobody typed and nothing derives."""
    form = summary.form
    assert form is not None
    typed, written = _numbers(text), _of_templates()
    year = form.head.year or 0
    span = form.head.period
    known = typed | written | {Fraction(one) for one in (year - 1, year, year + 1, span.first_month, span.last_month)}
    lines = text.split("\n")
    for one in printed:
        value = form.value(one.figure.path) if one.figure else None
        if isinstance(value, Figure) and not value.parts:
            line = lines[value.place.spot.line - 1] if value.place.spot.line else ""
            near = "\n".join(lines[value.place.spot.line - 1 : value.place.spot.line + 8])
            if not _among(one.number, _numbers(line) | _numbers(near)):
                yield f"{one.figure.text if one.figure else ''} 不在第{value.place.spot.line}行：{line.strip()}"
        elif one.figure is not None:
            if not _follows(one, form.value):
                yield f"{one.figure.text} 算不出：{one.figure.path}"
        elif not _among(one.number, known):
            yield f"{one.number} 在：{one.line[:60]}"


def _among(number: Fraction, typed: set[Fraction]) -> bool:
    """Whether a number was typed, in this scale or another, be it rounded for print."""
    if number in typed:
        return True
    return any(abs(one * size - number) <= abs(number) / 200 for one in typed for size in SCALED if size != 1)


def _follows(one: Printed, value: Callable[[str], object]) -> bool:
    """Whether a derived number is what its figures come to by one of the ways there are."""
    assert one.figure is not None
    if RATIO in one.figure.path:
        figures = [value(path) for path in one.figure.path.split(RATIO)]
        numbers = [
            float(found.quantity.number)
            for found in figures
            if isinstance(found, Figure) and found.quantity.number is not None
        ]
        if len(numbers) < 2:
            return len(figures) == 2 and all(isinstance(found, Figure) for found in figures)
        first, second = numbers[:2]
        ways = [abs(first - second), first, second]
        ways += [first / second, first / second * 100, abs(first - second) / second * 100] if second else []
        return any(
            abs(way / float(size) - float(one.number)) <= max(abs(way / float(size)) * 0.006, 0.51)
            for way in ways
            for size in (1, 10**4, 10**8)
        )
    figures = [value(path) for path in one.figure.path.split(ADDED)]
    found = figures[0]
    if not isinstance(found, Figure) or not all(isinstance(figure, Figure) for figure in figures):
        return False
    parts = [part.quantity for figure in figures if isinstance(figure, Figure) for part in figure.typed]
    wanted = float(one.number)
    ends = [sum(float(_end(part, at) or 0) for part in parts) for at in ("low", "number", "high")]
    said = prod(TIMES[sign] for sign in SCALE_SIGNS.findall(one.figure.text))
    is_rough = ROUGH.search(one.figure.text) is not None
    return any(_comes_to(end / size, wanted, is_rough) for end in ends for size in {1, said})


def _end(part: Quantity, at: str) -> Fraction | None:
    """Where a figure begins, what it names, or where it ends; what it names where it has no such end."""
    end: Fraction | None = getattr(part, at)
    return end if end is not None else part.number


def _comes_to(total: float, printed: float, is_rough: bool) -> bool:
    """Whether a total prints so; a rough one to its leading digit, as 超过60万元 says 64.8万元 and 约500人 400左右 and 58."""
    leading = 10 ** floor(log10(printed)) if is_rough and printed > 0 else 0
    return abs(total - printed) <= max(printed * 0.01, 0.51, leading / 2) or 0 <= total - printed < leading


@lru_cache(maxsize=1)
def _of_templates() -> set[Fraction]:
    """The numbers that templates write themselves."""
    texts = [
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "templates" / "zh").rglob("*"))
        if path.suffix in (".md", ".yaml")
    ]
    return set().union(*(_numbers(text) for text in texts))


def _lost(summary: Summary, text: str, printed: list[Printed]) -> Iterator[str]:
    """Numbers that were typed behind a key or in a list and are neither printed nor named."""
    there = {one.number for one in printed}
    named = {
        problem.place.spot.line + off
        for problem in summary.problems
        if problem.place.spot.line
        for off in (-SAID_OF_A_LINE, 0, SAID_OF_A_LINE)
    }
    said = (
        set().union(*(_numbers(f"{problem.what}{problem.advice}") for problem in summary.problems))
        if summary.problems
        else set()
    )
    for at, line in enumerate(text.split("\n"), 1):
        body = _typed_in(line)
        for number in _numbers(LIST_MARK.sub("", body)):
            if number == 0 or at in named or number in said or number in there:
                continue
            if not any(_among(one, {number}) for one in there):
                yield f"第{at}行「{line.strip()[:50]}」的{float(number):g}"


def _typed_in(line: str) -> str:
    """What an official typed in a line: what stands behind the key, or behind the # of a key left blank."""
    body = COMMENT.sub("", line)
    key = KEY.match(body)
    if key is None or "." in key[0]:
        return "" if key else body
    value = body[key.end() :]
    return value if value.strip() or line in _typed_by_nobody() else line[key.end() :]


@lru_cache(maxsize=1)
def _typed_by_nobody() -> frozenset[str]:
    """The lines of the examples themselves, whose remarks explain the form."""
    return frozenset(line for base in bases() for line in base)


def main() -> int:
    """0 when no mutant falls short."""
    return try_all("mutants", __doc__, shortfalls, lambda seed: str(mutant(seed)[1]))


if __name__ == "__main__":
    sys.exit(main())

"""Whether a document still says what its form says: the document beside what was printed, charts and all."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import replace

from generator.learning.opened import open_document
from generator.problem import Place, Problem, error
from generator.trust.changes import Changes, FigureChange, What, changes
from generator.trust.embedded import PrintedLine
from generator.trust.standing import Standing, standing

NO_FORM = "文档里没有带表单，看不出和原来有什么不同。"
GIVE_FORM = "请用 --form 指明它的表单。"
IN_CHART = "图"


class Verified(Struct, frozen=True):
    """What a document was held against, and what differs."""

    standing: Standing
    printed: tuple[PrintedLine, ...]
    changes: Changes

    @property
    def count(self) -> int:
        """How many numbers of the form the paper had."""
        return sum(len(line.figures) for line in self.printed if not line.drawn)


def verified(
    data: bytes, file: str, printed: tuple[PrintedLine, ...] | None = None, rejected: bool = False
) -> Verified | Problem:
    """The document in ``data`` beside what it carries, or beside what is ``printed`` from a form given with it."""
    document = open_document(data, file)
    if isinstance(document, Problem):
        return document
    found = standing(document, data, rejected)
    if printed is None:
        if found.embedded is None:
            return error(Place(file), NO_FORM, GIVE_FORM)
        printed = found.embedded.lines
    return Verified(found, printed, changes_since(found, printed))


def changes_since(found: Standing, printed: Sequence[PrintedLine]) -> Changes:
    """What stands in a document otherwise than it was ``printed``, charts and all."""
    differs = changes([line for line in printed if not line.drawn], found.lines)
    drawn = _drawn_changes([line for line in printed if line.drawn], found.drawn)
    return replace(differs, figures=(*differs.figures, *drawn))


def _drawn_changes(printed: Sequence[PrintedLine], drawn: Sequence[str]) -> list[FigureChange]:
    """What differs in charts: of each value that is another, its field."""
    found = []
    for line, now in zip_longest(printed, drawn):
        was, path = (line.text, line.figures[0].path if line.figures else IN_CHART) if line else ("", IN_CHART)
        if not _is_same(was, now or ""):
            what: What = "changed" if was and now else "vanished" if was else "added"
            found.append(FigureChange(what, path, was, now or "", IN_CHART, 0))
    return found


def _is_same(was: str, now: str) -> bool:
    try:
        return was == now or Fraction(was) == Fraction(now)
    except (ValueError, ZeroDivisionError):
        return False

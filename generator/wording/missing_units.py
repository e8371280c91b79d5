"""Which units a sum lacks, said behind it: 低保对象45户（不含乙乡，下同）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from generator.chinese.reserved import FIGURE
from generator.document.marks import VALUE, plain_path
from generator.form.form import Form
from generator.reckoning.lacking import lacking_units
from generator.wording.timing import marked_units

DEPTHS = {"（": 1, "）": -1}
CLAUSE_END = re.compile("[，。；、：（）\n]|$")
NOTE_ENDS, FULL_ENDS = re.compile("[。；\n]"), re.compile("[。\n]")
AROUND_NOTE, COMMA, TOO_DEEP = "（）", "，", 9
UNREAD = "\0"
"""Stands for each character of a value where only what the template wrote is looked at."""


class _Sum(Struct, frozen=True):
    """A printed figure, where a note on it may stand, and the units that it lacks."""

    start: int
    noted_at: int
    missing: tuple[str, ...]
    is_inside: bool
    """Whether it stands in brackets, where the note stands behind a comma."""


def with_missing_units(text: str, form: Form, key: str) -> str:
    """The closed-up text of a section, saying behind each sum which units it lacks.

    Several sums of one stretch that lack the same are told together behind the last, all of a sentence too; units that have nothing of the
    section are told once for all that follows; inside brackets behind a comma. Nothing is said in the cells of a table,
    where it could not be read; of a column its head says it.
    """
    texts = form.library.wording.missing_units
    if texts is None or not form.towns:
        return text
    plain = VALUE.sub(lambda match: UNREAD * len(match[0]), text)
    sums = list(_sums(text, plain, form))
    silent = {town.name for town in form.towns if not any(path.startswith(f"{key}.") for path in town.values)}
    silent |= {one.text for one in form.head.expected} - {town.name for town in form.towns}
    names = {town.name for town in form.towns} | silent
    told: dict[str, int] = {}
    notes: list[tuple[int, str]] = []
    ended = 0
    while sums:
        new = [name for name in sums[0].missing if name not in told]
        if new and silent.issuperset(new) and any(one.missing for one in sums[1:]):
            told |= dict.fromkeys(new, sums[0].start)
            pattern, run = texts.without_below, sums[:1]
        else:
            run = list(_alike(sums, plain, NOTE_ENDS if _goes_on(plain, ended, sums[0]) else FULL_ENDS))
            pattern = texts.without_each if len(run) > 1 else texts.without
        if new:
            given = _given(sums[0].missing, form)
            if pattern is not texts.without_below and len(sums[0].missing) > len(given) > 0 and names.issuperset(new):
                pattern, new = (texts.only_each if len(run) > 1 else texts.only), given
            note = pattern.format(units=marked_units(form, new))
            notes.append((run[-1].noted_at, f"{COMMA}{note.strip(AROUND_NOTE)}" if run[-1].is_inside else note))
        ended, sums = run[-1].noted_at, sums[len(run) :]
    for at, missing in _heads(text, plain, form):
        if new := [name for name in missing if told.get(name, at) >= at]:
            notes.append((at, texts.without.format(units=marked_units(form, new))))
    for at, note in sorted(notes, reverse=True):
        text = f"{text[:at]}{note}{text[at:]}"
    return text


def _given(missing: tuple[str, ...], form: Form) -> list[str]:
    """The units that a sum is over, which are named instead where they are the fewer."""
    return [town.name for town in form.towns if town.name not in missing]


def _goes_on(plain: str, ended: int, first: _Sum) -> bool:
    """Whether sums of the same sentence stand before one, so that 均 might be taken to speak of them."""
    return bool(ended) and not FULL_ENDS.search(plain, ended, first.start)


def _alike(sums: Sequence[_Sum], plain: str, ends: re.Pattern[str]) -> Iterator[_Sum]:
    """The first of some sums and those right behind it that lack the same units before any of what ends a run."""
    yield sums[0]
    for before, one in pairwise(sums):
        if (one.missing, one.is_inside) != (sums[0].missing, sums[0].is_inside) or ends.search(
            plain, before.start, one.start
        ):
            return
        yield one


def _sums(text: str, plain: str, form: Form) -> Iterator[_Sum]:
    """The figures printed where a note may stand behind the clause they end in."""
    for match in VALUE.finditer(text):
        if match[1] == FIGURE:
            found = CLAUSE_END.search(plain, match.end())
            at = found.start() if found else len(plain)
            depth = _depth(plain, match.start())
            is_open = depth in (0, 1) and plain[at : at + 1] != AROUND_NOTE[0]
            missing = lacking_units(form, plain_path(match[2])) if is_open else ()
            yield _Sum(match.start(), at, missing, depth == 1)


def _heads(text: str, plain: str, form: Form) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where the head of a column of sums ends that all lack the same units, with these."""
    columns: dict[int, set[tuple[str, ...]]] = {}
    for match in VALUE.finditer(text) if "\n|" in plain else ():
        line = plain.rfind("\n", 0, match.start()) + 1
        if match[1] == FIGURE and plain[line] == "|":
            at = _head_end(plain, line, plain.count("|", line, match.start()))
            columns.setdefault(at, set()).add(lacking_units(form, plain_path(match[2])))
    return ((at, missing) for at, every in columns.items() if len(every) == 1 for missing in every if missing)


def _head_end(plain: str, line: int, column: int) -> int:
    """Where the text ends in the head of a column of the table that a line is of."""
    block = plain.rfind("\n\n", 0, line)
    at = plain.find("\n|", max(block, 0), line + 1) + 1
    for _ in range(column + 1):
        before, at = at, plain.find("|", at) + 1
    return before + len(plain[before : at - 1].rstrip())


def _depth(plain: str, at: int) -> int:
    """In how many brackets a place stands; in a table or heading, where nothing may be noted, in many."""
    line = plain.rfind("\n", 0, at) + 1
    return TOO_DEEP if plain[line] in "|#" else sum(DEPTHS.get(sign, 0) for sign in plain[line:at])

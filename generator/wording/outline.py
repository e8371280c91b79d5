"""The texts of sections under the headings of their groups, each at the level that is left for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from generator.chinese.reserved import CHART, WORDS
from generator.document.marks import PARAGRAPH
from generator.form.places import Anchor
from generator.library.entries import Entry, EntryDefinition
from generator.wording.short import are_many_short, joined

HEADING_SIGN = re.compile(r"^(?=#{1,5}[ \t])", re.MULTILINE)
"""Before a heading that can go one level deeper."""
FIRST_HEADING = re.compile(r"^# [^\n]*", re.MULTILINE)
"""A heading of the first level."""
NO_SENTENCES = re.compile(rf"#|\||{CHART}|(?:[-*+]|\d+\.)\s")
"""Begins a block that can be no part of a paragraph."""


class Outline(Struct, frozen=True):
    """What stands in a report: the text of each section, whose own heading is of the first level."""

    texts: Mapping[str, str]
    """By folder; a section without anything is not there."""
    placed: Mapping[Anchor, str]
    """The chapters that stand where their official wants them."""
    heading: Callable[[EntryDefinition], str]
    """What the heading of a group reads in this form."""
    short: int = 0
    """Sections of at most so many characters have no heading of their own."""
    are_sentences: bool = False
    """Whether its headings tell results."""

    def whole(self, entries: Iterable[Entry]) -> str:
        """The text of a report; its head and its end are the first and the last that has a heading."""
        parts = [part for entry in entries if (part := PARAGRAPH.join(self.under((entry,))))]
        parts = joined(parts, self.short, self.are_sentences, chapters=True) if self.short else parts
        headed = [at for at, part in enumerate(parts) if FIRST_HEADING.search(part)] or [min(1, len(parts)) - 1]
        first, last = (self.placed.get(Anchor("", after), "") for after in (False, True))
        parts.insert(headed[-1] + 1, last)
        parts.insert(headed[0] + (headed[0] < 0 or not parts[headed[0]].startswith("#")), first)
        return PARAGRAPH.join(part for part in parts if part)

    def under(self, entries: Iterable[Entry]) -> Iterator[str]:
        """The parts that stand beside one another under a heading, or at the top."""
        for entry in entries:
            part = entry if isinstance(entry, str) else entry.section or entry.heading
            found = (
                self.group(entry) if isinstance(entry, EntryDefinition) and entry.sections else [self.texts.get(part)]
            )
            around = (self.placed.get(Anchor(part, after)) for after in (False, True))
            yield from (text for text in (next(around), *found, next(around)) if text)

    def group(self, entry: EntryDefinition) -> list[str]:
        """What stands in the place of a group: its heading with all below, or its only section; never one （一） alone.

        A heading that was typed is told in any case: of one that would be alone, the heading of the group makes way.
        """
        runs = [parts for run in _runs(entry.sections) if (parts := list(self.under(run)))]
        typed = [part for run in runs for part in run if _is_typed(part)] if entry.merge else []
        are_many = bool(self.short) and are_many_short(runs, self.short)
        if self.short and not are_many and not entry.merge:
            runs = [joined(run, self.short, self.are_sentences) for run in runs]
        parts = [part for run in runs for part in run if part not in typed]
        headings = [one for part in parts for one in FIRST_HEADING.findall(part)]
        is_single = len(headings) == 1 and parts[0].startswith("# ")
        if not parts or (is_single and (not entry.keep or _is_typed(parts[0]))):
            return [*parts, *typed]
        if is_single or entry.merge:
            parts = sorted(map(_merged if entry.merge else _headless, parts), key=lambda part: part.startswith("#"))
        elif are_many:
            parts = list(map(_headless, parts))
        else:
            parts = list(map(_deeper, parts))
        return [PARAGRAPH.join((f"# {self.heading(entry)}", *parts)), *typed]


def _runs(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """The entries of a group, parted before each that shares no heading with what stands before it."""
    starts = [at for at, one in enumerate(entries) if not at or (isinstance(one, EntryDefinition) and one.apart)]
    yield from (entries[start:end] for start, end in pairwise((*starts, len(entries))))


def without_lone_headings(text: str) -> str:
    """The text of a section without subheadings that stand alone under another: there is no （一） without a （二）."""
    if "\n##" not in text:
        return text
    return "\n".join(_settled(text.split("\n"), 1))


def _settled(lines: list[str], level: int) -> list[str]:
    """The lines without a heading that is the only one of its level, in whose place come those below it."""
    sign = f"{'#' * level} "
    headed = [at for at, line in enumerate(lines) if line.startswith(sign)]
    if level > 1 and len(headed) == 1:
        below = (line[1:] if line.startswith(f"#{sign}"[:-1]) else line for line in lines[headed[0] + 1 :])
        return _settled([*lines[: headed[0]], *below], level)
    found = lines[: headed[0]] if headed else lines
    for at, after in pairwise((*headed, len(lines))):
        found += [lines[at], *_settled(lines[at + 1 : after], level + 1)]
    return found


def _is_typed(part: str) -> bool:
    """Whether a part begins with a heading that an official typed."""
    match = FIRST_HEADING.match(part)
    return match is not None and WORDS in match[0]


def _deeper(text: str) -> str:
    """The text with each of its headings a level lower."""
    return HEADING_SIGN.sub("#", text)


def _headless(text: str) -> str:
    """The text of a section without its own heading, whose place a heading above takes."""
    match = FIRST_HEADING.match(text)
    return _deeper(text) if match is None else text[match.end() :].strip("\n")


def _merged(text: str) -> str:
    """The text of a section as one paragraph without headings; lists and tables stay."""
    blocks = text.split(PARAGRAPH)
    joined: list[str] = []
    goes_on = False
    for block in (block for block in blocks if not block.startswith("#")):
        is_prose = not NO_SENTENCES.match(block)
        if is_prose and goes_on:
            joined[-1] += block
        else:
            joined.append(block)
        goes_on = is_prose
    return PARAGRAPH.join(joined)

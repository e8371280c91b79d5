"""Short sections and short paragraphs joined to what stands beside them: no heading stands over a single sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import ceil

from generator.chinese.numerals import chinese_number
from generator.chinese.reserved import CHART, FIGURE, WORDS
from generator.document.marks import BREAK, PARAGRAPH, unmarked
from generator.wording.connectives import AMONG

FULL_STOP, HEADINGS_APART, LAST_NAME = "。", "、", "和"
ONE_SECTION = re.compile(r"# ([^\n]*)\n\n([^#].*)", re.DOTALL)
"""A section: its heading, and its text where that does not begin with a subheading."""
NO_PROSE = re.compile(rf"(?m)^(?:[#|{CHART}]|(?:[-*+]|\d+\.)\s)")
"""Begins a line that can be no part of a paragraph."""
FIRST_POINT = f"{chinese_number(1)}是"
CONJUNCTIONS = re.compile("[和与及、，]")
"""Within a heading: 和 behind it would not say where it ends."""
SUBHEADINGS = ("## ", "# ")
"""Of a section, and of one whose subheadings take its place."""
MOST_JOINED = 3
"""Sections that share one heading, which names them all."""


def without_short(text: str, most: int, are_sentences: bool) -> str:
    """The text of a section without headings over a short sentence, and without paragraphs of one."""
    return with_joined_headings(with_joined_paragraphs(text, most), most, are_sentences)


def with_joined_paragraphs(text: str, most: int) -> str:
    """The text of a section, in which a sentence of at most so many characters goes on in the paragraph before it.

    Only where one of the two tells figures: what an official wrote in paragraphs stays in these. What leads to a table
    stands before it, and what tells of a part is no part of what another paragraph tells.
    """
    found: list[str] = []
    blocks = text.split(PARAGRAPH)
    for block, behind in zip(blocks, (*blocks[1:], ""), strict=True):
        leads = not _is_prose(behind) and not behind.startswith("#")
        if found and not leads and _goes_on(found[-1], block, most):
            found[-1] += block
        else:
            found.append(block)
    return PARAGRAPH.join(found)


def _goes_on(before: str, block: str, most: int) -> bool:
    if not block or FIGURE not in block + before or BREAK in block + before or not _is_prose(before):
        return False
    if not before.endswith(FULL_STOP) or FIRST_POINT in before or not _is_prose(block):
        return False
    seen = unmarked(block)
    return len(seen) <= most and seen.find(FULL_STOP) == len(seen) - 1 and not AMONG.match(seen)


def _is_prose(block: str) -> bool:
    return not NO_PROSE.search(block)


def with_joined_headings(text: str, most: int, are_sentences: bool) -> str:
    """The text of a section, its subheadings joined where little stands below them; where one is left, none stands."""
    sign = next((one for one in SUBHEADINGS if f"\n{one}" in text), None)
    if sign is None:
        return text
    first, *parts = re.split(rf"(?m)^(?={sign})", text)
    found = joined([f"# {part[len(sign) :].strip()}" for part in parts], most, are_sentences)
    if len(found) == 1 < len(parts) and sign != SUBHEADINGS[-1]:
        return PARAGRAPH.join((first.strip(), found[0].partition(PARAGRAPH)[2])).strip()
    return PARAGRAPH.join((first.strip(), *(f"{sign}{part[2:]}" for part in found))).strip()


def are_many_short(runs: Sequence[Sequence[str]], most: int) -> bool:
    """Whether all parts are short sections, and more than one heading can name: too many, or of several kinds."""
    parts = [part for run in runs for part in run]
    return (len(parts) > MOST_JOINED or len(runs) > 1) and all(_is_short(part, most) for part in parts)


def joined(parts: Sequence[str], most: int, are_sentences: bool, chapters: bool = False) -> list[str]:
    """Parts, of which sections of at most so many characters share a heading, or that of the section beside them.

    A short section alone joins the one before it, or the one behind; not so ``chapters``, of which only those with
    figures join others as short, and none that has a joined heading.
    """
    alike: list[list[str]] = []
    for part in parts:
        if alike and all(_is_short(one, most, chapters) for one in (part, alike[-1][-1])):
            alike[-1].append(part)
        else:
            alike.append([part])
    found: list[list[str]] = []
    for run in (piece for several in alike for piece in _pieces(several)):
        if found and not chapters and _is_lone(run, most) and _takes_another(found[-1]):
            found[-1] += run
        else:
            found.append(run)
    if len(found) > 1 and not chapters and _is_lone(found[0], most) and _takes_another(found[1]):
        found[:2] = [[*found[0], *found[1]]]
    return [_as_one(run, are_sentences) for run in found]


def _pieces(run: list[str]) -> list[list[str]]:
    """A run of sections in parts of about one length, none of more than one heading can name."""
    count = ceil(len(run) / MOST_JOINED)
    ends = [round(len(run) * at / count) for at in range(count + 1)]
    return [run[start:end] for start, end in pairwise(ends)]


def _is_lone(run: list[str], most: int) -> bool:
    return len(run) == 1 and _is_short(run[0], most)


def _takes_another(run: list[str]) -> bool:
    return len(run) == 1 and _is_section(run[0])


def _is_section(part: str, is_chapter: bool = False) -> bool:
    """Whether a part is one section of ours without subheadings."""
    found = ONE_SECTION.fullmatch(part)
    if found is None or WORDS in found[1] or BREAK in part or "\n#" in found[2]:
        return False
    return not is_chapter or (FIGURE in part and not CONJUNCTIONS.search(found[1]))


def _is_short(part: str, most: int, is_chapter: bool = False) -> bool:
    found = ONE_SECTION.fullmatch(part) if _is_section(part, is_chapter) else None
    return found is not None and not NO_PROSE.search(found[2]) and len(unmarked(found[2])) <= most


def _as_one(run: list[str], are_sentences: bool) -> str:
    """Sections under one heading that names them all."""
    found = [match for part in run if (match := ONE_SECTION.fullmatch(part))]
    if len(run) < 2 or len(found) < len(run):
        return PARAGRAPH.join(run)
    headings = [match[1] for match in found]
    if are_sentences:
        heading = "，".join(headings)
    else:
        last = HEADINGS_APART if any(map(CONJUNCTIONS.search, map(unmarked, headings))) else LAST_NAME
        heading = f"{HEADINGS_APART.join(headings[:-1])}{last}{headings[-1]}"
    return PARAGRAPH.join((f"# {heading}", *(match[2].strip("\n") for match in found)))

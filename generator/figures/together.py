"""The figures that stand in one text, each with the words before and behind it."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import NamedTuple

from generator.figures.quantity import (
    PERCENT_UNITS,
    QUALIFIERS_AFTER,
    QUALIFIERS_BEFORE,
    QUALIFIERS_INSIDE,
    SCALES,
    WIDE_TO_NARROW,
)
from generator.figures.written import alternatives

_INSIDE, _SCALE = "".join(QUALIFIERS_INSIDE), "".join(sorted({*"".join(SCALES)}))
_NUMBER = re.compile(rf"(?:{alternatives(QUALIFIERS_BEFORE)})?\d(?:[\d.,]*\d)?[{_INSIDE}]?[{_SCALE}]*[{_INSIDE}]?")
_AFTER = re.compile(alternatives(QUALIFIERS_AFTER))
_PARTED = re.compile(r"[，,。；;、：:（）()【】〔〕\[\]\s/／+＋|｜—]+")
_LONGEST_UNIT = 8
_LEADS = re.compile(r"^(?:其中|另外|另有|以及|共计|合计|累计|总计|包括|包含|涉及|惠及|和|及|共|有|计|为|达|含|另)+")
_TRAILS = re.compile(r"(?:共计|合计|涉及|惠及|共|有|计|为|达|了)+$")
"""What leads from one figure to the next and names neither."""
COMPARED = re.compile(
    r"(?P<since>同比|[比较与和]?(?:上年|去年)(?:同期)?)?\s*"
    r"(?:(?P<more>增加|增长|上升|提高|多)|(?P<less>减少|下降|降低|少))了?"
)
"""Words of a figure that says by how much another one changed."""
FROM, TO = (
    re.compile(r"[由从自](?:原来的?|每[人户年月])*"),
    re.compile(r"(?:提高|调整|增加|上调|增长|提标|下降|减少|调)?[到至为](?:每[人户年月])*"),
)
"""What stands before the two figures of 由650元提高到710元."""


class InText(NamedTuple):
    """One figure of a text."""

    words: str
    """What stands before it, without what leads over from the figure before."""
    text: str
    unit: str
    """Its unit, empty where none that is known stands behind it."""
    behind: str
    """What stands behind it up to the next mark."""
    touches: bool
    """Whether nothing parts its words from the figure before it."""


def figures_in(text: str, units: Container[str]) -> tuple[InText, ...]:
    """Every number of ``text`` with its unit and the words about it, in order."""
    typed = text.strip().translate(WIDE_TO_NARROW)
    spans = [(match.start(), *_end_of(typed, match.end(), units)) for match in _NUMBER.finditer(typed)]
    ends = [0, *(end for _, end, _ in spans)]
    starts = [*(start for start, _, _ in spans), len(typed)]
    gaps = [typed[end:start] for end, start in zip(ends, starts, strict=True)]
    found = []
    for at, (start, end, unit) in enumerate(spans):
        before, after = _PARTED.split(gaps[at]), _PARTED.split(gaps[at + 1])
        is_last = at == len(spans) - 1
        behind = "".join(after) if is_last else after[0] if len(after) > 1 else ""
        found.append(InText(before[-1], typed[start:end], unit, behind, len(before) == 1 and at > 0))
    return tuple(found)


def _end_of(text: str, end: int, units: Container[str]) -> tuple[int, str]:
    """Where a figure ends whose number ends at ``end``, and its unit."""
    lengths = range(min(_LONGEST_UNIT, len(text) - end), 0, -1)
    unit = next((one for n in lengths if (one := text[end : end + n]) in units or one in PERCENT_UNITS), "")
    end += len(unit)
    after = _AFTER.match(text, end)
    return (after.end() if after else end), unit


def bare_words(words: str) -> str:
    """Words before a figure without what only leads over to it: 其中, 共, 涉及."""
    return _TRAILS.sub("", _LEADS.sub("", words))

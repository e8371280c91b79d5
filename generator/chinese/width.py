"""How wide text runs where each Chinese character is as wide as two Latin letters.

The one measure of text: columns of a terminal and of a blank form count in it, and ``page.printed_width`` gives it
in twips. Only names that stand on end, one character below another, and quotes cut short are counted in characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import east_asian_width

BEGINS_NO_END, ENDS_NO_START = "（《“‘【〔「『", "，。、；：！？）》”’】〕」』％"
KEPT_TOGETHER = re.compile(rf"[{BEGINS_NO_END}]*(?:[!-~]+|.)[{ENDS_NO_START}]*", re.DOTALL)
"""What no line breaks: a run of letters and digits, and a character with the marks that may not begin or end a line."""


def half_widths(text: str) -> int:
    """How many half-width characters ``text`` is as wide as."""
    if text.isascii():
        return len(text)
    return sum(1 if is_half_width(character) else 2 for character in text)


def is_half_width(character: str) -> bool:
    """Whether the character is a Latin letter, a digit or the like."""
    return east_asian_width(character) in ("Na", "H", "N")


def line_breaks(text: str, width: int, indent: int = 0) -> Iterator[int]:
    """Where each further line of ``text`` begins that is as wide as ``width``; the first is set in by ``indent``."""
    taken = indent
    for piece in KEPT_TOGETHER.finditer(text):
        needed = half_widths(piece[0])
        if taken and taken + needed > width:
            yield piece.start()
            taken = 0
        taken += needed

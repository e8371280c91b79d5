"""How wide text runs where each Chinese character is as wide as two Latin letters.

The one measure of text: columns of a terminal and of a blank form count in it, and ``page.printed_width`` gives it
in twips. Only names that stand on end, one character below another, and quotes cut short are counted in characters.
"""

from __future__ import annotations

from unicodedata import east_asian_width


def half_widths(text: str) -> int:
    """How many half-width characters ``text`` is as wide as."""
    if text.isascii():
        return len(text)
    return sum(1 if is_half_width(character) else 2 for character in text)


def is_half_width(character: str) -> bool:
    """Whether the character is a Latin letter, a digit or the like."""
    return east_asian_width(character) in ("Na", "H", "N")

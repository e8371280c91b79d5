"""How wide text runs on a page of Chinese characters, each as wide as it is high."""

from __future__ import annotations

from unicodedata import east_asian_width

from generator.layout import Layout


def printed_width(text: str, layout: Layout) -> int:
    """Twips that ``text`` takes up on one line of the body."""
    return sum(layout.half_character if is_half_width(character) else layout.character for character in text)


def half_widths(text: str) -> int:
    """How many half-width characters ``text`` is as wide as."""
    return sum(1 if is_half_width(character) else 2 for character in text)


def is_half_width(character: str) -> bool:
    """Whether the character is a Latin letter, a digit or the like."""
    return east_asian_width(character) in ("Na", "H", "N")

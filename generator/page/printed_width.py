"""How wide text runs on a page of Chinese characters, each as wide as it is high."""

from __future__ import annotations

from generator.chinese.width import is_half_width
from generator.page.layout import Layout


def printed_width(text: str, layout: Layout) -> int:
    """Twips that ``text`` takes up on one line of the body."""
    return sum(layout.half_character if is_half_width(character) else layout.character for character in text)

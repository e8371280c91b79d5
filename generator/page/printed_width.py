"""How wide text runs on a page of Chinese characters, each as wide as it is high.

Twips, where ``chinese.width`` counts columns: the grid of the body sets its characters closer or wider than their
size, so that half a character is not half of a whole one there; titles, tables and charts stand off the grid.
"""

from __future__ import annotations

from generator.chinese.width import is_half_width
from generator.page.layout import Layout


def printed_width(text: str, layout: Layout) -> int:
    """Twips that ``text`` takes up on one line of the body."""
    return sum(layout.half_character if is_half_width(character) else layout.character for character in text)


def half_width(size: int) -> int:
    """Twips of a half-width character at ``size`` half-points off the grid."""
    return size * 5

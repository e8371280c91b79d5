"""The private-use characters that zongjie keeps for itself, allotted here and nowhere else.

They carry values through templates, healing and Markdown; ``source`` refuses them all in a form, so that
nothing typed can be taken for one. All lie in the first 4096 of plane 15.
"""

from __future__ import annotations

RESERVED = range(0xF0000, 0xF1000)
"""All that no form may hold, allotted or not."""

FIGURE = "\U000f0001"
"""Opens a figure of the form."""
WORDS = "\U000f0002"
"""Opens free text of the official."""
CONTEXT = "\U000f0003"
"""Opens when and where: prints, but says nothing that was done."""
PENDING = "\U000f0004"
"""Opens a 【待填】 of a draft."""
HOLE = "\U000f0005"
"""Opens a blank: has a path, prints nothing, and takes its clause with it."""
SEPARATOR = "\U000f0006"
"""Stands between the path of a value and its words."""
CLOSE = "\U000f0007"
"""Ends a value."""
TOGETHER = "\U000f0008"
"""Opens a passage that stands or falls as a whole."""
TOGETHER_END = "\U000f0009"
"""Ends such a passage."""
WAITING = "\U000f000a"
"""Opens a 【待填】 that would say when or where."""
CHART = "\U000f000b"
"""With a number makes the paragraph where a chart goes."""
ALONE = "\U000f000c"
"""Opens words that are said only where nothing before them in the sentence says what is spoken of."""
ALONE_END = "\U000f000d"
"""Ends such words."""

STAND_INS = range(0xF0100, 0xF0800)
"""Stand in for the words of values, in the order they come, while a text is healed for all that differ only in them."""
HIDDEN = range(0xF0800, 0xF0880)
"""ASCII punctuation of what was typed, out of reach of Markdown and healing."""


def class_of(characters: range) -> str:
    """A range of characters as the brackets of a regular expression take it."""
    return f"{chr(characters.start)}-{chr(characters.stop - 1)}"

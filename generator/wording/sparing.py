"""The period of a paper said no more often at the head of its paragraphs than a reader needs it."""

from __future__ import annotations

import re

from generator.chinese.reserved import CLOSE, CONTEXT, SEPARATOR
from generator.document.marks import PARAGRAPH
from generator.wording.timing import PERIOD_NAME

SAID_PERIOD = re.compile(f"{CONTEXT}[^{SEPARATOR}{CLOSE}]*{PERIOD_NAME}{SEPARATOR}([^{CLOSE}]*){CLOSE}")
NOT_PROSE = re.compile(r"[#|\-\d]|[^\w\s]*$")
"""How a heading, a row, an item, or a paragraph without a word begins."""
SO_NEAR = 4
"""A paragraph is near those that so few stand between."""


def sparing(text: str, period: str) -> str:
    """The text of a paper without the name of its ``period`` at the head of a paragraph near to one that begins with it.

    A paper that speaks of several periods, or of other months than its title, keeps them all.
    """
    if set(SAID_PERIOD.findall(text)) != {period}:
        return text
    blocks, since = text.split(PARAGRAPH), SO_NEAR
    for at, block in enumerate(blocks):
        if NOT_PROSE.match(block):
            continue
        begins = SAID_PERIOD.match(block)
        if begins and since < SO_NEAR:
            blocks[at] = block[begins.end() :]
        since = 0 if begins and since >= SO_NEAR else since + 1
    return PARAGRAPH.join(blocks)

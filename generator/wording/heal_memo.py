"""Texts that differ only in what was typed: the skeleton they share, and moulds that take the words again.

Forms of one batch mostly leave out the same things. What healing makes of a text follows from its skeleton, so
it is worked out once; ``heal`` keeps it.
"""

from __future__ import annotations

import re

from msgspec import Struct

from generator.chinese.reserved import CLOSE, FIGURE, HIDDEN, PENDING, SEPARATOR, STAND_INS, WORDS, class_of
from generator.wording.atoms import DIGIT

EDGE = rf"\s。；，、：！？”.;,{class_of(HIDDEN)}"
"""What words must not begin or end with to be stood in for: healing looks at what they touch."""
TYPED = re.compile(
    f"([{FIGURE}{WORDS}{PENDING}][^{SEPARATOR}]*{SEPARATOR})"
    f"([^{EDGE}{CLOSE}](?:[^{CLOSE}\n]*[^{EDGE}{CLOSE}])?)(?=[^{CLOSE}\n]*{CLOSE})"
)
"""A value that says what was done, and its words without the stop they end with."""
STAND_IN = re.compile(f"([{class_of(STAND_INS)}])0?")


def skeleton_of(text: str) -> tuple[str, list[str]]:
    """Marked text with stand-ins for the words of its values, and those words; a digit shows which had any."""
    parts = TYPED.split(text)
    words = parts[2::3]
    if len(words) > len(STAND_INS):
        return text, []
    parts[2::3] = [
        chr(number) + "0" if DIGIT.search(typed) else chr(number)
        for number, typed in zip(STAND_INS, words, strict=False)
    ]
    return "".join(parts), words


def places_in(skeleton: str) -> int:
    """How many stand-ins a skeleton has."""
    return len(STAND_IN.findall(skeleton))


class Mould(Struct, frozen=True):
    """A text with places for words."""

    parts: tuple[str, ...]
    """What stands between the places; every second one is a place."""
    places: tuple[int, ...]
    """The number of the word each place takes."""

    @classmethod
    def of(cls, text: str) -> Mould:
        """The mould of a text with stand-ins."""
        parts = STAND_IN.split(text)
        return cls(tuple(parts), tuple(STAND_INS.index(ord(stand_in)) for stand_in in parts[1::2]))

    def fill(self, words: list[str]) -> str:
        """The text with its words."""
        if not self.places:
            return self.parts[0]
        parts = list(self.parts)
        parts[1::2] = [words[place] for place in self.places]
        return "".join(parts)

"""Several figures of one thing typed together: 2户10人、25380元."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.chinese.numerals import DIGITS
from generator.figures.quantity import QUALIFIERS_BEFORE, SCALES

JOINT = "、"
"""What parts figures in print that were typed with a comma, a blank or a word between them."""
_COUNTED = "".join({*DIGITS, *"".join(SCALES), *"0123456789.,余多几数来至到是约近超逾满达"})
_BEFORE = "|".join(sorted(map(re.escape, QUALIFIERS_BEFORE), key=len, reverse=True))
_APART = re.compile(
    r"\s*(?:[，、；;]|(?<!\d),|,(?!\d{3}(?!\d)))\s*(?:和|及)?\s*|(?<=[^\W\d])\s+(?=\d)|(?<=[^\W\d])(?:和|及)(?=\d)"
)
_TOUCHING = re.compile(rf"(?<=[^\W\d{_COUNTED}])(?=(?:{_BEFORE})?\d)|(?<=[%％])(?=(?:{_BEFORE})?\d)")


class OneOfSeveral(NamedTuple):
    """One figure as it was typed, and what stands between it and the one before."""

    joint: str
    text: str


def pieces_of(text: str) -> tuple[OneOfSeveral, ...]:
    """The figures that ``text`` may be made of, in order; one piece when nothing parts it."""
    apart = [stretch for stretch in _APART.split(text) if stretch]
    return tuple(
        OneOfSeveral(JOINT if at == 0 else "", piece)
        for stretch in apart
        for at, piece in enumerate(one for one in _TOUCHING.split(stretch) if one)
    )

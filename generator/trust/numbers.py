"""The numbers that stand in a text, and the same number found in another text by the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from generator.figures.change import POINTS
from generator.figures.quantity import QUALIFIERS_INSIDE, SCALES

ANY_DIGIT = "0-9０-９"
NUMBER = rf"[{ANY_DIGIT}]+(?:,[{ANY_DIGIT}]{{3}}(?![{ANY_DIGIT}]))*(?:[.．][{ANY_DIGIT}]+)?"
DATE = rf"[{ANY_DIGIT}]{{4}}年(?:[{ANY_DIGIT}]{{1,2}}月(?:[{ANY_DIGIT}]{{1,2}}日)?)?|[{ANY_DIGIT}]{{1,2}}月[{ANY_DIGIT}]{{1,2}}日"

COUNTED = "年月日岁"
"""What a number counts that no table of units has."""


class Excerpt(Struct, frozen=True):
    """A part of a text."""

    whole: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """The part."""
        return self.whole[self.start : self.end]

    @property
    def is_whole(self) -> bool:
        """Whether nothing stands around it."""
        return self.text == self.whole

    @property
    def number(self) -> Excerpt:
        """Its first number without the unit behind it; itself when it has none."""
        match = re.compile(NUMBER).search(self.whole, self.start, self.end)
        return Excerpt(self.whole, match.start(), match.end()) if match else self

    def likeness(self, other: Excerpt) -> int:
        """How many characters right before and behind it are the same as around ``other``."""
        before = zip(reversed(self.whole[: self.start]), reversed(other.whole[: other.start]), strict=False)
        behind = zip(self.whole[self.end :], other.whole[other.end :], strict=False)
        return _alike(before) + _alike(behind)


def _alike(pairs: Iterable[tuple[str, str]]) -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def number_pattern(units: Iterable[str]) -> re.Pattern[str]:
    """What finds a number with what belongs to it: 3.5万元, 200多份, 91%, 2024年12月20日."""
    scales, names = (
        "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))
        for words in (SCALES, {*units, *POINTS.values(), *COUNTED})
    )
    inside = "".join(QUALIFIERS_INSIDE)
    return re.compile(f"{DATE}|{NUMBER}[{inside}]?(?:{scales})?[{inside}]?(?:[%％‰]|{names})?")


def numbers_in(text: str, pattern: re.Pattern[str]) -> Iterator[Excerpt]:
    """Every number of a text with its unit, so that no digit stands outside of them."""
    return (Excerpt(text, match.start(), match.end()) for match in pattern.finditer(text))


def found_in(number: Excerpt, text: str) -> Iterator[Excerpt]:
    """The places of another text where the same number stands, not as a part of a longer one."""
    same = rf"(?<![{ANY_DIGIT}]){re.escape(number.text)}(?![{ANY_DIGIT}])"
    return (Excerpt(text, match.start(), match.end()) for match in re.finditer(same, text))

"""A figure as it is written, taken apart to the letter: number, scale, unit, qualifier, range."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from generator.chinese.numerals import (
    DIGITS,
    NUMERAL_CHARS,
    POINT,
    SOME,
    read_chinese_number,
    read_estimate,
    read_round_unit,
    read_spoken_decimal,
)
from generator.chinese.ranges import BETWEEN
from generator.figures.quantity import (
    AROUND,
    LOWER,
    NO_STEP,
    PERCENT_UNITS,
    QUALIFIERS_AFTER,
    QUALIFIERS_BEFORE,
    QUALIFIERS_BEFORE_ROUND,
    QUALIFIERS_INSIDE,
    SCALES,
    SIDES,
    UPPER,
)

TOTAL_WORDS = ("共计", "合计", "总计", "累计", "一共", "总共", "共", "计")
"""What is typed before a number and says only that it is a sum; it is not part of the figure."""
SHARES = {"百分之": "%", "千分之": "‰"}
"""Words before a number that is a share, and the unit they stand for."""
ALL, ALL_OF_IT = "百分之百", 100
"""The share whose numeral is a unit of counting alone."""
TENTHS, TENTH = "成", 10
"""A share counted in tenths: 九成 is 90%."""
PLACE_OF_NUMBER = "…"
"""Where the number stands in the name of a unit that is written around it: 每人每月…元."""
ROUNDING_WORDS = "万亿"
"""What a number counted in it is rounded to, down to its last digit."""
OF_ESTIMATES = SOME[0]
"""The word that every estimate counts as qualified by, also 二三十."""


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


ARABIC = r"\d+(?:,\d+)*(?:\.\d+)?"
BEFORE = (*QUALIFIERS_BEFORE, *QUALIFIERS_BEFORE_ROUND)
INSIDE = "".join(QUALIFIERS_INSIDE)
SCALE = alternatives(SCALES)
SHAPE = re.compile(
    rf"(?:(?:{alternatives(TOTAL_WORDS)})\s*)?"
    rf"(?P<before>{alternatives(BEFORE)})?\s*"
    rf"(?:(?P<sign>-)?(?P<lead>(?:\d+(?:{SCALE}))+(?=\d+(?:{SCALE})))?(?P<number>{ARABIC})"
    rf"(?:\s*(?P<first_unit>[^\d\s～~—–\-至到]{{0,8}}?)\s*(?P<to>～|~|——|—|–|-|至|到)\s*(?P<end>{ARABIC}))?"
    rf"|(?P<share>{alternatives(SHARES)})?(?P<chinese>[{NUMERAL_CHARS}{SOME}]+(?:{POINT}[{''.join(DIGITS)}]+)?))\s*"
    rf"(?P<inside>[{INSIDE}])?(?P<scale>{SCALE})?(?P<tenths>{TENTHS})?(?P<inside2>[{INSIDE}])?\s*"
    rf"(?P<unit>.*?)(?P<after>{alternatives(QUALIFIERS_AFTER)})?"
)
HYPHENS = ("-", "–", "—", "——", "~")
"""What is typed between two numbers where ～ is printed (GB/T 15834)."""
QUALIFIED_AT = ("before", "inside", "inside2", "after")
"""Where the parts of ``SHAPE`` that qualify a number stand, in order."""
LEAD = re.compile(rf"(\d+)({SCALE})")
LONGEST = 60
"""Characters beyond which no number is looked into."""
NO_PLACES = re.compile(r"\.0+$")


class Amount(NamedTuple):
    """A number as it is written, before it is counted in its scale."""

    number: Fraction
    beyond: Fraction | None = None
    """The first number that it is not, of an estimate, or of a unit that stands alone: 200 of 百余."""
    is_estimate: bool = False


class Written(Struct, frozen=True):
    """The parts of one figure as typed; empty where there is none."""

    before: str
    sign: str
    lead: str
    """What stands before the last number with its scale: the 15万 of 15万5千."""
    number: str
    first_unit: str
    to: str
    end: str
    share: str
    chinese: str
    inside: str
    scale: str
    tenths: str
    inside2: str
    unit: str
    after: str
    amount: Amount | None
    """The number before its scale, the first one of a range; None when it is not well-formed."""
    words: tuple[str, ...]
    """What qualifies it, an estimate's word last."""
    rate: str = ""
    """What of the unit stands before the number: the 每人每月 of 每人每月1100元."""

    @property
    def up_to_unit(self) -> str:
        """Everything up to the unit, as it prints."""
        to = BETWEEN if self.to in HYPHENS else self.to
        numbers = f"{self.sign}{self.lead}{self.number}{self.first_unit}{to}{self.end}{self.share}{self.chinese}"
        text = f"{self.rate}{self.before}{numbers}{self.inside}{self.scale}{self.tenths}{self.inside2}"
        return text.replace(",", "")

    @property
    def without_places(self) -> Written:
        """The same with 31.0 and 89500.00 as the whole numbers they are."""
        if "." not in self.number + self.end:
            return self
        return replace(self, number=NO_PLACES.sub("", self.number), end=NO_PLACES.sub("", self.end))

    def span(self, factor: Fraction) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
        """Lowest and highest value the words allow, and the number they speak of, in base units."""
        amount, size = self.amount or Amount(NO_STEP), self._size * factor
        side = next((SIDES[word] for word in self.words), "")
        if self.end:
            first_size = factor if self.first_unit and self.first_unit == self.unit else size
            first, last = amount.number * first_size, Fraction(self.end.replace(",", "")) * size
            return (None, None, None) if side else (first, last, first if first == last else None)
        said = amount.number * size
        if self.lead:
            said += self.lead_number * factor
        ends = amount.is_estimate or self.inside or self.inside2
        beyond = amount.beyond * size if amount.beyond is not None and ends else None
        low, high = {LOWER: (said, beyond), UPPER: (None, said), AROUND: (None, None), "": (said, said)}[side]
        return low, high, said

    def step(self, unit: str, factor: Fraction) -> Fraction:
        """What one in the last typed digit is worth in base units, 0 when the number is not rounded to it.

        Percentages and numbers counted in 万 or 亿 are rounded, and those with places counted in 百 or 千; whole
        numbers are not, nor is 12.5元.
        """
        places = len((self.number or self.chinese).replace(POINT, ".").partition(".")[2])
        if self.chinese and unit not in PERCENT_UNITS and not places:
            numeral = self.chinese + self.scale
            words = numeral[len(numeral.rstrip(ROUNDING_WORDS)) :]
            return SCALES[words] * factor if words else NO_STEP
        rounded = unit in PERCENT_UNITS or (self.scale and (places or self.scale[-1] in ROUNDING_WORDS))
        return self._size * factor / 10**places if rounded else NO_STEP

    @property
    def is_share(self) -> bool:
        """Whether its unit is in the words of its number: 百分之五, 九成."""
        return bool(self.share or self.tenths)

    @property
    def unit_of_share(self) -> str:
        """The unit that the words of a share stand for."""
        return SHARES.get(self.share, "%")

    @property
    def first_scale(self) -> str:
        """What its first number is counted in: the 万 of 15万5千, and that of 近百万."""
        if self.lead:
            return str(LEAD.findall(self.lead)[0][1])
        if not self.chinese or self.scale or read_chinese_number(self.chinese) is not None:
            return self.scale
        return next((word for word in ("万亿", *ROUNDING_WORDS) if self.chinese.endswith(word)), "")

    @property
    def names_its_scale(self) -> bool:
        """Whether it says itself what it is counted in: 7万, 三万."""
        return bool(self.scale) or any(char in ROUNDING_WORDS for char in self.chinese)

    @property
    def lead_number(self) -> int:
        """What stands before the last number with its scale: 150000 in 15万5千."""
        return sum(int(number) * SCALES[scale] for number, scale in LEAD.findall(self.lead))

    @property
    def is_well_formed(self) -> bool:
        """Whether its words go together: each part of 1亿2千万 is less than one of the part before it, 上 stands before 百."""
        if self.before in QUALIFIERS_BEFORE_ROUND and not read_round_unit(self.chinese):
            return False
        if self.share:
            return not (self.inside or self.scale or self.tenths or self.inside2)
        if not self.lead:
            return True
        parts = [*LEAD.findall(self.lead), (self.number, self.scale)]
        if self.end or self.inside or not all(number.isdigit() for number, _ in parts) or not self.scale:
            return False
        sizes = [(int(number) * SCALES[scale], SCALES[scale]) for number, scale in parts]
        return all(value < size for (_, size), (value, _) in pairwise(sizes))

    @property
    def _size(self) -> int:
        return SCALES.get(self.scale, 1) * (TENTH if self.tenths else 1)


def take_apart(text: str, rate: str = "") -> Written | None:
    """The parts of the figure that ``text`` writes behind the ``rate`` of its unit; None when it is none."""
    match = SHAPE.fullmatch(text[len(rate) :])
    if match is None:
        return None
    parts = match.groupdict(default="")
    parts["unit"] = parts["unit"].strip()
    if parts["tenths"] and parts["unit"]:
        parts["tenths"], parts["unit"] = "", parts["tenths"] + parts["unit"]
    words = tuple(word for part in QUALIFIED_AT if (word := parts[part]))
    amount = _arabic(parts["sign"], parts["number"]) if parts["number"] else _spoken(parts["chinese"], bool(words))
    if parts["share"] + parts["chinese"] == ALL:
        amount = Amount(Fraction(ALL_OF_IT))
    if amount and amount.is_estimate:
        words = (*words, OF_ESTIMATES)
    return Written(**parts, amount=amount, words=words, rate=rate)


def _arabic(sign: str, number: str) -> Amount | None:
    if len(number) > LONGEST:
        return None
    whole, _, places = number.replace(",", "").partition(".")
    return Amount(Fraction(int(sign + whole + places), 10 ** len(places)))


def _spoken(text: str, is_qualified: bool) -> Amount | None:
    """What a number in words comes to; a unit that stands alone is one only beside a word that qualifies it."""
    unit, whole = read_round_unit(text), read_chinese_number(text)
    if unit and (is_qualified or whole):
        return Amount(Fraction(unit), Fraction(2 * unit))
    exact = read_spoken_decimal(text) if whole is None else Fraction(whole)
    if exact is not None:
        return Amount(exact)
    least, beyond = read_estimate(text) or (None, None)
    return None if least is None or beyond is None else Amount(Fraction(least), Fraction(beyond), is_estimate=True)

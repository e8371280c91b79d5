"""What an official typed as a figure: number, 万/亿, unit, qualifier or range, with exact bounds.

A quantity prints as it was typed. For arithmetic it is an interval: 274 is [274, 274], 超过50万 is
[500000, ∞), 近50万 is (-∞, 500000]; a comparison holds unless no value in the intervals can satisfy
it, so a qualified figure never fails an equality it may well meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from generator.chinese.numerals import DIGITS, NUMERAL_CHARS, read_chinese_number
from generator.figures.interval import Bounds
from generator.reading.slips import SHEET_FAULT

WIDE_TO_NARROW = str.maketrans("０１２３４５６７８９．，％／－＋", "0123456789.,%/-+")
SLASHES = str.maketrans("∕⁄", "//")

ZERO_WORDS = frozenset(("无", "没有", "零"))

LOWER, UPPER, AROUND = "lower", "upper", "around"
QUALIFIERS_BEFORE = {
    "不少于": LOWER, "不低于": LOWER, "至少": LOWER, "超过": LOWER, "突破": LOWER, "逾": LOWER, "超": LOWER,
    "不超过": UPPER, "不多于": UPPER, "不足": UPPER, "不到": UPPER, "至多": UPPER, "最多": UPPER,
    "将近": UPPER, "接近": UPPER, "近": UPPER,
    "大约": AROUND, "约": AROUND,
}  # fmt: skip
"""Words before a number, and on which side of it the true value lies."""
QUALIFIERS_INSIDE = {"余": LOWER, "多": LOWER}
QUALIFIERS_AFTER = {
    "及以上": LOWER, "以上": LOWER, "及以下": UPPER, "以下": UPPER, "以内": UPPER,
    "左右": AROUND, "上下": AROUND,
}  # fmt: skip
SIDES = {**QUALIFIERS_BEFORE, **QUALIFIERS_INSIDE, **QUALIFIERS_AFTER}
ABOUT_WORDS = frozenset(word for word, side in SIDES.items() if side == AROUND)
TEN_THOUSAND = "万"
SCALES = {"百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
ROUNDING_WORDS = "万亿"
"""What a number counted in it is rounded to, down to its last digit."""
PERCENT_UNITS = ("%", "‰")
NO_STEP = Fraction(0)
LARGE_SUM = 10**5
"""From here on sums of money print and are charted in 万元."""


def _alternatives(words: Mapping[str, object]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


ARABIC = r"\d+(?:,\d+)*(?:\.\d+)?"
SHAPE = re.compile(
    rf"(?P<before>{_alternatives(QUALIFIERS_BEFORE)})?\s*"
    rf"(?:(?P<sign>-)?(?P<number>{ARABIC})"
    rf"(?:\s*(?P<first_unit>[^\d\s～~—–\-至到]{{0,8}}?)\s*(?P<to>～|~|——|—|–|-|至|到)\s*(?P<end>{ARABIC}))?"
    rf"|(?P<chinese>[{NUMERAL_CHARS}]+))\s*"
    rf"(?P<inside>[{''.join(QUALIFIERS_INSIDE)}])?(?P<scale>{_alternatives(SCALES)})?"
    rf"(?P<inside2>[{''.join(QUALIFIERS_INSIDE)}])?\s*"
    rf"(?P<unit>.*?)(?P<after>{_alternatives(QUALIFIERS_AFTER)})?"
)
BEFORE_UNIT = ("before", "sign", "number", "chinese", "first_unit", "to", "end", "inside", "scale", "inside2")
"""The parts of ``SHAPE`` that print before the unit, in order."""
NO_UNIT = re.compile(rf"[\d{''.join(DIGITS)}，。；、：（）()“”\"',.:;=+*—–～~成折‰-]")
"""What no unit holds: a text with it is a remark, a second figure or another measure of share."""
REMARK = re.compile(r"[#＃]")
"""Begins a remark that was typed too close, or full-width, to be one."""
MOST_UNIT, MOST_DIGITS, MOST_QUOTED = 8, 15, 30
SIMPLE = re.compile(r"(0|[1-9][0-9]{0,14})([^\d\s]+)")
"""A whole number and a unit: nearly every figure."""
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


class Fault(Struct, frozen=True):
    """Why a text is no figure of its field, and what to type instead."""

    what: str
    advice: str


class Unit(Struct, frozen=True):
    """A unit with what may be typed for it: synonyms of equal size, and others with their factor."""

    name: str
    whole: bool = False
    """Whether only whole numbers of it exist: people, households, beds."""
    accepted: tuple[tuple[str, Fraction], ...] = ()

    def factor(self, typed: str) -> Fraction | None:
        """How many of this unit one of ``typed`` is, or None when it measures something else."""
        if typed == self.name:
            return Fraction(1)
        return next((factor for name, factor in self.accepted if name == typed), None)


class Quantity(Struct, frozen=True):
    """A figure as typed. ``before`` + ``unit`` + ``after`` is what prints; bounds are in base units."""

    before: str
    """Everything up to the unit: qualifier, digits, 万/亿."""
    unit: str
    """The unit as typed, or the field's own when none was typed."""
    after: str
    """以上, 左右 and the like."""
    low: Fraction | None
    high: Fraction | None
    """What its true value lies between: half a step about a rounded number."""
    scale: str = ""
    """万, 亿 … as typed."""
    number: Fraction | None = None
    """The one number it is, or that its qualifier speaks of, in base units: 50万 in 近50万; None for a range."""
    factor: Fraction = Fraction(1)
    """How many base units one of the typed unit is: 1/2 for 斤 in a field of 公斤."""
    step: Fraction = NO_STEP
    """What one in its last digit is worth, when it is rounded to that: 100 in 3.41万; 0 for 274 and 12.5元."""

    @property
    def text(self) -> str:
        """The figure as it prints."""
        return f"{self.before}{self.unit}{self.after}"

    @property
    def is_one_number(self) -> bool:
        """Whether what was typed names one number, neither qualified nor a range; 3.41万 does, though it is rounded."""
        return self.number is not None and self.low is not None and self.high is not None

    @property
    def is_known(self) -> bool:
        """Whether it can be no other number: its bounds are one."""
        return self.low is not None and self.low == self.high

    @property
    def about(self) -> bool:
        """Whether it is only said to be about one number: 约50万, 20左右."""
        return self.low is None and self.high is None and self.number is not None

    @property
    def value(self) -> Fraction:
        """The number of a quantity that names one, in base units; ValueError for any other."""
        if self.number is None or not self.is_one_number:
            raise ValueError(f"not one number: {self.text}")
        return self.number

    @property
    def named(self) -> Bounds:
        """The one number it names, as if it were known to be that; ValueError for any other."""
        return Bounds(self.value, self.value)

    @property
    def bounds(self) -> Bounds:
        """The interval its true value lies in; 34150 itself is not in that of 3.41万, for it would be 3.42万."""
        return Bounds(self.low, self.high, without_high=bool(self.step) and self.is_one_number)


def exact_quantity(value: Fraction, unit: str, scale: str = "") -> Quantity:
    """The quantity that is just ``value`` base units, printed in ``scale`` with every place."""
    return Quantity(format_scaled(value, scale), unit, "", value, value, scale, value)


def split_unit(unit: str) -> tuple[str, str]:
    """A declared unit as scale and base: 万元 → (万, 元), 户 → ("", 户)."""
    scale = _scale_of(unit)
    return (scale, unit[len(scale) :]) if len(unit) > len(scale) else ("", unit)


def _scale_of(unit: str) -> str:
    return next((scale for scale in sorted(SCALES, key=len, reverse=True) if unit.startswith(scale)), "")


def smallest_scale(scales: Iterable[str]) -> str:
    """The smallest of some scales, in which a sum of figures prints: 万 for 3200万 and 1.29亿."""
    return min(scales, key=lambda scale: SCALES.get(scale, 1))


def read_quantity(text: str, unit: Unit, scale: str = "", signed: bool = False) -> Quantity | Fault:
    """The quantity ``text`` writes for a field in ``unit``, or why it is none.

    ``scale`` is the 万 of a field declared in 万元, used when no unit was typed.
    """
    typed = text.strip().translate(WIDE_TO_NARROW)
    if (simple := SIMPLE.fullmatch(typed)) and simple[2] == unit.name and _is_plain(unit.name):
        number = Fraction(int(simple[1]))
        return Quantity(simple[1], unit.name, "", number, number, number=number)
    return read_in_full(text, unit, scale, signed)


def read_in_full(text: str, unit: Unit, scale: str = "", signed: bool = False) -> Quantity | Fault:
    """What ``read_quantity`` must come to, read without its glance at a plain number and unit."""
    typed = text.strip().translate(WIDE_TO_NARROW)
    text = text if len(text) <= MOST_QUOTED else text[: MOST_QUOTED - 1] + "…"
    if typed in ZERO_WORDS:
        return Quantity("0", scale + unit.name, "", Fraction(0), Fraction(0), number=Fraction(0))
    if pasted := SHEET_FAULT.search(typed):
        return Fault(f"「{pasted[0]}」是电子表格里算不出的格子粘过来的。", "请填上正确的数；没有就留空。")
    if sign := REMARK.search(typed):
        cure = "请在 # 前面加一个空格" if sign[0] == "#" else "请改用半角的 #，并在它前面加一个空格"
        return Fault(f"看不懂数字「{text}」。", f"{sign[0]} 后面的如果是说明，{cure}。")
    match = SHAPE.fullmatch(typed)
    if match is None:
        return _not_a_figure(text, scale + unit.name)
    if fault := _number_fault(match, text):
        return fault
    parts = _parts(match, unit)
    factor = _factor(unit, parts["unit"])
    if factor is None:
        return _wrong_unit(text, parts, scale + unit.name)
    if not parts["scale"] and not parts["unit"]:
        parts["scale"], add_scale = scale, scale
    else:
        add_scale = ""
    low, high, said = _bounds(parts, factor)
    if fault := _value_fault(text, parts, unit, (low, high), signed):
        return fault
    before = "".join(parts[part] for part in BEFORE_UNIT).replace(",", "")
    before = before.removesuffix(add_scale) if add_scale else before
    unit_shown = parts["unit"] or add_scale + unit.name
    step = _step(parts, unit.name, factor) if said else NO_STEP
    if low is not None and high is not None and step:
        low, high = low - step / 2, high + step / 2
    return Quantity(before, unit_shown, parts["after"], low, high, parts["scale"], said, factor, step)


@lru_cache(maxsize=256)
def _is_plain(unit: str) -> bool:
    """Whether a whole number of a unit is known to be that, and the unit read as nothing else.

    The 千 of 千克 might be a thousand, and a percentage is rounded to its last digit.
    """
    match = SHAPE.fullmatch(f"1{unit}")
    return match is not None and match["unit"] == unit and unit not in PERCENT_UNITS


def _parts(match: re.Match[str], unit: Unit) -> dict[str, str]:
    """The words of a figure by their names in ``SHAPE``; the 千 of 千克 belongs to the unit."""
    parts = match.groupdict(default="")
    parts["unit"] = parts["unit"].strip()
    whole = parts["scale"] + parts["unit"]
    if _factor(unit, parts["unit"]) is None and _factor(unit, whole) is not None:
        parts["scale"], parts["unit"] = "", whole
    return parts


def _factor(unit: Unit, typed: str) -> Fraction | None:
    return unit.factor(typed.translate(SLASHES)) if typed else Fraction(1)


def typed_unit(text: str) -> str:
    """The unit that ``text`` writes behind its number, empty when there is none or no number."""
    match = SHAPE.fullmatch(text.strip().translate(WIDE_TO_NARROW))
    return match["unit"].strip() if match else ""


def _not_a_figure(text: str, unit: str) -> Fault:
    if re.search(r"几|来|数[十百千万]", text):
        return Fault(
            f"「{text}」不是确切的数。", f"请填阿拉伯数字，如「35{unit}」；约数可写「30多{unit}」「近40{unit}」。"
        )
    return Fault(f"看不懂数字「{text}」。", f"请填一个数，如「274{unit}」「50余{unit}」「超过50{unit}」。")


def _number_fault(match: re.Match[str], text: str) -> Fault | None:
    """What is wrong with the digits and the words around them."""
    for number in (match["number"], match["end"]):
        if number is None:
            continue
        if not GROUPED.fullmatch(number):
            return Fault(f"「{text}」的逗号位置不对。", "千分位逗号应每三位一个，如「1,227,396元」；也可以不写逗号。")
        if re.match(r"0\d", number):
            return Fault(f"「{text}」以0开头。", "请核对是否漏打或多打了数字，再去掉前面的0。")
        if sum(map(str.isdigit, number)) > MOST_DIGITS:
            return Fault(f"「{text}」位数太多。", "请核对是否多打了数字。")
    if match["chinese"] and read_chinese_number(match["chinese"]) is None:
        return Fault(f"读不准「{text}」里的汉字数字。", "请改用阿拉伯数字。")
    words = [word for word in (match["before"], match["inside"] or match["inside2"], match["after"]) if word]
    if match["end"] and any(word not in ABOUT_WORDS for word in words):
        return Fault(f"「{text}」既写了两头又用了约数词。", "请只留一种，如「5-10元」或「10元以上」。")
    if len(words) > 1 and match["before"] not in ABOUT_WORDS:
        return Fault(f"「{text}」用了两个约数词。", "请只留一个，如「超过50万元」或「50余万元」。")
    first, unit, scale = match["first_unit"] or "", match["unit"].strip(), match["scale"] or ""
    if first and first not in (unit, scale + unit, scale):
        return Fault(f"「{text}」两头的单位不一样。", "请写成「5-10元」这样，两头用同一个单位。")
    return None


def _value_fault(
    text: str, parts: Mapping[str, str], unit: Unit, bounds: tuple[Fraction | None, Fraction | None], signed: bool
) -> Fault | None:
    """Why a number cannot be one of its field."""
    low, high = bounds
    if parts["sign"] and not signed:
        return Fault(f"「{text}」是负数。", "这里只能填零或正数；减少的数请填在相应的减少、取消项目里。")
    if low is not None and high is not None and low > high:
        return Fault(f"「{text}」前面的数比后面的大。", "请核对，并把小的写在前面，如「5-10元」。")
    if unit.whole and any(bound is not None and bound.denominator != 1 for bound in bounds):
        return Fault(f"「{text}」不是整数。", f"{unit.name}数只能是整数，请核对。")
    return None


def _wrong_unit(text: str, parts: Mapping[str, str], wanted: str) -> Fault:
    typed = parts["unit"]
    if typed[0] in "几来数":
        return _not_a_figure(text, wanted)
    if NO_UNIT.search(typed) or len(typed) > MOST_UNIT:
        return Fault(
            f"看不懂数字「{text}」。", f"这里只填一个数和单位，如「274{wanted}」；说明文字请写在“#”后面或措施里。"
        )
    number = "".join(parts[part] for part in BEFORE_UNIT if part != "first_unit")
    suggestion = f"{number}{split_unit(wanted)[1]}{parts['after']}"
    return Fault(f"「{text}」的单位应是{wanted}。", f"请改为「{suggestion}」，或检查是否填错了行。")


def _bounds(parts: Mapping[str, str], factor: Fraction) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Lowest and highest value the typed words allow, and the number they speak of, in base units."""
    size = SCALES.get(parts["scale"], 1) * factor
    words = (parts["before"], parts["inside"] or parts["inside2"], parts["after"])
    side = next((SIDES[word] for word in words if word), "")
    if parts["chinese"]:
        number = Fraction(read_chinese_number(parts["chinese"]) or 0)
    else:
        number = Fraction(parts["sign"] + parts["number"].replace(",", ""))
    if parts["end"]:
        first_size = factor if parts["first_unit"] and parts["first_unit"] == parts["unit"] else size
        first, last = number * first_size, Fraction(parts["end"].replace(",", "")) * size
        return (None, None, None) if side else (first, last, first if first == last else None)
    said = number * size
    low, high = {LOWER: (said, None), UPPER: (None, said), AROUND: (None, None), "": (said, said)}[side]
    return low, high, said


def _step(parts: Mapping[str, str], unit: str, factor: Fraction) -> Fraction:
    """What one in the last typed digit is worth in base units, 0 when the number is not rounded to it.

    Percentages and numbers counted in 万 or 亿 are rounded, and those with places counted in 百 or 千; whole numbers
    are not, nor is 12.5元.
    """
    if parts["chinese"]:
        numeral = parts["chinese"] + parts["scale"]
        words = numeral[len(numeral.rstrip(ROUNDING_WORDS)) :]
        return SCALES[words] * factor if words else NO_STEP
    scale, places = parts["scale"], len(parts["number"].partition(".")[2])
    rounded = unit in PERCENT_UNITS or (scale and (places or scale[-1] in ROUNDING_WORDS))
    return SCALES.get(scale, 1) * factor / 10**places if rounded else NO_STEP


def format_number(number: Fraction, digits: int | None = None) -> str:
    """``number`` in plain digits, rounded half up to ``digits`` places; None keeps every place.

    A number that never ends is cut to four places when ``digits`` is None.
    """
    decimal = as_decimal(number)
    if digits is None:
        places = next((n for n in range(13) if (number * 10**n).denominator == 1), 4)
        return f"{decimal:.{places}f}" if places != 4 else format_number(number, 4)
    scaled = Decimal(_round_half_up(number * 10**digits)).scaleb(-digits)
    return f"{scaled:f}"


def format_shortest(number: Fraction, digits: int) -> str:
    """``number`` rounded half up to ``digits`` places, without zeros at its end."""
    shown = format_number(number, digits)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def format_scaled(number: Fraction, scale: str) -> str:
    """``number`` in ``scale`` with every place: 70000 in 万 is 7万."""
    return f"{format_number(number / SCALES.get(scale, 1))}{scale}"


def as_decimal(number: Fraction) -> Decimal:
    """``number`` as a decimal, cut where it never ends."""
    return Decimal(number.numerator) / Decimal(number.denominator)


def _round_half_up(number: Fraction) -> int:
    sign = -1 if number < 0 else 1
    return sign * int((abs(number) + Fraction(1, 2)).__floor__())

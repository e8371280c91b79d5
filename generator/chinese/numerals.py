"""Chinese numerals: read exactly or not at all, and written as the capital figures of money.

Numbers as GB/T 15835-2011 writes them. 几十, 数百 and 二三十 are estimates and are read as such, between two ends; the
百 of 近百人 and 百余人 is a number only beside such a word.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
SMALL_UNITS = {"十": 10, "百": 100, "千": 1000}
LARGE_UNITS = {"万": 10**4, "亿": 10**8}
UNIT_CHARS = "".join((*SMALL_UNITS, *LARGE_UNITS))
NUMERAL_CHARS = "".join((*DIGITS, *UNIT_CHARS))
POINT = "点"
SOME = "几数"
"""What says that the number before a unit is not known: 几十, 数百."""
COUNTING = "零一二三四五六七八九"
CAPITALS = "零壹贰叁肆伍陆柒捌玖"
CAPITALS_TO_PLAIN = str.maketrans(CAPITALS + "拾佰仟", COUNTING + "十百千")
BARE_TEN = re.compile("(?:^|(?<=零))十")
ROUND = re.compile(f"([{''.join(SMALL_UNITS)}]?)(万?亿|万|)")
ESTIMATE = re.compile(rf"(?:[{SOME}]|([一二两三四五六七八])([二两三四五六七八九]))(.+)|([二三四五六七八九]?十)几(.*)")
FAR_APART = (3, 5)
"""The one pair of digits that is said of an estimate though they do not follow on one another: 三五十."""
LARGEST = 10**12
"""Below it every number can be named with 万 and 亿."""


def read_chinese_number(text: str) -> int | None:
    """The whole number below 10 000 亿 that ``text`` names, or None when it is not one well-formed numeral.

    Well-formed is what writing the number again gives, so that 一百五 and 三万五 are not guessed at.
    """
    spelled = BARE_TEN.sub("一十", text.replace("两", "二").replace("〇", "零"))
    number = _sum_of(spelled)
    if number is None or spelled != _capital_integer(number).translate(CAPITALS_TO_PLAIN):
        return None
    return number


def read_spoken_decimal(text: str) -> Fraction | None:
    """The number that ``text`` names with 点: 五十五点三 is 55.3; None when it is not well-formed."""
    whole, point, places = text.partition(POINT)
    number = read_chinese_number(whole)
    if number is None or not point or not places or any(char not in DIGITS for char in places):
        return None
    return number + Fraction(int("".join(str(DIGITS[char]) for char in places)), 10 ** len(places))


def read_round_unit(text: str) -> int | None:
    """What a unit that stands alone comes to: 百 in 近百人, 百万 in 数百万元; None when it is none."""
    match = ROUND.fullmatch(text)
    if match is None or not text:
        return None
    number = SMALL_UNITS.get(match[1], 1)
    for unit in match[2]:
        number *= LARGE_UNITS[unit]
    return number


def read_estimate(text: str) -> tuple[int, int] | None:
    """The least that an estimate may be, and the first number it is not: 数百 → (200, 1000), 二三十 → (20, 40)."""
    match = ESTIMATE.fullmatch(text)
    if match is None:
        return None
    if match[4]:
        tens, unit = read_chinese_number(match[4]), read_round_unit(match[5]) if match[5] else 1
        return (
            None if tens is None or unit is None or unit in SMALL_UNITS.values() else (tens * unit, (tens + 10) * unit)
        )
    unit = read_round_unit(match[3])
    if unit is None:
        return None
    if not match[1]:
        return 2 * unit, 10 * unit
    first, last = DIGITS[match[1]], DIGITS[match[2]]
    return (first * unit, (last + 1) * unit) if last == first + 1 or (first, last) == FAR_APART else None


def _sum_of(text: str) -> int | None:
    """What the digits and units of a numeral come to, whether or not it is well-formed."""
    total, section, digit = 0, 0, 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in SMALL_UNITS:
            section, digit = section + digit * SMALL_UNITS[char], 0
        elif char in LARGE_UNITS:
            total, section, digit = total + (section + digit) * LARGE_UNITS[char], 0, 0
        else:
            return None
    number = total + section + digit
    return number if text and number < LARGEST else None


def capital_money(yuan: Decimal) -> str:
    """``yuan`` in the capital figures of vouchers: 148000 → 壹拾肆万捌仟元整; at most fen.

    Raises ValueError for a negative amount, one of 10 000 亿 or more, and a part of a fen.
    """
    fen = yuan * 100
    if not 0 <= yuan < LARGEST or fen != fen.to_integral_value():
        raise ValueError(f"not a sum of money: {yuan}")
    whole, cents = divmod(int(fen), 100)
    jiao, fen_digit = divmod(cents, 10)
    text = _capital_integer(whole) + "元" if whole or not cents else ""
    if not cents:
        return text + "整"
    if jiao:
        text += CAPITALS[jiao] + "角"
    elif whole:
        text += "零"
    return text + (CAPITALS[fen_digit] + "分" if fen_digit else "")


def _capital_integer(number: int) -> str:
    if number == 0:
        return "零"
    groups = []
    while number:
        number, group = divmod(number, 10**4)
        groups.append(group)
    text = ""
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if group == 0:
            continue
        if text and (group < 1000 or (index + 1 < len(groups) and groups[index + 1] == 0)):
            text += "零"
        text += _capital_group(group) + ("", "万", "亿")[index]
    return text


def _capital_group(number: int) -> str:
    text, pending_zero = "", False
    for size, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, number = divmod(number, size)
        if digit == 0:
            pending_zero = bool(text)
            continue
        text += ("零" if pending_zero else "") + CAPITALS[digit] + unit
        pending_zero = False
    return text


@lru_cache(maxsize=256)
def chinese_number(number: int) -> str:
    """A whole ``number`` as it counts headings: 1 → 一, 12 → 十二, 20 → 二十, 105 → 一百零五."""
    spelled = _capital_integer(number).translate(CAPITALS_TO_PLAIN)
    return spelled.removeprefix("一") if 10 <= number < 20 else spelled

"""What was probably meant by a figure that cannot be read: slips of the hand, mended so that the number stays the same.

A slip that may stand for two numbers is not mended: 五l might be 五1 or 51, and 1千5 is 1005 or 1500.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from math import prod
from typing import NamedTuple

from generator.chinese.numerals import CAPITALS_TO_PLAIN, DIGITS
from generator.chinese.script import to_simplified
from generator.figures.quantity import SCALES, WIDE_TO_NARROW, Unit, format_number
from generator.figures.written import ARABIC, SCALE, TENTHS

WIDE_LETTERS = str.maketrans("ｌＩＯｏｗＷｋＫ｜", "lIOowWkK|")
LETTERS = str.maketrans("lI|丨OoΟО○〇", "1111000000")
"""What is typed for a digit that looks like it."""
LIKE_DIGITS = "[lI|丨OoΟО○〇]+"
PLAIN_DIGITS = {char: str(digit) for char, digit in DIGITS.items()}
ROUND_NUMBERS = {"10": "十", "100": "百", "1000": "千"}
UNLIKE_LETTERS = {"w": "瓦", "k": "克斤里米瓦", "l": "升"}
"""Letters that are symbols of units, or begin them, with the characters of those units: 5k may be 5 km of road."""


class Slip(NamedTuple):
    """One slip of the hand."""

    said: str
    """What is said of it, behind what was typed."""
    pattern: re.Pattern[str]
    put: str | Callable[[re.Match[str]], str]
    """What was meant in its place."""
    letter: str = ""
    """The letter in it that may be meant in a unit."""


def _unmixed(match: re.Match[str]) -> str:
    return re.sub(f"[{''.join(DIGITS)}]", lambda digit: PLAIN_DIGITS[digit[0]], match[0])


def _in_full(match: re.Match[str]) -> str:
    """2千345 as 2345, where the digits behind fill the scale before them."""
    number, scale, rest = match.groups()
    size = SCALES[scale]
    return str(int(number) * size + int(rest)) if 10 ** len(rest) == size else match[0]


OPERATORS = "+*×xX"
TERM_OF_SUM = r"(\d+(?:\.\d+)?)\s*([^\d\s.,=+*×xX/÷-]*)"
FORMULA = re.compile(rf"=?\s*({TERM_OF_SUM}(?:\s*[{OPERATORS}]\s*{TERM_OF_SUM})+)\s*(?:=\s*{TERM_OF_SUM})?")
"""Numbers added or multiplied, with what they come to where that was typed too."""


def _worked_out(match: re.Match[str]) -> str:
    """=12+5 and 86×500=43000元 as what they come to; as typed where their units or their sum disagree."""
    formula, behind = match[1], match[7] or ""
    terms, signs = re.findall(TERM_OF_SUM, formula), re.findall(f"[{OPERATORS}]", formula)
    units = {unit for _, unit in (*terms, ("", behind)) if unit}
    is_sum = signs[0] == "+"
    whole = {unit for _, unit in terms}
    if len({sign == "+" for sign in signs}) > 1 or len(units) > 1:
        return match[0]
    if any(unit[0] in SCALES for unit in units) and (not is_sum or len(whole) > 1):
        return match[0]
    numbers = [Fraction(number) for number, _ in terms]
    result = sum(numbers) if is_sum else prod(numbers)
    if match[6] and Fraction(match[6]) != result:
        return match[0]
    return f"{format_number(Fraction(result))}{next(iter(units), '')}"


SIDES_IN_SIGNS = {"≥": ("", "以上"), ">=": ("", "以上"), "≤": ("", "以下"), "<=": ("", "以下"), ">": ("超过", ""), "＞": ("超过", ""), "<": ("不到", ""), "＜": ("不到", ""), "≈": ("约", "")}  # fmt: skip
SIGNS_OF_SIDES = "|".join(sorted(SIDES_IN_SIGNS, key=len, reverse=True))


def _in_words(match: re.Match[str]) -> str:
    before, after = SIDES_IN_SIGNS[match[1]]
    return f"{before}{match[2]}{after}"


SPOKEN = f"[{''.join(DIGITS)}]"
QUOTE_SIGNS = "“”‘’\"'「」"
SLIPS = (
    Slip("是算式", re.compile(f"^{FORMULA.pattern}$"), _worked_out),
    Slip("后面有表情或记号", re.compile("(?<=.)[\u2190-\u21ff\u2460-\u27bf\ufe0f\U0001f300-\U0001faff\\s]+$"), ""),
    Slip("用符号代替了约数词", re.compile(rf"^({SIGNS_OF_SIDES})\s*(\d[^<>=≥≤]*)$"), _in_words),
    Slip("用了大写数字", re.compile("[壹贰叁肆伍陆柒捌玖拾佰仟]+"), lambda match: match[0].translate(CAPITALS_TO_PLAIN)),
    Slip("前后多了引号", re.compile(rf"^[{QUOTE_SIGNS}]+([^{QUOTE_SIGNS}]+)[{QUOTE_SIGNS}]+$"), r"\1"),
    Slip(
        "写了货币符号",
        re.compile(r"^(?=.*(?:[￥¥]|人民币|RMB|CNY))(?:人民币|RMB|CNY)?\s*[￥¥]?\s*([\d,.]+)\s*(万|亿)?元?[整正]?$"),
        lambda match: f"{match[1]}{match[2] or ''}元",
    ),
    Slip("后面多写了“整”", re.compile("(?<=元)[整正]$"), ""),
    Slip(
        "里把数字打成了别的字",
        re.compile(rf"(?<=[\d.]){LIKE_DIGITS}(?!\w*[a-zA-Z])|{LIKE_DIGITS}(?=[\d.])"),
        lambda match: match[0].translate(LETTERS),
        "l",
    ),
    Slip("里用字母代替了“万”", re.compile(r"(?<=[\d十百千])\s*[wW](?![a-zA-Z])"), "万", "w"),
    Slip("里用字母代替了“千”", re.compile(r"(?<=\d)\s*[kK](?![a-zA-Z])"), "千", "k"),
    Slip("的小数点打错了", re.compile(r"(?<=\d)[。·•](?=\d)"), "."),
    Slip("后面多了标点", re.compile(r"(?<=[^\d\s.,，、])\s*[。；;，,、.！!]+$|(?<=\d)\s*[。；;！!]+$"), ""),
    Slip("的单位写了两遍", re.compile(rf"([^\d\s{''.join(SCALES)}{''.join(DIGITS)}]+)\1$"), r"\1"),
    Slip("的约数词放错了地方", re.compile(r"(?<=[\d十百千万亿])([^\d\s十百千万亿多余]{1,6})([多余])$"), r"\2\1"),
    Slip("里汉字数字和阿拉伯数字混着用", re.compile(rf"百分之({ARABIC})[%％]?$"), r"\1%"),
    Slip("不是百分数的写法", re.compile(rf"({SPOKEN}|\d){TENTHS}({SPOKEN}|\d)$"), lambda match: _unmixed(match).replace(TENTHS, "") + "%"),
    Slip(
        "里汉字数字和阿拉伯数字混着用",
        re.compile(r"(?<=[几数])(10{1,3})(?!\d)"),
        lambda match: ROUND_NUMBERS[match[1]],
    ),
    Slip(
        "里汉字数字和阿拉伯数字混着用",
        re.compile(rf"^(?=.*\d)(?!.*\d{SPOKEN})(?!.*{SPOKEN}[\d{''.join(DIGITS)}]).*{SPOKEN}.*$"),
        _unmixed,
    ),
    Slip("的写法不规范", re.compile(rf"(\d+)({SCALE})(\d+)(?![\d.,]|{SCALE})"), _in_full),
)  # fmt: skip
"""Slips in the order in which they are mended, so that several in one figure are mended one after another."""


def meant_by(text: str, unit: Unit) -> Iterator[tuple[str, str]]:
    """What is wrong with a figure that cannot be read, and the figure that was meant, as often as a slip is mended."""
    first, text = "", text.translate(WIDE_TO_NARROW).translate(WIDE_LETTERS)
    if simplified := _simplified(text):
        first, text = "里有繁体字", simplified
        yield first, text
    if (
        unit.name
        and text.startswith(unit.name)
        and (turned := re.fullmatch(r"[\d.,]+[万亿]?", text.removeprefix(unit.name).strip()))
    ):
        first, text = first or "把单位写在了数的前面", turned[0] + unit.name
        yield first, text
    for slip in SLIPS:
        mended = text if _may_be_a_unit(slip, text, unit) else _mended(slip, text)
        if mended != text:
            first, text = first or slip.said, mended
            yield first, text


def _mended(slip: Slip, text: str) -> str:
    """The text without a slip, however often it was made."""
    while (mended := slip.pattern.sub(slip.put, text)) != text:
        text = mended
    return text


def _simplified(text: str) -> str:
    """The text in Simplified characters; empty when it is in them already, as whatever GB 2312 has."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        simplified = to_simplified(text)
        return simplified if simplified != text else ""
    return ""


def _may_be_a_unit(slip: Slip, text: str, unit: Unit) -> bool:
    """Whether the letter of a slip may be a unit that was meant: a bare 5l, unless people are counted."""
    if not slip.letter:
        return False
    is_bare = text.lower().endswith(slip.letter)
    return any(char in unit.name for char in UNLIKE_LETTERS[slip.letter]) or (
        slip.letter == "l" and is_bare and not unit.whole
    )


UNCLEAR = re.compile(r"(\d+)([百千万亿])(\d+)(?![\d百千万亿.,])")


def other_readings(text: str) -> tuple[int, ...]:
    """The numbers that 1千5 may stand for; none for any other text."""
    match = UNCLEAR.match(text)
    if match is None:
        return ()
    size, rest = SCALES[match[2]], match[3]
    number, tenfold = int(match[1]) * size, 10 ** len(rest)
    return () if tenfold >= size else (number + int(rest) * size // tenfold, number + int(rest))

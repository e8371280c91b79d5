"""One rule of a layout as people write it: [value, force, clause], read into the units Word counts in.

Lengths are twips (1/20 pt), type sizes half-points, indents 1/100 character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct

FORCES = ("规定", "一般", "推算", "惯例")
"""How strongly the standard asks for a value: says so, says 一般, implies it, leaves it to practice."""

OWN_FORCE = "自定"
"""The force of a bare value, as a unit's own layout file states it."""

TWIPS_PER_UNIT = {
    **dict.fromkeys(("mm", "毫米"), Decimal(1440) / Decimal("25.4")),
    **dict.fromkeys(("cm", "厘米"), Decimal(14400) / Decimal("25.4")),
    **dict.fromkeys(("pt", "磅"), Decimal(20)),
}

POINTS_OF_SIZE = {
    "初号": "42", "小初": "36", "一号": "26", "小一": "24", "二号": "22", "小二": "18", "三号": "16",
    "小三": "15", "四号": "14", "小四": "12", "五号": "10.5", "小五": "9",
}  # fmt: skip
"""字号 by name, in points."""

FONT_ROLES = ("小标宋", "仿宋", "黑体", "楷体", "宋体")
SAME_AS_CHINESE = "同中文"

_QUANTITY = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*(\S*)\s*")


def read_length(text: str) -> int:
    """Twips of a length such as 37mm, 3.7厘米, 28.95磅 or -0.25pt."""
    number, unit = _quantity(text)
    if unit not in TWIPS_PER_UNIT:
        raise ValueError(f"「{text}」不是长度。请写成 37mm、3.7cm 或 28.95磅。")
    return round(number * TWIPS_PER_UNIT[unit])


def read_size(text: str) -> int:
    """Half-points of a type size: a 字号 by name (三号, 3号) or in points (16磅)."""
    name = text.strip()
    if name[:1].isdigit() and name.endswith("号"):
        name = name.translate(str.maketrans("12345", "一二三四五"))
    number, unit = (Decimal(POINTS_OF_SIZE[name]), "磅") if name in POINTS_OF_SIZE else _quantity(name)
    if unit not in ("pt", "磅") or number <= 0:
        raise ValueError(f"「{text}」不是字号。请写成三号、小四，或 16磅。")
    return round(number * 2)


def read_characters(text: str) -> int:
    """Hundredths of a character of an indent such as 2字."""
    number, unit = _quantity(text)
    if unit not in ("字", "字符"):
        raise ValueError(f"「{text}」应以字为单位。请写成 2字。")
    return round(number * 100)


def read_lines(text: str) -> int:
    """Whole lines of a gap such as 1行."""
    number, unit = _quantity(text)
    if unit != "行" or number < 0 or number % 1:
        raise ValueError(f"「{text}」应是整行数。请写成 1行。")
    return int(number)


def read_count(text: str) -> int:
    """A whole number above zero."""
    number, unit = _quantity(text)
    if unit or number <= 0 or number % 1:
        raise ValueError(f"「{text}」应是大于零的整数。")
    return int(number)


def read_flag(text: str) -> bool:
    """Whether the text says 是."""
    if text not in ("是", "否"):
        raise ValueError(f"「{text}」应写成“是”或“否”。")
    return text == "是"


def read_colour(text: str) -> str:
    """A colour as Word writes it, six hexadecimal digits."""
    if not re.fullmatch("[0-9A-Fa-f]{6}", text):
        raise ValueError(f"「{text}」不是颜色。请写成六位，如 FF0000（红）、000000（黑）。")
    return text.upper()


def read_names(text: str) -> tuple[str, ...]:
    """The names of one font: the one to write first, then its substitutes."""
    names = tuple(name.strip() for name in re.split("[、，,]", text) if name.strip())
    if not names:
        raise ValueError("字体名称是空的。")
    return names


def read_word_list(text: str) -> tuple[str, ...]:
    """Words set apart by 、 or blanks; there may be none."""
    return tuple(dict.fromkeys(word for word in re.split(r"[、，,\s]+", text) if word))


def read_role(text: str) -> str:
    """A font by its role in the layout's list of fonts."""
    if text not in FONT_ROLES:
        raise ValueError(f"「{text}」不在字体一栏里。可写：{'、'.join(FONT_ROLES)}。")
    return text


def read_number_pattern(text: str) -> tuple[str, str]:
    """What stands before and after the page number, which the text writes as 1."""
    before, found, after = text.partition("1")
    if not found:
        raise ValueError(f"页码的写法「{text}」里没有 1，不知道数字放在哪里。请写成“— 1 —”。")
    return before, after


NUMBER_SIDES = {"外侧": ("right", "left"), "居中": ("center", "center"), "右侧": ("right", "right")}
"""Where a page number stands on odd and on even pages, by the word for it."""


def read_side(text: str) -> str:
    """Where the page number stands, by its word."""
    if text not in NUMBER_SIDES:
        raise ValueError(f"「{text}」不是页码的位置。可写：{'、'.join(NUMBER_SIDES)}。")
    return text


def _quantity(text: str) -> tuple[Decimal, str]:
    match = _QUANTITY.fullmatch(text.replace("−", "-"))
    if match is None:
        raise ValueError(f"「{text}」读不出数字。")
    return Decimal(match[1]), match[2]


class Twips(int):
    """A length in twips."""


class HalfPoints(int):
    """A type size in half-points."""


class Hundredths(int):
    """An indent in hundredths of a character."""


class Lines(int):
    """A gap in lines."""


class Count(int):
    """How many of something."""


class YesNo(int):
    """是 or 否."""


class FontRole(str):
    """A font by its role."""

    __slots__ = ()


class Side(str):
    """A place of the page number by its word."""

    __slots__ = ()


class Colour(str):
    """A colour in six hexadecimal digits."""

    __slots__ = ()


class Verbatim(str):
    """A text that stands as written."""

    __slots__ = ()


class FontNames(tuple[str, ...]):
    """Names of one font, the one to write first."""

    __slots__ = ()


class WordList(tuple[str, ...]):
    """Words, in any order."""

    __slots__ = ()


class NumberPattern(tuple[str, ...]):
    """What stands before and after the page number."""

    __slots__ = ()


STATED_READERS: dict[type, Callable[[str], Any]] = {
    Twips: read_length,
    HalfPoints: read_size,
    Hundredths: read_characters,
    Lines: read_lines,
    Count: read_count,
    YesNo: read_flag,
    FontRole: read_role,
    Side: read_side,
    Colour: read_colour,
    Verbatim: str,
    FontNames: read_names,
    WordList: read_word_list,
    NumberPattern: read_number_pattern,
}
"""How each sort of value is read from what people write."""


def read_stated(kind: type, stated: object) -> object:
    """The value of a rule as its ``kind``; the hook that ``definitions`` reads layouts with."""
    return kind(STATED_READERS[kind](parse_provision(stated).value))


class Provision(Struct, frozen=True):
    """One value of a layout file as written, with its force and the clause it follows."""

    value: str
    force: str = OWN_FORCE
    clause: str = ""


def parse_provision(stated: object) -> Provision:
    """The rule stated by ``[value, force, clause]``, ``[value, force]`` or a bare value."""
    if isinstance(stated, str):
        return Provision(stated)
    if not isinstance(stated, list) or not 1 <= len(stated) <= 3 or not all(isinstance(s, str) for s in stated):
        raise ValueError("应写成 [值, 力, 条]，如 [37mm, 规定, 5.2.1]，或只写值。")
    rule = Provision(*stated)
    if rule.force not in (*FORCES, OWN_FORCE):
        raise ValueError(f"「{rule.force}」应是{'、'.join((*FORCES, OWN_FORCE))}之一。")
    return rule


def iter_provisions(data: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Provision]]:
    """Every rule of a layout file with its dotted path, in the order of the file."""
    for key, stated in data.items():
        if isinstance(stated, Mapping):
            yield from iter_provisions(stated, f"{path}{key}.")
        else:
            yield f"{path}{key}", parse_provision(stated)

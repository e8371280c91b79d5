"""The page format as data: lengths as people write them, read into the units Word counts in.

A layout file states each rule as ``[value, force, clause]`` or as a bare value. The model holds the values;
``iter_rules`` tells where each one comes from. Lengths are twips (1/20 pt), type sizes half-points, indents
1/100 character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

import msgspec
from msgspec import field

from generator.definitions import Definition

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


def read_names(text: str) -> tuple[str, ...]:
    """The names of one font: the one to write first, then its substitutes."""
    names = tuple(name.strip() for name in re.split("[、，,]", text) if name.strip())
    if not names:
        raise ValueError("字体名称是空的。")
    return names


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


class Flag(int):
    """是 or 否."""


class Role(str):
    """A font by its role."""

    __slots__ = ()


class Words(str):
    """A text that stands as written."""

    __slots__ = ()


class Names(tuple[str, ...]):
    """Names of one font, the one to write first."""

    __slots__ = ()


class NumberPattern(tuple[str, ...]):
    """What stands before and after the page number."""

    __slots__ = ()


READERS: dict[type, Callable[[str], Any]] = {
    Twips: read_length,
    HalfPoints: read_size,
    Hundredths: read_characters,
    Lines: read_lines,
    Count: read_count,
    Flag: read_flag,
    Role: read_role,
    Words: str,
    Names: read_names,
    NumberPattern: read_number_pattern,
}
"""How each sort of value is read from what people write."""


def read_stated(kind: type, stated: object) -> object:
    """The value of a rule as its ``kind``; the hook that ``definitions`` reads layouts with."""
    return kind(READERS[kind](parse_rule(stated).value))


@dataclass(frozen=True, slots=True)
class Rule:
    """One value of a layout file as written, with its force and the clause it follows."""

    value: str
    force: str = OWN_FORCE
    clause: str = ""


def parse_rule(stated: object) -> Rule:
    """The rule stated by ``[value, force, clause]``, ``[value, force]`` or a bare value."""
    if isinstance(stated, str):
        return Rule(stated)
    if not isinstance(stated, list) or not 1 <= len(stated) <= 3 or not all(isinstance(s, str) for s in stated):
        raise ValueError("应写成 [值, 力, 条]，如 [37mm, 规定, 5.2.1]，或只写值。")
    rule = Rule(*stated)
    if rule.force not in (*FORCES, OWN_FORCE):
        raise ValueError(f"「{rule.force}」应是{'、'.join((*FORCES, OWN_FORCE))}之一。")
    return rule


def iter_rules(data: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Rule]]:
    """Every rule of a layout file with its dotted path, in the order of the file."""
    for key, stated in data.items():
        if isinstance(stated, Mapping):
            yield from iter_rules(stated, f"{path}{key}.")
        else:
            yield f"{path}{key}", parse_rule(stated)


class Page(Definition, frozen=True):
    """The sheet and its white margins."""

    width: Twips = field(name="纸宽")
    height: Twips = field(name="纸高")
    top: Twips = field(name="天头")
    bottom: Twips = field(name="地脚")
    left: Twips = field(name="订口")
    right: Twips = field(name="切口")


class Grid(Definition, frozen=True):
    """How many lines and characters fill a page, and what makes them fit."""

    lines: Count = field(name="行数")
    characters: Count = field(name="字数")
    pitch: Twips = field(name="行距")
    squeeze: Twips = field(name="字距")


class Fonts(Definition, frozen=True):
    """The fonts by role; each is a name to write and the names that may replace it."""

    title: Names = field(name="小标宋")
    body: Names = field(name="仿宋")
    black: Names = field(name="黑体")
    script: Names = field(name="楷体")
    song: Names = field(name="宋体")
    latin: Words = field(name="西文")

    def named(self, role: str) -> tuple[str, ...]:
        """The names of the font that plays ``role``."""
        return dict(zip(FONT_ROLES, (self.title, self.body, self.black, self.script, self.song), strict=True))[role]

    def latin_for(self, role: str) -> str:
        """The font of letters and digits within text of ``role``."""
        return self.named(role)[0] if self.latin == SAME_AS_CHINESE else self.latin


class TitleStyle(Definition, frozen=True):
    """The title of the document."""

    font: Role = field(name="字体")
    size: HalfPoints = field(name="字号")
    bold: Flag = field(name="加粗")
    pitch: Twips = field(name="行距")
    gap_below: Lines = field(name="下空")


class TextStyle(Definition, frozen=True):
    """Body text or a heading."""

    font: Role = field(name="字体")
    size: HalfPoints = field(name="字号")
    bold: Flag = field(name="加粗")
    indent: Hundredths = field(name="首行缩进")


class Closing(Definition, frozen=True):
    """署名 and 成文日期 of a document without a seal."""

    gap_above: Lines = field(name="上空")
    signature_right: Hundredths = field(name="署名右空")
    date_step: Hundredths = field(name="日期右移")
    date_right: Hundredths = field(name="日期右空")


class PageNumber(Definition, frozen=True):
    """The page number below the text area."""

    pattern: NumberPattern = field(name="写法")
    font: Role = field(name="字体")
    size: HalfPoints = field(name="字号")
    pitch: Twips = field(name="行距")
    from_edge: Twips = field(name="距下边")
    indent: Hundredths = field(name="空")


class TableStyle(Definition, frozen=True):
    """Tables within the text area."""

    font: Role = field(name="字体")
    head_font: Role = field(name="表头字体")
    size: HalfPoints = field(name="字号")
    pitch: Twips = field(name="行距")
    border: Twips = field(name="框线")
    padding: Hundredths = field(name="格内空")


class Layout(Definition, frozen=True):
    """A page format: GB/T 9704-2012, or a house style that lies over it."""

    name: Words = field(name="名称")
    page: Page = field(name="页面")
    grid: Grid = field(name="版心")
    fonts: Fonts = field(name="字体")
    title: TitleStyle = field(name="标题")
    body: TextStyle = field(name="正文")
    heading1: TextStyle = field(name="一级标题")
    heading2: TextStyle = field(name="二级标题")
    heading3: TextStyle = field(name="三级标题")
    heading4: TextStyle = field(name="四级标题")
    closing: Closing = field(name="落款")
    number: PageNumber = field(name="页码")
    table: TableStyle = field(name="表格")
    language: Words = field(name="语言")

    @property
    def text_width(self) -> int:
        """Twips between the left and the right margin."""
        return self.page.width - self.page.left - self.page.right

    @property
    def text_height(self) -> int:
        """Twips between the top and the bottom margin."""
        return self.page.height - self.page.top - self.page.bottom

    @property
    def character(self) -> int:
        """Twips one Chinese character of the body takes up."""
        return self.body.size * 10 + self.grid.squeeze

    @property
    def half_character(self) -> int:
        """Twips one half-width digit of the body takes up."""
        return self.body.size * 5 + self.grid.squeeze

    def in_characters(self, hundredths: int) -> int:
        """Twips of an indent that is counted in characters of the body."""
        return self.character * hundredths // 100

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Self:
        """The layout that a file's plain data states; msgspec.ValidationError in Chinese otherwise."""
        return msgspec.convert(data, cls, dec_hook=read_stated)

    def __post_init__(self) -> None:
        page, grid = self.page, self.grid
        _check_fill(
            Fill("行", "行距", grid.pitch, 0, grid.lines, self.text_height),
            f"天头 {_millimetres(page.top)}、地脚 {_millimetres(page.bottom)} 之间",
        )
        _check_fill(
            Fill("字", "字距", self.character, self.body.size * 10, grid.characters, self.text_width),
            f"订口 {_millimetres(page.left)}、切口 {_millimetres(page.right)} 之间",
        )


@dataclass(frozen=True, slots=True)
class Fill:
    """How steps of one size fill the text area in one direction; lengths in twips."""

    unit: str
    rule: str
    """The rule that makes a step larger or smaller."""
    step: int
    fixed: int
    """The part of a step that the rule does not set."""
    wanted: int
    room: int


def _check_fill(fill: Fill, between: str) -> None:
    """Raise in Chinese unless exactly the wanted number of steps fits."""
    if fill.step <= 0 or fill.room <= 0:
        raise ValueError(f"{between}只剩 {_points(fill.room)}，{fill.rule}排不开。请检查页面和版心的数值。")
    fitting = fill.room // fill.step
    if fitting == fill.wanted:
        return
    least = fill.room // (fill.wanted + 1) + 1 - fill.fixed
    most = fill.room // fill.wanted - fill.fixed
    fault = f"排不下第 {fitting + 1}" if fitting < fill.wanted else f"会多排出第 {fill.wanted + 1}"
    raise ValueError(
        f"{fill.rule} {_points(fill.step - fill.fixed)}{fault} {fill.unit}："
        f"{between}是 {_points(fill.room)}，要排 {fill.wanted} {fill.unit}，"
        f"{fill.rule}应在 {_points(least)} 到 {_points(most)} 之间。"
    )


def _points(twips: int) -> str:
    return f"{Decimal(twips) / 20:f}磅"


def _millimetres(twips: int) -> str:
    return f"{Decimal(twips) * Decimal('25.4') / 1440:.1f}mm"

"""The kinds of field: what each is called, how it is read, summed, explained in the blank form and tried out.

A new kind is a line of ``KINDS``, and a reader when none here fits: a function from what was typed to a ``Reading``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from generator.chinese.numerals import NUMERAL_CHARS
from generator.figures.dates import SOME_YEAR, read_moment
from generator.figures.quantity import ZERO_WORDS, Fault, Unit
from generator.figures.reader import NO_UNIT, misread, read_quantity, split_remark, typed_unit, unit_around
from generator.figures.several import pieces_of
from generator.figures.unfinished import is_blank, is_masked
from generator.figures.values import Day, Figure, Flag, Words
from generator.language.texts import read_heading, read_own_text, read_prose, read_words
from generator.language.typed import Asked, Reading, ReadTyped, Typed, unread
from generator.problem import Problem, did_you_mean, notice, warning

YES, NO = ("是", "有", "对", "true", "yes", "√"), ("否", "没有", "无", "不是", "false", "no")
MOST_PERCENT = 1000
LONGEST_UNKNOWN_UNIT = 3
"""Characters from which on a unit that no table has is asked about."""
COUNTED_BY = frozenset("年月日天")
"""What a unit may be counted by besides other units: 元/人·月."""


def read_figure(typed: Typed) -> Reading:
    """A figure in the unit of its field."""
    field = typed.field
    assert field.unit is not None
    text, remark = split_remark(typed.simplified)
    if field.said:
        text = next((text.removeprefix(said) for said in field.said if text.startswith(said)), text)
    found = read_quantity(text, field.unit, field.scale, beside=field.beside)
    if isinstance(found, Fault):
        return unread(typed, found)
    return Reading(Figure(found, typed.path, typed.place, field.name), _not_printed(typed, remark))


def _not_printed(typed: Typed, remark: str) -> tuple[Problem, ...]:
    """A notice of a remark that was typed behind a figure."""
    if not remark:
        return ()
    what = f"「{remark}」是说明，不会印出来。"
    return (notice(typed.place, what, "要印的请写进本节的文字项目（如措施）；不印的写在“#”后面，就不再提示。"),)


def read_percent(typed: Typed) -> Reading:
    """A figure in its unit, with a warning of one that no share can be."""
    found = read_figure(typed)
    if isinstance(found.value, Figure) and (low := found.value.bounds.low) is not None and low > MOST_PERCENT:
        what = f"「{typed.simplified}」作为百分比太大。"
        return Reading(found.value, (warning(typed.place, what, "请核对是否漏了小数点。"),))
    return found


def read_any_figure(typed: Typed) -> Reading:
    """A figure in whatever unit was typed with it, or several of one thing, each in its own: 2户10人、25380元."""
    text, remark = split_remark(typed.simplified)
    first = _read_one(typed, text, typed.path)
    if isinstance(first, Figure):
        return Reading(first, (*_unknown_unit(typed, first), *_not_printed(typed, remark)))
    pieces = pieces_of(typed.simplified)
    if len(pieces) < 2:
        return unread(typed, first)
    found: list[Figure] = []
    for number, piece in enumerate(pieces, 1):
        path = f"{typed.path}.{number}" if number > 1 else typed.path
        one = _read_one(typed, piece.text, path)
        if isinstance(one, Fault):
            return unread(typed, one)
        found.append(replace(one, joint=piece.joint))
    odd = tuple(problem for one in found for problem in _unknown_unit(typed, one))
    return Reading(replace(found[0], joint="", more=tuple(found[1:])), odd)


def _read_one(typed: Typed, text: str, path: str) -> Figure | Fault:
    """The one figure that ``text`` is, in its own unit."""
    unit = typed_unit(text)
    units = typed.frame.units
    known = units.get(unit) or (unit_around(text, units) if not unit else None) or Unit(unit)
    found = misread(text, units) or read_quantity(text, known)
    if isinstance(found, Fault):
        return found
    if not found.unit:
        return Fault(f"「{text}」没有写单位。", "自己加的数要连单位一起填，如「12人」「3.5万元」。")
    if NO_UNIT.search(unit):
        return Fault(
            f"「{unit}」不是单位。",
            "数值里只填数和单位，如「12人」；几个数用顿号隔开，如「2户、10人」；说明写在名称里。",
        )
    return Figure(found, path, typed.place, typed.field.name)


def _unknown_unit(typed: Typed, figure: Figure) -> tuple[Problem, ...]:
    """A notice of a unit so long that it may be a remark, when no table has it."""
    unit = figure.quantity.unit
    if (
        len(unit) < LONGEST_UNKNOWN_UNIT
        or set(unit.replace("·", "/").split("/")) <= typed.frame.units.keys() | COUNTED_BY
    ):
        return ()
    what = f"「{unit}」不在单位表里，照填的印。"
    return (notice(typed.place, what, "如果不是单位而是说明，请写进名称，数值里只留数和单位。"),)


def read_date(typed: Typed) -> Reading:
    """A date; one without a year belongs to the form's."""
    found = read_moment(typed.simplified, typed.frame.year or SOME_YEAR)
    return unread(typed, found) if isinstance(found, Fault) else Reading(Day(found, typed.path, typed.place))


def read_yes_or_no(typed: Typed) -> Reading:
    """A yes or no."""
    text = typed.simplified
    if text.lower() in (*YES, *NO):
        return Reading(Flag(text.lower() in YES, typed.path, typed.place))
    return unread(typed, Fault(f"「{text}」不是“是”或“否”。", "请填「是」或「否」；没有这回事就留空。"))


def read_choice(typed: Typed) -> Reading:
    """One of the field's options."""
    text, options = typed.simplified, typed.field.options
    if text in options:
        return Reading(Words(text, typed.path, typed.place))
    advice = f"{did_you_mean(text, options)}可以填：{'、'.join(options)}。"
    return unread(typed, Fault(f"没有「{text}」这个选项。", advice))


def any_case(word: str) -> str:
    """A pattern of a word in small letters and capitals; JSON Schema knows no other way."""
    return "".join(f"[{sign}{sign.upper()}]" if sign.upper() != sign else sign for sign in word)


ROLLUPS = {"sum": "相加", "range": "最低～最高", "weighted": "加权", "recompute": "重算", "none": "—"}
"""How figures come together over units, and what that is called."""
OF_A_DAY, OF_MONTHS = "day", "months"
"""What figures are of: how many there are on a day, what came together over months."""
NO_LIST = Fault("这里只填一个值，现在是一列。", "请写在冒号后面，同一行。")
NO_LIST_OF_WORDS = Fault("这里填一段文字，现在是一列。", "请合成一段，写在冒号后面。")


class Kind(Struct, frozen=True):
    """One kind of field."""

    called: str
    """What it is called towards a user."""
    about: str
    """What it is for, as the manual of templates tells it."""
    read: ReadTyped | None
    """What was typed as one value to that value; None for what consists of records."""
    rollup: str = "none"
    """Of ``ROLLUPS``; a field may say otherwise."""
    hint: str = ""
    """What the blank form says of it; {unit} and {options} are those of the field."""
    specimen: str = ""
    """What may be typed for it, with {number} and {unit}, besides the field's own options and phrases."""
    has_unit: bool = False
    """Whether it is a number in the unit that its field names."""
    own_unit: str = ""
    """The unit of a field that names none; with it a unit stands for itself, without synonyms and 万."""
    has_options: bool = False
    """Whether the field must say what may be chosen."""
    is_list: bool = False
    """Whether several texts are typed, a line each; then its reader gives ``Words``."""
    takes_several: bool = False
    """Whether a list is read like its items with 、 between them."""
    is_blank_when_masked: bool = False
    """Whether nothing is known of it when part of it is masked; a text with ×× in it is still a text."""
    is_money: bool = False
    """Whether large ones print in 万元 where a report says so."""
    time: str = ""
    """``OF_A_DAY`` or ``OF_MONTHS`` where a sentence must say of which; empty for what holds at any time."""
    is_of_a_day: bool = False
    """Whether every unit has one on any day, be it 0."""
    prints: bool = True
    """Whether a template may print it."""
    pattern: str = ""
    """What an editor must find in what is typed for it, as JSON Schema writes it: looser than its reader, which has the
    last word; empty where any text will do."""
    no_list: Fault = NO_LIST
    """What is said of a list that was typed for it."""

    @property
    def holds_records(self) -> bool:
        """Whether what is filled in are records with fields of their own."""
        return self.read is None

    def is_unfilled(self, text: str) -> bool:
        """Whether ``text`` leaves a field of this kind blank."""
        return is_masked(text) if self.is_blank_when_masked else is_blank(text)

    def hint_for(self, field: Asked) -> str:
        """What the blank form says of a field."""
        return self.hint.format(unit=_spelled_unit(field), options="、".join(field.options))

    def specimens_for(self, field: Asked, number: int) -> tuple[str, ...]:
        """All sorts of text that must be readable for a field; ``number`` makes them differ from those of others."""
        specimen = self.specimen.format(number=number, unit=_spelled_unit(field))
        return (*field.options, *field.phrases, *([specimen] if specimen else ()))


def _spelled_unit(field: Asked) -> str:
    return f"{field.scale}{field.unit.name}" if field.unit else ""


A_DIGIT = "[0-9０-９]"
A_FIGURE = f"[0-9０-９{NUMERAL_CHARS}]|{'|'.join(sorted(ZERO_WORDS))}"
A_DATE = f"{A_DIGIT}|年[初底]"
YES_OR_NO = rf"^\s*(?:{'|'.join(any_case(word) for word in (*YES, *NO))})\s*$"

_figure = partial(
    Kind, read=read_figure, rollup="sum", hint="{unit}", specimen="{number}{unit}", has_unit=True, is_blank_when_masked=True,
    pattern=A_FIGURE,
)  # fmt: skip
_words = partial(Kind, read=read_words, no_list=NO_LIST_OF_WORDS)

KINDS: dict[str, Kind] = {
    "stock": _figure("时点数", "某一天有多少，如年底的人数；各月的不能相加", time=OF_A_DAY, is_of_a_day=True),
    "flow": _figure("期间数", "一段时间里有多少，如全年的人次", time=OF_MONTHS),
    "amount": _figure("金额", "一段时间里的钱，数大的可以印成万元", time=OF_MONTHS, is_money=True),
    "standard": _figure("标准", "每人每月这样的钱，从不相加", rollup="range"),
    "percent": _figure("百分比", "不写 unit 就是 %", read=read_percent, rollup="recompute", time=OF_A_DAY, own_unit="%"),
    "measure": _figure("数量", "物资、面积、里程这样的数"),
    "date": Kind(
        "日期", "某一天、某个月，或月初、上旬", read_date,
        hint="如 7月4日、4月份", specimen="7月4日", is_blank_when_masked=True, pattern=A_DATE,
    ),
    "flag": Kind(
        "是/否", "不印出来，只用来判断", read_yes_or_no,
        hint="填“是”或留空", specimen="是", prints=False, pattern=YES_OR_NO,
    ),
    "choice": Kind("选项", "只能填 options 里的一个", read_choice, hint="填其中一个：{options}", has_options=True),
    "text": _words("一句话", "照填的印；可以有短名", specimen="第{number}项说明"),
    "heading": _words("标题", "印在编号后面；自己写的编号去掉", read=read_heading, specimen="第{number}项工作"),
    "prose": _words("一段或几段话", "照填的印，空一行是另起一段", read=read_prose, specimen="继续做好第{number}项工作。"),
    "items": Kind(
        "几条话", "每条一行；可以有短名", read_words,
        hint="每条一行，以“- ”开头", specimen="按照规定办理第{number}项业务", is_list=True,
    ),
    "records": Kind("几笔记录", "一件事一笔，每笔的项目写在 fields 里", None, hint="每笔抄一遍下面几行", prints=False),
    "figure": Kind(
        "带单位的数", "事先想不到的数，单位跟着数一起填；一件事的几个数可以一起填，如 2户、10人", read_any_figure,
        specimen="{number}个", time=OF_A_DAY, is_blank_when_masked=True, takes_several=True, pattern=A_FIGURE,
    ),
    "markdown": Kind(
        "几段话、列表或表格", "一篇文字，可以有小标题（#）、条目（- 和 1. ）、表格（|）和加粗（**）", read_own_text,
        specimen="第{number}段话。\n\n- 甲项。\n- 乙项。\n\n| 项目 | 数 |\n|---|---|\n| 甲 | 1 |",
    ),
}  # fmt: skip
"""Every kind by the name that definition files give it."""

# msgspec takes the names off the tables at run time; mypy knows only literals that are written out.
if TYPE_CHECKING:
    KindName = str
    Rollup = str
else:
    KindName = Literal[tuple(KINDS)]
    Rollup = Literal[tuple(ROLLUPS)]

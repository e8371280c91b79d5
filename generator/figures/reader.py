"""What was typed for a figure, to a quantity; or why it is none, and what to type instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache

from msgspec.structs import replace

from generator.chinese.numerals import DIGITS, POINT
from generator.figures.mistyped import meant_by, other_readings
from generator.figures.quantity import (
    ABOUT_WORDS,
    NO_STEP,
    PERCENT_UNITS,
    QUALIFIERS_INSIDE,
    WIDE_TO_NARROW,
    ZERO_WORDS,
    Fault,
    Quantity,
    Unit,
    split_unit,
)
from generator.figures.written import PLACE_OF_NUMBER, Written, alternatives, take_apart
from generator.problem import shorten
from generator.reading.value_slips import PASTED, SHEET_FAULT

SLASHES = str.maketrans("∕⁄", "//")
NO_UNIT = re.compile(rf"[\d{''.join((*DIGITS, *QUALIFIERS_INSIDE))}，。；、：（）()“”\"',.:;=+*—–～~成折‰-]")
"""What no unit holds: a text with it is a remark, a second figure or another measure of share."""
FOREIGN = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ○|]")
"""What a unit in Chinese does not hold; it is a slip in a number or a symbol whose size is not known."""
MOST_UNIT, MOST_DIGITS, MOST_QUOTED = 8, 15, 30
HASH = re.compile(r"[#＃]")
"""Begins a remark that was typed too close, or full-width, to be one."""
SIMPLE = re.compile(r"(0|[1-9][0-9]{0,14})([^\d\s]+)")
"""A whole number and a unit: nearly every figure."""
ONE_NUMBER = re.compile(r"\d{1,3}(?:\s+\d{3})+(?!\d)|\d\s+\d(?!\d)")
"""Digits that blanks part and that are still one number: those of thousands, or two that slipped apart."""
BLANK_INSIDE = re.compile(r"(?<=\d)\s+(?=\d)")
"""Between the digits of one number, or between two numbers."""
TWO_POINTS = re.compile(r"\d\.\d+\.\d")
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
REMARKS = (
    "含",
    "不含",
    "包括",
    "不包括",
    "包含",
    "其中",
    "另",
    "见",
    "详见",
    "按",
    "按照",
    "根据",
    "依据",
    "截至",
    "截止",
    "数据",
)
"""How a remark in brackets begins that leaves the figure before it what it is."""
REMARK = re.compile(rf"([^（(]*[^（(\s])\s*([（(](?:{alternatives(REMARKS)})[^（(）)\d]{{1,40}}[）)])")
"""A figure with such a remark, that holds no figure of its own, behind it."""
MOST_BESIDE = 3
"""How many fields are named where a figure may belong."""
ONE_OF_TIME = {
    "年": "一年",
    "月": "一个月",
    "季度": "一个季度",
    "季": "一个季度",
    "天": "一天",
    "日": "一天",
    "周": "一周",
}
"""What a figure may be of each of, and one of it."""
COUNTERS = frozenset("次起件批场回例宗项条处个期")
"""Words that count events and things, one as good as another: 2起 and 2次."""
Counted = Iterable[tuple[str, Unit]]
"""Fields by name, each with what it counts."""


def read_quantity(text: str, unit: Unit, scale: str = "", beside: Counted = ()) -> Quantity | Fault:
    """The quantity ``text`` writes for a field in ``unit``, or why it is none.

    ``scale`` is the 万 of a field declared in 万元, used when no unit was typed; ``beside`` are the fields of the same
    group, where a figure in another unit may belong.
    """
    typed = text.strip().translate(WIDE_TO_NARROW)
    if (simple := SIMPLE.fullmatch(typed)) and simple[2] == unit.name and _is_plain(unit.name):
        number = Fraction(int(simple[1]))
        return Quantity(simple[1], unit.name, "", number, number, number=number)
    return read_in_full(text, unit, scale, beside)


def read_in_full(text: str, unit: Unit, scale: str = "", beside: Counted = ()) -> Quantity | Fault:
    """What ``read_quantity`` must come to, read without its glance at a plain number and unit."""
    found = _read(text, unit, scale, beside)
    if isinstance(found, Quantity) or len(text) > MOST_QUOTED:
        return found
    for said, candidate in meant_by(text.strip(), unit):
        meant = _read(candidate, unit, scale, beside)
        if isinstance(meant, Quantity):
            return Fault(f"「{text}」{said}。", f"请改为「{meant.text}」。")
    return found


def split_remark(text: str) -> tuple[str, str]:
    """A figure and the remark in brackets behind it, empty when there is none: 12.27万元, （含价格补贴）."""
    match = REMARK.fullmatch(text.strip()) if text.endswith(("）", ")")) else None
    return (match[1], match[2]) if match else (text, "")


def misread(text: str, units: Mapping[str, Unit]) -> Fault | None:
    """What is wrong with a figure that may be in any unit, when a slip makes what is typed behind it no known one."""
    if len(text) > MOST_QUOTED or (unit := typed_unit(text)) in units:
        return None
    for said, candidate in meant_by(text.strip(), Unit(unit)):
        known = typed_unit(candidate)
        meant = _read(candidate, units.get(known, Unit("")), "", ())
        if isinstance(meant, Quantity):
            advice = f"请改为「{meant.text}」。" if known else f"请写「{meant.text}」，后面写上单位。"
            return Fault(f"「{text}」{said}。", advice)
    return None


def unit_around(text: str, units: Mapping[str, Unit]) -> Unit | None:
    """The unit that is written around the number of ``text``, as 每人每月1100元 is; None when there is none."""
    if text[:1].isdigit():
        return None
    around = (
        (head, unit)
        for unit in units.values()
        for head, tail in _written_around(unit)
        if text.startswith(head) and text.endswith(tail)
    )
    return max(around, key=lambda one: len(one[0]), default=("", None))[1]


def _written_around(unit: Unit) -> Iterator[tuple[str, str]]:
    """What stands before and behind the number in each name of a unit that is written around it."""
    names = (name.partition(PLACE_OF_NUMBER) for name, _ in unit.accepted if PLACE_OF_NUMBER in name)
    return ((head, tail) for head, _, tail in names)


def _read(text: str, unit: Unit, scale: str, beside: Counted) -> Quantity | Fault:
    """The quantity that a text writes to the letter, or why it is none."""
    typed = text.strip().translate(WIDE_TO_NARROW)
    text = shorten(text, MOST_QUOTED)
    if typed in ZERO_WORDS:
        return Quantity("0", scale + unit.name, "", Fraction(0), Fraction(0), number=Fraction(0))
    if fault := _no_remark(typed, text) or _not_one_number(typed, text):
        return fault
    written = _taken_apart(typed, unit)
    if written is None:
        return _not_a_figure(text, scale + unit.name)
    if fault := _number_fault(written, text):
        return fault
    factor = _factor(unit, written)
    if factor is None:
        return _wrong_unit(text, written, scale + unit.name, beside)
    added = "" if written.unit or written.names_its_scale else scale
    counted = replace(written, scale=added) if added else written
    low, high, said = counted.span(factor)
    if fault := _value_fault(text, written, unit, (low, high)):
        return fault
    if "/" in written.first_unit and written.first_unit == added + written.scale + written.unit:
        written = replace(written, first_unit="")
    word = next(iter(written.words), "")
    step = counted.step(unit.name, factor) if said else NO_STEP
    if low is not None and high is not None and step and not word:
        half = step / 2
        low, high = low - half, high + half
    shown = (written if step else written.without_places).up_to_unit
    name, is_spelled = written.unit.translate(SLASHES) or added + unit.name, written.is_share
    return Quantity(shown, name, written.after, low, high, counted.first_scale, said, factor, step, word, is_spelled)


def _no_remark(typed: str, text: str) -> Fault | None:
    """What is wrong with a # in a figure: pasted from a spreadsheet, or too close to what stands before it."""
    sign = HASH.search(typed)
    if sign is None:
        return None
    if pasted := SHEET_FAULT.search(typed):
        return Fault(f"「{pasted[0]}」{PASTED}。", "请填上正确的数；没有就留空。")
    cure = "请在 # 前面加一个空格" if sign[0] == "#" else "请改用半角的 #，并在它前面加一个空格"
    return Fault(f"看不懂数字「{text}」。", f"{sign[0]} 后面的如果是说明，{cure}。")


def _not_one_number(typed: str, text: str) -> Fault | None:
    """What is wrong with digits that a blank or a second point parts."""
    if BLANK_INSIDE.search(typed):
        apart, joined = "是两个数的，请分开填在各自的项目里", f"请去掉空格，写「{BLANK_INSIDE.sub('', typed)}」"
        advice = (
            f"是一个数的，{joined}；{apart}。" if ONE_NUMBER.match(typed) else f"{apart}；确实是一个数的，{joined}。"
        )
        return Fault(f"「{text}」的数字中间有空格。", advice)
    if TWO_POINTS.search(typed):
        return Fault(f"「{text}」里有两个小数点。", "请核对，只留一个小数点。")
    return None


def _taken_apart(typed: str, unit: Unit) -> Written | None:
    """The parts of a figure; what of the unit stands before its number and the 千 of 千克 belong to the unit."""
    rate, behind = "", ""
    if not typed[:1].isdigit():
        rate, behind = max((ends for ends in _written_around(unit) if typed.startswith(ends[0])), default=("", ""))
    written = take_apart(typed, rate)
    if written is None or written.is_share:
        return written
    if rate:
        return replace(written, unit=written.unit or behind)
    if written.scale and written.unit and unit.factor(written.unit.translate(SLASHES)) is None:
        whole = written.scale + written.unit
        return replace(written, scale="", unit=whole) if unit.factor(whole) is not None else written
    return written


def _factor(unit: Unit, written: Written) -> Fraction | None:
    """How many of a unit one of what was typed is; None when it counts something else."""
    if written.is_share:
        return Fraction(1) if unit.name == written.unit_of_share and not written.unit else None
    typed = written.unit.translate(SLASHES)
    if written.rate:
        return unit.factor(f"{written.rate}{PLACE_OF_NUMBER}{typed}")
    return unit.factor(typed) if typed else Fraction(1)


@lru_cache(maxsize=256)
def _is_plain(unit: str) -> bool:
    """Whether a whole number of a unit is known to be that, and the unit read as nothing else.

    The 千 of 千克 might be a thousand, and a percentage is rounded to its last digit.
    """
    written = take_apart(f"1{unit}")
    return written is not None and written.unit == unit and unit not in PERCENT_UNITS


def typed_unit(text: str) -> str:
    """The unit that ``text`` writes behind its number, empty when there is none or no number."""
    written = take_apart(text.strip().translate(WIDE_TO_NARROW))
    return "" if written is None else written.unit_of_share if written.is_share else written.unit


def _not_a_figure(text: str, unit: str) -> Fault:
    if re.search(r"几|来|数[十百千万]", text):
        return Fault(
            f"「{text}」不是确切的数。", f"请填阿拉伯数字，如「35{unit}」；约数可写「30多{unit}」「近40{unit}」。"
        )
    return Fault(f"看不懂数字「{text}」。", f"请填一个数，如「274{unit}」「50余{unit}」「超过50{unit}」。")


def _number_fault(written: Written, text: str) -> Fault | None:
    """What is wrong with the digits and the words around them."""
    for number in (written.number, written.end):
        if not number:
            continue
        if not GROUPED.fullmatch(number):
            return _comma_fault(written, text)
        if number[0] == "0" and number[1:2].isdigit():
            return Fault(f"「{text}」以0开头。", "请核对是否漏打或多打了数字，再去掉前面的0。")
        if len(written.lead + number) > MOST_DIGITS < sum(map(str.isdigit, written.lead + number)):
            return Fault(f"「{text}」位数太多。", "请核对是否多打了数字。")
    if not written.is_well_formed:
        return Fault(f"看不懂数字「{text}」。", "请改用阿拉伯数字，只写一个数和单位。")
    if written.amount is None:
        return Fault(f"读不准「{text}」里的汉字数字。", "请改用阿拉伯数字。")
    return _words_fault(written, text)


def _comma_fault(written: Written, text: str) -> Fault:
    """What is wrong with a comma; the one of 2,3万 may be meant for a point."""
    what = f"「{text}」的逗号位置不对。"
    if written.scale and written.number.count(",") == 1 and "." not in written.number and not written.end:
        pointed = replace(written, number=written.number.replace(",", "."))
        meant = f"{pointed.up_to_unit}{written.unit}{written.after}"
        return Fault(what, f"是小数点的，请写「{meant}」；是千分位的，逗号应每三位一个，如「1,227,396元」。")
    return Fault(what, "千分位逗号应每三位一个，如「1,227,396元」；也可以不写逗号。")


def _words_fault(written: Written, text: str) -> Fault | None:
    """What is wrong with the words that qualify a number, and with the two sides of a range."""
    words = written.words
    if written.end and any(word not in ABOUT_WORDS for word in words):
        return Fault(f"「{text}」既写了两头又用了约数词。", "请只留一种，如「5-10元」或「10元以上」。")
    if len(words) > 1 and written.before not in ABOUT_WORDS:
        return Fault(f"「{text}」用了两个约数词。", "请只留一个，如「超过50万元」或「50余万元」。")
    if written.first_unit and written.first_unit not in (written.unit, written.scale + written.unit, written.scale):
        return Fault(f"「{text}」两头的单位不一样。", "请写成「5-10元」这样，两头用同一个单位。")
    return None


def _value_fault(
    text: str, written: Written, unit: Unit, bounds: tuple[Fraction | None, Fraction | None]
) -> Fault | None:
    """Why a number cannot be one of its field."""
    low, high = bounds
    if written.sign:
        return Fault(f"「{text}」是负数。", "这里只能填零或正数；减少的数请填在相应的减少、取消项目里。")
    if low is not None and high is not None and low > high:
        return Fault(f"「{text}」前面的数比后面的大。", "请核对，并把小的写在前面，如「5-10元」。")
    if unit.whole and any(bound is not None and bound.denominator != 1 for bound in bounds):
        return Fault(f"「{text}」不是整数。", f"{unit.name}数只能是整数，请核对。")
    return None


def _wrong_unit(text: str, written: Written, wanted: str, beside: Counted) -> Fault:
    """That a number counts something else than its field, and where it may belong."""
    typed, base = written.unit, split_unit(wanted)[1]
    if written.is_share:
        advice = (
            f"请换算成以{wanted}计的数。"
            if wanted in PERCENT_UNITS
            else "成数和百分之几只能填在百分比里，请检查是否填错了行。"
        )
        return Fault(f"「{text}」的单位应是{wanted}。", advice)
    if typed[0] in f"几来数{POINT}":
        return _not_a_figure(text, wanted)
    if readings := other_readings(text):
        return Fault(f"「{text}」可以读成几个数。", f"请写成{'或'.join(f'「{one}{base}」' for one in readings)}。")
    if NO_UNIT.search(typed) or len(typed) > MOST_UNIT:
        return Fault(
            f"看不懂数字「{text}」。", f"这里只填一个数和单位，如「274{wanted}」；说明文字请写在“#”后面或措施里。"
        )
    if FOREIGN.search(typed):
        what = f"看不懂「{text}」里的「{typed}」。"
        return Fault(what, f"请只用数字、“万”“亿”和单位，如「274{wanted}」；别的单位请先换算。")
    if fault := _of_each(text, written, wanted, beside):
        return fault
    homes = [name for name, unit in beside if unit.name == typed]
    homes = homes or [name for name, unit in beside if unit.factor(typed) is not None]
    if typed in PERCENT_UNITS and not homes:
        return Fault(f"「{text}」的单位应是{wanted}。", "请检查是否填错了行。")
    return Fault(f"「{text}」的单位应是{wanted}。", _where_counted(homes, typed, written, wanted))


def _of_each(text: str, written: Written, wanted: str, beside: Counted) -> Fault | None:
    """What is wrong with so much a month or a household where all of it is asked for; its number is no sum of it."""
    base, slash, each = written.unit.translate(SLASHES).partition("/")
    if not slash or "/" in wanted or not any(name == base for name in (split_unit(wanted)[1], wanted)):
        return None
    whole = f"{replace(written, first_unit='', rate='').up_to_unit}{base}{written.after}"
    if each in ONE_OF_TIME:
        homes = (
            ""
            if written.scale
            else "".join(f"「{name}」" for name, unit in beside if unit.factor(written.unit) is not None)
        )
        moved = f"每人每{each}的标准请填在{homes}里；" if homes else ""
        return Fault(
            f"「{text}」后面多写了“/{each}”。",
            f"填的就是{ONE_OF_TIME[each]}的总数的，请写「{whole}」；{moved}这一行要的是别的一段时间的，请换算成那段时间的总数。",
        )
    return Fault(f"「{text}」是每{each}的数，这一行填的是总数。", "请填总数；平均数要印的，请写进自定义。")


def _where_counted(homes: list[str], typed: str, written: Written, wanted: str) -> str:
    """What to do about a figure in another unit than its field's: the fields that count in it are named."""
    named = "".join(f"「{name}」" for name in homes[:MOST_BESIDE])
    which = "里对应的一项" if len(homes) > 1 else ""
    is_counted = typed in COUNTERS and split_unit(wanted)[1] in COUNTERS
    if homes and not is_counted:
        return f"这一行请填以{wanted}计的数；说的是{named}{which}的，请移到那里。"
    meant = f"{replace(written, first_unit='', rate='').up_to_unit}{split_unit(wanted)[1]}{written.after}"
    elsewhere = f"说的是{named}{which}的，请移到那里" if homes else "填错了行的，请移到那一行"
    return f"只是单位写错的，请写「{meant}」；{elsewhere}。"

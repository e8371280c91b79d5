"""What was left blank, and what was typed by halves: ×× where digits belong, a fault pasted from a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from generator.chinese.numerals import NUMERAL_CHARS
from generator.figures.quantity import Unit
from generator.problem import Place, Problem, notice, warning
from generator.reading.value_slips import PASTED, SHEET_FAULT

BLANKS = frozenset(("", "~", "/", "待填", "null"))
UNKNOWN_WORDS = frozenset((
    "暂无", "暂缺", "暂无数据", "暂无统计", "无数据", "不详", "不明", "未知", "未统计", "尚未统计", "待统计", "正在统计", "统计中",
    "待定", "待补", "待核", "待核实",
    "暫無", "暫缺", "暫無數據", "暫無統計", "無數據", "不詳", "未統計", "尚未統計", "待統計", "正在統計", "統計中",
    "待補", "待核實",
))  # fmt: skip
"""What is typed for a figure or a day that is not known yet, in either script."""
UNWRITTEN = UNKNOWN_WORDS | {
    "略", "省略", "从略", "待写", "待补充", "待完善", "待续", "同上", "同前", "同上年", "同去年", "按要求填写", "示例", "测试",
}  # fmt: skip
"""What stands alone where a sentence is still to be written."""
ONLY_A_DAY = re.compile(
    r"(?:\d{4}|[〇○零一二三四五六七八九]{4})年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日"
)
LEFT_IN = re.compile(
    r"[（(【\[]?(?:此处|这里)(?:请|再|应|需|要|待)?(?:插入|补充|补|填写|填|加上?|附)[^，。；）)】\n]{0,12}[）)】\]]?|第\s*\d+\s*页\s*[,，/／]?\s*共\s*\d+\s*页"
)
"""What a writer left for another, or a page brought along: 此处插入照片, 第1页 共3页."""
TO_A_COLLEAGUE = re.compile(
    r"[（(【\[](?=[^（(）)]*(?:你|您|补|核实|核对|确认|再改|修改|待|[?？@]))[^（(）)】\]]+[）)】\]]"
)
CROSSES = "xX×✕╳ｘＸ*＊_＿"
NUMERALS = f"{NUMERAL_CHARS}○"
CIRCLES = rf"(?<![{NUMERALS}])[〇○]{{2,}}(?![{NUMERALS}])"
"""〇〇人, but not the zeros of 二〇〇八年."""
EMPTY_BRACKETS = r"（\s*）|(?<![\]A-Za-z])\(\s*\)"
WIDE_GAP = r"(?<=[^\W\d_])[ \u3000]{2,}(?=[^\W\d_])"
WHOLLY_MASKED = re.compile(rf"[{CROSSES}\s]+|-+|—+")
PARTLY_MASKED = re.compile(
    rf"[{CROSSES}]{{2,}}|^[{CROSSES}]|(?<![A-Za-z])[{CROSSES}](?!\s*\d)|[?？□…]|\.{{3}}|-{{2,}}(?!\d)|—{{3,}}|{CIRCLES}|{EMPTY_BRACKETS}"
)
"""In a figure or a date; a cross before a digit is 3×4, of which the reader of figures tells."""
MASKED_IN_NAME = re.compile(rf"[{CROSSES}]{{2,}}|^[{CROSSES}]|{CIRCLES}|□")
MAY_BE_OPEN = re.compile(r"[xX×✕╳ｘＸ*＊_＿?？□…#.\-—〇○（( \u3000]")
"""A sign that something may have been left open begins with one of these; a text is looked through for them at once."""
HINT = re.compile(r"[xX×✕╳ｘＸ*＊_＿?？□…#]|\.\.\.|--|——|[〇○]{2}|[（(]\s*[)）]|[^\W\d_][ \u3000]{2}")
"""Without one of these a text holds nothing to look at closely."""
RUN = re.compile(rf"[{CROSSES}]+|[?？]+|…+|\.{{3,}}|-{{2,}}|—{{2,}}|□+|{CIRCLES}|{EMPTY_BRACKETS}|{WIDE_GAP}")
OPEN_DIGITS = re.compile(rf"[{CROSSES}]+|[?？]+|□+|{CIRCLES}")
EMPHASIS = re.compile(
    r"(?<![\d*])(?P<stars>\*\*?)(?=\w)(?P<starred>[^*\n]+?)(?<=\w)(?P=stars)(?!\*)"
    r"|(?<!\w)(?P<lines>__?)(?=[^\W_])(?P<lined>[^_\n]+?)(?<=\w)(?P=lines)(?!\w)"
)
"""Markdown's, which leaves nothing open."""
DIGITS_BEFORE = re.compile(r"\d[\d,.]*$")
BEHIND_RUN = re.compile(r"(?P<scale>[余多]?[十百千万亿]*[余多]?)(?P<unit>[^\W\d_]{0,4}[%％‰㎡]?(?:/[^\W\d_]{1,3})?)")
OF_DAYS = frozenset(("年", "月", "日", "号", "天", "时", "周", "季度"))
OF_FORMULAS = re.compile(r"[数均]")
"""Behind the 人 of 标准×人数: nothing was left open there."""
AT_END = re.compile(r"[\s，。；：、！？）)|,;]|$")
BEFORE_ORDINALS = "第"
YEAR = re.compile(r"(?:19|20)\d?")
DIGITS_OF_YEAR = 4
MASKED_NAME = re.compile(rf"[\u3400-\u9fff]{{1,2}}[{CROSSES}]{{1,2}}[\u3400-\u9fff]?")
"""张××, 李×明: in a table of people a name is hidden on purpose, as the middle of 138****5678 is anywhere."""
LEAST_SHOWN, LEAST_HIDDEN = 3, 3
QUOTED_AROUND = 12


class _Open(NamedTuple):
    """A part of a text that was left open."""

    start: int
    text: str
    is_year: bool = False


class _Around(NamedTuple):
    """A run of marks with what stands about it."""

    marks: str
    before: str
    """The one character before it and its digits."""
    digits: str
    after: str
    scale: str
    unit: str
    """The unit behind it, empty when what stands there is none."""

    @property
    def ends(self) -> bool:
        """Whether nothing that belongs to it follows its unit."""
        return bool(AT_END.match(self.after, len(self.scale + self.unit)))

    @property
    def counts(self) -> bool:
        """Whether a unit or a 万 follows that a number belongs before."""
        return bool(self.scale or self.unit) and not OF_FORMULAS.match(self.after, len(self.scale + self.unit))


def is_blank(text: str) -> bool:
    """Whether ``text`` leaves a field unfilled: nothing, ~, xx, ××, 待填 …"""
    stripped = text.strip()
    return stripped in BLANKS or bool(WHOLLY_MASKED.fullmatch(stripped))


def is_masked(text: str) -> bool:
    """Whether a figure or date is still to be filled in, wholly or in part: ××, 20xx, 9？人."""
    stripped = text.strip()
    if is_blank(stripped) or says_unknown(stripped):
        return True
    return bool(MAY_BE_OPEN.search(stripped) and PARTLY_MASKED.search(stripped))


def as_if_filled(text: str) -> str:
    """``text`` with a digit for what stands for digits still to come, so that it reads as the figure it will be."""
    return OPEN_DIGITS.sub("0", text) if is_masked(text) else text


def says_unknown(text: str) -> bool:
    """Whether ``text`` says that a figure or a day is not known yet: 暂无, 待统计 …"""
    return text.strip() in UNKNOWN_WORDS


def is_masked_name(text: str) -> bool:
    """Whether a name is still to be filled in, wholly or in part: ××镇."""
    return is_blank(text) or bool(MASKED_IN_NAME.search(text.strip()))


def counts_as_blank(text: str, place: Place) -> Problem:
    """A warning that a figure, date or name was typed by halves, and is left out for that; a notice of one not known."""
    if says_unknown(text):
        what = f"「{text.strip()}」按没有填处理，文中不写这一项。"
        return notice(place, what, "有了数请补上；确实一个也没有的，请填「无」。")
    return warning(place, f"「{text.strip()}」没有填完，按没有填处理。", "请补上；没有就留空。")


def unfinished_problems(
    text: str, place: Place, units: Mapping[str, Unit], in_table: bool = False
) -> tuple[Problem, ...]:
    """A warning for each part of a text that was typed by halves; the text prints as it is all the same."""
    if not in_table and (word := text.strip().rstrip("。；，.;,")) in UNWRITTEN:
        return (warning(place, f"「{word}」像是还没有写，会照字面印出。", "请写上内容；没有就删去。"),)
    found = [] if in_table else list(_left_in(text.strip().rstrip("。"), place))
    if not (MAY_BE_OPEN.search(text) and HINT.search(text)):
        return tuple(found)
    names = OF_DAYS.union(*((unit.name, *(other for other, _ in unit.accepted)) for unit in units.values()))
    for number, line in enumerate(text.split("\n")):
        at = place._replace(spot=place.spot.of_line(number))
        is_row = in_table or "\t" in line or line.lstrip().startswith("|")
        for part in line.replace("\t", "|").split("|") if is_row else (line,):
            found += _problems(part.strip(), at, names, is_row)
    return tuple(found)


def _left_in(text: str, place: Place) -> Iterator[Problem]:
    """Warnings of what was never meant to be printed: a note to a colleague, a mark for a picture, a page's own number."""
    if ONLY_A_DAY.fullmatch(text):
        yield warning(
            place,
            f"「{text}」只是一个日期，会照字面印成一段。",
            "是成文日期的，请填在表头的「成文日期」；不是的请删去。",
        )
    elif TO_A_COLLEAGUE.fullmatch(text):
        yield warning(
            place, f"「{text}」像是写给同事看的，会照字面印出。", "不印的请删去，或写在 # 后面；要印的请去掉括号。"
        )
    elif "处" in text or "这里" in text or "页" in text:
        for match in LEFT_IN.finditer(text):
            at = place._replace(spot=place.spot.of_line(text.count("\n", 0, match.start())))
            yield warning(at, f"「{match[0].strip()}」像是没有写完，或者是粘过来的，会照字面印出。", "请补上，或删去。")


def _problems(text: str, place: Place, units: Container[str], in_table: bool) -> Iterator[Problem]:
    for fault in SHEET_FAULT.findall(text):
        what = f"「{fault}」{PASTED}，会照字面印出。"
        yield warning(place, what, "请改为正确的内容；没有就删去。")
    text = EMPHASIS.sub(lambda match: match["starred"] or match["lined"], text)
    for part in _left_open(text, units, in_table):
        around = _quoted_around(text, part)
        named = f"「{around}」里的「{part.text}」" if around != part.text else f"「{around}」"
        if part.is_year:
            yield notice(place, f"{named}没有写明是哪一年，会照字面印出。", "请写明年份，或改写这一句。")
        else:
            yield warning(place, f"{named}像是没有填完。", "请补上，或改写这一句。")


def _left_open(text: str, units: Container[str], in_table: bool) -> Iterator[_Open]:
    """Every part of one line that was left open."""
    for match in RUN.finditer(text):
        around = _about(text, match, units)
        is_column = around.marks.isspace() and around.before in units
        if is_column or (in_table and MASKED_NAME.fullmatch(text) and not around.counts):
            continue
        start = match.start() - len(around.digits)
        shown = around.digits + around.marks
        if YEAR.fullmatch(around.digits) and len(shown) == DIGITS_OF_YEAR and around.marks[0] in CROSSES:
            yield _Open(start, shown + around.unit, is_year=True)
        elif _is_open(around) or (len(text) == len(around.marks) and not is_blank(text)):
            yield _Open(start, shown + around.scale + around.unit)


def _about(text: str, match: re.Match[str], units: Container[str]) -> _Around:
    start, end = match.span()
    found = DIGITS_BEFORE.search(text, max(start - 16, 0), start)
    digits = found[0] if found else ""
    counted = BEHIND_RUN.match(text, end)
    assert counted is not None
    unit = next((one for n in range(len(counted["unit"]), 0, -1) if (one := counted["unit"][:n]) in units), "")
    before = text[max(start - len(digits) - 1, 0) : start]
    return _Around(match[0], before, digits, text[end : end + 20], counted["scale"], unit)


def _is_open(around: _Around) -> bool:
    """Whether a run of marks stands where something was still to be filled in."""
    several, sign = len(around.marks) > 1, around.marks[0]
    if sign in CROSSES:
        if _is_latin(around.before[-1:]) or _is_latin(around.after[:1]):
            return False
        if len(around.digits) >= LEAST_SHOWN and len(around.marks) >= LEAST_HIDDEN:
            return False
        if sign in "*＊":
            return around.counts and (bool(around.digits) or around.ends)
        if several:
            return True
        left = bool(around.digits) and around.ends and not around.after[:1].isdigit()
        return around.before == BEFORE_ORDINALS or around.counts or left
    if sign.isspace():
        return around.counts and around.ends and not around.after[len(around.scale + around.unit) :][:1].isspace()
    if sign in "〇○（(" or (sign == "□" and several):
        return True
    return around.counts and (bool(around.digits) or around.ends or (sign in "?？" and several))


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _quoted_around(text: str, part: _Open) -> str:
    """The part with so much of its sentence as a message can quote."""
    start, end = max(part.start - QUOTED_AROUND, 0), part.start + len(part.text) + QUOTED_AROUND
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"

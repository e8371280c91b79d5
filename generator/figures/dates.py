"""Dates as officials type them, with the first and last day each may mean.

2012-07-04 prints as 2012年7月4日; 4月份, 9月初, 8·19 and 3号前 print as typed. A time of day stays with its day:
7月5日14:30 prints as 7月5日14时30分.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from generator.chinese.numerals import read_chinese_number
from generator.figures.quantity import WIDE_TO_NARROW, Fault

ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
CHINESE_DATE = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月份?)?(?:(?P<day>\d{1,2})[日号])?"
    r"(?P<part>上旬|中旬|下旬|年底|年初|初|底|末|前|后)?"
)
SHORT_DATE = re.compile(r"(?:(?P<year>\d{4})年)?[“\"]?(?P<month>\d{1,2})[·.．](?P<day>\d{1,2})[”\"]?")
PART_OF_DAY = "凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|晚间|夜间|夜里|深夜|当晚|早|晚"
CLOCK = re.compile(
    rf"[\sT]*(?P<part>{PART_OF_DAY})?\s*"
    r"(?P<hour>\d{1,2})\s*(?:[:：](?P<sixtieth>\d{2})(?::(?P<second>\d{2}))?"
    r"|[时時点點](?:(?P<minute>\d{1,2})分?|(?P<half>半)|钟|整)?)(?P<about>许|左右|前|后)?$"
)
"""A time at the end of a date: 14时30分, 14:30, 下午2点半."""
ONLY_PART = re.compile(rf"(?<=[日号])(?P<part>{PART_OF_DAY})$")
YEAR_END = "年底"
PARTS_OF_MONTH = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (21, 31), "末": (21, 31)}
CALENDAR_YEARS = range(1900, 2101)
STOCK_DAY_ADVICE = "请写成「11月底」「11月30日」或「2012-11-30」。"
ADVICE = "请写成「2012-07-04」「2012年7月4日」「7月4日」「4月份」或「9月初」。"


DAY_OF_WEEK = re.compile(r"[（(]?(?:星期|周|礼拜)[一二三四五六日天][）)]?$")
SPOKEN_YEAR_OF_DATE = re.compile(r"^[一二][〇零○Oo0一二三四五六七八九]{3}(?=年)")
ONE_BY_ONE = str.maketrans("〇零○Oo一二三四五六七八九", "00000123456789")
SPOKEN_PART = re.compile(r"元(?=月)|[一二三四五六七八九十廿卅]+(?=月|[日号])")
EIGHT_DIGITS = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)")
UP_TO = re.compile(r"^(?:截至|截止|统计至|至)|(?:为止|止)$")
"""What only says that a day is the last."""
YEAR_CUT_SHORT = re.compile(r"(\d\d)[-/.](\d{1,2})[-/.](\d{1,2})")
YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
SIGNED_ADVICE = "请写全年、月、日，如「2012-12-20」或「2012年12月20日」。"
SOME_YEAR = 2000
"""Stands in while a form's year is not known, so that its dates still compare; a leap year."""


class Moment(Struct, frozen=True):
    """A date: how it prints, and the first and last day it may mean; None is not known."""

    text: str
    first: date | None
    last: date | None


def read_moment(text: str, year: int | None = None) -> Moment | Fault:
    """The date ``text`` writes, with its time of day where it has one; one without a year belongs to ``year``."""
    found = _read_date(text, year)
    timed = _read_timed(text, year) if isinstance(found, Fault) else None
    return timed or found


def _read_timed(text: str, year: int | None) -> Moment | Fault | None:
    """The day and the time that a text writes; None when it ends in no time, or names no day before it."""
    typed = text.strip().translate(WIDE_TO_NARROW)
    match = CLOCK.search(typed) or ONLY_PART.search(typed)
    if match is None or not match.start():
        return None
    before = typed[: match.start()]
    in_some_year, day = _read_date(before, SOME_YEAR), _read_date(before, year)
    if isinstance(in_some_year, Fault):
        return in_some_year
    if in_some_year.first is None or in_some_year.first != in_some_year.last:
        return None
    time = _chinese_time(match.groupdict())
    if isinstance(day, Fault):
        return day
    if isinstance(time, Fault):
        return time
    first, last = (None if time.endswith(edge) else at for edge, at in (("前", day.first), ("后", day.last)))
    return Moment(_spelled_day(day.text, in_some_year.first) + time, first, last)


def _spelled_day(shown: str, day: date) -> str:
    """A day as it prints before a time: 7月4日 for 7.4, which would run into the hour."""
    return shown if shown.endswith(("日", "号")) else f"{day.month}月{day.day}日"


def _chinese_time(found: dict[str, str | None]) -> str | Fault:
    """A time as papers write it: 14时30分; the minutes as typed, so that 8时02分 keeps its zero."""
    part, hour = found["part"] or "", found.get("hour")
    if hour is None:
        return part
    minute = "30" if found["half"] else found["sixtieth"] or found["minute"] or ""
    second = found["second"] or ""
    said = found["about"] or ""
    if int(hour) > 24 or int(minute or 0) > 59 or int(second or 0) > 59 or (int(hour) == 24 and int(minute or 0)):
        return Fault(f"没有{hour}时{minute}{'分' if minute else ''}这个时刻。", "一天是0时至24时，一小时是0分至59分。")
    shown = f"{minute}分" if minute and not (found["sixtieth"] and minute == "00") else ""
    shown += f"{second}秒" if second and second != "00" else ""
    return f"{part}{int(hour)}时{shown}{said}"


def _read_date(text: str, year: int | None) -> Moment | Fault:
    """The date ``text`` writes, without a time of day."""
    typed = _in_digits(re.sub(r"\s+", "", text.strip().translate(WIDE_TO_NARROW)))
    if match := ISO.fullmatch(typed):
        numbers = [int(group) if group else None for group in match.groups()]
        return _moment(text, None, numbers[0], numbers[1], numbers[2], "")
    for pattern in (SHORT_DATE, CHINESE_DATE):
        match = pattern.fullmatch(typed.removeprefix("每月"))
        found = match.groupdict() if match else {}
        numbers = [int(found[name]) if found.get(name) else None for name in ("year", "month", "day")]
        part = found.get("part") or ""
        if part in ("年初", "年底") or any(number is not None for number in numbers):
            own_year = year if numbers[0] is None else numbers[0]
            return _moment(text, typed, own_year, numbers[1], numbers[2], part)
    return Fault(f"看不懂日期「{text}」。", _meant_day(typed) or ADVICE)


def _in_digits(typed: str) -> str:
    """A date without its day of the week, its Chinese numerals as digits: 二〇二三年十二月廿五日, 2023年元月, 20231225."""
    typed = DAY_OF_WEEK.sub("", typed)
    if match := EIGHT_DIGITS.fullmatch(typed):
        return "-".join(match.groups())
    typed = SPOKEN_YEAR_OF_DATE.sub(lambda found: found[0].translate(ONE_BY_ONE), typed)
    return SPOKEN_PART.sub(_part_in_digits, typed) if SPOKEN_PART.search(typed) else typed


def _part_in_digits(match: re.Match[str]) -> str:
    spoken = match[0].replace("元", "一").replace("廿", "二十").replace("卅", "三十")
    number = read_chinese_number(spoken)
    return match[0] if number is None else str(number)


def _meant_day(typed: str) -> str:
    """What to write for a day whose year is cut short, or stands last; empty for anything else."""
    if match := YEAR_CUT_SHORT.fullmatch(typed):
        return f"请写成「20{match[1]}-{int(match[2]):02}-{int(match[3]):02}」，年份写四位。"
    if match := YEAR_LAST.fullmatch(typed):
        first, second = int(match[1]), int(match[2])
        if second <= 12 and first != second and first <= 12:
            return f"请写成「{match[3]}-{first:02}-{second:02}」或「{match[3]}-{second:02}-{first:02}」，年在前，月、日在后。"
        month, day = (second, first) if first > 12 else (first, second)
        return f"请写成「{match[3]}-{month:02}-{day:02}」，年在前，月、日在后。"
    return ""


def _moment(
    text: str, shown: str | None, year: int | None, month: int | None, day: int | None, part: str
) -> Moment | Fault:
    if year is not None and year not in CALENDAR_YEARS:
        return Fault(f"「{text}」的年份不对，是{year}年。", "请核对年份。")
    if month is not None and not 1 <= month <= 12:
        return Fault(f"「{text}」的月份不对，没有{month}月。", ADVICE)
    longest = monthrange(year or 2000, month)[1] if month else 31
    if day is not None and not 1 <= day <= longest:
        return Fault(f"「{text}」的日期不对，{month or '每'}月没有{day}日。", ADVICE)
    if shown is None:
        shown = chinese_date(date(year or 1, month or 1, day)) if day else f"{year}年{month}月"
    if year is None:
        return Moment(shown, None, None)
    if month is None:
        return Moment(shown, date(year, 1, 1), date(year, 12, 31))
    low, high = (day, day) if day else PARTS_OF_MONTH.get(part, (1, 31))
    first, last = date(year, month, low), date(year, month, min(high, longest))
    return Moment(shown, None if part == "前" else first, None if part == "后" else last)


def read_stock_day(text: str, year: int) -> Moment | Fault:
    """The day up to which figures count: a day, a part of a month or a whole one, whose last day is meant."""
    found = read_moment(UP_TO.sub("", text.strip()), year)
    if isinstance(found, Fault):
        return (
            replace(found, what=f"看不懂日期「{text}」。", advice=STOCK_DAY_ADVICE) if found.advice == ADVICE else found
        )
    if found.last and found.text.endswith(YEAR_END):
        return replace(found, first=date(found.last.year, 12, PARTS_OF_MONTH["底"][0]))
    if found.first is None or found.last is None or found.first.month != found.last.month:
        return Fault(f"「{text}」没有写明到哪个月的哪一天。", STOCK_DAY_ADVICE)
    return found


def read_day(text: str) -> date | Fault:
    """A full calendar date, as 成文日期 must be."""
    found = _read_date(text, None)
    if isinstance(found, Fault):
        return replace(found, advice=SIGNED_ADVICE) if found.advice == ADVICE else found
    if found.first is None or found.first != found.last:
        return Fault(f"「{text}」不是完整的日期。", SIGNED_ADVICE)
    return found.first


def chinese_date(day: date) -> str:
    """A day as official papers write it: 2012年12月20日, no leading zeros (GB/T 9704-2012, 7.3.5)."""
    return f"{day.year}年{day.month}月{day.day}日"


def ends_month(day: date) -> bool:
    """Whether a day is the last of its month."""
    return day.day == monthrange(day.year, day.month)[1]


class Period(Struct, frozen=True):
    """What a report covers within one year: its months, and how it is spoken of."""

    name: str
    first_month: int
    last_month: int
    last_day: int = 0
    """The day it ends on, where that is not the end of its last month."""

    @property
    def months(self) -> int:
        """How many months it has."""
        return self.last_month - self.first_month + 1

    @property
    def is_whole_year(self) -> bool:
        """Whether nothing of the year is outside it."""
        return self.months == 12 and not self.last_day

    def has_months_of(self, other: Period) -> bool:
        """Whether both are the same months, whatever they are called."""
        return replace(self, name="") == replace(other, name="")

    def days(self, year: int) -> tuple[date, date]:
        """Its first and last day."""
        last_day = self.last_day or monthrange(year, self.last_month)[1]
        return date(year, self.first_month, 1), date(year, self.last_month, last_day)


MONTH_RANGE = re.compile(r"(\d{1,2})(?:月?[-—–~～至到](\d{1,2}))?月(?:份)?")
CHINESE_MONTH = re.compile(r"元(?=月)|[一二三四五六七八九十]+(?=月|[-—–~～至到])")


def read_period(text: str, names: dict[str, tuple[int, int]]) -> Period | Fault:
    """The period ``text`` names: one of ``names``, or months like 1—5月."""
    typed = re.sub(r"\s+", "", text.translate(WIDE_TO_NARROW))
    if typed in names:
        return Period(typed, *names[typed])
    match = MONTH_RANGE.fullmatch(CHINESE_MONTH.sub(lambda found: str(read_chinese_number(found[0]) or 1), typed))
    if match:
        first, last = int(match.group(1)), int(match.group(2) or match.group(1))
        if 1 <= first <= last <= 12:
            return Period(f"{first}—{last}月" if first != last else f"{first}月", first, last)
    return Fault(f"看不懂期间「{text}」。", f"请填{'、'.join(list(names)[:4])}，或「1—5月」这样的月份。")

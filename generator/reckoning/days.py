"""The days of a form against one another: dates in its fields, 截至, the period, and the day it was signed."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from generator.figures.dates import SOME_YEAR, Period, chinese_date
from generator.figures.values import Day, Figure, Passage, Words
from generator.form.form import Form
from generator.form.head import SIGNED
from generator.problem import Place, Problem, error, list_some, notice, warning
from generator.reckoning.unit_days import MOST_SECTIONS

LATEST_SIGNING = 6
"""Months after its period within which a paper is signed."""


def check_dates(form: Form) -> Iterator[Problem]:
    """An error for each date in a field that is after the period."""
    period = form.head.period
    last = period.days(form.head.year or SOME_YEAR)[1]
    for path, value in form.values.items():
        if isinstance(value, Day) and value.moment.first and value.moment.first > last:
            what = f"日期「{value.text}」在报告期（{period.name}）之后。"
            yield error(value.place.of(path), what, "请核对年份和月份。")


def check_coverage_days(form: Form) -> Iterator[Problem]:
    """What is odd about each 截至: in another year, outside its period, after signing; a notice of what was taken."""
    said: dict[tuple[Place, str], tuple[Day, list[str]]] = {}
    if form.head.stock_day:
        said[form.head.stock_day.place, form.head.stock_day.text] = form.head.stock_day, [""]
    for key, day in form.stock_days.items():
        said.setdefault((day.place, day.text), (day, []))[1].append(key)
    for day, keys in said.values():
        yield from _check_day(form, day, keys)


def _check_day(form: Form, day: Day, keys: list[str]) -> Iterator[Problem]:
    """What is odd about a 截至 that holds for the sections ``keys``, or for the whole form."""
    whole = form.periods.get(keys[0], form.head.period)
    moment, signed, whose = day.moment, form.head.date, _of_sections(keys)
    if moment.first is None or moment.last is None:
        return
    year = form.head.year or moment.last.year
    first, last = whole.days(year)
    if moment.last.year != year:
        advice = f"请改为{year}年的一天，或核对「年度」。"
        yield error(day.place, f"{whose}截至「{day.text}」不在{year}年。", advice)
    elif moment.last < first:
        what = f"{whose}截至「{day.text}」在报告期（{whole.name}）开始以前。"
        yield error(day.place, what, "请核对「截至」和「期间」。")
    elif signed and moment.first > signed:
        yield warning(day.place, f"{whose}截至「{day.text}」晚于成文日期。", "请核对两处日期。")
    elif moment.first > last:
        what = f"{whose}截至「{day.text}」在报告期（{whole.name}）结束以后。"
        advice = f"时点数写截至{day.text}，期间数仍写{whole.name}；请核对「截至」和「期间」。"
        yield warning(day.place, what, advice)
    elif moment.last < last:
        taken = form.covered(keys[0]).period.name
        what = f"{whose}截至「{day.text}」，早于报告期（{whole.name}）的最后一天。"
        advice = f"文中时点数写截至{day.text}，期间数写{taken}；期满后有新数请更新。"
        yield notice(day.place, what, advice)


def check_claims(form: Form) -> Iterator[Problem]:
    """A notice of each text that speaks of the whole period where figures end before it: 全年, 1—12月, 12月底."""
    whole = form.head.period
    pattern = _claims(whole.name, whole.first_month, whole.last_month)
    dated = form.values.items() if form.head.stock_day or form.stock_days else ()
    counting = {path.partition(".")[0] for path, value in dated if isinstance(value, Figure)}
    for path, value in dated:
        section = path.partition(".")[0]
        for one in value if isinstance(value, tuple) else (value,):
            if section not in counting or not isinstance(one, Words | Passage):
                continue
            covered, found = form.covered(section), pattern.search(one.text)
            if found and covered.day and covered.period.last_month < whole.last_month:
                what = f"这里写了“{found[0]}”，而数字截至{covered.day.text}。"
                advice = f"说的是{covered.period.name}的，请改写；说的是任务、打算的，不用管。"
                yield notice(one.place.of(one.path), what, advice)


@lru_cache(maxsize=64)
def _claims(name: str, first: int, last: int) -> re.Pattern[str]:
    """What speaks of a period to its end."""
    return re.compile(rf"{re.escape(name)}|(?<!\d){first}月?[-—–~～至到]{last}月|(?<!\d){last}月[底末]")


def _of_sections(keys: list[str]) -> str:
    """Which sections a 截至 is for; nothing for the whole form."""
    return f"{list_some(keys, MOST_SECTIONS, '节')}" if keys != [""] else ""


def check_signing(form: Form) -> Iterator[Problem]:
    """A warning where a form was signed before the last month that it tells of, or long after its period."""
    signed, year, typed = form.head.date, form.head.year, form.head.typed.get(SIGNED)
    if not signed or not year or not typed:
        return
    told = max((form.covered(key).period for key in ("", *form.periods)), key=lambda period: period.last_month)
    shown = f"成文日期（{chinese_date(signed)}）"
    if signed < date(year, told.last_month, 1):
        what = f"{shown}在报告期（{told.name}）的最后一个月以前。"
        yield warning(typed.place, what, "请核对成文日期和「年度」「期间」；数字只到前面某个月的，请填「截至」。")
    elif signed > _latest(form.head.period, year):
        what = f"{shown}在报告期（{form.head.period.name}）结束{LATEST_SIGNING}个月以后。"
        yield warning(typed.place, what, "请核对成文日期和「年度」「期间」。")


def _latest(period: Period, year: int) -> date:
    """The last day on which a paper about a period is usually signed."""
    later, month = divmod(period.last_month - 1 + LATEST_SIGNING, 12)
    return date(year + later, month + 1, monthrange(year + later, month + 1)[1])

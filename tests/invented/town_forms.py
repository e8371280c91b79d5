"""The form of one town and year: its head, its sections as its person types them, its own words."""

from __future__ import annotations

from town_model import Count, Money, Standard, Town
from town_sections import CORE, SECTIONS
from town_tables import ANSWERS, BLANK_KEYS, BLANK_MARKS, DAYS, NOTES, OMITTED
from town_texts import CLOSINGS
from town_words import local, words
from town_yaml import FLOW_MARK, Form

Written = dict[str, Form]
"""Forms by the path of their file."""


def head(town: Town, year: int) -> Form:
    """What the form says of itself."""
    form: Form = {f"# {town.name}{year}年度表": ""} if town.has("注", chance=0.2) else {}
    if town.hand.flow:
        form[FLOW_MARK] = ""
    signed = town.name if town.has("署名", chance=0.2) else signature(town)
    form |= {"报告": "town", "单位": town.name, "年度": str(year)}
    if town.has("期间", chance=0.3):
        form["期间"] = "全年"
    form |= {"署名": signed, "成文日期": f"{year}-12-{town.random('日', year).choice(DAYS)}"}
    if answers := ANSWERS.get((town.name, year)):
        form["核对说明"] = dict(answers)
    return form


def signature(town: Town) -> str:
    """街道 have an 办事处, towns a government."""
    return f"{town.name}办事处" if town.kind == "街道" else f"{town.name}人民政府"


def town_form(town: Town, year: int) -> Form:
    """The whole form as typed."""
    form = head(town, year)
    for key, section in SECTIONS.items():
        if key in CORE or town.reports(key, year):
            if key == "低保" and town.name in NOTES:
                form[NOTES[town.name]] = ""
            form[key] = typed(town, year, section(town, year), key)
    leave_out(town, form)
    form["存在问题"], form["下年计划"] = words(town, year)
    if town.reports("结语", year):
        form["结语"] = local(town, CLOSINGS[(year + town.random("结语").randrange(len(CLOSINGS))) % len(CLOSINGS)])
    return form


def leave_out(town: Town, form: Form) -> None:
    """Takes away what the town forgot, and leaves the empty keys that some keep from the blank form."""
    for name, section, key in OMITTED:
        if name == town.name and isinstance(group := form.get(section), dict):
            group.pop(key, None)
    if not town.hand.blanks:
        return
    for section, keys in BLANK_KEYS.items():
        if isinstance(group := form.get(section), dict):
            lists = {key: group.pop(key) for key in [*group] if isinstance(group[key], list)}
            blank = {key: town.random("空", section, key).choice(BLANK_MARKS) for key in keys if key not in group}
            group |= blank | lists


def typed(town: Town, year: int, node: object, *path: object) -> object:
    """A section as its person types it: with units or without, in 元 or 万元."""
    random = town.random("写法", year, *path)
    units = town.hand.units == "all" or (town.hand.units == "some" and random.random() < 0.5)
    match node:
        case dict():
            return {key: typed(town, year, child, *path, key) for key, child in node.items()}
        case Count(number, unit):
            return f"{number}{unit}" if units else str(number)
        case Standard(yuan, unit):
            return f"{yuan}{town.random('标准写法').choice((unit, unit, '元'))}" if units else str(yuan)
        case Money(yuan):
            return money_text(town.hand.money, yuan, units, random.random() < 0.5)
        case list():
            return [typed(town, year, one, *path, number) for number, one in enumerate(node)]
    return node


def money_text(how: str, yuan: int, units: bool, either: bool) -> str:
    """An amount as typed; 万元 is never left unsaid."""
    if how == "wan" or (how == "either" and either):
        return wan(yuan)
    if how == "comma":
        return f"{yuan:,}元"
    return f"{yuan}元" if units else str(yuan)


def wan(yuan: float) -> str:
    """An amount in 万元, to a hundred 元."""
    return f"{yuan / 10000:.2f}".rstrip("0").rstrip(".") + "万元"

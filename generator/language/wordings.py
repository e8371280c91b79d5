"""Filters of words: lists of what was typed as a sentence tells them, one wording of several, words said alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

from jinja2 import pass_context
from jinja2.runtime import Context
from msgspec.structs import replace

from generator.chinese.numerals import chinese_number
from generator.chinese.reserved import ALONE, ALONE_END
from generator.document.marks import Marked, mark
from generator.figures.values import UNIT_NAME, Figure, Hole, Record, Words

STOPS = "。；，、;,."
THIS_YEAR = "年度"
BEHIND_SAID = "，、：,:"
"""What parts words that are taken off from those behind them."""
LEAD_ENDS = f"：！？{STOPS}"


def enumerate_values(values: object) -> Marked | Hole:
    """Items, or the filled fields of a group with their names, joined by 、; blank when there are none."""
    return _join(list(_named(values)), "、")


def _named(values: object) -> Iterator[str]:
    if isinstance(values, dict):
        for value in {id(value): value for value in values.values()}.values():
            yield from _named(value)
    elif isinstance(values, tuple | list):
        for value in values:
            yield from _named(value)
    elif isinstance(values, Figure) and not values.is_nothing:
        yield values.label + mark(values)
    elif isinstance(values, Words) and not values.none:
        yield mark(replace(values, text=values.text.rstrip(STOPS)))


def apart(records: tuple[Record, ...]) -> Marked:
    """What stands between records that are told one after the other: 、, or ， where one of them holds it itself."""
    figures = ([value for value in record.values() if isinstance(value, Figure)] for record in records)
    several = any(len(found) > 1 or any(one.more for one in found) for found in figures)
    return Marked("，" if several else "、")


@pass_context
def points(context: Context, items: tuple[Words, ...], *words: str) -> Marked | Hole:
    """Items as 一是…；二是…, without the last stop; a single item stands without a number.

    ``words`` with {} in them are the pattern of the number, others are sentences to lead a list of several with.
    """
    pattern = next((one for one in words if "{}" in one), "{}是")
    leads = [one for one in words if "{}" not in one]
    said = [_without_stop(item) for item in items if not item.none]
    if len(said) < 2:
        return _join([mark(item) for item in said], "")
    separator = "。" if any("。" in item.text for item in said) else "；"
    numbered = [pattern.replace("{}", chinese_number(n)) + mark(item) for n, item in enumerate(said, 1)]
    lead = one_wording(context, leads)
    return Marked(lead + ("" if not lead or lead[-1] in LEAD_ENDS else "。") + separator.join(numbered))


def sentences(items: tuple[Words, ...]) -> Marked | Hole:
    """Items one after the other, each its own sentence, without the last stop."""
    return _join([mark(_without_stop(item)) for item in items if not item.none], "。")


def clauses(items: tuple[Words, ...]) -> Marked | Hole:
    """Items joined by ；, without the last stop."""
    return _join([mark(_without_stop(item)) for item in items if not item.none], "；")


def _without_stop(words: Words) -> Words:
    text = words.text.rstrip(STOPS)
    return words if text == words.text else replace(words, text=text)


def _join(parts: list[str], separator: str) -> Marked | Hole:
    return Marked(separator.join(parts)) if parts else Hole()


def in_pairs(items: Iterable[object], records: Iterable[object], name: str, other: str) -> tuple[Words, ...]:
    """What records say under ``name``: those first that fill in the ``other`` too, then the rest, then the items.

    So what stands first under one name answers to what stands first under the other.
    """
    said = [(record.get(name), bool(record.get(other))) for record in records if isinstance(record, dict)]
    paired = [(one, is_pair) for one, is_pair in said if isinstance(one, Words)]
    first = (one for one, is_pair in paired if is_pair)
    rest = (one for one, is_pair in paired if not is_pair)
    return (*first, *rest, *(one for one in items if isinstance(one, Words)))


def unsaid(words: Words, *said: object) -> Words:
    """Words without those at their head and end that the sentence around them says already."""
    text, before = words.text.rstrip(f"{BEHIND_SAID}{STOPS}"), ""
    heads = list(_texts(said))
    while text != before:
        before = text
        for one in heads:
            rest = text.removeprefix(one).lstrip(BEHIND_SAID)
            rest = rest if one[0].isdecimal() else rest.removesuffix(one).rstrip(BEHIND_SAID)
            text = rest if rest else text
    return words if text == words.text else replace(words, text=text)


def says(words: object, *any_of: object) -> bool:
    """Whether words hold any of some others."""
    return isinstance(words, Words) and any(one in words.text for one in _texts(any_of))


def _texts(values: Iterable[object]) -> Iterator[str]:
    """What is known of some words."""
    return (one if isinstance(one, str) else one.text for one in values if isinstance(one, str | Words) and one != "")


def alone(words: str) -> Marked:
    """Words that are said only where nothing before them says what is spoken of."""
    return Marked(f"{ALONE}{words}{ALONE_END}")


@pass_context
def one_wording(context: Context, wordings: list[str]) -> str:
    """One of some wordings, by unit and year: another unit has another, next year the next one."""
    return turned(context, wordings)


def turned(context: Context, wordings: Sequence[str], of: str = "") -> str:
    """The wording whose turn it is; of several things of one paper each has its own."""
    if not wordings:
        return ""
    unit, year = (getattr(context.get(name), "text", "") for name in (UNIT_NAME, THIS_YEAR))
    return wordings[turn(wordings, f"{unit}{of}", int(year) if year.isdecimal() else 0)]


def turn(wordings: Sequence[str], unit: str, year: int) -> int:
    """Whose turn of some wordings it is, by unit and year."""
    return (crc32("".join((unit, *wordings)).encode()) + year) % len(wordings)

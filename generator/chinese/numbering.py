"""The numbers that people type before sentences and headings: 1. 1、 （一） ① 一是 五、."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from msgspec import Struct

from generator.chinese.numerals import read_chinese_number

HAN_ORDINAL = "一二三四五六七八九十"
ENCLOSED = "①-⑳⑴-⒇⒈-⒛㈠-㈩㊀-㊉❶-❿"
NO_DIGITS = "（(第问措建任"
"""How a number begins that does not begin with a numeral."""
ITEM_SIGNS = "·•●○■□◆◇▪※➢➤►▶★☆✓✔√"
"""What people and their programs set before items that they do not count."""
BULLETS = frozenset(f"-*{ITEM_SIGNS}")
"""The same, and what is typed for it on a keyboard."""
SIGN_BEFORE = rf"[{ITEM_SIGNS}]\s*(?=[^\d\s])|[{ITEM_SIGNS}]\s+(?=\d)"
"""One of them before a sentence: not ○8 or ·7, which may be said."""
# Patterns are compiled when the first text needs them, and kept by re: most begin with nothing like a number.
BOUNDARY = rf"[。；;，,！？\s]\s*(?=[（(\d第{HAN_ORDINAL}{ENCLOSED}])"
"""Where within a text the next of those that it counts may begin."""
STYLES = (
    (r"(\d{1,2})\s?[.．、]\s*", r"\d"),
    (r"(\d{1,2})\s?[)）]\s*", r"$"),
    (r"[（(]\s?(\d{1,2})\s?[)）][、.．]?\s*", r"$"),
    (rf"([{HAN_ORDINAL}]{{1,3}})(?:\s?[、.．]\s*|[ \u3000]+)", rf"[{HAN_ORDINAL}〇零两百千万第]"),
    (rf"[（(]\s?([{HAN_ORDINAL}]{{1,3}})\s?[)）][、.．]?\s*", r"$"),
    (rf"第([{HAN_ORDINAL}]{{1,3}})[、，,：:]\s*", r"第"),
    (rf"([{HAN_ORDINAL}]{{1,3}})是[：:]?\s*", rf"[{HAN_ORDINAL}第]"),
    (rf"([{ENCLOSED}])[、.．]?\s*", rf"[{ENCLOSED}]"),
    (rf"(?:问题|措施|建议|任务)(\d{{1,2}}|[{HAN_ORDINAL}]{{1,3}})\s*[：:、.．]\s*", r"$"),
)
"""How numbers are written, and what right behind one makes it doubtful: 1.5万元, 三、四季度, 一是一."""

OF_HEADINGS = STYLES[3][0], STYLES[4][0]
LONGEST_TYPED = 24
SENTENCE_SIGNS = r"[，。；：！？,;:]"


class Numbering(Struct, frozen=True):
    """A number before a text."""

    mark: str
    """As typed, with the blank behind it."""
    rest: str
    number: int
    style: int
    doubtful: bool
    """Whether it may be part of what is said: 1.5万元, 1、2号楼."""


def numbering_of(text: str) -> Numbering | None:
    """The number that was typed before ``text``; None when it begins with none, or is nothing else."""
    if not (text[:1].isnumeric() or text[:1] in NO_DIGITS) or not text:
        return None
    for style, (pattern, doubt) in enumerate(STYLES):
        match = re.match(pattern, text)
        number = _value(match[1]) if match else None
        if match and number and (rest := text[match.end() :]):
            return Numbering(match[0], rest, number, style, bool(re.match(doubt, rest)))
    return None


def name_of_heading(text: str) -> str:
    """What a line is called that is no sentence and has the number of a heading before it: 一、… or （一）…; else empty."""
    found = numbering_of(text)
    if found is None or found.doubtful or STYLES[found.style][0] not in OF_HEADINGS:
        return ""
    return found.rest if len(found.rest) <= LONGEST_TYPED and not re.search(SENTENCE_SIGNS, found.rest) else ""


def is_number_alone(text: str) -> bool:
    """Whether a text is a number as it stands before a sentence and nothing else: 一、 （1） 2. ●."""
    text = text.strip()
    found = numbering_of(f"{text}甲") if text else None
    return text in BULLETS or bool(found and found.rest == "甲")


def _value(typed: str) -> int | None:
    if typed.isdecimal():
        return int(typed)
    return read_chinese_number(typed) if typed[0] in HAN_ORDINAL else int(unicodedata.numeric(typed))


def counted_apart(text: str) -> list[str]:
    """The sentences that one text counts, 1.甲；2.乙 or 一是甲，二是乙; the text alone where it counts none.

    A number that may be part of what is said, 2.5个村, counts only where a sure one follows it.
    """
    first = numbering_of(text)
    if first is None or first.doubtful or first.number != 1:
        return [text]
    cuts, doubts = [0], [False]
    for boundary in re.compile(BOUNDARY).finditer(text, len(first.mark)):
        found = numbering_of(text[boundary.end() :])
        if found and (found.style, found.number) == (first.style, len(cuts) + 1):
            cuts.append(boundary.end())
            doubts.append(found.doubtful)
    while doubts[-1]:
        doubts.pop()
    ends = [*cuts[1:], len(text)]
    return [
        text[cut : ends[at] if at + 1 < len(doubts) else None].strip() for at, cut in enumerate(cuts[: len(doubts)])
    ]


def without_numbers(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The texts of a list without the numbers and signs typed before them, and those, 1. 一是 as one.

    What may be part of what is said stays, unless all texts count from 1 in one way and one of them without a doubt.
    A text that counts on within itself, 一是甲，二是乙, keeps them all.
    """
    kept, taken = list(texts), [""] * len(texts)
    for at, text in enumerate(kept):
        if match := re.match(SIGN_BEFORE, text) if text[:1] in ITEM_SIGNS else None:
            kept[at], taken[at] = text[match.end() :], match[0]
    while marks := _first_numbers(kept):
        for at, mark in marks.items():
            kept[at], taken[at] = kept[at][len(mark) :], taken[at] + mark
    return kept, [mark.strip() for mark in taken if mark]


def _first_numbers(texts: Sequence[str]) -> dict[int, str]:
    """The number that is to be taken off each text, by where the text stands in its list."""
    found = [numbering_of(text) for text in texts]
    if not any(found):
        return {}
    found = [one if one and len(counted_apart(text)) == 1 else None for one, text in zip(found, texts, strict=True)]
    sure = _count_on(found) and any(one and not one.doubtful for one in found)
    return {at: one.mark for at, one in enumerate(found) if one and (sure or not one.doubtful)}


def may_be_numbers(texts: Sequence[str]) -> bool:
    """Whether texts begin with 1.3个村, 2.5个村 …, each of which may be a number before a sentence or part of it."""
    if len(texts) < 2 or numbering_of(texts[0]) is None:
        return False
    found = [numbering_of(text) for text in texts]
    return _count_on(found) and all(one and one.doubtful for one in found)


def _count_on(found: Sequence[Numbering | None]) -> bool:
    """Whether all count from 1 in one way."""
    first = found[0] if found else None
    return first is not None and all(
        one is not None and one.number == at and one.style == first.style for at, one in enumerate(found, 1)
    )


def describe_numbers(taken: Sequence[str]) -> str:
    """What a notice says of numbers that were taken off."""
    shown = "".join(f"「{mark}」" for mark in taken[:3]) + (f"等{len(taken)}个" if len(taken) > 3 else "")
    return f"编号由程序统一编排，自己写的{shown}已经去掉。"

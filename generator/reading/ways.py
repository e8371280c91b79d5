"""Where in a form a row of a workbook belongs: its path, and the words in its sight by which it is found without."""

from __future__ import annotations

import re

Step = str | tuple[int, int]
"""A key, or the place of an item with how often that place was met before."""
Way = tuple[Step, ...]
Keys = tuple[str | int, ...]
"""The same with places counted from 0."""

WAY_PARTS = re.compile(r"(?:\\.|[^.\\])+")
OWN_SIGNS = re.compile(r"([.\\])")
ESCAPED_SIGN = re.compile(r"\\(.)")
PLACE = re.compile(r"\d{1,6}")
ITEM_SAID = re.compile(r"第\s*(\d{1,6})\s*条")
TOP_SAID = "开头"
"""Stands for the section of what a form has at its top."""
BETWEEN_STEPS = "·"
AROUND_BETWEEN = re.compile(r"\s*[·.．・]\s*")


def spell_way(keys: Keys) -> str:
    """The path in the hidden column: 救灾.灾害.1.名称; places count from 1."""
    return ".".join(str(key + 1) if isinstance(key, int) else _escaped(key) for key in keys)


def read_way(text: str) -> Way:
    """The steps of such a path; none where it is none."""
    if "\\" not in text:  # as nearly all are
        parts = text.strip().split(".")
        return tuple((int(one), 0) if one.isdigit() and len(one) < 7 else one for one in parts if one)
    parts = WAY_PARTS.findall(text.strip())
    return tuple((int(one), 0) if PLACE.fullmatch(one) else ESCAPED_SIGN.sub(r"\1", one) for one in parts)


def another(step: Step) -> Step:
    """The place of an item that follows the one there, under the same number."""
    return step if isinstance(step, str) else (step[0], step[1] + 1)


def say_way(keys: Keys) -> tuple[str, str]:
    """The section and the item by which a row says where it belongs: 救灾, 灾害·第1条·名称."""
    if len(keys) == 1:
        return TOP_SAID, str(keys[0])
    return str(keys[0]), BETWEEN_STEPS.join(say_steps(keys[1:]))


def say_steps(keys: Keys) -> list[str]:
    """The keys as they are read: 灾害, 第1条, 名称."""
    return [f"第{key + 1}条" if isinstance(key, int) else key for key in keys]


def way_said(section: str, item: str) -> Way:
    """The steps that a section and an item name; none where one of them is blank."""
    if not section.strip() or not item.strip():
        return ()
    parts = AROUND_BETWEEN.split(item.strip())
    steps = tuple((int(found[1]), 0) if (found := ITEM_SAID.fullmatch(one)) else one for one in parts)
    return steps if section.strip() == TOP_SAID else (section.strip(), *steps)


def _escaped(key: str) -> str:
    key = OWN_SIGNS.sub(r"\\\1", key)
    return f"\\{key}" if PLACE.fullmatch(key) else key

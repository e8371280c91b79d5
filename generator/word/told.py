"""Texts for readers who cannot see a table or a chart: on one line, in the characters of the paper."""

from __future__ import annotations

from generator.chinese.script import to_traditional
from generator.word.runs import literal
from generator.word.styles import attribute

TRADITIONAL = ("zh-TW", "zh-HK", "zh-MO", "zh-Hant")
ONE_LINE = {**{sign: sign for sign in "&<>"}, **dict.fromkeys(("\n", "\r\n", "\r", "\t"), " ")}
"""Names go on one line; &, < and > are quoted by whatever writes them. What XML cannot hold is refused."""


def in_characters_of(language: str, text: str) -> str:
    """``text`` in Traditional characters where the paper is."""
    return to_traditional(text) if language in TRADITIONAL else text


def told_attribute(text: str) -> str:
    """``text`` on one line, quoted as an XML attribute."""
    return attribute(literal(text, ONE_LINE))

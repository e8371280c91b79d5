"""Braces and signs of the template language as they are mistyped, and how to write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.problem import Place, Problem, Spot, error

LONE_BRACE = re.compile(r"[{}]")
"""A brace that does not belong to the template language; no summary has one."""
WIDE_BRACE = re.compile(r"[{｛]｛|｛[{%％]|{％|[}｝]｝|｝}|％}")
"""Braces of the template language of which one sign or both are full-width; 5％｝ may end what stands in prose."""
ANY_BRACE = re.compile(r"[{｛][{｛%％]|[}｝%％][}｝]")
NARROW = str.maketrans("｛｝％", "{}%")


def wide_braces(source: str, file: str, offset: int) -> Iterator[Problem]:
    """An error for each line with full-width braces, which would be printed as they stand."""
    if "｛" not in source and "｝" not in source and "％" not in source:
        return
    for number, line in enumerate(source.split("\n"), 1):
        if WIDE_BRACE.search(line):
            found = [one for one in ANY_BRACE.findall(line) if one != one.translate(NARROW)]
            wide = "、".join(f"「{one}」" for one in dict.fromkeys(found))
            narrow = "、".join(f"「{one.translate(NARROW)}」" for one in dict.fromkeys(found))
            advice = f"请切换到半角输入，改成{narrow}。"
            yield error(Place(file, Spot(number + offset)), f"{wide}是全角的，会照字面印出。", advice)


WITHIN_BRACES = re.compile(r"\{\{(.*?)\}\}|\{%(?!-?\s*set\b)(.*?)%\}", re.DOTALL)
BRACES = re.compile(r"\{[{%]|[}%]\}")
CLOSES = {"{{": "}}", "{%": "%}"}
MEANT_INSIDE = re.compile(r"[^{}%\n，。；、：！？（）]*")
"""So far goes what was meant to stand in braces that do not close."""


def inside_braces(source: str) -> str:
    """All that stands in the braces of a template."""
    return " ".join(part for parts in WITHIN_BRACES.findall(source) for part in parts)


def cure_of_braces(source: str) -> str:
    """How to write the first braces that do not close; empty where all do."""
    found = [*BRACES.finditer(source)]
    for number, one in enumerate(found):
        closes = CLOSES.get(one[0])
        if closes and (found[number + 1][0] if number + 1 < len(found) else "") != closes:
            inside = MEANT_INSIDE.match(source, one.end())
            within = inside[0] if inside else ""
            end = re.match(r"[}%]*", source[one.end() + len(within) :])
            typed = f"{one[0]}{within}{end[0] if end else ''}".strip()
            return f"「{typed}」没有写完，请写成「{one[0]} {within.strip()} {closes}」。"
    return ""


WIDE_SIGNS = {
    "≤": "<=", "≥": ">=", "≠": "!=", "＝": "==", "＜": "<", "＞": ">", "×": "*", "÷": "/", "＋": "+", "－": "-",
    "（": "(", "）": ")", "，": ",", "｜": "|", "“": '"', "”": '"',
}  # fmt: skip
"""Signs of arithmetic as the Chinese keyboard has them, and as rules and formulas are written."""
LONE_EQUALS = re.compile(r"(?<![=<>!])=(?!=)")


def cure_of_signs(source: str) -> str:
    """How to write the signs of a rule that nobody can read; empty when it has none of the Chinese keyboard."""
    cures = [f"「{wide}」改成「{narrow}」" for wide, narrow in WIDE_SIGNS.items() if wide in source]
    cures += ["「=」改成「==」"] if LONE_EQUALS.search(source) else []
    return f"请把{'、'.join(cures)}。" if cures else ""

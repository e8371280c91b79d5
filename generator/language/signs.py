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


SINGLE_BRACES = re.compile(r"\{\s*\{?([^{}%\n，。；、：！？]+)\}?\s*\}")
"""A name in one brace on a side, or in two that stand apart."""


def cure_of_lone_brace(text: str, at: int) -> str:
    """How to write what stands around a brace that is left over in what is printed; empty where that cannot be told."""
    if single := SINGLE_BRACES.match(text, at):
        return f"请写成「{{{{ {single[1].strip()} }}}}」。"
    return "前面的括号已经完整，请删去这个多出来的「}」。" if at == 0 and text[0] == "}" else ""


MISTYPED_SIGNS = {
    "≤": "<=", "≥": ">=", "≦": "<=", "≧": ">=", "≠": "!=", "＝": "==", "＜": "<", "＞": ">", "×": "*", "÷": "/", "＋": "+",
    "－": "-", "（": "(", "）": ")", "，": ",", "｜": "|", "“": '"', "”": '"', "＝＝": "==", "＜＝": "<=", "＞＝": ">=", "！＝": "!=",
    "！=": "!=", "=<": "<=", "=>": ">=", "＝＜": "<=", "＝＞": ">=", "< =": "<=", "> =": ">=", "<==": "<=", ">==": ">=",
    "<>": "!=", "><": "!=", "=!": "!=", "===": "==", "= =": "==", "&&": "and", "&": "and", "||": "or", "=": "==",
}  # fmt: skip
"""Signs of comparison and arithmetic as the Chinese keyboard or another language has them, and as rules are written."""
MISTYPED_WORDS = {
    "不大于": "<=", "不小于": ">=", "不多于": "<=", "不少于": ">=", "不超过": "<=", "不低于": ">=", "不高于": "<=", "不等于": "!=",
    "小于等于": "<=", "大于等于": ">=", "大于": ">", "小于": "<", "多于": ">", "少于": "<", "高于": ">", "低于": "<", "等于": "==",
    "并且": "and", "而且": "and", "且": "and", "或者": "or", "或": "or", "加": "+", "减": "-", "乘": "*", "除以": "/",
    "AND": "and", "OR": "or", "NOT": "not",
}  # fmt: skip
"""The same in words, which stand by themselves."""
RIGHT_SIGNS = ("<=", ">=", "!=", "==")
"""What holds a sign that is mistyped only elsewhere."""
ANY_SIGN = re.compile("|".join(map(re.escape, sorted((*MISTYPED_SIGNS, *RIGHT_SIGNS), key=len, reverse=True))))
ANY_WORD = re.compile(rf"(?<!\S)(?:{'|'.join(sorted(MISTYPED_WORDS, key=len, reverse=True))})(?!\S)")


def cure_of_signs(source: str, words: bool = False) -> str:
    """How to write the signs, and ``words`` for them, that nobody can read; empty when none are mistyped."""
    found = dict.fromkeys([*ANY_SIGN.findall(source), *(ANY_WORD.findall(source) if words else ())])
    known = {**MISTYPED_SIGNS, **MISTYPED_WORDS}
    cures = [f"「{one}」改成「{known[one]}」" for one in found if one in known]
    return f"请把{'、'.join(cures)}。" if cures else ""

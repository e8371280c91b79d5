"""标题 of a form: plain words, or a pattern with names in braces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.figures.quantity import Fault
from generator.problem import nearest

PRINTED_BY = {
    "单位": "单位", "署名": "署名", "年度": "年度", "下年": "下年", "期间": "总结期", "下期": "下期", "业务": "业务",
}  # fmt: skip
"""What may stand in braces, and the name of the context that prints for it."""
SAID_OTHERWISE = {
    "年": "年度", "年份": "年度", "本年": "年度", "今年": "年度", "当年": "年度", "明年": "下年", "次年": "下年", "来年": "下年", "下一年": "下年",
    "下一年度": "下年", "单位名": "单位", "单位名称": "单位", "落款": "署名", "报告期": "期间", "工作": "业务",
}  # fmt: skip
"""Other words for these names; a year that looks like another one's is not meant by it."""
OF_A_YEAR = ("年度", "下年")
"""Those that are a number of a year, and are said with the word for it."""
OF_YEAR = "年"
IN_BRACES = re.compile(r"[{｛]{1,2}\s*([^{}｛｝]*?)\s*[}｝]{1,2}")
BRACE = re.compile(r"[{}｛｝]")


class TitlePiece(NamedTuple):
    """A stretch of a title: words as they stand, or what a name of the context prints."""

    words: str
    name: str = ""


def title_pieces(title: str) -> Iterator[TitlePiece]:
    """The stretches of a title in order; the year's word is not said twice."""
    end = 0
    for match in IN_BRACES.finditer(title):
        if title[end : match.start()]:
            yield TitlePiece(title[end : match.start()])
        end = match.end()
        yield TitlePiece("", PRINTED_BY.get(match[1], ""))
        if match[1] in OF_A_YEAR and not title.startswith(OF_YEAR, end):
            yield TitlePiece(OF_YEAR)
    if title[end:]:
        yield TitlePiece(title[end:])


def title_fault(title: str) -> Fault | None:
    """What keeps a title from being printed: a name nobody knows, a brace without its partner."""
    names = [match[1] for match in IN_BRACES.finditer(title)]
    known = "、".join(f"{{{name}}}" for name in PRINTED_BY)
    if unknown := next((name for name in names if name not in PRINTED_BY), None):
        near = SAID_OTHERWISE.get(unknown) or ("" if "年" in unknown else nearest(unknown, PRINTED_BY))
        return Fault(f"标题里没有{{{unknown}}}这个名字。", f"是不是{{{near}}}？" if near else f"可以写{known}。")
    if "" in names or BRACE.search(IN_BRACES.sub("", title)):
        return Fault(f"标题「{title}」的花括号没有写对。", f"可以写{known}，别的字照写。")
    return None

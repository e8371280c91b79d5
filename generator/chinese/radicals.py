"""Characters that only look like the word they were meant as, made the word itself.

PDF files and old fonts hand out radicals and compatibility forms when text is copied from them: ⻓ for 长, ⼊ for 入.
They look alike and are never found, counted or set in the right font.
"""

from __future__ import annotations

import unicodedata

SUPPLEMENT = dict(
    zip(
        "⼾⺁⺄⺊⺒⺟⺠⺧⺩⺪⺬⺮⺶⺼⺽⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "户厂乙卜巳母民牛王疋示竹羊肉臼虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
"""Radicals that are words of their own; of those of the supplement Unicode says so of two alone, and it has 戶 for ⼾."""
LOOKALIKES = "\u2e80-\u2ef3\u2f00-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f"
"""As the brackets of a regular expression take them."""


def plain_character(character: str) -> str:
    """The word that a radical or a compatibility form stands for; any other character is itself."""
    return SUPPLEMENT.get(character) or unicodedata.normalize("NFKC", character)

"""Words that no line may break: those of the trade, which a layout lists, and those of the language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, pairwise

from generator.chinese.script import to_simplified

WHOLE_BUT_LONG = r"〔[^〕]*〕|[\d０-９.,—～-]+(?:年度?|月份?|周?岁|日|个|次|届|号|期|%|％)*"
WHOLE = rf"《[^》]*》|（[^）]*）|“[^”]*”|【[^】]*】(?:年度?|月)?|{WHOLE_BUT_LONG}"
"""What is never split: a work's title, a bracket, a quotation, a 【待填】 mark, a number with its counter. All but the
last may be longer than a line."""
LEAST_WORD = 2
"""So many characters between words of the trade are a word of their own."""


def split_words(text: str, trade: tuple[str, ...], names: Iterable[str] = (), whole: str = WHOLE) -> list[str]:
    """The words of ``text`` in order, with what is ``whole``, a name or a word of the ``trade`` as one."""
    found: list[str] = []
    end = 0
    named = [re.escape(name) for name in sorted(names, key=len, reverse=True) if name]
    for match in re.finditer("|".join([*named, whole]), text):
        found += _segmented(text[end : match.start()], trade)
        found.append(match[0])
        end = match.end()
    return found + list(_segmented(text[end:], trade))


def _segmented(text: str, trade: tuple[str, ...]) -> Iterator[str]:
    for at, piece in enumerate(_trade_pattern(trade).split(text) if trade else [text]):
        if at % 2 or len(piece) <= LEAST_WORD:
            yield from (piece,) if piece else ()
        else:
            import rjieba  # its dictionary takes a tenth of a second to load, which most titles never need

            yield from rjieba.cut(piece)


@lru_cache(maxsize=16)
def _trade_pattern(trade: tuple[str, ...]) -> re.Pattern[str]:
    """The words of the trade in brackets, the longest first, so that they remain when a text is split by them."""
    return re.compile(f"({'|'.join(re.escape(word) for word in sorted(trade, key=len, reverse=True))})")


@lru_cache(maxsize=512)
def words_of(text: str, trade: tuple[str, ...], language: str = "") -> tuple[str, ...]:
    """The words of a short text, a single character with the word before it: 养老床位数.

    Words of Traditional characters are looked up in Simplified ones.
    """
    plain = text if language == CHINESE else to_simplified(text)
    words: list[str] = []
    for word in split_words(plain if len(plain) == len(text) else text, trade):
        if words and len(word) == 1:
            words[-1] += word
        else:
            words.append(word)
    ends = accumulate(map(len, words), initial=0)
    return tuple(text[start:end] for start, end in pairwise(ends))


@lru_cache(maxsize=512)
def finer(word: str) -> tuple[str, ...]:
    """The words that a long word of the trade is made of, short ones in pairs: 刚性支出, 困难家庭."""
    if len(word) <= LONG or not word.isalpha():
        return (word,)
    import rjieba

    words: list[str] = []
    for piece in rjieba.cut(word):
        if words and len(words[-1]) == len(piece) == LONG // 2:
            words[-1] += piece
        else:
            words.append(piece)
    return tuple(words)


LONG = 4
"""Longer words than this are made of others."""
CHINESE = "zh-CN"


def narrowest(widths: Iterable[int], lines: int) -> int:
    """The width that so many lines need for words of these ``widths`` in order."""
    widths = list(widths)
    low, high = max(widths, default=0), sum(widths)
    while low < high:
        middle = (low + high) // 2
        if len(list(filled(widths, middle))) <= lines:
            high = middle
        else:
            low = middle + 1
    return low


def filled(widths: Iterable[int], room: int) -> Iterator[int]:
    """How many words stand on each line of ``room``; a word wider than that has a line of its own."""
    count = used = 0
    for width in widths:
        if count and used + width > room:
            yield count
            count = used = 0
        count, used = count + 1, used + width
    if count:
        yield count

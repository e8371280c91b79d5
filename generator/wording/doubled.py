"""Words that were typed and that the sentence around them has said already: 在 and 春节期间, 位于 and 我院位于东郊."""

from __future__ import annotations

import re

from generator.chinese.numerals import NUMERAL_CHARS
from generator.chinese.reserved import CLOSE, SEPARATOR, WORDS
from generator.document.marks import unmarked

TYPED_WORDS = re.compile(f"({WORDS}[^{SEPARATOR}]*{SEPARATOR})([^{CLOSE}]*)(?={CLOSE})")
FEWEST_ECHO, LONGEST_ECHO = 2, 8
"""How many characters that stand twice are words, and how many are looked at."""
PREPOSITIONS = "在由于从对为"
"""What is a word with one character where another value follows: 在, and 在春节."""
WORDS_ONLY = re.compile(rf"(?:(?![{NUMERAL_CHARS}])[\u4e00-\u9fff])+")
"""Words and no figure; a figure is never taken off."""
QUOTE_OPENS, QUOTE_CLOSES = "“”"
ANY_MARK = re.compile(f"[{SEPARATOR}{CLOSE}]")


def without_doubled(text: str) -> str:
    """Marked text in which nothing that was typed says again what stands just before it, or just behind."""
    return TYPED_WORDS.sub(_once, text) if WORDS in text else text


def _once(match: re.Match[str]) -> str:
    start, typed = match[1], match[2]
    if len(typed) > FEWEST_ECHO:
        following = match.string[match.end() + 1 : match.end() + 1 + LONGEST_ECHO]
        typed = _unquoted(match, typed, following) or _behind(following, _before(match, typed))
    return start + typed


def _unquoted(match: re.Match[str], typed: str, following: str) -> str:
    """What was typed in quotes where the sentence has quotes about it, and perhaps a word behind them; else nothing."""
    if not (typed[0] == QUOTE_OPENS and match.string[: match.start()].endswith(QUOTE_OPENS)):
        return ""
    quoted, _, behind = typed[1:].partition(QUOTE_CLOSES)
    return quoted if following.startswith(QUOTE_CLOSES + behind) and QUOTE_OPENS not in quoted else ""


def _before(match: re.Match[str], typed: str) -> str:
    """What was typed without the words that the line before it ends with."""
    text, end = match.string, match.start()
    if not end or text[end - 1] == "\n" or not WORDS_ONLY.match(typed):
        return typed
    line = text[text.rfind("\n", 0, end) + 1 : end]
    said = unmarked(line) if ANY_MARK.search(line) else line
    for length in range(min(LONGEST_ECHO, len(typed) - 1, len(said)), FEWEST_ECHO - 1, -1):
        if said.endswith(typed[:length]) and WORDS_ONLY.fullmatch(typed[:length]):
            return typed[length:]
    is_twice = said[-1:] in PREPOSITIONS and said[-1:] == typed[0]
    return typed[1:] if said and is_twice else typed


def _behind(following: str, typed: str) -> str:
    """What was typed without the words that follow it; a value that follows is no words."""
    for length in range(min(LONGEST_ECHO, len(typed) - 1, len(following)), FEWEST_ECHO - 1, -1):
        if typed.endswith(following[:length]) and WORDS_ONLY.fullmatch(following[:length]):
            return typed[:-length]
    return typed

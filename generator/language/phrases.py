"""Short names of sentences, as they are typed: alone, with their sentence behind them, several on one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from generator.figures.quantity import Fault

NAME_AND_MORE = re.compile(r"([^：:]{1,20})[：:]\s*(.*)", re.DOTALL)
BETWEEN_SHORT_NAMES = " \u3000、，；,;和及"
NO_WORDS = re.compile(r"[\W_]")


class Phrase(Struct, frozen=True):
    """The sentence that a short name stands for, and what is to be said of how it was typed."""

    sentence: str
    what: str = ""
    advice: str = ""


def read_phrase(text: str, phrases: Mapping[str, str], in_list: bool) -> Phrase | Fault | None:
    """The sentence that is meant by a short name; a fault where several stand on one line; None for any other text.

    ``in_list`` says whether the text is one line of several that may be typed.
    """
    bare = text.rstrip("。；，")
    if sentence := phrases.get(bare):
        return Phrase(sentence)
    if (name := name_before(text, phrases)) and _is_alike(text.partition(name)[2], phrases[name]):
        what = f"「{name}」后面抄了说明里的整句，印的是这句话，短名和冒号不印。"
        return Phrase(phrases[name], what, f"只写「{name}」也可以。")
    names = _names_of(bare, phrases)
    if len(names) < 2:
        return None
    written = "".join(f"「- {name}」" for name in names)
    cure = f"请分成{len(names)}条，每条一行：{written}。" if in_list else "这里只能写一个短名；要都写上，请写成一段话。"
    return Fault(f"「{text}」是{len(names)}个短名写在了一条里。", cure)


def name_before(text: str, phrases: Iterable[str]) -> str:
    """The short name that a text begins with, more behind its colon; empty where there is none."""
    match = NAME_AND_MORE.fullmatch(text) if ":" in text or "：" in text else None
    return match[1].strip() if match and match[2] and match[1].strip() in phrases else ""


def _is_alike(typed: str, sentence: str) -> bool:
    """Whether two sentences differ in nothing but marks."""
    return NO_WORDS.sub("", typed) == NO_WORDS.sub("", sentence)


def _names_of(text: str, phrases: Iterable[str]) -> list[str]:
    """The short names that a text consists of, one after the other; none where anything else stands between them."""
    if not text.startswith(tuple(phrases)):
        return []
    names = sorted(phrases, key=len, reverse=True)
    found: list[str] = []
    while text:
        name = next((name for name in names if text.startswith(name)), "")
        if not name:
            return []
        found.append(name)
        text = text[len(name) :].strip(BETWEEN_SHORT_NAMES)
    return found

"""Simplified and Traditional characters: a whole document converted, a form read in either.

OpenCC does the converting; it is imported only when a form asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import fields, replace

Tree = TypeVar("Tree", bound=Struct)

SCRIPTS = {
    "繁体": "zh-Hant",
    "繁體": "zh-Hant",
    "zh-Hant": "zh-Hant",
    "简体": "zh-Hans",
    "簡體": "zh-Hans",
    "zh-Hans": "zh-Hans",
}
"""What a form or an option may say, and the script it means."""
TRADITIONAL_IN_GB = re.compile("[乾菸薹拚捱摺吒後徵夥榘於袷麴醣麽]")
"""All characters of GB 2312 that the converter to Simplified ones changes; names of places have some of them."""
HANT_LAYOUT = "traditional"
"""The layout whose fonts have Traditional characters."""


@lru_cache(maxsize=2)
def _converter(name: str) -> Callable[[str], str]:
    from opencc import OpenCC

    converter = OpenCC(name)
    return lambda text: str(converter.convert(text))


def to_traditional(text: str) -> str:
    """The text in Traditional characters, in the forms now usual: 群眾, 為, 臺."""
    return _converter("s2tw")(text)


def traditional_by(phrases: Mapping[str, str]) -> Callable[[str], str]:
    """What turns a text Traditional, by ``phrases`` before the converter: regular expressions, and what stands for each.

    The converter cuts its words across ours: the 金发 of 救助金发放 is blond hair to it.
    """
    if not phrases:
        return to_traditional
    pattern, ours = re.compile("|".join(f"({one})" for one in phrases)), (*phrases.values(),)

    def convert(text: str) -> str:
        at = 0
        done: list[str] = []
        for match in pattern.finditer(text):
            done += (to_traditional(text[at : match.start()]), ours[(match.lastindex or 1) - 1])
            at = match.end()
        return "".join((*done, to_traditional(text[at:])))

    return convert


def to_simplified(text: str) -> str:
    """The text in Simplified characters."""
    return _converter("t2s")(text)


def is_traditional(name: str) -> bool:
    """Whether a name was typed in Traditional characters: some of it is not Simplified, and GB 2312 cannot spell it."""
    try:
        name.encode("gb2312")  # 乾 and 於 are Traditional for 干 and 于, and names of places of their own
    except UnicodeEncodeError:
        return to_simplified(name) != name
    return False


def plain_name(name: str) -> str:
    """A name in Simplified characters, so that it is the same name in either script.

    The converter costs more than all else that is done with a name; most names are of characters that it leaves alone.
    """
    try:
        name.encode("gb2312")
    except UnicodeEncodeError:
        return to_simplified(name)
    return to_simplified(name) if TRADITIONAL_IN_GB.search(name) else name


def convert_tree(
    tree: Tree, convert: Callable[[str], str], keep: tuple[str, ...] = ("path", "paths"), whole: bool = False
) -> Tree:
    """A frozen tree with every text in it converted, except fields in ``keep``.

    What was typed in the characters wanted stays to the letter, unless the ``whole`` is to be converted.
    """
    if getattr(tree, "typed", False) and not whole:
        return tree

    def converted(value: Any) -> Any:
        if isinstance(value, str):
            return convert(value)
        if isinstance(value, tuple):
            return tuple(map(converted, value))
        return convert_tree(value, convert, keep, whole) if isinstance(value, Struct) else value

    changed = {one.name: converted(getattr(tree, one.name)) for one in fields(tree) if one.name not in keep}
    return replace(tree, **changed)

"""What no line begins or ends with: marks, as Word has them, and the characters that keep a number with its unit."""

from __future__ import annotations

from msgspec import field

from generator.page.stated import Verbatim
from generator.reading.strict import Definition

NOT_FIRST = "!%),.:;>?]}°·―’”…‰℃∶、。〉》」』】〕〗！％），．：；？］～"
"""Marks of Chinese papers that Word keeps from the start of a line of its own accord; a list of one's own takes their
place. Those that stand in no paper, of vertical lines perhaps, are left out: the list is short of room."""
NOT_LAST = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"
MOST_NOT_FIRST, MOST_NOT_LAST = 100, 50
"""So many characters Word reads of each list (MS-OI29500, 2.1.409 and 2.1.410)."""


class LineEnds(Definition, frozen=True):
    """Characters that a line does not begin or end with, beyond the marks that no line does."""

    not_first: Verbatim = field(name="不在行首")
    not_last: Verbatim = field(name="不在行尾")

    @property
    def all_not_first(self) -> str:
        """Marks and characters that no line begins with, each once."""
        return "".join(dict.fromkeys(NOT_FIRST + self.not_first))

    @property
    def all_not_last(self) -> str:
        """Marks and characters that no line ends with, each once."""
        return "".join(dict.fromkeys(NOT_LAST + self.not_last))

    def __post_init__(self) -> None:
        _check_room("不在行首", self.all_not_first, NOT_FIRST, MOST_NOT_FIRST)
        _check_room("不在行尾", self.all_not_last, NOT_LAST, MOST_NOT_LAST)


def _check_room(name: str, signs: str, marks: str, most: int) -> None:
    """Raise in Chinese when Word would read only a part of the list."""
    if len(signs) > most:
        room, more = most - len(marks), len(signs) - most
        raise ValueError(
            f"“{name}”里标点以外的字最多 {room} 个，多了 {more} 个，Word 会不认后面的。"
            f"请去掉 {more} 个本单位用不着的字（各式标点不用写，写了不另算）。"
        )

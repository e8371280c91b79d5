"""Words that introduce: which lead over from what came before, and which only say when or where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple, TypeVar

from msgspec import Struct

from generator.figures.dates import Moment, Period, read_moment, read_period

NEVER = r"(?!)"
AMONG = re.compile(r"其中")
"""What tells of a part of the number before it."""
LEADING_YEAR = re.compile(r"\d{4}年(?=.)")

Answer = TypeVar("Answer")


class Role(NamedTuple):
    """What a clause without blanks is for by its words alone."""

    links: bool
    """Whether it leads over from what came before."""
    introduces: bool
    """Whether it reports nothing itself: it leads over, or says when or where."""


class Connectives(Struct, frozen=True, eq=False):
    """Words that introduce, as patterns."""

    lead_in: re.Pattern[str]
    """At the head of a clause, speaking of the one before it: 其中."""
    lead_clause: re.Pattern[str]
    """A whole clause that says when or where of the next: 截至2012年底."""
    link: re.Pattern[str]
    """A whole clause that joins the next to what came before: 同时."""

    @classmethod
    def of(cls, lead_ins: Iterable[str], lead_clauses: Iterable[str], links: Iterable[str]) -> Connectives:
        """Patterns from lists of regular expressions."""
        return cls(*(re.compile("|".join(words) or NEVER) for words in (lead_ins, lead_clauses, links)))

    @property
    def own(self) -> Connectives:
        """Themselves, by which what they led to is kept; those who only listen give whom they listen to."""
        return self

    def ask(self, question: Callable[[str], Answer], words: str) -> Answer:
        """What a question of the words of a clause is answered; healing looks at what was typed in no other way."""
        return question(words)

    def role(self, words: str) -> Role:
        """What a clause of these words is for."""
        return _role(words, self)


@lru_cache(maxsize=4096)
def _role(words: str, connectives: Connectives) -> Role:
    links = bool(connectives.link.fullmatch(words))
    return Role(links, links or _says_when(words) or bool(connectives.lead_clause.fullmatch(words)))


def _says_when(words: str) -> bool:
    """Whether a clause is nothing but a date or months: 7月4日, 2012年1—5月."""
    months = read_period(LEADING_YEAR.sub("", words), {})
    return isinstance(months, Period) or isinstance(read_moment(words), Moment)

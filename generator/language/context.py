"""What filters ask of the form they print, besides the figures they are given.

A template cannot name these; ``wording.compose`` puts them beside what it can.
"""

from __future__ import annotations

from typing import Protocol

from jinja2.runtime import Context
from msgspec import Struct

from generator.figures.values import LAST_YEAR, Figure, Words

DECIMAL_PLACES, LAST_PERIOD, UNITS, GROUNDS = "位数", "上年同期", "各镇", "依据"
CAUSE_TEXTS, APART_TEXTS = "带动", "悬殊"
"""Names of the context that filters read: places of a share, what last year's period is called, the units summed,
what the form says of its changes, the words for what a change is made of, and for units that stand far apart."""
RATIO = "÷"
"""Between the paths of the two figures that a share or an average came from."""
ADDED = "＋"
"""Between the paths of the figures that a sum told at the head of a paper came from."""


class Grounds(Protocol):
    """What a form says of its figures, of their changes and of who is in its sums."""

    def is_news(self, figure: Figure) -> bool:
        """Whether its change may be told: it is none that is asked about, or its reason was given; no few as before."""

    def reason(self, figure: Figure) -> Words | None:
        """Why it changed so much, where it did and the form says why."""

    def lacking(self, figure: Figure) -> tuple[str, ...]:
        """The units that ought to be in a sum and are not."""

    def is_doubted(self, figure: Figure) -> bool:
        """Whether it can hardly be what was meant, and its form does not say that it is."""


class Unasked(Struct, frozen=True):
    """The grounds of a text that is of no form: nothing was asked, everything is told."""

    def is_news(self, figure: Figure) -> bool:
        """Always."""
        return bool(figure)

    def reason(self, _: Figure) -> Words | None:
        """Never one."""
        return None

    def lacking(self, _: Figure) -> tuple[str, ...]:
        """None."""
        return ()

    def is_doubted(self, _: Figure) -> bool:
        """Never."""
        return False


UNASKED = Unasked()


def grounds_of(context: Context) -> Grounds:
    """What the form says of its changes; of no form, nothing."""
    found: Grounds = context.get(GROUNDS) or UNASKED
    return found


def last_year_of(context: Context) -> str:
    """What last year's period is called: 上年, 上年同期."""
    found = context.get(LAST_PERIOD)
    return found.text if isinstance(found, Words) else LAST_YEAR

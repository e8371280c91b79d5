"""Of which months and which day figures are."""

from __future__ import annotations

from msgspec import Struct

from generator.figures.dates import Period, ends_month
from generator.figures.values import Day

STOCK_DAY, SECTION_PERIOD = "截至", "期间"
"""The keys by which a section says as of which day it speaks, and of which months."""


class Coverage(Struct, frozen=True):
    """What figures are of: the months of what happened, and the day of what there is."""

    period: Period
    day: Day | None = None
    """截至 as typed, where it was."""
    stated: bool = False
    """Whether it was said on its own, and does not only follow from the period of the form."""

    @property
    def extent(self) -> tuple[tuple[int, int, int], tuple[int, int]]:
        """Its months and its day, the same for any year and however it is called."""
        months = self.period.first_month, self.period.last_month, self.period.last_day
        last = self.day.moment.last if self.day else None
        if last is None:
            return months, months[1:]
        return months, (last.month, 0 if ends_month(last) else last.day)

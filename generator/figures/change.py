"""How a figure stands to the same figure of last year: by how much, by what share, and in which words.

A share is computed only from single numbers, or from ones that are said to be about so much; nothing is
made of 近50万元 or 超过50万元 but what both texts themselves say. It is said in no more places than the two
leave, and with 约 where rounding leaves even those open.
"""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from generator.figures.interval import Bounds
from generator.figures.quantity import PERCENT_UNITS, format_scaled, format_shortest, smallest_scale, split_unit
from generator.figures.totals import ABOUT, round_to, said_of
from generator.figures.values import Figure

POINTS = {"%": "个百分点", "‰": "个千分点"}
"""What the difference of two shares is counted in."""
SAME, NEARLY_SAME, FROM_ZERO = "与{}持平", "与{}基本持平", "由零增至"
UP, DOWN = "增长", "下降"
MORE, LESS = "增加", "减少"
RAISED, LOWERED = "提高", "降低"
SHARE_PLACES = 1
"""Places of a share where neither the layout nor the template says otherwise."""
NEVER_NEARLY = (0, 100)
"""What a share that is nearly nothing or nearly all is never rounded to."""


class Change(Struct, frozen=True):
    """A figure beside last year's, in base units."""

    now: Figure
    before: Figure
    difference: Fraction
    about: bool
    """Whether one of the two is only said to be about so much."""

    @property
    def share(self) -> Fraction | None:
        """The difference in percent of last year's; None from zero."""
        base = self.before.quantity.number
        return self.difference / base * 100 if base else None

    @property
    def share_bounds(self) -> Bounds:
        """What the share lies between, by what the two are known to."""
        ratio = self.now.bounds / self.before.bounds
        low, high = ((end - 1) * 100 if end is not None else None for end in (ratio.low, ratio.high))
        return Bounds(low, high)

    @property
    def step(self) -> Fraction:
        """What one in the last digit of the difference is worth: the coarser one's."""
        return max(figure.quantity.step for figure in (self.now, self.before))

    @property
    def is_about(self) -> bool:
        """Whether the difference, printed to the last digit of the coarser one, is only about right."""
        return self.about or round_to(self.difference, self.step) != self.difference


def change_of(figure: Figure) -> Change | None:
    """What became of last year's figure; None when there is none, or when one of them is not known to be one number."""
    before = figure.last
    if before is None:
        return None
    one, other = figure.quantity, before.quantity
    if one.is_one_number and other.is_one_number:
        return Change(figure, before, one.value - other.value, about=False)
    if not all(quantity.is_one_number or quantity.about for quantity in (one, other)):
        return None
    return Change(figure, before, (one.number or Fraction(0)) - (other.number or Fraction(0)), about=True)


def growth_text(change: Change, last_year: str, digits: int = SHARE_PLACES, up: str = UP, down: str = DOWN) -> str:
    """增长12.3%, 下降3.1%, 与上年持平, 由零增至12人; shares differ by 个百分点."""
    if change.now.quantity.unit in PERCENT_UNITS:
        return points_text(change, last_year, digits)
    if not change.difference:
        return SAME.format(last_year)
    share = change.share
    if share is None:
        return FROM_ZERO + change.now.text
    if format_shortest(abs(share), digits) == "0":
        return NEARLY_SAME.format(last_year)
    bounds = change.share_bounds
    number, about = said_of(abs(share), bounds if share > 0 else -bounds, digits, NEVER_NEARLY)
    return f"{up if share > 0 else down}{about}{number}%"


def points_text(change: Change, last_year: str, digits: int = SHARE_PLACES) -> str:
    """提高1.2个百分点, 下降0.5个百分点, 与上年持平."""
    typed = () if change.about else (change.now, change.before)
    places = max((digits, *(_places(figure.quantity.value) for figure in typed)))
    number = format_shortest(round_to(abs(change.difference), change.step), places)
    if not change.difference:
        return SAME.format(last_year)
    if number == "0":
        return NEARLY_SAME.format(last_year)
    about = ABOUT if change.is_about else ""
    return f"{RAISED if change.difference > 0 else DOWN}{about}{number}{POINTS[change.now.quantity.unit]}"


def difference_text(change: Change, last_year: str, up: str = MORE, down: str = LESS) -> str | None:
    """增加12人, 减少3.5万元, 与上年持平; None when the two were typed in units that do not print alike."""
    if change.now.quantity.unit in PERCENT_UNITS:
        return points_text(change, last_year)
    if not change.difference:
        return SAME.format(last_year)
    if not round_to(abs(change.difference), change.step):
        return NEARLY_SAME.format(last_year)
    amount = amount_text(change)
    about = ABOUT if change.is_about else ""
    return None if amount is None else f"{up if change.difference > 0 else down}{about}{amount}"


def amount_text(change: Change) -> str | None:
    """The difference without its sign, in the smaller 万 or 亿 of the two, to the last digit of the coarser one.

    None for unlike units.
    """
    one, other = change.now.quantity, change.before.quantity
    if split_unit(one.unit)[1] != split_unit(other.unit)[1]:
        return None
    scale = smallest_scale((one.scale, other.scale))
    return (
        f"{format_scaled(round_to(abs(change.difference), change.step) / one.factor, scale)}{split_unit(one.unit)[1]}"
    )


def movement(figure: Figure, up: str, down: str) -> str | None:
    """``up`` or ``down`` when the figure is certainly more or less than last year's; None else."""
    if figure.last is None:
        return None
    now, before = figure.bounds, figure.last.bounds
    if now.low is not None and before.high is not None and now.low > before.high:
        return up
    if now.high is not None and before.low is not None and now.high < before.low:
        return down
    return None


def _places(number: Fraction) -> int:
    """Decimal places of a typed number, at most four."""
    return next((places for places in range(4) if (number * 10**places).denominator == 1), 4)

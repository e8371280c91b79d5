"""The row of an own table that is called the sum of the others: whether it is.

Only what can be nothing else is doubted: a column of plain numbers whose sum by the table lies outside what a mean of
them could be, in a table without rows that are sums or parts of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from generator.figures.quantity import Fault, format_shortest

TOTAL = re.compile(r"[^\d:：]{0,6}(?:合\s*计|总\s*计|共\s*计)")
PARTLY = re.compile(r"小\s*计|其\s*中|合\s*计|总\s*计|共\s*计")
CELL_NUMBER = re.compile(r"(\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.(\d+))?")
FEWEST_ROWS = 2
MOST_DIGITS_SHOWN = 6


def wrong_totals(head: Sequence[str], body: Sequence[Sequence[str]]) -> Iterator[tuple[int, Fault]]:
    """Each figure of a row of sums that is not the sum of its column, by where the row stands in the body."""
    names = [next(filter(None, row), "") for row in body]
    totals = [at for at, name in enumerate(names) if TOTAL.fullmatch(name)]
    others = [at for at in range(len(body)) if at not in totals]
    if len(totals) != 1 or len(others) < FEWEST_ROWS or any(PARTLY.search(names[at]) for at in others):
        return
    (at,) = totals
    for called, typed, *parts in zip(head, body[at], *(body[one] for one in others), strict=True):
        if found := _other_sum(typed, [part for part in parts if part]):
            what = f"表格里「{names[at]}」这一行，「{called}」填的是{typed}，各行相加是{found}。"
            yield at, Fault(what, "请核对；本来不是各行相加的，请把这一行换个名字。")


def _other_sum(typed: str, parts: Sequence[str]) -> str:
    """What the parts come to where that is certainly not the sum that was typed; empty for any other."""
    known = [one for cell in (typed, *parts) if (one := _number(cell))]
    if len(known) <= len(parts) or len(parts) < FEWEST_ROWS:
        return ""
    total, *numbers = known
    found = sum((number for number, _ in numbers), start=Fraction(0))
    within = sum((step for _, step in known), start=Fraction(0)) / 2
    is_mean = min(numbers)[0] <= total[0] <= max(numbers)[0]
    return "" if is_mean or abs(found - total[0]) <= within else format_shortest(found, MOST_DIGITS_SHOWN)


def _number(cell: str) -> tuple[Fraction, Fraction] | None:
    """The number that a cell is, and the step of its last place where it has places; None for any other cell."""
    match = CELL_NUMBER.fullmatch(cell.strip())
    if match is None:
        return None
    places = match[2] or ""
    number = Fraction(f"{match[1].replace(',', '').replace('，', '')}.{places or 0}")
    return number, Fraction(1, 10 ** len(places)) if places else Fraction(0)

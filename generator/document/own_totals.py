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
    others = [row for at, row in enumerate(body) if at not in totals]
    if (
        len(totals) != 1
        or len(others) < FEWEST_ROWS
        or any(map(PARTLY.search, (names[at] for at in range(len(names)) if at not in totals)))
    ):
        return
    for column, typed in enumerate(body[totals[0]]):
        total, numbers = _number(typed), [_number(row[column]) for row in others]
        parts = [one for one in numbers if one]
        if (
            total is None
            or len(parts) < FEWEST_ROWS
            or any(row[column] and not one for row, one in zip(others, numbers, strict=True))
        ):
            continue
        found = sum((one[0] for one in parts), start=Fraction(0))
        within = sum((one[1] for one in (total, *parts)), start=Fraction(0)) / 2
        least, most = min(one[0] for one in parts), max(one[0] for one in parts)
        if abs(found - total[0]) > within and not least <= total[0] <= most:
            shown = format_shortest(found, MOST_DIGITS_SHOWN)
            what = f"表格里「{names[totals[0]]}」这一行，「{head[column]}」填的是{typed}，各行相加是{shown}。"
            yield totals[0], Fault(what, "请核对；本来不是各行相加的，请把这一行换个名字。")


def _number(cell: str) -> tuple[Fraction, Fraction] | None:
    """The number that a cell is, and the step of its last place where it has places; None for any other cell."""
    match = CELL_NUMBER.fullmatch(cell.strip())
    if match is None:
        return None
    places = match[2] or ""
    number = Fraction(f"{match[1].replace(',', '').replace('，', '')}.{places or 0}")
    return number, Fraction(1, 10 ** len(places)) if places else Fraction(0)

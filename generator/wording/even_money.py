"""Amounts of one sentence in one unit, where that loses no digit: 37.87万元 and 277300元 are 37.87万元 and 27.73万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from msgspec.structs import replace

from generator.chinese.reserved import CLOSE, FIGURE
from generator.document.marks import VALUE, hide, mark, plain_path
from generator.figures.quantity import SCALES, TEN_THOUSAND, format_scaled, split_unit
from generator.figures.values import Figure
from generator.form.form import Form

OF_MONEY = "amount"
"""The kind of field whose figures are amounts, and no standards or means."""
LEAST_EVENED, PLACES_EVENED = 1000, 2
"""What is less stays as it was typed unless a report chose its unit, and so does what would need more places."""
IN_TEN_THOUSANDS = re.compile(rf"{TEN_THOUSAND}[^{CLOSE}\d]{{1,2}}{CLOSE}")
"""Without an amount in 万 nothing is evened."""
NOT_LOOKED_AT = "\0"


def with_even_money(text: str, form: Form) -> str:
    """The closed-up text of a section with its amounts in the unit of the report, or those of a paragraph in one."""
    chosen = form.library.report.money
    if not chosen and not IN_TEN_THOUSANDS.search(text):
        return text
    plain = VALUE.sub(lambda match: NOT_LOOKED_AT * len(match[0]), text)
    new: list[tuple[int, int, str]] = []
    for (_, is_row), amounts in groupby(_amounts(text, form), key=lambda one: _line_of(plain, one[0].start())):
        together = list(amounts)
        if chosen and not is_row:
            scale = split_unit(chosen)[0]
            found = [(match, _in_scale(one, scale)) for match, one in together]
        elif not is_row and {figure.quantity.scale for _, figure in together} == {"", TEN_THOUSAND}:
            found = [(match, _in_ten_thousands(one)) for match, one in together]
        else:
            continue
        new += [(*match.span(), mark(evened)) for match, evened in found if evened]
    for start, end, marked in reversed(new):
        text = f"{text[:start]}{marked}{text[end:]}"
    return text


def _amounts(text: str, form: Form) -> Iterator[tuple[re.Match[str], Figure]]:
    """The amounts of a text as they were typed; what a template printed otherwise it meant so."""
    for match in VALUE.finditer(text):
        if match[1] != FIGURE:
            continue
        figure = form.values.get(path := plain_path(match[2]))
        leaf = form.library.field(path) if isinstance(figure, Figure) else None
        if leaf and isinstance(figure, Figure) and leaf.definition.kind == OF_MONEY and hide(figure.text) == match[3]:
            yield match, figure


def _line_of(plain: str, at: int) -> tuple[int, bool]:
    """Where the line around a place begins, and whether it is a row of a table."""
    begins = plain.rfind("\n", 0, at) + 1
    return begins, plain[begins : begins + 1] == "|"


def _in_ten_thousands(figure: Figure) -> Figure | None:
    """An amount in 万 beside others; None where it is there already, too small, or would need too many places."""
    value = figure.quantity.number
    if value is None or value < LEAST_EVENED or (value / SCALES[TEN_THOUSAND] * 10**PLACES_EVENED).denominator != 1:
        return None
    return _in_scale(figure, TEN_THOUSAND)


def _in_scale(figure: Figure, scale: str) -> Figure | None:
    """An amount that is known to the last digit in another scale with every digit; None where it is in that already."""
    quantity = figure.quantity
    if quantity.scale == scale or not quantity.is_known or not quantity.is_one_number or not quantity.value:
        return None
    return replace(figure, quantity=replace(quantity, before=format_scaled(quantity.value, scale), scale=scale))

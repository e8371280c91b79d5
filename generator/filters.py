"""Filters of the template language: figures in, figures out, so that no trace is lost.

A blank goes through every filter as a blank. A figure that is not exact is never computed with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import wraps

from generator.marks import Marked, mark
from generator.numerals import capital_money, chinese_number
from generator.quantity import Quantity, format_number, split_unit
from generator.values import Figure, Hole, Pending, Words

STOPS = "。；，、;,."
RATIO = "÷"
"""Between the paths of the two figures that a share or an average came from."""


def without_unit(figure: Figure) -> Figure:
    """The figure without its unit: 274人 → 274."""
    return replace(figure, quantity=replace(figure.quantity, unit=""))


def _money(scale: str, size: int) -> Callable[..., Figure]:
    def convert(figure: Figure, digits: int | None = None) -> Figure:
        quantity = figure.quantity
        if not quantity.exact or (quantity.scale == scale and digits is None):
            return figure
        number = format_number(quantity.value / size, digits)
        base = split_unit(quantity.unit)[1]
        return replace(figure, quantity=replace(quantity, before=number + scale, unit=base, scale=scale))

    convert.__doc__ = f"The amount in {scale}元, to ``digits`` places when given."
    return convert


def share(figure: Figure, total: Figure, digits: int = 1) -> Figure | Hole:
    """What percentage of ``total`` the figure is; blank when either is not exact or total is zero."""
    if not (figure.quantity.exact and total.quantity.exact and total.quantity.value):
        return Hole(figure.path)
    return _derived(figure, total, figure.quantity.value / total.quantity.value * 100, "%", digits)


def per_head(figure: Figure, heads: Figure, digits: int = 2) -> Figure | Hole:
    """The amount for each of ``heads``; blank when either is not exact or there are none."""
    if not (figure.quantity.exact and heads.quantity.exact and heads.quantity.value):
        return Hole(figure.path)
    unit = split_unit(figure.quantity.unit)[1]
    return _derived(figure, heads, figure.quantity.value / heads.quantity.value, unit, digits)


def _derived(one: Figure, other: Figure, value: Fraction, unit: str, digits: int) -> Figure:
    shown = format_number(value, digits)
    number = shown.rstrip("0").rstrip(".") if "." in shown else shown
    quantity = Quantity(number, unit, "", value, value)
    return Figure(quantity, f"{one.path}{RATIO}{other.path}", one.place, one.label, (one, other))


def capital(figure: Figure) -> Figure:
    """The amount in capital figures: 148000元 → 壹拾肆万捌仟元整; unchanged when not exact."""
    quantity = figure.quantity
    if not quantity.exact:
        return figure
    value = quantity.value
    words = capital_money(Decimal(value.numerator) / Decimal(value.denominator))
    return replace(figure, quantity=replace(quantity, before=words, unit="", after=""))


def enumerate_values(values: object) -> Marked | Hole:
    """Items, or the filled fields of a group with their names, joined by 、; blank when there are none."""
    return _join(list(_named(values)), "、")


def _named(values: object) -> Iterator[str]:
    if isinstance(values, dict):
        for value in {id(value): value for value in values.values()}.values():
            yield from _named(value)
    elif isinstance(values, tuple | list):
        for value in values:
            yield from _named(value)
    elif isinstance(values, Figure):
        yield values.label + mark(values)
    elif isinstance(values, Words) and not values.none:
        yield mark(replace(values, text=values.text.rstrip(STOPS)))


def points(items: tuple[Words, ...], pattern: str = "{}是") -> Marked | Hole:
    """Items as 一是…；二是…, without the last stop; a single item stands without a number."""
    said = [_without_stop(item) for item in items if not item.none]
    if len(said) < 2:
        return _join([mark(item) for item in said], "")
    separator = "。" if any("。" in item.text for item in said) else "；"
    numbered = [pattern.format(chinese_number(n)) + mark(item) for n, item in enumerate(said, 1)]
    return _join(numbered, separator)


def sentences(items: tuple[Words, ...]) -> Marked | Hole:
    """Items one after the other, each its own sentence, without the last stop."""
    return _join([mark(_without_stop(item)) for item in items if not item.none], "。")


def clauses(items: tuple[Words, ...]) -> Marked | Hole:
    """Items joined by ；, without the last stop."""
    return _join([mark(_without_stop(item)) for item in items if not item.none], "；")


def _without_stop(words: Words) -> Words:
    return replace(words, text=words.text.replace("\n", "").rstrip(STOPS))


def _join(parts: list[str], separator: str) -> Marked | Hole:
    return Marked(separator.join(parts)) if parts else Hole()


def _passing_blanks(function: Callable[..., object]) -> Callable[..., object]:
    @wraps(function)
    def filtered(value: object, *arguments: object) -> object:
        for given in (value, *arguments):
            if isinstance(given, Hole | Pending) or given == ():
                return given if isinstance(given, Hole | Pending) else Hole()
        return function(value, *arguments)

    return filtered


FILTERS: dict[str, tuple[Callable[..., object], str]] = {
    "不带单位": (without_unit, "只印数，不印单位：274人 → 274"),
    "元": (_money("", 1), "换成元，可给小数位数：7万元 → 70000元"),
    "万元": (_money("万", 10**4), "换成万元，可给小数位数：148000元 → 14.8万元"),
    "亿元": (_money("亿", 10**8), "换成亿元，可给小数位数"),
    "占": (share, "占总数的百分比，缺省一位小数：城镇.人数 | 占(合计.人数) → 9%"),
    "人均": (per_head, "除以人数（户数、次数），缺省两位小数：月发放额 | 人均(人数)"),
    "大写": (capital, "金额大写：148000元 → 壹拾肆万捌仟元整"),
    "列举": (enumerate_values, "几条话或一组数用、连起来，数前面带项目名"),
    "分点": (points, "几条话写成一是…；二是…，末尾的句号由模板写"),
    "分句": (sentences, "几条话各成一句，末尾的句号由模板写"),
    "分号": (clauses, "几条话用；连起来"),
}
"""Name in templates: what it does, and how the template manual explains it."""


def filter_table() -> dict[str, Callable[..., object]]:
    """The filters as Jinja takes them, each passing blanks on."""
    return {name: _passing_blanks(function) for name, (function, _) in FILTERS.items()}

"""Filters of the template language: figures in, figures out, so that no trace is lost.

A blank goes through every filter as a blank. A figure that is qualified or a range is never computed with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import wraps
from typing import NamedTuple

from jinja2 import pass_context
from jinja2.runtime import Context
from msgspec.structs import replace

from generator.chinese.numerals import capital_money, chinese_number
from generator.document.marks import Marked, mark
from generator.figures import change
from generator.figures.change import change_of, movement
from generator.figures.interval import Bounds
from generator.figures.quantity import Quantity, as_decimal, format_number, split_unit
from generator.figures.totals import said_of
from generator.figures.values import LAST, LAST_YEAR, Figure, Hole, Pending, Record, Words, name_of_unit

STOPS = "。；，、;,."
DECIMAL_PLACES, LAST_PERIOD, UNITS = "位数", "上年同期", "各镇"
"""Names of the context that filters read: places of a share, what last year's period is called, the units summed."""
MOST_PLACES = 20
"""Nobody writes a number to more places."""
RATIO = "÷"
"""Between the paths of the two figures that a share or an average came from."""


def without_unit(figure: Figure) -> Figure:
    """The figure without its unit: 274人 → 274."""
    return replace(figure, quantity=replace(figure.quantity, unit=""))


def _money(scale: str, size: int) -> Callable[..., Figure]:
    def convert(figure: Figure, digits: int | None = None) -> Figure:
        quantity = figure.quantity
        finest = Fraction(size) / 10 ** (digits or 0)
        if not quantity.is_one_number or (quantity.scale == scale and digits is None) or quantity.step > finest:
            return figure
        number = format_number(quantity.value / size, digits)
        base = split_unit(quantity.unit)[1]
        return replace(figure, quantity=replace(quantity, before=number + scale, unit=base, scale=scale))

    convert.__doc__ = (
        f"The amount in {scale}元, to ``digits`` places when given; as typed when it is not known so well."
    )
    return convert


def share(figure: Figure, total: Figure, digits: int = 1) -> Figure | Hole:
    """What percentage of ``total`` the figure is; blank when either is not one number or total is zero."""
    if not (figure.quantity.is_one_number and total.quantity.is_one_number and total.quantity.value):
        return Hole(figure.path)
    ratio = figure.quantity.value / total.quantity.value * 100
    return _derived(figure, total, ratio, figure.bounds / total.bounds * 100, "%", digits, change.NEVER_NEARLY)


def per_head(figure: Figure, heads: Figure, digits: int = 2) -> Figure | Hole:
    """The amount for each of ``heads``; blank when either is not one number or there are none."""
    if not (figure.quantity.is_one_number and heads.quantity.is_one_number and heads.quantity.value):
        return Hole(figure.path)
    unit = split_unit(figure.quantity.unit)[1]
    ratio = figure.quantity.value / heads.quantity.value
    return _derived(figure, heads, ratio, figure.bounds / heads.bounds, unit, digits, (0,))


def _derived(
    one: Figure, other: Figure, value: Fraction, bounds: Bounds, unit: str, digits: int, never: tuple[int, ...]
) -> Figure:
    text, about = said_of(value, bounds, digits, never)
    quantity = Quantity(f"{about}{text}", unit, "", bounds.low, bounds.high, number=value)
    return Figure(quantity, f"{one.path}{RATIO}{other.path}", one.place, one.label, (one, other))


def called(figure: Figure) -> Marked:
    """What the figure is called, where its field says so."""
    return Marked(figure.label)


@pass_context
def growth(context: Context, figure: Figure, digits: int | None = None, *words: str) -> Figure | Hole:
    """By what share the figure grew or fell since last year; blank when that is not known."""
    found = change_of(figure)
    if found is None:
        return _without_last(figure)
    places = context.get(DECIMAL_PLACES, change.SHARE_PLACES) if digits is None else digits
    return _compared(figure, change.growth_text(found, _last_year(context), places, *words))


@pass_context
def difference(context: Context, figure: Figure, *words: str) -> Figure | Hole:
    """By how much the figure grew or fell since last year; blank when that is not known."""
    found = change_of(figure)
    text = change.difference_text(found, _last_year(context), *words) if found else None
    return _compared(figure, text) if text else _without_last(figure)


def moved(figure: Figure, up: str = change.RAISED, down: str = change.LOWERED, lead: str = "") -> Marked:
    """由A提高到B; ``lead`` and the figure alone when last year's is not known to differ."""
    word = movement(figure, up, down)
    alike = figure.last and figure.last.quantity.factor == figure.quantity.factor
    if word is None or figure.last is None or not alike:
        return Marked(lead + mark(figure))
    return Marked(f"由{mark(figure.last)}{word}到{mark(figure)}")


FEWEST_UNITS, MOST_TIED = 3, 3
"""Fewer units tell nothing of a highest one, and nothing does that more of them share."""


@pass_context
def most(context: Context, figure: Figure) -> Marked | Hole:
    """The unit with the highest part of a sum and its figure; blank when figures do not tell, or too many share it."""
    return _extreme(
        context,
        figure,
        max,
        "均为",
        [_Part(part.bounds, part.quantity.value, part) for part in _comparable_parts(figure)],
    )


@pass_context
def least(context: Context, figure: Figure) -> Marked | Hole:
    """The unit with the lowest part of a sum and its figure."""
    return _extreme(
        context,
        figure,
        min,
        "均为",
        [_Part(part.bounds, part.quantity.value, part) for part in _comparable_parts(figure)],
    )


@pass_context
def rose_most(context: Context, figure: Figure) -> Marked | Hole:
    """The unit whose part of a sum grew by the largest share since last year, and the share."""
    return _extreme(context, figure, max, "均", list(_shares(context, figure)), lambda share: share > 0)


@pass_context
def fell_most(context: Context, figure: Figure) -> Marked | Hole:
    """The unit whose part of a sum fell by the largest share since last year, and the share."""
    return _extreme(context, figure, min, "均", list(_shares(context, figure)), lambda share: share < 0)


def _comparable_parts(figure: Figure) -> list[Figure]:
    """What the units below have, nothing when one of them is not one number."""
    return list(figure.units) if all(part.quantity.is_one_number for part in figure.units) else []


def _shares(context: Context, figure: Figure) -> Iterator[_Part]:
    """How each part changed since last year, with the words for it as its text."""
    for part in _comparable_parts(figure):
        found = change_of(part)
        if found and found.share is not None and part.last:
            words = change.growth_text(found, _last_year(context), context.get(DECIMAL_PLACES, change.SHARE_PLACES))
            yield _Part(found.share_bounds, found.share, part.printing(words))


class _Part(NamedTuple):
    """What one unit has: what it lies between, the number it names, and the figure that prints."""

    bounds: Bounds
    size: Fraction
    figure: Figure


def _extreme(
    context: Context,
    figure: Figure,
    pick: Callable[..., Fraction],
    tied: str,
    parts: list[_Part],
    counts: Callable[[Fraction], bool] = lambda _: True,
) -> Marked | Hole:
    """The units whose size ``pick`` picks; blank unless every unit of the form has one, they differ, and it is certain."""
    sizes = {part.size for part in parts}
    if len(parts) < max(FEWEST_UNITS, len(context.get(UNITS, ()))) or len(sizes) < 2:
        return Hole(figure.path)
    picked = pick(sizes)
    first = [part for part in parts if part.size == picked]
    rivals = [part.bounds for part in parts if part.size != picked]
    beaten = (one < first[0].bounds if pick is min else one > first[0].bounds for one in rivals)
    if not counts(picked) or len(first) > MOST_TIED or any(beaten):
        return Hole(figure.path)
    best = [part.figure for part in first]
    names = "、".join(mark(name_of_unit(part.owner, part.place)) for part in best)
    shown = mark(replace(best[0], path=best[0].own_path))
    return Marked(f"{names}（{tied if len(best) > 1 else ''}{shown}）")


def _compared(figure: Figure, text: str) -> Figure:
    """The words of a comparison, traced to both figures."""
    assert figure.last is not None
    path = f"{figure.path}{RATIO}{figure.last.path}"
    return Figure(figure.printing(text).quantity, path, figure.place, figure.label, (figure, figure.last))


def _without_last(figure: Figure) -> Hole:
    return Hole(figure.last.path if figure.last else LAST + figure.path)


def _last_year(context: Context) -> str:
    """What last year's period is called: 上年, 上年同期."""
    found = context.get(LAST_PERIOD)
    return found.text if isinstance(found, Words) else LAST_YEAR


def capital(figure: Figure) -> Figure:
    """The amount in capital figures: 148000元 → 壹拾肆万捌仟元整; unchanged when not known to the last 分."""
    quantity = figure.quantity
    if not quantity.is_known:
        return figure
    return figure.printing(capital_money(as_decimal(quantity.value)))


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


def apart(records: tuple[Record, ...]) -> Marked:
    """What stands between records that are told one after the other: 、, or ， where one of them holds it itself."""
    several = any(isinstance(value, Figure) and value.more for record in records for value in record.values())
    return Marked("，" if several else "、")


def points(items: tuple[Words, ...], pattern: str = "{}是") -> Marked | Hole:
    """Items as 一是…；二是…, without the last stop; a single item stands without a number."""
    said = [_without_stop(item) for item in items if not item.none]
    if len(said) < 2:
        return _join([mark(item) for item in said], "")
    separator = "。" if any("。" in item.text for item in said) else "；"
    numbered = [pattern.replace("{}", chinese_number(n)) + mark(item) for n, item in enumerate(said, 1)]
    return _join(numbered, separator)


def sentences(items: tuple[Words, ...]) -> Marked | Hole:
    """Items one after the other, each its own sentence, without the last stop."""
    return _join([mark(_without_stop(item)) for item in items if not item.none], "。")


def clauses(items: tuple[Words, ...]) -> Marked | Hole:
    """Items joined by ；, without the last stop."""
    return _join([mark(_without_stop(item)) for item in items if not item.none], "；")


def _without_stop(words: Words) -> Words:
    text = words.text.rstrip(STOPS)
    return words if text == words.text else replace(words, text=text)


def _join(parts: list[str], separator: str) -> Marked | Hole:
    return Marked(separator.join(parts)) if parts else Hole()


def _passing_blanks(function: Callable[..., object]) -> Callable[..., object]:
    first = int(hasattr(function, "jinja_pass_arg"))

    @wraps(function)
    def filtered(*arguments: object) -> object:
        for given in arguments[first:]:
            if isinstance(given, int) and not 0 <= given <= MOST_PLACES:
                raise OverflowError
            if isinstance(given, Hole | Pending) or given == ():
                return given if isinstance(given, Hole | Pending) else Hole()
        return function(*arguments)

    return filtered


FILTERS: dict[str, tuple[Callable[..., object], str]] = {
    "不带单位": (without_unit, "只印数，不印单位：274人 → 274"),
    "元": (_money("", 1), "换成元，可给小数位数：7.0000万元 → 70000元；7万元只知道到万，照印"),
    "万元": (_money("万", 10**4), "换成万元，可给小数位数：148000元 → 14.8万元"),
    "亿元": (_money("亿", 10**8), "换成亿元，可给小数位数"),
    "占": (share, "占总数的百分比，缺省一位小数：城镇.人数 | 占(合计.人数) → 9%"),
    "人均": (per_head, "除以人数（户数、次数），缺省两位小数：月发放额 | 人均(人数)"),
    "叫法": (called, "数的项目叫什么，只用在自定义的“占”：低保户数"),
    "同比": (
        growth,
        "比上年增减百分之几：增长12.3%、下降3.1%、与上年持平、由零增至12人；百分比印个百分点；可给小数位数",
    ),
    "增减": (difference, '比上年多多少、少多少：增加12人、减少3万元、与上年持平；可换词：增减("提高", "降低")'),
    "变化": (moved, '由上年的数提高到今年的数；没有上年时只印今年的数：变化("增加", "减少", "为")'),
    "最多": (most, "汇总的数里最多的单位和它的数：青石乡（320人）；并列的一起说，并列太多就不说"),
    "最少": (least, "汇总的数里最少的单位和它的数"),
    "增幅最大": (rose_most, "汇总的数里比上年增长最快的单位：青石乡（增长12.3%）"),
    "降幅最大": (fell_most, "汇总的数里比上年下降最快的单位"),
    "大写": (capital, "金额大写：148000元 → 壹拾肆万捌仟元整"),
    "列举": (enumerate_values, "几条话或一组数用、连起来，数前面带项目名"),
    "间隔": (apart, "几笔记录之间的标点：顿号；有一笔里填了几个数（2户、10人）就用逗号"),
    "分点": (points, "几条话写成一是…；二是…，末尾的句号由模板写"),
    "分句": (sentences, "几条话各成一句，末尾的句号由模板写"),
    "分号": (clauses, "几条话用；连起来"),
}
"""Name in templates: what it does, and how the template manual explains it."""


def filter_table() -> dict[str, Callable[..., object]]:
    """The filters as Jinja takes them, each passing blanks on."""
    return {name: _passing_blanks(function) for name, (function, _) in FILTERS.items()}

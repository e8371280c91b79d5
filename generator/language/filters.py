"""Filters of the template language: figures in, figures out, so that no trace is lost.

A blank goes through every filter as a blank. A figure that is qualified or a range is never computed with.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import wraps
from typing import cast

from jinja2 import pass_context
from jinja2.runtime import Context
from msgspec.structs import replace

from generator.chinese.numerals import capital_money
from generator.document.marks import Marked, mark
from generator.figures import change
from generator.figures.cause import Cause, cause_of
from generator.figures.change import change_of, movement
from generator.figures.interval import Bounds
from generator.figures.over_units import are_of_other_units, over_the_same
from generator.figures.quantity import Quantity, as_decimal, format_number, split_unit
from generator.figures.saying import lead_of, without_each
from generator.figures.totals import said_of
from generator.figures.values import LAST, Figure, Hole, Pending, Words
from generator.language.context import CAUSE_TEXTS, DECIMAL_PLACES, RATIO, grounds_of, last_year_of
from generator.language.unit_filters import (
    fallen,
    fell_most,
    highest_mean,
    highest_share,
    least,
    lowest_mean,
    lowest_share,
    means_apart,
    most,
    risen,
    rose_most,
    shares_apart,
)
from generator.language.wordings import (
    alone,
    apart,
    clauses,
    enumerate_values,
    in_pairs,
    one_wording,
    points,
    sentences,
    unsaid,
)

MOST_PLACES = 20
"""Nobody writes a number to more places."""


def without_unit(figure: Figure) -> Figure:
    """The figure without its unit: 274人 → 274."""
    return replace(figure, quantity=replace(figure.quantity, unit=""))


def _money(scale: str, size: int) -> Callable[..., Figure]:
    def convert(figure: Figure, digits: int | None = None) -> Figure:
        quantity = without_each(figure.quantity)
        figure = figure if quantity is figure.quantity else replace(figure, quantity=quantity)
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
    """What percentage of ``total`` the figure is; blank when either is not one number or total is zero.

    Of several typed together it is that in the unit of the total.
    """
    figure = next((one for one in figure.all if one.quantity.unit == total.quantity.unit), figure)
    figure, total = over_the_same(figure, total)
    if not (figure.quantity.is_one_number and total.quantity.is_one_number and total.quantity.value):
        return Hole(figure.path)
    ratio = figure.quantity.value / total.quantity.value * 100
    return _derived(figure, total, ratio, figure.bounds / total.bounds * 100, "%", digits, change.NEVER_NEARLY)


def per_head(figure: Figure, heads: Figure, digits: int = 2) -> Figure | Hole:
    """The amount for each of ``heads``; blank when either is not one number or there are none."""
    figure, heads = over_the_same(figure, heads)
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


def label_of(figure: Figure) -> Marked:
    """What the figure is called, where its field says so."""
    return Marked(figure.label)


def names_of_parts(figure: Figure) -> Marked | Hole:
    """What the parts of a sum are called, joined by 、."""
    return Marked("、".join(part.label for part in figure.parts)) if figure.parts else Hole(figure.path)


@pass_context
def growth(context: Context, figure: Figure, digits: int | None = None, *words: str) -> Figure | Hole:
    """By what share the figure grew or fell since last year; blank when that is not known."""
    found = change_of(figure)
    if found is None:
        return _without_last(figure)
    if not grounds_of(context).is_news(figure):
        return Hole()
    places = context.get(DECIMAL_PLACES, change.SHARE_PLACES) if digits is None else digits
    return _compared(figure, change.growth_text(found, last_year_of(context), places, *words))


@pass_context
def difference(context: Context, figure: Figure, *given: Figure | str) -> Figure | Hole:
    """By how much the figure grew or fell since last year, or from a figure given; blank when that is not known."""
    words = [one for one in given if isinstance(one, str)]
    before = next((one for one in given if isinstance(one, Figure)), None)
    if before and are_of_other_units(figure, before):
        return Hole(before.path)
    if before is None and not grounds_of(context).is_news(figure):
        return Hole()
    figure = replace(figure, last=before) if before else figure
    found = change_of(figure)
    text = change.difference_text(found, last_year_of(context), *words) if found else None
    return _compared(figure, text) if text else _without_last(figure)


@pass_context
def cause(context: Context, amount: Figure, count: Figure, *parts: str) -> Figure | Hole:
    """What a change of an amount is made of, in the words given for more and a higher level, then for fewer and a lower."""
    if amount.last is None or count.last is None:
        return _without_last(amount if amount.last is None else count)
    found, patterns = cause_of(amount, count), context.get(CAUSE_TEXTS)
    if found is None or patterns is None:
        return Hole()
    grew, of = found
    words = parts[:2] if grew else parts[2:4]
    grounds = grounds_of(context)
    steady = count.quantity.number == count.last.quantity.number
    if len(words) < 2 or not (grounds.is_news(amount) and (steady or grounds.is_news(count))):
        return Hole()
    text = one_wording(context, patterns.of(grew, of is Cause.BOTH)).format(
        *(words[1:] if of is Cause.LEVEL else words)
    )
    path = f"{amount.path}{RATIO}{count.path}"
    behind = (amount, amount.last, count, count.last)
    return Figure(amount.printing(text).quantity, path, amount.place, amount.label, behind)


@pass_context
def reason_of(context: Context, figure: Figure) -> Words | Hole:
    """Why a figure changed so much, as the form says it; blank where it did not, or nobody says."""
    return grounds_of(context).reason(figure) or Hole()


def moved(figure: Figure, *given: Figure | Hole | str) -> Marked | Hole:
    """由A提高到B, 保持B不变; a lead and the figure alone when nobody knows what it was.

    What it was is last year's figure, or the one given before the words for up, down and the lead.
    """
    if figure.is_nothing:
        return Hole()
    words = [one for one in given if isinstance(one, str)]
    own = next((one for one in given if isinstance(one, Figure)), None)
    before = own or figure.last
    up, down, lead = (*words, *MOVING[len(words) :])
    if before is None or before.is_nothing or before.quantity.factor != figure.quantity.factor:
        return Marked(lead + mark(figure))
    word = movement(replace(figure, last=before), up, down) or (own and _moved_range(figure, own, up, down))
    if word:
        to = word if word.endswith(AS) else f"{word}到"
        return Marked(f"由{mark(before)}{to}{mark(_without_lead_of(figure, before))}")
    if figure.quantity.is_known and before.quantity.is_known:
        steady = _compared(replace(figure, last=own), figure.text) if own else figure
        return Marked(f"保持{mark(steady)}不变")
    return Marked(lead + mark(figure))


def _moved_range(figure: Figure, before: Figure, up: str, down: str) -> str | None:
    """``up`` where both ends of a range lie higher than those of the range typed for what it was before."""
    ends = figure.quantity.low, figure.quantity.high, before.quantity.low, before.quantity.high
    if None in ends or figure.quantity.number is not None or before.quantity.number is not None:
        return None
    low, high, low_before, high_before = cast("tuple[Fraction, ...]", ends)
    if low > low_before and high > high_before:
        return up
    return down if low < low_before and high < high_before else None


MOVING = (change.RAISED, change.LOWERED, "")
AS = "为"
"""At the end of a word of change that takes no 到: 调整为."""


def _without_lead_of(figure: Figure, before: Figure) -> Figure:
    """The figure without the 每人每月 that the one before it said already."""
    if lead_of(figure.quantity) != lead_of(before.quantity):
        return figure
    return replace(figure, quantity=without_each(figure.quantity))


def as_typed(figure: Figure) -> Marked:
    """The figure, printed even where it says that there is nothing."""
    return Marked(mark(figure))


def wholly(figure: Figure, done: str, whole: Figure | Hole) -> Marked | Figure | Hole:
    """全部办结 when the figure is certainly the whole of the other, else 办结 and the figure."""
    if figure.is_nothing:
        return Hole()
    quantity = figure.quantity
    if isinstance(whole, Figure) and are_of_other_units(figure, whole):
        return Marked(done + mark(figure))
    if isinstance(whole, Figure) and quantity.is_known and whole.quantity.is_known and quantity.low == whole.bounds.low:
        all_of = figure.printing(f"全部{done}")
        return Figure(all_of.quantity, f"{figure.path}{RATIO}{whole.path}", figure.place, figure.label, (figure, whole))
    return Marked(done + mark(figure))


def against_target(figure: Figure, target: Figure) -> Marked | Hole:
    """超额完成72户的年度任务, 完成72户的年度任务, 完成年度任务72户的80%; blank when either is not one number."""
    if are_of_other_units(figure, target):
        return Marked(f"年度任务{mark(target)}")
    reached, asked = figure.bounds, target.bounds
    if figure.quantity.is_known and target.quantity.is_known and reached.low == asked.low and reached.low:
        return Marked(f"完成{mark(target)}的年度任务")
    if figure.quantity.is_one_number and target.quantity.is_one_number and figure.quantity.value:
        if _surely_above(reached, asked):
            return Marked(f"超额完成{mark(target)}的年度任务")
        part = share(figure, target)
        if _surely_above(asked, reached) and isinstance(part, Figure):
            return Marked(f"完成年度任务{mark(target)}的{mark(part)}")
    return Marked(f"年度任务{mark(target)}")


def _surely_above(one: Bounds, other: Bounds) -> bool:
    """Whether the least that one may be is more than the most of the other."""
    return one.low is not None and other.high is not None and one.low > other.high


def _compared(figure: Figure, text: str) -> Figure:
    """The words of a comparison, traced to both figures."""
    assert figure.last is not None
    path = f"{figure.path}{RATIO}{figure.last.path}"
    return Figure(figure.printing(text).quantity, path, figure.place, figure.label, (figure, figure.last))


def _without_last(figure: Figure) -> Hole:
    return Hole(figure.last.path if figure.last else LAST + figure.path)


def capital(figure: Figure) -> Figure:
    """The amount in capital figures: 148000元 → 壹拾肆万捌仟元整; unchanged when not known to the last 分."""
    quantity = figure.quantity
    if not quantity.is_known:
        return figure
    return figure.printing(capital_money(as_decimal(quantity.value)))


def _passing_blanks(function: Callable[..., object]) -> Callable[..., object]:
    first = int(hasattr(function, "jinja_pass_arg"))
    if function in GIVEN_ANY:
        return function

    @wraps(function)
    def filtered(*arguments: object) -> object:
        for given in arguments[first : first + 1] if function in GIVEN_BLANKS else arguments[first:]:
            if isinstance(given, int) and not 0 <= given <= MOST_PLACES:
                raise OverflowError
            if isinstance(given, (Hole, Pending)) and function in COMPARING:
                return Hole(LAST + given.path)
            if isinstance(given, Hole):
                return given
            if isinstance(given, Pending):
                return Hole(given.path) if function in DERIVING else given
            if given == ():
                return Hole()
        return function(*arguments)

    return filtered


COMPARING = (growth, difference, cause)
"""Filters that say nothing where there is no last year, whatever is blank."""
DERIVING = (share, per_head, against_target, names_of_parts)
"""Filters that work out a figure of their own: a draft asks for what it comes from, where that itself is printed."""
GIVEN_BLANKS = (moved, wholly, unsaid)
"""Filters that know what to do where another value than their own is blank."""
GIVEN_ANY = (in_pairs,)
"""Filters that know what to do where any value is blank."""

FILTERS: dict[str, tuple[Callable[..., object], str]] = {
    "不带单位": (without_unit, "只印数，不印单位：274人 → 274"),
    "元": (_money("", 1), "换成元，可给小数位数：7.0000万元 → 70000元；7万元只知道到万，照印"),
    "万元": (_money("万", 10**4), "换成万元，可给小数位数：148000元 → 14.8万元"),
    "亿元": (_money("亿", 10**8), "换成亿元，可给小数位数"),
    "占": (share, "占总数的百分比，缺省一位小数：城镇.人数 | 占(合计.人数) → 9%"),
    "人均": (per_head, "除以人数（户数、次数），缺省两位小数：月发放额 | 人均(人数)"),
    "叫法": (label_of, "数的项目叫什么，用在自定义的“占”、headline.yaml 的“数”：低保户数"),
    "各项": (names_of_parts, "加起来的各项叫什么，只用在 headline.yaml 的“数”：低保、特困供养、临时救助"),
    "同比": (
        growth,
        "比上年增减百分之几：增长12.3%、下降3.1%、与上年持平、由零增至12人；百分比印个百分点；可给小数位数",
    ),
    "增减": (difference, '比上年多多少、少多少：增加12人、减少3万元、与上年持平；可换词：增减("提高", "降低")'),
    "变化": (
        moved,
        '由上年的数提高到今年的数，一样的“保持…不变”；没有上年时只印今年的数：变化("增加", "减少", "为")；原来的数另有一项的写在前面：变化(原标准, "提高", "调整为", "为")',
    ),
    "照印": (as_typed, "0 也照填的印：0件"),
    "全部": (wholly, '和总数相等的说“全部办结”，不等的说“办结”和数：办结 | 全部("办结", 件数)'),
    "完成": (against_target, "和任务比：超额完成72户的年度任务、完成72户的年度任务、完成年度任务72户的80%"),
    "单说": (alone, '前面没有别的话、说不清说的是什么时才印的词："特困人员" | 单说'),
    "任选": (one_wording, '几种说法里印一种，各单位不同，同一单位逐年轮换：["甲", "乙"] | 任选'),
    "最多": (most, "汇总的数里最多的单位和它的数：青石乡（320人）；并列的一起说，并列太多就不说"),
    "最少": (least, "汇总的数里最少的单位和它的数"),
    "增幅最大": (rose_most, "汇总的数里比上年增长最快的单位：青石乡（增长12.3%）"),
    "降幅最大": (fell_most, "汇总的数里比上年下降最快的单位；核对里问到的，写了原因才印，原因印在后面"),
    "增加的": (risen, "汇总的各单位里，比上年增加的有几个：9个；有一个单位不能比就不说"),
    "减少的": (fallen, "汇总的各单位里，比上年减少的有几个"),
    "占比最高": (highest_share, "汇总的各单位里，占总数的百分比最高的：入住 | 占比最高(床位) → 柏坪镇（90.5%）"),
    "占比最低": (lowest_share, "汇总的各单位里，占总数的百分比最低的"),
    "人均最高": (
        highest_mean,
        "汇总的各单位里，除以人数（户数、次数）最高的：金额 | 人均最高(人次) → 柏坪镇（1520元）",
    ),
    "人均最低": (lowest_mean, "汇总的各单位里，除以人数（户数、次数）最低的"),
    "占比悬殊": (
        shares_apart,
        "汇总的各单位里，占总数的百分比离全部的比例很远的，成半句话：白果坪镇（26.5%）明显偏低；都不远的不说",
    ),
    "人均悬殊": (means_apart, "汇总的各单位里，除以人数（户数、次数）离全部的平均很远的，成半句话；都不远的不说"),
    "主因": (
        cause,
        '数额的增减由什么带动：月发放额 | 主因(人数, "人数增加", "人均水平提高", "人数减少", "人均水平降低") → 增长主要由人均水平提高带动；两年的数和人数都有、四舍五入也改变不了结论才说',
    ),
    "原因": (reason_of, "比上年变动大、核对里问到的数，表单在“核对说明”里写的原因"),
    "大写": (capital, "金额大写：148000元 → 壹拾肆万捌仟元整"),
    "列举": (enumerate_values, "几条话或一组数用、连起来，数前面带项目名"),
    "间隔": (apart, "几笔记录之间的标点：顿号；有一笔里填了几个数（2户、10人）就用逗号"),
    "分点": (
        points,
        '几条话写成一是…；二是…，末尾的句号由模板写；只有一条就不编号；可写领起的话，有几条才印，写几种就任选一种：分点("严把准入关口")',
    ),
    "分句": (sentences, "几条话各成一句，末尾的句号由模板写"),
    "不重说": (unsaid, "一句话，去掉开头和末尾句子里已经有的词：思路 | 不重说(自称)，填“我镇围绕……”，“我镇”不印两次"),
    "成对": (
        in_pairs,
        '几条话前面接上成对填的几笔记录里的一项，两项都填了的在先：问题 | 成对(表.问题与打算.各对, "问题", "打算")',
    ),
    "分号": (clauses, "几条话用；连起来"),
}
"""Name in templates: what it does, and how the template manual explains it."""


def filter_table() -> dict[str, Callable[..., object]]:
    """The filters as Jinja takes them, each passing blanks on."""
    return {name: _passing_blanks(function) for name, (function, _) in FILTERS.items()}

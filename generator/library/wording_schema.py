"""What wording.yaml may say: how units and periods are spoken of, and how sentences close up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from string import Formatter
from warnings import catch_warnings

from msgspec import Struct

from generator.figures.dates import Moment, Period, chinese_date, ends_month, read_period
from generator.figures.quantity import WIDE_TO_NARROW, Fault
from generator.figures.values import waiting_for
from generator.library.claims import TopicsDefinition
from generator.library.unit_names import UnitNames
from generator.reading.strict import Definition


def _check_expressions(patterns: Iterable[str]) -> None:
    """Raises ValueError when one of some regular expressions is none, or may mean two things."""
    for pattern in patterns:
        try:
            with catch_warnings(action="error"):
                re.compile(pattern)
        except (re.error, FutureWarning) as fault:
            raise ValueError(f"「{pattern}」不是正则表达式") from fault
        if _may_take_for_ever(pattern):
            raise ValueError(f"「{pattern}」里，括号外面有 *、+ 或次数的，括号里面不能再有 *、+、次数或 |，会算个没完")


ONE_SIGN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[^:)]*:|.", re.DOTALL)
"""One sign of a regular expression: a class of characters and an escape are one."""
REPEATS = ("*", "+", "{")


def _may_take_for_ever(pattern: str) -> bool:
    """Whether what is repeated could be taken apart in more than one way, which costs time without end on a long text."""
    signs = ONE_SIGN.findall(pattern)
    inside: list[bool] = [False]
    for sign, behind in zip(signs, [*signs[1:], ""], strict=True):
        if sign.startswith("("):
            inside.append(False)
        elif sign == ")" and len(inside) > 1:
            varies = inside.pop()
            if varies and behind in REPEATS:
                return True
            inside[-1] |= varies or behind in REPEATS
        elif sign in REPEATS or sign == "|":
            inside[-1] = True
    return False


class HealingDefinition(Definition, frozen=True):
    """How sentences close up; regular expressions on the words of a clause."""

    lead_ins: tuple[str, ...]
    """At the head of a clause; passed on to the next when the clause goes."""
    lead_clauses: tuple[str, ...]
    """Clauses that say when or where of the next, and go when nothing follows."""
    links: tuple[str, ...]
    """Clauses that join the next to what came before, and go when either is gone."""

    def __post_init__(self) -> None:
        _check_expressions((*self.lead_ins, *self.lead_clauses, *self.links))


PERIOD_NAMES = frozenset(("year", "next", "name", "first", "last"))
"""What patterns of ``PeriodTexts`` may hold, besides the names that one of them alone may."""
YEAR_BEFORE = re.compile(r"(\d{4})年度?(.*)")
"""A period with its year before it: 2023年上半年."""
OWN_YEAR = re.compile(r"\d{4}年(?=.)")
"""The year before a day, which the words of a period say themselves."""


class Span(Struct, frozen=True):
    """How one period of one year is spoken of."""

    label: str
    months: str
    stock_day: str
    following: str


class PeriodTexts(Definition, frozen=True):
    """Patterns with {year}, {next} (year), {name}, {first} and {last} (months)."""

    whole_year: str
    part_of_year: str
    months: str
    year_end: str
    month_end: str
    following: dict[str, str]
    """What comes after each period by its name; * stands for any other."""
    of_months: str = "{first}—{last}月"
    """The name of a period that ends before the one it is part of."""
    of_month: str = "{last}月"
    """The same where it is one month long."""
    to_day: str = "{first}月1日至{day}"
    """The same where it ends within a month."""
    stock_lead: str = "截至{day}，"
    """Before the first stock of a section that would otherwise not say its day."""
    flow_lead: str = "{label}，"
    """Before the first flow of a section that would otherwise not say its months."""
    odd_unit: str = "{units}的数据截至{day}"
    """Which units a sum has of another day."""
    odd_units: str = "其中{each}。"
    """The sentence with those that are so in one section."""
    odd_units_below: str = "其中{each}，下同。"
    """The sentence with those that are so in every section, said in the first."""
    as_of: str = "（截至{day}）"
    """Behind the name of a table whose figures are of another day than the period's last."""
    odd_in_table: str = "（其中{each}）"
    """Behind the name of a table that has some units of another day."""
    own_times: tuple[str, ...] = ()
    """Words by which a sentence says its time itself."""

    def __post_init__(self) -> None:
        patterns = (self.whole_year, self.part_of_year, self.months, self.year_end, self.month_end)
        own = {
            self.to_day: "day",
            self.stock_lead: "day",
            self.as_of: "day",
            self.flow_lead: "label",
            self.odd_units: "each",
            self.odd_units_below: "each",
            self.odd_in_table: "each",
        }
        for pattern in (*patterns, *self.following.values(), self.of_months, self.of_month):
            _check_pattern(pattern, PERIOD_NAMES)
        for pattern, name in own.items():
            _check_pattern(pattern, PERIOD_NAMES | {name})
        _check_pattern(self.odd_unit, frozenset(("units", "day")))
        if "*" not in self.following:
            raise ValueError('following 里要有一个 "*"，是别的期间的说法')

    def of(self, year: int | str, period: Period) -> Span:
        """The texts for ``period`` of ``year``."""
        words = {
            "year": year,
            "name": period.name,
            "first": period.first_month,
            "last": period.last_month,
            "next": year + 1 if isinstance(year, int) else waiting_for("下一年度"),
        }
        whole, one_stretch = period.is_whole_year, period.last_day or period.months == 1
        label = (self.whole_year if whole else self.part_of_year).format(**words)
        return Span(
            label,
            label if whole or one_stretch else self.months.format(**words),
            (self.year_end if period.last_month == 12 else self.month_end).format(**words),
            self.following.get(period.name, self.following["*"]).format(**words),
        )

    def until(self, period: Period, day: Moment) -> Period:
        """The part of ``period`` up to a day in it, by the name that its months have."""
        last = day.last
        assert last is not None
        words = {
            "first": period.first_month,
            "last": last.month,
            "day": OWN_YEAR.sub("", chinese_date(last) if day.first == last else day.text),
        }
        if not ends_month(last):
            return Period(self.to_day.format(**words), period.first_month, last.month, last.day)
        pattern = self.of_month if period.first_month == last.month else self.of_months
        return Period(pattern.format(**words), period.first_month, last.month)


def _check_pattern(pattern: str, known: frozenset[str]) -> None:
    """Raises ValueError when a pattern is not closed or holds a name that is not known."""
    try:
        names = {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}
    except ValueError as fault:
        raise ValueError(f"「{pattern}」的括号没有写完") from fault
    if unknown := names - known:
        raise ValueError(f"「{pattern}」里没有 {{{min(unknown)}}} 这个名字")


class AnnexNotes(Definition, frozen=True):
    """What is said below the table of units of a report that sums them; joined by ；, the first after ``begin``."""

    begin: str
    absent: str
    """Where a cell is a dash; {units} are those that left a figure blank."""
    rounded: str
    """Where a figure was typed in 万 or 亿."""
    coarse: str = ""
    """Where figures of a column were typed to more places than others of it."""


class MissingUnits(Definition, frozen=True):
    """What is said behind a sum that lacks some of the units; {units} are those."""

    without: str
    """Behind one sum."""
    only: str
    """Behind a sum that lacks more units than it has; {units} are those it has."""
    only_each: str
    """Behind the last of several such sums of one sentence."""
    without_each: str
    """Behind the last of several sums of one sentence that lack the same."""
    without_below: str
    """Behind the first sum of a section of which some units have nothing."""

    def __post_init__(self) -> None:
        for pattern in (self.without, self.only, self.only_each, self.without_each, self.without_below):
            _check_pattern(pattern, frozenset(("units",)))


class Causes(Definition, frozen=True):
    """How a change is said to be made of others; {} stands for those, of several wordings a unit has one."""

    up: tuple[str, ...]
    """For a growth that one of two factors makes."""
    up_both: tuple[str, ...]
    """For one that both make."""
    down: tuple[str, ...]
    down_both: tuple[str, ...]

    def __post_init__(self) -> None:
        for pattern in (*self.up, *self.up_both, *self.down, *self.down_both):
            _check_pattern(pattern, frozenset(("",)))

    def of(self, grew: bool, both: bool) -> list[str]:
        """The wordings for a growth or a fall that one factor makes, or both."""
        up, down = (self.up_both, self.down_both) if both else (self.up, self.down)
        return list(up if grew else down)


class Apart(Definition, frozen=True):
    """How it is said that the rates of some units lie far from that of all together; nothing is said of others."""

    far: int
    """By how many percent of the rate of all together a unit must be above or below it."""
    both: tuple[str, ...]
    """For one above and one below, {high} and {low}; of several wordings a unit has one, and each figure another."""
    high: tuple[str, ...]
    """For one above; {} stands for it."""
    low: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.far < 1:
            raise ValueError("far 是百分之几，至少写 1")
        for pattern in self.both:
            _check_pattern(pattern, frozenset(("high", "low")))
        for pattern in (*self.high, *self.low):
            _check_pattern(pattern, frozenset(("",)))


class WordingDefinition(Definition, frozen=True, dict=True):
    """wording.yaml: how units, periods and points are spoken of."""

    selves: dict[str, tuple[str, str]]
    """Ending of a unit's name: what it calls itself, and its whole area; * stands for any other."""
    periods: dict[str, tuple[int, int]]
    """Name of a period: first and last month; the first named is the usual one."""
    period_texts: PeriodTexts
    healing: HealingDefinition
    annex_notes: AnnexNotes | None = None
    missing_units: MissingUnits | None = None
    causes: Causes | None = None
    apart: Apart | None = None
    no_reason: str = ""
    """What an explanation of a warning holds that only says the figure is right; a regular expression."""
    same_from: int = 0
    """Counts below it that are those of last year are not said to be so."""
    places: dict[str, tuple[str, ...]] = {}
    """What several units are called together: by the last signs of their names; * stands for any."""
    unit_names: UnitNames = UnitNames()
    period_aliases: dict[str, tuple[str, ...]] = {}
    """Name of a period: other names that are read for it and never printed."""
    topics: TopicsDefinition = TopicsDefinition()
    """How much must be told below a sentence that opens a section."""
    fixed_figures: tuple[str, ...] = ()
    """Figures that are part of a name, and wording may hold; regular expressions: 60岁以上."""
    traditional: dict[str, str] = {}
    """Words of a Traditional paper that the converter gets wrong; regular expressions without groups: 回归."""

    def __post_init__(self) -> None:
        for one in self.traditional:
            if "(" in one.replace("(?", ""):
                raise ValueError(f"traditional 的「{one}」里不能有括号，只能有 (?=…)、(?<=…)、(?!…) 这样的")
        _check_expressions((*self.traditional, *self.fixed_figures, *filter(None, (self.no_reason,))))
        if "*" not in self.selves:
            raise ValueError('selves 里要有一个 "*"，是别的单位的说法')
        if not self.periods:
            raise ValueError("periods 里至少要有一个期间")
        for name, (first, last) in self.periods.items():
            if not 1 <= first <= last <= 12:
                raise ValueError(f"期间「{name}」的月份不对，应写成 [首月, 末月]")
        if strange := self.period_aliases.keys() - self.periods.keys():
            raise ValueError(f"periods 里没有「{min(strange)}」这个期间")

    @property
    def allowed_figures(self) -> re.Pattern[str] | None:
        """What ``fixed_figures`` finds; None when there are none."""
        return re.compile("|".join(f"(?:{one})" for one in self.fixed_figures)) if self.fixed_figures else None

    @property
    def usual_period(self) -> Period:
        """The period of a form that names none."""
        name = next(iter(self.periods))
        return Period(name, *self.periods[name])

    def read_period(self, text: str, year: int | None = None) -> Period | Fault:
        """The period that ``text`` names, by a name, an alias or its months; it may repeat the form's year."""
        return self._periods_read(text, year)

    @cached_property
    def _periods_read(self) -> Callable[[str, int | None], Period | Fault]:
        """What reads a period, once for each text: the parts of every series are read for every form."""
        return lru_cache(maxsize=1024)(self._read_period)

    def _read_period(self, text: str, year: int | None) -> Period | Fault:
        typed = re.sub(r"\s+", "", text.translate(WIDE_TO_NARROW))
        match = YEAR_BEFORE.fullmatch(typed)
        if match and year and int(match[1]) != year:
            return Fault(
                f"「{text}」说的是{match[1]}年，「年度」填的是{year}年。", "期间里不用写年份；请核对是哪一年。"
            )
        said = (match[2] or self.usual_period.name) if match else typed
        named = (name for name, others in self.period_aliases.items() if said in others)
        found = read_period(next(named, said if match else text), self.periods)
        whole = next((one for one, months in self.periods.items() if months == (1, 12)), "")
        if isinstance(found, Period) and found.is_whole_year and whole:
            return Period(whole, 1, 12)
        return found

    def together(self, units: Iterable[str]) -> str:
        """What some units are called together: 各乡镇; empty where nothing fits all their names."""
        names = tuple(units)
        return next((said for said, ends in self.places.items() if all(one.endswith(ends) for one in names)), "")

    @cached_property
    def says_no_reason(self) -> re.Pattern[str] | None:
        """What ``no_reason`` finds; None when there is nothing to be found."""
        return re.compile(self.no_reason) if self.no_reason else None

    def selves_of(self, unit: str) -> tuple[str, str]:
        """What a unit calls itself and its area, by the longest ending that fits its name."""
        endings = [ending for ending in self.selves if unit.endswith(ending)]
        return self.selves[max(endings, key=len)] if endings else self.selves["*"]

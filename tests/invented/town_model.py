"""A town and what it counts: stocks that carry over from year to year, rates that keep near their own level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from random import Random
from typing import NamedTuple, TypeVar

from town_tables import (
    BASE_YEAR,
    COUNTY,
    JUMPS,
    LEFT_OUT,
    OTHER_STANDARDS,
    RANGES,
    SOMETIMES,
    STANDARDS,
    TEKUN,
    Hand,
    Place,
)

One = TypeVar("One")
AREAS = ("城镇", "农村")


class Count(NamedTuple):
    """A whole number of something."""

    number: int
    unit: str


class Money(NamedTuple):
    """An amount in 元."""

    yuan: int


class Standard(NamedTuple):
    """元 a month or a head."""

    yuan: int
    unit: str = "元/月"


class Flow(NamedTuple):
    """What came and went in a year: households and people."""

    new_homes: int
    new_people: int
    gone_homes: int
    gone_people: int


@dataclass(frozen=True)
class Town:
    """One town of one seed. Whatever it is asked comes out the same each time."""

    place: Place
    hand: Hand
    seed: int

    @property
    def name(self) -> str:
        """Its name with 镇, 乡 or 街道."""
        return self.place.name

    @cached_property
    def kind(self) -> str:
        """镇, 乡 or 街道."""
        return "街道" if self.name.endswith("街道") else self.name[-1]

    def random(self, *what: object) -> Random:
        """A source of its own for each thing drawn."""
        return Random("/".join(map(str, (self.seed, self.name, *what))))

    def rate(self, name: str, year: int, spread: float = 0.07) -> float:
        """A value of a range of the tables: the town's own level, a little off in each year."""
        level = self.random(name).uniform(*RANGES[name])
        value = level * self.random(name, year).uniform(1 - spread, 1 + spread)
        return value * JUMPS.get((self.name, year, name), 1)

    def count(self, name: str, year: int, of: float, spread: float = 0.07) -> int:
        """That rate of ``of``, whole."""
        return round(of * self.rate(name, year, spread))

    def has(self, *what: object, chance: float) -> bool:
        """Whether the town does a thing that not all do."""
        return self.random("has", *what).random() < chance

    def reports(self, section: str, year: int) -> bool:
        """Whether the town fills in a section; disasters come and go with the year."""
        if section not in SOMETIMES:
            return (self.name, section) not in LEFT_OUT
        what = (section, year) if section == "救灾" else (section,)
        return self.has(*what, chance=SOMETIMES[section])

    def pick(self, options: Sequence[One], least: int, most: int, *what: object) -> list[One]:
        """Some of the options in the order of the tables."""
        random = self.random("pick", *what)
        chosen = random.sample(range(len(options)), min(len(options), random.randint(least, most)))
        return [options[position] for position in sorted(chosen)]

    def money(self, yuan: float) -> int:
        """Whole yuan; hundreds where the hand writes 万元, so that two decimals are exact."""
        return round(yuan) if self.hand.money in ("yuan", "comma") else round(yuan / 100) * 100

    def jumps(self, *names: str) -> bool:
        """Whether one of these is far from the usual in some year."""
        return any(town == self.name and what in names for town, _, what in JUMPS)

    def people_of(self, area: str) -> float:
        """Its people in the streets (城镇) or outside (农村)."""
        return self.place.population * (self.place.urban if area == "城镇" else 1 - self.place.urban)

    def standard(self, area: str, year: int) -> int:
        """元 a month of 低保; a few towns have their own."""
        return standard(area, year) + OTHER_STANDARDS.get(self.name, (0, 0))[AREAS.index(area)]

    def tekun_standard(self, which: str, year: int) -> int:
        """元 a month for those in homes (集中标准) or at home (分散标准)."""
        return round(standard("农村", year) * TEKUN[which])


def standard(name: str, year: int) -> int:
    """The county's standard of a year."""
    base, rise = STANDARDS[name]
    return base + rise * (year - BASE_YEAR)


@cache
def dibao_stock(town: Town, area: str, year: int) -> tuple[int, int]:
    """Households and people at the end of a year: last year's, those added, less those struck off."""
    if year == BASE_YEAR:
        people = town.count(f"{area}低保", year, town.people_of(area))
        return round(people / town.rate(f"{area}户均", year)), people
    homes, people = dibao_stock(town, area, year - 1)
    flow = dibao_flow(town, area, year)
    return homes + flow.new_homes - flow.gone_homes, people + flow.new_people - flow.gone_people


@cache
def dibao_flow(town: Town, area: str, year: int) -> Flow:
    """Households and people added and struck off in a year."""
    _, people = dibao_stock(town, area, year - 1)
    size = town.random(area, "户均", year)
    new = round(town.rate("新增", year, 0.1) * people * JUMPS.get((town.name, year, f"{area}新增"), 1))
    homes = []
    for count in (new, gone := town.count("取消", year, people, 0.1)):
        homes.append(max(round(count / size.uniform(*RANGES[f"{area}户均"])), min(1, count)))
    return Flow(homes[0], new, homes[1], gone)


@cache
def tekun_stock(town: Town, year: int) -> tuple[int, int]:
    """Those supported in homes and at home at the end of a year."""
    if year == BASE_YEAR:
        everyone = town.count("特困", year, town.people_of("农村") + town.people_of("城镇") / 9)
        together = town.count("集中率", year, everyone)
        return together, everyone - together
    together, apart = tekun_stock(town, year - 1)
    (new_together, new_apart), (gone_together, gone_apart) = tekun_flow(town, year)
    return together + new_together - gone_together, apart + new_apart - gone_apart


@cache
def tekun_flow(town: Town, year: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Those taken on and those gone in a year, each in homes and at home."""
    stock = tekun_stock(town, year - 1)
    flows = []
    for name in ("特困新增", "特困退出"):
        rates = [town.random(name, where, year).uniform(*RANGES[name]) for where in ("集中", "分散")]
        flows.append((round(stock[0] * rates[0]), round(stock[1] * rates[1])))
    return flows[0], flows[1]


def dibao_total(town: Town, year: int) -> tuple[int, int]:
    """Households and people of town and country."""
    (homes, people), (more_homes, more_people) = (dibao_stock(town, area, year) for area in AREAS)
    return homes + more_homes, people + more_people


def tekun_total(town: Town, year: int) -> int:
    """All those supported."""
    return sum(tekun_stock(town, year))


@dataclass(frozen=True)
class County:
    """The towns of a county, in the order in which it names them."""

    towns: list[Town]
    seed: int
    name: str = COUNTY

    def random(self, *what: object) -> Random:
        """A source of its own for each thing drawn."""
        return Random("/".join(map(str, (self.seed, self.name, *what))))

    @cached_property
    def population(self) -> int:
        """The people of all its towns."""
        return sum(town.place.population for town in self.towns)

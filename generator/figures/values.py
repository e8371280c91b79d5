"""What a filled form holds: figures, words, dates, lists, and holes where nothing was filled in.

These are also what templates print and rules compute with, so a figure answers to arithmetic (by its
exact bounds) and every value knows the field and the line it came from.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from generator.figures.dates import Moment
from generator.figures.interval import Bounds
from generator.figures.quantity import Quantity
from generator.problem import Place

LAST_YEAR = "上年"
"""How templates and rules name last year's form."""
LAST = f"{LAST_YEAR}."
"""How the path of a figure of last year's form begins."""
UNIT_NAME = "单位"
OF_UNIT = "＠"
"""Between a path and the unit in whose form it is: 低保.城镇.人数＠甲镇."""


class Arithmetic:
    """Sums and comparisons by the bounds of whatever inherits it."""

    __slots__ = ()

    @property
    def bounds(self) -> Bounds:
        """The interval it stands for."""
        raise NotImplementedError

    def __add__(self, other: object) -> Bounds:
        return self.bounds + _bounds(other)

    __radd__ = __add__

    def __sub__(self, other: object) -> Bounds:
        return self.bounds - _bounds(other)

    def __rsub__(self, other: object) -> Bounds:
        return _bounds(other) - self.bounds

    def __mul__(self, other: object) -> Bounds:
        return self.bounds * _bounds(other)

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> Bounds:
        return self.bounds / _bounds(other)

    def __lt__(self, other: object) -> bool:
        return self.bounds < _bounds(other)

    def __le__(self, other: object) -> bool:
        return self.bounds <= _bounds(other)

    def __gt__(self, other: object) -> bool:
        return self.bounds > _bounds(other)

    def __ge__(self, other: object) -> bool:
        return self.bounds >= _bounds(other)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, NUMBERS):
            return self.bounds == _bounds(other)
        return NotImplemented

    def __ne__(self, other: object) -> bool:
        """As the bounds have it; a Struct's own would compare all it holds."""
        if isinstance(other, NUMBERS):
            return self.bounds != _bounds(other)
        return NotImplemented

    __hash__ = object.__hash__


NUMBERS = (Arithmetic, Bounds, int, float)
"""What a figure may be held against."""


def _bounds(value: object) -> Bounds:
    if isinstance(value, Bounds):
        return value
    if isinstance(value, Arithmetic):
        return value.bounds
    if isinstance(value, int | float):
        number = Fraction(str(value))
        return Bounds(number, number)
    raise TypeError(f"no number: {value!r}")


class Figure(Arithmetic, Struct, frozen=True, eq=False):
    """A figure typed, or derived exactly from others."""

    quantity: Quantity
    path: str
    place: Place
    label: str = ""
    parts: tuple[Figure, ...] = ()
    """The typed figures it was derived from; empty when it was typed itself."""
    last: Figure | None = None
    """The figure of the same field in last year's form."""
    units: tuple[Figure, ...] = ()
    """What each of the units below has for the same field, whether this was summed from them or typed."""
    owner: str = ""
    """The unit in whose form it was typed, when it is part of a sum over units."""
    joint: str = ""
    """What prints between it and the figure that it was typed behind."""
    more: tuple[Figure, ...] = ()
    """What was typed with it of the same thing, in other units: 10人 and 25380元 behind 2户."""
    is_short: bool = False
    """Whether it is only some parts of a total, because its unit left the others and the total blank."""

    @property
    def text(self) -> str:
        """As it prints, without those typed behind it."""
        return self.quantity.text

    @property
    def all(self) -> tuple[Figure, ...]:
        """Itself and those typed behind it."""
        return (self, *self.more)

    @property
    def whole_text(self) -> str:
        """As it prints with those typed behind it."""
        return "".join(f"{one.joint}{one.text}" for one in self.all)

    @property
    def bounds(self) -> Bounds:
        """The interval it stands for, in base units."""
        return self.quantity.bounds

    @property
    def own_path(self) -> str:
        """Its path, with the unit that it is from when it is part of a sum over units."""
        return f"{self.path}{OF_UNIT}{self.owner}" if self.owner else self.path

    @property
    def is_over_units(self) -> bool:
        """Whether it is a sum over units, and not a figure that was typed or follows from others of its form."""
        return bool(self.parts and self.parts[0].owner)

    @property
    def is_nothing(self) -> bool:
        """Whether it says that there is nothing: 0户; several typed together say more."""
        quantity = self.quantity
        return quantity.low == 0 == quantity.high and not self.more

    @property
    def typed(self) -> tuple[Figure, ...]:
        """The typed figures behind it: itself, or all its parts'."""
        return tuple(figure for part in self.parts for figure in part.typed) if self.parts else (self,)

    def printing(self, text: str) -> Figure:
        """The figure with nothing to print but ``text``."""
        return replace(self, quantity=replace(self.quantity, before=text, unit="", after=""))


def differ(one: Figure, other: Figure) -> bool:
    """Whether two figures cannot be the same number; != asks whether they may differ."""
    return (one.bounds == other.bounds) is False


class Words(Struct, frozen=True):
    """Free text of the official; printed to the letter, never read as markup."""

    text: str
    path: str
    place: Place
    context: bool = False
    """True for what says when and where (截至, 年度, 单位) rather than what was done."""
    is_prose: bool = False
    """Whether its lines may be paragraphs; those of any other are one line."""

    @property
    def none(self) -> bool:
        """Whether the official answered that there is nothing."""
        return self.text in ("无", "没有")


def name_of_unit(name: str, place: Place) -> Words:
    """The name of a unit below, which its own form gives."""
    return Words(name, f"{UNIT_NAME}{OF_UNIT}{name}", place, context=True)


class Passage(Struct, frozen=True):
    """Paragraphs, lists and tables that the official wrote in Markdown."""

    text: str
    path: str
    place: Place


class Day(Arithmetic, Struct, frozen=True, eq=False):
    """A date field as filled in."""

    moment: Moment
    path: str
    place: Place
    context: bool = False

    @property
    def text(self) -> str:
        """As it prints."""
        return self.moment.text

    @property
    def bounds(self) -> Bounds:
        """First and last day as numbers, open when no year is known."""
        first, last = self.moment.first, self.moment.last
        return Bounds(Fraction(first.toordinal()) if first else None, Fraction(last.toordinal()) if last else None)


class Flag(Struct, frozen=True):
    """A yes or no; only a yes counts as true in a template, and it never prints."""

    yes: bool
    path: str
    place: Place

    def __bool__(self) -> bool:
        return self.yes


class Hole(Struct, frozen=True):
    """A field that was not filled in; false in a template, and the clause it stands in goes."""

    path: str = ""

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[Value]:
        return iter(())

    def __lt__(self, _: object) -> bool:
        return False

    __le__ = __gt__ = __ge__ = __lt__


@lru_cache(maxsize=4096)
def hole(path: str) -> Hole:
    """The blank at ``path``, the same in every form."""
    return Hole(path)


class Nowhere(Hole, frozen=True):
    """A section that the form does not use, or last year without a form: whatever is named in it is blank."""

    def __getitem__(self, name: str) -> Nowhere:
        return Nowhere(f"{self.path}.{name}") if self.path else self


class Sections(dict[str, "dict[str, object]"]):
    """What 表 stands for in a template: the sections of a form by key."""

    def __missing__(self, _: str) -> object:
        return Nowhere()


class Pending(Struct, frozen=True):
    """What a draft prints in place of something that must be filled in: 【待填：…】."""

    text: str
    path: str
    context: bool = False
    """True for what would say when or where."""


def waiting_for(label: str) -> str:
    """How a draft marks a blank."""
    return f"【待填：{label}】"


class Records(Struct, frozen=True):
    """The records of a field that hold anything; what each holds is filled in below its path."""

    paths: tuple[str, ...]
    """Where each begins: 救灾.灾害.1, 救灾.灾害.3 when nothing was filled in between."""


Items = tuple[Words, ...]
Value = Figure | Words | Passage | Day | Flag | Hole | Pending | Items | Records
Record = dict[str, "Value | tuple[Record, ...]"]
"""One record as templates take it, by the names of its fields."""

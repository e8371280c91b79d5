"""What was typed for one field, with all it takes to read it, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Protocol

from msgspec import Struct

from generator.figures.quantity import Fault, Unit
from generator.figures.values import Value
from generator.problem import Place, Problem, error


class Asked(Protocol):
    """What a kind may know of the field it serves; ``fields.Field`` answers."""

    @property
    def name(self) -> str:
        """Its key."""

    @property
    def unit(self) -> Unit | None:
        """What it is counted in, when its kind has a unit."""

    @property
    def scale(self) -> str:
        """The 万 of a field declared in 万元."""

    @property
    def beside(self) -> tuple[tuple[str, Unit], ...]:
        """The fields of its group that count something, with what they count."""

    @property
    def said(self) -> tuple[str, ...]:
        """What its sentence says before it already."""

    @property
    def options(self) -> tuple[str, ...]:
        """What may be chosen."""

    @property
    def phrases(self) -> dict[str, str]:
        """Short names and their sentences."""

    def ways_to_say(self, sentence: str) -> tuple[str, ...]:
        """The sentence of a short name and the others that units take turns at."""


class Frame(Struct, frozen=True):
    """What holds for every field of one form."""

    units: dict[str, Unit]
    year: int | None = None
    """The year its dates belong to, None while it is not known."""
    simplify: Callable[[str], str] = str
    """Reads what was typed in Traditional characters; leaves Simplified alone."""
    restore: Callable[[str], str] = str
    """Puts what the templates say into the characters of the form."""
    choose: Callable[[Sequence[str]], str] = itemgetter(0)
    """Which of several ways to say one sentence is the form's."""


class Typed(Struct, frozen=True):
    """One value as it was typed, with all it takes to read it."""

    text: str
    place: Place
    path: str
    field: Asked
    frame: Frame

    @property
    def simplified(self) -> str:
        """The text as figures, dates, flags and choices are read."""
        return self.frame.simplify(self.text)


class Reading(Struct, frozen=True):
    """The value that was typed, None when it cannot be read, and what is to be said of it."""

    value: Value | None
    problems: tuple[Problem, ...] = ()


ReadTyped = Callable[[Typed], Reading]


def unread(typed: Typed, fault: Fault) -> Reading:
    """No value, and why."""
    return Reading(None, (error(typed.place, fault.what, fault.advice),))

"""Figures for which evidence holds, found by trying: of a claim that none fit nobody will ever read a word."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from random import Random
from typing import Any

from generator.figures.interval import NOTHING
from generator.figures.quantity import Quantity
from generator.figures.values import LAST_YEAR, Figure
from generator.language.evidence import Holds, Steps, Values
from generator.problem import Place

Trial = dict[Steps, int]
"""Numbers by path for which a claim holds."""
TRIED = (None, 3, 1, 100, 2, 0, 57)
"""What each figure is tried with; None is a blank."""
MOST_TRIED_THROUGH = 4
"""Claims of more figures are tried with some of all that they may be."""
TRIES = 4000


def example(holds: Holds, paths: list[Steps]) -> Trial | None:
    """Few numbers for which a claim holds, by the paths that it names; None where none were found."""
    if len(paths) <= MOST_TRIED_THROUGH:
        tries: Iterable[tuple[int | None, ...]] = product(TRIED, repeat=len(paths))
    else:
        dice = Random(0)
        tries = (tuple(dice.choices(TRIED, k=len(paths))) for _ in range(TRIES))
    for numbers in tries:
        trial = {path: number for path, number in zip(paths, numbers, strict=True) if number is not None}
        if holds(_as_values(trial)):
            return _fewest(holds, trial)
    return None


def _fewest(holds: Holds, trial: Trial) -> Trial:
    """Of some numbers only those without which the claim does not hold."""
    for path in list(trial):
        rest = {one: number for one, number in trial.items() if one != path}
        trial = rest if holds(_as_values(rest)) else trial
    return trial


def _as_values(trial: Trial) -> Values:
    """Numbers by path as they stand in a form, last year's behind this year's."""
    last = {path[1:]: _figure(number) for path, number in trial.items() if path[0] == LAST_YEAR}
    values: dict[str, Any] = {}
    for path, number in trial.items():
        if path[0] != LAST_YEAR:
            *groups, name = path
            here = values
            for group in groups:
                here = here.setdefault(group, {})
            here[name] = _figure(number, last.get(path))
    return values


def _figure(number: int, last: Figure | None = None) -> Figure:
    exact = NOTHING + number
    return Figure(Quantity(str(number), "", "", exact.low, exact.high, number=exact.low), "", Place(""), last=last)

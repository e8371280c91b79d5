"""What may stand at the head of a paper: figures with weight, the evidence each needs, and its wordings."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated

from msgspec import Meta, Struct

from generator.reading.strict import Definition

CHOSEN = "数"
"""How a wording names the sum of its candidate, or the figure that changed most."""
FEWEST_PARTS = 2
"""A sum of fewer says nothing that its part does not say."""
ONE_OF, OR_ELSE, ONE_OF_END = "{% 任选 %}", "{% 或 %}", "{% 任选完 %}"


class CandidateDefinition(Definition, frozen=True):
    """One entry of headline.yaml: a figure that may be told at the head of a paper."""

    text: Annotated[tuple[str, ...], Meta(min_length=1)]
    """The same told in several ways, of which a unit has one; without a stop at the end."""
    needs: tuple[str, ...] = ()
    """Fields that must be filled in, by their whole paths."""
    raised: tuple[str, ...] = ()
    """Fields that must be more than they were last year, or than what was typed for that."""
    unless: tuple[str, ...] = ()
    """Fields that must be blank."""
    sum: dict[str, str] = {}
    """The figures added up, by what they are called: those that are there, at least two."""
    greatest: dict[str, str] = {}
    """Figures, by what they are called, of which the one is told that changed by the largest share."""
    topic: str = ""
    """What it is about; of the candidates about the same only the weightiest is told."""
    least: str = "5%"
    """A change by a smaller share is no news."""

    def __post_init__(self) -> None:
        if bool(self.sum) and bool(self.greatest):
            raise ValueError("sum 和 greatest 只能写一个")
        if not (self.needs or self.raised or self.sum or self.greatest):
            raise ValueError("要写 needs、raised、sum 或 greatest，说明填了什么才印")
        if self.sum and len(self.sum) < FEWEST_PARTS:
            raise ValueError("sum 至少要写两个数")
        _share(self.least)


class HeadlineDefinition(Definition, frozen=True):
    """``headline:`` of a report: which of headline.yaml's figures it tells at its head, and when."""

    figures: dict[str, int]
    """Names of headline.yaml with their weight; the weightiest that have their evidence are told."""
    fewest: Annotated[int, Meta(ge=1)] = 2
    """With fewer nothing is told."""
    most: Annotated[int, Meta(ge=1)] = 3
    money_digits: int = 2
    """Places to which large sums of money print in 万元."""
    sections: Annotated[int, Meta(ge=1)] = 3
    """Nothing is told of a form with figures in fewer sections."""


Headlines = dict[str, CandidateDefinition]
"""headline.yaml."""


class Candidate(Struct, frozen=True):
    """A figure that may be told at the head, ready to use."""

    name: str
    definition: CandidateDefinition
    wording: str
    file: str

    @property
    def least(self) -> Fraction:
        """The share of a change, in percent, from which on it is news."""
        return _share(self.definition.least)

    @property
    def named(self) -> Iterator[str]:
        """Every path of a field that it looks at besides those of its wording."""
        one = self.definition
        yield from (*one.needs, *one.raised, *one.unless, *one.sum.values(), *one.greatest.values())


def candidates(found: Headlines, weights: dict[str, int], file: str) -> Iterator[Candidate]:
    """The candidates that a report weighs, the weightiest first; one of no weight is not told."""
    for name, weight in sorted(weights.items(), key=lambda pair: -pair[1]):
        if weight > 0 and (one := found.get(name)):
            wording = f"{ONE_OF}{OR_ELSE.join(one.text)}{ONE_OF_END}" if len(one.text) > 1 else one.text[0]
            yield Candidate(name, one, wording, file)


def _share(text: str) -> Fraction:
    try:
        return Fraction(text.removesuffix("%"))
    except (ValueError, ZeroDivisionError) as fault:
        raise ValueError("least 应写成 5% 这样") from fault

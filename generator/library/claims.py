"""What is said of a section or group where a form bears it out: topic sentences, and headings that tell a result."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from generator.problem import Place
from generator.reading.strict import Definition

StyleOfHeadings = Literal["名词", "成效", "对仗"]
PLAIN_STYLE: StyleOfHeadings = "名词"
PAIRED_STYLE: StyleOfHeadings = "对仗"
HEADING_STYLES: tuple[StyleOfHeadings, ...] = (PLAIN_STYLE, "成效", PAIRED_STYLE)
"""How headings are worded: what the section is about, what came of it, the same in two halves of one length."""


class ClaimDefinition(Definition, frozen=True):
    """Several wordings of one claim, and what must stand in the form for it."""

    when: str
    """Evidence, in the names that rules have."""
    say: Annotated[tuple[str, ...], Meta(min_length=1)]
    """The wordings, without a stop; a paper has one of them, another unit another, next year the next."""
    units: tuple[str, ...] = ()
    """Unlike units that its evidence compares on purpose."""


class TopicDefinition(ClaimDefinition, frozen=True):
    """A clause of the sentence that opens a section."""

    under: str = ""
    """The subheading below which it stands; without one it opens the section."""


class TopicsDefinition(Definition, frozen=True):
    """How much must be told below a topic sentence."""

    figures: int = 4
    """Fewer figures have none."""
    two: int = 7
    """From so many figures on it may have two clauses."""


Headings = dict[StyleOfHeadings, tuple[ClaimDefinition, ...]]
"""Headings by style; the first is taken whose evidence is there, and without any the plain one."""


class Claim(Struct, frozen=True):
    """A claim of a section or group, and where it is written."""

    definition: ClaimDefinition
    place: Place
    style: str = ""
    """The style of a heading; empty for a topic."""

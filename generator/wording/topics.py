"""Topic sentences and headings of a result: which of them a form bears out, and in which words its paper has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct, field

from generator.chinese.reserved import FIGURE
from generator.document.marks import BREAK, PARAGRAPH, paths, unmarked
from generator.language.context import RATIO
from generator.language.evidence import Values, evidence
from generator.language.wordings import turn
from generator.library.claims import ClaimDefinition, TopicDefinition, TopicsDefinition
from generator.wording.outline import NO_SENTENCES

ENDING, ENDING_OF_HEADING = 2, 4
"""Words that end in as many same characters read alike in one paper: …并举, …并举 is a mould, headings stand further apart."""
MOST_CLAUSES = 2
Saying = Callable[[str], str]
"""Words of a template as they read in one form."""


class Voice(Struct):
    """Which of several wordings a paper has: another unit another, next year the next, and none that reads like one before."""

    unit: str
    year: int
    endings: set[str] = field(default_factory=set)
    """How what was said ends."""

    def heading(self, claims: Iterable[ClaimDefinition], values: Values, say: Saying) -> str:
        """The words for the first claim that the values bear out; empty without any."""
        return next(self.said(claims, values, say, ENDING_OF_HEADING), "")

    def said(
        self, claims: Iterable[ClaimDefinition], values: Values, say: Saying, ending: int = ENDING
    ) -> Iterator[str]:
        """The words for each claim that the values bear out."""
        for claim in claims:
            if evidence(claim.when)(values) and (words := self.choose(claim.say, say, ending)):
                yield words

    def choose(self, wordings: tuple[str, ...], say: Saying, ending: int) -> str:
        """One of some wordings; empty when it was said, and there is no other that is not last year's or next year's."""
        at = turn(wordings, self.unit, self.year)
        for step in (0, 2) if len(wordings) > 3 else (0,):
            words = say(wordings[(at + step) % len(wordings)])
            if (end := unmarked(words)[-ending:]) not in self.endings:
                self.endings.add(end)
                return words
        return ""


def opened(
    text: str, topics: tuple[TopicDefinition, ...], values: Values, voice: Voice, say: Saying, least: TopicsDefinition
) -> str:
    """The closed-up text of a section, each of its parts that tells enough opened by what its figures come to."""
    if text.count(FIGURE) < least.figures:
        return text
    blocks = text.split(PARAGRAPH)
    wanted: dict[str, list[TopicDefinition]] = {}
    for topic in topics:
        wanted.setdefault(topic.under, []).append(topic)
    parts = list(_parts(blocks))
    for under, listed in wanted.items():
        name = say(under)
        part = next((part for heading, part in parts if part and (not under or heading == name)), [])
        told = sum(RATIO not in path for path in paths("".join(blocks[at] for at in part), FIGURE))
        opening = next((at for at in part if not NO_SENTENCES.match(blocks[at])), None)
        if told < least.figures or opening is None or BREAK in blocks[opening]:
            continue
        clauses: list[str] = []
        for words in voice.said(listed, values, say):
            clauses.append(words)
            if len(clauses) == (MOST_CLAUSES if told >= least.two else 1):
                break
        if clauses:
            blocks[opening] = f"{'，'.join(clauses)}。{blocks[opening]}"
    return PARAGRAPH.join(blocks)


def _parts(blocks: list[str]) -> Iterator[tuple[str, list[int]]]:
    """Each heading, without its signs, and where the blocks below it stand."""
    heading: str = ""
    part: list[int] = []
    for at, block in enumerate(blocks):
        if block.startswith("#"):
            yield heading, part
            heading, part = unmarked(block).lstrip("# "), []
        elif block.strip():
            part.append(at)
    yield heading, part

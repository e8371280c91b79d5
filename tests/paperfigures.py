"""Where each figure of a real paper stands when its official types it: in a field, in 自定义 or in free text.

A file of tests/papers/*/ is one paper, its places invented: its title (题), its figures as it says them (数), what
must be warned of (报出: field and words), the counts before its fields were added (此前) and the form (表). The papers
of tests/facts/ are counted too, by the forms in inputs/.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec
import yaml
from forms import ROOT, built, text_of

from generator.document.tree import FigureText
from generator.document.walk import walk
from generator.language.fields import Field
from generator.library.library import Library
from generator.making.summarize import Summary

HERE = Path(__file__).parent
PAPERS = sorted((HERE / "papers").glob("*/*.yaml"))
FACTS = sorted((HERE / "facts").glob("*.json"))
OWN = "自定义"
WORDS = ("items", "prose", "markdown", "heading")
"""The kinds of field that hold free text."""


class Paper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of tests/papers/."""

    title: str = msgspec.field(name="题")
    form: str = msgspec.field(name="表")
    groups: tuple[tuple[str, ...], ...] = msgspec.field(name="数")
    before: tuple[int, int, int] = msgspec.field(name="此前")
    reported: tuple[tuple[str, ...], ...] = msgspec.field(name="报出", default=())

    @property
    def figures(self) -> list[str]:
        return [figure for group in self.groups for figure in group]


class Placed(msgspec.Struct, frozen=True):
    """The figures of a paper by where they stand; ``missing`` are those that the text does not say."""

    typed: tuple[str, ...]
    own: tuple[str, ...]
    free: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def counts(self) -> tuple[int, int, int]:
        return len(self.typed), len(self.own), len(self.free)


@lru_cache
def paper_of(path: Path) -> Paper:
    return msgspec.convert(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader), Paper, strict=False)


@lru_cache
def summary_of(path: Path) -> Summary:
    return built(paper_of(path).form)


@lru_cache
def placed(path: Path) -> Placed:
    """The figures of a paper by where they stand."""
    return _placed(paper_of(path).figures, summary_of(path))


def placed_fact(path: Path) -> tuple[str, Placed]:
    """The title of a paper of tests/facts/, and its figures by where they stand."""
    fact = json.loads(path.read_text(encoding="utf-8"))
    form = (ROOT / "inputs" / fact["form"]).read_text(encoding="utf-8")
    summary = built(form, draft=True)
    figures = [figure for texts in fact["figures"].values() for figure in texts]
    return form.split("\n", 1)[0].lstrip("# ").partition("（")[0], _placed(figures, summary)


def _traced(summary: Summary) -> Iterator[tuple[str, str]]:
    """Every figure, date and text of the form that is printed, with how it was filled in."""
    assert summary.document is not None
    assert summary.form is not None
    library = summary.form.library
    for inline in (inline for line in walk(summary.document) for inline in line.inlines):
        parts = (
            [(inline.text, inline.path)]
            if isinstance(inline, FigureText)
            else [(inline.text[source.start : source.end], source.path) for source in inline.sources]
        )
        for text, path in parts:
            yield text, "own" if f".{OWN}." in f".{path}." else "free" if _kind(library, path) in WORDS else "typed"


def _kind(library: Library, path: str) -> str:
    """The kind of the field at a path, or of the field of one record of it."""
    *above, last = [step for step in path.split(".") if not step.isdecimal()]
    field = library.field(".".join((*above, last)))
    records = library.field(".".join(above))
    if field is None and records and records.record:
        found = records.record.find(last)
        field = found if isinstance(found, Field) else None
    return field.definition.kind if field else ""


def _placed(figures: list[str], summary: Summary) -> Placed:
    """Each figure taken from the printed figures of fields first, then from those of 自定义, and from the words last.

    What stands in the text and was not typed at all, as the year of the period, the head of the form has told.
    """
    said = list(_traced(summary))
    found: dict[str, list[str]] = {"typed": [], "own": [], "free": [], "missing": []}
    for figure, count in Counter(figures).items():
        pattern = re.compile(rf"(?<![\d.]){re.escape(figure)}")
        for name in ("typed", "own", "free"):
            taken = min(count, sum(len(pattern.findall(text)) for text, where in said if where == name))
            found[name] += [figure] * taken
            count -= taken
        told = min(count, len(pattern.findall(text_of(summary))))
        found["typed"] += [figure] * told
        found["missing"] += [figure] * (count - told)
    return Placed(**{name: tuple(texts) for name, texts in found.items()})


def table() -> list[tuple[str, ...]]:
    """The papers with their figures by where they stand, as docs/coverage.md shows them."""
    rows = [(paper_of(path).title, paper_of(path).before, placed(path).counts) for path in PAPERS]
    rows += [(title, found.counts, found.counts) for title, found in map(placed_fact, FACTS)]
    return [
        (title, str(sum(now)), _said(before), _said(now), f"{now[0] / sum(now):.0%}") for title, before, now in rows
    ]


def _said(counts: tuple[int, int, int]) -> str:
    return "、".join(map(str, counts))

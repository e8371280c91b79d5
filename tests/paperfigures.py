"""Where each figure of a real paper stands when its official types it: in a field, in 自定义 or in free text.

A file of tests/papers/*/ is one paper, its places invented: its title (题), its figures as it says them (数), what
must be warned of (报出: field and words), the counts before its fields were added (此前) and the form (表).
"""

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

import msgspec
import yaml
from forms import built, figures_of, text_of

from generator.document.tree import FigureText
from generator.making.summarize import Summary

PAPERS = sorted((Path(__file__).parent / "papers").glob("*/*.yaml"))
OWN = "自定义"


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


def _of_its_own(figure: FigureText) -> bool:
    return f".{OWN}." in f".{figure.path}."


@lru_cache
def placed(path: Path) -> Placed:
    """The figures of a paper, each taken from the printed figures first and from the words last."""
    summary = summary_of(path)
    text = text_of(summary)
    assert summary.document is not None
    printed = list(figures_of(summary.document))
    fields = [figure.text for figure in printed if not _of_its_own(figure)]
    owns = [figure.text for figure in printed if _of_its_own(figure)]
    found: dict[str, list[str]] = {"typed": [], "own": [], "free": [], "missing": []}
    for figure, count in Counter(paper_of(path).figures).items():
        pattern = re.compile(rf"(?<![\d.]){re.escape(figure)}")
        for name, texts in (("typed", fields), ("own", owns), ("free", [text])):
            taken = min(count, sum(len(pattern.findall(one)) for one in texts))
            found[name] += [figure] * taken
            count -= taken
        found["missing"] += [figure] * count
    return Placed(**{name: tuple(texts) for name, texts in found.items()})

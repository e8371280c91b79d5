"""Figures of the official's own as their template takes them, and the sentences that they stand behind."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from msgspec.structs import replace

from generator.chinese.reserved import CHART
from generator.chinese.script import to_simplified
from generator.document.marks import PARAGRAPH, VALUE, mark, plain_path
from generator.figures.quantity import Fault
from generator.figures.values import Hole, Records, Words
from generator.form.form import Form
from generator.language.context import RATIO
from generator.language.fields import Field
from generator.language.wordings import STOPS
from generator.library.library import CUSTOM, OWN_CHANGE, OWN_PLACE, OWN_ROLLUP, OWN_WHOLE, Section
from generator.reckoning.own_relations import AS_BEFORE, place_of, said_change, whole_of
from generator.reckoning.series import series_in

LOUD = ("！", "？", "!", "?")
OwnRow = dict[str, Any]
ENDS_SENTENCE = re.compile(r"。|(?=\n)|\Z")
NO_PARAGRAPH = re.compile(r"#|\||(?:[-*+]|\d+\.)\s")


class OwnRows(NamedTuple):
    """The figures of the official's own in one section."""

    behind: dict[str, list[OwnRow]]
    """By the field or group behind whose sentence they stand; empty for the usual place."""
    followed: frozenset[str]
    """Where it was typed how they print, which prints nothing itself."""


def own_rows(form: Form, section: Section, rows: tuple[OwnRow, ...], last_year: str) -> OwnRows:
    """The records of a section as the template takes them: shares with their whole, comparisons in full."""
    records = form.values.get(f"{section.key}.{CUSTOM}")
    behind: dict[str, list[OwnRow]] = {}
    followed: set[str] = set()
    for record, row in zip(records.paths if isinstance(records, Records) else (), rows, strict=True):
        place = place_of(form, record)
        behind.setdefault("" if isinstance(place, Fault) else place, []).append(_ready(form, record, row, last_year))
        followed |= {f"{record}.{name}" for name in (OWN_PLACE, OWN_ROLLUP, OWN_WHOLE)}
    return OwnRows(behind, frozenset(followed))


def _ready(form: Form, record: str, row: OwnRow, last_year: str) -> OwnRow:
    """A record whose share knows its whole, and whose comparison says what it compares with."""
    ready = dict(row)
    if OWN_WHOLE in row:
        ready[OWN_WHOLE] = whole_of(form, record) or Hole(f"{record}.{OWN_WHOLE}")
    typed = row.get(OWN_CHANGE)
    if isinstance(typed, Words):
        said = said_change(to_simplified(typed.text))
        words = f"与{last_year}{said.word}" if said and said.word in AS_BEFORE else ""
        words = words or (f"比{last_year}{said.word}{said.amount}" if said else "")
        ready[OWN_CHANGE] = replace(typed, text=words) if words else Hole(typed.path)
    return ready


def series_rows(form: Form, section: Section) -> dict[str, list[tuple[str, OwnRow]]]:
    """The series of a section by the field they stand in, as the template takes them, each with what it is of.

    Its figure is called by its name, which says only what is told, as a word of the context.
    """
    found: dict[str, list[tuple[str, OwnRow]]] = {}
    for series in series_in(form, section):
        if series.parts and series.typed:
            named = {
                series.leaf.definition.series: replace(
                    series.typed, text=series.called or series.typed.text, context=True
                )
            }
            blank = {name: Hole(f"{series.record}.{name}") for name in series.leaf.record.children}  # type: ignore[union-attr]
            filled = {part.name: part.figure for part in series.parts}
            found.setdefault(series.leaf.name, []).append((series.of, {**blank, **filled, **named}))
    return found


def prints(text: str, path: str) -> bool:
    """Whether a text prints anything of a field or group."""
    return bool(_ends(text, path))


def insert_behind(text: str, path: str, told: str) -> str:
    """The text with what is told behind the last sentence that prints something of ``path``.

    What is no sentence stands below its paragraph, as all of it does where that is a list or a table.
    """
    end = _ends(text, path)[-1]
    start = text.rfind("\n", 0, end) + 1
    sentence, _, below = told.partition(PARAGRAPH)
    block = text.find(PARAGRAPH, end)
    foot = len(text) if block < 0 else block
    if NO_PARAGRAPH.match(text, start):
        return f"{text[:foot]}{PARAGRAPH}{told}{text[foot:]}"
    found = ENDS_SENTENCE.search(text, end)
    at = found.end() if found else len(text)
    after = f"{PARAGRAPH}{below}" if below else ""
    return f"{text[:at]}{sentence}{text[at:foot]}{after}{text[foot:]}"


def with_effect(text: str, section: Section, tree: OwnRow) -> str:
    """The text of a section with what the official says of it behind its first paragraph, as a sentence of its own."""
    said = [
        tree[name] for name, one in section.root.children.items() if isinstance(one, Field) and one.definition.closes
    ]
    told = "".join(map(_sentence, (one for one in said if isinstance(one, Words) and not one.none)))
    if not told:
        return text
    blocks = text.strip("\n").split(PARAGRAPH) if text.strip() else []
    for at, block in enumerate(blocks):
        if not NO_PARAGRAPH.match(block) and not block.startswith(CHART):
            return PARAGRAPH.join((*blocks[:at], f"{block}{told}", *blocks[at + 1 :]))
    return PARAGRAPH.join((*blocks, told))


def _sentence(words: Words) -> str:
    text = words.text.rstrip(STOPS)
    return mark(replace(words, text=text)) + ("" if text.endswith(LOUD) else "。")


def sentence_end(text: str, path: str) -> int:
    """Where the last sentence ends that prints something of ``path``; -1 where none does."""
    ends = _ends(text, path)
    found = ENDS_SENTENCE.search(text, ends[-1]) if ends else None
    return found.end() if found else -1


def _ends(text: str, path: str) -> list[int]:
    """Where the values end that come from a field or group."""
    return [match.end() for match in VALUE.finditer(text) if _is_of(plain_path(match[2]), path)]


def _is_of(printed: str, path: str) -> bool:
    return any(one == path or one.startswith(f"{path}.") for one in printed.split(RATIO))

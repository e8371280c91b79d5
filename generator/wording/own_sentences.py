"""Figures of the official's own as their template takes them, and the sentences that they stand behind."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from msgspec.structs import replace

from generator.chinese.script import to_simplified
from generator.document.marks import PARAGRAPH, VALUE, plain_path
from generator.figures.quantity import Fault
from generator.figures.values import Hole, Records, Words
from generator.form.form import Form
from generator.library.filters import RATIO
from generator.library.library import CUSTOM, OWN_CHANGE, OWN_PLACE, OWN_ROLLUP, OWN_WHOLE, Section
from generator.reckoning.own_relations import AS_BEFORE, place_of, said_change, whole_of

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


def prints(text: str, path: str) -> bool:
    """Whether a text prints anything of a field or group."""
    return bool(_ends(text, path))


def insert_behind(text: str, path: str, sentence: str) -> str:
    """The text with a sentence behind the last that prints something of ``path``; below it, where that is no paragraph."""
    end = _ends(text, path)[-1]
    start = text.rfind("\n", 0, end) + 1
    if NO_PARAGRAPH.match(text, start):
        block = text.find(PARAGRAPH, end)
        at = len(text) if block < 0 else block
        return f"{text[:at]}{PARAGRAPH}{sentence}{text[at:]}"
    found = ENDS_SENTENCE.search(text, end)
    at = found.end() if found else len(text)
    return text[:at] + sentence + text[at:]


def _ends(text: str, path: str) -> list[int]:
    """Where the values end that come from a field or group."""
    return [match.end() for match in VALUE.finditer(text) if _is_of(plain_path(match[2]), path)]


def _is_of(printed: str, path: str) -> bool:
    return any(one == path or one.startswith(f"{path}.") for one in printed.split(RATIO))

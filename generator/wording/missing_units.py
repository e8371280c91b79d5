"""Which units a sum lacks, said behind it: 低保对象45户（不含乙乡，下同）."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.chinese.reserved import FIGURE
from generator.document.marks import VALUE, plain_path
from generator.figures.values import Figure
from generator.form.form import Form
from generator.reckoning.rollup import lacking_units
from generator.wording.timing import marked_units

DEPTHS = {"（": 1, "）": -1}


def with_missing_units(text: str, form: Form, key: str) -> str:
    """The closed-up text of a section, saying behind each sum which units it lacks.

    Those that have nothing of the section are told once for all that follows. Nothing is said inside brackets and
    tables, where it could not be read.
    """
    texts = form.library.wording.missing_units
    if texts is None or not form.towns:
        return text
    found = list(_lacking(text, form))
    speaking = {town.name for town in form.towns if any(path.startswith(f"{key}.") for path in town.values)}
    told: set[str] = set()
    notes: list[tuple[int, str]] = []
    for number, (at, missing) in enumerate(found, 1):
        new = [name for name in missing if name not in told]
        below = speaking.isdisjoint(new) and number < len(found)
        told |= set(new) if below else set()
        if new:
            pattern = texts.without_below if below else texts.without
            notes.append((at, pattern.format(units=marked_units(form, new))))
    for at, note in reversed(notes):
        text = f"{text[:at]}{note}{text[at:]}"
    return text


def _lacking(text: str, form: Form) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where each printed sum ends that lacks units, and which."""
    for match in VALUE.finditer(text):
        figure = form.values.get(plain_path(match[2])) if match[1] == FIGURE else None
        if isinstance(figure, Figure) and (missing := lacking_units(form, figure)) and _is_open(text, match):
            yield match.end(), missing


def _is_open(text: str, match: re.Match[str]) -> bool:
    """Whether a bracket may stand behind a value: not in a table or heading, nor within or right before another."""
    line = text.rfind("\n", 0, match.start()) + 1
    depth = sum(DEPTHS.get(sign, 0) for sign in text[line : match.start()])
    return text[line] not in "|#" and depth == 0 and text[match.end() : match.end() + 1] != "（"

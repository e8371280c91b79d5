"""What differs between two forms, field by field: last year's and this year's, or two versions of one."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from generator.figures.change import amount_text, change_of, growth_text
from generator.figures.values import Day, Figure, Flag, Passage, Words
from generator.form.form import Form
from generator.library.fields import Field

FORMER = "前一份"
"""What the first form is called in the words of a change."""
FLAGS = {True: "是", False: "否"}


class Difference(Struct, frozen=True):
    """One field that two forms fill in differently; an empty text is a blank."""

    section: str
    label: str
    path: str
    before: str
    after: str
    change: str = ""
    """增加12人, 增长12.3% where both are known numbers."""


def contrast(before: Form, after: Form) -> list[Difference]:
    """Every field that the two fill in differently, in the order of the second form's report, then of the first's."""
    leaves = {leaf.path: leaf for form in (after, before) for leaf in form.library.whole.leaves()}
    found = (_difference(leaf, before, after) for leaf in leaves.values())
    return [one for one in found if one]


def _difference(leaf: Field, before: Form, after: Form) -> Difference | None:
    one, other = before.filled(leaf), after.filled(leaf)
    texts = "；".join(_texts(one)), "；".join(_texts(other))
    if texts[0] == texts[1]:
        return None
    library = after.library if after.library.field(leaf.path) else before.library
    label = library.say(leaf.label, after.head.year)
    return Difference(leaf.path.partition(".")[0], label, leaf.path, *texts, _change(one, other))


def _change(one: object, other: object) -> str:
    """How the second of two figures stands to the first, empty when that is not known."""
    if not isinstance(one, Figure) or not isinstance(other, Figure):
        return ""
    found = change_of(replace(other, last=one))
    if found is None or not found.difference:
        return ""
    amount = amount_text(found)
    sign = "+" if found.difference > 0 else "-"
    return "，".join(text for text in (f"{sign}{amount}" if amount else "", growth_text(found, FORMER)) if text)


def _texts(value: object) -> Iterator[str]:
    """The texts of a value, those of a record one after another."""
    if isinstance(value, Figure | Words | Passage | Day):
        yield value.text
    elif isinstance(value, Flag):
        yield FLAGS[value.yes]
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        yield "，".join(text for item in value.values() for text in _texts(item))

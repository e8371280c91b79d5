"""A value of a field that no reader understands, with what stands around the field."""

from __future__ import annotations

from msgspec import Struct

from generator.figures.quantity import Quantity
from generator.figures.reader import read_quantity
from generator.form.homes import TERM
from generator.language.fields import Field, Group
from generator.language.typed import Frame


class Crowd(Struct, frozen=True):
    """A value that no reader of its field understands, with what it takes to tell its figures apart."""

    field: Field
    here: Group
    """What the field stands in."""
    section: Group
    """Where a figure beside it may belong: its section, or its record."""
    key: str
    """The section, as a form names it."""
    frame: Frame
    taken: frozenset[str]
    """The paths at which something was typed."""

    @property
    def is_in_group(self) -> bool:
        """Whether the field stands in a group of its section."""
        return self.here is not self.section

    @property
    def name(self) -> str:
        """What the field is called in print, without what depends on the year."""
        return TERM.sub(r"\1", self.field.label)

    def among(self, words: str) -> str:
        """What a part of what the field counts is called: 入住老人中女."""
        return f"{self.counted}中{words}"

    @property
    def counted(self) -> str:
        """What the field counts, without the word for how many: 入住老人."""
        unit = self.field.unit.name if self.field.unit else ""
        return self.name.removesuffix(f"{unit}数")

    def reads(self, text: str, field: Field | None = None) -> Quantity | None:
        """The figure that a text is in a field, the one of the crowd itself when none is named."""
        asked = field or self.field
        found = read_quantity(text, asked.unit, asked.scale) if asked.unit else None
        return found if isinstance(found, Quantity) else None


def crowd_of(field: Field, catalogue: Group, frame: Frame, taken: frozenset[str]) -> Crowd | None:
    """The crowd that a value of a field may be; None for a field that stands in no section."""
    key, *names = field.path.split(".")
    section = catalogue.children.get(key)
    here: Field | Group | None = section
    for name in names[:-1]:
        group = here.record if isinstance(here, Field) else here
        here = here if name.isdigit() else group.find(name) if isinstance(group, Group) else None
    here = here.record if isinstance(here, Field) else here
    own = here.find(field.name) if here else None
    if not isinstance(section, Group) or here is None or not isinstance(own, Field) or own.unit is None:
        return None
    is_record = any(name.isdigit() for name in names)
    return Crowd(own, here, here if is_record else section, key, frame, frozenset() if is_record else taken)

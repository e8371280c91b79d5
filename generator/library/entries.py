"""What stands in a report: its sections, and the groups they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from generator.library.claims import Headings
from generator.reading.strict import Definition

MOST_LEVELS = 3
"""How many levels the headings of groups and sections have; those inside a section come one below."""


class EntryDefinition(Definition, frozen=True):
    """One entry under ``sections:`` of a report that is more than a folder's name."""

    section: str = ""
    """A folder under sections/."""
    heading: str = ""
    """The heading to use instead of the section's own, or of the group."""
    styles: Headings = {}
    """Headings in other styles, which may name fields through 表; of a section instead of its own."""
    flat: bool = False
    """Whether the section's subheadings take its place: they move up a level, and it has no heading itself."""
    sections: tuple[str | EntryDefinition, ...] = ()
    """The sections and groups under ``heading``, one level deeper."""
    keep: bool = False
    """Whether the group's heading stands over a single section too, which then has none."""
    merge: bool = False
    """Whether each section of the group becomes a paragraph, without a heading of its own."""
    apart: bool = False
    """Whether it shares no heading with a short section before it: what follows is other business."""

    def __post_init__(self) -> None:
        if bool(self.section) == bool(self.sections):
            raise ValueError("要么写 section，要么写 heading 和 sections")
        if self.sections and not self.heading:
            raise ValueError("一组 sections 要有 heading")
        if (self.keep or self.merge) and not self.sections:
            raise ValueError("keep 和 merge 只用在写了 sections 的一组上")
        if self.merge and any(isinstance(one, EntryDefinition) and one.sections for one in self.sections):
            raise ValueError("写了 merge 的一组里不能再分组")
        if self.height > MOST_LEVELS:
            raise ValueError(f"标题最多{MOST_LEVELS}级：组里可以再分一次组，不能更多")

    @property
    def height(self) -> int:
        """How many levels of headings it has, those inside its sections not counted."""
        if self.merge or not self.sections:
            return 1
        return 1 + max(one.height if isinstance(one, EntryDefinition) else 1 for one in self.sections)


Entry = str | EntryDefinition
"""What stands under ``sections:``: a folder's name, or more than that."""


class Placement(Struct, frozen=True):
    """Where a section stands in a report."""

    folder: str
    heading: str | None
    """Replaces the section's own heading."""
    groups: tuple[str, ...] = ()
    """Headings of the groups it stands in, the outermost first."""
    flat: bool = False
    """Whether its subheadings take its place."""
    styles: Headings = {}
    """Replace the section's own in other styles."""


def placements(entries: Iterable[Entry], groups: tuple[str, ...] = ()) -> Iterator[Placement]:
    """The sections of a report in order; ``groups`` are the headings above them."""
    for entry in entries:
        if isinstance(entry, str):
            yield Placement(entry, None, groups)
        elif entry.sections:
            yield from placements(entry.sections, (*groups, entry.heading))
        else:
            yield Placement(entry.section, entry.heading or None, groups, entry.flat, entry.styles)

"""What of templates nobody ever reads: fields that no sentence names."""

from __future__ import annotations

from generator.library.fields import Field
from generator.library.library import Library, Section
from generator.library.loading import CUSTOM
from generator.library.names_check import Names, check_template


def unprinted(section: Section, library: Library) -> list[Field]:
    """The fields of a section that no sentence of any section of the report names."""
    used: set[str] = set()
    for other in library.sections:
        names = Names(other.root, library.whole, tuple(library.terms))
        used |= check_template(other.wording, other.wording_file, names).used
    return [leaf for leaf in section.root.leaves() if leaf.path not in used and leaf.name != CUSTOM]

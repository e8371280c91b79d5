"""The words that documents are packed with: clauses of full papers of a town, without their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.commands.check_templates import specimen
from generator.document.marks import unmarked
from generator.library.loading import load_library
from generator.library.overlays import open_shelf
from generator.reckoning.lastyear import beside
from generator.wording.compose import compose

REPORT = "town"
BETWEEN = re.compile(r"(?<=[，；。：、])|\n|\d[\d.]*|[|#]")
LEAST = 3


def common_words() -> Iterator[str]:
    """Names of fields, then clauses, each once; what comes last is nearest to what is packed."""
    library, _ = load_library(open_shelf(), REPORT)
    assert library is not None
    fields = [field.path for section in library.sections for field in section.root.every_field()]
    yield from sorted({name for path in fields for name in path.split(".")})
    full, half, more = specimen(library, 1), specimen(library, 2), specimen(library, 1, more=7)
    found: dict[str, None] = {}
    for form in (full, half, beside(full, more), beside(more, full), beside(half, full)):
        wording, _ = compose(form)
        assert wording is not None
        pieces = (piece.strip() for piece in BETWEEN.split(unmarked(wording.text)))
        found |= dict.fromkeys(piece for piece in pieces if len(piece) >= LEAST)
    yield from found


if __name__ == "__main__":
    print("\n".join(common_words()))

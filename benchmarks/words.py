"""The words that documents are packed with: what full papers of a town have in common, without their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from generator.commands.check_templates import specimen
from generator.language.fields import Field, Group
from generator.library.loading import load_library
from generator.library.overlays import open_shelf
from generator.making.summarize import document_of
from generator.reckoning.lastyear import beside
from generator.trust.embedded import PRINTED_END, parted, printed_text
from generator.trust.packing import FIELDS_OF_TEXT, FORM_AND_TEXT, NEWEST, SHOWN_SIGNS, WORDS_FOLDER
from generator.wording.compose import compose

REPORT = "town"
BETWEEN = re.compile(rf"\d[\d.]*|(?<=[，；。：、])|{PRINTED_END}")
LEAST = 3
AS_TYPED = {there: here for here, there in SHOWN_SIGNS.items()}


def common_words() -> dict[str, list[str]]:
    """The words by the kind of text that they are for, each once; what comes last is nearest to what is packed.

    Two papers are enough, each beside the other as last year's: one in which all grew, one in which all shrank.
    """
    library, _ = load_library(open_shelf(), REPORT)
    assert library is not None
    full, more = specimen(library, 1), specimen(library, 1, more=7)
    said, fields = dict[str, None](), dict[str, None]()
    for form in (beside(full, more), beside(more, full)):
        wording, _ = compose(form)
        assert wording is not None
        text, paths = parted(printed_text(document_of(form, wording, apart=False)))
        said |= dict.fromkeys(piece for piece in BETWEEN.split(text) if len(piece) >= LEAST)
        fields |= dict.fromkeys(re.findall(r"[\x04\x05][^\x04\x05]*", paths))
    keys = dict.fromkeys(line for section in library.sections for line in _keys({section.key: section.root}))
    return {FORM_AND_TEXT: [*keys, *said], FIELDS_OF_TEXT: [*fields]}


def _keys(children: Mapping[str, Field | Group], depth: int = 0) -> Iterator[str]:
    """The keys of a group as a form has them, line by line."""
    for name, child in children.items():
        below = child if isinstance(child, Group) else child.record
        yield f"{'  ' * depth}{name}:{'' if below else ' '}\n"
        if below:
            yield from _keys(below.children, depth + 1 + (below is not child))


def in_lines(words: Iterable[str]) -> str:
    """The words as their file holds them."""
    return "".join(f"{word.translate(AS_TYPED)}\n" for word in words)


if __name__ == "__main__":
    for kind, words in common_words().items():
        (WORDS_FOLDER / f"{NEWEST}-{kind}.txt").write_text(in_lines(words), encoding="utf-8")

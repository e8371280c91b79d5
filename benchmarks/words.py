"""The words that documents are packed with: what full papers of a town have in common, without their numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat

from benchmarks.clock import ROOT
from generator.commands.check_templates import specimen
from generator.form.opening import Options
from generator.language.fields import Field, Group
from generator.library.loading import load_library
from generator.library.overlays import open_shelf
from generator.making.summarize import document_of, read_summary
from generator.reckoning.lastyear import beside
from generator.trust.embedded import PRINTED_END, parted, printed_text
from generator.trust.packing import ENCODING, FIELDS_OF_TEXT, FORM_AND_TEXT, NEWEST, SHOWN_SIGNS, WORDS_FOLDER
from generator.wording.compose import compose

REPORT = "town"
BETWEEN = re.compile(rf"\d[\d.]*|(?<=[，；。：、])|{PRINTED_END}")
VALUE = re.compile(r":.*")
LEAST = 3
COMMON = 3
"""So many papers have a word before it is one that papers have in common."""
WINDOW = 32 * 1024 - 256
"""Bytes that a packer looks back over (RFC 1951, 2), less what it needs itself."""
AS_TYPED = {there: here for here, there in SHOWN_SIGNS.items()}


def common_words() -> dict[str, list[str]]:
    """The words by the kind of text that they are for, each once; what comes last is nearest to what is packed.

    They are those of two made-up papers, each beside the other as last year's, one in which all grew and one in which
    all shrank, and those that several of the example towns have; the more papers of these have a word, the later it comes.
    """
    said, fields = Counter[str](), Counter[str]()
    for form, text, paths in (*_made_up(), *_examples()):
        said.update(set(_words_of(form, text)))
        fields.update(set(re.findall(r"[\x04\x05][^\x04\x05]*", paths)))
    return {FORM_AND_TEXT: _heaviest(said), FIELDS_OF_TEXT: _heaviest(fields)}


def _made_up() -> Iterator[tuple[str, str, str]]:
    """The keys, the text and the fields of papers with everything in them, each so often that all of it is common."""
    library, _ = load_library(open_shelf(), REPORT)
    assert library is not None
    keys = "".join(line for section in library.sections for line in _keys({section.key: section.root}))
    full, more = specimen(library, 1), specimen(library, 1, more=7)
    for form in (beside(full, more), beside(more, full)):
        wording, _ = compose(form)
        assert wording is not None
        paper = keys, *parted(printed_text(document_of(form, wording, apart=False)))
        yield from repeat(paper, COMMON)


def _examples() -> Iterator[tuple[str, str, str]]:
    """The form, the text and the fields of each example town."""
    options = Options(open_shelf(), draft=True)
    for path in sorted((ROOT / "inputs" / "towns").glob("*/*.yaml")):
        if (document := read_summary(path, options).document) is not None:
            yield path.read_text(encoding="utf-8"), *parted(printed_text(document))


def _words_of(form: str, text: str) -> Iterator[str]:
    """The keys of a form as they stand in its lines, and the pieces of a text between numbers and stops."""
    yield from (VALUE.sub(": ", line) for line in form.splitlines() if ":" in line)
    yield from (piece for piece in BETWEEN.split(text) if len(piece) >= LEAST)


def _heaviest(words: Counter[str]) -> list[str]:
    """The common words that stand in most papers, as many as a packer looks back over, the heaviest last."""
    weights = {word: len(word.encode(ENCODING)) for word, count in words.items() if count >= COMMON}
    chosen, room = list[str](), WINDOW
    for word in sorted(weights, key=lambda word: (words[word] * weights[word], word), reverse=True):
        if (room := room - weights[word]) < 0:
            break
        chosen.append(word)
    return chosen[::-1]


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

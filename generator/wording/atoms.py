"""Marked text as atoms: words, values, blanks, and nested brackets, quotes and together-passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from generator.chinese.reserved import (
    ALONE,
    ALONE_END,
    CLOSE,
    CONTEXT,
    FIGURE,
    HOLE,
    PENDING,
    SEPARATOR,
    TOGETHER,
    TOGETHER_END,
    WAITING,
    WORDS,
)
from generator.document.marks import VALUE, plain, unmarked

BRACKETS = {"（": "）", "(": ")", "【": "】", "〔": "〕", "［": "］", "[": "]"}
"""What stands in them is an aside; when it goes, the bracket goes and the clause stays."""
QUOTES = {"“": "”", "‘": "’", "《": "》", "「": "」", "『": "』"}
"""What stands in them is part of the clause; when it goes, the clause goes."""

TOKEN = re.compile(
    f"[{FIGURE}{WORDS}{CONTEXT}{PENDING}{WAITING}{HOLE}][^{CLOSE}]*{CLOSE}|[{TOGETHER}{TOGETHER_END}{ALONE}{ALONE_END}]"
    f"|[{re.escape(''.join((*BRACKETS, *BRACKETS.values(), *QUOTES, *QUOTES.values())))}]"
    f"|[。！？；，、：]|[^{FIGURE}{WORDS}{CONTEXT}{PENDING}{WAITING}{HOLE}{TOGETHER}{TOGETHER_END}{ALONE}{ALONE_END}"
    f"{re.escape(''.join((*BRACKETS, *BRACKETS.values(), *QUOTES, *QUOTES.values())))}。！？；，、：]+"
)
DIGIT = re.compile(r"[0-9０-９]")


class Nest(Enum):
    """How a nested text hangs together with what is around it."""

    BRACKET = "bracket"
    QUOTE = "quote"
    TOGETHER = "together"
    ALONE = "alone"
    """Said only where nothing before it in the sentence says what is spoken of."""


class Literal(Struct, frozen=True):
    """Words of the template, or one mark of punctuation."""

    raw: str


class Printed(Struct, frozen=True):
    """A printed value with its marks."""

    raw: str

    @property
    def counts(self) -> bool:
        """Whether it says something that was done, not only when or where."""
        return self.raw[0] not in (CONTEXT, WAITING)


class Blank(Struct, frozen=True):
    """A value that was not filled in, with the paths of all fields that are missing."""

    paths: tuple[str, ...] = ()
    raw: str = ""


class Nested(Struct, frozen=True):
    """A bracket, quote or together-passage and what stands in it."""

    nest: Nest
    opener: str
    atoms: tuple[Atom, ...]
    closer: str

    @property
    def raw(self) -> str:
        """Its text with marks."""
        return self.opener + raw(self.atoms) + self.closer


Atom = Literal | Printed | Blank | Nested


def raw(atoms: Iterable[Atom]) -> str:
    """The text of some atoms with their marks; a blank keeps its own."""
    return "".join(atom.raw for atom in atoms)


def read_atoms(text: str) -> tuple[Atom, ...]:
    """The atoms of one paragraph; an unpaired bracket is taken as a word."""
    tokens = TOKEN.findall(text)
    atoms, end = _read(tokens, 0, "")
    while end < len(tokens):
        more, end_of_more = _read(tokens, end + 1, "")
        atoms += [Literal(tokens[end]), *more]
        end = end_of_more
    return tuple(atoms)


_CLOSERS = {**BRACKETS, **QUOTES, TOGETHER: TOGETHER_END, ALONE: ALONE_END}
_UNSEEN = {TOGETHER: Nest.TOGETHER, ALONE: Nest.ALONE}
_PRIVATE = frozenset((TOGETHER, TOGETHER_END, ALONE, ALONE_END))
_ALL_CLOSERS = frozenset(_CLOSERS.values())


def _read(tokens: list[str], start: int, closer: str) -> tuple[list[Atom], int]:
    """Atoms from ``start`` up to ``closer``, and the position of that closer."""
    atoms: list[Atom] = []
    position = start
    while position < len(tokens):
        token = tokens[position]
        if token == closer or (token in _ALL_CLOSERS and not closer):
            return atoms, position
        if token in _CLOSERS and _closer_follows(tokens, position):
            inner, end = _read(tokens, position + 1, _CLOSERS[token])
            atoms.append(Nested(_nest_of(token), _edge(token), tuple(inner), _edge(_CLOSERS[token])))
            position = end + 1
            continue
        atoms.append(_atom(token))
        position += 1
    return atoms, position


def _closer_follows(tokens: list[str], position: int) -> bool:
    opener, closer, depth = tokens[position], _CLOSERS[tokens[position]], 0
    for token in tokens[position:]:
        depth += (token == opener) - (token == closer)
        if depth == 0:
            return True
    return False


def _nest_of(opener: str) -> Nest:
    if opener in _UNSEEN:
        return _UNSEEN[opener]
    return Nest.BRACKET if opener in BRACKETS else Nest.QUOTE


def _edge(token: str) -> str:
    return "" if token in _PRIVATE else token


def _atom(token: str) -> Atom:
    if token[0] == HOLE:
        match = VALUE.fullmatch(token)
        path = plain(match[2]) if match else ""
        return Blank((path,) if path else (), token)
    return Printed(token) if SEPARATOR in token else Literal(token)


def blanks(atoms: Iterable[Atom]) -> Iterator[Blank]:
    """Every blank, however deeply nested."""
    for atom in atoms:
        if isinstance(atom, Blank):
            yield atom
        elif isinstance(atom, Nested):
            yield from blanks(atom.atoms)


def says_something(atoms: Iterable[Atom]) -> bool:
    """Whether any value or digit stands among the atoms, so that they report and not only introduce."""
    for atom in atoms:
        if isinstance(atom, Printed) and atom.counts:
            return True
        if isinstance(atom, Literal) and DIGIT.search(atom.raw):
            return True
        if isinstance(atom, Nested) and says_something(atom.atoms):
            return True
    return False


def has_figure(atoms: Iterable[Atom]) -> bool:
    """Whether any figure, or a digit in words, stands among the atoms."""
    return any(has_figure(atom.atoms) if isinstance(atom, Nested) else _is_figure(atom) for atom in atoms)


def _is_figure(atom: Atom) -> bool:
    if isinstance(atom, Printed):
        return atom.raw[0] in (FIGURE, PENDING) or bool(DIGIT.search(unmarked(atom.raw)))
    return isinstance(atom, Literal) and bool(DIGIT.search(atom.raw))


COLON = Literal("：")
STRENGTHS = {"、": 1, "，": 2, "；": 3, "。": 4, "！": 5, "？": 5}


def close_gaps(atoms: Iterable[Atom]) -> list[Atom]:
    """The atoms without stops that have nothing before them, as an empty {% if %} leaves them; the stronger stays."""
    closed: list[Atom] = []
    for atom in atoms:
        if isinstance(atom, Nested):
            atom = replace(atom, atoms=tuple(close_gaps(atom.atoms)))
        strength = _strength(atom)
        if strength and closed and closed[-1] == COLON:
            _drop_announcement(closed)
        before = _strength(closed[-1]) if closed else 4
        if not strength or not before:
            closed.append(atom)
        elif strength > before and closed:
            closed[-1] = atom
    return closed


def _drop_announcement(atoms: list[Atom]) -> None:
    """Takes off a colon with nothing behind it, and what announced it unless that reports something itself."""
    atoms.pop()
    start = next((at + 1 for at in range(len(atoms) - 1, -1, -1) if _strength(atoms[at])), 0)
    if not says_something(atoms[start:]):
        del atoms[start:]


def _strength(atom: Atom) -> int:
    return STRENGTHS.get(atom.raw, 0) if isinstance(atom, Literal) else 0


def split(atoms: Iterable[Atom], marks: str) -> list[tuple[list[Atom], str]]:
    """The stretches between ``marks``, each with the mark that ends it (empty for the last)."""
    stretches: list[tuple[list[Atom], str]] = []
    current: list[Atom] = []
    for atom in atoms:
        if isinstance(atom, Literal) and len(atom.raw) == 1 and atom.raw in marks:
            stretches.append((current, atom.raw))
            current = []
        else:
            current.append(atom)
    if current:
        stretches.append((current, ""))
    return stretches

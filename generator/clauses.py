"""Closing up one text: its sentences, their clauses, and the items in a clause.

A text is a paragraph, or what stands in a bracket or in quotes. The cases in tests/cases/heal.txt say
what each rule is for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from generator.atoms import Atom, Blank, Literal, Nest, Nested, Value, blanks, raw, says_something, split
from generator.marks import unmarked

Note = Callable[[Iterable[Atom]], None]
STOPS = (Literal("。"), Literal("！"), Literal("？"))
STARTS_WITH_DIGIT = re.compile(r"\s*[0-9０-９]")


@dataclass(frozen=True, slots=True)
class Connectives:
    """Words that introduce, as patterns."""

    lead_in: re.Pattern[str]
    """At the head of a clause, speaking of the one before it: 其中."""
    lead_clause: re.Pattern[str]
    """A whole clause that says when or where of the next: 截至2012年底."""
    link: re.Pattern[str]
    """A whole clause that joins the next to what came before: 同时."""

    @classmethod
    def of(cls, lead_ins: Iterable[str], lead_clauses: Iterable[str], links: Iterable[str]) -> Connectives:
        """Patterns from lists of regular expressions."""
        return cls(*(re.compile("|".join(words)) for words in (lead_ins, lead_clauses, links)))


@dataclass(slots=True)
class _Clause:
    """One clause while its sentence is healed."""

    whole: list[Atom]
    mark: str
    """The mark after it, empty for the last."""
    stretch: int
    """Which of the ；-separated stretches it is in."""
    lead: list[Atom] = field(default_factory=list)
    points_back: bool = False
    """Whether its lead (其中) speaks of the clause before it."""
    body: list[Atom] | None = None
    """What is left of it, None when it fell."""
    introduces: bool = False
    """Whether it only says when, or leads over, and reports nothing itself."""
    links: bool = False
    """Whether it leads over from what came before."""


def heal_text(atoms: Iterable[Atom], connectives: Connectives, note: Note) -> list[Atom]:
    """The atoms of a text without its blanks and what they took; ``note`` is told what fell."""
    healed: list[Atom] = []
    previous_stands = True
    for sentence, stop in split(_settle_passages(atoms, note), "。！？"):
        kept = sentence
        if any(blanks(sentence)) or not previous_stands:
            kept = _heal_sentence(sentence, connectives, note, previous_stands)
        previous_stands = bool(kept)
        if kept:
            healed += [*kept, Literal(stop)] if stop else kept
    return healed


def _settle_passages(atoms: Iterable[Atom], note: Note) -> Iterator[Atom]:
    """The atoms with every together-passage of whole sentences either opened up or gone."""
    for atom in atoms:
        if (
            not isinstance(atom, Nested)
            or atom.nest is not Nest.TOGETHER
            or not atom.atoms
            or atom.atoms[-1] not in STOPS
        ):
            yield atom
        elif any(blanks(atom.atoms)):
            note(atom.atoms)
        else:
            yield from atom.atoms


def _heal_sentence(sentence: list[Atom], connectives: Connectives, note: Note, has_context: bool) -> list[Atom]:
    clauses = [
        _Clause(clause, comma or mark, number)
        for number, (stretch, mark) in enumerate(split(sentence, "；"))
        for clause, comma in split(stretch, "，")
    ]
    for clause in clauses:
        _heal_clause(clause, connectives, note)
    for number in range(clauses[-1].stretch + 1 if clauses else 0):
        _settle_stretch([clause for clause in clauses if clause.stretch == number], note)
    return _assemble(clauses, has_context)


def _heal_clause(clause: _Clause, connectives: Connectives, note: Note) -> None:
    body = _split_lead(clause, connectives)
    words = unmarked(raw(clause.whole)).strip()
    if not any(blanks(clause.whole)):
        clause.links = bool(connectives.link.fullmatch(words))
        clause.introduces = clause.links or bool(connectives.lead_clause.fullmatch(words))
    clause.body = _heal_items(_heal_nested(body, connectives, note), note)
    if clause.body is None or not (clause.body or clause.lead):
        clause.body = None
        note(clause.whole)


def _split_lead(clause: _Clause, connectives: Connectives) -> list[Atom]:
    """Moves what introduces the clause (其中, or anything up to a colon) to its lead; the rest is returned."""
    atoms = clause.whole
    first = atoms[0] if atoms else None
    if isinstance(first, Literal) and (match := connectives.lead_in.match(first.raw)):
        clause.points_back = True
        rest = [Literal(first.raw[match.end() :]), *atoms[1:]] if match.end() < len(first.raw) else atoms[1:]
        clause.lead = [Literal(match.group())]
        if rest and rest[0] == Literal("："):
            clause.lead.append(rest[0])
            rest = rest[1:]
        return rest
    for position, atom in enumerate(atoms):
        if atom == Literal("：") and not any(blanks(atoms[:position])):
            clause.lead = atoms[: position + 1]
            return atoms[position + 1 :]
    return atoms


def _heal_nested(atoms: list[Atom], connectives: Connectives, note: Note) -> list[Atom]:
    """The atoms with brackets and quotes healed; one with nothing left is gone, or is itself a blank."""
    healed: list[Atom] = []
    for atom in atoms:
        missing = tuple(path for blank in blanks([atom]) for path in blank.paths)
        if not isinstance(atom, Nested) or not any(blanks([atom])):
            healed.append(atom)
            continue
        if atom.nest is Nest.TOGETHER:
            healed.append(Blank(missing))
            continue
        silent: Note = note if atom.nest is Nest.BRACKET else _say_nothing
        inner = heal_text(atom.atoms, connectives, silent)
        if inner:
            healed.append(Nested(atom.nest, atom.opener, tuple(inner), atom.closer))
        elif atom.nest is Nest.QUOTE:
            healed.append(Blank(missing))
    return healed


def _say_nothing(_: Iterable[Atom]) -> None:
    """A quote that empties takes its clause along, which is noted then."""


@dataclass(slots=True)
class _Row:
    """Items that share one label: 农村5户、8人."""

    label: list[Atom]
    values: list[list[Atom]]
    missing: bool = False


def _heal_items(body: list[Atom], note: Note) -> list[Atom] | None:
    """A clause without its blank items; None when a blank takes it whole."""
    if not any(isinstance(atom, Blank) for atom in body):
        return body
    items = [item for stretch, _ in split(body, "、") for item in _split_adjoining(stretch)]
    if len(items) < 2 or any(_blank_inside(item) for item in items):
        return None
    rows = _rows(items)
    kept = [row for row in rows if row.values]
    if not kept or (
        len(kept) < len(rows) and not all(says_something(atom for v in row.values for atom in v) for row in kept)
    ):
        return None
    for row in rows:
        if not row.values:
            note([*row.label, Blank()])
    joined: list[Atom] = []
    for row in kept:
        for position, value in enumerate(row.values):
            separator = [Literal("、")] if joined and not _adjoins(value) else []
            joined += [*separator, *(row.label if position == 0 else []), *value]
    return joined


def _adjoins(value: list[Atom]) -> bool:
    return bool(value) and value[0] is ADJOINED


ADJOINED = Literal("")
"""Marks an item that stood directly behind another, as 8人 in 5户8人."""


def _split_adjoining(item: list[Atom]) -> list[list[Atom]]:
    """An item parted between a blank and a value that touch, as in ＿8人."""
    parts: list[list[Atom]] = [[]]
    for atom in item:
        last = parts[-1][-1] if parts[-1] else None
        if (isinstance(last, Blank) and isinstance(atom, Value | Blank)) or (
            isinstance(last, Value) and isinstance(atom, Blank)
        ):
            parts.append([ADJOINED])
        parts[-1].append(atom)
    return parts


def _blank_inside(item: list[Atom]) -> bool:
    """Whether a blank has words on both sides within its item."""
    atoms = [atom for atom in item if atom is not ADJOINED]
    return any(isinstance(atom, Blank) and 0 < position < len(atoms) - 1 for position, atom in enumerate(atoms))


def _is_bare(item: list[Atom]) -> bool:
    """Whether an item begins with its value, so that an earlier label speaks for it too."""
    first = next((atom for atom in item if atom is not ADJOINED), None)
    return isinstance(first, Value | Blank) or (isinstance(first, Literal) and bool(STARTS_WITH_DIGIT.match(first.raw)))


def _rows(items: list[list[Atom]]) -> list[_Row]:
    """Items gathered under their labels, with the blank ones left out."""
    rows: list[_Row] = []
    for item in items:
        bare = _is_bare(item)
        if not bare or not rows:
            rows.append(_Row([], []))
        row = rows[-1]
        position = next((index for index, atom in enumerate(item) if isinstance(atom, Blank)), -1)
        if position < 0:
            row.values.append(item)
            continue
        row.missing = True
        before = [atom for atom in item[:position] if atom is not ADJOINED]
        behind = item[position + 1 :]
        if before:
            row.label = before
        elif behind and row.values:
            row.values[-1] = [*row.values[-1], *behind]
        elif behind:
            row.label = [*row.label, *behind]
    for row in rows:
        if row.label and row.values and _adjoins(row.values[0]):
            row.values[0] = row.values[0][1:]
    return rows


def _settle_stretch(clauses: list[_Clause], note: Note) -> None:
    """Drops what says nothing any more: claims whose figures are gone, introductions to nothing."""
    lost = any(clause.body is None for clause in clauses)
    standing = [clause for clause in clauses if clause.body is not None and not clause.introduces]
    if lost and not any(says_something([*clause.lead, *(clause.body or [])]) for clause in standing):
        for clause in standing:
            note(clause.whole)
            clause.body = None
    for position, clause in enumerate(clauses):
        follows = any(later.body is not None and not later.introduces for later in clauses[position + 1 :])
        if clause.introduces and not follows:
            clause.body = None


def _assemble(clauses: list[_Clause], has_context: bool) -> list[Atom]:
    """The standing clauses of a sentence with their marks, leads passed on from fallen ones."""
    healed: list[Atom] = []
    lead_from: _Clause | None = None
    joint = ""
    for position, clause in enumerate(clauses):
        speaks_of = clauses[position - 1].body is not None if position else has_context
        if clause.points_back and not speaks_of:
            clause.lead = []
        if clause.body is None or (clause.links and not healed and not has_context):
            if clause.lead:
                lead_from = clause
        else:
            lead = clause.lead
            if not lead and lead_from and lead_from.stretch == clause.stretch:
                lead = lead_from.lead
            if not clause.introduces:
                lead_from = None
            healed += [*([Literal(joint)] if healed else []), *lead, *clause.body]
            joint = ""
        joint = "；" if "；" in (joint, clause.mark) else "，"
    return healed

"""Closing up one text: its sentences, their clauses, and the items in a clause.

A text is a paragraph, or what stands in a bracket or in quotes. The cases in tests/cases/heal.txt say
what each rule is for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeVar

from msgspec import Struct, field

from generator.document.marks import unmarked
from generator.figures.dates import Moment, Period, read_moment, read_period
from generator.wording.atoms import (
    COLON,
    Atom,
    Blank,
    Literal,
    Nest,
    Nested,
    Printed,
    blanks,
    raw,
    read_atoms,
    says_something,
    split,
)
from generator.wording.items import ORDINAL, RESPECTIVELY, Note, heal_items

NEVER = r"(?!)"
LEADING_YEAR = re.compile(r"\d{4}年(?=.)")
SENTENCE_ENDS = (Literal("。"), Literal("！"), Literal("？"))
LEANS = re.compile(r"分别|同比|环比|[比较](?:上年|去年|前年)|占|增长|下降|上升")
"""At the head of a clause that says nothing by itself: with the clause before it gone, it would speak of another."""


COMPARES = re.compile(r"同比|环比|[比较与](?:上年|去年|前年)")
"""In a clause that adds to what the one before it says."""


Answer = TypeVar("Answer")


class Role(NamedTuple):
    """What a clause without blanks is for by its words alone."""

    links: bool
    """Whether it leads over from what came before."""
    introduces: bool
    """Whether it reports nothing itself: it leads over, or says when or where."""


class Connectives(Struct, frozen=True, eq=False):
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
        return cls(*(re.compile("|".join(words) or NEVER) for words in (lead_ins, lead_clauses, links)))

    @property
    def own(self) -> Connectives:
        """Themselves, by which what they led to is kept; those who only listen give whom they listen to."""
        return self

    def ask(self, question: Callable[[str], Answer], words: str) -> Answer:
        """What a question of the words of a clause is answered; healing looks at what was typed in no other way."""
        return question(words)

    def role(self, words: str) -> Role:
        """What a clause of these words is for."""
        return _role(words, self)


@lru_cache(maxsize=4096)
def _role(words: str, connectives: Connectives) -> Role:
    links = bool(connectives.link.fullmatch(words))
    return Role(links, links or _says_when(words) or bool(connectives.lead_clause.fullmatch(words)))


def _says_when(words: str) -> bool:
    """Whether a clause is nothing but a date or months: 7月4日, 2012年1—5月."""
    months = read_period(LEADING_YEAR.sub("", words), {})
    return isinstance(months, Period) or isinstance(read_moment(words), Moment)


class _Clause(Struct):
    """One clause while its sentence is healed."""

    whole: list[Atom]
    mark: str
    """The mark after it, empty for the last."""
    stretch: int
    """Which of the ；-separated stretches it is in."""
    lead: list[Atom] = field(default_factory=list)
    points_back: bool = False
    """Whether its lead (其中) speaks of the clause before it."""
    ordinal: list[Atom] = field(default_factory=list)
    """一是, 二是 at its head, behind the lead."""
    body: list[Atom] | None = None
    """What is left of it, None when it fell."""
    introduces: bool = False
    """Whether it only says when, or leads over, and reports nothing itself."""
    links: bool = False
    """Whether it leads over from what came before."""
    opens: bool = False
    """Whether it is the first of its sentence."""

    @property
    def stands(self) -> bool:
        """Whether anything of it is left."""
        return self.body is not None and bool(self.body or self.lead)

    @property
    def leads_on(self) -> bool:
        """Whether its lead speaks of all stretches behind it: 其中 at the head of a sentence, 其中：…；…, 做法：一是…；…."""
        lists = self.lead[-1:] == [COLON] and self.mark == "；"
        return (self.points_back and (self.opens or lists)) or (lists and bool(self.ordinal))


def heal_text(atoms: Iterable[Atom], connectives: Connectives, note: Note) -> list[Atom]:
    """The atoms of a text without its blanks and what they took; ``note`` is told what fell."""
    healed: list[Atom] = []
    previous_stands = True
    for sentence, stop in split(_settle_passages(atoms, note), "。！？"):
        kept = sentence
        if any(blanks(sentence)) or not previous_stands:
            if says_something(sentence) or any(isinstance(atom, Nested) for atom in sentence):
                kept = _heal_sentence(sentence, connectives, note, previous_stands)
            else:
                kept, fell = _heal_unsaid(raw(sentence), connectives.own, previous_stands)
                for atoms_of_one in fell:
                    note(atoms_of_one)
        previous_stands = bool(kept)
        if kept:
            healed += [*kept, Literal(stop)] if stop else kept
    return healed


@lru_cache(maxsize=2048)
def _heal_unsaid(
    sentence: str, connectives: Connectives, has_context: bool
) -> tuple[list[Atom], tuple[tuple[Atom, ...], ...]]:
    """What is left of a sentence that no value stands in, and what fell; the same in all forms of a batch."""
    fell: list[tuple[Atom, ...]] = []
    kept = _heal_sentence(list(read_atoms(sentence)), connectives, lambda atoms: fell.append(tuple(atoms)), has_context)
    return kept, tuple(fell)


def _settle_passages(atoms: Iterable[Atom], note: Note) -> Iterator[Atom]:
    """The atoms with every together-passage of whole sentences either opened up or gone."""
    for atom in atoms:
        if (
            not isinstance(atom, Nested)
            or atom.nest is not Nest.TOGETHER
            or not atom.atoms
            or atom.atoms[-1] not in SENTENCE_ENDS
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
    for clause in clauses[:1]:
        clause.opens = True
    for clause in clauses:
        _heal_clause(clause, connectives, note)
    _drop_leaning(clauses, connectives, note)
    for number in range(clauses[-1].stretch + 1 if clauses else 0):
        _settle_stretch([clause for clause in clauses if clause.stretch == number], note)
    _drop_introductions(clauses)
    return _assemble(clauses, connectives, has_context)


def _heal_clause(clause: _Clause, connectives: Connectives, note: Note) -> None:
    body = _split_ordinal(clause, _split_lead(clause, connectives))
    if not any(blanks(clause.whole)):
        words = unmarked(raw(clause.whole)).strip()
        clause.links, clause.introduces = connectives.ask(connectives.own.role, words)
    if _shares_out(clause.lead) and any(blanks(body)) and isinstance(body[0], Printed | Blank):
        body, clause.lead = [Blank()], []
    clause.body = heal_items(_heal_nested(body, connectives, note), note)
    if clause.body is None or not (clause.body or clause.lead):
        clause.body = None
        note(clause.whole)


def _shares_out(lead: list[Atom]) -> bool:
    return any(isinstance(atom, Literal) and RESPECTIVELY in atom.raw for atom in lead)


def _split_lead(clause: _Clause, connectives: Connectives) -> list[Atom]:
    """Moves what introduces the clause (其中, or anything up to a colon) to its lead; the rest is returned."""
    atoms = clause.whole
    first = atoms[0] if atoms else None
    if isinstance(first, Literal) and (match := connectives.lead_in.match(first.raw)):
        clause.points_back = True
        rest = [Literal(first.raw[match.end() :]), *atoms[1:]] if match.end() < len(first.raw) else atoms[1:]
        clause.lead = [Literal(match.group())]
        if rest and rest[0] == COLON:
            clause.lead.append(rest[0])
            rest = rest[1:]
        return rest
    for position, atom in enumerate(atoms):
        if atom == COLON and not any(blanks(atoms[:position])):
            clause.lead = atoms[: position + 1]
            return atoms[position + 1 :]
    return atoms


def _split_ordinal(clause: _Clause, atoms: list[Atom]) -> list[Atom]:
    """Moves 一是 at the head of what follows the lead to the clause's ordinal; the rest is returned."""
    first = atoms[0] if atoms else None
    match = ORDINAL.match(first.raw) if isinstance(first, Literal) else None
    if match is None:
        return atoms
    clause.ordinal = [Literal(match.group())]
    behind = match.string[match.end() :]
    return [Literal(behind), *atoms[1:]] if behind else atoms[1:]


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


def _leans(words: str) -> bool:
    return bool(LEANS.match(words))


def _compares(words: str) -> bool:
    return bool(COMPARES.search(words))


def _drop_leaning(clauses: list[_Clause], connectives: Connectives, note: Note) -> None:
    """Drops clauses that compare or share out what the clause before them said, when that one is gone."""
    before: _Clause | None = None
    for clause in clauses:
        first = clause.whole[0] if clause.whole else None
        leans = isinstance(first, Literal) and connectives.ask(_leans, unmarked(raw(clause.whole[:2])))
        if leans and before is not None and before.body is None and clause.body is not None:
            note(clause.whole)
            clause.body = None
        if not clause.introduces:
            before = clause


def _settle_stretch(clauses: list[_Clause], note: Note) -> None:
    """Drops claims whose figures are gone; a lead that has a figure itself stands when all else fell."""
    lost = any(clause.body is None for clause in clauses)
    standing = [clause for clause in clauses if clause.body is not None and not clause.introduces]
    if lost and not any(says_something([*clause.lead, *(clause.body or [])]) for clause in standing):
        for clause in standing:
            note(clause.whole)
            clause.body = None
    last_lead = next((clause for clause in reversed(clauses) if clause.lead[-1:] == [COLON]), None)
    if last_lead and says_something(atom for atom in last_lead.lead if isinstance(atom, Printed)):
        behind = clauses[next(at for at, clause in enumerate(clauses) if clause is last_lead) :]
        if all(clause.body is None for clause in behind):
            last_lead.body, last_lead.lead = last_lead.lead[:-1], []


def _drop_introductions(clauses: list[_Clause]) -> None:
    """Drops what only introduces and has nothing to introduce any more."""
    for position, clause in enumerate(clauses):
        reach = [
            later
            for later in clauses[position + 1 :]
            if later.stretch == clause.stretch or (clause.links and clause.leads_on)
        ]
        if clause.introduces and not any(later.body is not None and not later.introduces for later in reach):
            clause.body = None


def _has_before(clauses: list[_Clause], connectives: Connectives, has_context: bool) -> bool:
    """Whether what 其中 speaks of still stands: the clause before it, or the one that a fallen comparison spoke of."""
    for clause in reversed(clauses):
        if clause.body is not None or not connectives.ask(_compares, unmarked(raw(clause.whole))):
            return clause.body is not None
    return has_context


def _assemble(clauses: list[_Clause], connectives: Connectives, has_context: bool) -> list[Atom]:
    """The standing clauses of a sentence with their marks, leads passed on from fallen ones."""
    healed: list[Atom] = []
    lead_from: _Clause | None = None
    ordinal_from: _Clause | None = None
    joint = lead_joint = ""
    held = False
    for position, clause in enumerate(clauses):
        if clause.points_back and not _has_before(clauses[:position], connectives, has_context):
            clause.lead = []
        if not clause.stands or (clause.links and not healed and not has_context):
            if clause.lead:
                lead_from, lead_joint = clause, joint
            ordinal_from = clause if clause.ordinal else ordinal_from
            joint = joint if held else "；" if "；" in (joint, clause.mark) else "，"
            continue
        lead, ordinal = clause.lead, clause.ordinal
        if not lead and lead_from and (lead_from.stretch == clause.stretch or lead_from.leads_on):
            lead = lead_from.lead
            joint = lead_joint if lead_from.leads_on else joint
        if not ordinal and ordinal_from and ordinal_from.stretch == clause.stretch:
            ordinal = ordinal_from.ordinal
        healed += [*([Literal(joint)] if healed else []), *lead, *ordinal, *(clause.body or [])]
        held = clause.introduces
        if not held:
            lead_from = ordinal_from = None
        joint = clause.mark
    return healed

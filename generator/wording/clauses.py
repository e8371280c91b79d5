"""Closing up one text: its sentences, their clauses, and the items in a clause.

A text is a paragraph, or what stands in a bracket or in quotes. The cases in tests/cases/heal.txt say
what each rule is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct, field

from generator.document.marks import unmarked
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
from generator.wording.connectives import Connectives
from generator.wording.items import ORDINAL, RESPECTIVELY, Note, heal_items

UNIT = re.compile(r".*[\d百千万亿余多几]")
"""All of a figure but its unit."""
IN_WORDS = re.compile(r"\d[\d.]*[百千万亿余多]*[\u4e00-\u9fff]")
"""A figure in the words of a template, to the first sign of its unit."""
SENTENCE_ENDS = (Literal("。"), Literal("！"), Literal("？"))
LEANS = re.compile(r"分别|同比|环比|[比较](?:上年|去年|前年)|占|增长|下降|上升")
"""At the head of a clause that says nothing by itself: with the clause before it gone, it would speak of another."""


COMPARES = re.compile(r"同比|环比|[比较与](?:上年|去年|前年)")
"""In a clause that adds to what the one before it says."""


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
        if any(blanks(sentence)) or not previous_stands or any(map(_is_alone, sentence)):
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


def _has_before(clauses: list[_Clause], part: _Clause, connectives: Connectives, has_context: bool) -> bool:
    """Whether what 其中 speaks of still stands: the clause before it, or the one that a fallen comparison spoke of.

    Behind a clause that fell it may be one that counts in the unit of the part: 135人次，＿，其中住院91人次.
    """
    for clause in reversed(clauses):
        if clause.body is not None or not connectives.ask(_compares, unmarked(raw(clause.whole))):
            return clause.body is not None or any(_is_whole_of(one, part, connectives) for one in clauses)
    return has_context


def _is_whole_of(clause: _Clause, part: _Clause, connectives: Connectives) -> bool:
    if clause.body is None or part.body is None or clause.introduces:
        return False
    figures = ("\t".join(_figures(one)) for one in (clause.body, part.body))
    return connectives.ask(_share_a_unit, "\n".join(figures))


def _figures(atoms: Iterable[Atom]) -> Iterator[str]:
    """The figures of a clause with their units."""
    for atom in atoms:
        if isinstance(atom, Printed):
            yield unmarked(atom.raw)
        elif isinstance(atom, Literal):
            yield from IN_WORDS.findall(atom.raw)


def _share_a_unit(figures: str) -> bool:
    """Whether figures of two clauses, one clause to a line, count anything in the same unit."""
    whole, part = ({UNIT.sub("", figure) for figure in line.split("\t")} - {""} for line in figures.split("\n"))
    return not whole.isdisjoint(part)


def _assemble(clauses: list[_Clause], connectives: Connectives, has_context: bool) -> list[Atom]:
    """The standing clauses of a sentence with their marks, leads and subjects passed on from fallen ones."""
    healed: list[Atom] = []
    lead_from: _Clause | None = None
    ordinal_from: _Clause | None = None
    joint = lead_joint = ""
    held = False
    speaking = _Speaking()
    for position, clause in enumerate(clauses):
        if clause.points_back:
            has_whole = _has_before(clauses[:position], clause, connectives, has_context)
            clause.lead = clause.lead if has_whole else []
            speaking.of_parts(clause, has_whole)
        if not clause.stands or (clause.links and not healed and not has_context):
            if clause.lead:
                lead_from, lead_joint = clause, joint
            ordinal_from = clause if clause.ordinal else ordinal_from
            speaking.fell(clause)
            joint = joint if held else "；" if "；" in (joint, clause.mark) else "，"
            continue
        lead, ordinal = clause.lead, clause.ordinal
        if not lead and lead_from and _passes_on(lead_from, clause, clauses[:position], connectives):
            lead = lead_from.lead
            joint = lead_joint if lead_from.leads_on else joint
        if not ordinal and ordinal_from and ordinal_from.stretch == clause.stretch:
            ordinal = ordinal_from.ordinal
        healed += [*([Literal(joint)] if healed else []), *lead, *ordinal, *speaking.said(clause, bool(lead))]
        held = clause.introduces
        if not held:
            lead_from = ordinal_from = None
        joint = clause.mark
    return healed


def _passes_on(lead_from: _Clause, clause: _Clause, before: list[_Clause], connectives: Connectives) -> bool:
    """Whether the lead of a clause that fell is one for this clause, too: 其中 only where it is told as a part."""
    if lead_from.stretch != clause.stretch and not lead_from.leads_on:
        return False
    if not lead_from.points_back or lead_from.opens:
        return True
    return any(_is_whole_of(one, clause, connectives) for one in before)


class _Speaking(Struct):
    """Of what a sentence speaks, clause by clause, so that no clause is left that says it of nothing."""

    subject: tuple[Atom, ...] = ()
    """全镇, 全年 at the head of a clause that fell, for the next that stands."""
    subject_stretch: int = 0
    parts_stretch: int = -1
    """The stretch that tells parts apart."""
    lacks_whole: bool = False
    """Whether their whole is gone."""
    has_told: bool = False
    """Whether a clause before reported anything."""

    def of_parts(self, clause: _Clause, has_whole: bool) -> None:
        """From this clause on parts are told."""
        self.parts_stretch, self.lacks_whole = clause.stretch, not has_whole

    def fell(self, clause: _Clause) -> None:
        """This clause is gone."""
        if clause.body is None and not self.subject:
            self.subject, self.subject_stretch = tuple(_subject_of(clause.whole)), clause.stretch

    def said(self, clause: _Clause, has_lead: bool) -> list[Atom]:
        """What is left of a clause that stands, with the subject it needs and its words that are said alone."""
        body = clause.body or []
        alone = self.lacks_whole if self.parts_stretch == clause.stretch else not self.has_told
        body = list(_with_alone(body, alone))
        if clause.introduces:
            return body
        reaches = self.subject_stretch == clause.stretch or not self.has_told
        if reaches and not has_lead and not _subject_of(body):
            body = [*self.subject, *body]
        self.subject, self.has_told = (), True
        return body


def _subject_of(atoms: list[Atom]) -> list[Atom]:
    """The words of when or where that a clause begins with."""
    first = atoms[0] if atoms else None
    return [first] if isinstance(first, Printed) and not first.counts else []


def _is_alone(atom: Atom) -> bool:
    return isinstance(atom, Nested) and atom.nest is Nest.ALONE


def _with_alone(atoms: Iterable[Atom], alone: bool) -> Iterator[Atom]:
    """The atoms with the words that are said alone opened up, or without them."""
    for atom in atoms:
        if not _is_alone(atom):
            yield atom
        elif alone and isinstance(atom, Nested):
            yield from atom.atoms

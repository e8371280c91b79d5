"""The items in a clause, closed up over blanks, and the points of a paragraph, counted anew.

大米5公斤、食用油＿和棉被3床 loses one item; 由＿提高到170元 cannot, and takes its clause with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgspec import Struct, field

from generator.chinese.numerals import chinese_number, read_chinese_number
from generator.wording.atoms import Atom, Blank, Literal, Nest, Nested, Printed, has_figure, says_something

Note = Callable[[Iterable[Atom]], None]
"""Told of every passage that is left out."""

STARTS_WITH_DIGIT = re.compile(r"\s*[0-9０-９]")
AND = re.compile(r"以及|及(?![时早其格])|和(?![谐平睦解])")
"""Behind a value, a word that joins one more to the list; not 及时, 和谐."""
RESPECTIVELY = "分别"
"""What it introduces belongs to what was named before, one to one: with one gone, none can stay."""
LONGEST_MEASURE = 2
"""How many characters a measure word has at most: 户, 人次."""
ORDINAL = re.compile(r"([零一二三四五六七八九十百千]+)是")
"""Counts the points of a paragraph; counted anew when one has gone."""
HEADED_BY = "。！？；，："
"""What may stand before a counted point."""


def heal_items(body: list[Atom], note: Note) -> list[Atom] | None:
    """A clause without its blank items; None when a blank takes it whole."""
    if not any(isinstance(atom, Blank) for atom in body):
        return body
    if any(isinstance(atom, Literal) and RESPECTIVELY in atom.raw for atom in body):
        return None
    items = _read_items(_without_asides(body))
    rest = _take_rest(items[-1])
    if len(items) < 2 or _blank_takes_all(items):
        return None
    rows = _rows(items)
    kept = [row for row in rows if row.values]
    lost = [row for row in rows if not row.values]
    enough = has_figure if any(row.label for row in lost) else says_something
    if any(_prints(row.label) for row in lost):
        return None
    if not kept or (lost and not all(enough(atom for item in row.values for atom in item.atoms) for row in kept)):
        return None
    for row in lost:
        if row.label and row.blank:
            note([*row.label, row.blank])
    return [*_join_rows(kept), *rest]


def _without_asides(body: list[Atom]) -> list[Atom]:
    """The clause without the brackets that speak of a blank right before them."""
    return [
        atom
        for position, atom in enumerate(body)
        if not (_is_bracket(atom) and position and isinstance(body[position - 1], Blank))
    ]


def _is_bracket(atom: Atom) -> bool:
    return isinstance(atom, Nested) and atom.nest is Nest.BRACKET


class _Item(Struct):
    """One thing of a list, and the mark or word that joins it to the one before."""

    joint: str
    atoms: list[Atom]

    @property
    def blanks(self) -> list[int]:
        """Where its blanks stand."""
        return [position for position, atom in enumerate(self.atoms) if isinstance(atom, Blank)]

    @property
    def is_bare(self) -> bool:
        """Whether it begins with its value, so that an earlier label speaks for it too; 1月 before a value is a label."""
        first = self.atoms[0] if self.atoms else None
        if isinstance(first, Literal) and STARTS_WITH_DIGIT.match(first.raw):
            return not any(isinstance(atom, Printed | Blank) for atom in self.atoms)
        return isinstance(first, Printed | Blank)


class _Row(Struct):
    """Items that share one label: 农村5户、8人."""

    label: list[Atom] = field(default_factory=list)
    values: list[_Item] = field(default_factory=list)
    blank: Blank | None = None
    """The blank its label stood before."""


def _read_items(body: list[Atom]) -> list[_Item]:
    """The items of a clause, parted by 、, by 和 and the like, and where a blank touches a value."""
    items = [_Item("", [])]
    for position, atom in enumerate(body):
        last = items[-1].atoms[-1] if items[-1].atoms else None
        touches = _lists(last) and _lists(atom)
        word = AND.match(atom.raw) if isinstance(atom, Literal) and isinstance(last, Printed | Blank | Nested) else None
        if atom == Literal("、"):
            items.append(_Item("、", []))
        elif touches and (isinstance(last, Blank) or isinstance(atom, Blank)):
            items.append(_Item("", [atom]))
        elif word and _lists_a_value(body[position + 1 :]):
            behind = atom.raw[word.end() :]
            items.append(_Item(word.group(), [Literal(behind)] if behind else []))
        else:
            items[-1].atoms.append(atom)
    return items


def _lists(atom: Atom | None) -> bool:
    """Whether an atom may be one of a list: a value that says what was done, or a blank."""
    return isinstance(atom, Blank) or (isinstance(atom, Printed) and atom.counts)


def _lists_a_value(atoms: list[Atom]) -> bool:
    """Whether a value or blank comes before the next 、, so that a 和 before them joins a list."""
    first = next((atom for atom in atoms if isinstance(atom, Printed | Blank) or atom == Literal("、")), None)
    return isinstance(first, Printed | Blank)


def _take_rest(last: _Item) -> list[Atom]:
    """等救灾物资 behind the blank of the last item, taken off it: it speaks of the whole list."""
    at = last.blanks
    behind = last.atoms[at[-1] + 1 :] if at else []
    if behind and isinstance(behind[0], Literal) and behind[0].raw.startswith("等"):
        del last.atoms[at[-1] + 1 :]
        return behind
    return []


def _blank_takes_all(items: list[_Item]) -> bool:
    """Whether what is blank cannot be left out by itself: it is woven into its item."""
    for item in items:
        at = item.blanks
        if at and (len(at) > 1 or _prints(item.atoms[:1]) or _prints(item.atoms[at[0] :])):
            return True
    at, last = items[-1].blanks, items[-1].atoms
    if not at or at[0] == len(last) - 1:
        return False
    return at[0] > 0 or not (_ends_with_value(items[-2].atoms) or _is_measure(last[1:]))


def _prints(atoms: Iterable[Atom]) -> bool:
    """Whether a value that says what was done stands among the atoms."""
    return any(isinstance(atom, Printed) and atom.counts for atom in atoms)


def _is_measure(atoms: list[Atom]) -> bool:
    """Whether nothing but a measure word stands there, as 户 behind a figure printed without its unit."""
    return len(atoms) == 1 and isinstance(atoms[0], Literal) and len(atoms[0].raw) <= LONGEST_MEASURE


def _rows(items: list[_Item]) -> list[_Row]:
    """Items gathered under their labels, with the blank ones left out."""
    rows: list[_Row] = []
    joint = ""
    for item in items:
        if not item.is_bare or not rows:
            rows.append(_Row())
        row = rows[-1]
        if not item.blanks:
            row.values.append(_Item(item.joint or joint, item.atoms))
            joint = ""
            continue
        joint = joint or item.joint
        at = item.blanks[0]
        if item.atoms[:at]:
            row.label, row.blank = item.atoms[:at], _as_blank(item.atoms[at])
        elif item is items[-1] and row.values and _ends_with_value(row.values[-1].atoms):
            row.values[-1].atoms += item.atoms[at + 1 :]
    return rows


def _as_blank(atom: Atom) -> Blank | None:
    return atom if isinstance(atom, Blank) else None


def _ends_with_value(atoms: list[Atom]) -> bool:
    """Whether nothing stands behind the last value, so that words behind a later blank belong to both."""
    return isinstance(atoms[-1], Printed) or has_figure(atoms[-1:])


def _join_rows(rows: list[_Row]) -> list[Atom]:
    joined: list[Atom] = []
    for row in rows:
        for position, item in enumerate(row.values):
            if joined and item.joint:
                joined.append(Literal(item.joint))
            joined += [*(row.label if position == 0 else []), *item.atoms]
    return joined


def count_anew(atoms: list[Atom], before: Iterable[Atom]) -> list[Atom]:
    """A healed paragraph with its 一是, 二是 … running on without a gap; the only one left goes.

    ``before`` is the paragraph as it was, which must have counted at least two.
    """
    if len(_points(before)) < 2:
        return atoms
    counted = list(atoms)
    for run in _runs(_points(atoms)):
        for number, (position, match) in enumerate(run, 1):
            ordinal = f"{chinese_number(number)}是" if len(run) > 1 else ""
            counted[position] = Literal(ordinal + match.string[match.end() :])
    return counted


_Point = tuple[int, re.Match[str]]


def _points(atoms: Iterable[Atom]) -> list[_Point]:
    """Where the points of a paragraph begin: their positions and what counts them."""
    points: list[_Point] = []
    last: Atom = Literal(HEADED_BY[0])
    for position, atom in enumerate(atoms):
        heads = isinstance(last, Literal) and last.raw in HEADED_BY
        if heads and isinstance(atom, Literal) and (match := ORDINAL.match(atom.raw)):
            points.append((position, match))
        last = atom
    return points


def _runs(points: Iterable[_Point]) -> list[list[_Point]]:
    """The points by the lists they count; each list begins anew at a lower number."""
    runs: list[list[_Point]] = []
    highest = 0
    for position, match in points:
        number = read_chinese_number(match[1]) or 0
        if not runs or number <= highest:
            runs.append([])
        runs[-1].append((position, match))
        highest = number
    return runs

"""Which fields a key may mean that no field has: by its words, by labels, and by what was typed behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cached_property

from msgspec import Struct

from generator.chinese.numerals import UNIT_CHARS
from generator.figures.unfinished import as_if_filled, is_blank
from generator.figures.values import Figure, Value
from generator.language.fields import Field, FieldDefinition, Group
from generator.language.typed import Frame, Typed
from generator.problem import Place
from generator.reading.nodes import Mapping, Node, Scalar, Sequence

NUMBERED = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]\s*")
"""What numbers a line: 1. 一、（二）."""
AROUND_KEYS = " *“”‘’\"'「」【】[]:：-"
"""What is typed around a name and is no part of it."""
WITH_REMARK = re.compile(
    r"(?P<name>[^（(\[【/／]+?)\s*(?:[（(\[【](?P<inside>[^）)\]】]+)[）)\]】]|[/／](?P<behind>.+))"
)
"""A name with something in brackets or behind a slash: 金额（万元）, 金额/万元."""
UNIT_IS = re.compile(r"^\s*单位\s*[:：为是]?")
TERM = re.compile(r"\{\{\s*(?:词\.)?(.*?)\s*\}\}")
"""A term in a label, and what it is called by."""
BARE_NUMBER = re.compile(rf"[\d.,，]+[{UNIT_CHARS}]*")
ALIKE, ALIKE_SHORT, ALIKE_ELSEWHERE = 0.6, 0.5, 0.75
"""How like a name a key must be to be taken for it: of its own group, with two characters, of another group."""
SHORT = 2
NEARLY_AS_LIKE = 0.15
"""How much less like than the best one a name may be that is still named beside it."""
SHORTEST_PART = 3
"""Characters a key must have to be looked for inside labels."""
ANY_FIGURE = Field("", "", Place(""), FieldDefinition("figure"))
ANY_DATE = Field("", "", Place(""), FieldDefinition("date"))
"""Fields for whatever number with its unit, and for whatever date."""


class Stray(Struct, frozen=True, dict=True):
    """A key that no field has, with what was typed behind it."""

    key: Scalar
    node: Node
    frame: Frame
    taken: frozenset[str] = frozenset()
    """The paths at which something else was typed, so that it cannot be one of them."""

    @cached_property
    def remark(self) -> tuple[str, str]:
        """The name without the number and the marks about it, and what stands behind it in brackets or after a slash."""
        bare = NUMBERED.sub("", self.key.text, count=1).strip(AROUND_KEYS)
        match = WITH_REMARK.fullmatch(bare)
        return (match["name"], UNIT_IS.sub("", match["inside"] or match["behind"]).strip()) if match else (bare, "")

    @cached_property
    def name(self) -> str:
        """The key without the number, the marks and the brackets about it."""
        return self.remark[0]

    @cached_property
    def text(self) -> str:
        """The one value behind it, empty where it is blank or no single value."""
        return "" if not isinstance(self.node, Scalar) or is_blank(self.node.text) else self.node.text.strip()

    @property
    def is_bare(self) -> bool:
        """Whether a number without a unit was typed."""
        return bool(BARE_NUMBER.fullmatch(self.text))

    @cached_property
    def is_figure(self) -> bool:
        """Whether a number with its unit was typed, and no date."""
        figure = self._read_as(ANY_FIGURE) if self.text else None
        if not isinstance(figure, Figure) or self.is_date:
            return False
        return figure.quantity.unit in self.frame.units or any(map(str.isdigit, self.text))

    @property
    def is_date(self) -> bool:
        """Whether a date was typed."""
        return bool(self.text) and self._read_as(ANY_DATE) is not None

    @property
    def is_number(self) -> bool:
        """Whether a number was typed, with or without its unit."""
        return self.is_bare or self.is_figure

    def fits(self, child: Field | Group) -> bool:
        """Whether what was typed can be what ``child`` holds: read as that, it is understood."""
        if isinstance(self.node, Mapping):
            inner = child if isinstance(child, Group) else child.record
            keys = [key.text for key, _ in self.node.entries]
            return inner is not None and (not keys or any(map(inner.find, keys)))
        if isinstance(self.node, Sequence):
            return isinstance(child, Field) and (child.kind.is_list or child.kind.holds_records)
        if not self.text:
            return True
        if isinstance(child, Group):
            return False
        return (child.kind.has_unit or child.kind.is_blank_when_masked or not self.is_number) and self._read_as(
            child
        ) is not None

    def _read_as(self, leaf: Field) -> Value | None:
        read = leaf.kind.read
        return read(Typed(self._as_filled, Place(""), leaf.path, leaf, self.frame)).value if read else None

    @cached_property
    def _as_filled(self) -> str:
        return as_if_filled(self.text)


class Home(Struct, frozen=True):
    """One field or group that may be meant, with the group it stands in."""

    owner: Group
    child: Field | Group

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called in its group, now and before."""
        return self.child.name, *self.child.aliases

    @property
    def in_full(self) -> tuple[str, ...]:
        """What it may be called where its group is not named beside it."""
        return *(self.owner.name + name for name in self.names), self.label

    @property
    def label(self) -> str:
        """What its field is called towards a user, without what depends on the year."""
        return TERM.sub(r"\1", self.child.label) if isinstance(self.child, Field) else self.child.name

    @property
    def is_detail(self) -> bool:
        """Whether it is so seldom filled in that only the full blank form has it, as details and parts of a whole are."""
        leaves = (self.child,) if isinstance(self.child, Field) else self.child.leaves()
        return all(leaf.definition.detail or leaf.definition.scope for leaf in leaves)


BY_THE_MONTH = re.compile(r"(?<![\d一二三四五六七八九十—～~-])月(?!份|底|末)")
"""In the name of an amount: it is paid so each month; 12月 is a month of the year."""


def homes_within(group: Group) -> Iterator[Home]:
    """All that is declared in a group and below it."""
    for child in group.children.values():
        yield Home(group, child)
        if isinstance(child, Group):
            yield from homes_within(child)


def typed_paths(group: Group, node: Mapping) -> Iterator[str]:
    """The paths of all in a group that something was typed for."""
    for key, value in node.entries:
        child = group.find(key.text)
        if child is None or (isinstance(value, Scalar) and is_blank(value.text)):
            continue
        yield child.path
        if isinstance(child, Group) and isinstance(value, Mapping):
            yield from typed_paths(child, value)


def homes_of(stray: Stray, here: Group, root: Group) -> list[Home]:
    """What a key may mean that stands in the group ``here`` of the section ``root``; the likeliest first.

    Something else may have been typed there already; ``free_of`` leaves out what it cannot be for that.
    """
    every = [home for home in homes_within(root) if not _is_of_a_month_only(stray.name, home)]
    near, far = [home for home in every if home.owner is here], [home for home in every if home.owner is not here]
    search = _Search(stray, "" if here is root else here.name, near, far)
    return usual_first(next((found for look in LOOKS if (found := look(search))), []))


def _is_of_a_month_only(name: str, home: Home) -> bool:
    """Whether a key names an amount a month and a home takes one that is not: the figure would be of twelve months."""
    child = home.child
    if not (isinstance(child, Field) and child.kind.is_money and BY_THE_MONTH.search(name)):
        return False
    return not any("月" in one for one in (*home.names, home.label, home.owner.name))


def free_of(stray: Stray, homes: list[Home]) -> list[Home]:
    """Those of some homes at which nothing else was typed."""
    return [home for home in homes if home.child.path not in stray.taken]


def namesakes(stray: Stray, homes: Iterable[Home]) -> list[Home]:
    """Those of some homes that are called just as was typed, and can hold what was; the usual ones first."""
    return usual_first([home for home in homes if stray.name in home.names and stray.fits(home.child)])


def held_in(stray: Stray, group: Group) -> list[Home]:
    """All right in a group that can hold what was typed; the usual ones first."""
    return usual_first([Home(group, child) for child in group.children.values() if stray.fits(child)])


def usual_of(homes: list[Home]) -> list[Home]:
    """Those of some equally likely homes that are usual; all where every one is a detail."""
    return [home for home in homes if not home.is_detail] or homes


def usual_first(homes: list[Home]) -> list[Home]:
    """Some homes with the details behind all others."""
    return sorted(homes, key=lambda home: home.is_detail)


def likenesses(word: str, names: Iterable[str], least: float) -> dict[str, float]:
    """How like a word some names are, from 0 to 1; those less like than ``least`` are left out."""
    matcher, letters = SequenceMatcher(None, b=word, autojunk=False), set(word)
    found = {}
    for name in names:
        if letters.isdisjoint(name):
            continue
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least and matcher.ratio() >= least:
            found[name] = matcher.ratio()
    return found


def most_like(stray: Stray, homes: list[Home], least: float) -> list[Home]:
    """Those of some homes that can hold what was typed whose names are most like its own, and those nearly as like.

    A detail is one of them only where its name is more like than that of every usual one.
    """
    alike = likenesses(stray.name, {name for home in homes for name in home.names}, least)
    scored = [(max(alike.get(name, 0.0) for name in home.names), home) for home in homes]
    scored = [(score, home) for score, home in scored if score and stray.fits(home.child)]
    best = max((score for score, _ in scored), default=0.0)
    usual = max((score for score, home in scored if not home.is_detail), default=0.0)
    return [home for score, home in scored if score >= best - NEARLY_AS_LIKE and (not home.is_detail or score > usual)]


def least_likeness(word: str) -> float:
    """How like a name a word must be to be taken for it."""
    return ALIKE if len(word) > SHORT else ALIKE_SHORT


class _Search(Struct, frozen=True):
    """A key that is looked for among what can hold what was typed, in its own group and elsewhere."""

    stray: Stray
    group: str
    """What the group is called that it stands in."""
    near: list[Home]
    far: list[Home]


def _named_here(search: _Search) -> list[Home]:
    return namesakes(search.stray, search.near)


def _named_in_full(search: _Search) -> list[Home]:
    name, inside = search.stray.remark
    spelled = {name, inside + name, name + inside}
    homes = (home for home in (*search.near, *search.far) if not spelled.isdisjoint(home.in_full))
    return [home for home in homes if search.stray.fits(home.child)]


def _named_with_its_group(search: _Search) -> list[Home]:
    """What is called as the group and the key together: 甲人数 beside a group 甲 that has no 人数."""
    whole = search.group + search.stray.name if search.group else ""
    return [home for home in search.far if whole in home.names and search.stray.fits(home.child)]


def _begun_here(search: _Search) -> list[Home]:
    word = search.stray.name
    longer = most_like(search.stray, [home for home in search.near if any(word in name for name in home.names)], 0)
    elsewhere = _named_elsewhere(search)
    return [*longer, *elsewhere] if longer and len(elsewhere) == 1 else longer


def _counted_here(search: _Search) -> list[Home]:
    """What counts in the unit typed what the key begins with: 乙户数 for 乙丙: 3户, or 户数 of a group 乙."""
    if not search.stray.is_figure:
        return []
    groups = [home.child for home in search.near if isinstance(home.child, Group)]
    inner = [(group.name, Home(group, child)) for group in groups for child in group.children.values()]
    stems = [(_stem_of(home.child), home) for home in search.near]
    stems += [(name, home) for name, home in inner if _stem_of(home.child) == ""]
    begun = [home for stem, home in stems if stem and len(stem) >= SHORT and search.stray.name.startswith(stem)]
    return usual_of([home for home in begun if search.stray.fits(home.child)])


def _stem_of(child: Field | Group) -> str | None:
    """What the name of a field says is counted: 乙 of 乙户数, nothing of 户数; None where it names no unit."""
    unit = child.unit if isinstance(child, Field) else None
    return child.name.removesuffix(f"{unit.name}数") if unit and child.name.endswith(f"{unit.name}数") else None


def _named_elsewhere(search: _Search) -> list[Home]:
    """What is called so in other groups; where only details are, what is usual and ends so comes first."""
    found = namesakes(search.stray, search.far)
    if not found or not all(home.is_detail for home in found):
        return found
    ending = [home for home in search.far if not home.is_detail and home.child.name.endswith(search.stray.name)]
    return [*(home for home in ending if search.stray.fits(home.child)), *found]


def _like_here(search: _Search) -> list[Home]:
    return most_like(search.stray, search.near, least_likeness(search.stray.name))


def _in_label(search: _Search) -> list[Home]:
    word = search.stray.name
    homes = (*search.near, *search.far) if len(word) >= SHORTEST_PART else ()
    return usual_of([home for home in homes if word in home.label and search.stray.fits(home.child)])


def _like_elsewhere(search: _Search) -> list[Home]:
    return most_like(search.stray, search.far, ALIKE_ELSEWHERE)


LOOKS = (
    _named_here,
    _named_with_its_group,
    _named_in_full,
    _begun_here,
    _counted_here,
    _named_elsewhere,
    _like_here,
    _in_label,
    _like_elsewhere,
)
"""How a key is looked for, one way after the other until something is found."""

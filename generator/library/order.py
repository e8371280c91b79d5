"""The sections of a report over those of the report it extends: put in, moved, called otherwise.

sections:
  - {section: tea, after: dibao}         put behind another section or group
  - {section: dibao, heading: 基本生活}   called otherwise, in its place
  - {heading: 社会救助, sections: [tea]}  put at the end of a group
"""

from __future__ import annotations

import re

from msgspec import Struct

from generator.library.removals import called, only_keys, text_at, with_value
from generator.problem import Place, Problem, Spot, did_you_mean, error
from generator.reading.nodes import Mapping, Node, Scalar, Sequence

SECTIONS, _SECTION, _HEADING = "sections", "section", "heading"
BESIDE = {"after": 1, "before": 0}
"""The keys that say beside which section or group an entry stands, and how far behind its place."""
BETWEEN_SEVERAL = re.compile(r"\s*[，、；;]\s*")
"""What stands between names that were meant to be several."""


class Ordered(Struct):
    """The sections of a report while those of another are put among them."""

    items: Sequence
    file: str
    problems: list[Problem]

    def put(self, own: Sequence) -> Sequence:
        """The sections with every entry of ``own`` in its place."""
        for item in own.items:
            self.put_one(item)
        return self.items

    def put_one(self, item: Node) -> None:
        """One entry where it says, or where it was."""
        side = next((key for key in BESIDE if text_at(item, key)), "")
        beside = text_at(item, side) if side else ""
        entry = only_keys(item, lambda key: key not in BESIDE) if isinstance(item, Mapping) else item
        name = _name(entry)
        there = _find(self.items, name)
        if there is not None:
            inner = entry.get(SECTIONS) if isinstance(entry, Mapping) else None
            entry = _over(there, entry)
            if isinstance(inner, Sequence) and not side:
                self.fill(name, inner)
                return
        if not side:
            if there is None:
                self._fault(item.spot, f"「{name}」原来没有，不知道放在哪里。", _placed_or_apart(name))
            else:
                self.items = _replaced(self.items, name, (entry,))
            return
        rest = _replaced(self.items, name, ()) if there is not None else self.items
        for name_inside in _inner_names(entry):
            rest = _replaced(rest, name_inside, ())
        target = _find(rest, beside)
        if target is None:
            advice = did_you_mean(beside, _every_name(rest), "请写 sections 里的一节（文件夹名）或一组的 heading。")
            self._fault(item.spot, f"没有「{beside}」这一节可以接在它的{'后' if BESIDE[side] else '前'}面。", advice)
            return
        self.items = _replaced(rest, beside, (target, entry) if BESIDE[side] else (entry, target))

    def fill(self, heading: str, inner: Sequence) -> None:
        """Puts entries into a group that there is: what says no place of its own stands at its end."""
        for item in inner.items:
            group = _find(self.items, heading)
            listed = group.get(SECTIONS) if isinstance(group, Mapping) else None
            placed = isinstance(item, Mapping) and any(text_at(item, key) for key in BESIDE)
            if placed or not isinstance(listed, Sequence) or _find(listed, _name(item)) is not None:
                self.put_one(item)
                continue
            assert isinstance(group, Mapping)
            more = with_value(group, SECTIONS, Sequence((*listed.items, item), listed.spot))
            self.items = _replaced(_replaced(self.items, _name(item), ()), heading, (more,))

    def _fault(self, spot: Spot, what: str, advice: str) -> None:
        self.problems.append(error(Place.at(self.file, spot, SECTIONS), what, advice))


def meant_several(word: str) -> str:
    """How to write a word that is several sections with the wrong sign between them; empty for any other."""
    several = [one for one in BETWEEN_SEVERAL.split(word) if one]
    return f"几节之间请用半角逗号：「{', '.join(several)}」。" if len(several) > 1 else ""


def _placed_or_apart(name: str) -> str:
    """What to do about a section that there is not and that says no place: where it goes, or that it is several."""
    return meant_several(name) or (
        f"请写成 {{{_SECTION}: {name}, after: 哪一节}}；要整个换掉原来的各节，先写 remove: [{SECTIONS}]，再把各节写全。"
    )


def _name(entry: Node) -> str:
    """The folder of a section, the heading of a group."""
    if isinstance(entry, Scalar):
        return entry.text
    return text_at(entry, _SECTION) or text_at(entry, _HEADING)


def _find(items: Sequence, name: str) -> Node | None:
    """The entry called ``name``, at any depth."""
    for item in items.items:
        if _name(item) == name:
            return item
        inner = item.get(SECTIONS) if isinstance(item, Mapping) else None
        if isinstance(inner, Sequence) and (found := _find(inner, name)) is not None:
            return found
    return None


def _every_name(items: Sequence) -> list[str]:
    return [name for item in items.items for name in (*called(item), *_inner_names(item))]


def _inner_names(item: Node) -> list[str]:
    inner = item.get(SECTIONS) if isinstance(item, Mapping) else None
    return _every_name(inner) if isinstance(inner, Sequence) else []


def _replaced(items: Sequence, name: str, by: tuple[Node, ...]) -> Sequence:
    """The sections with others in place of the one called ``name``."""
    found: list[Node] = []
    for item in items.items:
        inner = item.get(SECTIONS) if isinstance(item, Mapping) else None
        if _name(item) == name:
            found += by
        elif isinstance(item, Mapping) and isinstance(inner, Sequence):
            below = _replaced(inner, name, by)
            if below.items:
                found.append(with_value(item, SECTIONS, below))
        else:
            found.append(item)
    return Sequence(tuple(found), items.spot)


def _over(there: Node, entry: Node) -> Node:
    """An entry with what another says of it otherwise."""
    if isinstance(entry, Scalar):
        return there
    if not isinstance(there, Mapping) or not isinstance(entry, Mapping):
        return entry
    new = {key.text for key, _ in entry.entries}
    kept = tuple(one for one in there.entries if one[0].text not in new)
    return Mapping((*kept, *entry.entries), entry.spot)

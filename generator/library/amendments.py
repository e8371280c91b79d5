"""One definition file laid over another, entry by entry: what it adds, changes and takes away.

    extends: standard          this file holds only what differs
    remove: [甲.乙]             taken away from below, before anything is laid over it

Entries go together by key, lists by their entries: what is new stands behind what was there. Pairs, and whatever is
one text, are replaced. Every entry keeps the file and line where it was written.
"""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from msgspec import Struct, field
from msgspec.structs import fields

from generator.language.fields import FieldDefinition, RuleDefinition
from generator.language.kinds import KINDS
from generator.library.claims import ClaimDefinition, TopicDefinition
from generator.library.library import Changed
from generator.library.order import SECTIONS, Ordered
from generator.library.removals import (
    TREE,
    field_at,
    is_leaf,
    joined_fields,
    only_keys,
    pruned,
    removable,
    text_at,
    with_value,
    without_absent,
    without_entry,
    without_path,
)
from generator.library.schema import (
    ChartDefinition,
    PairDefinition,
    ReportDefinition,
    SectionDefinition,
    SentenceDefinition,
    TermDefinition,
)
from generator.problem import Place, Problem, Spot, did_you_mean, error
from generator.reading.nodes import EMPTY, Mapping, Node, Scalar, Sequence, placed_in

EXTENDING, REMOVING, OWN_KEY = "extends", "remove", "key"
IDENTITIES: dict[Any, tuple[tuple[str, ...], ...]] = {
    RuleDefinition: (("rule",), ("message",)),
    PairDefinition: (("given", "missing"),),
    ChartDefinition: (("title",),),
    TermDefinition: (("name",),),
    SentenceDefinition: (("text",),),
    ClaimDefinition: (("when",),),
    TopicDefinition: (("when",),),
}
"""By which of their keys entries of a list are the same one: by the first of these that both have alike."""
DECLARED = "a field or a group of fields"
"""What stands under a key of ``fields``; it has no type of its own."""


class Amended(Struct, frozen=True):
    """What files that extend one another make together."""

    node: Mapping
    file: str
    """The lowest, which is whole; entries of others say their file themselves."""
    above: tuple[str, ...] = ()
    """The files laid over it, the topmost first."""
    removed: dict[str, Spot] = {}
    """Fields and groups that were taken away by their paths, and where that is said."""
    without: Mapping = EMPTY
    """The fields that were taken away, as they were declared."""
    changed: dict[str, Changed] = {}
    """Fields that are another sort of thing than below, by their paths."""
    added: dict[str, Spot] = {}
    """Fields that overlays brought, by their paths."""


def amend(below: Amended, own: Mapping, file: str, model: Any) -> tuple[Amended, list[Problem]]:
    """What the file that holds ``own`` makes of all that lies below it, and what is wrong with how it says so."""
    placed = placed_in(own, file)
    assert isinstance(placed, Mapping)
    laying = _Laying(below, model)
    base = laying.take_away(below.node, placed.get(REMOVING))
    laying.note_key(placed.get(OWN_KEY))
    node = laying.laid_keys(base, only_keys(placed, lambda key: key not in (EXTENDING, REMOVING)), model, ())
    removed = {**below.removed, **laying.removed}
    node = without_absent(node, file) if model is ReportDefinition else node
    if removed:
        node = pruned(node, lambda name: is_within(name, removed))
    return Amended(
        node, below.file, (file, *below.above), removed, joined_fields(laying.without, below.without),
        {**below.changed, **laying.changed}, {**below.added, **laying.added},
    ), laying.problems  # fmt: skip


def is_within(path: str, groups: dict[str, Spot]) -> bool:
    """Whether a path is one of some, or lies below one of them."""
    return any(path == group or path.startswith(f"{group}.") for group in groups)


class _Laying(Struct):
    below: Amended
    model: Any
    problems: list[Problem] = field(default_factory=list)
    removed: dict[str, Spot] = field(default_factory=dict)
    without: Mapping = EMPTY
    changed: dict[str, Changed] = field(default_factory=dict)
    added: dict[str, Spot] = field(default_factory=dict)

    def fault(self, spot: Spot, key: str, what: str, advice: str) -> None:
        self.problems.append(error(Place.at(self.below.file, spot, key), what, advice))

    def note_key(self, own: Node | None) -> None:
        """Reports that a section would be filled in under another key, of which nothing else knows."""
        was = text_at(self.below.node, OWN_KEY) if self.model is SectionDefinition else ""
        if isinstance(own, Scalar) and was and own.text != was:
            what = f"这一节的 key 原来是「{was}」，改成「{own.text}」，填好的表和别的节都认不出它。"
            advice = "请去掉这一行；标题要改的写 heading，表里也认的别的名字写 aliases。"
            self.fault(own.spot, OWN_KEY, what, advice)

    def take_away(self, base: Mapping, names: Node | None) -> Mapping:
        """The base without what ``remove`` names."""
        for item in names.items if isinstance(names, Sequence) else (names,) if names else ():
            if not isinstance(item, Scalar) or not item.text:
                self.fault(item.spot, REMOVING, f"{REMOVING} 里只写名字。", f"如 {REMOVING}: [甲.乙, 丙]。")
            elif (left := self.taken_from(base, item)) is not None:
                base = left
            else:
                known = dict.fromkeys(removable(base))
                advice = did_you_mean(item.text, known, "请照下面那一份里的写法写，或去掉这一个。")
                self.fault(item.spot, REMOVING, f"下面那一份里没有「{item.text}」，去不掉。", advice)
        return base

    def taken_from(self, base: Mapping, item: Scalar) -> Mapping | None:
        """The base without what one name means; None when it means nothing there."""
        steps = tuple(item.text.split("."))
        tree = base.get(TREE)
        if self.model is SectionDefinition and isinstance(tree, Mapping):
            own = steps[1:] if len(steps) > 1 and steps[0] in (text_at(base, "key"), TREE) else steps
            left = without_path(tree, own)
            if left is not None:
                found = field_at(tree, own)
                if found.entries:
                    self.removed[".".join(own)] = item.spot
                    self.without = joined_fields(found, self.without)
                return with_value(base, TREE, left)
        whole = without_path(base, steps) or without_path(base, (item.text,))
        return whole if isinstance(whole, Mapping) else without_entry(base, item.text)

    def laid(self, base: Node | None, own: Node, kind: Any, path: tuple[str, ...]) -> Node:
        """What ``own`` makes of what stands below it, both being of one kind."""
        kind = _plain(kind)
        if isinstance(own, Mapping):
            under = base if isinstance(base, Mapping) else Mapping((), own.spot)
            return self.laid_field(under, own, path) if kind is DECLARED else self.laid_keys(under, own, kind, path)
        if not isinstance(base, Sequence) or not isinstance(own, Sequence):
            return own
        if kind is SECTIONS:
            return Ordered(base, self.below.file, self.problems).put(own)
        arguments = get_args(kind)
        is_list = get_origin(kind) is tuple and arguments[1:] == (...,)
        return self.laid_list(base, own, _plain(arguments[0])) if is_list else own

    def laid_keys(self, base: Mapping, own: Mapping, kind: Any, path: tuple[str, ...]) -> Mapping:
        """Both mappings in one, in the order of the base."""
        inside = kind is TREE
        new = {key.text: (key, value) for key, value in own.entries}
        entries: list[tuple[Scalar, Node]] = []
        for key, value in base.entries:
            name, over = new.pop(key.text, (key, None))
            if over is None:
                entries.append((key, value))
                continue
            value = self.laid(value, over, _kind_of(kind, key.text), (*path, key.text) if inside else path)
            entries.append((name, value))
        for name, over in new.values():
            value = self.laid(None, over, _kind_of(kind, name.text), (*path, name.text) if inside else path)
            entries.append((name, value))
        return Mapping(tuple(entries), own.spot)

    def laid_field(self, base: Mapping, own: Mapping, path: tuple[str, ...]) -> Mapping:
        """A field or group over what has its name; keeps which field is new, and which is now of another sort."""
        if not (is_leaf(own) or is_leaf(base)):
            return self.laid_keys(base, own, TREE, path)
        name, was = ".".join(path), _sort_of(base)
        if base.entries and (not is_leaf(base) or _holds_fields(own)):
            sorts = ("一项", "一组") if is_leaf(base) else ("一组", "一项")
            what = f"「{name}」在下面那一份里是{sorts[0]}，这里写成了{sorts[1]}。"
            self.fault(own.spot, name, what, f"请换个名字；确要换掉原来的，把它写进 {REMOVING}。")
            return base
        now = was | _sort_of(own)
        spot = next(
            (value.spot for key, value in own.entries if _sort_of(own).get(key.text) != was.get(key.text)), own.spot
        )
        if not base.entries:
            self.added[name] = own.spot
        elif now != was and name in self.below.added and is_leaf(own):
            there = Place.at(self.below.file, self.below.added[name])
            what = f"{there} 已经加过「{name}」，那里是{_said(was)}，这里是{_said(now)}。"
            advice = "同一个数，请照那里的 kind 和 unit 写；是另一个数，请换个名字。"
            self.fault(spot, name, what, advice)
        elif now != was:
            other = _family(was) != _family(now)
            self.changed[name] = Changed(Place.at(self.below.file, spot, name), _said(was), _said(now), other)
        return self.laid_keys(base, own, FieldDefinition, path)

    def laid_list(self, base: Sequence, own: Sequence, kind: Any) -> Sequence:
        """Both lists in one: an entry that is in both becomes one, what is new stands at the end."""
        items = list(base.items)
        for item in own.items:
            at = _position(items, item, kind)
            if at is None:
                items.append(item)
            elif isinstance(item, Mapping):
                items[at] = self.laid(items[at], item, kind, ())
        return Sequence(tuple(items), base.spot)


def _plain(kind: Any) -> Any:
    """A kind without what only says that it may be missing, or how long it must be."""
    if get_origin(kind) is Annotated:
        return _plain(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        others = [one for one in get_args(kind) if one is not NoneType]
        return _plain(others[0]) if len(others) == 1 else kind
    return kind


def _kind_of(kind: Any, key: str) -> Any:
    """The kind of what stands under ``key`` of a mapping of one kind; None when nothing is known of it."""
    if kind is TREE:
        return DECLARED
    if get_origin(kind) is dict:
        return get_args(kind)[1]
    if not (isinstance(kind, type) and issubclass(kind, Struct)):
        return None
    if key == TREE and kind in (SectionDefinition, FieldDefinition):
        return TREE
    if key == SECTIONS and kind is ReportDefinition:
        return SECTIONS
    return next((info.type for info in fields(kind) if info.encode_name == key), None)


def _holds_fields(node: Mapping) -> bool:
    """Whether fields are declared in what would change a field."""
    return not is_leaf(node) and any(is_leaf(value) for key, value in node.entries if key.text != TREE)


def _sort_of(node: Mapping) -> dict[str, str]:
    """What a field says of itself that rules go by."""
    return {key: text for key in ("kind", "unit") if (text := text_at(node, key))}


def _family(sort: dict[str, str]) -> str:
    """What wording can do with a kind of field: one of a family is printed like any other of it."""
    kind = KINDS.get(sort["kind"])
    if kind is None or kind.has_unit:
        return "figures"
    words = not (kind.holds_records or kind.is_list or kind.pattern or sort["kind"] == "markdown")
    return "words" if words else sort["kind"]


def _said(sort: dict[str, str]) -> str:
    kind = KINDS.get(sort.get("kind", ""))
    return (kind.called if kind else sort.get("kind", "")) + (f"（{sort['unit']}）" if "unit" in sort else "")


def _position(items: list[Node], item: Node, kind: Any) -> int | None:
    """Where in a list the same entry stands already."""
    if isinstance(item, Scalar):
        return next((at for at, one in enumerate(items) if isinstance(one, Scalar) and one.text == item.text), None)
    for keys in IDENTITIES.get(kind, ()):
        wanted = [text_at(item, key) for key in keys]
        if all(wanted):
            for at, one in enumerate(items):
                if [text_at(one, key) for key in keys] == wanted:
                    return at
    return None

"""What a file takes away from the one it lies over: entries of mappings and lists, by their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.reading.nodes import EMPTY, Mapping, Node, Scalar, Sequence

TREE = "fields"
"""The key that fields and groups of them stand under."""
SAID_BY = ("rule", "message", "title", "section", "heading", "text", "name", "when")
"""The keys by whose values an entry of a list can be named."""
INNER = ("sections", "checks", "charts", "pairs", "sentences", "topics")
"""The lists whose entries can be named without saying which list."""
NAME_SECTIONS = ("usual", "narrow")
"""The lists of a report that name sections it has."""
_Keys = tuple[str, ...]


def is_leaf(node: Node | None) -> bool:
    """Whether what is declared is a field, and no group of fields."""
    return isinstance(node, Mapping) and isinstance(node.get("kind"), Scalar)


def text_at(node: Node | None, key: str) -> str:
    """What is written under ``key``, empty when it is nothing or more than a text."""
    value = node.get(key) if isinstance(node, Mapping) else None
    return value.text if isinstance(value, Scalar) else ""


def with_value(node: Mapping, key: str, value: Node) -> Mapping:
    """The mapping with another value under a key that it has."""
    return Mapping(tuple((name, value if name.text == key else one) for name, one in node.entries), node.spot)


def only_keys(node: Mapping, keeps: Callable[[str], bool]) -> Mapping:
    """The mapping with those of its keys that are kept."""
    return Mapping(tuple(entry for entry in node.entries if keeps(entry[0].text)), node.spot)


def without_path(node: Node, path: _Keys) -> Node | None:
    """The node without what the keys of ``path`` lead to; None when they lead nowhere."""
    first, *rest = path
    if isinstance(node, Sequence):
        left = tuple(item for item in node.items if not (isinstance(item, Scalar) and item.text == first))
        return Sequence(left, node.spot) if not rest and len(left) < len(node.items) else None
    if not isinstance(node, Mapping):
        return None
    value = node.get(first)
    if value is None:
        inner = node.get(TREE) if is_leaf(node) else None
        left_inner = without_path(inner, path) if inner else None
        return with_value(node, TREE, left_inner) if left_inner else None
    if not rest:
        return only_keys(node, lambda key: key != first)
    left_below = without_path(value, tuple(rest))
    return with_value(node, first, left_below) if left_below else None


def field_at(tree: Mapping, path: _Keys) -> Mapping:
    """Of a tree of fields only the field or group that ``path`` leads to, in its groups; nothing for anything else."""
    first, *rest = path
    entry = next((entry for entry in tree.entries if entry[0].text == first), None)
    if entry is None or not isinstance(entry[1], Mapping):
        return EMPTY
    if not rest:
        return Mapping((entry,), tree.spot)
    inner = entry[1].get(TREE) if is_leaf(entry[1]) else entry[1]
    below = field_at(inner, tuple(rest)) if isinstance(inner, Mapping) else EMPTY
    if not below.entries:
        return EMPTY
    return Mapping(((entry[0], with_value(entry[1], TREE, below) if is_leaf(entry[1]) else below),), tree.spot)


def joined_fields(one: Mapping, other: Mapping) -> Mapping:
    """The fields of two trees; where both have a field it is that of the first."""
    more = {key.text: (key, value) for key, value in other.entries}
    entries: list[tuple[Scalar, Node]] = []
    for key, value in one.entries:
        entries.append((key, _joined(value, more.pop(key.text, (key, value))[1])))
    return Mapping((*entries, *more.values()), one.spot)


def _joined(one: Node, other: Node) -> Node:
    """What stands under a key that two trees have: the fields of both groups, or of both records."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping) or is_leaf(one) != is_leaf(other):
        return one
    if not is_leaf(one):
        return joined_fields(one, other)
    inner, more = one.get(TREE), other.get(TREE)
    if isinstance(inner, Mapping) and isinstance(more, Mapping):
        return with_value(one, TREE, joined_fields(inner, more))
    return one


def without_entry(node: Mapping, name: str) -> Mapping | None:
    """The node without the entries of its lists that are called ``name``; None when none is."""
    found = False
    entries: list[tuple[Scalar, Node]] = []
    for key, value in node.entries:
        if key.text in INNER and isinstance(value, Sequence):
            left = _left_of(value, name)
            found, value = found or left is not value, left
        elif isinstance(value, Mapping) and (inner := without_entry(value, name)) is not None:
            found, value = True, inner
        entries.append((key, value))
    return Mapping(tuple(entries), node.spot) if found else None


def _left_of(items: Sequence, name: str) -> Sequence:
    """A list without its entries called ``name``, at any depth; the list itself when it has none."""
    left: list[Node] = []
    for item in items.items:
        if name in called(item):
            continue
        inner = item.get("sections") if isinstance(item, Mapping) else None
        if isinstance(item, Mapping) and isinstance(inner, Sequence) and (below := _left_of(inner, name)) is not inner:
            item = with_value(item, "sections", below)
            if not below.items:
                continue
        left.append(item)
    same = len(left) == len(items.items) and all(one is other for one, other in zip(left, items.items, strict=True))
    return items if same else Sequence(tuple(left), items.spot)


def called(item: Node) -> tuple[str, ...]:
    """The names by which an entry of a list is known."""
    if isinstance(item, Scalar):
        return (item.text,)
    return tuple(text for key in SAID_BY if (text := text_at(item, key)))


def without_absent(report: Mapping, own: str) -> Mapping:
    """A report whose lists of sections no longer name those that the file ``own`` took away; what it names itself stays."""
    sections = report.get("sections")
    names = set(_sections_in(sections)) if isinstance(sections, Sequence) else set()

    def left(key: str, value: Node) -> Node:
        if key not in NAME_SECTIONS or not isinstance(value, Sequence):
            return value
        kept = (one for one in value.items if text_of(one) in names or one.spot.file == own)
        return Sequence(tuple(kept), value.spot)

    return Mapping(tuple((key, left(key.text, value)) for key, value in report.entries), report.spot)


def _sections_in(items: Sequence) -> Iterator[str]:
    for item in items.items:
        yield from called(item)
        if isinstance(item, Mapping) and isinstance(inner := item.get("sections"), Sequence):
            yield from _sections_in(inner)


def text_of(node: Node) -> str:
    """The text that a node is, empty when it is more than one."""
    return node.text if isinstance(node, Scalar) else ""


def removable(node: Node, above: _Keys = ()) -> Iterator[str]:
    """Every name that could be taken away from a node."""
    if isinstance(node, Mapping):
        for key, value in node.entries:
            path = above if key.text == TREE else (*above, key.text)
            if path != above:
                yield ".".join(path)
            yield from removable(value, path)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from called(item)
            if isinstance(item, Mapping) and isinstance(inner := item.get("sections"), Sequence):
                yield from removable(inner)


def pruned(node: Mapping, gone: Callable[[str], bool]) -> Mapping:
    """A section whose annex, charts and averages no longer name figures that were taken away."""
    entries: list[tuple[Scalar, Node]] = []
    for key, value in node.entries:
        if key.text == "annex" and isinstance(value, Mapping):
            value = _lists_without(value, ("columns", "growth"), gone)
            if isinstance(columns := value.get("columns"), Sequence) and not columns.items:
                continue
        elif key.text == "charts" and isinstance(value, Sequence):
            charts = (_lists_without(one, ("figures",), gone) for one in value.items)
            value = Sequence(tuple(one for one in charts if not _is_empty(one, "figures")), value.spot)
        elif key.text == TREE and isinstance(value, Mapping):
            value = _averages_without(value, gone)
        entries.append((key, value))
    return Mapping(tuple(entries), node.spot)


def _averages_without(tree: Mapping, gone: Callable[[str], bool]) -> Mapping:
    def without(value: Node) -> Node:
        if not isinstance(value, Mapping):
            return value
        return _lists_without(value, ("per",), gone) if is_leaf(value) else _averages_without(value, gone)

    return Mapping(tuple((key, without(value)) for key, value in tree.entries), tree.spot)


def _lists_without(node: Node, keys: tuple[str, ...], gone: Callable[[str], bool]) -> Mapping:
    assert isinstance(node, Mapping)

    def left(key: str, value: Node) -> Node:
        if key not in keys or not isinstance(value, Sequence):
            return value
        kept = (one for one in value.items if not (isinstance(one, Scalar) and any(map(gone, _parts(one.text)))))
        return Sequence(tuple(kept), value.spot)

    return Mapping(tuple((key, left(key.text, value)) for key, value in node.entries), node.spot)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("+")]


def _is_empty(node: Mapping, key: str) -> bool:
    value = node.get(key)
    return isinstance(value, Sequence) and not value.items

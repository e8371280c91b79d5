"""What a YAML form is read into: every key and value as typed, with its spot."""

from __future__ import annotations

from msgspec import Struct

from generator.problem import WHOLE_FILE, Spot


class Scalar(Struct, frozen=True):
    """A single value, or a key, as typed."""

    text: str
    spot: Spot
    remark: str = ""
    """What stands behind the # of its line, where nothing was typed before it; figures in a comment of their own, above
    or below it, follow on a second line."""
    lines: int = 1
    """How many lines it was typed on that were joined to one."""


class Sequence(Struct, frozen=True):
    """Items under one key, each a node."""

    items: tuple[Node, ...]
    spot: Spot


class Mapping(Struct, frozen=True):
    """Keys and values in the order typed; keys are unique."""

    entries: tuple[tuple[Scalar, Node], ...]
    spot: Spot
    repeats: tuple[tuple[Scalar, Node], ...] = ()
    """Entries whose key was written before; they count for nothing."""

    def get(self, key: str) -> Node | None:
        """The value of ``key``, or None when it was not written."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Sequence | Mapping
Entries = tuple[tuple[Scalar, Node], ...]

EMPTY = Mapping((), WHOLE_FILE)


def plain_data(node: Node) -> object:
    """The node as dicts, lists and strings, without their spots."""
    match node:
        case Scalar(text):
            return text
        case Sequence(items):
            return [plain_data(item) for item in items]
        case Mapping(entries):
            return {key.text: plain_data(value) for key, value in entries}


def unplaced(data: object) -> Node:
    """The node that dicts, lists and strings would be read as, with no spot in any file."""
    match data:
        case dict():
            return Mapping(tuple((Scalar(key, WHOLE_FILE), unplaced(one)) for key, one in data.items()), WHOLE_FILE)
        case list():
            return Sequence(tuple(map(unplaced, data)), WHOLE_FILE)
    return Scalar(str(data), WHOLE_FILE)


def placed_in(node: Node, file: str) -> Node:
    """The node with ``file`` in every spot, so that what is laid over another file still says where it stands."""
    spot = node.spot._replace(file=file)
    match node:
        case Mapping(entries):
            placed = ((Scalar(key.text, key.spot._replace(file=file)), placed_in(one, file)) for key, one in entries)
            return Mapping(tuple(placed), spot)
        case Sequence(items):
            return Sequence(tuple(placed_in(item, file) for item in items), spot)
        case Scalar(text):
            return Scalar(text, spot, node.remark)


def spot_at(node: Node, path: tuple[str | int, ...]) -> Spot:
    """The spot of what ``path`` leads to, or of the nearest thing above it that exists."""
    spot = node.spot
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str):
            found = next(((key, value) for key, value in node.entries if key.text == step), None)
            if found is None:
                return spot
            spot, node = found[0].spot, found[1]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            spot = node.spot
        else:
            return spot
    return spot

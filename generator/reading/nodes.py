"""What a YAML form is read into: every key and value as typed, with its line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as typed; ``line`` counts from 1."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """Items under one key, each a node."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order typed; keys are unique."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int

    def get(self, key: str) -> Node | None:
        """The value of ``key``, or None when it was not written."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Sequence | Mapping

EMPTY = Mapping((), 0)


def plain(node: Node) -> object:
    """The node as dicts, lists and strings, without lines."""
    match node:
        case Scalar(text):
            return text
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(entries):
            return {key.text: plain(value) for key, value in entries}


def line_at(node: Node, path: tuple[str | int, ...]) -> int:
    """The line of what ``path`` leads to, or of the nearest thing above it that exists."""
    line = node.line
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str):
            found = next(((key, value) for key, value in node.entries if key.text == step), None)
            if found is None:
                return line
            line, node = found[0].line, found[1]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            line = node.line
        else:
            return line
    return line

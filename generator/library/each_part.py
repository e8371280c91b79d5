"""What a section says once for each part of a scope, written out for every part before anything else looks at the file.

    【城镇农村】:                                                    two groups, one for each part of the scope
      户数: {kind: stock, unit: 户, label: 【城镇农村】低保户数}
    - {rule: 【城镇农村】.户数 <= 合计.户数, message: 【城镇农村】低保户数多于总户数}          two rules

An entry whose key names a scope so, and an item of a list that does anywhere in it, stands for one of each part. A file
that lies over it finds the parts as if they had been written out, and the lines of faults are those of the entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct, field

from generator.library.layered import Shorthand
from generator.library.overlays import Shelf
from generator.library.removals import is_leaf, text_at
from generator.library.schema import ScopeDefinition
from generator.library.scopes import FILE, declared
from generator.problem import Place, Problem, Spot, did_you_mean, error
from generator.reading.nodes import Mapping, Node, Scalar, Sequence

SCOPE_SIGN = "【"
SCOPE_NAMED = re.compile(rf"{SCOPE_SIGN}([^【】]*)】")
SAID_TO_PEOPLE = ("label", "message", "help", "title", "say")
"""The keys behind which a part is called as people call it, instead of by its key."""
A_TERM = "{{"
"""What a way to call a part holds that only ``label`` prints."""
WITH_TERMS = "label"
HOW_TO_NAME = f"{SCOPE_SIGN}】里写 {FILE} 里分成几部分的一种。"


def is_used(data: bytes) -> bool:
    """Whether the bytes of a file can name a scope so; UTF-16 has a zero in some of its letters."""
    return SCOPE_SIGN.encode() in data or b"\0" in data


@lru_cache(maxsize=16)
def short_for(shelf: Shelf) -> Shorthand:
    """How files of a shelf may say once what holds for each part of one of its scopes."""

    def write_out(node: Mapping, file: str) -> tuple[Mapping, list[Problem]]:
        scopes, problems = declared(shelf)
        writing = _Writing(file, scopes)
        found = writing.mapping(node)
        return found, [*(problems if writing.found else ()), *writing.problems]

    return Shorthand(is_used, write_out)


class _Part(Struct, frozen=True):
    """A part in place of the sign of its scope."""

    sign: str
    name: str
    called: str

    def said(self, node: Node, key: str = "") -> Node:
        """The node, which stands behind ``key``, of this part."""
        if isinstance(node, Scalar):
            is_called = key in SAID_TO_PEOPLE and (key == WITH_TERMS or A_TERM not in self.called)
            return self.named(node, self.called if is_called else self.name)
        if isinstance(node, Mapping):
            said = [(self.named(one, self.name), self.said(value, one.text)) for one, value in node.entries]
            return Mapping(tuple(said), node.spot, node.repeats)
        return Sequence(tuple([self.said(item, key) for item in node.items]), node.spot)

    def named(self, text: Scalar, name: str) -> Scalar:
        """The text with a name of the part."""
        return Scalar(text.text.replace(self.sign, name), text.spot) if self.sign in text.text else text


class _Writing(Struct):
    """Goes over one file."""

    file: str
    scopes: dict[str, ScopeDefinition]
    problems: list[Problem] = field(default_factory=list)
    found: bool = False

    def node(self, node: Node) -> Node:
        if not _holds_sign(node):
            return node
        match node:
            case Mapping():
                return self.mapping(node)
            case Sequence(items):
                return Sequence(tuple(one for item in items for one in self.item(item)), node.spot)
        return node

    def mapping(self, node: Mapping) -> Mapping:
        """The mapping with an entry for each part where one was written for all of them."""
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, value in node.entries:
            if not (name := _first_named(key)):
                own = self.node(value)
                entries[key.text] = (key, _laid_over(entries[key.text][1], own) if key.text in entries else own)
                continue
            for part in self.parts(name, key.spot):
                said = part.named(key, part.name)
                one = self.node(part.said(value))
                before = entries.get(said.text)
                entries[said.text] = (said, _laid_over(one, before[1]) if before else one)
        return Mapping(tuple(entries.values()), node.spot, node.repeats)

    def item(self, item: Node) -> Iterator[Node]:
        """The item of a list, or one for each part that it names; brackets around anything else are the author's."""
        name = next(_named(item), "") if _holds_sign(item) else ""
        if not name or (name not in self.scopes and f"{SCOPE_SIGN}{name}】" not in text_at(item, "rule")):
            yield self.node(item)
            return
        for part in self.parts(name, item.spot):
            yield from self.item(part.said(item))

    def parts(self, name: str, spot: Spot) -> list[_Part]:
        """The parts of a scope; that there is no such scope, or none with parts, is noted."""
        self.found = True
        scope = self.scopes.get(name)
        if scope is None or not scope.parts:
            known = [one for one, scope in self.scopes.items() if scope.parts]
            what = f"【{name}】不是 {FILE} 里分成几部分的一种。"
            self.problems.append(error(Place.at(self.file, spot, name), what, did_you_mean(name, known, HOW_TO_NAME)))
            return []
        return [_Part(f"{SCOPE_SIGN}{name}】", part, scope.said.get(part, part)) for part in scope.parts]


def _holds_sign(node: Node) -> bool:
    """Whether a scope may be named anywhere in a node; most of a file names none, and is gone over once."""
    if isinstance(node, Scalar):
        return SCOPE_SIGN in node.text
    if isinstance(node, Mapping):
        return any(SCOPE_SIGN in key.text or _holds_sign(value) for key, value in node.entries)
    return any(map(_holds_sign, node.items))


def _first_named(text: Scalar) -> str:
    found = SCOPE_NAMED.search(text.text) if SCOPE_SIGN in text.text else None
    return found[1] if found else ""


def _named(node: Node) -> Iterator[str]:
    """The scopes that a node names, outside of what is written out by a key or a list of its own."""
    match node:
        case Scalar():
            if name := _first_named(node):
                yield name
        case Mapping(entries):
            for key, value in entries:
                if not _first_named(key):
                    yield from _named(value)
        case Sequence(items):
            for item in items:
                yield from _named(item)


def _laid_over(for_all: Node, own: Node) -> Node:
    """What was written for all parts with what was written for one of them, in its place; the latter counts."""
    if not (isinstance(for_all, Mapping) and isinstance(own, Mapping)) or is_leaf(own):
        return own
    more = {key.text: (key, value) for key, value in own.entries}
    kept = [more.pop(key.text, (key, value)) for key, value in for_all.entries]
    return Mapping((*kept, *more.values()), for_all.spot)

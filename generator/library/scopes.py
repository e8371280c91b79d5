"""Scopes: the parts by which figures of a group are told besides the whole, declared once and taken by name.

    scopes: {城乡: [人数, 资金]}      in form.yaml of a section: 城市.人数, 农村.人数 and so on come into being

A scope is taken apart into fields, checks and a sentence before anything else looks at the section, so that forms,
checks, sums over units and editors know them as any others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec.structs import replace

from generator.library.layered import Layered, read_layered
from generator.library.overlays import Shelf
from generator.library.removals import TREE, field_at, is_leaf, text_at, with_value
from generator.library.schema import ScopeDefinition, Scopes, SectionDefinition
from generator.problem import Problem, Spot, did_you_mean, error
from generator.reading.nodes import Mapping, Node, Scalar, Sequence
from generator.reading.strict import validate

FILE = "scopes.yaml"
KEPT = ("kind", "unit", "also", "rollup", "jump", "decimals", "between", "said", "each")
"""What a part has of how its whole is declared."""
ADDED_UP = ("stock", "flow", "amount", "measure")
"""The kinds of field whose parts make the whole."""
_Keys = tuple[str, ...]


@lru_cache(maxsize=16)
def declared(shelf: Shelf) -> tuple[dict[str, ScopeDefinition], tuple[Problem, ...]]:
    """The scopes of scopes.yaml by their names, and what is wrong with them."""
    if shelf.find(FILE) is None:
        return {}, ()
    read, problems = read_layered(shelf, FILE, Scopes)
    return (read.definition if read else {}), tuple(problems)


def with_scopes(shelf: Shelf, read: Layered) -> tuple[Layered, list[Problem]]:
    """A section with all that its scopes bring, and what is wrong with how it takes them."""
    scopes, faults = declared(shelf)
    problems = list(faults)
    tree = read.node.get(TREE)
    assert isinstance(tree, Mapping)
    checks: list[Node] = []
    sentences: list[Node] = []
    for name, paths in read.definition.scopes.items():
        place = read.place("scopes", name)
        if (scope := scopes.get(name)) is None:
            advice = did_you_mean(name, scopes, f"{FILE} 里有的是：{'、'.join(scopes)}。")
            problems.append(error(place, f"没有「{name}」这样分。", advice))
            continue
        known = [path for path in paths if _is_figure(tree, path)]
        for path in paths:
            if path not in known and path not in read.removed:
                advice = did_you_mean(path, map(".".join, _figures(tree)), "请写这一节里填数的项目。")
                problems.append(error(place, f"「{path}」不是这一节的数。", advice))
        for above in dict.fromkeys(path.rpartition(".")[0] for path in known):
            names = [path.rpartition(".")[2] for path in known if path.rpartition(".")[0] == above]
            taken = _Taken(read.definition.key, name, scope, above, names, place.spot)
            tree = taken.laid_into(tree)
            checks += taken.checks(tree)
            sentences.append(taken.sentence(tree))
    node = with_value(read.node, TREE, tree)
    for key, more in (("checks", checks), ("sentences", sentences)):
        node = _with_more(node, key, more)
    definition, found = validate(node, read.file, SectionDefinition)
    return (replace(read, definition=definition, node=node) if definition else read), [*problems, *found]


def _is_figure(tree: Mapping, path: str) -> bool:
    return tuple(path.split(".")) in set(_figures(tree))


def _figures(tree: Mapping, above: _Keys = ()) -> Iterator[_Keys]:
    """The path of every field of a tree that has a unit."""
    for key, value in tree.entries:
        if is_leaf(value):
            if text_at(value, "unit"):
                yield (*above, key.text)
        elif isinstance(value, Mapping):
            yield from _figures(value, (*above, key.text))


def _with_more(node: Mapping, key: str, more: list[Node]) -> Mapping:
    """The mapping with more entries in one of its lists."""
    if not more:
        return node
    old = node.get(key)
    items = old.items if isinstance(old, Sequence) else ()
    listed = Sequence((*items, *more), old.spot if old else node.spot)
    if old is None:
        return Mapping((*node.entries, (Scalar(key, node.spot), listed)), node.spot)
    return with_value(node, key, listed)


class _Taken:
    """A scope as one group takes it."""

    def __init__(self, key: str, name: str, scope: ScopeDefinition, above: str, names: list[str], spot: Spot) -> None:
        self.key, self.name, self.scope, self.names, self.spot = key, name, scope, names, spot
        self.above: _Keys = tuple(above.split(".")) if above else ()

    def path(self, *keys: str) -> str:
        """A path below the group, as rules and wording of the section write it."""
        return ".".join((*self.above, *keys))

    def laid_into(self, tree: Mapping) -> Mapping:
        """The tree of fields with the parts of the group, and with wholes that follow from them."""
        tree = _laid(tree, self.above, self._parts(tree))
        for name in self.names if self.scope.whole else ():
            whole = self._declared(tree, name)
            if text_at(whole, "kind") in ADDED_UP and not text_at(whole, "otherwise"):
                follows = "otherwise" if text_at(whole, "formula") else "formula"
                entries = (*whole.entries, *self._mapping({follows: self._sum(name)}).entries)
                tree = _replaced(tree, (*self.above, name), Mapping(entries, whole.spot))
        return tree

    def _sum(self, name: str) -> str:
        return " + ".join(self.path(part, name) for part in self.scope.parts)

    def _parts(self, tree: Mapping) -> list[tuple[Scalar, Node]]:
        if self.scope.each:
            called = self._mapping({"kind": "text"})
            fields = [(self._scalar(self.scope.each), called), *self._leaves(tree, "")]
            label = {
                "kind": "records",
                "label": self.scope.label,
                "named": self.scope.each,
                "rare": "true",
                "scope": self.name,
            }
            about = self._mapping(label).entries
            records = Mapping((*about, (self._scalar(TREE), Mapping(tuple(fields), self.spot))), self.spot)
            return [(self._scalar(self.name), records)]
        return [(self._scalar(part), Mapping(tuple(self._leaves(tree, part)), self.spot)) for part in self.scope.parts]

    def _leaves(self, tree: Mapping, part: str) -> list[tuple[Scalar, Node]]:
        """The fields of one part, each as its whole is declared."""
        leaves: list[tuple[Scalar, Node]] = []
        for name in self.names:
            whole = self._declared(tree, name)
            label = text_at(whole, "label") or "".join((*self.above, name))
            entries = [(key, value) for key, value in whole.entries if key.text in KEPT]
            said = {"label": self.scope.called.format(part=part, label=label) if part else label}
            said |= {"rare": "true", "scope": self.name} if part else {}
            leaves.append((self._scalar(name), Mapping((*entries, *self._mapping(said).entries), self.spot)))
        return leaves

    def _declared(self, tree: Mapping, name: str) -> Mapping:
        found: Node = field_at(tree, (*self.above, name))
        for step in (*self.above, name):
            assert isinstance(found, Mapping)
            found = found.get(step) or found
        assert isinstance(found, Mapping)
        return found

    def checks(self, tree: Mapping) -> Iterator[Node]:
        """That no part is more than the whole, and that all parts make it where the scope says so."""
        for name in self.names:
            if text_at(self._declared(tree, name), "kind") not in ADDED_UP:
                continue
            whole = self.path(name)
            if self.scope.each:
                summed = f"合计({self.path(self.name, name)})"
                said = f"{self.name}的{name}相加"
                yield self._mapping({"rule": f"{summed} <= {whole}", "level": "error", "message": f"{said}多于{name}"})
                said = f"{said}少于{name}，可能没有列全"
                yield self._mapping({"rule": f"{summed} >= {whole}", "level": "notice", "message": said})
                continue
            for part in self.scope.parts:
                rule, said = f"{self.path(part, name)} <= {whole}", f"{part}的{name}多于全部{name}"
                yield self._mapping({"rule": rule, "level": "error", "message": said})
            if self.scope.whole and text_at(self._declared(tree, name), "formula") != self._sum(name):
                said = f"{'、'.join(self.scope.parts)}的{name}相加不等于全部{name}"
                yield self._mapping({"rule": f"{self._sum(name)} == {whole}", "level": "error", "message": said})

    def sentence(self, tree: Mapping) -> Node:
        """The sentence that tells the parts, behind that of the first of the figures; a table of many at the end."""
        if self.scope.each:
            return self._mapping({"text": self._table(tree), "scope": self.name})
        clauses = (self._clause(tree, part) for part in self.scope.parts)
        said = {"text": f"{'；'.join(clauses)}。", "after": self.path(self.names[0]), "ends": "true"}
        return self._mapping({**said, "scope": self.name})

    def _clause(self, tree: Mapping, part: str) -> str:
        """What is said of one part: the first figure that is there behind the part and what it is called, others behind the latter.

        Two that are called alike share it, and what begins as the first is called says only the rest.
        """
        said, before, first = [], "", ""
        for number, name in enumerate(self.names):
            label = self._said(self._declared(tree, name), name)
            called = self.scope.called.format(part=part, label=label)
            short = "" if label == before else label.removeprefix(first)
            first, before = first or label, label
            if number:
                others = " or ".join(self.path(part, other) for other in self.names[:number])
                called = f"{{% if {others} %}}{short}{{% else %}}{called}{{% endif %}}"
            said.append(f"{called}{{{{ {self.path(part, name)} }}}}")
        return "、".join(said)

    def _said(self, whole: Mapping, name: str) -> str:
        """A label as it stands before a figure with its unit, and with for whom a standard is."""
        label = text_at(whole, "label") or "".join((*self.above, name))
        if each := text_at(whole, "each"):
            label = re.sub(f"^{re.escape(each)}(每[月年])?", "", label)
        return label.removesuffix(next((end for end in self.scope.trim if label.endswith(end)), ""))

    def _table(self, tree: Mapping) -> str:
        labels = [text_at(value, "label") for _, value in self._leaves(tree, "")]
        head = f"| {self.scope.each} | {' | '.join(labels)} |"
        cells = " | ".join(f"{{{{ 行.{name} | 照印 }}}}" for name in self.names)
        records = self.path(self.name)
        row = f"{{% for 行 in {records} if 行.{self.scope.each} %}}\n| {{{{ 行.{self.scope.each} }}}} | {cells} |\n{{% endfor %}}"
        rule = f"|{'---|' * (len(labels) + 1)}"
        return f"{{% if {records} %}}\n{self.scope.lead}\n\n{head}\n{rule}\n{row}\n{{% endif %}}\n"

    def _scalar(self, text: str) -> Scalar:
        return Scalar(text, self.spot)

    def _mapping(self, said: dict[str, str]) -> Mapping:
        entries = ((self._scalar(key), self._scalar(text)) for key, text in said.items() if text)
        return Mapping(tuple(entries), self.spot)


def _replaced(tree: Mapping, path: _Keys, leaf: Mapping) -> Mapping:
    """The tree with another declaration of one of its fields."""
    first, *rest = path
    inner = tree.get(first)
    assert isinstance(inner, Mapping)
    return with_value(tree, first, _replaced(inner, tuple(rest), leaf) if rest else leaf)


def _laid(tree: Mapping, above: _Keys, parts: list[tuple[Scalar, Node]]) -> Mapping:
    """The tree with entries added to one of its groups; what the group has itself stays."""
    if not above:
        known = {key.text for key, _ in tree.entries}
        return Mapping((*tree.entries, *((key, one) for key, one in parts if key.text not in known)), tree.spot)
    first, *rest = above
    inner = tree.get(first)
    assert isinstance(inner, Mapping)
    return with_value(tree, first, _laid(inner, tuple(rest), parts))

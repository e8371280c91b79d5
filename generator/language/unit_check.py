"""Unlike units in a rule or formula, found before any form is read: 户 compared with 人, 人 added to 人次.

A product or quotient is a rate, whose unit is its author's affair; whoever compares unlike units on purpose says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from generator.figures.quantity import Unit
from generator.figures.values import LAST_YEAR
from generator.language.fields import Field
from generator.language.names_check import Names
from generator.language.sandbox import OVER_RECORDS, WHOLE_FORM, tree_of

SUMS = (nodes.Add, nodes.Sub)


def unlike_units(expression: str, names: Names) -> list[tuple[str, str]]:
    """Every two unlike units that a checked rule or formula compares or adds."""
    return list(dict.fromkeys(_unlike(tree_of(expression), names)))


def counted_in(expression: str, names: Names) -> Unit | None:
    """What the result of a checked formula is counted in that adds like units; None for a rate, and where none is told."""
    return _unit_of(tree_of(expression), names)


def _unlike(node: nodes.Node, names: Names) -> Iterator[tuple[str, str]]:
    if isinstance(node, nodes.Compare):
        sides = [node.expr, *(operand.expr for operand in node.ops)]
    elif isinstance(node, SUMS):
        sides = [node.left, node.right]
    else:
        sides = []
    known = [unit for side in sides if (unit := _unit_of(side, names))]
    yield from ((known[0].name, other.name) for other in known[1:] if not are_alike(known[0], other))
    for child in node.iter_child_nodes():
        yield from _unlike(child, names)


def _unit_of(node: nodes.Node, names: Names) -> Unit | None:
    """What a side is counted in; None for a number, a rate, and what has no unit."""
    if isinstance(node, SUMS):
        return _unit_of(node.left, names) or _unit_of(node.right, names)
    if isinstance(node, nodes.Call):
        return _unit_of(node.args[0], names) if _spelled(node.node) == [OVER_RECORDS] and node.args else None
    keys = _spelled(node)
    if not keys:
        return None
    first, *rest = keys
    group, path = (names.whole, rest) if first == WHOLE_FORM else (names.own, rest if first == LAST_YEAR else keys)
    found = group.at(".".join(path)) if path else None
    if (
        found is None
        and len(path) > 1
        and isinstance(records := group.at(".".join(path[:-1])), Field)
        and records.record
    ):
        found = records.record.find(path[-1])
    return found.unit if isinstance(found, Field) else None


def _spelled(node: nodes.Node) -> list[str]:
    """The names between the dots of a path; none for anything else."""
    if isinstance(node, nodes.Name):
        return [node.name]
    before = _spelled(node.node) if isinstance(node, nodes.Getattr) else []
    return [*before, node.attr] if before and isinstance(node, nodes.Getattr) else []


def are_alike(one: Unit, other: Unit) -> bool:
    """Whether two units are of one size under two names."""
    return one.factor(other.name) == 1 or other.factor(one.name) == 1

"""Evidence: what must stand in a form before something may be claimed of it.

    城镇.标准 > (城镇.原标准 or 上年.城镇.标准)    both are there, and the one is certainly more
    新增.人数 and 取消.人数                      both are there, and neither is nothing
    纠纷 is 无                                  it was said that there was none

A rule holds unless the figures forbid it; evidence holds only where they leave no doubt. A blank is evidence of nothing.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from generator.figures.interval import NOTHING, Bounds
from generator.figures.values import LAST_YEAR, Figure, Flag, Hole, Pending, Words
from generator.language.sandbox import IS_NOTHING, OVER_RECORDS, tree_of

Values = Mapping[str, Any]
Holds = Callable[[Values], bool]
_Look = Callable[[Values], object]
_Number = Callable[[Values], Bounds | None]
Steps = tuple[str, ...]
"""The names that lead to a value; 上年 comes first where it is last year's."""

HOW_EVIDENCE_IS_WRITTEN = (
    "请只写项目、比较（> >= < <= ==）、and、or、加减乘除、括号和 is 无；一项写了名字，就是填了而且不是0。"
)


class BeyondEvidence(Exception):
    """The expression says more than evidence may."""


@lru_cache(maxsize=2048)
def evidence(expression: str) -> Holds:
    """Whether what an expression claims is certain of some values; BeyondEvidence where it is no evidence."""
    try:
        return _claim(tree_of(expression))
    except TemplateSyntaxError as fault:
        raise BeyondEvidence from fault


def ways_to_hold(expression: str) -> list[tuple[Holds, list[Steps]]]:
    """The parts of an expression of which any is enough, each with the paths that it names."""
    return [(_claim(node), sorted(set(_paths(node)))) for node in _any_of(tree_of(expression))]


def _any_of(node: nodes.Node) -> Iterator[nodes.Node]:
    if isinstance(node, nodes.Or):
        yield from _any_of(node.left)
        yield from _any_of(node.right)
    else:
        yield node


def _paths(node: nodes.Node) -> Iterator[Steps]:
    """What is named, last year's as 上年 and the path; a field of records as it is."""
    if isinstance(node, nodes.Name | nodes.Getattr):
        yield _path(node)
    elif isinstance(node, nodes.Call):
        yield from map(_path, node.args)
    else:
        for child in node.iter_child_nodes():
            yield from _paths(child)


def _claim(node: nodes.Node) -> Holds:
    if isinstance(node, nodes.And | nodes.Or):
        left, right = _claim(node.left), _claim(node.right)
        if isinstance(node, nodes.And):
            return lambda values: left(values) and right(values)
        return lambda values: left(values) or right(values)
    if isinstance(node, nodes.Compare):
        return _comparison(node)
    if isinstance(node, nodes.Test) and node.name == IS_NOTHING:
        look = _look(_path(node.node))
        return lambda values: isinstance(found := look(values), Figure) and found.is_nothing
    if isinstance(node, nodes.Call):
        number = _number(node)
        return lambda values: (found := number(values)) is not None and not found <= NOTHING
    look = _look(_path(node))
    return lambda values: _is_there(look(values))


def _comparison(node: nodes.Compare) -> Holds:
    if len(node.ops) != 1 or node.ops[0].op not in _CERTAINLY:
        raise BeyondEvidence
    left, right, certain = _number(node.expr), _number(node.ops[0].expr), _CERTAINLY[node.ops[0].op]

    def holds(values: Values) -> bool:
        one, other = left(values), right(values)
        return one is not None and other is not None and certain(one, other)

    return holds


def _number(node: nodes.Node) -> _Number:
    """What a side of a comparison comes to; None where any of it is blank."""
    if isinstance(node, nodes.Const) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        constant = NOTHING + node.value
        return lambda _: constant
    if isinstance(node, nodes.Or):
        first, second = _number(node.left), _number(node.right)
        return lambda values: found if (found := first(values)) is not None else second(values)
    if work := _WORK.get(type(node)):
        return _worked(node, work)
    if isinstance(node, nodes.Call):
        return _total(node)
    look = _look(_path(node))
    return lambda values: found.bounds if isinstance(found := look(values), Figure) else None


def _worked(node: Any, work: Callable[[Any, Any], Bounds]) -> _Number:
    left, right = _number(node.left), _number(node.right)

    def worked(values: Values) -> Bounds | None:
        one, other = left(values), right(values)
        return None if one is None or other is None else work(one, other)

    return worked


def _total(node: nodes.Call) -> _Number:
    """The sum of a field of records over those that have it, which is at least what it is of all."""
    if not (isinstance(node.node, nodes.Name) and node.node.name == OVER_RECORDS and len(node.args) == 1):
        raise BeyondEvidence
    *records, name = _path(node.args[0])
    look = _look(tuple(records))

    def total(values: Values) -> Bounds | None:
        rows = look(values)
        each = rows if isinstance(rows, tuple) else (rows,)
        found = [row.get(name) for row in each if isinstance(row, dict)]
        known = [one.bounds for one in found if isinstance(one, Figure)]
        return sum(known, NOTHING) if known else None

    return total


def _path(node: nodes.Node) -> Steps:
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr):
        return (*_path(node.node), node.attr)
    raise BeyondEvidence


def _look(path: Steps) -> _Look:
    if path[0] == LAST_YEAR:
        now = _look(path[1:])
        return lambda values: found.last if isinstance(found := now(values), Figure) else None

    def look(values: Values) -> object:
        found: Any = values
        for name in path:
            try:
                found = found[name]
            except (LookupError, TypeError):
                return None
        return found

    return look


def _is_there(value: object) -> bool:
    """Whether a value was filled in, and does not say that there is nothing; of a group any of it."""
    if isinstance(value, Figure):
        return not value.is_nothing
    if isinstance(value, Words):
        return not value.none
    if isinstance(value, dict):
        return any(map(_is_there, value.values()))
    if isinstance(value, Flag | tuple):
        return bool(value)
    return value is not None and not isinstance(value, Hole | Pending)


def _is_equal(one: Bounds, other: Bounds) -> bool:
    return one.is_known and other.is_known and one.low == other.low


_CERTAINLY: dict[str, Callable[[Bounds, Bounds], bool]] = {
    "gt": lambda one, other: not one <= other,
    "gteq": lambda one, other: not one < other,
    "lt": lambda one, other: not one >= other,
    "lteq": lambda one, other: not one > other,
    "eq": _is_equal,
}
_WORK: dict[type[nodes.Node], Callable[[Any, Any], Bounds]] = {
    nodes.Add: operator.add, nodes.Sub: operator.sub, nodes.Mul: operator.mul, nodes.Div: operator.truediv,
}  # fmt: skip

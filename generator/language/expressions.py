"""Rules and formulas computed from their tree, without compiling each: most forms ask for few of hundreds, once.

Names, comparisons, arithmetic and and/or/not are known here; ``Beyond`` says that a rule uses more of the language.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import nodes

from generator.language.budget import GROWING

Computed = Any
Context = Mapping[str, object]


class Beyond(Exception):
    """The expression needs the whole language."""


def compute(node: nodes.Node, context: Context) -> Computed:
    """What an expression gives for the values in ``context``; Beyond when it needs more than is known here."""
    computing = COMPUTING.get(type(node))
    if computing is None:
        raise Beyond
    return computing(node, context)


def _name(node: Any, context: Context) -> Computed:
    if node.name not in context:
        raise Beyond
    return context[node.name]


def _child(node: Any, context: Context) -> Computed:
    group = compute(node.node, context)
    if not isinstance(group, dict) or node.attr not in group:
        raise Beyond
    return group[node.attr]


def _constant(node: Any, _: Context) -> Computed:
    return node.value


def _product(node: Any, context: Context) -> Computed:
    left, right = compute(node.left, context), compute(node.right, context)
    if isinstance(left, GROWING) or isinstance(right, GROWING):  # the whole language bounds what grows
        raise Beyond
    return left * right


def _compared(node: Any, context: Context) -> Computed:
    left, holds = compute(node.expr, context), True
    for operand in node.ops:
        right = compute(operand.expr, context)
        holds = COMPARISONS[operand.op](left, right)
        if not holds:
            return holds
        left = right
    return holds


def _both(node: Any, context: Context) -> Computed:
    return compute(node.left, context) and compute(node.right, context)


def _either(node: Any, context: Context) -> Computed:
    return compute(node.left, context) or compute(node.right, context)


def _binary(work: Callable[[Any, Any], Any]) -> Callable[[Any, Context], Computed]:
    return lambda node, context: work(compute(node.left, context), compute(node.right, context))


def _unary(work: Callable[[Any], Any]) -> Callable[[Any, Context], Computed]:
    return lambda node, context: work(compute(node.node, context))


COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "lteq": operator.le, "gt": operator.gt, "gteq": operator.ge,
    "in": lambda one, other: one in other, "notin": lambda one, other: one not in other,
}  # fmt: skip
COMPUTING: dict[type[nodes.Node], Callable[[Any, Context], Computed]] = {
    nodes.Name: _name, nodes.Getattr: _child, nodes.Const: _constant, nodes.Compare: _compared,
    nodes.And: _both, nodes.Or: _either, nodes.Not: _unary(operator.not_), nodes.Neg: _unary(operator.neg),
    nodes.Add: _binary(operator.add), nodes.Sub: _binary(operator.sub),
    nodes.Mul: _product, nodes.Div: _binary(operator.truediv),
}  # fmt: skip

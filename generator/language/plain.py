"""Rules and labels that only add, multiply, compare or say fields, read to the tree that Jinja makes of them.

Most rules and all labels are of this kind, and Jinja's lexer takes most of the time that a library takes to load.
"""

from __future__ import annotations

import re
from itertools import pairwise

from jinja2 import nodes

OPERAND = re.compile(r"([^\W\d]\w*(?:\.[^\W\d]\w*)*)(?:\(([^\W\d]\w*(?:\.[^\W\d]\w*)*)\))?|\d{1,15}")
"""A field, the sum of one over records, or a whole number."""
SIGN_OF_JINJA = re.compile("[{}]")
COMPARE_NODES = {"<=": "lteq", ">=": "gteq", "<": "lt", ">": "gt", "==": "eq", "!=": "ne"}
PLUS_MINUS: dict[str, type[nodes.BinExpr]] = {"+": nodes.Add, "-": nodes.Sub}
MULTIPLIED: dict[str, type[nodes.BinExpr]] = {"*": nodes.Mul, "/": nodes.Div}
PLAIN_SIGNS = frozenset((*COMPARE_NODES, *PLUS_MINUS, *MULTIPLIED))
WORDS_OF_JINJA = frozenset(
    ("and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "True", "False", "None")
)


def plain_pieces(source: str) -> list[nodes.Expr]:
    """What a template prints that is one line of words and plain expressions; empty where it is anything else."""
    if "{{ " not in source or "\n" in source or "\r" in source:
        return []
    before, *others = source.split("{{ ")
    found: list[nodes.Expr] = [nodes.TemplateData(before, lineno=1)] if before else []
    for other in others:
        expression, end, after = other.partition(" }}")
        tree = plain_tree(expression) if end else None
        if tree is None or SIGN_OF_JINJA.search(before) or SIGN_OF_JINJA.search(after):
            return []
        found += (tree, nodes.TemplateData(after, lineno=1)) if after else (tree,)
    return found


def plain_tree(expression: str) -> nodes.Expr | None:
    """The tree of a plain rule or formula; None where it says anything else."""
    words = expression.split(" ")
    signs = words[1::2]
    if len(words) % 2 == 0 or not PLAIN_SIGNS.issuperset(signs):
        return None
    operands = [_operand(word) for word in words[::2]]
    if None in operands:
        return None
    compared = [at for at, sign in enumerate(signs) if sign in COMPARE_NODES]
    sides = [
        _sum(operands[one + 1 : other + 1], signs[one + 1 : other])
        for one, other in pairwise((-1, *compared, len(signs)))
    ]
    if not compared:
        return sides[0]
    tests = [
        nodes.Operand(COMPARE_NODES[signs[at]], side, lineno=1) for at, side in zip(compared, sides[1:], strict=True)
    ]
    return nodes.Compare(sides[0], tests, lineno=1)


def _operand(word: str) -> nodes.Expr | None:
    found = OPERAND.fullmatch(word)
    if found is None:
        return None
    if found[1] is None:
        return nodes.Const(int(word), lineno=1)
    named, inside = _path(found[1]), _path(found[2]) if found[2] else None
    if named is None or (found[2] and inside is None):
        return None
    return nodes.Call(named, [inside], [], None, None, lineno=1) if inside else named


def _path(text: str) -> nodes.Expr | None:
    first, *others = text.split(".")
    if first in WORDS_OF_JINJA or not all(name.isidentifier() for name in (first, *others)):
        return None
    found: nodes.Expr = nodes.Name(first, "load", lineno=1)
    for name in others:
        found = nodes.Getattr(found, name, "load", lineno=1)
    return found


def _sum(operands: list[nodes.Expr | None], signs: list[str]) -> nodes.Expr:
    """What stands on one side of a comparison: products first, each from the left."""
    found: list[nodes.Expr] = [operands[0]]  # type: ignore[list-item]
    added: list[str] = []
    for sign, operand in zip(signs, operands[1:], strict=True):
        assert operand is not None
        if sign in MULTIPLIED:
            found[-1] = MULTIPLIED[sign](found[-1], operand, lineno=1)
        else:
            found.append(operand)
            added.append(sign)
    tree = found[0]
    for sign, one in zip(added, found[1:], strict=True):
        tree = PLUS_MINUS[sign](tree, one, lineno=1)
    return tree

"""Forms as text: what was typed, laid out as a person would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Form = dict[str, Any]
"""What a form says, by key: texts, lists and groups."""
FLOW_MARK = "#一行"
"""A key that asks for the short groups of a form in one line each."""


def form_text(form: Form) -> str:
    """The YAML of a form: a blank line before each section, keys that begin with # as comments."""
    flow = FLOW_MARK in form
    blocks: list[list[str]] = [[]]
    for key, node in form.items():
        if key == FLOW_MARK:
            continue
        lines = list(_lines(key, node, 0, flow))
        opens = isinstance(node, dict | list) or key.startswith("#")
        if opens and blocks[-1] and not blocks[-1][-1].startswith("#"):
            blocks.append([])
        blocks[-1] += lines
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _lines(key: str, node: object, depth: int, flow: bool) -> Iterator[str]:
    margin = "  " * depth
    if key.startswith("#"):
        yield margin + key
    elif isinstance(node, dict) and flow and depth and _short(node):
        yield f"{margin}{key}: {{{', '.join(f'{name}: {value}' for name, value in node.items())}}}"
    elif isinstance(node, dict):
        yield f"{margin}{key}:"
        for name, child in node.items():
            yield from _lines(name, child, depth + 1, flow)
    elif isinstance(node, list):
        yield f"{margin}{key}:"
        for one in node:
            yield from _item(one, depth + 1, flow)
    else:
        yield f"{margin}{key}: {node}".rstrip()


def _item(one: object, depth: int, flow: bool) -> Iterator[str]:
    margin = "  " * depth
    if not isinstance(one, dict):
        yield f"{margin}- {one}"
        return
    lines = [line for name, child in one.items() for line in _lines(name, child, depth + 1, flow)]
    yield f"{margin}- {lines[0].lstrip()}"
    yield from lines[1:]


def _short(node: dict[str, object]) -> bool:
    texts = [value for value in node.values() if isinstance(value, str)]
    return len(texts) == len(node) and all(texts) and not any("," in text or "#" in text for text in [*node, *texts])

"""Nodes to YAML that reads back the same, written as a person would: plain where that can be read in one way only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from generator.reading.nodes import Mapping, Node, Scalar, Sequence, plain_data
from generator.reading.source import read_plain

SURELY_PLAIN = re.compile(
    r"[0-9\u4e00-\u9fff](?:[\w\u4e00-\u9fff.%，。；、（）《》“”/+\-]*[\w\u4e00-\u9fff%，。；、）》”])?"
)
IN_BLOCK = re.compile(r"[^\s\x00-\x1f][^\x00-\x09\x0b-\x1f\x85\u2028\u2029]*")
ONE_STEP_IN = "  "


def write_text(root: Mapping) -> str:
    """The text of a form with these nodes."""
    return "".join(f"{line}\n" for line in _mapping(root, ""))


def _mapping(node: Mapping, margin: str) -> Iterator[str]:
    for key, value in node.entries:
        yield from _placed(f"{margin}{_spelled(key.text)}:", value, margin + ONE_STEP_IN)


def _placed(lead: str, node: Node, margin: str) -> Iterator[str]:
    """The lines of a value behind its key or dash."""
    match node:
        case Scalar(text):
            yield from _scalar(lead, text, margin)
        case Mapping(entries) if entries:
            yield lead
            yield from _mapping(node, margin)
        case Sequence(items) if items:
            yield lead
            for item in items:
                yield from _item(item, margin)
        case _:
            yield lead


def _item(node: Node, margin: str) -> Iterator[str]:
    """An item, whose first line stands behind its dash."""
    if isinstance(node, Scalar):
        yield from _scalar(f"{margin}-", node.text, margin + ONE_STEP_IN)
        return
    if isinstance(node, Sequence):
        yield f"{margin}-"
        yield from (line for one in node.items for line in _item(one, margin + ONE_STEP_IN))
        return
    first, *rest = _mapping(node, margin + ONE_STEP_IN) if node.entries else (margin,)
    yield f"{margin}- {first.strip()}".rstrip()
    yield from rest


def _scalar(lead: str, text: str, margin: str) -> Iterator[str]:
    if not text:
        yield lead
    elif "\n" in text and IN_BLOCK.fullmatch(text) and not re.search(r"[ \t]\n|\n[ \t]*\n[ \t]*\n|\s$", text):
        yield f"{lead} |-"
        yield from (f"{margin}{line}" if line else "" for line in text.split("\n"))
    else:
        yield f"{lead} {_spelled(text)}"


def _spelled(text: str) -> str:
    """A text in one line: as it is where it reads back so, else in quotes."""
    if SURELY_PLAIN.fullmatch(text) or _reads_back(text):
        return text
    if "\n" not in text and "\\" not in text and text.isprintable() and "'" not in text:
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)


def _reads_back(text: str) -> bool:
    found = read_plain(f"甲: {text}\n")
    return found is not None and plain_data(found) == {"甲": text}

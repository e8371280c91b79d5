"""Values of a YAML form set anew in its text, and nothing else: remarks, layout, line ends and encoding stay."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator

import yaml
from msgspec import Struct

from generator.reading.encodings import UTF_8, decode
from generator.reading.source import LOADER, is_bottomless

ENCODED = (
    (b"", UTF_8), (BOM_UTF8, UTF_8), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"),
    (b"", "utf-16-le"), (b"", "utf-16-be"), (b"", "gb18030"), (b"", "cp950"),
)  # fmt: skip
"""How a text may stand in a file: what is before it, and its encoding."""
BLOCKS = ("|", ">")
ENDS_LINE = re.compile(r"\r\n|\r|\n")


class TypedValue(Struct, frozen=True):
    """A value as it stands in the text of a form."""

    keys: tuple[str | int, ...]
    """The keys that lead to it as they were typed; of an item of a list its number, from 0."""
    text: str
    """What YAML reads there."""
    start: int
    end: int
    """Which signs of the text it takes up; none where nothing was typed."""
    line: int
    style: str = ""
    """The sign it begins with where that is a quote or one of a block."""


class Encoded(Struct, frozen=True):
    """The text of a file, and how it stands there."""

    text: str
    before: bytes
    encoding: str

    def bytes_of(self, text: str) -> bytes | None:
        """What the file holds with another text; None where its encoding lacks a sign."""
        try:
            return self.before + text.encode(self.encoding)
        except UnicodeEncodeError:
            return None


def encoded(data: bytes) -> Encoded | None:
    """The text of a file with its encoding; None where it does not give the same bytes again."""
    text, _ = decode(data, "")
    for before, encoding in ENCODED if text is not None else ():
        found = Encoded(text or "", before, encoding)
        if data.startswith(before) and found.bytes_of(found.text) == data:
            return found
    return None


def written(text: str) -> tuple[TypedValue, ...]:
    """Every single value of a form's text, where it stands; none of a text that YAML cannot read."""
    if is_bottomless(text):
        return ()
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError:
        return ()
    return tuple(_values(root, ())) if root is not None else ()


def edited(text: str, value: TypedValue, new: str) -> str | None:
    """The text with ``new`` for a value of it; None where no way to write it reads so, and all else as before."""
    wanted = [(one.keys, new if one.keys == value.keys else one.text) for one in written(text)]
    for way in _ways(text, value, new):
        there = text[: value.start] + way + text[value.end :]
        if [(one.keys, one.text) for one in written(there)] == wanted:
            return there
    return None


def _values(node: yaml.Node, keys: tuple[str | int, ...]) -> Iterator[TypedValue]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _values(value, (*keys, key.value)) if isinstance(key, yaml.ScalarNode) else ()
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _values(item, (*keys, number))
    elif isinstance(node, yaml.ScalarNode):
        start, end = node.start_mark.index, node.end_mark.index
        yield TypedValue(keys, node.value, start, end, node.start_mark.line + 1, node.style or "")


def _ways(text: str, value: TypedValue, new: str) -> Iterator[str]:
    """The ways to write ``new`` in place of a value: as that is written, plain, in quotes."""
    there = text[value.start : value.end]
    gap = " " if not there and text[value.start - 1 : value.start] in (":", "-") else ""
    if value.style in BLOCKS:
        yield from _as_block(there, new)
    elif value.style == "'":
        yield f"'{new.replace(chr(39), chr(39) * 2)}'"
    elif value.style != '"' and not ENDS_LINE.search(new):
        yield gap + new
    yield gap + json.dumps(new, ensure_ascii=False)


def _as_block(there: str, new: str) -> Iterator[str]:
    """A block of lines under the head and at the margin of the one that stands there."""
    end = ENDS_LINE.search(there)
    body = there[end.end() :] if end else ""
    if end and body.strip():
        head, line_end = there[: end.start()], end[0]
        margin = next(line[: len(line) - len(line.lstrip(" "))] for line in body.splitlines() if line.strip())
        lines = [f"{margin}{line}" if line else "" for line in new.rstrip("\n").split("\n")]
        yield head + line_end + line_end.join(lines) + body[len(body.rstrip()) :]

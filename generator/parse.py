"""Marked Markdown to the document tree: only paragraphs, headings, lists, tables and bold exist.

Raw HTML, entities, links, images, code and quotes are not part of our Markdown: their signs print as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.util import Registry

from generator.document import Block, FigureText, Heading, Inline, Inlines, Listing, Paragraph, Table, Text
from generator.marks import FIGURE, PENDING, VALUE, plain

NOT_OURS = {
    "preprocessors": ("html_block",),
    "blocks": ("code", "quote", "hr", "setextheader", "reference", "indent"),
    "inlines": (
        "backtick", "reference", "link", "image_link", "image_reference", "short_reference",
        "short_image_ref", "autolink", "automail", "linebreak", "html", "entity",
    ),
    "trees": ("prettify",),
}  # fmt: skip
"""The parts of Python-Markdown that would take something typed for markup."""
SOFT_BREAK = re.compile(r"\s*\n\s*")


@lru_cache(maxsize=1)
def _markdown() -> Markdown:
    markdown = Markdown(extensions=["tables"])
    registries: dict[str, Registry[Any]] = {
        "preprocessors": markdown.preprocessors,
        "blocks": markdown.parser.blockprocessors,
        "inlines": markdown.inlinePatterns,
        "trees": markdown.treeprocessors,
    }
    for name, parts in NOT_OURS.items():
        for part in parts:
            registries[name].deregister(part)
    return markdown


def parse(text: str) -> tuple[Block, ...]:
    """The blocks that marked Markdown writes, headings not yet numbered."""
    markdown = _markdown()
    markdown.reset()
    lines = text.split("\n")
    for preprocessor in markdown.preprocessors:
        lines = preprocessor.run(lines)
    root = markdown.parser.parseDocument(lines).getroot()
    assert root is not None
    for treeprocessor in markdown.treeprocessors:
        changed = treeprocessor.run(root)
        root = root if changed is None else changed
    return tuple(block for element in root for block in _blocks(element))


def _blocks(element: Element) -> Iterator[Block]:
    tag = element.tag
    if tag == "p":
        yield Paragraph(_inlines(element))
    elif tag in ("ul", "ol"):
        yield Listing(tuple(_inlines(item) for item in element), tag == "ol")
    elif tag == "table":
        head, body = element[0], element[1]
        yield Table(tuple(_inlines(cell) for cell in head[0]), tuple(tuple(map(_inlines, row)) for row in body))
    elif tag[0] == "h" and tag[1:].isdigit():
        yield Heading(min(int(tag[1:]), 4), _inlines(element))


def _inlines(element: Element) -> Inlines:
    return tuple(_pieces(element, bold=False))


def _pieces(element: Element, bold: bool) -> Iterator[Inline]:
    yield from _texts(element.text, bold)
    for child in element:
        yield from _pieces(child, bold or child.tag in ("strong", "em"))
        yield from _texts(child.tail, bold)


def _texts(text: str | None, bold: bool) -> Iterator[Inline]:
    """A stretch of marked text as words and figures; neighbouring words become one."""
    if not text or not text.strip("\n"):
        return
    text = SOFT_BREAK.sub("", text)
    words = ""
    end = 0
    for match in VALUE.finditer(text):
        words += text[end : match.start()]
        end = match.end()
        opener, path, shown = match.groups()
        if opener not in (FIGURE, PENDING):
            words += shown
            continue
        if words:
            yield Text(plain(words), bold)
            words = ""
        yield (
            FigureText(plain(shown), plain(path), bold) if opener == FIGURE else Text(plain(shown), bold, pending=True)
        )
    words += text[end:]
    if words:
        yield Text(plain(words), bold)

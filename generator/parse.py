"""Marked Markdown to the document tree: only paragraphs, headings, lists, tables and bold exist.

Raw HTML, entities, links, images, code and quotes are not part of our Markdown: their signs print as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.tables import TableExtension
from markdown.util import Registry

from generator.document import Block, FigureText, Heading, Inline, Inlines, Listing, Paragraph, Table, Text
from generator.marks import FIGURE, PENDING, VALUE, WAITING, WORDS, plain

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
    markdown = Markdown(extensions=[TableExtension()])
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


def parse(text: str, apart: bool = False) -> tuple[Block, ...]:
    """The blocks that marked Markdown writes, headings not yet numbered.

    ``apart`` keeps the words of the official apart from the template's, as ``Text.typed``.
    """
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
    return tuple(block for element in root for block in _Reader(apart).blocks(element))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns elements into blocks and inlines."""

    apart: bool

    def blocks(self, element: Element) -> Iterator[Block]:
        tag = element.tag
        if tag == "p":
            yield Paragraph(self.inlines(element))
        elif tag in ("ul", "ol"):
            yield Listing(tuple(self.inlines(item) for item in element), tag == "ol")
        elif tag == "table":
            head, body = element[0], element[1]
            rows = tuple(tuple(map(self.inlines, row)) for row in body)
            yield Table(tuple(map(self.inlines, head[0])), rows)
        elif tag[0] == "h" and tag[1:].isdigit():
            yield Heading(min(int(tag[1:]), 4), self.inlines(element))

    def inlines(self, element: Element) -> Inlines:
        return tuple(self.pieces(element, bold=False))

    def pieces(self, element: Element, bold: bool) -> Iterator[Inline]:
        yield from self.texts(element.text, bold)
        for child in element:
            yield from self.pieces(child, bold or child.tag in ("strong", "em"))
            yield from self.texts(child.tail, bold)

    def texts(self, text: str | None, bold: bool) -> Iterator[Inline]:
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
            is_words = opener == WORDS and self.apart
            if opener not in (FIGURE, PENDING, WAITING) and not is_words:
                words += shown
                continue
            if words:
                yield Text(plain(words), bold)
                words = ""
            if opener == FIGURE:
                yield FigureText(plain(shown), plain(path), bold)
            else:
                yield Text(plain(shown), bold, pending=opener in (PENDING, WAITING), typed=is_words)
        words += text[end:]
        if words:
            yield Text(plain(words), bold)

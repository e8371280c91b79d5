"""Marked Markdown to the document tree: only paragraphs, headings, lists, tables and bold exist.

Raw HTML, entities, links, images, code and quotes are not part of our Markdown: their signs print as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from msgspec import Struct

from generator.chinese.reserved import CLOSE, CONTEXT, FIGURE, HOLE, PENDING, SEPARATOR, WAITING, WORDS
from generator.document.marks import BREAK, OWN_PASSAGE, plain, plain_path
from generator.document.own_text import read_own
from generator.document.tree import (
    LOWEST,
    Block,
    FigureText,
    Heading,
    Inline,
    Inlines,
    Listing,
    Paragraph,
    Source,
    Table,
    Text,
    whole,
)

if TYPE_CHECKING:
    from markdown import Markdown
    from markdown.util import Registry

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
    from markdown import Markdown  # here, because most documents never need it
    from markdown.extensions.tables import TableExtension

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


SIGNS = r"\\`*_{}\[\]<>#+!|&\x00-\x1f"
"""What may be Markdown, and what no line of text holds."""
LINE_WORDS = rf"(?![\d-])([^\s{SIGNS}](?:[^{SIGNS}]*[^\s{SIGNS}])?)"
PLAIN_BLOCK = re.compile(rf"(?:(#{{1,6}}) )?{LINE_WORDS}")
"""A heading or paragraph on one line and without any other sign of Markdown: nearly all are."""
PLAIN_ITEM = re.compile(rf"(?:(-)|\d+\.) {LINE_WORDS}")
"""Such an item of a list."""


def parse(text: str, apart: bool = False) -> tuple[Block, ...]:
    """The blocks that marked Markdown writes, headings not yet numbered.

    ``apart`` keeps the words of the official apart from the template's, as ``Text.typed``. What has no sign of
    Markdown but the one at its head is read here, in a fraction of the time that the Markdown parser takes. A passage
    that an official wrote has its own reader, and stands under the last heading before it.
    """
    reader = Reader(apart)
    if BREAK not in text:
        return reader.template_blocks(text)
    blocks: list[Block] = []
    level = 0
    for at, part in enumerate(OWN_PASSAGE.split(text)):
        if at % 3 == 0:
            written = reader.template_blocks(part)
            level = next((block.level for block in reversed(written) if isinstance(block, Heading)), level)
            blocks += written
        elif at % 3 == 1:
            path = plain_path(part)
        else:
            blocks += read_own(plain(part), path, apart, level).blocks
    return tuple(blocks)


def one_line(marked: str) -> Text:
    """The words of marked text that is a single line without Markdown, such as a title."""
    return Reader(apart=False).words(marked, bold=False)


def _parse_markdown(text: str) -> Element:
    """The tree of any Markdown."""
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
    return root


VALUES_APART, FIGURES_APART = (
    re.compile(f"([{FIGURE}{PENDING}{WAITING}{words}])([^{SEPARATOR}]*){SEPARATOR}([^{CLOSE}]*){CLOSE}")
    for words in (WORDS, "")
)
"""The values that stand apart from the words around them."""
AMONG_WORDS = re.compile(
    f"[{FIGURE}{WORDS}{CONTEXT}{PENDING}{WAITING}{HOLE}]([^{SEPARATOR}]*){SEPARATOR}([^{CLOSE}]*){CLOSE}"
)
"""All other values, which are words among words; the text remembers which of them came from where."""


class Reader(Struct, frozen=True):
    """Turns elements into blocks and inlines."""

    apart: bool

    def template_blocks(self, text: str) -> tuple[Block, ...]:
        """The blocks of a text without passages."""
        blocks: list[Block] = []
        others: list[str] = []
        for part in text.split("\n\n"):
            block = self.plain_block(part) if part else None
            if block is None:
                others += [part] if part else []
                continue
            blocks += self.other_blocks(others)
            blocks.append(block)
            others = []
        return (*blocks, *self.other_blocks(others))

    def plain_block(self, part: str) -> Block | None:
        """The heading or paragraph that a part without Markdown is; None for any other part."""
        match = PLAIN_BLOCK.fullmatch(part)
        if match is None:
            return None
        signs, words = match.groups()
        inlines = tuple(self.texts(words, bold=False))
        return Heading(min(len(signs), LOWEST), inlines) if signs else Paragraph(inlines)

    def other_blocks(self, parts: list[str]) -> Iterable[Block]:
        """The blocks of some parts that stand together, between plain ones."""
        if not parts:
            return ()
        if len(parts) == 1 and (listing := self.plain_list(parts[0])):
            return (listing,)
        return self.in_full("\n\n".join(parts))

    def in_full(self, text: str) -> Iterator[Block]:
        """The blocks as the Markdown parser alone reads them; every short way must come to the same."""
        return (block for element in _parse_markdown(text) for block in self.blocks(element))

    def plain_list(self, part: str) -> Listing | None:
        """The list that a part is in which every line is a plain item; None for any other part."""
        found = [PLAIN_ITEM.fullmatch(line) for line in part.split("\n")]
        items = [match for match in found if match and match[1] == (found[0] and found[0][1])]
        if len(items) < len(found):
            return None
        return Listing(tuple(tuple(self.texts(match[2], bold=False)) for match in items), items[0][1] is None)

    def blocks(self, element: Element) -> Iterator[Block]:
        """The blocks of one element of the parser's tree; nothing for one that is not ours."""
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
            yield Heading(min(int(tag[1:]), LOWEST), self.inlines(element))

    def inlines(self, element: Element) -> Inlines:
        """All inlines of an element."""
        return tuple(self.pieces(element, bold=False))

    def pieces(self, element: Element, bold: bool) -> Iterator[Inline]:
        """The inlines of an element one by one, those of nested bold as such."""
        yield from self.texts(element.text, bold)
        for child in element:
            yield from self.pieces(child, bold or child.tag in ("strong", "em"))
            yield from self.texts(child.tail, bold)

    def texts(self, text: str | None, bold: bool) -> Iterator[Inline]:
        """A stretch of marked text as words and figures; neighbouring words become one."""
        if not text or not text.strip("\n"):
            return
        if "\n" in text:
            text = SOFT_BREAK.sub("", text)
        parts = (VALUES_APART if self.apart else FIGURES_APART).split(text)
        for at in range(0, len(parts), 4):
            if parts[at] and (words := self.words(parts[at], bold)).text:
                yield words
            if at + 1 == len(parts):
                return
            opener, path, shown = parts[at + 1], plain_path(parts[at + 2]), plain(parts[at + 3])
            if opener == FIGURE:
                yield FigureText(shown, path, bold)
            else:
                waits = opener in (PENDING, WAITING)
                yield Text(shown, bold, pending=waits, typed=opener == WORDS, sources=whole(shown, path))

    def words(self, marked: str, bold: bool) -> Text:
        """A stretch of words, some of which are values."""
        if CLOSE not in marked:
            return Text(plain(marked), bold)
        pieces = AMONG_WORDS.split(marked)
        sources: list[Source] = []
        end = 0
        for at in range(1, len(pieces), 3):
            start = end + len(pieces[at - 1])
            end = start + len(pieces[at + 1])
            if end > start:
                sources.append(Source(start, end, plain_path(pieces[at])))
        del pieces[1::3]
        return Text(plain("".join(pieces)), bold, sources=tuple(sources))

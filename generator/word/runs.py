"""Paragraphs and runs of WordprocessingML, with every text literal."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.document.tree import Inline, Text
from generator.problem import ZongjieError

KEEP_NEXT = "<w:keepNext/>"
OFF_GRID = '<w:snapToGrid w:val="0"/>'
"""With the grid on, LibreOffice sets any size of text at the pitch of the body."""

RUN_START = {
    (bold, pending): (
        '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>'
        + ("<w:b/>" if bold else "")
        + ('<w:highlight w:val="yellow"/>' if pending else "")
        + '</w:rPr><w:t xml:space="preserve">'
    )
    for bold in (False, True)
    for pending in (False, True)
}
"""How a run begins. The hint sends “”, — and … to the Chinese font."""

RUN_END = "</w:t></w:r>"


def paragraph(style: str, inlines: Iterable[Inline], *properties: str) -> str:
    """A paragraph; ``properties`` beyond the style come in the order of the schema."""
    return raw_paragraph(style, "".join(inline_run(inline) for inline in inlines), *properties)


def inline_run(inline: Inline) -> str:
    """The run of one inline: bold, or highlighted while it waits to be filled in."""
    pending = isinstance(inline, Text) and inline.pending
    return f"{RUN_START[inline.bold, pending]}{literal(inline.text, IN_RUN)}{RUN_END}"


_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'

IN_PROPERTY = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\t": "\t", "\n": "\n", "\r\n": "\n", "\r": "\n"}
IN_RUN = {
    **IN_PROPERTY,
    **dict.fromkeys(("\n", "\r\n", "\r"), _BREAK),
    "\t": '</w:t><w:tab/><w:t xml:space="preserve">',
}

# XML's own signs, and every character XML 1.0 cannot hold.
_SPECIAL = re.compile("\r\n|[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]")


def literal(text: str, signs: dict[str, str]) -> str:
    """``text`` with each special sign written so that it reads as itself."""
    if not _SPECIAL.search(text):
        return text

    def written(match: re.Match[str]) -> str:
        sign = match[0]
        if sign not in signs:
            raise ZongjieError(f"U+{ord(sign):04X} cannot stand in a Word document; the form should refuse it.")
        return signs[sign]

    return _SPECIAL.sub(written, text)


def styled_run(text: str, style: str = "", properties: str = "") -> str:
    """A run of plain text in a character style; ``properties`` follow the fonts in the order of the schema."""
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    start = f'<w:r><w:rPr>{named}<w:rFonts w:hint="eastAsia"/>{properties}</w:rPr><w:t xml:space="preserve">'
    return f"{start}{literal(text, IN_RUN)}{RUN_END}"


def font_run(text: str, chinese: str, latin: str) -> str:
    """A run of plain text in fonts that its paragraph has not."""
    fonts = f'w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{chinese}" w:cs="{latin}"'
    start = f'<w:r><w:rPr><w:rFonts w:hint="eastAsia" {fonts}/></w:rPr><w:t xml:space="preserve">'
    return f"{start}{literal(text, IN_RUN)}{RUN_END}"


def raw_paragraph(style: str, runs: str, *properties: str) -> str:
    """A paragraph of finished runs; ``properties`` beyond the style come in the order of the schema."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{"".join(properties)}</w:pPr>{runs}</w:p>'


def text_paragraph(style: str, text: str, *properties: str) -> str:
    """A paragraph of one plain text."""
    return paragraph(style, (Text(text),), *properties)

"""A document on the terminal: its text, what fell out, and where its numbers come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

import click

from generator.chinese.width import half_widths
from generator.document.tree import Document, FigureText, Heading, Inline
from generator.document.walk import DRAWN, IMPRINT, MASTHEAD, Line, Part, walk
from generator.making.summarize import Summary
from generator.problem import spell_path
from generator.trust.provenance import origins
from generator.wording.heal import Fallen

WIDTH = 80
"""Columns of a terminal."""


def show_document(document: Document) -> None:
    """Prints the text of a document from 版头 to 版记, its figures coloured, the cells of a row on one line."""
    numbered = enumerate(walk(document))
    for _, group in groupby(numbered, key=lambda pair: (pair[1].at, pair[1].row) if pair[1].row else pair[0]):
        lines = [line for _, line in group]
        if lines[0].part not in DRAWN:
            click.echo(SHOWN.get(lines[0].part, _indented)(lines[0]) if len(lines) == 1 else _row(lines))


def _plain(line: Line) -> str:
    return line.text.replace("\t", "  ")


def _signs_across(text: str) -> int:
    """How many signs a whole line has when ``text`` and blanks fill it; Python pads by signs, not by columns."""
    return WIDTH - half_widths(text) + len(text)


def _centred(line: Line) -> str:
    return click.style(line.text.center(_signs_across(line.text)), bold=True)


def _right(line: Line) -> str:
    return line.text.rjust(_signs_across(line.text))


def _heading(line: Line) -> str:
    level = line.block.level if isinstance(line.block, Heading) else 1
    return click.style("  " * min(level - 1, 2) + line.text, bold=True)


def _indented(line: Line) -> str:
    return f"    {line.lead}{_coloured(line.inlines)}"


def _row(lines: Iterable[Line]) -> str:
    return "    " + " | ".join(_coloured(line.inlines) for line in lines)


SHOWN: dict[Part, Callable[[Line], str]] = {
    **dict.fromkeys(MASTHEAD, _plain), **dict.fromkeys(IMPRINT, _plain), "recipients": _plain,
    "title": _centred, "annex name": _centred, "heading": _heading, "signature": _right, "date": _right,
    "annex mark": lambda line: f"\n{line.text}",
}  # fmt: skip
"""How a line is shown that is not set in like a paragraph."""


def _coloured(inlines: Iterable[Inline]) -> str:
    return "".join(
        click.style(inline.text, "cyan")
        if isinstance(inline, FigureText)
        else click.style(inline.text, "black", "yellow")
        if inline.pending
        else inline.text
        for inline in inlines
    )


def show_origins(summary: Summary) -> None:
    """Prints where every number of the document came from, and how the derived ones came about."""
    found = list(origins(summary))
    if found:
        click.echo(click.style("\n数字来源", bold=True))
    for text, origin in found:
        click.echo(f"  {click.style(text, 'cyan')} ← {origin}")


def show_fallen(fallen: Iterable[Fallen]) -> None:
    """Prints what was left out because something was not filled in."""
    missing = [one for one in fallen if one.paths and one.text.strip("＿、，；。 ")]
    if missing:
        click.echo(click.style("\n因为没有填而略去的话（＿ 是空缺）", bold=True))
    for one in missing:
        fields = "、".join(spell_path(path) for path in one.paths)
        click.echo(f"  {one.text} ← {fields}")


def fallen_json(fallen: Iterable[Fallen]) -> list[dict[str, object]]:
    """What was left out, as JSON carries it."""
    return [{"text": one.text, "fields": list(one.paths)} for one in fallen if one.paths]

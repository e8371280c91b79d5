"""A document on the terminal: its text, what fell out, and where its numbers come from."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from itertools import groupby
from shutil import get_terminal_size

import click

from generator.chinese.width import half_widths, line_breaks
from generator.document.tree import Document, FigureText, Heading, Inline
from generator.document.walk import DRAWN, IMPRINT, MASTHEAD, Line, Part, walk
from generator.making.summarize import Summary
from generator.problem import spell_path
from generator.trust.provenance import TOLD, WAITS, WRITTEN, Traced, told_once
from generator.wording.heal import Fallen

WIDTH = 80
"""Columns of a page on the terminal, and of what goes to a file, where no line of text is broken."""
SET_OFF = "    "
"""Two characters, as the first line of a paragraph is set in."""


def page_width() -> int | None:
    """The columns to break lines at; None where a file or another program takes the text."""
    return min(get_terminal_size().columns, WIDTH) if sys.stdout.isatty() else None


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
    width = page_width()
    text = line.lead + "".join(inline.text for inline in line.inlines)
    breaks = [at - len(line.lead) for at in line_breaks(text, width, len(SET_OFF))] if width else []
    return f"{SET_OFF}{line.lead}{_coloured(line.inlines, breaks)}"


def _row(lines: Iterable[Line]) -> str:
    return SET_OFF + " | ".join(_coloured(line.inlines) for line in lines)


SHOWN: dict[Part, Callable[[Line], str]] = {
    **dict.fromkeys(MASTHEAD, _plain), **dict.fromkeys(IMPRINT, _plain), "recipients": _plain,
    "title": _centred, "annex name": _centred, "heading": _heading, "post": _right, "signature": _right, "date": _right,
    "annex mark": lambda line: f"\n{line.text}",
}  # fmt: skip
"""How a line is shown that is not set in like a paragraph."""


def _coloured(inlines: Iterable[Inline], breaks: Iterable[int] = ()) -> str:
    """The text in its colours, a new line begun at each of ``breaks``."""
    shown, start = "", 0
    for inline in inlines:
        inside = [at - start for at in breaks if start <= at < start + len(inline.text)]
        pieces = [inline.text[one:other] for one, other in zip([0, *inside], [*inside, None], strict=True)]
        shown += "\n".join(_in_colour(inline, piece) if piece else "" for piece in pieces)
        start += len(inline.text)
    return shown


def _in_colour(inline: Inline, text: str) -> str:
    if isinstance(inline, FigureText):
        return click.style(text, "cyan")
    return click.style(text, "black", "yellow") if inline.pending else text


ORIGINS: dict[str, Callable[[Traced], bool]] = {
    "填的数": lambda one: one.is_figure,
    "自己写的话里的数": lambda one: one.origin.startswith(TOLD),
    "模板里的数": lambda one: one.origin.startswith(WRITTEN),
    "待填": lambda one: one.origin.startswith(WAITS),
    "日期和年份": lambda _: True,
}
"""Whose a number is: the first that it belongs to."""


def _by_origin(summary: Summary) -> dict[str, list[Traced]]:
    found: dict[str, list[Traced]] = {name: [] for name in ORIGINS}
    for one in told_once(summary.document, summary.form):
        found[next(name for name, holds in ORIGINS.items() if holds(one))].append(one)
    return {name: ones for name, ones in found.items() if ones}


def show_origins(summary: Summary) -> None:
    """Prints where every number of the document came from, and how the derived ones came about."""
    groups = _by_origin(summary)
    if groups:
        click.echo(click.style("数字来源", bold=True))
    for name, ones in groups.items():
        click.echo(f"{name}（{len(ones)}个）")
        for one in ones:
            click.echo(f"  {click.style(one.text, 'cyan')} ← {one.origin}")


def show_fallen(fallen: Iterable[Fallen]) -> None:
    """Prints what was left out because something was not filled in."""
    missing = _told(fallen)
    click.echo(click.style("因为没有填而略去的话（＿ 是空缺）" if missing else "没有略去的话。", bold=True))
    for one in missing:
        fields = "、".join(spell_path(path) for path in one.paths)
        click.echo(f"  {one.text} ← {fields}")


def _told(fallen: Iterable[Fallen]) -> list[Fallen]:
    """What of it is worth a word: more than marks, and for want of something."""
    return [one for one in fallen if one.paths and one.text.strip("＿、，；。 ")]


def say_more(summary: Summary) -> None:
    """Prints what else there is to see of a document, and what to type for it."""
    counts = [f"{name}{len(ones)}个" for name, ones in _by_origin(summary).items()]
    left = len(_told(summary.fallen))
    told = [
        f"{'、'.join(counts)}，看来源加 --来源" if counts else "",
        f"略去{left}处，看是哪些加 --略去" if left else "",
    ]
    if any(told):
        click.echo(f"\n{'；'.join(filter(None, told))}。")


def fallen_json(fallen: Iterable[Fallen]) -> list[dict[str, object]]:
    """What was left out, as JSON carries it."""
    return [{"text": one.text, "fields": list(one.paths)} for one in fallen if one.paths]

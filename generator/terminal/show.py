"""A document on the terminal: its text, what fell out, and where its figures come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

import click

from generator.document.tree import (
    ANNEX_MARK,
    Block,
    Chart,
    Document,
    FigureText,
    Heading,
    Inline,
    Paragraph,
    Series,
    Table,
    annex_list,
    caption,
    imprint_texts,
    masthead_texts,
    plain_text,
)
from generator.figures.values import OF_UNIT, Figure
from generator.library.filters import RATIO
from generator.making.summarize import Summary
from generator.problem import spell_path
from generator.wording.heal import Fallen

WIDTH = 80
"""Columns of a terminal."""


def show_document(document: Document) -> None:
    """Prints the text of a document from 版头 to 版记, its figures coloured."""
    formal = document.formal
    for line in masthead_texts(formal.masthead) if formal.masthead else ():
        click.echo(line.replace("\t", "  "))
    click.echo(_centred(document.title))
    if formal.recipients:
        click.echo(formal.recipients)
    _show_blocks(document.blocks)
    for line in annex_list(formal.annexes):
        click.echo(f"    {line}")
    for line in (document.signature, document.date):
        if line:
            click.echo(line.rjust(WIDTH - len(line)))
    if formal.note:
        click.echo(f"    {formal.note}")
    for annex in formal.annexes:
        click.echo(f"\n{ANNEX_MARK}{annex.number}\n{_centred(annex.name)}")
        _show_blocks(annex.blocks)
    for line in imprint_texts(formal.imprint) if formal.imprint else ():
        click.echo(line)


def _centred(title: str) -> str:
    return click.style(title.center(WIDTH - len(title)), bold=True)


def _show_blocks(blocks: Iterable[Block]) -> None:
    for block in blocks:
        match block:
            case Heading(level, inlines, number):
                click.echo(click.style(("  " if level > 1 else "") + number + plain_text(inlines), bold=True))
            case Paragraph(inlines, number):
                click.echo(f"    {number}{_coloured(inlines)}")
            case Chart():
                click.echo(f"    {caption(block)}")
            case Table(head, rows, unit, note):
                for row in ((unit,) if unit else (), head, *rows, (note,) if note else ()):
                    if row:
                        click.echo("    " + " | ".join(_coloured(cell) for cell in row))


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
    """Prints where every figure of the document was typed, and how the derived ones came about."""
    found = list(origins(summary))
    if found:
        click.echo(click.style("\n数字来源", bold=True))
    for text, origin in found:
        click.echo(f"  {click.style(text, 'cyan')} ← {origin}")


def origins(summary: Summary) -> Iterator[tuple[str, str]]:
    """Each printed figure with the line and field it came from, in the order of the document."""
    if summary.document is None or summary.form is None:
        return
    for figure in figures_of(summary.document):
        value = summary.form.value(figure.path)
        yield (
            figure.text,
            _origin(value, figure.path, summary.file) if isinstance(value, Figure) else _ratio(figure.path),
        )


def _ratio(path: str) -> str:
    return f"由{'和'.join(_spelled(one) for one in path.split(RATIO))}算出"


def _spelled(path: str) -> str:
    """A path as a reader takes it: 甲镇的低保·城镇·人数."""
    path, _, owner = path.partition(OF_UNIT)
    return f"{owner}的{spell_path(path)}" if owner else spell_path(path)


def _origin(figure: Figure, path: str, file: str) -> str:
    """Where a figure was typed, or which others it came from."""
    if not figure.parts:
        return f"{_spot(figure, file)} {_spelled(path)}"
    if figure.is_over_units:
        parts = "、".join(f"{part.owner}{part.text}（{_spots(part, file)}）" for part in figure.parts)
        return f"{_spelled(path)}，由{len(figure.parts)}个单位汇总：{parts}"
    parts = "、".join(f"{one.text}（{_step(one, file)}）" for one in figure.parts)
    return f"{_spelled(path)}，由{parts}算出"


def _step(part: Figure, file: str) -> str:
    """Where a part of a formula came from; a sum over units is explained where it stands itself."""
    if part.parts:
        owners = sum(1 for one in part.parts if one.owner)
        return f"{owners}个单位汇总" if owners else _spots(part, file)
    return _spot(part, file)


def _spots(figure: Figure, file: str) -> str:
    return "、".join(dict.fromkeys(_spot(one, file) for one in figure.typed))


def _spot(figure: Figure, file: str) -> str:
    """The line a figure was typed in, with its file where that is another than the form's."""
    place = figure.place
    return place.spot.said if place.file == file else place.spot.behind(place.file)


def figures_of(document: Document) -> Iterator[FigureText]:
    """Every figure of the document in reading order."""
    for block in document.blocks:
        rows: Iterable[Iterable[Inline]] = ()
        match block:
            case Heading(inlines=inlines) | Paragraph(inlines=inlines):
                rows = (inlines,)
            case Table(head, body):
                rows = (cell for row in (head, *body) for cell in row)
            case Chart(series=lines):
                rows = ((FigureText(f"{value:,f}", path),) for line in lines for value, path in _told(line))
        yield from (inline for row in rows for inline in row if isinstance(inline, FigureText))


def _told(line: Series) -> Iterator[tuple[Decimal, str]]:
    """The figures of a chart that say where they came from."""
    pairs = zip(line.values, line.paths, strict=False)
    return ((value, path) for value, path in pairs if value is not None and path)


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

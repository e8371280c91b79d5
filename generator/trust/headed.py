"""Figures that stand in a table as they did, under the name of another row or column than they did."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from generator.trust.changes import Changes, FigureChange
from generator.trust.embedded import PrintedLine

NUMBER_ALONE = re.compile(r"\D{0,2}\d[\d.,]*\D{0,5}")
OTHER_COLUMN = "别的列"


def with_other_names(found: Changes, printed: Sequence[PrintedLine]) -> Changes:
    """The changes, those of names among them told with the figures that stand under the name of others now.

    A name that no other row or column has is only another spelling; a row that moved took its figures along.
    """
    renamed = [(number - 1, now) for one in found.texts for number, now in one.lines]
    if not (renamed or found.moved):
        return found
    names = {_bare(line.text) for line in printed if not line.figures}
    told = [
        change
        for at, now in renamed
        if _bare(now) in names and _bare(now) != _bare(printed[at].text)
        for change in _under(printed, at, now)
    ]
    known = {one.path for one in found.figures}
    heads = {_bare(text) for text in found.moved}
    for at in (at for at, line in enumerate(printed) if _bare(line.text) in heads):
        cells = [] if _is_name(printed, at) else list(_column(printed, at))
        told += [_told(printed[cell], OTHER_COLUMN) for cell in cells if printed[cell].figures[0].path not in known]
    return replace(found, figures=(*found.figures, *told)) if told else found


def _is_name(printed: Sequence[PrintedLine], at: int) -> bool:
    """Whether figures stand right behind the line there, as behind the name of a row."""
    return at + 1 < len(printed) and _is_figure(printed[at + 1])


def _told(cell: PrintedLine, now: str) -> FigureChange:
    return FigureChange("under another name", cell.figures[0].path, cell.text, now, now, 0)


def _under(printed: Sequence[PrintedLine], at: int, now: str) -> Iterator[FigureChange]:
    """The figures of the row, or of the column, whose name is the line there."""
    cells = _figures_from(printed, at + 1) if _is_name(printed, at) else _column(printed, at)
    return (_told(printed[cell], now) for cell in cells)


def _column(printed: Sequence[PrintedLine], at: int) -> Iterator[int]:
    """The cells below the head there, as long as rows are as long as the first one."""
    first = next((k for k in range(at, len(printed)) if _is_figure(printed[k])), None)
    if first is None:
        return
    width = len(list(_figures_from(printed, first)))
    # Before the first row's name stand as many heads as it has figures, and before these that of the names.
    column = at - (first - 1 - width)
    if not 0 <= column < width:
        return
    for start in range(first, len(printed), width + 1):
        row = list(_figures_from(printed, start))
        if len(row) != width:
            return
        yield row[column]


def _figures_from(printed: Sequence[PrintedLine], at: int) -> Iterator[int]:
    while at < len(printed) and _is_figure(printed[at]):
        yield at
        at += 1


def _is_figure(line: PrintedLine) -> bool:
    """Whether a line is nothing but a figure, as a cell is."""
    is_one = len(line.figures) == 1 and line.figures[0].end - line.figures[0].start == len(line.text)
    return is_one and NUMBER_ALONE.fullmatch(line.text) is not None


def _bare(text: str) -> str:
    return "".join(text.split())

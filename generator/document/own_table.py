"""Tables as people type or paste them, in bars or parted by tabs, cell by cell: no cell is lost, moved or made up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.chinese.numbering import is_number_alone
from generator.document.tree import Inlines, Table, Text, plain_text
from generator.figures.quantity import QUALIFIERS_BEFORE, Fault

BARS = "|｜"
BAR = r"(?<!\\)\|"
WIDE_BAR = r"(?<!\\)｜"
CELL_END = "\t"
ANY_BAR = rf"{BAR}|{WIDE_BAR}"
RULE = r"[:：]?[-—－─]{2,}[:：]?|:?-:?"
"""A cell of the line below the head."""
COLUMNS = r" {2,}|[ \u3000]*\u3000[ \u3000]*"
"""What parts the columns of a table that was copied from where nothing else parted them."""
ENDS_OF_WORDS = "。；：，！？"
MARK_OF_WORDS = r"[，。；：、！？|｜#]"
NAMED_BY = 20
NUMBER_CELL = re.compile(rf"\s*(?:{'|'.join(QUALIFIERS_BEFORE)})?[-+−]?\d[\d,.]*\s*[%‰]?[^\d\s]{{0,4}}\s*")
"""A figure with at most a short unit, as 1,280、12.5%、约-3.5 or 274人."""
NO_FIGURE = frozenset(("—", "——", "-", "－", "–", "/", ""))
"""What stands in a column of figures for a figure that is not there."""
DASH = (Text("—"),)
NOT_COUNTED = ("序号", "编号", "备注", "说明", "附注")
"""Heads of columns in which a figure counts nothing."""


class Row(Struct, frozen=True):
    """A line of a table, in bars or with tabs between its cells."""

    line: int
    text: str

    @property
    def cells(self) -> list[str]:
        r"""What stands between its bars; ``\|`` is a bar inside a cell."""
        if CELL_END in self.text:
            return [cell.strip() for cell in self.text.split(CELL_END)]
        bar = BAR if re.search(BAR, self.text) else WIDE_BAR
        cells = re.split(bar, self.text)
        if self.is_barred:
            del cells[0]
        if len(cells) > 1 and not cells[-1].strip():
            cells.pop()
        return [re.sub(r"\\([|｜])", r"\1", cell).strip() for cell in cells]

    @property
    def is_barred(self) -> bool:
        """Whether it begins with a bar, as a table in bars should."""
        return self.text[0] in BARS

    def cells_of(self, width: int) -> list[str]:
        """Its cells, with those behind its last that the head has and nobody can see: blanks behind a tab or a bar."""
        cells = self.cells
        if self.is_barred or not (CELL_END in self.text or self.text[-1] in BARS):
            return cells
        while len(cells) > width and not cells[-1]:
            cells.pop()
        return cells + [""] * (width - len(cells))

    @property
    def name(self) -> str:
        """How a message names it: by what it begins with."""
        return next((cell for cell in self.cells if cell), "")[:NAMED_BY]


def is_row(words: str) -> bool:
    """Whether a line is a row of a table, whatever stands around it."""
    return words[0] in BARS


def rows_without_bars(lines: Sequence[str]) -> dict[int, Row]:
    """The rows of tables whose lines do not begin with a bar, by where they stand among the lines.

    Two lines or more that follow each other are a table: with tabs in them, or with the same number of bars.
    """
    found: dict[int, Row] = {}
    for start, end in _runs([_is_tabbed(line) for line in lines]):
        if not any(CELL_END in line.strip() for line in lines[start:end]):
            continue
        margin = min(len(line) - len(line.lstrip(CELL_END)) for line in (line.strip(" ") for line in lines[start:end]))
        found |= {at: Row(at, lines[at].strip(" ")[margin:]) for at in range(start, end)}
    bars = [len(re.findall(ANY_BAR, line)) if not is_row(line.strip() or " ") else 0 for line in lines]
    for start, end in _runs([bool(count) for count in bars]):
        counts = [bars[at] - (lines[at].rstrip()[-1] in BARS) for at in range(start, end)]
        if len(set(counts)) == 1 or _is_rule(Row(0, lines[start + 1].strip())):
            found |= {at: Row(at, lines[at].strip()) for at in range(start, end)}
    return found


def in_columns(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Where lines stand in columns that nothing but blanks part, and how the first of them is written with bars."""
    cells = [re.split(COLUMNS, line.strip()) for line in lines]
    widths = [
        0 if re.search(MARK_OF_WORDS, line) or CELL_END in line else len(found)
        for line, found in zip(lines, cells, strict=True)
    ]
    for start, end in _runs([width > 1 for width in widths]):
        figures = (cell for row in cells[start + 1 : end] for cell in row[1:])
        if len(set(widths[start:end])) == 1 and any(cell[:1].isdecimal() for cell in figures):
            yield start, " | ".join(cells[start])


def _is_tabbed(line: str) -> bool:
    """Whether tabs part cells of a line, and not only the number before a sentence from it, or set it in."""
    cells = line.strip(" ").rstrip().split(CELL_END)
    return len(cells) > 2 or (
        len(cells) == 2 and not is_number_alone(cells[0]) and bool(cells[0] or cells[1][-1] not in ENDS_OF_WORDS)
    )


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where two or more flags stand together: the first, and the one behind the last."""
    start = 0
    for at, flag in enumerate((*flags, False)):
        if not flag:
            if at - start > 1:
                yield start, at
            start = at + 1


def _is_rule(row: Row) -> bool:
    """Whether a row is the line below the head; | - | - | are cells without anything."""
    cells = row.cells if CELL_END not in row.text else []
    return (
        bool(cells) and all(re.fullmatch(RULE, cell) for cell in cells) and ("- |" not in row.text or "--" in row.text)
    )


def read_table(rows: Sequence[Row]) -> tuple[list[list[str]], list[tuple[int, Fault]]]:
    """The head row and the body rows, made equally long, and what is wrong with each line."""
    head, *body = rows
    width = len(head.cells)
    if CELL_END in head.text:
        width = len(head.text.rstrip().split(CELL_END))
    faults: list[tuple[int, Fault]] = []
    if body and _is_rule(body[0]):
        rule, body = body[0], body[1:]
        if len(rule.cells) != width:
            what = f"表头「{head.name}」有{width}格，它下面的分隔行有{len(rule.cells)}格。"
            faults.append((rule.line, Fault(what, f"分隔行请写「{'|---' * width}|」。")))
    elif head.is_barred:
        what = f"表格「{head.name}」的第一行下面没有分隔行。"
        faults.append(
            (head.line, Fault(what, f"请在表头这一行下面加一行「{'|---' * width}|」；不是表格，请去掉行首的竖线。"))
        )
    if not body and not faults:
        faults.append((head.line, Fault(f"表格「{head.name}」只有表头，没有内容。", "请在分隔行下面逐行写内容。")))
    faults += [
        (row.line, Fault("表格中间又有一行分隔行。", "请删去；是另一个表格的，请在它的表头上面空一行。"))
        for row in body
        if _is_rule(row)
    ]
    faults += [(row.line, _ragged(row, width)) for row in body if len(row.cells_of(width)) != width]
    cells = [row.cells_of(width) for row in (head, *body)]
    most = max(map(len, cells))
    return [row + [""] * (most - len(row)) for row in cells], faults


def _ragged(row: Row, width: int) -> Fault:
    """What is wrong with a row of more or fewer cells than the head."""
    cells = row.cells
    what = f"表格里「{row.name}」这一行有{len(cells)}格，表头有{width}格"
    if len(cells) > width:
        extra = "、".join(f"「{cell}」" for cell in cells[width:])
        own_bar = "" if CELL_END in row.text else "；格里要印竖线，写成「\\|」"
        return Fault(f"{what}，多出{extra}。", f"请删去多出的格，或给表头加一格{own_bar}。")
    return Fault(f"{what}，少{width - len(cells)}格。", "没有内容的格也要留出来，写成「| |」。")


def with_dashes(table: Table) -> Table:
    """The table with — in each cell of a column of figures that was left blank, as in tables of our own.

    The first column names the rows, and a row of one cell says what stands below it.
    """
    columns = [[plain_text(row[at]).strip() for row in table.rows] for at in range(len(table.head))]
    counted = [
        at > 0 and "".join(plain_text(table.head[at]).split()) not in NOT_COUNTED and _is_counted(column)
        for at, column in enumerate(columns)
    ]
    if not any(is_figure and "" in column for is_figure, column in zip(counted, columns, strict=True)):
        return table
    return replace(table, rows=tuple(_dashed(row, counted) for row in table.rows))


def _is_counted(column: Sequence[str]) -> bool:
    """Whether a column holds figures, and nothing else but what stands for one."""
    figures = [cell for cell in column if cell not in NO_FIGURE]
    return bool(figures) and all(map(NUMBER_CELL.fullmatch, figures))


def _dashed(row: tuple[Inlines, ...], counted: Sequence[bool]) -> tuple[Inlines, ...]:
    blank = [not plain_text(cell).strip() for cell in row]
    if blank.count(False) < 2:
        return row
    return tuple(
        DASH if empty and is_figure else cell for cell, empty, is_figure in zip(row, blank, counted, strict=True)
    )

"""Tables in bars as people type them, cell by cell: no cell is lost, moved or made up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from generator.figures.quantity import Fault

BARS = "|｜"
BAR = r"(?<!\\)\|"
WIDE_BAR = r"(?<!\\)｜"
RULE = r"[:：]?[-—－─]{2,}[:：]?|:?-:?"
"""A cell of the line below the head."""
BARLESS_RULE = r":?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)+\|?"
"""The line below the head of a table whose lines begin without a bar."""
NAMED_BY = 20


class Row(Struct, frozen=True):
    """A line that begins with a bar."""

    line: int
    text: str

    @property
    def cells(self) -> list[str]:
        r"""What stands between its bars; ``\|`` is a bar inside a cell."""
        bar = BAR if self.text[0] == "|" else WIDE_BAR
        cells = re.split(bar, self.text)[1:]
        if len(cells) > 1 and not cells[-1].strip():
            cells.pop()
        return [cell.replace(f"\\{self.text[0]}", self.text[0]).strip() for cell in cells]

    @property
    def name(self) -> str:
        """How a message names it: by what it begins with."""
        return next((cell for cell in self.cells if cell), "")[:NAMED_BY]


def is_row(words: str) -> bool:
    """Whether a line is a row of a table."""
    return words[0] in BARS


def is_barless(words: str) -> bool:
    """Whether a line is of a table whose lines begin without a bar."""
    return "|" in words and "--" in words and bool(re.fullmatch(BARLESS_RULE, words))


def _is_rule(row: Row) -> bool:
    """Whether a row is the line below the head; | - | - | are cells without anything."""
    cells = row.cells
    return (
        bool(cells) and all(re.fullmatch(RULE, cell) for cell in cells) and ("- |" not in row.text or "--" in row.text)
    )


def read_table(rows: Sequence[Row]) -> tuple[list[list[str]], list[tuple[int, Fault]]]:
    """The head row and the body rows, made equally long, and what is wrong with each line."""
    head, *body = rows
    width = len(head.cells)
    faults: list[tuple[int, Fault]] = []
    if body and _is_rule(body[0]):
        rule, body = body[0], body[1:]
        if len(rule.cells) != width:
            what = f"表头「{head.name}」有{width}格，它下面的分隔行有{len(rule.cells)}格。"
            faults.append((rule.line, Fault(what, f"分隔行请写「{'|---' * width}|」。")))
    else:
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
    faults += [(row.line, _ragged(row, width)) for row in body if len(row.cells) != width]
    most = max(len(row.cells) for row in (head, *body))
    return [row.cells + [""] * (most - len(row.cells)) for row in (head, *body)], faults


def _ragged(row: Row, width: int) -> Fault:
    """What is wrong with a row of more or fewer cells than the head."""
    cells = row.cells
    what = f"表格里「{row.name}」这一行有{len(cells)}格，表头有{width}格"
    if len(cells) > width:
        extra = "、".join(f"「{cell}」" for cell in cells[width:])
        return Fault(f"{what}，多出{extra}。", "请删去多出的格，或给表头加一格；格里要印竖线，写成「\\|」。")
    return Fault(f"{what}，少{width - len(cells)}格。", "没有内容的格也要留出来，写成「| |」。")

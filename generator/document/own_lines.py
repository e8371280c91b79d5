"""The lines of an official's own text gathered into paragraphs, headings, items of lists and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field

from generator.chinese.lines import (
    begins_paragraph,
    is_finished,
    is_table_caption,
    is_unit_line,
    join_lines,
    tab_between,
    without_tabs,
)
from generator.chinese.numbering import is_number_alone
from generator.document.own_table import ANY_BAR, CELL_END, NAMED_BY, Row, is_row, rows_without_bars
from generator.problem import Place, Problem, Severity

HEADING_LINE = r"(#{1,6})(?!#)(\s*)(.*?)(?:\s+#+)?\s*"
TOPIC = r"[!-~]|[^#]*#"
"""What behind a # without a blank makes no heading: #3楼, #全国助残日#."""
BULLET = r"-\s+(?=\S)"
COUNTED_MARK = r"([1-9][0-9]{0,2})\.\s+(?=\S)"
DIGIT_FIRST = r"[0-9０-９]"
MOST_LISTS = 3
"""Counted lists, one in another: 1. （1） ①."""
DEEPER = 2
"""By how many blanks an item stands further in that belongs to the one above it."""


class Remark(Struct, frozen=True):
    """What is to be said of a line of a text, counted from 0."""

    severity: Severity
    line: int
    what: str
    advice: str = ""

    def at(self, place: Place) -> Problem:
        """The problem, where the text stands at ``place``."""
        return Problem(self.severity, place._replace(spot=place.spot.of_line(self.line)), self.what, self.advice)


class OwnPiece(Struct):
    """A paragraph, heading or item while its lines are gathered."""

    line: int
    lines: list[str]
    level: int = 0
    """Of a heading: how many #."""
    chain: OwnList | None = None
    """Of an item: the list it belongs to."""
    number: int = 0
    """Of a counted item."""
    mark: str = ""
    """What stands before it, as typed."""
    joins: bool = False
    """Whether nothing parts it from the line above."""

    @property
    def text(self) -> str:
        """Its lines as one."""
        return join_lines(self.lines) if len(self.lines) > 1 else self.lines[0]

    @property
    def is_words(self) -> bool:
        """Whether it is a paragraph."""
        return not self.level and self.chain is None


class OwnList(Struct):
    """A list: its items count on, whatever stands between them."""

    indent: int
    counted: bool
    rank: int
    """How many counted lists it stands in."""
    items: list[OwnPiece] = field(default_factory=list)

    @property
    def is_list(self) -> bool:
        """Whether it is one, and not lines that begin with numbers: 1. 5万元."""
        return not self.counted or any(not re.match(DIGIT_FIRST, item.lines[0]) for item in self.items)


class LinesReader(Struct):
    """Gathers the pieces and the tables of a text."""

    pieces: list[OwnPiece | list[Row]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    within: list[OwnList] = field(default_factory=list)
    """The lists that the last line stood in, the outermost first."""
    last: dict[int, OwnList] = field(default_factory=dict)
    """The last counted list at each depth, which a number may go on."""
    parted: bool = True

    def take(self, lines: Sequence[str]) -> None:
        """Reads the lines one by one."""
        loose = rows_without_bars(lines)
        for at, typed in enumerate(lines):
            line = self.without_tabs(at, typed) if CELL_END in typed and at not in loose else typed
            words = line.strip()
            if not words:
                self.parted = True
            elif is_row(words) or at in loose or (self.is_in_table and re.search(ANY_BAR, words)):
                self.row(loose.get(at) or Row(at, words))
            else:
                _ = self.heading(at, words) or self.item(at, line) or self.words(at, line)
                self.parted = False

    def without_tabs(self, at: int, line: str) -> str:
        """A line without the tabs in it that make no table: behind a number nothing is lost with them."""
        inner = line.strip()
        number, _, rest = inner.partition(CELL_END)
        if is_number_alone(number):
            blank = " " if number.endswith((".", "-")) else ""
            inner = f"{number}{blank}{rest.lstrip()}"
        if CELL_END in inner:
            severity, what, advice = tab_between(inner)
            self.remarks.append(Remark(severity, at, what, advice))
        return line[: len(line) - len(line.lstrip())] + without_tabs(inner)

    def row(self, row: Row) -> None:
        """Takes a row into its table."""
        table = self.pieces[-1] if self.is_in_table else None
        if isinstance(table, list) and (CELL_END in table[0].text) == (CELL_END in row.text):
            table.append(row)
        else:
            self.part_from_table()
            self.pieces.append([row])
        self.within, self.parted = [], False

    def part_from_table(self) -> None:
        """Makes lines of their own of those right above a table that say which it is and what it counts."""
        above = self.pieces[-1] if self.pieces else None
        if not isinstance(above, OwnPiece):
            return
        apart: list[OwnPiece | list[Row]] = []
        for says in (is_unit_line, is_table_caption):
            if len(above.lines) > 1 and says(above.lines[-1].strip("*")):
                apart.insert(0, OwnPiece(above.line + len(above.lines) - 1, [above.lines.pop()]))
        self.pieces += apart

    @property
    def is_in_table(self) -> bool:
        """Whether the last line was one of a table."""
        return bool(self.pieces) and isinstance(self.pieces[-1], list) and not self.parted

    def heading(self, at: int, words: str) -> bool:
        """Whether the line is a heading."""
        match = re.fullmatch(HEADING_LINE, words) if words[0] == "#" else None
        if match is None or (match[1] == "#" and not match[2] and re.match(TOPIC, match[3])):
            return False
        if not match[3]:
            advice = "请在后面写上标题，或删去这一行。"
            self.remarks.append(Remark(Severity.ERROR, at, f"「{words}」后面没有标题。", advice))
        self.pieces.append(OwnPiece(at, [match[3]], level=len(match[1])))
        self.within = []
        return True

    def item(self, at: int, line: str) -> bool:
        """Whether the line begins an item."""
        words = line.strip()
        match = re.match(BULLET, words) or re.match(COUNTED_MARK, words)
        if match is None:
            return False
        counted = match[0][0] != "-"
        number = int(match[1]) if counted else 0
        indent = _indent(line)
        within = [chain for chain in self.within if chain.indent + DEEPER <= indent]
        sibling = self.within[len(within)] if len(self.within) > len(within) else None
        depth = len(within)
        if counted:
            chain = self.last.get(depth) if number != 1 else None
            if number != 1 and (chain is None or chain.items[-1].number != number - 1):
                return False
        else:
            chain = sibling if sibling and not sibling.counted and not self.parted else None
        if chain is None:
            chain = OwnList(indent, counted, sum(one.counted for one in within))
            if counted and sibling and sibling.counted and not self.parted:
                what = f"「{words[:NAMED_BY]}」又从1编起，上一条也有编号。"
                advice = "接着上一条的，请写下一个编号；另外编的，请在上面空一行。"
                self.remarks.append(Remark(Severity.WARNING, at, what, advice))
        self.begin(
            chain,
            depth,
            within,
            OwnPiece(at, [words[match.end() :]], number=number, mark=match[0], joins=not self.parted),
        )
        return True

    def begin(self, chain: OwnList, depth: int, within: list[OwnList], piece: OwnPiece) -> None:
        """Begins an item of a list."""
        piece.chain = chain
        chain.items.append(piece)
        self.pieces.append(piece)
        self.within = [*within, chain]
        self.last = {at: one for at, one in self.last.items() if at < depth or (at == depth and not chain.counted)}
        if chain.counted:
            self.last[depth] = chain
        if chain.rank >= MOST_LISTS:
            advice = f"编号的列表最多套{MOST_LISTS}层，请把最里面的并到上一层。"
            self.remarks.append(Remark(Severity.ERROR, piece.line, "列表套得太深。", advice))

    def words(self, at: int, line: str) -> bool:
        """Takes a line of words to what stands above it, or begins a paragraph."""
        above = self.pieces[-1] if self.pieces and not self.parted else None
        words = line.strip()
        last = above.lines[-1] if isinstance(above, OwnPiece) and not above.level else ""
        if isinstance(above, OwnPiece) and last and not (begins_paragraph(line) or is_finished(last)):
            above.lines.append(words)
            return True
        if _indent(line) < DEEPER:
            self.within = []
        self.pieces.append(OwnPiece(at, [words]))
        return True


def _indent(line: str) -> int:
    expanded = line.replace("\t", "    ").replace("\u3000", "  ")
    return len(expanded) - len(expanded.lstrip())

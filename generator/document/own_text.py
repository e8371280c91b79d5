"""What an official wrote in lines to blocks: what was typed is what is printed, what cannot be is said.

There are paragraphs, headings (#, ##), lists (- and 1., one in another), tables in bars and **bold**, nothing else. A
number at the head of a line counts a list only when it begins at 1 or follows the one before; else it is a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from generator.chinese.lines import (
    begins_paragraph,
    doubtful_joints,
    is_finished,
    is_table_caption,
    is_unit_line,
    join_lines,
    tab_between,
    without_tabs,
)
from generator.chinese.numbering import describe_numbers, is_number_alone, without_numbers
from generator.chinese.punctuation import closed
from generator.document.own_table import (
    ANY_BAR,
    CELL_END,
    NAMED_BY,
    Row,
    in_columns,
    is_row,
    read_table,
    rows_without_bars,
    with_dashes,
)
from generator.document.tree import LOWEST, Block, Heading, Inlines, Listing, Paragraph, Table, Text, whole
from generator.problem import Place, Problem, Severity

HEADING_LINE = r"(#{1,6})(?!#)(\s*)(.*?)(?:\s+#+)?\s*"
TOPIC = r"[!-~]|[^#]*#"
"""What behind a # without a blank makes no heading: #3楼, #全国助残日#."""
BULLET = r"-\s+(?=\S)"
COUNTED_MARK = r"([1-9][0-9]{0,2})\.\s+(?=\S)"
DIGIT_FIRST = r"[0-9０-９]"
APART = r"(?:(?<![\d.,])\*\*|\*\*(?![\d.,]))"
"""Two stars that part no number: 3**5 stays as it is."""
BOLD = rf"{APART}(?![\s*])((?:(?!\*\*).)+)(?<![\s*]){APART}(?!\*)"
NOT_OURS_HERE = r"^(?:```|~~~)|</?[A-Za-z][^<>]*>|!?\[[^\]]*\]\([^)]*\)|^>|^\*(?=\s)"
"""What other Markdown gives a meaning."""
SIGNS_NOT_OURS = r"[`~<>*]|\]\("
"""Without one of these a text holds none of it."""
GAP_OF_COLUMNS = r"\S(?:  |\u3000)"
IN_COLUMNS = "这一行起像是表格，各格中间只有空格，会连成一段。"
BARS_FIRST = ("|", "｜")
OURS = "这里只认小标题（#）、条目（- 和 1. ）、表格（|）和加粗（**）；不要印的请删去。"
MOST_HEADINGS = 3
"""Levels of headings below the heading that a text stands under."""
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


class OwnText(Struct, frozen=True):
    """The blocks of a text, and what is to be said of it."""

    blocks: tuple[Block, ...]
    remarks: tuple[Remark, ...]


def read_own(text: str, path: str = "", typed: bool = False, under: int = 0) -> OwnText:
    """The blocks that ``text`` writes, which came from ``path``, below a heading of level ``under``."""
    lines = text.split("\n")
    reader = _Reader()
    reader.take(lines)
    if re.search(GAP_OF_COLUMNS, text):
        reader.remarks += [
            Remark(Severity.WARNING, at, IN_COLUMNS, f"是表格的，请在各格中间写上竖线，如「{bars}」。")
            for at, bars in in_columns(lines)
        ]
    if re.search(SIGNS_NOT_OURS, text):
        reader.remarks += _foreign(lines)
    return _Maker(reader, path, typed, under).make()


def _foreign(lines: Iterable[str]) -> Iterator[Remark]:
    """A warning for each line with a sign of other Markdown or of HTML, which prints as typed."""
    for at, line in enumerate(lines):
        words = line.strip()
        found = None if words[:1] in BARS_FIRST else re.search(NOT_OURS_HERE, words)
        if found:
            yield Remark(Severity.WARNING, at, f"「{found.group().strip()}」在这里没有特别的意思，会照字面印出。", OURS)


def inlines_of(text: str, path: str, typed: bool = False) -> Inlines:
    """The words of a line, bold where ** stands around them."""
    parts = re.split(BOLD, text) if "**" in text else [text]
    return tuple(
        Text(part, bold=bool(at % 2), typed=typed, sources=whole(part, path)) for at, part in enumerate(parts) if part
    )


class _Piece(Struct):
    """A paragraph, heading or item while its lines are gathered."""

    line: int
    lines: list[str]
    level: int = 0
    """Of a heading: how many #."""
    chain: _Chain | None = None
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


class _Chain(Struct):
    """A list: its items count on, whatever stands between them."""

    indent: int
    counted: bool
    rank: int
    """How many counted lists it stands in."""
    items: list[_Piece] = field(default_factory=list)

    @property
    def is_list(self) -> bool:
        """Whether it is one, and not lines that begin with numbers: 1. 5万元."""
        return not self.counted or any(not re.match(DIGIT_FIRST, item.lines[0]) for item in self.items)


class _Reader(Struct):
    """Gathers the pieces and the tables of a text."""

    pieces: list[_Piece | list[Row]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    within: list[_Chain] = field(default_factory=list)
    """The lists that the last line stood in, the outermost first."""
    last: dict[int, _Chain] = field(default_factory=dict)
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
        if not isinstance(above, _Piece):
            return
        apart: list[_Piece | list[Row]] = []
        for says in (is_unit_line, is_table_caption):
            if len(above.lines) > 1 and says(above.lines[-1].strip("*")):
                apart.insert(0, _Piece(above.line + len(above.lines) - 1, [above.lines.pop()]))
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
        self.pieces.append(_Piece(at, [match[3]], level=len(match[1])))
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
            chain = _Chain(indent, counted, sum(one.counted for one in within))
            if counted and sibling and sibling.counted and not self.parted:
                what = f"「{words[:NAMED_BY]}」又从1编起，上一条也有编号。"
                advice = "接着上一条的，请写下一个编号；另外编的，请在上面空一行。"
                self.remarks.append(Remark(Severity.WARNING, at, what, advice))
        self.begin(
            chain,
            depth,
            within,
            _Piece(at, [words[match.end() :]], number=number, mark=match[0], joins=not self.parted),
        )
        return True

    def begin(self, chain: _Chain, depth: int, within: list[_Chain], piece: _Piece) -> None:
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
        last = above.lines[-1] if isinstance(above, _Piece) and not above.level else ""
        if isinstance(above, _Piece) and last and not (begins_paragraph(line) or is_finished(last)):
            above.lines.append(words)
            return True
        if _indent(line) < DEEPER:
            self.within = []
        self.pieces.append(_Piece(at, [words]))
        return True


def _indent(line: str) -> int:
    expanded = line.replace("\t", "    ").replace("\u3000", "  ")
    return len(expanded) - len(expanded.lstrip())


class _Maker(Struct):
    """Makes blocks of what a reader gathered."""

    reader: _Reader
    path: str
    typed: bool
    under: int
    remarks: list[Remark] = field(default_factory=list)

    def make(self) -> OwnText:
        """The blocks in order."""
        self.remarks = self.reader.remarks
        self.settle()
        self.take_numbers_off()
        return OwnText(tuple(self.blocks()), tuple(self.remarks))

    def settle(self) -> None:
        """Makes lines of what only looked like items: 1. 5万元 is a number, which belongs to the words before it."""
        before: _Piece | list[Row] | None = None
        settled: list[_Piece | list[Row]] = []
        for piece in self.reader.pieces:
            if isinstance(piece, _Piece) and piece.chain and not piece.chain.is_list:
                piece.lines[0] = piece.mark + piece.lines[0]
                piece.chain = None
                if piece.joins and isinstance(before, _Piece) and before.is_words and not is_finished(before.lines[-1]):
                    before.lines += piece.lines
                    continue
                settled.append(piece)
                before = None
                continue
            settled.append(piece)
            before = piece
        self.reader.pieces = settled

    def inlines(self, text: str) -> Inlines:
        """The words of a line of the text."""
        return inlines_of(text, self.path, self.typed)

    def take_numbers_off(self) -> None:
        """Takes the numbers off that were typed where ours are set: before headings, inside of counted items."""
        pieces = [piece for piece in self.reader.pieces if isinstance(piece, _Piece)]
        for heading in (piece for piece in pieces if piece.level):
            self.without_numbers([heading])
        for chain in {id(piece.chain): piece.chain for piece in pieces if piece.chain}.values():
            if chain.counted and chain.is_list:
                self.without_numbers(chain.items)

    def without_numbers(self, pieces: list[_Piece]) -> None:
        """Takes numbers off some pieces that count on, and says so."""
        kept, taken = without_numbers([piece.lines[0] for piece in pieces])
        for piece, line in zip(pieces, kept, strict=True):
            piece.lines[0] = line
        if taken:
            self.remarks.append(Remark(Severity.NOTICE, pieces[0].line, describe_numbers(taken)))

    def blocks(self) -> Iterator[Block]:
        """The blocks, items of one list that follow each other as one."""
        marks = self.heading_marks()
        made: list[Block] = []
        before: _Chain | None = None
        for piece in self.reader.pieces:
            if isinstance(piece, list):
                made.append(self.table(piece))
                before = None
                continue
            if len(piece.lines) > 1:
                joints = doubtful_joints(piece.lines, as_one=False)
                self.remarks += [Remark(Severity.WARNING, piece.line + at, *said) for at, *said in joints]
            chain = piece.chain
            text = piece.text if piece.level or is_finished(piece.lines[-1]) else closed(piece.text)
            inlines = self.inlines(text)
            if piece.level:
                made.append(Heading(min(self.under + 1 + marks.index(piece.level), LOWEST), inlines))
            elif chain is None:
                made.append(Paragraph(inlines))
            elif before is chain and isinstance(last := made[-1], Listing):
                made[-1] = Listing((*last.items, inlines), last.ordered, last.first, last.rank)
            else:
                made.append(Listing((inlines,), chain.counted, piece.number or 1, chain.rank))
            before = chain
        return iter(made)

    def heading_marks(self) -> list[int]:
        """The marks of headings there are, by how many #; an error when they are too many."""
        first: dict[int, int] = {}
        for piece in self.reader.pieces:
            if isinstance(piece, _Piece) and piece.level:
                first.setdefault(piece.level, piece.line)
        marks = sorted(first)
        if len(marks) > MOST_HEADINGS:
            what = f"小标题有{len(marks)}级，最多{MOST_HEADINGS}级。"
            self.remarks.append(Remark(Severity.ERROR, first[marks[-1]], what, "请把最低一级的标题并到正文里。"))
        return marks

    def table(self, rows: list[Row]) -> Table:
        """A table, with what is wrong with it said."""
        cells, faults = read_table(rows)
        self.remarks += [Remark(Severity.ERROR, line, fault.what, fault.advice) for line, fault in faults]
        head, *body = [tuple(map(self.inlines, row)) for row in cells]
        return with_dashes(Table(head, tuple(body)))

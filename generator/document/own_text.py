"""What an official wrote in lines to blocks: what was typed is what is printed, what cannot be is said.

There are paragraphs, headings (#, ##), lists (- and 1., one in another), tables in bars and **bold**, nothing else. A
number at the head of a line counts a list only when it begins at 1 or follows the one before; else it is a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct, field

from generator.chinese.lines import doubtful_joints, is_finished
from generator.chinese.numbering import describe_numbers, name_of_heading, without_numbers
from generator.chinese.punctuation import closed
from generator.document.own_lines import LinesReader, OwnList, OwnPiece, Remark
from generator.document.own_table import Row, in_columns, read_table, with_dashes
from generator.document.own_totals import wrong_totals
from generator.document.tree import LOWEST, Block, Heading, Inlines, Listing, Paragraph, Table, Text, whole
from generator.problem import Severity

APART = r"(?<!\*)(?:(?<![\d.,])\*\*|\*\*(?![\d.,]))(?!\*)"
"""Two stars, no third, that part no number: 3**5 stays as it is."""
BOLD = rf"{APART}(?![\s*])((?:(?!\*\*).)+)(?<![\s*]){APART}"
NOT_OURS_HERE = re.compile(
    r"^(?:```|~~~)|</?[A-Za-z][^<>]*>|<!--|!?\[[^\]]*\]\([^)]*\)|\[\^[^\]]+\]|&(?:[A-Za-z]{2,8}|#x?[0-9A-Fa-f]{2,6});"
    r"|^>|^\*(?=\s)|(?<![\w*])\*(?=[^\s*])[^*]*[^\s*]\*(?![\w*])|\*{3}[^*]+\*{3}|~~[^~]+~~|`[^`]+`|^(?:-{3,}|={3,}|\*{3,})$|^(?:- )?\[[ xX]\](?=\s)"
)
"""What other Markdown or HTML gives a meaning."""
SIGNS_NOT_OURS = r"[`~<>*&]|\]\(|\[[\^ xX]|---|==="
"""Without one of these a text holds none of it."""
GAP_OF_COLUMNS = r"\S(?:  |\u3000)"
IN_COLUMNS = "这一行起像是表格，各格中间只有空格，会连成一段。"
HAS_NO_MEANING = "「{}」在这里没有特别的意思，会照字面印出。"
OURS = "这里只认小标题（#）、条目（- 和 1. ）、表格（|）和加粗（**）；不要印的请删去。"
MOST_HEADINGS = 3
"""Levels of headings below the heading that a text stands under."""


class OwnText(Struct, frozen=True):
    """The blocks of a text, and what is to be said of it."""

    blocks: tuple[Block, ...]
    remarks: tuple[Remark, ...]


def read_own(text: str, path: str = "", typed: bool = False, under: int = 0) -> OwnText:
    """The blocks that ``text`` writes, which came from ``path``, below a heading of level ``under``."""
    lines = text.split("\n")
    reader = LinesReader()
    reader.take(lines)
    if re.search(GAP_OF_COLUMNS, text):
        reader.remarks += [
            Remark(Severity.WARNING, at, IN_COLUMNS, f"是表格的，请在各格中间写上竖线，如「{bars}」。")
            for at, bars in in_columns(lines)
        ]
    reader.remarks += (
        Remark(Severity.WARNING, at, HAS_NO_MEANING.format(sign), OURS) for at, sign in signs_not_ours(text)
    )
    return _Maker(reader, path, typed, under).make()


def signs_not_ours(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text, from 0, that have a sign of other Markdown or of HTML in them, each with its first one."""
    for at, line in enumerate(text.split("\n")) if re.search(SIGNS_NOT_OURS, text) else ():
        if found := NOT_OURS_HERE.search(line.strip()):
            yield at, found.group().strip()


def inlines_of(text: str, path: str, typed: bool = False) -> Inlines:
    """The words of a line, bold where ** stands around them."""
    parts = re.split(BOLD, text) if "**" in text else [text]
    return tuple(
        Text(part, bold=bool(at % 2), typed=typed, sources=whole(part, path)) for at, part in enumerate(parts) if part
    )


def _name_over(piece: OwnPiece | list[Row]) -> str:
    return name_of_heading(piece.text) if isinstance(piece, OwnPiece) and piece.is_words else ""


class _Maker(Struct):
    """Makes blocks of what a reader gathered."""

    reader: LinesReader
    path: str
    typed: bool
    under: int
    remarks: list[Remark] = field(default_factory=list)

    def make(self) -> OwnText:
        """The blocks in order."""
        self.remarks = self.reader.remarks
        self.settle()
        self.note_headings()
        self.note_empty()
        self.take_numbers_off()
        return OwnText(tuple(self.blocks()), tuple(self.remarks))

    def settle(self) -> None:
        """Makes lines of what only looked like items: 1. 5万元 is a number, which belongs to the words before it."""
        before: OwnPiece | list[Row] | None = None
        settled: list[OwnPiece | list[Row]] = []
        for piece in self.reader.pieces:
            if isinstance(piece, OwnPiece) and piece.chain and not piece.chain.is_list:
                piece.lines[0] = piece.mark + piece.lines[0]
                piece.chain = None
                if (
                    piece.joins
                    and isinstance(before, OwnPiece)
                    and before.is_words
                    and not is_finished(before.lines[-1])
                ):
                    before.lines += piece.lines
                    continue
                settled.append(piece)
                before = None
                continue
            settled.append(piece)
            before = piece
        self.reader.pieces = settled

    def note_headings(self) -> None:
        """Says which lines look like headings over what follows; of lines that are a list each is one."""
        for (piece, name), (_, below) in pairwise((one, _name_over(one)) for one in self.reader.pieces):
            if isinstance(piece, OwnPiece) and name and not below:
                what, advice = f"「{piece.text}」会照正文印。", f"是小标题的，请写成「# {name}」，编号由程序排。"
                self.remarks.append(Remark(Severity.NOTICE, piece.line, what, advice))

    def note_empty(self) -> None:
        """Says which headings stand over nothing: the last, and one before another of its level or above."""
        for piece, below in pairwise([*self.reader.pieces, None]):
            if not isinstance(piece, OwnPiece) or not piece.level or not piece.lines[0]:
                continue
            if below is None or (isinstance(below, OwnPiece) and 0 < below.level <= piece.level):
                what = f"小标题「{piece.lines[0]}」下面没有内容，会单独印出。"
                self.remarks.append(Remark(Severity.WARNING, piece.line, what, "请在下面写上内容，或删去这个小标题。"))

    def inlines(self, text: str) -> Inlines:
        """The words of a line of the text."""
        return inlines_of(text, self.path, self.typed)

    def take_numbers_off(self) -> None:
        """Takes the numbers off that were typed where ours are set: before headings, inside of counted items."""
        pieces = [piece for piece in self.reader.pieces if isinstance(piece, OwnPiece)]
        for heading in (piece for piece in pieces if piece.level):
            self.without_numbers([heading])
        for chain in {id(piece.chain): piece.chain for piece in pieces if piece.chain}.values():
            if chain.counted and chain.is_list:
                self.without_numbers(chain.items)

    def without_numbers(self, pieces: list[OwnPiece]) -> None:
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
        before: OwnList | None = None
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
            if isinstance(piece, OwnPiece) and piece.level:
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
        for at, fault in () if faults else wrong_totals(cells[0], cells[1:]):
            line = rows[at - len(cells) + 1].line
            self.remarks.append(Remark(Severity.WARNING, line, fault.what, fault.advice))
        head, *body = [tuple(map(self.inlines, row)) for row in cells]
        return with_dashes(Table(head, tuple(body)))

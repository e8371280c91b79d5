"""Closing up: marked Markdown with blanks in, Markdown that reads as if they had never been there.

Paragraph > sentences (。！？) > stretches (；) > clauses (，) > items (、); brackets and quotes are texts
of their own. A blank takes its clause with it, or only itself where it stands in a row of items; what
introduced the clause passes to the next; what only introduced goes when nothing is left to introduce.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from generator.atoms import Atom, blanks, close_gaps, raw, read_atoms, says_something
from generator.clauses import Connectives, heal_text
from generator.items import count_anew
from generator.marks import CLOSE, HOLE, TOGETHER, TOGETHER_END, VALUE, hide, unmarked

BLOCK = re.compile(r"(?P<heading>#{1,6}[ \t]+)|(?P<item>(?:[-*+]|\d+\.)[ \t]+)|(?P<row>\|)")
RULE_ROW = re.compile(r"[|\s:]*-[|\s:\-]*")
SOFT_STOPS = "。；，、" + hide(".;,")
DOUBLED_STOP = re.compile(f"([{SOFT_STOPS}！？]|[。！？]”){CLOSE}([。；，、])")
GAP = re.compile(r"(?:^|[，。；：、！？（“])[，。；、]")
"""A stop with nothing before it."""
EMPTY_CELL = "—"


@dataclass(frozen=True, slots=True)
class Fallen:
    """A passage left out because something in it was not filled in."""

    text: str
    """What it would have read, with ＿ for the blanks."""
    paths: tuple[str, ...]
    """The fields that were blank."""


@dataclass(frozen=True, slots=True)
class Healed:
    """Closed-up text and what was left out of it."""

    text: str
    fallen: tuple[Fallen, ...]


@dataclass(slots=True)
class _Block:
    """A heading, list item, table row or paragraph, before and after healing."""

    kind: str
    prefix: str
    text: str
    heads: bool = False
    """Whether it is the head row of a table."""


def heal(text: str, connectives: Connectives) -> Healed:
    """Marked Markdown closed up over its blanks; blocks with nothing left are gone."""
    healer = _Healer(connectives)
    blocks = _read_blocks(healer.drop_passages(text))
    healed = [replace(block, text=healer.block(block)) for block in blocks]
    kept = _without_bare_headings(_without_bare_tables([block for block in healed if block.text]))
    return Healed(_write_blocks(kept), tuple(healer.fallen))


def _read_blocks(text: str) -> list[_Block]:
    blocks: list[_Block] = []
    joins = False
    for line in text.split("\n"):
        stripped = line.strip()
        if not stripped:
            joins = False
            continue
        match = BLOCK.match(stripped)
        if match:
            kind = str(match.lastgroup)
            prefix = match.group() if kind != "row" else ""
            if kind == "row" and blocks and blocks[-1].kind == "row" and RULE_ROW.fullmatch(stripped):
                blocks[-1].heads = True
            blocks.append(_Block(kind, prefix, stripped[len(prefix) :]))
            joins = kind == "item"
        elif joins and blocks:
            blocks[-1].text += stripped
        else:
            blocks.append(_Block("paragraph", "", stripped))
            joins = True
    return blocks


def _write_blocks(blocks: list[_Block]) -> str:
    parts: list[str] = []
    last = ""
    for block in blocks:
        if parts:
            joins = block.kind == last and block.kind in ("item", "row") and not block.heads
            parts.append("\n" if joins else "\n\n")
        parts.append(block.prefix + block.text)
        last = block.kind
    return "".join(parts)


def _without_bare_headings(blocks: list[_Block]) -> list[_Block]:
    """The blocks without headings that have no text before the next of their level or above."""
    kept: list[_Block] = []
    supported = 0
    for block in reversed(blocks):
        level = block.prefix.count("#") if block.kind == "heading" else 99
        if level < supported or block.kind != "heading":
            kept.append(block)
            supported = level
    return kept[::-1]


def _without_bare_tables(blocks: list[_Block]) -> list[_Block]:
    """The blocks without tables that have a head and no body."""
    kept: list[_Block] = []
    index = 0
    while index < len(blocks):
        end = index
        while end < len(blocks) and blocks[end].kind == "row" and (end == index or not blocks[end].heads):
            end += 1
        if end == index:
            kept.append(blocks[index])
            index += 1
            continue
        if end - index > 2:
            kept += blocks[index:end]
        index = end
    return kept


@dataclass(slots=True)
class _Healer:
    connectives: Connectives
    fallen: list[Fallen] = field(default_factory=list)

    def note(self, atoms: Iterable[Atom]) -> None:
        atoms = list(atoms)
        text = unmarked(raw(atoms)).strip()
        if text:
            paths = tuple(dict.fromkeys(path for blank in blanks(atoms) for path in blank.paths))
            self.fallen.append(Fallen(text, paths))

    def drop_passages(self, text: str) -> str:
        """The text without together-passages of several blocks that have a blank in them."""
        pattern = re.compile(f"{TOGETHER}([^{TOGETHER_END}]*){TOGETHER_END}")

        def settle(match: re.Match[str]) -> str:
            if "\n" not in match[1].strip("\n"):
                return match[0].replace("\n", "")
            if HOLE not in match[1]:
                return match[1]
            self.note(read_atoms(match[1].replace("\n", "")))
            return ""

        return pattern.sub(settle, text) if TOGETHER in text else text

    def block(self, block: _Block) -> str:
        """The healed text of a block, empty when nothing is left."""
        if block.kind == "row":
            return self.row(block)
        gaps = GAP.search(VALUE.sub(CLOSE, block.text))
        if HOLE in block.text or gaps:
            atoms = tuple(close_gaps(read_atoms(block.text))) if gaps else read_atoms(block.text)
            healed = raw(count_anew(heal_text(atoms, self.connectives, self.note), atoms))
        else:
            healed = block.text.replace(TOGETHER, "").replace(TOGETHER_END, "")
        return DOUBLED_STOP.sub(_one_stop, healed).strip()

    def row(self, block: _Block) -> str:
        """A table row with — in its blank cells, or nothing when every figure in it is blank."""
        text = block.text
        if HOLE not in text:
            return text
        cells = [read_atoms(cell) for cell in text.strip().strip("|").split("|")]
        healed = [heal_text(cell, self.connectives, _ignore) if any(blanks(cell)) else list(cell) for cell in cells]
        if not block.heads and not any(says_something(cell) for cell in healed[1:] or healed):
            self.note(read_atoms(text))
            return ""
        return "|" + "|".join(raw(cell) if cell else f" {EMPTY_CELL} " for cell in healed) + "|"


def _ignore(_: Iterable[Atom]) -> None:
    """A blank cell of a row that stands prints —, which says enough."""


def _one_stop(match: re.Match[str]) -> str:
    """What is left of a stop typed by the official and one of the template behind it."""
    typed, template = match.groups()
    return f"{CLOSE}{template}" if typed in SOFT_STOPS else f"{typed}{CLOSE}"

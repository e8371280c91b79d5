"""Closing up: marked Markdown with blanks in, Markdown that reads as if they had never been there.

Paragraph > sentences (。！？) > stretches (；) > clauses (，) > items (、); brackets and quotes are texts
of their own. A blank takes its clause with it, or only itself where it stands in a row of items; what
introduced the clause passes to the next; what only introduced goes when nothing is left to introduce.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from msgspec import Struct, field

from generator.chinese.reserved import ALONE, CLOSE, HOLE, TOGETHER, TOGETHER_END
from generator.document.marks import VALUE, hide, plain, unmarked
from generator.wording.atoms import Atom, blanks, close_gaps, raw, read_atoms, says_something
from generator.wording.clauses import heal_text
from generator.wording.connectives import Answer, Connectives
from generator.wording.doubled import without_doubled
from generator.wording.heal_memo import Mould, places_in, skeleton_of
from generator.wording.items import count_anew

BLOCK = re.compile(r"(?P<heading>#{1,6}[ \t]+)|(?P<item>(?:[-*+]|\d+\.)[ \t]+)|(?P<row>\|)")
RULE_ROW = re.compile(r"[|\s:]*-[|\s:\-]*")
SOFT_STOPS = "。；，、：" + hide(".;,")
DOUBLED_STOP = re.compile(f"([{SOFT_STOPS}！？]|[。！？]”){CLOSE}([。；，、])")
MAY_BE_DOUBLED = re.compile(f"{CLOSE}[。；，、](?<=[{SOFT_STOPS}！？”]{CLOSE}.)")
"""Without this no stop is doubled; a text is looked through for it in a fraction of the time."""
GAP = re.compile(r"[，。；、](?<![^，。；：、！？（“][，。；、])")
"""A stop with nothing before it; looked for by the stop itself, which is rare."""
EMPTY_CELL = "—"
BLANK_CELL = f" {EMPTY_CELL} "


class Fallen(Struct, frozen=True):
    """A passage left out because something in it was not filled in."""

    text: str
    """What it would have read, with ＿ for the blanks."""
    paths: tuple[str, ...]
    """The fields that were blank."""


class Healed(Struct, frozen=True):
    """Closed-up text and what was left out of it."""

    text: str
    fallen: tuple[Fallen, ...]


class _Block(Struct):
    """A heading, list item, table row or paragraph, before and after healing."""

    kind: str
    prefix: str
    text: str
    heads: bool = False
    """Whether it is the head row of a table."""


def heal(text: str, connectives: Connectives) -> Healed:
    """Marked Markdown closed up over its blanks; blocks with nothing left are gone."""
    return _heal(text, _Healer(connectives, _recall))


def heal_afresh(text: str, connectives: Connectives) -> Healed:
    """What ``heal`` must come to, worked out without anything kept of other texts."""
    return _heal(text, _Healer(connectives, _afresh))


def _heal(text: str, healer: _Healer) -> Healed:
    blocks = _read_blocks(healer.drop_passages(without_doubled(text)))
    for block in blocks:
        block.text = healer.block(block)
    kept = _without_bare_headings(_without_bare_tables([block for block in blocks if block.text]))
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
    """The blocks without tables that have a head and no body, and without columns that nobody filled in."""
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
            kept += _without_bare_columns(blocks[index:end])
        index = end
    return kept


def _without_bare_columns(rows: list[_Block]) -> list[_Block]:
    """The rows of a table without the columns that are blank in all of them; a scope has one for each of its figures."""
    head, rule, *body = rows
    if not all(BLANK_CELL in row.text for row in body):
        return rows
    cells = [row.text.strip().strip("|").split("|") for row in body]
    bare = {at for at in range(len(cells[0])) if all(row[at : at + 1] == [BLANK_CELL] for row in cells)}
    for row in rows if bare else ():
        told = row.text.strip().strip("|").split("|")
        row.text = "|" + "|".join(cell for at, cell in enumerate(told) if at not in bare) + "|"
    return [head, rule, *body]


PASSAGE = re.compile(f"{TOGETHER}([^{TOGETHER_END}]*){TOGETHER_END}")


class _Healer(Struct):
    connectives: Connectives
    close_up: Callable[[str, Connectives], tuple[str, list[Fallen]]]
    """How a paragraph with blanks or gaps is healed: by what is known of its skeleton, or afresh."""
    fallen: list[Fallen] = field(default_factory=list)

    def note(self, atoms: Iterable[Atom]) -> None:
        atoms = list(atoms)
        text = unmarked(raw(atoms)).strip()
        if text:
            paths = tuple(dict.fromkeys(path for blank in blanks(atoms) for path in blank.paths))
            self.fallen.append(Fallen(text, paths))

    def drop_passages(self, text: str) -> str:
        """The text without together-passages of several blocks that have a blank in them."""

        def settle(match: re.Match[str]) -> str:
            if "\n" not in match[1].strip("\n"):
                return match[0].replace("\n", "")
            if HOLE not in match[1]:
                return match[1]
            self.note(read_atoms(match[1].replace("\n", "")))
            return ""

        return PASSAGE.sub(settle, text) if TOGETHER in text else text

    def block(self, block: _Block) -> str:
        """The healed text of a block, empty when nothing is left."""
        if block.kind == "row":
            return self.row(block)
        text = block.text
        if HOLE in text or ALONE in text or _has_gaps(text):
            healed, fallen = self.close_up(text, self.connectives)
            self.fallen += fallen
            return healed
        return _with_one_stop(text.replace(TOGETHER, "").replace(TOGETHER_END, "")).strip()

    def paragraph(self, text: str) -> str:
        """The healed text of a paragraph with blanks or gaps, worked out from its atoms."""
        atoms = tuple(close_gaps(read_atoms(text))) if _has_gaps(text) else read_atoms(text)
        healed = raw(count_anew(heal_text(atoms, self.connectives, self.note), atoms))
        return _with_one_stop(healed).strip()

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
        return "|" + "|".join(raw(cell) if cell else BLANK_CELL for cell in healed) + "|"


def _afresh(text: str, connectives: Connectives) -> tuple[str, list[Fallen]]:
    """A paragraph healed from its own atoms, and what fell."""
    healer = _Healer(connectives, _afresh)
    return healer.paragraph(text), healer.fallen


def _has_gaps(text: str) -> bool:
    """Whether a stop of the template has nothing before it; what was typed may hold what it likes."""
    return bool(GAP.search(text) and GAP.search(VALUE.sub(CLOSE, text)))


class _Recipe(Struct, frozen=True):
    """What became of a paragraph, for every other that has the same skeleton."""

    healed: Mould
    fallen: tuple[tuple[Mould, Fallen], ...]
    asked: tuple[tuple[Callable[[str], object], Mould, object], ...]
    """What was asked of words that were typed, and the answers; with others it would not hold."""

    def suits(self, shown: list[str]) -> bool:
        """Whether it holds for a paragraph with these words."""
        return all(question(clause.fill(shown)) == answer for question, clause, answer in self.asked)


class _Listening(Connectives, Struct, frozen=True, eq=False):
    """Connectives that answer for a skeleton as for the words it stands for, and remember what they were asked."""

    heard: Connectives
    shown: list[str]
    asked: list[tuple[Callable[[str], object], Mould, object]] = field(default_factory=list)

    @property
    def own(self) -> Connectives:
        """The connectives that are listened to."""
        return self.heard

    def ask(self, question: Callable[[str], Answer], words: str) -> Answer:
        """What is answered of words with stand-ins, once they have what they stand for."""
        clause = Mould.of(words)
        answer = question(clause.fill(self.shown))
        if clause.places:
            self.asked.append((question, clause, answer))
        return answer


MOST_RECIPES = 4
"""How many recipes of one skeleton are kept."""


@lru_cache(maxsize=1024)
def _recipes(_skeleton: str, _connectives: Connectives) -> list[_Recipe]:
    """The recipes known for a skeleton, the newest first; nearly always one."""
    return []


def _recall(text: str, connectives: Connectives) -> tuple[str, list[Fallen]]:
    """A paragraph healed by the recipe of its skeleton, and what fell; a new recipe is worked out and kept."""
    skeleton, words = skeleton_of(text)
    shown = list(map(plain, words))
    known = _recipes(skeleton, connectives)
    recipe = next((one for one in known if one.suits(shown)), None)
    if recipe is None:
        if places_in(skeleton) != len(words):  # a template that writes our own private signs
            return _afresh(text, connectives)
        recipe = _work_out(skeleton, shown, connectives)
        known[:] = [recipe, *known[: MOST_RECIPES - 1]]
    return recipe.healed.fill(words), [
        Fallen(mould.fill(shown), one.paths) if mould.places else one for mould, one in recipe.fallen
    ]


def _work_out(skeleton: str, shown: list[str], connectives: Connectives) -> _Recipe:
    patterns = connectives.lead_in, connectives.lead_clause, connectives.link
    listening = _Listening(*patterns, connectives, shown)
    healed, fallen = _afresh(skeleton, listening)
    moulds = tuple((Mould.of(one.text), one) for one in fallen)
    return _Recipe(Mould.of(healed), moulds, tuple(listening.asked))


def _ignore(_: Iterable[Atom]) -> None:
    """A blank cell of a row that stands prints —, which says enough."""


def _with_one_stop(text: str) -> str:
    """The text with one stop for each that the official typed and the template has, too."""
    return DOUBLED_STOP.sub(_one_stop, text) if MAY_BE_DOUBLED.search(text) else text


def _one_stop(match: re.Match[str]) -> str:
    """What is left of a stop typed by the official and one of the template behind it."""
    typed, template = match.groups()
    return f"{CLOSE}{template}" if typed in SOFT_STOPS else f"{typed}{CLOSE}"

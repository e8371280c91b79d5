"""Two documents as one with tracked changes: accepted it is the new one, rejected the old one, in text and structure.

What is alike is taken from the new one. The last paragraph of a cell or of the text stands against the last of the
other, for the mark that ends it can neither come nor go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from difflib import SequenceMatcher
from itertools import count
from typing import Any, NamedTuple

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from generator.learning.resolved import W
from generator.trust.accepted import DEL, INS, TBL, TR, W_RUN, P

AUTHOR = "zongjie"
UNWRAPPED = (f"{W}sdt", f"{W}smartTag", f"{W}customXml")
"""What only holds other things; their text is compared as if it stood there by itself."""
WITHOUT_TEXT = tuple(f"{W}{name}" for name in ("proofErr", "lastRenderedPageBreak", "bookmarkStart", "bookmarkEnd"))
NOTE_REFERENCES = (f"{W}footnoteReference", f"{W}endnoteReference")
STRUCK_AS_ONE = re.compile(r"\d+(?:[.,]\d+)*|.", re.DOTALL)
"""What is struck out as one: a number, or a sign."""
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
IDS = re.compile(rb' (?:w:rsid\w*|wp14:\w+|w14:\w+|r:\w+|id|w:id)="[^"]*"')
LEAST_IN_COMMON = 0.4
"""How much of two paragraphs must be the same for one to be the other reworded."""
MOST_HELD_TOGETHER = 40_000
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class _Piece(NamedTuple):
    """A sign, a number or a thing of a paragraph, and the run it stands in; of a thing itself."""

    key: str
    node: Any
    is_text: bool


def unwrap_all(body: Any) -> None:
    """Takes away what only holds other things below a node, and what says nothing of the text."""
    for holder in list(body.iter(*UNWRAPPED)):
        parent = holder.getparent()
        content = holder.find(f"{W}sdtContent") if holder.tag == f"{W}sdt" else holder
        at = parent.index(holder)
        for one in reversed([] if content is None else [one for one in content if not one.tag.endswith("Pr")]):
            parent.insert(at, one)
        parent.remove(holder)
    for node in list(body.iter(*WITHOUT_TEXT)):
        node.getparent().remove(node)


class Redline:
    """Writes what differs into the tree of the new one of two parts: the text of a document, what stands above its pages."""

    def __init__(self, old: Part, new: Part, ids: Iterator[int]) -> None:
        self.old, self.new, self.ids = old, new, ids
        self.notes: list[Any] = []
        """References to notes of the old part that came along."""

    def compare(self, old: Any, new: Any) -> None:
        """Makes the content of ``new``, a body or a cell, that of both."""
        before, after = _blocks(old), _blocks(new)
        at = new.index(after[0]) if after else len(new)
        made: list[Any] = []
        for one, other in _paired(before, after):
            if one is None:
                made.append(self.marked(other, INS))
            elif other is None:
                made.append(self.marked(self.brought(one), DEL))
            elif other.tag == TBL:
                self.tables(one, other)
                made.append(other)
            else:
                self.paragraphs(one, other)
                made.append(other)
        for block in after:
            if block.getparent() is new:
                new.remove(block)
        for block in reversed(made):
            new.insert(at, block)

    def tables(self, old: Any, new: Any) -> None:
        """The rows of two tables in the second."""
        rows: list[Any] = []
        before, after = list(old.iterchildren(TR)), list(new.iterchildren(TR))
        at = new.index(after[0]) if after else len(new)
        for one, other in _paired(before, after):
            if one is None:
                rows.append(self.row(other, INS))
            elif other is None:
                rows.append(self.row(self.brought(one), DEL))
            else:
                for cell, its in zip(one.iterchildren(f"{W}tc"), other.iterchildren(f"{W}tc"), strict=True):
                    self.compare(cell, its)
                rows.append(other)
        for row in after:
            new.remove(row)
        for row in reversed(rows):
            new.insert(at, row)

    def paragraphs(self, old: Any, new: Any) -> None:
        """The words of two paragraphs in the second."""
        before, after = list(_pieces(old)), list(_pieces(new))
        if [one.key for one in before] != [one.key for one in after]:
            made: list[Any] = []
            matcher = SequenceMatcher(None, [one.key for one in before], [one.key for one in after], autojunk=False)
            for tag, a, b, c, d in matcher.get_opcodes():
                if tag == "equal":
                    made += _runs(after[c:d])
                else:
                    made += self.wrapped([self.brought(one) for one in _runs(before[a:b])], DEL) if b > a else []
                    made += self.wrapped(_runs(after[c:d]), INS) if d > c else []
            for node in [one for one in new if one.tag != f"{W}pPr"]:
                new.remove(node)
            new.extend(made)
        self.looks(old, new)

    def looks(self, old: Any, new: Any) -> None:
        """Notes how the paragraph was set before, where that is otherwise now."""
        was, now = old.find(f"{W}pPr"), new.find(f"{W}pPr")
        plain = [_looks(one) for one in (was, now)]
        if etree.tostring(plain[0]) == etree.tostring(plain[1]):
            return
        change = self.mark(f"{W}pPrChange")
        change.append(plain[0])
        _properties(new, f"{W}pPr").append(change)

    def marked(self, block: Any, tag: str) -> Any:
        """A paragraph or a table that came or went as a whole."""
        if block.tag == TBL:
            for row in block.iterchildren(TR):
                self.row(row, tag)
            return block
        self.words(block, tag)
        looks = _properties(block, f"{W}pPr")
        signs = looks.find(f"{W}rPr")
        if signs is None:
            signs = etree.Element(f"{W}rPr")
            after = next((one for one in looks if one.tag in (f"{W}sectPr", f"{W}pPrChange")), None)
            looks.append(signs) if after is None else after.addprevious(signs)
        signs.insert(0, self.mark(tag))
        return block

    def row(self, row: Any, tag: str) -> Any:
        """A row that came or went."""
        for paragraph in row.iter(P):
            self.words(paragraph, tag)
        properties = _properties(row, f"{W}trPr", 1 if row.find(f"{W}tblPrEx") is not None else 0)
        if not len(properties):  # a mark alone is none that a row may have (CT_TrPrBase)
            etree.SubElement(properties, f"{W}hidden").set(f"{W}val", "0")
        properties.append(self.mark(tag))
        return row

    def words(self, paragraph: Any, tag: str) -> None:
        """Puts all that a paragraph says inside of marks."""
        content = [one for one in paragraph if one.tag != f"{W}pPr"]
        for one in content:
            paragraph.remove(one)
        paragraph.extend(self.wrapped(content, tag))

    def wrapped(self, nodes: Iterable[Any], tag: str) -> list[Any]:
        """The runs of a paragraph inside of one mark; what cannot stand in it is left as it is."""
        made: list[Any] = []
        for node in nodes:
            if node.tag != W_RUN:
                made.append(node)
                for run in node.iter(W_RUN) if node.tag == f"{W}hyperlink" else ():
                    holder = self.mark(tag)
                    run.addprevious(holder)
                    holder.append(_struck(run) if tag == DEL else run)
                continue
            if not made or made[-1].tag != tag:
                made.append(self.mark(tag))
            made[-1].append(_struck(node) if tag == DEL else node)
        return made

    def mark(self, tag: str) -> Any:
        """A mark of a change, under a number of its own."""
        node = etree.Element(tag)
        node.set(f"{W}id", str(next(self.ids)))
        node.set(f"{W}author", AUTHOR)
        return node

    def brought(self, node: Any) -> Any:
        """A copy of what stands in the old document, with the parts that it names."""
        copy = deepcopy(node)
        self.notes += copy.iter(*NOTE_REFERENCES)
        for section in list(copy.iter(f"{W}sectPr")):
            section.getparent().remove(section)
        for one in copy.iter():
            for name, value in list(one.attrib.items()) if isinstance(one.tag, str) else ():
                if name.startswith(RELATED) and value in self.old.rels:
                    one.set(name, self.related(value))
        return copy

    def related(self, key: str) -> str:
        """The name by which the new part calls what the old one calls ``key``."""
        relation = self.old.rels[key]
        if relation.is_external:
            return str(self.new.relate_to(relation.target_ref, relation.reltype, is_external=True))
        self.make_room(relation.target_part, set())
        return str(self.new.relate_to(relation.target_part, relation.reltype))

    def make_room(self, part: Part, seen: set[int]) -> None:
        """Gives a part, and those that it leads to, names that no other part of the new document has."""
        taken = {str(one.partname) for one in self.new.package.iter_parts() if one is not part}
        if str(part.partname) in taken:
            stem, _, ending = str(part.partname).rpartition(".")
            name = next(name for number in count(1) if (name := f"{stem}_{number}.{ending}") not in taken)
            part.partname = PackURI(name)
        seen.add(id(part))
        for relation in part.rels.values():
            if not relation.is_external and id(relation.target_part) not in seen:
                self.make_room(relation.target_part, seen)


def _properties(node: Any, tag: str, at: int = 0) -> Any:
    """The properties of a paragraph or a row, which are made where it has none."""
    found = node.find(tag)
    if found is None:
        found = etree.Element(tag)
        node.insert(at, found)
    return found


def _blocks(holder: Any) -> list[Any]:
    return [one for one in holder if one.tag in (P, TBL)]


def _paired(before: Sequence[Any], after: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """What stands against what, in order: the same, the same reworded, or None where one side has nothing."""
    tail = []
    if before and after and before[-1].tag == after[-1].tag == P:
        tail = [(before[-1], after[-1])]
        before, after = before[:-1], after[:-1]
    was, now = list(map(_key, before)), list(map(_key, after))
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(before[a:b], after[c:d], strict=True)
        else:
            yield from _reworded(before[a:b], after[c:d])
    yield from tail


def _reworded(before: Sequence[Any], after: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    at = 0
    is_small = len(before) * len(after) <= MOST_HELD_TOGETHER
    for other in after:
        found = next((k for k in range(at, len(before)) if is_small and _is_alike(before[k], other)), None)
        if found is not None:
            yield from ((one, None) for one in before[at:found])
            yield before[found], other
            at = found + 1
        else:
            yield None, other
    yield from ((one, None) for one in before[at:])


def _is_alike(one: Any, other: Any) -> bool:
    """Whether one may be the other reworded; rows need as many cells, tables as many columns."""
    if one.tag != other.tag or _columns(one) != _columns(other):
        return False
    matcher = SequenceMatcher(None, _key(one), _key(other), autojunk=False)
    return matcher.quick_ratio() >= LEAST_IN_COMMON and matcher.ratio() >= LEAST_IN_COMMON


def _columns(node: Any) -> int:
    row = node.find(TR) if node.tag == TBL else node
    return len(row.findall(f"{W}tc")) if row is not None else 0


def _key(node: Any) -> str:
    """What a block or a row is compared by: its words, cell by cell."""
    if node.tag == P:
        return "".join(one.key for one in _pieces(node))
    inner = (_key(one) for one in node if one.tag in (P, TBL, TR, f"{W}tc"))
    return f"{node.tag[len(W) :]}({'|'.join(inner)})"


def _pieces(paragraph: Any) -> Iterator[_Piece]:
    """What a paragraph consists of, in order."""
    for node in paragraph:
        if node.tag == f"{W}pPr":
            continue
        content = [one for one in node if one.tag != f"{W}rPr"] if node.tag == W_RUN else ()
        if node.tag == W_RUN and content and all(one.tag == f"{W}t" for one in content):
            text = "".join(one.text or "" for one in content)
            yield from (_Piece(sign, node, True) for sign in STRUCK_AS_ONE.findall(text))
        elif node.tag != W_RUN or content:
            yield _Piece(f"\0{IDS.sub(b'', etree.tostring(node)).decode()}\0", node, False)


def _runs(pieces: Sequence[_Piece]) -> list[Any]:
    """The runs of some pieces, those of one run in one again."""
    made: list[Any] = []
    last: Any = None
    for piece in pieces:
        if not piece.is_text:
            made.append(deepcopy(piece.node))
        elif piece.node is last:
            made[-1][-1].text += piece.key
        else:
            run = etree.Element(W_RUN)
            looks = piece.node.find(f"{W}rPr")
            if looks is not None:
                run.append(deepcopy(looks))
            text = etree.SubElement(run, f"{W}t")
            text.text = piece.key
            text.set(SPACE, "preserve")
            made.append(run)
        last = piece.node if piece.is_text else None
    return made


def _struck(run: Any) -> Any:
    for node in run.iter(f"{W}t", f"{W}instrText"):
        if next(node.iterancestors(f"{W}txbxContent"), None) is None:
            node.tag = f"{W}delText" if node.tag == f"{W}t" else f"{W}delInstrText"
    return run


def _looks(node: Any) -> Any:
    """How a paragraph is set, without what is of its end or of its section."""
    copy = etree.Element(f"{W}pPr") if node is None else deepcopy(node)
    for name in ("rPr", "sectPr", "pPrChange"):
        for one in copy.findall(f"{W}{name}"):
            copy.remove(one)
    return copy

"""Tracked changes of a Word document settled: accepted or rejected, in its own tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from generator.learning.resolved import W

if TYPE_CHECKING:
    from docx.document import Document

P, TBL, TR, W_RUN = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}r"
INS, DEL, MOVED_FROM, MOVED_TO = (f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
TRACKED = (INS, DEL, MOVED_FROM, MOVED_TO)
CHANGED_LOOKS = tuple(f"{W}{name}Change" for name in ("rPr", "pPr", "tblPr", "trPr", "tcPr", "sectPr", "tblGrid"))
RANGES = tuple(f"{W}{name}Range{end}" for name in ("moveFrom", "moveTo") for end in ("Start", "End"))
STAYING = (f"{W}rPr", f"{W}sectPr", *CHANGED_LOOKS[1:])
"""What of the looks of a paragraph is not of itself, and what tells how they were."""
PROPERTIES = (f"{W}pPr",)


def settle(body: Any, rejected: bool = False) -> None:
    """Makes of every tracked change below a node what it comes to, accepted or ``rejected``."""
    gone, kept = ((INS, MOVED_TO), (DEL, MOVED_FROM)) if rejected else ((DEL, MOVED_FROM), (INS, MOVED_TO))
    for row in list(body.iter(TR)):
        if any(row.find(f"{W}trPr/{tag}") is not None for tag in gone):
            _remove(row)
    for table in list(body.iter(TBL)):
        if table.find(TR) is None:
            _remove(table)
    marked = [one for one in body.iter(P) if any(one.find(f"{W}pPr/{W}rPr/{tag}") is not None for tag in gone)]
    for node in [one for one in body.iter(*gone) if not _is_a_mark(one)]:
        _remove(node)
    for paragraph in reversed(marked):
        _join_with_next(paragraph)
    for node in list(body.iter(*kept)):
        _unwrap(node)
    for change in list(body.iter(*CHANGED_LOOKS)) if rejected else ():
        _set_as_before(change)
    for node in list(body.iter(*gone, *CHANGED_LOOKS, *RANGES)):
        _remove(node)
    for node in list(body.iter(f"{W}delText", f"{W}delInstrText")):
        node.tag = f"{W}t" if node.tag == f"{W}delText" else f"{W}instrText"


def texts_of(document: Document) -> Iterator[Any]:
    """The trees of a document that people write in: its text, and what stands above and below its pages."""
    from docx.parts.story import StoryPart

    yield document.element.body
    for relation in document.part.rels.values():
        if not relation.is_external and isinstance(relation.target_part, StoryPart):
            yield relation.target_part.element


def is_tracked(body: Any) -> bool:
    """Whether a tree holds tracked changes."""
    return next(body.iter(*TRACKED), None) is not None


def _is_a_mark(node: Any) -> bool:
    """Whether it says of a paragraph or a row that it came or went, and holds nothing itself."""
    return node.getparent().tag in (f"{W}rPr", f"{W}trPr")


def _join_with_next(paragraph: Any) -> None:
    """Takes away a paragraph whose end is gone; what it still holds goes to the head of the next."""
    held = [one for one in paragraph if one.tag not in PROPERTIES]
    following = paragraph.getnext()
    if held and following is not None and following.tag == P:
        at = 1 if following.find(f"{W}pPr") is not None else 0
        for one in reversed(held):
            following.insert(at, one)
    elif held or following is None:
        return
    _remove(paragraph)


def _set_as_before(change: Any) -> None:
    """Gives what is set otherwise now the looks that it had; of a paragraph, its end and its section stay."""
    now, was = change.getparent(), next(iter(change), None)
    for one in [one for one in now if one.tag not in STAYING]:
        now.remove(one)
    for one in reversed(list(was) if was is not None else []):
        now.insert(0, one)


def _remove(node: Any) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _unwrap(node: Any) -> None:
    parent = node.getparent()
    at = parent.index(node)
    for one in reversed(list(node)):
        parent.insert(at, one)
    parent.remove(node)

"""Two documents as one with tracked changes: their texts, what stands above and below their pages, and their notes."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from io import BytesIO
from itertools import chain, count, repeat
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.section import Section
from lxml import etree

from generator.learning.resolved import W
from generator.reading.packed import safe_parser
from generator.trust.accepted import texts_of
from generator.trust.redline import NOTE_REFERENCES, Redline, unwrap_all

AROUND_TEXT = ("header", "footer", "first_page_header", "first_page_footer", "even_page_header", "even_page_footer")
"""What a section may have above and below its pages."""
KIND_OF_NOTE = dict(zip(NOTE_REFERENCES, (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES), strict=True))
STYLE_ID, STYLE_CALLED = f"{W}styleId", f"{W}val"
NAMES_A_STYLE = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
RESTS_ON = (f"{W}basedOn", f"{W}next", f"{W}link")
FIRST_ID = 9000


def redline(old: Document, new: Document) -> bytes:
    """The new document with all that differs from the old one as tracked changes."""
    ids = count(FIRST_ID)
    for one in (old, new):
        unwrap_all(one.element.body)
    text = Redline(old.part, new.part, ids)
    text.compare(old.element.body, new.element.body)
    _bring_notes(text)
    done: set[int] = set()
    for number, (before, after) in enumerate(zip(chain(old.sections, repeat(None)), new.sections, strict=False)):
        for kind in AROUND_TEXT:
            was = getattr(before, kind) if before is not None and _has(before, kind) else None
            # A section without a header of its own has that of the one before it, and only the first has none.
            if not _has(after, kind) and (number or was is None):
                continue
            now = getattr(after, kind)
            now.is_linked_to_previous = False
            if id(now.part) not in done:
                done.add(id(now.part))
                _compare_around(was.part if was is not None else None, now.part, ids)
    _bring_styles(old, new)
    target = BytesIO()
    new.save(target)
    return target.getvalue()


def _bring_styles(old: Document, new: Document) -> None:
    """Gives the new document the styles of what came from the old one that it has none of, and what these rest on."""
    theirs = {one.get(STYLE_ID): one for one in old.styles.element.iter(f"{W}style")}
    ours = {one.get(STYLE_ID) for one in new.styles.element.iter(f"{W}style")}
    asked = [one.get(STYLE_CALLED) for root in texts_of(new) for one in root.iter(*NAMES_A_STYLE)]
    while asked:
        name = asked.pop()
        if name in theirs and name not in ours:
            style = deepcopy(theirs[name])
            new.styles.element.append(style)
            ours.add(name)
            asked += [one.get(STYLE_CALLED) for one in style.iter(*RESTS_ON)]


def _has(section: Section, kind: str) -> bool:
    return not getattr(section, kind).is_linked_to_previous


def _compare_around(old: Any, new: Any, ids: Any) -> None:
    """Makes of what stands above or below the pages that of both; where the old paper has nothing, all of it came."""
    before = old.element if old is not None else etree.fromstring(f'<w:hdr xmlns:w="{W[1:-1]}"><w:p/></w:hdr>')
    for root in (before, new.element):
        unwrap_all(root)
    Redline(old or new, new, ids).compare(before, new.element)


def _bring_notes(text: Redline) -> None:
    """Gives the references to notes that came from the old text their notes, under numbers that no other note has."""
    for reference in text.notes:
        kind = KIND_OF_NOTE[reference.tag]
        theirs, ours = _notes(text.old, kind), _notes(text.new, kind)
        note = _note(theirs, reference.get(f"{W}id"))
        if theirs is None or note is None:
            holder = reference.getparent()
            holder.remove(reference)
        elif ours is None:
            text.make_room(theirs, set())
            text.new.relate_to(theirs, kind)
        elif ours is not theirs:
            root = etree.fromstring(ours.blob, safe_parser())
            taken = {one.get(f"{W}id") for one in root}
            number = next(number for number in map(str, count(1)) if number not in taken)
            copy = deepcopy(note)
            copy.set(f"{W}id", number)
            reference.set(f"{W}id", number)
            root.append(copy)
            ours._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _notes(part: Part, kind: str) -> Part | None:
    relations = (one for one in part.rels.values() if one.reltype == kind and not one.is_external)
    return next((one.target_part for one in relations), None)


def _note(part: Part | None, number: str | None) -> Any:
    notes: Iterable[Any] = etree.fromstring(part.blob, safe_parser()) if part is not None else ()
    return next((one for one in notes if one.get(f"{W}id") == number), None)

"""The first page: a mark that leaves it some of the body, and what is said where none does (GB/T 9704-2012, 7.2.4, 7.3.3)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from msgspec.structs import replace

from generator.chinese.width import half_widths
from generator.document.tree import Document, Heading, Masthead
from generator.page.layout import Layout
from generator.page.printed_width import half_width
from generator.problem import Place, Problem, notice
from generator.word.masthead import head_height


def mark_size(document: Document, layout: Layout) -> int:
    """Half-points of 发文机关标志: the largest that fits the page's width and leaves the first page its lines of body.

    Where even the smallest leaves fewer, as many as that leaves.
    """
    masthead = document.formal.masthead
    if masthead is None:
        return 0
    fitting = organs_size(masthead, layout) if masthead.organs else issuer_size(masthead.issuer, layout)
    # The mark of a letter floats above the text area; one that is printed already is as large as it is.
    if document.formal.format == "letter" or masthead.preprinted:
        return fitting
    wanted: int = layout.masthead.body_lines
    if _lines(document, layout, fitting) >= wanted:
        return fitting
    least = min(layout.masthead.least_size, fitting)
    wanted = min(wanted, _lines(document, layout, least))
    sizes = range(fitting, least, -1)
    at = bisect_left(sizes, True, key=lambda size: _lines(document, layout, size) >= wanted)
    return sizes[at] if at < len(sizes) else least


def above_body(document: Document, layout: Layout) -> int:
    """Twips from the top of the text area of the first page to its body."""
    return head_height(document, layout, mark_size(document, layout))


def _lines(document: Document, layout: Layout, size: int) -> int:
    """The lines that a mark of this size leaves the body on the first page; below zero where the head has no room."""
    return (layout.text_height - head_height(document, layout, size)) // layout.grid.pitch


def issuer_size(issuer: str, layout: Layout) -> int:
    """Half-points of a mark of one line: the layout's, or what still fits."""
    fitting = layout.text_width // (max(half_widths(issuer), 1) * half_width(1))
    return min(layout.masthead.issuer_size, fitting)


def organs_size(masthead: Masthead, layout: Layout) -> int:
    """Half-points of the mark of a joint paper: the layout's, or with what it still fits the width and is not too high."""
    look, count = layout.masthead, len(masthead.organs)
    widths = max(map(half_widths, masthead.organs)) * 100
    if masthead.paper:
        widths += half_widths(masthead.paper) * 100 + 4 * look.organ_gap
    lines = count * 100 + (count - 1) * look.organ_gap
    fitting = layout.text_width * 100 // (widths * half_width(1))
    return min(look.issuer_size, fitting, max(look.organs_height * 100 // (lines * half_width(2)), look.least_size))


# ---- where no mark is small enough


def first_page_problems(document: Document, layout: Layout, file: str) -> Iterator[Problem]:
    """A notice where the head takes the whole first page, with what makes it shorter."""
    if not document.formal.masthead or not document.blocks or _shows_body(document, layout):
        return
    shorter = [words for words, other in _shortened(document) if _shows_body(other, layout)]
    advice = f"请{'，或者'.join(shorter)}。" if shorter else f"请把{'、'.join(_taking_room(document))}写短一些。"
    what = "首页排不下正文：版头、标题和主送机关占满了一面（GB/T 9704—2012 第7.3.3条要求首页必须显示正文）。"
    yield notice(Place(file, field="公文"), what, advice)


def _shows_body(document: Document, layout: Layout) -> bool:
    """Whether the body begins on the first page; a heading there wants a line below it."""
    first = 2 if isinstance(document.blocks[0], Heading) else 1
    return _lines(document, layout, mark_size(document, layout)) >= first


def _shortened(document: Document) -> Iterator[tuple[str, Document]]:
    """What an official may write otherwise, and the document with it."""
    formal = document.formal
    masthead = formal.masthead
    assert masthead is not None
    if masthead.organs:
        alone = replace(masthead, issuer=f"{masthead.organs[0]}{masthead.paper}", organs=())
        names = ", ".join(formal.signatures or masthead.organs)
        words = f"让标志只写主办机关：「发文机关标志: {alone.issuer}」，各机关写在落款：「署名: [{names}]」"
        yield words, replace(document, formal=replace(formal, masthead=alone))
    if "、" in formal.recipients or "，" in formal.recipients:
        words = "把主送机关写成统称，如“县直各有关部门”"
        yield words, replace(document, formal=replace(formal, recipients="县直各有关部门："))


def _taking_room(document: Document) -> Iterator[str]:
    yield "标题"
    if document.formal.recipients:
        yield "主送机关"

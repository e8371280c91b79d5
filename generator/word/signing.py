"""署名 and 成文日期, of one organ or of several, with seals and without (GB/T 9704-2012, 7.3.5)."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import NamedTuple

from generator.document.tree import Document
from generator.page.layout import Layout
from generator.page.printed_width import printed_width
from generator.word.order import stamped_xml
from generator.word.runs import KEEP_NEXT, text_paragraph


def signatures_xml(document: Document, layout: Layout, keep: bool) -> str:
    """署名 and 成文日期; with ``keep`` the last line stays with what follows."""
    if document.issued_above:
        return ""
    if document.formal.format == "order":
        return stamped_xml(document, layout, keep)
    if not document.formal.signatures:
        return _one_signature_xml(document, layout, keep)
    write = _sealed_xml if document.formal.sealed else _stacked_xml
    return write(document.formal.signatures, document.date, layout, keep)


class ClosingIndents(NamedTuple):
    """Where 署名 and 成文日期 stand, in twips from the edges of the text area."""

    signature_right: int
    date_left: int
    date_right: int
    """What the page goes by: from here the date keeps to the text area however wide an engine sets its digits."""


def closing_indents(signature: str, date: str, layout: Layout, sealed: bool = False) -> ClosingIndents:
    """The indents of 署名 and 成文日期 (7.3.5.1 with a seal, 7.3.5.2 without).

    With a seal the date stays 4 characters off the right edge and 署名 is centred above it; a 署名 that would
    pass the edge stays at it, and the date moves left with it. Without, 署名 stays 2 characters off the edge
    and the date starts 2 characters after it starts; a date longer than 署名 takes the place at the right edge
    instead, and 署名 moves left.
    """
    widths = printed_width(signature, layout), printed_width(date, layout)
    start, date_start = _sealed_starts(*widths, layout) if sealed else _unsealed_starts(*widths, layout)
    return ClosingIndents(
        max(layout.text_width - start - widths[0], 0),
        date_start,
        max(layout.text_width - date_start - widths[1], 0),
    )


def _sealed_starts(signature: int, date: int, layout: Layout) -> tuple[int, int]:
    date_right = max(layout.in_characters(layout.closing.sealed_date_right), (signature - date) // 2)
    date_start = max(layout.text_width - date_right - date, 0)
    return max(date_start + (date - signature) // 2, 0), date_start


def _unsealed_starts(signature: int, date: int, layout: Layout) -> tuple[int, int]:
    closing = layout.closing
    step = layout.in_characters(closing.date_step)
    if date > signature:
        start = layout.text_width - layout.in_characters(closing.date_right) - date - step
    else:
        start = layout.text_width - layout.in_characters(closing.signature_right) - signature
    return max(start, 0), max(start, 0) + step


def _one_signature_xml(document: Document, layout: Layout, keep: bool) -> str:
    sealed, closing = document.formal.sealed, layout.closing
    indents = closing_indents(document.signature, document.date, layout, sealed)
    lines = closing.sealed_gap_above if sealed else closing.gap_above
    gap = f'<w:spacing w:before="{lines * layout.grid.pitch}"/>'
    signature = text_paragraph(
        "Signature",
        document.signature,
        KEEP_NEXT if document.date or keep else "",
        gap if sealed else "",
        f'<w:ind w:right="{indents.signature_right}"/>',
    )
    date = text_paragraph(
        "Date",
        document.date,
        KEEP_NEXT if keep else "",
        "" if document.signature else gap,
        f'<w:ind w:right="{indents.date_right}"/>',
    )
    return (signature if document.signature else "") + (date if document.date else "")


class SealRows(NamedTuple):
    """The signatures of a joint paper under their seals, row by row; lengths in twips."""

    rows: tuple[tuple[str, ...], ...]
    pitch: int
    """From the middle of a seal to that of the next beside it."""
    last: int
    """The middle of the last seal of each row, which is that of the date, from the left of the text area."""


def seal_rows(signatures: tuple[str, ...], date: str, layout: Layout) -> SealRows:
    """The rows of seals: as many beside one another as names allow, evenly shared out, the last one over the date."""
    closing, width = layout.closing, layout.text_width
    widest = max(printed_width(name, layout) for name in signatures)
    last = width - layout.in_characters(closing.sealed_date_right) - (printed_width(date, layout) or widest) // 2
    for across in range(min(closing.seals, len(signatures)), 1, -1):
        pitch = min(last * 2 // (across * 2 - 1), (width - last) * 2)
        if widest + layout.character <= pitch:
            return SealRows(_shared_out(signatures, across), pitch, last)
    return SealRows(tuple((name,) for name in signatures), 0, min(last, width - widest // 2))


def _shared_out(names: tuple[str, ...], across: int) -> tuple[tuple[str, ...], ...]:
    rows = -(-len(names) // across)
    sizes = [len(names) // rows + (row < len(names) % rows) for row in range(rows)]
    return tuple(names[start:end] for start, end in pairwise(accumulate(sizes, initial=0)))


def _sealed_xml(signatures: tuple[str, ...], date: str, layout: Layout, keep: bool) -> str:
    """Rows of signatures, each under the place of its seal, and the date under the last."""
    closing, grid = layout.closing, layout.grid.pitch
    found = seal_rows(signatures, date, layout)
    rows = []
    for position, names in enumerate(found.rows):
        stops = (found.last - found.pitch * left for left in reversed(range(len(names))))
        tabs = "".join(f'<w:tab w:val="center" w:pos="{stop}"/>' for stop in stops)
        gap = (closing.seal_pitch - 1 if position else closing.sealed_gap_above) * grid
        more = bool(date) or keep or position < len(found.rows) - 1
        rows.append(
            text_paragraph(
                "Signature",
                "".join(f"\t{name}" for name in names),
                KEEP_NEXT if more else "",
                f"<w:tabs>{tabs}</w:tabs>",
                f'<w:spacing w:before="{gap}"/>',
                '<w:jc w:val="left"/>',
            )
        )
    right = layout.text_width - found.last - printed_width(date, layout) // 2
    return "".join(rows) + (_date_xml(date, max(right, 0), keep) if date else "")


def _stacked_xml(signatures: tuple[str, ...], date: str, layout: Layout, keep: bool) -> str:
    """Signatures below one another, the host's first, all beginning where the widest does."""
    widest = max(signatures, key=lambda name: printed_width(name, layout))
    indents = closing_indents(widest, date, layout)
    left = layout.text_width - indents.signature_right - printed_width(widest, layout)
    rows = [
        text_paragraph(
            "Signature",
            name,
            KEEP_NEXT if date or keep or position < len(signatures) - 1 else "",
            '<w:spacing w:before="0"/>' if position else "",
            f'<w:ind w:left="{max(left, 0)}"/>',
            '<w:jc w:val="left"/>',
        )
        for position, name in enumerate(signatures)
    ]
    return "".join(rows) + (_date_xml(date, indents.date_right, keep) if date else "")


def _date_xml(date: str, right: int, keep: bool) -> str:
    return text_paragraph("Date", date, KEEP_NEXT if keep else "", f'<w:ind w:right="{right}"/>')

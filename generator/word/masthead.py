"""The head of the first page: 版头 with its red line, title and 主送机关 (GB/T 9704-2012, 7.2, 7.3.1, 7.3.2)."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import NamedTuple

from generator.chinese.script import to_simplified
from generator.document.tree import Annex, Document, Masthead, signer_lines
from generator.page.layout import Layout
from generator.page.names import names_in_lines
from generator.page.printed_width import half_width, printed_width
from generator.page.title import break_title, closed_up, room_for
from generator.page.words import CHINESE
from generator.word.joint import organs_xml
from generator.word.letter import letter_head_xml
from generator.word.minutes import issued_xml
from generator.word.order import order_number_xml
from generator.word.runs import raw_paragraph, styled_run, text_paragraph
from generator.word.styles import BELOW_CHARACTERS, SIGNER_NAME

TAB = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:tab/></w:r>'


def head_xml(document: Document, layout: Layout, size: int) -> str:
    """Everything above the body, the mark so many half-points high."""
    formal = document.formal
    head = _above_title(document, layout, size)
    titled = bool(document.title) and not document.untitled
    title = title_xml("Title", document.title, names_in(document), layout, *head[1:])[0] if titled else ""
    recipients = text_paragraph("Recipients", _recipients(formal.recipients, layout)) if formal.recipients else ""
    return head.xml + title + recipients


def head_height(document: Document, layout: Layout, size: int) -> int:
    """Twips from the top of the text area of the first page to its body, the mark so many half-points high."""
    formal, pitch = document.formal, layout.grid.pitch
    _, height, free = _above_title(document, layout, size)
    if document.title and not document.untitled:
        height = title_xml("Title", document.title, names_in(document), layout, height, free)[1]
    return height + (_recipients(formal.recipients, layout).count("\n") + bool(formal.recipients)) * pitch


def _recipients(recipients: str, layout: Layout) -> str:
    """主送机关 in lines that end behind a name."""
    return names_in_lines(recipients, layout.text_width, lambda text: printed_width(text, layout))


class AboveTitle(NamedTuple):
    """What stands above the title, how far below the top of the text area it ends, and what of that is still free."""

    xml: str
    height: int
    free: int = 0


def _above_title(document: Document, layout: Layout, size: int) -> AboveTitle:
    """版头 in the format of the paper."""
    masthead = document.formal.masthead
    if masthead is None:
        return AboveTitle("", 0)
    if document.formal.format == "letter":
        return AboveTitle(*letter_head_xml(masthead, layout, size))
    return _masthead(document, masthead, layout, size)


def names_in(document: Document) -> tuple[str, ...]:
    """Names that a title must not split."""
    masthead = document.formal.masthead
    issuers = (masthead.issuer.removesuffix("文件"), *masthead.organs) if masthead else ("",)
    return (document.signature, *issuers)


def title_xml(
    style: str, title: str, names: tuple[str, ...], layout: Layout, above: int = 0, free: int = 0
) -> tuple[str, int]:
    """The title, closed up to the grid below so that every engine starts the body on the same line, and where that is.

    ``above`` is the height of what stands over it on the page, in twips; it then keeps its distance. The part of it that
    is ``free`` the title leaves free itself.
    """
    look, grid = layout.title, layout.grid.pitch
    lines = _title_lines(title, names, layout)
    gap = {"Title": layout.masthead.title_gap if above else 0, "AnnexTitle": layout.annex.title_gap}[style]
    before, after = gap * grid, look.gap_below * grid
    pitch = _title_pitch(above + before + after, len(lines), layout)
    line = f' w:line="{pitch}" w:lineRule="exact"' if pitch != look.pitch else ""
    spacing = f'<w:spacing{_before(free + before)} w:after="{after}"{line}/>'
    return text_paragraph(style, "\n".join(lines), spacing), above + before + len(lines) * pitch + after


def _title_pitch(beside: int, lines: int, layout: Layout) -> int:
    """The pitch nearest to the layout's with which title and what stands ``beside`` it fill whole lines of the body.

    The gaps above and below are ruled, so that what is left over goes between and around the lines of the title.
    """
    return closed_up(layout.title.pitch, lines, beside, layout.grid.pitch, layout.title.size)


def _title_lines(title: str, names: tuple[str, ...], layout: Layout) -> tuple[str, ...]:
    """The lines of a title; words of Traditional characters are looked up in Simplified ones."""
    most = layout.text_width // half_width(layout.title.size)
    if layout.language == CHINESE or room_for(title) <= most:
        return break_title(title, most, names, layout.words)
    lines = break_title(to_simplified(title), most, tuple(map(to_simplified, names)), layout.words)
    if sum(map(len, lines)) != len(title):
        return break_title(title, most, names, layout.words)
    ends = list(accumulate(map(len, lines), initial=0))
    return tuple(title[start:end] for start, end in pairwise(ends))


def _before(twips: int) -> str:
    return f' w:before="{twips}"' if twips else ""


def annex_head_xml(annex: Annex, names: tuple[str, ...], layout: Layout, mark: str) -> tuple[str, int]:
    """附件 and its title, at the top of a page of its own (7.3.7), and how far below that top they end, in twips."""
    title, height = title_xml("AnnexTitle", annex.name, names, layout, layout.grid.pitch)
    return text_paragraph("AnnexMark", mark) + title, height


def _masthead(document: Document, masthead: Masthead, layout: Layout, size: int) -> AboveTitle:
    """版头 down to the red line; with the mark printed on the paper already, neither is written."""
    look, pitch, minutes, order = layout.masthead, layout.grid.pitch, document.issued_above, document.untitled
    marks = [text_paragraph("CopyNumber" if mark is masthead.copy else "Secrecy", mark) for mark in masthead.marks]
    # The glyphs of an exact line stand a twelfth of the size above it: measured, and alike in every engine.
    top = (layout.minutes if minutes else layout.order if order else look).issuer_top + size * 10 // 12
    before = max(top - len(marks) * pitch, 0)
    if masthead.organs:
        issuer, issuer_height = organs_xml(masthead, layout, before, size)
    else:
        issuer, issuer_height = _issuer_xml(masthead.issuer, before, size), size * 10
    mark, line, gap = before + issuer_height, look.line_gap + look.line, look.number_gap * pitch
    free, bare = (mark, NO_LINE) if masthead.preprinted else (0, "")
    if order:
        over = mark + len(marks) * pitch
        number, height = order_number_xml(masthead.number, free, over, NO_LINE, layout)
        return AboveTitle("".join(marks) + ("" if free else issuer) + number, height)
    if minutes:
        number, height = issued_xml(document, layout, masthead.number, free + gap, bare)
    else:
        number, height = _number_xml(masthead, layout, free + gap, bare)
    height += len(marks) * pitch + mark - free + line
    if masthead.preprinted:
        # What a border takes up: it hangs closer to the line than to its characters.
        return AboveTitle("".join(marks) + number, height, line - BELOW_CHARACTERS * 20 - look.line_gap % 20)
    return AboveTitle("".join(marks) + issuer + number, height)


def _issuer_xml(issuer: str, before: int, size: int) -> str:
    return raw_paragraph(
        "Issuer",
        styled_run(issuer, "", f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'),
        f'<w:spacing{_before(before)} w:line="{size * 10}" w:lineRule="exact"/>',
    )


def _number_xml(masthead: Masthead, layout: Layout, gap: int, bare: str) -> tuple[str, int]:
    """发文字号, 签发人 and the red line below a ``gap``, and their height without the line; ``bare`` takes it away."""
    line = layout.body.size * 10
    if not masthead.signers:
        return text_paragraph("DocumentNumber", masthead.number, bare, f'<w:spacing w:before="{gap}"/>'), gap + line
    tabs = _signer_tabs(masthead, layout)
    *above, last = signer_lines(masthead)
    rows = [
        raw_paragraph(
            "Signer",
            _signer_row(names, masthead.signer_label),
            tabs,
            f'<w:spacing w:before="{0 if position else gap}"/>',
        )
        for position, names in enumerate(above)
    ]
    # The last line is no higher than its characters, but stands where a whole line would put it.
    step = layout.grid.pitch - line if above else gap
    left = '<w:jc w:val="left"/>'
    row = _signer_row(last, masthead.signer_label, masthead.number)
    rows.append(raw_paragraph("DocumentNumber", row, bare, tabs, f'<w:spacing w:before="{step}"/>', left))
    return "".join(rows), (gap if above else 0) + len(above) * layout.grid.pitch + step + line


NO_LINE = '<w:pBdr><w:bottom w:val="nil"/></w:pBdr>'


def _signer_row(names: str, label: str, number: str = "") -> str:
    """A line of 签发人, names under names, with 发文字号 at its left.

    Tabs put the parts in place, not indents: the red line would be indented with the paragraph.
    """
    lead = f"{TAB}{styled_run(number) if number else ''}{TAB}"
    if names.startswith(label):
        return f"{lead}{styled_run(label)}{styled_run(names.removeprefix(label), SIGNER_NAME)}"
    return f"{lead}{TAB}{styled_run(names, SIGNER_NAME)}"


def _signer_tabs(masthead: Masthead, layout: Layout) -> str:
    """Tab stops: 发文字号, the label 签发人, the names, the second name of a line."""
    inset, gap = layout.in_characters(layout.masthead.inset), layout.character
    first, second = (
        max((printed_width(name, layout) for name in masthead.signers[start::2]), default=0) for start in (0, 1)
    )
    names = layout.text_width - inset - first - (gap + second if second else 0)
    stops = [inset, names - printed_width(masthead.signer_label, layout), names]
    if second:
        stops.append(names + first + gap)
    marks = "".join(f'<w:tab w:val="left" w:pos="{stop}"/>' for stop in stops)
    return f"<w:tabs>{marks}</w:tabs>"

"""纪要: who issued them and when above the red line, who attended below the text (GB/T 9704-2012, 10.3)."""

from __future__ import annotations

from markupsafe import escape

from generator.document.tree import Attendance, Document
from generator.page.layout import Layout
from generator.page.names import names_in_lines
from generator.page.printed_width import printed_width
from generator.word.runs import KEEP_NEXT, font_run, raw_paragraph, styled_run, text_paragraph


def issued_xml(document: Document, layout: Layout, number: str, gap: int, bare: str) -> tuple[str, int]:
    """The number of minutes and, under it, who issued them and when, above the red line; and their height.

    ``gap`` stands above the first line; ``bare`` takes the red line away.
    """
    line, inset = layout.body.size * 10, layout.in_characters(layout.masthead.inset)
    last = "\t".join(("", document.signature, document.date))
    tabs = f'<w:tabs><w:tab w:val="left" w:pos="{inset}"/><w:tab w:val="right" w:pos="{layout.text_width - inset}"/></w:tabs>'
    step = layout.grid.pitch - line if number else gap
    left = '<w:jc w:val="left"/>'
    issued = text_paragraph("DocumentNumber", last, bare, tabs, f'<w:spacing w:before="{step}"/>', left)
    if not number:
        return issued, gap + line
    centred = text_paragraph("Signer", number, f'<w:spacing w:before="{gap}"/>', '<w:jc w:val="center"/>')
    return centred + issued, gap + layout.grid.pitch + step + line


def attendance_xml(lines: tuple[Attendance, ...], layout: Layout, keep: bool) -> str:
    """出席, 请假 and 列席: labels under labels, names under names."""
    look, role = layout.minutes, layout.minutes.label_font
    fonts = [str(escape(name)) for name in (layout.fonts.named(role)[0], layout.fonts.latin_for(role))]
    paragraphs = []
    for position, one in enumerate(lines):
        label = printed_width(one.label, layout)
        gap = look.gap_above * layout.grid.pitch
        left = layout.in_characters(look.indent) + label
        names = names_in_lines(one.names, layout.text_width - left, lambda text: printed_width(text, layout))
        paragraphs.append(
            raw_paragraph(
                "Normal",
                font_run(one.label, *fonts) + styled_run(names),
                KEEP_NEXT if keep else "",
                f'<w:spacing w:before="{gap}"/>' if position == 0 else "",
                f'<w:ind w:left="{left}" w:hanging="{label}"/>',
                '<w:jc w:val="left"/>',
            )
        )
    return "".join(paragraphs)

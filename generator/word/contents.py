"""目录: a field that Word fills in again when it opens the paper, with the entries as they will be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.document.tree import Document, Heading, plain_text
from generator.page.layout import Layout
from generator.word.paging import heading_pages
from generator.word.runs import raw_paragraph, styled_run, text_paragraph

FIELD_RUN = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{}</w:r>'
BEGIN, SEPARATE, END = (
    FIELD_RUN.format(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end")
)
UNTIL_OPENED = FIELD_RUN.format('<w:fldChar w:fldCharType="begin" w:dirty="true"/>')
"""Has Word work the whole field out when it opens the paper."""


def contents_xml(document: Document, layout: Layout) -> str:
    """The heads of the paper with their pages, empty when it has none."""
    depth = layout.contents.depth
    entries = [
        (name, heading, page)
        for (name, heading), page in zip(_marked(document), heading_pages(document, layout), strict=True)
        if heading.level <= depth and not layout.headings[heading.level - 1].run_in
    ]
    if not entries:
        return ""
    opening = UNTIL_OPENED + _instruction(f' TOC \\o "1-{depth}" \\h \\z ') + SEPARATE
    lines = []
    for position, (name, heading, page) in enumerate(entries):
        words = styled_run(f"{heading.number}{plain_text(heading.inlines)}\t")
        number = BEGIN + _instruction(f" PAGEREF {name} \\h ") + SEPARATE + styled_run(str(page)) + END
        link = f'<w:hyperlink w:anchor="{name}" w:history="1">{words}{number}</w:hyperlink>'
        last = END if position == len(entries) - 1 else ""
        lines.append(raw_paragraph(f"TOC{heading.level}", f"{'' if position else opening}{link}{last}"))
    return text_paragraph("TOCHeading", layout.contents.name) + "".join(lines)


WHOLE_FIELD = re.compile(f"{re.escape(UNTIL_OPENED)}.*?{re.escape(SEPARATE)}|(?<=</w:hyperlink>){re.escape(END)}")


def with_living_pages(xml: str) -> str:
    """``word/document.xml`` with 目录 as lines that each ask for their page: LibreOffice does not work out the whole."""
    return WHOLE_FIELD.sub("", xml) if UNTIL_OPENED in xml else xml


def _instruction(text: str) -> str:
    return FIELD_RUN.format(f'<w:instrText xml:space="preserve">{text}</w:instrText>')


def _marked(document: Document) -> Iterator[tuple[str, Heading]]:
    """The headings of the body, each with the name of its bookmark."""
    headings = (block for block in document.blocks if isinstance(block, Heading))
    return ((f"_Toc{number:08}", heading) for number, heading in enumerate(headings, 1))


HEADING_START = '<w:p><w:pPr><w:pStyle w:val="Heading'
HEADING_PARAGRAPH = re.compile(r'(<w:p><w:pPr><w:pStyle w:val="Heading\d"/>.*?</w:pPr>)(.*?)(</w:p>)')


def with_bookmark(heading: str, number: int) -> str:
    """The paragraph of the n-th heading of the body, with a bookmark around its words."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="_Toc{number:08}"/>'
    return HEADING_PARAGRAPH.sub(rf'\1{start}\2<w:bookmarkEnd w:id="{number}"/>\3', heading, count=1)

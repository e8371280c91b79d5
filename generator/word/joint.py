"""发文机关标志 of a joint paper: organs below one another, both ends aligned, 文件 at their right (GB/T 9704-2012, 7.2.4)."""

from __future__ import annotations

from generator.chinese.width import half_widths
from generator.document.tree import Masthead
from generator.page.layout import Layout
from generator.page.printed_width import half_width
from generator.word.runs import raw_paragraph, styled_run
from generator.word.styles import SLIVER


def organs_xml(masthead: Masthead, layout: Layout, before: int, size: int) -> tuple[str, int]:
    """The mark below a gap of ``before`` twips, and its own height."""
    character = half_width(size) * 2
    gap = character * layout.masthead.organ_gap // 100
    wide = max(map(half_widths, masthead.organs)) * half_width(size)
    height = len(masthead.organs) * (character + gap) - gap
    above = 0 if masthead.paper else before
    names = "".join(
        raw_paragraph("Issuer", _spread(name, wide, size), _line(gap if position else above, character))
        for position, name in enumerate(masthead.organs)
    )
    if not masthead.paper:
        return names, height
    paper = raw_paragraph("Issuer", styled_run(masthead.paper, "", _sized(size)), _line(0, character))
    space = raw_paragraph("PageEnd", "", f'<w:spacing w:before="{max(before - SLIVER, 0)}"/>')
    return space + _beside(names, paper, (wide + gap, half_widths(masthead.paper) * half_width(size) + gap)), height


def _beside(names: str, paper: str, widths: tuple[int, int]) -> str:
    """The names and 文件 in a table without lines, 文件 halfway up."""
    margins = "".join(f'<w:{edge} w:w="0" w:type="dxa"/>' for edge in ("top", "left", "bottom", "right"))
    first, second = (f'<w:tcW w:w="{width}" w:type="dxa"/>' for width in widths)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>{first}</w:tcPr>{names}</w:tc>"
        f'<w:tc><w:tcPr>{second}<w:vAlign w:val="center"/></w:tcPr>{paper}</w:tc></w:tr></w:tbl>'
    )


def _spread(name: str, wide: int, size: int) -> str:
    """The name as wide as the widest: by space between its characters, which every engine sets alike."""
    gaps = len(name) - 1
    more = (wide - half_widths(name) * half_width(size)) // gaps if gaps else 0
    if not more:
        return styled_run(name, "", _sized(size))
    apart = styled_run(name[:-1], "", f'<w:spacing w:val="{more}"/>{_sized(size)}')
    return apart + styled_run(name[-1], "", _sized(size))


def _sized(size: int) -> str:
    return f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _line(before: int, height: int) -> str:
    above = f' w:before="{before}"' if before else ""
    return f'<w:spacing{above} w:line="{height}" w:lineRule="exact"/>'

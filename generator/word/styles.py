"""The styles of a layout: every paragraph a document is made of, under the name its gallery shows."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import escape

from generator.page.layout import HeadingStyle, Layout, TextStyle
from generator.page.stated import FONT_ROLES
from generator.word.runs import KEEP_NEXT, OFF_GRID

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

WESTERN_LANGUAGE = "en-US"
"""Were letters and digits Chinese too, LibreOffice would break lines inside a number: 73. | 6万元."""


class Style(NamedTuple):
    """One style of the document; an empty ``base`` is a root, an empty ``following`` means itself."""

    key: str
    name: str
    base: str
    following: str
    paragraph: str
    run: str
    shown: bool = True
    """Whether the style gallery offers it."""


def _styles(layout: Layout) -> tuple[Style, ...]:
    return (*_text_styles(layout), *_formal_styles(layout), *_table_styles(layout))


def _text_styles(layout: Layout) -> tuple[Style, ...]:
    grid, title, number = layout.grid, layout.title, layout.number
    gap_above = f'<w:spacing w:before="{layout.closing.gap_above * grid.pitch}"/>'
    return (
        # Widow control would end pages at 21 lines; the other switches keep every character to its cell.
        Style("Normal", "Normal", "", "",
              '<w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/>'
              '<w:autoSpaceDN w:val="0"/>'
              f'<w:spacing w:before="0" w:after="0" w:line="{grid.pitch}" w:lineRule="exact"/>'
              '<w:jc w:val="both"/>',
              _run(layout, layout.body.font, layout.body.size, layout.body.bold, grid.squeeze)),
        Style("BodyText", "Body Text", "Normal", "", _first_line(layout, layout.body), ""),
        Style("Title", "Title", "Normal", "BodyText",
              f'{KEEP_NEXT}{OFF_GRID}'
              f'<w:spacing w:after="{title.gap_below * grid.pitch}"'
              f' w:line="{title.pitch}" w:lineRule="exact"/>'
              '<w:jc w:val="center"/>',
              _run(layout, title.font, title.size, title.bold)),
        *(_heading(layout, level, style) for level, style in enumerate(layout.headings)),
        Style("Signature", "Signature", "Normal", "Date", f'{gap_above}<w:jc w:val="right"/>', ""),
        Style("Date", "Date", "Normal", "", '<w:jc w:val="right"/>', ""),
        Style("Footer", "footer", "Normal", "",
              f'{OFF_GRID}<w:spacing w:line="{number.pitch}" w:lineRule="exact"/>',
              _run(layout, number.font, number.size, latin=layout.fonts.named(number.font)[0]), shown=False),
    )  # fmt: skip


def _formal_styles(layout: Layout) -> tuple[Style, ...]:
    """The styles of 版头, 主送机关, 附件, 附注 and 版记."""
    grid, body, masthead, annex, imprint = layout.grid, layout.body, layout.masthead, layout.annex, layout.imprint
    line = body.size * 10
    note = (line + grid.squeeze) * layout.closing.note_indent // 100
    rule = f'w:val="single" w:sz="{eighths(masthead.line)}" w:space="{masthead.line_gap // 20 - BELOW_CHARACTERS}"'
    return (
        Style("CopyNumber", "份号", "Normal", "", '<w:jc w:val="left"/>', ""),
        Style("Secrecy", "密级和紧急程度", "Normal", "", '<w:jc w:val="left"/>',
              _run(layout, masthead.secrecy_font, body.size, squeeze=grid.squeeze)),
        Style("Issuer", "发文机关标志", "Normal", "DocumentNumber", f'{KEEP_NEXT}{OFF_GRID}<w:jc w:val="center"/>',
              _run(layout, masthead.issuer_font, masthead.issuer_size, layout.title.bold, colour=masthead.colour)),
        Style("Signer", "签发人", "Normal", "DocumentNumber", f'{KEEP_NEXT}{OFF_GRID}<w:jc w:val="left"/>', ""),
        # A line no higher than its characters: the border hangs from the line, the rule counts from the characters.
        Style("DocumentNumber", "发文字号", "Normal", "Title",
              f'{KEEP_NEXT}<w:pBdr><w:bottom {rule} w:color="{masthead.colour}"/></w:pBdr>{OFF_GRID}'
              f'<w:spacing w:line="{line}" w:lineRule="exact"/><w:jc w:val="center"/>', ""),
        Style("Recipients", "主送机关", "Normal", "BodyText", '<w:jc w:val="left"/>', ""),
        Style("AnnexList", "附件说明", "Normal", "", '<w:jc w:val="left"/>', ""),
        Style("AnnexMark", "附件序号", "Normal", "AnnexTitle",
              f'{KEEP_NEXT}<w:pageBreakBefore/><w:jc w:val="left"/>',
              _run(layout, annex.mark_font, body.size, squeeze=grid.squeeze)),
        Style("AnnexTitle", "附件标题", "Title", "BodyText", '<w:outlineLvl w:val="0"/>', ""),
        Style("Remark", "附注", "Normal", "", f'<w:ind w:firstLineChars="{layout.closing.note_indent}"'
              f' w:firstLine="{note}"/>', ""),
        Style("Imprint", "版记", "Normal", "",
              f'{OFF_GRID}<w:spacing w:line="{imprint.pitch}" w:lineRule="exact"/><w:jc w:val="left"/>',
              _run(layout, imprint.font, imprint.size)),
        Style("PageEnd", "版末", "Normal", "", f'{OFF_GRID}<w:spacing w:line="{SLIVER}" w:lineRule="exact"/>', "",
              shown=False),
    )  # fmt: skip


BELOW_CHARACTERS = 2
"""Points between the characters of an exact line as high as they are and its border: measured in LibreOffice."""

SLIVER = 14
"""The least height of a line in Word: a page of 22 lines has no more room than this left."""


SMALLER = "Small"
"""Behind the name of a style: for tables whose columns are too many for the usual size."""
IN_CELLS = (("TableText", "表格文字"), ("TableNumber", "表格数字"), ("TableHead", "表头文字"))


def _table_styles(layout: Layout) -> tuple[Style, ...]:
    table = layout.table
    small = f'<w:sz w:val="{table.least_size}"/><w:szCs w:val="{table.least_size}"/>'
    cell_line = f'{OFF_GRID}<w:spacing w:line="{table.pitch}" w:lineRule="exact"/>'
    return (
        Style("TableText", "表格文字", "Normal", "", f'{cell_line}<w:jc w:val="left"/>',
              _run(layout, table.font, table.size)),
        Style("TableNumber", "表格数字", "TableText", "", '<w:jc w:val="right"/>', ""),
        Style("TableHead", "表头文字", "TableText", "", f'{KEEP_NEXT}<w:jc w:val="center"/>',
              _run(layout, table.head_font, table.size)),
        Style("TableCaption", "表题", "Normal", "", f'{KEEP_NEXT}<w:jc w:val="center"/>',
              _run(layout, table.font, table.size)),
        Style("TableUnit", "表格单位", "TableText", "", f'{KEEP_NEXT}<w:jc w:val="right"/>', ""),
        *(Style(f"{base}{SMALLER}", f"{name}（小）", base, "", "", small, shown=False) for base, name in IN_CELLS),
        Style("TableNote", "表注", "TableText", "", '<w:jc w:val="both"/>', ""),
    )  # fmt: skip


def _chart_styles(layout: Layout) -> tuple[Style, ...]:
    """The styles of a chart and of its caption; the mark behind a chart is as low as can be."""
    table = layout.table
    return (
        Style("Chart", "图表", "Normal", "ChartCaption", f'{KEEP_NEXT}{OFF_GRID}<w:jc w:val="center"/>',
              _run(layout, layout.chart.font, LEAST_SIZE), shown=False),
        Style("ChartCaption", "图题", "Normal", "BodyText", '<w:jc w:val="center"/>',
              _run(layout, table.font, table.size)),
    )  # fmt: skip


def _contents_styles(layout: Layout) -> tuple[Style, ...]:
    """The styles of 目录, which no paper without one has."""
    stop = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{layout.text_width}"/></w:tabs>'
    step = layout.in_characters(layout.contents.indent)
    entries = (
        Style(f"TOC{level}", f"toc {level}", "Normal", "", f'{stop}<w:ind w:left="{step * (level - 1)}"/>', "")
        for level in range(1, len(layout.headings) + 1)
    )
    return (Style("TOCHeading", "TOC Heading", "Title", "TOC1", "", ""), *entries)


LEAST_SIZE = 2
"""One point: the smallest type there is."""


def eighths(twips: int) -> int:
    """The thickness of a border in the eighths of a point that Word counts in."""
    return round(twips * 8 / 20)


def _heading(layout: Layout, level: int, style: HeadingStyle) -> Style:
    return Style(
        f"Heading{level + 1}",
        f"heading {level + 1}",
        "Normal",
        "BodyText",
        f'<w:keepNext/>{_first_line(layout, style)}<w:outlineLvl w:val="{level}"/>',
        _run(layout, style.font, style.size, style.bold, layout.grid.squeeze),
    )


def _first_line(layout: Layout, style: TextStyle) -> str:
    # Word goes by firstLineChars, LibreOffice 7 by firstLine: both say the same.
    twips = (style.size * 10 + layout.grid.squeeze) * style.indent // 100
    return f'<w:ind w:firstLineChars="{style.indent}" w:firstLine="{twips}"/>'


def _run(
    layout: Layout, role: str, size: int, bold: int = False, squeeze: int = 0, latin: str = "", colour: str = ""
) -> str:
    """Run properties that leave no slot to a theme or to an earlier style."""
    tint = f'<w:color w:val="{colour}"/>' if colour else ""
    return (
        f'{_fonts(layout, role, latin)}<w:b w:val="{int(bold)}"/>{tint}<w:spacing w:val="{squeeze}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )


def _fonts(layout: Layout, role: str, latin: str = "") -> str:
    chinese = attribute(layout.fonts.named(role)[0])
    latin = attribute(latin or layout.fonts.latin_for(role))
    return f'<w:rFonts w:hint="eastAsia" w:ascii={latin} w:hAnsi={latin} w:eastAsia={chinese} w:cs={latin}/>'


RUN_IN = "RunIn"
SIGNER_NAME = "SignerName"


def _character_styles(layout: Layout) -> str:
    """The styles within a paragraph: a heading run into its text, and the name of 签发人."""
    headings = "".join(
        _character_style(f"{RUN_IN}{level}", f"{'一二三四'[level - 1]}级接排", layout, style.font, style.bold)
        for level, style in enumerate(layout.headings, 1)
        if style.run_in
    )
    return headings + _character_style(SIGNER_NAME, "签发人姓名", layout, layout.masthead.signer_font, 0)


def _character_style(key: str, name: str, layout: Layout, role: str, bold: int) -> str:
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr>{_fonts(layout, role)}<w:b w:val="{bold}"/></w:rPr></w:style>'
    )


def styles_xml(layout: Layout) -> str:
    """The styles part."""
    return _styles_part(layout, _styles(layout))


def chart_styles_xml(layout: Layout) -> str:
    """The styles part of a document with charts."""
    return _styles_part(layout, (*_styles(layout), *_chart_styles(layout)))


def contents_styles_xml(layout: Layout) -> str:
    """The styles part of a document with 目录, and maybe with charts."""
    return _styles_part(layout, (*_styles(layout), *_chart_styles(layout), *_contents_styles(layout)))


def _styles_part(layout: Layout, styles: tuple[Style, ...]) -> str:
    language = attribute(layout.language)
    body = _run(layout, layout.body.font, layout.body.size)
    return (
        f"{DECLARATION}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{body}"
        f'<w:lang w:val="{WESTERN_LANGUAGE}" w:eastAsia={language} w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        # What is not defined here stays out of the gallery until someone asks for it.
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"'
        ' w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
        f"{''.join(_style_xml(style) for style in styles)}{_fixed_styles(layout)}{_character_styles(layout)}</w:styles>"
    )


def _style_xml(style: Style) -> str:
    kind = ("" if style.base else ' w:default="1"') + ("" if style.name.isascii() else ' w:customStyle="1"')
    base = f'<w:basedOn w:val="{style.base}"/>' if style.base else ""
    following = f'<w:next w:val="{style.following}"/>' if style.following else ""
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{style.key}"><w:name w:val="{style.name}"/>'
        f"{base}{following}{'<w:qFormat/>' if style.shown else ''}"
        f"<w:pPr>{style.paragraph}</w:pPr><w:rPr>{style.run}</w:rPr></w:style>"
    )


def _fixed_styles(layout: Layout) -> str:
    """The styles Word looks for in every file, and the ruled table."""
    table = layout.table
    padding = table.size * 10 * table.padding // 100
    border = f'w:val="single" w:sz="{eighths(table.border)}" w:space="0" w:color="auto"'
    edges = "".join(f"<w:{edge} {border}/>" for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
    return (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        "<w:semiHidden/>"
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        f'<w:left w:w="{padding}" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        f'<w:right w:w="{padding}" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        "<w:semiHidden/></w:style>"
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr></w:style>'
    )


def fonts_xml(layout: Layout) -> str:
    """The font table part, which names the substitutes of each font."""
    fonts = "".join(_font_xml(*layout.fonts.named(role)) for role in FONT_ROLES)
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{fonts}</w:fonts>"


def _font_xml(name: str, *substitutes: str) -> str:
    alternatives = f"<w:altName w:val={attribute(','.join(substitutes))}/>" if substitutes else ""
    return f'<w:font w:name={attribute(name)}>{alternatives}<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'


def attribute(value: str) -> str:
    """``value`` quoted as an XML attribute."""
    return f'"{escape(value)}"'

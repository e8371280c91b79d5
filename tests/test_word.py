from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from posixpath import dirname, join, normpath
from zipfile import ZipFile

import docx
import pytest
import yaml
from docx.table import Table as DocxTable
from lxml import etree
from msgspec.structs import replace
from msgspec.structs import replace as force

from generator.document.tree import (
    Annex,
    Document,
    FigureText,
    Formalities,
    Heading,
    Listing,
    Paragraph,
    Table,
    Text,
    number_annexes,
    number_blocks,
)
from generator.document.walk import iter_texts
from generator.page.layout import Layout
from generator.page.printed_width import printed_width
from generator.problem import ZongjieError
from generator.word.columns import table_columns
from generator.word.signing import closing_indents
from generator.word.write import Properties, write_docx

GBT9704 = Path(__file__).parents[1] / "templates" / "zh" / "layouts" / "gbt9704.yaml"
LAYOUT = Layout.from_mapping(yaml.load(GBT9704.read_text(encoding="utf-8"), yaml.BaseLoader))
PROPERTIES = Properties("2012年民政工作总结", "讲治镇人民政府", "民政 <工作> & 总结", datetime(2012, 12, 20, 8, 30))

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {"w": W[1:-1], "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships"}

TABLE = Table(
    head=((Text("项目"),), (Text("人数"),), (Text("备注"),)),
    rows=(
        ((Text("城镇低保"),), (FigureText("681人", "低保.城镇.人数"),), (Text("含临时价格补贴"),)),
        ((Text("农村低保"),), (FigureText("2,768", "低保.农村.人数"),), ()),
    ),
)
DOCUMENT = Document(
    title="讲治镇人民政府\n2012年民政工作总结",
    blocks=number_blocks(
        (
            Paragraph((Text("全年发放低保金"), FigureText("45,805元", "低保.城镇.月发放额"), Text("。"))),
            Heading(1, (Text("社会救助"),)),
            Heading(2, (Text("最低生活保障"),)),
            Heading(3, (Text("动态管理"),)),
            Heading(4, (Text("入户核查"),)),
            Paragraph((Text("做到"), Text("应保尽保", bold=True), Text("【待填：户数】", pending=True))),
            Listing(((Text("第一件"),), (Text("第二件"),)), ordered=True),
            TABLE,
            Paragraph((Text("新的一年，继续努力。"),)),
        )
    ),
    signature="讲治镇人民政府",
    date="2012年12月20日",
)


def written(document=DOCUMENT, layout=LAYOUT, properties=PROPERTIES):
    return ZipFile(BytesIO(write_docx(document, layout, properties)))


def part(name, document=DOCUMENT, layout=LAYOUT):
    return etree.fromstring(written(document, layout).read(name))


TURNED = replace(DOCUMENT, blocks=(*DOCUMENT.blocks, Table(((Text("列"),),) * 9, (((Text("1"),),) * 9,))))
"""With a table so wide that it turns its page."""


def with_blocks(*blocks):
    return replace(DOCUMENT, blocks=blocks)


def find(element, path):
    return element.xpath(path, namespaces=NS)


def value(element, path, attribute="val"):
    return find(element, path)[0].get(W + attribute)


def paragraph_with(root, text):
    return next(p for p in root.iter(f"{W}p") if text in "".join(p.itertext(f"{W}t")))


# ---- the package


def test_same_input_gives_same_bytes():
    assert write_docx(DOCUMENT, LAYOUT, PROPERTIES) == write_docx(DOCUMENT, LAYOUT, PROPERTIES)


def test_every_part_is_well_formed_and_typed():
    archive = written()
    assert archive.testzip() is None
    assert len(archive.namelist()) == len(set(archive.namelist()))
    types = etree.fromstring(archive.read("[Content_Types].xml"))
    known = {element.get("PartName") for element in types} | {element.get("Extension") for element in types}
    for name in set(archive.namelist()) - {"[Content_Types].xml"}:
        etree.fromstring(archive.read(name))
        assert f"/{name}" in known or name.rpartition(".")[2] == "rels"


def test_no_relationship_leads_nowhere():
    archive = written()
    names = set(archive.namelist())
    targets = set()
    for rels in (name for name in names if name.endswith(".rels")):
        folder = dirname(dirname(rels))
        targets |= {normpath(join(folder, rel.get("Target"))) for rel in etree.fromstring(archive.read(rels))}
    assert targets == names - {name for name in names if name.endswith(".rels")} - {"[Content_Types].xml"}


def test_nothing_of_the_library_template_is_left():
    archive = written()
    assert sorted(archive.namelist()) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    ]
    everything = b"".join(archive.read(name) for name in archive.namelist())
    for leftover in (b"asciiTheme", b"eastAsiaTheme", b"Calibri", b"Cambria", b"python"):
        assert leftover not in everything


def test_python_docx_reads_every_text_in_order():
    opened = docx.Document(BytesIO(write_docx(DOCUMENT, LAYOUT, PROPERTIES)))
    texts = []
    for item in opened.iter_inner_content():
        if isinstance(item, DocxTable):
            texts += [cell.text for row in item.rows for cell in row.cells]
        else:
            texts.append(item.text)
    assert texts == list(iter_texts(DOCUMENT))


def test_core_properties():
    properties = docx.Document(BytesIO(write_docx(DOCUMENT, LAYOUT, PROPERTIES))).core_properties
    assert (properties.title, properties.author) == (PROPERTIES.title, PROPERTIES.author)
    assert (properties.subject, properties.language) == (PROPERTIES.subject, "zh-CN")
    assert properties.created == PROPERTIES.created.replace(tzinfo=UTC)


def test_layouts_do_not_share_stationery():
    roomy = force(LAYOUT, grid=force(LAYOUT.grid, pitch=570))
    assert value(part("word/document.xml", layout=roomy), "//w:docGrid", "linePitch") == "570"
    assert value(part("word/document.xml"), "//w:docGrid", "linePitch") == "579"


# ---- the page


def test_page_margins_and_grid():
    section = find(part("word/document.xml"), "//w:body/w:sectPr")[0]
    size, margins, grid = (find(section, f"w:{tag}")[0] for tag in ("pgSz", "pgMar", "docGrid"))
    assert {key.removeprefix(W): value for key, value in size.items()} == {"w": "11906", "h": "16838"}
    expected = {
        "top": "2098",
        "right": "1474",
        "bottom": "1984",
        "left": "1587",
        "footer": "1417",
        "gutter": "0",
    }
    assert expected.items() <= {key.removeprefix(W): value for key, value in margins.items()}.items()
    assert (grid.get(f"{W}type"), grid.get(f"{W}linePitch")) == ("lines", "579")
    assert 22 * 579 <= 16838 - 2098 - 1984


@pytest.mark.parametrize(("name", "kind", "side"), [("footer1", "default", "right"), ("footer2", "even", "left")])
def test_page_number(name, kind, side):
    archive = written()
    key = find(part("word/document.xml"), f'//w:footerReference[@w:type="{kind}"]/@r:id')[0]
    rels = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
    assert [rel.get("Target") for rel in rels if rel.get("Id") == key] == [f"{name}.xml"]
    footer = etree.fromstring(archive.read(f"word/{name}.xml"))
    assert "".join(footer.itertext(f"{W}t", f"{W}instrText")) == "—  PAGE 1 —"
    assert value(footer, "//w:jc") == side
    assert value(footer, "//w:ind", side) == "280"


def test_settings():
    settings = part("word/settings.xml")
    assert find(settings, "w:evenAndOddHeaders")
    assert value(settings, "w:characterSpacingControl") == "doNotCompress"
    first, last = (value(settings, f"w:noLineBreaks{side}") for side in ("Before", "After"))
    assert set("，。》”）元人户%～") <= set(first)
    assert set("《“（第～") <= set(last)
    assert len(set(first)) == len(first)
    assert value(settings, "w:themeFontLang", "eastAsia") == "zh-CN"
    assert value(settings, '//w:compatSetting[@w:name="compatibilityMode"]') == "15"


# ---- styles


def style_chain(styles, key):
    while key:
        style = find(styles, f'w:style[@w:styleId="{key}"]')[0]
        yield style
        based_on = find(style, "w:basedOn/@w:val")
        key = based_on[0] if based_on else ""


def effective(styles, key, path, attribute="val"):
    for style in style_chain(styles, key):
        if found := find(style, path):
            return found[0].get(W + attribute)
    raise AssertionError(f"{key} has no {path}")


FOOTERS = ("footer1", "footer2", "footer3", "footer4")
STYLES = [
    ("BodyText", "仿宋_GB2312", "32", "-5"),
    ("Title", "方正小标宋简体", "44", "0"),
    ("Heading1", "黑体", "32", "-5"),
    ("Heading2", "楷体_GB2312", "32", "-5"),
    ("Heading3", "仿宋_GB2312", "32", "-5"),
    ("Heading4", "仿宋_GB2312", "32", "-5"),
    ("Signature", "仿宋_GB2312", "32", "-5"),
    ("Date", "仿宋_GB2312", "32", "-5"),
    ("TableText", "仿宋_GB2312", "24", "0"),
    ("TableNumber", "仿宋_GB2312", "24", "0"),
    ("TableHead", "黑体", "24", "0"),
    ("Footer", "宋体", "28", "0"),
]


@pytest.mark.parametrize(("key", "font", "size", "squeeze"), STYLES)
def test_every_style_fills_all_four_font_slots(key, font, size, squeeze):
    styles = part("word/styles.xml")
    slots = [effective(styles, key, "w:rPr/w:rFonts", slot) for slot in ("ascii", "hAnsi", "eastAsia", "cs")]
    assert slots == [font] * 4
    assert effective(styles, key, "w:rPr/w:sz") == effective(styles, key, "w:rPr/w:szCs") == size
    assert effective(styles, key, "w:rPr/w:spacing") == squeeze
    assert effective(styles, key, "w:rPr/w:b") == "0"


def test_only_defined_styles_are_used():
    archive = written(TURNED)
    defined = set(find(part("word/styles.xml"), "//w:style/@w:styleId"))
    used = set()
    for name in ("document", *FOOTERS):
        root = etree.fromstring(archive.read(f"word/{name}.xml"))
        used |= set(find(root, "//w:pStyle/@w:val | //w:tblStyle/@w:val"))
        assert len(find(root, "//w:p")) == len(find(root, "//w:p/w:pPr/w:pStyle"))
    assert used <= defined
    assert {key for key, *_ in STYLES} == used - {"TableGrid", "PageEnd"}


def test_body_line_is_the_grid_line():
    styles = part("word/styles.xml")
    normal = find(styles, 'w:style[@w:styleId="Normal"]/w:pPr')[0]
    spacing = {key.removeprefix(W): value for key, value in find(normal, "w:spacing")[0].items()}
    assert spacing == {"before": "0", "after": "0", "line": "579", "lineRule": "exact"}
    switches = ("widowControl", "overflowPunct", "autoSpaceDE", "autoSpaceDN")
    assert [value(normal, f"w:{name}") for name in switches] == ["0"] * 4
    assert value(normal, "w:jc") == "both"
    indent = find(styles, 'w:style[@w:styleId="BodyText"]/w:pPr/w:ind')[0]
    assert (indent.get(f"{W}firstLineChars"), indent.get(f"{W}firstLine")) == ("200", "630")


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_heading_styles_have_word_outline_levels(level):
    style = find(part("word/styles.xml"), f'w:style[@w:styleId="Heading{level}"]')[0]
    assert value(style, "w:name") == f"heading {level}"
    assert value(style, "w:pPr/w:outlineLvl") == str(level - 1)
    assert find(style, "w:pPr/w:keepNext")
    assert value(style, "w:pPr/w:ind", "firstLine") == "630"


def test_chinese_text_is_marked_chinese():
    language = find(part("word/styles.xml"), "w:docDefaults/w:rPrDefault/w:rPr/w:lang")[0]
    assert (language.get(f"{W}val"), language.get(f"{W}eastAsia")) == ("en-US", "zh-CN")


def test_fonts_name_their_substitutes():
    fonts = part("word/fontTable.xml")
    assert value(fonts, 'w:font[@w:name="仿宋_GB2312"]/w:altName') == "仿宋,FangSong"
    assert set(find(fonts, "w:font/w:charset/@w:val")) == {"86"}


ORDER = {
    "pPr": "pStyle keepNext pageBreakBefore widowControl pBdr tabs overflowPunct autoSpaceDE autoSpaceDN snapToGrid"
    " spacing ind jc outlineLvl sectPr",
    "rPr": "rStyle rFonts b color spacing sz szCs highlight lang",
    "tblPr": "tblStyle tblpPr tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
    "trPr": "cantSplit trHeight tblHeader",
    "tcPr": "tcW gridSpan vMerge tcBorders textDirection vAlign",
    "tblBorders": "top left bottom right insideH insideV",
    "tcBorders": "top left bottom right",
    "tblCellMar": "top left bottom right",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p",
    "sectPr": "footerReference type pgSz pgMar pgNumType titlePg docGrid",
    "settings": "zoom defaultTabStop evenAndOddHeaders characterSpacingControl noLineBreaksAfter noLineBreaksBefore compat themeFontLang"
    " decimalSymbol listSeparator",
    "compat": "doNotExpandShiftReturn useFELayout compatSetting",
    "style": "name basedOn next semiHidden qFormat pPr rPr tblPr",
    "styles": "docDefaults latentStyles style",
    "font": "altName charset family",
}


@pytest.mark.parametrize("name", ["document", "styles", "settings", "fontTable", *FOOTERS])
def test_children_come_in_the_order_of_the_schema(name):
    for element in part(f"word/{name}.xml", TURNED).iter():
        tag = etree.QName(element).localname
        if tag in ORDER:
            order = ORDER[tag].split()
            places = [order.index(etree.QName(child).localname) for child in element]
            assert places == sorted(places)


# ---- text


def test_headings_carry_their_number_as_text():
    root = part("word/document.xml")
    headings = {
        value(p, "w:pPr/w:pStyle"): "".join(p.itertext(f"{W}t"))
        for p in root.iter(f"{W}p")
        if value(p, "w:pPr/w:pStyle").startswith("Heading")
    }
    assert headings == {
        "Heading1": "一、社会救助",
        "Heading2": "（一）最低生活保障",
        "Heading3": "1.动态管理",
        "Heading4": "（1）入户核查",
    }


def test_every_run_hints_at_the_chinese_font():
    archive = written(TURNED)
    for name in ("document", *FOOTERS):
        runs = find(etree.fromstring(archive.read(f"word/{name}.xml")), "//w:r")
        assert runs
        assert {value(run, "w:rPr/w:rFonts", "hint") for run in runs} == {"eastAsia"}


def test_a_figure_is_a_run_of_its_own():
    paragraph = paragraph_with(part("word/document.xml"), "全年发放低保金")
    assert ["".join(run.itertext()) for run in find(paragraph, "w:r")] == ["全年发放低保金", "45,805元", "。"]


def test_bold_and_pending():
    runs = find(paragraph_with(part("word/document.xml"), "应保尽保"), "w:r")
    assert [bool(find(run, "w:rPr/w:b")) for run in runs] == [False, True, False]
    assert [find(run, "w:rPr/w:highlight/@w:val") for run in runs] == [[], [], ["yellow"]]


def test_title_is_one_paragraph_that_ends_on_the_grid():
    title = paragraph_with(part("word/document.xml"), "民政工作总结")
    assert value(title, "w:pPr/w:pStyle") == "Title"
    assert len(find(title, ".//w:br")) == 1
    styles = part("word/styles.xml")
    spacing = find(styles, 'w:style[@w:styleId="Title"]/w:pPr/w:spacing')[0]
    assert (spacing.get(f"{W}line"), spacing.get(f"{W}lineRule")) == ("579", "exact")
    assert effective(styles, "Title", "w:pPr/w:snapToGrid") == "0"
    assert not value(title, "w:pPr/w:spacing", "line")
    assert value(title, "w:pPr/w:spacing", "after") == "579"


@pytest.mark.parametrize("text", ["<b>粗</b> &amp; &", "甲\n乙\t丙", " 前后空格 ", "**星号**", "“引号”—…", "𠮷"])
def test_text_is_literal(text):
    document = replace(DOCUMENT, title=text, blocks=(Paragraph((Text(text),)),), signature="", date="")
    opened = docx.Document(BytesIO(write_docx(document, LAYOUT, PROPERTIES)))
    assert [paragraph.text for paragraph in opened.paragraphs] == [text, text]


def test_line_ends_of_other_systems_are_breaks():
    root = part("word/document.xml", with_blocks(Paragraph((Text("甲\r\n乙\r丙"),))))
    assert len(find(paragraph_with(root, "甲"), ".//w:br")) == 2


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_characters_xml_cannot_hold_are_refused(character):
    with pytest.raises(ZongjieError, match=rf"U\+{ord(character):04X}"):
        write_docx(with_blocks(Paragraph((Text(character),))), LAYOUT, PROPERTIES)
    with pytest.raises(ZongjieError):
        write_docx(DOCUMENT, LAYOUT, replace(PROPERTIES, title=character))


def test_a_list_must_have_been_numbered():
    with pytest.raises(ZongjieError, match="number_blocks"):
        write_docx(with_blocks(Listing(((Text("甲"),),), ordered=False)), LAYOUT, PROPERTIES)


# ---- tables


def test_table_fills_the_text_width():
    table = find(part("word/document.xml"), "//w:tbl")[0]
    widths = [int(width) for width in find(table, "w:tblGrid/w:gridCol/@w:w")]
    assert sum(widths) == int(value(table, "w:tblPr/w:tblW", "w")) == 8845
    for row in find(table, "w:tr"):
        assert [int(width) for width in find(row, "w:tc/w:tcPr/w:tcW/@w:w")] == widths


def test_head_row_repeats_and_no_row_splits():
    head, *rows = find(part("word/document.xml"), "//w:tr")
    assert find(head, "w:trPr/w:tblHeader")
    assert not any(find(row, "w:trPr/w:tblHeader") for row in rows)
    assert all(find(row, "w:trPr/w:cantSplit") for row in (head, *rows))
    assert set(find(head, ".//w:pStyle/@w:val")) == {"TableHead"}


def test_numbers_stand_right_and_words_left():
    _, *rows = find(part("word/document.xml"), "//w:tr")
    for row in rows:
        assert find(row, ".//w:pStyle/@w:val") == ["TableText", "TableNumber", "TableText"]


def test_wider_text_gets_the_wider_column():
    name, count, remark = table_columns(TABLE, 8845, LAYOUT).widths
    assert count < name < remark


@pytest.mark.parametrize("blocks", [(TABLE, TABLE), (TABLE,)])
def test_tables_stay_apart_and_the_body_ends_in_a_paragraph(blocks):
    document = replace(DOCUMENT, blocks=blocks, signature="", date="")
    body = [etree.QName(child).localname for child in find(part("word/document.xml", document), "//w:body")[0]]
    assert body == ["p", *["tbl", "p"] * len(blocks), "sectPr"]


# ---- signature and date (7.3.5.2)


def test_widths_of_characters():
    assert printed_width("讲治镇", LAYOUT) == 3 * 315
    assert printed_width("2012年12月20日", LAYOUT) == 8 * 155 + 3 * 315
    assert printed_width("“”（）·", LAYOUT) == 5 * 315


@pytest.mark.parametrize("signature", ["讲治镇人民政府", "讲治镇人民政府办公室", "讲治县民政局", "民政局"])
@pytest.mark.parametrize("date", ["2012年12月20日", "2026年1月5日"])
def test_date_starts_two_characters_after_the_signature(signature, date):
    indents = closing_indents(signature, date, LAYOUT)
    wide, long = printed_width(signature, LAYOUT), printed_width(date, LAYOUT)
    signature_start = 8845 - indents.signature_right - wide
    assert indents.date_left - signature_start == 2 * 315
    if long > wide:
        assert 8845 - indents.date_left - long == 2 * 315
    else:
        assert indents.signature_right == 2 * 315
    assert indents.date_right == 8845 - indents.date_left - long >= 0


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("signature", ["讲治镇人民政府", "讲治镇人民政府办公室", "民政局", "省" * 40, ""])
def test_date_hangs_from_the_right_edge_and_no_indent_is_negative(signature, sealed):
    formal = Formalities(sealed=sealed)
    root = part("word/document.xml", replace(DOCUMENT, signature=signature, date="2012年12月20日", formal=formal))
    date = find(root, "//w:body/w:p")[-1]
    assert effective(part("word/styles.xml"), "Date", "w:pPr/w:jc", "val") == "right"
    assert not find(date, "w:pPr/w:jc")
    assert not find(date, "w:pPr/w:ind/@w:left")
    assert all(int(number) >= 0 for number in root.xpath("//w:ind/@w:*", namespaces=NS))


def test_one_of_the_two_may_be_missing():
    assert closing_indents("", "2012年12月20日", LAYOUT).date_left == 8845 - 630 - 2185
    assert closing_indents("讲治镇人民政府", "", LAYOUT).signature_right == 630
    for kept, dropped in (("signature", "date"), ("date", "signature")):
        root = part("word/document.xml", replace(DOCUMENT, **{dropped: ""}))
        last = find(root, "//w:body/w:p")[-1]
        assert "".join(last.itertext(f"{W}t")) == getattr(DOCUMENT, kept)
        before = effective(part("word/styles.xml"), "Signature", "w:pPr/w:spacing", "before")
        assert (before if kept == "signature" else value(last, "w:pPr/w:spacing", "before")) == "579"


def test_very_long_signature_stays_on_the_page():
    indents = closing_indents("省" * 40, "2012年12月20日", LAYOUT)
    assert indents.signature_right == 0
    assert indents.date_left == 630


def test_signature_does_not_stand_alone():
    *_, last, signature, date = find(part("word/document.xml"), "//w:body/w:p")
    assert find(last, "w:pPr/w:keepNext")
    assert find(signature, "w:pPr/w:keepNext")
    assert not find(date, "w:pPr/w:keepNext")
    root = part("word/document.xml", with_blocks(TABLE))
    assert find(find(root, "//w:tr")[-1], ".//w:keepNext")


def test_no_signature_no_keeping():
    blocks = tuple(block for block in DOCUMENT.blocks if not isinstance(block, Table))
    root = part("word/document.xml", replace(DOCUMENT, blocks=blocks, signature="", date=""))
    assert not find(root, "//w:keepNext")


def test_the_one_line_above_a_table_stays_with_it():
    name, text = Paragraph((Text("表1 各村低保情况"),)), Paragraph((Text("各村情况见下表，" * 8),))
    for above, kept in ((name, 1), (text, 0)):
        root = part("word/document.xml", Document("总结", (above, TABLE)))
        assert len(find(root, "//w:body/w:p/w:pPr/w:keepNext")) == kept


@pytest.mark.parametrize(("count", "parted"), [(1, 0), (5, 0), (6, 2), (9, 5)])
def test_a_long_list_of_annexes_may_go_over_a_page(count, parted):
    annexes = number_annexes([Annex(f"表{at}", (TABLE,)) for at in range(count)])
    root = part("word/document.xml", replace(DOCUMENT, formal=Formalities(annexes=annexes)))
    names = [one for one in find(root, "//w:body/w:p") if find(one, "w:pPr/w:pStyle[@w:val='AnnexList']")]
    assert [len(find(one, "w:pPr/w:keepNext")) for one in names].count(0) == parted

"""The elements of an official paper in the written OOXML, read back as any other program would read it."""

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from lxml import etree
from msgspec.structs import replace
from msgspec.structs import replace as force

from generator.chinese.width import half_widths
from generator.document.tree import (
    Annex,
    Document,
    Formalities,
    Heading,
    Imprint,
    Listing,
    Masthead,
    Paragraph,
    Table,
    Text,
    number_blocks,
)
from generator.document.walk import iter_texts
from generator.library.overlays import open_shelf
from generator.page.layout_files import load_layout
from generator.page.printed_width import printed_width
from generator.word.columns import table_columns
from generator.word.signing import closing_indents
from generator.word.write import Properties, write_docx

LAYOUT = load_layout(open_shelf(), "gbt9704")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {"w": W[1:-1], "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships"}
PROPERTIES = Properties("报告", "青石乡人民政府", "", datetime(2023, 12, 25))


def words(*texts):
    return tuple((Text(text),) for text in texts)


TABLE = Table(words("村", "户数", "备注"), (words("甲村", "12", ""), words("乙村", "7", "")))
WIDE = Table(words(*"一二三四五六七八九"), (words(*"123456789"),))
MASTHEAD = Masthead("青石乡人民政府文件", "青府发〔2023〕8号", "000001", "秘密★1年", "特急", ("某甲",))
FORMAL = Formalities(
    MASTHEAD,
    "县民政局：",
    (
        Annex("资金发放情况表", (TABLE,), "1"),
        Annex("联络员职责", number_blocks((Listing(words("每月走访。", "及时上报。"), ordered=True),)), "2"),
    ),
    sealed=True,
    note="（此件公开发布）",
    imprint=Imprint("抄送：县财政局，县医疗保障局。", "青石乡人民政府办公室", "2023年12月26日印发"),
)
BODY = number_blocks((Heading(1, (Text("社会救助"),)), Paragraph((Text("全年救助132人次。"),))))
DOCUMENT = Document(
    "青石乡人民政府关于报送2023年社会救助工作总结的报告", BODY, "青石乡人民政府", "2023年12月25日", FORMAL
)


def part(document=DOCUMENT, layout=LAYOUT, name="word/document.xml"):
    return etree.fromstring(ZipFile(BytesIO(write_docx(document, layout, PROPERTIES))).read(name))


def formal(**changes):
    return replace(DOCUMENT, formal=replace(FORMAL, **changes))


def find(element, path):
    return element.xpath(path, namespaces=NS)


def attribute(element, path, name="val"):
    return find(element, path)[0].get(W + name)


def style_of(paragraph):
    return attribute(paragraph, "w:pPr/w:pStyle")


def text_of(element):
    return "".join(element.itertext(f"{W}t"))


def styled(root, style):
    return find(root, f'//w:p[w:pPr/w:pStyle/@w:val="{style}"]')


def order():
    return [style_of(p) for p in find(part(), "//w:body//w:p[w:pPr/w:pStyle]")]


def test_the_elements_come_in_the_order_of_the_standard():
    assert [style for style in order() if not style.startswith("Table")] == [
        "CopyNumber", "Secrecy", "Secrecy", "Issuer", "DocumentNumber", "Title", "Recipients",
        "Heading1", "BodyText", "AnnexList", "AnnexList", "Signature", "Date", "Remark",
        "AnnexMark", "AnnexTitle", "AnnexMark", "AnnexTitle", "BodyText", "BodyText",
        "Imprint", "Imprint", "PageEnd",
    ]  # fmt: skip


@pytest.mark.parametrize("document", [DOCUMENT, formal(annexes=(Annex("宽表", (WIDE,)),)), formal(masthead=None)])
def test_every_text_is_read_back_in_order(document):
    opened = docx.Document(BytesIO(write_docx(document, LAYOUT, PROPERTIES)))
    found = "".join(p.text for p in opened.element.body.iter(f"{W}p"))
    assert re.sub(r"\s", "", found) == re.sub(r"\s", "", "".join(iter_texts(document)))


def test_plain_summary_has_none_of_them():
    root = part(replace(DOCUMENT, formal=Formalities()))
    assert {style_of(p) for p in find(root, "//w:p")} == {"Title", "Heading1", "BodyText", "Signature", "Date"}


# ---- 版头


def test_issuer_is_red_and_its_upper_edge_35_mm_below_the_text_area():
    issuer = styled(part(), "Issuer")[0]
    spacing = find(issuer, "w:pPr/w:spacing")[0]
    size = int(attribute(issuer, "w:r/w:rPr/w:sz"))
    assert size == 96
    assert spacing.get(f"{W}line") == str(size * 10)
    # 35 mm, and the part of an exact line above its glyphs.
    assert 3 * 579 + int(spacing.get(f"{W}before")) == 1984 + size * 10 // 12
    style = find(part(name="word/styles.xml"), '//w:style[@w:styleId="Issuer"]')[0]
    assert attribute(style, "w:rPr/w:color") == "FF0000"
    assert attribute(style, "w:rPr/w:rFonts", "eastAsia") == "方正小标宋简体"


@pytest.mark.parametrize("marks", [("", "", ""), ("000001", "", ""), ("000001", "机密", "加急")])
def test_issuer_stands_at_the_same_height_whatever_is_above(marks):
    root = part(formal(masthead=replace(MASTHEAD, copy=marks[0], secrecy=marks[1], urgency=marks[2])))
    before = int(attribute(styled(root, "Issuer")[0], "w:pPr/w:spacing", "before"))
    assert before + 579 * sum(bool(mark) for mark in marks) == 1984 + 80


def test_long_issuer_is_set_smaller_to_fit_one_line():
    issuer = "讲治镇社会救助工作领导小组办公室文件"
    root = part(formal(masthead=replace(MASTHEAD, issuer=issuer)))
    size = int(attribute(styled(root, "Issuer")[0], "w:r/w:rPr/w:sz"))
    assert len(issuer) * size * 10 <= LAYOUT.text_width < len(issuer) * (size + 1) * 10


def test_red_line_is_as_wide_as_the_text_area():
    style = find(part(name="word/styles.xml"), '//w:style[@w:styleId="DocumentNumber"]')[0]
    line = find(style, "w:pPr/w:pBdr/w:bottom")[0]
    assert (line.get(f"{W}color"), line.get(f"{W}sz")) == ("FF0000", "12")
    assert not find(style, "w:pPr/w:ind")
    assert not find(styled(part(), "DocumentNumber")[0], "w:pPr/w:ind")


def test_document_number_alone_is_centred():
    number = styled(part(formal(masthead=replace(MASTHEAD, signers=()))), "DocumentNumber")[0]
    assert text_of(number) == "青府发〔2023〕8号"
    assert not find(number, "w:pPr/w:jc | w:pPr/w:tabs | .//w:tab")
    assert attribute(number, "w:pPr/w:spacing", "before") == str(2 * 579)


@pytest.mark.parametrize("signers", [("某甲",), ("某甲", "某某乙"), ("某甲", "某乙", "某丙丁"), tuple("甲乙丙丁戊")])
def test_signers_stand_two_to_a_line_with_the_number_on_the_last(signers):
    root = part(formal(masthead=replace(MASTHEAD, signers=signers)))
    rows = [*styled(root, "Signer"), *styled(root, "DocumentNumber")]
    assert len(rows) == (len(signers) + 1) // 2
    names = [text_of(run) for row in rows for run in find(row, 'w:r[w:rPr/w:rStyle/@w:val="SignerName"]')]
    assert "".join(names) == "".join(signers)
    assert text_of(rows[0]).removeprefix("青府发〔2023〕8号").startswith("签发人：")
    assert text_of(rows[-1]).startswith("青府发〔2023〕8号")
    stops = [int(stop) for stop in find(rows[0], "w:pPr/w:tabs/w:tab/@w:pos")]
    assert stops == sorted(stops)
    assert stops[0] == 315
    last = max(printed_width(name, LAYOUT) for name in signers[len(stops) - 3 :: 2])
    assert stops[-1] + last == LAYOUT.text_width - 315
    assert len({etree.tostring(find(row, "w:pPr/w:tabs")[0]) for row in rows}) == 1


# ---- title and 主送机关


def test_title_keeps_two_lines_from_the_red_line_and_ends_on_the_grid():
    title = styled(part(), "Title")[0]
    spacing = find(title, "w:pPr/w:spacing")[0]
    assert spacing.get(f"{W}before") == str(2 * 579)
    assert spacing.get(f"{W}after") == "579"
    # 标志 35 mm down, 发文字号 two lines below it, the red line 4 mm below that: what is left is the title's own.
    above = 1984 + 80 + 960 + 2 * 579 + 320 + 227 + 30
    assert (above + 3 * 579 + 2 * int(spacing.get(f"{W}line"))) % 579 in (0, 578, 577)
    assert int(spacing.get(f"{W}line")) >= 22 * 20
    assert list(title.itertext(f"{W}t")) == ["青石乡人民政府", "关于报送2023年社会救助工作总结的报告"]


def test_recipients_stand_flush_left():
    recipients = styled(part(), "Recipients")[0]
    assert text_of(recipients) == "县民政局："
    style = find(part(name="word/styles.xml"), '//w:style[@w:styleId="Recipients"]')[0]
    assert not find(recipients, "w:pPr/w:ind")
    assert attribute(style, "w:pPr/w:jc") == "left"


# ---- 附件


def test_annex_list_aligns_names_under_names():
    first, second = styled(part(), "AnnexList")
    assert (text_of(first), text_of(second)) == ("附件：1.资金发放情况表", "2.联络员职责")
    # 2 characters, 附件：, then "1." of two half-width characters.
    left = 2 * 315 + 3 * 315 + 2 * 155
    assert attribute(first, "w:pPr/w:ind", "left") == attribute(second, "w:pPr/w:ind", "left") == str(left)
    assert attribute(first, "w:pPr/w:ind", "hanging") == str(left - 630)
    assert attribute(second, "w:pPr/w:ind", "hanging") == str(2 * 155)
    assert attribute(first, "w:pPr/w:spacing", "before") == "579"


def test_only_annex_has_no_number():
    root = part(formal(annexes=(Annex("情况表", (TABLE,)),)))
    assert text_of(styled(root, "AnnexList")[0]) == "附件：情况表"
    assert attribute(styled(root, "AnnexList")[0], "w:pPr/w:ind", "left") == str(5 * 315)
    assert text_of(styled(root, "AnnexMark")[0]) == "附件"


def test_every_annex_begins_a_page_with_its_title_on_the_third_line():
    root = part()
    style = find(part(name="word/styles.xml"), '//w:style[@w:styleId="AnnexMark"]')[0]
    assert find(style, "w:pPr/w:pageBreakBefore")
    assert attribute(style, "w:rPr/w:rFonts", "eastAsia") == "黑体"
    assert [text_of(mark) for mark in styled(root, "AnnexMark")] == ["附件1", "附件2"]
    for title in styled(root, "AnnexTitle"):
        spacing = find(title, "w:pPr/w:spacing")[0]
        assert spacing.get(f"{W}before") == "579"
        assert (spacing.get(f"{W}after"), spacing.get(f"{W}line")) == ("579", None)


# ---- 署名, 成文日期, 附注


@pytest.mark.parametrize("signature", ["民政局", "青石乡人民政府", "青石乡社会救助工作领导小组办公室"])
def test_with_a_seal_the_signature_is_centred_on_the_date(signature):
    date = "2023年12月25日"
    indents = closing_indents(signature, date, LAYOUT, sealed=True)
    wide, long = printed_width(signature, LAYOUT), printed_width(date, LAYOUT)
    start = 8845 - indents.signature_right - wide
    assert start + wide / 2 == pytest.approx(indents.date_left + long / 2, abs=1)
    assert 8845 - indents.date_left - long == max(4 * 315, (wide - long) // 2)
    assert indents.signature_right >= 0


def test_with_a_seal_the_date_is_measured_from_the_right():
    date = styled(part(), "Date")[0]
    assert attribute(date, "w:pPr/w:ind", "right") == str(4 * 315)
    style = find(part(name="word/styles.xml"), '//w:style[@w:styleId="Date"]')[0]
    assert attribute(style, "w:pPr/w:jc") == "right"


def test_seal_has_room_above():
    signature = styled(part(), "Signature")[0]
    assert attribute(signature, "w:pPr/w:spacing", "before") == str(2 * 579)
    assert not find(styled(part(formal(sealed=False)), "Signature")[0], "w:pPr/w:spacing")


def test_what_closes_the_text_stays_together():
    root = part()
    chain = ["BodyText", "AnnexList", "AnnexList", "Signature", "Date"]
    body = find(root, "//w:body/w:p")
    start = next(i for i, p in enumerate(body) if style_of(p) == "BodyText")
    assert [style_of(p) for p in body[start : start + 5]] == chain
    assert all(find(p, "w:pPr/w:keepNext") for p in body[start : start + 5])
    assert style_of(body[start + 5]) == "Remark"
    assert not find(body[start + 5], "w:pPr/w:keepNext")


# ---- 版记


def test_imprint_stands_at_the_foot_of_the_text_area():
    table = find(part(), "//w:tbl")[-1]
    place = find(table, "w:tblPr/w:tblpPr")[0]
    assert place.get(f"{W}vertAnchor") == "margin"
    assert place.get(f"{W}tblpYSpec") == "bottom"
    assert place.get(f"{W}tblpX") == "1587"
    assert attribute(table, "w:tblPr/w:tblW", "w") == "8845"
    borders = [
        {etree.QName(line).localname: line.get(f"{W}sz") for line in cell} for cell in find(table, ".//w:tcBorders")
    ]
    assert borders == [{"top": "8"}, {"top": "6", "bottom": "8"}]


def test_imprint_lines_stand_one_character_in():
    copies, issued = styled(part(), "Imprint")
    indent = find(copies, "w:pPr/w:ind")[0]
    assert (indent.get(f"{W}left"), indent.get(f"{W}hanging"), indent.get(f"{W}right")) == ("1120", "840", "280")
    assert attribute(issued, "w:pPr/w:ind", "left") == "280"
    assert attribute(issued, "w:pPr/w:tabs/w:tab", "pos") == str(8845 - 280)
    assert "".join(issued.itertext(f"{W}t")) == "青石乡人民政府办公室2023年12月26日印发"


@pytest.mark.parametrize(
    ("imprint", "borders"),
    [
        (Imprint("抄送：县财政局。"), [{"top": "8", "bottom": "8"}]),
        (Imprint("", "甲", "乙"), [{"top": "8", "bottom": "8"}]),
    ],
)
def test_imprint_of_one_row_has_two_thick_lines(imprint, borders):
    table = find(part(formal(imprint=imprint)), "//w:tbl")[-1]
    assert [
        {etree.QName(line).localname: line.get(f"{W}sz") for line in cell} for cell in find(table, ".//w:tcBorders")
    ] == borders


# ---- headings and tables


def run_in(level):
    style = {1: "heading1", 2: "heading2", 3: "heading3", 4: "heading4"}[level]
    return force(LAYOUT, **{style: force(getattr(LAYOUT, style), run_in=True)})


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_heading_runs_into_its_text_where_the_layout_says_so(level):
    blocks = (Heading(level, (Text("加强领导"),), "（一）"), Paragraph((Text("成立小组。"),)))
    document = Document("总结", blocks)
    assert style_of(find(part(document), "//w:body/w:p")[1]) == f"Heading{level}"
    root = part(document, run_in(level))
    _, paragraph = find(root, "//w:body/w:p")
    assert text_of(paragraph) == "（一）加强领导。成立小组。"
    assert style_of(paragraph) == "BodyText"
    assert [text_of(run) for run in find(paragraph, f'w:r[w:rPr/w:rStyle/@w:val="RunIn{level}"]')] == [
        "（一）加强领导。"
    ]


def test_heading_before_a_table_or_a_heading_keeps_its_line():
    blocks = number_blocks((Heading(2, (Text("甲"),)), Heading(2, (Text("乙"),)), TABLE))
    root = part(Document("总结", blocks), run_in(2))
    assert [style_of(p) for p in find(root, "//w:body/w:p")[1:3]] == ["Heading2", "Heading2"]


def test_unit_line_and_note_belong_to_the_table():
    blocks = number_blocks((Paragraph((Text("单位：户"),)), TABLE, Paragraph((Text("注：年底数。"),))))
    assert len(blocks) == 1
    root = part(Document("总结", blocks))
    assert [text_of(styled(root, style)[0]) for style in ("TableUnit", "TableNote")] == ["单位：户", "注：年底数。"]
    body = [etree.QName(child).localname for child in find(root, "//w:body")[0]]
    assert body == ["p", "p", "tbl", "p", "sectPr"]
    assert find(find(part(name="word/styles.xml"), '//w:style[@w:styleId="TableUnit"]')[0], "w:pPr/w:keepNext")


def test_widths_follow_the_content_and_fill_the_width():
    table = Table(
        words("村", "特困供养人数合计", "措施"), (words("甲", "3", "逐户走访" * 12), words("乙", "12", "按月发放"))
    )
    village, count, measures = table_columns(table, 8845, LAYOUT).widths
    assert village + count + measures == 8845
    assert village < count < measures
    # The head may wrap, a village's name or a figure may not.
    assert village >= half_widths("甲") * 120


@pytest.mark.parametrize("columns", range(1, 12))
def test_widths_always_add_up(columns):
    table = Table(words(*["很长的表头" * 4] * columns), (words(*["很长的内容" * 5] * columns),))
    widths = table_columns(table, 8845, LAYOUT).widths
    assert sum(widths) == 8845
    assert min(widths) > 0


def test_heads_wrap_further_before_a_figure_is_broken():
    heads = words("单位", "残疾人总数（人）", *["享受困难残疾人生活补贴的人数（人）"] * 4, "补贴资金（元）")
    table = Table(heads, (words("云城街道", "28133", *["8430"] * 4, "15045251"),))
    columns = table_columns(table, 8845, LAYOUT)
    assert sum(columns.widths) == 8845
    assert columns.widths[-1] - columns.beside >= 8 * LAYOUT.table.size * 5


def test_the_last_row_never_stands_alone_on_a_page():
    table = Table(words("单位", "人数"), tuple(words(name, "3") for name in ("甲", "乙", "丙", "合计")))
    rows = find(part(Document("总结", (table,))), "//w:tbl/w:tr")
    assert [bool(find(row, ".//w:keepNext")) for row in rows[1:]] == [False, False, True, False]


def test_table_without_rows_is_written():
    assert sum(table_columns(Table(words("甲", "乙"), ()), 8845, LAYOUT).widths) == 8845


def test_wide_table_turns_its_page():
    document = Document("总结", (Paragraph((Text("前"),)), WIDE, Paragraph((Text("后"),))), "青石乡", "2023年12月25日")
    root = part(document)
    sections = find(root, "//w:sectPr")
    assert [find(section, "w:pgSz/@w:orient") for section in sections] == [[], ["landscape"], []]
    assert [section.getparent().tag == f"{W}pPr" for section in sections] == [True, True, False]
    size = find(sections[1], "w:pgSz")[0]
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("16838", "11906")
    margins = find(sections[1], "w:pgMar")[0]
    # Turned clockwise: 订口 on top, 天头 at the right, 切口 below, 地脚 at the left.
    assert [margins.get(W + edge) for edge in ("top", "right", "bottom", "left")] == ["1587", "2098", "1474", "1984"]
    assert attribute(find(root, "//w:tbl")[0], "w:tblPr/w:tblW", "w") == str(LAYOUT.text_height)
    assert len({tuple(find(section, "w:footerReference/@r:id")) for section in sections}) == 2


@pytest.mark.parametrize(("name", "side"), [("footer3", "right"), ("footer4", "left")])
def test_number_of_a_turned_page_stands_where_the_upright_page_has_it(name, side):
    footer = part(DOCUMENTS["wide"], name=f"word/{name}.xml")
    place = find(footer, "//w:tblpPr")[0]
    assert (place.get(f"{W}tblpX"), place.get(f"{W}tblpY")) == ("1417", "1587")
    assert attribute(footer, "//w:tcPr/w:textDirection") == "tbRl"
    assert attribute(footer, "//w:trPr/w:trHeight") == "8845"
    assert (attribute(footer, "//w:jc"), attribute(footer, "//w:ind", side)) == (side, "280")


def test_annex_may_ask_for_turned_pages():
    root = part(formal(annexes=(Annex("职责", BODY, landscape=True),)))
    assert [find(section, "w:pgSz/@w:orient") for section in find(root, "//w:sectPr")] == [[], ["landscape"], []]


# ---- the package


DOCUMENTS = {
    "formal": DOCUMENT,
    "wide": formal(annexes=(Annex("宽表", (WIDE,)), Annex("宽表", (WIDE, TABLE, WIDE)))),
    "signers": formal(masthead=replace(MASTHEAD, signers=tuple("甲乙丙"))),
    "no number": formal(masthead=replace(MASTHEAD, number="")),
    "empty": Document("", ()),
    "only imprint": Document("", (), formal=Formalities(imprint=FORMAL.imprint)),
    "table first": Document("", (WIDE, TABLE)),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_children_come_in_the_order_of_the_schema(name):
    from test_word import ORDER

    for element in part(DOCUMENTS[name]).iter():
        tag = etree.QName(element).localname
        if tag in ORDER:
            known = ORDER[tag].split()
            places = [known.index(etree.QName(child).localname) for child in element]
            assert places == sorted(places), tag


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_cell_and_the_body_end_in_a_paragraph_and_every_style_exists(name):
    root = part(DOCUMENTS[name])
    defined = set(find(part(name="word/styles.xml"), "//w:style/@w:styleId"))
    assert set(find(root, "//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val")) <= defined
    body = list(find(root, "//w:body")[0])
    assert body[-1].tag == f"{W}sectPr"
    assert len(body) < 2 or body[-2].tag == f"{W}p"
    assert all(cell[-1].tag == f"{W}p" for cell in find(root, "//w:tc"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_same_input_gives_same_bytes(name):
    assert write_docx(DOCUMENTS[name], LAYOUT, PROPERTIES) == write_docx(DOCUMENTS[name], LAYOUT, PROPERTIES)


def test_no_empty_paragraph_stands_for_a_gap():
    root = part()
    empty = [p for p in find(root, "//w:body/w:p") if not text_of(p)]
    assert {style_of(p) for p in empty} <= {"PageEnd"}
    assert not any(text_of(p).startswith((" ", "　")) for p in find(root, "//w:p"))


def test_text_is_literal_in_every_element():
    odd = "<b>&amp;*"
    document = Document(
        odd, BODY, odd, odd,
        Formalities(
            Masthead(odd, odd, odd, odd, odd, (odd, odd)), odd, (Annex(odd, BODY),), note=odd, imprint=Imprint(odd, odd, odd)
        ),
    )  # fmt: skip
    assert "".join(part(document).itertext(f"{W}t")).count(odd) == 17


def test_long_head_breaks_before_its_last_word():
    table = Table(words("村（社区）", *["城镇低保户数"] * 5), (words("甲", *"12345"),))
    root = part(Document("总结", (table,)))
    heads = styled(root, "TableHead")
    assert list(heads[0].itertext(f"{W}t")) == ["村", "（社区）"]
    assert all(list(head.itertext(f"{W}t")) == ["城镇低保", "户数"] for head in heads[1:])


def test_title_in_traditional_characters_breaks_between_words():
    layout = load_layout(open_shelf(), "traditional")
    title = "雲溪鎮人民政府關於報送2024年困難群眾基本生活保障和救助工作總結的報告"
    lines = list(styled(part(Document(title, BODY), layout), "Title")[0].itertext(f"{W}t"))
    assert lines == ["雲溪鎮人民政府關於報送2024年困難群眾", "基本生活保障和救助工作總結的報告"]


@pytest.mark.parametrize(
    "words",
    [
        "表1　各村低保情况",
        "表2 2024年各村情况",
        "附表3：情况",
        "表四　救助",
        "表5-1 各村",
        "表6",
        "续表1",
        "表7各村低保情况",
    ],
)
@pytest.mark.parametrize("unit", ["单位：户", ""])
def test_a_caption_typed_above_a_table_is_centred_and_stays_with_it(words, unit):
    above = [Paragraph((Text(one),)) for one in (words, unit) if one]
    (table,) = number_blocks((*above, TABLE))
    assert isinstance(table, Table)
    root = part(Document("总结", (table,)))
    (caption,) = styled(root, "TableCaption")
    assert text_of(caption) == words
    assert attribute(root, ".//w:tblCaption") == words
    style = find(part(name="word/styles.xml"), '//w:style[@w:styleId="TableCaption"]')[0]
    assert find(style, "w:pPr/w:keepNext")
    assert attribute(style, "w:pPr/w:jc") == "center"


@pytest.mark.parametrize(
    "words", ["见表1", "表1是各村情况，", "表1反映各村情况如下：", "表2024年情况", "表一季度情况", "代表1人", "表彰2户"]
)
def test_a_sentence_above_a_table_is_no_caption(words):
    sentence = Paragraph((Text(words),))
    assert number_blocks((sentence, TABLE)) == (sentence, TABLE)


def test_a_wide_table_takes_its_caption_to_its_page():
    root = part(Document("总结", number_blocks((Paragraph((Text("一。"),)), Paragraph((Text("表1　宽表"),)), WIDE))))
    body = [etree.QName(child).localname for child in find(root, "//w:body")[0]]
    (caption,) = styled(root, "TableCaption")
    assert find(caption, "preceding::w:sectPr")
    assert body[-3:] == ["tbl", "p", "sectPr"]

"""`zongjie layouts learn`: what a document shows becomes a layout, what it does not show is said, nothing else."""

import re
import subprocess
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from click.testing import CliRunner
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from forms import FORMS
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rendering import PROPERTIES, needs_office

from generator.cli import main
from generator.commands.export import find_office
from generator.commands.layouts import learn
from generator.document.tree import Document, Heading, Paragraph, Table, Text, number_blocks
from generator.form.opening import Options
from generator.learning.learnt import layout_text, learnt, length_word
from generator.learning.opened import open_document
from generator.learning.sample import read_sample
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary, write_summary
from generator.page.layout_files import layout_in, layout_names, load_layout
from generator.page.stated import NUMBER_SIDES, read_length
from generator.problem import Problem, Refused
from generator.word.write import write_docx

SHELF = open_shelf()
STANDARD = load_layout(SHELF, "gbt9704")
SENTENCE = "民政工作总结应当真实准确，全年发放低保金128.5万元。"
TABLE = Table(
    tuple((Text(head),) for head in ("村", "户数")),
    tuple(((Text("甲村"),), (Text(str(number)),)) for number in range(5)),
)
DOCUMENT = Document(
    "讲治镇民政工作总结",
    number_blocks(
        (
            Paragraph((Text(SENTENCE * 8),)),
            *(
                block
                for level, name in enumerate(("社会救助", "最低生活保障", "动态管理", "入户核查"), 1)
                for block in (Heading(level, (Text(name),)), Paragraph((Text(SENTENCE * 5),)))
            ),
            TABLE,
            Paragraph((Text(SENTENCE * 8),)),
        )
    ),
    "讲治镇人民政府",
    "2012年12月20日",
)


def opened(data):
    found = open_document(data, "样稿.docx")
    assert not isinstance(found, Problem), found
    return found


def learnt_from(data):
    """What is learnt from a document, and the layout that it makes."""
    found = learnt(read_sample(opened(data)), STANDARD)
    layout, problems = layout_in(layout_text("本县", "gbt9704", found.rules, "试").encode(), "本县.yaml", SHELF)
    assert not problems
    return found, layout


def shown(layout):
    """What of a layout a document shows: faces by what they are for, not by the role that gives them.

    A heading that is run into its text has the size and the indent of the text.
    """
    fonts = layout.fonts

    def face(style):
        return fonts.named(style.font)[0], fonts.latin_for(style.font)

    body = layout.body
    texts = (
        body,
        *(replace(one, size=body.size, indent=body.indent) if one.run_in else one for one in layout.headings),
    )
    return (
        layout.page,
        layout.grid,
        [(face(style), style.size, bool(style.bold), style.indent) for style in texts],
        [bool(style.run_in) for style in layout.headings],
        (face(layout.title), layout.title.size, bool(layout.title.bold), layout.title.pitch, layout.title.gap_below),
        replace(layout.number, font=fonts.named(layout.number.font)[0]),
        (face(layout.table), fonts.named(layout.table.head_font)[0], layout.table.size),
        layout.language,
    )


# ---- our own documents


def test_the_standard_is_learnt_as_the_standard():
    found, layout = learnt_from(write_docx(DOCUMENT, STANDARD, PROPERTIES))
    assert found.rules == {}
    assert found.remarks == ()
    assert layout == replace(STANDARD, name="本县")


@pytest.mark.parametrize("name", layout_names(SHELF))
def test_every_layout_is_learnt_back_from_what_it_sets(name):
    layout = load_layout(SHELF, name)
    found, again = learnt_from(write_docx(DOCUMENT, layout, PROPERTIES))
    assert shown(again) == shown(layout)
    assert found.remarks == ()


@pytest.mark.parametrize("name", layout_names(SHELF))
@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_learnt_built_and_learnt_again_is_the_same(name, form):
    options = Options(SHELF, layout=name)
    _, once = learnt_from(write_summary(read_summary(form, options), options))
    summary = read_summary(form, Options(SHELF))
    found, again = learnt_from(write_docx(summary.document, once, PROPERTIES))
    assert again == once, found.rules


FLAGS = st.sampled_from((0, 1))
HOUSE = {
    "title": st.fixed_dictionaries({"size": st.sampled_from((32, 36, 40, 44, 48)), "bold": FLAGS}),
    "body": st.fixed_dictionaries({"indent": st.sampled_from((0, 150, 200)), "bold": FLAGS}),
    "heading2": st.fixed_dictionaries({"bold": FLAGS, "run_in": FLAGS, "size": st.sampled_from((28, 30, 32))}),
    "number": st.fixed_dictionaries(
        {
            "side": st.sampled_from(list(NUMBER_SIDES)),
            "size": st.sampled_from((18, 21, 28)),
            "pattern": st.sampled_from((("", ""), ("- ", " -"), ("第", "页"), ("— ", " —"))),
        }
    ),
}  # fmt: skip


@settings(max_examples=25)
@given(
    st.fixed_dictionaries(HOUSE),
    st.tuples(*[st.integers(20, 40)] * 4),
    st.integers(500, 700),
    st.sampled_from((-5, 0, 3)),
)
def test_any_house_style_is_learnt_back(changes, millimetres, pitch, squeeze):
    top, bottom, left, right = (read_length(f"{one}mm") for one in millimetres)
    page = replace(STANDARD.page, top=top, bottom=bottom, left=left, right=right)
    grid = replace(
        STANDARD.grid,
        pitch=pitch,
        squeeze=squeeze,
        lines=(page.height - top - bottom) // pitch,
        characters=(page.width - left - right) // (320 + squeeze),
    )
    parts = {name: replace(getattr(STANDARD, name), **how) for name, how in changes.items()}
    if parts["number"].side == "居中":
        parts["number"] = replace(parts["number"], indent=STANDARD.number.indent)
    parts["title"] = replace(parts["title"], pitch=pitch)
    layout = replace(STANDARD, page=page, grid=grid, **parts)
    _, again = learnt_from(write_docx(DOCUMENT, layout, PROPERTIES))
    assert shown(again) == shown(layout)


@needs_office
@pytest.mark.parametrize("name", ["gbt9704", "plain-office"])
def test_what_another_program_saves_is_learnt_alike(tmp_path, name):
    """LibreOffice writes sides as start and end; of a heading that is run in it keeps nothing that looks like the text."""
    layout = load_layout(SHELF, name)
    layout = replace(layout, heading3=replace(layout.heading3, run_in=0), heading4=replace(layout.heading4, run_in=0))
    path = tmp_path / "样稿.docx"
    path.write_bytes(write_docx(DOCUMENT, layout, PROPERTIES))
    command = [find_office(), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "docx", "--outdir", str(tmp_path / "again"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    _, again = learnt_from((tmp_path / "again" / path.name).read_bytes())
    assert shown(again) == shown(layout)


# ---- documents of others


def made(write):
    """A document as python-docx begins one, with what ``write`` does to it."""
    document = docx.Document()
    write(document)
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def paragraph(document, text, face="", size=None, align=None, line=None, bold=None):
    one = document.add_paragraph()
    run = one.add_run(text)
    if face:
        run.font.name = face
        run.font.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    run.font.size = size and Pt(size)
    run.font.bold = bold
    one.alignment = align
    if line:
        one.paragraph_format.line_spacing = line
    return one


def said(found, words):
    return any(re.search(words, remark) for remark in found.remarks)


def office(document):
    """A paper as a clerk sets it in WPS: names of fonts by hand, blanks typed for indents."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(35), Mm(33)
    section.left_margin, section.right_margin = Mm(27), Mm(27)
    fixed = Pt(28)
    centre = WD_ALIGN_PARAGRAPH.CENTER
    for text in ("青石乡人民政府", "2023年民政工作总结"):
        paragraph(document, text, "方正小标宋简体", 22, centre, Pt(30)).paragraph_format.space_after = Pt(0)
    paragraph(document, "", line=fixed).paragraph_format.space_after = Pt(0)
    for text, face, bold in (
        (SENTENCE * 5, "仿宋_GB2312", None),
        ("一、社会救助", "黑体", None),
        ("（一）最低生活保障", "楷体_GB2312", True),
        (SENTENCE * 5, "仿宋_GB2312", None),
    ):
        one = paragraph(document, f"\u3000\u3000{text}", face, 16, WD_ALIGN_PARAGRAPH.JUSTIFY, fixed, bold)
        one.paragraph_format.space_after = Pt(0)


def test_a_paper_set_by_hand_is_read():
    found, layout = learnt_from(made(office))
    assert found.rules == {
        "页面.天头": "35mm", "页面.地脚": "33mm", "页面.订口": "27mm", "页面.切口": "27mm",
        "版心.行数": "23", "版心.字数": "27", "版心.行距": "28磅", "版心.字距": "0磅", "二级标题.加粗": "是", "标题.行距": "28磅",
    }  # fmt: skip
    assert said(found, "标题·行距：样稿是 30磅")
    assert said(found, "页脚里没有页码")
    assert said(found, "三级标题.*没有“1.”")
    assert layout.body.indent == 200


def test_a_document_as_python_docx_begins_it():
    def write(document):
        document.add_heading("2023年总结", 0)
        document.add_paragraph("全年发放低保金。" * 20)

    found, _ = learnt_from(made(write))
    assert found.rules["页面.纸宽"] == "215.9mm"
    assert found.rules["正文.字号"] == "11磅"
    assert "版心.行距" not in found.rules or said(found, "算不出磅数")
    assert said(found, "1.15倍行距，没有文档网格.*固定值")
    assert said(found, "标题没有居中")


def grid(document, kind, pitch, space=""):
    section = document.element.body.sectPr
    for old in section.findall(qn("w:docGrid")):
        section.remove(old)
    one = OxmlElement("w:docGrid")
    for name, value in (("type", kind), ("linePitch", pitch), ("charSpace", space)):
        if value:
            one.set(qn(f"w:{name}"), str(value))
    section.append(one)


@pytest.mark.parametrize(
    ("size", "line", "pitch"), [(12, 1.0, "15.6磅"), (12, 1.5, "23.4磅"), (16, 1.0, "31.2磅"), (10.5, 2.0, "31.2磅")]
)
def test_lines_of_the_grid_are_reckoned_and_said(size, line, pitch):
    def write(document):
        paragraph(document, SENTENCE * 9, "宋体", size, line=line)
        grid(document, "lines", 312)

    found, _ = learnt_from(made(write))
    assert found.rules["版心.行距"] == pitch
    assert said(found, "版心·行距：样稿没有用固定值，按文档网格算出（每行网格 15.6磅")
    assert found.rules["正文.字体"] == "宋体"


@pytest.mark.parametrize("space", [-849, -848, -900])
def test_characters_of_the_grid_fill_a_line_of_28(space):
    def write(document):
        section = document.sections[0]
        section.page_width, section.left_margin, section.right_margin = Mm(210), Mm(28), Mm(26)
        document.styles["Normal"].font.size = Pt(16)
        paragraph(document, SENTENCE * 9, "仿宋_GB2312", line=Pt(28.95))
        grid(document, "linesAndChars", 579, space)

    found, layout = learnt_from(made(write))
    assert layout.grid.characters == 28
    assert said(found, "字距由文档网格定")


def test_a_line_that_is_at_least_so_high():
    def write(document):
        for rule, points in ((WD_LINE_SPACING.AT_LEAST, 28), (WD_LINE_SPACING.AT_LEAST, 12)):
            one = paragraph(document, SENTENCE * (9 if points == 28 else 1), "宋体", 16)
            one.paragraph_format.line_spacing_rule, one.paragraph_format.line_spacing = rule, Pt(points)

    found, _ = learnt_from(made(write))
    assert found.rules["版心.行距"] == "28磅"
    assert said(found, "最小值 28磅")


def test_one_line_is_read_as_text():
    found, _ = learnt_from(made(lambda document: paragraph(document, "全文只有一行。", "楷体", 14, line=Pt(25))))
    assert (found.rules["正文.字体"], found.rules["正文.字号"]) == ("楷体", "四号")
    assert said(found, "没有找到居中、字比正文大的标题")


def test_an_empty_document_shows_its_sheet_only():
    found, _ = learnt_from(made(lambda _: None))
    assert {path.partition(".")[0] for path in found.rules} <= {"页面", "版心", "页码"}
    assert said(found, "没有找到正文段落")


def test_an_english_document_has_no_chinese_face():
    def write(document):
        paragraph(document, "Annual Report", "Arial", 20, WD_ALIGN_PARAGRAPH.CENTER)
        paragraph(document, "All figures are as of the end of the year. " * 20, "Arial", 12)

    found, layout = learnt_from(made(write))
    assert said(found, "正文里没有汉字")
    assert "正文.字体" not in found.rules
    assert (layout.fonts.latin, layout.body.size) == ("Arial", 24)


def test_landscape_is_read_and_said():
    def write(document):
        section = document.sections[0]
        section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
        paragraph(document, SENTENCE * 9, "宋体", 16, line=Pt(28))

    found, layout = learnt_from(made(write))
    assert layout.page.width > layout.page.height
    assert said(found, "横放的纸")
    section = docx.Document(BytesIO(write_docx(DOCUMENT, layout, PROPERTIES))).sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE


def test_text_boxes_are_not_read_and_said():
    def write(document):
        paragraph(document, SENTENCE * 9, "宋体", 16, line=Pt(28))
        run = document.add_paragraph().add_run()
        for _ in range(5):
            box = parse_xml(
                f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent>'
                '<w:p><w:r><w:rPr><w:rFonts w:eastAsia="隶书"/><w:sz w:val="60"/></w:rPr>'
                f"<w:t>{SENTENCE * 9}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
            )
            run.font.element.append(box)

    found, layout = learnt_from(made(write))
    assert said(found, "页面：样稿里有文本框")
    assert layout.body.size == 32
    assert layout.fonts.body[0] != "隶书"


def test_a_text_without_figures_shows_no_face_for_them():
    found, layout = learnt_from(
        made(lambda document: paragraph(document, "民政工作总结。" * 30, "Times", 16, line=Pt(28)))
    )
    assert said(found, "字体·西文：样稿的正文里没有数字和字母")
    assert layout.fonts.latin == load_layout(open_shelf(), "gbt9704").fonts.latin
    found, _ = learnt_from(made(office))
    assert not said(found, "字体·西文")


def test_of_two_sections_the_one_with_the_text_is_taken():
    def write(document):
        document.sections[0].top_margin = Mm(10)
        paragraph(document, "封面", "黑体", 30)
        document.add_section(WD_SECTION.NEW_PAGE).top_margin = Mm(36)
        paragraph(document, SENTENCE * 9, "宋体", 16, line=Pt(28))

    found, _ = learnt_from(made(write))
    assert found.rules["页面.天头"] == "36mm"
    assert said(found, "样稿有2节，.*第2节")


def test_faces_of_a_theme_are_named():
    """Word's own documents name no face, only their theme."""

    def write(document):
        for fonts in document.styles.element.iter(qn("w:rFonts")):
            for name in list(fonts.attrib):
                del fonts.attrib[name]
            fonts.set(qn("w:eastAsiaTheme"), "minorEastAsia")
            fonts.set(qn("w:asciiTheme"), "minorHAnsi")
        paragraph(document, SENTENCE * 9, size=16, line=Pt(28))

    data = made(write)
    with ZipFile(BytesIO(data)) as archive:
        theme = next(name for name in archive.namelist() if "theme" in name)
        faces = archive.read(theme).decode()
    minor = faces[faces.index("<a:minorFont>") :]
    hans = re.search(r'script="Hans" typeface="([^"]+)"', minor)[1]
    _, layout = learnt_from(data)
    assert layout.fonts.named(layout.body.font)[0] == hans
    assert layout.fonts.latin == re.search(r'<a:latin typeface="([^"]+)"', minor)[1]


def field(run, instruction):
    for kind, text in (("begin", ""), ("", instruction), ("end", "")):
        one = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            one.set(qn("w:fldCharType"), kind)
        one.text = text or None
        run.font.element.append(one)


def numbered(side, *pieces, size=12):
    def write(document):
        paragraph(document, SENTENCE * 9, "宋体", 16, line=Pt(28))
        foot = document.sections[0].footer.paragraphs[0]
        foot.alignment = side
        for piece in pieces:
            run = foot.add_run("" if piece.isupper() else piece)
            run.font.size, run.font.name = Pt(size), "宋体"
            if piece.isupper():
                field(run, f" {piece} ")

    return write


def test_a_centred_number_stays_centred():
    found, layout = learnt_from(made(numbered(WD_ALIGN_PARAGRAPH.CENTER, "- ", "PAGE", " -")))
    assert found.rules["页码.位置"] == "居中"
    assert found.rules["页码.写法"] == "- 1 -"
    assert found.rules["页码.字号"] == "小四"
    built = docx.Document(BytesIO(write_docx(DOCUMENT, layout, PROPERTIES)))
    assert {built.sections[0].footer.paragraphs[0].alignment, built.sections[0].even_page_footer.paragraphs[0].alignment} == {
        WD_ALIGN_PARAGRAPH.CENTER
    }  # fmt: skip


def test_what_no_layout_can_say_of_a_number_is_said():
    found, _ = learnt_from(made(numbered(WD_ALIGN_PARAGRAPH.LEFT, "第", "PAGE", "页 共", "NUMPAGES", "页")))
    assert said(found, "页码·位置")
    assert said(found, "页码·写法：样稿印的是「第1页 共…页」")
    assert not [path for path in found.rules if path in ("页码.写法", "页码.位置")]


def test_headings_numbered_by_word_are_headings():
    def write(document):
        for _ in range(2):
            one = paragraph(document, "社会救助", "黑体", 16, line=Pt(28))
            one.style = document.styles["List Number"]
            paragraph(document, SENTENCE * 9, "宋体", 16, line=Pt(28))
        for level in document.part.numbering_part.element.iter(qn("w:lvl")):
            level.find(qn("w:numFmt")).set(qn("w:val"), "chineseCountingThousand")
            level.find(qn("w:lvlText")).set(qn("w:val"), "%1、")

    found, _ = learnt_from(made(write))
    assert not said(found, "一级标题：")


def test_other_numbers_of_headings_are_said():
    def write(document):
        for text in ("1、动态管理", "2、入户核查"):
            paragraph(document, text, "黑体", 16, line=Pt(28))
            paragraph(document, SENTENCE * 9, "宋体", 16, line=Pt(28))

    found, _ = learnt_from(made(write))
    assert found.rules["三级标题.字体"] == "黑体"
    assert said(found, "三级标题：样稿的序号写成「1、」，成稿时编成「1.」")


def test_paragraphs_numbered_like_headings_show_how_those_look():
    def write(document):
        for text in ("1.动态管理，按月核查。", "2.入户核查，按季走访。"):
            paragraph(document, text, "宋体", 12, line=Pt(20))
        paragraph(document, SENTENCE * 9, "宋体", 12, line=Pt(20))

    found, layout = learnt_from(made(write))
    assert (found.rules["三级标题.字体"], found.rules["三级标题.字号"]) == ("宋体", "小四")
    assert said(found, "三级标题：.*是否接排看不出")
    assert not layout.heading3.run_in


def test_headings_run_into_their_text_are_seen():
    def write(document):
        for text in ("（一）动态管理。", "（二）入户核查。"):
            one = paragraph(document, text, "楷体", 16, line=Pt(28))
            run = one.add_run(SENTENCE * 3)
            run.font.size = Pt(16)
            run.font.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
        paragraph(document, SENTENCE * 9, "宋体", 16, line=Pt(28))

    found, layout = learnt_from(made(write))
    assert found.rules["二级标题.接排"] == "是"
    assert layout.fonts.named(layout.heading2.font)[0] == "楷体"


def test_faces_that_no_role_is_for_are_said():
    def write(document):
        paragraph(document, "工作总结", "隶书", 26, WD_ALIGN_PARAGRAPH.CENTER, Pt(36))
        for text, face in (("一、救助", "微软雅黑"), ("（一）低保", "黑体"), ("1.动态", "华文彩云")):
            paragraph(document, text, face, 16, line=Pt(28))
        paragraph(document, SENTENCE * 9, "等线", 16, line=Pt(28))

    found, layout = learnt_from(made(write))
    assert layout.fonts.named(layout.title.font)[0] == "隶书"
    assert layout.fonts.named(layout.body.font)[0] == "等线"
    assert said(found, "三级标题·字体：样稿用「华文彩云」")


# ---- what is no document to be read


def zipped(**parts):
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return data.getvalue()


def repacked(data, change):
    """A package with ``change`` over each of its parts; a part that becomes None goes."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = change(name, source.read(name))
            if content is not None:
                copy.writestr(name, content)
    return target.getvalue()


WHOLE = write_docx(DOCUMENT, STANDARD, PROPERTIES)


def typed(kind):
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return repacked(WHOLE, lambda _, content: content.replace(plain, kind))


def bomb(name, content):
    return b"<w:document>" + b" " * (61 * 1024 * 1024) if name == "word/document.xml" else content


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
FAULTS = {
    "旧的 .doc": OLE,
    "加了密码": OLE + "EncryptedPackage".encode("utf-16-le"),
    "是 PDF": b"%PDF-1.7",
    "RTF": b"{\\rtf1",
    "网页": b"\xef\xbb\xbf<html>",
    "XML 文件": b"<?xml version='1.0'?>",
    "空的": b"",
    "不是 Word 文档": "低保: 3户".encode(),
    "压缩包": zipped(a="1"),
    "Excel": zipped(**{"xl__workbook.xml": "<a/>", "[Content_Types].xml": "<a/>"}),
    "OpenDocument": zipped(mimetype="application/vnd.oasis.opendocument.text"),
    "带有宏（.docm）": typed(b"application/vnd.ms-word.document.macroEnabled.main+xml"),
    "Word 模板（.dotx）": typed(b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"),
    "Strict": repacked(WHOLE, lambda _, content: content.replace(b"http://schemas.openxmlformats.org/officeDocument/2006", b"http://purl.oclc.org/ooxml/officeDocument")),
    "解开以后太大": repacked(WHOLE, bomb),
    "坏了": WHOLE[: len(WHOLE) // 2],
    "坏了，": repacked(WHOLE, lambda name, content: content[:200] if name == "word/document.xml" else content),
    "坏了，或": repacked(WHOLE, lambda name, content: None if name == "word/document.xml" else content),
    "坏了，或者": repacked(WHOLE, lambda _, content: content.replace(b"</w:body>", b"<w:p>" * 400 + b"</w:p>" * 400 + b"</w:body>")),
}  # fmt: skip


@pytest.mark.parametrize("words", FAULTS)
def test_a_file_that_cannot_be_read_is_told_with_its_cure(tmp_path, words):
    path = tmp_path / "样稿.docx"
    path.write_bytes(FAULTS[words])
    with pytest.raises(Refused) as caught:
        learn(path, "本县")
    (problem,) = caught.value.problems
    assert words in problem.what
    assert problem.advice.startswith("请")
    assert problem.place.file.endswith("样稿.docx")


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/settings.xml", "word/theme/theme1.xml", "word/fontTable.xml", "word/footer1.xml"])  # fmt: skip
@pytest.mark.parametrize("content", [None, b"", b"<broken", b"<a/>"])
def test_a_part_that_is_missing_or_broken_is_no_traceback(part, content):
    found = open_document(repacked(WHOLE, lambda name, old: content if name == part else old), "样稿.docx")
    if isinstance(found, Problem):
        assert "坏了" in found.what
    else:
        learnt(read_sample(found), STANDARD)


@settings(max_examples=60)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4))
def test_damaged_bytes_are_no_traceback(at, junk):
    found = open_document(WHOLE[:at] + junk + WHOLE[at + len(junk) :], "样稿.docx")
    if not isinstance(found, Problem):
        read_sample(found)


VALUES = ("", "-1", "0", "abc", "1.5", "99999999999999", "12pt", "3cm", "true", "一")


@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.sampled_from(VALUES))
def test_odd_values_are_no_traceback(random, odd):
    def change(name, content):
        if name not in ("word/document.xml", "word/styles.xml", "word/settings.xml"):
            return content
        values = list(re.finditer(rb' w:(?:val|line|w|h|top|left|footer|linePitch|firstLine\w*)="([^"]*)"', content))
        ends = [
            0,
            *(end for one in sorted(random.sample(values, 3), key=lambda m: m.start()) for end in one.span(1)),
            None,
        ]
        return odd.encode().join(
            content[start:stop] for start, stop in pairwise(ends) if (start, stop) not in spans(values)
        )

    def spans(values):
        return {one.span(1) for one in values}

    found = open_document(repacked(WHOLE, change), "样稿.docx")
    if not isinstance(found, Problem):
        learnt(read_sample(found), STANDARD)


# ---- the command


def run(*words):
    return CliRunner().invoke(main, ["layouts", "learn", *map(str, words)])


def test_the_command_writes_a_layout_that_builds(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("样稿.docx").write_bytes(made(office))
    result = run("样稿.docx", "--name", "本县")
    assert result.exit_code == 0
    for words in (
        "已写成 模板/layouts/本县.yaml",
        "页面·天头：35mm　标准：37mm（规定，5.2.1）",
        "二级标题·加粗：是　标准：否（惯例）",
        "标准明文规定的",
        "没有“1.”这样的标题",
        "zongjie build --templates 模板 --layout 本县",
    ):
        assert words in result.output
    result = CliRunner().invoke(main, ["build", str(FORMS[1]), "--templates", "模板", "--layout", "本县", "-o", "成稿"])
    assert result.exit_code == 0
    (path,) = Path("成稿").glob("*.docx")
    assert abs(docx.Document(path).sections[0].top_margin - Mm(35)) < Mm(0.1)


def test_a_layout_that_is_there_is_not_touched(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("样稿.docx").write_bytes(WHOLE)
    Path("模板/layouts").mkdir(parents=True)
    Path("模板/layouts/本县.yaml").write_text("名称: 甲\n", encoding="utf-8")
    result = run("样稿.docx", "--name", "本县")
    assert result.exit_code == 1
    assert "没有改动它" in result.output
    assert Path("模板/layouts/本县.yaml").read_text(encoding="utf-8") == "名称: 甲\n"


@pytest.mark.parametrize(
    "name", ["gbt9704", "traditional", "a/b", "..", " ", "本县.", "-x", "CON", "甲:乙", "甲&乙", "$x", ""]
)
def test_a_name_that_no_file_can_have_is_refused(tmp_path, name):
    path = tmp_path / "样稿.docx"
    path.write_bytes(WHOLE)
    with pytest.raises(Refused) as caught:
        learn(path, name)
    assert "名字" in caught.value.problems[0].advice


def test_a_sample_that_is_not_there_is_said(tmp_path):
    for path in (tmp_path / "没有.docx", tmp_path):
        with pytest.raises(Refused) as caught:
            learn(path, "本县")
        assert "打不开文件" in str(caught.value)


def test_margins_wider_than_the_paper_are_a_fault_of_the_sample(tmp_path):
    def write(document):
        document.sections[0].left_margin = document.sections[0].right_margin = Mm(120)
        paragraph(document, SENTENCE * 3, "宋体", 16, line=Pt(28))

    path = tmp_path / "样稿.docx"
    path.write_bytes(made(write))
    with pytest.raises(Refused) as caught:
        learn(path, "本县")
    assert "排不成一面" in str(caught.value)
    assert "样稿.docx" in str(caught.value)


# ---- words for values


@given(st.integers(-2000, 40000), st.sampled_from(["mm", "磅"]))
def test_a_length_reads_back(twips, unit):
    assert read_length(length_word(twips, unit)) == twips


@given(st.text(min_size=1, max_size=12))
def test_any_name_of_a_font_and_any_pattern_reads_back(text):
    from generator.reading.source import read_source

    file = layout_text("甲", "gbt9704", {"页码.写法": f"{text}1", "字体.仿宋": text}, "试")
    node, problems = read_source(file.encode(errors="ignore"), "甲.yaml", "")
    if not problems:
        assert node.get("页码").get("写法").text == f"{text}1"

"""PDF, pictures and doctor: what is said when something is missing, and what is written when it is there."""

import re
import shutil
import sys
import time
from zipfile import ZipFile

import pdfplumber
import pytest
from click.testing import CliRunner
from rendering import LAYOUT, PROPERTIES, needs_office

from generator.cli import main
from generator.commands import export as pdf
from generator.commands import fonts
from generator.commands.doctor import examine
from generator.document.tree import Document, Heading, Paragraph, Text, number_blocks
from generator.word.write import write_docx


def words(text):
    return (Text(text),)


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "总结 一.docx"
    path.write_bytes(write_docx(Document("总结", (Paragraph((Text("正文。"),)),)), LAYOUT, PROPERTIES))
    return path


def test_without_libreoffice_the_document_stays_and_the_cure_is_named(monkeypatch, document):
    monkeypatch.setattr(pdf, "find_office", lambda: None)
    written, problems = pdf.export([document], pdf=True, png=True)
    assert written == []
    assert "没有找到 LibreOffice" in str(problems[0])
    assert "安装" in str(problems[0])


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for LibreOffice")
def test_a_libreoffice_that_hangs_is_stopped(monkeypatch, tmp_path, document):
    office = tmp_path / "soffice"
    office.write_text("#!/bin/sh\nsleep 60\n")
    office.chmod(0o755)
    monkeypatch.setattr(pdf, "find_office", lambda: str(office))
    monkeypatch.setattr(pdf, "SECONDS", 1)
    monkeypatch.setattr(pdf, "SECONDS_EACH", 0)
    start = time.monotonic()
    written, problems = pdf.export([document], pdf=True, png=False)
    assert time.monotonic() - start < 20
    assert written == []
    assert "超过1秒" in str(problems[0])


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for LibreOffice")
def test_a_libreoffice_that_writes_nothing_is_told(monkeypatch, document):
    monkeypatch.setattr(pdf, "find_office", lambda: shutil.which("true"))
    written, problems = pdf.export([document], pdf=True, png=False)
    assert written == []
    assert "没有转成 PDF" in str(problems[0])


@needs_office
@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler is not installed: no pictures")
def test_pdf_and_pictures_are_written_beside_the_document(document):
    written, problems = pdf.export([document], pdf=True, png=True)
    assert sorted(path.name for path in written) == ["总结 一-1.png", "总结 一.pdf"]
    assert all(path.stat().st_size > 1000 for path in written)
    assert all("字体" in str(problem) for problem in problems)


def test_fonts_of_a_document(document):
    assert list(fonts.font_table(document)) == ["方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"]


def test_doctor_names_what_it_looks_for():
    names = [finding.name for finding in examine(LAYOUT)]
    assert names[0] == "Python"
    assert {"LibreOffice", "pdftoppm", "字体 仿宋", "字体 小标宋"} <= set(names)
    assert all(finding.found for finding in examine(LAYOUT) if finding.needed)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["doctor"], "可以成稿"),
        (["layouts", "list"], "windows-fonts"),
        (["layouts", "show", "plain-office"], "页面·天头：25.4mm　标准：37mm（规定，5.2.1）"),
        (["layouts", "show", "gbt9704"], "改动0项"),
    ],
)
def test_commands_answer(arguments, words):
    result = CliRunner().invoke(main, arguments)
    assert words in result.output
    assert result.exit_code == 0


@pytest.mark.skipif(shutil.which("fc-match") is None, reason="fontconfig is not installed: no fonts to look up")
def test_a_font_that_is_missing_is_named_with_its_substitute():
    assert fonts.matched_font("不存在的字体-甲:乙,丙") not in ("", "不存在的字体-甲:乙,丙")


IN_PDF = {"AR PL SungtiL GB": "BousungEG", "AR PL KaitiM GB": "GBZenKai"}
"""What a face is called inside a PDF, where that is not its family."""


@needs_office
@pytest.mark.skipif(shutil.which("fc-match") is None, reason="fontconfig is not installed: no fonts to look up")
def test_the_faces_named_are_those_of_the_pdf(document):
    _, problems = pdf.export([document], pdf=True, png=False)
    stand_ins = fonts.stand_ins([document])
    said = " ".join(map(str, problems))
    assert all(one.face in said for one in stand_ins if not one.equal)
    with pdfplumber.open(document.with_suffix(".pdf")) as made:
        used = {character["fontname"] for page in made.pages for character in page.chars}
    shown = {IN_PDF.get(one.face) or re.sub(r"[^A-Za-z]", "", one.face)[:12] for one in stand_ins}
    if all(one.face.isascii() for one in stand_ins):
        assert all(any(face in name.replace("-", "") for face in shown) for name in used), (used, shown)


FEW = frozenset({"Noto Serif CJK SC", "Noto Sans CJK SC", "DejaVu Sans"})
ARPHIC = FEW | {"AR PL SungtiL GB", "AR PL KaitiM GB"}
FIVE = ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体")


def test_few_faces_are_told_apart_and_their_widths_told(monkeypatch, document):
    """With gbsn, gkai and Noto: four faces, and whose digits are of another width is said."""
    monkeypatch.setattr(fonts, "installed_families", lambda: ARPHIC)
    found = {one.name: one for one in fonts.stand_ins([document]) if one.name in FIVE}
    assert set(found) == set(FIVE)
    assert len({one.face for one in found.values()}) == 4
    rules = fonts.font_rules(found.values())
    assert rules.count("<const>bold</const>") == 1
    (said,) = fonts.substituted(found.values())
    assert "其中方正小标宋简体、黑体的数字、字母的宽窄也不同" in said.advice
    (said,) = fonts.substituted(one for one in found.values() if one.face.startswith("AR PL"))
    assert "断行和页数不受影响" in said.advice
    (said,) = fonts.substituted([found["黑体"]])
    assert "不同，数字、字母的宽窄也不同" in said.advice
    (refused,) = fonts.missing_fonts(list(found.values()))
    assert all(name in refused.what for name in FIVE)


ARPHIC_HERE = fonts.installed_families() >= {"AR PL SungtiL GB", "AR PL KaitiM GB"}


@needs_office
@pytest.mark.skipif(
    not ARPHIC_HERE, reason="the AR PL faces are not installed (Debian: fonts-arphic-gbsn00lp, -gkai00mp)"
)
def test_digits_of_the_pdf_are_half_a_character_wide_in_the_faces_said_to_have_them(tmp_path):
    blocks = number_blocks((Heading(1, words("甲1")), Heading(2, words("乙2")), Paragraph(words("丙345万元。"))))
    path = tmp_path / "a.docx"
    path.write_bytes(write_docx(Document("总结", blocks), LAYOUT, PROPERTIES))
    pdf.export([path], pdf=True, png=False)
    with pdfplumber.open(path.with_suffix(".pdf")) as made:
        characters = [one for page in made.pages for one in page.chars if one["text"].strip()]
    faces = {one["text"]: one["fontname"].partition("+")[2] for one in characters}
    assert len({faces[one] for one in "总甲乙丙"}) == 4
    half = [one for one in characters if one["text"] in "2345"]
    assert len(half) == 4
    assert {re.sub("[^A-Za-z].*", "", faces[one["text"]]) for one in half} == set(IN_PDF.values())
    assert all(one["width"] == pytest.approx(7.75, abs=0.3) for one in half)


@pytest.mark.parametrize(
    ("name", "installed", "face", "equal"),
    [
        ("仿宋_GB2312", FEW, "Noto Serif CJK SC", False),
        ("黑体", FEW, "Noto Sans CJK SC", False),
        ("方正小标宋_GBK", FEW, "Noto Serif CJK SC", False),
        ("楷体_GB2312", FEW | {"AR PL UKai CN"}, "AR PL UKai CN", False),
        ("楷体_GB2312", FEW | {"楷体"}, "楷体", True),
        ("仿宋_GB2312", FEW | {"STFangsong"}, "STFangsong", False),
        ("Times New Roman", FEW | {"Liberation Serif"}, "Liberation Serif", False),
        ("宋体", frozenset({"WenQuanYi Zen Hei"}), "WenQuanYi Zen Hei", False),
        ("宋体", FEW | {"宋体"}, "宋体", True),
        ("宋体", ARPHIC, "AR PL SungtiL GB", False),
        ("仿宋_GB2312", ARPHIC, "AR PL SungtiL GB", False),
        ("仿宋_GB2312", ARPHIC | {"仿宋"}, "仿宋", False),
    ],
)
def test_the_nearest_face_stands_in(monkeypatch, tmp_path, name, installed, face, equal):
    path = tmp_path / "a.docx"
    other = '<w:altName w:val="楷体,KaiTi"/>' if name.startswith("楷") else ""
    with ZipFile(path, "w") as archive:
        archive.writestr("word/fontTable.xml", f'<w:fonts><w:font w:name="{name}">{other}</w:font></w:fonts>')
    monkeypatch.setattr(fonts, "installed_families", lambda: installed)
    assert fonts.stand_ins([path]) == [fonts.StandIn(name, face, equal)]


def test_missing_fonts_refuse_the_pdf_when_they_are_required(monkeypatch, document):
    monkeypatch.setattr(pdf, "find_office", lambda: "soffice")
    monkeypatch.setattr(fonts, "installed_families", lambda: FEW)
    written, problems = pdf.export([document], pdf=True, png=True, require_fonts=True)
    assert written == []
    assert "仿宋_GB2312" in problems[0].what
    assert "没有转" in problems[0].what
    monkeypatch.setattr(fonts, "installed_families", frozenset)
    assert "看不出" in pdf.export([document], pdf=True, png=False, require_fonts=True)[1][0].what


def test_required_fonts_without_a_pdf_are_a_slip():
    result = CliRunner().invoke(main, ["build", "--require-fonts"])
    assert result.exit_code
    assert "--pdf 或 --png" in result.output


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for LibreOffice")
@pytest.mark.parametrize(
    ("does", "words"),
    [
        ("echo 'Error: source file could not be loaded' >&2", "没有装 Writer"),
        ("echo 'Fatal Error: The application cannot be started. User installation could not be completed' >&2; exit 77",
         "建不了自己的用户文件夹"),
        ("echo 'soffice.bin: error while loading shared libraries: libx.so' >&2; exit 127", "重新安装 LibreOffice"),
        ("kill -9 $$", "信号9"),
        ("echo 'something new' >&2; exit 81", "代码81，它说：something new"),
    ],
)  # fmt: skip
def test_why_libreoffice_failed_is_said_in_chinese(monkeypatch, tmp_path, document, does, words):
    office = tmp_path / "soffice"
    office.write_text(f"#!/bin/sh\n{does}\n")
    office.chmod(0o755)
    monkeypatch.setattr(pdf, "find_office", lambda: str(office))
    document.with_suffix(".pdf").write_text("old")
    written, problems = pdf.export([document], pdf=True, png=False)
    assert written == []
    assert len(problems) == 1
    assert words in str(problems[0])
    assert "是以前转的" in str(problems[0])


def test_a_libreoffice_that_cannot_be_started_is_said(monkeypatch, tmp_path, document):
    monkeypatch.setattr(pdf, "find_office", lambda: str(tmp_path / "不在这里"))
    _, problems = pdf.export([document], pdf=True, png=False)
    assert "LibreOffice 用不了" in problems[0].what

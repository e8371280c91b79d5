"""PDF, pictures and doctor: what is said when something is missing, and what is written when it is there."""

import shutil
import sys
import time

import pytest
from click.testing import CliRunner
from rendering import LAYOUT, PROPERTIES, needs_office

from generator.cli import main
from generator.commands import export as pdf
from generator.commands.doctor import examine
from generator.document.tree import Document, Paragraph, Text
from generator.word.write import write_docx


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
    assert pdf.fonts_of(document) == ["方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"]


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
    assert pdf.matched_font("不存在的字体-甲:乙,丙") not in ("", "不存在的字体-甲:乙,丙")

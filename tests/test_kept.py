"""A document that somebody has worked on is never written over; one that a program only saved anew is."""

import shutil
import subprocess
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from click.testing import CliRunner
from forms import ROOT
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.cli import main
from generator.commands.programs import find_office
from generator.document.tree import Document
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary, write_summary
from generator.trust.embedded import (
    Embedded,
    FigureSpan,
    PrintedLine,
    carried,
    printed,
    printed_text,
    read_embedded,
)
from generator.trust.kept import hands_work
from generator.trust.packing import (
    ALL_WORDS,
    ENCODING,
    FIELDS_OF_TEXT,
    FORM_AND_TEXT,
    NEWEST,
    SHOWN_SIGNS,
    WORDS_FOLDER,
    packed,
    unpacked,
)
from generator.word.carried import DATA_PART, digest

FORM = """\
报告: town
单位: 甲镇
年度: 2023
成文日期: 2023-12-20
临时救助: {人次: 9人次, 金额: 3万元}
特困供养: {集中供养: 37人, 分散供养: 75人}
"""
PAPER = "甲镇2023年社会救助工作总结"


def build(folder: Path, *options: str, form: str = FORM) -> str:
    """What a build says; its documents lie in out."""
    (folder / "甲镇.yaml").write_text(form, encoding="utf-8")
    result = CliRunner().invoke(main, ["build", str(folder / "甲镇.yaml"), "-o", str(folder / "out"), *options])
    assert result.exit_code == 0, result.output
    return result.output


def lying(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "out").iterdir())


def retype(path: Path, old: str, new: str) -> None:
    document = docx.Document(str(path))
    paragraph = next(one for one in document.paragraphs if old in one.text)
    first, *others = paragraph.runs
    first.text = paragraph.text.replace(old, new)
    for run in others:
        run.text = ""
    document.save(str(path))


def paper(folder: Path, mark: str = "") -> Path:
    return folder / "out" / f"{PAPER}{mark}.docx"


def test_a_document_as_it_was_written_is_replaced(tmp_path):
    build(tmp_path)
    assert "没有盖掉" not in build(tmp_path, form=FORM.replace("9人次", "8人次"))
    assert lying(tmp_path) == [f"{PAPER}.docx"]
    assert any("8人次" in one.text for one in docx.Document(str(paper(tmp_path))).paragraphs)


def test_one_that_was_only_saved_anew_is_replaced(tmp_path):
    build(tmp_path)
    docx.Document(str(paper(tmp_path))).save(str(paper(tmp_path)))
    assert "没有盖掉" not in build(tmp_path)
    assert lying(tmp_path) == [f"{PAPER}.docx"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("9人次", "8人次", "临时救助·人次由9人次改成8人次"),
        ("3万元", "30000元", "临时救助·金额的3万元改写成30000元"),
        ("37人", "38人", "特困供养·集中供养由37人改成38人"),
        ("分散供养75人", "分散供养若干人", "特困供养·分散供养75人删去了；1处文字"),
        ("供养", "抚养", "1处文字"),
    ],
)
def test_one_that_somebody_edited_is_kept(tmp_path, old, new, said):
    build(tmp_path)
    retype(paper(tmp_path), old, new)
    edited = paper(tmp_path).read_bytes()
    told = build(tmp_path)
    assert f"成稿以后有人改过（{said}），没有盖掉；新稿另写在" in told.replace("\n", "")
    assert paper(tmp_path).read_bytes() == edited
    assert lying(tmp_path) == [f"{PAPER}.docx", f"{PAPER}（新稿）.docx"]


def test_the_new_one_is_replaced_until_it_is_edited_too(tmp_path):
    build(tmp_path)
    retype(paper(tmp_path), "9人次", "8人次")
    build(tmp_path)
    build(tmp_path)
    assert lying(tmp_path) == [f"{PAPER}.docx", f"{PAPER}（新稿）.docx"]
    retype(paper(tmp_path, "（新稿）"), "9人次", "7人次")
    build(tmp_path)
    assert lying(tmp_path) == [f"{PAPER}.docx", f"{PAPER}（新稿2）.docx", f"{PAPER}（新稿）.docx"]


def test_who_means_it_may_write_over_it(tmp_path):
    build(tmp_path)
    retype(paper(tmp_path), "9人次", "8人次")
    assert "没有盖掉" not in build(tmp_path, "--overwrite")
    assert lying(tmp_path) == [f"{PAPER}.docx"]
    assert any("9人次" in one.text for one in docx.Document(str(paper(tmp_path))).paragraphs)


def test_one_with_a_comment_is_kept(tmp_path):
    build(tmp_path)
    document = docx.Document(str(paper(tmp_path)))
    document.add_comment(document.paragraphs[1].runs, text="这个数请再核实", author="办公室")
    document.save(str(paper(tmp_path)))
    assert "里面有修订或批注，没有盖掉" in build(tmp_path)


def test_one_whose_chart_shows_another_number_is_kept(tmp_path):
    options = Options(open_shelf())
    path = tmp_path / "总结.docx"
    with ZipFile(BytesIO(write_summary(read_summary(ROOT / "inputs/云岭县-2024.yaml", options), options))) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    name = "word/charts/chart1.xml"
    assert b"<c:v>665</c:v>" in parts[name]
    for value, told in ((b"665.0", ""), (b"656", "云城街道 低保·城镇·人数由665改成656")):
        with ZipFile(path, "w") as archive:
            for part, data in parts.items():
                archive.writestr(
                    part, data.replace(b"<c:v>665</c:v>", b"<c:v>%s</c:v>" % value, 1) if part == name else data
                )
        assert hands_work(path) == (f"成稿以后有人改过（{told}）" if told else "")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0 a .doc", "别的文件".encode()])
def test_what_is_none_of_ours_is_kept(tmp_path, data):
    (tmp_path / "out").mkdir()
    paper(tmp_path).write_bytes(data)
    assert "没有盖掉" in build(tmp_path)
    assert paper(tmp_path).read_bytes() == data


def test_a_paper_of_another_program_is_kept(tmp_path):
    (tmp_path / "out").mkdir()
    other = docx.Document()
    other.add_paragraph("别人写的总结")
    other.save(str(paper(tmp_path)))
    assert "看不出是不是这里写成的" in build(tmp_path)


def test_a_draft_never_lands_on_a_finished_paper(tmp_path):
    build(tmp_path)
    build(tmp_path, "--draft")
    assert lying(tmp_path) == [f"{PAPER}.docx", f"{PAPER}（草稿）.docx"]


def test_a_document_may_carry_no_form(tmp_path):
    build(tmp_path, "--no-embed")
    with ZipFile(paper(tmp_path)) as archive:
        assert DATA_PART not in archive.namelist()
    assert "没有盖掉" not in build(tmp_path, "--no-embed")
    docx.Document(str(paper(tmp_path))).save(str(paper(tmp_path)))
    assert "没有带着表单，看不出改了哪里" in build(tmp_path, "--no-embed").replace("\n", "")


@pytest.mark.parametrize(("said", "carries"), [("否", False), ("是", True), ("no", False)])
def test_a_folder_may_say_so_for_all_its_forms(tmp_path, said, carries):
    (tmp_path / "zongjie.yaml").write_text(f"带表单: {said}\n", encoding="utf-8")
    told = build(tmp_path)
    with ZipFile(paper(tmp_path)) as archive:
        assert (DATA_PART in archive.namelist()) is carries
    assert ("会跟着传出去" in told) is carries


def test_it_is_said_once_that_the_form_travels_along(tmp_path):
    for number in range(3):
        (tmp_path / f"{number}.yaml").write_text(FORM.replace("甲镇", f"{number}号镇"), encoding="utf-8")
    assert build(tmp_path).count("会跟着传出去") == 1
    result = CliRunner().invoke(main, ["build", str(tmp_path), "-o", str(tmp_path / "out")])
    assert result.output.count("会跟着传出去") == 1
    assert "会跟着传出去" not in build(tmp_path, "--no-embed")


def test_a_word_that_says_neither_is_told(tmp_path):
    (tmp_path / "zongjie.yaml").write_text("带表单: 随便\n", encoding="utf-8")
    (tmp_path / "甲镇.yaml").write_text(FORM, encoding="utf-8")
    result = CliRunner().invoke(main, ["build", str(tmp_path / "甲镇.yaml"), "-o", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "zongjie.yaml:1 带表单：「随便」看不懂。请填“是”或“否”。" in result.output.replace("\n", "")


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not here")
def test_libreoffice_saves_anew_and_the_paper_is_still_known(tmp_path):
    build(tmp_path)
    saved = tmp_path / "saved"
    command = [find_office(), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(saved), str(paper(tmp_path))]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.copy(saved / paper(tmp_path).name, paper(tmp_path))
    assert "没有盖掉" not in build(tmp_path)
    shutil.copy(saved / paper(tmp_path).name, paper(tmp_path))
    retype(paper(tmp_path), "9人次", "8人次")
    assert "临时救助·人次由9人次改成8人次" in build(tmp_path).replace("\n", "")


# ---- what is carried


@pytest.mark.parametrize("name", ["inputs/讲治镇-2012.yaml", "inputs/云岭县-2024.yaml", "inputs/公文/云溪镇-2024.yaml"])
def test_a_document_carries_its_form_byte_for_byte_and_what_it_printed(name):
    options = Options(open_shelf())
    summary = read_summary(ROOT / name, options)
    with ZipFile(BytesIO(write_summary(summary, options))) as archive:
        found = read_embedded(archive.read(DATA_PART))
    assert found
    assert found.form == (ROOT / name).read_bytes()
    assert found.file == name.rpartition("/")[2]
    assert found.lines == printed(summary.document)
    figures = {line.text[one.start : one.end] for line in found.lines for one in line.figures}
    assert figures, "figures are told with their fields"


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("inputs/towns/2024/双河口镇-2024.yaml", 5000),
        ("inputs/towns/2024/云城街道-2024.yaml", 5000),
        ("inputs/towns/2024/石鼓湾镇-2024.yaml", 5000),
        ("inputs/云岭县-2024.yaml", 45000),
    ],
)
def test_what_a_document_carries_is_small(name, most):
    options = Options(open_shelf())
    summary = read_summary(ROOT / name, options)
    assert len(write_summary(summary, options)) - len(write_summary(summary, replace(options, embed=False))) <= most


def test_words_that_papers_were_packed_with_never_change():
    held = {
        "2-fields": "67fd41a5985b5e58128eb4f7fbcb1ea7",
        "2-text": "071b0e299311f762d40fce4666330d47",
        "3-fields": "ecf2a92f96dd4e6f9c3de1650484ad1d",
        "3-text": "dd9f9fc642d3caf42f1e7d963c3c4b3e",
    }
    found = {path.stem: digest(path.read_bytes()) for path in WORDS_FOLDER.iterdir()}
    assert found == held
    assert held.keys() == {f"{words}-{kind}" for words in ALL_WORDS for kind in (FORM_AND_TEXT, FIELDS_OF_TEXT)}


@pytest.mark.parametrize("words", sorted(ALL_WORDS))
def test_a_paper_is_read_with_the_words_it_was_packed_with(words):
    said = (WORDS_FOLDER / f"{words}-{FORM_AND_TEXT}.txt").read_text(encoding="utf-8")
    known = said.replace("\n", "").translate(SHOWN_SIGNS).encode(ENCODING)
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=known)
    text = "全镇共有城乡低保对象12户。".encode(ENCODING)
    assert unpacked(packer.compress(text) + packer.flush(), words, FORM_AND_TEXT) == [text]


def test_what_unpacks_to_too_much_is_not_read():
    assert unpacked(packed((FORM_AND_TEXT, b" " * 40_000_000)), NEWEST, FORM_AND_TEXT) is None


@given(st.binary(max_size=200) | st.text(max_size=80).map(str.encode))
def test_any_bytes_of_a_form_come_back(form):
    told = printed_text(Document("一、低保", (), "甲镇", "2024年1月5日"))
    found = carried(form, "表单 <&>.yaml", told, "甲镇", 2023, "0a1b")
    lines = tuple(
        PrintedLine(text, (FigureSpan(0, len(text), path),))
        for text, path in (("一、低保", "公文.标题"), ("甲镇", "署名"), ("2024年1月5日", "成文日期"))
    )
    assert read_embedded(found.data.encode()) == Embedded(form, "表单 <&>.yaml", lines, templates="0a1b")
    assert dict(found.properties)["表单指纹"] == digest(form)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a/>",
        b"<zongjie xmlns='urn:zongjie:form:1'/>",
        b"<zongjie xmlns='urn:zongjie:form:1'><form encoding='base64'>!</form></zongjie>",
        b"<!DOCTYPE a [<!ENTITY e 'eeeeeeeeee'>]><zongjie xmlns='urn:zongjie:form:1'>&e;</zongjie>",
    ],
)
def test_what_is_not_as_we_write_it_is_none(data):
    assert read_embedded(data) is None

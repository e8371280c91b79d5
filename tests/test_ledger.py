"""What every number of a paper rests on, and the reverse, in a workbook, in Markdown, in lines with commas."""

import csv
import re
from datetime import datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from forms import ROOT
from lxml import etree

from generator.cli import main
from generator.commands import ledger as verb
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary
from generator.trust.ledger import ledger_of
from generator.trust.provenance import trace
from generator.trust.sheets import WRITERS, NamedTable

INPUTS = sorted(path for path in (ROOT / "inputs").rglob("*.yaml") if "单位:" in path.read_text(encoding="utf-8"))
FORM = """\
报告: town
单位: 甲镇
年度: 2023
成文日期: 2023-12-20
低保:
  城镇: {户数: 45户, 人数: 61人}
  农村: {户数: 约20户, 人数: 31人}
临时救助: {人次: 9人次, 金额: 3.41万元}
自拟章节:
  - {标题: 其他, 正文: 走访老人88人。}
"""
HARMLESS = datetime(2023, 12, 20)


@pytest.fixture
def found(tmp_path):
    path = tmp_path / "甲镇.yaml"
    path.write_text(FORM, encoding="utf-8")
    summary = read_summary(path, Options(open_shelf()))
    assert summary.document, summary.problems
    return ledger_of(summary.document, summary.form, summary.fallen, summary.problems)


def rows(sheet: NamedTable) -> list[dict[str, str]]:
    return [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]


def row(found, text: str) -> dict[str, str]:
    return next(one for one in rows(found.printed) if one["印出的数"] == text)


def test_a_typed_figure_says_where_and_how_it_was_typed(found):
    one = row(found, "9人次")
    assert one["是什么"] == "填的数"
    assert one["项目"] == "临时救助·人次"
    assert one["填的写法"] == "9人次"
    assert one["准确的值"] == "9"
    assert one["表单里的位置"] == "第8行"
    assert "9人次" in one["所在的句子"]
    assert one["位置"].startswith("正文第")


def test_a_rounded_one_says_between_which_numbers_it_lies(found):
    assert row(found, "3.41万元")["准确的值"] == "34050～34150"


def test_a_sum_says_what_it_came_from(found):
    one = row(found, "92人")
    assert one["是什么"] == "算出的数"
    assert one["填的写法"] == ""
    assert "由61人（第6行）、31人（第7行）算出" in one["来源"]


def test_a_number_of_an_own_sentence_is_told_by_its_official(found):
    one = row(found, "88人")
    assert one["是什么"] == "自述"
    assert one["表单里的位置"] == "第10行"


def test_the_rules_that_held_it_are_named(found):
    assert any(one["核对过的关系"] for one in rows(found.printed) if one["项目"].startswith("低保"))


def test_what_fell_is_told_with_what_it_lacks(found):
    assert all(one["缺的项目"] for one in rows(found.fallen))
    assert found.fallen.rows


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_every_number_of_every_paper_has_a_row(path):
    summary = read_summary(path, Options(open_shelf(), draft=True))
    if summary.document is None:
        return
    found = ledger_of(summary.document, summary.form, summary.fallen, summary.problems)
    traced = list(trace(summary.document, summary.form))
    assert [one["印出的数"] for one in rows(found.printed)] == [one.text for one in traced]
    for one in rows(found.printed):
        assert one["来源"]
        assert re.sub(r"\s", "", one["印出的数"]) in re.sub(r"\s", "", one["所在的句子"]) or one["位置"].endswith(
            "图"
        ), one
        assert one["是什么"] != "填的数" or one["填的写法"], one
    for sheet in found.sheets:
        assert {len(cells) for cells in sheet.rows} <= {len(sheet.columns)}


# ---- the files

HOSTILE = NamedTable(
    "表", ("甲", "乙"), (("=1+1", "a|b\nc"), ("-5%", "@SUM(A1)"), ("+3", "\t=2"), ("http://x", '"，,'))
)


def test_a_file_with_commas_opens_as_utf_8_and_holds_no_formula():
    data = WRITERS[".csv"]([HOSTILE, HOSTILE], HARMLESS)
    assert data.startswith(b"\xef\xbb\xbf")
    found = list(csv.reader(StringIO(data.decode("utf-8-sig"))))
    assert found[:3] == [["甲", "乙"], ["'=1+1", "a|b\nc"], ["'-5%", "'@SUM(A1)"]]
    assert not [cell for line in found for cell in line if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_a_table_in_bars_keeps_its_cells():
    text = WRITERS[".md"]([HOSTILE], HARMLESS).decode()
    assert "| =1+1 | a\\|b<br>c |" in text


def test_a_workbook_has_frozen_heads_filters_and_no_formula():
    pytest.importorskip("xlsxwriter")
    data = WRITERS[".xlsx"]([HOSTILE, NamedTable("二", ("甲",), ())], HARMLESS)
    with ZipFile(BytesIO(data)) as archive:
        pages = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        words = "".join(etree.fromstring(archive.read("xl/sharedStrings.xml")).itertext())
    assert len(pages) == 2
    for page in pages:
        assert 'state="frozen"' in page
        assert "<autoFilter" in page
        assert "<f>" not in page
    assert "=1+1" in words
    assert data == WRITERS[".xlsx"]([HOSTILE, NamedTable("二", ("甲",), ())], HARMLESS)


def run(*arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["ledger", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result.output


@pytest.mark.parametrize("ending", [".xlsx", ".md", ".csv"])
def test_the_command_writes_what_the_name_says(tmp_path, ending):
    assert "数字依据" in run(ROOT / "inputs/讲治镇-2012.yaml", "-o", tmp_path / f"表{ending}")
    assert (tmp_path / f"表{ending}").stat().st_size > 1000


def test_what_cannot_be_written_is_said_in_chinese(tmp_path, monkeypatch):
    form = ROOT / "inputs/讲治镇-2012.yaml"
    assert "不能写成 .pdf" in run(form, "-o", tmp_path / "表.pdf", code=2)
    monkeypatch.setattr(verb, "can_write_workbooks", lambda: False)
    assert "zongjie[charts]" in run(form, "-o", tmp_path / "表.xlsx", code=2)
    assert "没有这个文件" in run(tmp_path / "没有.yaml", "-o", tmp_path / "表.md", code=1)


@pytest.mark.parametrize("link", [False, True])
def test_a_ledger_is_never_written_over_its_form(tmp_path, link):
    form = tmp_path / "表.csv"
    form.write_text((ROOT / "inputs/讲治镇-2012.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    target = tmp_path / "依据.csv" if link else form
    if link:
        target.symlink_to(form)
    before = form.read_bytes()
    assert "是表单自己" in run(form, "-o", target, code=2)
    assert form.read_bytes() == before

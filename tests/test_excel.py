"""A form as a workbook and back: every value as typed, and the same document from both."""

from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from click.testing import CliRunner
from forms import ROOT, blank
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cli import main
from generator.excel.as_text import write_text
from generator.excel.whole import workbook_of
from generator.form.opening import Options, take_in
from generator.library.overlays import open_shelf
from generator.making.summarize import summarize, write_summary
from generator.reading.characters import ODD
from generator.reading.nodes import Mapping, Node, Scalar, Sequence, unplaced
from generator.reading.source import read_source
from generator.reading.workbook import read_workbook

EXAMPLES = sorted((ROOT / "inputs").rglob("*.yaml"))


def kept(node: Node) -> object:
    """What a form says: its keys, and what is filled in, without blank items and blanks around texts."""
    match node:
        case Scalar(text):
            return text.strip()
        case Sequence(items):
            return [one for item in items if (one := kept(item)) not in ("", [], {})] or ""
        case Mapping(entries):
            return {key.text: kept(value) for key, value in entries} or ""


def root_of(path: Path) -> Mapping:
    return read_source(path.read_bytes(), path.name)[0]


def as_workbook(path: Path, options: Options | None = None) -> bytes:
    form = take_in(path.read_bytes(), path.name, options or Options(open_shelf()), path.parent).form
    return workbook_of(root_of(path), form, path.name)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_value_comes_back_from_a_workbook(path):
    root, problems = read_workbook(as_workbook(path), "表.xlsx")
    assert problems == []
    assert kept(root) == kept(root_of(path))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_workbook_comes_back_as_text(path):
    root, _ = read_workbook(as_workbook(path), "表.xlsx")
    again, problems = read_source(write_text(root).encode(), "表.yaml")
    assert problems == []
    assert kept(again) == kept(root_of(path))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_both_shapes_make_the_same_document(path):
    options = Options(open_shelf(), draft=path.parent.name == "草稿", embed=False)
    made = [
        summarize(data, f"{path.stem}.{ending}", options, path.parent)
        for data, ending in ((path.read_bytes(), "yaml"), (as_workbook(path), "xlsx"))
    ]
    assert [one.document is not None for one in made] == [True, True]
    assert made[0].document == made[1].document
    first, second = (write_summary(one, options) for one in made)
    assert document_xml(first) == document_xml(second)
    told = [sorted(one.severity for one in summary.problems) for summary in made]
    assert told[0] == told[1]


def document_xml(data: bytes) -> bytes:
    return ZipFile(BytesIO(data)).read("word/document.xml")


def test_a_blank_workbook_has_the_rows_of_the_blank_form():
    text = blank("town", "柳河镇", 2023)
    root = read_source(text.encode(), "表.yaml")[0]
    form = take_in(text.encode(), "表.yaml", Options(open_shelf())).form
    again, problems = read_workbook(workbook_of(root, form, ""), "表.xlsx")
    assert problems == []
    assert kept(again) == kept(root)


def test_the_same_form_is_the_same_bytes():
    assert as_workbook(EXAMPLES[0]) == as_workbook(EXAMPLES[0])


# ---- the commands


@pytest.fixture
def zongjie(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> str:
        return CliRunner().invoke(main, [str(word) for word in words]).output

    return run


def test_a_workbook_goes_out_is_filled_in_and_becomes_a_document(zongjie):
    assert "已生成 柳河镇-2023.xlsx" in zongjie("new", "柳河镇", "--year", 2023, "--excel", "-o", ".")
    book = openpyxl.load_workbook("柳河镇-2023.xlsx")
    sheet = book["填报"]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=7) if row[0].value}
    assert all(row[5].protection.locked is False and row[4].protection.locked for row in rows.values())
    assert sheet.column_dimensions["A"].hidden
    assert rows["低保.城镇.人数"][3].value == "人"
    rows["低保.城镇.人数"][5].value = 52
    rows["成文日期"][5].value = date(2023, 12, 22)
    rows["成文日期"][5].number_format = "yyyy-mm-dd"
    book.save("柳河镇-2023.xlsx")
    assert "柳河镇-2023.xlsx 填报!F" in zongjie("check", "柳河镇-2023.xlsx")
    assert "52人" in zongjie("show", "柳河镇-2023.xlsx")
    assert "已写成" in zongjie("build", "柳河镇-2023.xlsx", "-o", "out")
    assert "二〇二三" in zongjie("show", "柳河镇-2023.xlsx") or "2023年12月22日" in zongjie("show", "柳河镇-2023.xlsx")


def test_the_same_workbook_is_not_written_over(zongjie):
    zongjie("new", "柳河镇", "--year", 2023, "--excel", "-o", ".")
    before = Path("柳河镇-2023.xlsx").read_bytes()
    assert "已经有了" in zongjie("new", "柳河镇", "--year", 2023, "--excel", "-o", ".")
    assert "那里已经有一个文件" in zongjie("convert", "柳河镇-2023.xlsx", "-o", "柳河镇-2023.xlsx")
    assert Path("柳河镇-2023.xlsx").read_bytes() == before
    assert "看不出要写成什么" in zongjie("convert", "柳河镇-2023.xlsx", "-o", "柳河镇.docx")


def test_last_year_is_found_in_a_workbook_and_told_beside(zongjie):
    last = "报告: town\n单位: 柳河镇\n年度: 2022\n低保:\n  城镇: {人数: 48人}\n存在问题:\n  - 人手不足，业务不熟\n"
    Path("旧.yaml").write_text(last, encoding="utf-8")
    assert "已写成" in zongjie("convert", "旧.yaml", "-o", "inputs/柳河镇-2022.xlsx")
    zongjie("new", "柳河镇", "--year", 2023, "--excel")
    sheet = openpyxl.load_workbook("inputs/柳河镇-2023.xlsx")["填报"]
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=7) if row[0].value}
    assert rows["低保.城镇.人数"][4] == "48人"
    assert "人手不足，业务不熟" in rows["存在问题.1"][6]


def test_forms_of_both_shapes_lie_in_one_folder_and_other_workbooks_beside_them(zongjie):
    towns = Path("towns")
    for path in sorted((ROOT / "inputs/towns/2024").glob("*.yaml"))[:3]:
        zongjie("convert", path, "-o", towns / f"{path.stem}.xlsx")
    (towns / "另一份.yaml").write_text(
        "报告: town\n单位: 松坪乡\n年度: 2024\n低保: {城镇: {人数: 1人}}\n", encoding="utf-8"
    )
    book = openpyxl.Workbook()
    book.active.append(["姓名", "金额"])
    book.save(towns / "台账.xlsx")
    said = zongjie("check", "towns")
    assert "检查了4份表单" in said
    assert "没有读其中1个文件：台账.xlsx（电子表格）" in said
    assert "没有填报表" in zongjie("check", "towns/台账.xlsx")
    county = "报告: county\n单位: 云岭县\n年度: 2024\n汇总自: [towns/*.xlsx, towns/*.yaml]\n"
    Path("县.yaml").write_text(county, encoding="utf-8")
    assert "台账.xlsx" in zongjie("check", "县.yaml")
    assert "已生成" in zongjie(
        "new", "云岭县", "--year", 2024, "--report", "county", "--from", "towns", "--excel", "-o", "县里"
    )
    sheet = openpyxl.load_workbook("县里/云岭县-2024.xlsx")["填报"]
    notes = {row[0].value: row[6].value or "" for row in sheet.iter_rows(min_row=7)}
    assert "各单位合计：人数 " in notes["低保.城镇.人数"]


# ---- whatever is typed

SIGNS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"))
TYPED = st.one_of(
    st.sampled_from(
        (
            "274人",
            "0755",
            "12.5%",
            "no",
            "1e3",
            "=1+1",
            "- 甲",
            "甲: 乙",
            "甲#乙",
            "[甲]",
            "'甲",
            "_x0041_",
            "甲\n乙\n\n丙",
        )
    ),
    st.text(SIGNS, max_size=30),
).map(lambda text: "\n".join(" ".join(line.split()) for line in text.split("\n")).strip())
KEYS = st.text(st.characters(codec="utf-8", categories=("Lo", "Nd")), min_size=1, max_size=8) | st.sampled_from(
    ("甲.乙", "1", "甲\\乙", "12.3")
)
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        TYPED, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
    ),
    min_size=1,
    max_size=5,
)


def shown(data: object) -> object:
    """The texts as they can be shown: look-alikes of characters are made plain on the way, which is told."""
    match data:
        case dict():
            return {key: shown(one) for key, one in data.items()} or ""
        case list():
            return [one for item in data if filled(one := shown(item))] or ""
    return data


def filled(data: object) -> bool:
    match data:
        case dict():
            return any(map(filled, data.values()))
        case list():
            return any(map(filled, data))
    return bool(data)


@settings(deadline=None, max_examples=120)
@given(TREES)
def test_whatever_is_typed_comes_back_from_a_workbook(data):
    if ODD.search(str(data)):
        return
    root = unplaced(data)
    assert isinstance(root, Mapping)
    again, problems = read_workbook(workbook_of(root, None, ""), "表.xlsx")
    assert kept(again) == shown(data)
    assert [one for one in problems if "空的" not in one.what] == []


@settings(deadline=None, max_examples=200)
@given(TREES)
def test_whatever_is_typed_comes_back_from_text(data):
    if ODD.search(str(data)):
        return
    root = unplaced(data)
    assert isinstance(root, Mapping)
    again, _ = read_source(write_text(root).encode(), "表.yaml")
    assert kept(again) == kept(root)

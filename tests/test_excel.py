"""A form as a workbook and back: every value as typed, and the same document from both."""

from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from click.testing import CliRunner
from forms import REAL, ROOT, blank
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cli import main
from generator.excel.as_text import write_text
from generator.excel.whole import workbook_of
from generator.form.opening import Options, take_in
from generator.library.overlays import open_shelf
from generator.making.summarize import summarize, write_summary
from generator.reading.characters import ODD
from generator.reading.nodes import Mapping, Node, Scalar, Sequence, plain_data, unplaced
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
    book = openpyxl.load_workbook("inputs/柳河镇-2023.xlsx")
    sheets = [sheet.iter_rows(min_row=7, values_only=True) for sheet in (book["填报"], book["文字"])]
    rows = {row[0]: row for sheet in sheets for row in sheet if row[0]}
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


# ---- records, words and what is seldom filled in, on sheets of their own


def rows_of(sheet):
    return list(sheet.iter_rows(values_only=True))


def column_of(sheet, way: str) -> int:
    ways = next(row for row in rows_of(sheet) if row[0] == "路径")
    return ways.index(way) + 1


def test_what_is_seldom_filled_in_stands_on_a_sheet_of_its_own(zongjie):
    zongjie("new", "柳河镇", "--year", 2023, "--excel", "-o", ".")
    book = openpyxl.load_workbook("柳河镇-2023.xlsx")
    usual, words, seldom = ([row[0] for row in rows_of(book[name])[6:]] for name in ("填报", "文字", "少用"))
    assert "低保.城镇.人数" in usual
    assert "存在问题.1" in words
    assert "低保.城镇.覆盖面" in seldom
    assert not set(seldom) & {*usual, *words}
    assert len(seldom) > len(usual)
    assert book["数"].sheet_state == book["选项"].sheet_state == "hidden"
    said = zongjie("check", "柳河镇-2023.xlsx")
    assert "没有读" not in said
    row = seldom.index("低保.城镇.覆盖面") + 7
    book["少用"].cell(row, 6).value = "3.4%"
    book.save("柳河镇-2023.xlsx")
    assert "覆盖面" in zongjie("convert", "柳河镇-2023.xlsx") + Path("柳河镇-2023.yaml").read_text("utf-8")


def test_records_and_own_figures_are_filled_in_a_row_each(zongjie):
    zongjie("new", "柳河镇", "--year", 2023, "--excel", "-o", ".")
    book = openpyxl.load_workbook("柳河镇-2023.xlsx")
    honours, own, answers = book["亮点荣誉"], book["自定义"], book["核对说明"]
    first = next(number for number, row in enumerate(rows_of(honours), 1) if row[0] == 1)
    honours.cell(first + 3, column_of(honours, "亮点.荣誉.*.名称")).value = "全国文明村"
    honours.cell(first, column_of(honours, "亮点.荣誉.*.名称")).value = "全省敬老文明号"
    for row, (section, name, value) in enumerate((("低保", "临时补贴人数", "12人"), ("救灾", "演练次数", 3)), first):
        for column, text in enumerate((section, name, value), 2):
            own.cell(row, column).value = text
    answers.cell(first, 2).value = "低保·城镇·人数"
    answers.cell(first, 3).value = "清退了一批"
    book.save("柳河镇-2023.xlsx")
    root, problems = read_workbook(Path("柳河镇-2023.xlsx").read_bytes(), "柳河镇-2023.xlsx")
    assert problems == []
    data = plain_data(root)
    assert [one["名称"] for one in data["亮点"]["荣誉"]] == ["全省敬老文明号", "全国文明村"]
    assert data["低保"]["自定义"] == [{"名称": "临时补贴人数", "数值": "12人"}]
    assert data["救灾"]["自定义"] == [{"名称": "演练次数", "数值": "3"}]
    assert data["核对说明"] == {"低保.城镇.人数": "清退了一批"}


def test_what_goes_wrong_on_a_sheet_of_records_is_named_with_its_cell(zongjie):
    zongjie("new", "柳河镇", "--year", 2023, "--excel", "-o", ".")
    book = openpyxl.load_workbook("柳河镇-2023.xlsx")
    own, honours = book["自定义"], book["亮点荣誉"]
    first = next(number for number, row in enumerate(rows_of(own), 1) if row[0] == 1)
    own.cell(first, 3).value = "甲"
    own.cell(first + 1, 2).value = "低保"
    own.cell(first + 2, 20).value = "乙"
    honours.cell(first, 2).value = "=1/0"
    honours.merge_cells(start_row=first + 1, end_row=first + 2, start_column=2, end_column=2)
    book.save("柳河镇-2023.xlsx")
    _, problems = read_workbook(Path("柳河镇-2023.xlsx").read_bytes(), "表.xlsx")
    said = {one.place.spot.cell: one.what for one in problems}
    assert "没有写「章节」" in said[f"自定义!C{first}"]
    assert "后面没有填" in said[f"自定义!B{first + 1}"]
    assert "表格的外面" in said[f"自定义!T{first + 2}"]
    assert "公式没有算出结果" in said[f"亮点荣誉!B{first}"]
    assert "合并成了一格" in said[f"亮点荣誉!B{first + 1}"]
    assert len(problems) == 5


def test_a_sheet_of_records_without_its_hidden_row_is_an_error(zongjie):
    zongjie("new", "柳河镇", "--year", 2023, "--excel", "-o", ".")
    book = openpyxl.load_workbook("柳河镇-2023.xlsx")
    book["亮点荣誉"].delete_rows(3)
    book.copy_worksheet(book["自定义"])["C6"].value = "甲"
    book.save("柳河镇-2023.xlsx")
    _, problems = read_workbook(Path("柳河镇-2023.xlsx").read_bytes(), "表.xlsx")
    assert ["亮点荣誉!A1" in str(one) or "两张填报表" in one.what for one in problems] == [True, True]


def test_columns_moved_and_rows_put_in_do_records_no_harm(zongjie):
    zongjie("convert", REAL, "-o", "表.xlsx")
    book = openpyxl.load_workbook("表.xlsx")
    (sheet,) = (sheet for sheet in book if sheet.title.endswith("灾害"))
    before = kept(root_of(REAL))
    sheet.insert_cols(4)
    sheet.insert_rows(sheet.max_row - 10, 2)
    sheet.title = "Sheet9"
    book.save("表.xlsx")
    root, problems = read_workbook(Path("表.xlsx").read_bytes(), "表.xlsx")
    assert problems == []
    assert kept(root) == before


def test_the_sheet_of_checks_tells_of_what_is_missing_and_of_what_contradicts(zongjie):
    zongjie("new", "柳河镇", "--year", 2023, "--excel", "-o", ".")
    book = openpyxl.load_workbook("柳河镇-2023.xlsx")
    watched = {row[1]: row[2] for row in rows_of(book["检查"])[3:]}
    assert "没有填" in watched["单位必须填"]
    assert "请核对" in watched["城镇低保户数多于人数"]
    assert len(watched) > 200
    numbers = rows_of(book["数"])
    assert {row[0] for row in numbers} >= {"低保.城镇.人数", "低保.城镇.户数"}
    assert all(row[1].startswith("=IFERROR(VALUE(") for row in numbers)

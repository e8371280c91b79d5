"""What happens to workbooks on their way: each kind of damage is named, with its cell, and never swallowed."""

import time
import tracemalloc
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from forms import REAL
from hypothesis import given, settings
from hypothesis import strategies as st
from test_excel import as_workbook, kept, root_of

from generator.form.opening import Options, take_in
from generator.library.overlays import open_shelf
from generator.making.summarize import summarize
from generator.problem import Severity, has_errors
from generator.reading.nodes import plain_data
from generator.reading.workbook import read_workbook

SAVED = Path(__file__).parent / "workbooks"
NOW, UNIT, LAST, NOTE = 6, 4, 5, 7
TYPED_OF_ALL_SORTS = {
    "整数": "274", "小数": "3.41", "和": "0.3", "大数": "12345678901234", "百分比": "12.5%", "整百分比": "56%",
    "日期": "2024-12-20", "中文日期": "2024-07-04", "钱": "1234.5", "红字": "7", "换行": "第一行\n第二行",
    "文字": "00755", "公式文字": "甲乙", "空公式": "", "出错": "", "除零": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def workbook() -> bytes:
    return as_workbook(REAL)


def damaged(data: bytes, damage: Callable[[Any], object]) -> bytes:
    book = openpyxl.load_workbook(BytesIO(data))
    damage(book["填报"])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def row_of(sheet: Any, way: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == way)


def read(data: bytes) -> tuple[Any, list[str]]:
    root, problems = read_workbook(data, "甲镇.xlsx")
    return root, list(map(str, problems))


def changed(way: str, column: int, value: object, style: str = "") -> Callable[[Any], object]:
    def change(sheet: Any) -> None:
        cell = sheet.cell(row_of(sheet, way), column)
        cell.value = value
        if style:
            cell.number_format = style

    return change


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_what_libreoffice_saved_reads_the_same(ending):
    root, problems = read_workbook((SAVED / f"另存.{ending}").read_bytes(), f"另存.{ending}")
    assert problems == []
    assert kept(root) == kept(root_of(REAL))


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_every_sort_of_cell_reads_as_it_is_shown(ending):
    root, problems = read_workbook((SAVED / f"各种.{ending}").read_bytes(), f"各种.{ending}")
    read_as = plain_data(root)["类型"]
    read_as.pop("真")
    assert read_as == TYPED_OF_ALL_SORTS
    assert [one.place.field for one in problems] == ["类型.空公式", "类型.出错", "类型.除零"]
    assert has_errors(problems)


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (274, "General", "274"),
        (274.0, "0", "274"),
        (3.41, "General", "3.41"),
        (0.1 + 0.2, "General", "0.3"),
        (0.125, "0.0%", "12.5%"),
        (0.999, "0%", "99.9%"),
        (1e-7, "General", "0.0000001"),
        (1e15, "General", "1000000000000000"),
        (-5, "General", "-5"),
        ("３４人", "@", "３４人"),
        ("  274人 \n", "@", "274人"),
        ("3.41万", "@", "3.41万"),
        ("0755", "@", "0755"),
        ("no", "@", "no"),
        ("1e3", "@", "1e3"),
        ("第一行\n第二行", "@", "第一行\n第二行"),
        ("=274", "@", "=274"),
    ],
)
def test_what_was_typed_stays(workbook, value, style, text):
    def change(sheet):
        changed("低保.城镇.人数", NOW, value, style)(sheet)
        if text == "=274":
            sheet.cell(row_of(sheet, "低保.城镇.人数"), NOW).data_type = "s"

    root, problems = read(damaged(workbook, change))
    assert problems == []
    assert plain_data(root)["低保"]["城镇"]["人数"] == text


def test_a_formula_without_a_result_is_no_blank(workbook):
    _, problems = read(damaged(workbook, changed("低保.城镇.人数", NOW, "=100+174", "General")))
    assert problems == [
        "错误 甲镇.xlsx 填报!F13 低保·城镇·人数：这一格的公式没有算出结果。"
        "请用 WPS 或 Excel 打开这份表，等它算好再保存一次；或者直接填上数。"
    ]


def test_rows_moved_deleted_and_put_in_do_no_harm(workbook):
    def shuffle(sheet):
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7)]
        lists = [row for row in rows if row[0] and row[0][-1].isdigit()]
        rows = lists[::-1] + [row for row in rows if row not in lists][::-1]
        for number, row in enumerate(rows, 7):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value
        sheet.insert_rows(20, 3)

    root, problems = read(damaged(workbook, shuffle))
    assert problems == []
    before = kept(root_of(REAL))
    assert kept(root) == before  # dicts compare without regard to the order of their keys


def test_a_row_put_into_a_list_is_one_more_item(workbook):
    def put_in(sheet):
        row = row_of(sheet, "低保.资金发放.1")
        sheet.insert_rows(row + 1)
        sheet.cell(row + 1, NOW).value = "自己的一条"

    root, problems = read(damaged(workbook, put_in))
    assert problems == []
    assert plain_data(root)["低保"]["资金发放"][:3] == ["配套到位", "自己的一条", "社会化发放"]


def test_a_row_copied_with_its_path_is_one_more_item(workbook):
    def copy(sheet):
        row = row_of(sheet, "低保.资金发放.1")
        sheet.insert_rows(row + 1)
        for column in range(1, 9):
            sheet.cell(row + 1, column).value = sheet.cell(row, column).value
        sheet.cell(row + 1, NOW).value = "自己的一条"

    root, problems = read(damaged(workbook, copy))
    assert problems == []
    assert plain_data(root)["低保"]["资金发放"][:3] == ["配套到位", "自己的一条", "社会化发放"]


def test_a_row_of_nowhere_is_an_error(workbook):
    def put_in(sheet):
        row = row_of(sheet, "低保.城镇.人数")
        sheet.insert_rows(row + 1)
        sheet.cell(row + 1, NOW).value = "12人"

    _, problems = read(damaged(workbook, put_in))
    assert problems == [
        "错误 甲镇.xlsx 填报!F14：看不出这一行填的是哪一项，没有读。"
        "请填到表里原有的行；添一条的，请复制上面那一行再改；表里没有的数请填在工作表「自定义」里。"
    ]


def test_the_same_row_twice_with_two_values_is_an_error(workbook):
    def copy(sheet):
        row = row_of(sheet, "低保.城镇.人数")
        for column in range(1, 9):
            sheet.cell(300, column).value = sheet.cell(row, column).value
        sheet.cell(300, NOW).value = "275人"

    _, problems = read(damaged(workbook, copy))
    assert problems == [
        "错误 甲镇.xlsx 填报!F300 低保·城镇·人数：这一项有两行，填报!F13填的是「274人」，这里填的是「275人」。请只留一行。"
    ]


@pytest.mark.parametrize("columns", [[1], [8, 1], [4], [5], [7], [8, 7, 5, 4, 1]])
def test_columns_deleted_do_no_harm_but_for_the_one_that_is_filled_in(workbook, columns):
    root, problems = read(damaged(workbook, lambda sheet: [sheet.delete_cols(column) for column in columns]))
    assert problems == []
    assert kept(root) == kept(root_of(REAL))


@pytest.mark.parametrize("column", [3, NOW])
def test_without_its_main_columns_it_is_no_form(workbook, column):
    _, problems = read(damaged(workbook, lambda sheet: sheet.delete_cols(column)))
    assert len(problems) == 1
    assert problems[0].startswith("错误 甲镇.xlsx 填报!A1：表头里没有「项目」或「本年」")


@pytest.mark.parametrize(("column", "name"), [(UNIT, "单位"), (LAST, "上年"), (NOTE, "说明")])
def test_what_is_typed_in_another_column_is_an_error(workbook, column, name):
    def change(sheet):
        row = row_of(sheet, "低保.城镇.人数")
        sheet.cell(row, NOW).value = None
        sheet.cell(row, column).value = "275人"

    _, problems = read(damaged(workbook, change))
    cell = f"填报!{'ABCDEFG'[column - 1]}13"
    assert problems == [
        f"错误 甲镇.xlsx {cell}：「275人」填在了「{name}」一栏里，没有读。请把它移到「本年」一栏（F13）。"
    ]


def test_what_is_typed_beside_the_table_is_an_error(workbook):
    _, problems = read(damaged(workbook, changed("低保.城镇.人数", 10, "275人")))
    assert problems == [
        "错误 甲镇.xlsx 填报!J13：「275人」填在了表格的外面，没有读。请把它移到「本年」一栏（F13）。不要的请清空。"
    ]


def test_a_note_beside_a_value_is_told(workbook):
    root, problems = read(damaged(workbook, changed("低保.城镇.人数", NOTE, "含新增")))
    assert problems == [
        "提示 甲镇.xlsx 填报!G13：「含新增」填在了「说明」一栏里，没有读。要印出的，请填到「本年」一栏。"
    ]
    assert kept(root) == kept(root_of(REAL))


@pytest.mark.parametrize("cells", ["F13:F14", "E13:F13", "D13:F15"])
def test_cells_made_one_are_an_error(workbook, cells):
    _, problems = read(damaged(workbook, lambda sheet: sheet.merge_cells(cells)))
    assert any(f"{cells} 合并成了一格" in one and one.startswith("错误") for one in problems)


def test_cells_made_one_elsewhere_are_nobodys_business(workbook):
    root, problems = read(damaged(workbook, lambda sheet: sheet.merge_cells("B13:B14")))
    assert problems == []
    assert kept(root) == kept(root_of(REAL))


def test_a_sheet_by_another_name_is_found(workbook):
    root, problems = read(damaged(workbook, lambda sheet: setattr(sheet, "title", "Sheet1")))
    assert problems == []
    assert kept(root) == kept(root_of(REAL))
    assert root.entries[1][0].spot.cell.startswith("Sheet1!F")


def test_another_sheet_is_named(workbook):
    _, problems = read(damaged(workbook, lambda sheet: sheet.parent.create_sheet("台账", 0).append(["甲", 1])))
    assert problems == ["提示 甲镇.xlsx：没有读工作表「台账」，它不是填报表里原有的。里面有要上报的，请填到填报表里。"]


def test_two_tables_that_differ_are_an_error(workbook):
    def copy(sheet):
        other = sheet.parent.copy_worksheet(sheet)
        changed("低保.城镇.人数", NOW, "275人")(other)

    _, problems = read(damaged(workbook, copy))
    assert problems == [
        "错误 甲镇.xlsx 填报 Copy!F13：工作簿里有两张填报表，「填报」和「填报 Copy」，内容不一样，不知道用哪一张。"
        "请只留一张，另一张删去或存到别的工作簿里。"
    ]
    _, problems = read(damaged(workbook, lambda sheet: sheet.parent.copy_worksheet(sheet)))
    assert problems == ["提示 甲镇.xlsx：「填报」和「填报 Copy」两张填报表内容一样，读的是前一张。"]


def test_rows_that_are_hidden_count(workbook):
    def hide(sheet):
        sheet.row_dimensions[13].hidden = True

    assert kept(read(damaged(workbook, hide))[0]) == kept(root_of(REAL))


def test_signs_that_no_page_can_show_are_told_with_their_cell(workbook):
    root, problems = read(damaged(workbook, changed("低保.城镇.人数", NOW, "274\u200b人")))
    assert len(problems) == 1
    assert problems[0].startswith("提示 甲镇.xlsx 填报!F13 低保·城镇·人数：含有看不见的零宽字符")
    assert plain_data(root)["低保"]["城镇"]["人数"] == "274人"


def test_problems_of_a_form_say_their_cell_and_sort_in_the_order_of_the_sheet(workbook):
    def spoil(sheet):
        changed("低保.城镇.人数", NOW, "很多人")(sheet)
        changed("低保.城镇.月发放额", NOW, "一些")(sheet)

    intake = take_in(damaged(workbook, spoil), "甲镇.xlsx", Options(open_shelf()))
    errors = [one for one in intake.problems if one.severity is Severity.ERROR]
    assert [one.place.spot.cell for one in errors] == ["填报!F13", "填报!F14"]
    assert str(errors[0]).startswith("错误 甲镇.xlsx 填报!F13 低保·城镇·人数：")


# ---- files that are no workbooks, or hostile ones


def packed(parts: dict[str, str | bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return target.getvalue()


def with_parts(data: bytes, parts: dict[str, bytes]) -> bytes:
    with ZipFile(BytesIO(data)) as archive:
        old: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    return packed({**old, **parts})


SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


def bomb(_: bytes) -> bytes:
    return HEAD + b" " * 300_000_000 + TAIL


def a_million_rows(_: bytes) -> bytes:
    return HEAD + b"".join(b'<row r="%d"><c><v>1</v></c></row>' % row for row in range(1, 1_000_001)) + TAIL


def far_cells(_: bytes) -> bytes:
    return HEAD + b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + TAIL


def entities(sheet: bytes) -> bytes:
    return b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd"><!ENTITY c "&b;&b;">]>' + sheet.split(b"?>", 1)[1]


def deep(_: bytes) -> bytes:
    return HEAD + b"<row>" * 100_000 + TAIL


@pytest.mark.parametrize("hostile", [bomb, a_million_rows, far_cells, entities, deep])
def test_a_hostile_workbook_gets_an_answer_in_time(workbook, hostile):
    with ZipFile(BytesIO(workbook)) as archive:
        sheet = archive.read(SHEET)
    data = with_parts(workbook, {SHEET: hostile(sheet)})
    started = time.perf_counter()
    tracemalloc.start()
    root, problems = read_workbook(data, "甲镇.xlsx")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.perf_counter() - started < 10
    assert most < 200 * 1024 * 1024
    assert root.entries == ()
    assert len(problems) == 1
    assert problems[0].severity is Severity.ERROR


def test_links_and_macros_are_not_even_looked_at(workbook):
    with ZipFile(BytesIO(workbook)) as archive:
        rels = archive.read("xl/_rels/workbook.xml.rels")
    link = b'<Relationship Id="rId99" Type="x" Target="http://127.0.0.1:9/a.xlsx" TargetMode="External"/>'
    parts = {
        "xl/_rels/workbook.xml.rels": rels.replace(b"</Relationships>", link + b"</Relationships>"),
        "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 100,
    }
    root, problems = read(with_parts(workbook, parts))
    assert problems == []
    assert kept(root) == kept(root_of(REAL))


def test_a_workbook_cut_off_on_its_way_is_named(workbook):
    for most in (100, len(workbook) // 2, len(workbook) - 10):
        intake = take_in(workbook[:most], "甲镇.xlsx", Options(open_shelf()))
        assert intake.form is None
        assert all(one.severity is Severity.ERROR for one in intake.problems)
        assert intake.problems


def test_what_is_only_called_a_workbook_is_named():
    page = take_in(b"<html><table><tr><td>1</td></tr></table></html>", "甲镇.xls", Options(open_shelf()))
    assert [str(one) for one in page.problems] == [
        "错误 甲镇.xls：这个文件名字是表格，内容是网页，没有读。请用 WPS 或 Excel 打开，另存为 .xlsx 再用。"
    ]
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    assert [str(one) for one in take_in(locked, "甲镇.xlsx", Options(open_shelf())).problems] == [
        "错误 甲镇.xlsx：工作簿加了打开密码，读不了。请打开后取消密码，再另存一份。"
    ]
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook\0".encode("utf-16-le") + b"\xff" * 600
    intake = take_in(old, "甲镇.xls", Options(open_shelf()))
    assert [one.what for one in intake.problems] == ["工作簿已经损坏，打不开。"]


def test_a_workbook_that_is_no_form_is_named():
    target = BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["姓名", "金额"])
    book.save(target)
    _, problems = read(target.getvalue())
    assert problems == [
        "错误 甲镇.xlsx：这个工作簿里没有填报表：没有一张表的表头有「项目」和「本年」。"
        "表头改了的请改回去；不是填报表的，请用 zongjie new --excel 生成一份，照着填写。"
    ]


OF_REAL = as_workbook(REAL)
WAYS = [
    one[0].value
    for one in openpyxl.load_workbook(BytesIO(OF_REAL))["填报"].iter_rows(min_row=7)
    if one[0].value and not any(key.isdigit() for key in one[0].value.split("."))
]


@settings(deadline=None, max_examples=15)
@given(st.dictionaries(st.sampled_from(WAYS), st.integers(1, 10**6) | st.sampled_from(("约3.41万", "７人", "无"))))
def test_a_workbook_edited_anywhere_is_the_form_with_just_those_values(edits):
    def edit(sheet):
        for way, value in edits.items():
            changed(way, NOW, value, "General")(sheet)

    root, problems = read(damaged(OF_REAL, edit))
    expected = kept(root_of(REAL))
    for way, value in edits.items():
        *above, last = way.split(".")
        inner = expected
        for key in above:
            inner = inner[key]
        inner[last] = str(value)
    assert problems == []
    assert kept(root) == expected


OF_TEXT_ALONE = ("缩进", "冒号加空格", "YAML", "花括号", ": 」", "# 前", "{", "- 」")
"""What nobody who fills in a workbook has ever heard of."""
PEOPLE = "低保.城镇.人数"


@pytest.mark.parametrize(
    ("way", "value"),
    [
        ("年度", None), ("年度", "二0二三"), ("年度", "23"), ("单位", None), ("单位", "某某镇"), ("报告", "乡镇"),
        ("成文日期", "2023-13-45"), ("成文日期", "2023.12"), ("成文日期", 45651), ("成文日期", None),
        (PEOPLE, "很多"), (PEOPLE, "274户"), (PEOPLE, "xx"), (PEOPLE, "-5"), (PEOPLE, "27O人"), (PEOPLE, "'274"),
        (PEOPLE, "274人、30户"), (PEOPLE, "2.7.4"), (PEOPLE, date(2023, 3, 4)), (PEOPLE, "#REF!"), (PEOPLE, "274 # 含新增"),
        (PEOPLE, "全镇共有274人"), (PEOPLE, "去年274人，今年300人"), (PEOPLE, "同上"), (PEOPLE, "见附件"), (PEOPLE, "274 人 / 30户"),
        (PEOPLE, "274人 其中男100人女174人"), (PEOPLE, "每月274人"), ("低保.城镇.月发放额", "3.4"),
        ("低保.城镇.月发放额", "99999999999999"), ("低保.资金发放.1", "- 甲乙"), ("低保.资金发放.1", "1、甲\n2、乙"),
    ],
)  # fmt: skip
def test_mistakes_in_cells_are_told_in_words_of_cells(workbook, way, value):
    data = damaged(workbook, changed(way, NOW, value, "yyyy-mm-dd" if isinstance(value, date) else "General"))
    problems = summarize(data, "甲镇.xlsx", Options(open_shelf())).problems
    assert [str(one) for one in problems if any(word in one.what + one.advice for word in OF_TEXT_ALONE)] == []
    assert [str(one) for one in problems if ".yaml" in str(one)] == []


@pytest.mark.parametrize(
    ("section", "item", "said"),
    [
        ("低保", "出国务工·人数", "请填到工作表「自定义」，一行一个：章节填「低保」，名称填「"),
        ("底保", "城镇·人数", "是不是「低保」？"),
        ("某事", "人数", "在「自拟章节」添一行：标题填「某事」"),
    ],
)
def test_a_row_of_ones_own_is_told_where_it_belongs(workbook, section, item, said):
    def put_in(sheet):
        for column, text in ((2, section), (3, item), (NOW, "5人")):
            sheet.cell(400, column).value = text

    problems = summarize(damaged(workbook, put_in), "甲镇.xlsx", Options(open_shelf())).problems
    told = [one for one in problems if one.place.spot.cell == "填报!F400"]
    assert said in told[0].advice
    assert [str(one) for one in told if any(word in one.what + one.advice for word in OF_TEXT_ALONE)] == []


def test_a_day_in_the_place_of_a_figure_is_told_by_the_format_of_its_cell(workbook):
    data = damaged(workbook, changed(PEOPLE, NOW, date(2023, 3, 4), "yyyy-mm-dd"))
    problems = summarize(data, "甲镇.xlsx", Options(open_shelf())).problems
    assert str(problems[0]) == (
        "错误 甲镇.xlsx 填报!F13 低保·城镇·人数：这一格的格式是日期，读出来是「2023-03-04」，这一项要填数。"
        "请把这一格的格式改为“文本”，再填一遍。"
    )
    data = damaged(workbook, changed(PEOPLE, NOW, 0.5, "h:mm"))
    told = str(summarize(data, "甲镇.xlsx", Options(open_shelf())).problems[0])
    assert "这一格的格式是日期，读出来是「1899-12-30 12:00」，这一项要填数。" in told

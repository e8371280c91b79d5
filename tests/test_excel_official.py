"""What a workbook holds besides figures: official elements, annexes, chapters of one's own, and what it was made for."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from forms import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from test_excel import kept

from generator.cli import main
from generator.excel.whole import workbook_of
from generator.form.official import KEYS
from generator.form.opening import Options, take_in
from generator.library.overlays import open_shelf
from generator.reading.made_for import made_for
from generator.reading.source import read_source
from generator.reading.workbook import read_workbook

NOW = 6


@pytest.fixture
def zongjie(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> str:
        return CliRunner().invoke(main, [str(word) for word in words]).output

    return run


def fill(book: openpyxl.Workbook, sheet: str, values: dict[str, object]) -> None:
    rows = {row[0].value: row for row in book[sheet].iter_rows() if row[0].value}
    for way, value in values.items():
        rows[way][NOW - 1].value = value


def new(zongjie, unit="柳河镇", *words):
    zongjie("new", unit, "--year", 2023, "--excel", "-o", ".", *words)
    return openpyxl.load_workbook(f"{unit}-2023.xlsx")


def test_an_official_paper_is_filled_in_a_new_workbook(zongjie):
    book = new(zongjie)
    said = {row[2].value.split("·")[0] for row in book["公文"].iter_rows(min_row=7) if row[0].value}
    assert said == KEYS.keys() - {"附件"}
    fill(book, "填报", {"低保.城镇.人数": 52, "成文日期": "2023-12-20"})
    elements = {
        "公文.发文机关标志.1": "柳河镇人民政府文件", "公文.发文字号": "柳府发〔2023〕8号", "公文.签发人.1": "某某某",
        "公文.主送机关": "县民政局", "公文.印章": "是", "公文.抄送.1": "县财政局", "公文.抄送.2": "县残联",
    }  # fmt: skip
    fill(book, "公文", elements)
    annexes, chapters = book["公文附件"], book["自拟章节"]
    annexes["B6"], annexes["C6"] = "各村低保情况表", "单位：户\n| 村 | 户数 |\n|---|---|\n| 甲村 | 12 |\n| 乙村 | 18 |"
    chapters["B6"], chapters["C6"], chapters["D6"] = "党建工作", "开头", "抓好党建。\n\n推进作风建设。"
    book.save("柳河镇-2023.xlsx")
    shown = zongjie("show", "柳河镇-2023.xlsx")
    for text in ("柳府发〔2023〕8号", "签发人：某某某", "县民政局：", "县财政局，县残联", "甲村 | 12", "推进作风建设"):
        assert text in shown
    assert "错误" not in shown


def test_a_blank_official_sheet_makes_no_official_paper(zongjie):
    book = new(zongjie)
    fill(book, "填报", {"低保.城镇.人数": 52})
    book.save("柳河镇-2023.xlsx")
    del book["公文"], book["公文附件"]
    book.save("别的.xlsx")
    pages = [zongjie("show", name) for name in ("柳河镇-2023.xlsx", "别的.xlsx")]
    assert pages[0].split("\n填的数")[0] == pages[1].split("\n填的数")[0]


def test_notes_in_a_workbook_speak_of_cells(zongjie):
    book = new(zongjie, "柳河镇", "--full")
    notes = [str(cell.value or "") for sheet in book for row in sheet.iter_rows() for cell in row]
    for word in ("缩进", "冒号后", "直接写在", "另起一行"):
        assert [note for note in notes if word in note] == []


def test_chosen_answers_stand_beside_elements(zongjie):
    book = new(zongjie)
    rows = {row[0].row: row[0].value for row in book["公文"].iter_rows() if row[0].value}
    chosen = {rows[int(str(one.sqref)[1:])] for one in book["公文"].data_validations.dataValidation}
    assert {"公文.格式", "公文.紧急程度", "公文.印章", "公文.套红"} <= chosen


TEXTS = st.text("甲乙丙。，12〔〕|- \n", min_size=1, max_size=12).map(str.strip).filter(bool)
OFFICIAL = st.dictionaries(
    st.sampled_from([key for key in KEYS if key != "附件"]), TEXTS | st.lists(TEXTS, min_size=1, max_size=3), max_size=6
)
ANNEXES = st.lists(
    st.fixed_dictionaries(
        {"名称": TEXTS},
        optional={"横排": st.just("是"), "内容": TEXTS | st.lists(st.fixed_dictionaries({"村": TEXTS}), min_size=1)},
    ),
    max_size=3,
)


@given(OFFICIAL, ANNEXES, st.lists(st.fixed_dictionaries({"标题": TEXTS, "正文": TEXTS}), max_size=2), TEXTS)
@settings(max_examples=40, deadline=None)
def test_official_elements_annexes_and_own_chapters_come_back(official, annexes, chapters, ending):
    import json

    root = {"报告": "town", "单位": "甲镇", "年度": "2024", "公文": official | ({"附件": annexes} if annexes else {})}
    root |= {"自拟章节": chapters, "结语": {"正文": ending}}
    data = json.dumps(root, ensure_ascii=False).encode()
    nodes = read_source(data, "表.yaml")[0]
    form = take_in(data, "表.yaml", Options(open_shelf())).form
    again, problems = read_workbook(workbook_of(nodes, form, "表.xlsx"), "表.xlsx")
    assert problems == []
    assert filled(kept(again)) == filled(kept(nodes))


def filled(value):
    """What is filled in, without the keys of what is not."""
    if isinstance(value, dict):
        return {key: found for key, one in value.items() if (found := filled(one)) not in ("", {}, [])}
    return [filled(one) for one in value] if isinstance(value, list) else value


# ---- what a workbook was made for


def test_a_workbook_of_another_unit_or_year_is_told(zongjie):
    book = new(zongjie)
    fill(book, "填报", {"低保.城镇.人数": 52, "单位": "白石镇", "年度": 2024})
    book.save("白石镇-2024.xlsx")
    told = zongjie("check", "白石镇-2024.xlsx")
    assert "这份工作簿是给「柳河镇」生成的，现在填的是「白石镇」" in told
    assert "这份工作簿是给「2023」生成的，现在填的是「2024」" in told
    assert "给「" not in zongjie("check", "柳河镇-2023.xlsx")


def other_templates(folder: Path) -> Path:
    target = folder / "另一套"
    shutil.copytree(ROOT / "templates" / "zh", target)
    form = target / "sections" / "dibao" / "form.yaml"
    line = "    户数: {kind: stock, unit: 户, label: 【城镇农村】低保户数}\n"
    assert line in form.read_text()
    added = line + "    门数: {kind: stock, unit: 户, label: 【城镇农村】低保门数}\n"
    form.write_text(form.read_text().replace(line, added))
    return target


def test_a_workbook_of_other_templates_is_told_with_what_it_has_no_place_for(zongjie, tmp_path):
    book = new(zongjie)
    fill(book, "填报", {"低保.城镇.人数": 52})
    book.save("柳河镇-2023.xlsx")
    told = zongjie("check", "柳河镇-2023.xlsx", "--templates", other_templates(tmp_path))
    assert "旧的）模板生成的，现在多了「低保·城镇·门数、低保·农村·门数」" in told.replace("\n", "")
    assert "模板生成的" not in zongjie("check", "柳河镇-2023.xlsx")
    Path("交来").mkdir()
    shutil.move("柳河镇-2023.xlsx", "交来/柳河镇.xlsx")
    shown = zongjie("collect", "交来", "--year", 2023, "--to", "收/2023", "--templates", tmp_path / "另一套")
    assert "模板生成的" in "".join(shown.split()).replace("│", "")


def test_a_workbook_that_says_nothing_of_it_is_nobodys_business():
    assert made_for(b"") is None
    assert made_for((ROOT / "tests" / "workbooks" / "另存.xlsx").read_bytes()) is None

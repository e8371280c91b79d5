"""Tables: heads broken between words, shared heads, columns of figures, pages spared, tables that do not fit."""

from datetime import datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace
from rendering import LAYOUT, lines, needs_office, render, text

from generator.chinese.width import half_widths
from generator.document.own_table import NUMBER_CELL, with_dashes
from generator.document.tree import Annex, Document, Formalities, Heading, Imprint, Paragraph, Table, Text, plain_text
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary, summarize
from generator.page.printed_width import half_width
from generator.problem import Severity
from generator.word.columns import (
    behind_figures,
    table_columns,
    table_problems,
    with_turned_annexes,
)
from generator.word.heads import head_rows
from generator.word.write import Properties, write_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {"w": W[1:-1]}
COUNTY = Path(__file__).parent.parent / "inputs" / "云岭县-2024.yaml"


def words(*texts):
    return tuple((Text(text),) for text in texts)


def table(heads, rows=3, cell="12"):
    return Table(words(*heads), tuple(words("甲镇", *[cell] * (len(heads) - 1)) for _ in range(rows)))


def annexed(*tables, note=()):
    blocks = tuple(replace(one, note=note) for one in tables)
    return Document("总结", (), "青石县民政局", "2024年12月20日", Formalities(annexes=(Annex("全县情况表", blocks),)))


def written(document, layout=LAYOUT):
    data = write_docx(document, layout, Properties("总结", "", "", datetime(2024, 12, 20)))
    return etree.fromstring(ZipFile(BytesIO(data)).read("word/document.xml"))


def heads_of(document, layout=LAYOUT):
    """The lines of each cell of the head."""
    paragraphs = written(document, layout).xpath(
        '//w:p[w:pPr/w:pStyle[starts-with(@w:val, "TableHead")]]', namespaces=NS
    )
    return [list(paragraph.itertext(f"{W}t")) for paragraph in paragraphs]


NARROW = [
    ("在册低收入人口人数（人）", ["在册", "低收入人口", "人数", "（人）"]),
    ("刚性支出困难家庭人数（人）", ["刚性支出", "困难家庭", "人数", "（人）"]),
    ("特困人员集中供养人数（人）", ["特困人员", "集中供养", "人数", "（人）"]),
    ("养老服务机构床位数（张）", ["养老服务", "机构", "床位数", "（张）"]),
    ("重度残疾人护理补贴金额（万元）", ["重度", "残疾人", "护理补贴", "金额", "（万元）"]),
    ("城乡医疗救助人次（人次）", ["城乡", "医疗救助", "人次", "（人次）"]),
]


@pytest.mark.parametrize(("head", "expected"), NARROW)
def test_heads_break_between_words_with_their_unit_below(head, expected):
    (_, *found) = heads_of(annexed(table(["单位", *[head.replace("（", f"{n}（") for n in "甲乙丙丁戊"]])))
    parts = {"".join(one) for one in found}
    assert all(head.split("（")[1] in part for part in parts)
    for one in found:
        assert one[-1] == "（" + head.split("（")[1]
        assert all(line.count("（") == line.count("）") for line in one)
        joined = "".join(one[:-1])
        edges = {sum(map(len, one[: n + 1])) for n in range(len(one) - 1)}
        allowed = {sum(map(len, expected[: n + 1])) for n in range(len(expected))} | {len(joined)}
        # 甲, 乙 … stand behind the name, so that every head is another.
        assert {edge for edge in edges if edge < len(joined) - 1} <= allowed, one


def test_a_head_that_fits_stays_on_one_line():
    assert heads_of(annexed(table(["单位", "户数（户）"]))) == [["单位"], ["户数（户）"]]


SHARED = ["单位", "救助人次（人次）", "比上年增减（%）", "户数（户）", "救助金额（元）", "比上年增减（%）"]


def test_columns_that_share_a_head_stand_under_it():
    upper, lower = written(annexed(table(SHARED))).xpath("//w:tr[w:trPr/w:tblHeader]", namespaces=NS)

    def told(row):
        return [
            (
                "".join(cell.itertext(f"{W}t")),
                int(cell.xpath("number(w:tcPr/w:gridSpan/@w:val)", namespaces=NS) or 1)
                if cell.xpath("w:tcPr/w:gridSpan", namespaces=NS)
                else 1,
                cell.xpath("string(w:tcPr/w:vMerge/@w:val)", namespaces=NS),
                bool(cell.xpath("w:tcPr/w:vMerge", namespaces=NS)),
            )
            for cell in row.iter(f"{W}tc")
        ]

    assert told(upper) == [
        ("单位", 1, "restart", True), ("救助人次", 2, "", False), ("户数（户）", 1, "restart", True),
        ("救助金额", 2, "", False),
    ]  # fmt: skip
    assert told(lower) == [
        ("", 1, "", True), ("（人次）", 1, "", False), ("比上年增减（%）", 1, "", False), ("", 1, "", True),
        ("（元）", 1, "", False), ("比上年增减（%）", 1, "", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "heads",
    [
        ["单位", "人次（人次）", "比上年增减（%）"],
        ["项目", "计划", "完成", "计划", "完成"],
        ["村（社区）", *["户数"] * 3],
        ["比上年增减（%）", "人次（人次）", "比上年增减（%）"],
        ["单位", "人次", "比上年增减", "金额", "比上年增减"],
        ["单位", "", "", ""],
    ],
)
def test_other_heads_stay_in_one_row(heads):
    (row,) = head_rows(table(heads))
    assert ["".join(part.text for part in cell.inlines) for cell in row] == heads


def test_widths_of_a_shared_head_add_up_and_hold_its_name():
    heads = ["单位", "享受城乡居民最低生活保障待遇的家庭（户）", "增减（%）", "人（人）", "增减（%）"]
    widths = table_columns(table(heads), 8845, LAYOUT).widths
    assert sum(widths) == 8845
    assert widths[1] + widths[2] > widths[3] + widths[4]


def test_a_column_of_figures_stands_right_with_its_dashes_and_about():
    rows = (words("甲", "12.5", "无"), words("乙", "—", "12"), words("丙", "约-3.5", "有"), words("丁", "", ""))
    found = written(annexed(Table(words("单位", "数", "备注"), rows))).xpath(
        "//w:tr[not(w:trPr/w:tblHeader)]//w:pStyle/@w:val", namespaces=NS
    )
    assert found[1::3] == ["TableNumber", "TableNumber", "TableNumber", "TableText"]
    assert found[2::3] == ["TableText", "TableNumber", "TableText", "TableText"]


# ---- told to who cannot see


def test_tables_are_told():
    def told(document):
        properties = written(document).xpath("//w:tblPr", namespaces=NS)[0]
        return [
            properties.xpath(f"string(w:{name}/@w:val)", namespaces=NS) for name in ("tblCaption", "tblDescription")
        ]

    assert told(annexed(table(["单位", "户数"]))) == ["全县情况表", "3行2列，各列是：单位、户数。"]
    under = Document("总结", (Heading(1, (Text('救助<&"情况'),), "一、"), table(["单位", "户数"])))
    assert told(under)[0] == '救助<&"情况'
    assert told(Document("总结", (table(["单位", "户数"]),)))[0] == "单位、户数"


# ---- pages spared


def rows_of(count, note=()):
    return annexed(table(["单位", "户数"], count), note=note)


@needs_office
def test_a_last_page_with_hardly_a_row_is_spared(tmp_path):
    note = (Text("注：年底数。"),)
    documents = {f"{count}": rows_of(count, note) for count in range(18, 24)}
    with render(tmp_path, documents) as pages:
        for name, found in pages.items():
            on_last = [text(line) for line in lines(found[-1])]
            assert len(found) == 2, (name, on_last)


NOTE = (Text("注：年底数。"),)
IMPRINT = Imprint("抄送：县财政局，县医疗保障局。", "青石县民政局办公室", "2024年12月26日印发")


@needs_office
def test_a_note_never_leaves_its_table(tmp_path):
    text_above, noted = Paragraph((Text("全面落实。"),)), replace(table(["单位", "户数"], 10), note=NOTE)
    documents = {
        f"{above}": Document("总结", (*[text_above] * above, noted, text_above), "青石县民政局", "2024年12月20日")
        for above in range(9, 14)
    }
    # Turned pages that rows fill to the last: LibreOffice keeps no note with such rows, there must be room for it.
    turned = {f"turned {count}": rows_of(count, NOTE) for count in (13, 14, 32, 51)}
    for name, document in turned.items():
        (annex,) = document.formal.annexes
        formal = replace(document.formal, annexes=(replace(annex, landscape=True),))
        documents[name] = replace(document, formal=formal)
    with render(tmp_path, documents) as pages:
        for name, found in pages.items():
            noting = next(page for page in found if "注：年底数。" in map(text, lines(page)))
            assert sum(text(line).startswith("甲镇") for line in lines(noting)) >= 3, name


@needs_office
@pytest.mark.parametrize(
    ("note", "behind"),
    [((), ()), (NOTE, ()), ((), (Paragraph(NOTE),))],
    ids=["without a note", "with a note", "with a paragraph"],
)
def test_an_annex_that_reaches_down_to_the_imprint_stays_under_its_title(tmp_path, note, behind):
    documents = {}
    for count in range(18, 29):
        document = rows_of(count, note)
        (annex,) = document.formal.annexes
        annexes = (replace(annex, blocks=annex.blocks + behind),)
        documents[f"{count}"] = replace(document, formal=replace(document.formal, annexes=annexes, imprint=IMPRINT))
    with render(tmp_path, documents) as pages:
        for name, (_, *found) in pages.items():
            rows = [sum(text(line).startswith("甲镇") for line in lines(page)) for page in found]
            assert sum(rows) == int(name)
            assert rows[0] >= 15, (name, rows)
            assert rows[-1] >= 3, (name, rows)
            below = [text(line) for line in lines(found[-1])]
            assert below[-2].startswith("抄送："), (name, below)
            assert ("注：年底数。" in below) == bool(note or behind), (name, below)


@needs_office
def test_a_table_below_its_opening_line_is_parted_rather_than_moved_from_under_it(tmp_path):
    opening, documents = (Paragraph((Text("全面落实。"),)), Paragraph((Text("各村情况如下："),))), {}
    for count in range(18, 27):
        document = rows_of(count)
        (annex,) = document.formal.annexes
        annexes = (replace(annex, blocks=opening + annex.blocks),)
        documents[f"{count}"] = replace(document, formal=replace(document.formal, annexes=annexes, imprint=IMPRINT))
    with render(tmp_path, documents) as pages:
        for name, (_, first, *_) in pages.items():
            assert sum(text(line).startswith("甲镇") for line in lines(first)) >= 15, name


@needs_office
def test_no_annex_of_a_county_ends_on_a_page_with_hardly_a_row(tmp_path):
    counties = {
        path.stem: read_summary(path, Options(open_shelf())).document for path in COUNTY.parent.glob("云岭县-*")
    }
    with render(tmp_path, counties) as pages:
        for name, document in counties.items():
            units = {plain_text(row[0]) for row in tables_of(document)[0].rows}
            annexes = [n for n, page in enumerate(pages[name]) if text(lines(page)[0]).startswith("附件")]
            assert len(annexes) == len(document.formal.annexes)
            for start, end in pairwise([*annexes, len(pages[name])]):
                rows = [
                    sum(text(line)[:4].startswith(tuple(units)) for line in lines(page))
                    for page in pages[name][start:end]
                ]
                assert sum(rows) == len(units), (name, start, rows)
                assert rows[-1] > 3, (name, start, rows)


def test_words_come_closer_to_the_sides_of_cells_before_one_is_broken():
    heads = [
        "单位",
        *(f"{side}低保{what}" for side in ("城镇", "农村") for what in ("户数（户）", "人数（人）", "月发放额（元）")),
        "城乡低保总人数（人）",
    ]
    rows = (words("云城街道", "418", "657", "39.14万", "122", "227", "157024", "13685"),)
    one = Table(words(*heads), rows)
    columns = table_columns(one, LAYOUT.text_width, LAYOUT)
    assert columns.padding == LAYOUT.table.size * 10 // 4
    rooms = [(width - columns.beside) // half_width(LAYOUT.table.size) for width in columns.widths]
    assert all(room >= 8 for room in rooms[:1])
    assert ["城镇低保", "月发放额", "（元）"] in heads_of(annexed(one))
    margins = written(annexed(one)).xpath("//w:tblPr/w:tblCellMar/*/@w:w", namespaces=NS)
    assert margins == ["0", "60", "0", "60"]
    assert not written(annexed(table(["单位", "户数"]))).xpath("//w:tblCellMar", namespaces=NS)


def test_long_texts_wrap_before_heads_and_names_are_squeezed():
    rows = tuple(words(name, "3.25万元", "逐户走访、如实登记、按月公示" * 4) for name in ("云城街道", "河西街道"))
    columns = table_columns(Table(words("单位", "临时救助金额", "主要做法"), rows), LAYOUT.text_width, LAYOUT)
    rooms = [(width - columns.beside) // half_width(LAYOUT.table.size) for width in columns.widths]
    assert columns.padding == LAYOUT.table.size * 10 // 2
    assert rooms[0] >= 8
    assert rooms[1] >= 12
    assert rooms[2] > rooms[0] + rooms[1]


def test_lines_come_no_closer_than_the_layout_lets_them():
    pitches = {}
    for count in range(15, 40):
        found = written(rows_of(count)).xpath("//w:tc//w:spacing/@w:line", namespaces=NS)
        pitches[count] = {int(one) for one in found}
    assert {len(one) for one in pitches.values()} <= {0, 1, 2}
    assert any(pitches.values())
    assert min(min(one) for one in pitches.values() if one) >= LAYOUT.table.size * 13
    body = {
        int(one)
        for count in pitches
        for one in written(rows_of(count)).xpath(
            '//w:p[w:pPr/w:pStyle/@w:val="TableNumber"]//w:spacing/@w:line', namespaces=NS
        )
    }
    assert body
    assert min(body) >= 400


# ---- tables that do not fit


def test_more_columns_than_word_holds_are_an_error():
    (problem,) = table_problems(annexed(table([f"列{n}" for n in range(64)])), LAYOUT, "甲.yaml")
    assert problem.severity is Severity.ERROR
    assert "64列" in problem.what
    assert "63列" in problem.what
    assert "分成几张表" in problem.advice
    (told,) = table_problems(annexed(table([f"{n}" for n in range(63)], cell="")), LAYOUT, "甲.yaml")
    assert told.severity is Severity.NOTICE
    assert "这样的词要断成两行" in told.what


def test_a_form_with_such_a_table_is_not_built():
    head = "|".join(f"列{n}" for n in range(70))
    marks = "|".join(["---"] * 70)
    form = (
        "报告: town\n单位: 甲镇\n年度: 2024\n低保: {城镇: {户数: 3户}}\n公文:\n  附件:\n    - 名称: 明细\n      内容: |\n"
        f"        |{head}|\n        |{marks}|\n        |{head}|\n"
    )
    summary = summarize(form.encode(), "甲.yaml", Options(open_shelf()))
    assert summary.document is None
    assert any("63列" in problem.what for problem in summary.problems)


@pytest.mark.parametrize(
    ("document", "cures"),
    [
        (annexed(table([f"列{n}" for n in range(8)], cell="1234567.89万元")), ["横排: 是", "减少几列"]),
        (annexed(table([f"列{n}" for n in range(20)], cell="1234567.89")), ["分成两张表", "减少几列"]),
        (Document("总结", (table([f"列{n}" for n in range(8)], cell="1234567.89万元"),)), ["分成两张表", "减少几列"]),
    ],
)
def test_columns_narrower_than_their_figures_are_told_with_the_cure(document, cures):
    (problem,) = table_problems(document, LAYOUT, "甲.yaml")
    assert problem.severity is Severity.NOTICE
    assert "1234567.89" in problem.what
    assert all(cure in problem.advice for cure in cures)
    assert "横排" not in problem.advice or "横排: 是" in cures


CELLS = st.sampled_from(["12", "1234567.89万元", "约3.5", "青石乡人民政府", "", "—", "12345678901.25"])


@settings(max_examples=60)
@given(st.integers(2, 9).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=4)))
def test_what_is_told_of_narrow_columns_is_what_their_widths_say(rows):
    """However little the check measures: no figure is broken that it did not tell of, and none that it did stays whole."""
    one = Table(words(*(f"列{n}" for n in range(len(rows[0])))), tuple(words(*row) for row in rows))
    total = LAYOUT.text_height if len(one.head) > LAYOUT.table.widest else LAYOUT.text_width
    columns = table_columns(one, total, LAYOUT)
    broken = {
        text for row in (plain(one.head), *rows) for at, text in enumerate(row) if half_widths(text) > columns.room(at)
    }
    figures = {text for text in broken if NUMBER_CELL.fullmatch(text)}
    told = table_problems(Document("总结", (one,)), LAYOUT, "甲.yaml")
    assert bool(told) == bool(figures or any(half_widths(text) <= 12 for text in broken))
    assert ["这样的数" in problem.what for problem in told] == [bool(figures)] * len(told)


def plain(cells):
    return [plain_text(cell) for cell in cells]


TWELVE = ("村", *(f"{whom}{what}" for whom in ("城镇低保", "农村低保", "特困供养") for what in ("户数（户）", "人数（人）", "资金（万元）")),
          "临时救助人次（人次）", "临时救助金额（万元）")  # fmt: skip


def test_a_table_of_twelve_columns_is_set_in_smaller_type_rather_than_break_words():
    one = Table(words(*TWELVE), (words("柏树居委会", *["31.25"] * 11),))
    columns = table_columns(one, LAYOUT.text_height, LAYOUT)
    assert columns.size == LAYOUT.table.least_size < LAYOUT.table.size
    assert not table_problems(annexed(one), LAYOUT, "甲.yaml")
    root = written(annexed(one))
    styles = {*root.xpath("//w:tc/w:p/w:pPr/w:pStyle/@w:val", namespaces=NS)}
    assert styles == {"TableHeadSmall", "TableTextSmall", "TableNumberSmall"}
    assert ["城镇低保", "户数", "（户）"] in heads_of(annexed(one))
    assert {*written(annexed(table(["单位", "户数"]))).xpath("//w:tc/w:p/w:pPr/w:pStyle/@w:val", namespaces=NS)} == {
        "TableHead", "TableText", "TableNumber",
    }  # fmt: skip


def test_a_table_whose_words_break_in_any_type_is_told():
    one = Table(words(*TWELVE, *(f"高龄津贴{n}" for n in range(8))), (words("柏树居委会", *["31"] * 19),))
    (problem,) = table_problems(annexed(one), LAYOUT, "甲.yaml")
    assert problem.severity is Severity.NOTICE
    assert "这样的词要断成两行" in problem.what
    assert "分成两张表" in problem.advice


@pytest.mark.parametrize(
    ("column", "free"),
    [
        (("12.5", "103.25", "8"), [1, 0, 3]),
        (("12.5%", "8%", "—"), [0, 2, 0]),
        (("约-3.5", "12", ""), [0, 2, 0]),
        (("1,280", "3.75", "无"), [3, 0, 0]),
        (("3.2万", "31560"), [0, 0]),
        (("12.5%", "8"), [0, 0]),
        (("12", "8"), [0, 0]),
        (("G318.5", "12.5", "8"), [0, 0, 2]),
        (("第3.1条", "甲"), [0, 0]),
    ],
)
def test_points_of_a_column_stand_below_one_another(column, free):
    assert behind_figures(column) == free


@needs_office
def test_points_of_a_column_are_set_below_one_another(tmp_path):
    rows = tuple(
        words(name, figure) for name, figure in zip("甲乙丙丁", ("12.5", "103.25", "7.5", "8.25"), strict=True)
    )
    with render(tmp_path, {"points": annexed(Table(words("单位", "金额（万元）"), rows))}) as pages:
        points = [c for c in pages["points"][-1].chars if c["text"] == "." and c["size"] < 13]
        assert len(points) == 4
        # Digits of a face that stands in run up to a third wider than the half character that is left free.
        assert max(c["x0"] for c in points) - min(c["x0"] for c in points) < 3


def test_changes_of_a_column_have_like_decimals():
    summary = read_summary(COUNTY, Options(open_shelf()))
    tables = tables_of(summary.document)
    assert all("2024年" in annex.name for annex in summary.document.formal.annexes)
    assert tables
    for one in tables:
        for column, head in enumerate(one.head):
            if "增减" in "".join(part.text for part in head):
                cells = ["".join(part.text for part in row[column]) for row in one.rows]
                assert len({len(cell.partition(".")[2]) for cell in cells if cell != "—"}) == 1, cells
    assert not [problem for problem in summary.problems if "排得太窄" in problem.what]


def tables_of(document):
    return [block for annex in document.formal.annexes for block in annex.blocks if isinstance(block, Table)]


@pytest.mark.parametrize(
    ("columns", "cell", "turned"),
    [(8, "1389.24", False), (8, "13891389.240", True), (8, "上河西街道", True), (4, "13891389.2401", False)],
)
def test_an_annex_is_turned_where_an_upright_page_would_break_a_figure_or_a_name(columns, cell, turned):
    row = tuple((Text(cell),) for _ in range(columns))
    table = Table(tuple((Text("人数"),) for _ in range(columns)), (row, row))
    document = Document("总结", (), formal=Formalities(annexes=(Annex("情况表", (table,)),)))
    assert with_turned_annexes(document, LAYOUT).formal.annexes[0].landscape is turned


@pytest.mark.parametrize(
    ("head", "column", "printed"),
    [
        ("户数", ("12", "", "7"), "12 — 7"),
        ("金额（万元）", ("1.2", "", "约3"), "1.2 — 约3"),
        ("比上年增减", ("12%", "", "—"), "12% — —"),
        ("备注", ("3", "", ""), "3  "),
        ("序 号", ("1", "2", ""), "1 2 "),
        ("负责人", ("某甲", "", "3"), "某甲  3"),
        ("户数", ("", "", ""), "  "),
    ],
)
def test_a_blank_in_a_column_of_figures_is_a_dash_and_none_elsewhere(head, column, printed):
    one = Table(
        words("村", head, "说"), tuple(words(name, cell, "有") for name, cell in zip("甲乙丙", column, strict=True))
    )
    assert " ".join("".join(part.text for part in row[1]) for row in with_dashes(one).rows) == printed


def test_a_row_that_only_names_those_below_it_has_no_dashes():
    one = Table(words("村", "户数", "人数"), (words("城镇", "", ""), words("甲", "1", ""), words("乙", "", "3")))
    assert ["".join("".join(part.text for part in cell) or "空" for cell in row) for row in with_dashes(one).rows] == [
        "城镇空空", "甲1—", "乙—3",
    ]  # fmt: skip


def test_a_name_too_long_for_its_column_is_broken_between_words_and_a_sentence_flows():
    long = (
        "困难残疾人生活补贴和重度残疾人护理补贴",
        "每月比对信息，对返贫致贫风险人口及时预警，入户核实后按程序纳入",
        "残疾人联合会",
    )
    one = Table(words("项目", "主要内容", "责任单位", "完成时限"), (words(*long, "每月10日前"),) * 3)
    cells = written(annexed(one)).xpath("//w:tr[2]/w:tc", namespaces=NS)
    lines = [["".join(run.itertext()) for run in cell.iter(f"{{{NS['w']}}}t")] for cell in cells]
    assert "".join(lines[0]) == long[0]
    assert len(lines[0]) > 1
    assert all(len(line) > 2 for line in lines[0])
    assert not any(line.startswith(("疾人", "贴")) for line in lines[0])
    assert lines[1:] == [[long[1]], [long[2]], ["每月10日前"]]
    widths = [int(one) for one in written(annexed(one)).xpath("//w:gridCol/@w:w", namespaces=NS)]
    assert widths[1] > widths[0] > widths[2]

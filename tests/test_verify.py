"""A document beside the form that it was made from: every edit is named, and none where there was none."""

import json
import random
import re
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from forms import ROOT
from lxml import etree

from benchmarks.audit import fields_of, is_named
from benchmarks.edits import EDITS, Edit, edited
from benchmarks.resaved import FEW, false_alarms, saved_by_office, written
from generator.cli import main
from generator.commands.programs import find_office
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary, write_summary
from generator.problem import Problem, spell_path
from generator.trust.changes import changes
from generator.trust.embedded import PrintedLine, carried, printed, printed_text, read_embedded
from generator.trust.kept import hands_work
from generator.trust.standing import custom_properties
from generator.trust.verified import verified

INPUTS = ROOT / "inputs"
PAPERS = (
    *(
        "讲治镇-2012.yaml",
        "某镇-2005.yaml",
        "towns/2024/双河口镇-2024.yaml",
        "云岭县-2024.yaml",
        "公文/云溪镇-2024.yaml",
    ),
    *(
        "公文/信函-2024.yaml",
        "公文/联合行文-2024.yaml",
        "公文/纪要-2024.yaml",
        "草稿/福利中心.yaml",
        "example/青石乡-2017.yaml",
    ),
)
SEEDS = 20
"""Edits of each sort for each paper: with ten papers and five sorts a thousand."""


@cache
def paper(name: str) -> bytes:
    options = Options(open_shelf(), draft=True)
    return write_summary(read_summary(INPUTS / name, options), options)


def held(data: bytes):
    found = verified(data, "总结.docx")
    assert not isinstance(found, Problem), found
    return found


@pytest.mark.parametrize("name", PAPERS)
def test_what_nobody_touched_has_no_changes(name):
    found = held(paper(name))
    assert not found.changes
    assert found.standing.intact


@pytest.mark.parametrize("name", PAPERS)
def test_what_was_only_saved_anew_has_no_changes(name):
    saved = BytesIO()
    docx.Document(BytesIO(paper(name))).save(saved)
    assert not held(saved.getvalue()).changes


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("name", PAPERS)
def test_every_edit_is_named(name, edit):
    for seed in range(SEEDS):
        data, done = edited(paper(name), lambda root, seed=seed: edit(root, random.Random(seed)))
        found = held(data).changes
        told = [(one.what, one.was, one.now) for one in found.figures]
        where = f"{name} {edit.__name__} {seed} {done} {told}"
        if done.kind == "retyped":
            assert len(told) == 1, where
            assert told[0][0] in ("changed", "written otherwise"), where
            assert done.was in told[0][1], where
            assert done.now in told[0][2], where
            assert not found.texts, where
        elif done.kind == "added":
            assert [(what, was) for what, was, _ in told] == [("added", "")], where
            assert done.now in told[0][2], where
        else:
            assert told, where
            assert {what for what, *_ in told} == {"vanished"}, where
            assert all(was.rstrip("人次户元万件个所张家名年月日") in "".join(done.was.split()) for _, was, _ in told), (
                where
            )


def line(text: str, *figures: tuple[str, str]) -> PrintedLine:
    """A line whose figures are told with their fields, in the order they stand."""
    from generator.trust.embedded import FigureSpan

    spans, at = [], 0
    for figure, path in figures:
        at = text.index(figure, at)
        spans.append(FigureSpan(at, at + len(figure), path))
        at += len(figure)
    return PrintedLine(text, tuple(spans))


SENTENCE = line(
    "全年救助9户、9人次，发放45805元，其中户均5089元。",
    ("9户", "户数"),
    ("9人次", "人次"),
    ("45805元", "金额"),
    ("5089元", "均"),
)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("全年救助9户、8人次，发放45805元，其中户均5089元。", [("changed", "人次", "9人次", "8人次")]),
        ("全年救助8户、9人次，发放45805元，其中户均5089元。", [("changed", "户数", "9户", "8户")]),
        ("全年救助9户、9人次，发放5089元，其中户均45805元。",
         [("changed", "金额", "45805元", "5089元"), ("changed", "均", "5089元", "45805元")]),
        ("全年救助9户、9人次，发放4.58万元，其中户均5089元。", [("written otherwise", "金额", "45805元", "4.58万元")]),
        ("全年救助9户、9人次，发放4.57万元，其中户均5089元。", [("changed", "金额", "45805元", "4.57万元")]),
        ("全年救助9户、9人次，发放45805.5元，其中户均5089元。", [("changed", "金额", "45805元", "45805.5元")]),
        ("全年救助9户、9人次，发放45,805元，其中户均5089元。", [("written otherwise", "金额", "45805元", "45,805元")]),
        ("全年救助9户、9人次，发放45805元。", [("vanished", "均", "5089元", "")]),
        ("全年救助9户、9人次、12件，发放45805元，其中户均5089元。", [("added", "", "", "12件")]),
    ],
)  # fmt: skip
def test_a_number_is_told_with_its_field(now, expected):
    found = changes([SENTENCE], [now])
    assert [(one.what, one.path, one.was, one.now) for one in found.figures] == expected


@pytest.mark.parametrize(
    "now",
    [
        ["全年救助9户、9人次，", "发放45805元，其中户均5089元。"],
        ["全年救助9户、9人次，发放 45805 元，\n其中户均5089元。"],
    ],
)
def test_where_lines_part_is_no_difference(now):
    assert not changes([SENTENCE], now)


def test_what_was_moved_is_told_as_moved():
    lines = [line("一、救助"), SENTENCE, line("二、养老"), line("现有床位10张。", ("10张", "床位"))]
    found = changes(lines, ["一、救助", "现有床位10张。", "二、养老", SENTENCE.text])
    assert not found.figures
    assert not found.texts
    assert found.moved


# ---- the commands


def run(*arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(main, [str(one) for one in arguments])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def edited_paper(tmp_path):
    path = tmp_path / "总结.docx"
    data = paper("讲治镇-2012.yaml")
    with ZipFile(BytesIO(data)) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    assert parts["word/document.xml"].count(b"153") == 1
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"153", b"163")
    with ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def test_verify_says_which_number_was_changed(edited_paper):
    said = run("verify", edited_paper, code=1)
    assert "优抚·人数　153人 → 163人" in said
    found = json.loads(run("verify", edited_paper, "--json", code=1))
    assert [(one["field"], one["was"], one["now"]) for one in found["figures"]] == [("优抚.人数", "153人", "163人")]


def test_verify_beside_a_form_says_what_that_says_now(edited_paper, tmp_path):
    form = tmp_path / "讲治镇.yaml"
    text = (INPUTS / "讲治镇-2012.yaml").read_text(encoding="utf-8")
    assert text.count("153人") == 1
    form.write_text(text.replace("153人", "163人"), encoding="utf-8")
    assert "和全部文字都没有改" in run("verify", edited_paper, "--form", form)


def test_what_cannot_be_read_is_said_and_ends_in_two(tmp_path):
    for data in (b"", b"PK\x03\x04", b"%PDF-1.7", "不是文档".encode()):
        (tmp_path / "总结.docx").write_bytes(data)
        assert "总结.docx" in run("verify", tmp_path / "总结.docx", code=2)
        run("extract", tmp_path / "总结.docx", code=2)
    assert "没有这个文件" in run("verify", tmp_path / "没有.docx", code=2)


def test_a_paper_without_its_form_asks_for_it(tmp_path):
    docx.Document().save(str(tmp_path / "别的.docx"))
    assert "请用 --form 指明它的表单" in run("verify", tmp_path / "别的.docx", code=2)
    assert "没有带表单" in run("extract", tmp_path / "别的.docx", code=2)


@pytest.mark.parametrize("name", PAPERS)
def test_a_form_comes_back_byte_for_byte(name, tmp_path):
    (tmp_path / "总结.docx").write_bytes(paper(name))
    run("extract", tmp_path / "总结.docx", "-o", tmp_path / "表.yaml")
    assert (tmp_path / "表.yaml").read_bytes() == (INPUTS / name).read_bytes()
    assert "没有写" in run("extract", tmp_path / "总结.docx", "-o", tmp_path / "表.yaml", code=1)


# ---- what a hostile reader tries

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORD = f'xmlns:w="{W[1:-1]}"'


def retold(name: str, change) -> list[tuple[str, str, str, str]]:
    """The figures that are told once the XML of a paper was changed."""

    def changed(root):
        change(root)
        return Edit("", "", "", "")

    found = held(edited(paper(name), changed)[0]).changes
    return [(one.what, one.path, one.was, one.now) for one in found.figures]


def the_run(root):
    return next(one for one in root.iter(f"{W}t") if "153人" in (one.text or ""))


@pytest.mark.parametrize(
    ("new", "what", "now"),
    [
        ("１５３人", "written otherwise", "１５３人"),
        ("１６３人", "changed", "１６３人"),
        ("15．3人", "changed", "15.3人"),
        ("-153人", "changed", "-153人"),
        ("153户", "changed", "153户"),
        ("153%", "changed", "153%"),
        ("153万人", "changed", "153万人"),
        ("一百五十三人", "written otherwise", "一百五十三"),
        ("一百六十三人", "changed", "一百六十三"),
    ],
)
def test_a_figure_in_other_signs_is_judged_by_its_value(new, what, now):
    def change(root):
        node = the_run(root)
        node.text = node.text.replace("153人", new)

    assert retold("讲治镇-2012.yaml", change) == [(what, "优抚.人数", "153人", now)]


@pytest.mark.parametrize("holder", ["smartTag", "hyperlink", "sdt", "fldSimple", "customXml", "dir", "bdo"])
def test_a_figure_is_found_in_whatever_holds_it(holder):
    def change(root):
        node = the_run(root)
        run = node.getparent()
        node.text = node.text.replace("153", "163")
        outer = etree.Element(f"{W}{holder}")
        run.addprevious(outer)
        (etree.SubElement(outer, f"{W}sdtContent") if holder == "sdt" else outer).append(run)

    assert retold("讲治镇-2012.yaml", change) == [("changed", "优抚.人数", "153人", "163人")]


def test_what_is_hidden_is_not_there():
    def change(root):
        run = the_run(root).getparent()
        looks = run.find(f"{W}rPr")
        if looks is None:
            looks = etree.Element(f"{W}rPr")
            run.insert(0, looks)
        etree.SubElement(looks, f"{W}vanish")

    assert ("vanished", "优抚.人数", "153人", "") in retold("讲治镇-2012.yaml", change)


def test_a_sentence_that_is_set_as_one_of_the_contents_is_seen():
    def change(root):
        paragraph = next(the_run(root).iterancestors(f"{W}p"))
        added = etree.fromstring(
            f'<w:p {WORD}><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r><w:t>另有88人。</w:t></w:r></w:p>'
        )
        paragraph.addnext(added)

    assert [one[0] for one in retold("讲治镇-2012.yaml", change)] == ["added"]


def cells_of_last_table(root):
    table = list(root.iter(f"{W}tbl"))[-1]
    return [[list(cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]


def test_figures_that_changed_places_are_told():
    def change(root):
        row = cells_of_last_table(root)[3]
        one, other = row[1][0], row[2][0]
        assert one.text != other.text
        one.text, other.text = other.text, one.text

    told = retold("云岭县-2024.yaml", change)
    assert told
    assert any("新桥街道" in path for _, path, *_ in told)


def test_a_row_that_was_moved_with_its_figures_is_no_change():
    def change(root):
        table = list(root.iter(f"{W}tbl"))[-1]
        rows = table.findall(f"{W}tr")
        rows[-1].addprevious(rows[3])

    assert retold("云岭县-2024.yaml", change) == []


def told_in_last_table(change) -> list[tuple[str, str, str]]:
    def changed(root):
        change(cells_of_last_table(root))

    found = retold("云岭县-2024.yaml", changed)
    return [(what, path, was) for what, path, was, _ in found]


def put(cell, text: str) -> None:
    for node in cell:
        node.text = ""
    cell[0].text = text


def swap(one, other) -> None:
    texts = ["".join(node.text or "" for node in cell) for cell in (one, other)]
    put(one, texts[1])
    put(other, texts[0])


def test_figures_of_rows_whose_names_changed_places_are_told():
    told = told_in_last_table(lambda rows: swap(rows[3][0], rows[4][0]))
    assert {what for what, *_ in told} == {"under another name"}
    assert {path.rpartition("＠")[2] for _, path, _ in told} == {"新桥街道", "柏坪镇"}
    assert len(told) == 12
    assert ("under another name", "残疾人.总人数＠新桥街道", "2181") in told


def test_figures_of_a_row_that_was_given_the_name_of_another_are_told():
    told = told_in_last_table(lambda rows: put(rows[5][0], "云城街道"))
    assert len({path for _, path, _ in told}) == 6
    assert {what for what, *_ in told} == {"under another name"}


def test_figures_of_columns_whose_heads_changed_places_are_told():
    told = told_in_last_table(lambda rows: swap(rows[0][1], rows[0][2]))
    assert {what for what, *_ in told} == {"under another name"}
    assert {path.partition("＠")[0] for _, path, _ in told} <= {"残疾人.总人数", "残疾人.低保人数"}
    assert len(told) >= 19


def test_another_spelling_of_a_name_is_none():
    assert told_in_last_table(lambda rows: put(rows[3][0], "新桥街道办事处")) == []


def changed_package(name: str, part: str, change) -> bytes:
    with ZipFile(BytesIO(paper(name))) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    assert part in parts
    parts[part] = change(parts[part])
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for one, data in parts.items():
            archive.writestr(one, data)
    return target.getvalue()


def test_the_workbook_behind_a_chart_is_compared():
    def change(data: bytes) -> bytes:
        book = openpyxl.load_workbook(BytesIO(data))
        sheet = book.worksheets[0]
        assert sheet["B3"].value
        sheet["B3"] = sheet["B3"].value + 1000
        target = BytesIO()
        book.save(target)
        return target.getvalue()

    found = held(changed_package("云岭县-2024.yaml", "word/embeddings/Microsoft_Excel_Sheet1.xlsx", change)).changes
    (one,) = found.figures
    assert one.what == "changed"
    assert int(one.now) - int(one.was) == 1000
    assert "数据表" in one.sentence
    assert one.path


def test_what_is_written_on_a_chart_is_compared():
    def change(data: bytes) -> bytes:
        title = (
            '<c:title><c:tx><c:rich xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:bodyPr/><a:p>'
            "<a:r><a:t>其中低保9999人</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        )
        return data.replace(b"<c:chart>", b"<c:chart>" + title.encode(), 1)

    found = held(changed_package("云岭县-2024.yaml", "word/charts/chart1.xml", change)).changes
    assert [(one.what, one.now) for one in found.figures] == [("added", "9999人")]


@pytest.mark.parametrize("place", ["header", "footer", "first_page_header", "even_page_footer"])
def test_what_stands_above_and_below_the_pages_is_compared(place):
    document = docx.Document(BytesIO(paper("讲治镇-2012.yaml")))
    section = document.sections[0]
    section.different_first_page_header_footer = place.startswith("first")
    getattr(section, place).paragraphs[0].add_run("发放低保金88万元")
    target = BytesIO()
    document.save(target)
    found = held(target.getvalue()).changes
    assert [(one.what, one.now) for one in found.figures] == [("added", "88万元")]
    assert "页眉页脚" in found.figures[0].sentence


def test_a_page_number_in_another_look_is_no_change():
    part = "word/footer1.xml"

    def change(data: bytes) -> bytes:
        assert "— ".encode() in data
        return data.replace("— ".encode(), b"- ").replace(" —".encode(), b" -")

    assert not held(changed_package("讲治镇-2012.yaml", part, change)).changes


def test_a_paper_whose_workbooks_are_lost_is_read():
    with ZipFile(BytesIO(paper("云岭县-2024.yaml"))) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, data in parts.items():
            if not name.startswith("word/embeddings/"):
                archive.writestr(name, data)
    assert not held(target.getvalue()).changes


def test_whose_a_figure_is_stands_before_it():
    assert spell_path("低保.城镇.人数＠云城街道") == "云城街道 低保·城镇·人数"
    assert spell_path("资金＠甲镇÷上年.资金＠甲镇") == "甲镇 资金÷上年·资金"
    assert spell_path("低保.城镇.人数") == "低保·城镇·人数"


def test_another_form_in_its_place_is_told(tmp_path):
    parts = {}
    with ZipFile(BytesIO(paper("讲治镇-2012.yaml"))) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    kept = read_embedded(parts["customXml/item1.xml"])
    other = kept.form.replace("153人".encode(), "163人".encode())
    told = printed_text(read_summary(INPUTS / "讲治镇-2012.yaml", Options(open_shelf())).document)
    parts["customXml/item1.xml"] = carried(other, kept.file, told, "讲治镇", 2012).data.encode()
    with ZipFile(tmp_path / "总结.docx", "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    assert "有人换过" in run("verify", tmp_path / "总结.docx", code=1)
    assert "有人换过" in run("extract", tmp_path / "总结.docx", "-o", tmp_path / "表单.yaml", code=1)


def test_properties_that_unpack_to_too_much_are_not_read():
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("docProps/custom.xml", b"<a>" + b" " * 80_000_000 + b"</a>")
    assert custom_properties(target.getvalue()) == {}


def with_more(before_end: str) -> bytes:
    return changed_package(
        "讲治镇-2012.yaml",
        "word/document.xml",
        lambda data: data.replace(b"<w:body>", b"<w:body>" + before_end.encode(), 1),
    )


@pytest.mark.parametrize(
    "more",
    [
        "<w:p><w:r><w:t>" + "救助1人，" * 400_000 + "</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>救助123人。</w:t></w:r></w:p>" * 60_000,
        "".join(f"<w:p><w:r><w:t>第{k}次救助{k}人。</w:t></w:r></w:p>" for k in range(40_000)),
    ],
    ids=["one line", "the same line", "other lines"],
)
def test_what_is_longer_than_any_paper_is_refused_soon(more):
    found = verified(with_more(more), "总结.docx")
    assert isinstance(found, Problem)
    assert "文字太多" in found.what


@pytest.mark.parametrize("span", ["x", "", "-1", "99999999999999999999"])
def test_cells_of_no_width_are_read(span):
    head = "<w:trPr><w:tblHeader/></w:trPr>"
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p/></w:tc>'
    assert not held(with_more(f"<w:tbl><w:tr>{head}{cell}</w:tr><w:tr>{head}{cell}</w:tr></w:tbl>")).changes


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not here")
@pytest.mark.parametrize("detour", [False, True], ids=["straight", "by way of .odt"])
def test_what_libreoffice_saved_has_no_changes(detour, tmp_path):
    papers = written(FEW)
    saved = saved_by_office({name: data for name, (data, _) in papers.items()}, tmp_path, detour)
    assert list(false_alarms(papers, saved)) == []


def test_edits_of_every_sort_are_told_of_their_field():
    summary = read_summary(INPUTS / "云岭县-2024.yaml", Options(open_shelf()))
    fields = fields_of(printed(summary.document))
    for seed in range(60):
        assert is_named(paper("云岭县-2024.yaml"), seed, fields, by_library=seed % 7 == 0), seed


# ---- what nobody should have made


@pytest.mark.parametrize("data", [b"", b"<a/", b"<!DOCTYPE a [<!ENTITY e 'ee'><!ENTITY f '&e;&e;'>]><a>&f;</a"])
@pytest.mark.parametrize("part", ["word/charts/chart1.xml", "word/footer1.xml", "word/styles.xml", "docProps/core.xml"])
def test_a_damaged_part_beside_the_text_is_named_and_nothing_is_written_over_it(part, data, tmp_path):
    damaged = changed_package("云岭县-2024.yaml", part, lambda _: data)
    found = verified(damaged, "总结.docx")
    assert isinstance(found, Problem) or not found.changes
    path = tmp_path / "总结.docx"
    path.write_bytes(damaged)
    assert bool(hands_work(path)) is isinstance(found, Problem)


def test_a_value_of_a_chart_with_no_end_is_another_value():
    def change(data: bytes) -> bytes:
        return re.sub(rb"(<c:val>.*?<c:v>)[^<]*", rb"\g<1>1e999999999", data, count=1, flags=re.DOTALL)

    found = held(changed_package("云岭县-2024.yaml", "word/charts/chart1.xml", change)).changes
    assert [one.now for one in found.figures] == ["1e999999999"]


def test_a_place_of_a_value_with_no_end_is_read():
    def change(data: bytes) -> bytes:
        return data.replace(b'idx="0"', b'idx="' + b"9" * 5000 + b'"')

    assert not held(changed_package("云岭县-2024.yaml", "word/charts/chart1.xml", change)).changes.texts


@pytest.mark.parametrize(
    "digits", ["9" * 5000, "1," + "234," * 3000 + "567", "0." + "3" * 6000, "千" * 6000, "三" * 6000]
)
def test_a_number_without_end_is_told(digits):
    assert held(with_more(f"<w:p><w:r><w:t>另有{digits}人。</w:t></w:r></w:p>")).changes


def test_what_a_document_would_fetch_is_told_and_not_fetched(tmp_path):
    more = (
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'attachedTemplate" Target="http://example.org/t.dotm" TargetMode="External"/></Relationships>'
    )
    name = "word/_rels/document.xml.rels"
    data = changed_package("讲治镇-2012.yaml", name, lambda part: part.replace(b"</Relationships>", more.encode()))
    assert held(data).standing.outside == ("http://example.org/t.dotm",)
    (tmp_path / "总结.docx").write_bytes(data)
    assert "外面的文件，没有去取：http://example.org/t.dotm" in run("verify", tmp_path / "总结.docx", code=0)
    assert held(paper("云岭县-2024.yaml")).standing.outside == ()

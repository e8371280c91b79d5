"""Two documents as one with tracked changes: accepted it is the new one, rejected the old one."""

import json
import random
import re
from copy import deepcopy
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from click.testing import CliRunner
from forms import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator
from tracked import W, seen

from benchmarks.edits import CHART_PART, EDITS, edited, retype_in_chart, track
from generator.cli import main
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary, write_summary
from generator.trust.accepted import is_tracked, settle, texts_of
from generator.trust.redlined import redline

INPUTS = ROOT / "inputs"
AROUND = re.compile(r"word/(header|footer)\d*\.xml")


@cache
def paper(name: str) -> bytes:
    options = Options(open_shelf(), draft=True)
    return write_summary(read_summary(INPUTS / name, options), options)


def both(old: bytes, new: bytes) -> bytes:
    return redline(docx.Document(BytesIO(old)), docx.Document(BytesIO(new)))


def holds(old: bytes, new: bytes) -> bytes:
    """The redline of two documents, once it was looked at from both sides."""
    made = both(old, new)
    assert seen(made, accepted=True) == seen(new, accepted=True)
    assert seen(made, accepted=False) == seen(old, accepted=True)
    with ZipFile(BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert len(set(archive.namelist())) == len(archive.namelist())
    for rejected, wanted in ((False, new), (True, old)):
        document = docx.Document(BytesIO(made))
        for one in texts_of(document):
            settle(one, rejected)
            assert not is_tracked(one)
        target = BytesIO()
        document.save(target)
        assert seen(target.getvalue(), accepted=True) == seen(wanted, accepted=True)
        assert around(target.getvalue()) == around(wanted)
    return made


def around(data: bytes) -> set[str]:
    """What stands above and below the pages, whichever section it is of."""
    with ZipFile(BytesIO(data)) as archive:
        parts = [etree.fromstring(archive.read(name)) for name in archive.namelist() if AROUND.match(name)]
    return {"".join(one.text or "" for one in root.iter(f"{W}t")) for root in parts} - {""}


PAIRS = (
    ("towns/2023/双河口镇-2023.yaml", "towns/2024/双河口镇-2024.yaml"),
    ("云岭县-2023.yaml", "云岭县-2024.yaml"),
    ("讲治镇-2012.yaml", "某镇-2005.yaml"),
    ("公文/云溪镇-2024.yaml", "公文/信函-2024.yaml"),
    ("公文/信函-2024.yaml", "公文/纪要-2024.yaml"),
    ("公文/联合行文-2024.yaml", "云岭县-2024.yaml"),
)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_two_papers_become_one(old, new):
    made = holds(paper(old), paper(new))
    holds(paper(new), paper(old))
    docx.Document(BytesIO(made))


@pytest.mark.parametrize("edit", [one for one in EDITS if one is not track], ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("name", ["讲治镇-2012.yaml", "云岭县-2024.yaml", "公文/云溪镇-2024.yaml"])
def test_a_draft_and_the_next(name, edit):
    old = paper(name)
    for seed in range(4):
        data, _ = edited(old, lambda root, seed=seed: edit(root, random.Random(seed)))
        holds(old, data)


def test_what_is_alike_has_no_marks():
    made = both(paper("讲治镇-2012.yaml"), paper("讲治镇-2012.yaml"))
    assert not is_tracked(docx.Document(BytesIO(made)).element.body)


def test_a_number_is_struck_out_as_one():
    def changed(root):
        node = next(one for one in root.iter() if one.text == "153人" or "153" in (one.text or ""))
        node.text = node.text.replace("153", "163")

    old = paper("讲治镇-2012.yaml")
    data, _ = edited(old, changed)
    root = docx.Document(BytesIO(both(old, data))).element.body
    assert [one.text for one in root.iter(f"{W}delText")] == ["153"]
    assert [one.text for ins in root.iter(f"{W}ins") for one in ins.iter(f"{W}t")] == ["163"]


WORDS = st.text(alphabet="低保户人次12。，\t", max_size=8)
CELLS = st.lists(WORDS, min_size=2, max_size=2)
BLOCKS = st.lists(WORDS | st.lists(CELLS, min_size=1, max_size=3), max_size=6)


def made_of(blocks) -> bytes:
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block, style="Heading 1" if block.startswith("低") else None)
        else:
            table = document.add_table(len(block), 2)
            for row, cells in zip(table.rows, block, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
            document.add_paragraph()
    document.add_paragraph("完")
    target = BytesIO()
    document.save(target)
    return target.getvalue()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BLOCKS, BLOCKS)
def test_any_two_documents_become_one(old, new):
    holds(made_of(old), made_of(new))


# ---- the command


def run(*arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["diff", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def drafts(tmp_path):
    old = paper("讲治镇-2012.yaml")
    data, _ = edited(
        old,
        lambda root: [
            one
            for one in root.iter()
            if "153" in (one.text or "") and setattr(one, "text", one.text.replace("153", "163"))
        ],
    )
    (tmp_path / "旧.docx").write_bytes(old)
    (tmp_path / "新.docx").write_bytes(data)
    return tmp_path


def test_the_list_says_figures_first_with_their_fields(drafts):
    said = run(drafts / "旧.docx", drafts / "新.docx", code=1)
    assert "不同的数（1个）" in said
    assert "优抚·人数　153人 → 163人" in said
    found = json.loads(run(drafts / "旧.docx", drafts / "新.docx", "--json", code=1))
    assert [one["field"] for one in found["figures"]] == ["优抚.人数"]
    assert "都一样" in run(drafts / "旧.docx", drafts / "旧.docx")


def test_a_copy_with_tracked_changes_is_written_once(drafts):
    said = run(drafts / "旧.docx", drafts / "新.docx", "--docx", drafts / "改.docx", code=1)
    assert "全部接受就是新的" in said
    assert seen((drafts / "改.docx").read_bytes(), accepted=False) == seen((drafts / "旧.docx").read_bytes(), True)
    assert "没有写" in run(drafts / "旧.docx", drafts / "新.docx", "--docx", drafts / "改.docx", code=2)


def test_what_holds_tracked_changes_is_refused_or_taken_as_accepted(drafts):
    run(drafts / "旧.docx", drafts / "新.docx", "--docx", drafts / "改.docx", code=1)
    assert "加 --accept" in run(drafts / "旧.docx", drafts / "改.docx", code=2)
    assert "都一样" in run(drafts / "新.docx", drafts / "改.docx", "--accept")


def test_what_cannot_be_read_is_said(drafts):
    (drafts / "坏.docx").write_bytes(b"PK\x03\x04")
    assert "坏.docx" in run(drafts / "坏.docx", drafts / "新.docx", code=2)
    assert "没有这个文件" in run(drafts / "没有.docx", drafts / "新.docx", code=2)


def test_an_old_picture_comes_along_with_its_parts():
    """A chart of the old paper that the new one lacks is there when the changes are rejected."""
    old, new = paper("云岭县-2024.yaml"), paper("讲治镇-2012.yaml")
    made = both(old, new)
    with ZipFile(BytesIO(made)) as archive, ZipFile(BytesIO(old)) as before:
        charts = [name for name in archive.namelist() if name.startswith("word/charts/chart")]
        assert len(charts) >= len([name for name in before.namelist() if name.startswith("word/charts/chart")]) > 0
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))


def test_charts_and_what_stands_around_the_pages_are_compared(tmp_path):
    old = paper("云岭县-2024.yaml")
    document = docx.Document(BytesIO(old))
    document.sections[0].header.paragraphs[0].add_run("救助88人")
    document.save(tmp_path / "页眉.docx")
    (tmp_path / "旧.docx").write_bytes(old)
    data, _ = edited(old, lambda root: retype_in_chart(root, random.Random(1)), CHART_PART)
    (tmp_path / "图.docx").write_bytes(data)
    found = json.loads(run(tmp_path / "旧.docx", tmp_path / "图.docx", "--json", code=1))
    assert [(one["what"], bool(one["field"])) for one in found["figures"]] == [("changed", True)]
    found = json.loads(run(tmp_path / "旧.docx", tmp_path / "页眉.docx", "--json", code=1))
    assert [(one["what"], one["now"]) for one in found["figures"]] == [("added", "88人")]
    assert "都一样" in run(tmp_path / "页眉.docx", tmp_path / "页眉.docx")


# ---- structure


def tables_of(document):
    return list(document.element.body.iter(f"{W}tbl"))


def rows_of(document, chance):
    return list(chance.choice(tables_of(document)).iterchildren(f"{W}tr"))


def with_rows(document, chance):
    """A row twice, another gone."""
    rows = rows_of(document, chance)
    chance.choice(rows).addnext(deepcopy(chance.choice(rows)))
    gone = chance.choice(rows)
    gone.getparent().remove(gone)


def with_a_column_more(document, chance):
    for row in rows_of(document, chance):
        last = row.findall(f"{W}tc")[-1]
        last.addnext(deepcopy(last))


def with_a_column_less(document, chance):
    for row in rows_of(document, chance):
        row.remove(row.findall(f"{W}tc")[-1])


def with_another_table(document, chance):
    table = document.add_table(2, 3)
    for row in table.rows:
        for cell in row.cells:
            cell.text = str(chance.randrange(99))
    chance.choice(document.element.body.findall(f"{W}p")).addnext(tables_of(document)[-1])


def without_a_table(document, chance):
    table = chance.choice(tables_of(document))
    table.getparent().remove(table)


def with_other_headings(document, chance):
    for paragraph in chance.sample(document.paragraphs, 3):
        paragraph.style = chance.choice(("Heading 1", "Heading 2", "Body Text"))
        paragraph.alignment = chance.choice((0, 1, 2))


def with_parted_and_joined_paragraphs(document, chance):
    paragraphs = [one for one in document.element.body.findall(f"{W}p") if len(one.findall(f"{W}r")) > 2]
    one, other = chance.sample(paragraphs, 2)
    moved = deepcopy(one)
    one.addnext(moved)
    for run in moved.findall(f"{W}r")[1:]:
        moved.remove(run)
    first = one.find(f"{W}r")
    one.remove(first)
    other.append(deepcopy(first))


def with_words_around_the_pages(document, chance):
    section = chance.choice(document.sections)
    for one in chance.sample(("header", "footer", "first_page_header", "even_page_footer"), 2):
        getattr(section, one).paragraphs[0].add_run(f"内部{chance.randrange(99)}件")


def with_two_paragraphs_in_a_cell(document, chance):
    cell = chance.choice(chance.choice(chance.choice(document.tables).rows).cells)
    cell.add_paragraph("又一行")
    cell.paragraphs[0].add_run("10")


SHAPED = (
    with_rows, with_a_column_more, with_a_column_less, with_another_table, without_a_table, with_other_headings,
    with_parted_and_joined_paragraphs, with_words_around_the_pages, with_two_paragraphs_in_a_cell,
)  # fmt: skip


@pytest.mark.parametrize("name", ["云岭县-2024.yaml", "公文/云溪镇-2024.yaml"])
def test_whatever_is_done_to_a_paper_is_accepted_and_rejected_as_a_whole(name):
    for seed in range(24):
        chance = random.Random(seed)
        document = docx.Document(BytesIO(paper(name)))
        for change in chance.sample(SHAPED, chance.choice((1, 1, 3))):
            if document.tables:
                change(document, chance)
        target = BytesIO()
        document.save(target)
        old, new = paper(name), target.getvalue()
        holds(*((old, new) if seed % 2 else (new, old)))


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_what_is_written_is_as_ooxml_wants_it(old, new, tmp_path):
    validator = OpenXmlValidator(file_format=FileFormat.OFFICE_2019)
    for number, pair in enumerate(((old, new), (new, old))):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(both(*map(paper, pair)))
        assert [f"{one.part_uri} {one.path}: {one.description}" for one in validator.validate(path).errors] == []


def with_note(data: bytes, text: str) -> bytes:
    """The paper with a note below a page, as Word makes one."""
    with ZipFile(BytesIO(data)) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    space = W[1:-1]
    note = f'<w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
    parts["word/footnotes.xml"] = f'<w:footnotes xmlns:w="{space}">{note}</w:footnotes>'.encode()
    for name, end, more in (
        ("[Content_Types].xml", b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/>'),
        ("word/_rels/document.xml.rels", b"</Relationships>",
         f'<Relationship Id="rId99" Type="{relation}" Target="footnotes.xml"/>'),
    ):  # fmt: skip
        parts[name] = parts[name].replace(end, more.encode() + end)
    text_part = parts["word/document.xml"]
    at = text_part.index(b"</w:r>", text_part.index("低保".encode())) + len(b"</w:r>")
    parts["word/document.xml"] = text_part[:at] + b'<w:r><w:footnoteReference w:id="2"/></w:r>' + text_part[at:]
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize("has", [(True, False), (False, True), (True, True)])
def test_notes_come_along_with_what_refers_to_them(has):
    names = ("讲治镇-2012.yaml", "某镇-2005.yaml")
    old, new = (
        with_note(paper(name), f"{name}的注") if there else paper(name) for name, there in zip(names, has, strict=True)
    )
    with ZipFile(BytesIO(holds(old, new))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
        notes = {
            one.get(f"{W}id"): "".join(one.itertext()) for one in etree.fromstring(archive.read("word/footnotes.xml"))
        }
    told = {notes[one.get(f"{W}id")] for one in root.iter(f"{W}footnoteReference")}
    assert told == {f"{name}的注" for name, there in zip(names, has, strict=True) if there}

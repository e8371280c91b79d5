"""Every form of inputs/ as a Word document: by the schema of Office, by what the schema does not see, and in its PDF."""

import re
import shutil
import subprocess
from collections import Counter
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from posixpath import dirname, join, normpath
from unicodedata import normalize
from zipfile import ZipFile

import pytest
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator
from rendering import LAYOUT, PROPERTIES, needs_office

from generator.commands import export as pdf
from generator.document.tree import Document, Paragraph, Text
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary, write_summary
from generator.page.layout_files import layout_names, load_layout
from generator.word.theme import theme_xml
from generator.word.write import write_docx

INPUTS = Path(__file__).parents[1] / "inputs"
EXAMPLES = {
    f"{path.parent.name}-{path.stem}": path for path in sorted(INPUTS.rglob("*.yaml")) if path.name != "zongjie.yaml"
}
MARKS = "，。、；：？！）》”"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT_LEFT, TEXT_RIGHT = 79.4, 521.6
"""The edges of the text area in points."""
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml."
CONTENT_TYPES = {
    "word/document.xml": f"{WORDPROCESSING}document.main+xml",
    "word/styles.xml": f"{WORDPROCESSING}styles+xml",
    "word/settings.xml": f"{WORDPROCESSING}settings+xml",
    "word/fontTable.xml": f"{WORDPROCESSING}fontTable+xml",
    "word/footer": f"{WORDPROCESSING}footer+xml",
    "word/theme/": "application/vnd.openxmlformats-officedocument.theme+xml",
    "word/charts/chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "word/embeddings/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "customXml/itemProps": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    "customXml/item1": "application/xml",
}
"""What each part is, by how its name begins."""
BY_TYPE = (
    *("styles", "settings", "fontTable", "theme", "core-properties", "officeDocument", "package"),
    *("custom-properties", "customXml", "customXmlProps"),
)
"""Relationships that Word follows by what they are, not because a text names them."""


@cache
def document(name):
    """The document of an example: built once by a process, looked at by several tests."""
    options = Options(open_shelf(), draft=True)
    summary = read_summary(EXAMPLES[name], options)
    assert summary.document, name
    return write_summary(summary, options)


@cache
def parts_of(name):
    with ZipFile(BytesIO(document(name))) as archive:
        assert archive.testzip() is None
        assert len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def auditor():
    return OpenXmlValidator(file_format=FileFormat.OFFICE_2019)


def faults(auditor, path):
    return [f"{error.part_uri} {error.path}: {error.description}" for error in auditor.validate(path).errors]


def changed(name, target, part, old, new):
    """The document of an example with one change in one part, as a file."""
    with ZipFile(target, "w") as copy:
        for entry, content in parts_of(name).items():
            assert entry != part or old in content
            copy.writestr(entry, content.replace(old, new, 1) if entry == part else content)
    return target


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/document.xml", b'<w:pPr><w:pStyle w:val="BodyText"/>', b'<w:pPr><w:jc w:val="left"/><w:pStyle w:val="BodyText"/>'),
        ("word/document.xml", b'r:id="rId', b'r:id="rId99'),
        ("word/document.xml", b'<w:pStyle w:val="Title"/>', b'<w:pStyle w:val="Nowhere"/>'),
        ("word/document.xml", b'<w:pStyle w:val="BodyText"/>',
         b'<w:pStyle w:val="BodyText"/><w:numPr><w:numId w:val="7"/></w:numPr>'),
        ("word/_rels/document.xml.rels", b"relationships/theme", b"relationships/video"),
    ],
)  # fmt: skip
def test_the_audit_sees_what_it_is_trusted_with(auditor, tmp_path, part, old, new):
    assert faults(auditor, changed(next(iter(EXAMPLES)), tmp_path / "a.docx", part, old, new))


# ---- what the audit does not see: relationships that nothing asks for, types of parts, grids of tables, the theme


def related(parts):
    """Every relationship: the part that has it, its id, what it is, and the part it leads to."""
    for name in parts:
        if name.endswith(".rels"):
            owner = normpath(join(dirname(dirname(name)), name.rpartition("/")[2].removesuffix(".rels")))
            for one in etree.fromstring(parts[name]):
                assert one.get("TargetMode") is None, "nothing of a document is elsewhere"
                target = normpath(join(dirname(owner), one.get("Target"))).lstrip("/")
                yield owner, one.get("Id"), one.get("Type").rpartition("/")[2], target


def every_relationship_is_used_and_every_part_is_reached(parts):
    found = list(related(parts))
    assert len({(owner, key) for owner, key, _, _ in found}) == len(found)
    assert {target for *_, target in found} == {
        part for part in parts if not part.endswith(".rels") and part != "[Content_Types].xml"
    }
    for owner in {owner for owner, *_ in found if owner in parts}:
        named = {
            value
            for element in etree.fromstring(parts[owner]).iter()
            for key, value in element.attrib.items()
            if key.startswith(R)
        }
        by_id = {key for of, key, kind, _ in found if of == owner and kind not in BY_TYPE}
        of_workbooks = {key for of, key, kind, _ in found if of == owner and kind == "package"}
        assert named == by_id | of_workbooks, owner


def every_part_says_what_it_is(parts):
    types = etree.fromstring(parts["[Content_Types].xml"])
    overrides = {one.get("PartName")[1:]: one.get("ContentType") for one in types if one.get("PartName")}
    defaults = {one.get("Extension"): one.get("ContentType") for one in types if one.get("Extension")}
    assert set(overrides) <= set(parts)
    assert set(defaults) <= {part.rpartition(".")[2] for part in parts} | {"xml"}
    for part in (part for part in parts if not part.endswith(".rels") and part != "[Content_Types].xml"):
        (expected,) = (kind for start, kind in CONTENT_TYPES.items() if part.startswith(start))
        assert overrides.get(part, defaults.get(part.rpartition(".")[2])) == expected, part


def no_number_of_a_list_and_no_face_of_a_theme_is_asked_for(parts):
    for part in ("word/document.xml", "word/styles.xml"):
        root = etree.fromstring(parts[part])
        assert not list(root.iter(f"{W}numPr")), "numbers are text: there is no numbering part"
        assert not [key for fonts in root.iter(f"{W}rFonts") for key in fonts.attrib if key.endswith("Theme")]


def tables_keep_to_their_grid_and_drawings_have_ids_of_their_own(parts):
    root = etree.fromstring(parts["word/document.xml"])
    for table in root.iter(f"{W}tbl"):
        grid = table.findall(f"{W}tblGrid/{W}gridCol")
        for row in table.findall(f"{W}tr"):
            spans = (cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(f"{W}tc"))
            assert sum(1 if span is None else int(span.get(f"{W}val")) for span in spans) == len(grid)
    drawn = [one.get("id") for one in root.iter("{*}docPr")]
    assert len(set(drawn)) == len(drawn)


def tables_and_drawings_are_told_to_who_cannot_see(parts):
    root = etree.fromstring(parts["word/document.xml"])
    ruled = [table for table in root.iter(f"{W}tbl") if table.find(f"{W}tblPr/{W}tblStyle") is not None]
    for table in ruled:
        for words in ("tblCaption", "tblDescription"):
            assert table.find(f"{W}tblPr/{W}{words}").get(f"{W}val").strip()
    assert all(one.get("descr") for one in root.iter("{*}docPr"))


def workbooks_of_charts_are_workbooks(parts):
    for part in (part for part in parts if part.endswith(".xlsx")):
        assert ZipFile(BytesIO(parts[part])).testzip() is None


UNSEEN = (
    every_relationship_is_used_and_every_part_is_reached,
    every_part_says_what_it_is,
    no_number_of_a_list_and_no_face_of_a_theme_is_asked_for,
    tables_keep_to_their_grid_and_drawings_have_ids_of_their_own,
    tables_and_drawings_are_told_to_who_cannot_see,
    workbooks_of_charts_are_workbooks,
)


@pytest.mark.parametrize("name", EXAMPLES)
def test_its_package_is_sound(auditor, tmp_path, name):
    path = tmp_path / "a.docx"
    path.write_bytes(document(name))
    assert faults(auditor, path) == []
    for holds in UNSEEN:
        holds(parts_of(name))


THEME = {
    "theme": "themeElements",
    "themeElements": "clrScheme fontScheme fmtScheme",
    "clrScheme": "dk1 lt1 dk2 lt2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink",
    "fontScheme": "majorFont minorFont",
    "majorFont": "latin ea cs",
    "minorFont": "latin ea cs",
    "fmtScheme": "fillStyleLst lnStyleLst effectStyleLst bgFillStyleLst",
    **{f"{name}StyleLst": " ".join([one] * 3) for name, one in
       {"fill": "solidFill", "ln": "ln", "effect": "effectStyle", "bgFill": "solidFill"}.items()},
}  # fmt: skip


@pytest.mark.parametrize("layout", layout_names(open_shelf()))
def test_a_theme_has_what_the_schema_asks_for(layout):
    layout = load_layout(open_shelf(), layout)
    theme = etree.fromstring(theme_xml(layout).encode())
    for element in theme.iter():
        name = etree.QName(element).localname
        if name in THEME:
            assert [etree.QName(child).localname for child in element] == THEME[name].split()
        if name.endswith("Scheme"):
            assert element.get("name") == layout.name
    assert (
        theme.xpath("string(//*[local-name()='majorFont']/*[local-name()='ea']/@typeface)")
        == (layout.fonts.named(layout.title.font)[0])
    )
    assert (
        theme.xpath("string(//*[local-name()='minorFont']/*[local-name()='ea']/@typeface)")
        == (layout.fonts.named(layout.body.font)[0])
    )


# ---- in the PDF


def crowded() -> Document:
    """Lines that end in every mark, singly and in twos, at every place a mark can fall."""
    texts = [
        "字" * length + mark + more + "字" * 4
        for length in (25, 26, 27)
        for mark in MARKS
        for more in ("", "”。", "）", "——", "……")
    ]
    return Document("标点", tuple(Paragraph((Text(text),)) for text in texts))


def signs(text: str) -> Counter[str]:
    """How often each sign stands in ``text``, whichever of its code points a PDF gives it."""
    return Counter("".join(normalize("NFKC", text).split()))


def words_of(document: Path) -> str:
    with ZipFile(document) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return "".join("".join(node.itertext()) for node in root.iter("{*}t"))


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The PDF of every example, beside its document."""
    folder = tmp_path_factory.mktemp("printed")
    marks = folder / "标点.docx"
    marks.write_bytes(write_docx(crowded(), LAYOUT, PROPERTIES))
    paths = [marks, *(folder / f"{name}.docx" for name in EXAMPLES)]
    for path in paths[1:]:
        path.write_bytes(document(path.stem))
    written, problems = pdf.export(paths, pdf=True, png=False)
    assert len(written) == len(paths), problems
    return paths


@needs_office
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed: no text of a PDF")
def test_every_sign_of_a_document_is_in_its_pdf(printed):
    for path in printed:
        command = ["pdftotext", str(path.with_suffix(".pdf")), "-"]
        shown = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
        assert not signs(words_of(path)) - signs(shown), path.name


UNITS = "元角分万亿年月日时岁周人户名位个口件次份张家所处间床例起具对亩公吨平辆台套只头条款项号期届场篇块批倍多余"
UNITS_HANT = "萬億時歲週戶個張處間對畝噸輛臺隻頭條項號屆場篇塊餘"
CHINESE_NUMERALS = "一二三四五六七八九十百千两兩几幾"


def parted(before: str, after: str) -> bool:
    """Whether a line ends between a number and what it counts, or within a number, a range or a number of a paper."""
    return bool(
        (re.search(r"[0-9][.,:～—-]?$", before) and re.match(r"[^（(，。、；“]", after))
        or (re.search(r"[第约約近〕〔]$", before) and re.match("[0-9]", after))
        or (re.search(f"[{CHINESE_NUMERALS}多余]$", before) and re.match(f"[{UNITS}{UNITS_HANT}]", after))
    )


@needs_office
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed: no text of a PDF")
def test_no_line_ends_between_a_number_and_what_it_counts(printed):
    full = 0
    for path in printed:
        command = ["pdftotext", "-bbox-layout", str(path.with_suffix(".pdf")), "-"]
        found = subprocess.run(command, capture_output=True, check=True).stdout
        lines = etree.fromstring(found, etree.XMLParser(recover=True)).iter("{*}line")
        texts = [
            ("".join(word.text for word in line.iter("{*}word")), float(line.get("xMin")), float(line.get("xMax")))
            for line in lines
        ]
        for (before, left, right), (after, *_) in pairwise(texts):
            # Lines that reach both edges are of the text, not of a table.
            if left < TEXT_LEFT + 36 and right > TEXT_RIGHT - 18:
                full += 1
                assert not parted(before, after), (path.name, before[-12:], after[:12])
    assert full > 3000

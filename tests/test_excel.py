"""A form as a workbook and back: every value as typed, and the same document from both."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from forms import ROOT, blank

from generator.excel.as_text import write_text
from generator.excel.whole import workbook_of
from generator.form.opening import Options, take_in
from generator.library.overlays import open_shelf
from generator.making.summarize import summarize, write_summary
from generator.reading.nodes import Mapping, Node, Scalar, Sequence
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

"""An element of the page has four homes: one more, a line 联系人 below 附注, is added to a copy of the package."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from forms import ROOT, put

ELEMENT = (
    (
        "generator/document/tree.py",
        '    note: str = ""\n',
        '    contact: str = ""\n    """联系人, below 附注."""\n    note: str = ""\n',
    ),
    (
        "generator/document/walk.py",
        '    yield from _element("remark", formal.note)\n',
        '    yield from _element("remark", formal.note)\n    yield from _element("contact", formal.contact)\n',
    ),
    ("generator/document/walk.py", '"date", "remark",', '"date", "remark", "contact",'),
    ("generator/document/walk.py", '"remark": "公文.附注",', '"remark": "公文.附注", "contact": "公文.联系人",'),
    (
        "generator/form/official.py",
        '            note=_in_brackets(self.text("附注")),\n',
        '            note=_in_brackets(self.text("附注")),\n            contact=self.text("联系人"),\n',
    ),
    (
        "generator/form/official.py",
        '    "附注": "如 此件公开发布",\n',
        '    "附注": "如 此件公开发布",\n    "联系人": "姓名和电话",\n',
    ),
    (
        "generator/word/closing.py",
        "    return lists + signatures_xml(document, layout, bool(note)) + note\n",
        '    note += text_paragraph("Remark", formal.contact) if formal.contact else ""\n'
        "    return lists + signatures_xml(document, layout, bool(note)) + note\n",
    ),
)
"""What is touched, and how: the tree, its walk and what it is called, the form's block, the place on the page."""
FORM = """\
报告: town
单位: 甲镇
年度: 2023
成文日期: 2023-12-20
临时救助: {人次: 9人次, 金额: 3万元}
公文:
  附注: 此件公开发布
  联系人: 民政办，023-5551234
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    shutil.copytree(ROOT / "generator", folder / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "templates", folder / "templates")
    for name, old, new in ELEMENT:
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old)
        put(folder, name, text.replace(old, new))
    put(folder, "甲镇.yaml", FORM)
    return folder


def zongjie(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout


def test_a_new_element_is_printed_on_the_page(package):
    zongjie(package, "build", "甲镇.yaml", "-o", "out")
    (document,) = (package / "out").glob("*.docx")
    xml = zipfile.ZipFile(document).read("word/document.xml").decode()
    assert xml.index("此件公开发布") < xml.index("民政办，023-5551234")


def test_a_new_element_is_shown_and_its_number_traced(package):
    shown = zongjie(package, "show", "甲镇.yaml")
    assert "    民政办，023-5551234\n" in shown
    assert "023 ← 自述 第8行 公文·联系人" in zongjie(package, "show", "甲镇.yaml", "--来源")


def test_a_form_without_it_is_as_it_was(package):
    put(package, "乙镇.yaml", FORM.replace("  联系人: 民政办，023-5551234\n", "").replace("甲镇", "乙镇"))
    zongjie(package, "build", "乙镇.yaml", "-o", "other")
    (document,) = (package / "other").glob("*.docx")
    assert "民政办" not in zipfile.ZipFile(document).read("word/document.xml").decode()

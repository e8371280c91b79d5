"""Ends of lines as LibreOffice sets them: a number stays with its unit, a range whole, and no character is added."""

import re
from itertools import pairwise
from unicodedata import category
from zipfile import ZipFile

import pytest
from lxml import etree
from rendering import LAYOUT, lines, needs_office, render, text

from generator.document.tree import Document, FigureText, Paragraph, Text
from generator.document.walk import iter_texts
from generator.page.title import break_title

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WHOLES = (
    "248303元", "2768人", "第12条", "云府发〔2024〕8号", "10%～20%", "1—11月", "31户", "3.4万元", "约3户", "12.5%", "860张", "3岁", "2件",
    "7·9", "12:30", "1/3", "1,227,396元", "3.5～3.6万元", "560元～590元", "3-5号", "1+5", "-3.2%", "B2", "2012-07-04",
    "60多户", "8时30分", "近5万元", "3至5人", "12所", "960具", "600余人次", "3.5倍", "40间", "4500平方米", "70公斤", "2座", "第8号", "30周岁",
)  # fmt: skip
SENTENCES = tuple(f"{'字' * lead}{whole}后面的话后面的话" for lead in range(18, 30) for whole in WHOLES)
WHOLE = re.compile("|".join(re.escape(whole.removeprefix("云府发")) for whole in sorted(WHOLES, key=len, reverse=True)))
NUMBERS = re.compile(r"(?:第|约)?\d+(?:\.\d+)?(?:[%]?[～—]\d+)?[%万]*[元人条号户月张岁件]?")


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ends")
    document = Document("讲治镇总结", tuple(Paragraph((Text(sentence),)) for sentence in SENTENCES))
    with render(folder, {"ends": document}) as pages:
        yield document, folder / "ends.docx", pages["ends"]


@needs_office
def test_numbers_stay_with_what_they_count(rendered):
    _, _, pages = rendered
    found = [text(line) for page in pages for line in lines(page)]
    assert len(found) > len(SENTENCES)
    for before, after in pairwise(found):
        seam = len(before)
        for match in (*NUMBERS.finditer(before + after), *WHOLE.finditer(before + after)):
            assert not match.start() < seam < match.end(), (before[-8:], after[:8])


FIGURES = ("305人", "4.9万元", "1386人次", "600余人次", "35%", "2105户", "8所", "60多户", "12乐", "15家", "约3户")
BEHIND = ("、分散供养", "，其中城镇", "。全年", "；另有", "）等", "”的", "")


@needs_office
def test_a_figure_that_is_a_run_of_its_own_stays_whole_before_any_mark(tmp_path):
    blocks = tuple(
        Paragraph((Text("字" * lead), FigureText(figure, "低保.户数"), Text(f"{behind}后面的话后面的话")))
        for lead in range(19, 30)
        for figure in FIGURES
        for behind in BEHIND
    )
    with render(tmp_path, {"runs": Document("总结", blocks)}) as pages:
        found = [text(line) for page in pages["runs"] for line in lines(page)]
    assert len(found) > len(blocks)
    whole = re.compile("|".join(map(re.escape, FIGURES)))
    for before, after in pairwise(found):
        seam = len(before)
        for match in whole.finditer(before + after):
            assert not match.start() < seam < match.end(), (before[-8:], after[:8])


@needs_office
def test_no_character_is_added_to_the_document(rendered):
    document, path, pages = rendered
    with ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    assert [words for p in root.iter(f"{W}p") if (words := "".join(p.itertext(f"{W}t")))] == list(iter_texts(document))
    assert not {sign for page in pages for c in page.chars for sign in c["text"] if category(sign) == "Cf"}


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("青石县云溪镇人民政府关于2024年度低收入人口动态监测和救助帮扶工作情况的报告", "低收入人口"),
        ("青石县云溪镇人民政府关于做好2024年特困人员救助供养和临时救助工作的总结", "特困人员"),
        ("青石县云溪镇人民政府关于做好2024年城乡低保特困供养临时救助工作的总结", "临时救助"),
        ("青石县云溪镇2024年事实无人抚养儿童和困境儿童基本生活保障工作情况报告", "事实无人抚养儿童"),
        ("青石县民政局关于报送2024年刚性支出困难家庭和低保边缘家庭认定工作总结的报告", "刚性支出困难家庭"),
        ("【待填：单位名称】关于报送2024年困难群众基本生活保障和救助工作总结的报告", "【待填：单位名称】"),
        ("青石县云溪镇人民政府关于报送【待填：年度】年困难群众基本生活保障工作总结的报告", "【待填：年度】年"),
        ("青石县云溪镇人民政府关于转发困难群众救助补助资金【待填：什么文件】的通知", "【待填：什么文件】"),
    ],
)
def test_a_title_does_not_split_words_of_the_trade(title, whole):
    found = break_title(title, 40, ("青石县云溪镇人民政府",), LAYOUT.words)
    assert "".join(found) == title
    assert len(found) > 1
    assert any(whole in line for line in found), found

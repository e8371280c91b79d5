"""目录: a field that Word works out, with entries that are right in LibreOffice too."""

import re
import zipfile
from io import BytesIO

import pytest
from forms import built
from msgspec.structs import replace
from rendering import LAYOUT, MM, PROPERTIES, lines, near, needs_office, page_number, render, text
from test_formal import find, part, styled, text_of
from test_page_formal import WIDE

from generator.document.tree import Document, Formalities, Heading, Paragraph, Text, number_blocks
from generator.document.walk import iter_texts
from generator.problem import Severity
from generator.word.contents import with_living_pages
from generator.word.paging import heading_pages
from generator.word.write import write_docx

SENTENCE = "民政工作总结应当真实准确" * 14 + "。"
CONTENTS = Formalities(contents=True)


def heading(level, words):
    return Heading(level, (Text(words),))


def chapters(*sizes):
    """Two levels of headings with so many sentences under each."""
    blocks = []
    for name, size in zip("甲乙丙丁戊己庚", sizes, strict=False):
        blocks += [heading(1, f"工作{name}"), heading(2, f"做法{name}"), heading(3, "细目")]
        blocks += [Paragraph((Text(SENTENCE),))] * size
    return number_blocks(blocks)


LONG = Document("青石乡2023年民政工作总结", chapters(3, 1, 4, 2, 5, 1, 3), "青石乡", "2023年12月25日", CONTENTS)


def test_the_field_asks_word_to_work_it_out_and_holds_an_entry_for_each_heading_of_two_levels():
    root = part(LONG)
    begin = find(root, '//w:fldChar[@w:dirty="true"]')
    assert len(begin) == 1
    instructions = [one.text.strip() for one in find(root, "//w:instrText")]
    assert instructions[0] == r'TOC \o "1-2" \h \z'
    entries = [*styled(root, "TOC1"), *styled(root, "TOC2")]
    assert len(entries) == len(instructions) - 1 == 14
    anchors = find(root, "//w:hyperlink/@w:anchor")
    names = find(root, "//w:bookmarkStart/@w:name")
    assert len(names) == 21
    assert set(anchors) < set(names)
    assert [f"PAGEREF {anchor} \\h" for anchor in anchors] == instructions[1:]
    kinds = find(root, "//w:fldChar/@w:fldCharType")
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == 15


def test_every_entry_leads_to_the_heading_with_its_words():
    root = part(LONG)
    for entry in [*styled(root, "TOC1"), *styled(root, "TOC2")]:
        (anchor,) = find(entry, "w:hyperlink/@w:anchor")
        (target,) = find(root, f'//w:p[w:bookmarkStart/@w:name="{anchor}"]')
        assert re.sub(r"\d+$", "", text_of(entry)) == text_of(target)


def test_its_pages_have_no_number_and_the_text_begins_with_page_1():
    first, second = find(part(LONG), "//w:sectPr")
    assert not find(first, "w:footerReference")
    assert find(second, "w:pgNumType/@w:start") == ["1"]
    assert find(second, "w:footerReference")


def test_a_paper_without_it_has_nothing_of_it():
    data = zipfile.ZipFile(BytesIO(write_docx(replace(LONG, formal=Formalities()), LAYOUT, PROPERTIES)))
    body, styles = (data.read(f"word/{name}.xml").decode() for name in ("document", "styles"))
    assert "bookmark" not in body
    assert "TOC" not in body + styles


@pytest.mark.parametrize("blocks", [(), (Paragraph((Text("一。"),)),)])
def test_a_paper_without_headings_has_no_contents(blocks):
    root = part(replace(LONG, blocks=blocks))
    assert not find(root, "//w:fldChar")
    assert len(find(root, "//w:sectPr")) == 1


def test_the_walk_tells_the_text_once():
    root = part(LONG)
    told = [text_of(p) for p in find(root, "//w:body/w:p") if not find(p, 'w:pPr/w:pStyle[starts-with(@w:val, "TOC")]')]
    assert [one for one in told if one] == list(iter_texts(LONG))


def test_living_pages_keep_every_reference_and_only_lose_the_whole():
    xml = zipfile.ZipFile(BytesIO(write_docx(LONG, LAYOUT, PROPERTIES))).read("word/document.xml").decode()
    alive = with_living_pages(xml)
    assert "TOC \\o" not in alive
    assert alive.count("PAGEREF") == 14
    assert alive.count('"begin"') == alive.count('"end"') == 14
    assert with_living_pages("<w:p/>") == "<w:p/>"


TURNED = replace(LONG, blocks=(*chapters(2, 3)[:5], WIDE, *chapters(2, 3)[5:]))


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    with render(tmp_path_factory.mktemp("contents"), {"long": LONG, "turned": TURNED}) as pages:
        yield pages


@needs_office
@pytest.mark.parametrize("name", ["long", "turned"])
def test_entries_name_the_pages_that_the_headings_stand_on(rendered, name):
    contents, *pages = rendered[name]
    entries = dict(
        re.fullmatch(r"(.*?)[.…·]+(\d+)", text(line)).groups()
        for line in lines(contents)
        if re.search(r"\d$", text(line))
    )
    assert len(entries) == len([one for one in (LONG, TURNED)[name == "turned"].blocks if getattr(one, "level", 9) < 3])
    there = {}
    for position, page in enumerate(pages, 1):
        there |= {text(line): str(position) for line in lines(page) if text(line) in entries}
    assert entries == there


@needs_office
def test_contents_stand_on_a_page_of_their_own_with_numbers_at_the_right_edge(rendered):
    contents, first, *_ = rendered["long"]
    assert text(lines(contents)[0]) == "目录"
    assert page_number(contents) == []
    assert text(page_number(first)) == "—1—"
    assert all(line[-1]["x1"] * MM == near(184) for line in lines(contents)[1:])
    assert text(lines(first)[0]) == "青石乡2023年民政工作总结"


def test_pages_are_estimated_as_they_will_be_but_for_headings_near_the_end_of_one(rendered):
    estimated = list(heading_pages(LONG, LAYOUT))
    headings = [one.number + one.inlines[0].text for one in LONG.blocks if isinstance(one, Heading)]
    there = [
        (position, text(line))
        for position, page in enumerate(rendered["long"][1:], 1)
        for line in lines(page)
        if text(line) in headings
    ]
    assert sum(page != real for page, (real, _) in zip(estimated, there, strict=True)) <= 2


FORM = "报告: town\n单位: 甲镇\n年度: 2023\n临时救助: {人次: 9人次}\n公文: {目录: 是%s}\n"


def test_a_form_may_ask_for_it():
    assert built(FORM % "").document.formal.contents
    summary = built(FORM % ", 发文机关标志: 甲镇人民政府文件, 发文字号: 甲府发〔2023〕8号")
    (found,) = [problem for problem in summary.problems if problem.severity is Severity.ERROR]
    assert "首页必须有正文" in found.what
    assert "「目录: 否」" in found.advice

"""The page of an official paper as LibreOffice sets it, measured in its PDF."""

import re
import subprocess

import docx
import pytest
from docx.oxml.ns import qn
from msgspec.structs import replace
from rendering import MM, ink, lines, near, needs_office, page_number, render, strokes, text

from generator.commands.programs import find_office
from generator.document.tree import (
    Annex,
    Document,
    Formalities,
    Heading,
    Imprint,
    Listing,
    Masthead,
    Paragraph,
    Table,
    Text,
    number_blocks,
)
from generator.document.walk import iter_texts

pytestmark = needs_office

SENTENCE = "民政工作总结应当真实准确" * 20


def words(*texts):
    return tuple((Text(one),) for one in texts)


LONG_TABLE = Table(
    words("村", "户数", "备注"),
    tuple(words(f"第{n}村", str(n), "") for n in range(1, 41)),
    (Text("单位：户"),),
    (Text("注：年底数。"),),
)
WIDE = Table(words(*"一二三四五六七八九十"), (words(*"1234567890"),))
MASTHEAD = Masthead("青石乡人民政府文件", "青府发〔2023〕8号", "000001", "秘密★1年", "特急", ("某某甲", "某乙"))
IMPRINT = Imprint("抄送：" + "县财政局，" * 8 + "县医疗保障局。", "青石乡人民政府办公室", "2023年12月26日印发")
ANNEXES = (
    Annex("各村情况表", (LONG_TABLE,), "1"),
    Annex("宽表", (WIDE,), "2"),
    Annex("职责", number_blocks((Listing(words("每月走访。", "及时上报。"), ordered=True),)), "3"),
)
FORMAL = Document(
    "青石乡人民政府关于报送2023年社会救助工作总结的报告",
    number_blocks((Heading(1, (Text("社会救助"),)), *[Paragraph((Text(SENTENCE),))] * 3)),
    "青石乡人民政府",
    "2023年12月25日",
    Formalities(MASTHEAD, "县民政局：", ANNEXES, True, "（此件公开发布）", IMPRINT),
)
FULL = Document("", (Paragraph((Text("民政" * (14 * 22 - 1)),)),))
DOCUMENTS = {
    "formal": FORMAL,
    "bare": replace(FORMAL, formal=replace(FORMAL.formal, masthead=replace(MASTHEAD, copy="", secrecy="", urgency=""))),
    "full": replace(FULL, formal=Formalities(imprint=IMPRINT)),
    "wide_last": replace(FORMAL, formal=replace(FORMAL.formal, annexes=ANNEXES[1:2])),
    "headings": Document(
        "总结", (Paragraph((Text("民政" * (14 * 18)),)), Heading(1, (Text("救助"),), "一、"), Heading(2, (Text("低保"),), "（一）"),
                 Paragraph((Text(SENTENCE),)))
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("formal")


@pytest.fixture(scope="module")
def rendered(folder):
    with render(folder, DOCUMENTS) as pages:
        yield pages


@pytest.fixture(scope="module")
def pages(rendered):
    return rendered["formal"]


def is_red(pixel):
    return pixel[0] > 180 and pixel[1] < 110


@pytest.mark.parametrize("name", ["formal", "bare"])
def test_upper_edge_of_the_issuer_is_72_mm_below_the_paper_edge(rendered, name):
    top, _ = ink(rendered[name][0], (28, 40, 184, 110), is_red)
    assert top == near(72)


def test_red_line_is_4_mm_below_the_number_and_as_wide_as_the_text_area(pages):
    ((left, right, height, thickness),) = strokes(pages[0], red=True)
    assert (left, right) == (near(28), near(184))
    assert thickness == pytest.approx(1.5)
    _, bottom = ink(pages[0], (30, height - 12, 80, height - 1), lambda pixel: sum(pixel) < 300)
    assert height - bottom == near(4, 0.7)


def test_marks_and_number_stand_where_they_belong(pages):
    first = lines(pages[0])
    assert [text(line) for line in first[:3]] == ["000001", "秘密★1年", "特急"]
    assert all(line[0]["x0"] * MM == near(28) for line in first[:3])
    number = next(line for line in first if "〔2023〕" in text(line))
    assert number[0]["x0"] * MM == near(28 + 15.75 * MM)
    assert number[-1]["x1"] * MM == near(184 - 15.75 * MM)
    assert text(number) == "青府发〔2023〕8号签发人：某某甲某乙"


def test_title_is_centred_in_two_lines_and_the_first_page_shows_text(pages):
    title = [line for line in lines(pages[0]) if line[0]["size"] == pytest.approx(22)]
    assert [text(line) for line in title] == ["青石乡人民政府", "关于报送2023年社会救助工作总结的报告"]
    assert all((line[0]["x0"] + line[-1]["x1"]) / 2 * MM == near(106) for line in title)
    below = [text(line) for line in lines(pages[0])]
    assert below.index("县民政局：") < below.index("一、社会救助") < len(below) - 1


def test_two_blank_lines_from_the_red_line_to_the_title(pages):
    ((_, _, height, _),) = strokes(pages[0], red=True)
    top, _ = ink(pages[0], (28, height + 1, 184, height + 40), lambda pixel: sum(pixel) < 300)
    assert (top - height) / (28.95 * MM) == pytest.approx(2.2, abs=0.4)


def test_page_numbers_run_on_to_the_last_page_and_change_sides(pages):
    for position, page in enumerate(pages, 1):
        if page.width > page.height:
            continue
        number = page_number(page)
        assert text(number) == f"—{position}—"
        edge = number[-1]["x1"] if position % 2 else number[0]["x0"]
        assert edge * MM == near(184 - 14 * MM if position % 2 else 28 + 14 * MM)


def turned(pages):
    return next((position, page) for position, page in enumerate(pages, 1) if page.width > page.height)


def test_number_of_the_turned_page_stands_where_the_upright_page_has_it(pages):
    position, page = turned(pages)
    number = [c for c in page.chars if c["x1"] * MM < 33 and c["text"].strip()]
    assert "".join(c["text"] for c in sorted(number, key=lambda c: c["top"])) == f"—{position}—"
    # Turned back, the left edge is the lower edge: 25 mm from it stands the line of the number.
    assert all(c["x0"] * MM >= 25 - 1 and c["x1"] * MM <= 30 + 1 for c in number)
    ends = min(c["top"] for c in number) * MM, max(c["bottom"] for c in number) * MM
    assert (ends[1] == near(184 - 14 * MM, 2)) if position % 2 else (ends[0] == near(28 + 14 * MM, 2))


def test_turned_table_fills_the_turned_text_area(pages):
    _, page = turned(pages)
    assert min(stroke[0] for stroke in strokes(page)) == near(35)
    assert max(stroke[1] for stroke in strokes(page)) == near(35 + 225)
    assert text(lines(page)[0]) == "附件2"


def test_long_table_goes_on_with_its_head_within_the_text_area(pages):
    with_table = [page for page in pages if any(text(line).startswith("村户数备注") for line in lines(page))]
    assert len(with_table) == 2
    for page in with_table:
        rules = strokes(page)
        assert (min(rule[0] for rule in rules), max(rule[1] for rule in rules)) == (near(28), near(184))
        assert max(rule[2] for rule in rules) <= 262.5
    assert text(lines(with_table[0])[0]) == "附件1"
    assert "单位：户" in [text(line) for line in lines(with_table[0])]
    assert text(lines(with_table[1])[-1]) == "注：年底数。"


def test_annex_title_stands_on_the_third_line(pages):
    page = next(page for page in pages if text(lines(page)[0]) == "附件3")
    mark, title = lines(page)[:2]
    assert text(title) == "职责"
    middle = (title[0]["top"] + title[0]["bottom"]) / 2 - (mark[0]["top"] + mark[0]["bottom"]) / 2
    assert middle / 28.95 == pytest.approx(2, abs=0.25)


def test_seal_leaves_the_date_four_characters_from_the_edge(pages):
    page = next(page for page in pages if any(text(line) == "2023年12月25日" for line in lines(page)))
    date = next(line for line in lines(page) if text(line) == "2023年12月25日")
    signature = next(line for line in lines(page) if text(line) == "青石乡人民政府")
    assert date[-1]["x1"] * MM == near(184 - 4 * 15.75 * MM)
    centres = [(line[0]["x0"] + line[-1]["x1"]) / 2 * MM for line in (signature, date)]
    # LibreOffice sets digits apart from characters, and a substituted font has wide ones: half of that is off.
    assert centres[0] == near(centres[1], 7)
    assert "（此件公开发布）" in [text(line) for line in lines(page)]


@pytest.mark.parametrize("name", ["formal", "full", "wide_last"])
def test_last_line_of_the_imprint_lies_on_the_lower_edge_of_the_text_area(rendered, name):
    rules = strokes(rendered[name][-1])[-3:]
    assert rules[-1][2] == near(262, 0.5)
    assert all(rule[0] == near(28, 0.5) and rule[1] == near(184, 0.5) for rule in rules)
    assert [rule[3] for rule in rules] == pytest.approx([1.0, 0.75, 1.0])
    assert "印发" in text(lines(rendered[name][-1])[-1])


def test_imprint_that_finds_no_room_goes_to_a_page_of_its_own(rendered):
    assert len(rendered["full"]) == 2
    assert len(lines(rendered["full"][0])) == 22


def test_no_page_is_blank(rendered):
    for name, pages in rendered.items():
        assert all(lines(page) for page in pages), name


def test_heading_is_never_the_last_line_of_a_page(rendered):
    first, second = rendered["headings"][:2]
    assert text(lines(first)[-1]).startswith("民政")
    assert text(lines(second)[0]) == "一、救助"


def test_open_document_office_saves_it_again_without_losing_a_word(rendered, folder):
    assert rendered
    again = folder / "again"
    subprocess.run(
        [
            find_office(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(again), str(folder / "formal.docx"),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    body = docx.Document(again / "formal.docx").element.body
    found = "".join(node.text or "" for node in body.iter(qn("w:t")))
    assert sorted(re.sub(r"\s", "", found)) == sorted(re.sub(r"\s", "", "".join(iter_texts(FORMAL))))

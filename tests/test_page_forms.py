"""Joint papers, letters, orders and minutes as LibreOffice sets them, measured in their PDF (GB/T 9704-2012, 7.2.4, 10)."""

import pytest
from msgspec.structs import replace
from rendering import LAYOUT, MM, ink, lines, near, needs_office, page_number, render, strokes, text
from test_formal import find, part
from test_page_formal import FORMAL, MASTHEAD, is_red

from generator.document.tree import Annex, Attendance, Imprint, Masthead, Paragraph, Text
from generator.word.first_page import above_body

pytestmark = needs_office

ORGANS = ("中共青石乡委员会", "青石乡人民政府", "青石乡武装部")


def formal(masthead=MASTHEAD, **changes):
    return replace(FORMAL, formal=replace(FORMAL.formal, masthead=masthead, annexes=(), **changes))


JOINT = replace(MASTHEAD, issuer=ORGANS[0], organs=ORGANS, paper="文件")
LETTER = replace(MASTHEAD, issuer="青石乡人民政府", signers=())
MINUTES = Masthead("青石乡民政工作会议纪要", "第3期")
ORDER = Masthead("青石县人民政府令", "第7号")
NAMES = "某某甲（乡党委副书记），某乙（副乡长），某某丙、某丁（社会事务办公室），各村民政工作人员"
ATTENDANCE = (Attendance("出席：", NAMES), Attendance("请假：", "某某戊"), Attendance("列席：", "某己"))
APART = (Annex("甲", (Paragraph((Text("一。"),)),), "1"), Annex("乙", (Paragraph((Text("二。"),)),), "2"))
MANY = (*ORGANS, "青石乡总工会", "青石乡妇女联合会", "青石乡残联", "青石乡团委")
SIGNERS = ("某某甲", "某乙", "某某丙", "某丁", "某某戊", "某己", "某某庚")
CROWD = replace(MASTHEAD, issuer=MANY[0], organs=MANY, paper="文件", copy="", secrecy="", urgency="")
SIGNED = ("青石乡人民政府", "青石乡武装部", "青石乡残联")
DOCUMENTS = {
    "joint": formal(JOINT, signatures=SIGNED),
    "names": formal(replace(JOINT, paper="", copy="", secrecy="", urgency=""), signatures=(*SIGNED, "青石乡妇联")),
    "letter": formal(LETTER, format="letter", imprint=Imprint("抄送：县财政局。")),
    "bare letter": formal(replace(LETTER, number="", copy="", secrecy="", urgency=""), format="letter", imprint=None),
    "order": formal(ORDER, format="order", post="县长", sealed=False, recipients=""),
    "marked order": formal(replace(ORDER, copy="000001", secrecy="秘密★1年"), format="order", post="", recipients=""),
    "preprinted order": formal(replace(ORDER, preprinted=True), format="order", post="县长", recipients=""),
    "minutes": formal(MINUTES, format="minutes", attendance=ATTENDANCE, sealed=False),
    "preprinted": formal(replace(MASTHEAD, preprinted=True)),
    "preprinted letter": formal(replace(LETTER, preprinted=True), format="letter", imprint=None),
    "preprinted names": formal(replace(JOINT, preprinted=True)),
    "printed": formal(),
    "apart": replace(FORMAL, formal=replace(FORMAL.formal, annexes=APART, annexes_apart=True)),
    "stacked": formal(JOINT, signatures=ORGANS, sealed=False),
    "four": replace(formal(replace(CROWD, organs=MANY[:4], signers=SIGNERS[:4])), blocks=FORMAL.blocks[1:]),
    "seven": replace(formal(replace(CROWD, signers=SIGNERS)), blocks=FORMAL.blocks[1:]),
}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    with render(tmp_path_factory.mktemp("forms"), DOCUMENTS) as pages:
        yield pages


def line_of(pages, words):
    return next(line for page in pages for line in lines(page) if words in text(line))


@pytest.mark.parametrize("name", ["joint", "names", "stacked"])
def test_upper_edge_of_a_joint_mark_is_72_mm_below_the_paper_edge(rendered, name):
    top, _ = ink(rendered[name][0], (28, 40, 184, 110), is_red)
    assert top == near(72)


@pytest.mark.parametrize("name", ["joint", "names"])
def test_organs_of_a_joint_mark_begin_and_end_alike(rendered, name):
    mark = [line_of(rendered[name], organ[:2]) for organ in ORGANS]
    mark = [[c for c in line if c["text"] not in "文件"] for line in mark]
    assert all(line[0]["x0"] * MM == near(mark[0][0]["x0"] * MM, 0.5) for line in mark)
    assert all(line[-1]["x1"] * MM == near(mark[0][-1]["x1"] * MM, 0.5) for line in mark)


def test_paper_stands_right_of_the_organs_at_half_their_height(rendered):
    page = rendered["joint"][0]
    paper = [c for c in page.chars if c["text"] in "文件" and c["size"] > 24]
    organs = [c for c in page.chars if c["text"] in "青石乡" and c["size"] > 24]
    assert min(c["x0"] for c in paper) > max(c["x1"] for c in organs)
    mark = [c for c in page.chars if c["size"] > 24]
    middle = (min(c["top"] for c in mark) + max(c["bottom"] for c in mark)) / 2
    assert (paper[0]["top"] + paper[0]["bottom"]) / 2 * MM == near(middle * MM)
    assert (min(c["x0"] for c in mark) + max(c["x1"] for c in mark)) / 2 * MM == near(106, 2)


def test_the_first_page_of_a_joint_paper_shows_text(rendered):
    below = [text(line) for line in lines(rendered["joint"][0])]
    assert below.index("县民政局：") < below.index("一、社会救助") < len(below) - 1


@pytest.mark.parametrize(("name", "count"), [("four", 3), ("seven", 1)])
def test_the_mark_of_many_organs_is_set_smaller_so_that_the_first_page_shows_text(rendered, name, count):
    first = lines(rendered[name][0])
    body = first[[text(line) for line in first].index("县民政局：") + 1 :]
    assert len(body) == count == (LAYOUT.text_height - above_body(DOCUMENTS[name], LAYOUT)) // LAYOUT.grid.pitch
    # The last of them stands on the 22nd line of the page: what the head takes up was counted right.
    assert max(c["bottom"] for c in body[-1]) * MM == near(258.3)


def test_red_line_of_a_joint_paper_is_as_wide_as_the_text_area(rendered):
    ((left, right, _, _),) = strokes(rendered["joint"][0], red=True)
    assert (left, right) == (near(28), near(184))


def test_seals_of_a_joint_paper_have_their_places_in_a_row(rendered):
    row = line_of(rendered["joint"], "青石乡残联")
    assert text(row) == "".join(SIGNED)
    date = line_of(rendered["joint"], "2023年12月25日")
    assert date[-1]["x1"] * MM == near(184 - 4 * 15.75 * MM)
    last = row[-5:]
    assert (last[0]["x0"] + last[-1]["x1"]) / 2 * MM == near((date[0]["x0"] + date[-1]["x1"]) / 2 * MM, 7)
    first = row[:7]
    assert (first[0]["x0"] + first[-1]["x1"]) / 2 * MM - 21 > 27


def test_rows_of_seals_stand_a_seal_apart(rendered):
    first, second = (line_of(rendered["names"][1:], name) for name in ("青石乡武装部", "青石乡残联"))
    assert (second[0]["bottom"] - first[0]["bottom"]) * MM == near(5 * 28.95 * MM)


def test_signatures_without_seals_stand_below_one_another(rendered):
    rows = [line_of(rendered["stacked"][-1:], organ) for organ in ORGANS]
    assert all(row[0]["x0"] * MM == near(rows[0][0]["x0"] * MM, 0.3) for row in rows)
    assert rows[0][-1]["x1"] * MM == near(184 - 2 * 15.75 * MM)
    assert [row[0]["bottom"] for row in rows] == sorted(row[0]["bottom"] for row in rows)


# ---- letters (10.1)


def is_dark(pixel):
    return sum(pixel) < 300


def double_line(page, top, bottom):
    """Top and thickness of the strokes of a red double line, read off at the left of the text area, in millimetres."""
    bands, dpi = [], 300
    image = page.to_image(resolution=dpi).original.convert("RGB")
    at = round(24 * dpi / 25.4)
    for y in range(round(top * dpi / 25.4), round(bottom * dpi / 25.4)):
        if is_red(image.getpixel((at, y))):
            if bands and y - bands[-1][1] <= 1:
                bands[-1][1] = y
            else:
                bands.append([y, y])
    return [(first * 25.4 / dpi, (last - first + 1) * 25.4 / dpi) for first, last in bands]


@pytest.mark.parametrize("name", ["letter", "bare letter"])
def test_mark_of_a_letter_stands_30_mm_below_the_paper_edge(rendered, name):
    top, bottom = ink(rendered[name][0], (50, 20, 160, 49), is_red)
    assert top == near(30)
    first = double_line(rendered[name][0], 40, 60)
    assert first[0][0] - bottom == near(4, 0.7)


def test_double_lines_of_a_letter(rendered):
    page = rendered["letter"][0]
    upper, lower = double_line(page, 40, 60), double_line(page, 270, 290)
    assert [len(upper), len(lower)] == [2, 2]
    assert upper[0][1] > upper[1][1]
    assert lower[0][1] < lower[1][1]
    assert lower[0][0] == near(277, 0.5)
    found = strokes(page, red=True)
    assert all((left, right) == (near(20, 0.5), near(190, 0.5)) for left, right, _, _ in found)


def test_number_of_a_letter_stands_at_the_right_under_the_line_and_the_marks_at_the_left(rendered):
    page = rendered["letter"][0]
    upper = double_line(page, 40, 60)
    number = line_of([page], "〔2023〕")
    assert text(number) == "000001青府发〔2023〕8号"
    assert number[0]["x0"] * MM == near(28)
    assert number[-1]["x1"] * MM == near(184)
    top, _ = ink(page, (28, 53, 184, 70), is_dark)
    # The 7/8 of a character are from the line to the box of the characters, whose ink stands a little inside.
    assert top - sum(upper[1]) == near(14 * MM, 1)
    assert [text(line) for line in lines(page)][1:4] == ["000001青府发〔2023〕8号", "秘密★1年", "特急"]


def test_title_of_a_letter_keeps_two_lines(rendered):
    for name, above in (("letter", "特急"), ("bare letter", "")):
        page = rendered[name][0]
        title = next(line for line in lines(page) if line[0]["size"] == pytest.approx(22))
        over = line_of([page], above)[0]["bottom"] * MM if above else sum(double_line(page, 40, 60)[1])
        assert (title[0]["top"] * MM - over) / (28.95 * MM) == pytest.approx(2.2, abs=0.5)


def test_a_letter_has_no_number_on_its_first_page_and_no_lines_around_its_last(rendered):
    pages = rendered["letter"]
    assert [text(page_number(page)) for page in pages] == ["", *(f"—{n}—" for n in range(2, len(pages) + 1))]
    assert strokes(pages[-1]) == strokes(pages[-1], red=True) == []
    assert text(lines(pages[-1])[-1]) == "抄送：县财政局。"
    assert lines(pages[-1])[-1][0]["bottom"] * MM == near(260, 3)
    assert text(lines(pages[1])[0])


def test_second_page_of_a_letter_begins_where_others_do(rendered):
    assert lines(rendered["letter"][1])[0][0]["top"] == pytest.approx(lines(rendered["joint"][1])[0][0]["top"], abs=0.5)


# ---- orders (10.2)


LINE = 28.95 * MM


@pytest.mark.parametrize("name", ["order", "marked order"])
def test_mark_of_an_order_stands_20_mm_below_the_text_area_above_its_number(rendered, name):
    page = rendered[name][0]
    top, bottom = ink(page, (28, 53, 184, 100), is_red)
    assert top == near(57)
    number = line_of([page], "第7号")
    assert (number[0]["x0"] + number[-1]["x1"]) / 2 * MM == near(106)
    assert number[0]["top"] * MM - bottom == near(2 * LINE, LINE / 2)


def test_text_of_an_order_stands_two_lines_below_its_number_without_a_red_line_or_a_title(rendered):
    page = rendered["order"][0]
    assert strokes(page, red=True) == []
    found = [text(line) for line in lines(page)]
    assert found[:3] == ["青石县人民政府令", "第7号", "一、社会救助"]
    number, first = line_of([page], "第7号"), line_of([page], "一、社会救助")
    assert (first[0]["top"] - number[0]["bottom"]) * MM == near(2 * LINE, LINE / 2)
    # On the grid of the page, as every line of the text.
    above = lines(rendered["joint"][1])[0][0]["top"]
    assert ((first[0]["top"] - above) / 28.95) % 1 == pytest.approx(0, abs=0.05)


def test_an_order_leaves_the_place_of_a_stamp_between_post_and_date(rendered):
    page = next(page for page in rendered["order"] if "县长" in map(text, lines(page)))
    found = [text(line) for line in lines(page)]
    at = found.index("县长")
    assert found[at + 1] == "2023年12月25日"
    assert "青石乡人民政府" not in found
    above, post, date = lines(page)[at - 1 : at + 2]
    right = 184 - 4 * 15.75 * MM
    assert post[-1]["x1"] * MM == near(right - 40 - 2 * 15.75 * MM)
    assert date[-1]["x1"] * MM == near(right)
    # The stamp is two lines high: its upper edge two lines below the text, its middle at the post, the date a line below.
    assert (post[0]["bottom"] - above[0]["bottom"]) * MM == near(3.5 * LINE, LINE / 4)
    assert (date[0]["bottom"] - above[0]["bottom"]) * MM == near(6 * LINE)


# ---- minutes (10.3)


def test_mark_of_minutes_stands_where_that_of_a_paper_does(rendered):
    top, _ = ink(rendered["minutes"][0], (28, 40, 184, 110), is_red)
    assert top == near(72)


def test_number_of_minutes_is_centred_above_who_issued_them_and_when(rendered):
    page = rendered["minutes"][0]
    number, issued = line_of([page], "第3期"), line_of([page], "2023年12月25日")
    assert (number[0]["x0"] + number[-1]["x1"]) / 2 * MM == near(106)
    assert text(issued) == "青石乡人民政府2023年12月25日"
    assert issued[0]["x0"] * MM == near(28 + 15.75 * MM)
    assert issued[-1]["x1"] * MM == near(184 - 15.75 * MM)
    ((_, _, height, _),) = strokes(page, red=True)
    assert height - issued[0]["bottom"] * MM == near(4, 2)
    assert "青石乡人民政府" not in [text(line) for line in lines(rendered["minutes"][-1])]


def test_who_attended_stands_under_who_attended(rendered):
    pages = rendered["minutes"][-1:]
    present, excused, guests = (line_of(pages, label) for label in ("出席：", "请假：", "列席："))
    left = 28 + 2 * 15.75 * MM
    assert all(line[0]["x0"] * MM == near(left, 0.5) for line in (present, excused, guests))
    wrapped = lines(pages[0])[lines(pages[0]).index(present) + 1]
    assert wrapped[0]["x0"] * MM == near(left + 3 * 15.75 * MM, 0.5)
    assert wrapped[0]["x0"] == pytest.approx(present[3]["x0"], abs=1)


# ---- a head that is printed on the paper already


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("preprinted", "printed"), ("preprinted letter", "letter"), ("preprinted names", "stacked"),
        ("preprinted order", "order"),
    ],
)  # fmt: skip
def test_a_head_on_the_paper_already_leaves_its_place_and_draws_nothing_red(rendered, name, like):
    page, other = rendered[name][0], rendered[like][0]
    assert strokes(page, red=True) == []
    with pytest.raises(ValueError, match="empty"):
        ink(page, (0, 0, 210, 297), is_red)
    for words in ("第7号", "一、社会救助") if "order" in name else ("〔2023〕", "县民政局："):
        assert line_of([page], words)[0]["top"] == pytest.approx(line_of([other], words)[0]["top"], abs=0.5)


# ---- annexes bound on their own (7.3.7)


def test_annexes_bound_on_their_own_say_whose_they_are_and_count_from_1(rendered):
    pages = rendered["apart"]
    first = next(at for at, page in enumerate(pages) if text(lines(page)[0]).startswith("青府发〔2023〕8号附件"))
    heads = [text(lines(page)[0]) for page in pages[first:] if "附件" in text(lines(page)[0])]
    assert heads == ["青府发〔2023〕8号附件1", "青府发〔2023〕8号附件2"]
    assert lines(pages[first])[0][0]["x0"] * MM == near(28)
    assert [text(page_number(page)) for page in pages] == [*(f"—{n}—" for n in range(1, first + 1)), "—1—", "—1—"]
    assert text(lines(pages[first - 1])[-1]) == "青石乡人民政府办公室2023年12月26日印发"
    assert strokes(pages[first - 1])[-1][2] == near(262, 0.5)


# ---- page numbers in the middle, as a house may have them


def test_page_numbers_in_the_middle(tmp_path):
    layout = replace(LAYOUT, number=replace(LAYOUT.number, side="居中"))
    with render(tmp_path, {"middle": FORMAL}, layout) as pages:
        for position, page in enumerate(pages["middle"], 1):
            if page.width < page.height:
                number = page_number(page)
                assert text(number) == f"—{position}—"
                assert (number[0]["x0"] + number[-1]["x1"]) / 2 * MM == near(106)


# ---- 版记 on the back, as a house may have it (7.5)


def test_imprint_on_the_back_has_the_last_even_page_to_itself_without_a_number(tmp_path):
    layout = replace(LAYOUT, imprint=replace(LAYOUT.imprint, on_back=True))
    short = replace(FORMAL, blocks=FORMAL.blocks[:2], formal=replace(FORMAL.formal, annexes=APART))
    documents = {
        "even": short,
        "odd": replace(short, formal=replace(short.formal, annexes=APART[:1])),
        "apart": replace(short, formal=replace(short.formal, annexes_apart=True)),
    }
    with render(tmp_path, documents, layout) as pages:
        for name in ("even", "odd"):
            *before, last = pages[name]
            assert [text(page_number(page)) for page in before] == [f"—{n}—" for n in range(1, len(before) + 1)]
            assert page_number(last) == []
            assert text(lines(last)[0])[:2] == "抄送"
            assert strokes(last)[-1][2] == near(262, 0.5)
        backs = [page for page in pages["apart"] if text(lines(page)[0]).startswith("抄送")]
        assert len(backs) == 1
        assert page_number(backs[0]) == []
        assert text(page_number(pages["apart"][-1])) == "—1—"


def test_the_back_of_a_paper_is_an_even_page():
    layout = replace(LAYOUT, imprint=replace(LAYOUT.imprint, on_back=True))
    sections = find(part(FORMAL, layout), "//w:sectPr")
    assert find(sections[-1], "w:type/@w:val") == ["evenPage"]
    assert not find(sections[-1], "w:footerReference")
    assert all(not find(section, "w:type") for section in sections[:-1])

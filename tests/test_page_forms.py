"""Joint papers, letters and minutes as LibreOffice sets them, measured in their PDF (GB/T 9704-2012, 7.2.4, 10)."""

import pytest
from msgspec.structs import replace
from rendering import MM, ink, lines, near, needs_office, render, strokes, text
from test_page_formal import FORMAL, MASTHEAD, is_red

pytestmark = needs_office

ORGANS = ("中共青石乡委员会", "青石乡人民政府", "青石乡武装部")


def formal(masthead=MASTHEAD, **changes):
    return replace(FORMAL, formal=replace(FORMAL.formal, masthead=masthead, annexes=(), **changes))


JOINT = replace(MASTHEAD, issuer=ORGANS[0], organs=ORGANS, paper="文件")
SIGNED = ("青石乡人民政府", "青石乡武装部", "青石乡残联")
DOCUMENTS = {
    "joint": formal(JOINT, signatures=SIGNED),
    "names": formal(replace(JOINT, paper="", copy="", secrecy="", urgency=""), signatures=(*SIGNED, "青石乡妇联")),
    "stacked": formal(JOINT, signatures=ORGANS, sealed=False),
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

"""The page of plain text as LibreOffice sets it, measured in its PDF."""

import pytest
from rendering import MM, lines, near, needs_office, page_number, render

from generator.document.tree import Document, Heading, Paragraph, Text

HALF_LEADING = (28.95 - 16) / 2 * MM
"""How far the first character box stands below the top of the text area."""

# No punctuation: LibreOffice 7 reads the switch for hanging punctuation the wrong way round.
SENTENCE = "民政工作总结应当真实准确" * 40


pytestmark = needs_office


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    document = Document(
        title="讲治镇民政工作总结",
        blocks=(
            *(Paragraph((Text(SENTENCE),)) for _ in range(4)),
            Paragraph((Text("民政" * 12 + "1234.56万元"),)),
            Heading(1, (Text("下一步打算"),), "一、"),
            Paragraph((Text("民政工作"),)),
        ),
        signature="讲治镇人民政府办公室",
        date="2012年12月20日",
    )
    with render(tmp_path_factory.mktemp("page"), {"page": document}) as rendered:
        yield rendered["page"]


def test_page_holds_22_lines(pages):
    assert len(lines(pages[1])) == 22


def test_line_holds_28_characters(pages):
    full = [line for line in lines(pages[1]) if line[0]["x0"] * MM < 29]
    assert max(len(line) for line in full) == 28
    assert [len(line) for line in full].count(28) >= 18


def test_text_fills_the_text_area_to_a_millimetre(pages):
    characters = [character for line in lines(pages[1]) for character in line]
    assert min(c["x0"] for c in characters) * MM == near(28)
    assert max(c["x1"] for c in characters) * MM == near(28 + 156)
    assert min(c["top"] for c in characters) * MM == near(37 + HALF_LEADING)
    assert max(c["bottom"] for c in characters) * MM == near(37 + 225 - HALF_LEADING)


def test_first_line_is_indented_by_two_characters(pages):
    starts = {round(line[0]["x0"] * MM) for page in pages[:2] for line in lines(page)[1:]}
    assert starts == {28, round(28 + 2 * 15.75 * MM)}


def test_a_number_is_not_split_over_two_lines(pages):
    texts = ["".join(c["text"] for c in line) for page in pages for line in lines(page)]
    assert [text for text in texts if "1234" in text] == ["1234.56万元"]


def test_title_stands_centred_on_one_line(pages):
    title, *body = lines(pages[0])
    assert "".join(c["text"] for c in title) == "讲治镇民政工作总结"
    assert title[0]["size"] == pytest.approx(22)
    assert (title[0]["x0"] + title[-1]["x1"]) / 2 * MM == near(28 + 156 / 2)
    # The title and the blank line below it take two rows of the grid.
    assert len(body) == 20


def test_odd_page_number_stands_right(pages):
    number = page_number(pages[0])
    assert "".join(c["text"] for c in number) == "—1—"
    assert number[-1]["x1"] * MM == near(28 + 156 - 14 * MM)


def test_even_page_number_stands_left(pages):
    number = page_number(pages[1])
    assert "".join(c["text"] for c in number) == "—2—"
    assert number[0]["x0"] * MM == near(28 + 14 * MM)


@pytest.mark.parametrize("index", [0, 1])
def test_dash_of_page_number_is_7_mm_below_the_text_area(pages, index):
    dash = page_number(pages[index])[0]
    image = pages[index].to_image(resolution=200).original.convert("L")
    per_mm = 200 / 25.4
    column = round((dash["x0"] + dash["x1"]) / 2 * MM * per_mm)
    ink = [y for y in range(round(263 * per_mm), image.height) if image.getpixel((column, y)) < 128]
    assert min(ink) / per_mm == near(37 + 225 + 7)


def test_signature_and_date(pages):
    *_, last, signature, date = lines(pages[-1])
    assert "".join(c["text"] for c in last) == "民政工作"
    assert "".join(c["text"] for c in signature) == "讲治镇人民政府办公室"
    assert "".join(c["text"] for c in date) == "2012年12月20日"
    assert signature[-1]["x1"] * MM == near(28 + 156 - 2 * 15.75 * MM)
    # Of 10 characters against 8 digits and 3: with digits of half a width the date starts 2 characters after 署名.
    assert date[-1]["x1"] * MM == near(28 + 156 - (10 * 15.75 - (8 * 7.75 + 3 * 15.75)) * MM)
    assert (signature[0]["bottom"] - last[0]["bottom"]) / 28.95 == pytest.approx(2, abs=0.1)

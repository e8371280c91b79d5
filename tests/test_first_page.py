"""What the head of a paper leaves its first page, and what is said where that is nothing (GB/T 9704-2012, 7.3.3)."""

import pytest
from msgspec.structs import replace
from test_formal import BODY, DOCUMENT, FORMAL, LAYOUT, MASTHEAD

from generator.document.tree import Paragraph, Text
from generator.word.first_page import above_body, first_page_problems, mark_size, organs_size

TEXT = (Paragraph((Text("全年救助132人次。"),)),)
COUNTED = "一二三四五六七八九十"


def joint(count, blocks=TEXT, signers=True, **changes):
    organs = tuple(f"青石乡第{number}办公室" for number in COUNTED[:count])
    names = tuple(f"某{number}" for number in COUNTED[:count]) if signers else ()
    masthead = replace(
        MASTHEAD,
        issuer=organs[0],
        organs=organs,
        paper="文件",
        signers=names,
        copy="",
        secrecy="",
        urgency="",
        **changes,
    )
    return replace(DOCUMENT, blocks=blocks, formal=replace(FORMAL, masthead=masthead, signatures=organs))


def body_lines(document):
    return (LAYOUT.text_height - above_body(document, LAYOUT)) // LAYOUT.grid.pitch


def said(document):
    return [str(problem) for problem in first_page_problems(document, LAYOUT, "甲.yaml")]


@pytest.mark.parametrize("count", range(2, 11))
@pytest.mark.parametrize("signers", [True, False])
def test_a_mark_is_no_smaller_than_it_need_be_and_leaves_three_lines_where_it_can(count, signers):
    document = joint(count, signers=signers)
    size = mark_size(document, LAYOUT)
    assert LAYOUT.masthead.least_size <= size <= organs_size(document.formal.masthead, LAYOUT)
    shown = body_lines(document)
    assert shown >= 3 or size < organs_size(document.formal.masthead, LAYOUT) or size == LAYOUT.masthead.least_size
    assert bool(said(document)) == (shown < 1)
    if not signers and count < 9:
        assert shown >= 3


def test_a_mark_of_one_organ_gives_way_to_a_head_that_is_long():
    crowded = replace(
        DOCUMENT,
        blocks=TEXT,
        formal=replace(
            FORMAL, masthead=replace(MASTHEAD, signers=tuple(COUNTED)), recipients="县民政局，" * 14 + "县财政局："
        ),
    )
    plain = mark_size(DOCUMENT, LAYOUT)
    assert LAYOUT.masthead.least_size < mark_size(crowded, LAYOUT) < plain
    printed = replace(crowded.formal.masthead, preprinted=True)
    assert mark_size(replace(crowded, formal=replace(crowded.formal, masthead=printed)), LAYOUT) == plain


def test_a_head_that_takes_the_whole_page_is_told_with_a_cure_that_works():
    document = joint(10)
    (told,) = said(document)
    assert "首页排不下正文" in told
    assert "「发文机关标志: 青石乡第一办公室文件」" in told
    assert "「署名: [青石乡第一办公室, 青石乡第二办公室," in told
    alone = replace(document.formal.masthead, organs=(), issuer="青石乡第一办公室文件")
    assert not said(replace(document, formal=replace(document.formal, masthead=alone)))


def test_a_heading_that_opens_the_body_wants_a_line_below_it():
    seven = joint(7)
    assert body_lines(seven) == 1
    assert not said(seven)
    assert said(replace(seven, blocks=BODY))


def test_many_recipients_are_told_to_be_named_together():
    many = "，".join(f"青石县第{number}局" for number in COUNTED * 4)
    document = replace(DOCUMENT, formal=replace(FORMAL, recipients=f"{many}："))
    assert body_lines(document) < 1
    assert "把主送机关写成统称" in said(document)[0]


def test_a_paper_without_a_head_is_told_nothing():
    assert not said(replace(DOCUMENT, formal=replace(FORMAL, masthead=None)))

"""Papers that several organs issue together, in the written OOXML (GB/T 9704-2012, 7.2.4, 7.3.5)."""

import pytest
from msgspec.structs import replace
from test_formal import DOCUMENT, FORMAL, LAYOUT, MASTHEAD, W, attribute, find, part, style_of, styled, text_of

from generator.document.walk import iter_texts
from generator.page.printed_width import printed_width
from generator.word.first_page import organs_size
from generator.word.signing import seal_rows

SHORT = ("青石乡人民政府", "青石乡武装部", "青石乡残联")
ORGANS = ("中共青石乡委员会", "青石乡人民政府", "青石乡人民武装部")


def joint(organs=ORGANS, paper="文件", signatures=ORGANS, **changes):
    masthead = replace(MASTHEAD, issuer=organs[0], organs=organs, paper=paper)
    return replace(DOCUMENT, formal=replace(FORMAL, masthead=masthead, signatures=signatures, **changes))


def widths(root):
    """Of every line of the mark: its characters with the space set between them, in twips."""
    found = []
    for paragraph in styled(root, "Issuer"):
        runs = find(paragraph, "w:r")
        found.append(sum(
            len(text_of(run)) * (int(attribute(run, "w:rPr/w:sz")) * 10 + int((find(run, "w:rPr/w:spacing/@w:val") or [0])[0]))
            for run in runs
        ))  # fmt: skip
    return found


@pytest.mark.parametrize("paper", ["文件", ""])
def test_organs_stand_below_one_another_with_both_ends_aligned(paper):
    root = part(joint(paper=paper))
    mark = styled(root, "Issuer")
    assert [text_of(one) for one in mark] == [*ORGANS, *([paper] if paper else [])]
    wide = widths(root)[: len(ORGANS)]
    # What space cannot be shared out evenly is less than a twip for each gap.
    assert max(wide) - min(wide) < 8
    assert max(wide) == wide[0]


def test_paper_stands_beside_the_organs_halfway_up():
    table = find(part(joint()), "//w:tbl")[0]
    names, paper = find(table, "w:tr/w:tc")
    assert [text_of(one) for one in find(names, "w:p")] == list(ORGANS)
    assert text_of(paper) == "文件"
    assert attribute(paper, "w:tcPr/w:vAlign") == "center"
    assert attribute(table, "w:tblPr/w:jc") == "center"
    assert int(attribute(table, "w:tblPr/w:tblW", "w")) <= 8845
    assert not find(table, ".//w:tblBorders")


@pytest.mark.parametrize("count", range(2, 9))
@pytest.mark.parametrize("paper", ["文件", ""])
def test_the_mark_leaves_the_page_room(count, paper):
    masthead = replace(MASTHEAD, organs=tuple(f"青石乡第{n}办公室" for n in "一二三四五六七八"[:count]), paper=paper)
    size = organs_size(masthead, LAYOUT)
    assert size * 10 * (count + (count - 1) * 0.25) <= 3969  # 70 mm
    assert size * 10 * (8 + (2.5 if paper else 0)) <= 8845


@pytest.mark.parametrize(
    ("signatures", "rows"),
    [
        (ORGANS[:2], [2]), (ORGANS, [2, 1]), (SHORT, [3]), ((*SHORT, "青石乡妇联"), [2, 2]), ((*SHORT, "甲", "乙"), [3, 2]),
        (("青石乡社会救助工作领导小组办公室", "甲"), [1, 1]), (("青石乡人民政府办公室", "甲", "乙"), [2, 1]),
        (tuple("甲乙丙丁戊己庚"), [3, 2, 2]),
    ],
)  # fmt: skip
def test_seals_stand_at_most_three_in_a_row_and_within_the_text_area(signatures, rows):
    found = seal_rows(signatures, "2023年12月25日", LAYOUT)
    assert [len(row) for row in found.rows] == rows
    assert [name for row in found.rows for name in row] == list(signatures)
    if max(rows) > 1:
        seal = 42 * 56.693
        assert found.pitch > seal
        assert found.last - found.pitch * (max(rows) - 1) - seal / 2 > -1
        assert found.last + seal / 2 <= 8845
        # The date under the last seal stands 4 characters off the edge.
        assert found.last + printed_width("2023年12月25日", LAYOUT) // 2 == 8845 - 4 * 315


def test_sealed_signatures_stand_over_tabs_with_the_date_under_the_last():
    root = part(joint(signatures=SHORT))
    (row,) = styled(root, "Signature")
    assert text_of(row) == "".join(SHORT)
    stops = [int(stop) for stop in find(row, "w:pPr/w:tabs/w:tab/@w:pos")]
    assert len(stops) == len(SHORT) == len(find(row, ".//w:r/w:tab"))
    date = styled(root, "Date")[0]
    right = int(attribute(date, "w:pPr/w:ind", "right"))
    assert right == 4 * 315
    assert stops[-1] + printed_width("2023年12月25日", LAYOUT) // 2 == 8845 - right


def test_rows_of_seals_keep_five_lines_apart():
    rows = styled(part(joint(signatures=(*SHORT, "青石乡妇联", "青石乡团委"))), "Signature")
    assert [attribute(row, "w:pPr/w:spacing", "before") for row in rows] == [str(2 * 579), str(4 * 579)]
    assert all(find(row, "w:pPr/w:keepNext") for row in rows)


def test_without_seals_signatures_are_stacked_the_host_first():
    root = part(joint(sealed=False))
    rows = styled(root, "Signature")
    assert [text_of(row) for row in rows] == list(ORGANS)
    left = 8845 - 2 * 315 - printed_width(ORGANS[0], LAYOUT)
    assert {attribute(row, "w:pPr/w:ind", "left") for row in rows} == {str(left)}
    assert [find(row, "w:pPr/w:spacing/@w:before") for row in rows] == [[], ["0"], ["0"]]
    date = 8845 - left - 2 * 315 - printed_width("2023年12月25日", LAYOUT)
    assert attribute(styled(root, "Date")[0], "w:pPr/w:ind", "right") == str(max(date, 0))


@pytest.mark.parametrize("sealed", [True, False])
def test_a_joint_paper_is_read_back_in_order(sealed):
    document = joint(sealed=sealed)
    found = "".join(text_of(paragraph) for paragraph in part(document).iter(f"{W}p"))
    assert found == "".join(iter_texts(document)).replace("\t", "").replace("\n", "")
    assert style_of(find(part(document), "//w:body/w:p")[0]) == "CopyNumber"

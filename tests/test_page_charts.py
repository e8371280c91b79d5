"""Charts among the text: no page ends in a hole before one, and charts of too many units are told."""

from decimal import Decimal

import pytest
from rendering import LAYOUT, lines, needs_office, render, text

from generator.document.tree import Chart, Document, Heading, Paragraph, Series, Text, number_blocks
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary
from generator.word.flow import settled

SENTENCE = "民政工作总结应当真实准确，全面反映全年情况，" * 3
LINE = 28.95


def chart(title="各地人数", units=5, kind="column"):
    names = tuple(f"甲{number}镇" for number in range(units))
    values = tuple(Decimal(100 + number) for number in range(units))
    return Chart(title, kind, names, (Series("人数", values),), "人")


def document(lead, *, behind=24, last=False):
    """Some lines of text, a chart, and more text under headings; ``last`` ends the chart's section with it."""
    blocks = [Heading(1, (Text("基本情况"),))]
    blocks += [Paragraph((Text("民政工作总结"),)) for _ in range(lead)]
    blocks += [chart()]
    blocks += [Heading(1, (Text("下一章"),))] if last else []
    blocks += [Paragraph((Text(SENTENCE),)) for _ in range(behind)]
    return Document("总结", number_blocks(blocks), "讲治镇人民政府", "2012年12月20日")


@needs_office
@pytest.mark.parametrize("last", [False, True])
def test_no_page_ends_in_a_hole_before_a_chart(tmp_path, last):
    documents = {f"{lead}": settled(document(lead, last=last), LAYOUT) for lead in range(4, 20, 2)}
    with render(tmp_path, documents) as pages:
        for name, found in pages.items():
            for page in found[:2]:
                bottom = max(line[0]["bottom"] for line in lines(page))
                assert (105 + 22 * LINE - bottom) / LINE < 3.5, (name, text(lines(page)[-1]))


def test_a_document_without_charts_is_left_as_it_is():
    plain = Document("总结", (Paragraph((Text(SENTENCE),)),))
    assert settled(plain, LAYOUT) is plain


def test_a_chart_that_fits_stays_where_it_was():
    short = document(2)
    assert settled(short, LAYOUT) is short


@pytest.mark.parametrize("lead", range(1, 22))
def test_nothing_but_the_place_of_the_chart_changes(lead):
    before = document(lead)
    after = settled(before, LAYOUT)
    assert [one for one in after.blocks if not isinstance(one, Chart)] == [
        one for one in before.blocks if not isinstance(one, Chart)
    ]
    at = next(number for number, one in enumerate(after.blocks) if isinstance(one, Chart))
    assert isinstance(after.blocks[at - 1], Paragraph)
    assert settled(after, LAYOUT).blocks == after.blocks


def test_charts_keep_their_order_and_lists_stay_whole():
    items = tuple(Paragraph((Text(SENTENCE),), f"{number}.") for number in range(1, 6))
    blocks = number_blocks(
        (*document(10).blocks[:-1], chart("第二张"), *items, Paragraph((Text(SENTENCE),)), chart("第三张"))
    )
    after = settled(Document("总结", blocks), LAYOUT).blocks
    assert [one.title for one in after if isinstance(one, Chart)] == ["各地人数", "第二张", "第三张"]
    numbered = [number for number, one in enumerate(after) if isinstance(one, Paragraph) and one.number]
    assert numbered == list(range(numbered[0], numbered[-1] + 1))


@pytest.mark.parametrize(("units", "told"), [(40, False), (41, True), (60, True)])
def test_a_chart_of_too_many_units_is_told(tmp_path, units, told):
    names = [f"第{number}镇" for number in range(1, units + 1)]
    for name in names:
        form = f"报告: town\n单位: {name}\n年度: 2024\n低保: {{城镇: {{户数: 3户, 人数: 5人}}, 农村: {{户数: 7户, 人数: 9人}}}}\n"
        (tmp_path / f"{name}.yaml").write_text(form, encoding="utf-8")
    county = tmp_path / "县.yaml"
    towns = ", ".join(f"{name}.yaml" for name in names)
    county.write_text(f"报告: county\n单位: 青石县\n年度: 2024\n汇总自: [{towns}]\n", encoding="utf-8")
    summary = read_summary(county, Options(open_shelf(), draft=True))
    assert summary.document is not None
    found = [problem for problem in summary.problems if "没有画成图" in problem.what]
    drawn = [one for one in summary.document.blocks if isinstance(one, Chart)]
    assert bool(found) == told
    assert bool(drawn) != told
    if told:
        assert f"{units}个单位" in found[0].what
        assert "低保对象人数" in found[0].what

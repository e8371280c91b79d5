"""House styles: layouts over layouts, what they change, and what is said when they are wrong."""

from datetime import UTC, date, datetime

import pytest

from generator.library.overlays import open_shelf
from generator.making.summarize import EPOCH, created_on
from generator.page.layout_files import differences, layout_names, load_layout
from generator.problem import Refused


@pytest.fixture
def house(tmp_path):
    def write(text, name="ours"):
        folder = tmp_path / "layouts"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return open_shelf(tmp_path)

    return write


@pytest.mark.parametrize("name", layout_names(open_shelf()))
def test_every_layout_that_comes_with_the_program_is_sound(name):
    shelf = open_shelf()
    assert load_layout(shelf, name).name
    assert bool(list(differences(shelf, name))) == (name != "gbt9704")


def test_a_house_style_says_only_what_it_changes(house):
    shelf = house("沿用: gbt9704\n名称: 本县\n二级标题:\n  加粗: 是\n")
    ours, standard = load_layout(shelf, "ours"), load_layout(shelf, "gbt9704")
    assert ours.heading2.bold
    assert ours.heading2.font == standard.heading2.font
    assert ours.page == standard.page
    (change,) = differences(shelf, "ours")
    assert (change.path, change.own.value, change.own.force) == ("二级标题.加粗", "是", "自定")
    assert (change.standard.value, change.standard.force) == ("否", "惯例")


@pytest.mark.parametrize("base", ["extends: gbt9704", "extends: standard", "沿用: standard"])
def test_a_house_style_may_say_what_it_lies_over_as_other_templates_do(house, base):
    shelf = house(f"{base}\n名称: 本县\n二级标题:\n  加粗: 是\n")
    assert [change.path for change in differences(shelf, "ours")] == ["二级标题.加粗"]


def test_a_house_style_may_lie_over_another(house):
    house("沿用: gbt9704\n名称: 县\n标题:\n  加粗: 是\n正文:\n  加粗: 是\n", "county")
    shelf = house("沿用: county\n名称: 乡\n正文:\n  加粗: 否\n")
    assert load_layout(shelf, "ours").title.bold
    assert not load_layout(shelf, "ours").body.bold


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("沿用: gbt9704\n名称: 甲\n版心:\n  行距: 29磅\n", "行距 29磅排不下第 22 行"),
        ("沿用: gbt9704\n名称: 甲\n页面:\n  天头: 40mm\n", "排不下第 22 行"),
        ("沿用: gbt9704\n名称: 甲\n正文:\n  字号: 七号半\n", "七号半"),
        ("沿用: gbt9704\n名称: 甲\n正文:\n  字体大小: 三号\n", "不认识「字体大小」"),
        ("沿用: gbt9740\n名称: 甲\n", "没有「gbt9740」这个版式。是不是「gbt9704」"),
        ("沿用: ours\n名称: 甲\n", "绕了一圈"),
        ("沿用: [gbt9704]\n名称: 甲\n", "只写一个版式"),
        ("名称: 甲\n", "缺少「页面」"),
        ("", "空的"),
    ],
)
def test_faults_are_said_in_chinese(house, text, words):
    shelf = house(text)
    with pytest.raises(Refused) as caught:
        load_layout(shelf, "ours")
    assert words in str(caught.value)
    assert "layouts/" in caught.value.problems[0].place.file


def test_fault_names_its_line(house):
    with pytest.raises(Refused) as caught:
        load_layout(house("沿用: gbt9704\n名称: 甲\n正文:\n  字号: 七号半\n"), "ours")
    assert caught.value.problems[0].place.spot.line == 4


def test_a_missing_layout_is_named_where_another_lies_over_it(house):
    with pytest.raises(Refused) as caught:
        load_layout(house("名称: 甲\n沿用: gbt9740\n"), "ours")
    assert caught.value.problems[0].place.file.endswith("layouts/ours.yaml")
    assert caught.value.problems[0].place.spot.line == 2


def test_the_layout_for_traditional_characters_names_fonts_that_have_them():
    layout = load_layout(open_shelf(), "traditional")
    assert layout.fonts.body[0] == "標楷體"
    assert layout.language == "zh-TW"


def test_date_of_the_properties(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert created_on(date(2012, 12, 20)) == datetime(2012, 12, 20, tzinfo=UTC)
    assert created_on(None) == EPOCH
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert created_on(None) == datetime.fromtimestamp(1700000000, UTC)
    assert created_on(date(2012, 12, 20)) == datetime(2012, 12, 20, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert created_on(None) == EPOCH

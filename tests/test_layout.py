from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec import ValidationError

from generator.library.overlays import open_shelf
from generator.page import stated as lengths
from generator.page.layout import Layout
from generator.page.layout_files import layout_names, load_layout
from generator.page.stated import FORCES, Provision, iter_provisions, parse_provision

GBT9704 = Path(__file__).parents[1] / "templates" / "zh" / "layouts" / "gbt9704.yaml"


@pytest.fixture
def data() -> dict[str, Any]:
    loaded = yaml.load(GBT9704.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


def test_page_is_to_the_twip(data):
    page = Layout.from_mapping(data).page
    assert (page.width, page.height) == (11906, 16838)
    assert (page.top, page.bottom, page.left, page.right) == (2098, 1984, 1587, 1474)


def test_grid_is_579_and_minus_5(data):
    layout = Layout.from_mapping(data)
    assert (layout.grid.lines, layout.grid.characters) == (22, 28)
    assert (layout.grid.pitch, layout.grid.squeeze) == (579, -5)
    assert (layout.text_width, layout.text_height) == (8845, 12756)
    assert (layout.character, layout.half_character) == (315, 155)


def test_every_rule_of_the_standard_states_force_and_clause(data):
    rules = {path: rule for path, rule in iter_provisions(data) if path != "名称"}
    assert len(rules) > 50
    assert [path for path, rule in rules.items() if rule.force not in FORCES] == []
    assert [path for path, rule in rules.items() if (rule.force == "惯例") == bool(rule.clause)] == []


def test_bare_value_is_the_units_own(data):
    data["一级标题"]["加粗"] = "是"
    assert Layout.from_mapping(data).heading1.bold
    assert dict(iter_provisions(data))["一级标题.加粗"] == Provision("是", "自定", "")


@pytest.mark.parametrize(
    ("element", "rule", "value", "words"),
    [
        ("版心", "行距", "29磅", "行距 29磅排不下第 22 行"),
        ("页面", "天头", "40mm", "天头 40.0mm、地脚 35.0mm 之间是 629.3磅"),
        ("版心", "行距", "27磅", "会多排出第 23 行"),
        ("版心", "字距", "0磅", "字距应在 -0.7磅 到 -0.25磅 之间"),
        ("正文", "字号", "小三", "会多排出第 29 字"),
        ("页面", "天头", "300mm", "之间只剩"),
        ("页面", "天头", "很大", "「很大」读不出数字"),
        ("页面", "天头", "37", "「37」不是长度"),
        ("正文", "字号", "七号半", "「七号半」"),
        ("正文", "首行缩进", "2mm", "应以字为单位"),
        ("正文", "字体", "隶书", "可写：小标宋、仿宋"),
        ("正文", "加粗", "no", "应写成“是”或“否”"),
        ("标题", "下空", "1.5行", "应是整行数"),
        ("版心", "行数", "0", "大于零"),
        ("页码", "写法", "— —", "没有 1"),
        ("页码", "位置", "中间", "可写：外侧、居中、右侧"),
        ("字体", "仿宋", "、", "字体名称是空的"),
        ("断行", "不在行首", "".join(map(chr, range(0x4E00, 0x4E00 + 70))), "标点以外的字最多 61 个，多了 9 个"),
        ("断行", "不在行尾", "".join(map(chr, range(0x4E00, 0x4E00 + 24))), "最多 23 个，多了 1 个"),
    ],
)
def test_faults_are_said_in_chinese(data, element, rule, value, words):
    data[element][rule] = value
    with pytest.raises(ValidationError) as caught:
        Layout.from_mapping(data)
    assert words in str(caught.value)


@pytest.mark.parametrize("stated", [[], ["37mm", "必须"], ["1", "规定", "5.1", "多"], [["37mm"]], {"值": "1"}, None])
def test_a_rule_is_a_value_or_value_force_clause(stated):
    with pytest.raises(ValueError, match=r"应"):
        parse_provision(stated)


def test_unknown_rule_is_refused(data):
    data["页面"]["天頭"] = "37mm"
    with pytest.raises(ValidationError) as caught:
        Layout.from_mapping(data)
    assert "天頭" in str(caught.value)
    assert "页面" in str(caught.value)


@pytest.mark.parametrize("name", layout_names(open_shelf()))
def test_what_no_line_begins_and_ends_with_is_no_more_than_word_reads(name):
    ends = load_layout(open_shelf(), name).ends
    assert len(ends.all_not_first) <= 100
    assert len(ends.all_not_last) <= 50
    assert set("，。、；：？！）》”」〉】〕〗’…％") <= set(ends.all_not_first)
    assert set("《（“「〈【〔〖‘") <= set(ends.all_not_last)


def test_equal_layouts_are_one_key(data):
    first, second = Layout.from_mapping(data), Layout.from_mapping(deepcopy(data))
    assert first == second
    assert hash(first) == hash(second)


@pytest.mark.parametrize(
    ("text", "twips"),
    [("37mm", 2098), ("37 毫米", 2098), ("3.7cm", 2098), ("28.95磅", 579), ("-0.25pt", -5), ("−0.25磅", -5)],
)
def test_lengths(text, twips):
    assert lengths.read_length(text) == twips


@pytest.mark.parametrize(
    ("text", "half_points"),
    [("三号", 32), ("3号", 32), ("二号", 44), ("小四", 24), ("五号", 21), ("16磅", 32)],
)
def test_type_sizes(text, half_points):
    assert lengths.read_size(text) == half_points


def test_western_font_follows_the_chinese_unless_named(data):
    assert Layout.from_mapping(data).fonts.latin_for("楷体") == "楷体_GB2312"
    data["字体"]["西文"] = "Times New Roman"
    assert Layout.from_mapping(data).fonts.latin_for("楷体") == "Times New Roman"

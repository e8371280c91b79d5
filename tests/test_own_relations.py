"""自定义 figures beside last year's of the same name, summed over towns, and behind a sentence of their section."""

import pytest
from forms import built, said, text_of

from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary

HEAD = "报告: {}\n单位: {}\n年度: {}\n"


def own(*entries, report="town", unit="柳河镇", year=2023, **head):
    top = "".join(f"{key}: {value}\n" for key, value in head.items())
    listed = "".join(f"    - {{{entry}}}\n" for entry in entries)
    return HEAD.format(report, unit, year) + f"{top}临时救助:\n  自定义:\n{listed}"


def shown(folder, **forms):
    for name, text in forms.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return read_summary(folder / "今年.yaml", Options(open_shelf()))


def test_a_figure_is_compared_with_last_years_of_the_same_name_wherever_it_stands(tmp_path):
    before = own("名称: 甲, 数值: 3户", "名称: 慰问, 数值: 50户", "名称: 物资, 数值: 9件", year=2022)
    now = own("名称: 慰问, 数值: 60户", "名称: 物资, 数值: 9件", "名称: 新事, 数值: 2户", 上年="上年.yaml")
    text = text_of(shown(tmp_path, 上年=before, 今年=now))
    assert "慰问60户，比上年增长20%；物资9件，与上年持平；新事2户。" in text


@pytest.mark.parametrize(
    ("typed", "agrees"),
    [
        ("增长20%", True),
        ("增加10户", True),
        ("同比增长20.0%", True),
        ("增长2%", False),
        ("下降20%", False),
        ("持平", False),
    ],
)
def test_a_typed_comparison_is_checked_against_last_years_form(tmp_path, typed, agrees):
    before = own("名称: 慰问, 数值: 50户", year=2022)
    summary = shown(tmp_path, 上年=before, 今年=own(f"名称: 慰问, 数值: 60户, 比上年: {typed}", 上年="上年.yaml"))
    wrong = [line for line in said(summary) if "按上年的50户和今年的60户算是增长20%（增加10户）" in line]
    assert (not wrong) == agrees


def test_half_a_year_is_compared_with_the_same_half(tmp_path):
    before = own("名称: 慰问, 数值: 50户", year=2022, 期间="上半年")
    now = own("名称: 慰问, 数值: 60户", "名称: 物资, 数值: 9件, 比上年: 增长1%", 期间="上半年", 上年="上年.yaml")
    assert "慰问60户，比上年同期增长20%；物资9件，比上年同期增长1%。" in text_of(shown(tmp_path, 上年=before, 今年=now))


def test_a_county_adds_what_its_towns_have_by_the_same_name(tmp_path):
    towns = {name: own(f"名称: 物资包, 数值: {count}份", unit=name) for name, count in (("甲镇", 12), ("乙镇", 30))}
    towns["丙镇"] = own("名称: 别的, 数值: 7份", unit="丙镇")
    county = own(
        "名称: 物资包, 汇总: 相加",
        "名称: 无人有, 汇总: 相加",
        report="county",
        unit="东江县",
        汇总自="[甲镇.yaml, 乙镇.yaml, 丙镇.yaml]",
    )
    summary = shown(tmp_path, 今年=county, **towns)
    assert "物资包42份（不含丙镇）。" in text_of(summary)
    assert any("丙镇没有这一条" in line for line in said(summary))
    assert any("各单位的表单里没有同名、同单位的自定义，没有合计" in line for line in said(summary))


@pytest.mark.parametrize(
    ("one", "other", "printed"),
    [
        ("约120份", "30份", "物资包约150份"),
        ("3.41万份", "7754份", "物资包4.19万份"),
        ("120余份", "30多份", "物资包超过150份"),
        ("近100份", "近200份", "物资包近300份"),
        ("约1200份", "34份", "物资包约12"),
    ],
)
def test_figures_known_roughly_come_together_as_those_of_fields_do(tmp_path, one, other, printed):
    towns = {name: own(f"名称: 物资包, 数值: {text}", unit=name) for name, text in (("甲镇", one), ("乙镇", other))}
    county = own("名称: 物资包, 汇总: 相加", report="county", unit="东江县", 汇总自="[甲镇.yaml, 乙镇.yaml]")
    summary = shown(tmp_path, 今年=county, **towns)
    assert printed in text_of(summary)
    assert not any("没有合计" in line for line in said(summary))


BASE = "报告: town\n单位: 柳河镇\n年度: 2023\n低保:\n  农村: {户数: 300户, 人数: 500人}\n  新增: {户数: 20户, 人数: 30人}\n  申报审批: [信息比对, 应保尽保]\n"


@pytest.mark.parametrize(
    ("place", "printed"),
    [
        ("新增", "全年新纳入低保对象20户、30人。其中通过热线受理3户。"),
        ("低保.新增", "全年新纳入低保对象20户、30人。其中通过热线受理3户。"),
        ("新增.户数之后", "全年新纳入低保对象20户、30人。其中通过热线受理3户。"),
        ("农村", "有农村低保对象300户、500人。其中通过热线受理3户。"),
    ],
)
def test_a_figure_stands_behind_the_sentence_it_names(place, printed):
    text = text_of(built(BASE + f"  自定义:\n    - {{名称: 其中通过热线受理, 数值: 3户, 放在: {place}}}\n"))
    assert printed in text


def test_all_there_is_of_a_section_may_want_to_stand_behind_what_is_not_there():
    entry = "{名称: 通过热线受理, 数值: 3户, 放在: 新增}"
    text = text_of(built(f"单位: 柳河镇\n年度: 2023\n低保:\n  自定义: [{entry}]\n"))
    assert "一、城乡低保\n通过热线受理3户。" in text


def test_behind_a_sentence_that_is_not_printed_it_stands_in_the_usual_place():
    text = text_of(built(BASE + "  自定义:\n    - {名称: 通过热线受理, 数值: 3户, 放在: 取消}\n"))
    assert "通过热线受理3户。" in text

"""Scopes: figures told by parts, declared once in scopes.yaml and taken by any group."""

import pytest
from chinese import find_broken_document
from forms import built, put, said, text_of, write
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.commands.check_templates import check_templates
from generator.library.overlays import open_shelf
from generator.problem import Severity

HEAD = "报告: county\n单位: 东江县民政局\n年度: 2022\n"
OUTREACH = "sections/outreach/form.yaml"


def told(form, **overlay):
    return built(HEAD + form, **overlay)


def grave(summary):
    return [one.what for one in summary.problems if one.severity > Severity.NOTICE]


def test_parts_are_told_behind_the_whole():
    text = text_of(told("特困供养:\n  人数: 399人\n  城市: {人数: 75人}\n  农村: {人数: 324人, 月标准: 807元}\n"))
    assert "共有特困人员399人。城市特困人员75人；农村特困人员324人、供养标准每人每月807元。" in text


def test_a_whole_follows_from_its_parts():
    text = text_of(told("特困供养:\n  城市: {资金: 86万元}\n  农村: {资金: 313万元}\n"))
    assert "全年支出供养资金399万元。" in text


def test_of_one_part_no_whole_is_made():
    text = text_of(told("特困供养:\n  农村: {资金: 313万元}\n"))
    assert "支出供养资金" not in text
    assert "农村供养资金313万元。" in text


@pytest.mark.parametrize(
    ("form", "what"),
    [
        ("人数: 300人\n  城市: {人数: 75人}\n  农村: {人数: 324人}", "农村的人数多于全部人数"),
        ("人数: 398人\n  城市: {人数: 75人}\n  农村: {人数: 324人}", "城市、农村的人数相加不等于全部人数"),
        ("资金: 320万元\n  城市: {资金: 75万元}\n  农村: {资金: 224万元}", "按「城市.资金 + 农村.资金」算是299万元"),
        ("资金: 300万元\n  县本级: {资金: 350万元}", "县本级的资金多于全部资金"),
    ],
)
def test_parts_that_cannot_be_are_said(form, what):
    assert any(what in one for one in said(told(f"特困供养:\n  {form}\n")))


def test_parts_of_a_level_need_not_make_the_whole():
    summary = told("特困供养:\n  人数: 300人\n  资金: 300万元\n  县本级: {资金: 50万元}\n")
    assert grave(summary) == []
    assert "全年支出供养资金300万元。县本级供养资金50万元。" in text_of(summary)


TOWNS = "临时救助:\n  户数: 10户\n  人次: 27人次\n  金额: 6万元\n  各地:\n"


def test_areas_stand_in_a_table_under_their_names():
    summary = told(
        f"{TOWNS}    甲镇: {{户数: 2户, 人次: 10人次, 金额: 2万元}}\n    乙街道: {{户数: 8户, 人次: 17人次}}\n"
    )
    assert text_of(summary).split("\n")[4:17] == [
        "各地情况见下表。", "地方", "临时救助户数", "临时救助人次", "临时救助金额",
        "甲镇", "2户", "10人次", "2万元", "乙街道", "8户", "17人次", "—",
    ]  # fmt: skip
    assert grave(summary) == []


def test_areas_may_stand_in_a_list_too():
    listed = text_of(told(f"{TOWNS}    - {{地方: 甲镇, 户数: 2户}}\n    - {{地方: 乙镇, 户数: 8户}}\n"))
    assert listed == text_of(told(f"{TOWNS}    甲镇: {{户数: 2户}}\n    乙镇: {{户数: 8户}}\n"))


def test_areas_are_held_against_the_whole():
    summary = told(f"{TOWNS}    甲镇: {{户数: 12户, 人次: 7人次}}\n    乙镇: {{人次: 7人次}}\n")
    assert any("各地的户数相加多于户数" in one for one in grave(summary))
    assert any("各地的人次相加少于人次，可能没有列全" in one for one in said(summary))


def overlay(folder, scopes, taken):
    put(folder, "scopes.yaml", f"extends: standard\n{scopes}\n")
    put(folder, OUTREACH, f"extends: standard\nscopes: {taken}\n")
    return open_shelf(folder)


def test_a_county_declares_a_scope_and_any_group_takes_it(tmp_path):
    shelf = overlay(tmp_path, "辖区: {parts: [城区, 乡镇], whole: true}", "{辖区: [户数, 结对.户数]}")
    assert check_templates(shelf) == []
    form = "走访慰问:\n  户数: 40户\n  城区: {户数: 30户}\n  结对: {户数: 60户, 乡镇: {户数: 45户}}\n"
    text = text_of(told(form, shelf=shelf))
    assert "城区走访慰问困难家庭户数30户。" in text
    assert "乡镇结对帮扶的困难家庭户数45户。" in text


@pytest.mark.parametrize(
    ("scopes", "taken", "what"),
    [
        ("辖区: {parts: [城区]}", "{辖地: [户数]}", "没有「辖地」这样分。是不是「辖区」？"),
        ("辖区: {parts: [城区]}", "{辖区: [户头]}", "「户头」不是这一节的数。是不是「户数」？"),
        ("辖区: {whole: true}", "{辖区: [户数]}", "parts 和 each 要写其中一个"),
        ("辖区: {each: 地方}", "{辖区: [户数]}", "写了 each，就要有 label 和 lead"),
        ("辖区: {parts: [城区], called: '{甲}'}", "{辖区: [户数]}", "called 里只能用 {part} 和 {label}"),
    ],
)
def test_a_scope_that_is_none_is_said(tmp_path, scopes, taken, what):
    found = check_templates(overlay(tmp_path, scopes, taken))
    assert any(what in str(one) for one in found), found


def test_a_blank_form_names_them_only_in_full():
    from generator.blank.outline import Choice, outline
    from generator.commands.check_templates import specimen
    from generator.library.loading import load_library

    empty = specimen(load_library(open_shelf(), "town")[0], 0)
    usual, full = (
        {leaf.path for part in outline(empty, 2024, Choice(full=full)) for one in (part.shown, part.rest) for leaf in one.leaves()}
        for full in (False, True)
    )  # fmt: skip
    assert "特困供养.城市.人数" not in usual
    assert "特困供养.城市.人数" in full


PARTS = ("城市", "农村", "县本级")
FIELDS = {"人数": "人", "户数": "户", "资金": "元", "月标准": "元", "新增": "人", "退出": "人"}


@settings(max_examples=40, derandomize=True, deadline=None)
@given(st.data())
def test_whatever_parts_are_filled_in_the_paper_reads_well(data):
    form = {"报告": "county", "单位": "东江县民政局", "年度": "2022", "特困供养": {"措施": ["全额保障"]}}
    for part in (*PARTS, ""):
        names = data.draw(st.lists(st.sampled_from(list(FIELDS) if part != "县本级" else ["资金"]), unique=True))
        filled = {name: f"{data.draw(st.integers(1, 9)) if part else 9000}{FIELDS[name]}" for name in names}
        form["特困供养"].update({part: filled} if part else filled)
    areas = {
        f"{one}镇": {"户数": "1户", "人次": "2人次"}
        for one in data.draw(st.lists(st.sampled_from("甲乙丙"), unique=True))
    }
    form["临时救助"] = {"各地": areas, "措施": ["主动发现"]}
    summary = built(write(form).decode())
    if summary.document is not None:
        assert find_broken_document(summary.document) == []


ALIKE = [
    ("人数: 90人, 城市: {人数: 75人, 资金: 8万元, 退出: 3人}", "城市特困人员75人、供养资金8万元、退出供养3人"),
    ("人数: 90人, 农村: {资金: 8万元, 退出: 3人}", "农村供养资金8万元、退出供养3人"),
    ("人数: 90人, 城市: {月标准: 960元/月}, 农村: {月标准: 800元/月}", "城市供养标准每人每月960元；农村供养标准每人每月800元"),
    ("城市: {人数: 75人}, 农村: {人数: 15人}", "共有特困人员90人。城市特困人员75人；农村特困人员15人"),
    ("集中供养: 10人, 分散供养: 80人, 城市: {人数: 75人}, 农村: {人数: 15人}", "共有特困人员90人，其中集中供养10人、分散供养80人。城市"),
    ("农村: {人数: 15人}", "农村特困人员15人"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "printed"), ALIKE)
def test_a_part_is_named_once_and_its_whole_follows_from_all_of_them(typed, printed):
    text = text_of(built(f"单位: 柳河县\n报告: county\n年度: 2023\n特困供养: {{{typed}}}\n"))
    assert printed in text
    assert "共有特困人员15人" not in text


def test_parts_that_contradict_the_other_parts_are_an_error():
    summary = built(
        "单位: 柳河县\n报告: county\n年度: 2023\n特困供养: {集中供养: 10人, 分散供养: 80人, 城市: {人数: 75人}, 农村: {人数: 16人}}\n"
    )
    assert any("城市、农村的人数相加不等于全部人数" in one for one in said(summary))


def test_what_is_left_out_does_not_name_parts_that_the_form_has_nothing_of():
    blank = built(
        "单位: 柳河县\n报告: county\n年度: 2023\n特困供养: {人数: 90人, 城市: {人数: 75人}}\n临时救助: {人次: 5人次}\n"
    )
    paths = [path for one in blank.fallen for path in one.paths]
    assert "特困供养.农村.人数" not in paths
    assert "特困供养.市本级.资金" not in paths
    assert "临时救助.县本级.户数" not in paths
    assert "特困供养.城市.资金" in paths
    assert "特困供养.集中供养" in paths


def each_overlay(folder, form, scopes="辖区: {parts: [城区, 乡镇], said: {乡镇: 各乡镇}}"):
    put(folder, "scopes.yaml", f"extends: standard\n{scopes}\n")
    put(folder, OUTREACH, f"extends: standard\n{form}\n")
    return open_shelf(folder)


PARTED = """fields:
  【辖区】:
    户数: {kind: flow, unit: 户, label: 【辖区】走访户数, aliases: [慰问户数]}
    金额: {kind: amount, unit: 元, label: 【辖区】慰问金额, per: [【辖区】.户数]}
  乡镇:
    金额: {kind: amount, unit: 元, label: 乡镇自筹的慰问金额}
checks:
  - {rule: 【辖区】.户数 <= 户数, level: error, message: 【辖区】走访户数多于全部户数}
sentences:
  - {text: "【辖区】走访{{ 【辖区】.户数 }}、慰问{{ 【辖区】.金额 }}。", after: 户数}"""


def test_what_is_written_once_stands_for_each_part(tmp_path):
    shelf = each_overlay(tmp_path, PARTED)
    assert check_templates(shelf) == []
    form = "走访慰问:\n  户数: 40户\n  城区: {慰问户数: 30户, 金额: 3万元}\n  乡镇: {户数: 8户, 金额: 1万元}\n"
    text = text_of(told(form, shelf=shelf))
    assert "城区走访30户、慰问3万元。" in text
    assert "乡镇走访8户、慰问1万元。" in text
    from generator.library.loading import load_library

    leaves = {leaf.path: leaf for leaf in load_library(shelf, "county")[0].section("走访慰问").root.leaves()}
    labels = [leaves[f"走访慰问.{one}"].label for one in ("城区.户数", "乡镇.户数", "城区.金额", "乡镇.金额")]
    assert labels == ["城区走访户数", "各乡镇走访户数", "城区慰问金额", "乡镇自筹的慰问金额"]
    assert leaves["走访慰问.城区.金额"].counts == (("城区.户数",),)


def test_a_rule_written_once_holds_for_each_part_and_names_it(tmp_path):
    shelf = each_overlay(tmp_path, PARTED)
    found = grave(told("走访慰问:\n  户数: 40户\n  城区: {户数: 50户}\n  乡镇: {户数: 60户}\n", shelf=shelf))
    assert [one.partition("（")[0] for one in found] == ["城区走访户数多于全部户数", "各乡镇走访户数多于全部户数"]


@pytest.mark.parametrize(
    ("form", "what"),
    [
        ("fields: {【辖地】: {户数: {kind: flow, unit: 户}}}", "【辖地】不是 scopes.yaml 里分成几部分的一种。"),
        ("fields: {【各地】: {户数: {kind: flow, unit: 户}}}", "【各地】不是 scopes.yaml 里分成几部分的一种。"),
        ("checks: [{rule: 【辖地】.户数 <= 户数, message: 多了}]", "是不是「辖区」？"),
        ("fields: {【辖区】: {户数: {kind: flow}}}", "没有写单位"),
    ],
)
def test_a_part_of_nothing_is_said_with_its_line(tmp_path, form, what):
    found = [str(one) for one in check_templates(each_overlay(tmp_path, form))]
    assert any(what in one and f"{OUTREACH}:2" in one for one in found), found


def test_brackets_that_name_no_scope_are_left_as_they_are(tmp_path):
    shelf = each_overlay(
        tmp_path,
        'fields: {户数: {help: "【含慰问金】"}}\nsentences: [{text: "【注】{{ 户数 }}。"}]\nscopes: {辖区: [户数]}',
    )
    assert check_templates(shelf) == []


OVER_PARTS = [
    ("fields: {城镇: {户数: {label: 城里的低保户数}}}", "城镇.户数", "城里的低保户数"),
    ("fields: {【城镇农村】: {户数: {label: 【城镇农村】的低保家庭}}}", "农村.户数", "农村的低保家庭"),
    ("fields: {农村: {边远户数: {kind: stock, unit: 户}}}", "农村.边远户数", "农村边远户数"),
    ("remove: [农村.覆盖面]", "农村.覆盖面", None),
    ("remove: [各地标准]", "各地标准", None),
]


@pytest.mark.parametrize(("form", "path", "label"), OVER_PARTS)
def test_an_overlay_finds_the_parts_as_if_they_were_written_out(tmp_path, form, path, label):
    from generator.library.loading import load_library

    put(tmp_path, "sections/dibao/form.yaml", f"extends: standard\n{form}\n")
    library, problems = load_library(open_shelf(tmp_path), "town")
    assert library, problems
    found = library.section("低保").root.at(path)
    assert (found and found.label) == label


def test_an_overlay_takes_a_rule_for_one_part_away(tmp_path):
    form = "extends: standard\nremove: [农村.标准 >= 农村.原标准]\n"
    put(tmp_path, "sections/dibao/form.yaml", form)
    low = "报告: town\n单位: 柳河镇\n年度: 2023\n低保: {%s: {标准: 500元/月, 原标准: 600元/月}}\n"
    assert not any("新标准低于原标准" in one for one in said(built(low % "农村", shelf=open_shelf(tmp_path))))
    assert any("新标准低于原标准" in one for one in said(built(low % "城镇", shelf=open_shelf(tmp_path))))


GROUPS_BY_OTHER_NAMES = [
    ("低保: {城市: {户数: 12户, 人数: 20人}}", "低保.城镇.人数"),
    ("低保: {农村低保: {户数: 12户, 人数: 20人}}", "低保.农村.人数"),
    ("医疗救助: {住院救助: {人次: 20人次}}", "医疗救助.住院.人次"),
    ("残疾人: {困难残疾人生活补贴: {标准: 80元/月}}", "残疾人.生活补贴.标准"),
]


@pytest.mark.parametrize(("typed", "path"), GROUPS_BY_OTHER_NAMES)
def test_a_group_is_read_by_its_other_names(typed, path):
    summary = told(f"{typed}\n")
    assert grave(summary) == []
    assert path in summary.form.values


MEANT = [
    ("城市低保: {户数: 12户}", "是不是「低保」下面的「城镇」？"),
    ("农村低保: {户数: 12户}", "是不是「低保」下面的「农村」？"),
    ("残疾人: {生活补贴: {人数: 12人}}", "「生活补贴人数」"),
    ("残疾人: {护理补贴: {人数: 12人}}", "「护理补贴人数」"),
    ("低保: {城市: {家数: 12户}}", "「户数」"),
]


@pytest.mark.parametrize(("typed", "cure"), MEANT)
def test_a_group_is_offered_by_its_other_names(typed, cure):
    errors = [str(one) for one in told(f"{typed}\n").problems if one.severity > Severity.NOTICE]
    assert any(cure in one for one in errors), errors


def test_a_group_is_not_guessed_where_its_name_is_another_thing():
    errors = [str(one) for one in told("残疾人: {辅具: {人数: 12人}}\n").problems if one.severity > Severity.NOTICE]
    assert errors
    assert not any("辅具人数" in one for one in errors)

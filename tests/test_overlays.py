"""Data only: a town's wording over a county's over the standard, new sections and reports, and what goes wrong."""

from io import BytesIO

import docx
import pytest
from forms import put, said, text_of

from generator.commands.build import build_files
from generator.form.opening import Options
from generator.library.loading import load_library
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary, write_summary
from generator.problem import Severity

FORM = "单位: 柳河镇\n年度: 2023\n临时救助: {人次: 12人次}\n"
TEMPORARY = "sections/temporary/section.md"


@pytest.fixture(autouse=True)
def _fresh_libraries():
    load_library.cache_clear()


def summary_in(folder, form=FORM, overlays=(), **options):
    """The summary of a form that lies in ``folder``."""
    put(folder, "柳河镇.yaml", form)
    return read_summary(folder / "柳河镇.yaml", Options(open_shelf(*overlays), **options))


def worse(summary):
    """What is said of a form that is more than a notice."""
    return [line for line in said(summary) if not line.startswith("提示")]


# What data alone can do.

VOLUNTEERS = """\
key: 志愿服务
aliases: [志愿者]
heading: 志愿服务
fields:
  人数: {kind: stock, unit: 人, label: 志愿者人数}
  组织: {kind: stock, unit: 个, label: 志愿服务队个数, formula: 村级 + 镇级}
  村级: {kind: stock, unit: 个, label: 村级志愿服务队}
  镇级: {kind: stock, unit: 个, label: 镇级志愿服务队}
  措施:
    kind: items
    phrases: {义诊: 组织上门义诊}
checks:
  - {rule: 组织 <= 人数, level: error, message: 志愿服务队比志愿者还多}
"""
WORDING = "截至{{ 截至 }}，{{ 全域 }}共有志愿服务队{{ 组织 }}（村级{{ 村级 }}，镇级{{ 镇级 }}）、志愿者{{ 人数 }}。\n\n主要做法：{{ 措施 | 分点 }}。\n"
REPORT = """\
name: 志愿服务总结
business: 志愿服务工作
title: "{{ 单位 }}{{ 报告期 }}{{ 业务 }}总结"
sections:
  - opening
  - heading: 主要工作
    sections: [volunteers, {section: temporary, heading: 急难救助}]
  - problems
"""


def test_a_section_a_report_and_a_town_override_are_data_only(tmp_path):
    county, town = tmp_path / "county", tmp_path / "town"
    put(county, "sections/volunteers/form.yaml", VOLUNTEERS)
    put(county, "sections/volunteers/section.md", WORDING)
    put(county, "reports/volunteers.yaml", REPORT)
    put(town, TEMPORARY, "全镇救急{{ 人次 }}。\n")
    put(tmp_path, "forms/zongjie.yaml", "模板: [../county, ../town]\n")
    form = (
        "报告: volunteers\n单位: 柳河镇\n年度: 2023\n志愿者: {人数: 86, 村级: 4, 镇级: 1, 措施: [义诊, 定期理发]}\n"
        "临时救助: {人次: 12}\n存在问题: [人手不足]\n"
    )
    put(tmp_path, "forms/柳河镇.yaml", form)
    results = list(build_files([tmp_path / "forms" / "柳河镇.yaml"], tmp_path / "out", Options(open_shelf())))
    assert [problem for result in results for problem in result.problems if problem.severity > Severity.NOTICE] == []
    document = docx.Document(tmp_path / "out" / "柳河镇2023年志愿服务工作总结.docx")
    lines = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert lines[:9] == [
        "柳河镇2023年志愿服务工作总结",
        "现将我镇2023年志愿服务工作总结如下。",
        "一、主要工作",
        "（一）志愿服务",
        "截至2023年底，全镇共有志愿服务队5个（村级4个，镇级1个）、志愿者86人。",
        "主要做法：一是组织上门义诊；二是定期理发。",
        "（二）急难救助",
        "全镇救急12人次。",
        "二、存在的问题",
    ]


def test_a_rule_and_a_formula_of_a_new_section_hold(tmp_path):
    put(tmp_path, "own/sections/volunteers/form.yaml", VOLUNTEERS)
    put(tmp_path, "own/sections/volunteers/section.md", WORDING)
    put(tmp_path, "own/reports/volunteers.yaml", REPORT)
    head = "模板: own\n报告: volunteers\n单位: 柳河镇\n年度: 2023\n志愿服务:\n"
    (problem,) = said(summary_in(tmp_path, f"{head}  人数: 3人\n  村级: 4\n  镇级: 1\n"))
    assert problem.startswith("错误 ")
    assert "志愿服务队比志愿者还多（组织 = 5；人数 = 3）。请核对。" in problem


def test_terms_may_be_overridden_alone(tmp_path):
    shelf = open_shelf()
    terms = shelf.read("terms.yaml")[0].decode().replace("name: 特困人员,", "name: 特困供养对象,")
    put(tmp_path, "own/terms.yaml", terms)
    form = "模板: own\n单位: 柳河镇\n年度: 2023\n特困供养: {人数: 5人}\n"
    assert "全镇共有特困供养对象5人。" in text_of(summary_in(tmp_path, form))


# Which file wins.


def test_town_lies_over_county_over_standard_file_by_file(tmp_path):
    put(tmp_path / "county", TEMPORARY, "县里写：{{ 人次 }}。\n")
    put(tmp_path / "county", "sections/medical/section.md", "县里写：{{ 人次 }}。\n")
    put(tmp_path / "town", TEMPORARY, "镇里写：{{ 人次 }}。\n")
    form = f"{FORM}医疗救助: {{人次: 7人次}}\n流浪乞讨: {{人次: 3人次}}\n"
    county_town = text_of(summary_in(tmp_path, form, (tmp_path / "county", tmp_path / "town")))
    assert "镇里写：12人次。" in county_town
    assert "县里写：7人次。" in county_town
    assert "全年救助流浪乞讨人员3人次。" in county_town
    assert "县里写：12人次。" in text_of(summary_in(tmp_path, form, (tmp_path / "town", tmp_path / "county")))


def test_the_form_lies_over_its_folder_and_the_folder_over_the_command(tmp_path):
    for name in ("命令", "文件夹", "表单"):
        put(tmp_path, f"{name}/{TEMPORARY}", f"按{name}：{{{{ 人次 }}}}。\n")
    overlays = (tmp_path / "命令",)
    assert "按命令：12人次。" in text_of(summary_in(tmp_path, overlays=overlays))
    put(tmp_path, "zongjie.yaml", "模板:\n  - 文件夹\n")
    assert "按文件夹：12人次。" in text_of(summary_in(tmp_path, overlays=overlays))
    assert "按表单：12人次。" in text_of(summary_in(tmp_path, f"模板: 表单\n{FORM}", overlays))
    assert "按表单：12人次。" in text_of(summary_in(tmp_path, f"模板: [命令, 表单]\n{FORM}"))


def test_a_folder_named_twice_lies_over_the_others_once(tmp_path):
    put(tmp_path, "县/sections/temporary/form.yaml", "extends: standard\nremove: [户数]\n")
    put(tmp_path, f"镇/{TEMPORARY}", "镇里写：{{ 人次 }}。\n")
    summary = summary_in(tmp_path, f"模板: [县, 镇]\n{FORM}", (tmp_path / "县",))
    assert [line for line in said(summary) if not line.startswith("提示")] == []
    assert "镇里写：12人次。" in text_of(summary)


def test_a_report_that_extends_itself_is_told_so(tmp_path, zongjie):
    put(tmp_path, "县/reports/three.yaml", "name: 试\nextends: three\n")
    code, output = zongjie("templates", "check", "县")
    assert code == 1
    assert "县/reports/three.yaml:2 extends：「three」沿用的是它自己。请写要沿用的另一种总结：bureau、" in output


def test_a_folders_script_and_layout_hold_for_its_forms_and_the_form_may_differ(tmp_path):
    put(tmp_path, "zongjie.yaml", "文字: 繁体\n版式: plain-office\n")
    summary = summary_in(tmp_path)
    assert "實施臨時救助12人次" in text_of(summary)
    assert summary.settings.layout == "plain-office"
    assert b"word/document.xml" in write_summary(summary, Options(open_shelf()))
    assert "实施临时救助12人次" in text_of(summary_in(tmp_path, script="zh-Hans"))


def test_settings_are_no_form(tmp_path, zongjie):
    put(tmp_path, "表单/zongjie.yaml", "文字: 简体\n")
    put(tmp_path, "表单/柳河镇.yaml", FORM)
    code, output = zongjie("check", "表单")
    assert code == 0
    assert "检查了1份表单" in output


# The commands.


def test_templates_may_be_given_several_times(tmp_path, zongjie):
    put(tmp_path / "county", TEMPORARY, "县里写：{{ 人次 }}。\n")
    put(tmp_path / "town", TEMPORARY, "镇里写：{{ 人次 }}。\n")
    put(tmp_path, "柳河镇.yaml", FORM)
    assert "镇里写：12人次。" in zongjie("show", "柳河镇.yaml", "--templates", "county", "--templates", "town")[1]
    code, _ = zongjie("build", "柳河镇.yaml", "--templates", "town", "--templates", "county", "-o", "out")
    assert code == 0
    (made,) = (tmp_path / "out").glob("*.docx")
    assert "县里写：12人次。" in [paragraph.text for paragraph in docx.Document(BytesIO(made.read_bytes())).paragraphs]


def test_list_shows_which_file_each_section_comes_from(tmp_path, zongjie):
    put(tmp_path / "town", TEMPORARY, "镇里写：{{ 人次 }}。\n")
    code, output = zongjie("templates", "list", "--report", "town", "--templates", "town")
    assert code == 0
    assert "现有的总结：bureau、community、county、town、welfare-home。" in output
    lines = {line.split()[-2]: line.split()[-1] for line in output.splitlines() if line.startswith("  ")}
    assert lines["临时救助"].startswith(f"town/{TEMPORARY}、")
    assert lines["临时救助"].endswith("templates/zh/sections/temporary/form.yaml")
    assert lines["低保"].endswith("templates/zh/sections/dibao/section.md")


@pytest.mark.parametrize("report", ["county", "community", "welfare-home", "bureau"])
def test_list_knows_every_report(report, zongjie):
    code, output = zongjie("templates", "list", "--report", report)
    assert code == 0
    assert f"{report}（" in output


def test_copy_starts_an_override_that_wins_and_keeps_what_is_there(tmp_path, zongjie):
    assert zongjie("templates", "copy", "dibao", "--to", "本镇")[0] == 0
    copied = tmp_path / "本镇" / "sections" / "dibao" / "section.md"
    standard = open_shelf().read("sections/dibao/section.md")[0]
    assert copied.read_bytes() == standard
    copied.write_text("全镇低保{{ 合计.人数 }}。\n", encoding="utf-8")
    code, output = zongjie("templates", "copy", "dibao", "--to", "本镇")
    assert code == 1
    assert "已经有了，没有改动它。" in output
    assert copied.read_text(encoding="utf-8") == "全镇低保{{ 合计.人数 }}。\n"
    put(tmp_path, "柳河镇.yaml", "模板: 本镇\n单位: 柳河镇\n年度: 2023\n低保: {合计: {人数: 9人}}\n")
    assert "全镇低保9人。" in zongjie("show", "柳河镇.yaml")[1]


def test_copy_of_what_does_not_exist_names_what_does(zongjie):
    code, output = zongjie("templates", "copy", "dibo", "--to", "本镇")
    assert code != 0
    assert "模板里没有「dibo」" in output
    assert "dibao" in output


def test_check_proves_an_overlay(tmp_path, zongjie):
    put(tmp_path / "town", TEMPORARY, "全镇救急{{ 人次 }}。\n\n花了{{ 今额 }}。\n")
    code, output = zongjie("templates", "check", "town")
    assert code == 1
    assert f"错误 town/{TEMPORARY}:3：没有「今额」这个项目。是不是「金额」？" in output


def test_check_finds_a_field_that_no_sentence_prints(tmp_path, zongjie):
    put(
        tmp_path / "town",
        TEMPORARY,
        "全镇救急{{ 人次 }}、{{ 人数 }}、{{ 户数 }}，花了{{ 金额 }}。\n",
    )
    code, output = zongjie("templates", "check", "town")
    assert code == 0
    assert any("临时救助·备用金：" in line and "没有一句用到" in line for line in output.splitlines())


# What goes wrong, with file, line and cure.

BAD = {
    "wording": ({TEMPORARY: "全镇救急\n{{ 人此 }}。\n"}, f"own/{TEMPORARY}:2：没有「人此」这个项目。是不是「人次」？"),
    "syntax": ({TEMPORARY: "全镇\n\n{% if 人次 %}救急{{ 人次 }}。\n"}, f"own/{TEMPORARY}:3"),
    "filter": ({TEMPORARY: "救急{{ 人次 | 同笔 }}。\n"}, f"own/{TEMPORARY}:1"),
    "field": (
        {"sections/temporary/form.yaml": "key: 临时救助\nfields:\n  人次: {kind: flo, unit: 人次}\n"},
        "own/sections/temporary/form.yaml:3 临时救助·人次·kind：",
    ),
    "rule": (
        {"sections/temporary/form.yaml": "key: 临时救助\nfields:\n  人次: {kind: flow, unit: 人次}\n"
         "checks:\n  - {rule: 人此 <= 3, message: 甲}\n"},
        "own/sections/temporary/form.yaml:5：没有「人此」这个项目。是不是「人次」？",
    ),
    "yaml": ({"terms.yaml": "供养对象:\n\t- {name: 五保}\n"}, "own/terms.yaml:2"),
    "term without dates": (
        {"terms.yaml": "供养对象:\n  - {name: 五保对象}\n  - {name: 特困人员}\n"},
        "own/terms.yaml:3 供养对象：「五保对象」和「特困人员」没有写明哪一年换的名字。请给前一个写上 until，后一个写上 from。",
    ),
    "two claims": (
        {
            "sections/relieve/form.yaml": "key: 救急\naliases: [临时救助]\nfields:\n  人次: {kind: flow, unit: 人次}\n",
            "sections/relieve/section.md": "{{ 人次 }}。\n",
            "reports/town.yaml": "name: 甲\ntitle: 乙\nbusiness: 丙\nsections:\n  - temporary\n  - relieve\n",
        },
        "own/sections/relieve/form.yaml:2 临时救助：「临时救助」已经是 ",
    ),
    "no such section": (
        {"reports/town.yaml": "name: 甲\ntitle: 乙\nbusiness: 丙\nsections:\n  - opening\n  - temporery\n"},
        "own/reports/town.yaml:6 sections：没有 sections/temporery/form.yaml。是不是「temporary」？",
    ),
    "no such layout": (
        {"reports/town.yaml": "name: 甲\ntitle: 乙\nbusiness: 丙\nlayout: gbt9740\nsections: [temporary]\n"},
        "own/reports/town.yaml:4 layout：没有「gbt9740」这个版式。是不是「gbt9704」？",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("files", "problem"), BAD.values(), ids=BAD)
def test_an_override_that_breaks_is_named_with_file_and_line(tmp_path, monkeypatch, files, problem):
    monkeypatch.chdir(tmp_path)
    for name, text in files.items():
        put(tmp_path / "own", name, text)
    summary = summary_in(tmp_path, f"模板: own\n{FORM}")
    assert summary.document is None
    errors = [line for line in said(summary) if line.startswith("错误")]
    assert any(line.startswith(f"错误 {problem}") for line in errors), errors
    assert all(line.endswith(("。", "？")) for line in errors)


FORMS = {
    "unknown report": ("报告: twon\n", "错误 柳河镇.yaml:1 报告：没有「twon」", "「town」"),
    "unknown script": ("文字: 火星文\n", "错误 柳河镇.yaml:1 文字：没有「火星文」这种文字。", "可以填：简体、繁体。"),
    "missing folder": ("模板: 本镇模板\n", "错误 柳河镇.yaml:1 模板：没有「本镇模板」这个模板文件夹。", "路径从这个文件所在的文件夹算起"),
    "missing among several": ("模板:\n  - 本镇模板\n", "错误 柳河镇.yaml:2 模板：没有「本镇模板」这个模板文件夹。", "请核对"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "problem", "cure"), FORMS.values(), ids=FORMS)
def test_a_form_that_asks_for_what_does_not_exist_is_told_at_its_line(tmp_path, monkeypatch, line, problem, cure):
    monkeypatch.chdir(tmp_path)
    summary = summary_in(tmp_path, line + FORM)
    assert summary.document is None
    (found,) = worse(summary)
    assert found.startswith(problem)
    assert cure in found


SETTINGS = {
    "unknown key": ("模版: [甲]\n", "错误 zongjie.yaml:1 模版：不认识「模版」。"),
    "unknown script": ("文字: 火星文\n", "错误 zongjie.yaml:1 文字：没有「火星文」这种文字。可以填：简体、繁体。"),
    "unknown layout": ("文字: 简体\n版式: traditionel\n", "错误 zongjie.yaml:2 版式：没有「traditionel」这个版式。是不是「traditional」？"),
    "missing folder": ("模板: [本镇模板]\n", "错误 zongjie.yaml:1 模板：没有「本镇模板」这个模板文件夹。"),
    "no list": ("模板: 甲\n", "错误 zongjie.yaml:1 模板：「模板」应当是一列"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "problem"), SETTINGS.values(), ids=SETTINGS)
def test_a_folders_settings_are_checked_like_a_form(tmp_path, monkeypatch, text, problem):
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "zongjie.yaml", text)
    summary = summary_in(tmp_path)
    assert summary.document is None
    assert any(line.startswith(problem) for line in said(summary)), said(summary)


def test_one_folders_bad_settings_stop_no_other_folder(tmp_path, zongjie):
    put(tmp_path, "甲/柳河镇.yaml", FORM)
    put(tmp_path, "乙/桃溪镇.yaml", FORM.replace("柳河", "桃溪"))
    put(tmp_path, "甲/zongjie.yaml", "版式: 没有的\n")
    code, _ = zongjie("build", "甲", "乙", "-o", "out")
    assert code == 1
    assert [path.name for path in (tmp_path / "out").glob("*.docx")] == ["桃溪镇2023年社会救助工作总结.docx"]


def test_a_phrase_that_exists_nowhere_is_warned_of_with_the_nearest(tmp_path):
    summary = summary_in(tmp_path, FORM.replace("12人次}", "12人次, 措施: [主动发线]}"))
    (problem,) = worse(summary)
    assert problem.startswith("警告 ")
    assert "柳河镇.yaml:3 临时救助·措施：「主动发线」不是这里的短名，会照字面印出。是不是「主动发现」？" in problem
    assert "主动发线" in text_of(summary)


def test_templates_that_do_not_exist_are_a_mistyped_command(zongjie):
    code, output = zongjie("check", "--templates", "没有这个文件夹")
    assert code == 2
    assert "没有这个文件夹" in output

"""Templates of a county or town: what is wrong in them is said with file and line, and what is right builds."""

import shutil
from io import BytesIO
from pathlib import Path

import docx
import pytest
from casefiles import CASES, Case, name_of, read_cases
from catalogue import REPORTS, UNITS, composed, whole_form
from chinese import find_broken_document
from forms import REPORT, ROOT, built, leaves, library, put, said, text_of, trial, trial_form, without
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.commands.check_templates import check_templates
from generator.document.tree import Heading
from generator.form.opening import Options
from generator.library.idle_names import idle_names
from generator.library.loading import load_library
from generator.library.overlays import Shelf, open_shelf, standard_folder
from generator.making.summarize import write_summary
from generator.problem import Severity

FIELDS = """\
户数: {kind: stock, unit: 户}
人数: {kind: stock, unit: 人}
是否: {kind: flag}
方式: {kind: choice, options: [集中, 分散]}
名称: {kind: text}
做法: {kind: items}
组:
  甲: {kind: stock, unit: 人}
笔:
  kind: records
  fields:
    甲: {kind: stock, unit: 人}
    乙: {kind: stock, unit: 人}
"""
SPEECH = """\
selves:
  镇: [我镇, 全镇]
  "*": [我单位, 本单位]
periods:
  全年: [1, 12]
  上半年: [1, 6]
period_texts:
  whole_year: "{year}年"
  part_of_year: "{year}年{name}"
  months: "{year}年{first}—{last}月"
  year_end: "{year}年底"
  month_end: "{year}年{last}月底"
  following: {全年: "{next}年", "*": 下一步}
healing:
  lead_ins: [其中, 分别为]
  lead_clauses: [截至.*]
  links: [其中, 同时]
"""
FULL = {
    "户数": "3",
    "人数": "5",
    "是否": "是",
    "方式": "集中",
    "名称": "送温暖",
    "做法": ["走访", "登记"],
    "组": {"甲": "1"},
    "笔": [{"甲": "1", "乙": "2"}],
}
WORDING = "共有{{ 户数 }}、{{ 人数 }}。\n"
CHANGE = " => "
STAND_INS = str.maketrans({"⏎": "\n", "→": "\t"})


def faulty(folder: Path, change: str) -> list[str]:
    """What is said of a full form under templates with one file changed as a case writes it."""
    trial(folder, FIELDS, WORDING, wording_yaml=SPEECH)
    name, _, rest = change.partition("\n")
    changes = [line.split(CHANGE) for line in rest.split("\n") if CHANGE in line]
    if changes:
        text = (folder / name).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new.translate(STAND_INS), 1)
        rest = text
    put(folder, name, rest)
    found = said(built(trial_form(FULL), shelf=open_shelf(folder)))
    return [line.replace(f"{folder}/", "") for line in found if line.startswith("错误")]


@pytest.mark.parametrize("case", read_cases(CASES / "templates.txt"), ids=name_of)
def test_a_fault_is_said_with_file_and_line(case: Case, tmp_path):
    assert faulty(tmp_path, case.given) == case.expected.split("\n")


def errors(shelf) -> list[str]:
    return [line for line in said(built(trial_form(FULL), shelf=shelf)) if line.startswith("错误")]


def test_wording_in_gbk_is_refused_not_guessed(tmp_path):
    trial(tmp_path, FIELDS, WORDING)
    put(tmp_path, "sections/trial/section.md", WORDING.encode("gbk"))
    place = tmp_path / "sections" / "trial" / "section.md"
    assert errors(open_shelf(tmp_path)) == [f"错误 {place}：模板不是UTF-8编码。请在编辑器里另存为UTF-8。"]


def test_fields_in_gbk_are_read_with_a_notice(tmp_path):
    shelf = trial(tmp_path, FIELDS, WORDING)
    path = tmp_path / "sections" / "trial" / "form.yaml"
    path.write_bytes(path.read_bytes().decode().encode("gbk"))
    summary = built(trial_form(FULL), shelf=shelf)
    assert "共有3户、5人。" in text_of(summary)
    assert any("文件是GBK编码" in line for line in said(summary))


def test_a_section_without_wording_is_missing(tmp_path):
    trial(tmp_path, FIELDS, WORDING)
    (tmp_path / "sections" / "trial" / "section.md").unlink()
    place = tmp_path / "reports" / "trial.yaml"
    advice = "请加上这个文件，或从 sections 里去掉它。"
    assert errors(open_shelf(tmp_path)) == [f"错误 {place}:5 sections：没有 sections/trial/section.md。{advice}"]


def test_a_report_that_does_not_exist_is_the_forms_own_fault(tmp_path):
    trial(tmp_path, FIELDS, WORDING)
    form = "单位: 甲镇\n年度: 2023\n报告: trail\n"
    assert said(built(form, shelf=open_shelf(tmp_path))) == [
        "错误 表单.yaml:3 报告：没有「trail」这个总结。是不是「trial」？"
    ]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "C:\\x", ".."])
def test_a_report_is_a_name_and_no_path(name):
    summary = built({"单位": "甲镇", "年度": "2023", "报告": name})
    assert summary.document is None
    assert [line for line in said(summary) if line.startswith("错误")]


def test_brackets_nested_without_end_are_a_fault_not_a_crash(tmp_path):
    shelf = trial(tmp_path, FIELDS, f"共有{{{{ {'(' * 5000}户数{')' * 5000} }}}}。\n")
    (line,) = errors(shelf)
    assert line.endswith("section.md:1：括号或语句套得太深。请分开来写。")


def test_a_term_that_is_not_in_the_table_names_those_that_are(tmp_path):
    shelf = trial(tmp_path, FIELDS, "共有{{ 词.供样对象 }}{{ 人数 }}。\n")
    (line,) = errors(shelf)
    assert "section.md:1：词语表里没有「供样对象」。" in line
    assert "供养对象" in line


def test_nothing_can_be_built_while_a_fault_stands(tmp_path):
    shelf = trial(tmp_path, FIELDS, "共有{{ 户树 }}。\n")
    assert built(trial_form(FULL), shelf=shelf).document is None
    put(tmp_path, "sections/trial/section.md", WORDING)
    load_library.cache_clear()
    assert "共有3户、5人。" in text_of(built(trial_form(FULL), shelf=shelf))


def test_a_fault_in_a_section_stops_only_forms_that_use_it(tmp_path):
    put(tmp_path, "sections/temporary/section.md", "{{ 没有的 }}")
    shelf = open_shelf(tmp_path)
    head = {"单位": "甲镇", "年度": "2023"}
    assert built({**head, "存在问题": ["人手不足"]}, shelf=shelf).document
    assert built({**head, "临时救助": {"人次": "3"}}, shelf=shelf).document is None


# What a county or town can do with a folder of its own.


def docx_lines(summary, shelf):
    data = write_summary(summary, Options(shelf))
    return [paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs]


def test_a_town_rewords_one_section(tmp_path):
    put(tmp_path, "sections/temporary/section.md", "我们帮了{{ 人次 }}，花了{{ 金额 }}。\n")
    shelf = open_shelf(tmp_path)
    summary = built({"单位": "甲镇", "年度": "2023", "临时救助": {"人次": "3", "金额": "500元"}}, shelf=shelf)
    assert "我们帮了3人次，花了500元。" in docx_lines(summary, shelf)


def test_a_town_adds_a_field_and_its_sentence(tmp_path):
    for name in ("form.yaml", "section.md"):
        text = (ROOT / "templates" / "zh" / "sections" / "temporary" / name).read_text(encoding="utf-8")
        put(tmp_path, f"sections/temporary/{name}", text)
    form = tmp_path / "sections" / "temporary" / "form.yaml"
    head, _, rest = form.read_text(encoding="utf-8").partition("\nfields:\n")
    form.write_text(
        f"{head}\nfields:\n  回访: {{kind: flow, unit: 户, label: 救助后回访户数}}\n{rest}", encoding="utf-8"
    )
    wording = tmp_path / "sections" / "temporary" / "section.md"
    wording.write_text(wording.read_text(encoding="utf-8") + "\n救助后回访{{ 回访 }}。\n", encoding="utf-8")
    shelf = open_shelf(tmp_path)
    head = {"单位": "甲镇", "年度": "2023"}
    summary = built({**head, "临时救助": {"人次": "3", "回访": "120"}}, shelf=shelf)
    assert any(line.endswith("救助后回访120户。") for line in docx_lines(summary, shelf))
    assert "回访" not in text_of(built({**head, "临时救助": {"人次": "3"}}, shelf=shelf))


def test_a_town_adds_a_section_and_a_report(tmp_path):
    fields = "人数: {kind: stock, unit: 人, label: 志愿者人数}\n活动:\n  kind: items\n  phrases: {义诊: 组织上门义诊}"
    shelf = trial(tmp_path, fields, "现有志愿者{{ 人数 }}。{{ 活动 | 分点 }}。\n")
    put(tmp_path, "reports/trial.yaml", REPORT.replace("- trial", "- opening\n  - {section: trial, heading: 志愿服务}"))
    summary = built(trial_form({"人数": "12", "活动": ["义诊", "定期理发"]}), shelf=shelf)
    lines = docx_lines(summary, shelf)
    assert lines[0] == "甲镇2023年总结"
    assert "一、志愿服务" in lines
    assert "现有志愿者12人。一是组织上门义诊；二是定期理发。" in lines


def test_a_town_has_names_and_words_of_its_own(tmp_path):
    put(tmp_path, "wording.yaml", SPEECH.replace("镇: [我镇, 全镇]", "镇: [本镇, 镇域]"))
    put(
        tmp_path,
        "terms.yaml",
        (ROOT / "templates/zh/terms.yaml").read_text(encoding="utf-8").replace("特困人员", "特困老人"),
    )
    text = text_of(built({"单位": "甲镇", "年度": "2023", "特困供养": {"人数": "5"}}, shelf=open_shelf(tmp_path)))
    assert "现将本镇2023年社会救助工作总结如下。" in text
    assert "截至2023年底，镇域共有特困老人5人。" in text


def test_the_last_folder_named_lies_on_top(tmp_path):
    put(tmp_path / "county", "sections/temporary/section.md", "县里说{{ 人次 }}、{{ 金额 }}。\n")
    put(tmp_path / "county", "sections/medical/section.md", "县里说{{ 人次 }}。\n")
    put(tmp_path / "town", "sections/temporary/section.md", "镇里说{{ 人次 }}、{{ 金额 }}。\n")
    form = {"单位": "甲镇", "年度": "2023", "临时救助": {"人次": "3"}, "医疗救助": {"人次": "4"}}
    text = text_of(built(form, shelf=open_shelf(tmp_path / "county", tmp_path / "town")))
    assert "镇里说3人次。" in text
    assert "县里说4人次。" in text


def test_a_section_may_speak_of_another_that_the_form_does_not_use(tmp_path):
    put(tmp_path, "sections/temporary/section.md", "救助{{ 人次 }}，其中低保对象{{ 表.低保.合计.人数 }}。\n")
    shelf, head = open_shelf(tmp_path), {"单位": "甲镇", "年度": "2023", "临时救助": {"人次": "3"}}
    assert "救助3人次。" in text_of(built(head, shelf=shelf))
    assert "救助3人次，其中低保对象2人。" in text_of(built({**head, "低保": {"合计": {"人数": "2"}}}, shelf=shelf))


def test_a_rule_of_a_town_is_checked(tmp_path):
    rules = "checks:\n  - {rule: 人数 <= 户数 * 10, level: error, message: 每户超过十人}\nfields:"
    shelf = trial(tmp_path, FIELDS, WORDING)
    form = tmp_path / "sections" / "trial" / "form.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("fields:", rules, 1), encoding="utf-8")
    assert said(built(trial_form({"户数": "3", "人数": "31"}), shelf=shelf)) == [
        "错误 表单.yaml:6 试·人数：每户超过十人（人数 = 31；户数 * 10 = 30）。请核对。"
    ]


def lone(folder: Path, fields: str, wording: str) -> Shelf:
    """Templates with the report ``trial`` and no other, over what all sections of the standard share."""
    shared = folder.with_name(f"{folder.name}-shared")
    shared.mkdir(exist_ok=True)
    for name in ("units.yaml", "terms.yaml", "checks.yaml", "custom", "layouts"):
        source, target = ROOT / "templates" / "zh" / name, shared / name
        shutil.copytree(source, target, dirs_exist_ok=True) if source.is_dir() else shutil.copy(source, target)
    trial(folder, fields, wording, wording_yaml=SPEECH)
    return Shelf((folder, shared))


def errors_of(shelf: Shelf) -> list[str]:
    """What the template check calls wrong, paths as they stand in the folder."""
    found = [str(problem) for problem in check_templates(shelf) if problem.severity is Severity.ERROR]
    return [line.replace(f"{shelf.folders[0]}/", "") for line in found]


@pytest.mark.parametrize("case", read_cases(CASES / "unfillable.txt"), ids=name_of)
def test_a_field_that_nobody_can_fill_in_is_said_with_file_and_line(case: Case, tmp_path):
    assert errors_of(lone(tmp_path, case.given, "写了一句。\n")) == case.expected.split("\n") * bool(case.expected)


@pytest.mark.parametrize("case", read_cases(CASES / "unused.txt"), ids=name_of)
def test_what_of_templates_does_nothing_is_said_with_its_file(case: Case, tmp_path):
    shelf = lone(tmp_path, "户数: {kind: stock, unit: 户}\n人数: {kind: stock, unit: 人}", WORDING)
    name, _, text = case.given.partition("\n")
    put(tmp_path, name, f"{text}\n")
    found = [str(one).replace(f"{tmp_path}/", "") for one in check_templates(shelf)]
    assert found == case.expected.split("\n") * bool(case.expected)


@pytest.mark.parametrize(
    ("heading", "wording", "told"),
    [
        ("试", "## 试\n\n共有{{ 户数 }}。\n", True),
        ('"{{ 词.临时救助 }}"', "## {{ 词.临时救助 }}\n\n共有{{ 户数 }}。\n", True),
        ("试", "## 试点\n\n共有{{ 户数 }}。\n", False),
    ],
)
def test_a_heading_below_the_same_one_is_told_of(heading, wording, told, tmp_path):
    lone(tmp_path, "户数: {kind: stock, unit: 户}", wording)
    form = (tmp_path / "sections" / "trial" / "form.yaml").read_text(encoding="utf-8")
    put(tmp_path, "sections/trial/form.yaml", form.replace("key: 试", f"key: 试\nheading: {heading}"))
    found = [str(one) for one in check_templates(open_shelf(tmp_path))]
    assert any("sections/trial/section.md:1：" in one and "会印两次" in one for one in found) is told


def test_a_rule_is_silent_where_no_report_has_all_it_names(tmp_path):
    shelf = lone(tmp_path, "户数: {kind: stock, unit: 户}\n人数: {kind: stock, unit: 人}", WORDING)
    form = (tmp_path / "sections" / "trial" / "form.yaml").read_text(encoding="utf-8")
    rules = "checks:\n- {rule: 人数 >= 1, message: 甲}\n- {rule: 人数 <= 表.另.人数, message: 乙}\n"
    put(tmp_path, "sections/trial/form.yaml", form.replace("fields:", rules + "fields:"))
    put(tmp_path, "sections/other/form.yaml", form.replace("key: 试", "key: 另"))
    put(tmp_path, "sections/other/section.md", WORDING)
    report = (tmp_path / "reports" / "trial.yaml").read_text(encoding="utf-8")
    put(tmp_path, "reports/other.yaml", report.replace("- trial", "- other"))
    said = [str(one).replace(f"{tmp_path}/", "") for one in check_templates(shelf)]
    what = "这条核对用到「另」，有这一节的总结里都没有「另」，它什么时候也不会说话。"
    assert said == [f"警告 sections/trial/form.yaml:4：{what}请把那一节也写进总结的 sections，或去掉这条核对。"]
    put(tmp_path, "reports/both.yaml", report.replace("- trial", "- trial\n  - other"))
    load_library.cache_clear()
    assert check_templates(shelf) == []


def test_figures_that_are_part_of_a_name_may_stand_in_wording(tmp_path):
    wording = "六十岁以上的有{{ 户数 }}，80—89岁的有{{ 人数 }}。\n"
    shelf = lone(tmp_path, "户数: {kind: stock, unit: 户}\n人数: {kind: stock, unit: 人}", wording)
    (warned,) = check_templates(shelf)
    assert "「80—89岁」写死在文中" in warned.what
    put(tmp_path, "wording.yaml", SPEECH + 'fixed_figures: ["[0-9—]+岁"]\n')
    load_library.cache_clear()
    assert check_templates(shelf) == []


def test_a_section_under_a_key_of_the_head_is_never_read(tmp_path):
    shelf = lone(tmp_path, FIELDS, WORDING)
    form = tmp_path / "sections" / "trial" / "form.yaml"
    form.write_text(
        form.read_text(encoding="utf-8").replace("key: 试\n", "key: 试\naliases: [用词]\n"), encoding="utf-8"
    )
    assert errors_of(shelf) == [
        "错误 sections/trial/form.yaml：「用词」是表头的项目，这一节写在它下面读不到。请换个 key 或 aliases。"
    ]


@pytest.mark.parametrize("typed", ["3", "3百分点"])
def test_a_share_is_counted_in_its_own_unit(typed, tmp_path):
    shelf = trial(tmp_path, "增幅: {kind: percent, unit: 百分点}", "提高{{ 增幅 }}。\n")
    summary = built(trial_form({"增幅": typed}), shelf=shelf)
    assert "提高3百分点。" in text_of(summary)


def test_a_rule_that_cannot_run_is_found_without_a_form(tmp_path):
    shelf = lone(tmp_path, FIELDS, "".join(f"有{{{{ {name} }}}}。" for name in ("户数", "名称")))
    form = tmp_path / "sections" / "trial" / "form.yaml"
    checks = "checks: [{rule: 名称 <= 人数, message: 不可能}]\nfields:"
    form.write_text(form.read_text(encoding="utf-8").replace("fields:", checks, 1), encoding="utf-8")
    reason = "数、文字、列表用混了，或过滤器的参数不对"
    assert errors_of(shelf) == [
        f"错误 sections/trial/form.yaml:2：「名称 <= 人数」算不下去（{reason}）。请检查这条核对的写法。"
    ]


def test_a_formula_of_a_town_is_computed_and_held_against_what_was_typed(tmp_path):
    fields = "甲: {kind: stock, unit: 人}\n乙: {kind: stock, unit: 人}\n总数: {kind: stock, unit: 人, formula: 甲 + 乙}"
    shelf = trial(tmp_path, fields, "共有{{ 总数 }}，其中甲村{{ 甲 }}，乙村{{ 乙 }}。\n")
    assert "共有5人，其中甲村2人，乙村3人。" in text_of(built(trial_form({"甲": "2", "乙": "3"}), shelf=shelf))
    (line,) = said(built(trial_form({"甲": "2", "乙": "3", "总数": "6"}), shelf=shelf))
    assert line.startswith("错误 表单.yaml:7 试·总数：填的是6人，按「甲 + 乙」算是5人。")


# Every report of the standard templates.


def of_report(name, sections):
    form = {"报告": name, "单位": UNITS[name], "年度": "2016", "成文日期": "2017-01-10", **sections}
    return built(form, draft=True)


def test_the_standard_templates_are_without_fault():
    assert [str(problem) for problem in check_templates(open_shelf())] == []


def test_nothing_that_the_standard_templates_share_is_idle(tmp_path):
    alone = Shelf((standard_folder(), tmp_path))
    assert [str(problem) for problem in idle_names(alone, map(library, REPORTS))] == []


@pytest.mark.parametrize("name", REPORTS)
def test_an_empty_form_claims_nothing(name):
    summary = of_report(name, {})
    assert not any(isinstance(block, Heading) for block in summary.document.blocks)
    lines = [line for line in text_of(summary).split("\n")[1:] if line not in (UNITS[name], "2017年1月10日")]
    assert len(lines) == 1
    assert lines[0].startswith("现将")
    assert lines[0].endswith("总结如下。")


@pytest.mark.parametrize("name", REPORTS)
def test_a_full_form_reads_well_and_nothing_of_it_is_lost(name):
    data = whole_form(name)
    assert {leaf[0] for leaf in leaves(data)} == {section.key for section in library(name).sections}
    document, wording = composed(name, data)
    assert find_broken_document(document) == []
    assert [one.text for one in wording.fallen] == []


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_part_of_a_form_reads_well(name, part):
    data = whole_form(name)
    gone = {leaf for position, leaf in enumerate(leaves(data)) if (position % 3 == part) != (part == 2)}
    assert find_broken_document(composed(name, without(data, gone))[0]) == []


@settings(max_examples=60)
@given(st.data())
def test_any_part_of_any_form_reads_well(data):
    name = data.draw(st.sampled_from(REPORTS))
    form = whole_form(name)
    every = sorted(leaves(form), key=str)
    share = data.draw(st.sampled_from((3, 10, 40)))
    kept = set(data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=share)))
    assert find_broken_document(composed(name, without(form, set(every) - kept))[0]) == []

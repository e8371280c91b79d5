"""Files of overlays that hold only what they add, change and take away, laid over one another entry by entry."""

import json

import pytest
from forms import ROOT, blank, put, said, text_of

from generator.form.opening import Options
from generator.library.loading import load_library
from generator.library.overlays import open_shelf
from generator.library.sentences import Sentence, with_sentences
from generator.making.summarize import layout_of, read_summary
from generator.problem import Place, Spot

DIBAO, TEMPORARY = "sections/dibao/form.yaml", "sections/temporary/form.yaml"
HEAD = "单位: 柳河镇\n年度: 2023\n"
COUNTY = """\
extends: standard
fields:
  丧葬补贴:
    人数: {kind: flow, unit: 人, label: 领取丧葬补贴人数}
    金额: {kind: amount, unit: 元, label: 丧葬补贴金额, per: [丧葬补贴.人数]}
sentences:
  - after: 合计.人次
    text: 发放丧葬补贴{{ 丧葬补贴.人数 }}、{{ 丧葬补贴.金额 }}。
checks:
  - {rule: 丧葬补贴.人数 <= 取消.死亡, message: 领丧葬补贴的多于因死亡取消的}
"""


@pytest.fixture(autouse=True)
def _fresh_libraries():
    load_library.cache_clear()


@pytest.fixture
def summary(tmp_path, monkeypatch):
    """The summary of a form beside template folders: files by folder and name, the last folder on top."""
    monkeypatch.chdir(tmp_path)

    def read(form, **folders):
        load_library.cache_clear()
        for folder, files in folders.items():
            for name, text in files.items():
                put(tmp_path / folder, name, text)
        put(tmp_path, "柳河镇.yaml", form if form.startswith(("报告", "模板")) else HEAD + form)
        return read_summary(tmp_path / "柳河镇.yaml", Options(open_shelf(*(tmp_path / one for one in folders))))

    return read


def errors(found):
    return [line for line in said(found) if line.startswith("错误")]


def worse(found):
    return [line for line in said(found) if not line.startswith("提示")]


# A county's one figure.


def test_a_county_adds_one_figure_in_a_few_lines(summary):
    assert COUNTY.count("\n") < 40
    form = "低保:\n  合计: {户数: 40, 人数: 90, 人次: 1000}\n  取消: {户数: 2, 人数: 4, 死亡: 2人}\n  丧葬补贴: {人数: 3, 金额: 6000元}\n"
    found = summary(form, county={DIBAO: COUNTY})
    assert "低保累计保障1000人次。发放丧葬补贴3人、6000元。" in text_of(found)
    (problem,) = worse(found)
    assert "柳河镇.yaml:6 低保·丧葬补贴·人数：领丧葬补贴的多于因死亡取消的" in problem.replace("  ", " ")


def test_what_is_not_filled_in_leaves_no_trace_of_the_sentence(summary):
    found = summary("低保: {合计: {户数: 40, 人数: 90}}\n", county={DIBAO: COUNTY})
    assert "丧葬" not in text_of(found)
    assert worse(found) == []


def test_everything_that_speaks_of_a_form_knows_the_figure(zongjie, tmp_path):
    put(tmp_path / "county", DIBAO, COUNTY)
    assert zongjie("templates", "check", "county") == (0, "模板检查完毕：没有问题。\n")
    assert zongjie("new", "柳河镇", "--year", "2023", "--templates", "county")[0] == 0
    made = next(path for path in tmp_path.rglob("*.yaml") if path.parent.name != "dibao")
    assert "丧葬补贴" in made.read_text(encoding="utf-8")
    schema = json.loads(zongjie("schema", "--templates", "county")[1])
    assert "丧葬补贴金额" in json.dumps(schema, ensure_ascii=False)
    listed = zongjie("templates", "list", "--templates", "county")[1]
    (line,) = [line for line in listed.splitlines() if line.split()[0] == "低保"]
    assert line.endswith(f"templates/zh/sections/dibao/section.md、county/{DIBAO}")


def test_towns_lie_over_counties_over_the_standard_entry_by_entry(summary):
    town = """\
extends: standard
fields:
  丧葬补贴:
    人数: {label: 领丧葬费的人}
  物价补贴: {kind: flow, unit: 人次, label: 物价补贴人次}
sentences:
  - after: 丧葬补贴.人数
    text: "{{ 报告期 }}，物价补贴惠及{{ 物价补贴 }}。"
"""
    form = "低保: {合计: {人数: 90}, 丧葬补贴: {人数: 3, 金额: 6000元}, 物价补贴: 70人次}\n"
    found = summary(form, county={DIBAO: COUNTY}, town={DIBAO: town})
    assert "发放丧葬补贴3人、6000元。2023年，物价补贴惠及70人次。" in text_of(found)
    leaf = found.form.library.field("低保.丧葬补贴.人数")
    assert leaf.label == "领丧葬费的人"
    assert str(leaf.place).startswith(f"town/{DIBAO}:4")
    assert str(found.form.library.field("低保.丧葬补贴.金额").place).startswith(f"county/{DIBAO}:5")
    assert found.form.library.field("低保.取消.人数").place.file.endswith("templates/zh/sections/dibao/form.yaml")


def test_a_field_is_changed_where_it_says_so_and_stays_what_it_was(summary):
    own = "extends: standard\nfields:\n  人次: {label: 救急人次, required: true}\n  金额: {help: 含物资折款}\n"
    found = summary("临时救助: {户数: 3}\n", own={TEMPORARY: own})
    leaf = found.form.library.field("临时救助.人次")
    assert (leaf.definition.kind, leaf.label, leaf.definition.required) == ("flow", "救急人次", True)
    assert found.form.library.field("临时救助.金额").definition.per == ("人次", "人数", "户数")


def test_lists_grow_and_pairs_are_replaced(summary):
    own = """\
extends: standard
remove: [备用金.unit, 金额.per]
aliases: [救急难]
fields:
  备用金: {unit: 万元, between: [1, 90]}
  金额: {per: [户数]}
  措施: {phrases: {上门办: 上门办理}}
"""
    found = summary("救急难: {人次: 3, 户数: 2, 措施: [上门办, 主动发现]}\n", own={TEMPORARY: own})
    library = found.form.library
    assert library.section("临时救济") is library.section("救急难") is not None
    assert library.field("临时救助.金额").definition.per == ("户数",)
    assert "一是上门办理；二是依靠村（社区）主动发现困难群众" in text_of(found)


# What is taken away.


def test_a_field_that_is_taken_away_takes_its_clause_and_its_rules_with_it(summary, zongjie):
    files = {TEMPORARY: "extends: standard\nremove: [户数, 支出型]\n"}
    found = summary("临时救助: {人次: 12, 金额: 6000元, 急难型: {人次: 5}}\n", own=files)
    assert "全年实施临时救助12人次，发放救助金6000元。分类型看，急难型救助5人次。" in text_of(found)
    library = found.form.library
    assert library.field("临时救助.户数") is None
    assert [
        one.source for one in library.section("临时救助").rules if "户数" in one.source or "支出型" in one.source
    ] == []
    assert library.section("临时救助").definition.annex.columns == ("人次", "金额")
    assert library.field("临时救助.金额").definition.per == ("人次", "人数")
    assert not any("临时救助.户数" in one.paths for one in found.fallen)
    assert zongjie("templates", "check", "own") == (0, "模板检查完毕：没有问题。\n")
    assert any(
        "不认识「户数」" in line or "没有「户数」" in line for line in said(summary("临时救助: {户数: 3}\n", own=files))
    )


def test_rules_are_taken_away_or_changed_by_what_they_say(summary):
    own = """\
extends: standard
remove: [备用金支出超过临时救助总额]
checks:
  - {rule: 急难型.人次 <= 人次, level: notice}
  - {message: 次均救助不到50元，请核对金额单位, rule: 金额 / 人次 >= 10}
"""
    found = summary("临时救助: {人次: 5, 金额: 100元, 备用金: 900元, 急难型: {人次: 9}}\n", own={TEMPORARY: own})
    assert not any("备用金支出超过" in line or "不到50元" in line for line in said(found))
    (line,) = [line for line in said(found) if "急难型救助人次多于" in line]
    assert line.startswith("提示")


# Every other kind of file.

SHARED = {
    "wording": ("wording.yaml", "extends: standard\nselves:\n  登记处: [我处, 全处]\n",
                "单位: 柳河县婚姻登记处\n年度: 2023\n临时救助: {人次: 3}\n", "我处2023年"),
    "periods": ("wording.yaml", "extends: standard\nperiods: {旬: [1, 1]}\nperiod_aliases: {上半年: [头半年]}\n",
                f"{HEAD}期间: 头半年\n临时救助: {{人次: 3}}\n", "上半年实施临时救助"),
    "terms": ("terms.yaml", "extends: standard\n供养对象:\n  - {name: 特困人员, until: 2022}\n  - {name: 兜底对象, from: 2023}\n",
              f"{HEAD}特困供养: {{人数: 5}}\n", "全镇共有兜底对象5人。"),
    "units": ("units.yaml", "extends: standard\n人次: {same: [趟]}\n", f"{HEAD}临时救助: {{人次: 3趟}}\n", "临时救助3趟"),
    "custom": ("custom/form.yaml", "extends: standard\n", f"{HEAD}临时救助: {{自定义: [{{名称: 慰问信, 数值: 3封}}]}}\n", "慰问信3封"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "form", "printed"), SHARED.values(), ids=SHARED)
def test_a_shared_file_holds_only_what_differs(summary, name, text, form, printed):
    found = summary("模板: own\n" + form, own={name: text})
    assert printed in text_of(found)
    assert errors(found) == []


def test_checks_hold_only_what_differs(summary):
    form = "临时救助: {人次: 3}\n"
    assert any("有人次没有金额" in line for line in said(summary(form)))
    own = "extends: standard\npairs:\n  - {given: 人次, missing: 金额, message: 请补上金额。}\n"
    told = said(summary(form, own={"checks.yaml": own}))
    assert any("请补上金额" in line for line in told)
    assert not any("无法核对次均水平" in line for line in told)


REPORT = """\
extends: standard
name: 本县乡镇总结
remove: [mental, 柳河]
sections:
  - {section: marriage, after: tekun}
  - {section: placenames, before: opening}
  - {section: dibao, heading: 基本生活保障}
  - {heading: 其他救助与服务, sections: [organizations, {section: home, after: homeless}]}
  - {heading: 特色, sections: [outreach], after: disaster}
"""


def test_a_report_says_only_which_sections_differ(summary):
    found = summary("低保: {合计: {人数: 3}}\n", own={"reports/town.yaml": REPORT.replace(", 柳河", "")})
    report = found.form.library.report
    placed = [(one.folder, *one.groups) for one in report.placements()]
    folders = [folder for folder, *_ in placed]
    assert report.name == "本县乡镇总结"
    assert folders[:8] == ["placenames", "opening", "overview", "dibao", "medical", "tekun", "marriage", "temporary"]
    assert ("outreach", "特色") in placed
    assert folders.count("outreach") == 1
    assert placed[folders.index("homeless") + 1] == ("home", "其他救助与服务")
    assert [one for one in placed if "其他救助与服务" in one][-1] == ("organizations", "其他救助与服务")
    assert "mental" not in folders
    assert "一、基本生活保障" in text_of(found)


def test_a_section_that_is_taken_away_is_usual_no_longer_and_a_name_mistyped_stays(summary):
    files = {"reports/town.yaml": "extends: standard\nremove: [temporary]\nusual: [opening, temporery]\n"}
    report = summary("低保: {合计: {人数: 3}}\n", own=files).form.library.report
    assert {"temporary"}.isdisjoint((*report.usual, *report.narrow))
    assert "dibao" in report.usual
    assert "temporery" in report.usual


def test_a_report_extends_another_and_a_shipped_one_may_too(summary):
    files = {"reports/city.yaml": "extends: county\nname: 市级民政工作总结\nsums: [city]\n"}
    found = summary("报告: city\n单位: 柳河市民政局\n年度: 2023\n临时救助: {人次: 3}\n", own=files)
    report = found.form.library.report
    assert (report.name, report.business, report.sums) == ("市级民政工作总结", "民政工作", ("town", "county", "city"))


def test_the_list_of_reports_in_an_editor_calls_a_report_as_its_overlay_does(zongjie, tmp_path):
    put(tmp_path / "own", "reports/city.yaml", "extends: county\nname: 市级民政工作总结\n")
    put(tmp_path / "own", "reports/shi.yaml", "extends: city\n")
    assert zongjie("schema", "--templates", "own")[1].count("市级民政工作总结") >= 2


# Offices of other kinds, each a report of a few lines.

OFFICES = {
    "救助站": ("柳河县救助管理站", "extends: welfare-home\nname: 救助管理站总结\nbusiness: 救助管理工作\n"
              'selves: {"*": [我站, 全站]}\nremove: [home]\nsections:\n  - {section: homeless, flat: true, after: opening}\n'
              "  - {section: publicity, after: homeless}\n",
              "流浪乞讨: {人次: 32, 返乡: 20}\n", ["现将我站2023年救助管理工作总结如下。", "救助流浪乞讨人员32人次；护送返乡20人次。"]),
    "婚姻登记处": ("柳河县婚姻登记处", "extends: welfare-home\nname: 婚姻登记处总结\nbusiness: 婚姻登记工作\n"
                'selves: {登记处: [我处, 全处]}\nremove: [home]\nsections: [{section: marriage, after: opening}]\n',
                "婚姻登记: {结婚: 300, 离婚: 100}\n", ["现将我处2023年", "办理婚姻登记400对，其中结婚登记300对，离婚登记100对。"]),
    "殡仪馆": ("柳河县殡仪馆", "extends: welfare-home\nname: 殡仪馆总结\nbusiness: 殡葬服务工作\n"
              'selves: {馆: [我馆, 全馆]}\nremove: [sections]\nsections: [opening, {section: funeral, heading: 殡葬服务}, own, problems, plans, closing]\n',
              "殡葬: {火化: 400具}\n", ["现将我馆2023年殡葬服务工作总结如下。", "一、殡葬服务", "火化遗体400具"]),
    "敬老院": ("柳河镇敬老院", "extends: welfare-home\nname: 敬老院总结\nselves: {敬老院: [我院, 本院]}\n",
              "福利机构: {概况: {床位: 60张}}\n", ["现将我院2023年工作总结如下。", "60张"]),
    "退役军人服务站": ("柳河镇退役军人服务站", "extends: welfare-home\nname: 服务站总结\nbusiness: 退役军人服务保障工作\n"
                  'selves: {站: [我站, 全镇]}\nremove: [home]\nsections: [{section: veterans, heading: 优抚工作, after: opening}]\n',
                  "优抚: {人数: 60}\n", ["现将我站2023年退役军人服务保障工作总结如下。", "一、优抚工作", "全镇有优抚对象60人。"]),
    "慈善会": ("柳河县慈善会", "extends: welfare-home\nname: 慈善会总结\nbusiness: 慈善工作\n"
              'selves: {慈善会: [我会, 全县]}\nremove: [home]\nsections: [{section: charity, after: opening}]\n',
              "慈善: {捐款: 30万元, 支出: 20万元}\n", ["现将我会2023年慈善工作总结如下。", "募集善款30万元"]),
    "社工站": ("柳河镇社工站", "extends: welfare-home\nname: 社工站总结\nbusiness: 社会工作服务\n"
              'selves: {"*": [我站, 全镇]}\nremove: [home]\nsections:\n'
              "  - {heading: 服务开展情况, keep: true, sections: [outreach, children, elderly, disabled], after: opening}\n",
              "走访慰问: {户数: 60, 人次: 80}\n", ["现将我站2023年社会工作服务总结如下。", "一、服务开展情况", "走访慰问困难家庭60户、80人次"]),
}  # fmt: skip


@pytest.mark.parametrize(("unit", "report", "filled", "printed"), OFFICES.values(), ids=OFFICES)
def test_an_office_of_another_kind_needs_a_report_of_a_few_lines(summary, unit, report, filled, printed):
    assert report.count("\n") < 40
    found = summary(f"报告: office\n单位: {unit}\n年度: 2023\n{filled}", own={"reports/office.yaml": report})
    assert worse(found) == []
    text = text_of(found)
    assert [one for one in printed if one not in text] == []


# Where a sentence goes.

PLACES = {
    "behind its sentence": ("甲{{ a }}。乙{{ b }}。\n", "a", "甲{{ a }}。\n新。\n乙{{ b }}。\n"),
    "behind the last sentence of a paragraph": ("甲{{ a }}。\n\n乙{{ b }}。\n", "a", "甲{{ a }}。\n新。\n\n乙{{ b }}。\n"),
    "behind all that may be said instead": ("{% if a %}甲{{ a }}。{% else %}无。{% endif %}\n乙。\n", "a",
                                            "{% if a %}甲{{ a }}。{% else %}无。{% endif %}\n新。\n乙。\n"),
    "behind the sentence that a condition is part of": ("甲{% if a %}{{ a }}{% endif %}，乙{{ b }}。丙。", "a",
                                                        "甲{% if a %}{{ a }}{% endif %}，乙{{ b }}。\n新。\n丙。"),
    "of a group": ("甲{{ x.a }}、{{ x.b }}。乙。", "x", "甲{{ x.a }}、{{ x.b }}。\n新。\n乙。"),
    "not where another section is named": ("甲{{ 表.x.a }}。乙{{ x.a }}。丙。", "x.a", "甲{{ 表.x.a }}。乙{{ x.a }}。\n新。\n丙。"),
    "not where a longer name is": ("甲{{ 人数比 }}。乙{{ 人数 }}。", "人数", "甲{{ 人数比 }}。乙{{ 人数 }}。\n新。"),
    "at the end": ("甲{{ a }}。\n", "", "甲{{ a }}。\n\n\n新。"),
    "with the section's key": ("甲{{ a }}。乙。", "节.a", "甲{{ a }}。\n新。\n乙。"),
    "behind a quotation": ("称“甲{{ a }}。”乙。", "a", "称“甲{{ a }}。”\n新。\n乙。"),
    "inside nothing that is repeated": ("{% for 次 in a %}甲。{% endfor %}乙{{ b }}。", "a", "{% for 次 in a %}甲。{% endfor %}\n新。\n乙{{ b }}。"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "after", "expected"), PLACES.values(), ids=PLACES)
def test_a_sentence_stands_where_it_says(text, after, expected):
    wording, problems = with_sentences(text, "section.md", [Sentence("新。", after, Place("own.yaml", Spot(7)))], "节")
    assert problems == []
    assert wording.text == expected
    lines = wording.text.split("\n")
    assert len(wording.lines) == len(lines)
    assert wording.lines[lines.index("新。")] == Place("own.yaml", Spot(7))
    old = text.split("\n")
    for line, place in zip(lines, wording.lines, strict=True):
        assert line in ("新。", "") or line in old[place.spot.line - 1]


def test_a_fault_behind_a_sentence_is_said_at_its_own_line(summary):
    files = {TEMPORARY: "extends: standard\nsentences:\n  - after: 金额\n    text: 另有{{ 人此 }}。\n",
             "sections/temporary/section.md": "救急{{ 人次 }}，{{ 金额 }}。救{{ 户数 }}。\n\n再{{ 金鹅 }}。\n"}  # fmt: skip
    assert errors(summary("临时救助: {人次: 3}\n", own=files)) == [
        f"错误 own/{TEMPORARY}:4：没有「人此」这个项目。是不是「人次」？",
        "错误 own/sections/temporary/section.md:3：没有「金鹅」这个项目。是不是「金额」？",
    ]


def test_a_number_in_a_sentence_is_found_at_its_line(zongjie, tmp_path):
    put(tmp_path / "own", TEMPORARY, "extends: standard\nsentences:\n  - {text: 开了3次会。}\n")
    assert f"警告 own/{TEMPORARY}:3：「3次」写死在文中" in zongjie("templates", "check", "own")[1]


def test_an_old_wording_of_the_town_keeps_what_the_county_adds(summary):
    """A town that once copied section.md still prints the county's new figure, once."""
    form = "低保: {合计: {人数: 90}, 丧葬补贴: {人数: 3, 金额: 6000元}}\n"
    old = {"sections/dibao/section.md": "我镇低保{{ 合计.人数 }}。\n"}
    text = text_of(summary(form, county={DIBAO: COUNTY}, town=old))
    assert "我镇低保90人。发放丧葬补贴3人、6000元。" in text
    old = {"sections/dibao/section.md": "我镇低保{{ 合计.人数 }}，丧葬费{{ 丧葬补贴.金额 }}、{{ 丧葬补贴.人数 }}。\n"}
    text = text_of(summary(form, county={DIBAO: COUNTY}, town=old))
    assert "我镇低保90人，丧葬费6000元、3人。" in text
    assert "发放丧葬补贴" not in text


def test_braces_at_the_head_of_a_text_need_no_quotes(summary):
    own = "extends: standard\nsentences:\n  - after: 金额\n    text: {{ 报告期 }}，“特事特办”{{ 人次 }}。\n"
    found = summary("临时救助: {人次: 3, 金额: 900元}\n", own={TEMPORARY: own})
    assert "2023年，“特事特办”3人次。" in text_of(found)


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-8-sig"])
def test_a_file_saved_otherwise_is_read_all_the_same(summary, tmp_path, encoding):
    (tmp_path / "own/sections/dibao").mkdir(parents=True)
    (tmp_path / "own" / DIBAO).write_bytes(COUNTY.replace("\n", "\r\n").encode(encoding))
    found = summary("低保: {合计: {人数: 90}, 丧葬补贴: {人数: 3}}\n", own={})
    assert "发放丧葬补贴3人。" in text_of(found)


# A whole file still replaces a whole file.


def test_whole_copies_of_everything_build_to_the_same_text(tmp_path, zongjie):
    form = ROOT / "inputs" / "讲治镇-2012.yaml"
    for name in ("dibao", "temporary", "tekun", "town", "wording", "terms", "units", "checks", "custom", "gbt9704"):
        assert zongjie("templates", "copy", name, "--to", "全")[0] == 0
    plain = read_summary(form, Options(open_shelf()))
    copied = read_summary(form, Options(open_shelf(tmp_path / "全")))
    assert text_of(copied) == text_of(plain)
    assert [line.split("：", 1)[1] for line in said(copied)] == [line.split("：", 1)[1] for line in said(plain)]


def test_a_file_that_extends_and_says_nothing_changes_nothing(tmp_path):
    form = ROOT / "inputs" / "讲治镇-2012.yaml"
    for name in (DIBAO, TEMPORARY, "reports/town.yaml", "wording.yaml", "terms.yaml", "units.yaml", "checks.yaml"):
        put(tmp_path / "空", name, "# 只说沿用\nextends: standard\n")
    plain = read_summary(form, Options(open_shelf()))
    over = read_summary(form, Options(open_shelf(tmp_path / "空")))
    assert text_of(over) == text_of(plain)
    assert said(over) == said(plain)
    assert blank("town", "柳河镇", 2023) == blank("town", "柳河镇", 2023)


# What goes wrong, with file, line and cure.

BAD = {
    "a name that is not there": ({DIBAO: "extends: standard\nremove: [合计.人此]\n"},
        f"错误 a/{DIBAO}:2 remove：下面那一份里没有「合计.人此」，去不掉。是不是「合计.人次」？"),
    "a rule that is not there": ({DIBAO: "extends: standard\nremove:\n  - 城镇低保标准低于农\n"},
        f"错误 a/{DIBAO}:3 remove：下面那一份里没有「城镇低保标准低于农」，去不掉。是不是「城镇低保标准低于农村」？"),
    "no name": ({DIBAO: "extends: standard\nremove:\n  合计: 人次\n"},
        f"错误 a/{DIBAO}:3 remove：remove 里只写名字。如 remove: [甲.乙, 丙]。"),
    "of another file": ({"units.yaml": "extends: standard\nremove: [亩.convert.公倾]\n"},
        "错误 a/units.yaml:2 remove：下面那一份里没有「亩.convert.公倾」，去不掉。是不是「亩.convert.公顷」？"),
    "extends of something unknown": ({DIBAO: "extends: standart\n"},
        f"错误 a/{DIBAO}:1 extends：这里不能沿用「standart」。请写 extends: standard。"),
    "a report unknown": ({"reports/town.yaml": "extends: conty\n"},
        "错误 a/reports/town.yaml:1 extends：没有「conty」这种总结可以沿用。是不是「county」？"),
    "several": ({"reports/town.yaml": "extends: [county, town]\n"},
        "错误 a/reports/town.yaml:1 extends：extends 后面只写一个名字。如 extends: standard。"),
    "nothing below": ({"sections/dibo/form.yaml": "extends: standard\n", "sections/dibo/section.md": "甲\n",
                       "reports/town.yaml": "extends: standard\nsections: [{section: dibo, after: dibao}]\n"},
        "错误 a/sections/dibo/form.yaml:1 extends：下面没有「sections/dibo/form.yaml」可以沿用。是不是想改「sections/dibao/form.yaml」？"),
    "in a circle": ({"reports/town.yaml": "extends: hu\n", "reports/hu.yaml": "extends: town\n"},
        "错误 a/reports/hu.yaml:1 extends：「town」绕了一圈又回到了这一份：a/reports/town.yaml、a/reports/hu.yaml。"),
    "a kind that rules cannot use": ({DIBAO: "extends: standard\nfields:\n  取消:\n    死亡: {kind: choice, options: [甲]}\n"},
        f"错误 a/{DIBAO}:4 取消·死亡：这里把「低保·取消·死亡」由期间数（人）改成了选项（人），"),
    "a unit that rules cannot use": ({DIBAO: "extends: standard\nfields:\n  取消:\n    死亡:\n      unit: 户\n"},
        f"错误 a/{DIBAO}:5 取消·死亡：这里把「低保·取消·死亡」由期间数（人）改成了期间数（户），"),
    "words for a figure": ({DIBAO: "extends: standard\nfields:\n  打卡日: {kind: text}\n"},
        f"错误 a/{DIBAO}:3 打卡日：这里把「低保·打卡日」由日期改成了一句话，措辞还照原来的印它。"
        "请给新的内容另起一个名字；确要改的，先写 remove: [打卡日]，再写新的。"),
    "one text for a list": ({DIBAO: "extends: standard\nfields:\n  资金发放:\n    kind: text\n"},
        f"错误 a/{DIBAO}:4 资金发放：这里把「低保·资金发放」由几条话改成了一句话，措辞还照原来的印它。"),
    "another key": ({DIBAO: "extends: standard\nkey: 低保工作\n"},
        f"错误 a/{DIBAO}:2 key：这一节的 key 原来是「低保」，改成「低保工作」，填好的表和别的节都认不出它。"
        "请去掉这一行；标题要改的写 heading，表里也认的别的名字写 aliases。"),
    "another name of a field that is one already": ({DIBAO: "extends: standard\nfields:\n  农村: {aliases: [城市]}\n"},
        f"错误 a/{DIBAO}:3 低保·农村·aliases：「城市」已经是「城镇」的别的叫法。一个名字只能指一项，请从 aliases 里去掉它，或换个叫法。"),
    "a group called as another is called too": ({DIBAO: "extends: standard\nfields:\n  城市: {户头: {kind: flow, unit: 户}}\n"},
        f"错误 a/{DIBAO}:3 低保·城市：「城市」在下面那一份里是「城镇」的别的叫法，这里另有一项也叫这个名字。"
        "请换个名字；确要这样用的，在 remove 里写 城镇.aliases.城市。"),
    "a section twice": ({"reports/town.yaml": "extends: standard\nremove: [sections]\nsections:\n  - dibao\n  - {heading: 甲, sections: [dibao]}\n"},
        "错误 a/reports/town.yaml:5 sections：「dibao」这一节写了两次，第4行已有。一节只能放在一处，请只留一个。"),
    "braces without quotes": ({DIBAO: "extends: standard\nsentences:\n  - {text: 甲{{ 合计.人次 }}。, after: 合计.人次}\n"},
        f"错误 a/{DIBAO}:3：这一行附近的写法读不懂：括号里的「甲{{{{ 合计.人次 }}}}。」没有放进引号。请写成 \"甲{{{{ 合计.人次 }}}}。\"。"),
    "a scope": ({"scopes.yaml": "extends: standard\n城镇农村: {part: [城镇]}\n"},
        "错误 a/scopes.yaml:2 城镇农村·part：不认识「part」。是不是「parts」？"),
    "a field for a group": ({DIBAO: "extends: standard\nfields:\n  新增: {kind: flow, unit: 户}\n"},
        f"错误 a/{DIBAO}:3 新增：「新增」在下面那一份里是一组，这里写成了一项。请换个名字；确要换掉原来的，把它写进 remove。"),
    "a group for a field": ({DIBAO: "extends: standard\nfields:\n  医疗救助金:\n    大病: {kind: amount, unit: 元}\n"},
        f"错误 a/{DIBAO}:4 医疗救助金：「医疗救助金」在下面那一份里是一项，这里写成了一组。"),
    "what a formula needs": ({DIBAO: "extends: standard\nremove: [城镇.户数]\n"},
        f"错误 a/{DIBAO}:2 remove：「低保·城镇·户数」去不掉，"),
    "what weighs another": ({DIBAO: "extends: standard\nremove: [城镇.人数, 合计.人数]\n"},
        f"错误 a/{DIBAO}:2 remove：「城镇.人数」去不掉，"),
    "a sentence without a place": ({DIBAO: "extends: standard\nsentences:\n  - after: 合计.人此\n    text: 甲{{ 合计.人次 }}。\n"},
        f"错误 a/{DIBAO}:4 sentences："),
    "a sentence without an end": ({DIBAO: "extends: standard\nsentences:\n  - text: 甲{{ 合计.人次 }}\n"},
        f"错误 a/{DIBAO}:3 sentences：「甲{{{{ 合计.人次 }}}}」这一句末尾没有句号。请在末尾加上句号。"),
    "a sentence without words": ({DIBAO: "extends: standard\nsentences:\n  - after: 合计.人次\n    txt: 甲。\n"},
        f"错误 a/{DIBAO}:4 sentences·txt：不认识「txt」。是不是「text」？"),
    "a section without a place": ({"reports/town.yaml": "extends: standard\nsections:\n  - marriage\n"},
        "错误 a/reports/town.yaml:3 sections：「marriage」原来没有，不知道放在哪里。请写成 {section: marriage, after: 哪一节}；"),
    "a section beside none": ({"reports/town.yaml": "extends: standard\nsections:\n  - {section: marriage, after: dibo}\n"},
        "错误 a/reports/town.yaml:3 sections：没有「dibo」这一节可以接在它的后面。是不是「dibao」？"),
    "a section that is nowhere": ({"reports/town.yaml": "extends: standard\nsections:\n  - {section: mariage, after: dibao}\n"},
        "错误 a/reports/town.yaml:3 sections：没有 sections/mariage/form.yaml。是不是「marriage」？"),
    "a key mistyped": ({DIBAO: "extends: standard\nfields:\n  合计:\n    人次: {labl: 甲}\n"},
        f"错误 a/{DIBAO}:4 低保·合计·人次·labl：不认识「labl」。是不是「label」？"),
    "only what differs, and no word of it": ({DIBAO: "fields:\n  甲: {kind: flow, unit: 户}\n"},
        f"错误 a/{DIBAO}:1：缺少「key」。请补上这一项。只写改动的，请在第一行写 extends: standard。"),
    "remove in a whole file": ({"units.yaml": "人: {whole: true}\nremove: [户]\n"},
        "错误 a/units.yaml:2 remove：remove 只能写在有 extends 的文件里。"),
    "a wide colon": ({DIBAO: "extends：standard\nfields: {}\n"},
        f"错误 a/{DIBAO}:1：「extends：standard」用了全角冒号。"),
    "a rule": ({DIBAO: "extends: standard\nchecks:\n  - {rule: 合计.人此 <= 3, message: 甲}\n"},
        f"错误 a/{DIBAO}:3：「低保·合计」里没有「人此」这个项目。是不是「人次」？"),
    "a term without its years": ({"terms.yaml": "extends: standard\n供养对象:\n  - {name: 供养人员, from: 2024}\n"},
        "错误 a/terms.yaml:3 供养对象：「特困人员」和「供养人员」没有写明哪一年换的名字。"),
    "a factor": ({"units.yaml": "extends: standard\n公顷: {convert: {甲: x}}\n"},
        "错误 a/units.yaml:2 公顷：「公顷」不对：一个甲等于几个"),
}  # fmt: skip


@pytest.mark.parametrize(("files", "problem"), BAD.values(), ids=BAD)
def test_a_bad_overlay_is_told_with_file_line_and_cure(summary, files, problem):
    found = summary("低保: {合计: {人数: 9}}\n", a=files)
    assert found.document is None
    assert any(line.startswith(problem) for line in errors(found)), errors(found)
    assert all(line.endswith(("。", "？")) for line in errors(found))


CURED = [
    "remove: [城镇.aliases.城市]\nfields:\n  城市:\n    户头: {kind: flow, unit: 户}\n",
    "remove: [打卡日]\nfields:\n  打卡日: {kind: text}\n",
]


@pytest.mark.parametrize("text", CURED)
def test_what_the_cure_of_a_bad_overlay_says_is_right(summary, text):
    assert errors(summary("低保: {合计: {人数: 9}}\n", a={DIBAO: f"extends: standard\n{text}"})) == []


def test_two_overlays_that_bring_the_same_name_for_different_figures_are_told(summary):
    county = {DIBAO: "extends: standard\nfields:\n  丧葬: {kind: flow, unit: 户}\n"}
    town = {DIBAO: "extends: standard\nfields:\n  丧葬:\n    kind: flow\n    unit: 人\n"}
    (problem,) = errors(summary("低保: {合计: {人数: 9}}\n", county=county, town=town))
    assert problem == (
        f"错误 town/{DIBAO}:5 丧葬：county/{DIBAO}:3 已经加过「丧葬」，那里是期间数（户），这里是期间数（人）。"
        "同一个数，请照那里的 kind 和 unit 写；是另一个数，请换个名字。"
    )
    assert errors(summary("低保: {合计: {人数: 9}}\n", county=county, town=county)) == []


def test_the_cures_hold(summary):
    kept = "extends: standard\nremove: [城镇.户数, 城镇.人数, 城镇.人均补差, 取消.死亡 <= 取消.人数, " \
           "取消.死亡 + 取消.超标人数 <= 取消.人数]\nfields:\n" \
           "  合计: {户数: {formula: 农村.户数}, 人数: {formula: 农村.人数}}\n  取消: {死亡: {unit: 户}}\n"  # fmt: skip
    found = summary("低保: {农村: {户数: 5, 人数: 9}}\n", a={DIBAO: kept})
    assert errors(found) == []
    assert "农村低保对象5户、9人" in text_of(found)


# Copies of every kind of file.

COPIES = {
    "dibao": ["sections/dibao/form.yaml", "sections/dibao/section.md"],
    "sections/home": ["sections/home/form.yaml", "sections/home/section.md"],
    "county": ["reports/county.yaml"],
    "reports/welfare-home.yaml": ["reports/welfare-home.yaml"],
    "gbt9704": ["layouts/gbt9704.yaml"],
    "wording.yaml": ["wording.yaml"],
    "terms": ["terms.yaml"],
    "custom": ["custom/form.yaml", "custom/section.md"],
}


@pytest.mark.parametrize(("name", "files"), COPIES.items(), ids=COPIES)
def test_every_kind_of_file_can_be_copied(zongjie, tmp_path, name, files):
    assert zongjie("templates", "copy", name, "--to", "抄")[0] == 0
    assert sorted(path.relative_to(tmp_path / "抄").as_posix() for path in (tmp_path / "抄").rglob("*.*")) == files
    assert all((tmp_path / "抄" / file).read_bytes() == open_shelf().read(file)[0] for file in files)
    code, output = zongjie("templates", "copy", name, "--to", "抄")
    assert code == 1
    assert "已经有了，没有改动它。" in output


def test_a_name_that_means_two_things_is_asked_about(zongjie, tmp_path):
    put(tmp_path / "own", "reports/dibao.yaml", "extends: town\n")
    code, output = zongjie("templates", "copy", "dibao", "--to", "抄", "--templates", "own")
    assert code == 1
    assert "「dibao」有2个。请写明是哪一个：sections/dibao、reports/dibao。" in output
    assert zongjie("templates", "copy", "reports/dibao", "--to", "抄", "--templates", "own")[0] == 0


@pytest.mark.parametrize("name", ["../../源", "..", "sections", "sections/../../源", "dibo", ""])
def test_nothing_is_copied_from_or_to_anywhere_else(zongjie, tmp_path, name):
    put(tmp_path, "源/form.yaml", "key: 甲\n")
    code, output = zongjie("templates", "copy", name, "--to", "抄/内")
    assert code == 1
    assert "已抄出" not in output
    assert not (tmp_path / "抄").exists()


def test_a_link_that_leads_out_of_the_folder_is_not_followed(zongjie, tmp_path):
    (tmp_path / "外").mkdir()
    (tmp_path / "抄").mkdir()
    (tmp_path / "抄" / "sections").symlink_to(tmp_path / "外")
    code, output = zongjie("templates", "copy", "dibao", "--to", "抄")
    assert code == 1
    assert "外面，没有抄" in output
    assert list((tmp_path / "外").iterdir()) == []


# Layouts.

LAYOUT = "沿用: gbt9704\n名称: 柳河镇的版面\n"


def test_a_layout_in_the_forms_own_templates_is_found(zongjie, tmp_path):
    put(tmp_path, "柳河模板/layouts/liuhe.yaml", LAYOUT)
    put(tmp_path, "表/柳河镇.yaml", f"模板: ../柳河模板\n{HEAD}临时救助: {{人次: 3}}\n")
    assert zongjie("build", "表/柳河镇.yaml", "--layout", "liuhe", "-o", "出")[0] == 0
    put(tmp_path, "表/zongjie.yaml", "版式: liuhe\n")
    assert zongjie("build", "表/柳河镇.yaml", "-o", "出2")[0] == 0
    code, output = zongjie("build", "表/柳河镇.yaml", "--layout", "liuho", "-o", "出")
    assert code == 1
    assert "没有「liuho」这个版式。是不是「liuhe」？" in output


def test_traditional_characters_keep_the_layout_of_the_report(summary):
    form = f"报告: office\n文字: 繁体\n{HEAD}临时救助: {{人次: 3}}\n"
    own = {"layouts/liuhe.yaml": LAYOUT, "reports/office.yaml": "extends: town\nlayout: liuhe\n"}
    found = summary(form, own=own)
    assert layout_of(found.form, found.settings).name == "柳河镇的版面"
    found = summary(form.replace("报告: office\n", "报告: town\n"))
    assert "繁" in layout_of(found.form, found.settings).name


def test_a_fault_of_a_layout_is_told_in_the_file_that_has_it(summary, zongjie):
    own = {
        "layouts/a.yaml": "沿用: b\n名称: 甲\n标题:\n  行距: 很大\n",
        "layouts/b.yaml": "沿用: gbt9704\n标题:\n  字号: 特大\n",
    }
    summary("临时救助: {人次: 3}\n", own=own)
    output = zongjie("layouts", "show", "a", "--templates", "own")[1]
    assert "own/layouts/a.yaml:4" in output
    assert "own/layouts/b.yaml:3" in output


def test_a_county_changes_one_value_of_the_standard_page_for_every_report(summary, zongjie):
    own = {"layouts/gbt9704.yaml": "沿用: gbt9704\n落款:\n  上空: 2行\n"}
    found = summary(
        "临时救助: {人次: 3}\n", own=own, town={"layouts/gbt9704.yaml": "沿用: gbt9704\n二级标题: {加粗: 是}\n"}
    )
    layout = layout_of(found.form, found.settings)
    assert layout.name.startswith("GB/T 9704") or "9704" in layout.name
    shown = zongjie("layouts", "show", "gbt9704", "--templates", "own", "--templates", "town")[1]
    assert "落款·上空：2行" in shown
    assert "二级标题·加粗：是" in shown


# Records, numbers, and where overlays are easily misplaced.


def test_fields_of_records_are_added_and_taken_away(summary, zongjie):
    form = "sections/disaster/form.yaml"
    own = "extends: standard\nremove: [灾害.受灾人口]\nfields:\n  灾害:\n    fields:\n      受灾村: {kind: flow, unit: 个, label: 受灾村数}\n"
    found = summary("救灾: {灾害: [{名称: 暴雨, 受灾村: 3}]}\n", own={form: own})
    assert errors(found) == []
    record = found.form.library.field("救灾.灾害").record
    assert "受灾村" in record.children
    assert "受灾人口" not in record.children
    output = zongjie("templates", "check", "own")[1]
    assert "错误" not in output


def test_a_figure_that_no_sentence_prints_is_told_where_it_was_added(zongjie, tmp_path):
    put(tmp_path / "own", TEMPORARY, "extends: standard\nfields:\n  面积:\n    kind: measure\n    unit: 亩\n")
    output = zongjie("templates", "check", "own")[1]
    assert (
        f"提示 own/{TEMPORARY}:3 临时救助·面积：没有一句用到这一项。请在 sentences 里写上这一句，或去掉这一项。"
        in output
    )


def test_the_source_of_a_number_in_a_sentence_is_the_file_that_has_it(zongjie, tmp_path):
    own = "extends: standard\nsentences:\n  - after: 人次\n    text: 60岁以上的{{ 户数 }}。\n"
    put(tmp_path / "own", TEMPORARY, own)
    put(tmp_path, "柳河镇.yaml", f"{HEAD}临时救助: {{人次: 3, 户数: 2}}\n")
    assert f"own/{TEMPORARY}:4" in zongjie("show", "柳河镇.yaml", "--sources", "--templates", "own")[1]


def test_wording_says_that_it_is_always_whole(summary):
    found = summary(
        "临时救助: {人次: 3}\n", own={"sections/temporary/section.md": "extends: standard\n另有{{ 户数 }}。\n"}
    )
    assert errors(found) == [
        "错误 own/sections/temporary/section.md:1：section.md 总是完整的一份，这一行会印在文中。"
        "请去掉这一行；只添一句的，写在同一个文件夹的 form.yaml 的 sentences 里。"
    ]


@pytest.mark.parametrize("name", ["户数", "临时救助.户数", "fields.户数"])
def test_a_field_is_taken_away_however_it_is_spelled(summary, name):
    found = summary("临时救助: {人次: 3}\n", own={TEMPORARY: f"extends: standard\nremove: [{name}]\n"})
    assert errors(found) == []
    assert found.form.library.field("临时救助.户数") is None

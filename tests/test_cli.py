"""The commands as an official types them: what they print, what they write, and how they end."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from forms import REAL, ROOT, SECOND, put, read, write

import generator.commands.check
import generator.making.placing
import generator.terminal.show
from generator.chinese.width import half_widths
from generator.cli import main
from generator.library.loading import load_library

OK, REFUSED, MISTYPED, BROKEN = 0, 1, 2, 3


@pytest.fixture
def office(tmp_path, monkeypatch):
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(office):
    """Types a command in the office and says how it must end."""
    assert list(office.iterdir()) == []

    def command(*words, code=OK):
        result = CliRunner().invoke(main, [str(word) for word in words], prog_name="zongjie")
        assert result.exit_code == code, result.output
        return result

    return command


def town(name, **more):
    return {"单位": name, "年度": "2023", "临时救助": {"人次": "3人次", "金额": "500元"}, **more}


def put_form(folder, name, form):
    put(Path(folder), name, form if isinstance(form, str | bytes) else write(form))
    return Path(folder) / name


NOTHING_FILLED = (
    "警告 {}：除了开头几项，什么都没有填。请在各节里填写；填好的内容写在冒号后面、# 前面。\n检查了1份表单：1处警告。\n"
)


class TestNew:
    def test_writes_a_form_that_reads_back_as_a_blank_one(self, run):
        said = run("new", "青石乡", "--year", 2023).output
        assert said == "已生成 inputs/青石乡-2023.yaml。填好后运行：zongjie check inputs/青石乡-2023.yaml\n"
        assert run("check").output == NOTHING_FILLED.format("inputs/青石乡-2023.yaml")

    def test_the_blank_form_builds_as_it_is(self, run):
        run("new", "青石乡", "--year", 2023)
        run("build")
        lines = [line.text for line in docx.Document("outputs/青石乡2023年社会救助工作总结.docx").paragraphs]
        assert [line for line in lines if line] == [
            "青石乡2023年社会救助工作总结",
            "现将我乡2023年社会救助工作总结如下。",
            "青石乡",
        ]

    @pytest.mark.parametrize(
        ("unit", "report", "meant"),
        [
            ("云岭县夕阳红敬老院", "town", ["welfare-home"]),
            ("幸福里社区", "town", ["community"]),
            ("云岭县民政局", "town", ["county", "bureau"]),
            ("云嶺縣", "town", ["county"]),
            ("青石乡", "county", ["town"]),
            ("青石乡", "town", []),
            ("云岭县民政局", "bureau", []),
            ("某公司", "town", []),
        ],
    )
    def test_says_so_when_units_of_such_a_name_write_another_report(self, run, unit, report, meant):
        said = run("new", unit, "--year", 2023, "--report", report).output
        assert sorted(re.findall(r"加 --report ([a-z-]+)", said)) == sorted(meant)

    @pytest.mark.parametrize("report", ["town", "community", "welfare-home", "county", "bureau"])
    @pytest.mark.parametrize("year", [1999, 2012, 2024])
    def test_every_report_has_a_form_for_every_year(self, run, report, year):
        run("new", "某单位", "--year", year, "--report", report)
        assert run("check").output == NOTHING_FILLED.format(f"inputs/某单位-{year}.yaml")

    def test_does_not_touch_a_form_that_is_there(self, run, office):
        path = put_form(office, "inputs/青石乡-2023.yaml", "填好的")
        said = run("new", "青石乡", "--year", 2023, code=REFUSED)
        assert "已经有了，没有改动它" in said.output
        assert path.read_text(encoding="utf-8") == "填好的"

    @pytest.mark.parametrize("unit", ["../外面", "a/b", "甲\\乙", "甲:乙", "", " ", "甲*"])
    def test_a_unit_that_is_no_file_name_is_refused(self, run, office, unit):
        assert "不能作单位名" in run("new", unit, "--year", 2023, code=MISTYPED).output
        assert list(office.rglob("*.yaml")) == []

    @pytest.mark.parametrize("unit", ["柳" * 82, "龙" * 299 + "镇", "a" * 300])
    def test_a_unit_too_long_for_the_name_of_a_file_is_refused(self, run, office, unit):
        assert "太长了" in run("new", unit, "--year", 2023, code=MISTYPED).output
        assert list(office.rglob("*.yaml")) == []

    @pytest.mark.parametrize(("year", "word"), [("12", "年份「12」不对"), ("今年", "应当是整数"), ("9999", "不对")])
    def test_a_year_that_is_none_is_refused(self, run, year, word):
        assert word in run("new", "青石乡", "--year", year, code=MISTYPED).output

    def test_a_report_that_does_not_exist_is_named_with_the_nearest(self, run):
        assert "是不是「town」？" in run("new", "青石乡", "--year", 2023, "--report", "twon", code=REFUSED).output

    def test_speaks_of_the_year_it_is_for(self, run, office):
        run("new", "青石乡", "--year", 2012)
        run("new", "青石乡", "--year", 2023)
        old, new = (path.read_text(encoding="utf-8") for path in sorted((office / "inputs").iterdir()))
        assert "五保对象" in old
        assert "五保对象" not in new


class TestCheck:
    def test_lists_all_problems_worst_first(self, run, office):
        form = read(REAL)
        form["低保"]["农村"]["户数"] = "3000人"
        put_form(office, "inputs/甲.yaml", form)
        lines = run("check", code=REFUSED).output.split("\n")
        assert lines[0].startswith("错误 inputs/甲.yaml:")
        assert "「3000人」的单位应是户。这一行请填以户计的数；说的是「人数」" in lines[0]
        assert [line[:2] for line in lines[:-2]] == sorted((line[:2] for line in lines[:-2]), key="错误警告提示".index)
        assert re.fullmatch(r"检查了1份表单：1处错误、\d+处警告、\d+处提示。", lines[-2])

    def test_writes_nothing(self, run, office):
        put_form(office, "inputs/甲.yaml", town("甲镇"))
        run("check")
        assert [path.name for path in office.iterdir()] == ["inputs"]

    def test_json_has_file_line_and_field_of_each_problem(self, run, office):
        put_form(office, "inputs/甲.yaml", "单位: 甲镇\n年度: 2023\n临时救助:\n  人次: 3户\n")
        (problem,) = json.loads(run("check", "--json", code=REFUSED).output)
        assert problem == {
            "severity": "error",
            "file": "inputs/甲.yaml",
            "line": 4,
            "field": "临时救助.人次",
            "what": "「3户」的单位应是人次。",
            "advice": "这一行请填以人次计的数；说的是「户数」的，请移到那里。",
        }

    def test_json_of_no_problem_is_an_empty_list(self, run, office):
        put_form(office, "inputs/甲.yaml", town("甲镇"))
        assert json.loads(run("check", "--json").output) == []

    def test_without_a_form_says_so(self, run):
        assert "没有找到表单" in run("check", code=MISTYPED).output

    def test_a_file_that_is_not_there_is_a_problem_not_a_crash(self, run):
        assert "没有这个文件或文件夹" in run("check", "没有.yaml", code=REFUSED).output


class TestBuild:
    def test_writes_the_document_and_says_where(self, run, office):
        path = put_form(office, "甲.yaml", town("甲镇"))
        assert "已写成 outputs/甲镇2023年社会救助工作总结.docx" in run("build", path).output
        lines = [line.text for line in docx.Document("outputs/甲镇2023年社会救助工作总结.docx").paragraphs]
        assert "全年实施临时救助3人次，发放救助金500元。" in lines

    def test_one_bad_form_stops_nobody_else(self, run, office):
        put_form(office, "inputs/甲.yaml", town("甲镇"))
        put_form(office, "inputs/乙.yaml", "单位: 乙镇\n年度: 2023\n临时救助:\n  人次: 3户\n")
        put_form(office, "inputs/丙.yaml", town("丙镇"))
        said = run("build", code=REFUSED).output
        assert "共3份表单，成稿2份，未成稿1份。" in said
        assert "错误 inputs/乙.yaml:4 临时救助·人次：" in said
        assert sorted(path.name for path in (office / "outputs").iterdir()) == [
            "丙镇2023年社会救助工作总结.docx",
            "甲镇2023年社会救助工作总结.docx",
        ]

    def test_nothing_is_written_for_a_bad_form(self, run, office):
        put_form(office, "inputs/乙.yaml", "单位: 乙镇\n年度: 2023\n临时救助:\n  人次: 3户\n")
        assert "没有成稿（1处错误）。" in run("build", code=REFUSED).output
        assert not (office / "outputs").exists()

    @pytest.mark.parametrize(
        "data",
        [b"", b"\x00\xff\xfe\x01binary\x00\x80", b"a: &a [*a, *a]\nb: *a\n", b"\xff\xfe", "[" * 400, "甲：乙\n" * 3],
        ids=["empty", "binary", "alias", "bom", "deep", "colons"],
    )
    def test_whatever_the_file_holds_is_answered(self, run, office, data):
        put_form(office, "inputs/乙.yaml", data)
        said = run("build", code=REFUSED).output
        assert said.startswith("错误 inputs/乙.yaml")
        assert "Traceback" not in said

    def test_two_forms_of_one_title_do_not_overwrite_each_other(self, run, office):
        put_form(office, "inputs/a.yaml", town("甲镇", 公文={"标题": "关于救助工作的总结"}))
        put_form(office, "inputs/b.yaml", town("乙镇", 公文={"标题": "关于救助工作的总结"}))
        said = run("build", code=REFUSED).output
        assert "错误 inputs/b.yaml：和 inputs/a.yaml 的标题相同，会写成同一个文件。请核对单位、年度和期间。" in said
        assert len(list((office / "outputs").iterdir())) == 1

    def test_building_again_replaces_the_document(self, run, office):
        put_form(office, "inputs/甲.yaml", town("甲镇"))
        run("build")
        first = next((office / "outputs").iterdir()).read_bytes()
        run("build")
        (second,) = (office / "outputs").iterdir()
        assert second.read_bytes() == first

    def test_a_folder_that_cannot_be_written_is_answered(self, run, office, monkeypatch):
        def read_only(*_, **__):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(generator.making.placing.Path, "replace", read_only)
        put_form(office, "inputs/甲.yaml", town("甲镇"))
        said = run("build", code=REFUSED).output
        assert "写不进去（没有权限）。请关闭正在打开它的WPS或Word，检查文件夹是否只读，再试一次。" in said

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
    def test_a_read_only_folder_is_answered(self, run, office):
        (office / "outputs").mkdir(mode=0o500)
        put_form(office, "inputs/甲.yaml", town("甲镇"))
        assert "写不进去" in run("build", code=REFUSED).output

    def test_a_document_open_elsewhere_is_answered(self, run, office, monkeypatch):
        def busy(*_):
            raise OSError(16, "Device or resource busy")

        put_form(office, "inputs/甲.yaml", town("甲镇"))
        monkeypatch.setattr(Path, "replace", busy)
        assert "写不进去（正被别的程序占用）" in run("build", code=REFUSED).output
        assert list((office / "outputs").iterdir()) == []

    def test_a_folder_in_the_way_of_the_document_is_answered(self, run, office):
        (office / "outputs" / "甲镇2023年社会救助工作总结.docx").mkdir(parents=True)
        put_form(office, "inputs/甲.yaml", town("甲镇"))
        assert "写不进去（它是一个文件夹）" in run("build", code=REFUSED).output

    def test_a_file_in_the_way_of_the_folder_is_answered(self, run, office):
        put_form(office, "outputs", "x")
        put_form(office, "inputs/甲.yaml", town("甲镇"))
        assert "写不进去" in run("build", code=REFUSED).output

    def test_strict_refuses_warnings(self, run, office):
        put_form(office, "inputs/甲.yaml", read(REAL))
        run("build", "--strict", code=REFUSED)
        assert not (office / "outputs").exists()
        run("build")
        assert (office / "outputs").exists()

    def test_a_draft_may_lack_what_must_be_filled(self, run, office):
        put_form(office, "inputs/甲.yaml", {"年度": "2023", "临时救助": {"人次": "3"}})
        run("build", code=REFUSED)
        run("build", "--draft")
        (path,) = (office / "outputs").iterdir()
        assert "【待填：" in docx.Document(path).paragraphs[0].text

    def test_templates_of_a_town_lie_over_the_standard(self, run, office):
        put(office, "templates/sections/temporary/section.md", "帮了{{ 人次 }}，花了{{ 金额 }}。\n")
        put_form(office, "inputs/甲.yaml", town("甲镇"))
        run("build", "--templates", "templates")
        (path,) = (office / "outputs").iterdir()
        assert "帮了3人次，花了500元。" in [line.text for line in docx.Document(path).paragraphs]

    def test_a_template_folder_that_is_not_there_is_a_slip(self, run):
        assert "没有「没有」这个文件夹" in run("build", "--templates", "没有", code=MISTYPED).output

    def test_a_layout_that_does_not_exist_is_named_with_those_that_do(self, run, office):
        put_form(office, "inputs/甲.yaml", town("甲镇"))
        said = run("build", "--layout", "gbt", code=REFUSED).output
        assert "没有「gbt」这个版式" in said
        assert "gbt9704" in said

    def test_a_broken_layout_stops_only_the_forms_that_use_it(self, run, office):
        put(office, "模板/layouts/坏的.yaml", "页面: 很大\n")
        put(office, "inputs/一/zongjie.yaml", "模板: ../../模板\n版式: 坏的\n")
        put_form(office, "inputs/一/甲.yaml", town("甲镇"))
        put_form(office, "inputs/二/乙.yaml", town("乙镇"))
        said = run("build", code=REFUSED).output
        assert "共2份表单，成稿1份，未成稿1份。" in said
        assert [path.name for path in (office / "outputs").iterdir()] == ["乙镇2023年社会救助工作总结.docx"]

    def test_json_tells_what_became_of_each_form(self, run, office):
        put_form(office, "inputs/甲.yaml", town("甲镇"))
        put_form(office, "inputs/乙.yaml", "单位: 乙镇\n年度: 2023\n临时救助:\n  人次: 3户\n")
        results = {one["form"]: one for one in json.loads(run("build", "--json", code=REFUSED).output)}
        assert results["inputs/甲.yaml"]["output"] == "outputs/甲镇2023年社会救助工作总结.docx"
        assert results["inputs/乙.yaml"]["output"] == ""
        (problem,) = results["inputs/乙.yaml"]["problems"]
        assert (problem["file"], problem["line"], problem["field"]) == ("inputs/乙.yaml", 4, "临时救助.人次")
        assert {"临时救助困难群众＿"} <= {one["text"] for one in results["inputs/甲.yaml"]["left_out"]}

    def test_a_name_with_brackets_is_shown_as_it_is(self, run, office):
        put_form(office, "inputs/[red]甲[/].yaml", town("甲镇"))
        put_form(office, "inputs/乙.yaml", town("乙镇"))
        assert "inputs/[red]甲[/].yaml" in run("build").output

    def test_forms_are_found_at_any_depth_and_only_once(self, run, office):
        put_form(office, "inputs/一/甲.yaml", town("甲镇"))
        put_form(office, "inputs/一/二/乙.yml", town("乙镇"))
        put_form(office, "inputs/.隐藏.yaml", town("丙镇"))
        put_form(office, "inputs/~暂存.yaml", town("丁镇"))
        assert "共2份表单" in run("build", "inputs", "inputs/一", "inputs/一/甲.yaml").output


PROMISED = ("低保和特困供养", "医疗救助和临时救助", "养老和儿童福利")


class TestShow:
    def test_prints_the_text_what_fell_and_where_figures_come_from(self, run, office):
        path = put_form(office, "甲.yaml", town("甲镇"))
        said = run("show", path).output
        assert "全年实施临时救助3人次，发放救助金500元。" in said
        assert "填的数2个、日期和年份1个，看来源加 --来源；略去26处，看是哪些加 --略去。" in said
        assert "←" not in said
        assert list(office.iterdir()) == [path]

    def test_where_figures_come_from_and_what_fell_are_shown_when_asked_for(self, run, office):
        path = put_form(office, "甲.yaml", town("甲镇", 存在问题="全镇有2个村没有村干部"))
        sources = run("show", path, "--来源").output
        assert re.search(r"填的数（2个）\n  3人次 ← 第\d行 临时救助·人次\n  500元 ← 第\d行 临时救助·金额\n", sources)
        assert re.search(r"自己写的话里的数（1个）\n  2个 ← 自述 第\d行 存在问题·问题·1\n", sources)
        assert re.search(r"日期和年份（\d个）\n  2023年 ← 由年度（第\d行）和期间推出\n", sources)
        assert "实施临时救助" not in sources
        fallen = run("show", path, "--略去").output
        assert "临时救助困难群众＿ ← 临时救助·人数" in fallen
        assert "3人次 ←" not in fallen
        assert run("show", path, "--sources", "--omitted").output == f"{sources}\n{fallen}"

    def test_a_page_is_as_wide_as_the_terminal(self, run, office, monkeypatch):
        monkeypatch.setattr(generator.terminal.show, "page_width", lambda: 40)
        path = put_form(
            office,
            "甲.yaml",
            town("甲镇", 结语="".join(f"我镇将继续做好{what}工作，把困难群众的基本生活保障好。" for what in PROMISED)),
        )
        lines = run("show", path).output.splitlines()
        long = [line for line in lines if "困难群众" in line or "保障" in line]
        assert len(long) > 3
        assert all(half_widths(line) <= 42 for line in long)
        assert not any(line.startswith(tuple("，。；：、")) for line in lines)

    def test_a_figure_that_was_added_up_names_its_parts(self, run, office):
        both = {"城镇": {"户数": "5"}, "农村": {"户数": "6"}}
        path = put_form(office, "甲.yaml", {"单位": "甲镇", "年度": "2023", "低保": both})
        said = run("show", path, "--来源").output
        assert re.search(r"11户 ← 低保·合计·户数，由5户（第\d行）、6户（第\d行）算出", said)

    def test_json_carries_text_figures_and_what_fell(self, run, office):
        path = put_form(office, "甲.yaml", town("甲镇"))
        shown = json.loads(run("show", path, "--json").output)
        assert shown["text"][0] == "甲镇2023年社会救助工作总结"
        assert [one["text"] for one in shown["figures"]] == ["2023年", "3人次", "500元"]
        assert {"text": "临时救助困难群众＿", "fields": ["临时救助.人数"]} in shown["left_out"]

    def test_a_bad_form_shows_its_problems_and_no_text(self, run, office):
        path = put_form(office, "乙.yaml", "单位: 乙镇\n年度: 2023\n临时救助:\n  人次: 3户\n")
        assert run("show", path, code=REFUSED).output.startswith("错误 乙.yaml:4")

    def test_a_draft_shows_what_must_be_filled(self, run, office):
        path = put_form(office, "甲.yaml", {"年度": "2023", "临时救助": {"人次": "3"}})
        assert "【待填：" in run("show", "--draft", path).output


class TestTemplates:
    def test_lists_reports_and_sections(self, run):
        said = run("templates", "list").output
        assert "town" in said
        assert "低保" in said

    def test_copies_a_section_to_be_reworded(self, run, office):
        run("templates", "copy", "temporary", "--to", "本镇")
        assert sorted(path.name for path in (office / "本镇/sections/temporary").iterdir()) == [
            "form.yaml",
            "section.md",
        ]
        assert "没有改动它" in run("templates", "copy", "temporary", "--to", "本镇", code=REFUSED).output

    def test_names_the_sections_when_one_is_mistyped(self, run):
        assert "temporary" in run("templates", "copy", "temp", "--to", "本镇", code=REFUSED).output

    def test_check_finds_what_a_form_would_run_into(self, run, office):
        put(office, "本镇/sections/temporary/section.md", "救助{{ 人此 }}。\n")
        said = run("templates", "check", "本镇", code=REFUSED).output
        assert "错误 本镇/sections/temporary/section.md:1：没有「人此」这个项目。是不是「人次」？" in said

    def test_check_as_json(self, run, office):
        put(office, "本镇/sections/temporary/section.md", "救助{{ 人此 }}。\n")
        found = json.loads(run("templates", "check", "本镇", "--json", code=REFUSED).output)
        assert {(one["file"], one["line"]) for one in found if one["severity"] == "error"} == {
            ("本镇/sections/temporary/section.md", 1)
        }


COMMANDS = (
    *[
        (),
        ("new",),
        ("check",),
        ("build",),
        ("show",),
        ("compare",),
        ("convert",),
        ("collect",),
        ("verify",),
        ("ledger",),
        ("diff",),
        ("extract",),
        ("examples",),
        ("manual",),
        ("schema",),
        ("doctor",),
        ("layouts",),
        ("layouts", "list"),
        ("layouts", "show"),
        ("layouts", "learn"),
    ],
    *[("templates",), ("templates", "list"), ("templates", "copy"), ("templates", "check")],
)
NAMES = {
    *("zongjie", "Word", "JSON", "PDF", "LibreOffice", "Python", "WPS", "YAML", "Hans", "Hant", "zh", "town", "gbt"),
    *(
        "inputs",
        "towns",
        "outputs",
        "layouts",
        "templates",
        "new",
        "check",
        "build",
        "show",
        "learn",
        "docx",
        "compare",
        "convert",
        "collect",
        "Excel",
        "excel",
        "yaml",
        "verify",
        "extract",
        "ledger",
        "diff",
        "xlsx",
        "md",
        "csv",
        "examples",
        "manual",
        "list",
        "copy",
        "schema",
        "doctor",
        "h",
        "o",
    ),
}
"""Names that are typed or stand in a folder; everything else in a help text must be Chinese."""


class TestChinese:
    def test_every_command_is_looked_at(self):
        verbs = {name: main.get_command(None, name) for name in main.list_commands(None)}
        found = {(name,) for name in verbs}
        for name, command in verbs.items():
            found |= {(name, inner) for inner in getattr(command, "commands", ())}
        assert found == set(COMMANDS) - {()}

    @pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
    def test_help_is_chinese(self, run, command):
        said = run(*command, "--help").output
        words = re.findall(r"[A-Za-z]+", re.sub(r"(?<![\w-])--[a-z-]+", "", said))
        assert [word for word in words if word not in NAMES] == []
        assert said.startswith("用法：zongjie")

    @pytest.mark.parametrize(
        ("words", "answer"),
        [
            (["bulid"], "没有 bulid 这个命令。是不是 build？"),
            (["成稿"], "没有 成稿 这个命令。可以用："),
            (["build", "--drat"], "没有 --drat 这个选项。"),
            (["build", "--jobs", "0"], "--jobs 的值不对：应当是1到64的整数。"),
            (["build", "--jobs", "两"], "--jobs 的值不对：应当是1到64的整数。"),
            (["build", "--layout"], "--layout 后面要跟一个值。"),
            (["build", "--script", "繁"], "--script 的值不对：可以填：zh-Hans、zh-Hant。"),
            (["new", "甲镇"], "缺少 --year。"),
            (["new", "--year", "2023"], "缺少 单位。"),
            (["show"], "缺少 表单。"),
            (["show", "a.yaml", "b.yaml"], "命令写得不对。"),
            (["templates", "chek"], "没有 chek 这个命令。是不是 check？"),
        ],
    )
    def test_a_mistyped_command_is_answered_in_chinese(self, run, words, answer):
        said = run(*words, code=MISTYPED).output
        assert answer in said
        assert "用法见：zongjie" in said
        assert not re.search(r"\b(Error|Usage|Try|option|argument|Missing|Invalid|No such)\b", said)

    def test_a_failure_of_the_program_is_answered_without_a_traceback(self, run, monkeypatch, tmp_path):
        def fail(*_):
            raise RuntimeError("secret detail")

        monkeypatch.setattr(generator.commands.check, "find_forms", fail)
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        said = run("check", code=BROKEN).output
        assert said.startswith("程序自身出错了，不是表单的问题。")
        assert "Traceback" not in said
        assert "secret" not in said
        (log,) = tmp_path.glob("zongjie-*.log")
        assert str(log) in said
        assert "secret detail" in log.read_text(encoding="utf-8")


def whole_process(folder, *words):
    command = [sys.executable, "-c", "from generator.cli import main; main()", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=60)


@pytest.mark.parametrize("words", [("check",), ("build",)])
def test_forms_that_fill_in_other_sections_share_one_library(run, words):
    for name, more in {
        "甲镇": {},
        "乙镇": {"优抚": {"人数": "3人"}},
        "丙镇": {"低保": {"农村": {"户数": "3户"}}},
    }.items():
        put_form("inputs", f"{name}.yaml", town(name, **more))
    load_library.cache_clear()
    run(*words)
    assert load_library.cache_info().misses == 1


def test_two_at_a_time_gives_the_same_as_one_by_one(office):
    for number in range(9):
        form = read(REAL if number % 2 else SECOND) | {"单位": f"第{number}镇"}
        put_form(office, f"inputs/{number}.yaml", form)
    put_form(office, "inputs/坏.yaml", "单位: 乙镇\n年度: 2023\n临时救助:\n  人次: 3户\n")
    one = whole_process(office, "build", "-o", "one", "--json")
    two = whole_process(office, "build", "-o", "two", "--json", "--jobs", "2")
    assert (one.returncode, two.returncode) == (REFUSED, REFUSED)
    assert two.stdout.decode() == one.stdout.decode().replace('"one/', '"two/')
    written = {path.name: path.read_bytes() for path in (office / "one").iterdir()}
    assert {path.name: path.read_bytes() for path in (office / "two").iterdir()} == written
    assert len(written) == 9


def test_the_whole_process_ends_as_its_commands_do(office):
    put_form(office, "inputs/甲.yaml", town("甲镇"))
    assert whole_process(office, "build").returncode == OK
    assert whole_process(office, "bulid").returncode == MISTYPED
    put_form(office, "inputs/乙.yaml", "单位: 乙镇\n")
    assert whole_process(office, "check").returncode == REFUSED


class TestFolders:
    """What is said of a folder besides its forms."""

    def test_a_good_folder_takes_one_line_more(self, run, office):
        for name in "甲乙丙":
            put_form(office, f"表/{name}.yaml", town(f"{name}镇"))
        assert run("check", "表").output.splitlines() == [
            "读的是 表 里的3份表单（丙.yaml、乙.yaml、甲.yaml）。",
            "检查了3份表单：没有问题。",
        ]

    def test_what_was_not_read_is_told_by_reason(self, run, office):
        put_form(office, "表/甲.yaml", town("甲镇"))
        put_form(office, "表/乙.yaml.txt", town("乙镇"))
        put_form(office, "表/.旧/丙.yaml", town("丙镇"))
        for name in ("旧.docx", "~$旧.docx", "数.xlsx", "收到的.zip", "说明.txt", ".DS_Store", "Thumbs.db"):
            put_form(office, f"表/{name}", b"\0")
        for verb in ("check", "build"):
            said = run(verb, "表").output
            assert (
                "警告 表：没有读其中6个文件："
                "乙.yaml.txt（内容是表单，名字却不以 .yaml 结尾：请让“文件扩展名”显示出来，再改名）；"
                "收到的.zip（压缩包，请先解压）；数.xlsx（读不了：这个文件是空的，没有内容，请向填表的人再要一份）；"
                "旧.docx（Word 文档）；说明.txt（不是 .yaml 表单）；"
                "~$旧.docx（打开文档时的临时文件）。\n"
            ) in said

    def test_many_files_of_one_reason_are_counted(self, run, office):
        put_form(office, "表/甲.yaml", town("甲镇"))
        for number in range(9):
            put_form(office, f"表/{number}.docx", b"\0")
        said = run("check", "表").output
        assert "提示 表：没有读其中9个文件：0.docx、1.docx、2.docx、3.docx、4.docx等9个（Word 文档）。\n" in said

    def test_a_folder_with_nothing_to_read_says_what_lies_there(self, run, office):
        put_form(office, "表/甲.yml.txt", town("甲镇"))
        assert "甲.yml.txt（内容是表单" in run("check", "表", code=MISTYPED).output

    @pytest.mark.parametrize("name", ["甲.YAML", "甲.Yml"])
    def test_an_ending_in_capitals_is_an_ending(self, run, office, name):
        put_form(office, f"表/{name}", town("甲镇"))
        assert run("check", "表").output == "检查了1份表单：没有问题。\n"
        put_form(
            office, "县.yaml", {"报告": "county", "单位": "某县", "年度": "2023", "汇总自": f"表/*{name[1:].lower()}"}
        )
        assert "没有找到" not in run("check", "县.yaml").output

    def test_of_a_form_in_two_files_neither_is_written(self, run, office):
        put_form(office, "表/a.yaml", town("甲镇", 期间="全年"))
        put_form(office, "表/b.yaml", town("甲镇", 临时救助={"人次": "4人次"}))
        put_form(office, "表/c.yaml", town("甲镇", 期间="上半年"))
        put_form(office, "表/d.yaml", town("甲镇", 业务="养老工作"))
        said = run("build", "表", code=REFUSED).output
        double = "错误 表/{}.yaml：和 表/{}.yaml 是同一单位、同一年度、同一种总结的表单，哪份都不成稿。请只留一份"
        assert double.format("a", "b") in said
        assert double.format("b", "a") in said
        assert "成稿2份，未成稿2份" in said
        assert sorted(path.name for path in (office / "outputs").iterdir()) == [
            "甲镇2023年上半年社会救助工作总结.docx",
            "甲镇2023年养老工作总结.docx",
        ]
        assert double.format("a", "b") in run("check", "表", code=REFUSED).output

    def test_a_form_of_another_year_than_the_rest_is_named(self, run, office):
        for name in "甲乙丙":
            put_form(office, f"表/{name}.yaml", town(f"{name}镇"))
        put_form(office, "表/丁.yaml", {**town("丁镇"), "年度": "2022"})
        put_form(office, "表/甲-2022.yaml", {**town("甲镇"), "年度": "2022"})
        said = run("check", "表").output
        assert "警告 表/丁.yaml 年度：年度是2022，同一文件夹里别的3份都是2023年的。" in said
        assert "甲-2022.yaml 年度：" not in said
        assert "未成稿1份" in run("build", "--strict", "表", code=REFUSED).output

    def test_what_was_not_read_is_in_json_too(self, run, office):
        put_form(office, "表/甲.yaml", town("甲镇"))
        put_form(office, "表/旧.docx", b"\0")
        (found,) = json.loads(run("check", "--json", "表").output)
        assert (found["file"], found["severity"]) == ("表", "notice")

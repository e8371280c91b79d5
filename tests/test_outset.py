"""``zongjie new`` beside other forms, and ``zongjie compare``."""

import json
import shutil

import pytest
import yaml
from click.testing import CliRunner
from forms import ROOT

from generator.cli import main
from generator.problem import Refused


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a command in an empty folder that holds the towns and last year's county."""
    shutil.copytree(ROOT / "inputs" / "towns", tmp_path / "towns")
    shutil.copy(ROOT / "inputs" / "云岭县-2023.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)

    def command(*words):
        return CliRunner().invoke(main, words)

    return command


def new_county(run, *more):
    done = run("new", "云岭县", "--year", "2024", "--report", "county", "--from", "towns", "-o", ".", *more)
    assert done.exit_code == 0, done.output
    return done


def test_a_new_county_names_its_towns_and_shows_their_sums_and_last_year(run, tmp_path):
    new_county(run)
    text = (tmp_path / "云岭县-2024.yaml").read_text(encoding="utf-8")
    assert '  - "towns/2024/*.yaml"' in text
    assert "  - 双河口镇" in text
    assert "    # 各单位合计：户数 6720户，人数 11497人，月发放额 " in text
    assert "    # 上年：户数 6541户，人数 11218人，月发放额 " in text
    assert "    # 各单位：标准 740～770元/月\n    # 上年：户数 1550户，人数 2467人，" in text


def test_problems_and_plans_of_the_towns_are_there_for_the_author_and_not_printed(run, tmp_path):
    new_county(run)
    text = (tmp_path / "云岭县-2024.yaml").read_text(encoding="utf-8")
    worry = "救助工作经费没有单列，入户核查的交通费用难以解决"
    assert f"#   云城街道：{worry}" in text
    shown = run("show", "云岭县-2024.yaml").output
    assert "全县共有城乡低保对象8272户、13969人，人数比上年增加284人" in shown
    assert worry not in shown


def test_a_new_county_speaks_of_the_period_of_its_towns(run, tmp_path):
    for path in (tmp_path / "towns" / "2024").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        text = text.replace("期间: 全年\n", "").replace("年度: 2024", "年度: 2024\n期间: 上半年", 1)
        path.write_text(text, encoding="utf-8")
    new_county(run)
    assert "\n期间: 上半年\n" in (tmp_path / "云岭县-2024.yaml").read_text(encoding="utf-8")


def test_only_the_forms_of_the_year_are_named_where_others_lie_beside_them(run, tmp_path):
    for path in (tmp_path / "towns" / "2023").iterdir():
        shutil.move(path, tmp_path / "towns" / "2024")
    new_county(run)
    text = (tmp_path / "云岭县-2024.yaml").read_text(encoding="utf-8")
    assert yaml.load(text, yaml.BaseLoader)["汇总自"] == ["towns/2024/*2024*.yaml"]


def test_forms_are_named_one_by_one_only_where_no_pattern_keeps_years_apart(run, tmp_path):
    towns = tmp_path / "towns"
    for path in [*(towns / "2023").iterdir(), *(towns / "2024").iterdir()]:
        shutil.move(path, towns / f"{path.stem.replace('2023', '旧').replace('2024', '新')}.yaml")
    said = new_county(run).output
    assert "警告 towns：里面还有别的表单，「汇总自」只好一份一份写明" in said
    text = (tmp_path / "云岭县-2024.yaml").read_text(encoding="utf-8")
    assert '  - "towns/双河口镇-新.yaml"' in text
    assert "双河口镇-旧" not in text


def test_a_form_of_the_wrong_year_is_named_and_the_pattern_stays(run, tmp_path):
    odd = tmp_path / "towns" / "2024" / "岩口乡-2024.yaml"
    odd.write_text(odd.read_text(encoding="utf-8").replace("年度: 2024", "年度: 2023"), encoding="utf-8")
    said = new_county(run).output
    assert "警告 towns/2024/岩口乡-2024.yaml 年度：年度是2023，没有算作2024年的。" in said
    assert "还缺1个单位的表单：岩口乡。" in said
    assert '  - "towns/2024/*.yaml"' in (tmp_path / "云岭县-2024.yaml").read_text(encoding="utf-8")


def test_towns_that_each_have_a_folder_are_named_by_one_pattern(run, tmp_path):
    for path in list((tmp_path / "towns" / "2024").iterdir()):
        (folder := path.with_suffix("")).mkdir()
        shutil.move(path, folder / "总结.yaml")
    new_county(run)
    assert '  - "towns/2024/**/*.yaml"' in (tmp_path / "云岭县-2024.yaml").read_text(encoding="utf-8")


def test_a_form_sent_twice_is_named_and_not_decided_by_its_file(run, tmp_path):
    first = tmp_path / "towns" / "2024" / "岩口乡-2024.yaml"
    shutil.copy(first, first.with_name("岩口乡-2024(1).yaml"))
    said = new_county(run).output
    both = "towns/2024/岩口乡-2024(1).yaml、towns/2024/岩口乡-2024.yaml"
    assert f"岩口乡有2份表单：{both}，哪份都没有计入。请只留一份。" in said


def test_units_of_last_year_are_asked_for_even_before_a_form_came(run, tmp_path):
    (tmp_path / "towns" / "2025").mkdir()
    done = run("new", "云岭县", "--year", "2025", "--report", "county", "--from", "towns/2025", "-o", ".")
    assert "towns/2025 里还没有2025年的表单。" in done.output
    assert "没有找到任何表单" not in done.output
    text = (tmp_path / "云岭县-2025.yaml").read_text(encoding="utf-8")
    assert '  - "towns/2025/*.yaml"' in text
    assert "  - 双河口镇" in text


def test_units_that_last_years_county_waited_for_are_asked_for_again(run, tmp_path):
    last = tmp_path / "云岭县-2023.yaml"
    last.write_text(
        last.read_text(encoding="utf-8").replace("应报单位:\n", "应报单位:\n  - 山背乡\n"), encoding="utf-8"
    )
    new_county(run)
    assert "  - 山背乡" in (tmp_path / "云岭县-2024.yaml").read_text(encoding="utf-8")


def test_a_folder_without_forms_of_the_year_is_refused(run):
    done = run("new", "云岭县", "--year", "2020", "--report", "county", "--from", "towns")
    assert isinstance(done.exception, Refused) or done.exit_code == 1
    assert "没有找到2020年的表单" in done.output + str(done.exception)


def test_a_new_form_of_a_town_shows_last_year(run, tmp_path):
    done = run("new", "双河口镇", "--year", "2025", "-o", "towns/2025")
    assert done.exit_code == 0, done.output
    text = (tmp_path / "towns" / "2025" / "双河口镇-2025.yaml").read_text(encoding="utf-8")
    assert "找到了 towns/2024/双河口镇-2024.yaml" in text
    assert "    # 上年：户数 104户，人数 168人，" in text
    assert run("check", "towns/2025/双河口镇-2025.yaml").exit_code == 0


def compare(run, before, after):
    found = json.loads(run("compare", before, after, "--json").stdout)
    return {one["field"]: (one["before"], one["after"], one["change"]) for one in found}


def test_what_differs_between_two_forms_is_listed_with_the_change(run):
    found = compare(run, "towns/2023/双河口镇-2023.yaml", "towns/2024/双河口镇-2024.yaml")
    assert found["低保.城镇.户数"] == ("105户", "104户", "-1户，下降1%")
    assert found["低保.年审.入户率"] == ("95.6%", "98.2%", "+2.6%，提高2.6个百分点")
    assert found["导语.成效"][2] == ""


def test_what_only_one_form_fills_in_is_listed_too(run, tmp_path):
    (tmp_path / "甲.yaml").write_text("单位: 甲镇\n年度: 2024\n低保: {城镇: {户数: 3, 人数: 5}}\n", encoding="utf-8")
    (tmp_path / "乙.yaml").write_text("单位: 甲镇\n年度: 2024\n低保: {城镇: {户数: 3}}\n", encoding="utf-8")
    assert compare(run, "甲.yaml", "乙.yaml") == {"低保.城镇.人数": ("5人", "", "")}
    assert compare(run, "乙.yaml", "甲.yaml") == {"低保.城镇.人数": ("", "5人", "")}


def test_two_like_forms_do_not_differ(run):
    form = "towns/2024/双河口镇-2024.yaml"
    assert "两份表单填的一样。" in run("compare", form, form).output


def test_a_county_is_compared_with_its_sums(run):
    new_county(run)
    assert compare(run, "云岭县-2023.yaml", "云岭县-2024.yaml")["低保.合计.人数"][:2] == ("13685人", "13969人")

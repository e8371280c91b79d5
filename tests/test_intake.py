"""A county's folder as towns fill it: names written in any way, files in any state, units renamed; nothing is counted twice or lost."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from forms import put, text_of

from generator.cli import main
from generator.form.opening import Options
from generator.library.loading import load_library
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary
from generator.problem import CLOSE_OR_UNLOCK, cure_of_writing


@pytest.fixture(scope="module")
def names():
    return load_library(open_shelf(), "county")[0].wording.unit_names


@pytest.mark.parametrize(
    "written",
    [
        "龍山鎮", "龙山镇人民政府", "龙山镇政府", "龙山镇（更正）", "龙山镇(定稿)", "龙 山\u3000镇", "云岭县龙山镇", "《龙山镇》", "龙山",
        "江州市云岭县龙山镇人民政府", "龍山鎮人民政府（更正）", "龙山镇民政办", "龙山镇民政和社会事务办公室", "龙山镇人民政府民政办",
        "龙山镇2024", "2024年龙山镇", "龙山镇2024年度（第2稿）", "龙山镇-更正", "龙山镇（2024-12-30）", "龙山镇（1）", "龙山镇新", "龙山镇（盖章）",
    ],
)  # fmt: skip
def test_one_unit_is_known_however_its_name_is_written(names, written):
    assert names.may_be_one("龙山镇", written)
    assert names.may_be_one(written, "龙山镇")
    assert names.doubles(["冷水坪乡", "龙山镇", written]) == {"龙山镇": [written], written: ["龙山镇"]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云城街道", "云城街道办事处"), ("云城街道", "云城街办"), ("云城街道", "云城办事处"), ("云岭县", "云岭县民政局"), ("乾溪镇", "乾溪鎮"),
        ("东街社区", "城关镇东街社区居委会"), ("李家村", "李家村委会"), ("李家村", "李家村村民委员会"), ("李家村", "李家村民委员会"),
    ],
)  # fmt: skip
def test_other_levels_have_other_organs(names, one, other):
    assert names.may_be_one(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("龙山镇", "龙山乡"), ("龙山镇", "大龙山镇"), ("龙山镇", "新龙山镇"), ("龙山镇", "龙山镇东街社区"), ("龙山镇", "龙山镇中心敬老院"), ("甲镇", "乙镇"),
        ("甲县龙山镇", "乙县龙山镇"), ("城关镇（东片）", "城关镇（西片）"), ("张村镇", "李村镇"), ("城镇街道", "城街道"), ("创新镇", "创镇"), ("定镇", "镇"),
        ("第1社区", "第2社区"), ("高新区", "高新区街道"), ("镇1", "镇2"), ("改乡", "改镇"),
    ],
)  # fmt: skip
def test_units_that_are_two_stay_two(names, one, other):
    assert not names.may_be_one(one, other)
    assert names.doubles([one, other]) == {}


def test_a_name_without_end_is_taken_as_it_stands(names):
    assert names.may_be_one("改正" * 5000, "改正" * 5000)
    assert not names.may_be_one("改正" * 29 + "镇", "改正" * 28 + "镇")


def town(unit, people=20, year=2024, more=""):
    return f"报告: town\n单位: {unit}\n年度: {year}\n{more}特困供养: {{人数: {people}人}}\n"


def county(year=2024, more="", source="towns/{}/*.yaml"):
    return f"报告: county\n单位: 云岭县\n年度: {year}\n汇总自: [{source.format(year)}]\n{more}"


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Runs a command in a folder that is filled first: what it says."""
    monkeypatch.chdir(tmp_path)

    def run(files, *words):
        for name, content in files.items():
            put(tmp_path, name, content)
        return CliRunner().invoke(main, words, prog_name="zongjie").output

    return run


def paper(form="county.yaml", **options):
    return text_of(read_summary(Path(form), Options(open_shelf(), **options)))


def people(**options):
    return re.findall("共有特困人员([^，。]*)", paper(**options))


@pytest.mark.parametrize("second", ["龍山鎮", "龙山镇人民政府", "龙山镇（更正）", "云岭县龙山镇", "龙山镇"])
def test_a_unit_in_two_spellings_is_never_counted_twice(office, second, tmp_path):
    files = {"towns/2024/a.yaml": town("龙山镇"), "towns/2024/b.yaml": town(second, 25)}
    files |= {"towns/2024/c.yaml": town("冷水坪乡", 30), "county.yaml": county()}
    said = office(files, "check", "county.yaml")
    assert said.startswith("错误 county.yaml:4 汇总自：")
    assert "towns/2024/a.yaml、towns/2024/b.yaml，哪份都没有计入。" in said
    assert people(draft=True)[0].startswith(("30人（仅含冷水坪乡", "30人（不含龙山镇"))
    beside = office({}, "build", "towns/2024", "-o", "out")
    assert "成稿1份，未成稿2份" in beside
    (tmp_path / "别处").mkdir()
    (tmp_path / "towns/2024/b.yaml").rename(tmp_path / "别处/b.yaml")
    assert "错误" not in office({}, "check", "county.yaml")
    assert people() == ["50人"]


def test_two_units_of_one_name_are_told_apart_by_where_they_lie(office):
    files = {
        "towns/2024/a.yaml": town("龙山镇"),
        "towns/2024/b.yaml": town("南川县龙山镇", 25),
        "county.yaml": county(),
    }
    assert "请在「单位」里都写明是哪里的" in office(files, "check", "county.yaml")
    assert "错误" not in office({"towns/2024/a.yaml": town("云岭县龙山镇")}, "check", "county.yaml")
    assert people() == ["45人"]


@pytest.mark.parametrize("asked", ["龍山鎮", "龙山镇人民政府", "云岭县龙山镇"])
def test_a_unit_is_asked_for_however_the_list_spells_it(office, asked):
    files = {"towns/2024/a.yaml": town("龙山镇"), "county.yaml": county(more=f"应报单位: [{asked}]\n")}
    assert "还缺" not in (said := office(files, "check", "county.yaml"))
    assert "不在「应报单位」" not in said
    assert people() == ["20人"]


def test_last_years_form_is_found_under_another_spelling(office):
    office({"龙山-2023.yaml": town("龙山镇人民政府", 15, 2023), "county.yaml": town("龍山鎮", 20)}, "check")
    assert "比上年增加5人" in paper()


CASES = {
    "甲镇": lambda text: text.encode(),
    "戊镇": lambda text: text.encode("utf-16"),
    "丙镇": lambda text: text.encode("utf-16-le"),
    "丁镇": lambda text: text.encode("utf-16-be"),
    "己镇": lambda text: text.encode("gbk"),
    "庚镇": lambda text: text.encode("utf-8-sig"),
    "辛镇": lambda text: text.replace(": ", "：").encode(),
    "壬镇": lambda text: text.replace("年度: 2024", "年度: 二〇二四").encode(),
    "癸镇": lambda text: text.replace("单位: ", '"单位": ').replace("年度", " 年度").encode(),
}
TRADITIONAL = "報告: town\n單位: 乙鎮\n年度: 2024\n特困供養: {人數: 20人}\n".encode("big5")


def test_new_reads_the_towns_as_the_reader_does(office, tmp_path):
    files = {f"towns/2024/{name}.yaml": spoil(town(name)) for name, spoil in CASES.items()}
    said = office(
        {**files, "towns/2024/乙镇.yaml": TRADITIONAL},
        "new", "云岭县", "--year", "2024", "--report", "county", "--from", "towns/2024", "-o", ".",
    )  # fmt: skip
    text = (tmp_path / "云岭县-2024.yaml").read_text(encoding="utf-8")
    assert '- "towns/2024/*.yaml"' in text
    assert sorted(re.findall("^  - (..)$", text, re.MULTILINE)) == sorted([*CASES, "乙鎮"])
    assert "没有读" not in said


@pytest.mark.parametrize(("old", "new"), [("乙乡", "乙镇"), ("龙山镇", "龙山街道"), ("云城镇", "云城街道办事处")])
def test_a_unit_renamed_counts_once_where_its_form_says_so_and_is_asked_about_where_not(office, old, new, tmp_path):
    files = {f"towns/2023/{name}.yaml": town(name, 20, 2023) for name in ("甲镇", "丙镇", old)}
    files |= {f"towns/2024/{name}.yaml": town(name, 30) for name in ("甲镇", "丙镇", new)}
    files |= {"county-2023.yaml": county(2023, f"应报单位: [甲镇, 丙镇, {old}]\n")}
    command = ("new", "云岭县", "--year", "2024", "--report", "county", "--from", "towns/2024", "-o", ".")
    said = office(files, *command)
    cure = f"请在{new}的表单（towns/2024/{new}.yaml）开头写上「上年: ../2023/{old}.yaml」；没有改名的，"
    assert f"还缺1个单位的表单：{old}。是不是{old}改名为{new}了？改了名的，{cure}汇总数里没有它的，请催报。" in said
    assert f"不含{old}" in paper("云岭县-2024.yaml")
    declared = {f"towns/2024/{new}.yaml": f"上年: ../2023/{old}.yaml\n{town(new, 30)}"}
    assert "还缺" not in office(declared, "check", "云岭县-2024.yaml")
    assert "共有特困人员90人，人数比上年增加30人" in paper("云岭县-2024.yaml")
    (tmp_path / "云岭县-2024.yaml").unlink()
    assert "还缺" not in office({}, *command)
    asked = (tmp_path / "云岭县-2024.yaml").read_text(encoding="utf-8")
    assert [f"  - {name}" in asked for name in ("甲镇", "丙镇", old, new)] == [True, True, False, True]


MESS = {
    "庚镇.docx": b"PK\3\4", "辛镇.txt": town("辛镇"), "壬镇.yaml.txt": town("壬镇"), "~$庚镇.docx": b"x", "癸镇.zip": b"PK\3\4",
    "寅镇.yml": town("寅镇"), "说明.pdf": b"%PDF",
}  # fmt: skip


@pytest.mark.parametrize("verb", ["check", "build"])
def test_a_county_says_what_of_its_folder_was_not_taken_once(office, verb):
    files = {"towns/2024/甲镇.yaml": town("甲镇"), "county.yaml": county()}
    files |= {f"towns/2024/{name}": content for name, content in MESS.items()}
    said = office(files, verb, "county.yaml")
    assert said.count("没有读其中7个文件") == 1
    assert "寅镇.yml（是本年的表单，「汇总自」没有写到它：请补写，不要的请移走）" in said
    assert "壬镇.yaml.txt、辛镇.txt（内容是表单" in said
    both = office({}, verb, "county.yaml", "towns/2024")
    assert both.count("没有读其中") == 1
    more = county(source='"towns/2024/*.yaml", "towns/2024/*.yml"')
    assert "没有读其中6个文件" in office({"county.yaml": more}, verb, "county.yaml")


def test_new_says_what_was_not_taken(office):
    files = {f"towns/2024/{name}": content for name, content in MESS.items()}
    command = ("new", "云岭县", "--year", "2024", "--report", "county", "--from", "towns/2024", "-o", ".")
    said = office({**files, "towns/2024/甲镇.yaml": town("甲镇")}, *command)
    assert said.count("没有读其中6个文件") == 1
    assert office({}, "check", "云岭县-2024.yaml").count("没有读其中6个文件") == 1


@pytest.mark.parametrize(
    "broken", [b"\0\1\xff" * 300, b"\x89PNG\r\n\x1a\n" * 40, town("坏河镇").encode()[:-20] + b"\0" * 99, b"", b"[[[["]
)
def test_one_broken_file_is_named_and_turns_nothing_else_off(office, broken, tmp_path):
    files = {f"towns/2024/{name}.yaml": town(name) for name in ("甲镇", "丙镇", "丁乡")}
    command = ("new", "云岭县", "--year", "2024", "--report", "county", "--from", "towns/2024", "-o", ".")
    office({**files, "towns/2024/坏河镇-2024.yaml": broken}, *command)
    assert '- "towns/2024/*.yaml"' in (tmp_path / "云岭县-2024.yaml").read_text(encoding="utf-8")
    said = office({}, "check", "云岭县-2024.yaml")
    assert len(re.findall("没有计入", said)) == 1
    assert "towns/2024/坏河镇-2024.yaml 有" in said
    assert "还缺" not in said
    assert "共有特困人员60人（不含坏河镇）" in paper("云岭县-2024.yaml", draft=True)


def test_all_that_are_missing_are_named_with_their_number(office):
    missing = [f"{first}{second}镇" for first in "龙虎凤马" for second in "山水河溪坪"]
    more = f"应报单位: [甲镇, {', '.join(missing)}]\n"
    said = office({"towns/2024/甲镇.yaml": town("甲镇"), "county.yaml": county(more=more)}, "check", "county.yaml")
    assert f"还缺20个单位的表单：{'、'.join(missing)}。汇总数里没有它们的，请催报。" in said


def test_why_sums_are_not_compared_is_said_once(office):
    units = [f"{first}{second}镇" for first in "龙虎凤马" for second in "山水河溪坪"]
    more = "临时救助: {{人次: {}人次}}\n医疗救助: {{人次: 9人次}}\n".format
    files = {f"towns/2023/{name}.yaml": town(name, 20, 2023, more(5)) for name in units[:17]}
    files |= {f"towns/2024/{name}.yaml": town(name, 30, 2024, more(6) if name[0] != "龙" else "") for name in units[2:]}
    files |= {"county-2023.yaml": county(2023), "county.yaml": county()}
    said = office(files, "check", "county.yaml")
    assert len(re.findall("没有和上年比较", said)) == 1
    assert "提示 county.yaml:4 汇总自：3个数没有和上年比较：" in said


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("a.docx", "这是Word 文档，不是 .yaml 表单，没有读。请用 zongjie new 生成一份表单"),
        ("b.zip", "这是压缩包，不是 .yaml 表单，没有读。请先解压，再检查里面的 .yaml 表单。"),
        ("~$a.docx", "这是打开文档时的临时文件，不是 .yaml 表单，没有读。不用管它"),
        ("c.xlsx", "工作簿已经损坏，打不开。"), ("d.pdf", "这是PDF，"), ("e.yaml.bak", "这是备份，"), (".~f.docx", "这是打开文档时的临时文件，"),
    ],
)  # fmt: skip
def test_a_file_that_was_named_is_called_what_it_is(office, name, what):
    said = office({name: b"PK\3\4\0\0"}, "check", name)
    assert f"错误 {name}：{what}" in said
    assert said.count("错误 ") == 1


def test_a_form_under_another_ending_is_read_where_it_is_named(office):
    assert "错误" not in office(
        {"甲镇.yaml.bak": town("甲镇"), "乙镇.txt": town("乙镇")}, "check", "甲镇.yaml.bak", "乙镇.txt"
    )


@pytest.mark.parametrize(
    ("code", "cure"),
    [
        (28, "磁盘空间"),
        (30, "-o 另选"),
        (36, "路径短"),
        (5, "U盘"),
        (17, "同名"),
        (20, "同名"),
        (21, "同名"),
        (13, "WPS"),
        (16, "WPS"),
    ],
)
def test_what_to_do_about_a_file_that_cannot_be_written_follows_the_reason(code, cure):
    said = cure_of_writing(OSError(code, ""))
    assert cure in said
    assert (said == CLOSE_OR_UNLOCK) == (cure == "WPS")


@pytest.mark.parametrize(
    ("below", "told"),
    [
        ("乡/乙乡.yaml", True),
        ("微信/12月/乙乡（1）.YML", True),
        ("towns/2024/乙乡.yaml", True),
        ("乡/甲镇旧.yaml", False),
        ("乡/乙乡-2023.yaml", False),
    ],
)
def test_a_form_in_a_folder_below_that_no_line_means_is_named(office, below, told):
    name = below.rpartition("/")[2]
    content = town("甲镇") if "甲镇" in name else town("乙乡", year=2023) if "2023" in name else town("乙乡")
    files = {"收/甲镇.yaml": town("甲镇"), f"收/{below}": content, "收/乡/说明.docx": b"PK\3\4"}
    said = office({**files, "county.yaml": county(source='"收/*.yaml"')}, "check", "county.yaml")
    assert (f"{below}（是本年的表单，「汇总自」没有写到它：请补写，不要的请移走）" in said) is told
    assert "说明.docx" not in said
    whole = county(source='"收/**/*.yaml", "收/**/*.yml"')
    assert "没有写到它" not in office({"county.yaml": whole}, "check", "county.yaml")


def test_new_names_forms_of_other_kinds(office):
    community = "报告: community\n单位: 城关社区\n年度: 2024\n低保: {城镇: {户数: 4户, 人数: 6人}}\n"
    files = {"收/甲镇.yaml": town("甲镇"), "收/城关社区.yaml": community}
    said = office(files, "new", "云岭县", "--year", "2024", "--report", "county", "--from", "收", "-o", ".")
    assert "里面还有别的总结的表单，没有算在内：城关社区.yaml。" in said


TWO_FORMS = {
    "one below the other": town("甲镇") + town("乙乡"),
    "with a mark between": town("甲镇") + "---\n\n# 下一份\n" + town("乙乡"),
    "with another mark, in GBK": (town("甲镇") + "...\n" + town("乙乡")).encode("gbk"),
    "without a year": town("甲镇") + "\n单位: 乙乡\n特困供养: {人数: 3人}\n",
    "in Traditional characters": "單位: 甲鎮\n年度: 2024\n特困供養: {人數: 9人}\n單位: 乙鄉\n年度: 2024\n特困供養: {人數: 3人}\n",
}


@pytest.mark.parametrize("content", TWO_FORMS.values(), ids=TWO_FORMS)
def test_two_forms_in_one_file_are_not_to_be_made_one(office, content):
    said = office({"收/两份.yaml": content}, "check", "收")
    assert said.count("错误 ") == 1
    assert re.search(
        "从这一行起是另一份表单（乙[乡鄉]），它的数没有读。一个文件只写一份：请把这一行到末尾的内容剪切出来", said
    )


@pytest.mark.parametrize("head", ["单位: 甲镇\n单位: 甲镇\n年度: 2024\n", "单位: 甲镇\n年度: 2024\n年度: 2024\n"])
def test_a_line_of_the_head_typed_twice_is_no_second_form(office, head):
    said = office({"收/甲镇.yaml": head + "特困供养: {人数: 9人}\n"}, "check", "收")
    assert "写了两次" in said
    assert "另一份" not in said

"""The blank form: short, help above its lines, everything in it read back; whatever it only names can be filled in too."""

import re
import shutil
from collections.abc import Iterator

import pytest
import yaml
from click.testing import CliRunner
from forms import ROOT, blank, library

from generator.chinese.script import to_simplified, to_traditional
from generator.chinese.width import half_widths
from generator.cli import main
from generator.form.head import HEAD
from generator.form.opening import Options, take_in
from generator.language.fields import Field, Group
from generator.library.overlays import open_shelf
from generator.problem import Severity

REPORTS = ("town", "county", "community", "welfare-home")
YEARS = (2005, 2012, 2024)
SHAPES = {
    "usual": {},
    "full": {"full": True},
    "sections": {"sections": {"welfare-home": ("福利机构",)}},
    "traditional": {"unit": "柳營鎮"},
    "full traditional": {"unit": "柳營鎮", "full": True},
}
OPTIONS = Options(open_shelf(), whole_library=True)
LONGEST = {"town": 250, "community": 250, "county": 360, "welfare-home": 125}


def form_of(report: str, shape: str, year: int = 2024) -> str:
    asked = {"unit": "柳河镇", **SHAPES[shape]}
    if "sections" in asked:
        asked["sections"] = asked["sections"].get(report, ("低保", "养老服务", "宣传"))
    return blank(report, asked.pop("unit"), year, **asked)


def advice(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.lstrip().startswith("#")]


# ---- what an official sees


@pytest.mark.parametrize("report", REPORTS)
def test_it_is_short(report):
    assert len(form_of(report, "usual").splitlines()) <= LONGEST[report]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("report", REPORTS)
def test_nothing_stands_behind_a_field(report, shape):
    lines = [line for line in form_of(report, shape).split("\n") if line and not line.lstrip().startswith("#")]
    assert [line for line in lines if "#" in line] == []
    assert [line for line in lines if not re.fullmatch(r" *(- )?[^\s:#]+:( \S+)?| *-", line)] == []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("report", REPORTS)
def test_no_line_is_wider_than_a_small_screen_shows(report, shape):
    assert [line for line in form_of(report, shape).split("\n") if half_widths(line) > 124] == []


def test_the_units_of_fields_that_follow_one_another_share_a_line():
    text = form_of("town", "usual")
    assert "  # 人次（人次）、户数（户）、金额（元）\n  人次:\n  户数:\n  金额:\n" in text
    assert (
        "    # 户数（户）、人数（人）、月发放额（元，一个月发放的总额）、标准（元/月，每人每月）\n    户数:\n" in text
    )
    assert "（元）：城乡都填了就不用填，会自动加\n    户数:\n    人数:\n    月发放额:\n" in text


def test_a_line_of_advice_that_stands_above_already_is_not_said_again_in_a_section():
    for part in form_of("county", "usual").split("\n# ━━━━ "):
        said = [line for line in advice(part) if not line.startswith("#  ")]
        assert len(said) == len(set(said))


def test_short_names_stand_in_one_comment_and_their_sentences_in_the_full_form():
    text, full = form_of("town", "usual"), form_of("town", "full")
    assert "短名：配套到位、社会化发放、按月打卡、专户管理、动态管理\n  资金发放:\n    -\n" in text
    assert "低保配套资金足额落实到位" not in text
    assert "  #   配套到位：低保配套资金足额落实到位\n" in full


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("shape", ["usual", "full"])
def test_every_key_of_the_head_is_there_with_its_help(report, shape):
    head = form_of(report, shape).split("\n# ━━━━", 1)[0]
    sums = {"汇总自", "应报单位"}
    for key in HEAD:
        is_there = bool(re.search(rf"^(#   )?{key}[:：]", head, re.MULTILINE))
        assert is_there or (key in sums and not library(report).report.sums), key


@pytest.mark.parametrize("report", REPORTS)
def test_every_field_of_the_year_has_a_line_or_is_named(report):
    text = form_of(report, "usual")
    lines, _, named = text.partition("━━━━ 用得少的项目")
    for section in library(report).sections:
        if section.is_current(2024):
            body = re.search(rf"^{section.key}:\n(.*?)(?=^#|^$|\Z)", lines + "\n\n", re.MULTILINE | re.DOTALL)
            body = body[1] if body else ""
            rest = re.search(rf"^# {section.key}：(.*\n(?:#   .*\n)*)", named, re.MULTILINE)
            rest = rest[1] if rest else ""
            for leaf in section.root.leaves():
                if (
                    leaf.name not in ("自定义", section.definition.direct)
                    and not leaf.is_anywhere
                    and not leaf.definition.scope
                    and not leaf.definition.detail
                ):
                    assert f"{leaf.name}:" in body or leaf.name in rest, leaf.path


def test_a_section_that_is_not_usual_is_only_named():
    text = form_of("town", "usual")
    assert "\n殡葬:" not in text
    assert "\n# 殡葬：死亡、职工、火化" in text
    assert "\n殡葬:" in form_of("town", "full")


def test_only_the_sections_asked_for_are_there():
    text = blank("town", "柳河镇", 2024, sections=("低保", "养老服务"))
    assert re.findall(r"^(\S+):$", text.split("\n# ━━━━", 1)[1], re.MULTILINE) == ["低保", "养老"]
    assert "殡葬" not in text


# ---- what is typed into it


def slots(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The lines of a form that are to be filled in, with the keys that lead there."""
    lines = text.split("\n")
    keys: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        indent = len(line) - len(line.lstrip())
        if bare.startswith("- ") and bare.endswith(":"):
            bare, indent = bare[2:], indent + 2
        keys = [(at, key) for at, key in keys if at < indent]
        if bare == "-":
            yield number, tuple(key for _, key in keys)
        elif bare.endswith(":"):
            keys.append((indent, bare[:-1]))
            below = next((one for one in lines[number + 1 :] if one.strip() and not one.lstrip().startswith("#")), "")
            if len(below) - len(below.lstrip()) <= indent:
                yield number, tuple(key for _, key in keys)


def field_at(report: str, keys: tuple[str, ...]) -> Field | None:
    """The field that keys lead to; a section may be filled in right behind its own key."""
    section = library(report).section(to_simplified(keys[0]))
    if section is None:
        return None
    steps = [to_simplified(key) for key in keys[1:]]
    direct = section.definition.direct
    found: Field | Group | None = section.root
    is_named = bool(steps) and section.root.find(steps[0]) is not None
    for key in [*([direct] if direct and not is_named else []), *steps]:
        group = found.record if isinstance(found, Field) else found
        found = group.find(key) if group else None
    return found if isinstance(found, Field) else None


def filled_in(report: str, text: str) -> tuple[str, dict[str, str]]:
    """A blank form with something plausible in every field, and what was typed by the path of the field."""
    lines = text.split("\n")
    typed: dict[str, str] = {}
    traditional = "報告:" in text
    for number, keys in slots(text):
        field = field_at(report, keys)
        if field is None:
            assert len(keys) == 1, keys
            assert to_simplified(keys[0]) in HEAD, keys
            continue
        value = field.specimens(number % 900 + 11)[-1].split("\n")[0]
        lines[number] += f" {to_traditional(value) if traditional else value}"
        typed[field.path] = value
    return "\n".join(lines), typed


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("report", REPORTS)
def test_what_is_typed_in_a_blank_is_read_in_its_field(report, year, shape):
    form, typed = filled_in(report, form_of(report, shape, year))
    intake = take_in(form.replace("\n", "\r\n").encode(), "表单.yaml", OPTIONS)
    assert intake.form is not None
    assert [str(one) for one in intake.problems if one.severity >= Severity.WARNING] == []
    assert intake.form.unread == frozenset()
    read = {re.sub(r"\.\d+(?=\.|$)", "", path) for path in intake.form.values}
    missing = {path for path in typed if path not in read}
    assert missing == set()
    assert len(typed) > (20 if shape == "sections" else 25)


class Listed:
    """The names of one section in the second part, and what they stand for when they are typed as it says."""

    def __init__(self, report: str, section: str, listed: str) -> None:
        self.report, self.section = report, section
        self.tokens = re.findall(r"[（）、]|[^（）、]+", listed)
        self.count = 0

    def group(self, above: tuple[str, ...], into: dict) -> dict:
        """The names up to the bracket that ends them, added to a group with something plausible for each."""
        while self.tokens and self.tokens[0] != "）":
            name = self.tokens.pop(0)
            if name == "、":
                continue
            keys = (*above, name.removeprefix("- "))
            if self.tokens[:1] == ["（"]:
                self.tokens.pop(0)
                if self.tokens[0].startswith("- "):
                    into[keys[-1]] = [self.group(keys, {})]
                else:
                    into[keys[-1]] = self.group(keys, into.get(keys[-1]) or {})
                self.tokens.pop(0)
                continue
            field = field_at(self.report, (self.section, *keys))
            assert field is not None, keys
            self.count += 1
            into[keys[-1]] = field.specimens(self.count + 11)[-1].split("\n")[0]
        return into


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("report", REPORTS)
def test_what_is_only_named_is_read_when_it_is_typed_as_the_form_says(report, shape):
    text = form_of(report, shape)
    names = re.split("━━━━ 用得少的[项項]目", text)[-1]
    form = yaml.load(text, yaml.BaseLoader)
    count = 0
    for section, listed in re.findall(r"^# ([^，：\n]+)：(.*\n(?:#   .*\n)*)", names, re.MULTILINE):
        if library(report).section(to_simplified(section)):
            reader = Listed(report, section, re.sub(r"\n#   |\n", "", listed))
            form[section] = reader.group((), form.get(section) or {})
            count += reader.count
    intake = take_in(yaml.safe_dump(form, allow_unicode=True).encode(), "表单.yaml", OPTIONS)
    assert [str(one) for one in intake.problems if one.severity >= Severity.WARNING and count] == []
    assert "full" in shape or count > 20


# ---- the file


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a command in an empty folder that holds the towns."""
    shutil.copytree(ROOT / "inputs" / "towns", tmp_path / "towns")
    monkeypatch.chdir(tmp_path)

    def command(*words, code=0):
        done = CliRunner().invoke(main, [str(word) for word in words])
        assert done.exit_code == code, done.output
        return done.output

    return command


def test_notepad_of_any_windows_shows_it(run, tmp_path):
    run("new", "柳河镇", "--year", 2024, "-o", ".")
    data = (tmp_path / "柳河镇-2024.yaml").read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 200
    assert not data.startswith(b"\xef\xbb\xbf")
    assert re.search(r"[\u4e00-\u9fff]", data.splitlines()[0].decode())


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_it_is_read_as_notepad_saves_it(run, tmp_path, mark, end):
    run("new", "柳河镇", "--year", 2024, "-o", ".")
    path = tmp_path / "柳河镇-2024.yaml"
    typed = path.read_bytes().replace(b"\r\n", end).replace("  人次:".encode(), "  人次: 60多人次".encode(), 1)
    typed = typed.replace("  金额:".encode(), "  金额: 9万元".encode(), 1)
    signed = typed.replace("成文日期:".encode(), "成文日期: 2024-12-20".encode(), 1)
    path.write_bytes(mark + signed)
    assert run("check", path.name) == "检查了1份表单：没有问题。\n"
    path.write_bytes(mark + typed)
    assert re.fullmatch(r"提示 \S+ 成文日期：没有填成文日期，.*\n检查了1份表单：1处提示。\n", run("check", path.name))


def test_a_unit_with_a_traditional_name_gets_a_traditional_form(run, tmp_path):
    run("new", "柳營鎮", "--year", 2024, "-o", ".")
    path = tmp_path / "柳營鎮-2024.yaml"
    text = path.read_text(encoding="utf-8")
    assert "\n單位: 柳營鎮\n" in text
    assert "\n文字: 繁體\n" in text
    assert "  # 人次（人次）、戶數（戶）、金額（元）\n" in text
    assert not set(text) & set("报单户额镇办临时")
    path.write_text(text.replace("  金額:", "  金額: 近9萬元", 1), encoding="utf-8")
    assert "近9萬元" in run("show", path.name)


@pytest.mark.parametrize(
    "unit", ["柳營鎮", "臺北市", "台南縣", "里港鄉", "乾县", "於潜镇", "后里区", "埇桥区", "某单位"]
)
def test_a_name_with_an_old_character_is_not_traditional_for_that(unit):
    assert ("\n單位: " in blank("town", unit, 2024)) is (unit[-1] in "鎮縣鄉" or unit == "臺北市")
    assert f": {unit}\n" in blank("town", unit, 2024)


@pytest.mark.parametrize(("where", "named"), [(".", "本县"), ("表", "../本县"), ("本县", ".")])
def test_templates_of_its_own_are_named_as_the_form_finds_them(run, tmp_path, where, named):
    (tmp_path / "本县").mkdir()
    run("new", "柳河镇", "--year", 2024, "-o", where, "--templates", "本县")
    text = (tmp_path / where / "柳河镇-2024.yaml").read_text(encoding="utf-8")
    assert f"\n模板: {named}\n" in text
    run("check", f"{where}/柳河镇-2024.yaml")


def test_several_template_folders_are_a_list_of_which_the_last_lies_on_top(run, tmp_path):
    for name in ("本市", "本县"):
        (tmp_path / name).mkdir()
    run("new", "柳河镇", "--year", 2024, "-o", ".", "--templates", "本市", "--templates", tmp_path / "本县")
    path = tmp_path / "柳河镇-2024.yaml"
    assert "\n模板:\n  - 本市\n  - 本县\n" in path.read_text(encoding="utf-8")
    run("check", path.name)


@pytest.mark.parametrize("typed", ["低保,养老", "低保，养老服务", "最低生活保障、养老", " 养老 低保 "])
def test_sections_may_be_named_as_people_do(run, tmp_path, typed):
    run("new", "柳河镇", "--year", 2024, "-o", ".", "--sections", typed)
    text = (tmp_path / "柳河镇-2024.yaml").read_text(encoding="utf-8")
    assert re.findall(r"^(\S+):$", text.split("\n# ━━━━", 1)[1], re.MULTILINE) == ["低保", "养老"]


@pytest.mark.parametrize(("typed", "said"), [("低宝", "是不是「低保」？"), ("养老,甲乙丙", "可以写：导语、地区概况、")])
def test_a_section_that_is_none_is_refused(run, tmp_path, typed, said):
    output = run("new", "柳河镇", "--year", 2024, "-o", ".", "--sections", typed, code=1)
    assert said in output
    assert not list(tmp_path.glob("*.yaml"))


@pytest.mark.parametrize("unit", ["柳河镇", "柳 河镇"])
def test_the_command_for_all_fields_can_be_pasted(run, tmp_path, unit):
    (tmp_path / "本县").mkdir()
    run("new", unit, "--year", 2024, "-o", "inputs", "--templates", "本县")
    text = (tmp_path / "inputs" / f"{unit}-2024.yaml").read_text(encoding="utf-8")
    command = re.search(r"zongjie (new .*--full.*)", text)[1]
    run(*(one or two for one, two in re.findall(r'"([^"]+)"|(\S+)', command)))
    full = (tmp_path / "全部项目" / f"{unit}-2024.yaml").read_text(encoding="utf-8")
    assert "\n    人均补差:\n" in full
    assert "\n模板: ../本县\n" in full


# ---- what is known of last year

LAST = """\
报告: town
单位: 柳河镇
年度: 2023
低保:
  城镇: {户数: 31, 人数: 52人, 标准: 740}
  农村: {户数: 206户, 人数: 388, 标准: 600元, 人均补差: 230元}
  取消: {户数: 9, 人数: 12人}
儿童福利: {标准: 1100元}
殡葬: {死亡: 12人, 墓穴: 30个}
救灾: {救灾款: {金额: 3万元}}
慈善:
  活动: [{名称: 慈善一日捐, 捐款: 3万元}]
"""


@pytest.fixture
def after_last_year(run, tmp_path):
    """The form that follows last year's."""

    def form(last: str = LAST, *more: str) -> str:
        (tmp_path / "柳河镇-2023.yaml").write_text(last, encoding="utf-8")
        run("new", "柳河镇", "--year", 2024, "-o", ".", *more)
        return (tmp_path / "柳河镇-2024.yaml").read_text(encoding="utf-8")

    return form


def test_what_was_filled_in_last_year_has_its_line(after_last_year):
    text = after_last_year()
    assert "\n    # 上年：人均补差 230元\n    人均补差:\n" in text
    assert re.search(r"\n殡葬:\n(?:  .*\n)*  # 上年：死亡 12人\n  死亡:\n(?:  .*\n)*  # 上年：墓穴 30个\n", text)
    assert re.search(r"\n救灾:\n(?:  .*\n)*  救灾款:\n", text), "it left the office, and the unit had it all the same"
    assert re.search(r"\n慈善:\n(?:  .*\n)*  活动:\n(?: {4}#.*\n)* {4}- 名称:\n", text)
    assert "\n基层治理:" not in text


def test_what_was_filled_in_last_year_stands_in_one_line_above(after_last_year):
    assert "\n    # 上年：户数 31户，人数 52人，标准 740元/月\n    户数:\n    人数:\n" in after_last_year()


def test_figures_of_last_year_are_filled_in_where_they_are_asked_for(after_last_year, run):
    form = yaml.load(after_last_year(), yaml.BaseLoader)
    assert form["低保"]["城镇"]["原标准"] == "740元/月"
    assert form["低保"]["农村"]["原标准"] == "600元"
    assert form["低保"]["取消"]["上年人数"] == "12人"
    assert form["儿童福利"]["原标准"] == "1100元"
    assert [line for line in run("check", "柳河镇-2024.yaml").splitlines() if "错误" in line] == []


def test_figures_of_other_months_are_not(after_last_year):
    form = yaml.load(after_last_year(LAST.replace("年度: 2023", "年度: 2023\n期间: 上半年")), yaml.BaseLoader)
    assert "原标准" not in form["低保"]["城镇"]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("", ""),
        ("740元", "城镇低保标准保持每人每月740元不变"),
        ("770元", "城镇低保标准由每人每月740元提高到770元"),
    ],
)
def test_what_was_filled_in_for_the_official_says_nothing_untrue(after_last_year, run, tmp_path, typed, printed):
    text = after_last_year().replace("    标准:\n", f"    标准: {typed}\n".replace(": \n", ":\n"), 1)
    (tmp_path / "柳河镇-2024.yaml").write_text(text, encoding="utf-8")
    lines = run("show", "柳河镇-2024.yaml").splitlines()
    shown = "\n".join(line for line in lines if not line.startswith(("警告", "提示")))
    assert printed in shown
    assert "740元提高到" not in shown or typed == "770元"
    assert "原标准" not in shown
    assert (typed != "") or "由740" not in shown


def test_a_sum_over_units_is_not_replaced_by_last_years(run, tmp_path):
    shutil.copy(ROOT / "inputs" / "云岭县-2023.yaml", tmp_path)
    run("new", "云岭县", "--year", 2024, "--report", "county", "--from", "towns", "-o", ".")
    form = yaml.load((tmp_path / "云岭县-2024.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert form["低保"]["取消"].get("上年人数", "") == ""


# ---- what templates say


def test_a_report_that_names_no_usual_sections_has_them_all(run, tmp_path):
    own = tmp_path / "本县" / "reports"
    own.mkdir(parents=True)
    text = (ROOT / "templates/zh/reports/town.yaml").read_text(encoding="utf-8")
    text = re.sub(r"^usual:.*\n(?:  - .*\n)+", "", text, flags=re.MULTILINE)
    (own / "town.yaml").write_text(text, encoding="utf-8")
    run("new", "柳河镇", "--year", 2024, "-o", ".", "--templates", "本县")
    assert "\n殡葬:" in (tmp_path / "柳河镇-2024.yaml").read_text(encoding="utf-8")


def test_a_field_that_begins_with_what_is_no_figure_of_its_section_is_reported(run, tmp_path):
    own = tmp_path / "本县" / "sections" / "dibao"
    shutil.copytree(ROOT / "templates/zh/sections/dibao", own)
    path = own / "form.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("last: 【城镇农村】.标准", "last: 【城镇农村】.标淮"), encoding="utf-8"
    )
    output = run("new", "柳河镇", "--year", 2024, "-o", ".", "--templates", "本县", code=1)
    assert "「城镇.标淮」不是这一节的数。是不是「城镇.标准」？" in output

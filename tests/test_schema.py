"""What an editor is told of a form: never that something is wrong which the program reads."""

import json
import os
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from casefiles import CASES
from click.testing import CliRunner
from editor import Editor, why_no_editor
from forms import ROOT, at, blank, leaves, library, put, read, trial, trial_form
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from generator.chinese.script import to_traditional
from generator.cli import main
from generator.commands.check_templates import made_up, report_names
from generator.commands.schema import schema_bytes
from generator.figures.unfinished import BLANKS
from generator.form.form import read_form
from generator.form.form_schema import schema_line
from generator.form.head import HEAD
from generator.form.official import KEYS
from generator.language.fields import Group
from generator.language.kinds import KINDS
from generator.library.library import Library
from generator.library.overlays import Shelf, open_shelf
from generator.problem import Severity
from generator.reading.source import read_source

REPORTS = report_names(open_shelf())
TYPED_FORMS = sorted((ROOT / "inputs").rglob("*.yaml"))
STEADY = settings(derandomize=True, deadline=None, max_examples=150)


@lru_cache
def validator(report: str = "town", shelf: Shelf | None = None) -> Draft7Validator:
    return Draft7Validator(json.loads(schema_bytes(shelf or open_shelf(), report, shelf is not None)))


CORE = (
    (re.compile(r"~|null|Null|NULL|"), lambda _: None),
    (re.compile(r"true|True|TRUE|false|False|FALSE"), lambda text: text.lower() == "true"),
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
)
"""What YAML 1.2, which editors read, takes a plain text for."""


def as_editors_read(data: Any) -> Any:
    """What was typed as an editor hands it to the schema: numbers, true and null where YAML sees them."""
    match data:
        case dict():
            return {key: as_editors_read(value) for key, value in data.items()}
        case list():
            return [as_editors_read(value) for value in data]
    return next((convert(data) for pattern, convert in CORE if pattern.fullmatch(str(data))), data)


def marks(form: object, report: str = "town", shelf: Shelf | None = None) -> list[str]:
    """Where the schema finds something wrong in a form, be its figures texts or numbers to the editor."""
    found = [error for one in (form, as_editors_read(form)) for error in validator(report, shelf).iter_errors(one)]
    return [".".join(map(str, error.absolute_path)) for error in found]


def is_read(form: dict[str, Any], of: Library) -> bool:
    """Whether the program reads all of a form."""
    root, problems = read_source(json.dumps(form, ensure_ascii=False).encode(), "表单.yaml")
    problems += read_form(root, "表单.yaml", of)[1]
    return not any(problem.severity is Severity.ERROR for problem in problems)


def root_of(report: str) -> Group:
    return Group("", "", library(report).whole.place, {one.key: one.root for one in library(report).sections})


def under(path: str, value: object) -> dict[str, Any]:
    """A form with one thing filled in, at a dotted path."""
    for key in reversed(path.split(".")):
        value = {key: value}
    assert isinstance(value, dict)
    return {"单位": "甲镇", "年度": "2023", **value}


# ---- the schema as such


@pytest.mark.parametrize("report", REPORTS)
def test_it_is_a_schema_of_draft_07(report):
    schema = validator(report).schema
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(schema)


def test_the_same_templates_give_the_same_bytes_in_utf_8():
    command = [sys.executable, "-m", "generator", "schema"]
    seeds = ({**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "gbk"} for seed in ("1", "2"))
    written = [subprocess.run(command, cwd=ROOT, env=one, capture_output=True, check=True).stdout for one in seeds]
    assert written[0] == written[1] == schema_bytes(open_shelf(), "town")
    assert "城镇低保户数" in written[0].decode("utf-8")


def objects(schema: object) -> list[dict[str, Any]]:
    """Every mapping of keys in a schema."""
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    own = [schema] if isinstance(schema, dict) and isinstance(schema.get("properties"), dict) else []
    return [*own, *(found for one in inner for found in objects(one))]


@pytest.mark.parametrize("report", REPORTS)
def test_every_mapping_knows_its_keys_but_those_with_keys_of_the_officials_own(report):
    found = objects(validator(report).schema)
    free = [one for one in found if one.get("additionalProperties") is not False]
    assert len(found) > 10
    condition = validator(report).schema["if"]["anyOf"]
    assert [one for one in free if one not in condition] == [found_answers(report)]


def found_answers(report: str) -> dict[str, Any]:
    return validator(report).schema["definitions"]["form"]["properties"]["核对说明"]


@pytest.mark.parametrize("report", REPORTS)
def test_every_key_of_the_head_and_every_section_is_offered(report):
    form = validator(report).schema["definitions"]["form"]
    sums = {"汇总自", "应报单位"}
    known = {*HEAD, *(section.key for section in library(report).sections)}
    assert set(form["properties"]) == (known if library(report).report.sums else known - sums)
    assert set(form["properties"]["公文"]["properties"]) == set(KEYS)
    assert all(marks({"单位": "甲镇", key: ["a.yaml"]}, report) == [] for key in sums)


# ---- nothing that is read is marked


@pytest.mark.parametrize("path", TYPED_FORMS, ids=lambda path: path.stem)
def test_no_example_is_marked(path):
    form = read(path)
    assert marks(form, form.get("报告", "town")) == []


@pytest.mark.parametrize("year", [2005, 2012, 2024])
@pytest.mark.parametrize("report", REPORTS)
def test_no_blank_form_is_marked(report, year):
    form = yaml.load(blank(report, "甲镇", year), yaml.BaseLoader)
    assert marks(form, report) == []


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("filling", sorted({*BLANKS, "××", " "}))
def test_no_form_is_marked_for_its_blanks(report, filling):
    form = made_up(root_of(report))
    for path in list(leaves(form)):
        at(form, path[:-1])[path[-1]] = filling
    assert marks({**dict.fromkeys(HEAD, filling), **form, "用词": {"供养对象": filling}}, report) == []


def specimens(group: Group, number: int) -> dict[str, Any]:
    """A form with one of the specimens of every field, as a list where that may be."""
    found: dict[str, Any] = {}
    for name, child in group.children.items():
        if isinstance(child, Group):
            found[name] = specimens(child, number)
        elif child.record:
            found[name] = [specimens(child.record, number)]
        else:
            texts = child.specimens(number + 20)
            typed = texts[number % len(texts)]
            found[name] = [typed] if child.kind.is_list or (child.kind.takes_several and number % 2) else typed
    return found


@pytest.mark.parametrize("report", REPORTS)
def test_no_specimen_of_a_field_is_marked(report):
    most = max(len(leaf.specimens(1)) for leaf in root_of(report).leaves())
    assert most > 5
    for number in range(most):
        assert marks({"单位": "甲镇", **specimens(root_of(report), number)}, report) == []


@pytest.mark.parametrize("report", REPORTS)
def test_no_form_filled_in_full_is_marked(report):
    assert marks({"单位": "甲镇", **made_up(root_of(report))}, report) == []


def case_figures() -> list[tuple[str, str]]:
    """Every figure of the cases that is read, with the unit of its field."""
    lines = (CASES / "quantity.txt").read_text(encoding="utf-8").split("\n")
    parts = [line.split(" | ") for line in lines if " | " in line and not line.startswith(("  ", "# "))]
    return [(typed, unit) for typed, unit, *printed in parts if printed and not printed[0].startswith("！")]


@pytest.fixture(scope="module")
def kinds(tmp_path_factory) -> Shelf:
    """Templates with a field of every kind, called after it."""
    fields = "\n".join(
        f"{name}: {{kind: {name}{', unit: 人' if kind.has_unit else ''}{', options: [甲(一), 乙]' if kind.has_options else ''}"
        f"{', fields: {数: {kind: figure}, 日: {kind: date}}' if kind.holds_records else ''}}}"
        for name, kind in KINDS.items()
    )
    printed = [name for name, kind in KINDS.items() if kind.prints]
    wording = "".join(f"有{{{{ {name} }}}}。\n" for name in printed)
    return trial(tmp_path_factory.mktemp("kinds"), fields, wording)


def test_no_figure_of_the_cases_is_marked(tmp_path):
    units = list(dict.fromkeys(unit for _, unit in case_figures()))
    fields = "\n".join(f'数{at}: {{kind: measure, unit: "{unit}"}}' for at, unit in enumerate(units))
    shelf = trial(tmp_path, fields, "".join(f"有{{{{ 数{at} }}}}。\n" for at in range(len(units))))
    assert len(case_figures()) > 150
    for typed, unit in case_figures():
        assert marks(trial_form({f"数{units.index(unit)}": typed}), "trial", shelf) == [], typed


SOME_TEXTS = (
    *(
        "274",
        "２７４人",
        "1,227,396人",
        "50余人",
        "超过5000人",
        "五十余人",
        "无",
        "没有",
        "零",
        "20xx人",
        "××",
        "待填",
        "0.5",
    ),
    *("两千六百八十人", "约5-10人", "5到10人", "2户10人、25380元", "3.5万元", "近40人", "人", "很多", "若干人", "几人"),
    *(
        "7月4日",
        "2012-07-04",
        "4月份",
        "9月初",
        "8·19",
        "3号前",
        "每月3日前",
        "年底",
        "年初",
        "2012年",
        "月底",
        "７月",
        "昨天",
    ),
    *("是", "有", "对", "TRUE", "yes", "Yes", "√", "否", "没有", "无", "不是", "No", "false", "可能", "是的"),
    *(
        "甲(一)",
        "乙",
        "甲（一）",
        "丙",
        " 乙 ",
        "一句话。",
        "1",
        "-",
        "——",
        "/",
        "null",
        "~",
        "",
        " ",
        "12:30",
        "1e3",
        "true",
    ),
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "shape", [lambda text: text, lambda text: [text], lambda text: [text, ""], lambda text: {"数": text}]
)
def test_what_the_program_reads_for_a_kind_is_not_marked(kind, shape, kinds):
    reader = library("trial", kinds)
    for text in SOME_TEXTS:
        form = trial_form({kind: shape(text)})
        assert not is_read(form, reader) or marks(form, "trial", kinds) == [], form


ALPHABET = "0123456789０１５，,.．-—–～~至到 　一二两三十百千万亿几多余约近超逾过不少于以上下左右年月日号初底末旬前后每份人户元次%％‰xX×*＊_无没有零是否甲乙()一"


@STEADY
@given(st.sampled_from(sorted(KINDS)), st.text(ALPHABET, max_size=7))
def test_no_text_that_is_read_is_marked(kinds, kind, text):
    form = trial_form({kind: text})
    assert not is_read(form, library("trial", kinds)) or marks(form, "trial", kinds) == []


EDITS = (
    *SOME_TEXTS[:12],
    "动态管理",
    "自己写的一句话，照填的印。",
    ["一条。", ""],
    [],
    {},
    {"名称": "助学", "数值": "12人"},
)


@settings(STEADY, max_examples=50)
@given(st.sampled_from([path for path in TYPED_FORMS if "towns" not in path.parts]), st.randoms(use_true_random=False))
def test_no_edit_of_an_example_that_is_read_is_marked(path, chance):
    form = json.loads(json.dumps(read(path)))
    places = list(leaves(form))
    for _ in range(chance.randint(1, 3)):
        place = chance.choice(places)
        depth = chance.randint(1, len(place))
        try:
            at(form, place[: depth - 1])[place[depth - 1]] = chance.choice(EDITS)
        except (TypeError, KeyError, IndexError):  # an edit before took its place
            continue
    report = form.get("报告", "town")
    assume(report in REPORTS and is_read(form, library(report)))
    assert marks(form, report) == []


HEADS = {
    "期间": [
        "全年",
        "上半年",
        "半年度",
        "1—5月",
        "一至三季度",
        "2023年上半年",
        "第 一 季度",
        "元月",
        "十一月",
        "3月份",
        "2023年度",
        "××",
        "1-3季度",
    ],
    "截至": ["11月底", "2023-11-30", "年底", "11月上旬", "１１月", "××"],
    "年度": ["2023", "２０２３", "2023年", "20xx", "××"],
    "成文日期": ["2023-12-20", "2023年12月20日", "2023.12.20", "20xx年", "待填"],
    "文字": ["简体", "繁体", "繁體", "zh-Hant", ""],
    "核对说明": ["", "无", {"低保·农村.月发放额": "原因", "救灾.灾害.1.受灾人口": "原因", "低保.城镇.户数": ""}],
    "用词": ["", {"供养对象": "五保老人", "供养": ""}],
    "汇总自": ["", "towns/*.yaml", ["towns/*.yaml", ""]],
    "应报单位": [["甲镇", "乙镇"], "甲镇"],
    "上年": ["无", "2022.yaml"],
    "报告": ["town", " county ", "", "待填"],
}
"""What may be typed at the head, and stands at none of the forms."""


@pytest.mark.parametrize(("key", "typed"), [(key, one) for key, all_of_it in HEADS.items() for one in all_of_it])
def test_what_the_head_may_say_is_not_marked(key, typed):
    assert marks({"单位": "甲镇", "年度": "2023", key: typed}) == []


OFFICIAL = {
    "份号": ["000001", "０００００１", ""],
    "密级": ["秘密★1年", "绝密", "机密★长期", "秘密★6个月", "秘密★１０年", "××"],
    "紧急程度": ["特急", "加急 "],
    "发文字号": ["青府发〔2023〕8号", "青府发〔２０２３〕１２号"],
    "签发人": ["张三、李四", ["张三", "李四"]],
    "主送机关": ["县民政局", ["县民政局", "县财政局"]],
    "抄送": ["县财政局", ["县财政局", ""]],
    "印章": ["是", "否", " 是 ", ""],
    "印发日期": ["2023-12-26", "2023年12月26日印发", "待填"],
    "附件": [
        "",
        {"名称": "一览表", "内容": "一段话。"},
        [{"名称": "一览表", "内容": ["甲", "乙"], "横排": "是"}],
        [{"名称": "一览表", "内容": [{"项目": "甲", "数": "1"}, {"项目": "乙", "备注": ""}], "横排": ""}],
    ],
}


@pytest.mark.parametrize(("key", "typed"), [(key, one) for key, all_of_it in OFFICIAL.items() for one in all_of_it])
def test_what_an_official_paper_may_say_is_not_marked(key, typed):
    assert marks({"单位": "甲镇", "年度": "2023", "公文": {key: typed}}) == []


SHAPES = [
    {"低保": ""},
    {"低保": "待填"},
    {"低保": {"城镇": "无", "农村": "××", "新增": ""}},
    {"最低生活保障": {"城镇": {"户数": "3"}, "截至": "11月底", "期间": "上半年"}},
    {"优抚双拥": {"分类": {"伤残": "3人", "复员": ""}}},
    {"下年计划": "应保尽保"},
    {"下年打算": ["应保尽保", "自己的一句话。", ""]},
    {"下年计划": {"计划": ["一句。"], "自定义": [{"名称": "助学", "数值": "12人"}], "期间": "下半年"}},
    {"结语": "一段话。\n\n又一段话。"},
    {"结语": {"正文": "一段话。"}},
    {"自拟章节": [{"标题": "甲", "正文": "- 乙\n- 丙\n"}, ""]},
    {"自拟章节": {"章节": {"标题": "甲", "正文": "乙"}}},
    {"救灾": {"灾害": {"名称": "洪灾", "受灾人口": "12人"}, "自定义": {"名称": "助学", "数值": "12人、3户"}}},
    {
        "低保": {
            "自定义": [{"名称": "助学", "数值": ["12人", "3户"], "合计": "是", "其中": [{"名称": "甲", "数值": "3人"}]}]
        }
    },
    {"低保": {"自定义": [{"名称": "甲", "其中": [{"名称": "乙", "其中": [{"名称": "丙", "原值": "1人"}, ""]}]}]}},
    {"低保": {"资金发放": "动态管理", "申报审批": ["严格程序", "自己的话"]}},
    {"低保": {}, "救灾": {"灾害": []}},
]
"""Ways to write a section, a group, a list, records."""


@pytest.mark.parametrize("typed", SHAPES, ids=lambda typed: str(typed)[:40])
def test_no_way_to_write_a_section_is_marked(typed):
    form = {"单位": "甲镇", "年度": "2023", **typed}
    assert is_read(form, library())
    assert marks(form) == []


def test_a_form_in_traditional_characters_is_passed_over():
    def turned(data: Any) -> Any:
        match data:
            case dict():
                return {to_traditional(key): turned(value) for key, value in data.items()}
            case list():
                return [turned(one) for one in data]
        return to_traditional(data)

    assert marks(turned(read(ROOT / "inputs" / "讲治镇-2012.yaml"))) == []


# ---- what is nothing is marked


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"低宝": {}}, ""),
        ({"低保": {"城镇": {"胡数": "3"}}}, "低保.城镇"),
        ({"低保": {"户数": "3"}}, "低保"),
        ({"低保": {"城镇": {"户数": "很多"}}}, "低保.城镇.户数"),
        ({"低保": {"城镇": {"户数": ["3"]}}}, "低保.城镇.户数"),
        ({"低保": {"城镇": "45户"}}, "低保.城镇"),
        ({"低保": ["城镇"]}, "低保"),
        ({"低保": {"打卡日": "每个月"}}, "低保.打卡日"),
        ({"低保": {"资金发放": {"动态管理": ""}}}, "低保.资金发放"),
        ({"救灾": {"灾害": [{"名称": "洪灾", "灾情": "重"}]}}, "救灾.灾害.0"),
        ({"救灾": {"灾害": ["洪灾"]}}, "救灾.灾害.0"),
        ({"低保": {"自定义": [{"名称": "助学", "数字": "12人"}]}}, "低保.自定义.0"),
        ({"伤残": {}}, ""),
        ({"公文": {"密级": "保密"}}, "公文.密级"),
        ({"公文": {"发文字号": "青府发(2023)8号"}}, "公文.发文字号"),
        ({"公文": {"附件": [{"名字": "表"}]}}, "公文.附件.0"),
        ({"公文": {"印章": "要"}}, "公文.印章"),
        ({"期间": "去年"}, "期间"),
        ({"年度": "今年"}, "年度"),
        ({"报告": "乡镇"}, "报告"),
        ({"用词": {"五保": "三无"}}, "用词"),
        ({"文字": "英文"}, "文字"),
    ],
)
def test_what_cannot_be_read_is_marked_where_it_stands(typed, where):
    form = {"单位": "甲镇", "年度": "2023", **typed}
    assert where in marks(form)


def test_former_names_are_known_and_not_offered():
    section = validator().schema["definitions"]["veterans"]["properties"]["分类"]
    assert "残疾军人" in section["properties"]
    assert "伤残" not in section["properties"]
    assert marks(under("优抚.分类.伤残", "3人")) == []


# ---- templates of one's own


@pytest.fixture
def own(tmp_path) -> Path:
    """A folder of templates with a report of its own."""
    trial(tmp_path / "templates", "数: {kind: flow, unit: 人, label: 试写的人数}", "有{{ 数 }}。\n")
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(arguments))
    return done.exit_code, done.output


def test_templates_of_ones_own_are_in_the_schema(own):
    code, output = run("schema", "--report", "trial", "--templates", str(own / "templates"))
    assert code == 0
    schema = json.loads(output)
    assert schema["definitions"]["trial"]["properties"]["数"]["title"] == "试写的人数"
    assert not Draft7Validator(schema).is_valid(trial_form({"数字": "3人"}, 模板="templates"))
    assert Draft7Validator(schema).is_valid(trial_form({"数": "3人"}, 模板="templates"))


def test_the_settings_of_the_folder_hold_for_the_schema_written_there(own):
    put(own, "zongjie.yaml", "模板: [templates]\n")
    code, output = run("schema", "--report", "trial", "-o", str(own))
    assert code == 0, output
    assert "试写的人数" in (own / "trial.schema.json").read_text(encoding="utf-8")


def test_a_fault_in_the_settings_of_the_folder_is_told(own):
    put(own, "zongjie.yaml", "模板: [模版]\n")
    code, output = run("schema", "-o", str(own))
    assert code == 1
    assert "没有「模版」这个模板文件夹。" in output
    assert not (own / "town.schema.json").exists()


def test_a_form_with_templates_of_its_own_is_passed_over():
    assert marks({"单位": "甲镇", "模板": "templates", "试": {"数": "3人"}}) == []
    assert marks({"单位": "甲镇", "模板": ["templates"], "试": {"数": "3人"}}) == []
    assert marks({"单位": "甲镇", "模板": "", "试": {"数": "3人"}}) != []


def test_an_unknown_report_is_told_with_the_nearest(tmp_path):
    code, output = run("schema", "--report", "twon", "-o", str(tmp_path))
    assert code == 1
    assert "没有「twon」这个总结。是不是「town」？" in output
    assert list(tmp_path.iterdir()) == []


# ---- the line in the form


def test_a_new_form_names_the_schema_that_lies_beside_it(tmp_path):
    assert run("new", "甲镇", "--year", "2023", "-o", str(tmp_path))[0] == 0
    assert "$schema" not in (tmp_path / "甲镇-2023.yaml").read_text(encoding="utf-8")
    code, output = run("schema", "-o", str(tmp_path))
    assert code == 0
    assert output.splitlines()[-1] == schema_line("town") == "# yaml-language-server: $schema=town.schema.json"
    assert run("new", "乙镇", "--year", "2023", "-o", str(tmp_path))[0] == 0
    text = (tmp_path / "乙镇-2023.yaml").read_text(encoding="utf-8")
    assert text.splitlines()[0] == schema_line("town")
    assert "town.schema.json" in {path.name for path in tmp_path.iterdir()}
    assert [one for one in run("check", str(tmp_path / "乙镇-2023.yaml"))[1].splitlines() if "schema" in one] == []


def test_a_new_form_of_another_report_does_not_name_it(tmp_path):
    assert run("schema", "-o", str(tmp_path))[0] == 0
    assert run("new", "丙社区", "--year", "2023", "--report", "community", "-o", str(tmp_path))[0] == 0
    assert "$schema" not in (tmp_path / "丙社区-2023.yaml").read_text(encoding="utf-8")


# ---- the editor itself


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    found = tmp_path_factory.mktemp("forms")
    for report in REPORTS:
        put(found, f"{report}.schema.json", schema_bytes(open_shelf(), report))
    return found


@pytest.fixture(scope="module")
def editor(folder):
    if reason := why_no_editor():
        pytest.skip(reason)
    with Editor(folder) as found:
        yield found


HEAD_LINES = schema_line("town") + "\n报告: town\n单位: 甲镇\n年度: 2023\n"


@pytest.mark.parametrize(
    ("typed", "offered", "not_offered"),
    [
        ("‸", {"低保", "救灾", "下年计划", "期间"}, {"单位", "最低生活保障", "城镇"}),
        ("低保:\n  ‸", {"城镇", "农村", "资金发放", "截至", "自定义"}, {"户数", "低保"}),
        ("五保:\n  ‸", {"人数", "月标准"}, {"城镇"}),
        ("低保:\n  城镇:\n    户数: 3户\n    ‸", {"人数", "标准"}, {"户数", "城镇"}),
        ("低保:\n  资金发放:\n    - ‸", {"动态管理", "按月打卡"}, {"户数", "null"}),
        ("下年计划:\n  - ‸", {"应保尽保", "队伍建设"}, set()),
        ("救灾:\n  灾害:\n    - 名称: 洪灾\n      ‸", {"日期", "受灾人口"}, {"名称", "灾害"}),
        ("低保:\n  自定义:\n    - ‸", {"名称", "数值", "其中"}, {"城镇"}),
        ("期间: ‸", {"全年", "上半年", "第三季度"}, {"半年度", "null"}),
        ("公文:\n  ‸", {"发文字号", "主送机关", "附件"}, {"单位"}),
        ("公文:\n  印章: ‸", {"是", "否"}, {"null", "true"}),
        ("核对说明:\n  ‸", {"低保.城镇.户数"}, set()),
        ("低保:\n  城镇:\n    户数: ‸", set(), {"null", "true", "false"}),
    ],
)  # fmt: skip
def test_it_offers_what_may_stand_here(editor, typed, offered, not_offered):
    labels = {one["label"] for one in editor.offers(f"offers-{abs(hash(typed))}.yaml", HEAD_LINES + typed)}
    assert offered - labels == set()
    assert not_offered & labels == set()


def test_it_offers_the_reports_with_what_each_is_called(editor):
    found = editor.offers("reports.yaml", schema_line("town") + "\n报告: ‸")
    assert {one["label"]: one["documentation"] for one in found}["community"] == "社区社会救助工作总结"


def test_a_phrase_is_offered_with_the_sentence_it_prints(editor):
    found = editor.offers("phrases.yaml", HEAD_LINES + "下年计划:\n  - ‸")
    assert {one["label"]: one["documentation"] for one in found}["资金监管"] == "加强救助资金监管，确保专款专用"


def test_a_key_is_put_in_with_its_colon_and_nothing_made_up_behind_it(editor):
    found = editor.offers("keys.yaml", HEAD_LINES + "低保:\n  ‸")
    texts = {one["label"]: one["textEdit"]["newText"] for one in found}
    assert texts["打卡日"].rstrip("$1 ") == "打卡日:"
    assert re.fullmatch(r"城镇:\n +(\$1)?", texts["城镇"])
    assert re.fullmatch(r"资金发放:\n +- (\$1)?", texts["资金发放"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("低保:\n  城镇:\n    户‸数: 3户\n    人数: 5人\n", ["城镇低保户数", "单位：户"]),
        ("低保:\n  城‸镇:\n    户数: 3户\n  农村:\n    户数: 4户\n", ["城镇", "月发放额"]),
        ("五‸保:\n  人数: 3\n低保:\n  城镇:\n    户数: 3户\n", ["特困人员救助供养"]),
        ("低保:\n  资金发‸放:\n    - 动态管理\n", ["资金保障与发放", "动态管理"]),
        ("救灾:\n  灾害:\n    - 受灾‸人口: 3人\n      名称: 洪灾\n", ["受灾人口", "单位：人"]),
        ("期‸间: 全年\n截至: 11月底\n", ["期间", "缺省是全年"]),
        ("公文:\n  密‸级: 秘密\n", ["密级", "保密期限"]),
    ],
)
def test_it_explains_a_key(editor, typed, said):
    found = editor.explains(f"explains-{abs(hash(typed))}.yaml", HEAD_LINES + typed)
    assert found.startswith(f"#### {said[0]}\n") or said[0] in found.splitlines()[0], found
    assert [one for one in said if one not in found] == []


@pytest.mark.parametrize(
    ("typed", "line", "said"),
    [
        ("低宝:\n", 5, "这里没有这一项，或者缩进不对。可以填：报告、单位、"),
        ("低保:\n  城镇:\n    胡数: 3\n", 7, "这里没有这一项，或者缩进不对。可以填：户数、人数、"),
        ("低保:\n  城镇:\n    户数: 很多\n", 7, "请填一个数，单位是户。"),
        ("低保:\n  城镇:\n    户数: [3, 4]\n", 7, "这里只填一个值，请写在冒号后面，同一行。"),
        ("低保: 3户\n", 5, "下面应当分项填写："),
        ("救灾:\n  灾害:\n    - 名称: 洪灾\n      灾情: 重\n", 8, "这里没有这一项，或者缩进不对。可以填：名称、日期、"),
        ("公文:\n  密级: 保密\n", 6, "密级应是绝密、机密或秘密"),
    ],
)
def test_it_marks_what_cannot_be_read_in_chinese(editor, typed, line, said):
    found = editor.marks(f"marks-{abs(hash(typed))}.yaml", HEAD_LINES + typed)
    assert [(at, message[: len(said)]) for at, message in found] == [(line, said)]


def test_it_marks_nothing_in_the_examples_and_in_blank_forms(editor):
    towns = [path for path in TYPED_FORMS if "towns" in path.parts][::25]
    examples = [path for path in TYPED_FORMS if "towns" not in path.parts] + towns
    texts = {path.name: (read(path).get("报告", "town"), path.read_text(encoding="utf-8")) for path in examples}
    texts |= {f"{report}.yaml": (report, blank(report, "甲镇", 2012)) for report in REPORTS}
    for number, shape in enumerate(SHAPES):
        texts[f"shape-{number}.yaml"] = ("town", yaml.safe_dump(shape, allow_unicode=True))
    for name, (report, text) in texts.items():
        assert editor.marks(name, f"{schema_line(report)}\n{text}") == [], name

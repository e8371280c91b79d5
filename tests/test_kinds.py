"""A kind of field has one home: a new one is a line of one table, and every command knows it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from forms import REPORT, ROOT, put

HOME = "generator/language/kinds.py"
TABLE = "KINDS: dict[str, Kind] = {\n"
READER = '''
import re


def read_clock(typed: Typed) -> Reading:
    """A time of day."""
    match = re.fullmatch(r"(\\d{1,2})[:时](\\d{2})分?", typed.simplified)
    if match and int(match[1]) < 24 and int(match[2]) < 60:
        return Reading(Words(f"{match[1]}时{match[2]}分", typed.path, typed.place))
    return unread(typed, Fault(f"看不懂时刻「{typed.text}」。", "请写成「9:30」或「9时30分」。"))


'''
LINE = """    "clock": Kind("时刻", "一天里的几点几分", read_clock, hint="如 9时30分", specimen="8时30分"),\n"""
FIELDS = """\
key: 试
fields:
  开门: {kind: clock, label: 开门的时刻}
  笔: {kind: records, fields: {起: {kind: clock}, 止: {kind: clock}}}
"""
WORDING = "每天{{ 开门 }}开门。{% for 一笔 in 笔 %}{{ 一笔.起 }}到{{ 一笔.止 }}有人值守。{% endfor %}\n"
FORM = "报告: trial\n单位: 甲镇\n年度: 2023\n试:\n  开门: 9:30\n  笔:\n    - {起: 8时00分, 止: '17:30'}\n"


def copied(folder: Path) -> Path:
    """A copy of the package whose one table knows a kind more, with templates that use it."""
    unwanted = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "generator", folder / "generator", ignore=unwanted)
    shutil.copytree(ROOT / "templates", folder / "templates")
    for name in ("reports", "sections"):  # no report would be left that uses the sections
        shutil.rmtree(folder / "templates/zh" / name)
    home = (folder / HOME).read_text(encoding="utf-8")
    assert home.count(TABLE) == 1
    put(folder, HOME, home.replace(TABLE, READER + TABLE + LINE))
    put(folder, "templates/zh/reports/trial.yaml", REPORT)
    put(folder, "templates/zh/sections/trial/form.yaml", FIELDS)
    put(folder, "templates/zh/sections/trial/section.md", WORDING)
    put(folder, "甲镇.yaml", FORM)
    return folder


def run(folder: Path, *script: str) -> tuple[int, str]:
    """Exit code and output of Python in a copy of the package."""
    paths = os.pathsep.join((str(folder), str(ROOT / "tests")))
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-c", *script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def zongjie(folder: Path, *arguments: str) -> tuple[int, str]:
    return run(folder, "from generator.cli import main; main()", *arguments)


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    return copied(tmp_path_factory.mktemp("package"))


def test_the_blank_form_says_how_a_new_kind_is_typed(package):
    code, output = zongjie(package, "new", "甲镇", "--year", "2023", "--report", "trial", "-o", "new")
    assert code == 0, output
    (form,) = (package / "new").iterdir()
    lines = [" ".join(line.split()) for line in form.read_text(encoding="utf-8").splitlines()]
    assert lines[lines.index("开门:") - 1] == "# 开门（开门的时刻，如 9时30分）"
    assert lines[lines.index("- 起:") - 1] == "# 起（如 9时30分）、止（如 9时30分）"


def test_a_new_kind_is_read_and_printed(package):
    code, output = zongjie(package, "show", "甲镇.yaml")
    assert code == 0, output
    assert "每天9时30分开门。8时00分到17时30分有人值守。" in output
    code, output = zongjie(package, "build", "甲镇.yaml", "-o", "out")
    assert code == 0, output
    assert [path.suffix for path in (package / "out").iterdir()] == [".docx"]


def test_the_schema_for_editors_takes_what_it_reads(package):
    code, output = zongjie(package, "schema", "--report", "trial")
    assert code == 0, output
    clock = json.loads(output)["definitions"]["trial"]["properties"]["开门"]
    assert (clock["title"], clock["description"]) == ("开门的时刻", "如 9时30分")
    assert "pattern" not in clock


def test_what_its_reader_refuses_is_said_with_line_and_cure(package):
    put(package, "乙镇.yaml", FORM.replace("9:30", "25时30分").replace("甲镇", "乙镇"))
    code, output = zongjie(package, "check", "乙镇.yaml")
    assert code == 1
    assert "错误 乙镇.yaml:5 试·开门：看不懂时刻「25时30分」。请写成「9:30」或「9时30分」。" in output


def test_the_template_check_fills_in_its_specimen(package):
    assert zongjie(package, "templates", "check") == (0, "模板检查完毕：没有问题。\n")
    home = (package / HOME).read_text(encoding="utf-8")
    put(package, HOME, home.replace("8时30分", "早上八点半"))
    code, output = zongjie(package, "templates", "check")
    put(package, HOME, home)
    assert code == 1
    place, cure = "templates/zh/sections/trial/form.yaml:3 试·开门", "请改 language/kinds.py 里「clock」的 specimen。"
    assert f"错误 {place}：照这一项填「早上八点半」，读不出来：看不懂时刻「早上八点半」。{cure}" in output


def test_a_kind_is_misspelt_and_the_nearest_named(package):
    name = "templates/zh/sections/trial/form.yaml"
    put(package, name, FIELDS.replace("kind: clock, label", "kind: clok, label"))
    code, output = zongjie(package, "check", "甲镇.yaml")
    put(package, name, FIELDS)
    assert code == 1
    assert f"错误 {name}:3 试·开门·kind：「kind」不能是「clok」。是不是「clock」？" in output


def test_the_manual_lists_it(package):
    code, output = run(package, "import manuals; print(manuals.TABLES['种类']())")
    assert code == 0, output
    assert "| `clock` | 时刻 | 一天里的几点几分 | — |" in output

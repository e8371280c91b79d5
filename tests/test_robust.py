"""No form, template, file or terminal ends the program, and one form's fault is that form's alone."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from forms import ROOT, built, put, said, trial

import generator.commands.build
import generator.making.summarize
import generator.reckoning.named_files
import generator.reckoning.related
from generator.chinese.numerals import chinese_number, read_chinese_number
from generator.chinese.radicals import LOOKALIKES, plain_character
from generator.cli import main
from generator.commands import export
from generator.form.mishap import write_log
from generator.language.budget import MOST_WORK, TOO_MUCH
from generator.language.sandbox import evaluate
from generator.library.loading import load_library
from generator.library.overlays import paste_path
from generator.making.placing import document_name, write_atomically
from generator.making.summarize import Summary
from generator.making.workers import spread
from generator.reading.source import read_source

HEAD = "报告: town\n单位: 柳河镇\n年度: 2023\n"
GOOD = "报告: town\n单位: 松坪乡\n年度: 2023\n临时救助: {人次: 9人次}\n"
needs_posix = pytest.mark.skipif(os.name == "nt", reason="no pipes, devices and signals as here")


@pytest.fixture
def office(tmp_path, monkeypatch):
    """An empty folder to work in, where logs stay too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    write_log.cache_clear()
    return tmp_path


@pytest.fixture
def run(office):
    """Types a command in the office: what it says; it must end as told."""

    assert office.is_dir()

    def command(*words, code=0):
        result = CliRunner().invoke(main, [str(word) for word in words], prog_name="zongjie")
        assert result.exit_code == code, result.output
        return result.output

    return command


def summary_of(form: str) -> Summary:
    """What becomes of a form, its head put before it unless it has one."""
    return built(form if "单位" in form else HEAD + form)


def errors(summary: Summary) -> list[str]:
    return [line for line in said(summary) if line.startswith("错误")]


# Characters, raw and written with a backslash.


@pytest.mark.parametrize(
    "form",
    [
        '存在问题: ["人手\\a不足"]',
        '存在问题:\n  - "人手\\N不足"',
        '单位: "柳\\x07河镇"\n年度: 2023',
        '临时救助:\n  人次: "9\\U000F0001人次"',
        '自拟章节: [{标题: "扶\\0贫", 正文: 走访农户9户。}]',
        '"临时\\b救助": {人次: 9人次}',
        '公文: {抄送: "县\\ud83d局"}',
        '存在问题: ["全镇\\ufdd0人手不足"]',
        '存在问题: ["资料存放在\\\\A服务器\\a目录"]',
        '存在问题: ["全镇救助\\U000F0001低保.农村.人数\\U000F0006999万人\\U000F0007"]',
        '核对说明: {"低保.农村\\e": 属实}',
    ],
)
def test_what_is_refused_raw_is_refused_as_an_escape(form):
    summary = summary_of(form)
    assert summary.document is None
    assert any("含有控制字符" in line and "单引号" in line for line in errors(summary))


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\u2066", "\u061c", "\u00ad", "\ufeff", "\U000e0041"])
@pytest.mark.parametrize("typed", ["{}", '"{}"'])
def test_what_nobody_sees_is_left_out_and_said_so(sign, typed):
    written = sign if typed == "{}" else f"\\U{ord(sign):08x}"
    node, problems = read_source(f"结语: {typed.format(f'村干部{written}变动')}\n".encode(), "表.yaml")
    assert node.entries[0][1].text == "村干部变动"
    assert [str(problem)[:2] for problem in problems] == ["提示"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("⻓期跟踪", "长期跟踪"),
        ("⼊⼾核查", "入户核查"),
        ('"\\u2f08手不⾜"', "人手不足"),
        ("⺠政⻋辆", "民政车辆"),
        ("\uf9fd么", "什么"),
    ],
)
def test_radicals_are_made_the_words_they_stand_for(typed, read):
    node, problems = read_source(f"结语: {typed}\n".encode(), "表.yaml")
    assert node.entries[0][1].text == read
    assert {str(problem)[:2] for problem in problems} == {"提示"}
    assert "改成" in problems[0].what


def test_no_radical_becomes_more_than_one_word():
    first, last = LOOKALIKES[0], LOOKALIKES[2]
    assert {len(plain_character(chr(code))) for code in range(ord(first), ord(last) + 1)} == {1}
    assert plain_character("人") == "人"


def test_a_pair_of_surrogates_is_one_character():
    node, problems = read_source('结语: "\\ud840\\udc0b河村"\n'.encode(), "表.yaml")
    assert (node.entries[0][1].text, problems) == ("\U0002000b河村", [])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ('"D:\\文件"', "D:\\文件"),
        ('["D:\\文件", 乙]', "D:\\文件"),
        ('{甲: "D:\\文件"}', "D:\\文件"),
        ("'D:\\temp'", "D:\\temp"),
        ("D:\\temp", "D:\\temp"),
        ('"\\\\\\\\服务器\\\\资料"', "\\\\服务器\\资料"),
        ('"资料\\u12中"', "资料\\u12中"),
    ],
)
def test_a_backslash_is_read_as_typed(typed, read):
    node, problems = read_source(f"结语: {typed}\n".encode(), "表.yaml")
    found = node.entries[0][1]
    found = getattr(found, "items", (found,))[0]
    found = found.entries[0][1] if hasattr(found, "entries") else found
    assert (found.text, problems) == (read, [])


@pytest.mark.parametrize("typed", ['"D:\\temp"', '"甲\\t乙"', '"C:\\new"'])
def test_a_backslash_that_makes_a_blank_is_said(typed):
    problems = read_source(f"结语: {typed}\n".encode(), "表.yaml")[1]
    assert [problem.what for problem in problems] == [
        "「\\t」在这里读作制表符。" if "\\t" in typed else "「\\n」在这里读作换行。"
    ]


@pytest.mark.parametrize("text", ["\U000f0001低保.人数\U000f00069人\U000f0007", "第\x07节"])
def test_wording_holds_no_mark_of_ours(tmp_path, text):
    load_library.cache_clear()
    shelf = trial(tmp_path, "人数: {kind: stock, unit: 人, label: 人数}", f"共{{{{ 人数 }}}}。\n{text}\n")
    problems = load_library(shelf, "trial")[1]
    assert [problem.place.spot.line for problem in problems if "含有控制字符" in problem.what] == [2]


# Odd but possible forms.


@pytest.mark.parametrize(
    "form",
    [
        "存在问题:\n  - {",
        "存在问题: [{}]",
        "存在问题: [[]]",
        "自拟章节: [{}]",
        "应报单位: [{}]",
        "汇总自: [[]]",
        "模板: [{}]",
        "用词: [{}]",
        "导语: {成效: [{}]}",
        "临时救助: {自定义: [{}]}",
        "公文: {附件: [{}]}",
        "公文: {附件: [{名称: 情况表, 内容: [{}, {}]}]}",
        "公文: {附件: [{名称: 情况表, 内容: [{村: 甲}, []]}]}",
    ],
)
def test_empty_brackets_are_no_item(form):
    assert any("空的括号" in line or "没有写完" in line for line in errors(summary_of(form)))


@pytest.mark.parametrize("key", ["报告", "模板", "上年", "汇总自", "文字", "期间"])
@pytest.mark.parametrize("typed", ["长" * 150, '"a\\0b"', "{}"])
def test_a_head_that_no_file_system_takes_is_an_answer(key, typed):
    form = f"{key}: {typed}\n单位: 柳河镇\n年度: 2023\n" + ("" if key == "报告" else "报告: county\n")
    assert errors(summary_of(form)) or typed == "{}"


@pytest.mark.parametrize("number", [99, 100, 101, 110, 119, 1000, 2024, 10000])
def test_headings_are_counted_beyond_ninety_nine(number):
    assert read_chinese_number(chinese_number(number)) == number


def test_a_hundred_own_sections_and_points_are_numbered():
    sections = "".join(f"  - {{标题: 其他{i}, 正文: 走访农户{i}户。}}\n" for i in range(1, 110))
    points = "".join(f"    - 做法第{i}项，逐户落实\n" for i in range(1, 130))
    own = built(f"{HEAD}自拟章节:\n{sections}")
    assert own.document is not None
    assert [block.number for block in own.document.blocks if block.__class__.__name__ == "Heading"][-1] == "一百零九、"
    summary = built(f"{HEAD}临时救助:\n  人次: 9人次\n  措施:\n{points}")
    assert not errors(summary)


def test_every_part_that_cannot_be_read_is_named():
    broken = "".join(f'部分{i}:\n  - "甲\n  - ? [\n    : ?\n' for i in range(15))
    problems = read_source(f"{HEAD}{broken}".encode(), "表.yaml")[1]
    assert len({problem.place.spot.line for problem in problems if "读不懂" in problem.what}) >= 15


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("柳河镇2023年总结", "柳河镇2023年总结"),
        ("CON", "_CON"),
        ("com1.总结", "_com1.总结"),
        ("-rf 总结", "rf总结"),
        ("…/\\:*?", "…"),
        ("///", "未命名"),
        ("..", "未命名"),
        ("~$总结", "$总结"),
        ("总结\x00\ud800.", "总结"),
    ],
)
def test_a_title_gives_a_name_that_every_system_takes(title, name):
    assert document_name(title) == f"{name}.docx"


def test_a_name_is_short_enough_in_bytes():
    assert len(document_name("𠮷" * 100).encode()) < 240


# One form's fault is that form's alone.


@pytest.fixture
def two(office):
    """A form that is well, and one at which the program is made to fail."""
    put(office, "在/坏.yaml", HEAD + "临时救助: {人次: 9人次}\n")
    put(office, "在/好.yaml", GOOD)
    return office


SECRET = RuntimeError("secret")


def fail_at(monkeypatch, module, name, fault=SECRET):
    """Makes one function fail for the form of 柳河镇 alone; others may name that town as a neighbour."""
    real = getattr(module, name)

    def failing(*given, **named):
        if re.findall("柳河镇|松坪乡", str(given))[:1] == ["柳河镇"]:
            raise fault
        return real(*given, **named)

    monkeypatch.setattr(module, name, failing)


STAGES = {
    "read": (generator.making.summarize, "read_form_file"),
    "drawn on": (generator.making.summarize, "complete"),
    "checked": (generator.making.summarize, "check_form"),
    "worded": (generator.making.summarize, "compose"),
    "drawn": (generator.commands.build, "write_summary"),
    "named": (generator.commands.build, "document_name"),
}


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("stage", STAGES)
def test_a_fault_of_ours_is_the_fault_of_one_form(two, run, monkeypatch, stage, jobs):
    if stage == "read":
        (two / "在/坏.yaml").rename(two / "在/柳河镇.yaml")
    fail_at(monkeypatch, *STAGES[stage])
    output = run("build", "在", "-o", "out", "--jobs", jobs, code=1)
    assert [path.name[:3] for path in (two / "out").iterdir()] == ["松坪乡"]
    (log,) = two.glob("zongjie-*.log")
    assert "程序自身在这份表单上出错了，别的表单不受影响。" in output
    assert str(log) in output.replace("\n", "")
    assert "secret" in log.read_text(encoding="utf-8")
    assert "secret" not in output


@pytest.mark.usefixtures("two")
def test_check_goes_on_after_a_fault_of_ours(run, monkeypatch):
    fail_at(monkeypatch, generator.making.summarize, "check_form")
    output = run("check", "在", code=1)
    assert "错误 在/坏.yaml：程序自身在这份表单上出错了" in output
    assert "提示 在/好.yaml:4" in output
    assert "检查了2份表单" in output


def test_a_sum_says_which_town_the_program_fails_at(two, run, monkeypatch):
    put(two, "县.yaml", "报告: county\n单位: 丰安县\n年度: 2023\n汇总自: [在/*.yaml]\n")
    fail_at(monkeypatch, generator.reckoning.related, "check_form")
    assert "错误 县.yaml:4 汇总自：在/坏.yaml 有1处错误，第一处：程序自身在这份表单上出错了" in run(
        "check", "县.yaml", code=1
    )


def test_memory_that_is_used_up_is_said_without_a_log(two, run, monkeypatch):
    fail_at(monkeypatch, generator.making.summarize, "compose", MemoryError())
    assert "内存不够用" in run("build", "在", "-o", "out", code=1)
    assert not list(two.glob("zongjie-*.log"))


def test_a_folder_that_is_a_file_is_said(two, run):
    put(two, "out", "")
    assert "那里有一个同名的文件，不是文件夹" in run("build", "在/好.yaml", "-o", "out", code=1)


def _squared(number: int) -> object:
    if number in (3, 17):
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 11:
        raise ValueError("eleven")
    return (lambda: 5) if number == 5 else number * number


@needs_posix
@pytest.mark.parametrize("count", [20, 100], ids=["one at a time", "some at once"])
def test_a_process_that_dies_costs_its_form_alone(count):
    found = list(spread(_squared, list(range(count)), 2, lambda number, fault: (number, type(fault))))
    known = {3: (3, type(None)), 5: (5, AttributeError), 11: (11, ValueError), 17: (17, type(None))}
    assert found == [known.get(number, number * number) for number in range(count)]


def _squared_at_second_try(pair: tuple[Path, int]) -> int:
    folder, number = pair
    if number == 4 and not (folder / "died").exists():
        (folder / "died").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


@needs_posix
def test_a_process_that_dies_once_costs_nothing(tmp_path):
    items = [(tmp_path, number) for number in range(9)]
    assert list(spread(_squared_at_second_try, items, 2, lambda *_: -1)) == [number * number for number in range(9)]


# Files moved into place.


@needs_posix
def test_a_file_replaces_a_link_and_keeps_to_the_umask(tmp_path):
    put(tmp_path, "别的.docx", "别的")
    (tmp_path / "总结.docx").symlink_to("别的.docx")
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "总结.docx", b"new")
    finally:
        os.umask(before)
    assert (tmp_path / "别的.docx").read_text(encoding="utf-8") == "别的"
    assert not (tmp_path / "总结.docx").is_symlink()
    assert (tmp_path / "总结.docx").stat().st_mode & 0o777 == 0o640


def test_a_write_that_is_broken_off_leaves_nothing(tmp_path, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "总结.docx", b"new")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def printers(office, monkeypatch):
    """Scripts that stand for LibreOffice and pdftoppm, and a document."""
    for name, does in {
        "soffice": 'while [ $# -gt 0 ]; do [ "$1" = --outdir ] && out=$2; last=$1; shift; done\n'
        'echo pdf > "$out/$(basename "$last" .docx).pdf"\n',
        "pdftoppm": 'for last; do :; done; echo one > "$last-1.png"\n',
    }.items():
        put(office, f"bin/{name}", f"#!/bin/sh\n{does}")
        (office / "bin" / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{office / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setattr(export, "substituted", lambda _: [])
    put(office, "out/总结.docx", "")
    return office / "out"


@needs_posix
def test_pictures_of_an_earlier_build_are_gone_and_links_are_replaced(printers):
    for name in ("总结-2.png", "总结-10.png", "总结-附.png", "别的-2.png", "别的.pdf"):
        put(printers, name, "old")
    (printers / "总结.pdf").symlink_to("别的.pdf")
    written, problems = export.export([printers / "总结.docx"], pdf=True, png=True)
    assert problems == []
    assert [path.name for path in written] == ["总结-1.png", "总结.pdf"]
    names = {path.name for path in printers.iterdir()}
    assert names == {"总结.docx", "总结.pdf", "总结-1.png", "总结-附.png", "别的-2.png", "别的.pdf"}
    assert (printers / "别的.pdf").read_text(encoding="utf-8") == "old"


@needs_posix
def test_a_pdf_that_is_open_elsewhere_is_said(printers, monkeypatch):
    def busy(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", busy)
    written, problems = export.export([printers / "总结.docx"], pdf=True, png=False)
    assert written == []
    assert [problem.what for problem in problems] == ["写不进去（没有权限）。"]


def ended(command: list[str], folder: Path, number: int, waiting: str) -> int:
    """How a command ends that is stopped once a file ``waiting`` appears."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "TMPDIR": str(folder / "tmp")}
    environment["PATH"] = f"{folder / 'bin'}:{environment['PATH']}"
    (folder / "tmp").mkdir()
    # A shell that runs these tests in the background has them ignore Ctrl-C, and so would the command, rightly.
    heeds = partial(signal.signal, number, signal.SIG_DFL)
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, preexec_fn=heeds)
    try:
        until = time.monotonic() + 30
        while not list(folder.glob(waiting)) and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(number)
        return process.wait(30)
    finally:
        process.kill()
        process.wait()


def is_running(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc to see who is still running")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_command_that_is_stopped_leaves_no_libreoffice_and_no_folder(office, number, code):
    put(office, "bin/soffice", '#!/bin/sh\necho $$ > "$TMPDIR/../pid"\nmv pid office.pid\nexec sleep 60\n')
    (office / "bin/soffice").chmod(0o755)
    put(office, "好.yaml", GOOD)
    command = [sys.executable, "-m", "generator", "build", "好.yaml", "--pdf"]
    assert ended(command, office, number, "office.pid") == code
    assert not is_running(int((office / "office.pid").read_text(encoding="utf-8")))
    assert list((office / "tmp").iterdir()) == []


WAITING = """
import sys, os, time
from pathlib import Path
from generator.making.workers import spread
from generator.terminal.last_resort import exit_code_of
def work(number):
    Path(f"{os.getpid()}.pid").touch()
    time.sleep(60)
sys.exit(exit_code_of(lambda: list(spread(work, [1, 2, 3, 4], 2, lambda *_: None))))
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc to see who is still running")
def test_a_command_that_is_stopped_leaves_no_process(office):
    assert ended([sys.executable, "-c", WAITING], office, signal.SIGTERM, "*.pid") == 143
    assert [path for path in office.glob("*.pid") if is_running(int(path.stem))] == []


# Bounds of files and folders.


@needs_posix
@pytest.mark.parametrize("kind", ["pipe", "loop", "folder", "large", "missing", "long"])
def test_what_is_no_form_is_named_and_never_waited_for(office, run, kind):
    path = office / "甲.yaml"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "loop":
        path.symlink_to("甲.yaml")
    elif kind == "folder":
        path.mkdir()
        put(office, "甲.yaml/乙.yaml", GOOD)
    elif kind == "large":
        with path.open("wb") as file:
            file.truncate(3 << 30)
    reasons = {
        "pipe": "它是设备或管道，不是文件", "loop": "链接绕成了一圈", "large": "超过了1MB的上限", "missing": "没有这个文件",
        "long": "文件名太长",
    }  # fmt: skip
    output = run("check", "长" * 100 if kind == "long" else path, code=0 if kind == "folder" else 1)
    assert reasons.get(kind, "检查了1份表单") in output


@needs_posix
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_pipe_beside_the_forms_holds_nobody_up(office, run, kind):
    put(office, "在/好.yaml", GOOD)
    if kind == "pipe":
        os.mkfifo(office / "在/管.yaml")
    else:
        (office / "在/管.yaml").symlink_to("/dev/zero")
    assert "管" not in run("check", "在/好.yaml")
    assert "打不开文件（它是设备或管道，不是文件）" in run("check", "在", code=1)


def county(source: str) -> str:
    return f"报告: county\n单位: 丰安县\n年度: 2023\n汇总自: ['{source}']\n"


@needs_posix
@pytest.mark.parametrize("source", ["/dev/zero", "管.yaml", "圈.yaml", "圈/*.yaml", "长" * 300, "长" * 300 + "/*.yaml"])
def test_a_sum_over_what_is_no_form_is_an_error(office, run, source):
    os.mkfifo(office / "管.yaml")
    (office / "圈.yaml").symlink_to("圈.yaml")
    (office / "圈").symlink_to("圈")
    put(office, "县.yaml", county(source))
    assert "错误 县.yaml:4 汇总自：" in run("check", "县.yaml", code=1)


@pytest.mark.parametrize("source", ["镇[1]/*.yaml", "镇[1]/好.yaml", "[镇]*/*.yaml", "**/好.yaml", "镇[1]/../镇[1]/*"])
def test_brackets_in_the_name_of_a_folder_are_its_name(office, run, source):
    put(office, "县[甲]/镇[1]/好.yaml", GOOD)
    put(office, "县[甲]/县.yaml", county(source))
    assert "没有找到" not in run("check", "县[甲]/县.yaml")


def test_a_pattern_without_end_is_given_up(office, run, monkeypatch):
    monkeypatch.setattr(generator.reckoning.named_files, "MOST_LOOKED_AT", 20)
    for number in range(30):
        put(office, f"多/{number}/好.yaml", GOOD)
    put(office, "县.yaml", county("**/**/*.yaml"))
    assert "没有看完" in run("check", "县.yaml", code=1)


def test_a_folder_that_cannot_be_looked_into_is_named(office, run, monkeypatch):
    put(office, "在/锁/好.yaml", GOOD)
    put(office, "在/好.yaml", GOOD.replace("松坪", "柳河"))
    put(office, "县.yaml", county("在/*/*.yaml"))
    scandir = os.scandir

    def locked(path="."):
        if str(path).endswith("锁"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)
    monkeypatch.setattr(generator.reckoning.named_files, "scandir", locked)
    assert "在/锁：打不开文件" in run("check", "在", code=1)
    assert "打不开（没有权限）" in run("check", "县.yaml", code=1)


def test_a_template_that_cannot_be_opened_is_named(office, run):
    put(office, "盖/sections/temporary/section.md", "x" * (1 << 20) + "x")
    put(office, "好.yaml", GOOD)
    load_library.cache_clear()
    assert "盖/sections/temporary/section.md：文件有1.0MB，超过了1MB的上限。" in run(
        "build", "好.yaml", "--templates", "盖", code=1
    )


def test_a_flood_of_messages_is_counted(office, run):
    put(office, "甲.yaml", HEAD + "".join(f"项目{number}: 3\n" for number in range(300)))
    output = run("check", "甲.yaml", code=1)
    assert output.count("不认识") == 200
    assert "甲.yaml 还有100处没有列出；" in output
    assert output.endswith("检查了1份表单：300处错误。\n")
    assert len(json.loads(run("check", "甲.yaml", "--json", code=1))) == 300


# Templates bounded in time and memory.

NESTED = "{% set 长 = '" + "长" * 40 + "' %}" + "{% for 字 in 长 %}" * 6 + "甲" + "{% endfor %}" * 6
ENDLESS = {
    "loops": NESTED,
    "loops that print nothing": NESTED.replace("甲", ""),
    "doubling": "{% set 长 = '甲甲甲甲' %}" + "{% set 长 = 长 ~ 长 %}" * 40,
    "adding": "{% set 长 = '甲甲甲甲' %}" + "{% set 长 = 长 + 长 %}" * 40,
    "blocks": "{% set 长 %}甲甲甲甲{% endset %}" + "{% set 长 %}{{ 长 }}{{ 长 }}{% endset %}" * 40,
    "macros": "{% macro 甲() %}{{ 甲() }}{{ 甲() }}{% endmacro %}{{ 甲() }}",
    "recursive": "{% for 字 in ['甲'] recursive %}{{ loop(['甲', '乙']) }}{% endfor %}",
    "one loop": "{% set 长 = '" + "甲" * 3000 + "' %}{% for 字 in 长 %}" + "乙" * 3000 + "{% endfor %}",
    "percent": "{% set 长 = '%999999999d' % 5 %}",
    "times": "{% set 长 = '甲' %}{% set 长 = 长 * 999999999 %}",
    "list": "{% set 长 = [1] %}{% set 长 = 长 * 999999999 %}",
    "places": "{{ 人数 | 占(人数, 999999999) }}",
    "pattern": "{{ 措施 | 分点('{:>900000000}') }}",
    "deep": "{% for 字 in '甲' %}" * 25 + "{% endfor %}" * 25,
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_template_without_end_is_named_with_its_section(tmp_path, name):
    load_library.cache_clear()
    fields = "人数: {kind: stock, unit: 人, label: 人数}\n措施: {kind: items, label: 措施}"
    shelf = trial(tmp_path, fields, f"{ENDLESS[name]}共{{{{ 人数 }}}}。\n")
    form = "报告: trial\n单位: 甲镇\n年度: 2023\n试: {人数: 9人, 措施: [入户, 张榜]}\n"
    start = time.monotonic()
    summary = built(form, shelf=shelf)
    assert time.monotonic() - start < 5
    faults = [problem for problem in summary.problems if "sections/trial/section.md" in problem.place.file]
    assert faults or name == "pattern"
    assert all(problem.place.spot.line <= 1 for problem in faults)


def test_an_honest_template_has_all_it_needs(tmp_path):
    load_library.cache_clear()
    items = "{% for 一 in 措施 %}{{ 一 }}（{{ loop.index }}/{{ loop.length }}）{% endfor %}".replace(
        "（{{ loop.index }}/{{ loop.length }}）", "{% if not loop.last %}；{% endif %}"
    )
    shelf = trial(tmp_path, "措施: {kind: items, label: 措施}", f"{items}。\n")
    many = "".join(f"    - 第{number}条做法，{'入户核查' * 20}\n" for number in range(1000))
    summary = built(f"报告: trial\n单位: 甲镇\n年度: 2023\n试:\n  措施:\n{many}", shelf=shelf)
    assert not errors(summary)


def test_a_rule_has_its_budget_anew_each_time():
    for _ in range(3):
        assert evaluate("'甲' ~ '乙' == '甲乙'", {}) is True
    with pytest.raises(Exception, match=TOO_MUCH):
        evaluate(f"('甲' ~ 长) == '{'乙' * 9}'", {"长": "长" * MOST_WORK})


@pytest.mark.parametrize(
    ("wording", "wide"),
    [
        ("困难群众｛｛ 人数 ｝｝，共{{ 人数 }}。", "「｛｛」、「｝｝」"),
        ("共{{ 人数 }}。\n｛% if 人数 %｝有。{% endif %}", "「｛%」、「%｝」"),
        ("共{{ 人数 }}。\n{｛ 人数 }｝。", "「{｛」、「}｝」"),
        ("共{{ 人数 }}。\n{％ if 人数 ％}。", "「{％」、「％}」"),
    ],
)
def test_a_brace_typed_full_width_is_named_with_its_line(tmp_path, wording, wide):
    load_library.cache_clear()
    shelf = trial(tmp_path, "人数: {kind: stock, unit: 人, label: 人数}", wording + "\n")
    found = [str(problem) for problem in load_library(shelf, "trial")[1] if "全角" in problem.what]
    assert len(found) == 1
    assert f"section.md:{wording.count(chr(10)) + 1}：{wide}是全角的，会照字面印出。" in found[0]


def test_a_full_width_percent_or_brace_in_a_sentence_is_no_fault(tmp_path):
    load_library.cache_clear()
    shelf = trial(tmp_path, "人数: {kind: stock, unit: 人, label: 人数}", "共{{ 人数 }}｛含５％｝。\n")
    assert load_library(shelf, "trial")[1] == ()


@pytest.mark.parametrize(
    ("rule", "cure"),
    [
        ("人数 ≤ 户数", "请把「≤」改成「<=」。"),
        ("人数 = 户数", "请把「=」改成「==」。"),
        ("人数 ＞ 户数 × 2", "请把「＞」改成「>」、「×」改成「*」。"),
    ],
)
def test_a_sign_of_the_chinese_keyboard_in_a_rule_is_named(tmp_path, rule, cure):
    load_library.cache_clear()
    fields = "人数: {kind: stock, unit: 人, label: 人数}\n户数: {kind: stock, unit: 户, label: 户数}"
    shelf = trial(tmp_path, fields, "共{{ 人数 }}，{{ 户数 }}。\n")
    with (tmp_path / "sections/trial/form.yaml").open("a", encoding="utf-8") as file:
        file.write(f'checks:\n  - {{rule: "{rule}", level: error, message: 不对}}\n')
    assert [problem.advice for problem in load_library(shelf, "trial")[1]] == [cure]


@pytest.mark.parametrize("section", ["../../源", "..", "*", "temp*", "", "temporary/..", "长" * 300, "/etc"])
def test_a_copy_is_of_a_template_and_of_nothing_else(office, run, section):
    put(office, "盖/sections/占位", "")
    put(office, "源/甲.yaml", "key: 甲")
    put(office, "目标/内/占位", "")
    assert "模板里没有「" in run("templates", "copy", section, "--templates", "盖", "--to", "目标/内", code=1)
    assert [path.name for path in (office / "目标").rglob("*")] == ["内", "占位"]


@needs_posix
def test_a_copy_goes_over_no_file_and_through_no_link(office, run):
    (office / "甲/sections/temporary").mkdir(parents=True)
    (office / "甲/sections/temporary/section.md").symlink_to("没有")
    assert "没有改动它" in run("templates", "copy", "temporary", "--to", "甲", code=1)
    assert [path.name for path in (office / "甲/sections/temporary").iterdir()] == ["section.md"]
    (office / "外").mkdir()
    (office / "乙").mkdir()
    (office / "乙/sections").symlink_to(office / "外")
    assert "没有抄" in run("templates", "copy", "temporary", "--to", "乙", code=1)
    assert list((office / "外").iterdir()) == []
    put(office, "丙", "")
    assert "写不进去" in run("templates", "copy", "temporary", "--to", "丙", code=1)


# Terminal.


def whole_process(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-m", "generator", *words]
    return subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, check=False, timeout=60)


@pytest.mark.parametrize("encoding", ["gbk", "gb2312", "cp437", "ascii"])
def test_a_terminal_that_has_not_a_character_loses_that_character(office, encoding):
    put(office, "甲.yaml", HEAD.replace("柳河", "㙦头") + "临时救助: {人次: 9人次, 措施: [采购¥500的30m²货架]}\n")
    done = whole_process(office, "show", "甲.yaml", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(done.stdout) > 200


@needs_posix
@pytest.mark.skipif(sys.platform == "darwin", reason="no such file names there")
def test_a_file_whose_name_is_no_text_is_named_in_json(office):
    name = os.fsdecode(b"\xff.yaml")
    put(office, name, HEAD + "甲: 3\n")
    done = whole_process(office, "check", name, "--json", PYTHONIOENCODING="utf-8")
    assert json.loads(done.stdout)[0]["file"] == name
    assert whole_process(office, "check", name, PYTHONIOENCODING="utf-8").returncode == 1


@pytest.mark.parametrize(
    ("name", "value", "coloured"), [("NO_COLOR", "1", False), ("TERM", "dumb", False), ("A", "", True)]
)
def test_colours_are_for_those_who_want_them(office, monkeypatch, name, value, coloured):
    put(office, "甲.yaml", HEAD + "甲: 3\n")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(name, value)
    output = CliRunner().invoke(main, ["check", "甲.yaml"], color=True).output
    assert ("\x1b[" in output) == coloured


@needs_posix
@pytest.mark.parametrize(
    ("name", "pasted"),
    [
        ("inputs/柳河镇-2023.yaml", "inputs/柳河镇-2023.yaml"),
        ("我的 表单.yaml", "'我的 表单.yaml'"),
        ("柳河镇（终稿）.yaml", "'柳河镇（终稿）.yaml'"),
        ("-x.yaml", "./-x.yaml"),
        ("a'b$c.yaml", "'a'\"'\"'b$c.yaml'"),
    ],
)
def test_a_path_in_a_hint_can_be_pasted(office, name, pasted):
    assert paste_path(office / name) == pasted
    shown = subprocess.run(["sh", "-c", f"printf %s {pasted}"], capture_output=True, check=True).stdout.decode()
    assert shown.removeprefix("./") == name


def test_a_hint_names_the_form_as_the_shell_takes_it(office, run):
    put(office, "镇 一/好.yaml", GOOD + "甲: 3\n")
    put(office, "县.yaml", county("镇 一/*.yaml"))
    assert "zongjie check '镇 一/好.yaml'" in run("check", "县.yaml", code=1)


def test_a_document_of_the_good_form_is_whole(two, run):
    run("build", "在", "-o", "out", "--jobs", "2")
    paths = list((two / "out").glob("*.docx"))
    assert len(paths) == 2
    assert all(docx.Document(str(path)).paragraphs for path in paths)

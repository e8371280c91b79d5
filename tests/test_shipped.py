"""What comes along with the package, copied out, and what is said where nobody named a form."""

import re
import sys

import pytest
from click.testing import CliRunner
from forms import ROOT, put

from generator.cli import main

OK, REFUSED, MISTYPED = 0, 1, 2
FORM = "单位: 甲镇\n年度: 2023\n临时救助: {人次: 3人次, 金额: 500元}\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def command(*words, code=OK):
        result = CliRunner().invoke(main, words, prog_name="zongjie")
        assert result.exit_code == code, result.output
        return result

    return command


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class TestExamples:
    def test_are_the_forms_of_inputs_and_say_what_they_are(self, run, tmp_path):
        said = run("examples", "--to", "看看").output
        assert (
            files(tmp_path / "看看").items()
            >= {
                name: data for name, data in files(ROOT / "inputs").items() if name.startswith(("example/", "towns/"))
            }.items()
        )
        assert "  看看/example/青石乡-2017.yaml　青石乡2017年社会救助工作总结（乡名和数字都是虚构的" in said
        assert "  看看/云岭县-2024.yaml　云岭县2024年\n" in said
        assert "  看看/towns/2024　20份\n" in said

    @pytest.mark.parametrize("folder", ["样例", "我的 样例", "-样例"])
    def test_what_to_type_next_is_right_as_it_stands(self, run, folder):
        said = run("examples", "--to", folder).output
        commands = re.findall(r"：zongjie (check|build) (.+)", said)
        assert [verb for verb, _ in commands] == ["check", "build"]
        for verb, path in commands:
            assert run(verb, path.strip("'\"")).exit_code == OK

    def test_never_over_a_file(self, run, tmp_path):
        put(tmp_path, "样例/example/青石乡-2017.yaml", "我的")
        said = run("examples", code=REFUSED)
        assert (tmp_path / "样例/example/青石乡-2017.yaml").read_text(encoding="utf-8") == "我的"
        assert "样例/example/青石乡-2017.yaml 已经有了，没有改动它。" in said.output
        assert (tmp_path / "样例/讲治镇-2012.yaml").is_file()

    def test_not_through_a_link_either(self, run, tmp_path):
        (tmp_path / "样例" / "example").mkdir(parents=True)
        (tmp_path / "样例/example/青石乡-2017.yaml").symlink_to(tmp_path / "别处")
        run("examples", code=REFUSED)
        assert not (tmp_path / "别处").exists()

    def test_a_second_time_changes_nothing(self, run, tmp_path):
        first = run("examples").output
        before = files(tmp_path)
        assert run("examples").output == first
        assert files(tmp_path) == before

    def test_a_file_in_the_way_is_said(self, run, tmp_path):
        put(tmp_path, "样例", "")
        assert "写不进去" in run("examples", code=REFUSED).output


class TestManual:
    def test_is_one_page_with_its_pictures_and_links_that_lead_somewhere(self, run, tmp_path):
        assert run("manual").output.startswith("给填表的人：使用手册.html\n")
        page = (tmp_path / "使用手册.html").read_text(encoding="utf-8")
        assert page.startswith("<!doctype html>")
        assert 'href="模板手册.html"' in page
        for name in ("使用手册.html", "模板手册.html"):
            text = (tmp_path / name).read_text(encoding="utf-8")
            own = {f"#{one}" for one in re.findall(r'id="([^"]+)"', text)}
            led = set(re.findall(r'href="([^"]+)"', text))
            assert {one for one in led if "://" not in one} - own <= {"使用手册.html", "模板手册.html"}
            assert re.findall(r'src="(?!data:)', text) == []
            assert "```" not in text

    def test_every_table_and_block_became_one(self, run, tmp_path):
        run("manual", "--to", "手册")
        source = (ROOT / "docs" / "manual.zh.md").read_text(encoding="utf-8")
        page = (tmp_path / "手册/使用手册.html").read_text(encoding="utf-8")
        assert page.count("<table>") == len(re.findall(r"^\|---", source, re.MULTILINE))
        assert page.count("<pre>") == len(re.findall(r"^```", source, re.MULTILINE)) / 2

    def test_never_over_a_file(self, run, tmp_path):
        put(tmp_path, "使用手册.html", "我的")
        assert "使用手册.html 已经有了，没有改动它。" in run("manual", code=REFUSED).output
        assert files(tmp_path)["使用手册.html"].decode() == "我的"


class TestNobodyNamedAForm:
    def test_forms_of_the_folder_itself_are_taken(self, run, tmp_path):
        put(tmp_path, "甲镇.yaml", FORM)
        put(tmp_path, "乙镇.YML", FORM.replace("甲", "乙"))
        put(tmp_path, "别的/丙镇.yaml", FORM)
        said = run("check").output
        assert "看的是这个文件夹里的2份表单（乙镇.YML、甲镇.yaml）。" in said
        assert "检查了2份表单：没有问题。" in said
        assert "共2份表单，成稿2份。" in run("build").output

    def test_inputs_come_first_when_they_hold_forms(self, run, tmp_path):
        put(tmp_path, "inputs/甲镇.yaml", FORM)
        put(tmp_path, "乙镇.yaml", "单位：")
        assert run("check").output == "检查了1份表单：没有问题。\n"

    def test_empty_inputs_hide_no_form_beside_them(self, run, tmp_path):
        (tmp_path / "inputs").mkdir()
        put(tmp_path, "甲镇.yaml", FORM)
        assert "检查了1份表单：没有问题。" in run("check").output

    def test_settings_and_locks_are_no_forms(self, run, tmp_path):
        for name in ("zongjie.yaml", ".隐藏.yaml", "~$甲镇.yaml"):
            put(tmp_path, name, "")
        assert "没有找到表单（.yaml 文件）：这个文件夹里没有。" in run("check", code=MISTYPED).output

    @pytest.mark.parametrize("verb", ["check", "build"])
    def test_where_forms_lie_is_said(self, run, tmp_path, verb):
        put(tmp_path, "乡 镇/甲镇.yaml", FORM)
        put(tmp_path, "去年/inputs/甲镇.yaml", FORM)
        said = run(verb, code=MISTYPED).output
        assert f"乡 镇 里有1份表单（甲镇.yaml）：zongjie {verb} '乡 镇'\n" in said.replace('"', "'")
        assert "去年 里有一套总结的文件夹，请先进去：cd 去年\n" in said

    @pytest.mark.parametrize("ending", [".txt", ".TXT", ".doc", ".docx"])
    @pytest.mark.parametrize("folder", ["", "inputs/"])
    def test_a_form_that_an_editor_renamed_is_named(self, run, tmp_path, ending, folder):
        put(tmp_path, f"{folder}甲镇-2023.yaml{ending}", FORM)
        said = run("build", code=MISTYPED).output
        assert f"「甲镇-2023.yaml{ending}」像是表单，可是名字后面多了一截，请改名为「甲镇-2023.yaml」。" in said

    def test_what_to_type_next_is_right_as_it_stands(self, run):
        said = run("check", code=MISTYPED).output
        for command in re.findall(r"：zongjie (.+)", said):
            if "--help" not in command:
                run(*command.split())
        *problems, count = run("check").output.strip().split("\n")[-2:]
        assert [line.partition("：")[2].partition("。")[0] for line in problems] == ["除了开头几项，什么都没有填"]
        assert count == "检查了1份表单：1处警告。"

    def test_someone_at_a_terminal_is_told_what_was_looked_at_and_what_comes_next(self, run, tmp_path, monkeypatch):
        put(tmp_path, "inputs/甲镇.yaml", FORM)
        invoke = CliRunner.isolation

        def at_a_terminal(self, *words, **named):
            manager = invoke(self, *words, **named)

            class Manager:
                def __enter__(self):
                    streams = manager.__enter__()
                    for stream in (sys.stdout, sys.stderr):
                        monkeypatch.setattr(stream, "isatty", lambda: True)
                    return streams

                def __exit__(self, *fault):
                    return manager.__exit__(*fault)

            return Manager()

        monkeypatch.setattr(CliRunner, "isolation", at_a_terminal)
        said = run("check").output
        assert "没有写明表单，看的是 inputs 里的1份表单（甲镇.yaml）。" in said
        assert "可以成稿了：zongjie build" in said
        put(tmp_path, "inputs/甲镇.yaml", FORM.replace("3人次", "3户"))
        assert "改好以后再检查一遍：zongjie check" in run("check", code=REFUSED).output
        assert "可以成稿了" not in run("check", "inputs", code=REFUSED).output

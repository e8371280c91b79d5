"""What the package offers other programs: a few names, loaded when asked for, and the command as a module."""

import ast
import os
import subprocess
import sys
import sysconfig
from textwrap import dedent
from zipfile import ZipFile

import pytest
from forms import REAL, ROOT, SECOND
from rooms import PACKAGE, ROOMS, docstring, tree

import generator


def run(*arguments):
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True, cwd=ROOT).stdout


@pytest.mark.parametrize("name", generator.__all__)
def test_a_public_name_is_the_one_of_its_module(name):
    assert getattr(generator, name).__name__ == name
    assert name in dir(generator)


def test_a_type_checker_sees_the_same_names_in_the_same_modules():
    (block,) = (node for node in tree("").body if isinstance(node, ast.If))
    seen = {alias.name: node.module for node in block.body for alias in node.names}
    assert seen == {name: getattr(generator, name).__module__ for name in generator.__all__}
    assert (PACKAGE / "py.typed").is_file()


def test_a_name_that_is_not_offered_is_no_attribute():
    with pytest.raises(AttributeError, match="no attribute 'heal_text'"):
        _ = generator.heal_text
    with pytest.raises(ImportError):
        exec("from generator import heal_text")


def test_the_package_itself_loads_none_of_its_rooms():
    script = "import sys, generator; print([name for name in sys.modules if name.startswith('generator.')])"
    assert run("-c", script) == "[]\n"


def test_what_the_package_says_of_its_use_works(tmp_path):
    example = dedent(docstring("").rpartition("\n\n")[2])
    target, said = tmp_path / "总结.docx", []
    names = {name: getattr(generator, name) for name in generator.__all__}
    exec(example, {**names, "path": SECOND, "target": target, "print": said.append})
    assert target.read_bytes().startswith(b"PK")
    assert said
    assert all(isinstance(problem, generator.Problem) for problem in said)


def test_every_room_has_its_place_in_the_picture():
    rooms = {room for room in ROOMS if (PACKAGE / room).is_dir()}
    assert {room for room in rooms if f"{room}/" not in docstring("")} == set()


def test_the_command_runs_as_a_module():
    assert "check" in run("-m", "generator", "--help")
    assert "检查了1份表单" in run("-m", "generator", "check", REAL)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The folder of the commands of an environment that has the wheel, and no checkout in sight."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    built = subprocess.run([*pip, "wheel", "-q", "--no-deps", "-w", folder, ROOT], capture_output=True, check=False)
    if built.returncode:
        if subprocess.run([*pip, "index", "versions", "hatchling"], capture_output=True, check=False).returncode:
            pytest.skip("the package index is not reached, from where the wheel's builder comes")
        pytest.fail(built.stderr.decode())
    (wheel,) = folder.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    (site,) = (folder / "venv").glob("lib/python*/site-packages")
    with ZipFile(wheel) as archive:
        archive.extractall(site)
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder / "venv" / "bin"


def test_manuals_and_examples_come_along(installed, tmp_path):
    def zongjie(*words):
        command = [installed / "python", "-P", "-m", "generator", *words]
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert "zongjie check 样例/example" in zongjie("examples")
    there = {path.relative_to(tmp_path / "样例") for path in (tmp_path / "样例").rglob("*.yaml")}
    assert there == committed("inputs")
    assert "检查了1份表单" in zongjie("check", "样例/example")
    assert "已写成 outputs/" in zongjie("build", "样例/example")
    assert "使用手册.html" in zongjie("manual", "--to", "手册")
    assert (tmp_path / "手册" / "使用手册.html").read_text(encoding="utf-8").count("data:image/png;base64,") > 0


def committed(folder):
    """The files of a folder without those somebody has put there since."""
    said = subprocess.run(["git", "ls-files", "-z", folder], cwd=ROOT, capture_output=True, check=False)
    names = said.stdout.decode().strip("\0").split("\0") if said.returncode == 0 else []
    paths = [ROOT / name for name in names if name] or [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    return {path.relative_to(ROOT / folder) for path in paths}

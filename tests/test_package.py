"""What the package offers other programs: a few names, loaded when asked for, and the command as a module."""

import ast
import subprocess
import sys
from textwrap import dedent

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

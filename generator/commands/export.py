"""PDF and pictures of finished documents, made by LibreOffice and poppler where they are installed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.commands.fonts import font_rules, missing_fonts, stand_ins, substituted
from generator.commands.office_copy import PROFILE, copy_for_office, write_profile
from generator.commands.programs import find_office
from generator.library.overlays import show_path
from generator.making.placing import write_document
from generator.problem import Place, Problem, error, why

NO_OFFICE = "没有找到 LibreOffice，转不成 PDF 和图片；Word 文档已经写好。"
GET_OFFICE = (
    "请安装 LibreOffice（Writer 一项就够），或用 WPS、Word 打开文档另存为 PDF。装了什么用 zongjie doctor 查看。"
)
SECONDS, SECONDS_EACH = 90, 15
"""How long LibreOffice may take to start, and for each document."""
PICTURE_DPI = 96


def export(
    documents: Sequence[Path], *, pdf: bool, png: bool, require_fonts: bool = False
) -> tuple[list[Path], list[Problem]]:
    """The files written beside ``documents``, and what kept others from being written."""
    office = find_office()
    if office is None:
        return [], [error(Place("LibreOffice"), NO_OFFICE, GET_OFFICE)]
    fonts = stand_ins(documents)
    if require_fonts and (refusal := missing_fonts(fonts)):
        return [], refusal
    with tempfile.TemporaryDirectory(prefix="zongjie-") as name:
        made, failure = _converted(office, documents, font_rules(fonts), Path(name))
        if failure and not made:
            what = f"LibreOffice {failure.what}；Word 文档不受影响{_left_over(documents)}。"
            return [], [error(Place("LibreOffice"), what, failure.advice)]
        done: list[Path | Problem] = []
        for document in documents:
            if document not in made:
                what, advice = failure or NOTHING_MADE
                done.append(error(Place(show_path(document)), f"{what}{_left_over([document])}。", advice))
                continue
            done += _pictures(made[document], document) if png else ()
            done += (_put(made[document], document.with_suffix(".pdf")),) if pdf else ()
    written = [one for one in done if isinstance(one, Path)]
    return written, [*(one for one in done if isinstance(one, Problem)), *substituted(fonts)]


def _converted(
    office: str, documents: Sequence[Path], rules: str, folder: Path
) -> tuple[dict[Path, Path], Failure | None]:
    """The PDF of each document that LibreOffice made one of, in ``folder``, and what it had to complain of."""
    try:
        copies = {document: folder / f"{number}.docx" for number, document in enumerate(documents, 1)}
        write_profile(folder, [copy_for_office(document, copy) for document, copy in copies.items()])
        (folder / FONT_FILE).write_text(rules, encoding="utf-8")
        failure = _convert(office, list(copies.values()), folder)
    except OSError as fault:
        return {}, Failure(
            f"用不了（{why(fault)}）", "请检查磁盘的剩余空间、临时文件夹和 LibreOffice 的安装，再试一次。"
        )
    made = {document: copy.with_suffix(".pdf") for document, copy in copies.items()}
    # Of a program that was stopped the last PDF may be half a one.
    return {
        document: pdf
        for document, pdf in made.items()
        if pdf.is_file() and (not failure or b"%%EOF" in pdf.read_bytes()[-64:])
    }, failure


def _left_over(documents: Sequence[Path]) -> str:
    """What to say of PDFs that lie there from an earlier time and now differ from the document."""
    old = [show_path(target) for document in documents if (target := document.with_suffix(".pdf")).is_file()]
    return f"。{'、'.join(old)}是以前转的，和现在的 Word 文档可能不同" if old else ""


FONT_FILE = "fonts.conf"


class Failure(NamedTuple):
    """Why LibreOffice gave up, and what can be done."""

    what: str
    advice: str


NOTHING_MADE = Failure("LibreOffice 没有转成 PDF；Word 文档不受影响", "请用 WPS 或 Word 打开看看，再另存为 PDF。")
COMPLAINTS = {
    "User installation could not be completed": Failure(
        "建不了自己的用户文件夹", "请检查临时文件夹能不能写、磁盘是不是满了，再试一次。"
    ),
    "no export filter": Failure("没有装 Writer", "请补装 LibreOffice Writer（Linux 上是 libreoffice-writer）。"),
    "source file could not be loaded": Failure(
        "读不了 Word 文档", "多半是没有装 Writer：请补装 LibreOffice Writer（Linux 上是 libreoffice-writer）。"
    ),
    "No space left": Failure("写不下，磁盘满了", "请腾出磁盘空间再试一次。"),
    "error while loading shared libraries": Failure("缺少它自己的程序文件", "请重新安装 LibreOffice。"),
    "cannot open display": Failure("要求有图形界面", "请安装不要图形界面的 LibreOffice（headless），或换较新的版本。"),
    "Permission denied": Failure("没有权限", "请检查临时文件夹和 LibreOffice 的权限，再试一次。"),
}
"""What LibreOffice says in English, and what that means."""


def _limit(documents: Sequence[Path]) -> int:
    return SECONDS + SECONDS_EACH * len(documents)


def _convert(office: str, documents: Sequence[Path], folder: Path) -> Failure | None:
    """Why LibreOffice did not do its work; it works in a profile of its own, so that an open one is no obstacle."""
    command = [office, f"-env:UserInstallation={(folder / PROFILE).as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), *map(str, documents)]
    environment = {**os.environ, "FONTCONFIG_FILE": str(folder / FONT_FILE)}
    with (folder / "said.txt").open("w+b") as said:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True, env=environment
        )
        try:
            process.wait(_limit(documents))
        except subprocess.TimeoutExpired:
            what = f"超过{_limit(documents)}秒没有转完，已停下"
            return Failure(what, "请少选几份再试，或关闭正在运行的 LibreOffice。")
        finally:
            if process.poll() is None:  # also when the command itself was stopped
                _stop(process)
        said.seek(0)
        return _failure(process.returncode, said.read().decode(errors="replace"))


def _failure(code: int, said: str) -> Failure | None:
    """What an exit code and the words of LibreOffice mean; None when it had nothing to complain of."""
    known = next((failure for words, failure in COMPLAINTS.items() if words in said), None)
    if known or not code:
        return known
    if code < 0:
        return Failure(f"被系统中止了（信号{-code}）", "多半是内存不够：请关掉别的程序再试，或少选几份。")
    last = next((f"，它说：{line.strip()}" for line in reversed(said.splitlines()) if line.strip()), "")
    return Failure(
        f"没有转成就退出了（代码{code}{last}）", "请重新安装 LibreOffice，或用 WPS、Word 打开文档另存为 PDF。"
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ends the program and what it started."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _pictures(pdf: Path, document: Path) -> Iterator[Path | Problem]:
    """The picture of each page of ``pdf`` put beside ``document``, or why not; those of an earlier build go."""
    program = shutil.which("pdftoppm")
    if program is None:
        what = "没有找到 pdftoppm，不能把 PDF 变成图片。"
        yield error(Place(show_path(document)), what, "请安装 poppler（Linux 上是 poppler-utils）。")
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
        yield error(Place(show_path(document)), what, "请关闭正在打开图片的程序再试一次。")
    else:
        yield from [_put(picture, document.with_name(picture.name)) for picture in pictures]
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _put(made: Path, target: Path) -> Path | Problem:
    """The place of a file that another program made, now that it was put there; or why it was not."""
    return write_document(target, made.read_bytes()) or target


def _is_page(name: str, stem: str) -> bool:
    return re.fullmatch(re.escape(stem) + r"-\d+", name) is not None

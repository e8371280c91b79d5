"""Files written beside their place and moved into it, so that no half-written one is ever seen."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from secrets import token_hex

from generator.form.mishap import mishap
from generator.library.overlays import show_path
from generator.problem import Place, Problem, cure_of_writing, error, why
from generator.reading.files import is_there
from generator.trust.kept import hands_work

MOST_NAME_BYTES = 200
"""Bytes of a name without its suffix; file systems take 255, and pages of pictures are counted behind it."""
UNSAFE = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f\ud800-\udfff]+')
NAMELESS = "未命名"
"""The file of a title that has no sign a file system takes."""
DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))]
)
"""Names that Windows keeps for itself, whatever their suffix."""


DRAFT_MARK, NEW_MARK = "（草稿）", "（新稿{}）"
"""What the names of a draft, and of a paper beside one that somebody has worked on, end in."""


def document_name(title: str, mark: str = "") -> str:
    """The file name for a title, without what a file system may refuse and a command take for an option."""
    kept = UNSAFE.sub("", title)[:80].encode()[:MOST_NAME_BYTES].decode(errors="ignore").strip(". ").lstrip("-~.")
    reserved = kept.partition(".")[0].upper() in DEVICES
    return f"{'_' if reserved else ''}{kept or NAMELESS}{mark}.docx"


def free_place(target: Path) -> tuple[Path, str]:
    """Where a document may be written: ``target``, or beside it when somebody has worked on what lies there.

    With it what was done to that, empty when nothing keeps it from being replaced.
    """
    done = hands_work(target)
    if not done:
        return target, ""
    beside = (target.with_stem(target.stem + NEW_MARK.format(number if number > 1 else "")) for number in count(1))
    return next(place for place in beside if not hands_work(place)), done


def taken(target: Path, option: str) -> Problem | None:
    """That a file lies where one is to be written that ``option`` names, None when the place is free."""
    advice = f"请用 {option} 换一个名字，或先把它移开。"
    return error(Place(show_path(target)), "那里已经有一个文件，没有写。", advice) if is_there(target) else None


def write_document(target: Path, data: bytes) -> Problem | None:
    """Why a document could not be written, None when it was."""
    try:
        write_atomically(target, data)
    except OSError as fault:
        return error(Place(show_path(target)), f"写不进去（{why(fault)}）。", cure_of_writing(fault))
    except Exception as fault:
        return mishap(fault, show_path(target))[0]
    return None


def write_atomically(target: Path, data: bytes) -> None:
    """Writes beside ``target`` and moves into place, so no half-written file is ever seen.

    A link there is replaced, not what it leads to; who may read the file is what the system gives new ones.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.parent / f".zongjie-{token_hex(8)}"
    try:
        with beside.open("xb") as file:
            file.write(data)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise

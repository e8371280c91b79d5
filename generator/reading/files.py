"""Files of the user opened within bounds: no device, no pipe, nothing longer than a form may be."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from generator.problem import Place, Problem, error, why

MEGABYTE = 1024 * 1024
MOST_BYTES = MEGABYTE


USUAL_FORM = "一份表单通常只有几十KB"


def read_file(path: Path, file: str, most: int = MOST_BYTES, usual: str = USUAL_FORM) -> bytes | Problem:
    """The bytes of the file at ``path``, or why it cannot be read; ``file`` is what it is called in messages."""
    try:
        found = path.stat()
        if not S_ISREG(found.st_mode):
            raise OSError(errno.EISDIR if S_ISDIR(found.st_mode) else errno.ENODEV, "")
        if found.st_size > most:
            return too_long(found.st_size, file, most, usual)
        return path.read_bytes()
    except OSError as fault:
        what = f"打不开文件（{why(fault)}）。"
        return error(Place(file), what, "请核对文件名和所在的文件夹，看看有没有权限读取。")
    except ValueError:
        return error(Place(file), "打不开文件（文件名里有不能用的字符）。", "请改正文件名。")


def too_long(size: int, file: str, most: int = MOST_BYTES, usual: str = USUAL_FORM) -> Problem:
    """What is said of a file of more than ``most`` bytes."""
    what = f"文件有{size / MEGABYTE:.1f}MB，超过了{most // MEGABYTE}MB的上限。"
    return error(Place(file), what, f"请检查是否选错了文件；{usual}。")


def is_file(path: Path) -> bool:
    """Whether ``path`` is a file; what no file system takes is none."""
    return _answer(path.is_file)


def is_folder(path: Path) -> bool:
    """Whether ``path`` is a folder; what no file system takes is none."""
    return _answer(path.is_dir)


def is_there(path: Path) -> bool:
    """Whether anything is at ``path``; nothing is at what no file system takes."""
    return _answer(path.exists)


def _answer(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except (OSError, ValueError):
        return False


def real_path(path: Path) -> Path:
    """Where ``path`` leads, links followed; one that leads back to itself is left as it is."""
    return Path(os.path.realpath(path))

"""Where something is, what is wrong with it, and how that is said: the one voice of zongjie.

    ZongjieError            any fault that is ours to raise, never the user's to see as a traceback
    └── Refused             the work stopped because of the problems it carries

Faults of a form, a template or a layout are values: functions return ``Problem``s in a list.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum


class Severity(IntEnum):
    """How far a problem reaches; a higher one is worse."""

    NOTICE = 1
    """Worth knowing; the document is written."""
    WARNING = 2
    """Probably wrong; the document is written, and refused under ``--strict``."""
    ERROR = 3
    """Certainly wrong; the document is not written."""


SEVERITY_NAMES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTICE: "提示"}


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in something the user wrote; ``line`` counts from 1, 0 when it is the whole file."""

    file: str
    line: int = 0
    field: str = ""

    def __str__(self) -> str:
        spot = f"{self.file}:{self.line}" if self.line else self.file
        return f"{spot} {spell_path(self.field)}" if self.field else spot


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one place: what was found, and what to do about it."""

    severity: Severity
    place: Place
    what: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{SEVERITY_NAMES[self.severity]} {self.place}：{self.what}{self.advice}"


class ZongjieError(Exception):
    """Root of every exception this package raises on purpose."""


class Refused(ZongjieError):
    """Raised at an edge when work cannot go on; carries the problems to show."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def error(place: Place, what: str, advice: str = "") -> Problem:
    """A problem that stops the document."""
    return Problem(Severity.ERROR, place, what, advice)


def warning(place: Place, what: str, advice: str = "") -> Problem:
    """A problem that an explanation in the form may answer."""
    return Problem(Severity.WARNING, place, what, advice)


def notice(place: Place, what: str, advice: str = "") -> Problem:
    """Something the official may want to look at."""
    return Problem(Severity.NOTICE, place, what, advice)


def explained(place: Place, what: str, answer: str) -> Problem:
    """What would be a warning, had the form not explained it under 核对说明."""
    return notice(place, what, f"表中已说明：{answer}")


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any problem forbids writing the document."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def worst_first(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by severity, then in the order of the file."""
    return sorted(problems, key=lambda p: (-p.severity, p.place.file, p.place.line))


def spell_path(path: str) -> str:
    """A dotted path as messages write it: 低保·城镇·人数."""
    return path.replace(".", "·")


def list_some(names: Sequence[str], most: int, counted: str = "个") -> str:
    """The first ``most`` names; 等12个单位 behind them says how many there are when there are more."""
    return "、".join(names[:most]) + (f"等{len(names)}{counted}" if len(names) > most else "")


REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "文件夹是只读的",
    errno.EISDIR: "它是一个文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOSPC: "磁盘满了",
    errno.EBUSY: "正被别的程序占用",
    errno.ENAMETOOLONG: "文件名太长",
}
"""What the system says when a file cannot be opened or written."""


def why(fault: OSError) -> str:
    """The reason the system gave, in Chinese."""
    return REASONS.get(fault.errno or 0, "系统没有说明原因")


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like ``word``, or an empty string when none is near."""
    matches = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return matches[0] if matches else ""

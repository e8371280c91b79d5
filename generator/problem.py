"""Where something is, what is wrong with it, and how that is said: the one voice of zongjie.

    ZongjieError            any fault that is ours to raise, never the user's to see as a traceback
    └── Refused             the work stopped because of the problems it carries

Faults of a form, a template or a layout are values: functions return ``Problem``s in a list.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from enum import IntEnum
from typing import NamedTuple


class Severity(IntEnum):
    """How far a problem reaches; a higher one is worse."""

    NOTICE = 1
    """Worth knowing; the document is written."""
    WARNING = 2
    """Probably wrong; the document is written, and refused under ``--strict``."""
    ERROR = 3
    """Certainly wrong; the document is not written."""


SEVERITY_NAMES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTICE: "提示"}


class Spot(NamedTuple):
    """Where in a file: a line of a text, or a cell of a workbook. Spots of one file sort in reading order."""

    line: int = 0
    """Line or row, from 1; 0 is the file as a whole."""
    cell: str = ""
    """The cell of a workbook as its program names it, 填报!E12; empty in a text."""
    begins: int = 0
    """The line below at which a text begins that stands there line for line; 0 for any other."""
    file: str = ""
    """The file, where it is laid over the one at hand; empty for that one itself."""

    def behind(self, file: str) -> str:
        """The file with this spot behind it, as a terminal links to it: 甲镇.yaml:12, 甲镇.xlsx 填报!E12."""
        if self.cell:
            return f"{file} {self.cell}"
        return f"{file}:{self.line}" if self.line else file

    def of_line(self, number: int) -> Spot:
        """Where a line of the text stands that is written here, counted from 0."""
        return Spot(self.begins + number, self.cell, file=self.file) if self.begins else self

    @property
    def said(self) -> str:
        """How a sentence about its own file names it: 第12行; empty for the whole file."""
        return self.cell or (f"第{self.line}行" if self.line else "")


WHOLE_FILE = Spot()


class Place(NamedTuple):
    """A spot in something the user wrote, and the field that is filled in there."""

    file: str
    spot: Spot = WHOLE_FILE
    field: str = ""

    @classmethod
    def at(cls, file: str, spot: Spot, field: str = "") -> Place:
        """The place of a spot that is in ``file`` or in one laid over it."""
        return cls(spot.file, spot._replace(file=""), field) if spot.file else cls(file, spot, field)

    def of(self, field: str) -> Place:
        """The same spot, spoken of as that of ``field``."""
        return Place(self.file, self.spot, field)

    def __str__(self) -> str:
        where = self.spot.behind(self.file)
        return f"{where} {spell_path(self.field)}" if self.field else where


class Problem(NamedTuple):
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
    return sorted(problems, key=lambda p: (-p.severity, p.place.file, p.place.spot))


OWNER = re.compile("＠([^÷＋＠]*)")
"""Whose a figure is, behind its path."""


def spell_path(path: str) -> str:
    """A dotted path as messages write it: 低保·城镇·人数, 甲镇 低保·城镇·人数 of a unit that is summed."""
    if "＠" not in path:
        return path.replace(".", "·")
    owners = dict.fromkeys(OWNER.findall(path))
    return f"{'、'.join(owners)} {spell_path(OWNER.sub('', path))}"


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
    errno.EEXIST: "那里有一个同名的文件，不是文件夹",
    errno.ENOSPC: "磁盘满了",
    errno.EBUSY: "正被别的程序占用",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接绕成了一圈",
    errno.ENODEV: "它是设备或管道，不是文件",
    errno.EIO: "磁盘读写出错",
    errno.EDQUOT: "给你的磁盘空间用完了",
    errno.EFBIG: "文件太大，这个磁盘放不下",
    errno.ESTALE: "网络文件夹断开了",
    errno.EINVAL: "这个名字或路径不能用",
}
"""What the system says when a file cannot be opened or written."""


def why(fault: OSError) -> str:
    """The reason the system gave, in Chinese."""
    return REASONS.get(fault.errno or 0, "系统没有说明原因")


LONGEST_QUOTED = 24
"""Signs of what was typed that a message quotes, where it does not ask for more."""


def shorten(text: str, most: int = LONGEST_QUOTED) -> str:
    """The text, or so much of it as a message can quote."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """是不是「…」？ with the known word most like ``word``; ``otherwise`` when none is near."""
    near = nearest(word, known)
    return f"是不是「{near}」？" if near else otherwise


CLOSE_OR_UNLOCK = "请关闭正在打开它的WPS或Word，检查文件夹是否只读，再试一次。"
ELSEWHERE = "请用 -o 另选一个可以写的文件夹。"
FREE_SPACE = "请清理出一些磁盘空间再试一次，或用 -o 写到别的盘。"
SHORTER = "请用 -o 换一个路径短的文件夹；名字太长的，请把单位或标题写短。"
RECONNECT = "请检查U盘、硬盘或网络是否还连着，再试一次，或用 -o 写到别的盘。"
IN_THE_WAY = "请把那个同名的文件或文件夹移走，或用 -o 另选一个文件夹。"
PATH_TOO_LONG = 206
"""What Windows says of a path that is too long, whatever the number beside it."""
CURES_OF_WRITING = {
    errno.EROFS: ELSEWHERE,
    errno.ENOSPC: FREE_SPACE,
    errno.EDQUOT: FREE_SPACE,
    errno.EFBIG: ELSEWHERE,
    errno.ENAMETOOLONG: SHORTER,
    errno.EIO: RECONNECT,
    errno.ENODEV: RECONNECT,
    errno.ESTALE: RECONNECT,
    errno.EISDIR: IN_THE_WAY,
    errno.EEXIST: IN_THE_WAY,
    errno.ENOTDIR: IN_THE_WAY,
    errno.ENOENT: "请核对 -o 的文件夹；路径很长的，请换一个短的。",
    errno.EINVAL: "请用 -o 换一个名字里没有特别符号的文件夹。",
}
"""What to do where a file cannot be written; where another program may hold it, to close that."""


def cure_of_writing(fault: OSError) -> str:
    """What to do about a file that could not be written, by the reason the system gave."""
    code = errno.ENAMETOOLONG if getattr(fault, "winerror", None) == PATH_TOO_LONG else fault.errno or 0
    return CURES_OF_WRITING.get(code, CLOSE_OR_UNLOCK)


LEAST_LIKE, LEAST_LIKE_IN_LATIN = 0.5, 0.6
"""How much of two words is the same before one is taken for the other; Latin words share letters by chance."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like ``word``, or an empty string when none is near."""
    letters = set(word)
    alike = [one for one in known if not letters.isdisjoint(one)]
    matches = get_close_matches(word, alike, n=1, cutoff=LEAST_LIKE_IN_LATIN if word.isascii() else LEAST_LIKE)
    return matches[0] if matches else ""

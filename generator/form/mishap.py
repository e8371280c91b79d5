"""A fault of the program's own, made a problem of the one form it struck, so that the others go on."""

from __future__ import annotations

import os
import tempfile
import traceback
from functools import lru_cache

from generator.problem import Place, Problem, Refused, error


def mishap(fault: Exception, file: str) -> tuple[Problem, ...]:
    """What to say of a form at which ``fault`` came up; the details go to a file for the maintainers."""
    if isinstance(fault, Refused):
        return fault.problems
    if isinstance(fault, MemoryError):
        return (error(Place(file), "内存不够用，这份表单没有做完。", "请关掉别的程序再试，或把表单分成几份。"),)
    log = write_log("".join(traceback.format_exception(fault)))
    what = "程序自身在这份表单上出错了，别的表单不受影响。"
    return (error(Place(file), what, f"请把这份表单和 {log} 发给维护人。"),)


@lru_cache(maxsize=64)
def write_log(details: str) -> str:
    """The file that ``details`` of a fault were written to, one for all forms with the same."""
    try:
        handle, name = tempfile.mkstemp(prefix="zongjie-", suffix=".log", text=True)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as log:
            log.write(details)
    except OSError:
        return "出错时屏幕上的话（临时文件夹写不进去，没有记录）"
    return name

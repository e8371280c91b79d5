"""The last line of defence: whatever a command ends in becomes an exit code and a sentence in Chinese."""

from __future__ import annotations

import gc
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from types import FrameType
from typing import NoReturn, TextIO

import click

from generator.form.mishap import write_log
from generator.problem import Refused
from generator.terminal.console import show_problems

REFUSED, MISTYPED, OUR_FAULT, INTERRUPTED = 1, 2, 3, 130
"""Exit codes; 0 is all well."""
ENDINGS = ("SIGTERM", "SIGHUP")
"""Signals by which the system, or a terminal that is closed, ends a command; some systems have not both."""
RARELY = (100_000, 20, 20)
"""How often garbage is looked for: a launch builds templates and trees that all live on, and a tenth of it
went into looking through them."""


def exit_code_of(run: Callable[[], object]) -> int:
    """The exit code of a command, which is what it returns unless it ends in an exception."""
    gc.set_threshold(*RARELY)
    for stream in (sys.stdout, sys.stderr):
        _let_go_of_characters(stream)
    try:
        with _stopping_in_order():
            code = run()
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断。", err=True)
        return INTERRUPTED
    except Refused as fault:
        show_problems(fault.problems, to_stderr=True)
        return REFUSED
    except BrokenPipeError:
        return 0
    except Exception:
        click.echo(_our_fault(), err=True)
        return OUR_FAULT
    return code if isinstance(code, int) else 0


def _let_go_of_characters(stream: TextIO) -> None:
    """A character that the terminal's encoding has not, as of a file's name, costs that character alone."""
    if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
        stream.reconfigure(errors="replace")


@contextmanager
def _stopping_in_order() -> Iterator[None]:
    """While a command runs: whoever ends it lets it put away what it began, as Ctrl-C does."""

    def stop(number: int, _: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    found = [one for one in (getattr(signal, name, None) for name in ENDINGS) if one is not None]
    if threading.current_thread() is not threading.main_thread():
        found = []
    heeded = [one for one in found if signal.getsignal(one) is not signal.SIG_IGN]  # nohup goes on
    before = [(one, signal.signal(one, stop)) for one in heeded]
    try:
        yield
    finally:
        for one, handler in before:
            signal.signal(one, handler)


def _our_fault() -> str:
    """What to say when the program itself failed; the details go to a file for its maintainers."""
    return f"程序自身出错了，不是表单的问题。请把表单和这个文件发给维护人：{write_log(traceback.format_exc())}"

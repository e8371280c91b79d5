"""The last line of defence: whatever a command ends in becomes an exit code and a sentence in Chinese."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Callable

import click

from generator.form.mishap import write_log
from generator.problem import Refused
from generator.terminal.console import show_problems

REFUSED, MISTYPED, OUR_FAULT, INTERRUPTED = 1, 2, 3, 130
"""Exit codes; 0 is all well."""
RARELY = (100_000, 20, 20)
"""How often garbage is looked for: a launch builds templates and trees that all live on, and a tenth of it
went into looking through them."""


def exit_code_of(run: Callable[[], object]) -> int:
    """The exit code of a command, which is what it returns unless it ends in an exception."""
    gc.set_threshold(*RARELY)
    try:
        code = run()
    except click.Abort:
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


def _our_fault() -> str:
    """What to say when the program itself failed; the details go to a file for its maintainers."""
    return f"程序自身出错了，不是表单的问题。请把表单和这个文件发给维护人：{write_log(traceback.format_exc())}"

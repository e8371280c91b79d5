"""click in Chinese: help, complaints about a mistyped command, and the last line of defence."""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from generator.problem import Problem, Refused, nearest

FAULTS: dict[type[click.UsageError], Callable[[Any], str]] = {
    click.NoSuchOption: lambda fault: f"没有 {fault.option_name} 这个选项。",
    click.MissingParameter: lambda fault: f"缺少 {_missing(fault.param, fault.ctx)}。",
    click.BadParameter: lambda fault: f"{_spelling(fault.param)} 的值不对：{_reason(fault)}",
    click.BadOptionUsage: lambda fault: f"{fault.option_name} 后面要跟一个值。",
}
"""How a mistyped command is answered; click's own words are English."""


def _missing(param: click.Parameter | None, ctx: click.Context | None) -> str:
    if param is None or ctx is None:
        return "参数"
    return param.make_metavar(ctx) if isinstance(param, click.Argument) else param.opts[-1]


def _spelling(param: click.Parameter | None) -> str:
    return param.opts[-1] if param else "参数"


def _reason(fault: click.BadParameter) -> str:
    kind = fault.param.type if fault.param else None
    if isinstance(kind, click.Choice):
        return f"可以填：{'、'.join(kind.choices)}。"
    if isinstance(kind, click.IntRange):
        return f"应当是{kind.min}到{kind.max}的整数。"
    if isinstance(kind, Folder):
        return fault.message
    return "应当是整数。" if "integer" in fault.message else "用法见 --help。"


class Folder(click.Path):
    """A folder that must exist, with a complaint in Chinese."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The folder as a path that means the same wherever the process goes."""
        path = Path(value)
        if not path.is_dir():
            self.fail(f"没有「{value}」这个文件夹。", param, ctx)
        return path.absolute()


RARELY = (100_000, 20, 20)
"""How often garbage is looked for: a launch builds templates and trees that all live on, and a tenth of it
went into looking through them."""


class Chinese(click.Group):
    """A group whose help and complaints are in Chinese."""

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Runs the command; a user's slip is answered in Chinese with exit code 2."""
        kwargs["standalone_mode"] = False
        gc.set_threshold(*RARELY)
        try:
            code = super().main(*args, **kwargs)
        except click.UsageError as fault:
            say = next((words for kind, words in FAULTS.items() if isinstance(fault, kind)), None)
            message = say(fault) if say else fault.message if not fault.message.isascii() else "命令写得不对。"
            command = fault.ctx.command_path if fault.ctx else "zongjie"
            click.echo(f"{message}\n用法见：{command} --help", err=True)
            sys.exit(2)
        except click.Abort:
            click.echo("已中断。", err=True)
            sys.exit(130)
        except Refused as fault:
            _say_refused(fault.problems)
            sys.exit(1)
        except BrokenPipeError:
            sys.exit(0)
        except Exception:
            click.echo(_our_fault(), err=True)
            sys.exit(3)
        sys.exit(code if isinstance(code, int) else 0)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named, or a Chinese complaint with the nearest one."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            near = nearest(args[0], self.list_commands(ctx))
            advice = f"是不是 {near}？" if near else f"可以用：{'、'.join(self.list_commands(ctx))}。"
            raise click.UsageError(f"没有 {args[0]} 这个命令。{advice}", ctx)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """The commands in the order an official uses them."""
        return list(self.commands)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the usage line."""
        formatter.write_usage(ctx.command_path, "命令 [选项]", "用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the commands, then the options."""
        rows = [(name, self.commands[name].get_short_help_str(80)) for name in self.list_commands(ctx)]
        _write_rows(formatter, "命令", rows)
        _write_rows(formatter, "选项", _option_rows(self, ctx))


class ChineseCommand(click.Command):
    """A command whose help is in Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the usage line."""
        arguments = [param.make_metavar(ctx) for param in self.params if isinstance(param, click.Argument)]
        formatter.write_usage(ctx.command_path, " ".join(["[选项]", *arguments]), "用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the options."""
        _write_rows(formatter, "选项", _option_rows(self, ctx))


def _option_rows(command: click.Command, ctx: click.Context) -> list[tuple[str, str]]:
    options = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
    records = [option.get_help_record(ctx) for option in options]
    return [(name, _in_chinese(text)) for name, text in (record for record in records if record)]


def _in_chinese(text: str) -> str:
    """What click says of an option, its own English words put in Chinese."""
    own = {"Show this message and exit.": "显示这段说明。", "Show the version and exit.": "显示版本。"}
    return re.sub(r"\[(\d+)<=x<=(\d+)\]", r"（\1～\2）", own.get(text, text)).replace("[required]", "（必写）")


def _write_rows(formatter: click.HelpFormatter, title: str, rows: Sequence[tuple[str, str]]) -> None:
    with formatter.section(title):
        formatter.write_dl(rows)


def _our_fault() -> str:
    """What to say when the program itself failed; the details go to a file for its maintainers."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="zongjie-", suffix=".log", delete=False, encoding="utf-8") as log:
        traceback.print_exc(file=log)
    return f"程序自身出错了，不是表单的问题。请把表单和这个文件发给维护人：{log.name}"


def _say_refused(problems: Sequence[Problem]) -> None:
    from generator.terminal.show import show_problems

    show_problems(problems, to_stderr=True)

"""click in Chinese: help, and complaints about a mistyped command."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

import click

from generator.problem import nearest
from generator.reading.files import is_folder
from generator.terminal.console import wants_colours
from generator.terminal.last_resort import MISTYPED, exit_code_of

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
        if not is_folder(path):
            self.fail(f"没有「{value}」这个文件夹。", param, ctx)
        return path.absolute()


class Chinese(click.Group):
    """A group whose help and complaints are in Chinese; ``verbs`` says where those are that are read on demand."""

    def __init__(self, *args: Any, verbs: Mapping[str, str] = MappingProxyType({}), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verbs = verbs

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Runs the command; a user's slip is answered in Chinese with exit code 2."""
        kwargs["standalone_mode"] = False
        if not wants_colours():
            kwargs["color"] = False

        def run() -> object:
            try:
                return super(Chinese, self).main(*args, **kwargs)
            except click.UsageError as fault:
                say = next((words for kind, words in FAULTS.items() if isinstance(fault, kind)), None)
                message = say(fault) if say else fault.message if not fault.message.isascii() else "命令写得不对。"
                command = fault.ctx.command_path if fault.ctx else "zongjie"
                click.echo(f"{message}\n用法见：{command} --help", err=True)
                return MISTYPED

        sys.exit(exit_code_of(run))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, read now if it was not yet; None when there is none."""
        if cmd_name in self.verbs and cmd_name not in self.commands:
            module, _, name = self.verbs[cmd_name].partition(":")
            self.add_command(getattr(import_module(module), name), cmd_name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named, or a Chinese complaint with the nearest one."""
        if args and args[0] not in self.list_commands(ctx) and not args[0].startswith("-"):
            near = nearest(args[0], self.list_commands(ctx))
            advice = f"是不是 {near}？" if near else f"可以用：{'、'.join(self.list_commands(ctx))}。"
            raise click.UsageError(f"没有 {args[0]} 这个命令。{advice}", ctx)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """The commands in the order an official uses them."""
        return [*self.verbs, *(name for name in self.commands if name not in self.verbs)]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the usage line."""
        formatter.write_usage(ctx.command_path, "命令 [选项]", "用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the commands, then the options."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, command.get_short_help_str(80)) for name, command in commands if command]
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

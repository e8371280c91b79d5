"""The ``zongjie`` command. Each command reads its options, calls one function, and prints.

Exit codes: 0 all well; 1 a form has errors, or under --strict warnings; 2 the command was mistyped;
3 the program itself failed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from generator.problem import Problem, Refused, has_errors, nearest, why

INPUTS, OUTPUTS = Path("inputs"), Path("outputs")

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
    if not fault.message.isascii():
        return fault.message
    return "应当是整数。" if "integer" in fault.message else "用法见 --help。"


class Folder(click.Path):
    """A folder that must exist, with a complaint in Chinese."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The folder as a path."""
        path = Path(value)
        if not path.is_dir():
            self.fail(f"没有「{value}」这个文件夹。", param, ctx)
        return path


class Chinese(click.Group):
    """A group whose help and complaints are in Chinese."""

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Runs the command; a user's slip is answered in Chinese with exit code 2."""
        kwargs["standalone_mode"] = False
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
    own = {"Show this message and exit.": "显示这段说明。", "Show the version and exit.": "显示版本。"}
    return [(name, own.get(text, text)) for name, text in (record for record in records if record)]


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
    from generator.screen import show_problems

    show_problems(problems, to_stderr=True)


FORMS = click.argument("forms", nargs=-1, type=click.Path(path_type=Path), metavar="[表单或文件夹]...")
TEMPLATES = click.option(
    "--templates",
    "overlays",
    multiple=True,
    type=Folder(),
    metavar="文件夹",
    help="盖在标准模板上的模板文件夹，可以写几次，后写的优先。",
)
JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供别的程序读取。")
DRAFT = click.option("--draft", is_flag=True, help="出草稿：必填项没有填的地方印【待填】，不拒绝成稿。")
CONTEXT = {"help_option_names": ["-h", "--help"], "terminal_width": 100}


@click.group(cls=Chinese, context_settings=CONTEXT)
@click.version_option(package_name="zongjie", prog_name="zongjie", message="%(prog)s %(version)s")
def main() -> None:
    """把填好的表单变成合乎公文格式的工作总结（Word 文档）。

    先用 new 生成空白表单，填好后用 check 检查，用 build 成稿。
    """


@main.command(cls=ChineseCommand)
@click.argument("unit", metavar="单位")
@click.option("--year", type=int, required=True, metavar="年份", help="哪一年的总结，如 2012。")
@click.option("--report", default="town", show_default=False, metavar="名字", help="哪一种总结，缺省是 town（乡镇）。")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=INPUTS,
    metavar="文件夹",
    help="写到哪里，缺省是 inputs。",
)
@TEMPLATES
def new(unit: str, year: int, report: str, output: Path, overlays: tuple[Path, ...]) -> int:
    """生成一份空白表单，写明每一项填什么。"""
    from generator.blank import write_blank
    from generator.build import write_atomically
    from generator.form import UNSAFE_IN_NAMES, YEARS
    from generator.library import load_library
    from generator.shelf import open_shelf, show_path

    if UNSAFE_IN_NAMES.search(unit) or not unit.strip():
        raise click.UsageError(f"「{unit}」不能作单位名：里面有不能用在文件名里的符号。", click.get_current_context())
    if year not in YEARS:
        raise click.UsageError(f"年份「{year}」不对，请写四位年份，如 2012。", click.get_current_context())
    library, problems = load_library(open_shelf(*overlays), report)
    if library is None:
        raise Refused(problems)
    path = output / f"{unit}-{year}.yaml"
    if path.exists():
        click.echo(f"{show_path(path)} 已经有了，没有改动它。要重新生成，请先把它移走或改名。", err=True)
        return 1
    try:
        write_atomically(path, write_blank(library, unit, year).encode())
    except OSError as fault:
        click.echo(f"{show_path(path)} 写不进去（{why(fault)}）。请检查文件夹是否只读。", err=True)
        return 1
    click.echo(f"已生成 {show_path(path)}。填好后运行：zongjie check {show_path(path)}")
    return 0


@main.command(cls=ChineseCommand)
@FORMS
@TEMPLATES
@JSON
def check(forms: tuple[Path, ...], overlays: tuple[Path, ...], as_json: bool) -> int:
    """检查表单，一次列出全部问题，重的在前。"""
    from generator.build import Options, check_file, find_forms
    from generator.problem import worst_first
    from generator.screen import count, print_json, problem_json, show_problems
    from generator.shelf import open_shelf

    paths = _found(find_forms(forms or (INPUTS,)))
    options = Options(open_shelf(*overlays))
    problems = worst_first(problem for path in paths for problem in check_file(path, options))
    if as_json:
        print_json([problem_json(problem) for problem in problems])
    else:
        show_problems(problems)
        click.echo(f"检查了{len(paths)}份表单：{count(problems)}。")
    return int(has_errors(problems))


@main.command(cls=ChineseCommand)
@FORMS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=OUTPUTS,
    metavar="文件夹",
    help="文档放在哪里，缺省是 outputs。",
)
@DRAFT
@click.option("--strict", is_flag=True, help="有警告没有说明的也不成稿。")
@TEMPLATES
@click.option("--layout", default="", metavar="名字", help="改用 layouts 里的另一个版式。")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, metavar="个数", help="同时做几份，缺省是 1。")
@JSON
def build(
    forms: tuple[Path, ...],
    output: Path,
    draft: bool,
    strict: bool,
    overlays: tuple[Path, ...],
    layout: str,
    jobs: int,
    as_json: bool,
) -> int:
    """把表单做成 Word 文档；一份有错不影响别的。"""
    from generator.build import Options, build_files, find_forms, load_layout
    from generator.screen import follow, print_json, result_json, show_build
    from generator.shelf import open_shelf

    options = Options(open_shelf(*overlays), draft, strict, layout)
    if layout:
        load_layout(options.shelf, layout)
    paths = _found(find_forms(forms or (INPUTS,)))
    results = list(follow(build_files(paths, output, options, jobs), len(paths)))
    if as_json:
        print_json([result_json(result) for result in results])
    else:
        show_build(results)
    return int(any(not result.output for result in results))


@main.command(cls=ChineseCommand)
@click.argument("form", type=click.Path(path_type=Path), metavar="表单")
@DRAFT
@TEMPLATES
@JSON
def show(form: Path, draft: bool, overlays: tuple[Path, ...], as_json: bool) -> int:
    """在屏幕上看成稿的文字、略去的话和每个数的来源。"""
    from generator.build import Options, read_summary
    from generator.screen import print_json, show_summary, summary_json
    from generator.shelf import open_shelf

    summary = read_summary(form, Options(open_shelf(*overlays), draft))
    if as_json:
        print_json(summary_json(summary))
    else:
        show_summary(summary)
    return int(summary.document is None)


def _found(paths: list[Path]) -> list[Path]:
    if not paths:
        raise click.UsageError(
            "没有找到表单（.yaml 文件）。请写明文件，或用 zongjie new 生成一份。", click.get_current_context()
        )
    return paths

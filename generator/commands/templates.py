"""``zongjie templates``: what there is of templates, copied out, tried."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from generator.commands.check_templates import check_templates, report_names
from generator.commands.options import JSON, TEMPLATES
from generator.library.library import Library
from generator.library.loading import load_library
from generator.library.overlays import open_shelf, paste_path, show_path
from generator.making.placing import write_document
from generator.problem import Place, Refused, error, has_errors, worst_first
from generator.reading.files import real_path
from generator.terminal.chinese_click import Chinese, ChineseCommand, Folder
from generator.terminal.console import count, print_json, problem_json, show_problems


@click.group(cls=Chinese)
def templates() -> None:
    """查看、抄出、检查模板。"""


@templates.command("list", cls=ChineseCommand)
@click.option("--report", default="town", metavar="名字", help="哪一种总结，缺省是 town（乡镇）。")
@TEMPLATES
def list_templates(report: str, overlays: tuple[Path, ...]) -> int:
    """列出有哪些总结，以及一种总结的各节用的是哪个文件。"""

    shelf = open_shelf(*overlays)
    library, problems = load_library(shelf, report)
    if library is None:
        raise Refused(problems)
    show_library(library, report_names(shelf))
    return 0


@templates.command("copy", cls=ChineseCommand)
@click.argument("section", metavar="节")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, metavar="文件夹", help="抄到哪个模板文件夹。"
)
@TEMPLATES
def copy_template(section: str, target: Path, overlays: tuple[Path, ...]) -> int:
    """把一节的模板抄一份出来，改成本单位的说法。"""

    shelf = open_shelf(*overlays)
    known = [name.split("/")[1] for name in shelf.names("sections/*/section.md")]
    if section not in known:
        raise Refused([error(Place(f"sections/{section}"), "没有这一节。", f"现有的是：{'、'.join(known)}。")])
    copies = {target / name: name for name in shelf.names(f"sections/{section}/*")}
    for path in copies:
        if os.path.lexists(path):
            click.echo(f"{show_path(path)} 已经有了，没有改动它。", err=True)
            return 1
        if real_path(target) not in real_path(path).parents:
            click.echo(f"{show_path(path)} 在 {show_path(target)} 外面，没有抄。", err=True)
            return 1
    for path, name in copies.items():
        problem = write_document(path, (shelf.read(name) or (b"",))[0])
        if problem:
            raise Refused([problem])
        click.echo(f"已抄出 {show_path(path)}")
    click.echo(f"改好后用：zongjie build --templates {paste_path(target)}")
    return 0


@templates.command("check", cls=ChineseCommand)
@click.argument("folders", nargs=-1, type=Folder(), metavar="[模板文件夹]...")
@JSON
def check_templates_command(folders: tuple[Path, ...], as_json: bool) -> int:
    """检查模板：每种总结填满、填一半、全空各做一遍。"""

    problems = worst_first(check_templates(open_shelf(*folders)))
    if as_json:
        print_json([problem_json(problem) for problem in problems])
    else:
        show_problems(problems)
        click.echo(f"模板检查完毕：{count(problems)}。")
    return int(has_errors(problems))


def show_library(library: Library, reports: Sequence[str]) -> None:
    """Prints which reports there are, and which file each section of one comes from."""
    click.echo(f"现有的总结：{'、'.join(reports)}。")
    click.echo(f"{library.report_name}（{library.report.name}）的各节：")
    for section in library.sections:
        groups = "".join(f"{group} › " for group in section.groups)
        click.echo(f"  {groups}{section.key}  {section.wording_file}")

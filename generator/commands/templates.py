"""``zongjie templates``: what there is of templates, copied out, tried."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import click

from generator.commands.check_templates import check_templates
from generator.commands.options import JSON, REPORT, TEMPLATES
from generator.library.library import Library, Section
from generator.library.loading import load_library
from generator.library.misplaced import OF_A_SECTION, SHARED
from generator.library.overlays import Shelf, open_shelf, paste_path, show_path
from generator.library.reports import report_names
from generator.making.placing import write_document
from generator.problem import Place, Refused, error, has_errors, nearest, worst_first
from generator.reading.files import real_path
from generator.terminal.chinese_click import Chinese, ChineseCommand, Folder
from generator.terminal.console import count, print_json, problem_json, show_problems

CALLED = {"sections/": "节", "reports/": "总结", "layouts/": "版式"}
"""The folders of templates, and what is in them."""


@click.group(cls=Chinese)
def templates() -> None:
    """查看、抄出、检查模板。"""


@templates.command("list", cls=ChineseCommand)
@REPORT
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
@click.argument("name", metavar="名字")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, metavar="文件夹", help="抄到哪个模板文件夹。"
)
@TEMPLATES
def copy_template(name: str, target: Path, overlays: tuple[Path, ...]) -> int:
    """把一节、一种总结、一个版式或一张词表抄一份出来，改成本单位的说法。"""

    shelf = open_shelf(*overlays)
    copies = {target / file: file for file in files_called(shelf, name)}
    for path in copies:
        if os.path.lexists(path):
            click.echo(f"{show_path(path)} 已经有了，没有改动它。", err=True)
            return 1
        if real_path(target) not in real_path(path).parents:
            click.echo(f"{show_path(path)} 在 {show_path(target)} 外面，没有抄。", err=True)
            return 1
    for path, file in copies.items():
        problem = write_document(path, (shelf.read(file) or (b"",))[0])
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


def files_called(shelf: Shelf, name: str) -> list[str]:
    """The files of a shelf that ``name`` means: a section, a report, a layout, a file shared by all; Refused without any.

    A name that means several is told apart by its folder: sections/home, reports/home.
    """
    kinds = templates_by_name(shelf)
    plain = name.strip().strip("/").removesuffix(".yaml")
    found = [one for one in kinds if plain in (one, one.rpartition("/")[2])]
    if len(found) == 1:
        return kinds[found[0]]
    place = Place(name)
    if found:
        raise Refused([error(place, f"「{name}」有{len(found)}个。", f"请写明是哪一个：{'、'.join(found)}。")])
    names = [*kinds, *(one.rpartition("/")[2] for one in kinds)]
    begun = [one for one in names if plain and one.startswith(plain)]
    near = begun[0] if len(begun) == 1 else nearest(plain, begun or names)
    known = {kind: [one.rpartition("/")[2] for one in kinds if one.startswith(kind)] for kind in CALLED}
    listed = "；".join(f"{called}：{'、'.join(known[kind])}" for kind, called in CALLED.items() if known[kind])
    advice = f"是不是「{near}」？" if near else f"现有的是：{listed}；词表：{'、'.join(SHARED)}。"
    raise Refused([error(place, f"模板里没有「{name}」。", advice)])


def templates_by_name(shelf: Shelf) -> dict[str, list[str]]:
    """Every section, report, layout and shared file of a shelf with its files."""
    found: dict[str, list[str]] = {}
    for file in (*shelf.names("sections/*/*"), *shelf.names("custom/*")):
        if PurePosixPath(file).name in OF_A_SECTION:
            found.setdefault(str(PurePosixPath(file).parent), []).append(file)
    for file in (*shelf.names("reports/*.yaml"), *shelf.names("layouts/*.yaml"), *SHARED):
        found[file.removesuffix(".yaml")] = [file]
    return found


def show_library(library: Library, reports: Sequence[str]) -> None:
    """Prints which reports there are, and which files each section of one comes from."""
    click.echo(f"现有的总结：{'、'.join(reports)}。")
    click.echo(f"{library.report_name}（{library.report.name}）的各节：")
    for section in library.sections:
        groups = "".join(f"{group} › " for group in section.groups)
        click.echo(f"  {groups}{section.key}  {'、'.join(files_of(section))}")


def files_of(section: Section) -> list[str]:
    """The files a section comes from: its wording, and its form.yaml where that is not beside it."""
    beside = str(Path(section.wording_file).with_name("form.yaml"))
    return [section.wording_file, *(one for one in (*section.above, section.file) if one != beside)]

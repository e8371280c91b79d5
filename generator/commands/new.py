"""``zongjie new``: the form a unit starts its year with, with what last year's and its towns' already say."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator.commands.blank_form import write_blank
from generator.commands.options import INPUTS, TEMPLATES
from generator.commands.received import Received, patterns_for, period_of, received_for, worth_saying
from generator.form.archive import Archive
from generator.form.form import Form
from generator.form.head import REPORT_YEARS, UNSAFE_IN_NAMES
from generator.form.opening import Options, take_in
from generator.library.overlays import open_shelf, paste_path, show_path
from generator.making.placing import write_atomically
from generator.problem import Place, Problem, Refused, why
from generator.reckoning.related import complete
from generator.terminal.chinese_click import ChineseCommand, Folder
from generator.terminal.console import show_problems


@click.command(cls=ChineseCommand)
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
@click.option(
    "--from", "towns", type=Folder(), metavar="文件夹", help="汇总这个文件夹里各单位的表单，如 inputs/towns。"
)
@TEMPLATES
def new(unit: str, year: int, report: str, output: Path, towns: Path | None, overlays: tuple[Path, ...]) -> int:
    """生成一份空白表单，写明每一项填什么、上年是多少。"""

    if UNSAFE_IN_NAMES.search(unit) or not unit.strip():
        raise click.UsageError(f"「{unit}」不能作单位名：里面有不能用在文件名里的符号。", click.get_current_context())
    if year not in REPORT_YEARS:
        raise click.UsageError(f"年份「{year}」不对，请写四位年份，如 2012。", click.get_current_context())
    path = output / f"{unit}-{year}.yaml"
    if path.exists():
        click.echo(f"{show_path(path)} 已经有了，没有改动它。要重新生成，请先把它移走或改名。", err=True)
        return 1
    archive = Archive(folder for folder in (output,) if folder.is_dir())
    options = Options(open_shelf(*overlays), draft=True, whole_library=True, archive=archive)
    text, problems = start_form(unit, year, report, path, options, towns)
    show_problems(problems, to_stderr=True)
    try:
        write_atomically(path, text.encode())
    except OSError as fault:
        click.echo(f"{show_path(path)} 写不进去（{why(fault)}）。请检查文件夹是否只读。", err=True)
        return 1
    click.echo(f"已生成 {show_path(path)}。填好后运行：zongjie check {paste_path(path)}")
    return 0


def start_form(
    unit: str, year: int, report: str, path: Path, options: Options, towns: Path | None = None
) -> tuple[str, tuple[Problem, ...]]:
    """The text of a new form at ``path``, and what is wrong with the towns' forms in the folder ``towns``.

    Refused when the report is unknown or no form of the year lies there.
    """
    received = received_for(towns, year, unit, report, options) if towns else None
    head = [f"报告: {report}", f"单位: {unit}", f"年度: {year}", f"期间: {period_of(received) if received else ''}"]
    sources = patterns_for(received, path.parent) if received else []
    lists = {"汇总自": sources, "应报单位": received.units} if received else {}
    head += [f"{key}: {json.dumps(names, ensure_ascii=False)}" for key, names in lists.items()]
    text = "\n".join(head)
    intake = take_in(text.encode(), path.name, options, path.parent)
    if intake.form is None:
        raise Refused(intake.problems)
    found = complete(intake.form, options, path)
    blank = write_blank(found.form, unit, year, sources, expected_units(found.form, received))
    early = lists.keys() if received and not received.wanted else ()
    problems = [_of_the_file(one, path) for one in found.problems if one.place.field not in early]
    return blank, (*problems, *(worth_saying(received, sources, path) if received else ()))


def _of_the_file(problem: Problem, path: Path) -> Problem:
    """The problem placed in the form that is written, whose lines are not those it was found on."""
    own = problem.place.file == path.name
    return problem._replace(place=Place(show_path(path), field=problem.place.field)) if own else problem


def expected_units(start: Form, received: Received | None = None) -> list[str]:
    """The units that ought to report: those of last year in their order, then those that are new."""
    last = start.last
    before = [*(one.text for one in last.head.expected), *(town.name for town in last.towns)] if last else []
    there = [*(received.units if received else ()), *(town.name for town in start.towns)]
    return list(dict.fromkeys([*before, *there]))

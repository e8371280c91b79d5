"""``zongjie new``: the form a unit starts its year with, with what last year's and its towns' already say."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import click
from msgspec.structs import replace

from generator.blank.outline import Choice
from generator.blank.page import Wanted, write_blank
from generator.chinese.script import is_traditional, to_simplified, to_traditional
from generator.commands.options import INPUTS, REPORT, TEMPLATES
from generator.commands.received import Received, patterns_for, period_of, received_for, worth_saying
from generator.excel.official import with_official
from generator.excel.whole import workbook_of
from generator.form.archive import Archive
from generator.form.form import Form
from generator.form.form_schema import schema_line, schema_name
from generator.form.head import REPORT_YEARS, UNSAFE_IN_NAMES
from generator.form.opening import Options, take_in
from generator.library.library import Library
from generator.library.overlays import Shelf, open_shelf, paste_path, show_path
from generator.library.reports import called_reports, reports_for
from generator.making.placing import write_document
from generator.problem import Place, Problem, Refused, did_you_mean, error
from generator.reading.source import read_source
from generator.reckoning.related import Complete, complete
from generator.terminal.chinese_click import ChineseCommand, Folder
from generator.terminal.console import show_problems

LINE_END = "\r\n"
"""Notepad before Windows 10 shows a text with other ends of lines as a single line.

A mark of UTF-8 at the beginning is not needed: where there is none, every Notepad looks at the bytes, and the form is
Chinese from its first line on; other programs would take the mark for a character.
"""
ALL_FIELDS = "全部项目"
"""The folder that a form with lines for everything is best put in, beside the one that is filled in."""
BETWEEN_NAMES = re.compile(r"[,，、;；\s]+")

LONGEST_FILE_NAME = 255
"""Bytes that the name of a file may have."""


def _file_name(unit: str, year: int, ending: str) -> str:
    """How the form of a unit is called; what makes no name of a file is refused."""
    name, context = f"{unit}-{year}{ending}", click.get_current_context()
    if UNSAFE_IN_NAMES.search(unit) or not unit.strip():
        raise click.UsageError(f"「{unit}」不能作单位名：里面有不能用在文件名里的符号。", context)
    if year not in REPORT_YEARS:
        raise click.UsageError(f"年份「{year}」不对，请写四位年份，如 2012。", context)
    if len(name.encode()) > LONGEST_FILE_NAME:
        raise click.UsageError(f"单位名有{len(unit)}个字，太长了，不能作文件名。", context)
    return name


@click.command(cls=ChineseCommand)
@click.argument("unit", metavar="单位")
@click.option("--year", type=int, required=True, metavar="年份", help="哪一年的总结，如 2012。")
@REPORT
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
@click.option("--full", is_flag=True, help="连用得少的项目也逐项列出，短名后面写出整句。")
@click.option("--sections", default="", metavar="节名", help="只列这几节，几个节名用逗号隔开。")
@click.option("--excel", is_flag=True, help="写成 Excel 工作簿（.xlsx），用 WPS 或 Excel 填。")
@TEMPLATES
def new(
    unit: str,
    year: int,
    report: str,
    output: Path,
    towns: Path | None,
    full: bool,
    sections: str,
    excel: bool,
    overlays: tuple[Path, ...],
) -> int:
    """生成一份空白表单，写明每一项填什么、上年是多少。"""

    path = output / _file_name(unit, year, ".xlsx" if excel else ".yaml")
    if path.exists():
        click.echo(f"{show_path(path)} 已经有了，没有改动它。要重新生成，请先把它移走或改名。", err=True)
        return 1
    archive = Archive(folder for folder in (output,) if folder.is_dir())
    options = Options(open_shelf(*overlays), draft=True, whole_library=True, archive=archive)
    names = tuple(filter(None, BETWEEN_NAMES.split(sections)))
    begun = begin_form(unit, year, report, path, options, towns, full=full, sections=names, templates=overlays)
    show_problems(begun.problems, to_stderr=True)
    text = write_blank(begun.form, begun.wanted)
    if excel:
        data = _workbook(text, begun, show_path(path))
    elif (output / schema_name(report)).is_file():
        data = f"{schema_line(report)}\n{text}".replace("\n", LINE_END).encode()
    else:
        data = text.replace("\n", LINE_END).encode()
    if problem := write_document(path, data):
        raise Refused([problem])
    click.echo(f"已生成 {show_path(path)}。填好后运行：zongjie check {paste_path(path)}")
    if told := _of_another_kind(unit, report, options.shelf):
        click.echo(told, err=True)
    return 0


def _of_another_kind(unit: str, report: str, shelf: Shelf) -> str:
    """Which reports units of such a name write, where the form is of none of them; empty where it is, or nobody says."""
    meant = reports_for(shelf, to_simplified(unit))
    if not meant or report in meant:
        return ""
    called = called_reports(shelf)
    names = "或".join(f"「{called[name]}」（加 --report {name}）" for name in meant)
    return f"这份是「{called[report]}」的表。看单位名像是要写{names}；是的话请删去这份，加上它再生成。"


def _workbook(text: str, begun: Begun, file: str) -> bytes:
    """The form as a workbook, which has room for what is seldom filled in on a sheet of its own."""
    choice = begun.wanted.choice
    whole = write_blank(begun.form, replace(begun.wanted, choice=replace(choice, full=True)))
    usual, root = (read_source(one.encode(), file)[0] for one in (text, whole))
    root = with_official(root)
    return workbook_of(root, begun.form, file, None if choice.full else usual)


class Begun(NamedTuple):
    """A form before it is written: what is known of it, and what is wrong with the towns' forms."""

    form: Form
    wanted: Wanted
    problems: tuple[Problem, ...]


def start_form(
    unit: str, year: int, report: str, path: Path, options: Options, towns: Path | None = None, **asked: Any
) -> tuple[str, tuple[Problem, ...]]:
    """The text of a new form, and what is wrong with the forms that it sums; see ``begin_form``."""
    begun = begin_form(unit, year, report, path, options, towns, **asked)
    return write_blank(begun.form, begun.wanted), begun.problems


def begin_form(
    unit: str,
    year: int,
    report: str,
    path: Path,
    options: Options,
    towns: Path | None = None,
    *,
    full: bool = False,
    sections: tuple[str, ...] = (),
    templates: tuple[Path, ...] = (),
) -> Begun:
    """What a new form at ``path`` begins with, and what is wrong with the towns' forms in the folder ``towns``.

    Refused when the report or one of the ``sections`` is unknown or no form of the year lies there.
    """
    received = received_for(towns, year, unit, report, options) if towns else None
    sources = patterns_for(received, path.parent) if received else []
    lists = {"汇总自": sources, "应报单位": received.units} if received else {}
    traditional = is_traditional(unit)
    period = period_of(received) if received else ""
    head = {"报告": report, "单位": unit, "年度": str(year), "期间": period}
    text = _head_text(head, lists, to_traditional if traditional else str)
    intake = take_in(text.encode(), path.name, options, path.parent)
    if intake.form is None:
        raise Refused(intake.problems)
    choice = Choice(full, known_sections(sections, intake.form.library))
    found = complete(intake.form, options, path)
    expected = tuple(expected_units(found, received))
    own = tuple(path_from(path.parent, folder) for folder in templates)
    words = ["zongjie new", f'"{unit}"' if " " in unit else unit, f"--year {year} --report {report}"]
    words += [*(f"--templates {paste_path(folder)}" for folder in templates), f"--full -o {ALL_FIELDS}"]
    wanted = Wanted(unit, year, tuple(sources), expected, own, choice, " ".join(words), traditional)
    early = lists.keys() if received and not received.wanted else ()
    problems = [_of_the_file(one, path) for one in found.problems if one.place.field not in early]
    said = worth_saying(received, sources, path) if received else ()
    return Begun(found.form, wanted, (*problems, *said))


def _head_text(head: dict[str, str], lists: dict[str, list[str]], say: Callable[[str], str]) -> str:
    lines = [f"{say(key)}: {value}" for key, value in head.items()]
    return "\n".join(
        [*lines, *(f"{say(key)}: {json.dumps(names, ensure_ascii=False)}" for key, names in lists.items())]
    )


def known_sections(names: tuple[str, ...], library: Library) -> tuple[str, ...]:
    """The keys of the sections that were named by key, former key or heading; Refused when the report has no such."""
    headings = {library.say(section.heading, None): section for section in library.sections if section.heading}
    found = {name: library.section(to_simplified(name)) or headings.get(to_simplified(name)) for name in names}
    if unknown := [name for name, section in found.items() if section is None]:
        keys = [section.key for section in library.sections]
        advice = did_you_mean(to_simplified(unknown[0]), keys, f"可以写：{'、'.join(keys)}。")
        raise Refused([error(Place("--sections"), f"{library.report.name}里没有「{unknown[0]}」这一节。", advice)])
    return tuple(section.key for section in found.values() if section)


def path_from(start: Path, folder: Path) -> str:
    """How a form in ``start`` names a folder: from where it lies, or in full where no such way leads there."""
    try:
        return Path(os.path.relpath(folder, start)).as_posix()
    except ValueError:
        return folder.resolve().as_posix()


def _of_the_file(problem: Problem, path: Path) -> Problem:
    """The problem placed in the form that is written, whose lines are not those it was found on."""
    own = problem.place.file == path.name
    return problem._replace(place=Place(show_path(path), field=problem.place.field)) if own else problem


def expected_units(start: Complete, received: Received | None = None) -> list[str]:
    """The units that ought to report: those of last year in their order, then those that are new.

    Each once, under the name it has now, where its own form names last year's.
    """
    last, towns = start.form.last, start.form.towns
    before = [*(one.text for one in last.head.expected), *(town.name for town in last.towns)] if last else []
    named = [*before, *(received.units if received else ()), *(town.name for town in towns)]
    return start.senders.asked(named) if start.senders else list(dict.fromkeys(named))

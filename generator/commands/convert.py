"""``zongjie convert``: a form as a workbook, a workbook as the text of a form."""

from __future__ import annotations

import re
from pathlib import Path

import click

from generator.commands.options import CANNOT_READ, TEMPLATES, folders_of
from generator.excel.as_text import write_text
from generator.excel.whole import workbook_of
from generator.form.archive import Archive
from generator.form.opening import Options, read_form_file, take_in
from generator.library.overlays import open_shelf, paste_path, show_path
from generator.making.placing import taken, write_document
from generator.problem import Place, Problem, error, has_errors, notice, worst_first
from generator.reading.encodings import decode
from generator.reading.nodes import EMPTY, Mapping
from generator.reading.source import read_source
from generator.reading.workbook import is_workbook, not_as_named, read_workbook
from generator.reckoning.related import complete
from generator.terminal.chinese_click import ChineseCommand
from generator.terminal.console import show_problems

REMARKED = re.compile(r"^[ \t]*#|[ \t]#[^#\n]*$", re.MULTILINE)
FORMS_IN_TEXT, FORM_IN_CELLS = (".yaml", ".yml"), ".xlsx"


@click.command(cls=ChineseCommand)
@click.argument("form", type=click.Path(path_type=Path), metavar="表单")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="写成哪个文件，缺省只换名字的结尾。"
)
@TEMPLATES
def convert(form: Path, output: Path | None, overlays: tuple[Path, ...]) -> int:
    """表单换个样子：.yaml 换成 Excel 工作簿，工作簿换成 .yaml，填的内容不变。"""

    file = show_path(form)
    data = read_form_file(form, file)
    if isinstance(data, Problem):
        show_problems([data], to_stderr=True)
        return CANNOT_READ
    is_cells = is_workbook(data)
    target = output or form.with_suffix(FORMS_IN_TEXT[0] if is_cells else FORM_IN_CELLS)
    root, problems = _read(data, file)
    problems += _refusals(target, root)
    if has_errors(problems) or not root.entries:
        show_problems(worst_first(problems), to_stderr=True)
        return CANNOT_READ if not root.entries else 1
    if target.suffix.lower() == FORM_IN_CELLS:
        options = Options(open_shelf(*overlays), whole_library=True, archive=Archive(folders_of((form.parent,))))
        known = take_in(data, file, options, form.parent).form
        written = workbook_of(root, complete(known, options, form).form if known else None, show_path(target))
    else:
        written = write_text(root).encode()
    if problem := write_document(target, written):
        problems.append(problem)
    show_problems(worst_first(problems), to_stderr=True)
    if not problem:
        click.echo(f"已写成 {show_path(target)}。检查：zongjie check {paste_path(target)}")
    return int(has_errors(problems))


def _read(data: bytes, file: str) -> tuple[Mapping, list[Problem]]:
    """The nodes of a form in either shape, and what is lost by leaving the shape."""
    if is_workbook(data):
        return read_workbook(data, file)
    if problem := not_as_named(data, file):
        return EMPTY, [problem]
    root, problems = read_source(data, file)
    text = decode(data, file)[0] or ""
    if not has_errors(problems) and (count := len(REMARKED.findall(text))):
        what = f"{count}处 # 后面的说明没有带过去。"
        problems.append(notice(Place(file), what, "各项的内容都在；原来的文件没有改动。"))
    return root, problems


def _refusals(target: Path, root: Mapping) -> list[Problem]:
    """Why nothing is written to ``target``."""
    place = Place(show_path(target))
    if problem := taken(target, "-o"):
        return [problem]
    if target.suffix.lower() not in (*FORMS_IN_TEXT, FORM_IN_CELLS) and root.entries:
        return [error(place, "看不出要写成什么：名字应以 .xlsx 或 .yaml 结尾。", "请用 -o 另写一个名字。")]
    return []

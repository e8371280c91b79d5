"""``zongjie ledger``: what every number of a paper rests on, as a workbook or a text."""

from __future__ import annotations

from pathlib import Path

import click

from generator.commands.options import DRAFT, INPUTS, SCRIPT, TEMPLATES, folders_of
from generator.form.archive import Archive
from generator.form.opening import Options
from generator.library.overlays import open_shelf, show_path
from generator.making.placing import document_name, write_document
from generator.making.summarize import created_on, read_summary
from generator.reading.files import real_path
from generator.terminal.chinese_click import ChineseCommand
from generator.terminal.console import show_problems
from generator.trust.ledger import ledger_of
from generator.trust.sheets import WRITERS, can_write_workbooks

NAME_ENDS_IN = "依据表"


@click.command(cls=ChineseCommand)
@click.argument("form", type=click.Path(path_type=Path), metavar="表单")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="写成哪个文件：.xlsx、.md 或 .csv。"
)
@DRAFT
@TEMPLATES
@SCRIPT
def ledger(form: Path, output: Path | None, draft: bool, overlays: tuple[Path, ...], script: str | None) -> int:
    """列出文中每个数的依据：在哪一句，填在哪里，怎么算来的，和什么核对过。"""

    ending = output.suffix.lower() if output else ".xlsx"
    if ending not in WRITERS:
        raise click.UsageError(f"依据表写成 .xlsx、.md 或 .csv，不能写成 {ending or '没有后缀的文件'}。")
    if ending == ".xlsx" and not can_write_workbooks():
        raise click.UsageError('写 Excel 工作簿要先装：pip install "zongjie[charts]"；不装也可以写成 .md 或 .csv。')
    archive = Archive(folders_of((INPUTS,)))
    summary = read_summary(form, Options(open_shelf(*overlays), draft, script=script or "", archive=archive))
    if summary.document is None or summary.form is None:
        show_problems(summary.problems)
        return 1
    found = ledger_of(summary.document, summary.form, summary.fallen, summary.problems)
    name = document_name(summary.document.title, NAME_ENDS_IN).removesuffix(".docx")
    target = output or Path(f"{name}{ending}")
    if real_path(target) == real_path(form):
        raise click.UsageError(f"{show_path(target)} 是表单自己，依据表不能写在它上面。请用 -o 换一个名字。")
    problem = write_document(target, WRITERS[ending](found.sheets, created_on(summary.form.head.date)))
    if problem:
        show_problems([problem], to_stderr=True)
        return 1
    counts = "，".join(f"{sheet.name}{len(sheet.rows)}条" for sheet in found.sheets)
    click.echo(f"已写成 {show_path(target)}（{counts}）。")
    return 0

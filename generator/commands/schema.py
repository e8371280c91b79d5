"""``zongjie schema``: what an editor must know to help with filling in a form."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from generator.commands.options import REPORT, TEMPLATES
from generator.form.form_schema import form_schema, schema_line, schema_name
from generator.library.loading import load_library
from generator.library.overlays import Shelf, open_shelf, show_path
from generator.library.reports import called_reports
from generator.library.settings import Settings, folder_settings
from generator.making.placing import write_document
from generator.problem import Refused, has_errors
from generator.terminal.chinese_click import ChineseCommand


@click.command(cls=ChineseCommand)
@REPORT
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="写到表单所在的这个文件夹里，不写就印在屏幕上。",
)
@TEMPLATES
def schema(report: str, output: Path | None, overlays: tuple[Path, ...]) -> int:
    """写出表单的格式说明，编辑器据此在填表时提示。"""

    settings, problems = folder_settings(output, Settings(open_shelf(*overlays)))
    if has_errors(problems):
        raise Refused(problems)
    data = schema_bytes(settings.shelf, report, bool(overlays))
    if output is None:
        sys.stdout.buffer.write(data)
        return 0
    path = output / schema_name(report)
    if problem := write_document(path, data):
        raise Refused([problem])
    click.echo(f"已写成 {show_path(path)}。这里用 zongjie new 生成的表单会用上它；已有的表单，请在最前面加一行：")
    click.echo(schema_line(report))
    return 0


def schema_bytes(shelf: Shelf, report: str, overlaid: bool = False) -> bytes:
    """The schema of a report's form as it is written; the same templates give the same bytes.

    ``overlaid`` says whether the shelf has the templates that forms name themselves.
    Refused when the report is unknown or its templates have errors.
    """
    library, problems = load_library(shelf, report)
    if library is None:
        raise Refused(problems)
    found = form_schema(library, called_reports(shelf), overlaid)
    return (json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n").encode()

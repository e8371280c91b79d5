"""``zongjie schema``: what an editor must know to help with filling in a form."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from generator.commands.check_templates import report_names
from generator.commands.options import TEMPLATES
from generator.form.form_schema import form_schema, schema_line, schema_name
from generator.library.layered import layered_node
from generator.library.loading import load_library
from generator.library.overlays import Shelf, open_shelf, show_path
from generator.library.schema import ReportDefinition
from generator.library.settings import Settings, folder_settings
from generator.making.placing import write_atomically
from generator.problem import Refused, cure_of_writing, has_errors, why
from generator.reading.nodes import Scalar
from generator.terminal.chinese_click import ChineseCommand


@click.command(cls=ChineseCommand)
@click.option("--report", default="town", show_default=False, metavar="名字", help="哪一种总结，缺省是 town（乡镇）。")
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
    try:
        write_atomically(path, data)
    except OSError as fault:
        click.echo(f"{show_path(path)} 写不进去（{why(fault)}）。{cure_of_writing(fault)}", err=True)
        return 1
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
    found = form_schema(library, {name: _called(shelf, name) for name in report_names(shelf)}, overlaid)
    return (json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _called(shelf: Shelf, report: str) -> str:
    """What a report is called, empty when its file is unreadable."""
    name = layered_node(shelf, f"reports/{report}.yaml", ReportDefinition)[0].get("name")
    return name.text if isinstance(name, Scalar) else ""

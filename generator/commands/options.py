"""Options that several verbs share, and where they look for forms."""

from __future__ import annotations

from pathlib import Path

import click

from generator.form.head import DEFAULT_REPORT
from generator.reading.files import is_folder
from generator.terminal.chinese_click import Folder

CANNOT_READ = 2
"""Exit code where a document that is to be looked at cannot be read."""
INPUTS, OUTPUTS = Path("inputs"), Path("outputs")

FORMS = click.argument("forms", nargs=-1, type=click.Path(path_type=Path), metavar="[表单或文件夹]...")
TEMPLATES = click.option(
    "--templates",
    "overlays",
    multiple=True,
    type=Folder(),
    metavar="文件夹",
    help="盖在标准模板上的模板文件夹，可以写几次，后写的优先。",
)
REPORT = click.option(
    "--report",
    default=DEFAULT_REPORT,
    show_default=False,
    metavar="名字",
    help=f"哪一种总结，缺省是 {DEFAULT_REPORT}（乡镇）。",
)
SCRIPT = click.option(
    "--script",
    type=click.Choice(["zh-Hans", "zh-Hant"]),
    default=None,
    metavar="文字",
    help="zh-Hans（简体）或 zh-Hant（繁体），缺省照表单里的“文字”。",
)
JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供别的程序读取。")
DRAFT = click.option("--draft", is_flag=True, help="出草稿：必填项没有填的地方印【待填】，不拒绝成稿。")


def folders_of(places: tuple[Path, ...]) -> tuple[Path, ...]:
    """The folders among the places named: in them forms of other years are looked for too."""
    return tuple(place for place in places if is_folder(place))

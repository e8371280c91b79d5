"""``zongjie manual``: the manuals that came along, as pages for a browser."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.commands.manual_page import manual_page
from generator.commands.shipped import copy_out, shipped_folder
from generator.library.overlays import show_path
from generator.terminal.chinese_click import ChineseCommand

PAGES = {"manual.zh.md": "使用手册.html", "templates.zh.md": "模板手册.html"}
"""The page each manual becomes; the first is the one for whoever fills in forms."""


@click.command(cls=ChineseCommand)
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="文件夹",
    help="放在哪里，缺省是当前的文件夹。",
)
def manual(target: Path) -> int:
    """写出使用手册和模板手册，用浏览器看。"""

    docs = shipped_folder("docs")
    pages = {target / page: manual_page(docs / name, PAGES).encode() for name, page in PAGES.items()}
    left = copy_out(pages)
    first, second = pages
    click.echo(f"给填表的人：{show_path(first)}\n给改措辞的人：{show_path(second)}\n双击就能用浏览器打开。")
    if sys.stdout.isatty():
        click.launch(str(first.absolute()))
    return int(bool(left))

"""``zongjie layouts``: which page formats there are, and what each changes of the standard."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from generator.commands.options import TEMPLATES
from generator.library.overlays import Shelf, open_shelf
from generator.page.layout_files import STANDARD, Deviation, differences, layout_names, load_layout
from generator.page.stated import Provision
from generator.problem import spell_path
from generator.terminal.chinese_click import Chinese, ChineseCommand


@click.group(cls=Chinese)
def layouts() -> None:
    """查看版式：有哪些，和标准差在哪里。"""


@layouts.command("list", cls=ChineseCommand)
@TEMPLATES
def list_layouts(overlays: tuple[Path, ...]) -> int:
    """列出有哪些版式。"""

    show_layouts(open_shelf(*overlays))
    return 0


@layouts.command("show", cls=ChineseCommand)
@click.argument("name", metavar="版式")
@TEMPLATES
def show_layout(name: str, overlays: tuple[Path, ...]) -> int:
    """逐项列出一个版式改了标准的什么，标准原来怎样要求。"""

    show_differences(differences(open_shelf(*overlays), name), name)
    return 0


def show_layouts(shelf: Shelf) -> None:
    """Prints every layout with what it is called and how far it departs from the standard."""
    for name in layout_names(shelf):
        count = sum(1 for _ in differences(shelf, name))
        kept = "标准本身" if name == STANDARD else f"改动{count}项" if count else "与标准相同"
        click.echo(f"{name}　{load_layout(shelf, name).name}（{kept}）")


def show_differences(changes: Iterable[Deviation], name: str) -> None:
    """Prints what a layout changes against the standard, with clause and force."""
    changes = list(changes)
    for change in changes:
        click.echo(
            f"{spell_path(change.path)}：{change.own.value}　标准：{change.standard.value}（{_basis(change.standard)}）"
        )
    broken = sum(change.standard.force == "规定" for change in changes)
    click.echo(f"{name} 和标准相比改动{len(changes)}项，其中{broken}项是标准明文规定的。")


def _basis(rule: Provision) -> str:
    return f"{rule.force}，{rule.clause}" if rule.clause else rule.force

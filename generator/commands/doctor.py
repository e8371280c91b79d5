"""``zongjie doctor``: what this computer has for making and showing documents, and what is missing."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click
from msgspec import Struct

from generator.commands.fonts import matched_font
from generator.commands.options import TEMPLATES
from generator.commands.programs import find_office, printed_by
from generator.library.overlays import open_shelf
from generator.page.layout import Layout
from generator.page.layout_files import STANDARD, load_layout
from generator.page.stated import FONT_ROLES
from generator.terminal.chinese_click import ChineseCommand

PACKAGES = ("zongjie", "Jinja2", "python-docx", "PyYAML", "msgspec", "Markdown", "rjieba", "opencc")


class Finding(Struct, frozen=True):
    """One thing looked for: what was found, and whether documents need it."""

    name: str
    found: str
    """Empty when it is missing."""
    advice: str = ""
    needed: bool = False


@click.command(cls=ChineseCommand)
@click.option("--layout", default=STANDARD, metavar="名字", help=f"看哪个版式的字体，缺省是 {STANDARD}。")
@TEMPLATES
def doctor(layout: str, overlays: tuple[Path, ...]) -> int:
    """看这台电脑上有没有要用的东西：Python、字体、LibreOffice。"""

    return int(not show_findings(examine(load_layout(open_shelf(*overlays), layout))))


def examine(layout: Layout) -> Iterator[Finding]:
    """Python, packages, LibreOffice, poppler, and the fonts of ``layout``."""
    yield Finding("Python", platform.python_version(), needed=True)
    for name in PACKAGES:
        yield Finding(name, _version(name), "请重新安装 zongjie。", needed=True)
    office = find_office()
    yield Finding(
        "LibreOffice",
        printed_by([office, "--version"]).strip() or office if office else "",
        "做 PDF 和图片才用；成稿不需要。",
    )
    yield Finding("pdftoppm", shutil.which("pdftoppm") or "", "做图片才用，在 poppler 里。")
    for role in FONT_ROLES:
        yield _font(role, layout.fonts.named(role))


def _font(role: str, names: tuple[str, ...]) -> Finding:
    advice = f"本机显示时会用别的字体代替；文档里写的仍是{names[0]}，在有它的电脑上是原样。"
    matches = {name: matched_font(name) for name in names}
    if not any(matches.values()):
        return Finding(f"字体 {role}", "无法查看（没有 fc-match）")
    return Finding(f"字体 {role}", next((name for name, found in matches.items() if found == name), ""), advice)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def show_findings(findings: Iterable[Finding]) -> bool:
    """Prints what there is and what is missing; whether nothing is missing that documents need."""
    whole = True
    for one in findings:
        if one.found:
            click.echo(f"{click.style('有', 'green')}　{one.name}　{one.found}")
            continue
        whole = whole and not one.needed
        click.echo(f"{click.style('缺', 'red' if one.needed else 'yellow')}　{one.name}　{one.advice}")
    click.echo("可以成稿。" if whole else "缺少成稿必需的东西，请先装好。")
    return whole

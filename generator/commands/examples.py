"""``zongjie examples``: the forms that came along, to look at and to try."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import click

from generator.commands.shipped import copy_out, shipped_folder
from generator.form.archive import find_forms, read_card
from generator.library.overlays import paste_path, show_path
from generator.terminal.chinese_click import ChineseCommand

FIRST = "example"
"""The folder of one filled-in form, which a newcomer looks at first."""
MANY = 10
"""From so many forms on, a folder is told in one line."""


@click.command(cls=ChineseCommand)
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    default=Path("样例"),
    metavar="文件夹",
    help="抄到哪里，缺省是“样例”。",
)
def examples(target: Path) -> int:
    """抄一套填好的表单出来，照着填，也可以拿来试用。"""

    source = shipped_folder("inputs")
    forms = {target / path.relative_to(source): path.read_bytes() for path in find_forms([source])}
    left = copy_out(forms)
    there = [path for path in forms if path not in left]
    if there:
        click.echo(f"{show_path(target)} 里有这些样例：")
        show_examples(there)
    first = paste_path(target / FIRST)
    click.echo(f"先检查一份：zongjie check {first}\n再成稿：zongjie build {first}")
    return int(bool(left))


def show_examples(paths: Iterable[Path]) -> None:
    """Prints each form with the first line of its own words, and a folder of many in one line."""
    folders: dict[Path, list[Path]] = defaultdict(list)
    for path in paths:
        folders[path.parent].append(path)
    for folder, forms in folders.items():
        if len(forms) < MANY:
            for path in forms:
                click.echo(f"  {show_path(path)}　{_said(path)}")
        else:
            click.echo(f"  {show_path(folder)}　{len(forms)}份")


def _said(path: Path) -> str:
    """What a form says of itself in a comment on its first line, else whose it is."""
    line = path.read_text(encoding="utf-8").partition("\n")[0]
    card = read_card(path)
    return line.lstrip("# ") if line.startswith("#") else f"{card.unit}{card.year}年" if card else ""

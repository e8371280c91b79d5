"""``zongjie extract``: the form that a document carries, byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import click

from generator.commands.options import CANNOT_READ, TEMPLATES
from generator.form.opening import Options
from generator.learning.opened import read_document
from generator.library.overlays import open_shelf, show_path
from generator.making.placing import taken, write_document
from generator.making.taken_back import TakenBack, describe_left, taken_back
from generator.problem import Place, Problem, error
from generator.terminal.chinese_click import ChineseCommand
from generator.terminal.console import show_problems
from generator.trust.kept import describe_figure
from generator.trust.verified import NO_FORM, Verified, verified


@click.command(cls=ChineseCommand)
@click.argument("document", type=click.Path(path_type=Path), metavar="文档")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="写成哪个文件，缺省用表单原来的名字。"
)
@click.option("--apply-edits", is_flag=True, help="把在文档里改过的数写回表单；拿不准的不写，列出来。")
@TEMPLATES
def extract(document: Path, output: Path | None, apply_edits: bool, overlays: tuple[Path, ...]) -> int:
    """取出 Word 文档里带着的表单。"""

    found = carried_form(document)
    if isinstance(found, Problem):
        show_problems([found], to_stderr=True)
        return CANNOT_READ
    name, form = found.file, found.form
    target = output or Path(name)
    if problem := taken(target, "-o"):
        show_problems([problem], to_stderr=True)
        return 1
    back = taken_back(found.verified, Options(open_shelf(*overlays)), target.parent) if apply_edits else None
    problem = back if isinstance(back, Problem) else write_document(target, back.form if back else form)
    if problem:
        show_problems([problem], to_stderr=True)
        return 1
    if isinstance(back, TakenBack):
        show_taken(target, back)
        return int(bool(back.left or back.follow))
    if found.verified.standing.has_other_form:
        click.echo(f"已写成 {show_path(target)}；里面带的表单不是成稿时记下的那一份，有人换过，请先核对再用。")
        return 1
    click.echo(f"已写成 {show_path(target)}，和成稿时的表单一字不差。")
    return 0


def show_taken(target: Path, back: TakenBack) -> None:
    """Prints which figures were put back, which were not and why, and what is another because of them."""
    click.echo(f"已写成 {show_path(target)}，写回{len(back.taken)}个改过的数，别的一字不动。")
    for one in back.taken:
        click.echo(f"  {describe_figure(one)}")
    if back.left:
        click.echo(click.style(f"没有写回的数（{len(back.left)}个），请自己看看", bold=True))
    for left in back.left:
        click.echo(f"  {describe_left(left)}")
    if back.follow:
        click.echo(click.style(f"照新表单跟着变、文档里没有改的数（{len(back.follow)}个）", bold=True))
    for one in back.follow:
        click.echo(f"  {describe_figure(one)}")


class _Carried(NamedTuple):
    """What a document carries, and what was done to it."""

    file: str
    form: bytes
    verified: Verified


def carried_form(path: Path) -> _Carried | Problem:
    """The name and the bytes of the form that the document at ``path`` carries, or why there is none."""
    file = show_path(path)
    data = read_document(path, file)
    found = data if isinstance(data, Problem) else verified(data, file)
    if isinstance(found, Problem):
        if found.what != NO_FORM:
            return found
        advice = "请找成稿时的那一份；别的程序另存时可能把它去掉了，做的时候用了 --no-embed 的也没有。"
        return error(Place(file), "文档里没有带表单。", advice)
    embedded = found.standing.embedded
    assert embedded is not None
    return _Carried(Path(embedded.file.replace("\\", "/")).name or "表单.yaml", embedded.form, found)

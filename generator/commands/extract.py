"""``zongjie extract``: the form that a document carries, byte for byte."""

from __future__ import annotations

from pathlib import Path

import click

from generator.commands.options import CANNOT_READ
from generator.learning.opened import MOST_DOCUMENT_BYTES, open_document
from generator.library.overlays import show_path
from generator.making.placing import write_document
from generator.problem import Place, Problem, error
from generator.reading.files import is_there, read_file
from generator.terminal.chinese_click import ChineseCommand
from generator.terminal.console import show_problems
from generator.trust.standing import standing


@click.command(cls=ChineseCommand)
@click.argument("document", type=click.Path(path_type=Path), metavar="文档")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="写成哪个文件，缺省用表单原来的名字。"
)
def extract(document: Path, output: Path | None) -> int:
    """取出 Word 文档里带着的表单。"""

    found = carried_form(document)
    if isinstance(found, Problem):
        show_problems([found], to_stderr=True)
        return CANNOT_READ
    name, form = found
    target = output or Path(name)
    if is_there(target):
        advice = "请用 -o 换一个名字，或先把它移开。"
        problem: Problem | None = error(Place(show_path(target)), "那里已经有一个文件，没有写。", advice)
    else:
        problem = write_document(target, form)
    if problem:
        show_problems([problem], to_stderr=True)
        return 1
    click.echo(f"已写成 {show_path(target)}，和成稿时的表单一字不差。")
    return 0


def carried_form(path: Path) -> tuple[str, bytes] | Problem:
    """The name and the bytes of the form that the document at ``path`` carries, or why there is none."""
    file = show_path(path)
    data = read_file(path, file, MOST_DOCUMENT_BYTES, "一份总结通常不到1MB")
    if isinstance(data, Problem):
        return data
    document = open_document(data, file)
    if isinstance(document, Problem):
        return document
    embedded = standing(document, data).embedded
    if embedded is None:
        advice = "请找成稿时的那一份；别的程序另存时可能把它去掉了，做的时候用了 --no-embed 的也没有。"
        return error(Place(file), "文档里没有带表单。", advice)
    return Path(embedded.file.replace("\\", "/")).name or "表单.yaml", embedded.form

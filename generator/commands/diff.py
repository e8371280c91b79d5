"""``zongjie diff``: what differs between two documents, figures first; as tracked changes on request."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import click
from docx.document import Document

from generator.commands.options import CANNOT_READ, JSON
from generator.commands.verify import DIFFERS, changes_json, show_changes
from generator.learning.opened import open_document, read_document
from generator.library.overlays import show_path
from generator.making.placing import taken, write_document
from generator.problem import Place, Problem, error
from generator.terminal.chinese_click import ChineseCommand
from generator.terminal.console import print_json, show_problems
from generator.trust.accepted import is_tracked, settle, texts_of
from generator.trust.redlined import redline
from generator.trust.standing import Standing, standing
from generator.trust.verified import TOO_LONG, changes_between

OVER_DIFFERENCES = {
    "changed": "不同的数",
    "written otherwise": "换了写法的数（大小不变）",
    "under another name": "归到别的名下的数（行或列的名称改了）",
    "vanished": "新的里没有的数",
    "added": "新的里才有的数",
}
TRACKED_ADVICE = "请先在 Word 或 WPS 里接受或拒绝全部修订再存；按全部接受来比的，加 --accept。"


@click.command(cls=ChineseCommand)
@click.argument("old", type=click.Path(path_type=Path), metavar="旧文档")
@click.argument("new", type=click.Path(path_type=Path), metavar="新文档")
@click.option(
    "--docx", "output", type=click.Path(path_type=Path), metavar="文件", help="另写一份带修订痕迹的 Word 文档。"
)
@click.option("--accept", is_flag=True, help="文档里已有的修订按全部接受来比。")
@JSON
def diff(old: Path, new: Path, output: Path | None, accept: bool, as_json: bool) -> int:
    """比较两份 Word 文档：两稿，或者同一单位的两年；先列不同的数。"""

    before, after = (_read(path, accept) for path in (old, new))
    if isinstance(before, Problem) or isinstance(after, Problem):
        show_problems([one for one in (before, after) if isinstance(one, Problem)], to_stderr=True)
        return CANNOT_READ
    found = changes_between(before.standing, after.standing)
    if as_json:
        print_json({"old": show_path(old), "new": show_path(new), **changes_json(found)})
    else:
        click.echo(f"{show_path(old)} → {show_path(new)}")
        show_changes(found, OVER_DIFFERENCES)
        click.echo("" if found else "两份的文字和数都一样。", nl=not found)
    if output and (problem := _write(output, before.document, after.document)):
        show_problems([problem], to_stderr=True)
        return CANNOT_READ
    if output and not as_json:
        click.echo(f"已写成 {show_path(output)}：全部接受就是新的，全部拒绝就是旧的。")
    return DIFFERS if found else 0


class _Read(NamedTuple):
    """A document, and what stands in it."""

    document: Document
    standing: Standing


def _read(path: Path, accept: bool) -> _Read | Problem:
    file = show_path(path)
    data = read_document(path, file)
    document = data if isinstance(data, Problem) else open_document(data, file)
    if isinstance(document, Problem):
        return document
    tracked = [one for one in texts_of(document) if is_tracked(one)]
    if tracked and not accept:
        return error(Place(file), "里面有没有定下来的修订，不知道按哪样比。", TRACKED_ADVICE)
    for one in tracked:
        settle(one)
    assert not isinstance(data, Problem)
    found = standing(document, data, file)
    if isinstance(found, Problem):
        return found
    return error(Place(file), *TOO_LONG) if found.is_too_long else _Read(document, found)


def _write(output: Path, before: Document, after: Document) -> Problem | None:
    return taken(output, "--docx") or write_document(output, redline(before, after))

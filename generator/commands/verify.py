"""``zongjie verify``: whether a document still says what its form says, number by number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from generator.commands.options import CANNOT_READ, JSON, SCRIPT, TEMPLATES
from generator.form.opening import Options
from generator.learning.opened import read_document
from generator.library.overlays import open_shelf, show_path
from generator.making.summarize import read_summary
from generator.problem import Problem, list_some, spell_path
from generator.terminal.chinese_click import ChineseCommand
from generator.terminal.console import print_json, show_problems
from generator.trust.changes import Changes, FigureChange
from generator.trust.embedded import UNIT_PROPERTY, YEAR_PROPERTY, PrintedLine, printed
from generator.trust.verified import Verified, verified

DIFFERS = 1
MOST_OUTSIDE = 3
OVER_CHANGES = {
    "changed": "改了的数",
    "written otherwise": "换了写法的数（大小不变）",
    "under another name": "归到别的名下的数（数没有改，行或列的名称改了）",
    "vanished": "删去的数",
    "added": "添上的数（表单里没有）",
}
"""Over the numbers of each sort, the gravest first."""


@click.command(cls=ChineseCommand)
@click.argument("document", type=click.Path(path_type=Path), metavar="文档")
@click.option("--form", type=click.Path(path_type=Path), metavar="表单", help="和这份表单核对，不用文档里带的。")
@click.option("--rejected", is_flag=True, help="有修订的，按全部拒绝来读；缺省按全部接受。")
@TEMPLATES
@SCRIPT
@JSON
def verify(
    document: Path, form: Path | None, rejected: bool, overlays: tuple[Path, ...], script: str | None, as_json: bool
) -> int:
    """核对一份 Word 文档成稿以后改了哪些数、哪些话。"""

    file = show_path(document)
    data = read_document(document, file)
    lines: tuple[PrintedLine, ...] | None = None
    if form is not None:
        summary = read_summary(form, Options(open_shelf(*overlays), script=script or ""))
        if summary.document is None:
            show_problems(summary.problems, to_stderr=True)
            return CANNOT_READ
        lines = printed(summary.document)
    found = data if isinstance(data, Problem) else verified(data, file, lines, rejected)
    if isinstance(found, Problem):
        show_problems([found], to_stderr=True)
        return CANNOT_READ
    if as_json:
        print_json(verified_json(file, found))
    else:
        show_verified(file, form, found)
    return DIFFERS if has_other_figures(found) or found.standing.has_other_form else 0


def has_other_figures(found: Verified) -> bool:
    """Whether a number is not what it was; one that is only written otherwise is."""
    return any(one.what != "written otherwise" for one in found.changes.figures)


def show_verified(file: str, form: Path | None, found: Verified) -> None:
    """Prints what differs: numbers first, then words."""
    click.echo(f"{file}：{_whose(found)}{f'，照 {show_path(form)} 核对' if form else ''}。")
    show_changes(found.changes, OVER_CHANGES)
    if found.standing.outside:
        click.echo(f"里面引用了外面的文件，没有去取：{list_some(found.standing.outside, MOST_OUTSIDE, '处')}。")
    click.echo(_summed(found))


def show_changes(found: Changes, headings: dict[str, str]) -> None:
    """Prints what differs: numbers first, each sort under its heading, then words."""
    figures = found.figures
    for what, heading in headings.items():
        alike = [one for one in figures if one.what == what]
        if alike:
            click.echo(click.style(f"{heading}（{len(alike)}个）", bold=True))
        for one in alike:
            click.echo(f"  {_told(one)}")
    for said in found.texts:
        heading = f"改了的话（第{said.line}行）" if said.was and said.now else "删去的话" if said.was else "添上的话"
        heading += "" if said.line else "（页眉页脚或图上）"
        click.echo(click.style(heading, bold=True))
        for name, text in (("原来", said.was), ("现在", said.now)):
            click.echo(f"  {name}：{text}" if text else "", nl=bool(text))
    for text in found.moved:
        click.echo(f"移了地方的话：{text}")


def _told(one: FigureChange) -> str:
    where = f"{spell_path(one.path)}　" if one.path else ""
    change = " → ".join(text for text in (click.style(one.was, "cyan"), click.style(one.now, "yellow")) if text)
    return f"{where}{change}　{f'第{one.line}行：{one.sentence}' if one.line else one.sentence}"


def _whose(found: Verified) -> str:
    properties = found.standing.properties
    whose = properties.get(UNIT_PROPERTY, "") + (f"{year}年" if (year := properties.get(YEAR_PROPERTY)) else "")
    tracked = "，里面有修订" if found.standing.tracked else ""
    other = "，里面带的表单不是成稿时记下的那一份，有人换过" if found.standing.has_other_form else ""
    return f"{whose or '不知道是哪个单位的'}{tracked}{other}"


def _summed(found: Verified) -> str:
    if not found.changes:
        as_written = "，文档还是成稿时的样子" if found.standing.intact else ""
        return f"表单里的{found.count}个数和全部文字都没有改{as_written}。"
    of_form = sum(
        one.what in ("changed", "vanished", "under another name") and bool(one.path) for one in found.changes.figures
    )
    return f"表单里的{found.count}个数：{found.count - of_form}个没有改，{of_form}个改了或删了。"


def verified_json(file: str, found: Verified) -> dict[str, object]:
    """What differs as JSON carries it."""
    return {
        "document": file,
        "unit": found.standing.properties.get(UNIT_PROPERTY, ""),
        "year": found.standing.properties.get(YEAR_PROPERTY, ""),
        "as_written": found.standing.intact,
        "outside": list(found.standing.outside),
        "form_as_written": not found.standing.has_other_form,
        "figures_of_form": found.count,
        **changes_json(found.changes),
    }


def changes_json(found: Changes) -> dict[str, object]:
    """What differs between two texts as JSON carries it."""
    return {
        "figures": list(_figures_json(found)),
        "texts": [{"was": one.was, "now": one.now, "line": one.line} for one in found.texts],
        "moved": list(found.moved),
    }


def _figures_json(found: Changes) -> Iterator[dict[str, object]]:
    for one in found.figures:
        told = {"what": one.what, "field": one.path, "was": one.was, "now": one.now}
        yield {**told, "sentence": one.sentence, "line": one.line}

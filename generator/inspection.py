"""What ``layouts``, ``doctor`` and ``compare`` print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from generator.contrast import Difference as FieldDifference
from generator.doctor import Finding
from generator.form import Form
from generator.layouts import STANDARD, Difference, differences, layout_names, load_layout
from generator.rules import Rule
from generator.shelf import Shelf, show_path


def show_layouts(shelf: Shelf) -> None:
    """Prints every layout with what it is called and how far it departs from the standard."""
    for name in layout_names(shelf):
        count = sum(1 for _ in differences(shelf, name))
        kept = "标准本身" if name == STANDARD else f"改动{count}项" if count else "与标准相同"
        click.echo(f"{name}　{load_layout(shelf, name).name}（{kept}）")


def show_differences(changes: Iterable[Difference], name: str) -> None:
    """Prints what a layout changes against the standard, with clause and force."""
    changes = list(changes)
    for change in changes:
        path = change.path.replace(".", "·")
        click.echo(f"{path}：{change.own.value}　标准：{change.standard.value}（{_basis(change.standard)}）")
    broken = sum(change.standard.force == "规定" for change in changes)
    click.echo(f"{name} 和标准相比改动{len(changes)}项，其中{broken}项是标准明文规定的。")


def _basis(rule: Rule) -> str:
    return f"{rule.force}，{rule.clause}" if rule.clause else rule.force


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


def show_exported(written: Iterable[Path]) -> None:
    """Prints the PDFs and pictures that were written."""
    for path in written:
        click.echo(f"已写成 {show_path(path)}")


def show_contrast(found: Sequence[FieldDifference], forms: Sequence[Form]) -> None:
    """Prints the one table of what differs between two forms, section by section."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 200
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    before, after = (f"{form.name}{form.head.year or ''}年{_span(form)}" for form in forms)
    for name in ("项目", before, after, "变化"):
        grid.add_column(name, overflow="fold")
    section = ""
    for one in found:
        if one.section != section:
            section = one.section
            grid.add_row(Text(f"【{section}】", "bold"))
        grid.add_row(Text(one.label), Text(_short(one.before)), Text(_short(one.after)), Text(one.change))
    if found:
        console.print(grid)
    click.echo(f"共有{len(found)}项不同。" if found else "两份表单填的一样。")


def _span(form: Form) -> str:
    return "" if form.head.period.months == 12 else form.head.period.name


MOST_SHOWN = 24
BLANK = "（空）"


def _short(text: str) -> str:
    return BLANK if not text else text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def contrast_json(found: Iterable[FieldDifference]) -> list[dict[str, str]]:
    """The differences as JSON carries them."""
    return [
        {"field": one.path, "label": one.label, "before": one.before, "after": one.after, "change": one.change}
        for one in found
    ]

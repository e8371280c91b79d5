"""What ``layouts`` and ``doctor`` say, and which files were exported."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from generator.commands.doctor import Finding
from generator.library.overlays import Shelf, show_path
from generator.page.layout_files import STANDARD, Deviation, differences, layout_names, load_layout
from generator.page.stated import Provision
from generator.problem import spell_path


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

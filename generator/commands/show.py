"""``zongjie show``: the text of a form's document on the terminal."""

from __future__ import annotations

from pathlib import Path

import click

from generator.commands.options import DRAFT, INPUTS, JSON, SCRIPT, TEMPLATES, folders_of
from generator.document.walk import iter_texts
from generator.form.archive import Archive
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import Summary, read_summary
from generator.terminal.chinese_click import ChineseCommand
from generator.terminal.console import print_json, problem_json, show_problems
from generator.terminal.show import fallen_json, say_more, show_document, show_fallen, show_origins
from generator.trust.provenance import origins


@click.command(cls=ChineseCommand)
@click.argument("form", type=click.Path(path_type=Path), metavar="表单")
@click.option("--来源", "--sources", "sources", is_flag=True, help="只列每个数来自哪里，不印正文。")
@click.option("--略去", "--omitted", "left_out", is_flag=True, help="只列因为没有填而略去的话，不印正文。")
@DRAFT
@TEMPLATES
@SCRIPT
@JSON
def show(
    form: Path,
    sources: bool,
    left_out: bool,
    draft: bool,
    overlays: tuple[Path, ...],
    script: str | None,
    as_json: bool,
) -> int:
    """在屏幕上看成稿的文字；略去的话和每个数的来源另外看。"""

    archive = Archive(folders_of((INPUTS,)))
    summary = read_summary(form, Options(open_shelf(*overlays), draft, script=script or "", archive=archive))
    if as_json:
        print_json(summary_json(summary))
    elif summary.document is None or not (sources or left_out):
        show_summary(summary)
    else:
        show_account(summary, sources, left_out)
    return int(summary.document is None)


def show_summary(summary: Summary) -> None:
    """Prints the text of one form, what else there is to see of it, and its problems."""
    if summary.document is not None:
        show_document(summary.document)
        say_more(summary)
        click.echo()
    show_problems(summary.problems)


def show_account(summary: Summary, sources: bool, left_out: bool) -> None:
    """Prints where the figures of one form come from, and what was left out, as far as was asked for."""
    if sources:
        show_origins(summary)
    if sources and left_out:
        click.echo()
    if left_out:
        show_fallen(summary.fallen)


def summary_json(summary: Summary) -> dict[str, object]:
    """A summary as JSON carries it."""
    return {
        "form": summary.file,
        "text": list(iter_texts(summary.document)) if summary.document else [],
        "figures": [{"text": text, "origin": origin} for text, origin in origins(summary.document, summary.form)],
        "left_out": fallen_json(summary.fallen),
        "problems": [problem_json(problem) for problem in summary.problems],
    }

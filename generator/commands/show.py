"""``zongjie show``: the text of a form's document on the terminal."""

from __future__ import annotations

from pathlib import Path

import click

from generator.commands.options import DRAFT, JSON, SCRIPT, TEMPLATES, folders_of, places_of
from generator.document.walk import iter_texts
from generator.form.archive import Archive
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import Summary, read_summary
from generator.terminal.chinese_click import ChineseCommand
from generator.terminal.console import print_json, problem_json, show_problems
from generator.terminal.show import fallen_json, show_document, show_fallen, show_origins
from generator.trust.provenance import origins


@click.command(cls=ChineseCommand)
@click.argument("form", type=click.Path(path_type=Path), metavar="表单")
@DRAFT
@TEMPLATES
@SCRIPT
@JSON
def show(form: Path, draft: bool, overlays: tuple[Path, ...], script: str | None, as_json: bool) -> int:
    """在屏幕上看成稿的文字、略去的话和每个数的来源。"""

    archive = Archive(folders_of(places_of(())))
    summary = read_summary(form, Options(open_shelf(*overlays), draft, script=script or "", archive=archive))
    if as_json:
        print_json(summary_json(summary))
    else:
        show_summary(summary)
    return int(summary.document is None)


def show_summary(summary: Summary) -> None:
    """Prints the text of one form, what was left out, where its figures come from, and its problems."""
    if summary.document is not None:
        show_document(summary.document)
        show_fallen(summary.fallen)
        show_origins(summary)
        click.echo()
    show_problems(summary.problems)


def summary_json(summary: Summary) -> dict[str, object]:
    """A summary as JSON carries it."""
    return {
        "form": summary.file,
        "text": list(iter_texts(summary.document)) if summary.document else [],
        "figures": [{"text": text, "origin": origin} for text, origin in origins(summary)],
        "left_out": fallen_json(summary.fallen),
        "problems": [problem_json(problem) for problem in summary.problems],
    }

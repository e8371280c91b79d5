"""What every verb prints in the same way: problems, tables, JSON."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from generator.problem import SEVERITY_NAMES, Problem, Severity

if TYPE_CHECKING:
    from rich.table import Table as Grid

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "bright_black"}
MOST_LISTED = 200
"""So many problems of one file are listed; the rest are counted."""
MOST_SIGNS = 2000
"""The longest that a message may be; that of an unknown key names all there are."""
WIDTH_OF_FILES = 200
"""Columns of a table that goes to a file or another program."""


def wants_colours() -> bool:
    """Whether the user of the terminal may be shown colours at all."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def show_problems(problems: Iterable[Problem], to_stderr: bool = False) -> None:
    """Prints each problem on a line of its own, in the order given; of one file no more than anyone reads."""
    shown: Counter[str] = Counter()
    for problem in problems:
        shown[problem.place.file] += 1
        if shown[problem.place.file] > MOST_LISTED:
            continue
        severity = click.style(SEVERITY_NAMES[problem.severity], COLOURS[problem.severity], bold=True)
        said = f"{problem.place}：{_shortened(problem.what)}{_shortened(problem.advice)}"
        click.echo(f"{severity} {said}", err=to_stderr)
    for file, number in shown.items():
        if number > MOST_LISTED:
            click.echo(
                f"{file} 还有{number - MOST_LISTED}处没有列出；改好上面的再查，或用 --json 看全部。", err=to_stderr
            )


def _shortened(text: str) -> str:
    """A message without the middle of what it quotes at a length that nobody reads."""
    return text if len(text) <= MOST_SIGNS else f"{text[: MOST_SIGNS // 2]}……{text[-MOST_SIGNS // 2 :]}"


def count(problems: Iterable[Problem]) -> str:
    """How many problems of each severity, e.g. 1处错误、3处警告."""
    counts = Counter(problem.severity for problem in problems)
    parts = [f"{counts[severity]}处{SEVERITY_NAMES[severity]}" for severity in sorted(counts, reverse=True)]
    return "、".join(parts) or "没有问题"


def make_grid(*names: str) -> Grid:
    """An empty table with these columns, those of numbers set right."""
    from rich import box
    from rich.table import Table as Grid

    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        grid.add_column(name, justify="right" if name in SEVERITY_NAMES.values() else "left", overflow="fold")
    return grid


def print_grid(grid: Grid) -> None:
    """Prints a table, as wide as the terminal or as a file can take."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDTH_OF_FILES
    console.print(grid)


def problem_json(problem: Problem) -> dict[str, object]:
    """A problem as JSON carries it."""
    return {
        "severity": problem.severity.name.lower(),
        "file": problem.place.file,
        "line": problem.place.spot.line,
        **({"cell": problem.place.spot.cell} if problem.place.spot.cell else {}),
        "field": problem.place.field,
        "what": problem.what,
        "advice": problem.advice,
    }


def print_json(value: object) -> None:
    """Writes JSON with Chinese as it is, whatever the terminal's encoding; half a character of a file's name as \\u…."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))

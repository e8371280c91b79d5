"""What the commands show: tables, problems and texts for a terminal, or JSON for a program."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from generator.commands.build import Result, Summary
from generator.commands.compare import Difference
from generator.document.tree import Document, FigureText, Heading, Inline
from generator.document.walk import DRAWN, IMPRINT, MASTHEAD, Line, Part, iter_texts, walk
from generator.form.form import Form
from generator.library.library import Library
from generator.problem import SEVERITY_NAMES, Problem, Severity, spell_path
from generator.trust.provenance import origins
from generator.wording.heal import Fallen

if TYPE_CHECKING:
    from rich.table import Table as Grid

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "bright_black"}
WIDTH, WIDTH_OF_FILES = 80, 200
"""Columns of a terminal, and of a table that goes to a file or another program."""
MOST_SHOWN, BLANK = 24, "（空）"
"""Signs of a text that a table of differences shows, and what it shows for none."""


def show_problems(problems: Iterable[Problem], to_stderr: bool = False) -> None:
    """Prints each problem on a line of its own, in the order given."""
    for problem in problems:
        severity = click.style(SEVERITY_NAMES[problem.severity], COLOURS[problem.severity], bold=True)
        click.echo(f"{severity} {problem.place}：{problem.what}{problem.advice}", err=to_stderr)


def count(problems: Iterable[Problem]) -> str:
    """How many problems of each severity, e.g. 1处错误、3处警告."""
    counts = Counter(problem.severity for problem in problems)
    parts = [f"{counts[severity]}处{SEVERITY_NAMES[severity]}" for severity in sorted(counts, reverse=True)]
    return "、".join(parts) or "没有问题"


def follow(results: Iterable[Result], total: int) -> Iterator[Result]:
    """The results as they come, with a progress bar where someone watches a batch."""
    if total < 2 or not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(results, "成稿", total, console=Console(stderr=True), transient=True)


def show_build(results: Sequence[Result]) -> None:
    """Prints what a build has to say: errors and warnings, then what became of each form."""
    for result in results:
        show_problems(one for one in result.problems if one.severity > Severity.NOTICE)
    if len(results) == 1:
        result = results[0]
        click.echo(f"{'已写成 ' + result.output if result.output else '没有成稿'}（{count(result.problems)}）。")
    else:
        show_results(results)
    if any(one.severity is Severity.NOTICE for result in results for one in result.problems):
        click.echo("提示用 zongjie check 查看，略去的话和每个数的来源用 zongjie show 查看。")


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
        "figures": [{"text": text, "origin": origin} for text, origin in _origins(summary)],
        "left_out": _fallen_json(summary.fallen),
        "problems": [problem_json(problem) for problem in summary.problems],
    }


def _fallen_json(fallen: Iterable[Fallen]) -> list[dict[str, object]]:
    return [{"text": one.text, "fields": list(one.paths)} for one in fallen if one.paths]


def show_results(results: Sequence[Result]) -> None:
    """Prints the one table of a batch: what became of each form."""
    from rich.text import Text

    grid = _grid("表单", "结果", *SEVERITY_NAMES.values(), "文档")
    for result in results:
        counts = Counter(problem.severity for problem in result.problems)
        done = "[green]成稿[/]" if result.output else "[red]未成稿[/]"
        numbers = [str(counts[severity] or "") for severity in SEVERITY_NAMES]
        grid.add_row(Text(result.file), done, *numbers, Text(result.output))
    _print_grid(grid)
    made = sum(bool(result.output) for result in results)
    missing = f"，未成稿{len(results) - made}份" if made < len(results) else ""
    click.echo(f"共{len(results)}份表单，成稿{made}份{missing}。")


def _grid(*names: str) -> Grid:
    """An empty table with these columns, those of numbers set right."""
    from rich import box
    from rich.table import Table as Grid

    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        grid.add_column(name, justify="right" if name in SEVERITY_NAMES.values() else "left", overflow="fold")
    return grid


def _print_grid(grid: Grid) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDTH_OF_FILES
    console.print(grid)


def show_document(document: Document) -> None:
    """Prints the text of a document from 版头 to 版记, its figures coloured, the cells of a row on one line."""
    numbered = enumerate(walk(document))
    for _, group in groupby(numbered, key=lambda pair: (pair[1].at, pair[1].row) if pair[1].row else pair[0]):
        lines = [line for _, line in group]
        if lines[0].part not in DRAWN:
            click.echo(SHOWN.get(lines[0].part, _indented)(lines[0]) if len(lines) == 1 else _row(lines))


def _plain(line: Line) -> str:
    return line.text.replace("\t", "  ")


def _centred(line: Line) -> str:
    return click.style(line.text.center(WIDTH - len(line.text)), bold=True)


def _right(line: Line) -> str:
    return line.text.rjust(WIDTH - len(line.text))


def _heading(line: Line) -> str:
    level = line.block.level if isinstance(line.block, Heading) else 1
    return click.style(("  " if level > 1 else "") + line.text, bold=True)


def _indented(line: Line) -> str:
    return f"    {line.lead}{_coloured(line.inlines)}"


def _row(lines: Iterable[Line]) -> str:
    return "    " + " | ".join(_coloured(line.inlines) for line in lines)


SHOWN: dict[Part, Callable[[Line], str]] = {
    **dict.fromkeys(MASTHEAD, _plain), **dict.fromkeys(IMPRINT, _plain), "recipients": _plain,
    "title": _centred, "annex name": _centred, "heading": _heading, "signature": _right, "date": _right,
    "annex mark": lambda line: f"\n{line.text}",
}  # fmt: skip
"""How a line is shown that is not set in like a paragraph."""


def _coloured(inlines: Iterable[Inline]) -> str:
    return "".join(
        click.style(inline.text, "cyan")
        if isinstance(inline, FigureText)
        else click.style(inline.text, "black", "yellow")
        if inline.pending
        else inline.text
        for inline in inlines
    )


def show_origins(summary: Summary) -> None:
    """Prints where every number of the document came from, and how the derived ones came about."""
    found = list(_origins(summary))
    if found:
        click.echo(click.style("\n数字来源", bold=True))
    for text, origin in found:
        click.echo(f"  {click.style(text, 'cyan')} ← {origin}")


def _origins(summary: Summary) -> Iterable[tuple[str, str]]:
    return origins(summary.document, summary.form) if summary.document and summary.form else ()


def show_fallen(fallen: Iterable[Fallen]) -> None:
    """Prints what was left out because something was not filled in."""
    missing = [one for one in fallen if one.paths and one.text.strip("＿、，；。 ")]
    if missing:
        click.echo(click.style("\n因为没有填而略去的话（＿ 是空缺）", bold=True))
    for one in missing:
        fields = "、".join(spell_path(path) for path in one.paths)
        click.echo(f"  {one.text} ← {fields}")


def show_contrast(found: Sequence[Difference], forms: Sequence[Form]) -> None:
    """Prints the one table of what differs between two forms, section by section."""
    from rich.text import Text

    before, after = (f"{form.name}{form.head.year or ''}年{_span(form)}" for form in forms)
    grid = _grid("项目", before, after, "变化")
    section = ""
    for one in found:
        if one.section != section:
            section = one.section
            grid.add_row(Text(f"【{section}】", "bold"))
        grid.add_row(Text(one.label), Text(_short(one.before)), Text(_short(one.after)), Text(one.change))
    if found:
        _print_grid(grid)
    click.echo(f"共有{len(found)}项不同。" if found else "两份表单填的一样。")


def _span(form: Form) -> str:
    return "" if form.head.period.months == 12 else form.head.period.name


def _short(text: str) -> str:
    return BLANK if not text else text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def show_library(library: Library, reports: Sequence[str]) -> None:
    """Prints which reports there are, and which file each section of one comes from."""
    click.echo(f"现有的总结：{'、'.join(reports)}。")
    click.echo(f"{library.report_name}（{library.report.name}）的各节：")
    for section in library.sections:
        group = f"{section.group} › " if section.group else ""
        click.echo(f"  {group}{section.key}  {section.wording_file}")


def problem_json(problem: Problem) -> dict[str, object]:
    """A problem as JSON carries it."""
    return {
        "severity": problem.severity.name.lower(),
        "file": problem.place.file,
        "line": problem.place.spot.line,
        "field": problem.place.field,
        "what": problem.what,
        "advice": problem.advice,
    }


def result_json(result: Result) -> dict[str, object]:
    """The result of one form as JSON carries it."""
    return {
        "form": result.file,
        "output": result.output,
        "problems": [problem_json(problem) for problem in result.problems],
        "left_out": _fallen_json(result.fallen),
    }


def contrast_json(found: Iterable[Difference]) -> list[dict[str, str]]:
    """The differences as JSON carries them."""
    return [
        {"field": one.path, "label": one.label, "before": one.before, "after": one.after, "change": one.change}
        for one in found
    ]


def print_json(value: object) -> None:
    """Writes JSON with Chinese as it is, whatever the terminal's encoding."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8"))

"""What the commands show: tables, problems and texts for a terminal, or JSON for a program."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from generator.commands.build import Result, Summary
from generator.commands.compare import Difference
from generator.document.tree import (
    ANNEX_MARK,
    Block,
    Chart,
    Document,
    FigureText,
    Heading,
    Inline,
    Paragraph,
    Series,
    Table,
    annex_list,
    caption,
    imprint_texts,
    iter_texts,
    masthead_texts,
    plain_text,
)
from generator.figures.values import OF_UNIT, Figure
from generator.form.form import Form
from generator.library.filters import RATIO
from generator.library.library import Library
from generator.problem import SEVERITY_NAMES, Problem, Severity, spell_path
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
        "figures": [{"text": text, "origin": origin} for text, origin in origins(summary)],
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
    """Prints the text of a document from 版头 to 版记, its figures coloured."""
    formal = document.formal
    for line in masthead_texts(formal.masthead) if formal.masthead else ():
        click.echo(line.replace("\t", "  "))
    click.echo(_centred(document.title))
    if formal.recipients:
        click.echo(formal.recipients)
    _show_blocks(document.blocks)
    for line in annex_list(formal.annexes):
        click.echo(f"    {line}")
    for line in (document.signature, document.date):
        if line:
            click.echo(line.rjust(WIDTH - len(line)))
    if formal.note:
        click.echo(f"    {formal.note}")
    for annex in formal.annexes:
        click.echo(f"\n{ANNEX_MARK}{annex.number}\n{_centred(annex.name)}")
        _show_blocks(annex.blocks)
    for line in imprint_texts(formal.imprint) if formal.imprint else ():
        click.echo(line)


def _centred(title: str) -> str:
    return click.style(title.center(WIDTH - len(title)), bold=True)


def _show_blocks(blocks: Iterable[Block]) -> None:
    for block in blocks:
        match block:
            case Heading(level, inlines, number):
                click.echo(click.style(("  " if level > 1 else "") + number + plain_text(inlines), bold=True))
            case Paragraph(inlines, number):
                click.echo(f"    {number}{_coloured(inlines)}")
            case Chart():
                click.echo(f"    {caption(block)}")
            case Table(head, rows, unit, note):
                for row in ((unit,) if unit else (), head, *rows, (note,) if note else ()):
                    if row:
                        click.echo("    " + " | ".join(_coloured(cell) for cell in row))


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
    """Prints where every figure of the document was typed, and how the derived ones came about."""
    found = list(origins(summary))
    if found:
        click.echo(click.style("\n数字来源", bold=True))
    for text, origin in found:
        click.echo(f"  {click.style(text, 'cyan')} ← {origin}")


def origins(summary: Summary) -> Iterator[tuple[str, str]]:
    """Each printed figure with the line and field it came from, in the order of the document."""
    if summary.document is None or summary.form is None:
        return
    for figure in figures_of(summary.document):
        value = summary.form.value(figure.path)
        yield (
            figure.text,
            _origin(value, figure.path, summary.file) if isinstance(value, Figure) else _ratio(figure.path),
        )


def _ratio(path: str) -> str:
    return f"由{'和'.join(_spelled(one) for one in path.split(RATIO))}算出"


def _spelled(path: str) -> str:
    """A path as a reader takes it: 甲镇的低保·城镇·人数."""
    path, _, owner = path.partition(OF_UNIT)
    return f"{owner}的{spell_path(path)}" if owner else spell_path(path)


def _origin(figure: Figure, path: str, file: str) -> str:
    """Where a figure was typed, or which others it came from."""
    if not figure.parts:
        return f"{_spot(figure, file)} {_spelled(path)}"
    if figure.is_over_units:
        parts = "、".join(f"{part.owner}{part.text}（{_spots(part, file)}）" for part in figure.parts)
        return f"{_spelled(path)}，由{len(figure.parts)}个单位汇总：{parts}"
    parts = "、".join(f"{one.text}（{_step(one, file)}）" for one in figure.parts)
    return f"{_spelled(path)}，由{parts}算出"


def _step(part: Figure, file: str) -> str:
    """Where a part of a formula came from; a sum over units is explained where it stands itself."""
    if part.parts:
        owners = sum(1 for one in part.parts if one.owner)
        return f"{owners}个单位汇总" if owners else _spots(part, file)
    return _spot(part, file)


def _spots(figure: Figure, file: str) -> str:
    return "、".join(dict.fromkeys(_spot(one, file) for one in figure.typed))


def _spot(figure: Figure, file: str) -> str:
    """The line a figure was typed in, with its file where that is another than the form's."""
    place = figure.place
    return place.spot.said if place.file == file else place.spot.behind(place.file)


def figures_of(document: Document) -> Iterator[FigureText]:
    """Every figure of the document in reading order."""
    for block in document.blocks:
        rows: Iterable[Iterable[Inline]] = ()
        match block:
            case Heading(inlines=inlines) | Paragraph(inlines=inlines):
                rows = (inlines,)
            case Table(head, body):
                rows = (cell for row in (head, *body) for cell in row)
            case Chart(series=lines):
                rows = ((FigureText(f"{value:,f}", path),) for line in lines for value, path in _told(line))
        yield from (inline for row in rows for inline in row if isinstance(inline, FigureText))


def _told(line: Series) -> Iterator[tuple[Decimal, str]]:
    """The figures of a chart that say where they came from."""
    pairs = zip(line.values, line.paths, strict=False)
    return ((value, path) for value, path in pairs if value is not None and path)


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
    period = form.covered().period
    return "" if period.is_whole_year else period.name


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

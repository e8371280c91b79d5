"""What the commands show: tables, problems and texts for a terminal, or JSON for a program."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from generator.build import Result, Summary
from generator.document import Document, FigureText, Heading, Inline, Paragraph, Table, iter_texts, plain_text
from generator.heal import Fallen
from generator.problem import SEVERITY_NAMES, Problem, Severity
from generator.values import Figure

if TYPE_CHECKING:
    from rich.console import Console

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTICE: "dim"}


def make_console(to_stderr: bool = False) -> Console:
    """A console that keeps long Chinese lines whole when nobody is watching."""
    from rich.console import Console

    console = Console(stderr=to_stderr, highlight=False, soft_wrap=True)
    if not console.is_terminal:
        console.width = 200
    return console


def show_problems(problems: Iterable[Problem], console: Console) -> None:
    """Prints each problem on a line of its own, worst first as given."""
    from rich.text import Text

    for problem in problems:
        line = Text(SEVERITY_NAMES[problem.severity], STYLES[problem.severity])
        line.append(f" {problem.place}：", "bold" if problem.severity is Severity.ERROR else "")
        line.append(f"{problem.what}{problem.advice}")
        console.print(line)


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
    from rich.progress import track

    yield from track(results, "成稿", total, console=make_console(to_stderr=True), transient=True)


def show_build(results: Sequence[Result], console: Console) -> None:
    """Prints what a build has to say: errors and warnings, then one table."""
    for result in results:
        show_problems([one for one in result.problems if one.severity > Severity.NOTICE], console)
    show_results(results, console)
    if any(one.severity is Severity.NOTICE for result in results for one in result.problems):
        console.print("提示用 zongjie check 查看，略去的话和每个数的来源用 zongjie show 查看。")


def show_summary(summary: Summary, console: Console) -> None:
    """Prints the text of one form, what was left out, where its figures come from, and its problems."""
    if summary.document is not None:
        show_document(summary.document, console)
        show_fallen(summary.fallen, console)
        show_origins(summary, console)
        console.print()
    show_problems(summary.problems, console)


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


def show_results(results: Sequence[Result], console: Console) -> None:
    """Prints the one table of a batch: what became of each form."""
    from rich import box
    from rich.table import Table as Grid

    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, justify in (("表单", "left"), ("结果", "left"), ("错误", "right"), ("警告", "right"), ("提示", "right"), ("文档", "left")):
        grid.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for result in results:
        counts = Counter(problem.severity for problem in result.problems)
        done = "[green]成稿[/]" if result.output else "[red]未成稿[/]"
        numbers = [str(counts[severity] or "") for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTICE)]
        grid.add_row(result.file, done, *numbers, result.output)
    console.print(grid)
    made = sum(bool(result.output) for result in results)
    console.print(f"共{len(results)}份表单，成稿{made}份" + (f"，未成稿{len(results) - made}份。" if made < len(results) else "。"))


def show_document(document: Document, console: Console) -> None:
    """Prints the text of a document, its figures coloured."""
    from rich.text import Text

    console.print(Text(document.title, "bold"), justify="center")
    for block in document.blocks:
        match block:
            case Heading(level, inlines, number):
                console.print(Text(("  " if level > 1 else "") + number, "bold").append(plain_text(inlines)))
            case Paragraph(inlines, number):
                console.print(Text(f"    {number}").append_text(_coloured(inlines)))
            case Table(head, rows):
                for row in (head, *rows):
                    console.print("    " + " | ".join(plain_text(cell) for cell in row))
    for line in (document.signature, document.date):
        if line:
            console.print(Text(line), justify="right")


def _coloured(inlines: Iterable[Inline]):  # type: ignore[no-untyped-def]  # rich is imported only when needed
    from rich.text import Text

    text = Text()
    for inline in inlines:
        pending = not isinstance(inline, FigureText) and inline.pending
        text.append(inline.text, "cyan" if isinstance(inline, FigureText) else "black on yellow" if pending else "")
    return text


def show_origins(summary: Summary, console: Console) -> None:
    """Prints where every figure of the document was typed, and how the derived ones came about."""
    from rich.text import Text

    console.print(Text("\n数字来源", "bold"))
    for text, origin in origins(summary):
        console.print(Text("  ").append(text, "cyan").append(f" ← {origin}"))


def origins(summary: Summary) -> Iterator[tuple[str, str]]:
    """Each printed figure with the line and field it came from, in the order of the document."""
    if summary.document is None or summary.form is None:
        return
    for figure in figures_of(summary.document):
        value = summary.form.values.get(figure.path)
        if isinstance(value, Figure) and not value.parts:
            yield figure.text, f"第{value.place.line}行 {figure.path.replace('.', '·')}"
        elif isinstance(value, Figure):
            parts = "、".join(f"{one.text}（第{one.place.line}行）" for one in value.typed)
            yield figure.text, f"{figure.path.replace('.', '·')}，由{parts}算出"
        else:
            yield figure.text, f"由{figure.path.replace('.', '·')}算出"


def figures_of(document: Document) -> Iterator[FigureText]:
    """Every figure of the document in reading order."""
    for block in document.blocks:
        rows: Iterable[Iterable[Inline]] = ()
        match block:
            case Heading(inlines=inlines) | Paragraph(inlines=inlines):
                rows = (inlines,)
            case Table(head, body):
                rows = (cell for row in (head, *body) for cell in row)
        yield from (inline for row in rows for inline in row if isinstance(inline, FigureText))


def show_fallen(fallen: Iterable[Fallen], console: Console) -> None:
    """Prints what was left out because something was not filled in."""
    from rich.text import Text

    missing = [one for one in fallen if one.paths]
    if not missing:
        return
    console.print(Text("\n因为没有填而略去的话（＿ 是空缺）", "bold"))
    for one in missing:
        fields = "、".join(path.replace(".", "·") for path in one.paths)
        console.print(Text(f"  {one.text}", "dim").append(f" ← {fields}"))


def problem_json(problem: Problem) -> dict[str, object]:
    """A problem as JSON carries it."""
    return {
        "severity": problem.severity.name.lower(),
        "file": problem.place.file,
        "line": problem.place.line,
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


def print_json(value: object) -> None:
    """Writes JSON with Chinese as it is, whatever the terminal's encoding."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8"))

"""``zongjie build``: forms made into documents; one bad form stops nobody else."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import click
from msgspec import Struct
from msgspec.structs import replace

from generator.commands.export import export
from generator.commands.here import forms_here, found_forms
from generator.commands.options import (
    DRAFT,
    FORMS,
    JSON,
    OUTPUTS,
    SCRIPT,
    TEMPLATES,
    folders_of,
)
from generator.form.archive import Archive, find_forms
from generator.form.folders import besides, read_cards, reporting_units, side_by_side, skipped_problems
from generator.form.mishap import mishap
from generator.form.opening import Options, for_forms
from generator.library.overlays import open_shelf, show_path
from generator.making.placing import DRAFT_MARK, document_name, free_place, write_document
from generator.making.summarize import carries_form, is_forbidden, read_summary, write_summary
from generator.page.layout_files import load_layout
from generator.problem import SEVERITY_NAMES, Place, Problem, Severity, error, has_errors, warning
from generator.reckoning.passed_over import passed_over
from generator.terminal.chinese_click import ChineseCommand
from generator.terminal.console import count, make_grid, print_grid, print_json, problem_json, show_problems
from generator.terminal.show import fallen_json
from generator.wording.heal import Fallen

TRAVELS_ALONG = "文档里带着表单和核对说明，会跟着传出去；不要带的加 --no-embed，看改过哪些数用 zongjie verify。"


class Result(Struct, frozen=True):
    """What a batch reports of one form: small, and the same from any process."""

    file: str
    problems: tuple[Problem, ...]
    fallen: tuple[Fallen, ...] = ()
    output: str = ""
    """The written file, empty when none was."""
    carries_form: bool = False
    """Whether the document takes its form along."""
    beside: tuple[Problem, ...] = ()
    """What of the folders that it sums was not taken."""


@click.command(cls=ChineseCommand)
@FORMS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=OUTPUTS,
    metavar="文件夹",
    help="文档放在哪里，缺省是 outputs。",
)
@DRAFT
@click.option("--strict", is_flag=True, help="有警告没有说明的也不成稿。")
@TEMPLATES
@click.option("--layout", default="", metavar="名字", help="改用 layouts 里的另一个版式。")
@SCRIPT
@click.option("--overwrite", is_flag=True, help="有人改过的文档也盖掉，不另写新稿。")
@click.option("--no-embed", is_flag=True, help="文档里不带表单；以后核对不了改过哪些数。")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, metavar="个数", help="同时做几份，缺省是 1。")
@click.option("--pdf", is_flag=True, help="再用 LibreOffice 转一份 PDF。")
@click.option("--png", is_flag=True, help="再把每一面做成图片。")
@click.option("--require-fonts", is_flag=True, help="缺字体就不转 PDF 和图片，不用相近的字体代替。")
@JSON
def build(
    forms: tuple[Path, ...],
    output: Path,
    draft: bool,
    strict: bool,
    overlays: tuple[Path, ...],
    layout: str,
    script: str | None,
    overwrite: bool,
    no_embed: bool,
    jobs: int,
    pdf: bool,
    png: bool,
    require_fonts: bool,
    as_json: bool,
) -> int:
    """把表单做成 Word 文档；一份有错不影响别的。"""

    if require_fonts and not (pdf or png):
        raise click.UsageError("--require-fonts 要和 --pdf 或 --png 一起用。")
    places = forms or forms_here()
    archive = Archive(folders_of(places))
    options = Options(open_shelf(*overlays), draft, strict, layout, script or "", archive=archive, embed=not no_embed)
    # One that is not here may lie in a form's own templates; each form says so where it does not.
    if options.shelf.find(f"layouts/{layout}.yaml"):
        load_layout(options.shelf, layout)
    paths = found_forms(find_forms(places), forms)
    results = list(follow(build_files(paths, output, options, jobs, overwrite), len(paths)))
    skipped = skipped_problems(places)
    skipped += besides((one for result in results for one in result.beside), skipped)
    show_problems(skipped, to_stderr=as_json)
    if as_json:
        print_json([result_json(result) for result in results])
    else:
        show_build(results)
    exported = _export(results, pdf, png, require_fonts, as_json)
    return int(not exported or any(not result.output for result in results))


def _export(results: Sequence[Result], pdf: bool, png: bool, require_fonts: bool, quiet: bool) -> bool:
    """Makes the PDFs and pictures asked for and says which; whether all were made."""
    documents = [Path(result.output) for result in results if result.output]
    if not (pdf or png) or not documents:
        return True

    written, problems = export(documents, pdf=pdf, png=png, require_fonts=require_fonts)
    if not quiet:
        show_exported(written)
    show_problems(problems, to_stderr=True)
    return not has_errors(problems)


def show_exported(written: Iterable[Path]) -> None:
    """Prints the PDFs and pictures that were written."""
    for path in written:
        click.echo(f"已写成 {show_path(path)}")


class _Made(Struct, frozen=True):
    """A built document on its way to the disk; ``data`` is empty when there is none."""

    result: Result
    name: str = ""
    data: bytes = b""


def _make(path: Path, options: Options) -> _Made:
    summary = read_summary(path, options)
    beside = tuple(passed_over(summary.form, path)) if summary.form else ()
    result = Result(summary.file, summary.problems, summary.fallen, beside=beside)
    if summary.document is None:
        return _Made(result)
    try:
        name = document_name(summary.document.title, DRAFT_MARK if options.draft else "")
        carries = carries_form(summary, options)
        return _Made(replace(result, carries_form=carries), name, write_summary(summary, options))
    except Exception as fault:
        return _Made(replace(result, problems=(*mishap(fault, summary.file), *result.problems)))


def _not_made(path: Path, fault: Exception | None) -> _Made:
    """A form at which the process that made it ended, or could not say what it made."""
    file = show_path(path)
    if fault is not None:
        return _Made(Result(file, mishap(fault, file)))
    what = "做这份表单的进程两次意外退出，没有做成；别的表单不受影响。"
    return _Made(Result(file, (error(Place(file), what, "多半是内存不够。请单独再做这一份，或把 --jobs 改小。"),)))


def build_files(
    paths: list[Path], folder: Path, options: Options, jobs: int = 1, overwrite: bool = False
) -> Iterator[Result]:
    """The result of each form in turn, its document written into ``folder``; none over one that somebody worked on.

    With ``jobs`` more than one are made at a time; they are written one by one, in the order of
    ``paths``, and none over another of the same batch; of a form that two files hold neither is.
    """
    written: dict[Path, str] = {}
    cards = read_cards(paths)
    options = replace(for_forms(options, len(paths)), neighbours=reporting_units(cards))
    among = side_by_side(cards, options.shelf)
    for path, made in zip(paths, _make_all(paths, options, jobs), strict=True):
        beside = among.get(path, ())
        result = replace(made.result, problems=(*beside, *made.result.problems)) if beside else made.result
        if made.data and not is_forbidden(beside, options):
            target = folder / made.name
            if target in written:
                what = f"和 {written[target]} 的标题相同，会写成同一个文件。"
                problem = error(Place(result.file), what, "请核对单位、年度和期间。")
                yield replace(result, problems=(problem, *result.problems))
            else:
                written[target] = result.file
                yield _put(result, target, made.data, overwrite)
        else:
            yield result


def _put(result: Result, target: Path, data: bytes, overwrite: bool) -> Result:
    """The result with its document written to ``target``, or beside it when somebody has worked on what lies there."""
    place, done = (target, "") if overwrite else free_place(target)
    problem = write_document(place, data)
    if problem:
        return replace(result, problems=(problem, *result.problems))
    if done:
        what = f"{done}，没有盖掉；新稿另写在 {show_path(place)}。"
        advice = "请核对两份，要留的改动填进表单；确实要盖掉的，加 --overwrite 再做一次。"
        result = replace(result, problems=(warning(Place(show_path(target)), what, advice), *result.problems))
    return replace(result, output=show_path(place))


def _make_all(paths: list[Path], options: Options, jobs: int) -> Iterator[_Made]:
    if jobs == 1 or len(paths) == 1:
        return (_make(path, options) for path in paths)
    from generator.making.workers import spread

    return spread(partial(_make, options=options), paths, jobs, _not_made)


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
        click.echo("提示用 zongjie check 查看，略去的话和每个数的来源用 zongjie show --略去、--来源 查看。")
    if any(result.output and result.carries_form for result in results):
        click.echo(TRAVELS_ALONG)


def show_results(results: Sequence[Result]) -> None:
    """Prints the one table of a batch: what became of each form."""
    from rich.text import Text

    grid = make_grid("表单", "结果", *SEVERITY_NAMES.values(), "文档")
    for result in results:
        counts = Counter(problem.severity for problem in result.problems)
        done = "[green]成稿[/]" if result.output else "[red]未成稿[/]"
        numbers = [str(counts[severity] or "") for severity in SEVERITY_NAMES]
        grid.add_row(Text(result.file), done, *numbers, Text(result.output))
    print_grid(grid)
    made = sum(bool(result.output) for result in results)
    missing = f"，未成稿{len(results) - made}份" if made < len(results) else ""
    click.echo(f"共{len(results)}份表单，成稿{made}份{missing}。")


def result_json(result: Result) -> dict[str, object]:
    """The result of one form as JSON carries it."""
    return {
        "form": result.file,
        "output": result.output,
        "problems": [problem_json(problem) for problem in result.problems],
        "left_out": fallen_json(result.fallen),
    }

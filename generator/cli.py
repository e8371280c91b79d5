"""The ``zongjie`` command. Each command reads its options, calls one function, and prints.

Exit codes: 0 all well; 1 a form has errors, or under --strict warnings; 2 the command was mistyped;
3 the program itself failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.problem import Refused, Severity, has_errors, why
from generator.terminal.chinese_click import Chinese, ChineseCommand, Folder

if TYPE_CHECKING:
    from generator.commands.build import Result

INPUTS, OUTPUTS = Path("inputs"), Path("outputs")

FORMS = click.argument("forms", nargs=-1, type=click.Path(path_type=Path), metavar="[表单或文件夹]...")
TEMPLATES = click.option(
    "--templates",
    "overlays",
    multiple=True,
    type=Folder(),
    metavar="文件夹",
    help="盖在标准模板上的模板文件夹，可以写几次，后写的优先。",
)
SCRIPT = click.option(
    "--script",
    type=click.Choice(["zh-Hans", "zh-Hant"]),
    default=None,
    metavar="文字",
    help="zh-Hans（简体）或 zh-Hant（繁体），缺省照表单里的“文字”。",
)
JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供别的程序读取。")
DRAFT = click.option("--draft", is_flag=True, help="出草稿：必填项没有填的地方印【待填】，不拒绝成稿。")
CONTEXT_SETTINGS = {"help_option_names": ["-h", "--help"], "terminal_width": 100}


@click.group(cls=Chinese, context_settings=CONTEXT_SETTINGS)
@click.version_option(package_name="zongjie", prog_name="zongjie", message="%(prog)s %(version)s")
def main() -> None:
    """把填好的表单变成合乎公文格式的工作总结（Word 文档）。

    先用 new 生成空白表单，填好后用 check 检查，用 build 成稿。
    """


@main.command(cls=ChineseCommand)
@click.argument("unit", metavar="单位")
@click.option("--year", type=int, required=True, metavar="年份", help="哪一年的总结，如 2012。")
@click.option("--report", default="town", show_default=False, metavar="名字", help="哪一种总结，缺省是 town（乡镇）。")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=INPUTS,
    metavar="文件夹",
    help="写到哪里，缺省是 inputs。",
)
@click.option(
    "--from", "towns", type=Folder(), metavar="文件夹", help="汇总这个文件夹里各单位的表单，如 inputs/towns。"
)
@TEMPLATES
def new(unit: str, year: int, report: str, output: Path, towns: Path | None, overlays: tuple[Path, ...]) -> int:
    """生成一份空白表单，写明每一项填什么、上年是多少。"""
    from generator.commands.build import write_atomically
    from generator.commands.new import start_form
    from generator.form.archive import Archive
    from generator.form.head import REPORT_YEARS, UNSAFE_IN_NAMES
    from generator.form.opening import Options
    from generator.library.overlays import open_shelf, show_path
    from generator.terminal.show import show_problems

    if UNSAFE_IN_NAMES.search(unit) or not unit.strip():
        raise click.UsageError(f"「{unit}」不能作单位名：里面有不能用在文件名里的符号。", click.get_current_context())
    if year not in REPORT_YEARS:
        raise click.UsageError(f"年份「{year}」不对，请写四位年份，如 2012。", click.get_current_context())
    path = output / f"{unit}-{year}.yaml"
    if path.exists():
        click.echo(f"{show_path(path)} 已经有了，没有改动它。要重新生成，请先把它移走或改名。", err=True)
        return 1
    archive = Archive(folder for folder in (output,) if folder.is_dir())
    options = Options(open_shelf(*overlays), draft=True, whole_library=True, archive=archive)
    text, problems = start_form(unit, year, report, path, options, towns)
    show_problems(problems, to_stderr=True)
    try:
        write_atomically(path, text.encode())
    except OSError as fault:
        click.echo(f"{show_path(path)} 写不进去（{why(fault)}）。请检查文件夹是否只读。", err=True)
        return 1
    click.echo(f"已生成 {show_path(path)}。填好后运行：zongjie check {show_path(path)}")
    return 0


@main.command(cls=ChineseCommand)
@FORMS
@TEMPLATES
@JSON
def check(forms: tuple[Path, ...], overlays: tuple[Path, ...], as_json: bool) -> int:
    """检查表单，一次列出全部问题，重的在前。"""
    from generator.commands.build import check_file
    from generator.form.archive import Archive, find_forms
    from generator.form.opening import Options
    from generator.library.overlays import open_shelf
    from generator.problem import worst_first
    from generator.terminal.show import count, print_json, problem_json, show_problems

    places = _places(forms)
    paths = _found(find_forms(places))
    options = Options(open_shelf(*overlays), archive=Archive(_folders(places)))
    problems = worst_first(problem for path in paths for problem in check_file(path, options))
    if as_json:
        print_json([problem_json(problem) for problem in problems])
    else:
        show_problems(problems)
        click.echo(f"检查了{len(paths)}份表单：{count(problems)}。")
    return int(has_errors(problems))


@main.command(cls=ChineseCommand)
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
@click.option("--jobs", type=click.IntRange(1, 64), default=1, metavar="个数", help="同时做几份，缺省是 1。")
@click.option("--pdf", is_flag=True, help="再用 LibreOffice 转一份 PDF。")
@click.option("--png", is_flag=True, help="再把每一面做成图片。")
@JSON
def build(
    forms: tuple[Path, ...],
    output: Path,
    draft: bool,
    strict: bool,
    overlays: tuple[Path, ...],
    layout: str,
    script: str | None,
    jobs: int,
    pdf: bool,
    png: bool,
    as_json: bool,
) -> int:
    """把表单做成 Word 文档；一份有错不影响别的。"""
    from generator.commands.build import build_files
    from generator.form.archive import Archive, find_forms
    from generator.form.opening import Options
    from generator.library.overlays import open_shelf
    from generator.page.layout_files import load_layout
    from generator.terminal.show import follow, print_json, result_json, show_build

    places = _places(forms)
    archive = Archive(_folders(places))
    options = Options(open_shelf(*overlays), draft, strict, layout, script or "", archive=archive)
    if layout:
        load_layout(options.shelf, layout)
    paths = _found(find_forms(places))
    results = list(follow(build_files(paths, output, options, jobs), len(paths)))
    if as_json:
        print_json([result_json(result) for result in results])
    else:
        show_build(results)
    exported = _export(results, pdf, png, as_json)
    return int(not exported or any(not result.output for result in results))


def _export(results: Sequence[Result], pdf: bool, png: bool, quiet: bool) -> bool:
    """Makes the PDFs and pictures asked for and says which; whether all were made."""
    documents = [Path(result.output) for result in results if result.output]
    if not (pdf or png) or not documents:
        return True
    from generator.commands.export import export
    from generator.terminal.inspection import show_exported
    from generator.terminal.show import show_problems

    written, problems = export(documents, pdf=pdf, png=png)
    if not quiet:
        show_exported(written)
    show_problems(problems, to_stderr=True)
    return not has_errors(problems)


@main.command(cls=ChineseCommand)
@click.argument("before", type=click.Path(path_type=Path), metavar="前一份")
@click.argument("after", type=click.Path(path_type=Path), metavar="后一份")
@TEMPLATES
@JSON
def compare(before: Path, after: Path, overlays: tuple[Path, ...], as_json: bool) -> int:
    """逐项比较两份表单：两年的，或同一份改前改后的。"""
    from generator.commands.compare import contrast
    from generator.form.opening import Options
    from generator.library.overlays import open_shelf
    from generator.reckoning.related import read_complete
    from generator.terminal.show import contrast_json, print_json, show_contrast, show_problems

    options = Options(open_shelf(*overlays), draft=True, whole_library=True)
    forms = [read_complete(path, options) for path in (before, after)]
    found = contrast(forms[0].form, forms[1].form)
    if as_json:
        print_json(contrast_json(found))
    else:
        show_problems(
            (one for form in forms for one in form.problems if one.severity is Severity.ERROR), to_stderr=True
        )
        show_contrast(found, [form.form for form in forms])
    return 0


@main.command(cls=ChineseCommand)
@click.argument("form", type=click.Path(path_type=Path), metavar="表单")
@DRAFT
@TEMPLATES
@SCRIPT
@JSON
def show(form: Path, draft: bool, overlays: tuple[Path, ...], script: str | None, as_json: bool) -> int:
    """在屏幕上看成稿的文字、略去的话和每个数的来源。"""
    from generator.commands.build import read_summary
    from generator.form.archive import Archive
    from generator.form.opening import Options
    from generator.library.overlays import open_shelf
    from generator.terminal.show import print_json, show_summary, summary_json

    archive = Archive(_folders(_places(())))
    summary = read_summary(form, Options(open_shelf(*overlays), draft, script=script or "", archive=archive))
    if as_json:
        print_json(summary_json(summary))
    else:
        show_summary(summary)
    return int(summary.document is None)


def _places(forms: tuple[Path, ...]) -> tuple[Path, ...]:
    """Where to look for forms: what was named, else inputs/ when there is one."""
    return forms or ((INPUTS,) if INPUTS.is_dir() else ())


def _folders(places: tuple[Path, ...]) -> tuple[Path, ...]:
    """The folders among the places named: in them forms of other years are looked for too."""
    return tuple(place for place in places if place.is_dir())


def _found(paths: list[Path]) -> list[Path]:
    if not paths:
        raise click.UsageError(
            "没有找到表单（.yaml 文件）。请写明文件，或用 zongjie new 生成一份。", click.get_current_context()
        )
    return paths


@main.group(cls=Chinese)
def templates() -> None:
    """查看、抄出、检查模板。"""


@templates.command("list", cls=ChineseCommand)
@click.option("--report", default="town", metavar="名字", help="哪一种总结，缺省是 town（乡镇）。")
@TEMPLATES
def list_templates(report: str, overlays: tuple[Path, ...]) -> int:
    """列出有哪些总结，以及一种总结的各节用的是哪个文件。"""
    from generator.commands.check_templates import report_names
    from generator.library.loading import load_library
    from generator.library.overlays import open_shelf
    from generator.terminal.show import show_library

    shelf = open_shelf(*overlays)
    library, problems = load_library(shelf, report)
    if library is None:
        raise Refused(problems)
    show_library(library, report_names(shelf))
    return 0


@templates.command("copy", cls=ChineseCommand)
@click.argument("section", metavar="节")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, metavar="文件夹", help="抄到哪个模板文件夹。"
)
@TEMPLATES
def copy_template(section: str, target: Path, overlays: tuple[Path, ...]) -> int:
    """把一节的模板抄一份出来，改成本单位的说法。"""
    from generator.commands.build import write_atomically
    from generator.library.overlays import open_shelf, show_path
    from generator.problem import Place, error

    shelf = open_shelf(*overlays)
    names = shelf.names(f"sections/{section}/*")
    if not names:
        known = "、".join(name.split("/")[1] for name in shelf.names("sections/*/section.md"))
        raise Refused([error(Place(f"sections/{section}"), "没有这一节。", f"现有的是：{known}。")])
    for name in names:
        found, path = shelf.read(name), target / name
        if path.exists():
            click.echo(f"{show_path(path)} 已经有了，没有改动它。", err=True)
            return 1
        if found:
            write_atomically(path, found[0])
            click.echo(f"已抄出 {show_path(path)}")
    click.echo(f"改好后用：zongjie build --templates {show_path(target)}")
    return 0


@templates.command("check", cls=ChineseCommand)
@click.argument("folders", nargs=-1, type=Folder(), metavar="[模板文件夹]...")
@JSON
def check_templates_command(folders: tuple[Path, ...], as_json: bool) -> int:
    """检查模板：每种总结填满、填一半、全空各做一遍。"""
    from generator.commands.check_templates import check_templates
    from generator.library.overlays import open_shelf
    from generator.problem import worst_first
    from generator.terminal.show import count, print_json, problem_json, show_problems

    problems = worst_first(check_templates(open_shelf(*folders)))
    if as_json:
        print_json([problem_json(problem) for problem in problems])
    else:
        show_problems(problems)
        click.echo(f"模板检查完毕：{count(problems)}。")
    return int(has_errors(problems))


@main.group(cls=Chinese)
def layouts() -> None:
    """查看版式：有哪些，和标准差在哪里。"""


@layouts.command("list", cls=ChineseCommand)
@TEMPLATES
def list_layouts(overlays: tuple[Path, ...]) -> int:
    """列出有哪些版式。"""
    from generator.library.overlays import open_shelf
    from generator.terminal.inspection import show_layouts

    show_layouts(open_shelf(*overlays))
    return 0


@layouts.command("show", cls=ChineseCommand)
@click.argument("name", metavar="版式")
@TEMPLATES
def show_layout(name: str, overlays: tuple[Path, ...]) -> int:
    """逐项列出一个版式改了标准的什么，标准原来怎样要求。"""
    from generator.library.overlays import open_shelf
    from generator.page.layout_files import differences
    from generator.terminal.inspection import show_differences

    show_differences(differences(open_shelf(*overlays), name), name)
    return 0


@main.command(cls=ChineseCommand)
@click.option("--layout", default="gbt9704", metavar="名字", help="看哪个版式的字体，缺省是 gbt9704。")
@TEMPLATES
def doctor(layout: str, overlays: tuple[Path, ...]) -> int:
    """看这台电脑上有没有要用的东西：Python、字体、LibreOffice。"""
    from generator.commands.doctor import examine
    from generator.library.overlays import open_shelf
    from generator.page.layout_files import load_layout
    from generator.terminal.inspection import show_findings

    return int(not show_findings(examine(load_layout(open_shelf(*overlays), layout))))

"""``zongjie check``: all that is wrong with forms."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import click
from msgspec.structs import replace

from generator.commands.here import forms_here, found_forms, say_next, say_read
from generator.commands.options import FORMS, JSON, TEMPLATES, folders_of
from generator.form.archive import Archive, find_forms
from generator.form.folders import besides, read_cards, reporting_units, side_by_side, skipped_problems
from generator.form.opening import Options, for_forms
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary
from generator.problem import Problem, has_errors, worst_first
from generator.reckoning.passed_over import passed_over
from generator.terminal.chinese_click import ChineseCommand
from generator.terminal.console import count, print_json, problem_json, show_problems


@click.command(cls=ChineseCommand)
@FORMS
@TEMPLATES
@JSON
def check(forms: tuple[Path, ...], overlays: tuple[Path, ...], as_json: bool) -> int:
    """检查表单，一次列出全部问题，重的在前。"""

    places = forms or forms_here()
    paths = found_forms(find_forms(places), forms)
    options = for_forms(Options(open_shelf(*overlays), archive=Archive(folders_of(places))), len(paths))
    cards = read_cards(paths)
    options = replace(options, neighbours=reporting_units(cards))
    among = [*skipped_problems(places), *chain(*side_by_side(cards, options.shelf).values())]
    found: list[Problem] = []
    sums: list[Problem] = []
    for path in paths:
        summary = read_summary(path, options)
        found += summary.problems
        sums += passed_over(summary.form, path) if summary.form else ()
    problems = worst_first([*among, *besides(sums, among), *found])
    if as_json:
        print_json([problem_json(problem) for problem in problems])
    else:
        show_problems(problems)
        say_read(forms, paths)
        click.echo(f"检查了{len(paths)}份表单：{count(problems)}。")
        say_next(forms, has_errors(problems))
    return int(has_errors(problems))

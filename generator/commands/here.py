"""Where a verb finds forms that nobody named: in inputs/ or in the folder one stands in, and what to type next."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from generator.commands.options import INPUTS
from generator.form.archive import find_forms, has_form_name
from generator.form.folders import skipped_problems
from generator.library.overlays import paste_path, show_path
from generator.reading.files import is_folder

NAMES_TOLD = 5
"""So many names are told; of the rest, that there are more."""
HIDDEN_ENDING = re.compile(r"(.+\.ya?ml)\.(?:txt|docx?|wps|bak)", re.IGNORECASE)
"""A form to which an editor hung its own ending, which Windows does not even show."""


def forms_here() -> tuple[Path, ...]:
    """Where the forms are when none is named: inputs/, else those that lie in the folder itself; says which."""
    if is_folder(INPUTS) and (found := find_forms([INPUTS])):
        if sys.stderr.isatty():
            click.echo(f"没有写明表单，看的是 {INPUTS} 里的{_told(found)}。", err=True)
        return (INPUTS,)
    if found := _forms_in_folder(Path()):
        click.echo(f"没有写明表单，看的是这个文件夹里的{_told(found)}。", err=True)
    return tuple(found)


def found_forms(paths: list[Path], named: Sequence[Path]) -> list[Path]:
    """The forms found where the user named, or where nothing was named; a complaint when there are none."""
    if paths:
        return paths
    ctx = click.get_current_context()
    if named:
        lines = ["没有找到表单（.yaml 文件）。请核对文件夹的名字，或用 zongjie new 生成一份。"]
        lines += [str(problem) for problem in skipped_problems(named)]
    else:
        lines = list(_nothing_here(ctx.info_name or "check"))
    raise click.UsageError("\n".join(lines), ctx)


def say_read(places: Sequence[Path], paths: Sequence[Path]) -> None:
    """Tells which forms were read of the folders among ``places``, where these held more than one."""
    folders = [show_path(place) for place in places if is_folder(place)]
    if folders and len(paths) > 1:
        click.echo(f"读的是 {'、'.join(folders)} 里的{_told(paths)}。")


def say_next(forms: Sequence[Path], wrong: bool) -> None:
    """Tells someone at a terminal who named no form what to type after ``check``."""
    if not forms and sys.stdout.isatty():
        click.echo("改好以后再检查一遍：zongjie check" if wrong else "可以成稿了：zongjie build")


def _nothing_here(verb: str) -> Iterator[str]:
    """Lines on a folder without forms: what of it looks like forms, and what to type."""
    where = "这个文件夹和 inputs 里都没有" if is_folder(INPUTS) else "这个文件夹里没有"
    yield f"没有找到表单（.yaml 文件）：{where}。"
    places = [place for place in (INPUTS, Path()) if is_folder(place)]
    for path in (path for place in places for path in _listed(place)):
        if ending := HIDDEN_ENDING.fullmatch(path.name):
            yield f"「{path.name}」像是表单，可是名字后面多了一截，请改名为「{ending[1]}」。"
    for folder in filter(is_folder, _listed(Path())):
        if found := _forms_in_folder(folder):
            yield f"{folder.name} 里有{_told(found)}：zongjie {verb} {paste_path(folder)}"
        elif is_folder(folder / INPUTS) and (found := _forms_in_folder(folder / INPUTS)):
            yield f"{folder.name} 里有一套总结的文件夹，请先进去：cd {paste_path(folder)}"
    yield f"新建一份空表（单位名和年份换成自己的）：zongjie new 柳河镇 --year {date.today().year}"
    yield "看填好的样子：zongjie examples"


def _listed(folder: Path) -> list[Path]:
    """What lies in a folder, sorted; nothing where it may not be looked into."""
    try:
        return sorted(path for path in folder.iterdir() if path.name[0] not in ".~")
    except OSError:
        return []


def _forms_in_folder(folder: Path) -> list[Path]:
    return [path for path in _listed(folder) if has_form_name(path) and path.is_file()]


def _told(forms: Sequence[Path]) -> str:
    """How many forms, and the first of their names."""
    names = "、".join(path.name for path in forms[:NAMES_TOLD])
    return f"{len(forms)}份表单（{names}{'等' if len(forms) > NAMES_TOLD else ''}）"

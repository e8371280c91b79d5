"""``zongjie collect``: what units sent, put in order under one naming, and who is missing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from generator.commands.asked_units import asked_units
from generator.commands.collected import (
    DOUBLE,
    MISSING,
    RECEIVED,
    Sent,
    collected,
    knows_last_year,
    not_asked,
    yet_to_come,
)
from generator.commands.options import REPORT, TEMPLATES
from generator.form.archive import SUFFIXES, TEXT_SUFFIXES, bytes_of
from generator.form.opening import Options
from generator.library.loading import load_library
from generator.library.overlays import open_shelf, paste_path, show_path
from generator.library.unit_names import UnitNames
from generator.making.placing import UNSAFE, write_document
from generator.problem import Refused
from generator.reading.workbook import WORKBOOK_SUFFIXES
from generator.terminal.chinese_click import ChineseCommand, Folder
from generator.terminal.console import make_grid, print_grid


@click.command(cls=ChineseCommand)
@click.argument("folder", type=Folder(), metavar="文件夹")
@click.option("--year", type=int, required=True, metavar="年份", help="收哪一年的表单，如 2024。")
@click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, metavar="文件夹", help="收好的放到哪里。"
)
@click.option(
    "--units",
    "listed",
    type=click.Path(path_type=Path),
    metavar="名单",
    help="应报单位：一行一个的文本、工作簿里的一列，或县里那份表单；缺省是上年报过的。",
)
@REPORT
@TEMPLATES
def collect(folder: Path, year: int, target: Path, listed: Path | None, report: str, overlays: tuple[Path, ...]) -> int:
    """收齐各单位交来的表单：逐个文件说明收没收、为什么，还缺谁。压缩包会打开看，原来的文件不动。"""

    options = Options(open_shelf(*overlays), whole_library=True)
    library, problems = load_library(options.shelf, report)
    if library is None:
        raise Refused(problems)
    names: UnitNames = library.wording.unit_names
    asked = asked_units(listed, options) if listed else []
    with TemporaryDirectory() as unpacked:
        found = collected(folder, year, report, names, options, Path(unpacked))
        sent = [_put(not_asked(one, asked, names), target, year) for one in found]
    sent += yet_to_come(sent, (folder, target), year, names, asked)
    _show(sent)
    counts = {one.state: sum(other.state == one.state for other in sent) for one in sent}
    click.echo(
        f"{'、'.join(f'{state}{count}份' if state != MISSING else f'{state}{count}个' for state, count in counts.items())}。"
    )
    if not asked and not knows_last_year(sent, (folder, target), year):
        click.echo("没有上年的表单，也没有给应报单位的名单，不知道还缺谁；请加 --units 名单，一行写一个单位。")
    if counts.get(RECEIVED):
        click.echo(f"收到的在 {show_path(target)}。检查：zongjie check {paste_path(target)}")
    return int(set(counts) - {RECEIVED} != set())


def _put(sent: Sent, target: Path, year: int) -> Sent:
    """A form that came, copied under the name of its unit; one that lies there already is never written over."""
    if sent.state != RECEIVED or sent.file is None:
        return sent
    suffix = sent.file.suffix.lower()
    stem = f"{UNSAFE.sub('', sent.unit)}-{year}"
    data = bytes_of(sent.file)
    place = target / f"{stem}{suffix if suffix in WORKBOOK_SUFFIXES else TEXT_SUFFIXES[0]}"
    there = [one for ending in SUFFIXES if (one := target / f"{stem}{ending}").exists()]
    if any(bytes_of(one) == data for one in there):
        return sent._replace(told=f"{sent.told}已经收过。")
    if there:
        told = f"{show_path(there[0])} 已经有了，内容不同，没有盖掉：请核对用哪一份。"
        return sent._replace(state=DOUBLE, told=told)
    if problem := write_document(place, data):
        raise Refused([problem])
    return sent._replace(told=f"{sent.told}→ {place.name}")


def _show(sent: list[Sent]) -> None:
    from rich.text import Text

    grid = make_grid("文件", "单位", "情况", "说明")
    for one in sent:
        grid.add_row(*map(Text, (one.name, one.unit, one.state, one.told)))
    print_grid(grid)

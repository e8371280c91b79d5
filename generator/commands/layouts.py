"""``zongjie layouts``: which page formats there are, what each changes of the standard, and new ones from a document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import click

from generator.commands.options import TEMPLATES
from generator.commands.shipped import copy_out
from generator.learning.learnt import NOT_READ, Learnt, layout_text, learnt
from generator.learning.opened import open_document, read_document
from generator.learning.sample import read_sample
from generator.library.overlays import Shelf, open_shelf, paste_path, show_path
from generator.making.placing import document_name
from generator.page.layout_files import STANDARD, Deviation, differences, layout_in, layout_names, load_layout
from generator.page.stated import Provision
from generator.problem import Place, Problem, Refused, error, spell_path
from generator.terminal.chinese_click import Chinese, ChineseCommand

PLAIN_NAME = re.compile(r"[\w.·—-]+")
"""What no shell takes apart."""
FONTS = "字体."
"""How the path of a font begins."""


@click.group(cls=Chinese)
def layouts() -> None:
    """查看版式：有哪些，和标准差在哪里。"""


@layouts.command("list", cls=ChineseCommand)
@TEMPLATES
def list_layouts(overlays: tuple[Path, ...]) -> int:
    """列出有哪些版式。"""

    show_layouts(open_shelf(*overlays))
    return 0


@layouts.command("show", cls=ChineseCommand)
@click.argument("name", metavar="版式")
@TEMPLATES
def show_layout(name: str, overlays: tuple[Path, ...]) -> int:
    """逐项列出一个版式改了标准的什么，标准原来怎样要求。"""

    show_differences(differences(open_shelf(*overlays), name), name)
    return 0


@layouts.command("learn", cls=ChineseCommand)
@click.argument("sample", type=click.Path(path_type=Path), metavar="样稿.docx")
@click.option("--name", required=True, metavar="名字", help="给版式起的名字，也是文件名。")
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    default="模板",
    metavar="文件夹",
    help="写到哪个模板文件夹，缺省是“模板”。",
)
def learn_layout(sample: Path, name: str, target: Path) -> int:
    """从本单位的一份 Word 文档读出版式，列出和标准的差别。"""

    found, data = learn(sample, name)
    path = target / "layouts" / f"{name}.yaml"
    if copy_out({path: data}):
        return 1
    click.echo(f"已写成 {show_path(path)}：从样稿读出{found.read}项，{len(found.rules)}项和标准不同。")
    show_differences(differences(open_shelf(target), name), name)
    if found.remarks:
        click.echo("请留意：")
    for remark in found.remarks:
        click.echo(f"  {remark}")
    click.echo(f"不从样稿读的，用标准的：{NOT_READ}。")
    click.echo(f"用它成稿：zongjie build --templates {paste_path(target)} --layout {name}")
    return 0


def learn(sample: Path, name: str) -> tuple[Learnt, bytes]:
    """What the document at ``sample`` says of a layout, and the file of that name; Refused when it says nothing."""
    shelf, file = open_shelf(), show_path(sample)
    data = read_document(sample, file)
    document = data if isinstance(data, Problem) else open_document(data, file)
    problems = [one for one in (_name_fault(name, shelf), document) if isinstance(one, Problem)]
    if problems or isinstance(document, Problem):
        raise Refused(problems)
    found = learnt(read_sample(document), load_layout(shelf, STANDARD))
    text = layout_text(
        name,
        STANDARD,
        found.rules,
        f"从 {' '.join(sample.name.split())} 读出。没有写的项用标准的；可以照标准的写法改。",
    ).encode()
    layout, faults = layout_in(text, file, shelf)
    if layout is None:
        what = f"读出的数值排不成一面：{faults[0].what}"
        raise Refused(
            [error(Place(file, field=faults[0].place.field), what, "请核对样稿的页边距、字号、行距，改好再读。")]
        )
    return found, text


def _name_fault(name: str, shelf: Shelf) -> Problem | None:
    """What is wrong with the name of a layout to be written."""
    place = Place("--name")
    if name in layout_names(shelf):
        return error(place, f"「{name}」是程序自带的版式。", "请换一个名字。")
    if not PLAIN_NAME.fullmatch(name) or document_name(name).removesuffix(".docx") != name:
        return error(place, f"「{name}」不能作文件名。", "请换一个名字，只用汉字、字母、数字。")
    return None


def show_layouts(shelf: Shelf) -> None:
    """Prints every layout with what it is called and how far it departs from the standard."""
    for name in layout_names(shelf):
        count = sum(1 for _ in differences(shelf, name))
        kept = "标准本身" if name == STANDARD else f"改动{count}项" if count else "与标准相同"
        click.echo(f"{name}　{load_layout(shelf, name).name}（{kept}）")


def show_differences(changes: Iterable[Deviation], name: str) -> None:
    """Prints what a layout changes against the standard, with clause and force."""
    changes = list(changes)
    for change in changes:
        basis = f"{_basis(change.standard)}{_same_font(change)}"
        click.echo(f"{spell_path(change.path)}：{change.own.value}　标准：{change.standard.value}（{basis}）")
    broken = sum(change.standard.force == "规定" for change in changes)
    click.echo(f"{name} 和标准相比改动{len(changes)}项，其中{broken}项是标准明文规定的。")


def _basis(rule: Provision) -> str:
    return f"{rule.force}，{rule.clause}" if rule.clause else rule.force


def _same_font(change: Deviation) -> str:
    """That a font goes by another of the names it has in the standard."""
    own, standard = (re.split("[、，,]", one.value) for one in (change.own, change.standard))
    return "，是同一种字体" if change.path.startswith(FONTS) and own[0] in standard else ""

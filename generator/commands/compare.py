"""``zongjie compare``: what differs between two forms, last year's and this year's, or two versions of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from msgspec import Struct
from msgspec.structs import replace

from generator.commands.options import JSON, TEMPLATES
from generator.figures.change import amount_text, change_of, growth_text
from generator.figures.over_units import units_of
from generator.figures.totals import ABOUT
from generator.figures.values import Day, Figure, Flag, Passage, Words
from generator.form.form import Form
from generator.form.opening import Options
from generator.language.fields import Field
from generator.library.overlays import open_shelf
from generator.problem import Severity, shorten
from generator.reckoning.related import read_complete
from generator.reckoning.unit_days import list_units
from generator.terminal.chinese_click import ChineseCommand
from generator.terminal.console import make_grid, print_grid, print_json, show_problems

FORMER = "前一份"
"""What the first form is called in the words of a change."""
FLAGS = {True: "是", False: "否"}
UNITS_DIFFER = "各含单位不同"
"""What stands in place of a change where two sums are over other units: the difference says nothing of the year."""
MOST_SHOWN, BLANK = 24, "（空）"
"""Signs of a text that the table shows, and what it shows for none."""


class Difference(Struct, frozen=True):
    """One field that two forms fill in differently; an empty text is a blank."""

    section: str
    label: str
    path: str
    before: str
    after: str
    change: str = ""
    """增加12人, 增长12.3% where both are known numbers."""


@click.command(cls=ChineseCommand)
@click.argument("before", type=click.Path(path_type=Path), metavar="前一份")
@click.argument("after", type=click.Path(path_type=Path), metavar="后一份")
@TEMPLATES
@JSON
def compare(before: Path, after: Path, overlays: tuple[Path, ...], as_json: bool) -> int:
    """逐项比较两份表单：两年的，或同一份改前改后的。"""

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


def contrast(before: Form, after: Form) -> list[Difference]:
    """Every field that the two fill in differently, in the order of the second form's report, then of the first's."""
    repeats = after.repeats | before.repeats  # totals that only say again what their one side says
    whole = (leaf for form in (after, before) for leaf in form.library.whole.leaves())
    leaves = {leaf.path: leaf for leaf in whole if leaf.path not in repeats}
    found = (_difference(leaf, before, after) for leaf in leaves.values())
    return [one for one in found if one]


def _difference(leaf: Field, before: Form, after: Form) -> Difference | None:
    one, other = before.filled(leaf), after.filled(leaf)
    texts = "；".join(_texts(one)), "；".join(_texts(other))
    if texts[0] == texts[1] and not _are_over_others(one, other):
        return None
    library = after.library if after.library.field(leaf.path) else before.library
    label = library.say(leaf.label, after.head.year)
    return Difference(leaf.path.partition(".")[0], label, leaf.path, *texts, _change(one, other))


def _change(one: object, other: object) -> str:
    """How the second of two figures stands to the first, empty when that is not known."""
    if not isinstance(one, Figure) or not isinstance(other, Figure):
        return ""
    if _are_over_others(one, other):
        return UNITS_DIFFER
    found = change_of(replace(other, last=one))
    if found is None or not found.difference:
        return ""
    amount = amount_text(found)
    about = ABOUT if found.is_about else ""
    sign = "+" if found.difference > 0 else "-"
    return "，".join(text for text in (f"{about}{sign}{amount}" if amount else "", growth_text(found, FORMER)) if text)


def _are_over_others(one: object, other: object) -> bool:
    """Whether two sums are over other units."""
    units = [units_of(figure) for figure in (one, other) if isinstance(figure, Figure)]
    return len(units) > 1 and all(units) and units[0] != units[1]


def _texts(value: object) -> Iterator[str]:
    """The texts of a value, those of a record one after another."""
    if isinstance(value, Figure | Words | Passage | Day):
        yield value.text
    elif isinstance(value, Flag):
        yield FLAGS[value.yes]
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        yield "，".join(text for item in value.values() for text in _texts(item))


def show_contrast(found: Sequence[Difference], forms: Sequence[Form]) -> None:
    """Prints the one table of what differs between two forms, section by section."""
    from rich.text import Text

    before, after = (f"{form.name}{form.head.year or ''}年{_span(form)}" for form in forms)
    grid = make_grid("项目", before, after, "变化")
    section = ""
    for one in found:
        if one.section != section:
            section = one.section
            grid.add_row(Text(f"【{section}】", "bold"))
        grid.add_row(Text(one.label), Text(_short(one.before)), Text(_short(one.after)), Text(one.change))
    if found:
        print_grid(grid)
    click.echo(f"共有{len(found)}项不同。" if found else "两份表单填的一样。")
    if any(one.change == UNITS_DIFFER for one in found):
        click.echo(f"写着“{UNITS_DIFFER}”的，两份里填了数的单位不一样，不能比增减。{_alone(*forms)}")


def _alone(before: Form, after: Form) -> str:
    """Which units only one of two forms sums."""
    names = [[town.name for town in form.towns] for form in (before, after)]
    gone, new = ([name for name in one if name not in other] for one, other in (names, reversed(names)))
    said = [f"{which}多{list_units(alone)}" for which, alone in ((FORMER, gone), ("后一份", new)) if alone]
    return f"汇总的单位，{'，'.join(said)}。" if said else ""


def _span(form: Form) -> str:
    period = form.covered().period
    return "" if period.is_whole_year else period.name


def _short(text: str) -> str:
    return shorten(text, MOST_SHOWN) if text else BLANK


def contrast_json(found: Iterable[Difference]) -> list[dict[str, str]]:
    """The differences as JSON carries them."""
    return [
        {"field": one.path, "label": one.label, "before": one.before, "after": one.after, "change": one.change}
        for one in found
    ]

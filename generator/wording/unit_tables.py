"""Tables and charts that set units, years or figures side by side, from what a form and its towns hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec.structs import replace

from generator.document.marks import mark
from generator.document.tree import Chart, Series
from generator.figures.change import NEVER_NEARLY, Change, change_of
from generator.figures.interval import Bounds
from generator.figures.quantity import (
    LARGE_SUM,
    PERCENT_UNITS,
    SCALES,
    TEN_THOUSAND,
    as_decimal,
    format_number,
)
from generator.figures.totals import said_of
from generator.figures.values import Figure, name_of_unit
from generator.form.form import Form
from generator.language.context import RATIO
from generator.language.fields import Field
from generator.library.library import Section
from generator.library.schema import ChartDefinition
from generator.problem import Place
from generator.reckoning.unit_days import list_units
from generator.wording.even_money import OF_MONEY

UNIT_HEAD, TOTAL_ROW, GROWTH_HEAD, POINTS_HEAD = "单位", "合计", "比{}增减（%）", "比{}增减（百分点）"
NO_CHANGE, ABSENT = "0", "—"
"""What a cell holds that has nothing to compare, and one without a figure."""
FEWEST, MOST_CHARTED = 2, 40
"""A chart of fewer things compares nothing, one of more cannot be read."""
SHOWN_EXACTLY = 10**4
"""A number with more places than this has was rounded when it was computed, and prints as it was."""


def unit_table(form: Form, section: Section, last_year: str, digits: int) -> str:
    """The annex of a section as marked Markdown: a row for each unit, a total, changes; empty without figures."""
    definition = section.definition.annex
    if definition is None:
        return ""
    leaves = [leaf for path in definition.columns if isinstance(leaf := section.root.at(path), Field)]
    columns = [_Column(leaf, form) for leaf in leaves]
    filled = [column for column in columns if any(column.cells)]
    if not filled:
        return ""
    growing = {f"{section.key}.{path}" for path in definition.growth}
    heads, rows = [UNIT_HEAD], [[mark(name_of_unit(town.name, Place(town.file)))] for town in form.towns]
    total = [TOTAL_ROW]
    for column in filled:
        heads.append(column.head(form))
        for row, cell in zip(rows, column.cells, strict=True):
            row.append(column.text(cell))
        total.append(column.text(column.total))
        if column.leaf.path in growing and any(_known(cell) for cell in (*column.cells, column.total)):
            heads.append((POINTS_HEAD if column.is_share else GROWTH_HEAD).format(last_year))
            changes = _change_texts((*column.cells, column.total), digits)
            for row, text in zip((*rows, total), changes, strict=True):
                row.append(text)
    lines = [_line(cells) for cells in (heads, ["---"] * len(heads), *rows, total)]
    return "\n".join([*lines, *_notes(form, filled)])


def _notes(form: Form, columns: list[_Column]) -> list[str]:
    """The note below the table: who left a figure blank, and that some figures are rounded."""
    notes = form.library.wording.annex_notes
    if notes is None:
        return []
    absent = [town.name for at, town in enumerate(form.towns) if any(column.cells[at] is None for column in columns)]
    rounded = any(column.prints_rounded(cell) for column in columns for cell in column.cells)
    said = [notes.absent.format(units=list_units(absent))] if absent else []
    said += [notes.rounded] if rounded else []
    said += [notes.coarse] if notes.coarse and any(column.is_uneven for column in columns) else []
    return ["", f"{notes.begin}{'；'.join(said)}。"] if said else []


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


class _Column:
    """One field of every unit, and of their whole."""

    def __init__(self, leaf: Field, form: Form) -> None:
        self.leaf = leaf
        whole = form.values.get(leaf.path)
        self.cells = tuple(town.part_at(leaf.path) for town in form.towns)
        self.total = whole if isinstance(whole, Figure) and not self.is_of_more(whole) else None
        counted = [one for one in self.cells if one and one.quantity.high != 0]
        self.scale = TEN_THOUSAND if leaf.scale == TEN_THOUSAND or _in_ten_thousands(counted, leaf) else ""
        size = SCALES.get(self.scale, 1)
        self.places = max((_digits_behind(one.quantity.value / size) for one in counted if _is_exact(one)), default=0)
        self.is_share = leaf.unit is not None and leaf.unit.name in PERCENT_UNITS

    @property
    def is_money(self) -> bool:
        """Whether its digits are set below one another: it is of amounts."""
        return self.leaf.definition.kind == OF_MONEY

    @property
    def is_uneven(self) -> bool:
        """Whether some of its figures are rounded to fewer places than others have, all in its unit."""
        counted = [one.quantity for one in self.cells if one]
        steps = {one.step for one in counted if one.scale == self.scale and one.step}
        return self.is_money and bool(steps) and len({*steps, *(one.step for one in counted if one.high != 0)}) > 1

    def is_of_more(self, whole: Figure) -> bool:
        """Whether a total by formula holds what units gave of its parts alone, so that the column does not add up."""
        return bool(whole.parts) and not whole.is_over_units and None in self.cells

    def head(self, form: Form) -> str:
        """Its label with the unit that all its numbers are in."""
        assert self.leaf.unit is not None
        return f"{form.label(self.leaf)}（{self.scale}{self.leaf.unit.name}）"

    def text(self, figure: Figure | None) -> str:
        """The figure in the unit of the column, without it; a range or a qualified one keeps its words."""
        if figure is None:
            return ABSENT
        quantity = figure.quantity
        shown = replace(figure, path=figure.own_path)
        if not quantity.is_one_number:
            return mark(shown)
        if quantity.step:
            same = quantity.scale == self.scale
            return mark(shown.printing(quantity.before.removesuffix(self.scale) if same else quantity.before))
        never_ends = (quantity.value * SHOWN_EXACTLY).denominator != 1
        places = self.places if self.is_money and quantity.value else None
        number = quantity.before if never_ends else format_number(quantity.value / SCALES.get(self.scale, 1), places)
        return mark(shown.printing(number))

    def prints_rounded(self, figure: Figure | None) -> bool:
        """Whether a figure prints in the 万 or 亿 it is rounded to, because the column is not in them."""
        return figure is not None and bool(figure.quantity.step) and figure.quantity.scale != self.scale


def _is_exact(figure: Figure) -> bool:
    return figure.quantity.is_one_number and not figure.quantity.step


def _digits_behind(number: Fraction) -> int:
    """The places that a number needs behind the point."""
    return _places(format_number(number))


def _in_ten_thousands(figures: Sequence[Figure], leaf: Field) -> bool:
    """Whether a column is in 万: all its figures are, or it is of amounts of whole 元 of which some are only known in 万."""
    if leaf.definition.kind != OF_MONEY:
        return bool(figures) and all(one.quantity.scale == TEN_THOUSAND for one in figures)
    scaled = [one for one in figures if one.quantity.scale == TEN_THOUSAND]
    in_whole = all(one.quantity.value.denominator == 1 for one in figures if _is_exact(one))
    return bool(scaled) and (len(scaled) == len(figures) or (in_whole and any(one.quantity.step for one in scaled)))


def _known(figure: Figure | None) -> Change | None:
    return change_of(figure) if figure else None


def _change_texts(figures: Sequence[Figure | None], digits: int) -> list[str]:
    """The changes of a column since last year, all to as many places as the finest of them needs."""
    texts = [_change_of(figure, digits) for figure in figures]
    places = max(map(_places, texts))
    if places > digits:
        texts = [_change_of(figure, places) for figure in figures]
    return [
        _marked_change(figure, text)
        for figure, text in zip(figures, [_to_places(text, places) for text in texts], strict=True)
    ]


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def _to_places(text: str, places: int) -> str:
    """A number with zeros up to so many places; a dash as it is."""
    if not places or text == ABSENT:
        return text
    return f"{text}{'' if '.' in text else '.'}{'0' * (places - _places(text))}"


def _marked_change(figure: Figure | None, text: str) -> str:
    found = _known(figure)
    if found is None or figure is None:
        return text
    path = f"{figure.own_path}{RATIO}{replace(found.before, owner=figure.owner).own_path}"
    return mark(replace(figure.printing(text), path=path))


def _change_of(figure: Figure | None, digits: int) -> str:
    """The change since last year as a signed number, or a dash from zero."""
    found = _known(figure)
    if found is None:
        return ABSENT
    if not found.difference:
        return NO_CHANGE
    if found.now.quantity.unit in PERCENT_UNITS:
        return _signed(found.difference, digits, found.now.bounds - found.before.bounds)
    return ABSENT if found.share is None else _signed(found.share, digits, found.share_bounds)


def _signed(number: Fraction, digits: int, bounds: Bounds) -> str:
    shown, about = said_of(abs(number), bounds if number > 0 else -bounds, digits, NEVER_NEARLY)
    return f"{about}{'' if number > 0 else '-'}{shown}"


def section_charts(form: Form, section: Section) -> Iterator[Chart]:
    """The charts of a section that its figures fill."""
    for definition in section.definition.charts:
        leaves = [leaf for path in definition.figures if isinstance(leaf := section.root.at(path), Field)]
        series, categories = CHARTED[definition.by](form, leaves)
        known = [
            column for column in zip(*(one.values for one in series), strict=True) if any(v is not None for v in column)
        ]
        if len(known) >= FEWEST and len(categories) <= MOST_CHARTED:
            yield _chart(definition, form, leaves, categories, series)


def undrawn_charts(form: Form) -> Iterator[tuple[str, int]]:
    """Each chart that is not drawn because it would have too many units, by its title, and how many those are."""
    units = len(form.towns)
    for section in form.library.sections if units > MOST_CHARTED else ():
        for definition in section.definition.charts:
            paths = [leaf.path for path in definition.figures if isinstance(leaf := section.root.at(path), Field)]
            if definition.by == "units" and any(form.values.get(path) for path in paths):
                yield form.library.say(definition.title, form.head.year), units


def _chart(
    definition: ChartDefinition, form: Form, leaves: list[Field], categories: list[str], series: list[Series]
) -> Chart:
    unit = leaves[0].unit.name if leaves[0].unit else ""
    largest = max((value for one in series for value in one.values if value is not None), default=Decimal(0))
    if leaves[0].kind.is_money and largest >= LARGE_SUM:
        series = [
            replace(one, values=tuple(v if v is None else v / SCALES[TEN_THOUSAND] for v in one.values))
            for one in series
        ]
        unit = TEN_THOUSAND + unit
    title = form.library.say(definition.title, form.head.year)
    return Chart(title, definition.kind, tuple(categories), tuple(series), unit)


def _by_units(form: Form, leaves: list[Field]) -> tuple[list[Series], list[str]]:
    found = [Series(form.label(leaf), *_numbers([town.part_at(leaf.path) for town in form.towns])) for leaf in leaves]
    return [one for one in found if any(value is not None for value in one.values)], [town.name for town in form.towns]


def _by_years(form: Form, leaves: list[Field]) -> tuple[list[Series], list[str]]:
    figures = [figure for leaf in leaves if isinstance(figure := form.values.get(leaf.path), Figure)]
    told = [one for one in figures if one.quantity.is_one_number]
    both = [(one.last, one) for one in told if one.last and one.last.quantity.is_one_number]
    if not both or form.head.year is None:
        return [], []
    known = {one.path for _, one in both}
    labels = [form.label(leaf) for leaf in leaves if leaf.path in known]
    years = [f"{form.head.year - 1}年", f"{form.head.year}年"]
    return [Series(year, *_numbers([pair[at] for pair in both])) for at, year in enumerate(years)], labels


def _by_figures(form: Form, leaves: list[Field]) -> tuple[list[Series], list[str]]:
    figures = [form.values.get(leaf.path) for leaf in leaves]
    name = f"{form.head.year}年" if form.head.year else TOTAL_ROW
    numbers = _numbers([figure if isinstance(figure, Figure) else None for figure in figures])
    return [Series(name, *numbers)], [form.label(leaf) for leaf in leaves]


CHARTED = {"units": _by_units, "years": _by_years, "figures": _by_figures}
"""What stands along the axis of a chart, and where its numbers come from."""


def _numbers(figures: list[Figure | None]) -> tuple[tuple[Decimal | None, ...], tuple[str, ...]]:
    """The single numbers as a chart draws them, a gap for any other; and the paths of all."""
    values = tuple(as_decimal(one.quantity.value) if one and one.quantity.is_one_number else None for one in figures)
    return values, tuple(one.own_path if one else "" for one in figures)

"""自定义 figures: totals of their parts where asked, and parts that cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from generator.figures.quantity import exact_quantity, smallest_scale
from generator.figures.values import Figure, Flag, Record, Value, Words, differ
from generator.form.form import Form
from generator.problem import Problem, error, warning

NAME, FIGURE, BEFORE, PARTS, TOTAL = "名称", "数值", "原值", "其中", "合计"
"""The fields of custom/form.yaml that the code itself speaks of."""


def total_custom(values: dict[str, Value]) -> None:
    """Fills the blank figures that are to be the sum of their parts, innermost first, and keeps the trace."""
    for record, path in [*_records(values)][::-1]:
        figures = _figures(record)
        asked = isinstance(record.get(TOTAL), Flag) and record[TOTAL]
        if not asked or isinstance(record.get(FIGURE), Figure) or not figures:
            continue
        total = _sum(figures, f"{path}.{FIGURE}")
        if total:
            record[FIGURE] = values[total.path] = total


def check_custom(form: Form) -> Iterator[Problem]:
    """What is wrong with each figure: no name, no number, parts greater than the whole, a sum that is none."""
    for record, path in _records(form.values):
        whole, figures = record.get(FIGURE), _figures(record)
        if not isinstance(whole, Figure):
            yield from _unadded(record, figures, path)
            continue
        yield from _odd(record, whole, path)
        place = whole.place.of(f"{path}.{FIGURE}")
        for part in figures:
            if _comparable(whole, part) and not part.bounds <= whole.bounds:
                yield error(place, f"其中的一项{part.text}比总数{whole.text}还大。", "请核对。")
        total = _sum(figures, path) if record.get(TOTAL) and not whole.parts else None
        if total and differ(whole, total):
            yield error(place, f"填的是{whole.text}，其中各项相加是{total.text}。", "请核对；不填总数会自动相加。")


def _unadded(record: Record, figures: list[Figure], path: str) -> Iterator[Problem]:
    """A warning for a total that was asked for and cannot be had."""
    if figures and record.get(TOTAL):
        place = figures[0].place.of(f"{path}.{FIGURE}")
        listed = "、".join(figure.text for figure in figures)
        yield warning(place, f"{listed}不能相加，没有合计。", "请填上合计的数值；单位相同的确数才会自动相加。")


def _odd(record: Record, whole: Figure, path: str) -> Iterator[Problem]:
    """What is wrong with the name of a figure and with the figure it came from."""
    before = record.get(BEFORE)
    if not isinstance(record.get(NAME), Words):
        place = whole.place.of(f"{path}.{NAME}")
        yield error(place, f"没有写明{whole.text}是什么数。", "请填上名称，如「名称: 助学人数」。")
    if isinstance(before, Figure) and not _comparable(whole, before):
        place = before.place.of(f"{path}.{BEFORE}")
        yield error(place, f"原值{before.text}与数值{whole.text}不是同一个单位。", "请改成同一个单位。")


def _records(values: dict[str, Value]) -> Iterator[tuple[Record, str]]:
    """Every record of a 自定义 with its path, outer before inner."""
    for path, value in sorted(item for item in values.items() if ".自定义" in item[0]):
        is_custom = path.rpartition(".")[2] in ("自定义", PARTS)
        if is_custom and isinstance(value, tuple):
            for position, record in enumerate(value, 1):
                if isinstance(record, dict):
                    yield record, f"{path}.{position}"


def _figures(record: Record) -> list[Figure]:
    parts = record.get(PARTS)
    records = [one for one in parts if isinstance(one, dict)] if isinstance(parts, tuple) else []
    return [figure for one in records if isinstance(figure := one.get(FIGURE), Figure)]


def _comparable(one: Figure, other: Figure) -> bool:
    return one.quantity.unit == other.quantity.unit


def _sum(figures: list[Figure], path: str) -> Figure | None:
    """The sum of single numbers in one unit, None when there is none."""
    if not figures or not all(one.quantity.is_one_number and _comparable(one, figures[0]) for one in figures):
        return None
    value = sum((one.quantity.value for one in figures), Fraction(0))
    scale = smallest_scale(one.quantity.scale for one in figures)
    quantity = exact_quantity(value, figures[0].quantity.unit, scale)
    return Figure(quantity, path, figures[0].place, FIGURE, tuple(figures))

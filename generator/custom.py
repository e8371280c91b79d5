"""自定义 figures: totals of their parts where asked, and parts that cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from generator.form import Form
from generator.problem import Problem, error
from generator.quantity import SCALES, Quantity, format_number
from generator.values import Figure, Flag, Record, Value

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
    """An error for each figure that is less than one of its parts, or not the sum it should be."""
    for record, path in _records(form.values):
        whole, figures = record.get(FIGURE), _figures(record)
        if not isinstance(whole, Figure):
            continue
        place = replace(whole.place, field=f"{path}.{FIGURE}")
        for part in figures:
            if _comparable(whole, part) and not part.bounds <= whole.bounds:
                yield error(place, f"其中的一项{part.text}比总数{whole.text}还大。", "请核对。")
        total = _sum(figures, path) if record.get(TOTAL) and not whole.parts else None
        if total and whole.bounds != total.bounds:
            yield error(place, f"填的是{whole.text}，其中各项相加是{total.text}。", "请核对；不填总数会自动相加。")


def _records(values: dict[str, Value]) -> Iterator[tuple[Record, str]]:
    """Every record of a 自定义 with its path, outer before inner."""
    for path, value in sorted(values.items()):
        is_custom = ".自定义" in path and path.rpartition(".")[2] in ("自定义", PARTS)
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
    """The exact sum of figures in one unit, None when there is none."""
    if not figures or not all(one.quantity.exact and _comparable(one, figures[0]) for one in figures):
        return None
    value = sum((one.quantity.value for one in figures), Fraction(0))
    scales = {one.quantity.scale for one in figures}
    scale = scales.pop() if len(scales) == 1 else ""
    number = format_number(value / SCALES.get(scale, 1)) + scale
    quantity = Quantity(number, figures[0].quantity.unit, "", value, value, scale)
    return Figure(quantity, path, figures[0].place, FIGURE, tuple(figures))

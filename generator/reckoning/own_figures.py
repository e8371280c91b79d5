"""自定义 figures: totals of their parts where asked, and parts that cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.figures.totals import total
from generator.figures.values import Figure, Flag, Records, Value, Words, differ
from generator.form.form import Form
from generator.problem import Problem, error, warning

_NAME, _FIGURE, _BEFORE, _PARTS, _TOTAL = "名称", "数值", "原值", "其中", "合计"
"""The fields of custom/form.yaml that the code itself speaks of."""


def with_totals(values: Mapping[str, Value]) -> dict[str, Value]:
    """The values with the blank figures that are to be the sum of their parts, innermost first, each with its trace."""
    found = dict(values)
    for path in [*_records(values)][::-1]:
        figures = _parts(found, path)
        if not _is_asked(found, path) or f"{path}.{_FIGURE}" in found or not figures:
            continue
        summed = _sum(figures, f"{path}.{_FIGURE}")
        if summed:
            found[summed.path] = summed
    return found


def check_custom(form: Form) -> Iterator[Problem]:
    """What is wrong with each figure: no name, no number, parts greater than the whole, a sum that is none."""
    values = form.values
    for path in _records(values):
        whole, figures, asked = values.get(f"{path}.{_FIGURE}"), _parts(values, path), _is_asked(values, path)
        if not isinstance(whole, Figure):
            yield from _unadded(figures, path) if asked else ()
            continue
        yield from _odd(values, whole, path)
        place = whole.place.of(f"{path}.{_FIGURE}")
        for part in figures:
            if _comparable(whole, part) and not part.bounds <= whole.bounds:
                yield error(place, f"其中的一项{part.text}比总数{whole.text}还大。", "请核对。")
        summed = _sum(figures, path) if asked and not whole.parts else None
        if summed and differ(whole, summed):
            yield error(place, f"填的是{whole.text}，其中各项相加是{summed.text}。", "请核对；不填总数会自动相加。")


def lacking(form: Form, path: str) -> str:
    """What keeps the name or the former value of such a figure from being printed; empty for anything else."""
    record = path.rpartition(".")[0]
    if f"{record}.{_FIGURE}" in form.values or record not in _records(form.values):
        return ""
    return f"这一条的{_FIGURE}没有填{'完' if f'{record}.{_FIGURE}' in form.masked else ''}，补上就会印出。"


def _unadded(figures: list[Figure], path: str) -> Iterator[Problem]:
    """A warning for a total that was asked for and cannot be had."""
    if figures:
        place = figures[0].place.of(f"{path}.{_FIGURE}")
        listed = "、".join(figure.text for figure in figures)
        yield warning(place, f"{listed}不能相加，没有合计。", "请填上合计的数值；单位相同的确数才会自动相加。")


def _odd(values: Mapping[str, Value], whole: Figure, path: str) -> Iterator[Problem]:
    """What is wrong with the name of a figure and with the figure it came from."""
    before = values.get(f"{path}.{_BEFORE}")
    if not isinstance(values.get(f"{path}.{_NAME}"), Words):
        place = whole.place.of(f"{path}.{_NAME}")
        yield error(place, f"没有写明{whole.text}是什么数。", "请填上名称，如「名称: 助学人数」。")
    if isinstance(before, Figure) and not _comparable(whole, before):
        place = before.place.of(f"{path}.{_BEFORE}")
        yield error(place, f"原值{before.text}与数值{whole.text}不是同一个单位。", "请改成同一个单位。")


def _records(values: Mapping[str, Value]) -> Iterator[str]:
    """The path of every record of a 自定义, outer before inner."""
    for path in sorted(path for path in values if ".自定义" in path):
        found = values[path]
        if isinstance(found, Records) and path.rpartition(".")[2] in ("自定义", _PARTS):
            yield from found.paths


def _is_asked(values: Mapping[str, Value], path: str) -> bool:
    """Whether the record is to be the sum of its parts."""
    flag = values.get(f"{path}.{_TOTAL}")
    return isinstance(flag, Flag) and flag.yes


def _parts(values: Mapping[str, Value], path: str) -> list[Figure]:
    parts = values.get(f"{path}.{_PARTS}")
    paths = parts.paths if isinstance(parts, Records) else ()
    return [figure for one in paths if isinstance(figure := values.get(f"{one}.{_FIGURE}"), Figure)]


def _comparable(one: Figure, other: Figure) -> bool:
    return one.quantity.unit == other.quantity.unit


def _sum(figures: list[Figure], path: str) -> Figure | None:
    """The sum of single numbers in one unit, None when there is none."""
    if not figures or not all(one.quantity.is_one_number and _comparable(one, figures[0]) for one in figures):
        return None
    quantity = total([one.quantity for one in figures], figures[0].quantity.unit)
    return Figure(quantity, path, figures[0].place, _FIGURE, tuple(figures)) if quantity else None

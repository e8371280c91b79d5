"""Figures that were typed by months or quarters in place of the year's: the series to write instead.

    人次: {一季度: 12人次, 二季度: 15人次}      一季度人次: 12人次      一季度: {人次: 12人次}

all are meant as 按季度: {人次: {一季度: 12人次, 二季度: 15人次}}.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from generator.figures.quantity import Fault
from generator.form.homes import Stray
from generator.language.fields import Field, Group
from generator.language.typed import Frame
from generator.reading.nodes import Mapping, Node, Scalar, Sequence

MAY_BE_PERIOD = re.compile("季|月")
PARTED = re.compile(r"[，,、；;。\s]+")
AROUND_PERIODS = " ：:的（()）"
_Table = dict[str, dict[str, dict[str, str]]]
"""What was typed, by series, figure and period."""


class _Period(Struct, frozen=True):
    """A period that a text begins or ends with, in one of the series of a section."""

    series: Field
    name: str
    rest: str
    """What else the text says."""


def in_instalments(leaf: Field, node: Node, root: Group) -> Fault | None:
    """What is wrong with months or quarters behind a figure of the section ``root``, and how to write them."""
    if leaf.unit is None or not root.series:
        return None
    found = [(period, text) for period, text in _apart(node, root) if period and text]
    series = {period.series.name: period.series for period, _ in found}
    if not found or len(series) > 1 or any(period.rest for period, _ in found):
        return None
    ((called, _),) = series.items()
    path = leaf.path.removeprefix(f"{root.path}.")
    written = _written({called: {path: {period.name: text for period, text in found}}})
    what = f"「{leaf.name}」这里填的是一个数，分{called.removeprefix('按')}的写在「{called}」里。"
    return Fault(
        what, f"请在「{root.name}」下面另起一行写{written}；「{leaf.name}」后面只填全部的数，没有就去掉这一行。"
    )


def _apart(node: Node, root: Group) -> Iterator[tuple[_Period | None, str]]:
    """The periods that were typed for one figure, each with its own; None for what is none."""
    match node:
        case Mapping(entries):
            yield from (
                (_period(key.text, root), value.text.strip()) for key, value in entries if isinstance(value, Scalar)
            )
        case Sequence(items):
            yield from (one for item in items for one in _apart(item, root))
        case Scalar(text) if MAY_BE_PERIOD.search(text):
            pieces = [one for one in PARTED.split(text.strip()) if one]
            parts = [_leading(piece, root) for piece in pieces]
            yield from parts if all(period and figure[:1].isdigit() for period, figure in parts) else ()


def _leading(text: str, root: Group) -> tuple[_Period | None, str]:
    """The period that a text begins with, and the figure behind it."""
    period = _period(text, root)
    if period is None or not period.rest or not text.endswith(period.rest):
        return None, ""
    return _Period(period.series, period.name, ""), period.rest


def _period(text: str, root: Group) -> _Period | None:
    """The period that a text is, begins or ends with."""
    if not MAY_BE_PERIOD.search(text):
        return None
    bare = text.strip(AROUND_PERIODS)
    names = (
        (alias, child.name, series)
        for series in root.series
        for child in (series.record.children.values() if series.record else ())
        if child.name != series.definition.series
        for alias in (child.name, *child.aliases)
    )
    for alias, name, series in sorted(names, key=lambda one: -len(one[0])):
        if bare.startswith(alias):
            return _Period(series, name, bare.removeprefix(alias).strip(AROUND_PERIODS))
        if bare.endswith(alias):
            return _Period(series, name, bare.removesuffix(alias).strip(AROUND_PERIODS))
    return None


class Instalments(Struct, frozen=True):
    """Entries of a group that are months or quarters of its figures, and how to write them."""

    keys: tuple[Scalar, ...]
    fault: Fault


def entries_apart(here: Group, node: Mapping, root: Group, frame: Frame) -> Instalments | None:
    """The entries of a group in the section ``root`` that are months or quarters of its figures; None without any."""
    astray = [
        (key, value) for key, value in node.entries if MAY_BE_PERIOD.search(key.text) and here.find(key.text) is None
    ]
    if not astray or not root.series:
        return None
    table: _Table = {}
    keys, several = [], ""
    for key, value in astray:
        period = _period(key.text, root)
        typed = _figures(period, value, Stray(key, value, frame), here, node) if period else {}
        if period and typed:
            keys.append(key)
            several = several or (next(iter(typed)) if len(typed) > 1 and isinstance(value, Scalar) else "")
            for path, text in [*typed.items()][: 1 if isinstance(value, Scalar) else None]:
                inside = f"{here.path}.{path}".removeprefix(f"{root.path}.")
                table.setdefault(period.series.name, {}).setdefault(inside, {})[period.name] = text
    if not keys:
        return None
    said = "、".join(key.text for key in keys)
    what = f"「{said}」是分{'、'.join(name.removeprefix('按') for name in table)}的数，不能单独成一项。"
    advice = f"请把{'这几行' if len(keys) > 1 else '这一行'}换成「{root.name}」下面的{_written(table)}。"
    return Instalments(
        tuple(keys), Fault(what, advice + (f"说的不是「{several}」的，把它换成那一项的名字。" if several else ""))
    )


def _figures(period: _Period, value: Node, stray: Stray, here: Group, node: Mapping) -> dict[str, str]:
    """What of a period was typed, by the figures of the group that it may be of; the likeliest first."""
    if isinstance(value, Mapping):
        inner = {key.text: one.text.strip() for key, one in value.entries if isinstance(one, Scalar)}
        known = {key: here.find(key) for key in inner}
        whole = len(inner) == len(value.entries) and all(isinstance(one, Field) and one.unit for one in known.values())
        return {one.name: inner[key] for key, one in known.items() if one and inner[key]} if whole else {}
    if not isinstance(value, Scalar) or not value.text.strip():
        return {}
    if period.rest:
        of = here.find(period.rest)
        return {of.name: value.text.strip()} if isinstance(of, Field) and of.unit else {}
    fitting = [one for one in here.children.values() if isinstance(one, Field) and one.unit and stray.fits(one)]
    typed = [one for one in fitting if any(here.find(key.text) is one for key, _ in node.entries)]
    return {one.name: value.text.strip() for one in typed or fitting}


def _written(table: _Table) -> str:
    """The series as they are written in a form, each on a line."""
    lines = []
    for called, figures in table.items():
        inside = ", ".join(
            f"{path}: {{{', '.join(f'{period}: {text}' for period, text in parts.items())}}}"
            for path, parts in figures.items()
        )
        lines.append(f"「{called}: {{{inside}}}」")
    return "".join(lines)

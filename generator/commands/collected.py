"""A heap of whatever units sent, file by file: forms of the year, doubles, other years, what is no form, and who is missing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.commands.compare import contrast
from generator.form.archive import Card, bytes_of, find_forms, has_form_name, read_card
from generator.form.folders import BY_ENDING, OF_SYSTEMS, UNKNOWN, why_not
from generator.form.form import Form
from generator.form.head import DEFAULT_REPORT
from generator.form.opening import Options, take_in
from generator.library.unit_names import UnitNames
from generator.problem import Severity, list_some
from generator.reading.encodings import decode
from generator.reading.files import is_folder
from generator.reading.workbook import is_unopened, is_workbook, not_as_named

RECEIVED, DOUBLE, OTHER_YEAR, NOT_A_FORM, NOT_READABLE, MISSING = (
    "收到",
    "重复",
    "年度不符",
    "不是表单",
    "读不了",
    "缺报",
)
MOST_DIFFERENCES = 3
"""So many differences between two forms are named."""


class Sent(NamedTuple):
    """One file, or one unit that sent none, and what became of it."""

    file: Path | None
    state: str
    told: str = ""
    card: Card | None = None

    @property
    def unit(self) -> str:
        """Whose it is, as far as it says."""
        return self.card.unit if self.card else ""


def collected(folder: Path, year: int, report: str, names: UnitNames, options: Options) -> list[Sent]:
    """Every file below ``folder`` with what became of it, in the order of their names."""
    found = [_looked_at(path, year, report, options) for path in sorted(_files(folder))]
    groups: list[list[int]] = []
    for number, one in enumerate(found):
        if one.card and one.state == RECEIVED:
            group = next((some for some in groups if _is_one(found[some[0]].card, one.card, names)), None)
            groups.append([number]) if group is None else group.append(number)
    for group in groups:
        if len(group) > 1:
            for number, sent in zip(group, _doubles([found[one] for one in group], options), strict=True):
                found[number] = sent
    return found


def yet_to_come(found: Iterable[Sent], places: Sequence[Path], year: int, names: UnitNames) -> list[Sent]:
    """The units that reported last year, in ``places`` or in what was sent, and of which nothing came this year."""
    here = [one.card for one in found if one.card]
    beside = (place.with_name(place.name.replace(str(year), str(year - 1))) for place in places)
    folders = [one for one, place in zip(beside, places, strict=True) if one != place and is_folder(one)]
    before = [*(read_card(path) for path in find_forms(folders)), *here]
    last = dict.fromkeys(card.unit for card in before if card and card.year == year - 1)
    now = [card.unit for card in here if card.year == year]
    return [
        Sent(None, MISSING, f"{unit}上年有，今年还没有收到，请催报。")
        for unit in last
        if not any(names.may_be_one(unit, one) for one in now)
    ]


def _files(folder: Path) -> Iterator[Path]:
    for at, inner, names in os.walk(folder):
        inner[:] = sorted(name for name in inner if name.lower() not in OF_SYSTEMS)
        yield from (Path(at, name) for name in names if name.lower() not in OF_SYSTEMS)


def _looked_at(path: Path, year: int, report: str, options: Options) -> Sent:
    data = bytes_of(path)
    card = read_card(path)
    if card is None:
        return _no_card(path, data, options)
    if card.year != year:
        return Sent(path, OTHER_YEAR, f"写的是{card.year}年。", card)
    if (card.report or DEFAULT_REPORT) != report:
        return Sent(path, NOT_A_FORM, f"是「{card.report or DEFAULT_REPORT}」的表单，收的是「{report}」的。", card)
    problems = take_in(data, path.name, options, path.parent).problems
    count = sum(one.severity is Severity.ERROR for one in problems)
    return Sent(path, RECEIVED, f"有{count}处错误，请用 zongjie check 查看。" if count else "", card)


def _no_card(path: Path, data: bytes, options: Options) -> Sent:
    """A file that does not say whose form it is: one that cannot be read, or none at all."""
    if not data:
        return Sent(path, NOT_READABLE, "是空的，或者太大、打不开。")
    if is_workbook(data) or not_as_named(data, path.name):
        problems = take_in(data, path.name, options).problems
        what = next((one.what for one in problems if one.severity is Severity.ERROR), f"{UNKNOWN}。")
        return Sent(path, NOT_READABLE if is_unopened(data) else NOT_A_FORM, what)
    if path.suffix.lower() in BY_ENDING or decode(data, path.name)[0] is not None:
        return Sent(path, NOT_A_FORM, f"{UNKNOWN if has_form_name(path) else why_not(path) or UNKNOWN}。")
    return Sent(path, NOT_READABLE, "读不出文字。")


def _is_one(one: Card | None, other: Card, names: UnitNames) -> bool:
    return one is not None and one.period == other.period and names.may_be_one(one.unit, other.unit)


def _doubles(group: list[Sent], options: Options) -> Iterator[Sent]:
    """The same form from several files: the first counts where all say the same, none where they differ."""
    forms = [_form(one, options) for one in group]
    others = [_differences(forms[0], form) for form in forms[1:]]
    files = [str(one.file.name) for one in group if one.file]
    if not any(others):
        yield group[0]._replace(told=f"{group[0].told}和 {list_some(files[1:], MOST_DIFFERENCES)} 内容一样，收这一份。")
        yield from (one._replace(state=DOUBLE, told=f"和 {files[0]} 内容一样。") for one in group[1:])
        return
    yield group[0]._replace(
        state=DOUBLE, told=f"和 {list_some(files[1:], MOST_DIFFERENCES)} 是同一份表，内容不同，都没有收：请只留一份。"
    )
    for one, told in zip(group[1:], others, strict=True):
        yield one._replace(state=DOUBLE, told=f"和 {files[0]} 比：{told or '内容一样'}。")


def _form(sent: Sent, options: Options) -> Form | None:
    return take_in(bytes_of(sent.file), sent.file.name, options, sent.file.parent).form if sent.file else None


def _differences(one: Form | None, other: Form | None) -> str:
    """What two forms fill in differently, the first few by name; empty where nothing is."""
    if one is None or other is None:
        return "读不全，不能逐项比"
    found = contrast(one, other)
    told = [f"{each.label} {each.before or '（空）'}→{each.after or '（空）'}" for each in found[:MOST_DIFFERENCES]]
    return f"{'，'.join(told)}{f'等{len(found)}项不同' if len(found) > MOST_DIFFERENCES else ''}"

"""A heap of whatever units sent, file by file: forms of the year, doubles, other years, what is no form, and who is missing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from generator.commands.compare import contrast
from generator.form.archive import Card, bytes_of, find_forms, has_form_name, read_card
from generator.form.folders import (
    BY_ENDING,
    LOCK_FILE,
    LOCKS,
    OF_SYSTEMS,
    PACKED_FILE,
    SHEET_FILE,
    UNKNOWN,
    WORD_FILE,
    why_not,
)
from generator.form.form import Form
from generator.form.head import DEFAULT_REPORT
from generator.form.made_otherwise import MADE_BY_OTHERS
from generator.form.opening import NOTHING_FILLED, Options, take_in
from generator.library.unit_names import UnitNames
from generator.making.placing import UNSAFE
from generator.problem import Severity, list_some
from generator.reading.encodings import decode
from generator.reading.files import is_folder, read_file
from generator.reading.packed import Unopened
from generator.reading.parcels import MOST_PACKED_BYTES, UNPACK, ZIP_SUFFIX, unpack
from generator.reading.workbook import EMPTY_FILE, SEND_AGAIN, is_workbook, why_unread

RECEIVED, DOUBLE, OTHER_YEAR, NOT_A_FORM, NOT_READABLE, MISSING = (
    "收到",
    "重复",
    "年度不符",
    "不是表单",
    "读不了",
    "缺报",
)
WHAT_TO_SEND = {WORD_FILE: "请让他们交填报表（.xlsx 或 .yaml）；印好的文稿读不回来。"}
_UNLIKE = "读得出的内容一样，读不出的地方不一样"
MOST_DIFFERENCES = 3
"""So many differences between two forms are named."""


class Sent(NamedTuple):
    """One file, or one unit that sent none, and what became of it."""

    file: Path | None
    state: str
    told: str = ""
    card: Card | None = None
    name: str = ""
    """How it is called, with the folder or the parcel in which it came."""

    @property
    def unit(self) -> str:
        """Whose it is, as far as it says."""
        return self.card.unit if self.card else ""


def collected(folder: Path, year: int, report: str, names: UnitNames, options: Options, unpacked: Path) -> list[Sent]:
    """Every file below ``folder`` with what became of it, in the order of their names.

    What lies in parcels is taken out into the folder ``unpacked``.
    """
    found = []
    for path, name, why in _unpacked(folder, unpacked):
        one = Sent(path, NOT_READABLE, why) if why else _looked_at(path, year, report, options)
        found.append(one._replace(name=name))
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


def _unpacked(folder: Path, place: Path) -> Iterator[tuple[Path, str, str]]:
    """Each file that came, how it is called, and why it could not be taken out of its parcel; empty where it could."""
    for path in sorted(_files(folder)):
        name = path.relative_to(folder).as_posix()
        data = read_file(path, name, MOST_PACKED_BYTES) if path.suffix.lower() == ZIP_SUFFIX else b""
        if not isinstance(data, bytes):
            yield path, name, f"{data.what}{UNPACK}"
        elif not data:
            yield path, name, ""
        else:
            yield from _of_parcel(path, name, data, place)


def _of_parcel(path: Path, name: str, data: bytes, place: Path) -> Iterator[tuple[Path, str, str]]:
    count = 0
    try:
        for one in unpack(data):
            parts = PurePosixPath(one.name.replace("\\", "/")).parts
            if {part.lower() for part in parts} & OF_SYSTEMS:
                continue
            count += 1
            taken = place / path.relative_to(path.anchor) / str(count) / (UNSAFE.sub("", parts[-1]) or "_")
            taken.parent.mkdir(parents=True)
            taken.write_bytes(one.data)
            yield taken, f"{name}/{one.name}", one.unread
    except Unopened as fault:
        yield path, name, f"{fault.what}{fault.advice}"
    else:
        if not count:
            yield path, name, "压缩包里没有文件。"


def yet_to_come(
    found: Iterable[Sent], places: Sequence[Path], year: int, names: UnitNames, asked: Sequence[str] = ()
) -> list[Sent]:
    """The units of which nothing came this year: of those ``asked``, else of those that reported last year.

    Last year's forms lie beside ``places`` or among what was sent.
    """
    here = [one.card for one in found if one.card]
    now = [card.unit for card in here if card.year == year]
    why = "在应报单位里" if asked else "上年有"
    return [
        Sent(None, MISSING, f"{unit}{why}，今年还没有收到，请催报。")
        for unit in asked or _of_last_year(here, places, year)
        if not any(names.may_be_one(unit, one) for one in now)
    ]


def _of_last_year(here: Sequence[Card], places: Sequence[Path], year: int) -> list[str]:
    beside = (place.with_name(place.name.replace(str(year), str(year - 1))) for place in places)
    folders = [one for one, place in zip(beside, places, strict=True) if one != place and is_folder(one)]
    before = [*(read_card(path) for path in find_forms(folders)), *here]
    return list(dict.fromkeys(card.unit for card in before if card and card.year == year - 1))


def knows_last_year(found: Iterable[Sent], places: Sequence[Path], year: int) -> bool:
    """Whether any form of last year is at hand, by which it is seen who is missing."""
    return bool(_of_last_year([one.card for one in found if one.card], places, year))


def not_asked(sent: Sent, asked: Sequence[str], names: UnitNames) -> Sent:
    """The same file; told of where its unit is none of those ``asked``."""
    if sent.state != RECEIVED or not asked or any(names.may_be_one(sent.unit, one) for one in asked):
        return sent
    return sent._replace(told=f"{sent.told}不在应报单位里，请核对单位名。")


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
    told = [one.what for one in problems if one.what.startswith((MADE_BY_OTHERS, NOTHING_FILLED))]
    told += [f"有{count}处错误，请用 zongjie check 查看。"] if count else []
    return Sent(path, RECEIVED, "".join(told), card)


def _no_card(path: Path, data: bytes, options: Options) -> Sent:
    """A file that does not say whose form it is: one that cannot be read, or none at all."""
    kind = BY_ENDING.get(path.suffix.lower())
    if path.name.startswith(LOCKS):
        return Sent(path, NOT_A_FORM, f"{LOCK_FILE}，不用管它。")
    if path.name.startswith("."):
        return Sent(path, NOT_A_FORM, "系统放在这里的文件，不用管它。")
    if kind == PACKED_FILE:
        return Sent(path, NOT_READABLE, f"压缩包，打不开这一种（{path.suffix}）。{UNPACK}")
    if kind and kind != SHEET_FILE:
        return Sent(path, NOT_A_FORM, f"是{kind}。{WHAT_TO_SEND.get(kind, '')}")
    if not data:
        found = read_file(path, path.name)
        return Sent(path, NOT_READABLE, f"{EMPTY_FILE}{SEND_AGAIN}" if isinstance(found, bytes) else found.what)
    if problem := why_unread(data, path.name):
        return Sent(path, NOT_READABLE, f"{problem.what}{problem.advice}")
    if is_workbook(data):
        problems = take_in(data, path.name, options).problems
        said = next((f"{one.what}{one.advice}" for one in problems if one.severity is Severity.ERROR), f"{UNKNOWN}。")
        return Sent(path, NOT_A_FORM, said)
    if kind or decode(data, path.name)[0] is not None:
        if kind:
            return Sent(path, NOT_A_FORM, f"是{kind}，不是填报表。")
        return Sent(path, NOT_A_FORM, f"{UNKNOWN if has_form_name(path) else why_not(path) or UNKNOWN}。")
    return Sent(path, NOT_READABLE, "读不出文字。")


def _is_one(one: Card | None, other: Card, names: UnitNames) -> bool:
    return one is not None and one.period == other.period and names.may_be_one(one.unit, other.unit)


def _doubles(group: list[Sent], options: Options) -> Iterator[Sent]:
    """The same form from several files: the first counts where all say the same, none where they differ."""
    forms = [_form(one, options) for one in group]
    others = [
        _differences(forms[0], form) or (_UNLIKE if one.told != group[0].told else "")
        for one, form in zip(group[1:], forms[1:], strict=True)
    ]
    files = [one.name for one in group]
    if not any(others):
        yield group[0]._replace(told=f"{group[0].told}和 {list_some(files[1:], MOST_DIFFERENCES)} 内容一样，收这一份。")
        yield from (one._replace(state=DOUBLE, told=f"和 {files[0]} 内容一样。") for one in group[1:])
        return
    yield group[0]._replace(
        state=DOUBLE,
        told=f"{group[0].told}和 {list_some(files[1:], MOST_DIFFERENCES)} 是同一份表，内容不同，都没有收：请只留一份。",
    )
    for one, told in zip(group[1:], others, strict=True):
        yield one._replace(state=DOUBLE, told=f"{one.told}和 {files[0]} 比：{told or '内容一样'}。")


def _form(sent: Sent, options: Options) -> Form | None:
    return take_in(bytes_of(sent.file), sent.file.name, options, sent.file.parent).form if sent.file else None


def _differences(one: Form | None, other: Form | None) -> str:
    """What two forms fill in differently, the first few by name; empty where nothing is."""
    if one is None or other is None:
        return "读不全，不能逐项比"
    found = contrast(one, other)
    told = [f"{each.label} {each.before or '（空）'}→{each.after or '（空）'}" for each in found[:MOST_DIFFERENCES]]
    return f"{'，'.join(told)}{f'等{len(found)}项不同' if len(found) > MOST_DIFFERENCES else ''}"

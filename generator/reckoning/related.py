"""The other forms that a form draws on: last year's of the same unit, and those of the units it sums.

``complete`` is all that happens between reading one form on its own and checking it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from glob import has_magic
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from generator.chinese.script import to_simplified
from generator.figures.dates import chinese_date
from generator.figures.quantity import ZERO_WORDS, Fault
from generator.figures.values import Words
from generator.form.archive import Card
from generator.form.folders import ALIKE_ADVICE
from generator.form.form import Form
from generator.form.head import DEFAULT_REPORT
from generator.form.mishap import mishap
from generator.form.opening import Options, Read, take_in_file
from generator.library.overlays import paste_path, show_path
from generator.problem import (
    WHOLE_FILE,
    Place,
    Problem,
    Refused,
    Severity,
    error,
    has_errors,
    list_some,
    notice,
    warning,
    why,
)
from generator.reading.files import is_file, is_folder, real_path
from generator.reckoning.checks import check_form
from generator.reckoning.formulas import derive
from generator.reckoning.lastyear import beside, unusable
from generator.reckoning.named_files import MOST_LOOKED_AT, TooMany, named_files
from generator.reckoning.rollup import roll_up
from generator.reckoning.senders import Senders, check_senders, senders_of, under_names_of_now, with_expected
from generator.reckoning.unit_days import MOST_UNITS
from generator.reckoning.unit_series import with_unit_series

NO_LAST = (*ZERO_WORDS, "否")
"""What 上年 says when there is nothing to compare with."""

ANOTHER_UNIT = "没有和上年比较。请核对「上年」写的文件；确是改了名的，请把那一份的「单位」改成「{unit}」。"
"""What to do about a form of last year that another unit's name stands in."""


class Complete(Struct, frozen=True):
    """A form with all it draws on, and what is wrong with those others."""

    form: Form
    problems: tuple[Problem, ...] = ()
    senders: Senders | None = None
    """Who sent the forms it sums; None for a form that sums none."""


def complete(form: Form, options: Options, path: Path | None, wants_last: bool = True) -> Complete:
    """The form with its towns' sums, the figures that follow from others, and last year's form beside it."""
    gatherer = _Gatherer(options, wants_last)
    return gatherer.complete(form, path, (real_path(path),) if path and form.head.sources else ())


def read_complete(path: Path, options: Options) -> Complete:
    """The form at ``path`` with its towns' sums, without last year's; Refused when it cannot be read at all."""
    intake = take_in_file(path, options)
    if intake.form is None:
        raise Refused(intake.problems)
    found = complete(intake.form, options, path, wants_last=False)
    return Complete(found.form, (*intake.problems, *found.problems))


class _Sent(NamedTuple):
    """A form that may be summed, and where it is from."""

    source: Words
    """The line of 汇总自 that names it."""
    path: Path
    town: Form


class _Gatherer(Struct):
    """Follows 汇总自 and 上年 from one form."""

    options: Options
    wants_last: bool
    problems: list[Problem] = field(default_factory=list)
    held: dict[str, Form | None] = field(default_factory=dict)
    """The towns whose form is there and was held out, with what could be read of it."""

    def complete(self, form: Form, path: Path | None, chain: tuple[Path, ...]) -> Complete:
        last = self.last(form, path) if self.wants_last else None
        senders = None
        if form.head.sources or form.head.expected:
            names, typed = form.library.wording.unit_names, bool(form.head.expected)
            towns = tuple(self.towns(form, path, chain)) if form.head.sources else ()
            senders = senders_of(names, towns, self.held)
            last = under_names_of_now(last, senders) if last else None
            form = with_expected(form, senders, last)
            form = replace(form, towns=_in_order(form, towns))
        if form.head.sources:
            form = with_unit_series(roll_up(form, last))
        form = derive(form, last)
        if senders and (form.towns or typed):
            self.problems += check_senders(form, last, senders, typed)
        return Complete(beside(form, last) if last else form, tuple(self.problems), senders)

    def towns(self, form: Form, path: Path | None, chain: tuple[Path, ...]) -> Iterator[Form]:
        """The forms to sum: one for each unit, of the same period, without errors; what is held out is reported."""
        if not form.library.report.sums:
            what = f"「{form.library.report.name}」不能汇总别的表单。"
            self.refuse(form.place_of_sums, what, "请去掉「汇总自」，或换一种「报告」。")
            return
        found: dict[str, list[_Sent]] = {}
        for source, town_path in self.files(form, path):
            if town := self.town(form, source, town_path, chain):
                found.setdefault(town.name, []).append(_Sent(source, town_path, town))
        doubles = form.library.wording.unit_names.doubles(found)
        for name, sent in found.items():
            alike = [*sent, *(one for other in doubles.get(name, ()) for one in found[other])]
            if len(alike) == 1:
                self.note_warnings(sent[0], self.read(sent[0].path, chain, self.wants_last).problems)
                self.note_odd(form, sent[0].town, sent[0].source.place)
                yield sent[0].town
            elif name not in self.held:
                self.hold_out_doubles(alike)

    def hold_out_doubles(self, alike: Sequence[_Sent]) -> None:
        """Says which forms are of one unit, so that none is counted; which is right no name of a file can say."""
        files = list_some([one.town.file for one in alike], MOST_UNITS)
        names = list(dict.fromkeys(one.town.name for one in alike))
        if len(names) == 1:
            what, advice = f"{names[0]}有{len(alike)}份表单：{files}，哪份都没有计入。", "请只留一份。"
        else:
            said = "和".join(f"「{name}」" for name in names)
            what = f"{said}看作一个单位，有{len(alike)}份表单：{files}，哪份都没有计入。"
            advice = ALIKE_ADVICE
        self.refuse(alike[0].source.place, what, advice)
        self.held |= dict.fromkeys(names)

    def note_warnings(self, sent: _Sent, problems: Iterable[Problem]) -> None:
        """Says which town's figures are in the sum though its own form is warned of."""
        found = [one for one in problems if one.severity is Severity.WARNING]
        if found:
            what = f"{sent.town.name}的表单有{len(found)}处警告没有说明，数已经计入，第一处：{found[0].what}"
            self.problems.append(notice(sent.source.place, what, f"用 zongjie check {paste_path(sent.path)} 查看。"))

    def files(self, form: Form, path: Path | None) -> Iterator[tuple[Words, Path]]:
        """Every file that the patterns of 汇总自 name, each once, and never the form itself by a pattern."""
        folder = path.parent if path else Path()
        found: dict[Path, tuple[Words, Path]] = {}
        for source in form.head.sources:
            for one in self.named(folder, source, path):
                if is_folder(one):
                    advice = f"请写成「{source.text.rstrip('/')}/*.yaml」。"
                    self.refuse(source.place, f"「{source.text}」是一个文件夹。", advice)
                else:
                    found.setdefault(real_path(one), (source, one))
        yield from found.values()

    def named(self, folder: Path, source: Words, path: Path | None) -> list[Path]:
        """The files of one line of 汇总自; that there are none, or no end of them, is reported."""
        try:
            paths, unopened = named_files(folder, source.text, path)
        except TooMany:
            what = f"「{source.text}」要看的文件超过{MOST_LOOKED_AT}个，没有看完。"
            self.refuse(source.place, what, "请写明放表单的文件夹，如「towns/*.yaml」。")
            return []
        for fault in unopened:
            what = f"「{source.text}」中的 {fault.filename} 打不开（{why(fault)}），里面的表单没有计入。"
            self.refuse(source.place, what, "请看看有没有权限读取，或改写成打得开的文件夹。")
        if not paths and not unopened:
            what = f"「{source.text}」没有找到任何表单。"
            self.refuse(source.place, what, "路径从这份表单所在的文件夹算起，请核对。")
        return paths

    def town(self, form: Form, source: Words, path: Path, chain: tuple[Path, ...]) -> Form | None:
        """The form at ``path`` when it may be summed; else the reason is reported."""
        if real_path(path) in chain:
            shown = " → ".join(show_path(one) for one in (*chain, real_path(path)))
            self.refuse(
                source.place, f"汇总绕成了一圈：{shown}。", "一份表单不能直接或间接汇总自己，请改正「汇总自」。"
            )
            return None
        read = self.read(path, chain, self.wants_last)
        if read.form is None or has_errors(read.problems):
            self.hold_out(form, source.place, path, read)
            return None
        town = read.form
        if problem := _misfit(form, town):
            away = "移到别的文件夹" if has_magic(source.text) else "从「汇总自」里去掉它"
            self.refuse(source.place, f"{town.file} {problem}，没有计入。", f"请换成本期的表单，或{away}。")
            return None
        return town

    def hold_out(self, form: Form, place: Place, path: Path, read: Read) -> None:
        """Says which town's form has errors, and the first of them."""
        faults = [one for one in read.problems if one.severity is Severity.ERROR]
        where = faults[0].place.spot.said
        what = (
            f"{show_path(path)} 有{len(faults)}处错误，第一处：{where}{faults[0].what.rstrip('。')}；它的数没有计入。"
        )
        self.refuse(place, what, f"请用 zongjie check {paste_path(path)} 查看并改好。")
        self.held_out(form, path, read.form)

    def held_out(self, form: Form, path: Path, town: Form | None) -> None:
        """Keeps in mind whose form was held out; of one that does not say, its file may tell."""
        names = form.library.wording.unit_names
        if town and town.head.unit:
            self.held[town.name] = town
        elif name := names.one_of(path.stem, [one.text for one in form.head.expected]) or names.plain(path.stem):
            self.held.setdefault(name, None)

    def read(self, path: Path, chain: tuple[Path, ...], wants_last: bool, keys: frozenset[str] | None = None) -> Read:
        """The form at ``path`` with all it draws on, and its own problems.

        It is read with all sections there are, or with those of some ``keys`` and its own.
        """
        return self.options.read.once(path, wants_last, lambda: self._read(path, chain, wants_last, keys))

    def _read(self, path: Path, chain: tuple[Path, ...], wants_last: bool, keys: frozenset[str] | None) -> Read:
        options = replace(self.options, whole_library=keys is None, also=keys or frozenset())
        try:
            intake = take_in_file(path, options)
            if intake.form is None:
                return Read(None, intake.problems)
            inner = _Gatherer(self.options, wants_last)
            found = inner.complete(intake.form, path, (*chain, real_path(path)))
            problems = (*intake.problems, *found.problems, *check_form(found.form, self.options.draft))
            return Read(found.form, problems)
        except Exception as fault:
            return Read(None, mishap(fault, show_path(path)))

    def refuse(self, place: Place, what: str, advice: str) -> None:
        """Reports what keeps a form out of the sum: an error, which a draft takes as a warning."""
        self.problems.append((warning if self.options.draft else error)(place, what, advice))

    def last(self, form: Form, path: Path | None) -> Form | None:
        """The same unit's form of the year before, when there is exactly one and it has no errors."""
        head = form.head
        if head.unit is None or head.year is None or (head.last and to_simplified(head.last.text) in NO_LAST):
            return None
        place = head.last.place if head.last else Place(form.file, WHOLE_FILE, "上年")
        if head.last:
            paths = [(path.parent if path else Path()) / head.last.text]
            if not is_file(paths[0]):
                advice = "路径从这份表单所在的文件夹算起，请核对；没有就写「上年: 无」。"
                self.problems.append(error(place, f"没有找到上年的表单「{head.last.text}」。", advice))
                return None
        else:
            cards = self.options.archive.find(
                head.unit.text, head.year - 1, path.parent if path else None, form.library.wording.unit_names
            )
            paths = [card.path for card in cards if _is_same_kind(card, form)]
            beside_it = [one for one in paths if path and real_path(one.parent) == real_path(path.parent)]
            paths = beside_it if len(beside_it) == 1 else paths
            if not paths:
                self.ask_of_name(form, head.unit.text, head.year - 1, path)
        if len(paths) > 1:
            shown = "、".join(map(show_path, paths[:3]))
            self.problems.append(unusable(place, f"上年的表单有{len(paths)}份：{shown}，请用「上年: 文件」指明一份。"))
        return self.usable_last(form, paths[0], place) if len(paths) == 1 else None

    def ask_of_name(self, form: Form, unit: str, year: int, path: Path | None) -> None:
        """Names last year's form of a unit called nearly the same: it may have got another name since."""
        cards = self.options.archive.find_renamed(
            unit, year, path.parent if path else None, form.library.wording.unit_names
        )
        cards = [card for card in cards if _is_same_kind(card, form)]
        if len(cards) == 1 and path:
            start = Path(os.path.relpath(cards[0].path, path.parent)).as_posix()
            what = f"没有找到{unit}{year}年的表单，有{cards[0].unit}的：{show_path(cards[0].path)}。"
            advice = f"是同一单位改了名的，请写「上年: {start}」；不是的，请写「上年: 无」。"
            self.problems.append(notice(Place(form.file, WHOLE_FILE, "上年"), what, advice))

    def usable_last(self, form: Form, path: Path, place: Place) -> Form | None:
        """The form at ``path`` as last year's, None with a warning when it has errors or is of another unit or year."""
        read = self.read(path, (), wants_last=False, keys=form.library.keys)
        if read.form is None or has_errors(read.problems):
            self.problems.append(
                unusable(place, f"上年的表单 {show_path(path)} 有错误，请用 zongjie check 查看并改好。")
            )
            return None
        last, head = read.form, form.head
        if head.year is not None and last.head.year != head.year - 1:
            self.problems.append(unusable(place, f"{last.file} 的年度是{last.head.year}，不是{head.year - 1}。"))
            return None
        names = form.library.wording.unit_names
        if head.last and names.is_raised(last.name, form.name):
            what = f"{last.file} 是{last.name}的，看作{form.name}改名以前的，照样比较。"
            self.problems.append(notice(place, what, "不是同一单位的，请写「上年: 无」。"))
        elif not names.may_be_one(last.name, form.name):
            what = f"{last.file} 是{last.name}的，不是{form.name}的。"
            self.problems.append(warning(place, what, ANOTHER_UNIT.format(unit=form.name)))
            return None
        if last.library.report_name != form.library.report_name or not head.period.has_months_of(last.head.period):
            self.problems.append(unusable(place, f"{last.file} 的报告种类或期间和这份不一样。"))
            return None
        return last

    def note_odd(self, form: Form, town: Form, place: Place) -> None:
        """Says which town reported late, or nothing at all."""
        if not town.values:
            self.problems.append(
                warning(place, f"{town.name}的表单（{town.file}）是空的。", "请催报；汇总数里没有它的。")
            )
        signed, due = town.head.date, form.head.date
        if signed and due and signed > due:
            what = f"{town.name}的表单成文于{chinese_date(signed)}，晚于本表的{chinese_date(due)}。"
            self.problems.append(warning(place, what, "请核对日期；数已经计入。"))


def _in_order(form: Form, towns: Iterable[Form]) -> tuple[Form, ...]:
    """The towns in the order of 应报单位, those it does not name behind in that of their files."""
    places = {one.text: position for position, one in enumerate(form.head.expected)}
    return tuple(sorted(towns, key=lambda town: places.get(town.name, len(places))))


def _misfit(form: Form, town: Form) -> str:
    """Why a form cannot be summed into another, empty when it can."""
    if town.library.report_name not in form.library.report.sums:
        return f"是「{town.library.report.name}」，「{form.library.report.name}」不汇总这种表单"
    if town.head.year != form.head.year:
        return f"是{town.head.year}年的，不是{form.head.year}年的"
    ours, theirs = form.head.period, town.head.period
    if not ours.has_months_of(theirs):
        return f"的期间是{theirs.name}，不是{ours.name}"
    return ""


def _is_same_kind(card: Card, form: Form) -> bool:
    """Whether a card names the report and the period of a form."""
    if (card.report or DEFAULT_REPORT) != form.library.report_name:
        return False
    wording = form.library.wording
    found = wording.read_period(card.period, card.year) if card.period else wording.usual_period
    return not isinstance(found, Fault) and found.has_months_of(form.head.period)

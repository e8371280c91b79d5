"""Figures that hands changed in a document, put back into the form that it was made from.

Only what is certain is put back: a figure that was typed in the form itself, changed to the same number wherever it is
printed. Each try is read again as a form, and kept only where that one figure is another and nothing else is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from generator.figures.quantity import WIDE_TO_NARROW, Quantity
from generator.figures.values import LAST, OF_UNIT, Day, Figure, Value
from generator.form.form import Form
from generator.form.opening import Intake, Options, take_in
from generator.language.context import ADDED, RATIO
from generator.making.summarize import Summary, summarize
from generator.problem import Place, Problem, error, has_errors, spell_path
from generator.reading.edits import TypedValue, edited, encoded, written
from generator.trust.changes import MULTIPLES, NUMBER_OR_SIGN, FigureChange, changes
from generator.trust.embedded import Embedded, PrintedLine, printed
from generator.trust.provenance import trace
from generator.trust.verified import Verified

SAID_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)([万萬亿億千百]*)(.*)", re.DOTALL)
CHANGED = "changed"


class LeftOut(NamedTuple):
    """A change that was not put back, and why."""

    change: FigureChange
    why: str


class TakenBack(Struct, frozen=True):
    """What became of the figures that hands changed."""

    form: bytes
    """The form with those of them that are certain."""
    taken: tuple[FigureChange, ...] = ()
    left: tuple[LeftOut, ...] = ()
    follow: tuple[FigureChange, ...] = ()
    """What is another in the paper of that form because of them, and was not changed in the document."""


class _Told(NamedTuple):
    """A number as a paper says it: its value, half of its last digit, what stands behind it."""

    value: Fraction
    half: Fraction
    unit: str


def taken_back(found: Verified, options: Options, folder: Path | None = None) -> TakenBack | Problem:
    """The form that a document carries with the figures that were changed in it; or why it cannot be read.

    ``folder`` is where that form lies, or is to lie.
    """
    embedded = found.standing.embedded
    assert embedded is not None
    intake = take_in(embedded.form, embedded.file, options, folder)
    file = encoded(embedded.form)
    if intake.form is None or file is None or not written(file.text):
        return error(Place(embedded.file), "文档里带的表单读不出来，没有改。", "请用 zongjie extract 取出来看看。")
    before = summarize(embedded.form, embedded.file, options, folder)
    taker = _Taker(embedded, options, folder, intake, found.printed)
    taken: list[FigureChange] = []
    left: list[LeftOut] = []
    said = _origins(before)
    for path, ones in _by_path(found.changes.figures):
        why = taker.take(path, ones) if path else "表单里没有一项说它"
        taken += [] if why else ones[:1]
        left += [LeftOut(one, said.get(path, why) if one.what == CHANGED else why) for one in ones] if why else ()
    follow = list(_following(before, summarize(taker.form, embedded.file, options, folder), taken))
    by_hand = {(one.path, one.now) for one in found.changes.figures}
    come = {(one.path, one.now) for one in follow}
    return TakenBack(
        taker.form,
        tuple(taken),
        tuple(one for one in left if (one.change.path, one.change.now) not in come),
        tuple(one for one in follow if (one.path, one.now) not in by_hand),
    )


def _by_path(figures: Iterable[FigureChange]) -> Iterator[tuple[str, list[FigureChange]]]:
    """The changes of each field; a number that is only written otherwise is none."""
    found: dict[str, list[FigureChange]] = {}
    for one in figures:
        if one.what != "written otherwise":
            found.setdefault(one.path, []).append(one)
    yield from found.items()


class _Taker:
    """Puts figures into a form one after another."""

    def __init__(
        self, embedded: Embedded, options: Options, folder: Path | None, intake: Intake, lines: tuple[PrintedLine, ...]
    ) -> None:
        self.form, self.file, self.options, self.folder = embedded.form, embedded.file, options, folder
        self.intake = intake
        spans = [(span.path, line.text[span.start : span.end]) for line in lines for span in line.figures]
        self.printed = Counter(path for path, text in spans for _ in re.finditer(r"\d+(?:,\d{3})*(?:\.\d+)?", text))

    def take(self, path: str, ones: list[FigureChange]) -> str:
        """Why a figure that was changed cannot be put back; empty when it was."""
        form = self.intake.form
        figure = form.values.get(path) if form else None
        if not isinstance(figure, Figure):
            return _no_field_of_its_own(path, form)
        if any(one.what == "under another name" for one in ones):
            return "数没有改，是它的行名或列名改了，请自己看看"
        if any(one.what != CHANGED for one in ones):
            return "文档里删去了它，要不要从表单里删去请自己定"
        if len({_told(one.now).value for one in ones}) > 1:
            return "几处改成的数不一样"
        if len(ones) < self.printed[path]:
            return f"文档里有{self.printed[path]}处是这个数，只改了{len(ones)}处"
        wanted = _wanted(figure.quantity, ones)
        if isinstance(wanted, str):
            return wanted
        return self.put(path, figure, wanted, ones[0])

    def put(self, path: str, figure: Figure, wanted: Fraction, one: FigureChange) -> str:
        """The same, once it is known which number it is to be."""
        file = encoded(self.form)
        assert file is not None
        for value in written(file.text):
            for new in _rewritten(value, one) if value.line == figure.place.spot.line else ():
                text = edited(file.text, value, new)
                data = file.bytes_of(text) if text else None
                if data and self.is_so(data, path, wanted):
                    return ""
        return f"表单{figure.place.spot.said}里找不到它的写法"

    def is_so(self, data: bytes, path: str, wanted: Fraction) -> bool:
        """Whether a form has just that figure as wanted and all else as before; it is the form from then on."""
        intake = take_in(data, self.file, self.options, self.folder)
        old, new = self.intake.form, intake.form
        if old is None or new is None or old.values.keys() != new.values.keys():
            return False
        if has_errors(intake.problems) and not has_errors(self.intake.problems):
            return False
        other = {one for one in new.values if _as_typed(old.values[one]) != _as_typed(new.values[one])}
        figure = new.values[path]
        if other != {path} or not isinstance(figure, Figure) or figure.quantity.number != wanted:
            return False
        self.form, self.intake = data, intake
        return True


def _no_field_of_its_own(path: str, form: Form | None) -> str:
    if path.startswith(LAST):
        return "是上年的数，请改上年的表单"
    if OF_UNIT in path:
        return f"是{path.rpartition(OF_UNIT)[2]}的数，请改那个单位的表单"
    if RATIO in path or ADDED in path or (form and form.library.field(path)):
        return "不是填的，是由别的数算出来的"
    return "不是哪一项的数，是自己写的话或日期里的，请到表单里改那句话"


def _told(text: str) -> _Told:
    match = SAID_NUMBER.search(text)
    if match is None:
        return _Told(Fraction(-1), Fraction(0), "")
    digits, multiples, unit = match.groups()
    scale = 1
    for sign in multiples:
        scale *= MULTIPLES[sign]
    digits = digits.replace(",", "")
    return _Told(Fraction(digits) * scale, Fraction(scale, 2 * 10 ** len(digits.partition(".")[2])), unit)


def _wanted(quantity: Quantity, ones: list[FigureChange]) -> Fraction | str:
    """Which number a figure is to be, or why that is not certain."""
    if quantity.number is None:
        return "填的是一个范围，不是一个数"
    was, now = _told(ones[0].was), _told(ones[0].now)
    if now.unit != was.unit:
        return "单位也改了"
    if abs(was.value * quantity.factor - quantity.number) > was.half * quantity.factor:
        return "印的写法和填的不一样"
    number = now.value * quantity.factor
    return "表单里本来就是这个数" if number == quantity.number else number


def _rewritten(value: TypedValue, one: FigureChange) -> Iterator[str]:
    """What may stand in a value of the form instead: the number in its place, or the figure as it is written now."""
    text = value.text.translate(WIDE_TO_NARROW)
    was, now = SAID_NUMBER.search(one.was), SAID_NUMBER.search(one.now)
    if was is None or now is None:
        return
    for match in NUMBER_OR_SIGN.finditer(text):
        if match[0].replace(",", "") == was[1].replace(",", "") and was[2] == now[2]:
            yield value.text[: match.start()] + now[1] + value.text[match.end() :]
    if len([match for match in NUMBER_OR_SIGN.finditer(text) if match[0][0].isdecimal()]) == 1:
        yield one.now


def _as_typed(value: Value | None) -> object:
    """What of a value was typed."""
    if isinstance(value, Figure):
        return [(one.joint, one.quantity) for one in value.all]
    return value.text if isinstance(value, Day) else value


def _origins(summary: Summary) -> dict[str, str]:
    """Where numbers came from that were not typed in a field of their own."""
    if summary.document is None or summary.form is None:
        return {}
    return {
        one.path: one.origin
        for one in trace(summary.document, summary.form)
        if one.path and not isinstance(_typed(summary.form, one.path), Figure)
    }


def _typed(form: Form, path: str) -> Value | None:
    value = form.values.get(path)
    return None if isinstance(value, Figure) and value.parts else value


def _following(before: Summary, after: Summary, taken: Iterable[FigureChange]) -> Iterator[FigureChange]:
    """What of a paper is another because of what was put back, but for that itself."""
    if before.document is None or after.document is None:
        return
    paths = {one.path for one in taken}
    lines = [line.text for line in printed(after.document) if not line.drawn]
    for one in changes([line for line in printed(before.document) if not line.drawn], lines).figures:
        if one.path not in paths:
            yield one


def describe_left(one: LeftOut) -> str:
    """What was not put back and why, in Chinese."""
    change = " → ".join(text for text in (one.change.was, one.change.now) if text)
    return f"{spell_path(one.change.path)}　{change}：{one.why}" if one.change.path else f"{change}：{one.why}"

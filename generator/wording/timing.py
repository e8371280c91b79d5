"""When the figures of a section are of: the words for it, and what is put where a section does not say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from generator.chinese.reserved import CONTEXT, FIGURE, WAITING
from generator.document.marks import LIST_SIGN, VALUE, mark, plain_path
from generator.figures.dates import Period
from generator.figures.values import LAST_YEAR, OF_UNIT, Day, Hole, Pending, Words, name_of_unit, waiting_for
from generator.form.coverage import STOCK_DAY, Coverage
from generator.form.form import Form
from generator.language.context import ADDED, LAST_PERIOD, RATIO
from generator.language.kinds import OF_A_DAY, OF_MONTHS
from generator.library.library import CUSTOM, Library
from generator.library.wording_schema import Span
from generator.problem import Place
from generator.reckoning.unit_days import MOST_UNITS, list_units, odd_units, said_day

LABEL, MONTHS, PERIOD_NAME, ODD_DAY = "报告期", "起止", "本年", "另有时点"
"""Names of the context that differ from section to section."""
TIMES = frozenset((LABEL, MONTHS, STOCK_DAY, PERIOD_NAME))
ENOUGH = {OF_A_DAY: TIMES, OF_MONTHS: TIMES - {STOCK_DAY}}
"""Which words said before in a section are enough for a figure of a day, and for one of months."""
OddDays = dict[tuple[str, Words], bool]
"""A unit and the day that its figures are of, and whether that holds for every section."""
MOST_IN_TITLE = 3
SENTENCE_END = re.compile("[。！？]")


def said(form: Form, name: str, text: str | None, waits: bool = False) -> Words | Pending:
    """A word of the context: what it is called, and what it prints; what a draft waits for while it is not known."""
    if text and not waits:
        return Words(text, name, Place(form.file), context=True)
    return Pending(text or waiting_for(name), name, context=True)


def period_words(form: Form, covered: Coverage, key: str = "") -> dict[str, Words | Pending | Day | Hole]:
    """What templates print of the time that figures are of; of the figures of a section with its ``key``."""
    of_section = f"{key}." if key else ""
    year = form.head.year
    blank = year is None
    span = _span(form.library, year or waiting_for("年度"), covered.period)
    stock_day: Day | Words | Pending = covered.day or said(form, of_section + STOCK_DAY, span.stock_day, blank)
    return {
        LABEL: said(form, of_section + LABEL, span.label, blank),
        MONTHS: said(form, of_section + MONTHS, span.months, blank),
        STOCK_DAY: stock_day,
        PERIOD_NAME: said(form, of_section + PERIOD_NAME, covered.period.name),
        ODD_DAY: stock_day if _stands_out(form, covered) else Hole(),
        LAST_PERIOD: said(form, LAST_PERIOD, last_period(covered)),
    }


@lru_cache(maxsize=256)
def _span(library: Library, year: int | str, period: Period) -> Span:
    """How a period is spoken of, which is the same in most sections and forms."""
    return library.wording.period_texts.of(year, period)


def last_period(covered: Coverage) -> str:
    """What last year's period is called: 上年, and 上年同期 for a part of the year."""
    return LAST_YEAR if covered.period.is_whole_year else LAST_PERIOD


def _stands_out(form: Form, covered: Coverage) -> bool:
    """Whether figures are of another time than the period of the whole form says."""
    usual = form.head.period
    return not (covered.period is usual and covered.day is None) and covered.extent != Coverage(usual).extent


def with_its_time(text: str, form: Form, key: str) -> str:
    """The closed-up text of a section, saying of when its figures are where that is not the period of the form."""
    return _with_lead(text, form, key) if _stands_out(form, form.covered(key)) else text


def _with_lead(text: str, form: Form, key: str) -> str:
    """The text with a word of the time before its first figure of a day and its first of months, where none is said.

    A day that was said is enough for what happened, too, as long as the paragraph goes on.
    """
    own_times = form.library.wording.period_texts.own_times
    leads: dict[int, str] = {}
    told: set[str] = set()
    seen = -1
    for match in VALUE.finditer(text):
        time, of = _time_of(match), _what_of(match, form)
        goes_on = seen >= text.rfind("\n", 0, match.start()) + 1
        if of and not (told & ENOUGH[of] or (told and goes_on)):
            start, end = _sentence_around(text, match.start())
            is_timed = any(map(_time_of, VALUE.finditer(text, start, end)))
            if not is_timed and not any(word in text[start : match.start()] for word in own_times):
                leads[start] = _lead(of, form, key)
                time = LABEL if of == OF_MONTHS else STOCK_DAY
        told |= {time} if time else set()
        seen = match.start() if time or of else seen
    for at, lead in reversed(leads.items()):
        text = f"{text[:at]}{lead}{text[at:]}"
    return text


def _time_of(match: re.Match[str]) -> str:
    """Which word of the time a marked value is; empty for any other value."""
    name = plain_path(match[2]).rpartition(".")[2] if match[1] in (CONTEXT, WAITING) else ""
    return name if name in TIMES else ""


def _what_of(match: re.Match[str], form: Form) -> str:
    """Whether a marked figure is of a day or of months; empty for one that holds at any time, or is told in a record."""
    if match[1] != FIGURE:
        return ""
    path = plain_path(match[2]).partition(RATIO)[0].partition(ADDED)[0]
    leaf = form.library.field(path)
    if leaf is None:
        return OF_A_DAY if CUSTOM in path else ""
    return leaf.kind.time


def _lead(of: str, form: Form, key: str) -> str:
    words, texts = period_words(form, form.covered(key), key), form.library.wording.period_texts
    if of == OF_MONTHS:
        return texts.flow_lead.format(label=mark(words[LABEL]))
    return texts.stock_lead.format(day=mark(words[STOCK_DAY]))


def _words_only(text: str) -> str:
    """The text with its marked values made unreadable, every position kept."""
    return VALUE.sub(lambda match: "\0" * len(match[0]), text)


def _sentence_around(text: str, position: int) -> tuple[int, int]:
    """Where the sentence that ``position`` stands in begins and ends."""
    line, after = text.rfind("\n", 0, position) + 1, text.find("\n", position)
    after = len(text) if after < 0 else after
    words, sign = _words_only(text), LIST_SIGN.match(text, line)
    starts = [sign.end() if sign else line, *(one.end() for one in SENTENCE_END.finditer(words, line, position))]
    end = SENTENCE_END.search(words, position, after)
    return starts[-1], end.start() if end else after


def odd_days(form: Form, key: str) -> OddDays:
    """The units that a section sums figures of another day of, with the day, and whether all of theirs are of it."""
    return {
        (town.name, _day_of_unit(covered, town)): key not in town.stock_days and key not in town.periods
        for town, covered in odd_units(form, key)
    }


def _day_of_unit(covered: Coverage, town: Form) -> Words:
    """The day that a unit's figures are of, which its own form gives."""
    path = covered.day.path if covered.day else STOCK_DAY
    place = covered.day.place if covered.day else Place(town.file)
    return Words(said_day(covered, town), f"{path}{OF_UNIT}{town.name}", place, context=True)


def with_odd_units(text: str, form: Form, odd: OddDays) -> str:
    """The text with a sentence behind its first paragraph of figures, on the units that are of another day."""
    texts = form.library.wording.period_texts
    patterns = {False: texts.odd_units, True: texts.odd_units_below}
    told = {below: [pair for pair in odd if odd[pair] is below] for below in patterns}
    sentences = [patterns[below].format(each=_each(form, pairs)) for below, pairs in told.items() if pairs]
    blocks = text.split("\n\n")
    for position, block in enumerate(blocks):
        if FIGURE in block and not block.startswith("|") and not LIST_SIGN.match(block):
            blocks[position] = "".join((block, *sentences))
            break
    return "\n\n".join(blocks)


def marked_units(form: Form, names: Iterable[str], most: int = MOST_UNITS) -> str:
    """Some units as a sentence names them, marked."""
    return list_units([mark(name_of_unit(name, Place(form.file))) for name in names], most)


def _each(form: Form, pairs: Iterable[tuple[str, Words]], most: int = MOST_UNITS) -> str:
    """乙镇、丙镇的数据截至11月底，丁乡的数据截至10月底, marked."""
    units: dict[str, tuple[Words, list[str]]] = {}
    for name, day in pairs:
        units.setdefault(day.text, (day, []))[1].append(name)
    pattern = form.library.wording.period_texts.odd_unit
    each = units.values()
    return "，".join(pattern.format(units=marked_units(form, names, most), day=mark(day)) for day, names in each)


def dated(title: str, form: Form, key: str) -> str:
    """The name of a table of a section, with the day of its figures where that is not the period's last for all."""
    covered, texts, odd = form.covered(key), form.library.wording.period_texts, odd_days(form, key)
    if _stands_out(form, covered):
        title += texts.as_of.format(day=mark(period_words(form, covered, key)[STOCK_DAY]))
    return title + texts.odd_in_table.format(each=_each(form, odd, MOST_IN_TITLE)) if odd else title

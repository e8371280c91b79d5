"""Years and periods that texts name, against those of the form: its title, its opening, texts pasted from last year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

from generator.figures.dates import Period
from generator.figures.quantity import Fault
from generator.figures.values import Words
from generator.form.form import Form
from generator.form.title import title_pieces
from generator.language.sandbox import NEXT_PERIOD
from generator.language.wordings import THIS_YEAR
from generator.library.library import Library
from generator.problem import Place, Problem, warning

CIRCLE_DIGITS = "〇一二三四五六七八九"
NAMED_YEAR = re.compile(rf"(?<![\d{CIRCLE_DIGITS}—～-])(\d{{4}}|[{CIRCLE_DIGITS}]{{4}})年(?:度)?(?![底末初代—～-])")
"""A year that is spoken of as one, and not as a day of it or as one end of years."""
OF_THEN = re.compile(
    r"(?:^|[。；！？\n])[在对]?(\d{4})年度?(?![，,]?[^，。；]{1,4}的|[^，。；]{0,6}基础)(?=[，,]|[^底末初以起的月同相至到比，。；\d—～-]{2})"
)
"""A year with which a sentence begins, as one that tells of it does."""
YEAR_OF_FILE = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
OF_TIMES = frozenset(("年度", "总结期"))
LEADS_OVER = r"[^。！？]*如下"
OF_SOME_MONTHS = r"\d{1,2}[—～-]\d{1,2}月"
NOT_OF_ITSELF = r"《[^》]*》|“[^”]*”|〔[^〕]*〕"
STILL_TO_COME = r"年[^。；]{0,8}[将拟要]"
"""Behind a year, what is said of one to come."""
LONGEST_NAMED = 16


class _Said(NamedTuple):
    """A text that says of when the paper is, and where it stands."""

    called: str
    text: str
    place: Place


def check_said_period(form: Form) -> Iterator[Problem]:
    """A warning where the title or the opening that was typed names another year or period than the paper tells of."""
    year, period = form.head.year, form.head.period
    if year is None:
        return
    label = form.library.wording.period_texts.of(year, period).label
    for said in (*_title(form), *_openings(form)):
        text = re.sub(NOT_OF_ITSELF, "", said.text).partition(str(year + 1))[0]
        typed, named = NAMED_YEAR.findall(text), _periods_in(text, form)
        years = [_as_number(found) for found in typed]
        if years and year not in years:
            other, right = f"{typed[0]}年", f"{_like(typed[0], year)}年"
        elif named and not any(one.has_months_of(period) for one in named):
            other, right = named[0].name, (period.name if not period.is_whole_year else "") if years else label
        elif years and not named and not period.is_whole_year:
            other, right = f"{typed[0]}年", label
        else:
            continue
        what = f"{said.called}说的是「{other}」，表头的年度和期间是「{label}」，全文前后不一致。"
        cure = f"把「{other}」改为「{right}」" if right else f"删去「{other}」"
        yield warning(said.place, what, f"请{cure}；或改正表头的「{THIS_YEAR}」「期间」。")


def _title(form: Form) -> Iterator[_Said]:
    """The title as it was typed, unless a pattern in it names the time."""
    typed, official = form.head.title, form.official
    if official.title and official.title_place:
        yield _Said("标题", official.title, official.title_place)
    elif typed and not any(piece.name in OF_TIMES for piece in title_pieces(typed.text)):
        yield _Said("标题", typed.text, typed.place.of(typed.path))


def _openings(form: Form) -> Iterator[_Said]:
    """The sentences that lead over to all that follows, in a section that is always printed."""
    for section in form.sections:
        leaves = section.root.leaves() if section.definition.always else ()
        for value in (form.values.get(leaf.path) for leaf in leaves):
            if isinstance(value, Words) and (found := re.search(LEADS_OVER, value.text)):
                yield _Said(f"「{found[0][-LONGEST_NAMED:]}」", found[0], value.place.of(value.path))


def check_file_year(form: Form) -> Iterator[Problem]:
    """A warning of a form whose file is named after another year, as last year's copied and saved anew is."""
    typed = form.head.year_typed
    named = {int(year) for year in YEAR_OF_FILE.findall(PurePath(form.file).stem)}
    if typed is None or form.head.year is None or not named or form.head.year in named or len(named) > 1:
        return
    (other,) = named
    what = f"文件名里是{other}年，这里填的是{form.head.year}年。"
    yield warning(
        typed.place.of(THIS_YEAR), what, f"这份表是{other}年的，请改为「{THIS_YEAR}: {other}」；不是的，请改文件名。"
    )


def check_stale_years(form: Form) -> Iterator[Problem]:
    """A warning for each text that tells of a year gone by as if it were this one, or next year's plan of this one."""
    year = form.head.year
    if year is None:
        return
    texts = form.library.wording.period_texts
    dated: dict[str, list[tuple[str, Words]]] = {}
    for path, value in form.values.items():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Words) and "年" in one.text:
                dated.setdefault(path.partition(".")[0], []).append((path, one))
    for section in form.sections:
        plans = NEXT_PERIOD in section.heading
        newest = str(year + 1) if plans and str(year + 1) in texts.of(year, form.head.period).following else str(year)
        for path, one in dated.get(section.key, ()):
            if stale := _stale(one.text, newest):
                what = (
                    f"「{one.text[:LONGEST_NAMED]}」说的是{stale}年，这里应当说{newest}年，像是从上年的总结里抄来的。"
                )
                yield warning(one.place.of(path), what, f"请改正年份；确实是说{stale}年的，请改写，不要用它开头。")


def _stale(text: str, newest: str) -> str:
    """The year with which a sentence of a text begins that lies before the newest one, where the newest is not named."""
    if newest in text and not re.search(f"{newest}{STILL_TO_COME}", text):
        return ""
    found = [match[1] for match in OF_THEN.finditer(re.sub(NOT_OF_ITSELF, "", text)) if match[1] < newest]
    return found[0] if found else ""


def _like(typed: str, year: int) -> str:
    """A year in the figures that another was typed in."""
    return str(year) if typed.isdecimal() else str(year).translate(str.maketrans("0123456789", CIRCLE_DIGITS))


def _as_number(year: str) -> int:
    return int(year.translate(str.maketrans(CIRCLE_DIGITS, "0123456789")))


def _periods_in(text: str, form: Form) -> list[Period]:
    """The parts of a year that a text names."""
    wording = form.library.wording
    found = (wording.read_period(name, form.head.year) for name in _named_periods(form.library).findall(text))
    return [one for one in found if not isinstance(one, Fault) and not one.is_whole_year]


@lru_cache(maxsize=8)
def _named_periods(library: Library) -> re.Pattern[str]:
    """Any period by its name, or by its months."""
    wording = library.wording
    names = [*wording.periods, *(one for some in wording.period_aliases.values() for one in some)]
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(f"{OF_SOME_MONTHS}|{listed}")

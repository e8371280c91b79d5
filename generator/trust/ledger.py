"""What every number of a paper rests on, one row each; and the reverse: what was filled in and not printed, what fell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from generator.document.tree import Document, plain_text
from generator.document.walk import DRAWN, Line, walk
from generator.figures.interval import Bounds
from generator.figures.quantity import format_number
from generator.figures.values import Day, Figure, Passage, Value, Words
from generator.form.form import Form
from generator.language.context import ADDED, RATIO
from generator.problem import SEVERITY_NAMES, Problem, spell_path
from generator.reckoning.rules import rules_by_path
from generator.trust.changes import AFTER_SENTENCE
from generator.trust.provenance import TOLD, WAITS, WRITTEN, Traced, trace
from generator.trust.sheets import NamedTable
from generator.wording.heal import Fallen

PRINTED_COLUMNS = (
    *("序号", "印出的数", "是什么", "所在的句子", "位置", "项目", "填的写法", "准确的值", "来源"),
    *("表单里的位置", "上年的数", "核对过的关系", "核对时说的话"),
)
UNPRINTED_COLUMNS = ("项目", "填的内容", "表单里的位置", "为什么没有印")
FALLEN_COLUMNS = ("略去的话（＿ 是空缺）", "缺的项目")
A_TYPED_FIGURE, COMPUTED, OF_DATE = "填的数", "算出的数", "日期和年份"
CALLED_BY_ORIGIN = ((TOLD, "自述"), (WRITTEN, "模板里的数"), (WAITS, "待填"))
"""What a number is called, by how its origin begins."""
NOT_USED = "没有一句用到它"
ENDS_A_SENTENCE = "。；"
ONLY_MARKS = "＿、，；。 "
SIDES_OF_A_RATE = re.compile(f"[{RATIO}{ADDED}]")


class Ledger(Struct, frozen=True):
    """What a paper rests on."""

    printed: NamedTable
    unprinted: NamedTable
    fallen: NamedTable

    @property
    def sheets(self) -> tuple[NamedTable, ...]:
        """All its tables, in order."""
        return self.printed, self.unprinted, self.fallen


def ledger_of(document: Document, form: Form, fallen: Iterable[Fallen], problems: Iterable[Problem]) -> Ledger:
    """What the numbers of a paper rest on that was made of a form."""
    numbers = list(trace(document, form))
    said = _said_by_path(problems)
    rules = rules_by_path(form)
    rows = (
        (str(number), *_row(one, form), "；".join(rules.get(one.path, ())), " ".join(said.get(one.path, ())))
        for number, one in enumerate(numbers, 1)
    )
    left = ((one.text, "、".join(map(spell_path, one.paths))) for one in fallen if _is_worth_a_word(one))
    return Ledger(
        NamedTable("数字依据", PRINTED_COLUMNS, tuple(rows)),
        NamedTable("填了没有印的", UNPRINTED_COLUMNS, tuple(_unprinted(numbers, document, form))),
        NamedTable("略去的话", FALLEN_COLUMNS, tuple(left)),
    )


def _row(one: Traced, form: Form) -> tuple[str, ...]:
    value = form.typed(one.path) if one.path else None
    figure = value if isinstance(value, Figure) else None
    last = figure.last.text if figure and figure.last else ""
    typed = figure.whole_text if figure and not figure.parts else ""
    exact = _exact(figure.bounds) if figure else ""
    return (
        one.text, _kind(one, figure), _sentence(one), _where(one.line), _spelled(one.path), typed, exact, one.origin,
        _spot(value, form), last,
    )  # fmt: skip


def _kind(one: Traced, figure: Figure | None) -> str:
    if one.is_figure:
        return A_TYPED_FIGURE if figure and not figure.parts else COMPUTED
    return next((name for begins, name in CALLED_BY_ORIGIN if one.origin.startswith(begins)), OF_DATE)


def _sentence(one: Traced) -> str:
    """The sentence of its line in which a number stands."""
    text, at = one.line.text, 0
    start = one.start + len(one.line.lead)
    for sentence in AFTER_SENTENCE.split(text):
        at += len(sentence)
        if start < at:
            return sentence.strip()
    return text


def _where(line: Line) -> str:
    """In which block of the body or of an annex a line stands, and in which cell."""
    where = f"附件{line.annex}" if line.annex else "正文"
    where += f"第{line.at}段" if line.at else ""
    if line.part in DRAWN:
        return f"{where}的图"
    return f"{where}第{line.row}行第{line.column}列" if line.row else where


def _spelled(path: str) -> str:
    return spell_path(path).replace(RATIO, " ÷ ").replace(ADDED, " ＋ ")


def _exact(bounds: Bounds) -> str:
    """The number that a figure is in its base unit, or between which two it lies."""
    low, high = (format_number(side) if side is not None else "" for side in (bounds.low, bounds.high))
    if low == high:
        return low
    return f"{low}～{high}" if low and high else f"{low}以上" if low else f"{high}以下"


def _spot(value: Value | None, form: Form) -> str:
    """Where in the form, or in which other file, something was typed; of what was computed, its parts."""
    typed = value.typed if isinstance(value, Figure) else (value,) if isinstance(value, Words | Passage | Day) else ()
    places = (one.place for one in typed)
    spots = (place.spot.said if place.file == form.file else place.spot.behind(place.file) for place in places)
    return "、".join(dict.fromkeys(filter(None, spots)))


def _unprinted(numbers: Iterable[Traced], document: Document, form: Form) -> Iterator[tuple[str, ...]]:
    """What was filled in that stands nowhere in the paper, and whether something is computed from it."""
    printed = {side for one in numbers for side in SIDES_OF_A_RATE.split(one.path)}
    used: dict[str, str] = {}
    for one in numbers:
        value = form.value(one.path) if one.path else None
        for part in value.typed if isinstance(value, Figure) and value.parts else ():
            used.setdefault(part.path, _spelled(one.path))
    text = "".join(plain_text(line.inlines) for line in walk(document))
    for path, value in form.values.items():
        if isinstance(value, Figure) and not value.parts and path not in printed:
            none = "填的是0，没有一句说它" if value.is_nothing else NOT_USED
            yield (
                spell_path(path),
                value.whole_text,
                _spot(value, form),
                f"算进了{used[path]}" if path in used else none,
            )
        for word in value if isinstance(value, tuple) else (value,):
            if isinstance(word, Words) and not word.none and word.text.rstrip(ENDS_A_SENTENCE) not in text:
                yield spell_path(path), word.text, _spot(word, form), NOT_USED


def _said_by_path(problems: Iterable[Problem]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in problems:
        if one.place.field:
            found.setdefault(one.place.field, []).append(f"{SEVERITY_NAMES[one.severity]}：{one.what}{one.advice}")
    return found


def _is_worth_a_word(one: Fallen) -> bool:
    return bool(one.paths and one.text.strip(ONLY_MARKS))

"""What a reader of the trade would mark in the sentences of a finished paper: notices, each with its sentence.

Templates are held to the same marks by the tests; what a form brings along, texts of the official's own and figures
that say nothing, only the finished sentence shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from msgspec import Struct

from generator.chinese.numerals import chinese_number
from generator.document.tree import Document, FigureText, Inline, Inlines, plain_text
from generator.document.walk import walk
from generator.figures.values import Day, Figure, Passage, Words
from generator.form.form import Form
from generator.problem import Place, Problem, notice
from generator.wording.connectives import AMONG
from generator.wording.told_twice import Twice, told_again, told_otherwise

MOST_OF_SENTENCE = 60
"""Characters of a sentence that a message quotes."""
LONG_ENOUGH = 12
"""Characters from which two sentences that are the same were hardly meant to be."""
MOST_ROUGH_DIGITS = 3
"""Digits that a whole number may carry behind 约 and still be a rough one; one more where it is in 万."""
ONE_SENTENCE = re.compile(r"[^。！？]*[。！？]?")
A_NUMBER = r"\d+(?:\.\d+)?"
SOME_AMOUNT = rf"{A_NUMBER}[^\d，。；、：（）“”\s]{{1,4}}"
ROUGH = re.compile(
    rf"(?:约|大约|将近|近)({A_NUMBER})(?:[万亿]?[^\d%％‰.～—]|$)|({A_NUMBER})[余多](?=[万亿]?[^\d，。；、\s])"
)
MEAN = re.compile(r"[平人户]均|每")
"""Where 约 says that a mean was rounded, and not that nobody has counted."""
ROUGHLY = re.compile("[约近余多]")
STOOD_STILL = re.compile(
    rf"由(?:每人每[月年])?({SOME_AMOUNT}?)(提高|增加|增长|上升|降低|减少|下降|调整|降|增)(?:到|至|为)\1(?![\d.])"
)
CHANGED_BY_ZERO = re.compile(r"(增长|下降|增加|减少|提高|降低)(0(?:\.0+)?)(?:[^\d.]|$)")
ZERO_PRINTED = re.compile(r"(?<![\d.．－—～（-])0(?!\d|\.\d)(?=[^\d，。；、：（）\s.%％‰时点分])")
OF_MANY = re.compile(r"[\d一二两三四五六七八九十百千万几数多各全每些类种项]")
LIST_POINT = re.compile(r"([一二三四五六七八九十]{1,3})是")
BEFORE_POINTS = "。；，：、）"
NOT_COUNTING = "第统唯惟单专划同合"
"""What makes 一是 the end of a word: 统一是, 第一是."""
LISTS_ITSELF = re.compile(r"问题|困难|不足|打算|计划|安排|措施|做法|建议|经验|体会|成效|亮点")
"""Headings that say themselves what is counted below them."""
COUNTED_POINTS = tuple(chinese_number(number) for number in range(1, 31))
"""一, 二, … as the points of a list are counted."""
SENTENCES_IN = ("paragraph", "item")
"""The parts of a paper that are looked at."""
WORTH_A_LOOK = re.compile(
    r"其中|由\D{0,4}\d|[约近]\d|\d[余多]|[长降加少高低]0|0(?<![\d.－—～-]0)[^\d.]|[一二三四五六七八九十]是"
)
"""Without one of these there is nothing to mark in a line, unless a sentence of it stands twice."""


class PrintedSentence(Struct, frozen=True):
    """One sentence as it prints, what stands before it in its paragraph, and where it came from."""

    text: str
    before: str
    line: Inlines
    """The paragraph it stands in."""
    section: int
    """How many headings stand before it."""
    is_first: bool
    """Whether it is the first behind a heading that does not say what is counted."""
    is_again: bool
    """Whether it stands further up already."""


class Mark(Struct, frozen=True):
    """What is to be marked in a sentence, where in it, and what to do about it."""

    sentence: PrintedSentence
    at: int
    what: str
    advice: str

    @property
    def said(self) -> str:
        """The sentence and what is wrong with it."""
        return f"「{_short(self.sentence.text)}」{self.what}"


Found = Iterator[tuple[int, str, str]]
"""Where in a sentence something is to be marked, what it is, and what to do about it."""


def marks_in(document: Document) -> list[Mark]:
    """What a reader of the trade would mark in the body of a paper, section by section."""
    sentences = list(_sentences(document))
    found = [Mark(sentence, *one) for sentence in sentences for look in LOOKED_FOR for one in look(sentence)]
    return [*found, *_badly_counted(sentences)]


def marked(document: Document, form: Form) -> list[Problem]:
    """A notice for each mark, at the field whose words are marked."""
    marks = [*marks_in(document), *_twice(document, form)]
    return [notice(_place_of(mark, form), mark.said, mark.advice) for mark in marks]


def _twice(document: Document, form: Form) -> Iterator[Mark]:
    """Figures told twice, each with the sentence that told them before."""
    for one in told_again(document):
        what = f"里的“{one.figures}”，前面「{_short(one.before)}」已经说过。"
        yield Mark(_again_in(one), one.at, what, "请留下一处；不是一回事的，请核对数。")
    for one in told_otherwise(document, form):
        what = f"和前面「{_short(one.before)}」说的是同一个数，却不一样（{one.figures}）。"
        yield Mark(_again_in(one), one.at, what, "请核对；口径或时点不同的，请在文中说明，或只留一处。")


def _again_in(one: Twice) -> PrintedSentence:
    before = plain_text(one.line)[: one.begins]
    return PrintedSentence(one.sentence.strip(), before, one.line, 0, False, False)


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= MOST_OF_SENTENCE else f"{text[:MOST_OF_SENTENCE]}……"


def _sentences(document: Document) -> Iterator[PrintedSentence]:
    """The sentences of the lines of the body that are worth a look."""
    said: set[str] = set()
    section, is_first = 0, False
    for line in walk(document):
        if line.part == "heading" and not line.annex:
            section, is_first = section + 1, not LISTS_ITSELF.search(plain_text(line.inlines))
        elif line.part in SENTENCES_IN and not line.annex:
            text = plain_text(line.inlines)
            long = [sentence for sentence in text.split("。") if len(sentence) >= LONG_ENOUGH]
            again = frozenset(
                sentence for number, sentence in enumerate(long) if sentence in said or sentence in long[:number]
            )
            if again or WORTH_A_LOOK.search(text):
                yield from _of_line(text, line.inlines, section, is_first, again)
            said.update(long)
            is_first = False


def _of_line(
    text: str, inlines: Inlines, section: int, is_first: bool, again: frozenset[str]
) -> Iterator[PrintedSentence]:
    for match in ONE_SENTENCE.finditer(text):
        if sentence := match[0].strip():
            begun = match.start()
            is_again = sentence.rstrip("。") in again
            yield PrintedSentence(sentence, text[:begun], inlines, section, is_first and not begun, is_again)


def _stretches(inlines: Iterable[Inline]) -> Iterator[tuple[int, int, str]]:
    """From where to where in a line a field speaks."""
    at = 0
    for inline in inlines:
        end = at + len(inline.text)
        if isinstance(inline, FigureText):
            yield at, end, inline.path
        else:
            yield from ((at + source.start, at + source.end, source.path) for source in inline.sources)
        at = end


def _place_of(mark: Mark, form: Form) -> Place:
    """Where the field was typed that speaks at a mark, or else the first that speaks in its sentence."""
    sentence = mark.sentence
    begun = len(sentence.before)
    ended = begun + len(sentence.text)
    speaking = [
        (start - begun, path) for start, end, path in _stretches(sentence.line) if start < ended and begun < end
    ]
    typed = [(start, path, form.typed(path)) for start, path in speaking]
    placed = [(start, path, one) for start, path, one in typed if isinstance(one, Figure | Words | Passage | Day)]
    before = [one for one in placed if one[0] <= mark.at]
    for _, path, one in before[-1:] or placed[:1]:
        line = one.text.count("\n", 0, max(one.text.find(sentence.text), 0)) if isinstance(one, Passage) else 0
        return one.place._replace(spot=one.place.spot.of_line(line)).of(path)
    return Place(form.file)


def _again(sentence: PrintedSentence) -> Found:
    """A sentence that stands twice."""
    if sentence.is_again:
        yield 0, "在文中印了两次。", "请删去或改写其中一处。"


def _among_nothing(sentence: PrintedSentence) -> Found:
    """其中 with no whole before it."""
    for match in AMONG.finditer(sentence.text):
        before = sentence.text[: match.start()] or sentence.before
        if not OF_MANY.search(before):
            yield match.start(), "里的“其中”前面没有总数。", "请在前面写上总数，或删去“其中”。"


def _stood_still(sentence: PrintedSentence) -> Found:
    """由600元提高到600元."""
    for match in STOOD_STILL.finditer(sentence.text):
        yield match.start(), f"里前后都是{match[1]}，说不上{match[2]}。", "请核对两个数；没有变的写“保持不变”。"
    for match in CHANGED_BY_ZERO.finditer(sentence.text):
        yield match.start(), f"里的“{match[1]}{match[2]}”等于没有{match[1]}。", "请核对；没有变的写“与上年持平”。"


def _nothing(sentence: PrintedSentence) -> Found:
    """0户、0人."""
    if match := ZERO_PRINTED.search(sentence.text):
        yield match.start(), "里有0。", "没有的事可以不写，或写成“没有发生”“无”。"


def _too_exact(sentence: PrintedSentence) -> Found:
    """约4167户."""
    for match in ROUGH.finditer(sentence.text) if ROUGHLY.search(sentence.text) else ():
        digits = (match[1] or match[2]).lstrip("0.")
        kept = digits.replace(".", "") if "." in digits else digits.rstrip("0")
        is_mean = MEAN.search(re.split("[。；]", sentence.text[: match.start()])[-1])
        if len(kept) > MOST_ROUGH_DIGITS + ("." in digits) and not is_mean:
            yield (
                match.start(),
                f"里的“{match[0].strip()}”是约数，却带着零头。",
                "知道确数就直接写数，不知道就写到整百、整千。",
            )


def _led_by_nothing(sentence: PrintedSentence) -> Found:
    """A section that begins with 一是."""
    if sentence.is_first and sentence.text.startswith(f"{COUNTED_POINTS[0]}是"):
        yield 0, "一开头就是“一是”，前面没有领起的话。", "请在前面加一句总的话，如“主要做了以下工作。”"


def _points(sentence: PrintedSentence) -> Iterator[tuple[int, str]]:
    """The numbers of its points, and where they stand."""
    for match in LIST_POINT.finditer(sentence.text):
        at = match.start()
        before = sentence.text[at - 1 : at]
        first = match[1] == COUNTED_POINTS[0] and before not in NOT_COUNTING
        if not before or before in BEFORE_POINTS or first:
            yield at, match[1]


def _badly_counted(sentences: Iterable[PrintedSentence]) -> Iterator[Mark]:
    """Where the points of a section leave one out, or there is only the first."""
    for _, section in groupby(sentences, key=lambda sentence: sentence.section):
        points = [(sentence, at, point) for sentence in section for at, point in _points(sentence)]
        followed = [*(point for _, _, point in points[1:]), ""]
        expected = 0
        for (sentence, at, point), after in zip(points, followed, strict=False):
            if point == COUNTED_POINTS[0] and after in ("", COUNTED_POINTS[0]):
                yield Mark(sentence, at, "里只有“一是”，没有“二是”。", "只有一条的不用编号；还有的请补上。")
            elif point not in (COUNTED_POINTS[0], COUNTED_POINTS[expected]):
                yield Mark(
                    sentence,
                    at,
                    f"里的“{point}是”前面没有“{COUNTED_POINTS[expected]}是”。",
                    "请补上缺的一条，或把号改连贯。",
                )
            expected = COUNTED_POINTS.index(point) + 1 if point in COUNTED_POINTS[:-1] else 0


LOOKED_FOR: tuple[Callable[[PrintedSentence], Found], ...] = (
    _again,
    _among_nothing,
    _stood_still,
    _nothing,
    _too_exact,
    _led_by_nothing,
)
"""What a sentence is looked at for."""

"""Sentences of another paper: that of another unit by its name, last year's with last year's figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.figures.values import Passage, Words
from generator.form.form import Form
from generator.problem import Problem, explained, shorten, warning

OWN_SENTENCE = re.compile(r"[^。；！？\n]+")
NOT_COMPARED = re.compile(r"[\s，。；、：,.;:]")
TELLS_A_NUMBER = re.compile(r"\d")
MAY_STAY = re.compile(r"\d{4}年度?(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日)?|[“《〔][^”》〕]*[”》〕]|第\d+")
"""Numbers that may stay what they were: when something was, what a document is called."""
LEAST_SIGNS = 8
"""Shorter sentences are alike by chance."""


def check_copied(form: Form) -> Iterator[Problem]:
    """A warning for each own sentence that stands word for word in last year's form, its figures too."""
    last = form.last
    if last is None:
        return
    texts = [one for one in _own_texts(form) if tells_figures(one.text)]
    before = {_bare(sentence) for one in _own_texts(last) for sentence in _sentences(one.text)} if texts else set()
    for one in texts:
        for sentence in _sentences(one.text):
            if _bare(sentence) in before and not (form.head.year and f"{form.head.year - 1}年" in sentence):
                what = f"「{shorten(sentence)}」和上年的一字不差，里面的数也没有变。"
                yield _asked(form, one, what, "请核对是不是忘了改；确实没有变的，请在「核对说明」里写明。")


def check_neighbours(form: Form, neighbours: tuple[tuple[str, str], ...]) -> Iterator[Problem]:
    """A warning for each own text that names another unit of the same folder, as one copied from that does."""
    if form.towns or form.head.sources or form.head.unit is None:
        return
    own = form.head.unit.text
    whole = "\n".join(one.text for one in _own_texts(form))
    names = _named_in(whole, neighbours) if whole and neighbours else frozenset[tuple[str, str]]()
    may_be_one = form.library.wording.unit_names.may_be_one
    for report, name in sorted(names):
        if report == form.library.report_name and name not in own and not may_be_one(own, name):
            for one in _own_texts(form):
                if name in one.text:
                    what = f"自己写的话里说到「{name}」，这份表是{own}的。"
                    yield _asked(form, one, what, "像是从那边抄来的，请核对；确实要说它的，请在「核对说明」里写明。")


def _named_in(text: str, units: tuple[tuple[str, str], ...]) -> frozenset[tuple[str, str]]:
    """The units that a text names; of many units, looked for only where a name may end."""
    ends, lengths, names = _known(units)
    found: set[tuple[str, str]] = set()
    for match in ends.finditer(text):
        for length in lengths:
            found.update(names.get(text[max(match.end() - length, 0) : match.end()], ()))
    return frozenset(found)


@lru_cache(maxsize=4)
def _known(
    units: tuple[tuple[str, str], ...],
) -> tuple[re.Pattern[str], frozenset[int], dict[str, list[tuple[str, str]]]]:
    """The signs in which names of units end, how long they are, and the units of each name."""
    names: dict[str, list[tuple[str, str]]] = {}
    for unit in units:
        names.setdefault(unit[1], []).append(unit)
    ends = "".join(sorted({re.escape(name[-1]) for name in names}))
    return re.compile(f"[{ends}]"), frozenset(map(len, names)), names


def tells_figures(text: str) -> bool:
    """Whether a text has numbers in it that are no dates and no names of documents."""
    return TELLS_A_NUMBER.search(text) is not None and any(map(str.isdecimal, MAY_STAY.sub("", text)))


def _asked(form: Form, one: Words | Passage, what: str, advice: str) -> Problem:
    answer = form.answers.get(one.path)
    place = one.place.of(one.path)
    return explained(place, what, answer.text) if answer else warning(place, what, advice)


def _own_texts(form: Form) -> Iterator[Words | Passage]:
    for value in form.values.values():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Words | Passage) and not (isinstance(one, Words) and one.context):
                yield one


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text that tell figures."""
    for sentence in OWN_SENTENCE.findall(text):
        if len(sentence) >= LEAST_SIGNS and tells_figures(sentence):
            yield sentence.strip()


def _bare(text: str) -> str:
    return NOT_COMPARED.sub("", text)

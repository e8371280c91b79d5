"""Texts as they are typed for fields: lines joined, numbers that are ours to set taken off, own text read."""

from __future__ import annotations

import re
from functools import partial

from msgspec.structs import replace

from generator.chinese.lines import doubtful_joints
from generator.chinese.numbering import describe_numbers, without_numbers
from generator.chinese.punctuation import describe, set_right
from generator.document.own_text import read_own
from generator.figures.unfinished import unfinished_problems
from generator.figures.values import Passage, Words
from generator.library.typed import Reading, Typed
from generator.problem import Problem, nearest, notice, warning

LONGEST_NAME = 7
"""Characters in the longest short name of a phrase."""
MARK_OF_HEADING = r"(?m)^#{1,6}(?=[ \t])"
"""Four of them are no fault pasted from a spreadsheet."""
STOP = r"[，。；：、！？]"


def read_words(typed: Typed, is_prose: bool = False) -> Reading:
    """A text, or the full sentence of the phrase it names."""
    sentence = typed.field.phrases.get(typed.simplified.rstrip("。；，"))
    if sentence:
        return Reading(Words(typed.frame.restore(sentence), typed.path, typed.place))
    text, changed = _set_right(typed)
    said = (*_unfinished(typed), *_no_phrase(typed), *changed, *_joined(typed, is_prose))
    return Reading(Words(text, typed.path, typed.place, is_prose=is_prose), said)


read_prose = partial(read_words, is_prose=True)
"""A text of one or more paragraphs."""


def read_heading(typed: Typed) -> Reading:
    """A heading, without the number that was typed before it: it gets one of ours."""
    (text,), taken = without_numbers([typed.text])
    found = read_words(replace(typed, text=text))
    return replace(found, problems=(*found.problems, notice(typed.place, describe_numbers(taken)))) if taken else found


def read_own_text(typed: Typed) -> Reading:
    """Paragraphs, headings, lists and tables as officials write them."""
    text, changed = _set_right(typed)
    remarks = tuple(remark.at(typed.place) for remark in read_own(text).remarks)
    plain = replace(typed, text=re.sub(MARK_OF_HEADING, "", typed.text)) if "####" in typed.text else typed
    return Reading(Passage(text, typed.path, typed.place), (*_unfinished(plain), *changed, *remarks))


def _joined(typed: Typed, is_prose: bool) -> tuple[Problem, ...]:
    """A warning for each place where lines join and do not say how they belong together."""
    if "\n" not in typed.text:
        return ()
    place = typed.place
    found = doubtful_joints(typed.text.split("\n"), as_one=not is_prose)
    return tuple(warning(place._replace(spot=place.spot.of_line(at)), what, advice) for at, what, advice in found)


def _set_right(typed: Typed) -> tuple[str, tuple[Problem, ...]]:
    """The text as Chinese is printed, with a notice of what was changed."""
    text, changes = set_right(typed.text)
    return text, (notice(typed.place, f"标点已按公文的写法改正：{describe(changes)}。"),) if changes else ()


def _unfinished(typed: Typed) -> tuple[Problem, ...]:
    return unfinished_problems(typed.text, typed.place, typed.frame.units)


def _no_phrase(typed: Typed) -> tuple[Problem, ...]:
    """A warning of what looks like the short name of a phrase and is none."""
    if len(typed.text) > LONGEST_NAME or re.search(STOP, typed.text):
        return ()
    near = nearest(typed.text, typed.field.phrases)
    if not near:
        return ()
    what = f"「{typed.text}」不是这里的短名，会照字面印出。"
    return (warning(typed.place, what, f"是不是「{near}」？如果就是要印这几个字，请写成一句完整的话。"),)

"""Texts as they are typed for fields: lines joined, numbers that are ours to set taken off, own text read."""

from __future__ import annotations

import re
from functools import partial

from msgspec.structs import replace

from generator.chinese.lines import TABLE_BELOW, doubtful_joints, is_finished, is_pasted, tab_between, without_tabs
from generator.chinese.numbering import describe_numbers, without_numbers
from generator.chinese.punctuation import closed, describe, set_right
from generator.document.own_text import HAS_NO_MEANING, read_own, signs_not_ours
from generator.figures.quantity import ZERO_WORDS, Fault
from generator.figures.unfinished import unfinished_problems
from generator.figures.values import Passage, Words
from generator.language.phrases import name_before, read_phrase
from generator.language.typed import Reading, Typed, unread
from generator.problem import Problem, error, nearest, notice, warning

LONGEST_NAME = 7
"""Characters in the longest short name of a phrase."""
MARK_OF_HEADING = r"(?m)^#{1,6}(?=[ \t])"
"""Four of them are no fault pasted from a spreadsheet."""
SIGNS_OF_BLOCKS = r"(?m)^[ \t]*(?:#{1,6}(?=[ \t])|\||[-*+](?=[ \t]))"
"""What begins a heading, a row of a table or an item where a text may hold them."""
WORDS_ALONE = "这里只印文字：不要印的请删去；要小标题、条目、表格的，请另写成一章。"
STOP = r"[，。；：、！？]"


def read_words(typed: Typed, is_prose: bool = False) -> Reading:
    """A text, or the full sentence of the phrase it names."""
    if "\t" in typed.text:
        plain = read_words(replace(typed, text=without_tabs(typed.text)), is_prose)
        return replace(plain, problems=(*_tabs(typed), *plain.problems))
    phrases = typed.field.phrases
    if phrases and (found := read_phrase(typed.simplified, phrases, typed.path[-1:].isdigit())):
        if isinstance(found, Fault):
            return unread(typed, found)
        noted = (notice(typed.place, found.what, found.advice),) if found.what else ()
        sentence = typed.frame.choose(typed.field.ways_to_say(found.sentence))
        return Reading(Words(typed.frame.restore(sentence), typed.path, typed.place), noted)
    text, changed = _set_right(typed)
    if is_prose and typed.simplified not in ZERO_WORDS:
        text = _closed(text)
    said = (*_unfinished(typed), *_no_phrase(typed), *changed, *_signs(typed), *_joined(typed, is_prose))
    return Reading(Words(text, typed.path, typed.place, is_prose=is_prose), said)


read_prose = partial(read_words, is_prose=True)
"""A text of one or more paragraphs."""


def read_heading(typed: Typed) -> Reading:
    """A heading, without the number that was typed before it: it gets one of ours."""
    (text,), taken = without_numbers([typed.text])
    found = read_words(replace(typed, text=text))
    numbers = (notice(typed.place, describe_numbers(taken)),) if taken else ()
    return replace(found, problems=(*found.problems, *_nothing(typed), *numbers))


def read_own_text(typed: Typed) -> Reading:
    """Paragraphs, headings, lists and tables as officials write them."""
    text, changed = _set_right(typed)
    remarks = tuple(remark.at(typed.place) for remark in read_own(text).remarks)
    plain = replace(typed, text=re.sub(MARK_OF_HEADING, "", typed.text)) if "####" in typed.text else typed
    said = (*_unfinished(plain), *_nothing(typed), *changed, *remarks)
    return Reading(Passage(text, typed.path, typed.place), said)


def _tabs(typed: Typed) -> tuple[Problem, ...]:
    """An error where rows of a table were pasted into a text that holds none; a warning for a tab in one line of it."""
    lines = typed.text.split("\n")
    if is_pasted(lines):
        what = f"「{without_tabs(lines[0].strip())[:LONGEST_NAME]}」起的几行像是从电子表格粘过来的，这里印不成表格。"
        return (error(typed.place, what, f"请移到公文的附件，{TABLE_BELOW}。"),)
    at = next((number for number, line in enumerate(lines) if "\t" in line.strip()), None)
    if at is None:
        return ()
    severity, what, advice = tab_between(lines[at])
    return (Problem(severity, typed.place._replace(spot=typed.place.spot.of_line(at)), what, advice),)


def _signs(typed: Typed) -> tuple[Problem, ...]:
    """A warning for each line with a sign that only own text, or no text of ours, gives a meaning."""
    found = dict(signs_not_ours(typed.text))
    for at, line in enumerate(typed.text.split("\n")) if re.search(SIGNS_OF_BLOCKS, typed.text) else ():
        if match := re.match(SIGNS_OF_BLOCKS, line):
            found.setdefault(at, match[0].strip())
    place = typed.place
    return tuple(
        warning(place._replace(spot=place.spot.of_line(at)), HAS_NO_MEANING.format(sign), WORDS_ALONE)
        for at, sign in sorted(found.items())
    )


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


def _closed(text: str) -> str:
    """A text whose paragraphs all end in a full stop, as those of sentences do; a counted heading stays as it is."""
    lines = text.split("\n")
    ends = (at for at, line in enumerate(lines) if line.strip() and not "".join(lines[at + 1 : at + 2]).strip())
    for at in ends:
        lines[at] = lines[at] if is_finished(lines[at]) else closed(lines[at], always=True)
    return "\n".join(lines)


def _unfinished(typed: Typed) -> tuple[Problem, ...]:
    return unfinished_problems(typed.text, typed.place, typed.frame.units)


def _nothing(typed: Typed) -> tuple[Problem, ...]:
    """A warning of a heading or text of one's own that says that there is nothing."""
    if typed.simplified.rstrip("。") not in ZERO_WORDS:
        return ()
    return (warning(typed.place, f"「{typed.text}」会照字面印出。", "没有这一节的，请把这一节全部删去。"),)


def _no_phrase(typed: Typed) -> tuple[Problem, ...]:
    """A warning of what looks like the short name of a phrase and is none, or stands before a sentence of one's own."""
    if name := name_before(typed.simplified, typed.field.phrases):
        advice = f"只要后面这句话的，请删去「{name}」和冒号；要印短名的整句的，请只写「{name}」。"
        return (warning(typed.place, f"「{name}」后面写了别的话，连同冒号会照字面印出。", advice),)
    if len(typed.text) > LONGEST_NAME or re.search(STOP, typed.text):
        return ()
    near = nearest(typed.text, typed.field.phrases)
    if not near:
        return ()
    what = f"「{typed.text}」不是这里的短名，会照字面印出。"
    return (warning(typed.place, what, f"是不是「{near}」？如果就是要印这几个字，请写成一句完整的话。"),)

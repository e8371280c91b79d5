"""Sentences that overlays add to the wording of a section, each where its file says, without a copy of section.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from generator.language.sandbox import OF_WORDINGS
from generator.problem import Place, Problem, Spot, did_you_mean, error

TAG = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%[-+]?\s*(?P<word>\w+).*?%\}", re.DOTALL)
"""What of a template is no text."""
STEPS = {
    "if": 1,
    "for": 1,
    "together": 1,
    OF_WORDINGS[0]: 1,
    "endif": -1,
    "endfor": -1,
    "endtogether": -1,
    OF_WORDINGS[-1]: -1,
}
"""How much deeper a tag leads into what may not be said."""
ENDS = "。！？"
END_OF_SENTENCE = re.compile(rf"[{ENDS}][”’』」）]*|\n[ \t]*\n")
"""Where a sentence ends: at its full stop, or with its paragraph."""
BLANK_LINE = re.compile(r"\n[ \t]*\n")
ENDED = re.compile(rf"[{ENDS}][”’』」）]*\s*\Z")


TABLE = "\n|"
"""Begins the rows of a table, which ends in no stop."""


class Sentence(Struct, frozen=True):
    """A sentence that is added, and where that is said."""

    text: str
    after: str
    place: Place
    ends: bool = False
    """Whether it ends the paragraph instead."""
    is_below: bool = False
    """Whether section.md lies above its file, and was written without it or instead of it."""


class Worded(Struct, frozen=True):
    """The wording of a section, and where each of its lines was written."""

    text: str
    lines: tuple[Place, ...] = ()
    """Empty when it is all one file."""


def with_sentences(text: str, file: str, sentences: list[Sentence], key: str) -> tuple[Worded, list[Problem]]:
    """The wording of a section with ``key``, with sentences added; reports one that finds no place."""
    if sum(map(_step, TAG.finditer(text))):
        return Worded(text), []  # a passage without its end is said of section.md, as the file that has it
    problems: list[Problem] = []
    lines = [Place(file, Spot(number)) for number in range(1, text.count("\n") + 2)]
    for sentence in sentences:
        if not (ENDED.search(sentence.text) or TABLE in sentence.text):
            advice = "请在末尾加上句号。"
            problems.append(error(sentence.place, f"「{_short(sentence.text)}」这一句末尾没有句号。", advice))
            continue
        if sentence.is_below and _names(sentence.text) <= _names(text):
            continue
        after = sentence.after.removeprefix(f"{key}.")
        at = _end_of_sentence(text, after) if after else len(text)
        if at is None and not sentence.is_below:
            what = f"{file} 里没有一句说到「{sentence.after}」，不知道接在哪里。"
            advice = did_you_mean(after, _names(text), "请在 after 后面换一个说到的项目。")
            problems.append(error(sentence.place, what, f"{advice}去掉 after 就印在这一节的最后。"))
            continue
        at = _end_of_paragraph(text, at) if sentence.ends and at is not None else at
        text, lines = _put(
            text, lines, len(text) if at is None else at, sentence, own_paragraph=not after or at is None
        )
    return Worded(text, tuple(lines)), problems


def _short(text: str) -> str:
    return text if len(text) <= 12 else f"…{text[-12:]}"


def _names(text: str) -> set[str]:
    """The names of figures that a text prints."""
    return {name for tag in re.findall(r"\{\{(.*?)\}\}", text, re.DOTALL) for name in re.findall(r"[\w.]+", tag)}


def _end_of_sentence(text: str, name: str) -> int | None:
    """Where the sentence ends that first prints ``name``, outside everything that may not be said; None without one."""
    named = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
    tags = list(TAG.finditer(text))
    first = next((at for at, tag in enumerate(tags) if tag[0].startswith("{{") and named.search(tag[0])), None)
    if first is None:
        first = next((at for at, tag in enumerate(tags) if named.search(tag[0])), None)
    if first is None:
        return None
    depth = 0
    for at, (start, end) in _stretches(text, tags):
        if at > first and depth == 0 and (found := END_OF_SENTENCE.search(text, start, end)):
            return found.start() if found[0].startswith("\n") else found.end()
        if at < len(tags):
            depth += _step(tags[at])
            closed = _step(tags[at]) < 0
            if closed and depth == 0 and at >= first and ENDED.search(text, 0, tags[at].start()):
                return tags[at].end()
    return len(text)


def _end_of_paragraph(text: str, start: int) -> int:
    """Where the paragraph ends that ``start`` stands in, outside everything that may not be said."""
    tags = list(TAG.finditer(text, start))
    depth, begins = 0, start
    for tag in (*tags, None):
        ends = tag.start() if tag else len(text)
        if depth == 0 and (blank := BLANK_LINE.search(text, begins, ends)):
            return blank.start()
        if tag:
            depth, begins = depth + _step(tag), tag.end()
    return len(text.rstrip("\n"))


def _stretches(text: str, tags: list[re.Match[str]]) -> Iterator[tuple[int, tuple[int, int]]]:
    """The text before each tag, and behind the last, by its number."""
    start = 0
    for number, tag in enumerate(tags):
        yield number, (start, tag.start())
        start = tag.end()
    yield len(tags), (start, len(text))


def _step(tag: re.Match[str]) -> int:
    return STEPS.get(tag["word"] or "", 0)


def _put(text: str, lines: list[Place], at: int, sentence: Sentence, own_paragraph: bool) -> tuple[str, list[Place]]:
    """The text with a sentence in lines of its own, and where each line was written."""
    before, said, behind = text[:at], sentence.text.strip("\n"), text[at:]
    lead = "\n\n" if own_paragraph else "" if before.endswith("\n") else "\n"
    tail = "\n" if behind and not behind.startswith("\n") else ""
    starts, ends = len(before) + len(lead), len(before) + len(lead) + len(said)
    found = f"{before}{lead}{said}{tail}{behind}"

    def written_at(offset: int) -> Place:
        if starts <= offset <= ends and said:
            return Place(sentence.place.file, sentence.place.spot.of_line(said.count("\n", 0, offset - starts)))
        there = min(offset, at) if offset < starts else offset - len(found) + len(text)
        return lines[text.count("\n", 0, there)]

    breaks = [0, *(match.end() for match in re.finditer("\n", found))]
    return found, [written_at(offset) for offset in breaks]

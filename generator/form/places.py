"""Where an official wants a chapter of their own: at the head, at the end, before or behind a part of the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct, field

from generator.chinese.script import to_simplified
from generator.figures.values import Records, Words
from generator.form.form import Form
from generator.language.sandbox import NEXT_PERIOD
from generator.library.library import BY_NAME, OWN_PLACE, OWN_WHOLE, Section, spoken
from generator.problem import Problem, error, nearest

AT_HEAD, AT_TAIL = "开头", "结尾"
OTHER_WORDS = {AT_HEAD: "最前|最前面|首位|第一|前面", AT_TAIL: "最后|最后面|末尾|后面"}
"""How else people say it."""
NEXT_TO = re.compile(
    r"(?:放在|排在|写在|接在|在)?[「『“\"《]?(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])?(.+?)[」』”\"》]?"
    r"(?:这一节|这一章|这一部分|一节|一章|部分)?(?:(之后|以后|后面|后边|后)|之前|以前|前面|前边|前)"
)
ENDS_OF_NAMING = (f".{OWN_WHOLE}", f".{OWN_PLACE}")
"""How the paths end at which a form names a part of the paper, or a field."""
HOW_TO_SAY = "可以写「开头」「结尾」，或「某一节之后」「某一节之前」"


class Anchor(Struct, frozen=True):
    """A place in a paper: before or behind a part of it, or of the whole."""

    part: str
    """The folder of a section or the heading of a group, as the report writes them; empty for the whole."""
    after: bool


class Chapters(Struct, frozen=True):
    """The records of a section as they are to stand, and what is wrong with where."""

    at: dict[Anchor | None, list[int]] = field(default_factory=dict)
    """Their positions by the place where they stand; None for the place of the section itself."""
    problems: list[Problem] = field(default_factory=list)
    followed: frozenset[str] = frozenset()
    """The paths where the places were typed."""


def chapters(form: Form, section: Section) -> Chapters:
    """Where each record of a section stands that may say so."""
    records = form.values.get(f"{section.key}.{section.definition.direct}")
    paths = records.paths if section.definition.placed and isinstance(records, Records) else ()
    typed = [form.values.get(f"{path}.{section.definition.placed}") for path in paths]
    if not any(typed):
        return Chapters({None: list(range(len(paths)))})
    return _Chapters(form, paths, typed).arranged()


class _Chapters:
    """Works out where the chapters of one form stand, some of them beside others."""

    def __init__(self, form: Form, paths: tuple[str, ...], typed: Sequence[object]) -> None:
        self.form = form
        self.paths = paths
        self.typed = [one if isinstance(one, Words) else None for one in typed]
        self.parts = named_parts(form)
        self.titles = {
            to_simplified(value.text): number
            for number, path in reversed([*enumerate(paths)])
            for name, value in form.values.items()
            if name.startswith(f"{path}.") and isinstance(value, Words) and value is not self.typed[number]
        }
        self.problems: list[Problem] = []

    def arranged(self) -> Chapters:
        """The chapters in groups by where they stand."""
        at: dict[Anchor | None, list[int]] = {}
        where: dict[int, Anchor | None] = {}
        beside: dict[int, tuple[int, bool]] = {}
        for number, words in enumerate(self.typed):
            found = self.place(words, number) if words else None
            if isinstance(found, tuple):
                beside[number] = found
            else:
                where[number] = found
                at.setdefault(found, []).append(number)
        while ready := [number for number, (other, _) in beside.items() if other in where]:
            for number in ready:
                other, after = beside.pop(number)
                row = at[where[other]]
                where[number] = where[other]
                row.insert(row.index(other) + after, number)
        for number in beside:
            words = self.typed[number]
            assert words is not None
            what = f"「{words.text}」绕了一圈，几章互相排在前后。"
            self.problems.append(error(words.place.of(words.path), what, f"请给其中一章另写位置：{HOW_TO_SAY}。"))
        paths = frozenset(words.path for words in self.typed if words)
        return Chapters(at, self.problems, paths)

    def place(self, words: Words, number: int) -> Anchor | tuple[int, bool] | None:
        """The place that some words name; a chapter and whether behind it, where they name another one."""
        text = re.sub(r"\s+", "", to_simplified(words.text)).rstrip("。，")
        for whole, others in OTHER_WORDS.items():
            if re.fullmatch(rf"(?:放在|排在|在)?(?:{whole}|{others})", text):
                return Anchor("", whole == AT_TAIL)
        match = NEXT_TO.fullmatch(text)
        name, after = (match[1], bool(match[2])) if match else (text, True)
        other = self.titles.get(name, number)
        if match and other != number:
            return other, after
        if match and name in self.parts:
            return Anchor(self.parts[name], after)
        known = {*self.parts, *self.titles}
        near = name if name in known else nearest(name, known)
        side = "之后" if after else "之前"
        advice = (
            f"是不是「{near}{side}」？{HOW_TO_SAY}。" if near else f"{HOW_TO_SAY}；有这几节：{'、'.join(self.parts)}。"
        )
        what = f"看不懂位置「{words.text}」。" if match is None else f"没有「{name}」这一节。"
        self.problems.append(error(words.place.of(words.path), what, advice))
        return None


def named_parts(form: Form) -> dict[str, str]:
    """Every name of a section or group of the report, as it is printed or for short, and which part it names."""
    library = form.library
    sections = {section.name: section for section in library.sections}
    following = library.wording.period_texts.of(form.head.year or 0, form.head.period).following
    context = {**BY_NAME, NEXT_PERIOD: following}

    @cache
    def said(heading: str) -> str:
        return spoken(heading, form.terms, context) if "{{" in heading else heading

    found: dict[str, str] = {}
    for placement in library.report.placements():
        for group in placement.groups:
            found.setdefault(said(group), group)
        for name in _names(sections.get(placement.folder), placement.heading):
            found.setdefault(said(name), placement.folder)
    return found


def _names(section: Section | None, heading: str | None) -> Iterator[str]:
    yield from (name for name in ((section.heading if section else heading) or "",) if name)
    if section:
        yield from (section.key, *section.definition.aliases, section.definition.heading)


def needs_more(form: Form) -> bool:
    """Whether a form names a part or a field that may be in a section it does not fill in."""
    named = (
        (path.partition(".")[0], one.text.replace("·", "."))
        for path, one in form.values.items()
        if path.endswith(ENDS_OF_NAMING) and isinstance(one, Words)
    )
    whole = form.library.whole
    return any(check_places(form)) or any(
        whole.at(name) is None and whole.at(f"{key}.{name}") is None for key, name in named
    )


def check_places(form: Form) -> Iterator[Problem]:
    """An error for each place that names no part of the paper."""
    for section in form.sections:
        if section.definition.placed:
            yield from chapters(form, section).problems

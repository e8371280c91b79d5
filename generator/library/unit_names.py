"""Whether two names are of one unit: what people write before and behind a name, or leave out, makes no other unit of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from typing import NamedTuple

from generator.chinese.script import plain_name
from generator.figures.quantity import WIDE_TO_NARROW
from generator.reading.strict import Definition

UNSPOKEN = re.compile(r"[^\w（）]+|_")
"""What is neither a word nor a bracket."""
BRACKETED = re.compile(r"（([^（）]*)）")
ROUNDED = str.maketrans("([［【〔{｛)]］】〕}｝", "（（（（（（（）））））））")
YEAR_FIRST = re.compile(r"^(?:19|20)\d\d年?度?")
YEARS_AND_VERSIONS = (
    r"(?:19|20)\d\d年?度?(?:\d{1,2}月?\d{0,2}日?)?",
    r"第?[\d一二三四五六七八九十]{1,3}[版稿次]",
    r"[版稿]",
)
LONGEST_UNIT = 60
"""No unit has a longer name; what is longer is taken as it stands."""


class _Taken(NamedTuple):
    """A name taken apart."""

    stem: str
    level: str
    above: str
    """What it lies in, 江州市云岭县; mostly not written."""
    remark: str
    """What is told in brackets and may be of the unit."""

    def may_be(self, other: _Taken) -> bool:
        """Whether both may be one unit: where one says more than the other, that is no difference."""
        return (
            self.stem == other.stem
            and (self.level == other.level or not (self.level and other.level))
            and (self.above.endswith(other.above) or other.above.endswith(self.above))
            and (self.remark == other.remark or not (self.remark and other.remark))
        )


class UnitNames(Definition, frozen=True, dict=True):
    """unit_names of wording.yaml: what of a unit's name says which unit it is."""

    levels: tuple[str, ...] = ()
    """Last characters of a name, which say how high the unit stands: 镇, 县."""
    endings: dict[str, str] = {}
    """Other endings, and the level that each stands for: 街办 for 街道."""
    organs: tuple[str, ...] = ()
    """What may follow the level: 人民政府."""
    of_the_form: tuple[str, ...] = ()
    """What is written behind a name and says something of the form: 更正."""

    def may_be_one(self, name: str, other: str) -> bool:
        """Whether two names may be of one unit."""
        return name == other or self._taken(name).may_be(self._taken(other))

    def stem_of(self, name: str) -> str:
        """What a unit keeps however its name is written, and when it is raised from 乡 to 镇."""
        return self._taken(name).stem

    def plain(self, name: str) -> str:
        """The name without all that makes no other unit of it; empty for one that tells no level."""
        taken = self._taken(name)
        return f"{taken.above}{taken.stem}{taken.level}" if taken.level else ""

    def is_raised(self, name: str, other: str) -> bool:
        """Whether only the level of two units differs, so that one may be the former name of the other."""
        one, two = self._taken(name), self._taken(other)
        return one.stem == two.stem and not one.may_be(two)

    def one_of(self, name: str, names: Iterable[str]) -> str:
        """Which of ``names`` is of the same unit: the name itself, else the only one that may be; empty where none is."""
        known = list(names)
        alike = [name] if name in known else [one for one in known if self.may_be_one(name, one)]
        return alike[0] if len(alike) == 1 else ""

    def doubles(self, names: Iterable[str]) -> dict[str, list[str]]:
        """Each of some different ``names`` that others may be the same unit as, with these."""
        by_stem: dict[str, list[str]] = defaultdict(list)
        for name in names:
            by_stem[self.stem_of(name)].append(name)
        found = {}
        for alike in (group for group in by_stem.values() if len(group) > 1):
            for name in alike:
                if others := [one for one in alike if one != name and self.may_be_one(name, one)]:
                    found[name] = others
        return found

    @cached_property
    def _taken(self) -> Callable[[str], _Taken]:
        """A name taken apart, once for each name."""
        return lru_cache(maxsize=4096)(self._take_apart)

    def _take_apart(self, name: str) -> _Taken:
        if not self.levels or len(name) > LONGEST_UNIT:
            return _Taken(name, "", "", "")
        typed = UNSPOKEN.sub("", plain_name(name).translate(ROUNDED).translate(WIDE_TO_NARROW))
        remarks = [one for one in BRACKETED.findall(typed) if not self._of_the_form.fullmatch(one)]
        bare = YEAR_FIRST.sub("", BRACKETED.sub("", typed))
        found = self._whole.fullmatch(bare)
        if found is None:
            return _Taken(bare or name, "", "", "".join(remarks))
        level = self.endings.get(found["level"], found["level"])
        return _Taken(found["stem"], level, found["above"] or "", "".join(remarks))

    @cached_property
    def _of_the_form(self) -> re.Pattern[str]:
        return re.compile(f"(?:{'|'.join(YEARS_AND_VERSIONS)}|{_any_of(self.of_the_form)})++")

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        """Areas above, stem, level, and then nothing but organs and what is told of the form."""
        levels = _any_of(self.levels)
        behind = f"(?:{_any_of(self.organs)}|{self._of_the_form.pattern})*+"
        return re.compile(
            f"(?P<above>(?:.*(?:{levels}))?)(?P<stem>.+?)(?P<level>{_any_of((*self.levels, *self.endings))}){behind}"
        )


def _any_of(words: Iterable[str]) -> str:
    """A regular expression for any of some words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) or "(?!)"

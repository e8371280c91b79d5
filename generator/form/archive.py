"""Where the forms of other years lie: the forms of the folders at hand, by unit, report and year.

Only what a form says of itself is looked at here, as cheaply as can be; what is found is read in full elsewhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from generator.figures.quantity import WIDE_TO_NARROW
from generator.form.head import meant_year, simplify_keys
from generator.library.settings import FILE_NAME
from generator.library.unit_names import UnitNames
from generator.problem import Place
from generator.reading.characters import clean_text
from generator.reading.encodings import decode
from generator.reading.files import is_file, is_folder, read_file, real_path
from generator.reading.nodes import Mapping, Scalar
from generator.reading.source import read_source
from generator.reading.workbook import WORKBOOK_SUFFIXES, holds_table, is_workbook, read_workbook

HEAD_LENGTH = 4096
"""Mostly the keys that say whose form it is stand before this."""
MOST_IN_FULL = 64 * 1024
"""What is longer, and does not say in its head whose form it is, is hardly one."""
HEAD_LINE = re.compile(r"^(报告|報告|单位|單位|年度|期间|期間|业务|業務)[ \t]*[:：]([^#\n]*)", re.MULTILINE)
SIMPLIFIED = {"報告": "报告", "單位": "单位", "期間": "期间", "業務": "业务"}
NEEDED = re.compile(r"[单單]\s*位")
SAYS_AT_HEAD = ("报告", "单位", "年度", "期间", "业务")
LEAST_ALIKE_IN_NAMES = 2
FOUR_DIGITS = re.compile(r"\d{4}")
TEXT_SUFFIXES = (".yaml", ".yml")
SUFFIXES = (*TEXT_SUFFIXES, *WORKBOOK_SUFFIXES)


class Card(NamedTuple):
    """Whose form a file is, as it says itself; an empty text is a key that was not written."""

    path: Path
    report: str
    unit: str
    year: int
    period: str
    business: str


class Archive:
    """The forms of some folders; a folder is looked into once, when something of it is first asked for."""

    def __init__(self, places: Iterable[Path] = ()) -> None:
        self.places = tuple(places)
        self._cards: dict[Path, dict[tuple[str, int], list[Card]]] = {}

    def __reduce__(self) -> tuple[type[Archive], tuple[tuple[Path, ...]]]:
        return Archive, (self.places,)

    def find(self, unit: str, year: int, near: Path | None, names: UnitNames) -> list[Card]:
        """The forms of a unit and year in the folders at hand, in the folder ``near``, and in that of the year before.

        towns/2012 is followed to towns/2011, so that a folder for each year needs no word in any form. Of a unit whose
        name was written otherwise that year these are found where there are none under the same name.
        """
        cards = self._of_stem(unit, year, near, names)
        return [one for one in cards if one.unit == unit] or [one for one in cards if names.may_be_one(one.unit, unit)]

    def find_renamed(self, unit: str, year: int, near: Path | None, names: UnitNames) -> list[Card]:
        """The forms of a year, in the same folders, of units that only their level sets apart from ``unit``."""
        if len(names.stem_of(unit)) < LEAST_ALIKE_IN_NAMES:
            return []
        return [one for one in self._of_stem(unit, year, near, names) if names.is_raised(one.unit, unit)]

    def _of_stem(self, unit: str, year: int, near: Path | None, names: UnitNames) -> list[Card]:
        stem = names.stem_of(unit)
        found: dict[Path, Card] = {}
        for folder in dict.fromkeys([*self.places, *([near, *_sibling(near, year)] if near else [])]):
            cards = self._look_into(folder, names).get((stem, year), ())
            found |= {real_path(card.path): card for card in cards}
        return list(found.values())

    def _look_into(self, folder: Path, names: UnitNames) -> dict[tuple[str, int], list[Card]]:
        """The forms in a folder by what all names of their unit have in common, and by their year."""
        if folder not in self._cards:
            paths = find_forms([folder]) if folder in self.places else _forms_in(folder)
            by_whom = self._cards[folder] = {}
            for card in filter(None, map(read_card, paths)):
                by_whom.setdefault((names.stem_of(card.unit), card.year), []).append(card)
        return self._cards[folder]


def _sibling(folder: Path, year: int) -> list[Path]:
    """The folder of ``year`` beside one that has the year after in its name."""
    name = folder.name.replace(str(year + 1), str(year))
    return [folder.with_name(name)] if name != folder.name else []


def read_card(path: Path) -> Card | None:
    """Whose form ``path`` is; None when it does not say, or cannot be read.

    The bytes are read as those of a form are. Most say it in plain lines at the top; what does not is read in full. Of
    two forms in one file it is the first.
    """
    data = read_file(path, path.name) if is_file(path) else b""
    if isinstance(data, bytes) and is_workbook(data):
        typed = _typed(read_workbook(data, path.name)[0])
        return _card(path, typed) if _is_said(typed) else None
    text = decode(data, path.name)[0] if isinstance(data, bytes) else None
    if not text or not NEEDED.search(text):
        return None
    head = clean_text(text[:HEAD_LENGTH], Place(path.name))[0]
    whole = head if len(text) <= HEAD_LENGTH else head.rpartition("\n")[0]
    lines = reversed(HEAD_LINE.findall(whole))
    typed = {SIMPLIFIED.get(key, key): value.strip().strip("'\"") for key, value in lines}
    if _is_said(typed):
        return _card(path, typed)
    typed = _typed_in_full(text) if len(text) <= MOST_IN_FULL else {}
    return _card(path, typed) if _is_said(typed) else None


def _is_said(typed: dict[str, str]) -> bool:
    return bool(typed.get("单位") and _year(typed))


def _card(path: Path, typed: dict[str, str]) -> Card:
    report, unit, _, period, business = (typed.get(key, "") for key in SAYS_AT_HEAD)
    return Card(path, report, unit, _year(typed), period, business)


def _year(typed: dict[str, str]) -> int:
    """The year that was typed or meant; 0 where none was."""
    text = typed.get("年度", "").translate(WIDE_TO_NARROW)
    found = FOUR_DIGITS.search(text)
    return int(found.group() if found else meant_year(text) or 0)


def _typed_in_full(text: str) -> dict[str, str]:
    """What a form says of itself that has slips, quotes or brackets at its head."""
    return _typed(read_source(text.encode(), "")[0])


def _typed(root: Mapping) -> dict[str, str]:
    root = simplify_keys(root)[1]
    found = ((key, root.get(key)) for key in SAYS_AT_HEAD)
    return {key: node.text.strip() for key, node in found if isinstance(node, Scalar)}


def find_forms(places: Iterable[Path]) -> list[Path]:
    """The forms named, and those in the folders named, at any depth; sorted, each once."""
    found: dict[Path, None] = {}
    for place in places:
        if is_folder(place):
            found |= dict.fromkeys(sorted(_below(place)))
        else:
            found[place] = None
    return list(found)


def _below(place: Path) -> Iterator[Path]:
    """The forms below a folder; one that cannot be looked into comes itself, so that reading it says why."""
    unread: list[Path] = []
    for folder, inner, names in os.walk(place, onerror=lambda fault: unread.append(Path(fault.filename))):
        inner[:] = [name for name in inner if not is_hidden(name)]
        yield from (path for name in names if has_form_name(path := Path(folder, name)))
    yield from unread


def _forms_in(folder: Path) -> list[Path]:
    """The forms in a folder itself."""
    try:
        return sorted(filter(has_form_name, folder.iterdir()))
    except OSError:
        return []


def has_form_name(path: Path) -> bool:
    """Whether a file that nobody named is taken for a form: by its name and suffix, a workbook by what it holds too."""
    suffix = path.suffix.lower()
    if suffix in TEXT_SUFFIXES or not is_form(path):
        return suffix in TEXT_SUFFIXES and is_form(path)
    return suffix in WORKBOOK_SUFFIXES and is_file(path) and holds_table(bytes_of(path))


def bytes_of(path: Path) -> bytes:
    """The bytes of a file that may be a form; none where it cannot be read as one."""
    data = read_file(path, path.name)
    return data if isinstance(data, bytes) else b""


def is_form(path: Path) -> bool:
    """Whether a file may be a form by its name: no settings, nothing hidden, no lock of an office program."""
    return path.name != FILE_NAME and not is_hidden(path.name)


def is_hidden(name: str) -> bool:
    """Whether a file or folder is one that a system or an office program put there for itself."""
    return name[0] in ".~"

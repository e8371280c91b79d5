"""Where the forms of other years lie: the forms of the folders at hand, by unit, report and year.

Only the head of a form is looked at here, as cheaply as can be; what is found is read in full elsewhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from generator.figures.quantity import WIDE_TO_NARROW
from generator.library.settings import FILE_NAME
from generator.reading.files import is_file, is_folder, real_path

HEAD_BYTES = 4096
"""The keys that say whose form it is stand before this."""
HEAD_LINE = re.compile(r"^(报告|報告|单位|單位|年度|期间|期間|业务|業務)[ \t]*[:：]([^#\r\n]*)", re.MULTILINE)
SIMPLIFIED = {"報告": "报告", "單位": "单位", "期間": "期间", "業務": "业务"}
LEAST_ALIKE_IN_NAMES = 2
FOUR_DIGITS = re.compile(r"\d{4}")
SUFFIXES = (".yaml", ".yml")
ENCODINGS = ("utf-8-sig", "gb18030")


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
        self._kin: dict[Path, dict[tuple[str, int], list[Card]]] = {}
        """The same by the names of units without their last character."""

    def __reduce__(self) -> tuple[type[Archive], tuple[tuple[Path, ...]]]:
        return Archive, (self.places,)

    def find_renamed(self, unit: str, year: int, near: Path | None) -> list[Card]:
        """The forms of a year, in the same folders, of units whose names differ from ``unit`` in the last character."""
        kin = unit[:-1]
        if len(kin) < LEAST_ALIKE_IN_NAMES:
            return []
        found = [card for folder in self._folders(year, near) for card in self._kin_in(folder).get((kin, year), ())]
        return [card for card in found if card.unit != unit]

    def _folders(self, year: int, near: Path | None) -> dict[Path, None]:
        return dict.fromkeys([*self.places, *([near, *_sibling(near, year)] if near else [])])

    def find(self, unit: str, year: int, near: Path | None) -> list[Card]:
        """The forms of a unit and year in the folders at hand, in the folder ``near``, and in that of the year before.

        towns/2012 is followed to towns/2011, so that a folder for each year needs no word in any form.
        """
        found: dict[Path, Card] = {}
        for folder in self._folders(year, near):
            found |= {real_path(card.path): card for card in self._look_into(folder).get((unit, year), ())}
        return list(found.values())

    def _look_into(self, folder: Path) -> dict[tuple[str, int], list[Card]]:
        """The forms in a folder by their unit and year."""
        if folder not in self._cards:
            paths = find_forms([folder]) if folder in self.places else _forms_in(folder)
            by_whom = self._cards[folder] = {}
            for card in filter(None, map(read_card, paths)):
                by_whom.setdefault((card.unit, card.year), []).append(card)
        return self._cards[folder]

    def _kin_in(self, folder: Path) -> dict[tuple[str, int], list[Card]]:
        if folder not in self._kin:
            kin = self._kin[folder] = {}
            for (unit, year), cards in self._look_into(folder).items():
                kin.setdefault((unit[:-1], year), []).extend(cards)
        return self._kin[folder]


def _sibling(folder: Path, year: int) -> list[Path]:
    """The folder of ``year`` beside one that has the year after in its name."""
    name = folder.name.replace(str(year + 1), str(year))
    return [folder.with_name(name)] if name != folder.name else []


def read_card(path: Path) -> Card | None:
    """Whose form ``path`` is; None when its head does not say."""
    if not is_file(path):
        return None
    try:
        with path.open("rb") as file:
            data = file.read(HEAD_BYTES)
    except OSError:
        return None
    typed = {SIMPLIFIED.get(key, key): value.strip().strip("'\"") for key, value in HEAD_LINE.findall(_text(data))}
    year = FOUR_DIGITS.search(typed.get("年度", "").translate(WIDE_TO_NARROW))
    if year is None or not typed.get("单位"):
        return None
    return Card(
        path, typed.get("报告", ""), typed["单位"], int(year.group()), typed.get("期间", ""), typed.get("业务", "")
    )


def _text(data: bytes) -> str:
    """The whole lines of the head of a file, empty when they are no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[: len(data) // 2 * 2].decode("utf-16", "ignore")
    whole = data.rpartition(b"\n")[0] if len(data) == HEAD_BYTES else data
    for encoding in ENCODINGS:
        try:
            return whole.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


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
    """Whether a file that nobody named is taken for a form by its name and suffix."""
    return path.suffix.lower() in SUFFIXES and is_form(path)


def is_form(path: Path) -> bool:
    """Whether a file may be a form by its name: no settings, nothing hidden, no lock of an office program."""
    return path.name != FILE_NAME and not is_hidden(path.name)


def is_hidden(name: str) -> bool:
    """Whether a file or folder is one that a system or an office program put there for itself."""
    return name[0] in ".~"

"""What lies in a folder that was named: what was not read and why, forms that two files hold, forms of another year.

All of it is seen from names and from the heads of forms, before a form is read in full.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.figures.quantity import Fault
from generator.form.archive import Card, bytes_of, has_form_name, is_hidden, read_card
from generator.form.head import DEFAULT_REPORT
from generator.library.library import Library
from generator.library.loading import load_library
from generator.library.overlays import Shelf, show_path
from generator.library.settings import FILE_NAME
from generator.library.unit_names import UnitNames
from generator.problem import Place, Problem, error, list_some, notice, warning
from generator.reading.files import is_file, is_folder, read_file
from generator.reading.workbook import WORKBOOK_SUFFIXES, is_workbook, not_as_named, why_unread

MOST_NAMED_FILES = 5
"""So many files are named that were left out for one reason; the rest are counted."""
LEAST_NAME = 3
"""Signs of a name of a unit that is looked for in texts."""
LEAST_ALIKE = 3
"""So many forms of one year lie in a folder before one of another year is odd."""
OF_SYSTEMS = frozenset(("desktop.ini", "thumbs.db", "__macosx"))
"""Put there by a system, not by a person, as is all that begins with a dot."""
LOCKS = ("~$", ".~")
"""Begin the file that Word and WPS keep beside an open document."""
LOCK_FILE, HIDDEN_FILE, LINKED_FOLDER = "打开文档时的临时文件", "以“.”或“~”开头", "文件夹的链接，没有进去看"
MISNAMED = "内容是表单，名字却不以 .yaml 结尾：请让“文件扩展名”显示出来，再改名"
OTHER_FILE = "不是 .yaml 表单"
WORD_FILE, SHEET_FILE, PACKED_FILE, BACKUP = "Word 文档", "电子表格", "压缩包，请先解压", "备份"
BY_ENDING = {
    **dict.fromkeys((".doc", ".docx", ".wps", ".rtf"), WORD_FILE),
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".xlsb", ".et", ".ods", ".csv"), SHEET_FILE),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar"), PACKED_FILE),
    **dict.fromkeys((".pdf", ".ofd"), "PDF"),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff"), "图片"),
    **dict.fromkeys((".bak", ".tmp"), BACKUP),
}
"""What a file is by its ending, which no form has."""
BEGIN_A_FORM = "请用 zongjie new 生成一份表单，把内容填进去，再检查那一份。"
WHAT_TO_READ = {
    PACKED_FILE: "请先解压，再检查里面的 .yaml 表单。",
    LOCK_FILE: "不用管它，请检查 .yaml 表单。",
    BACKUP: "要用它的，请复制一份，名字改成以 .yaml 结尾。",
}
"""What to do about files of some kinds that are no forms; what is in the others is to be typed into a form."""
UNNAMED = "是本年的表单，「汇总自」没有写到它：请补写，不要的请移走"
UNKNOWN = "看不出是哪个单位、哪一年的"
UNOPENED = "打不开：是文件夹，或者是断了的链接"
NOT_READ_AS = "读不了："
"""Begins what is said of a workbook that cannot be opened."""
ASKS = (NOT_READ_AS, MISNAMED, PACKED_FILE, UNNAMED, UNKNOWN, UNOPENED)
"""What begins the reasons to look at a folder: there may be a form in what was not read."""


def no_form(path: Path, file: str) -> Problem | None:
    """What to say of a file that was named and is no form by its name or ending; None for any that may be one."""
    kind = LOCK_FILE if path.name.startswith(LOCKS) else BY_ENDING.get(path.suffix.lower())
    if kind is None or not is_file(path) or read_card(path):
        return None
    if kind == SHEET_FILE and (is_workbook(data := bytes_of(path)) or not_as_named(data, file)):
        return None
    what = f"这是{kind.partition('，')[0]}，不是 .yaml 表单，没有读。"
    return error(Place(file), what, WHAT_TO_READ.get(kind, BEGIN_A_FORM))


def skipped_problems(places: Iterable[Path]) -> list[Problem]:
    """What lies in the folders among ``places`` and was not read: one problem for each folder, files grouped by reason."""
    return [problem for place in places if is_folder(place) for problem in left_out_problems(place, not_read(place))]


def besides(found: Iterable[Problem], told: Iterable[Problem]) -> list[Problem]:
    """Those of ``found``, each once, that speak of a folder of which ``told`` does not."""
    folders = {problem.place.file for problem in told}
    return [problem for problem in dict.fromkeys(found) if problem.place.file not in folders]


def left_out_problems(place: Path, files: Iterable[tuple[Path, str]]) -> Iterator[Problem]:
    """One problem that names the files of a folder that were left out, by reason; none where there are none."""
    left_out: dict[str, list[str]] = defaultdict(list)
    for path, reason in files:
        left_out[reason].append(path.relative_to(place).as_posix())
    if not left_out:
        return
    reasons = sorted(left_out, key=lambda reason: (not reason.startswith(ASKS), reason))
    told = "；".join(f"{list_some(sorted(left_out[reason]), MOST_NAMED_FILES)}（{reason}）" for reason in reasons)
    say = warning if any(reason.startswith(ASKS) for reason in reasons) else notice
    yield say(Place(show_path(place)), f"没有读其中{sum(map(len, left_out.values()))}个文件：{told}。")


def not_read(place: Path) -> Iterator[tuple[Path, str]]:
    """What is no form below a folder, each with the reason; what a system put there is not worth a word."""
    for folder, inner, names in os.walk(place):
        here = Path(folder)
        yield from (
            (here / name, LINKED_FOLDER) for name in inner if not is_hidden(name) and (here / name).is_symlink()
        )
        inner[:] = [name for name in inner if not is_hidden(name) and name.lower() not in OF_SYSTEMS]
        for path in (here / name for name in names if name != FILE_NAME and name.lower() not in OF_SYSTEMS):
            if not has_form_name(path) and (reason := why_not(path)):
                yield path, reason


def why_not(path: Path) -> str:
    """Why a file was not read; empty for one that nobody could have meant."""
    name, ending = path.name, path.suffix.lower()
    if name.startswith(LOCKS):
        return LOCK_FILE
    if name[0] == "." and ending not in (".yaml", ".yml"):
        return ""
    if is_hidden(name):
        return HIDDEN_FILE
    if ending in WORKBOOK_SUFFIXES and (problem := _unread(path)):
        return f"{NOT_READ_AS}{problem.what.rstrip('。')}，{problem.advice.rstrip('。')}"
    return BY_ENDING.get(ending) or (MISNAMED if read_card(path) else OTHER_FILE)


def _unread(path: Path) -> Problem | None:
    data = read_file(path, path.name)
    return why_unread(data, path.name) if isinstance(data, bytes) else data


ALIKE_ADVICE = (
    "同一单位的请只留一份，别的移到别的文件夹；是两个单位的，请在「单位」里都写明是哪里的，如「云岭县龙山镇」。"
)
"""What to do about two forms whose units are named differently and may be one."""


class _Whose(NamedTuple):
    """What two files have in common that may be the same form, but for how they write the name of the unit."""

    stem: str
    year: int
    report: str
    period: str
    business: str


def read_cards(paths: Iterable[Path]) -> list[Card]:
    """The heads of those files that are forms."""
    return [card for path in paths if (card := read_card(path))]


def reporting_units(cards: Iterable[Card]) -> tuple[tuple[str, str], ...]:
    """Which kind of report some forms are, and of which units; each pair once."""
    named = (card for card in cards if len(card.unit) >= LEAST_NAME)
    return tuple(dict.fromkeys((card.report or DEFAULT_REPORT, card.unit) for card in named))


def side_by_side(cards: Sequence[Card], shelf: Shelf) -> dict[Path, list[Problem]]:
    """What is wrong with forms beside one another: held by two files, of another year than all the rest."""
    by_folder: dict[Path, list[Card]] = defaultdict(list)
    for card in cards:
        by_folder[card.path.parent].append(card)
    found: dict[Path, list[Problem]] = defaultdict(list)
    names = _names(cards, shelf)
    for card, others in _doubles(cards, shelf, names):
        found[card.path].append(_double(card, others))
    for card, problem in (odd for group in by_folder.values() for odd in _odd_years(group, names)):
        found[card.path].append(problem)
    return dict(found)


def _names(cards: Sequence[Card], shelf: Shelf) -> UnitNames:
    """How names of units are told apart; of the library that a batch reads anyway, else of as little as there is."""
    if len(cards) < LEAST_ALIKE - 1:
        return UnitNames()
    keys = () if len(cards) >= LEAST_ALIKE else (frozenset[str](),)
    library = load_library(shelf, cards[0].report or DEFAULT_REPORT, *keys)[0]
    return library.wording.unit_names if library else UnitNames()


def _doubles(cards: Iterable[Card], shelf: Shelf, names: UnitNames) -> Iterator[tuple[Card, list[Card]]]:
    """Each form that other files hold as well, with those; which is right no name of a file can say, so none is."""
    alike: dict[tuple[str, int], list[Card]] = defaultdict(list)
    for card in cards:
        alike[names.stem_of(card.unit), card.year].append(card)
    same: dict[_Whose, list[Card]] = defaultdict(list)
    for card in (card for group in alike.values() if len(group) > 1 for card in group):
        same[_whose(card, shelf, names)].append(card)
    for group in same.values():
        for card in group:
            if others := [one for one in group if one is not card and names.may_be_one(card.unit, one.unit)]:
                yield card, others


def _double(card: Card, others: list[Card]) -> Problem:
    files = list_some([show_path(one.path) for one in others], MOST_NAMED_FILES)
    otherwise = "、".join(dict.fromkeys(f"「{one.unit}」" for one in others if one.unit != card.unit))
    written = f"（这份写的是「{card.unit}」，那边写的是{otherwise}，看作一个单位）" if otherwise else ""
    what = f"和 {files} 是同一单位、同一年度、同一种总结的表单{written}，哪份都不成稿。"
    advice = "请只留一份，别的移到这个文件夹以外；不是同一份的，请核对单位、年度和期间。"
    return error(Place(show_path(card.path)), what, ALIKE_ADVICE if otherwise else advice)


def _whose(card: Card, shelf: Shelf, names: UnitNames) -> _Whose:
    report, stem = card.report or DEFAULT_REPORT, names.stem_of(card.unit)
    library = load_library(shelf, report)[0]
    if library is None:
        return _Whose(stem, card.year, report, card.period, card.business)
    return _Whose(stem, card.year, report, _period(card, library), card.business or library.report.business)


def _period(card: Card, library: Library) -> str:
    """The months that a card speaks of, however its period was typed."""
    wording = library.wording
    found = wording.read_period(card.period, card.year) if card.period else wording.usual_period
    return card.period if isinstance(found, Fault) else f"{found.first_month}—{found.last_month}"


def _odd_years(cards: list[Card], names: UnitNames) -> Iterator[tuple[Card, Problem]]:
    """Each form of another year than all others of its folder, whose unit has none of that year there."""
    ((year, most),) = Counter(card.year for card in cards).most_common(1)
    here = {names.stem_of(card.unit) for card in cards if card.year == year}
    odd = [card for card in cards if card.year != year and names.stem_of(card.unit) not in here]
    if most < max(LEAST_ALIKE, 2 * len(odd)):
        return
    for card in odd:
        what = f"年度是{card.year}，同一文件夹里别的{most}份都是{year}年的。"
        place = Place(show_path(card.path), field="年度")
        yield card, warning(place, what, "请核对年度；确是别的年份的，请放到另一个文件夹。")

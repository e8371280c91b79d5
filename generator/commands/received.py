"""The forms of a folder that a new form is to sum: which there are, how 汇总自 names them, what is to be said of them."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Sequence
from fnmatch import fnmatch
from glob import has_magic
from pathlib import Path
from typing import NamedTuple

from generator.form.archive import SUFFIXES, Card, find_forms, read_card
from generator.form.folders import MOST_NAMED_FILES, UNKNOWN, left_out_problems, not_read
from generator.form.head import DEFAULT_REPORT
from generator.form.opening import Options
from generator.library.loading import load_library
from generator.library.overlays import show_path
from generator.problem import Place, Problem, Refused, error, list_some, notice, warning
from generator.reading.files import is_folder, real_path
from generator.reckoning.named_files import named_files


class Received(NamedTuple):
    """The forms of a folder that a new form is to sum."""

    folder: Path
    year: int
    wanted: list[Card]
    """Those of the year, of a kind that may be summed."""
    others: list[Card]
    """Forms of other years and kinds, which a pattern over the folder would take too."""
    unknown: list[Path]
    """What has the name of a form and does not say whose it is; a pattern takes it, so that it is told of until mended."""
    before: list[Card]
    """Last year's, here or in the folder of last year beside it."""
    of_other_kinds: list[Card]
    """Those of the year that the new form does not sum, but for its own."""

    @property
    def units(self) -> list[str]:
        """The units that reported last year, in the order of their files, and those that are new."""
        return list(dict.fromkeys(card.unit for card in (*self.before, *self.wanted)))


def received_for(folder: Path, year: int, unit: str, report: str, options: Options) -> Received:
    """The forms in ``folder`` for a form of ``unit``; Refused when it holds forms of other years only."""
    library = load_library(options.shelf, report)[0]
    sums = library.report.sums if library else ()
    paths = find_forms([folder])
    read = {path: read_card(path) for path in paths}
    known = [card for card in read.values() if card]
    cards = [card for card in known if _may_be_summed(card, unit, sums)]
    wanted = [card for card in cards if card.year == year]
    unknown = [path for path, card in read.items() if card is None]
    years = sorted({card.year for card in cards})
    if not wanted and paths:
        there = f"，里面是{'、'.join(map(str, years))}年的" if years else ""
        what = f"没有找到{year}年的表单{there}。"
        told = error(Place(str(folder)), what, "请核对 --from 的文件夹和 --year 的年份。")
        raise Refused([told, *left_out_problems(folder, _not_taken(folder, unknown))])
    beside = folder.with_name(folder.name.replace(str(year), str(year - 1)))
    older = find_forms([beside]) if beside != folder and is_folder(beside) else []
    last = [*cards, *(card for path in older if (card := read_card(path)))]
    before = [card for card in last if card.year == year - 1 and _may_be_summed(card, unit, sums)]
    others = [card for card in known if card not in wanted]
    kinds = [card for card in others if card.year == year and card.unit != unit]
    return Received(folder, year, wanted, others, unknown, before, kinds)


def _not_taken(folder: Path, unknown: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    yield from not_read(folder)
    yield from ((path, UNKNOWN) for path in unknown)


def _may_be_summed(card: Card, unit: str, sums: Container[str]) -> bool:
    return card.unit != unit and (card.report or DEFAULT_REPORT) in sums


def period_of(received: Received) -> str:
    """The period that all forms of the year speak of, as they write it; empty when they differ."""
    periods = {card.period for card in received.wanted}
    return periods.pop() if len(periods) == 1 else ""


def patterns_for(received: Received, start: Path) -> list[str]:
    """How 汇总自 of a form in ``start`` names the forms received: by patterns, which find those that come late too.

    One by one only where no pattern keeps them apart from others.
    """
    paths = [card.path for card in received.wanted]
    base = Path(os.path.commonpath([path.parent for path in paths])) if paths else received.folder
    only = base if all(path.parent == base for path in paths) else None
    below = f"{Path(os.path.relpath(base, start)).as_posix()}/{'' if only else '**/'}"
    endings = sorted({path.suffix.lower() for path in paths}) or [SUFFIXES[0]]
    strangers = set(_strangers(received))
    near = {path.parent for path in paths} | {base}
    others = [card.path for card in received.others] + [path for path in received.unknown if path.parent not in near]
    others = [path for path in others if path.is_relative_to(base)]
    for stem in ("*", f"*{received.year}*"):
        names = [f"{stem}{ending}" for ending in endings]
        taken = [path for path in others if _would_take(path, only, names)]
        if all(_would_take(path, None, names) for path in paths) and strangers.issuperset(taken):
            return [f"{below}{name}" for name in names]
    return [Path(os.path.relpath(path, start)).as_posix() for path in paths]


def _would_take(path: Path, folder: Path | None, names: Iterable[str]) -> bool:
    """Whether one of the patterns ``names`` means a form, in ``folder`` alone or anywhere below."""
    return folder in (None, path.parent) and any(fnmatch(path.name.lower(), name) for name in names)


def _strangers(received: Received) -> dict[Path, Card]:
    """Forms of units of which none of the year is there: what year they say is likelier a slip than meant."""
    there = {card.unit for card in received.wanted}
    odd = {card.path: card for card in received.others if card.year != received.year and card.unit not in there}
    return odd if 2 * len(odd) <= len(there) else {}


def worth_saying(received: Received, sources: Sequence[str], form: Path) -> Iterator[Problem]:
    """What the clerk is to know of the forms received: of another year, none yet, named one by one."""
    strangers = _strangers(received)
    for path, card in sorted(strangers.items()):
        said = f"年度是{card.year}，没有算作{received.year}年的。"
        yield warning(Place(show_path(path), field="年度"), said, "请核对年度；确是别的年份的，请移到另一个文件夹。")
    older = [card for card in received.others if card.year != received.year and card.path not in strangers]
    if older and received.wanted:
        years = "、".join(map(str, sorted({card.year for card in older})))
        yield notice(
            Place(show_path(received.folder)), f"里面还有{len(older)}份{years}年的表单，没有算作{received.year}年的。"
        )
    if received.of_other_kinds and received.wanted:
        named = list_some([card.path.name for card in received.of_other_kinds], MOST_NAMED_FILES)
        what = f"里面还有别的总结的表单，没有算在内：{named}。"
        yield notice(Place(show_path(received.folder)), what, "应当算在内的，请核对它的「报告」。")
    taken = {path for source in sources for path in map(real_path, named_files(form.parent, source, form).files)}
    unknown = [path for path in received.unknown if real_path(path) not in taken]
    yield from left_out_problems(received.folder, _not_taken(received.folder, unknown))
    if not received.wanted:
        what = f"{show_path(received.folder)} 里还没有{received.year}年的表单。"
        yield notice(Place(show_path(form), field="汇总自"), what, f"收到以后放进去，「汇总自」写的是 {sources[0]}。")
    elif len(sources) == len(received.wanted) and not any(map(has_magic, sources)):
        what = "里面还有别的表单，「汇总自」只好一份一份写明，以后收到的不会自动加进去。"
        yield warning(Place(show_path(received.folder)), what, f"请把{received.year}年的放到单独的文件夹，再重新生成。")

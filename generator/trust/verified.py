"""Whether a document still says what its form says: the document beside what was printed, charts and all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import replace

from generator.learning.opened import open_document
from generator.problem import Place, Problem, error
from generator.trust.changes import Changes, FigureChange, What, aligned, changes
from generator.trust.charted import Drawn
from generator.trust.embedded import PrintedLine
from generator.trust.headed import with_other_names
from generator.trust.standing import Standing, standing, with_fields

NO_FORM = "文档里没有带表单，看不出和原来有什么不同。"
GIVE_FORM = "请用 --form 指明它的表单。"
TOO_LONG = ("文字太多，不像一份总结，没有核对。", "请换成成稿的那一份；拼进了别的材料的，删去以后再核对。")
IN_CHART, IN_WORKBOOK, ON_CHART, IN_MARGIN = "图", "图的数据表（编辑数据时才看得见）", "写在图上", "页眉页脚"


class Verified(Struct, frozen=True):
    """What a document was held against, and what differs."""

    standing: Standing
    printed: tuple[PrintedLine, ...]
    changes: Changes

    @property
    def count(self) -> int:
        """How many numbers of the form the paper had."""
        return sum(len(line.figures) for line in self.printed if not line.drawn)


def verified(
    data: bytes, file: str, printed: tuple[PrintedLine, ...] | None = None, rejected: bool = False
) -> Verified | Problem:
    """The document in ``data`` beside what it carries, or beside what is ``printed`` from a form given with it."""
    document = open_document(data, file)
    if isinstance(document, Problem):
        return document
    found = standing(document, data, file, rejected)
    if isinstance(found, Problem):
        return found
    if found.is_too_long:
        return error(Place(file), *TOO_LONG)
    if printed is None:
        if found.embedded is None:
            return error(Place(file), NO_FORM, GIVE_FORM)
        printed = found.embedded.lines
    return Verified(found, printed, changes_since(found, printed))


def changes_between(old: Standing, new: Standing) -> Changes:
    """What of one document stands otherwise in another, charts and all."""
    return changes_since(new, with_fields(old), old.charts.typed, old.margins)


def changes_since(
    found: Standing, printed: Sequence[PrintedLine], typed_before: Iterable[str] = (), around_before: Iterable[str] = ()
) -> Changes:
    """What stands in a document otherwise than it was ``printed``, charts and all; a paper has nothing typed on charts."""
    text = [line for line in printed if not line.drawn]
    differs = with_other_names(changes(text, found.lines), text)
    charts = _drawn_changes([line for line in printed if line.drawn], found.charts.drawn)
    typed = changes(map(PrintedLine, typed_before), found.charts.typed)
    around = changes(map(PrintedLine, around_before), found.margins)
    elsewhere = (*_set_in(ON_CHART, typed.figures), *_set_in(IN_MARGIN, around.figures))
    return replace(
        differs,
        figures=(*differs.figures, *charts, *elsewhere),
        texts=(*differs.texts, *(replace(one, line=0) for one in (*typed.texts, *around.texts))),
    )


def _set_in(place: str, figures: Sequence[FigureChange]) -> Iterator[FigureChange]:
    return (replace(one, sentence=f"{place}：{one.sentence}", line=0) for one in figures)


def _drawn_changes(printed: Sequence[PrintedLine], drawn: Sequence[Drawn]) -> list[FigureChange]:
    """What differs in charts, in what they show or else in their workbooks: of each value that is another, its field."""
    found = []
    for line, now in _side_by_side(printed, drawn):
        was, path = (line.text, line.figures[0].path if line.figures else IN_CHART) if line else ("", IN_CHART)
        shown, kept = (now.text, now.kept) if now else ("", None)
        if not _is_same(was, shown):
            what: What = "changed" if was and shown else "vanished" if was else "added"
            found.append(FigureChange(what, path, was, shown, IN_CHART, 0))
        elif kept is not None and not _is_same(was, kept):
            found.append(FigureChange("changed", path, was, kept or "空白", IN_WORKBOOK, 0))
    return found


def _side_by_side(
    printed: Sequence[PrintedLine], drawn: Sequence[Drawn]
) -> Iterator[tuple[PrintedLine | None, Drawn | None]]:
    """What was drawn beside what is; where that is more or less, what is the same stays together."""
    if len(printed) == len(drawn):
        yield from zip(printed, drawn, strict=True)
        return
    was, now = [line.text for line in printed], [one.text for one in drawn]
    for _, a, b, c, d in aligned(was, now):
        yield from zip_longest(printed[a:b], drawn[c:d], fillvalue=None)


def _is_same(was: str, now: str) -> bool:
    try:
        return was == now or Decimal(was) == Decimal(now)
    except InvalidOperation:
        return False

"""A form as a workbook: its nodes, with what the library knows of their fields."""

from __future__ import annotations

from collections.abc import Iterator

from generator.excel.book import Parts, Short, cannot_write, too_long_texts, write_workbook
from generator.excel.records import RecordMaker, RecordSheet, named_apart
from generator.excel.rows import FormRow, RowMaker, is_official
from generator.excel.watch import watched_of
from generator.form.form import Form
from generator.form.head import ANSWERS, NAMES, simplify_keys
from generator.form.made_otherwise import made_here
from generator.language.fields import Group
from generator.problem import Refused
from generator.reading.nodes import Mapping, Scalar
from generator.reading.tabular import FILL_IN, NOT_FILLED_IN, OFFICIAL_SHEET, SELDOM_FILLED, WORDS_SHEET


def workbook_of(root: Mapping, form: Form | None, file: str, usual: Mapping | None = None) -> bytes:
    """The bytes of a workbook with all values of ``root``; Refused where none can be written.

    What is blank and has no place in ``usual`` stands on a sheet for what is seldom filled in.
    """
    if problem := cannot_write(file):
        raise Refused([problem])
    parts = _parts(root, form, usual)
    if problems := too_long_texts(parts, file):
        raise Refused(problems)
    return write_workbook(parts)


def _parts(root: Mapping, form: Form | None, usual: Mapping | None) -> Parts:
    maker = RowMaker(form)
    rows = list(maker.rows(root))
    if form is None:
        return Parts(_title(root, None), ((FILL_IN, tuple(rows)),))
    known = {row.item_way for row in RowMaker(form).rows(usual)} if usual else None
    by_sheet: dict[str, list[FormRow]] = {FILL_IN: [], WORDS_SHEET: [], SELDOM_FILLED: [], OFFICIAL_SHEET: []}
    for row in rows:
        if is_official((row.section,)):
            by_sheet[OFFICIAL_SHEET].append(row)
            continue
        is_seldom = known is not None and not row.text and row.item_way not in known
        by_sheet[SELDOM_FILLED if is_seldom else WORDS_SHEET if row.is_words else FILL_IN].append(row)
    sheets = tuple((name, tuple(some)) for name, some in by_sheet.items() if some or name == FILL_IN)
    taken = (*by_sheet, *NOT_FILLED_IN)
    records = tuple(named_apart(_records(maker, form), taken))
    watched = tuple(watched_of(form.library, form.head.year, sheets))
    simplified = simplify_keys(root)[1]
    made = made_here(simplified, form.library, *(_text(simplified, key) for key in ("单位", "年度")))
    return Parts(_title(root, form), sheets, records, watched, tuple(_shorts(root, form)), made)


def _records(maker: RowMaker, form: Form) -> Iterator[RecordSheet]:
    records = RecordMaker(form.library, form.head.year)
    if maker.annexes:
        yield maker.annexes
    yield from (records.of_kind(*one) for one in maker.records)
    yield records.of_sections(maker.own, tuple(section.key for section in form.library.sections))
    yield records.of_answers(ANSWERS, "项目", maker.said[ANSWERS], "原因")
    if maker.said[NAMES]:
        yield records.of_answers(NAMES, "原来的叫法", maker.said[NAMES], "本单位的叫法")


def _title(root: Mapping, form: Form | None) -> str:
    """What stands above the table: whose form it is, of which year and kind."""
    unit, year = (_text(root, key) for key in ("单位", "年度"))
    name = form.library.report.name if form else ""
    return f"{unit}{f'　{year}年' if year else ''}{name}　填报表"


def _text(root: Mapping, key: str) -> str:
    return node.text if isinstance(node := root.get(key), Scalar) else ""


def _shorts(root: Mapping, form: Form) -> Iterator[Short]:
    """The short names of the sections that the form has."""
    for key, _ in root.entries:
        if section := form.library.section(key.text):
            for leaf in section.root.leaves():
                groups = [leaf.record] if isinstance(leaf.record, Group) else []
                for one in (leaf, *(inner for group in groups for inner in group.leaves())):
                    item = one.path.replace(".", "·")
                    yield from (Short(item, name, sentence) for name, sentence in one.phrases.items())

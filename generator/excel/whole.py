"""A form as a workbook: its nodes, with what the library knows of their fields."""

from __future__ import annotations

from collections.abc import Iterator

from generator.excel.book import Short, cannot_write, too_long_texts, write_workbook
from generator.excel.rows import RowMaker
from generator.form.form import Form
from generator.language.fields import Group
from generator.problem import Refused
from generator.reading.nodes import Mapping, Scalar


def workbook_of(root: Mapping, form: Form | None, file: str) -> bytes:
    """The bytes of a workbook with a row for each value of ``root``; Refused where none can be written."""
    if problem := cannot_write(file):
        raise Refused([problem])
    rows = list(RowMaker(form).rows(root))
    if problems := too_long_texts(rows, file):
        raise Refused(problems)
    return write_workbook(_title(root, form), rows, tuple(_shorts(root, form)) if form else ())


def _title(root: Mapping, form: Form | None) -> str:
    """What stands above the table: whose form it is, of which year and kind."""
    unit, year = (node.text if isinstance(node := root.get(key), Scalar) else "" for key in ("单位", "年度"))
    name = form.library.report.name if form else ""
    return f"{unit}{f'　{year}年' if year else ''}{name}　填报表"


def _shorts(root: Mapping, form: Form) -> Iterator[Short]:
    """The short names of the sections that the form has."""
    for key, _ in root.entries:
        if section := form.library.section(key.text):
            for leaf in section.root.leaves():
                groups = [leaf.record] if isinstance(leaf.record, Group) else []
                for one in (leaf, *(inner for group in groups for inner in group.leaves())):
                    item = one.path.replace(".", "·")
                    yield from (Short(item, name, sentence) for name, sentence in one.phrases.items())

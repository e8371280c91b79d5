"""The units that ought to report, from whatever a county keeps them in: its form, a workbook, a plain list."""

from __future__ import annotations

import re
from pathlib import Path

from generator.form.archive import read_card
from generator.form.opening import Options, take_in
from generator.library.overlays import show_path
from generator.problem import Place, Problem, Refused, error
from generator.reading.cells import CellSheet
from generator.reading.encodings import decode
from generator.reading.files import read_file
from generator.reading.rowed import MEASURE_HEAD
from generator.reading.workbook import is_workbook, not_as_named, sheets_of

BETWEEN_UNITS = re.compile(r"[\r\n\t、，,;；]+")
NO_PART_OF_UNIT = re.compile(r"^(?:[-*•·\s]+|[（(]?\d{1,3}(?:[.．)）]|\s)\s*)+|^\d{1,3}$|^#.*|^.*[:：]$")
MOST_ASKED = 5000
NO_UNITS = "里面没有应报的单位。"
WRITE_UNITS = "请一行写一个单位；用工作簿的，把单位写在一列里，列的第一格写“单位”；用县里那份表单的，填上「应报单位」。"


def asked_units(path: Path, options: Options) -> list[str]:
    """The names in ``path``, each once; Refused where it holds none or cannot be read."""
    file = show_path(path)
    data = read_file(path, file)
    if isinstance(data, Problem):
        raise Refused([data])
    if problem := not_as_named(data, file):
        raise Refused([problem])
    if read_card(path):
        form = take_in(data, file, options, path.parent).form
        found = [one.text for one in form.head.expected] if form else []
    elif is_workbook(data):
        found = [name for sheet in sheets_of(data, file) for name in _in_column(sheet)]
    else:
        found = BETWEEN_UNITS.split(decode(data, file)[0] or "")
    names = [name for one in found if (name := NO_PART_OF_UNIT.sub("", one.strip()).strip())]
    if not names or len(names) > MOST_ASKED:
        raise Refused([error(Place(file), NO_UNITS, WRITE_UNITS)])
    return list(dict.fromkeys(names))


def _in_column(sheet: CellSheet) -> list[str]:
    """The texts below the first head that speaks of units, else those of the first column that has any."""
    for row, texts in sheet.rows.items():
        for column, text in texts.items():
            if MEASURE_HEAD in text and len(text) <= 2 * len(MEASURE_HEAD) + 1:
                return [texts[column] for at, texts in sheet.rows.items() if at > row and column in texts]
    columns = sorted({column for texts in sheet.rows.values() for column in texts})
    lists = ([texts[one] for texts in sheet.rows.values() if one in texts] for one in columns)
    return next((names for names in lists if not all(name.strip().isdigit() for name in names)), [])

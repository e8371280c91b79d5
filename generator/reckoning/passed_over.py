"""What lies in the folders that 汇总自 looks into and no line of it means: forms that would be missed, and what is no form."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from glob import has_magic
from pathlib import Path

from generator.form.archive import SUFFIXES, has_form_name, is_form, is_hidden, read_card
from generator.form.folders import OF_SYSTEMS, UNKNOWN, UNNAMED, UNOPENED, left_out_problems, why_not
from generator.form.form import Form
from generator.form.head import DEFAULT_REPORT
from generator.library.settings import FILE_NAME
from generator.problem import Problem
from generator.reading.files import is_file, is_folder, real_path
from generator.reckoning.named_files import TooMany, named_files

EVERY_DEPTH = "**"
MOST_BELOW = 5_000
"""So many files are looked at below a folder that no line leads into; there a form may lie that a unit sent in."""


def passed_over(form: Form, path: Path) -> list[Problem]:
    """One problem for each folder from which ``form``, at ``path``, sums forms: which files of it were not taken."""
    taken = {real_path(path)}
    folders: dict[Path, bool] = {}
    for source in form.head.sources:
        try:
            files = named_files(path.parent, source.text, path).files
        except TooMany:
            continue
        taken |= set(map(real_path, files))
        is_deep = EVERY_DEPTH in source.text
        base = _base_of(path.parent / source.text)
        for folder in {base} if is_deep or not files else {one.parent for one in files}:
            folders[folder] = folders.get(folder, False) or is_deep
    return [
        problem
        for folder, is_deep in folders.items()
        if is_folder(folder)
        for problem in left_out_problems(folder, _all_left_out(folder, is_deep, form, taken, set(folders)))
    ]


def _all_left_out(
    folder: Path, is_deep: bool, form: Form, taken: set[Path], folders: Container[Path]
) -> Iterator[tuple[Path, str]]:
    yield from _left_out(folder, is_deep, form, taken)
    if not is_deep:
        yield from _below(folder, form, taken, folders)


def _below(folder: Path, form: Form, taken: set[Path], folders: Container[Path]) -> Iterator[tuple[Path, str]]:
    """Forms in folders of ``folder`` that no line of 汇总自 leads into, of units of which none is summed.

    What else lies there is nobody's business; another form of a unit that is summed was put out of the way.
    """
    found: list[Path] = []
    seen = 0
    for at, inner, names in os.walk(folder):
        seen += len(inner) + len(names)
        if seen > MOST_BELOW:
            break
        inner[:] = [name for name in inner if not is_hidden(name) and name.lower() not in OF_SYSTEMS]
        if Path(at) != folder and Path(at) not in folders:
            found += (one for name in names if has_form_name(one := Path(at, name)) and real_path(one) not in taken)
    here = [one for one in found if _why_not_summed(one, form) == UNNAMED]
    stem_of = form.library.wording.unit_names.stem_of
    summed = {stem_of(card.unit) for path in taken if (card := read_card(path))} if here else set()
    yield from ((one, UNNAMED) for one in here if (card := read_card(one)) and stem_of(card.unit) not in summed)


def _base_of(pattern: Path) -> Path:
    """The folder above the first part of a pattern that may mean several."""
    return next((one for one in (pattern, *pattern.parents) if not has_magic(str(one))), Path())


def _left_out(folder: Path, is_deep: bool, form: Form, taken: set[Path]) -> Iterator[tuple[Path, str]]:
    for at, inner, names in os.walk(folder):
        like_forms = [name for name in inner if name.lower().endswith(SUFFIXES)]
        for name in (*names, *like_forms):
            one = Path(at, name)
            if name == FILE_NAME or name.lower() in OF_SYSTEMS or real_path(one) in taken:
                continue
            if reason := _why_not_summed(one, form):
                yield one, reason
        inner[:] = [name for name in inner if is_deep and not is_hidden(name) and name.lower() not in OF_SYSTEMS]


def _why_not_summed(path: Path, form: Form) -> str:
    """Why a file is in no sum; empty where there is nothing to say: a form of another year or kind."""
    if not has_form_name(path):
        return why_not(path) if not is_folder(path) else ""
    if not is_form(path) or not is_file(path):
        return UNOPENED
    card = read_card(path)
    if card is None:
        return UNKNOWN
    is_of_sum = (card.report or DEFAULT_REPORT) in form.library.report.sums and card.year == form.head.year
    return UNNAMED if is_of_sum else ""

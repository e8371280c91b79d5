"""One form's bytes to what its official filled in, with the templates it asks for; other forms are not looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from generator.form.archive import Archive
from generator.form.folders import no_form
from generator.form.form import Form, read_form
from generator.form.head import HEAD, report_name, simplify_keys
from generator.form.made_otherwise import made_otherwise
from generator.form.places import needs_more
from generator.library.library import Library
from generator.library.loading import load_library
from generator.library.overlays import Shelf, show_path
from generator.library.reports import called_reports
from generator.library.settings import Settings, folder_settings, form_settings
from generator.problem import WHOLE_FILE, Place, Problem, Severity, error, has_errors, nearest, shorten, warning
from generator.reading.characters import clean_text
from generator.reading.encodings import decode
from generator.reading.files import read_file, real_path
from generator.reading.made_for import made_for
from generator.reading.nodes import EMPTY, Mapping, Node, Scalar, plain_data
from generator.reading.source import read_source
from generator.reading.workbook import is_workbook, not_as_named, read_workbook

WHOSE_FORM = "单位"
BEGINS_A_FORM = ("报告", WHOSE_FORM, "年度")
"""Keys that stand at the top of a form; written again, they begin another."""
AT_THE_SEAM = re.compile(r"\s*(?:-{3}\s*|\.{3}\s*|#.*)?")
"""A line between two forms of one file: blank, a remark, a mark of YAML."""
FILL_IN_LINES = "请在各节里填写；填好的内容写在冒号后面、# 前面。"
FILL_IN_CELLS = "请在「本年」一栏填写。"
NOTHING_FILLED = "除了开头几项，什么都没有填。"
FEW = 2
"""Up to so many forms, reading only the sections they use is quicker than reading all."""


class Read(NamedTuple):
    """A form with all it draws on, and what is wrong with it; ``form`` is None when it cannot be read at all."""

    form: Form | None
    problems: tuple[Problem, ...]


class FormsRead:
    """The forms that others drew on, read in full; last year's county and this year's towns share them."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Path, bool], Read] = {}

    def __reduce__(self) -> tuple[type[FormsRead], tuple[()]]:
        return FormsRead, ()

    def once(self, path: Path, wants_last: bool, read: Callable[[], Read]) -> Read:
        """What ``read`` gave for a form when it was first asked for, with or without last year's beside it."""
        key = (real_path(path), wants_last)
        if key not in self._kept:
            self._kept[key] = read()
        return self._kept[key]


class Options(Struct, frozen=True):
    """How forms are built."""

    shelf: Shelf
    draft: bool = False
    strict: bool = False
    layout: str = ""
    """Name of a layout to use instead of the report's own."""
    script: str = ""
    """zh-Hant or zh-Hans, whatever the form says; empty to follow the form."""
    whole_library: bool = False
    """Whether to read every section of a report at once, as a batch of differing forms should."""
    also: frozenset[str] = frozenset()
    """Keys whose sections to read besides, so that a form shares the library of one at hand."""
    archive: Archive = field(default_factory=Archive)
    """Where the forms of other years and units are looked for."""
    read: FormsRead = field(default_factory=FormsRead)
    """What of them was read already."""
    embed: bool = True
    """Whether a document carries the form that it was made from."""
    neighbours: tuple[tuple[str, str], ...] = ()
    """The kind of report and the name of the other units whose forms are built or checked with it."""
    preview: bool = False
    """Whether errors keep no document from being made: what is faulty is a hole on the page, as a blank is."""


def for_forms(options: Options, count: int) -> Options:
    """The options under which ``count`` forms are read: each kind of report once for many that differ."""
    return replace(options, whole_library=count > FEW)


class Intake(Struct, frozen=True):
    """One form as it was filled in, and all that is wrong with how; ``form`` is None when it cannot be read."""

    file: str
    problems: tuple[Problem, ...]
    form: Form | None = None
    settings: Settings | None = None
    is_traditional: bool = False


def take_in(data: bytes, file: str, options: Options, folder: Path | None = None) -> Intake:
    """What the bytes of one form hold.

    ``folder`` is where the form lies; its zongjie.yaml and the form's 模板 are looked up from there. A form with a key
    that none of its sections has is read beside all sections there are, for the key may be one of those; so is one that
    names a place in the paper.
    """
    root, problems = _read_one(data, file)
    if not root.entries:
        return Intake(file, tuple(problems))
    settings, faults = folder_settings(folder, Settings(options.shelf, options.script, options.layout))
    problems += faults
    is_traditional, root = simplify_keys(root)
    settings, faults = form_settings(root, file, folder, settings)
    problems += faults
    report, faults = report_name(root, file)
    problems += faults
    library, library_faults = _library_for(root, settings.shelf, report, options)
    problems += library_faults
    if library is None:
        return Intake(file, tuple(_at_report(problems, root, file, settings.shelf)))
    mended = {one.place.spot.line for one in problems if one.severity is Severity.ERROR}
    form, faults = read_form(root, file, library, is_traditional, mended)
    if any(library.whole.at(path) is None for path in form.unread) or needs_more(form):
        library = load_library(settings.shelf, report)[0] or library
        form, faults = read_form(root, file, library, is_traditional, mended)
    problems = [*(one for one in problems if one.place.spot.line not in form.retold), *faults]
    if is_workbook(data) and (made := made_for(data)):
        problems += made_otherwise(made, root, library, file)
    if not (form.values or form.masked or form.denied or form.head.sources or has_errors(problems)):
        problems.append(warning(Place(file), NOTHING_FILLED, FILL_IN_CELLS if is_workbook(data) else FILL_IN_LINES))
    return Intake(file, tuple(problems), form, settings, is_traditional)


def _read_one(data: bytes, file: str) -> tuple[Mapping, list[Problem]]:
    """The first form of a file; two of them are no form with every key twice, and are not to be made one.

    The second is told of by where it begins and whose it is; what is wrong in it shows when it has a file of its own.
    """
    if is_workbook(data):
        return read_workbook(data, file)
    if problem := not_as_named(data, file):
        return EMPTY, [problem]
    root, problems = read_source(data, file)
    second = _second_head(root) if root.repeats else {}
    text = decode(data, file)[0] if second else None
    if not text:
        return root, problems
    begins = min((key.spot for key, _ in second.values()), key=lambda spot: spot.line)
    lines = clean_text(text, Place(file))[0].split("\n")[: begins.line - 1]
    while lines and AT_THE_SEAM.fullmatch(lines[-1]):
        lines.pop()
    root, found = read_source("\n".join(lines).encode(), file)
    named = second[WHOSE_FORM][1]
    whose = f"（{shorten(named.text.strip())}）" if isinstance(named, Scalar) and named.text.strip() else ""
    advice = "一个文件只写一份：请把这一行到末尾的内容剪切出来，另存为一个 .yaml 文件。"
    found.append(error(Place(file, begins), f"从这一行起是另一份表单{whose}，它的数没有读。", advice))
    return root, [*(one for one in problems if one.place.spot == WHOLE_FILE), *found]


def _second_head(root: Mapping) -> dict[str, tuple[Scalar, Node]]:
    """The keys that begin a second form below the first; none where a line was only typed twice."""
    root = simplify_keys(root)[1]
    head = {key.text: (key, value) for key, value in root.repeats if key.text in BEGINS_A_FORM}
    if WHOSE_FORM not in head:
        return {}
    is_another = plain_data(head[WHOSE_FORM][1]) != plain_data(root.get(WHOSE_FORM) or EMPTY) and len(root.repeats) > 1
    return head if is_another or len(head) > 1 else {}


def take_in_file(path: Path, options: Options) -> Intake:
    """What the form at ``path`` holds; a file that cannot be opened is a problem of it."""
    file = show_path(path)
    data = read_form_file(path, file)
    return Intake(file, (data,)) if isinstance(data, Problem) else take_in(data, file, options, path.parent)


def read_form_file(path: Path, file: str) -> bytes | Problem:
    """The bytes of the form at ``path``, or why there are none or it is none; ``file`` is what messages call it."""
    return no_form(path, file) or read_file(path, file)


def _library_for(
    root: Mapping, shelf: Shelf, report: str, options: Options
) -> tuple[Library | None, tuple[Problem, ...]]:
    """The library a form needs: only its own sections, unless a key is unknown, a batch wants all, or it sums others."""
    keys = frozenset(key.text for key, _ in root.entries if key.text not in HEAD)
    if options.whole_library or root.get("汇总自") is not None:
        return load_library(shelf, report)
    library, faults = load_library(shelf, report, keys | options.also)
    if library is not None and all(library.section(key) for key in keys):
        return library, faults
    return load_library(shelf, report)


def _at_report(problems: list[Problem], root: Mapping, file: str, shelf: Shelf) -> Iterator[Problem]:
    """Problems of the library; a report that does not exist is the fault of the form's own line."""
    named = root.get("报告")
    place = Place(file, named.spot if named else WHOLE_FILE, "报告")
    for problem in problems:
        if not problem.place.file.startswith("reports/"):
            yield problem
        elif isinstance(named, Scalar) and shelf.find(problem.place.file) is None:
            yield problem._replace(place=place, advice=_reports_like(named.text.strip(), shelf))
        else:
            yield problem._replace(place=place)


def _reports_like(typed: str, shelf: Shelf) -> str:
    """Which report is meant by a name that is none: by its file or by what it is called; all there are otherwise."""
    called = called_reports(shelf)
    if near := nearest(typed, called):
        return f"是不是「{near}」？"
    begun = [stem for stem, name in called.items() if typed and name.startswith(typed[:2])]
    alike = [stem for stem, name in called.items() if typed in name] or begun
    if len(alike) == 1:
        return f"是不是「{alike[0]}」（{called[alike[0]]}）？"
    return f"现有的是：{'、'.join(f'{stem}（{name}）' for stem, name in called.items())}。"

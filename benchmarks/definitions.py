"""``python -m benchmarks.definitions``: template files with something wrong in them, and whether that is said.

Every mutant is one file of the templates with a few seeded slips of a maintainer in it, over the standard ones. What
is loaded either gives problems in Chinese with file and line, or makes a document; never an exception, never more
than two seconds. Prints each that falls short with its seed, so that it can be had again, and exits 1 when there is one.
"""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from random import Random
from shutil import rmtree
from tempfile import mkdtemp
from time import process_time
from traceback import extract_tb

import generator.library.layered as layered
import generator.library.loading as loading
import generator.reading.strict as strict
from benchmarks.definition_slips import SETTINGS, Mutant, definition_mutant
from benchmarks.seeded import Shortfall, try_all
from generator.blank.page import Wanted, write_blank
from generator.commands.check_templates import SPECIMEN_YEAR, specimen
from generator.document.tree import plain_text
from generator.document.walk import walk
from generator.form.opening import Options
from generator.library.library import Library
from generator.library.loading import load_library
from generator.library.overlays import Shelf, open_shelf
from generator.making.summarize import created_on, document_of, summarize
from generator.page.layout_files import load_layout
from generator.problem import Problem, Refused, Severity
from generator.reading.source import peek, read_as_is
from generator.reading.strict import read_definition
from generator.reckoning.checks import check_form
from generator.word.write import Properties, write_docx
from generator.wording.compose import compose

REPORT = "mutant"
SECONDS = 2.0
"""No file of templates takes longer, however wrong it is."""
STUCK = 20
"""Seconds of the clock after which a mutant is given up."""
FORM = "报告: town\n单位: 柳河镇\n年度: 2023\n低保:\n  农村: {户数: 12户, 人数: 20人}\n"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z']{3,} [A-Za-z']{2,} [A-Za-z']{2,}|object|Expected|Invalid|Traceback")
"""What no message says: words of a library underneath."""
LEFT_OVER = re.compile(r"\{\{|\{%|[\U000f0000-\U000f0fff]|<generator|\bNone\b")
"""What no paper shows."""


class Stuck(Exception):
    """A mutant that does not come to an end."""


def shortfalls(seed: int) -> list[Shortfall]:
    """What falls short in one mutant."""
    mutant = definition_mutant(seed)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _give_up)
        signal.alarm(STUCK)
    start = process_time()
    try:
        found = [Shortfall(seed, kind, what) for kind, what in _faults_of(mutant, Random(seed))]
    except Stuck:
        return [Shortfall(seed, "no end", "")]
    except Exception as fault:
        last = extract_tb(fault.__traceback__)[-1]
        return [
            Shortfall(seed, "an exception", f"{type(fault).__name__} {fault} {Path(last.filename).name}:{last.lineno}")
        ]
    finally:
        if hasattr(signal, "SIGALRM"):
            signal.alarm(0)
    took = process_time() - start
    return [*found, Shortfall(seed, "slow", f"{took:.1f} s")] if took > SECONDS else found


def _give_up(*_: object) -> None:
    raise Stuck


def _faults_of(mutant: Mutant, random: Random) -> Iterator[tuple[str, str]]:
    shelf = _overlay(mutant)
    load_library.cache_clear()
    load_layout.cache_clear()
    if mutant.name == SETTINGS:
        try:
            problems = summarize(FORM.encode(), "表单.yaml", Options(open_shelf()), shelf.folders[0]).problems
        except Refused as refused:
            problems = refused.problems
        yield from _said_well(problems, mutant)
        return
    library, problems = load_library(shelf, Path(mutant.name).stem if mutant.name.startswith("reports/") else REPORT)
    yield from _said_well(problems, mutant)
    if library is None:
        if not any(one.severity is Severity.ERROR for one in problems):
            yield "no library and no reason", ""
    else:
        yield from _papers(library, shelf, mutant, random)


def _papers(library: Library, shelf: Shelf, mutant: Mutant, random: Random) -> Iterator[tuple[str, str]]:
    """What is wrong with the paper of a form made up for a library."""
    try:
        layout = load_layout(shelf, _layout_of(mutant))
    except Refused as refused:
        yield from _said_well(refused.problems, mutant)
        return
    form = specimen(library, random.choice((1, 1, 2, 0)))
    write_blank(form, Wanted(form.name, SPECIMEN_YEAR))
    yield from _said_well([one for one in check_form(form) if one.place.file != form.file], mutant)
    wording, problems = compose(form)
    yield from _said_well(problems, mutant)
    if wording is None:
        if not problems:
            yield "no wording and no reason", ""
        return
    document = document_of(form, wording, False)
    for line in walk(document):
        if (match := LEFT_OVER.search(plain_text(line.inlines))) and b"raw" not in mutant.data:
            yield "left over on the page", plain_text(line.inlines)[max(match.start() - 20, 0) :][:60]
    write_docx(document, layout, Properties(document.title, document.signature, "", created_on(None)))


def _layout_of(mutant: Mutant) -> str:
    return Path(mutant.name).stem if mutant.name.startswith("layouts/") else "gbt9704"


def _said_well(problems: object, mutant: Mutant) -> Iterator[tuple[str, str]]:
    """What is wrong with how problems are said."""
    text = mutant.data.decode("utf-8", "replace")
    for one in problems:  # type: ignore[attr-defined]
        assert isinstance(one, Problem)
        said = f"{one.place.file}:{one.place.spot.line} {one.what}{one.advice}"
        if not CHINESE.search(one.what):
            yield "not in Chinese", said
        if (words := ENGLISH.search(f"{one.what}{one.advice}")) and words[0] not in text:
            yield "in words of a library", said
        if "zongjie new" in one.advice and not one.place.file.endswith("表单.yaml"):
            yield "cured as a form", said
        whole = "文件是空的" in one.what or "encoding" in mutant.slips or not one.place.file.endswith(mutant.name)
        if not one.place.spot.line and one.severity is Severity.ERROR and not whole:
            yield "without a line", said


def _overlay(mutant: Mutant) -> Shelf:
    """A folder with the mutant in it over the standard templates, and a report of as little as shows it."""
    folder = _folder()
    for old in folder.iterdir():
        rmtree(old) if old.is_dir() else old.unlink()
    parts = mutant.name.split("/")
    sections = parts[1] if parts[0] == "sections" else "opening, dibao, problems"
    report = f'name: 试\nbusiness: 工作\ntitle: "{{{{ 单位 }}}}{{{{ 总结期 }}}}总结"\nsections: [{sections}]\n'
    for name, data in ((f"reports/{REPORT}.yaml", report.encode()), (mutant.name, mutant.data)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return open_shelf(folder)


@lru_cache(maxsize=1)
def _folder() -> Path:
    """A folder of this process; in memory where there is such a place."""
    memory = Path("/dev/shm")
    return Path(mkdtemp(prefix="zongjie-", dir=memory if memory.is_dir() else None))


def _read_standard_files_once() -> None:
    """What a process does first: the files that no slip is in are the same for every mutant."""
    setattr(loading, "read_definition", lru_cache(maxsize=64)(read_definition))  # noqa: B010
    for module, reader in ((layered, peek), (layered, read_as_is), (strict, read_as_is)):
        setattr(module, reader.__name__, lru_cache(maxsize=256)(reader))


def main() -> int:
    """0 when no mutant falls short."""
    return try_all(
        "definitions", __doc__, shortfalls, lambda seed: f"{(one := definition_mutant(seed)).name} {one.slips}",
        chunk=50, at_first=_read_standard_files_once,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())

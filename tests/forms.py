"""Forms and libraries that several tests look at."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from generator.commands.new import start_form
from generator.document.tree import Document, FigureText
from generator.document.walk import iter_texts, walk
from generator.form.opening import Options
from generator.library.library import Library
from generator.library.loading import load_library
from generator.library.overlays import Shelf, open_shelf
from generator.making.summarize import Summary, summarize

ROOT = Path(__file__).parents[1]
REAL = ROOT / "inputs" / "讲治镇-2012.yaml"
SECOND = ROOT / "inputs" / "example" / "青石乡-2017.yaml"
FORMS = (REAL, SECOND)


def blank(report: str, unit: str, year: int, **asked: Any) -> str:
    """The blank form that zongjie new writes where nothing else is known."""
    options = Options(open_shelf(), draft=True, whole_library=True)
    return start_form(unit, year, report, Path("表单.yaml"), options, **asked)[0]


Leaf = tuple[str | int, ...]
"""The keys and positions that lead to one thing filled in."""


def library(name: str = "town", shelf: Shelf | None = None) -> Library:
    found, problems = load_library(shelf or open_shelf(), name)
    assert found is not None, "\n".join(map(str, problems))
    return found


@lru_cache
def filled(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def read(path: Path) -> dict[str, Any]:
    """A form as dicts, lists and strings."""
    form = yaml.load(filled(path), yaml.BaseLoader)
    assert isinstance(form, dict)
    return form


def figures_of(document: Document) -> Iterator[FigureText]:
    """Every figure of the form that a document prints, in reading order."""
    return (inline for line in walk(document) for inline in line.inlines if isinstance(inline, FigureText))


class _Writer(yaml.SafeDumper):
    """Writes a form as a person would: texts of several lines in a block."""


def _write_text(writer: _Writer, text: str) -> yaml.Node:
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Writer.add_representer(str, _write_text)


def write(form: object) -> bytes:
    text: str = yaml.dump(form, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=10_000)
    return text.encode()


def built(
    form: object,
    *,
    draft: bool = False,
    strict: bool = False,
    shelf: Shelf | None = None,
    folder: Path | None = None,
) -> Summary:
    """The summary of a form given as text or as what it holds; with a ``folder``, as if it lay there."""
    data = form.encode() if isinstance(form, str) else write(form)
    return summarize(data, "表单.yaml", Options(shelf or open_shelf(), draft, strict), folder)


def text_of(summary: Summary) -> str:
    """The lines of a summary that was built."""
    assert summary.document is not None, "\n".join(map(str, summary.problems))
    return "\n".join(iter_texts(summary.document))


def said(summary: Summary) -> list[str]:
    """What is said of a form, as its official reads it."""
    return [str(problem) for problem in summary.problems]


def leaves(form: object, at: Leaf = ()) -> Iterator[Leaf]:
    """Where each single thing of a form was filled in."""
    match form:
        case dict():
            for key, value in form.items():
                yield from leaves(value, (*at, key))
        case list():
            for position, value in enumerate(form):
                yield from leaves(value, (*at, position))
        case _:
            yield at


def without(form: Any, gone: set[Leaf], at: Leaf = ()) -> Any:
    """The form with blanks where ``gone`` leads."""
    if at in gone:
        return ""
    match form:
        case dict():
            return {key: without(value, gone, (*at, key)) for key, value in form.items()}
        case list():
            return [without(value, gone, (*at, position)) for position, value in enumerate(form)]
        case _:
            return form


def alone(form: Any, leaf: Leaf) -> Any:
    """The form with nothing typed but what ``leaf`` leads to."""
    if not leaf:
        return form
    within = alone(form[leaf[0]], leaf[1:])
    return {leaf[0]: within} if isinstance(form, dict) else [within]


def at(form: Any, leaf: Leaf) -> Any:
    for step in leaf:
        form = form[step]
    return form


REPORT = """\
name: 试写的总结
title: "{{ 单位 }}{{ 报告期 }}总结"
business: 试写的工作
sections:
  - trial
"""
SUMMING_REPORT = REPORT.replace("sections:", "sums: [trial]\nsections:")
"""The same, over forms of its own kind."""


def trial(folder: Path, fields: str, wording: str, **files: str) -> Shelf:
    """Standard templates under a report ``trial`` of one section 试, whose fields and wording are given.

    Further files are named by their path with __ for / and _yaml for .yaml: ``units_yaml``.
    """
    head = "key: 试\nfields:\n"
    put(folder, "reports/trial.yaml", REPORT)
    put(folder, "sections/trial/form.yaml", head + "".join(f"  {line}\n" for line in fields.splitlines()))
    put(folder, "sections/trial/section.md", wording)
    for name, text in files.items():
        put(folder, name.replace("__", "/").replace("_yaml", ".yaml").replace("_md", ".md"), text)
    return open_shelf(folder)


def put(folder: Path, name: str, text: str | bytes) -> None:
    """Writes one file of a template folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def trial_form(given: object, **head: object) -> dict[str, object]:
    """A form of the report ``trial``."""
    return {"报告": "trial", "单位": "甲镇", "年度": "2023", **head, "试": given}

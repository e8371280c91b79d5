"""Documents made one after another in one process: by us, and by docxtpl from a .docx template."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks.clock import resident_mib
from benchmarks.forms import REAL
from generator import build
from generator.build import Options, build_files, read_summary, write_summary
from generator.document import Document, FigureText, Heading, Paragraph
from generator.help import RARELY
from generator.shelf import open_shelf

EARLY = 100
"""From this document on, memory must not grow."""
STAGES = {
    "read_source": "source: YAML to nodes",
    "read_form": "form: nodes to figures and texts",
    "check_form": "checks: rules, pairs, dates",
    "compose": "compose, heal: wording closed up",
    "_document": "parse: Markdown to tree",
    "write_docx": "word: tree to .docx",
    "_write": "file moved into place",
}
"""Functions of ``generator.build``, and the stage each is."""


def build_all(folder: Path, output: Path) -> dict[str, float]:
    """Milliseconds per document of a folder, and how much memory the later ones added."""
    gc.set_threshold(*RARELY)  # as the command does
    paths, early = sorted(folder.glob("*.yaml")), 0.0
    start, spent = perf_counter(), process_time()
    for number, result in enumerate(build_files(paths, output, Options(open_shelf())), 1):
        assert result.output, result.problems
        if number == EARLY:
            early = resident_mib()
    took, spent = perf_counter() - start, process_time() - spent
    return {"ms": took * 1000 / len(paths), "cpu": spent * 1000 / len(paths), "early": early, "late": resident_mib()}


def fill_all(template: Path, output: Path, count: int) -> dict[str, float]:
    """Milliseconds per document that docxtpl fills from a template, with figures of their own."""
    from docxtpl import DocxTemplate

    output.mkdir(parents=True, exist_ok=True)
    figures = _figures(_real_document())
    start, spent = perf_counter(), process_time()
    for number in range(count):
        filled = DocxTemplate(template)
        filled.render({name: f"{text}{number}" for name, text in figures.items()})
        filled.save(output / f"{number}.docx")
    took, spent = perf_counter() - start, process_time() - spent
    return {"ms": took * 1000 / count, "cpu": spent * 1000 / count}


def write_template(path: Path) -> int:
    """The real summary as docxtpl wants it: our .docx with a variable for every figure; how many there are."""
    import docx as python_docx

    path.parent.mkdir(parents=True, exist_ok=True)
    summary = read_summary(REAL, Options(open_shelf()))
    path.write_bytes(write_summary(summary, Options(open_shelf())))
    docx: Any = python_docx.Document(str(path))
    names = iter(_figures(_real_document()))
    texts = [text for text in _texts(_real_document()) if text]
    left = list(texts)
    for paragraph in docx.paragraphs:
        for run in paragraph.runs:
            if left and run.text == left[0]:
                run.text = f"{{{{ {next(names)} }}}}"
                left.pop(0)
    assert not left, f"figures not found in the document: {left}"
    docx.save(str(path))
    return len(texts)


def _real_document() -> Document:
    document = read_summary(REAL, Options(open_shelf())).document
    assert document is not None
    return document


def _texts(document: Document) -> list[str]:
    blocks = [block for block in document.blocks if isinstance(block, Heading | Paragraph)]
    return [inline.text for block in blocks for inline in block.inlines if isinstance(inline, FigureText)]


def _figures(document: Document) -> dict[str, str]:
    return {f"figure{number}": text for number, text in enumerate(_texts(document))}


def stages(folder: Path, output: Path) -> dict[str, float]:
    """Milliseconds per document in each stage, and in all together."""
    spent = dict.fromkeys(STAGES, 0.0)

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            start = perf_counter()
            try:
                return function(*arguments, **options)
            finally:
                spent[name] += perf_counter() - start

        return call

    paths = sorted(folder.glob("*.yaml"))
    options = Options(open_shelf())
    list(build_files(paths[:1], output, options))
    originals = {name: getattr(build, name) for name in STAGES}
    for name, function in originals.items():
        setattr(build, name, timed(name, function))
    start = perf_counter()
    list(build_files(paths, output, options))
    whole = perf_counter() - start
    for name, function in originals.items():
        setattr(build, name, function)
    return {**{name: took * 1000 / len(paths) for name, took in spent.items()}, "whole": whole * 1000 / len(paths)}

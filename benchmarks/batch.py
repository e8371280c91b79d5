"""Documents made one after another in one process: by us, and by docxtpl from a .docx template."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import yaml
from jinja2 import Environment

from benchmarks.clock import resident_mib
from benchmarks.forms import REAL
from generator.commands import build
from generator.commands.build import build_files
from generator.form import opening
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making import summarize
from generator.making.summarize import read_summary, write_summary
from generator.terminal.last_resort import RARELY

EARLY = 100
"""From this document on, memory must not grow."""
STAGES = {
    "read_source": "source: YAML to nodes",
    "read_form": "form: nodes to figures and texts",
    "check_form": "checks: rules, pairs, dates",
    "compose": "compose, heal: wording closed up",
    "document_of": "parse: Markdown to tree",
    "write_docx": "word: tree to .docx",
    "write_document": "file moved into place",
}
"""Functions of ``commands.build``, ``making.summarize`` and ``form.opening``, and the stage each is."""


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


def fill_all(template: Path, folder: Path, output: Path, count: int) -> dict[str, float]:
    """Milliseconds per document that docxtpl fills with the values of a form, read as its users read YAML."""
    from docxtpl import DocxTemplate

    gc.set_threshold(*RARELY)  # as ours has it
    output.mkdir(parents=True, exist_ok=True)
    paths = sorted(folder.glob("*.yaml"))[:count]
    start, spent = perf_counter(), process_time()
    for path in paths:
        filled = DocxTemplate(template)
        filled.render(yaml.load(path.read_bytes(), yaml.CSafeLoader), Environment(finalize=_nothing_for_none))
        filled.save(output / f"{path.stem}.docx")
    took, spent = perf_counter() - start, process_time() - spent
    return {"ms": took * 1000 / len(paths), "cpu": spent * 1000 / len(paths)}


def _nothing_for_none(value: object) -> object:
    return "" if value is None else value


def write_template(path: Path, figures_only: bool = False) -> int:
    """The real summary as a docxtpl template: our .docx with a variable for each value that prints as it was typed.

    The answer is how many variables there are. What the variables do not give, a docxtpl user writes into the
    template: the sentences of phrases, what is computed, what is left out. Filled with the real form, the template
    must give our text again. With ``figures_only`` own words are written into it too, as for one single town.
    """
    import docx as python_docx
    from docxtpl import DocxTemplate

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write_summary(read_summary(REAL, Options(open_shelf())), Options(open_shelf())))
    docx: Any = python_docx.Document(str(path))
    ours = [paragraph.text for paragraph in docx.paragraphs]
    values = yaml.load(REAL.read_bytes(), yaml.CSafeLoader)
    named = {str(value): name for name, value in _named(values) if len(str(value)) > 1}
    found = {value: name for value, name in named.items() if not figures_only or re.search(r"\d", value)}
    typed = re.compile("|".join(map(re.escape, sorted(found, key=len, reverse=True))))
    for run in (run for paragraph in docx.paragraphs for run in paragraph.runs):
        run.text = typed.sub(lambda match: f"{{{{ {found[match[0]]} }}}}", run.text)
    docx.save(str(path))
    filled = DocxTemplate(path)
    filled.render(values)
    assert [paragraph.text for paragraph in filled.docx.paragraphs] == ours
    return sum(paragraph.text.count("{{") for paragraph in docx.paragraphs)


def _named(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every single value of a form and what a template calls it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _named(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _named(inner, f"{name}[{position}]")
    else:
        yield name, value


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
    originals = {
        (module, name): getattr(module, name)
        for module in (build, summarize, opening)
        for name in STAGES
        if name in vars(module)
    }
    for (module, name), function in originals.items():
        setattr(module, name, timed(name, function))
    start = perf_counter()
    list(build_files(paths, output, options))
    whole = perf_counter() - start
    for (module, name), function in originals.items():
        setattr(module, name, function)
    return {**{name: took * 1000 / len(paths) for name, took in spent.items()}, "whole": whole * 1000 / len(paths)}

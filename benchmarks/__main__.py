"""``python -m benchmarks``: measures what design and issues ask for, and writes docs/performance.md.

Each figure is the median of several runs on one core; what is compared is measured in turn, in one run.
``make bench`` runs it; ``python -m benchmarks audit`` measures only what is told of edits, and renews those rows.
The other words on the command line are for the processes it starts itself.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from platform import machine, python_version, system
from statistics import median
from typing import NamedTuple

from benchmarks import batch
from benchmarks.audit import measure_audit
from benchmarks.clock import ROOT, ZONGJIE, answer, in_turn, processor_seconds, run, stay_on_one_core
from benchmarks.county import measure_counties
from benchmarks.crowd import FORMS, JOBS, measure_crowd
from benchmarks.forms import REAL, TOWNS, official_forms, write_lean, write_towns
from benchmarks.workbooks import FIELDS, SENT, measure_workbooks
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import summarize, write_summary

REPORT = ROOT / "docs" / "performance.md"
SINGLE_RUNS, BATCH_RUNS, FORMAL_RUNS = 11, 3, 100
FILLED = 100
"""Documents docxtpl fills in one run."""
TABLE_HEAD, RULE = "| What | Target | Measured | |", "|---|---|---|---|"
LAUNCHES = {
    "the interpreter": "pass",
    "the command line and its imports": "import generator.cli, generator.commands.build, generator.terminal.show",
    "the library of the report read and checked": (
        "import generator.cli, generator.commands.build as b, generator.terminal.show, generator.library.loading as l;"
        "from generator.library.overlays import open_shelf; l.load_library(open_shelf(), 'town')"
    ),
}
"""How far a launch comes, each including the one before."""


LOAD = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
"""How busy the machine was before anything was measured."""


class Row(NamedTuple):
    """One line of the table: what, target, measured, and whether it is met."""

    what: str
    target: str
    measured: str
    met: bool


def measure_single(folder: Path) -> tuple[dict[str, float], list[tuple[str, float]]]:
    """Seconds of a whole build with the full and with the lean report, and of each part of a launch."""
    lean, templates = write_lean(folder / "lean")
    calls: dict[str, Callable[[], object]] = {
        "town": lambda: run(ZONGJIE, "build", REAL, "-o", folder / "single"),
        "lean": lambda: run(ZONGJIE, "build", lean, "--templates", templates, "-o", folder / "single"),
    }
    for name, code in LAUNCHES.items():
        calls[name] = partial(run, sys.executable, "-c", code)
    found = in_turn(calls, SINGLE_RUNS)
    found["cpu"] = in_turn({"town": calls["town"]}, SINGLE_RUNS, processor_seconds)["town"]
    before, parts = 0.0, []
    for name in LAUNCHES:
        parts.append((name, found[name] - before))
        before = found[name]
    return found, [*parts, ("form, wording, document, writing, exit", found["town"] - before)]


def measure_batch(folder: Path) -> dict[str, float]:
    """Medians over processes of their own: our batch, docxtpl's, and where our time goes."""
    (folder / "towns").mkdir()
    write_towns(folder / "towns")
    figures = batch.write_template(folder / "template.docx")
    batch.write_template(folder / "figures.docx", figures_only=True)
    ours, theirs, barely, stages = [], [], [], []
    for _ in range(BATCH_RUNS):
        ours.append(answer("build", folder / "towns", folder / "built"))
        theirs.append(answer("fill", folder / "template.docx", folder / "towns", folder / "filled", FILLED))
        barely.append(answer("fill", folder / "figures.docx", folder / "towns", folder / "filled", FILLED))
        stages.append(answer("stages", folder / "towns", folder / "built"))
    medians = {name: median(run[name] for run in ours) for name in ours[0]}
    medians["growth"] = max(run["late"] - run["early"] for run in ours)
    medians["docxtpl"] = median(run["ms"] for run in theirs)
    medians["docxtpl figures"] = median(run["ms"] for run in barely)
    medians["docxtpl cpu"] = median(run["cpu"] for run in theirs)
    medians["figures"] = figures
    return medians | {name: median(run[name] for run in stages) for name in stages[0]}


def measure_formal() -> dict[str, float]:
    """Milliseconds that the 公文 elements add to a document, and those of its 附件; empty when no form has any."""
    options = Options(open_shelf())

    def make(data: bytes) -> None:
        write_summary(summarize(data, "form.yaml", options), options)

    calls = {name: lambda data=data: make(data) for name, data in official_forms().items()}
    found = in_turn(calls, FORMAL_RUNS)
    if not found:
        return {}
    return {
        "elements": (found["no annex"] - found["none"]) * 1000,
        "annexes": (found["all"] - found["no annex"]) * 1000,
    }


def rows(single: dict[str, float], many: dict[str, float], formal: dict[str, float]) -> list[Row]:
    """Every target beside what was measured."""
    ratio = many["docxtpl"] / many["ms"]
    share = (single["town"] / single["lean"] - 1) * 100
    found = [
        Row("`zongjie build` of the real form, launch to finished .docx", "≤ 0.45 s", f"{single['town']:.2f} s",
            single["town"] <= 0.45),
        Row(f"batch of {TOWNS} forms, one process, per document", "≤ 12 ms", f"{many['ms']:.1f} ms", many["ms"] <= 12),
        Row(f"memory added from document {batch.EARLY} to {TOWNS} (worst run)", "≤ 10 MiB",
            f"{many['growth']:.1f} MiB", many["growth"] <= 10),
        Row("docxtpl filling a template with the same text, per document, against ours", "≥ 3 ×",
            f"{many['docxtpl']:.1f} ms, {ratio:.1f} ×", ratio >= 3),
        Row("docxtpl where only the figures are variables, against ours", "",
            f"{many['docxtpl figures']:.1f} ms, {many['docxtpl figures'] / many['ms']:.1f} ×", True),
        Row("single build: all sections of `town` against only those the form uses", "≤ 10 % more",
            f"{share:+.1f} % ({single['lean']:.2f} s)", share <= 10),
    ]  # fmt: skip
    if formal:
        elements, annexes = formal["elements"], formal["annexes"]
        found.append(Row("公文 elements but 附件, per document", "≤ 2 ms", f"{elements:.1f} ms", elements <= 2))
        found.append(Row("two 附件 with tables, on top of that", "", f"{annexes:.1f} ms", True))
    return found


def county_rows(counties: dict[int, tuple[float, float]]) -> Iterator[Row]:
    """What it takes to sum many towns into one form, and what one more town costs."""
    for towns, (took, mib) in counties.items():
        largest = towns == max(counties)
        text = f"{took:.1f} s, {mib:.0f} MiB, {took * 1000 / towns:.1f} ms a town"
        target = "≤ 15 s, ≤ 1 GiB" if largest else ""
        yield Row(f"one form summed from {towns} towns' forms", target, text, took <= 15 and mib <= 1024)


def crowd_rows(crowd: dict[str, float]) -> Iterator[Row]:
    """What it takes to build many forms by more than one process, and to check them."""
    faster, dearer, apart = crowd["faster"], crowd["dearer"] - 1, crowd["apart"] - 1
    yield Row(
        f"`build --jobs {JOBS}` of {FORMS} forms against one process, by the clock",
        "≥ 1.7 ×",
        f"{faster:.2f} ×",
        faster >= 1.7,
    )
    yield Row("the same in processor time", "≤ 10 % more", f"{dearer:+.1%}", dearer <= 0.10)
    yield Row(f"{JOBS} builds of half the forms each at the same time, in processor time", "", f"{apart:+.1%}", True)
    yield Row(f"`check` of {FORMS} forms against `build`, in processor time", "≤ 1 ×", f"{crowd['check']:.2f} ×",
              crowd["check"] <= 1)  # fmt: skip


def audit_rows(audit: dict[str, float]) -> Iterator[Row]:
    """How many edits of finished papers are named, and what it costs that a document carries its form."""
    named, edits, alarms, untouched = (int(audit[name]) for name in ("named", "edits", "alarms", "untouched"))
    yield Row(f"`verify`: seeded edits named, of {edits}", "all", f"{named} ({named / edits:.1%})", named == edits)
    if "saved edits" in audit:
        edits, named = int(audit["saved edits"]), int(audit["saved named"])
        what = f"`verify`: seeded edits named of papers that LibreOffice had saved, of {edits}"
        yield Row(what, "all", f"{named} ({named / edits:.1%})", named == edits)
    yield Row(
        f"`verify`: false alarms on {untouched} papers only saved anew, half by way of .odt",
        "0",
        f"{alarms}",
        alarms == 0,
    )
    for name, most in (("town", 5), ("county", 45)):
        size, took = audit[f"{name} bytes"] / 1024, audit[f"{name} ms"]
        target, met = f"≤ {most} KB", size <= most
        if name == "town":
            target, met = f"≤ 0.5 ms, {target}", met and took <= 0.5
        yield Row(f"the form in the document of a {name}", target, f"{took:.2f} ms, {size:.1f} KB", met)
    for verb, limit in (("verify", 0.5), ("ledger", 0.6)):
        yield Row(
            f"`zongjie {verb}` of a town, cold, processor time",
            f"≤ {limit} s",
            f"{audit[verb]:.2f} s",
            audit[verb] <= limit,
        )


def workbook_rows(workbooks: dict[str, float]) -> Iterator[Row]:
    """What forms cost as workbooks, one of the fields that the targets are of and one of all, and a heap of them."""
    of_fields = f"a form of {FIELDS} fields", "", "≤ 150 ms", "≤ 20 ms"
    for called, name, most_write, most_read in (of_fields, ("one of all fields", "whole ", "", "")):
        write, read, theirs = (workbooks[name + one] * 1000 for one in ("write", "read", "openpyxl"))
        yield Row(
            f"{called} written as a workbook, processor time", most_write, f"{write:.0f} ms", bool(name) or write <= 150
        )
        yield Row("the same read, processor time", most_read, f"{read:.0f} ms", bool(name) or read <= 20)
        yield Row("openpyxl reading the same, against ours", "", f"{theirs:.0f} ms, {theirs / read:.1f} ×", True)
    took = workbooks["collect"]
    yield Row(f"{SENT} workbooks collected, processor time", "≤ 3 s", f"{took:.1f} s", took <= 3)


def report(single: dict[str, float], parts: list[tuple[str, float]], many: dict[str, float], table: list[Row]) -> str:
    """The text of docs/performance.md."""
    filling = many["read_source"] + many["document_of"] + many["write_docx"] + many["write_document"]
    packages = "jinja2", "python-docx", "lxml", "pyyaml", "markdown", "msgspec", "docxtpl"
    lines = [
        "# Performance",
        "",
        "<!-- Written by `make bench` (python -m benchmarks); do not edit by hand. -->",
        "",
        f"Python {python_version()}, {system()} {machine()}, {processor()}, one core. "
        + ", ".join(f"{name} {version(name)}" for name in packages)
        + ".",
        f"Medians: {SINGLE_RUNS} launches, {BATCH_RUNS} batches, alternatives in turn within one run.",
        f"The machine's load was {LOAD:.1f} before the run; where others work on it, processor time is the fairer measure:",
        f"{single['cpu']:.2f} s a single build, {many['cpu']:.1f} ms a document of the batch, {many['docxtpl cpu']:.1f} ms docxtpl.",
        "",
        TABLE_HEAD,
        RULE,
        *map(in_bars, table),
        "",
        f"docxtpl opens a .docx template with the same paragraphs and {many['figures']:.0f} variables, reads the values from the same",
        "form with yaml's C loader, fills and saves; it gets its sentences ready and does not check, compute or close up.",
        f"Ours includes all of that; what docxtpl does too (source, parse, word, file) takes {filling:.1f} ms, "
        f"{many['docxtpl'] / filling:.1f} × docxtpl.",
        "The forms of the batch differ as towns do: figures of their own, half of the longer sentences, a tenth blank.",
        "",
        "## Where the time goes",
        "",
        f"A document of the batch ({many['whole']:.1f} ms with the clocks in place):",
        "",
        "| Stage | ms | |",
        "|---|---|---|",
        *(f"| {text} | {many[name]:.2f} | {many[name] / many['whole']:.0%} |" for name, text in batch.STAGES.items()),
        "",
        f"A single build ({single['town']:.2f} s):",
        "",
        "| Part | s | |",
        "|---|---|---|",
        *(f"| {name} | {took:.3f} | {took / single['town']:.0%} |" for name, took in parts),
    ]
    return "\n".join(lines) + "\n"


def with_rows(text: str, found: Sequence[Row]) -> str:
    """The text of docs/performance.md with some rows of its first table as they are now; new ones stand at its end."""
    head, _, tail = text.partition(TABLE_HEAD)
    table, _, behind = tail.partition("\n\n")
    kept = {line.split(" | ")[0].removeprefix("| "): line for line in table.splitlines()[1:]}
    kept |= {row.what: in_bars(row) for row in found}
    return "\n".join((head + TABLE_HEAD, RULE, *kept.values())) + f"\n\n{behind}"


def in_bars(row: Row) -> str:
    """The row as the table of the report has it."""
    return f"| {row.what} | {row.target} | {row.measured} | {verdict(row)} |"


def verdict(row: Row) -> str:
    """Whether a target is met; nothing where there is none."""
    if not row.target:
        return ""
    return "met" if row.met else "**missed**"


def processor() -> str:
    """The name of the processor, where the system tells."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "processor unknown"
    )


def main() -> None:
    """Measures everything, prints the table, writes the report."""
    stay_on_one_core()
    with tempfile.TemporaryDirectory() as name:
        single, parts = measure_single(Path(name))
        many = measure_batch(Path(name))
        counties = measure_counties(Path(name))
        crowd = measure_crowd(Path(name))
        audit = measure_audit(Path(name))
        workbooks = measure_workbooks(Path(name))
    table = [*rows(single, many, measure_formal()), *county_rows(counties), *crowd_rows(crowd), *audit_rows(audit)]
    table += workbook_rows(workbooks)
    for row in table:
        print(f"{verdict(row):12}{row.measured:36}{row.target:18}{row.what}")
    REPORT.write_text(report(single, parts, many, table), encoding="utf-8")
    print(f"written: {REPORT.relative_to(ROOT)}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            main()
        case ["build", folder, output]:
            print(json.dumps(batch.build_all(Path(folder), Path(output))))
        case ["fill", template, folder, output, count]:
            print(json.dumps(batch.fill_all(Path(template), Path(folder), Path(output), int(count))))
        case ["audit"]:
            with tempfile.TemporaryDirectory() as place:
                audited = list(audit_rows(measure_audit(Path(place))))
            for line in audited:
                print(f"{verdict(line):12}{line.measured:36}{line.target:18}{line.what}")
            REPORT.write_text(with_rows(REPORT.read_text(encoding="utf-8"), audited), encoding="utf-8")
        case ["stages", folder, output]:
            print(json.dumps(batch.stages(Path(folder), Path(output))))
        case _:
            sys.exit(__doc__)

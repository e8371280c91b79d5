"""A form of 600 fields and one of all there are as workbooks: written, read, and read by openpyxl in turn; a heap collected."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from time import process_time

from benchmarks.clock import ROOT, ZONGJIE, in_turn, processor_seconds, run
from generator.commands.new import start_form
from generator.excel.whole import workbook_of
from generator.form.opening import Options, take_in
from generator.library.overlays import open_shelf
from generator.reading.source import read_source
from generator.reading.workbook import read_workbook

RUNS, HEAPS = 11, 3
FIELDS = 600
"""So many are asked for at least by the form that the targets are of."""
SENT = 40
"""Workbooks that lie in the heap."""


def measure_workbooks(folder: Path) -> dict[str, float]:
    """Processor seconds of writing and reading one workbook of ``FIELDS`` and one of all fields, and of collecting many."""
    from openpyxl import load_workbook

    options = Options(open_shelf(), draft=True, whole_library=True)
    whole = start_form("柳河镇", 2023, "town", Path("表单.yaml"), options, full=True)[0]
    calls: dict[str, Callable[[], object]] = {}
    for name, text in {"": _up_to_fields(whole, options), "whole ": whole}.items():
        root, form = read_source(text.encode(), "表单.yaml")[0], take_in(text.encode(), "表单.yaml", options).form
        data = workbook_of(root, form, "表单.xlsx")
        calls[f"{name}write"] = partial(workbook_of, root, form, "表单.xlsx")
        calls[f"{name}read"] = partial(read_workbook, data, "表单.xlsx")
        calls[f"{name}openpyxl"] = lambda data=data: [  # type: ignore[misc]
            [cell.value for cell in row] for row in load_workbook(BytesIO(data))["填报"]
        ]
    found = in_turn(calls, RUNS, process_time)
    heap = folder / "heap"
    heap.mkdir()
    towns = sorted((ROOT / "inputs" / "towns" / "2024").glob("*.yaml"))
    for number in range(SENT):
        source = towns[number % len(towns)].read_bytes()
        unit = f"第{number + 1}镇"
        named = source.replace(towns[number % len(towns)].stem.removesuffix("-2024").encode(), unit.encode())
        known = take_in(named, "表单.yaml", options).form
        (heap / f"{number}.xlsx").write_bytes(workbook_of(read_source(named, "表单.yaml")[0], known, "表单.xlsx"))
    rounds = iter(range(HEAPS + 1))
    found |= in_turn(
        {
            "collect": lambda: run(
                ZONGJIE, "collect", heap, "--year", 2024, "--to", folder / f"got{next(rounds)}" / "2024"
            )
        },
        HEAPS,
        processor_seconds,
    )
    return found


def _up_to_fields(text: str, options: Options) -> str:
    """A blank form up to the section with which it asks for ``FIELDS`` fields."""
    form, asked = take_in(text.encode(), "表单.yaml", options).form, 0
    for section in form.library.sections if form else ():
        if asked >= FIELDS and (at := text.find(f"\n{section.key}:")) > 0:
            return text[: at + 1]
        asked += sum(1 for _ in section.root.leaves())
    return text

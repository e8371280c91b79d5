"""A form of all fields as a workbook: written, read, and read by openpyxl in turn; a heap of them collected."""

from __future__ import annotations

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
SENT = 40
"""Workbooks that lie in the heap."""


def measure_workbooks(folder: Path) -> dict[str, float]:
    """Processor seconds of writing and reading one workbook of all fields, and of collecting many filled ones."""
    from openpyxl import load_workbook

    options = Options(open_shelf(), draft=True, whole_library=True)
    text = start_form("柳河镇", 2023, "town", Path("表单.yaml"), options, full=True)[0].encode()
    root, form = read_source(text, "表单.yaml")[0], take_in(text, "表单.yaml", options).form
    data = workbook_of(root, form, "表单.xlsx")
    found = in_turn(
        {
            "write": lambda: workbook_of(root, form, "表单.xlsx"),
            "read": lambda: read_workbook(data, "表单.xlsx"),
            "openpyxl": lambda: [[cell.value for cell in row] for row in load_workbook(BytesIO(data))["填报"]],
        },
        RUNS,
        process_time,
    )
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

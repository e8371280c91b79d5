"""Many towns summed into one form: how long it takes, how much memory, and that the cost grows with the towns."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from benchmarks.clock import ROOT, ZONGJIE

SIZES = (250, 500, 1000)
"""Towns summed, each size with all its forms read anew in a process of its own."""


def measure_counties(folder: Path) -> dict[int, tuple[float, float]]:
    """Seconds and peak MiB of ``zongjie build`` for a form that sums so many towns, by their number."""
    found = {}
    for towns in SIZES:
        place = folder / f"county-{towns}"
        maker = ROOT / "tests" / "invented" / "make_towns.py"
        subprocess.run(
            [sys.executable, maker, "--count", str(towns), "--out", place], check=True, stdout=subprocess.DEVNULL
        )
        found[towns] = _build(next(place.glob("*.yaml")), place / "built")
    return found


def _build(form: Path, output: Path) -> tuple[float, float]:
    """Seconds and peak MiB of one build."""
    start = perf_counter()
    process = subprocess.Popen([ZONGJIE, "build", form, "-o", output], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, "the county was not built"
    return perf_counter() - start, usage.ru_maxrss / 1024

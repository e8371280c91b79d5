"""A thousand forms at once: built by one process, shared out to two, and only checked; in turn, in one run."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.clock import ROOT, ZONGJIE, on_every_core, processor_seconds, run
from benchmarks.forms import write_towns

FORMS = 1000
JOBS = 2
ROUNDS = 3


def measure_crowd(folder: Path) -> dict[str, float]:
    """``faster``: how many times as fast two processes are as one; ``dearer``, ``check``: processor time against one's.

    Each is the median over rounds of one against the other within a round. ``apart`` is what two builds take at the
    same time that have half of the forms each and nothing to do with one another: what the machine asks for that.
    """
    everything, out = folder / "crowd", folder / "crowd-built"
    halves = [everything / str(half) for half in range(JOBS)]
    for number, place in enumerate(halves):
        place.mkdir(parents=True)
        write_towns(place, FORMS // JOBS, number * FORMS // JOBS)
    calls: dict[str, Callable[[], object]] = {
        "one": partial(run, ZONGJIE, "build", everything, "-o", out),
        "two": partial(run, ZONGJIE, "build", everything, "-o", out, "--jobs", JOBS),
        "apart": partial(_at_once, halves, out),
        "check": partial(run, ZONGJIE, "check", everything),
    }
    with on_every_core():
        rounds = [{name: _took(call) for name, call in calls.items()} for _ in range(ROUNDS)]
    return {
        "faster": median(took["one"][0] / took["two"][0] for took in rounds),
        "dearer": median(took["two"][1] / took["one"][1] for took in rounds),
        "apart": median(took["apart"][1] / took["one"][1] for took in rounds),
        "check": median(took["check"][1] / took["one"][1] for took in rounds),
    }


def _took(call: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the clock and of processors that a call takes."""
    start, spent = perf_counter(), processor_seconds()
    call()
    return perf_counter() - start, processor_seconds() - spent


def _at_once(folders: list[Path], out: Path) -> None:
    """Builds each folder by a process of its own, all at the same time."""
    commands = [[str(word) for word in (ZONGJIE, "build", folder, "-o", out)] for folder in folders]
    for process in [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) for command in commands]:
        assert process.wait() == 0, "a folder was not built"

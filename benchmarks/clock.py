"""Times of whole processes and of calls, on one core; medians, and alternatives measured in turn."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parents[1]
ZONGJIE = Path(sys.executable).with_name("zongjie")


AS_PEOPLE_HAVE_IT = {name: said for name, said in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""The environment of what is launched: Python keeps what it compiled, as it does unless it is told not to."""
CORES = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
"""Where this process may run before it is told to stay on one."""


@contextmanager
def on_every_core() -> Iterator[None]:
    """Lets what is started inside use every core there is."""
    before = os.sched_getaffinity(0) if CORES else set()
    if CORES:
        os.sched_setaffinity(0, CORES)
    try:
        yield
    finally:
        if CORES:
            os.sched_setaffinity(0, before)


def stay_on_one_core() -> None:
    """Keeps this process and all it starts on one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def seconds(call: Callable[[], object], clock: Callable[[], float] = perf_counter) -> float:
    """How long one call takes."""
    start = clock()
    call()
    return clock() - start


def processor_seconds() -> float:
    """Processor time this process and those it waited for have had; other work on the machine does not count."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def in_turn(
    calls: Mapping[str, Callable[[], object]], runs: int, clock: Callable[[], float] = perf_counter
) -> dict[str, float]:
    """The median seconds of each call, all of them run once in every round after one that does not count."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for round_ in range(runs + 1):
        for name, call in calls.items():
            took = seconds(call, clock)
            if round_:
                times[name].append(took)
    return {name: median(found) for name, found in times.items()}


def run(*command: object) -> None:
    """Runs a command in the repository, its output thrown away."""
    subprocess.run(
        [str(part) for part in command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env=AS_PEOPLE_HAVE_IT
    )


def answer(*arguments: object) -> dict[str, float]:
    """What ``python -m benchmarks …`` prints as JSON from a process of its own."""
    command = [sys.executable, "-m", "benchmarks", *map(str, arguments)]
    found: dict[str, float] = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    return found


def resident_mib() -> float:
    """Memory this process holds at the moment."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

"""Many forms at a time: processes that share them out, outlive one another, and end with the command."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
AHEAD = 4
"""For each process, so many handfuls may be done before an item that comes first is."""
AT_ONCE = 8
"""So many items at most go to a process at once: each journey there and back costs as much as half a form's checks."""
PORTIONS = 4
"""In so many at least each process gets its part of the items, so that none waits long for another at the end."""
MOST_PROCESSES = 60
"""Windows waits for no more at once."""


def spread(
    work: Callable[[Item], Outcome],
    items: Sequence[Item],
    jobs: int,
    failed: Callable[[Item, Exception | None], Outcome],
) -> Iterator[Outcome]:
    """What ``work`` gives for each item, in their order, ``jobs`` at a time.

    A process that dies costs the items it may have been at a second try, each alone. One at which a process dies
    again gives what ``failed`` makes of it without a fault; one whose result cannot come back, with the fault.
    """
    crew = _Crew(work, items, min(jobs, MOST_PROCESSES), failed)
    try:
        yield from crew.results()
    finally:
        crew.close()


class _Crew(Generic[Item, Outcome]):
    """What waits, what is being done, and what is done before its turn."""

    def __init__(
        self,
        work: Callable[[Item], Outcome],
        items: Sequence[Item],
        jobs: int,
        failed: Callable[[Item, Exception | None], Outcome],
    ) -> None:
        self.work, self.items, self.jobs, self.failed = work, items, jobs, failed
        self.at_once = max(1, min(AT_ONCE, len(items) // (PORTIONS * jobs)))
        self.waiting = deque(range(len(items)))
        self.suspects: deque[int] = deque()
        """Those at which a process may have died."""
        self.alone: int | None = None
        """The one that is tried by itself, so that nobody else can be to blame."""
        self.running: dict[Future[Any], tuple[int, ...]] = {}
        self.done: dict[int, Outcome] = {}
        self.executor: ProcessPoolExecutor | None = None
        self.others = frozenset(child.pid for child in multiprocessing.active_children())

    def results(self) -> Iterator[Outcome]:
        """The results in the order of the items."""
        for position in range(len(self.items)):
            while position not in self.done:
                self.hand_out(position)
                self.take(wait(self.running, return_when=FIRST_COMPLETED).done)
            yield self.done.pop(position)

    def hand_out(self, wanted: int) -> None:
        """Begins what may be begun while ``wanted`` is waited for."""
        if self.suspects and not self.running:
            self.alone = self.suspects.popleft()
            self.begin((self.alone,))
        if self.suspects or self.alone is not None:
            return
        most = wanted + AHEAD * self.jobs * self.at_once
        while self.waiting and len(self.running) < 2 * self.jobs and self.waiting[0] < most:
            self.begin(tuple(self.waiting.popleft() for _ in range(min(self.at_once, len(self.waiting)))))

    def begin(self, positions: tuple[int, ...]) -> None:
        """Hands some items to one of the processes; new ones are started when the old ones are gone."""
        items = [self.items[position] for position in positions]
        while True:
            if self.executor is None:
                self.executor = ProcessPoolExecutor(self.jobs, initializer=_start, initargs=(self.work,))
            try:
                self.running[self.executor.submit(_do, items)] = positions
                return
            except BrokenProcessPool:
                self.executor = None

    def take(self, finished: Iterable[Future[Any]]) -> None:
        """Keeps what was done; what went down with a process is tried once more."""
        for future in finished:
            positions = self.running.pop(future)
            is_alone = positions == (self.alone,)
            self.alone = None if is_alone else self.alone
            outcomes, fault = self.sent_back(future)
            if outcomes:
                for position, (outcome, failure) in zip(positions, outcomes, strict=True):
                    self.done[position] = self.failed(self.items[position], failure) if failure else outcome
            elif is_alone:
                self.done[positions[0]] = self.failed(self.items[positions[0]], fault)
            else:
                self.suspects += positions

    def sent_back(self, future: Future[Any]) -> tuple[list[tuple[Outcome, Exception | None]], Exception | None]:
        """What a process gave for its items; nothing when it died, or with the fault that kept it from being sent."""
        try:
            return future.result(), None
        except BrokenProcessPool:
            self.executor = None
            return [], None
        except Exception as fault:
            return [], fault

    def close(self) -> None:
        """Ends the processes; in the middle of their work when the command was stopped."""
        if self.executor is not None:
            self.executor.shutdown(wait=not self.running, cancel_futures=True)
        if self.running:
            for child in multiprocessing.active_children():
                if child.pid not in self.others:
                    child.terminate()


_WORK: list[Callable[[Any], Any]] = []
"""In a process of the crew: what it does with each item."""


def _start(work: Callable[[Any], Any]) -> None:
    """Makes a new process ready; Ctrl-C is for the command, which ends its processes itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _WORK[:] = [work]


def _do(items: Sequence[Any]) -> list[tuple[Any, Exception | None]]:
    """What the process gives for each item, or the fault that came up."""
    return [_done(item) for item in items]


def _done(item: Any) -> tuple[Any, Exception | None]:
    try:
        return _WORK[0](item), None
    except Exception as fault:
        return None, fault

"""Seeded mutants by the ten thousand: each tried, those that fall short printed with their seed and counted."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from multiprocessing import Pool
from typing import NamedTuple


class Shortfall(NamedTuple):
    """A mutant that falls short, and in what."""

    seed: int
    kind: str
    what: str


def try_all(
    name: str,
    doc: str | None,
    shortfalls: Callable[[int], list[Shortfall]],
    slips: Callable[[int], str] | None = None,
    chunk: int = 200,
    at_first: Callable[[], None] | None = None,
) -> int:
    """0 when no mutant of the seeds asked for on the command line falls short, else 1.

    ``slips`` says what was done to a mutant; ``at_first`` is what each process does before its first.
    """
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{name}", description=doc)
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", type=int, default=40, help="how many to print")
    options = parser.parse_args()
    kinds: Counter[str] = Counter()
    shown = 0
    seeds = range(options.first, options.first + options.count)
    with Pool(options.jobs, at_first) as pool:
        for found in pool.imap_unordered(shortfalls, seeds, chunksize=chunk):
            for one in found:
                kinds[one.kind] += 1
                if shown < options.show:
                    print(f"{one.seed} {one.kind}: {one.what} {slips(one.seed) if slips else ''}".rstrip(), flush=True)
                    shown += 1
    print(f"{options.count} mutants from {options.first}: {sum(kinds.values())} fall short {dict(kinds) or ''}")
    return 1 if kinds else 0

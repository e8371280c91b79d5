"""Formulas that come back to themselves, found among what each of them names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def circles(formulas: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Each ring of fields whose formulas need one another, told once, from the first of them in the order declared."""
    done: set[str] = set()
    for start in formulas:
        if start in done:
            continue
        trail: list[str] = []
        waiting = [(start, iter(formulas[start]))]
        trail.append(start)
        while waiting:
            path, names = waiting[-1]
            following = next((name for name in names if name in formulas and name not in done), None)
            if following is None:
                waiting.pop()
                trail.pop()
                done.add(path)
            elif following in trail:
                yield tuple(sorted(trail[trail.index(following) :], key=list(formulas).index))
            else:
                waiting.append((following, iter(formulas[following])))
                trail.append(following)

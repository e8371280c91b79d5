"""Formulas that come back to themselves, found among what each of them names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def circles(formulas: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Each ring of fields whose formulas need one another, told once, from the first of them in the order declared."""
    order, done = list(formulas), set[str]()
    for start in order:
        trail = {start: iter(formulas[start])} if start not in done else {}
        while trail:
            path, names = next(reversed(trail.items()))
            following = next((name for name in names if name in formulas and name not in done), None)
            if following is None:
                done.add(path)
                del trail[path]
            elif following in trail:
                ring = list(trail)
                yield tuple(sorted(ring[ring.index(following) :], key=order.index))
            else:
                trail[following] = iter(formulas[following])

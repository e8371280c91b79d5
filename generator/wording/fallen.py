"""What fell out of a section that its official would want to know of."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from generator.figures.values import LAST
from generator.form.form import Form
from generator.library.library import Section
from generator.wording.heal import Fallen


def worth_telling(fallen: Iterable[Fallen], section: Section, form: Form, groups: frozenset[str]) -> list[Fallen]:
    """What fell but for what no form like this one has; ``groups`` are those that it has something of."""
    return [
        one
        for one in fallen
        if not (
            (not form.last and _only_of_last_year(one.paths))
            or (one.paths and form.library.of_parts.issuperset(one.paths) and groups.isdisjoint(_groups(one.paths)))
            or (section.removed and one.paths and all(map(section.removed_at, one.paths)))
        )
    ]


def groups_of(form: Form) -> frozenset[str]:
    """The paths of all groups that a form has something of, and of those around them."""
    direct = {path.rpartition(".")[0] for path in form.values}
    return frozenset(around for group in direct for around in _with_those_around(group))


@lru_cache(maxsize=4096)
def _with_those_around(group: str) -> tuple[str, ...]:
    return (*(group[:at] for at, sign in enumerate(group) if sign == "."), group)


def _groups(paths: tuple[str, ...]) -> set[str]:
    return {path.rpartition(".")[0] for path in paths}


@lru_cache(maxsize=4096)
def _only_of_last_year(blank: tuple[str, ...]) -> bool:
    """Whether nothing but a comparison was left out, which says nothing where there is no last year."""
    return bool(blank) and all(path.startswith(LAST) for path in blank)

"""Which sides of a total are absent: 城镇 where nothing of it is filled in, this year and last.

A total is then the sum of its other sides. A side is never absent while anything of it was typed, be it
half or wrongly, nor when a typed total tells that it is there.
"""

from __future__ import annotations

from itertools import chain

from msgspec.structs import replace

from generator.figures.interval import NOTHING
from generator.figures.values import Figure
from generator.form.form import Form
from generator.library.library import Otherwise


def with_absent(form: Form, last: Form | None = None) -> Form:
    """The form that knows its absent groups: those answered 无, and sides blank in it and in last year's form."""
    if not form.library.sides:
        return replace(form, absent=form.denied) if form.denied else form
    here, before = _present(form), _present(last) if last else frozenset()
    blank = frozenset(
        group
        for groups in _families(form)
        if not groups.isdisjoint(here)
        for group in groups
        if group not in here and group not in before
    )
    return replace(form, absent=form.denied | blank)


def fit_beside(last: Form, form: Form) -> Form:
    """Last year's form without the totals that took a side for absent which is there this year: it may have been left out."""
    doubtful = [path for path in last.library.sides if path in last.values and _is_doubtful(path, last, form)]
    return (
        replace(last, values={path: last.values[path] for path in last.values if path not in doubtful})
        if doubtful
        else last
    )


def _is_doubtful(path: str, last: Form, form: Form) -> bool:
    guessed = last.absent - last.denied
    if any(group in guessed and group in _present(form) for group in last.library.sides.get(path, {}).values()):
        return True
    now = {town.name: town for town in form.towns}
    return any(_is_doubtful(path, town, now[town.name]) for town in last.towns if town.name in now)


def repeated(form: Form) -> frozenset[str]:
    """The totals that follow from one side alone, the others being absent."""
    others = ((one.leaf.path, one.sides) for one in form.library.otherwise if _follows_from(one, form))
    return frozenset(
        path
        for path, terms in chain(form.library.sides.items(), others)
        if isinstance(total := form.values.get(path), Figure)
        and total.parts
        and sum(group not in form.absent for group in terms.values()) == 1
    )


def _follows_from(other: Otherwise, form: Form) -> bool:
    total = form.values.get(other.leaf.path)
    return isinstance(total, Figure) and bool(total.parts) and all(one.path in other.sides for one in total.parts)


def absent_units(form: Form, path: str) -> frozenset[str]:
    """The units summed that have nothing of the group of ``path``, and so count as nothing in its sum."""
    return frozenset(town.name for town in form.towns if town.lacks(path))


def _families(form: Form) -> set[frozenset[str]]:
    """The groups that are sides of one total, each set once."""
    return {frozenset(terms.values()) for terms in form.library.sides.values()}


def _present(form: Form) -> frozenset[str]:
    """The sides of totals of which anything was typed, or that a typed total tells of."""
    every = frozenset().union(*_families(form))
    typed = frozenset(
        group
        for group in every
        if any(
            path.startswith(f"{group}.") and not _is_nothing(form, path)
            for path in chain(form.values, form.masked, form.unread)
        )
    )
    return typed | _told_of(form, every - typed)


def _is_nothing(form: Form, path: str) -> bool:
    """Whether what was typed is 0, which says that the side is not there."""
    found = form.values.get(path)
    return isinstance(found, Figure) and found.is_nothing


def _told_of(form: Form, blank: frozenset[str]) -> frozenset[str]:
    """The blank sides without which a typed total would not be what it is."""
    found: frozenset[str] = frozenset()
    for path, terms in form.library.sides.items() if blank else ():
        total, lacking = form.values.get(path), blank.intersection(terms.values())
        if not lacking or not isinstance(total, Figure) or total.parts:
            continue
        others = [form.values.get(term) for term, group in terms.items() if group not in blank]
        figures = [one for one in others if isinstance(one, Figure)]
        if (
            figures
            and len(figures) == len(others)
            and (total.bounds == sum((one.bounds for one in figures), NOTHING)) is False
        ):
            found |= lacking
    return found

"""Figures of groups beside one another: each is told with what it is of, whatever else of its group is blank."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from forms import built, library, text_of

from generator.language.fields import Field, Group

FIRST, SECOND = 11, 12


def groups_of(group: Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], list[Group]]]:
    """The groups that stand in one another, with the keys that lead to them."""
    inner = [one for one in group.children.values() if isinstance(one, Group)]
    yield path, inner
    for one in inner:
        yield from groups_of(one, (*path, one.name))


def alike(one: Group, other: Group) -> Iterator[tuple[str, str]]:
    """The figures that two groups both have, with their unit."""
    for name, leaf in one.children.items():
        same = other.children.get(name)
        if isinstance(leaf, Field) and isinstance(same, Field) and leaf.unit and same.unit and leaf.unit == same.unit:
            yield name, leaf.unit.name


def clauses(text: str) -> Iterator[tuple[str, str]]:
    """Each two clauses of one sentence, the earlier first."""
    for sentence in re.split("[。\n]", text):
        parts = [re.sub(rf"(?<!\d)({FIRST}|{SECOND})(?!\d)", "数", one) for one in re.split("[，；、]", sentence)]
        told = [one for one in parts if "数" in one]
        yield from ((one, other) for at, one in enumerate(told) for other in told[at + 1 :])


SECTIONS = [one.key for one in library("county").sections if any(len(inner) > 1 for _, inner in groups_of(one.root))]


@pytest.mark.parametrize("key", SECTIONS)
def test_the_same_figure_of_two_groups_is_told_of_each(key):
    for path, inner in groups_of(library("county").section(key).root):
        for one, other in pairwise(inner):
            for name, unit in alike(one, other):
                typed = {one.name: {name: f"{FIRST}{unit}"}, other.name: {name: f"{SECOND}{unit}"}}
                for above in reversed(path):
                    typed = {above: typed}
                summary = built({"报告": "county", "单位": "东江县民政局", "年度": "2022", key: typed}, draft=True)
                if summary.document is None:
                    continue  # one cannot be so much beside the other
                lost = [pair for pair in clauses(text_of(summary)) if pair[0].endswith(pair[1])]
                assert lost == [], (path, one.name, other.name, name)

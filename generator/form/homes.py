"""Where a key that stands in the wrong place belongs."""

from __future__ import annotations

from collections.abc import Iterator

from generator.library.fields import Group
from generator.problem import spell_path

MOST_HOMES = 3
"""How many places a message names for a key that stands in the wrong one."""


def homes_of(name: str, *groups: Group) -> str:
    """The groups that have a field or group called ``name``, as 「低保·城镇」「低保·农村」."""
    found = list(dict.fromkeys(path for group in groups for path in _owners(name, group)))
    shown = "".join(f"「{spell_path(path)}」" for path in found[:MOST_HOMES])
    return shown + ("等" if len(found) > MOST_HOMES else "")


def _owners(name: str, group: Group) -> Iterator[str]:
    if group.find(name):
        yield group.path
    for child in group.children.values():
        if isinstance(child, Group):
            yield from _owners(name, child)

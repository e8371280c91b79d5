"""Other names of fields and groups that are those of something else already, so that a form would fill in the wrong one."""

from __future__ import annotations

from collections.abc import Iterator

from generator.language.fields import ALIASES, Field, Group
from generator.library.layered import Layered
from generator.library.removals import TREE
from generator.problem import Place, Problem, error
from generator.reading.nodes import Mapping, Sequence, spot_at

_Keys = tuple[str, ...]


def names_taken(root: Group, read: Layered) -> Iterator[Problem]:
    """An error for each other name of a field or group that means another one beside it as well."""
    files = (*read.above, read.file)
    for group, keys in _groups(root, (TREE,)):
        owners = dict.fromkeys(group.children)
        for key, child in group.children.items():
            for alias in child.aliases:
                owner = alias if alias in group.children else owners.setdefault(alias, key)
                if owner and owner != key:
                    place = _place(read, (*keys, key), alias, child)
                    yield _taken(alias, group.children[owner], child, place, files)


def _groups(group: Group, keys: _Keys) -> Iterator[tuple[Group, _Keys]]:
    """Every group of fields and of records at or below one, with the keys that lead to what it holds."""
    yield group, keys
    for key, child in group.children.items():
        if isinstance(child, Group):
            yield from _groups(child, (*keys, key))
        elif child.record:
            yield from _groups(child.record, (*keys, key, TREE))


def _place(read: Layered, keys: _Keys, alias: str, child: Field | Group) -> Place:
    """Where the other name is written."""
    listed: object = read.node
    for key in (*keys, ALIASES):
        listed = listed.get(key) if isinstance(listed, Mapping) else None
    names = [getattr(one, "text", "") for one in listed.items] if isinstance(listed, Sequence) else []
    spot = spot_at(read.node, (*keys, ALIASES, names.index(alias)) if alias in names else keys)
    return Place.at(read.file, spot, f"{child.path}.{ALIASES}")


def _taken(alias: str, owner: Field | Group, child: Field | Group, place: Place, files: tuple[str, ...]) -> Problem:
    """That one name would mean two things; said of the file above where another one of ``files`` lies below it."""
    if owner.name == alias and files.index(owner.place.file) < files.index(place.file):
        what = f"「{alias}」在下面那一份里是「{child.name}」的别的叫法，这里另有一项也叫这个名字。"
        inside = child.path.partition(".")[2]
        return error(owner.place, what, f"请换个名字；确要这样用的，在 remove 里写 {inside}.{ALIASES}.{alias}。")
    of = "这里另一项的名字" if owner.name == alias else f"「{owner.name}」的别的叫法"
    return error(place, f"「{alias}」已经是{of}。", f"一个名字只能指一项，请从 {ALIASES} 里去掉它，或换个叫法。")

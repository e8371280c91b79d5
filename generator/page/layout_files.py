"""Layout files: one read over another, and what a house style changes against the standard."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from msgspec import Struct

from generator.library.amendments import EXTENDING
from generator.library.layered import BELOW
from generator.library.overlays import Shelf, read_template
from generator.library.removals import only_keys
from generator.page.layout import Layout
from generator.page.stated import Provision, iter_provisions, read_stated
from generator.problem import Place, Problem, Refused, did_you_mean, error
from generator.reading.nodes import Mapping, Node, Scalar, placed_in, plain_data
from generator.reading.source import read_source
from generator.reading.strict import LIKE_STANDARD, validate

STANDARD = "gbt9704"
EXTENDS = ("沿用", EXTENDING)
"""The keys by which a layout file names the one it lies over: that of layouts, and that of all other templates."""
NAME = "名称"


@lru_cache(maxsize=8)
def load_layout(shelf: Shelf, name: str) -> Layout:
    """The layout ``name``; Refused when its file, or one it lies over, is missing or wrong."""
    node, file = layout_node(shelf, name)
    layout, problems = validate(node, file, Layout, hook=read_stated)
    if layout is None:
        raise Refused(problems)
    return layout


def layout_node(
    shelf: Shelf, name: str, above: tuple[str, ...] = (), asked: Place | None = None, depth: int = 0
) -> tuple[Mapping, str]:
    """What a layout file says with all it lies over, and the lowest of these; Refused when any is missing or wrong.

    ``asked`` is where another file says that it lies over this one; ``depth`` tells one of the folders below: a layout
    may lie over the one of its own name in them.
    """
    layers = shelf.layers(f"layouts/{name}.yaml")
    if not layers:
        raise Refused([_missing(shelf, name, asked or Place(f"layouts/{name}.yaml"))])
    found = read_template(layers[depth])
    node, problems = read_source(*found, LIKE_STANDARD)
    if problems and not node.entries:
        raise Refused(problems)
    key = next((key for key in EXTENDS if node.get(key) is not None), "")
    base = node.get(key)
    if base is None:
        return node, found[1]
    place = Place(found[1], base.spot, key)
    if not isinstance(base, Scalar):
        raise Refused([error(place, "这里只写一个版式的名字。", f"如「{key}: {STANDARD}」。")])
    has_below = depth + 1 < len(layers)
    wanted = (name if has_below else STANDARD) if base.text == BELOW else base.text
    is_below = wanted == name and has_below
    if wanted in (name, *above) and not is_below:
        raise Refused([error(place, f"「{base.text}」绕了一圈又沿用了自己。", "请改为沿用别的版式。")])
    below, file = layout_node(shelf, wanted, (name, *above), place, depth + 1 if is_below else 0)
    own = placed_in(_own(node), found[1])
    assert isinstance(own, Mapping)
    return _laid_over(below, own), file


def _own(node: Mapping) -> Mapping:
    return only_keys(node, lambda key: key not in EXTENDS)


def layout_in(data: bytes, file: str, shelf: Shelf) -> tuple[Layout | None, list[Problem]]:
    """The layout that a file over the standard would be, before it is written, or what is wrong with it."""
    node, problems = read_source(data, file, LIKE_STANDARD)
    below, _ = layout_node(shelf, STANDARD)
    layout, faults = validate(_laid_over(below, _own(node)), file, Layout, hook=read_stated)
    return layout, [*problems, *faults]


def _missing(shelf: Shelf, name: str, place: Place) -> Problem:
    known = layout_names(shelf)
    return error(place, f"没有「{name}」这个版式。", did_you_mean(name, known, f"现有的是：{'、'.join(known)}。"))


def layout_names(shelf: Shelf) -> list[str]:
    """The layouts there are, the standard first."""
    return sorted(
        (Path(path).stem for path in shelf.names("layouts/*.yaml")), key=lambda name: (name != STANDARD, name)
    )


def _laid_over(base: Mapping, own: Mapping) -> Mapping:
    """The base with every value that ``own`` gives in place of its own; lines are those of what won."""
    changed = {key.text: (key, value) for key, value in own.entries}
    entries: list[tuple[Scalar, Node]] = []
    for key, value in base.entries:
        if key.text not in changed:
            entries.append((key, value))
            continue
        name, new = changed.pop(key.text)
        both = isinstance(value, Mapping) and isinstance(new, Mapping)
        entries.append((name, _laid_over(cast(Mapping, value), cast(Mapping, new)) if both else new))
    return Mapping((*entries, *changed.values()), own.spot)


class Deviation(Struct, frozen=True):
    """A rule of the standard that a house style states otherwise."""

    path: str
    standard: Provision
    own: Provision


def differences(shelf: Shelf, name: str) -> Iterator[Deviation]:
    """What the layout ``name`` changes against the standard, in the order of the standard."""
    standard = _rules(Shelf(shelf.folders[-1:]), STANDARD)
    own = _rules(shelf, name)
    for path, rule in own.items():
        if path != NAME and path in standard and rule.value != standard[path].value:
            yield Deviation(path, standard[path], rule)


def _rules(shelf: Shelf, name: str) -> dict[str, Provision]:
    load_layout(shelf, name)
    node, _ = layout_node(shelf, name)
    return dict(iter_provisions(cast(dict[str, Any], plain_data(node))))

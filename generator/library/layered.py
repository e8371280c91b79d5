"""One definition read from all the template folders that have a file of it, those above laid over those below."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from generator.library.amendments import EXTENDING, REMOVING, Amended, amend
from generator.library.library import Changed
from generator.library.overlays import Shelf, read_template, show_path
from generator.problem import Place, Problem, did_you_mean, error, has_errors, nearest
from generator.reading.nodes import EMPTY, Mapping, Scalar, spot_at
from generator.reading.source import peek, read_as_is, read_source
from generator.reading.strict import LIKE_STANDARD, read_definition, validate, without_consequences

BELOW = "standard"
"""What a file extends that lies over the file of its name in the folders below."""
_REPORTS = "reports"
"""The folder whose files may extend one another."""


class Shorthand(Struct, frozen=True):
    """What files may say shorter than it is meant."""

    may_stand_in: Callable[[bytes], bool]
    """Whether the bytes of a file can hold it."""
    write_out: Callable[[Mapping, str], tuple[Mapping, list[Problem]]]
    """The nodes of a file as they are meant, and what is wrong with how it says so."""


BARE_BRACES = re.compile(rb"^([ \t]*(?:- )?[a-z]+:[ \t]+)(\{\{[^\r\n#]*?)([ \t]*\r?)$", re.MULTILINE)
"""A value that begins with a name to be printed, which YAML takes for a mapping unless it is in quotes."""


class Layered(Struct, frozen=True):
    """A definition, with the nodes and files it came from."""

    definition: Any
    node: Mapping
    file: str
    """The lowest of its files, which is whole; entries of others say their file themselves."""
    above: tuple[str, ...] = ()
    """The files laid over it, the topmost first."""
    removed: dict[str, Place] = {}
    """Fields and groups that were taken away by their paths, and where that is said."""
    without: Mapping = EMPTY
    """The fields that were taken away, as they were declared."""
    changed: dict[str, Changed] = {}
    """Fields that are another sort of thing than below, by their paths."""

    def place(self, *path: str | int) -> Place:
        """Where ``path`` stands, in whichever of the files."""
        keys = ".".join(step for step in path if isinstance(step, str))
        return Place.at(self.file, spot_at(self.node, path), keys)


def read_layered(
    shelf: Shelf, name: str, model: Any, short: Shorthand | None = None
) -> tuple[Layered | None, list[Problem]]:
    """What the files of a name that is there come to, None when they are faulty, and their problems."""
    layers = shelf.layers(name)
    data, file = read_template(layers[0])
    if not _may_extend(data) and not (short and short.may_stand_in(data)):
        definition, node, problems = read_definition(data, file, model)
        problems = _advised(problems, node, len(layers) > 1)
        return (None if definition is None else Layered(definition, node, file)), problems
    for careful in (False, True):
        amended, problems = _Stack(shelf, model, careful, short).read(name)
        if amended is None:
            continue
        definition, faults = validate(amended.node, amended.file, model)
        faults = without_consequences(faults, problems)
        problems += faults if amended.above else _advised(faults, amended.node, len(layers) > 1)
        if definition is not None and not has_errors(problems):
            return _layered(definition, amended), problems
    return None, problems


def layered_node(shelf: Shelf, name: str, model: Any, head: Callable[[bytes], bytes] = bytes) -> tuple[Mapping, str]:
    """The nodes of a definition and its lowest file, without a word on what is wrong with it; nothing where it is not.

    ``head`` cuts from a whole file the part that is asked for.
    """
    found = shelf.read(name)
    if found is None:
        return EMPTY, ""
    if not _may_extend(found[0]):
        return peek(head(found[0])), found[1]
    amended, _ = _Stack(shelf, model).read(name)
    return (amended.node, amended.file) if amended else (EMPTY, found[1])


def _quoted(match: re.Match[bytes]) -> bytes:
    text = match[2].replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    return b"".join((match[1], b'"', text, b'"', match[3]))


def _may_extend(data: bytes) -> bool:
    """Whether a file can have the key that says what it lies over; UTF-16 has a zero in each of its letters."""
    return EXTENDING.encode() in (data.replace(b"\0", b"") if b"\0" in data else data)


def _layered(definition: Any, found: Amended) -> Layered:
    removed = {path: Place.at(found.file, spot, REMOVING) for path, spot in found.removed.items()}
    return Layered(definition, found.node, found.file, found.above, removed, found.without, found.changed)


def _is_report(name: str) -> bool:
    return name.startswith(f"{_REPORTS}/")


def _advised(problems: list[Problem], node: Mapping, over_another: bool) -> list[Problem]:
    """The problems of a whole file, with what to do when it was meant to hold only what differs."""
    first = f"只写改动的，请在第一行写 {EXTENDING}: {BELOW}。"
    if node.get(REMOVING) is not None and node.get(EXTENDING) is None:
        keeps = [one for one in problems if one.place.field != REMOVING]
        place = Place.at(problems[0].place.file, spot_at(node, (REMOVING,)), REMOVING) if problems else None
        return [*keeps, error(place, f"{REMOVING} 只能写在有 {EXTENDING} 的文件里。", first)] if place else keeps
    if not over_another:
        return problems
    return [one._replace(advice=one.advice + first) if _lacks_all(one) else one for one in problems]


def _lacks_all(problem: Problem) -> bool:
    """Whether a whole file lacks one of its own keys, as one does that was meant to hold only what differs."""
    return problem.what.startswith("缺少") and not problem.place.field


class _Stack(Struct):
    """Puts the files of one kind of definition together."""

    shelf: Shelf
    model: Any
    careful: bool = True
    """Whether files are looked through for slips of the keyboard that the parser does not mind."""
    short: Shorthand | None = None

    def read(self, name: str, depth: int = 0, trail: tuple[Path, ...] = ()) -> tuple[Amended | None, list[Problem]]:
        """What the files of a name come to from the ``depth``-th down; None when it cannot be told."""
        path = self.shelf.layers(name)[depth]
        data, file = read_template(path)
        data = BARE_BRACES.sub(_quoted, data)
        found = None if self.careful else read_as_is(data)
        node, problems = (found, []) if found else read_source(data, file, LIKE_STANDARD)
        if not node.entries:
            return None, problems
        if self.short and self.short.may_stand_in(data):
            node, more = self.short.write_out(node, file)
            problems = [*problems, *more]
        base = node.get(EXTENDING)
        if base is None:
            return Amended(node, file), problems
        below, faults = self.below(name, depth, base, file, (*trail, path))
        if below is None:
            return None, [*problems, *faults]
        amended, more = amend(below, node, file, self.model)
        return amended, [*problems, *faults, *more]

    def below(
        self, name: str, depth: int, base: Any, file: str, trail: tuple[Path, ...]
    ) -> tuple[Amended | None, list[Problem]]:
        """What the file lies over, or why that cannot be told."""
        place = Place(file, base.spot, EXTENDING)
        if not isinstance(base, Scalar):
            return None, [error(place, f"{EXTENDING} 后面只写一个名字。", f"如 {EXTENDING}: {BELOW}。")]
        own, wanted = PurePosixPath(name).stem, base.text
        if wanted == BELOW or (wanted == own and _is_report(name)):
            if depth + 1 < len(self.shelf.layers(name)):
                return self.read(name, depth + 1, trail)
            return None, [self.itself(own, place) if wanted == own else self.nothing_below(name, place)]
        other = f"{_REPORTS}/{wanted}.yaml"
        layers = self.shelf.layers(other) if _is_report(name) else []
        if not layers:
            return None, [self.unknown(name, wanted, place)]
        if layers[0] in trail:
            what = f"「{wanted}」绕了一圈又回到了这一份：{'、'.join(show_path(one) for one in trail)}。"
            return None, [error(place, what, "请让其中一份不再沿用另一份，写成完整的一份。")]
        return self.read(other, 0, trail)

    def itself(self, own: str, place: Place) -> Problem:
        """That a report extends itself, with no other of its name below."""
        others = [one for one in map(_called, self.shelf.names(f"{_REPORTS}/*.yaml")) if one != own]
        advice = f"请写要沿用的另一种总结：{'、'.join(others)}；不沿用别的，去掉这一行，把这一份写完整。"
        return error(place, f"「{own}」沿用的是它自己。", advice)

    def nothing_below(self, name: str, place: Place) -> Problem:
        """That there is no file of the name to lie over."""
        folder = PurePosixPath(name).parent
        pattern = f"{folder.parent}/*/{PurePosixPath(name).name}" if len(folder.parts) > 1 else f"{folder}/*.yaml"
        known = {_called(one): one for one in self.shelf.names(pattern) if one != name}
        near = known.get(nearest(_called(name), known), "")
        advice = (
            f"是不是想改「{near}」？文件要放在同名的位置。" if near else f"请去掉 {EXTENDING} 这一行，把这一份写完整。"
        )
        return error(place, f"下面没有「{name}」可以沿用。", advice)

    def unknown(self, name: str, wanted: str, place: Place) -> Problem:
        """That there is nothing called as the file says that it lies over."""
        reports = [_called(one) for one in self.shelf.names(f"{_REPORTS}/*.yaml") if one != name]
        if not _is_report(name):
            return error(place, f"这里不能沿用「{wanted}」。", f"请写 {EXTENDING}: {BELOW}。")
        advice = did_you_mean(wanted, [*reports, BELOW], f"现有的是：{'、'.join(reports)}。")
        return error(place, f"没有「{wanted}」这种总结可以沿用。", advice)


def _called(name: str) -> str:
    """The name by which a file is known: that of its folder where the files of a folder are called alike."""
    path = PurePosixPath(name)
    return path.parent.name if path.parts[0] == "sections" else path.stem

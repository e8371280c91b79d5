"""One section read from its two files: what a form fills in, and the wording as it stands in a report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from generator.figures.quantity import Unit
from generator.language.fields import Field, Group, read_fields
from generator.library.amendments import EXTENDING
from generator.library.each_part import short_for
from generator.library.entries import Placement
from generator.library.layered import Layered, read_layered
from generator.library.library import CUSTOM, Section
from generator.library.other_names import names_taken
from generator.library.overlays import Shelf, show_path
from generator.library.removals import TREE, joined_fields
from generator.library.schema import SectionDefinition
from generator.library.scopes import with_scopes
from generator.library.sentences import Sentence, Worded, with_sentences
from generator.problem import Place, Problem, Spot, did_you_mean, error
from generator.reading.characters import clean_text
from generator.reading.nodes import EMPTY, Mapping, Node, Sequence, spot_at
from generator.reading.strict import without_consequences

EXTENDED = re.compile(rf"\s*{EXTENDING}\s*[:：]")
"""The first line of a file that holds only what differs, which wording cannot."""
SUBHEADING_SIGN = re.compile(r"^##", re.MULTILINE)


def missing_file(shelf: Shelf, folder: str) -> str:
    """The file that a section lacks; empty when it has both."""
    return next((name for name in ("form.yaml", "section.md") if shelf.find(f"{folder}/{name}") is None), "")


def read_section(
    shelf: Shelf, placement: Placement, folder: str, units: dict[str, Unit]
) -> tuple[Section | None, Mapping, list[Problem]]:
    """The section of a folder that has both files, its nodes, and all that is wrong with it by itself."""
    read, problems = read_layered(shelf, f"{folder}/form.yaml", SectionDefinition, short_for(shelf))
    text, file, faults = _read_wording(shelf, folder)
    problems += faults
    if read is None or text is None:
        return None, EMPTY, problems
    if read.definition.scopes:
        read, faults = with_scopes(shelf, read)
        problems += faults
    definition = read.definition
    root, faults = read_fields(read.node.get(TREE), read.file, definition.key, units)
    problems += without_consequences(faults, problems)
    direct = root.find(definition.direct)
    inside = direct.record if isinstance(direct, Field) else None
    for key, where in (("direct", root), ("placed", inside)):
        if (name := getattr(definition, key)) and not isinstance(where and where.find(name), Field):
            problems.append(error(read.place(key), f"{key} 所指的「{name}」不在 fields 里。", "请改正。"))
    problems += (*_misnamed(read, root), *names_taken(root, read))
    own = "" if placement.flat else definition.heading
    heading = own if placement.heading is None else placement.heading
    styles = (placement.styles or definition.styles) if heading else {}
    wording = Worded(text)
    if definition.sentences:
        wording, faults = _with_sentences(shelf, folder, text, file, read)
        problems += faults
    section = Section(
        folder, definition, root, (), SUBHEADING_SIGN.sub("#", wording.text) if placement.flat else wording.text, file,
        read.file, heading, styles, placement.groups, wording_lines=wording.lines, above=read.above,
    )  # fmt: skip
    return (_amended(section, read, units) if read.above else section), read.node, problems


def _amended(section: Section, read: Layered, units: dict[str, Unit]) -> Section:
    """The section with what it must know of what overlays changed and took away."""
    tree = read.node.get(TREE)
    nameable = None
    if read.removed and isinstance(tree, Mapping):
        nameable, _ = read_fields(joined_fields(tree, read.without), read.file, section.key, units)
    removed = {f"{section.key}.{path}": place for path, place in read.removed.items()}
    changed = {f"{section.key}.{path}": one for path, one in read.changed.items()}
    return replace(section, nameable=nameable, removed=removed, changed=changed)


def _with_sentences(shelf: Shelf, folder: str, text: str, file: str, read: Layered) -> tuple[Worded, list[Problem]]:
    """The wording with the sentences that the form.yaml of the section adds."""
    below = {show_path(one / folder / "form.yaml") for one in shelf.below(f"{folder}/section.md")}
    sentences = []
    for number, one in enumerate(read.definition.sentences):
        listed = read.node.get("sentences")
        entry = listed.items[number] if isinstance(listed, Sequence) else None
        written = entry.get("text") if isinstance(entry, Mapping) else None
        spot = written.spot if written else read.node.spot
        place = Place.at(read.file, spot, "sentences")
        sentences.append(
            Sentence(one.text.strip(), one.after.strip(), place, one.ends, bool(one.scope) or place.file in below)
        )
    return with_sentences(text, file, sentences, read.definition.key)


def _read_wording(shelf: Shelf, folder: str) -> tuple[str | None, str, list[Problem]]:
    found = shelf.read(f"{folder}/section.md")
    assert found is not None
    try:
        text = found[0].decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, found[1], [error(Place(found[1]), "模板不是UTF-8编码。", "请在编辑器里另存为UTF-8。")]
    if EXTENDED.match(text):
        what = "section.md 总是完整的一份，这一行会印在文中。"
        advice = "请去掉这一行；只添一句的，写在同一个文件夹的 form.yaml 的 sentences 里。"
        return None, found[1], [error(Place(found[1], Spot(1)), what, advice)]
    text, problems = clean_text(text, Place(found[1]))
    return text, found[1], problems


def _misnamed(read: Layered, root: Group) -> Iterator[Problem]:
    """What annex, charts, weights, ``last`` and ``per`` name that is no figure of the section."""
    for keys, group, path in _named_fields(read.definition, root):
        leaf = group.at(path)
        if not isinstance(leaf, Field) or leaf.unit is None:
            if leaf is None and group is root and _is_declared(read, path):
                continue
            place = read.place(*keys).of(".".join(key for key in keys if key != TREE))
            if gone := next((one for name, one in read.removed.items() if f"{path}.".startswith(f"{name}.")), None):
                advice = "请一起去掉，或给它另写一个。"
                yield error(gone, f"「{path}」去不掉，{place} 还要用它。", advice)
                continue
            known = [one.path.removeprefix(f"{group.path}.") for one in group.leaves()]
            yield error(place, f"「{path}」不是这一节的数。", did_you_mean(path, known, "请写这一节里填数的项目。"))


def _is_declared(read: Layered, path: str) -> bool:
    """Whether a file declares a field that could not be read; what is wrong with it is said there."""
    node: Node | None = read.node.get(TREE)
    for name in path.split("."):
        node = node.get(name) if isinstance(node, Mapping) else None
    return node is not None


def _named_fields(definition: SectionDefinition, root: Group) -> Iterator[tuple[tuple[str, ...], Group, str]]:
    """Every figure that a section names outside rules and wording: where it does so, among which fields, its path."""
    for key in ("columns", "growth"):
        yield from ((("annex", key), root, path) for path in _annex_paths(definition, key))
    yield from ((("charts",), root, path) for chart in definition.charts for path in chart.figures)
    for leaf in root.leaves():
        at = (TREE, *leaf.path.split(".")[1:])
        yield from (((*at, key), root, path) for key in ("weight", "last") if (path := getattr(leaf.definition, key)))
        yield from (((*at, "per"), root, name) for names in leaf.counts for name in names)
        for inner in leaf.record.leaves() if leaf.record else ():
            where = (*at, TREE, inner.name, "per")
            yield from ((where, leaf.record, name) for names in inner.counts for name in names if leaf.record)


def _annex_paths(definition: SectionDefinition, key: str) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(definition.annex, key) if definition.annex else ()
    return found


def own_fields(custom: Section, node: Mapping) -> tuple[dict[str, Field], list[Problem]]:
    """The fields that every section takes besides its own, by their keys: figures of the official's own, and series.

    That none is named for the former is reported.
    """
    definition, problems = custom.definition, []
    if not definition.direct:
        place = Place(custom.file, spot_at(node, ("key",)), "direct")
        problems.append(error(place, "没有写 direct。", f"请写明「{CUSTOM}」的数填在 fields 的哪一项。"))
    direct = custom.root.find(definition.direct)
    if direct is not None and not (isinstance(direct, Field) and direct.record):
        place = Place(custom.file, spot_at(node, ("fields", definition.direct)), f"fields.{definition.direct}")
        problems.append(
            error(place, f"「{CUSTOM}」的数要一条一条地填。", "这一项请写 kind: records，下面用 fields 写每条有什么。")
        )
    leaves = (one for one in custom.root.children.values() if isinstance(one, Field))
    return {CUSTOM if one.name == definition.direct else one.name: one for one in leaves}, problems


def with_own(section: Section, fields: dict[str, Field]) -> Section:
    """The section with the fields that every section takes, some only where it has figures, none whose key it uses itself."""
    has_figures = any(leaf.unit for leaf in section.root.leaves())
    missing = {
        key: replace(one, path=f"{section.key}.{key}", name=key)
        for key, one in fields.items()
        if key not in section.root.children and (has_figures or not one.is_anywhere)
    }
    nameable = _with_children(section.nameable, missing) if section.nameable else None
    return replace(section, root=_with_children(section.root, missing), nameable=nameable)


def _with_children(group: Group, fields: dict[str, Field]) -> Group:
    return replace(group, children={**group.children, **fields})

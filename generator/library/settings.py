"""What lies beside a form: the folder's zongjie.yaml and the form's own 模板 and 文字.

Town over county over standard: the form's templates lie over the folder's, those over the command's.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from msgspec import Struct, field
from msgspec.structs import replace

from generator.chinese.script import SCRIPTS
from generator.library.overlays import Shelf, show_path, stacked
from generator.problem import WHOLE_FILE, Place, Problem, did_you_mean, error
from generator.reading.files import is_file, is_folder, read_file
from generator.reading.nodes import EMPTY, Mapping, Node, Scalar, Sequence, spot_at
from generator.reading.strict import Definition, read_definition

FILE_NAME = "zongjie.yaml"
EMBED = "带表单"
SAYS_SO = {"": True, "是": True, "yes": True, "true": True, "否": False, "不": False, "no": False, "false": False}


class SettingsDefinition(Definition, frozen=True):
    """zongjie.yaml: what holds for every form of its folder."""

    templates: tuple[str, ...] = field(default=(), name="模板")
    """Template folders, relative to this file; the last lies on top."""
    script: str = field(default="", name="文字")
    """繁体 or 简体."""
    layout: str = field(default="", name="版式")
    embed: str = field(default="", name="带表单")
    """是 or 否: whether documents carry the forms that they were made from."""


class Settings(Struct, frozen=True):
    """How the forms of one folder are built."""

    shelf: Shelf
    script: str = ""
    layout: str = ""
    layout_place: Place = Place("")
    """Where the layout is named, if in a file."""
    embed: bool = True
    """Whether documents carry the forms that they were made from."""


def folder_settings(folder: Path | None, start: Settings) -> tuple[Settings, list[Problem]]:
    """``start`` with what the folder's zongjie.yaml says on top, and the faults of that file."""
    path = folder / FILE_NAME if folder else None
    if folder is None or path is None or not is_file(path):
        return start, []
    file = show_path(path)
    data = read_file(path, file)
    if isinstance(data, Problem):
        return start, [data]
    found, node, problems = read_definition(data, file, SettingsDefinition)
    if found is None:
        return start, problems
    shelf, faults = _over(start.shelf, found.templates, folder, node.get("模板"), file)
    script, more = read_script(found.script, Place(file, (node.get("文字") or EMPTY).spot, "文字"))
    embed = SAYS_SO.get(found.embed)
    if embed is None:
        spot = spot_at(node, (EMBED,))
        problems.append(error(Place(file, spot, EMBED), f"「{found.embed}」看不懂。", "请填“是”或“否”。"))
    problems += [*faults, *more]
    place = start.layout_place if start.layout else Place(file, spot_at(node, ("版式",)), "版式")
    return Settings(shelf, start.script or script, start.layout or found.layout, place, embed is not False), problems


def form_settings(root: Mapping, file: str, folder: Path | None, start: Settings) -> tuple[Settings, list[Problem]]:
    """``start`` with the form's own 模板 and 文字 on top, and what is wrong with them.

    A layout that was named anywhere may be in the form's own templates, so that it is looked for here.
    """
    node = root.get("模板")
    shelf, problems = _over(start.shelf, _texts(node), folder or Path(), node, file)
    written = root.get("文字")
    script = start.script
    if isinstance(written, Scalar) and written.text.strip():
        script, faults = read_script(written.text.strip(), Place(file, written.spot, "文字"))
        problems += faults
    problems += layout_problems(shelf, start.layout, start.layout_place)
    return replace(start, shelf=shelf, script=start.script or script), problems


def read_script(text: str, place: Place) -> tuple[str, list[Problem]]:
    """The script ``text`` names, empty when it names none."""
    if not text or text in SCRIPTS:
        return SCRIPTS.get(text, ""), []
    return "", [error(place, f"没有「{text}」这种文字。", "可以填：简体、繁体。")]


def layout_problems(shelf: Shelf, layout: str, place: Place) -> list[Problem]:
    """An error for a layout that no template folder has, where it is named, if that is in a file."""
    if not layout or shelf.find(f"layouts/{layout}.yaml"):
        return []
    known = [PurePosixPath(name).stem for name in shelf.names("layouts/*.yaml")]
    advice = did_you_mean(layout, known, f"现有的是：{'、'.join(known)}。")
    return [error(place if place.file else Place(f"layouts/{layout}.yaml"), f"没有「{layout}」这个版式。", advice)]


def _texts(node: Node | None) -> tuple[str, ...]:
    if isinstance(node, Scalar):
        return (node.text.strip(),) if node.text.strip() else ()
    return (
        tuple(item.text.strip() for item in node.items if isinstance(item, Scalar))
        if isinstance(node, Sequence)
        else ()
    )


def _over(
    shelf: Shelf, names: tuple[str, ...], folder: Path, node: Node | None, file: str
) -> tuple[Shelf, list[Problem]]:
    """The shelf with the folders ``names`` on top, and those that do not exist."""
    problems = []
    found = []
    for name in names:
        path = folder / name
        if is_folder(path):
            found.append(path)
        else:
            place = Place(file, node.spot if node else WHOLE_FILE, "模板")
            problems.append(error(place, f"没有「{name}」这个模板文件夹。", "路径从这个文件所在的文件夹算起，请核对。"))
    return (stacked((*reversed(found), *shelf.folders)) if found else shelf), problems

"""Files of a template folder that are never looked for, each with the place that it was meant for."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePosixPath

from generator.library.overlays import Shelf, show_path
from generator.library.settings import FILE_NAME
from generator.problem import Place, Problem, nearest, warning
from generator.reading.files import read_file
from generator.reading.source import peek

SHARED = ("units.yaml", "terms.yaml", "wording.yaml", "checks.yaml", "scopes.yaml", "headline.yaml")
OF_A_SECTION = ("form.yaml", "section.md")
USED = re.compile(
    rf"(?:reports|layouts)/[^/]+\.yaml|(?:sections/[^/]+|custom)/(?:{'|'.join(map(re.escape, OF_A_SECTION))})"
    rf"|{'|'.join(map(re.escape, SHARED))}"
)
"""Every path that is looked for in a template folder."""
LOOKS_USED = (".yaml", ".yml", ".md")
TEXTS, WORD_FILES = (".txt",), (".doc", ".docx", ".wps")
"""What Windows and an office program make of a file that was meant to be used."""
READ_BY_PEOPLE = ("readme", "说明")
MOST_FILES = 5000
"""A folder with more files in it is none of templates."""
FOLDERS = ("reports", "layouts")
SAYS_WHAT_IT_IS = {
    "sections": "reports",
    "business": "reports",
    "沿用": "layouts",
    "名称": "layouts",
    "key": "",
    "fields": "",
}
"""What a definition file is by a key at its top: a report, a layout, or the fields of a section."""


def misplaced(shelf: Shelf) -> Iterator[Problem]:
    """A warning for each file of a template folder that is never looked for."""
    for folder in shelf.folders:
        for path in islice(_below(folder), MOST_FILES):
            name = PurePosixPath(path.relative_to(folder).as_posix())
            if USED.fullmatch(str(name)) or name.name.lower().startswith(READ_BY_PEOPLE):
                continue
            if name.suffix.lower() in LOOKS_USED:
                yield warning(Place(show_path(path)), "这个位置的文件用不到。", _where(name, path))
            elif (meant := _meant(name)) and not Path(folder, meant).exists():
                yield _misnamed(path, name, meant)


def _below(folder: Path) -> Iterator[Path]:
    """The files below a folder; nothing hidden, no lock of an office program."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name[0] not in ".~")
        yield from (Path(here, name) for name in sorted(names) if name[0] not in ".~")


def _meant(name: PurePosixPath) -> str:
    """What a file was to be called that ends as a plain text or a Word document does; empty for any other file."""
    if name.suffix.lower() not in (*TEXTS, *WORD_FILES):
        return ""
    bare = PurePosixPath(name.stem)
    stem = bare.stem if bare.suffix.lower() in LOOKS_USED else bare.name
    if name.parts[0] in FOLDERS and len(name.parts) > 1:
        return str(name.with_name(f"{stem}.yaml"))
    wanted = OF_A_SECTION if name.parts[0] in ("sections", "custom") else SHARED if len(name.parts) == 1 else ()
    return next((str(name.with_name(one)) for one in wanted if PurePosixPath(one).stem == stem.lower()), "")


def _misnamed(path: Path, name: PurePosixPath, meant: str) -> Problem:
    if name.suffix.lower() in TEXTS:
        return warning(
            Place(show_path(path)), "文件名以“.txt”结尾，用不到。", f"请让“文件扩展名”显示出来，再改名为「{meant}」。"
        )
    return warning(Place(show_path(path)), "这是 Word 文档，用不到。", f"请把里面的字复制到记事本，另存为「{meant}」。")


def _where(name: PurePosixPath, path: Path) -> str:
    """Where a file that stands at ``name`` belongs."""
    if name.name == FILE_NAME:
        return "它要和表单放在同一个文件夹。"
    if name.parts[0] in FOLDERS and name.suffix != ".yaml":
        return f"请改名为「{name.with_suffix('.yaml')}」。"
    by_stem = {PurePosixPath(one).stem: one for one in (*OF_A_SECTION, *SHARED)}
    near = by_stem.get(name.stem.lower(), "")
    if not near and (kind := _kind_of(path)) is not None:
        if kind:
            return f"请改放为「{kind}/{name.stem}.yaml」。"
        near = OF_A_SECTION[0]
    near = near or by_stem.get(nearest(name.stem.lower(), by_stem), "")
    if near in SHARED:
        return f"请改放为「{near}」，在模板文件夹的最上一层。"
    if near:
        folder = next((part for part in reversed(name.parts[:-1]) if part != "sections"), "节名")
        return f"请改放为「sections/{folder}/{near}」。"
    return "总结放在 reports，版式放在 layouts，节放在 sections/节名；别的文件请移走。"


def _kind_of(path: Path) -> str | None:
    """The folder of the definition that a file holds, empty for that of a section; None where it does not show."""
    data = read_file(path, path.name)
    keys = [key.text for key, _ in peek(data).entries] if isinstance(data, bytes) else []
    return next((SAYS_WHAT_IT_IS[key] for key in keys if key in SAYS_WHAT_IT_IS), None)

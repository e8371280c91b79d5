"""Template folders laid over one another: town over county over standard, by file."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from generator.problem import Problem, Refused
from generator.reading.files import is_file, read_file, real_path

PLAIN_PATH = re.compile(r"[\w./·—\-]+")
"""A path that no shell takes apart."""


class Shelf(Struct, frozen=True):
    """Folders to look in, the one that wins first."""

    folders: tuple[Path, ...]

    def find(self, name: str) -> Path | None:
        """The file that ``name`` means, from the first folder that has it."""
        return next((folder / name for folder in self.folders if is_file(folder / name)), None)

    def layers(self, name: str) -> list[Path]:
        """Every file that ``name`` means in one of the folders, the one that wins first."""
        return [folder / name for folder in self.folders if is_file(folder / name)]

    def below(self, name: str) -> tuple[Path, ...]:
        """The folders below the one whose file ``name`` means."""
        depth = next((at for at, folder in enumerate(self.folders) if is_file(folder / name)), len(self.folders))
        return self.folders[depth + 1 :]

    def read(self, name: str) -> tuple[bytes, str] | None:
        """The bytes of ``name`` and its path to show, or None when no folder has it; Refused when it cannot be opened."""
        path = self.find(name)
        return None if path is None else read_template(path)

    def names(self, pattern: str) -> list[str]:
        """The files of all folders that match ``pattern``, each once, sorted."""
        found = {path.relative_to(folder).as_posix() for folder in self.folders for path in folder.glob(pattern)}
        return sorted(found)


def stacked(folders: Iterable[Path]) -> Shelf:
    """The shelf of some folders, the one that wins first; one that is named twice lies where it wins."""
    places: dict[Path, Path] = {}
    for folder in folders:
        places.setdefault(real_path(folder), folder)
    return Shelf(tuple(places.values()))


def read_template(path: Path) -> tuple[bytes, str]:
    """The bytes of a file of templates and its path to show; Refused when it cannot be opened."""
    file = show_path(path)
    data = read_file(path, file)
    if isinstance(data, Problem):
        raise Refused([data])
    return data, file


def show_path(path: Path) -> str:
    """The path as a user would write it: relative to the working folder where that is shorter."""
    try:
        return real_path(path).relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return str(path)


def paste_path(path: Path) -> str:
    """The path as it can be pasted behind a command: in quotes when a shell would take it apart."""
    shown = show_path(path)
    shown = f"./{shown}" if shown.startswith("-") else shown
    if PLAIN_PATH.fullmatch(shown):
        return shown
    return f'"{shown}"' if os.name == "nt" else shlex.quote(shown)


@lru_cache(maxsize=1)
def standard_folder() -> Path:
    """Where the standard templates are: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "templates" / "zh"
    return inside if inside.is_dir() else package.parent / "templates" / "zh"


def open_shelf(*overlays: Path) -> Shelf:
    """The standard templates with ``overlays`` over them, the last named on top."""
    return stacked((*reversed(overlays), standard_folder()))

"""The files that one line of 汇总自 names, found within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from glob import has_magic
from os import scandir
from os.path import normpath
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, field

from generator.form.archive import is_form
from generator.problem import ZongjieError
from generator.reading.files import is_file, is_folder, is_there, real_path

MOST_LOOKED_AT = 50_000
"""So many files and folders are looked at for one line; /** would go through the whole disk."""


class TooMany(ZongjieError):
    """Raised when a pattern would lead through more files than any unit has."""


class FilesNamed(NamedTuple):
    """The files that a line means, and what was said of folders that could not be looked into for more."""

    files: list[Path]
    unopened: list[OSError]


def named_files(folder: Path, text: str, own: Path | None) -> FilesNamed:
    """The files that ``text`` means from ``folder``, also from one yet to be made; never the form ``own`` by a pattern.

    What no file system takes means none. TooMany when there is no end.
    """
    if not is_folder(folder):
        folder, text = Path(), normpath(folder / text)
    path = Path(text)
    if is_there(folder / path):
        return FilesNamed([folder / path], [])
    if not has_magic(text):
        return FilesNamed([], [])
    base, parts = (Path(path.anchor), path.parts[1:]) if path.is_absolute() else (folder, path.parts)
    look = _Look()
    found = sorted(set(filter(is_form, look.matches(base, parts))))
    return FilesNamed([one for one in found if own is None or real_path(one) != real_path(own)], look.unopened)


class _Look(Struct):
    """How many files and folders were looked at so far, and which would not open."""

    seen: int = 0
    unopened: list[OSError] = field(default_factory=list)

    def matches(self, base: Path, parts: tuple[str, ...]) -> Iterator[Path]:
        """The files below ``base`` that the parts of a pattern mean; a name that is there as typed is no pattern."""
        if not parts:
            if is_file(base):
                yield base
            return
        part, rest = parts[0], parts[1:]
        if not has_magic(part) or is_there(base / part):
            if is_folder(base):
                yield from self.matches(base / part, rest)
            return
        if part == "**":
            yield from self.matches(base, rest)
        elif "**" in part:
            return
        for path, is_open in self.look_into(base):
            if part == "**" and is_open:
                yield from self.matches(path, parts)
            elif part != "**" and fnmatch(path.name.lower(), part.lower()):
                yield from self.matches(path, rest)

    def look_into(self, folder: Path) -> Iterator[tuple[Path, bool]]:
        """What lies in a folder, and whether ``**`` leads on through it: no link, which may lead back."""
        if not is_folder(folder):
            return
        try:
            entries = scandir(folder)
        except OSError as fault:
            self.unopened.append(fault)
            return
        with entries:
            for entry in entries:
                self.seen += 1
                if self.seen > MOST_LOOKED_AT:
                    raise TooMany
                yield folder / entry.name, entry.is_dir(follow_symlinks=False)

"""The files that one line of 汇总自 names, found within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from glob import has_magic
from os import scandir
from os.path import normpath
from pathlib import Path

from msgspec import Struct

from generator.form.archive import is_form
from generator.problem import ZongjieError
from generator.reading.files import is_file, is_folder, is_there, real_path

MOST_LOOKED_AT = 50_000
"""So many files and folders are looked at for one line; /** would go through the whole disk."""


class TooMany(ZongjieError):
    """Raised when a pattern would lead through more files than any unit has."""


def named_files(folder: Path, text: str, own: Path | None) -> list[Path]:
    """The files that ``text`` means from ``folder``, also from one yet to be made; never the form ``own`` by a pattern.

    What no file system takes means none. OSError when a folder cannot be looked into, TooMany when there is no end.
    """
    if not is_folder(folder):
        folder, text = Path(), normpath(folder / text)
    path = Path(text)
    if is_there(folder / path):
        return [folder / path]
    if not has_magic(text):
        return []
    base, parts = (Path(path.anchor), path.parts[1:]) if path.is_absolute() else (folder, path.parts)
    found = sorted(set(filter(is_form, _Look().matches(base, parts))))
    return [one for one in found if own is None or real_path(one) != real_path(own)]


class _Look(Struct):
    """How many files and folders were looked at so far."""

    seen: int = 0

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
        with scandir(folder) as entries:
            for entry in entries:
                self.seen += 1
                if self.seen > MOST_LOOKED_AT:
                    raise TooMany
                yield folder / entry.name, entry.is_dir(follow_symlinks=False)

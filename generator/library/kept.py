"""Libraries and templates made ready once and kept for the next launch, as Python keeps what it compiled of a module.

They lie where the user's machine keeps what can be made again, one folder for each version of the program. A library
is taken from there only when no file of its template folders is another than when it was kept, by name, time and
size. Nothing is kept where Python is told to write nothing (PYTHONDONTWRITEBYTECODE), and nothing taken from a folder
that others may write to: what is kept is run.
"""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from stat import S_IWGRP, S_IWOTH
from tempfile import mkstemp

import jinja2
from jinja2 import Template
from jinja2.bccache import FileSystemBytecodeCache

from generator.language.sandbox import ENVIRONMENT, parse_template
from generator.library.library import Library
from generator.library.overlays import Shelf, show_path
from generator.problem import Problem
from generator.version import VERSION

Read = tuple[Library, tuple[Problem, ...]]
"""A library and what is to be said of its files."""
Stamp = tuple[tuple[str, int, int], ...]
"""The files of a folder: name, time of the last change in nanoseconds, bytes."""
PACKAGE = Path(__file__).parents[1]
PLACES = {".": 0, "reports": 0, "layouts": 0, "custom": 0, "sections": 1}
"""The parts of a template folder that anything is read from, and how many folders deep their files lie."""
MOST_FILES = 300
"""How many files are kept; one library is under a megabyte, one template about ten kilobytes."""


def kept_library(shelf: Shelf, name: str, keys: frozenset[str] | None) -> Read | None:
    """The library of report ``name`` as it was kept, when nothing it was read from has changed since; else None.

    The whole library serves a form whose keys ask for less, unless something is to be said of sections it has not.
    """
    if (folder := _folder()) is None:
        return None
    stamps = _stamps(shelf)
    for wanted in (None, keys) if keys is not None else (None,):
        read = _taken(folder / _file_name(shelf, name, wanted), stamps)
        if read is not None and (wanted == keys or not read[1]):
            return read
    return None


def keep_library(shelf: Shelf, name: str, keys: frozenset[str] | None, read: Read) -> None:
    """Keeps a library for the next launch; where that cannot be, it is read again then."""
    if (folder := _folder()) is None or sys.dont_write_bytecode:
        return
    with suppress(OSError):
        handle, beside = mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            pickle.dump(_stamps(shelf), file, pickle.HIGHEST_PROTOCOL)
            pickle.dump(read, file, pickle.HIGHEST_PROTOCOL)
        Path(beside).replace(folder / _file_name(shelf, name, keys))
        for path in sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime)[:-MOST_FILES]:
            path.unlink()


@lru_cache(maxsize=512)
def template_of(source: str, file: str) -> Template:
    """The template ready to render, from what was kept of it where it was; raises jinja2.TemplateSyntaxError."""
    cache = _kept_code()
    bucket = cache.get_bucket(ENVIRONMENT, file, file, source) if cache else None
    code = bucket.code if bucket else None
    if code is None:
        code = ENVIRONMENT.compile(parse_template(source), file, file)
        if cache and bucket:
            bucket.code = code
            with suppress(OSError):
                cache.set_bucket(bucket)
    return ENVIRONMENT.template_class.from_code(ENVIRONMENT, code, ENVIRONMENT.make_globals(None))


@lru_cache(maxsize=1)
def _kept_code() -> FileSystemBytecodeCache | None:
    """Where Jinja keeps what it compiled of templates; None where nothing is kept."""
    folder = None if sys.dont_write_bytecode else _folder()
    return FileSystemBytecodeCache(str(folder)) if folder else None


def _taken(path: Path, stamps: tuple[Stamp, ...]) -> Read | None:
    """What a file keeps, when it was read from just these files; a damaged one, which may raise anything, keeps nothing."""
    with suppress(Exception), path.open("rb") as file:
        if pickle.load(file) == stamps:
            found: Read = pickle.load(file)
            return found
    return None


@lru_cache(maxsize=1)
def _folder() -> Path | None:
    """Where this version of the program keeps things, made when it is missing; None where that cannot be or is unsafe."""
    import platformdirs

    made_by = (VERSION, sys.implementation.cache_tag, _stamp(Path(jinja2.__file__).parent, 0), _stamp(PACKAGE, 1))
    folder = Path(platformdirs.user_cache_dir("zongjie", appauthor=False)) / _digest(made_by)
    with suppress(OSError):
        if not folder.is_dir() and not sys.dont_write_bytecode:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_ours(folder):
            return folder
    return None


def _is_ours(folder: Path) -> bool:
    """Whether nobody but the user may write to a folder; elsewhere than on POSIX the system sees to that."""
    if os.name != "posix":
        return folder.is_dir()
    found = folder.stat()
    return found.st_uid == os.geteuid() and not found.st_mode & (S_IWGRP | S_IWOTH)


def _stamp(folder: Path, depth: int) -> Stamp:
    """The files in a folder and in those below it, ``depth`` of them deep; no file where there is no folder."""
    found: list[tuple[str, int, int]] = []
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for one in entries:
            if one.is_dir():
                found += _stamp(Path(one.path), depth - 1) if depth else ()
            elif one.is_file():
                state = one.stat()
                found.append((one.path, state.st_mtime_ns, state.st_size))
    return tuple(sorted(found))


def _stamps(shelf: Shelf) -> tuple[Stamp, ...]:
    return tuple(_stamp(folder / place, depth) for folder in shelf.folders for place, depth in PLACES.items())


def _file_name(shelf: Shelf, name: str, keys: frozenset[str] | None) -> str:
    """The name under which a library is kept; paths are shown in messages, so where one stands belongs to it."""
    shown = [show_path(folder) for folder in shelf.folders]
    return f"{_digest((shown, name, keys if keys is None else sorted(keys)))}.library"


def _digest(value: object) -> str:
    return sha256(repr(value).encode()).hexdigest()[:32]

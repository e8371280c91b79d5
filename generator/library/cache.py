"""Libraries and templates made ready once and cached for the next launch, as Python caches what it compiled of a module.

The cache lies where the user's machine has its caches, one folder for each state of the program. A library is taken
from it only when no file of its template folders is another than when it was put there, by name, time and size.
Nothing is put there where Python is told to write nothing (PYTHONDONTWRITEBYTECODE), and nothing is taken from a
folder that others may write to: what is in it is run.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
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

Loaded = tuple[Library | None, tuple[Problem, ...]]
"""A library, None when its files have errors, and what is to be said of them."""
Stamp = tuple[tuple[str, int, int], ...]
"""The files of a folder: name, time of the last change in nanoseconds, bytes."""
SOURCES = Path(__file__).parents[1]
READ_FROM = {".": 0, "reports": 0, "layouts": 0, "custom": 0, "sections": 1}
"""The parts of a template folder that anything is read from, and how many folders deep their files lie."""
MOST_STATES = 3
"""How many states of the program have a cache: those of an update, and of another installation beside it."""
MOST_CACHED = 300
"""How many files the cache holds; a library is under a megabyte, a template about ten kilobytes."""


def through_cache(shelf: Shelf, name: str, keys: frozenset[str] | None, read: Callable[[], Loaded]) -> Loaded:
    """The library of report ``name`` from the cache, else as ``read`` gives it, which is cached unless it has errors.

    The files are asked about before they are read: one that is edited meanwhile is read again by the next launch.
    """
    if (folder := _folder()) is None:
        return read()
    path, stamps = folder / _file_name(shelf, name, keys), _stamps(shelf)
    if (found := _taken(path, stamps)) is not None:
        return found
    loaded = read()
    if loaded[0] is not None and not sys.dont_write_bytecode:
        _put(path, stamps, loaded)
    return loaded


def _put(path: Path, stamps: tuple[Stamp, ...], loaded: Loaded) -> None:
    """Moves a library into its place in the cache; where that cannot be, the next launch reads it again."""
    with suppress(OSError):
        handle, beside = mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            pickle.dump(stamps, file, pickle.HIGHEST_PROTOCOL)
            pickle.dump(loaded, file, pickle.HIGHEST_PROTOCOL)
        Path(beside).replace(path)
        for older in _newest_last(path.parent)[:-MOST_CACHED]:
            older.unlink()


@lru_cache(maxsize=512)
def template_of(source: str, file: str) -> Template:
    """The template ready to render, compiled or from the cache; raises jinja2.TemplateSyntaxError."""
    folder = None if sys.dont_write_bytecode else _folder()
    cache = FileSystemBytecodeCache(str(folder)) if folder else None
    bucket = cache.get_bucket(ENVIRONMENT, file, file, source) if cache else None
    code = bucket.code if bucket else None
    if code is None:
        code = ENVIRONMENT.compile(parse_template(source), file, file)
        if cache and bucket:
            bucket.code = code
            with suppress(OSError):
                cache.set_bucket(bucket)
    return ENVIRONMENT.template_class.from_code(ENVIRONMENT, code, ENVIRONMENT.make_globals(None))


def _taken(path: Path, stamps: tuple[Stamp, ...]) -> Loaded | None:
    """What a file holds, if it was read from just these files; a damaged one, which may raise anything, holds nothing."""
    with suppress(Exception), path.open("rb") as file:
        if pickle.load(file) == stamps:
            found: Loaded = pickle.load(file)
            return found
    return None


@lru_cache(maxsize=1)
def _folder() -> Path | None:
    """The cache of this state of the program, made when it is missing; None where that cannot be or is unsafe."""
    import platformdirs

    sources = (_stamp(Path(jinja2.__file__).parent, 0, ".py"), _stamp(SOURCES, 1, ".py"))
    all_states = Path(platformdirs.user_cache_dir("zongjie", appauthor=False))
    folder = all_states / _digest((VERSION, sys.implementation.cache_tag, sources))
    with suppress(OSError):
        if not folder.is_dir() and not sys.dont_write_bytecode:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for older in _newest_last(all_states)[:-MOST_STATES]:
                rmtree(older, ignore_errors=True)
        if _is_ours(folder):
            return folder
    return None


def _newest_last(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime)


def _is_ours(folder: Path) -> bool:
    """Whether nobody but the user may write to a folder; elsewhere than on POSIX the system sees to that."""
    if os.name != "posix":
        return folder.is_dir()
    found = folder.stat()
    return found.st_uid == os.geteuid() and not found.st_mode & (S_IWGRP | S_IWOTH)


def _stamp(folder: Path, depth: int, ending: str = "") -> Stamp:
    """The files in a folder and in those ``depth`` below it whose names end so; those that cannot be asked about are none."""
    found: list[tuple[str, int, int]] = []
    with suppress(OSError), os.scandir(folder) as entries:
        for one in entries:
            if one.is_dir():
                found += _stamp(Path(one.path), depth - 1, ending) if depth else ()
            elif one.name.endswith(ending):
                state = one.stat()
                found.append((one.path, state.st_mtime_ns, state.st_size))
    return tuple(sorted(found))


def _stamps(shelf: Shelf) -> tuple[Stamp, ...]:
    return tuple(_stamp(folder / place, depth) for folder in shelf.folders for place, depth in READ_FROM.items())


def _file_name(shelf: Shelf, name: str, keys: frozenset[str] | None) -> str:
    """The name of a library in the cache; paths are shown in messages, so the working folder belongs to it."""
    shown = [show_path(folder) for folder in shelf.folders]
    return f"{_digest((shown, name, keys if keys is None else sorted(keys)))}.library"


def _digest(value: object) -> str:
    return sha256(repr(value).encode()).hexdigest()[:32]

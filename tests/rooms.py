"""The rooms of the package and their modules in import order, as their docstrings list them."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import generator

PACKAGE = Path(generator.__file__).parent
ROOMS = (
    *("version", "problem", "chinese", "reading", "figures", "document", "language", "library"),
    *(
        "form",
        "reckoning",
        "blank",
        "excel",
        "wording",
        "page",
        "word",
        "learning",
        "trust",
        "making",
        "terminal",
        "commands",
        "cli",
        "__main__",
    ),
)
"""Rooms, and modules of none, in the order of the pipeline: each imports only from those before it."""
LISTED = re.compile(r"^(\w+)  +(\S.*)$", re.MULTILINE)
"""A line of the table in the docstring of a room."""


def modules_of(room: str) -> tuple[str, ...]:
    """The modules of a room in the order of its table, by their whole names."""
    if (PACKAGE / f"{room}.py").is_file():
        return (room,)
    return tuple(f"{room}.{name}" for name, _ in described(room))


@lru_cache
def tree(module: str) -> ast.Module:
    return ast.parse(source_of(module))


def source_of(module: str) -> str:
    path = PACKAGE / module.replace(".", "/")
    return (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text(encoding="utf-8")


def docstring(module: str) -> str:
    return ast.get_docstring(tree(module)) or ""


def described(room: str) -> list[tuple[str, str]]:
    """Each module of a room with what the room's table says of it."""
    return [(name, text) for name, text in LISTED.findall(docstring(room))]


ORDER = tuple(module for room in ROOMS for module in modules_of(room))
"""A module imports only from those before it."""

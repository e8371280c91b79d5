"""What travels with the package beside its templates: manuals and examples, copied out without touching a file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import click

from generator.library.overlays import show_path
from generator.making.placing import write_document
from generator.problem import Refused

PACKAGE = Path(__file__).parents[1]


def shipped_folder(name: str) -> Path:
    """The folder ``name`` that came along: inside the installed package, or beside it in a checkout."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def copy_out(files: Mapping[Path, bytes]) -> list[Path]:
    """The files that were left as they are, since another file lies there already; the rest is written.

    A file that holds the same already counts as written. Refused when the disk does not take one.
    """
    left: list[Path] = []
    for target, data in files.items():
        if os.path.lexists(target):
            if not _holds(target, data):
                left.append(target)
        elif problem := write_document(target, data):
            raise Refused([problem])
    for target in left:
        click.echo(f"{show_path(target)} 已经有了，没有改动它。要新的，请先把它移走或改名。", err=True)
    return left


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.read_bytes() == data
    except OSError:
        return False

"""What this computer has for making and showing documents, and what is missing."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from msgspec import Struct

from generator.commands.export import find_office, matched_font
from generator.page.layout import Layout
from generator.page.stated import FONT_ROLES

PACKAGES = ("zongjie", "Jinja2", "python-docx", "PyYAML", "msgspec", "Markdown", "rjieba", "opencc")


class Finding(Struct, frozen=True):
    """One thing looked for: what was found, and whether documents need it."""

    name: str
    found: str
    """Empty when it is missing."""
    advice: str = ""
    needed: bool = False


def examine(layout: Layout) -> Iterator[Finding]:
    """Python, packages, LibreOffice, poppler, and the fonts of ``layout``."""
    yield Finding("Python", platform.python_version(), needed=True)
    for name in PACKAGES:
        yield Finding(name, _version(name), "请重新安装 zongjie。", needed=True)
    office = find_office()
    yield Finding("LibreOffice", _office_version(office) if office else "", "做 PDF 和图片才用；成稿不需要。")
    yield Finding("pdftoppm", shutil.which("pdftoppm") or "", "做图片才用，在 poppler 里。")
    for role in FONT_ROLES:
        yield _font(role, layout.fonts.named(role))


def _font(role: str, names: tuple[str, ...]) -> Finding:
    advice = f"本机显示时会用别的字体代替；文档里写的仍是{names[0]}，在有它的电脑上是原样。"
    matches = {name: matched_font(name) for name in names}
    if not any(matches.values()):
        return Finding(f"字体 {role}", "无法查看（没有 fc-match）")
    return Finding(f"字体 {role}", next((name for name, found in matches.items() if found == name), ""), advice)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _office_version(program: str) -> str:
    try:
        said = subprocess.run(
            [program, "--version"], capture_output=True, check=False, timeout=30, encoding="utf-8", errors="replace"
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return program
    return said.strip() or program

"""Documents rendered by LibreOffice, and what is measured on their pages. Fonts may be substituted: places are
checked, not shapes."""

import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pdfplumber.page import Page

from generator.commands.export import export
from generator.commands.programs import find_office
from generator.document.tree import Document
from generator.library.overlays import open_shelf
from generator.page.layout import Layout
from generator.page.layout_files import load_layout
from generator.word.write import Properties, write_docx

Line = list[dict[str, Any]]
"""The characters of one line, as pdfplumber tells them."""
MM = 25.4 / 72
LAYOUT = load_layout(open_shelf(), "gbt9704")
PROPERTIES = Properties("总结", "讲治镇人民政府", "", datetime(2012, 12, 20))


def fault_of_machine() -> str:
    if find_office() is None:
        return "LibreOffice (soffice) is not installed: no page to measure"
    if (
        shutil.which("fc-list")
        and not subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False, timeout=30).stdout
    ):
        return "no Chinese font is installed: no page to measure"
    return ""


needs_office = pytest.mark.skipif(bool(fault_of_machine()), reason=fault_of_machine())


@contextmanager
def render(folder: Path, documents: dict[str, Document], layout: Layout = LAYOUT) -> Iterator[dict[str, list[Page]]]:
    """The pages of each document by its name; the .docx and .pdf files stay in ``folder``."""
    paths = []
    for name, document in documents.items():
        paths.append(folder / f"{name}.docx")
        paths[-1].write_bytes(write_docx(document, layout, PROPERTIES))
    written, problems = export(paths, pdf=True, png=False)
    assert len(written) == len(paths), problems
    with ExitStack() as stack:
        yield {path.stem: stack.enter_context(pdfplumber.open(path.with_suffix(".pdf"))).pages for path in paths}


def lines(page: Page) -> list[Line]:
    """Characters of each line of the text area, from the top; the page number is not among them."""
    by_line: dict[int, Line] = defaultdict(list)
    for character in page.chars:
        if character["bottom"] * MM < 262 and character["text"].strip():
            by_line[round(character["bottom"])].append(character)
    return [by_line[bottom] for bottom in sorted(by_line)]


def text(line: Line) -> str:
    return "".join(character["text"] for character in line)


def page_number(page: Page) -> Line:
    return [c for c in page.chars if c["top"] * MM > 262 and c["text"].strip()]


def near(millimetres: float, within: float = 1) -> Any:
    return pytest.approx(millimetres, abs=within)


def strokes(page: Page, red: bool = False) -> list[tuple[float, float, float, float | None]]:
    """Horizontal lines in the order of the page: left, right and height in millimetres, thickness in points."""
    found: dict[float, tuple[float, float, float, float | None]] = {}
    for stroke in (*page.lines, *page.rects, *page.curves):
        colour = tuple(stroke.get("stroking_color") or ())
        if (colour[:1] == (1.0,)) == red and stroke["x1"] - stroke["x0"] > stroke["bottom"] - stroke["top"]:
            key = round(stroke["top"] * MM, 1)
            found[key] = (stroke["x0"] * MM, stroke["x1"] * MM, stroke["top"] * MM, stroke.get("linewidth"))
    return [found[key] for key in sorted(found)]


def ink(page: Page, box: Sequence[float], is_ink: Callable[[Any], bool], dpi: int = 200) -> tuple[float, float]:
    """Top and bottom of the ink within ``box`` (left, top, right, bottom), all in millimetres."""
    image = page.to_image(resolution=dpi).original.convert("RGB")
    left, top, right, bottom = (round(edge * dpi / 25.4) for edge in box)
    rows = [
        y
        for y in range(top, min(bottom, image.height))
        if any(is_ink(image.getpixel((x, y))) for x in range(left, min(right, image.width)))
    ]
    return min(rows) * 25.4 / dpi, (max(rows) + 1) * 25.4 / dpi

"""The pictures of the manuals, made from the examples of inputs/: ``make pictures``, after the page has changed.

They need LibreOffice and poppler, and are as good as the fonts of the machine; the tests look at their size and that
every manual shows them.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from generator.commands.export import export
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary, write_summary

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
MOST_BYTES = 150_000
DPI, GAP, SHADES = 62, 8, 32


class Shown(NamedTuple):
    """A page of an example."""

    form: str
    """The form, below inputs/."""
    page: int


PICTURES = {
    "plain": [Shown("讲治镇-2012.yaml", 1), Shown("讲治镇-2012.yaml", 2)],
    "county": [Shown("云岭县-2024.yaml", page) for page in (1, 2, 3, 20)],
    "formal": [Shown("公文/云溪镇-2024.yaml", page) for page in (1, 3, 4, 7)],
    "forms": [Shown(f"公文/{name}-2024.yaml", 1) for name in ("联合行文", "信函", "命令", "纪要")],
}


def main() -> None:
    """Makes every picture anew."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        forms = dict.fromkeys(shown.form for pages in PICTURES.values() for shown in pages)
        documents = {form: folder / f"{number}.docx" for number, form in enumerate(forms)}
        options = Options(open_shelf())
        for form, path in documents.items():
            path.write_bytes(write_summary(read_summary(ROOT / "inputs" / form, options), options))
        written, problems = export(list(documents.values()), pdf=True, png=False)
        assert len(written) == len(documents), problems
        for picture, pages in PICTURES.items():
            sheets = [_page(documents[shown.form].with_suffix(".pdf"), shown.page) for shown in pages]
            target = IMAGES / f"{picture}.png"
            _side_by_side(sheets).quantize(SHADES).save(target, optimize=True)
            size = target.stat().st_size
            assert size <= MOST_BYTES, (target, size)
            print(target.relative_to(ROOT), size)


def _page(pdf: Path, number: int) -> Image.Image:
    program = shutil.which("pdftoppm")
    assert program, "poppler is not installed"
    target = pdf.with_name(f"{pdf.stem}-{number}")
    only = ["-f", str(number), "-l", str(number), "-singlefile"]
    command = [program, "-r", str(DPI), *only, "-png", str(pdf), str(target)]
    subprocess.run(command, check=True)
    return Image.open(target.with_suffix(".png")).convert("RGB")


def _side_by_side(sheets: list[Image.Image]) -> Image.Image:
    width = sum(sheet.width + GAP for sheet in sheets) + GAP
    picture = Image.new("RGB", (width, max(sheet.height for sheet in sheets) + 2 * GAP), "lightgray")
    left = GAP
    for sheet in sheets:
        picture.paste(sheet, (left, GAP))
        left += sheet.width + GAP
    return picture


if __name__ == "__main__":
    main()

"""The finished documents of the repository's forms, word for word and part by part.

``make accept`` writes what is made now over tests/golden; look at ``git diff`` before you commit.
"""

from difflib import unified_diff
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from forms import FORMS, ROOT, text_of
from lxml import etree

from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import Summary, read_summary, write_summary

GOLDEN = Path(__file__).parent / "golden"
OFFICIAL = tuple(ROOT / "inputs" / "公文" / f"{name}-2024.yaml" for name in ("联合行文", "信函", "命令", "纪要"))
"""Official papers in the forms of the standard that others do not take."""
OWN = ("word/document.xml", "docProps/core.xml")
"""Parts of which each document has its own; the others are the same for all."""
CARRIED = ("customXml/item1.xml", "docProps/custom.xml")
"""What follows from the form and the other parts, and is looked at in test_embedded."""
MOST_LINES = 60


@lru_cache
def summary_of(path: Path) -> Summary:
    return read_summary(path, Options(open_shelf()))


@lru_cache
def parts_of(path: Path) -> dict[str, str]:
    """Every part of a form's document by name, its XML one element to a line."""
    archive = ZipFile(BytesIO(write_summary(summary_of(path), Options(open_shelf()))))
    return {name: laid_out(archive.read(name)) for name in archive.namelist()}


def laid_out(part: bytes) -> str:
    root = etree.fromstring(part, etree.XMLParser(remove_blank_text=True))
    return etree.tostring(root, pretty_print=True, encoding="unicode")


def differences(name: str, made: str, accept: bool) -> str:
    """Where ``made`` is not what the golden file says, empty when it is; rewrites it under --accept."""
    path = GOLDEN / name
    if accept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made, encoding="utf-8")
    golden = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = unified_diff(golden.splitlines(), made.splitlines(), f"golden/{name}", "made now", n=1, lineterm="")
    shown = list(lines)
    more = [f"… {len(shown) - MOST_LINES} more lines; if all is meant, run make accept"]
    return "\n".join(shown[:MOST_LINES] + (more if len(shown) > MOST_LINES else []))


@pytest.mark.parametrize("path", [*FORMS, *OFFICIAL], ids=lambda path: path.stem)
def test_words(path, accept):
    changed = differences(f"{path.stem}/text.txt", text_of(summary_of(path)) + "\n", accept)
    assert not changed, f"\n{changed}"


@pytest.mark.parametrize("part", OWN)
@pytest.mark.parametrize("path", [*FORMS, *OFFICIAL], ids=lambda path: path.stem)
def test_part(path, part, accept):
    changed = differences(f"{path.stem}/{part}", parts_of(path)[part], accept)
    assert not changed, f"\n{changed}"


def test_shared_parts(accept):
    first, *others = (
        {name: part for name, part in parts_of(path).items() if name not in OWN + CARRIED} for path in FORMS
    )
    assert all(parts == first for parts in others)
    changed = [found for name, part in first.items() if (found := differences(f"shared/{name}", part, accept))]
    assert not changed, "\n" + "\n".join(changed)
    golden = {
        path.relative_to(GOLDEN / "shared").as_posix() for path in (GOLDEN / "shared").rglob("*") if path.is_file()
    }
    assert golden == set(first)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_the_same_form_gives_the_same_bytes(path):
    once, again = (write_summary(summary_of(path), Options(open_shelf())) for _ in range(2))
    assert once == again


def test_no_golden_file_is_left_of_a_form_that_is_gone():
    assert {path.name for path in GOLDEN.iterdir()} == {"shared", *(path.stem for path in (*FORMS, *OFFICIAL))}

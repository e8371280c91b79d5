"""Fifty papers of every kind and layout, saved anew by LibreOffice as people do, with nothing of them changed."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from benchmarks.clock import ROOT
from generator.commands.programs import find_office
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary, write_summary
from generator.problem import Problem
from generator.trust.embedded import PrintedLine, printed
from generator.trust.verified import Verified, verified

KINDS = (
    "讲治镇-2012.yaml", "某镇-2005.yaml", "example/青石乡-2017.yaml", "towns/2024/双河口镇-2024.yaml", "云岭县-2024.yaml",
    "公文/云溪镇-2024.yaml", "公文/信函-2024.yaml", "公文/命令-2024.yaml", "公文/纪要-2024.yaml", "公文/联合行文-2024.yaml",
    "草稿/社区-上半年.yaml", "草稿/福利中心.yaml",
)  # fmt: skip
"""A form of every kind of report and of paper: letters, orders, minutes, joint papers, a county with annexes and charts."""
LAYOUTS = {"gbt9704": "", "plain-office": "", "windows-fonts": "", "traditional": "zh-Hant"}
"""Every layout, and the script that a paper is written in with it."""
ALSO = ("云岭县-2023.yaml", "towns/2023/龙洞沟镇-2023.yaml")
FEW = (
    ("云岭县-2024.yaml", "gbt9704"),
    ("公文/纪要-2024.yaml", "plain-office"),
    ("公文/联合行文-2024.yaml", "traditional"),
)
"""What a quick look takes of them."""
DOCX, ODT = "docx:MS Word 2007 XML", "odt"
SECONDS = 900

Paper = tuple[bytes, tuple[PrintedLine, ...]]


def every_paper() -> tuple[tuple[str, str], ...]:
    """The form and the layout of fifty papers."""
    return (*((kind, layout) for layout in LAYOUTS for kind in KINDS), *((kind, "gbt9704") for kind in ALSO))


def written(papers: Iterable[tuple[str, str]]) -> dict[str, Paper]:
    """Papers by the name of a file, each with what was printed of it."""
    found: dict[str, Paper] = {}
    for number, (kind, layout) in enumerate(papers, 1):
        options = Options(open_shelf(), draft=True, layout=layout, script=LAYOUTS[layout])
        summary = read_summary(ROOT / "inputs" / kind, options)
        assert summary.document is not None, kind
        found[f"{number:02}-{Path(kind).stem}-{layout}"] = (write_summary(summary, options), printed(summary.document))
    return found


def saved_by_office(papers: Mapping[str, bytes], folder: Path, detour: bool = False) -> dict[str, bytes]:
    """The papers as LibreOffice saves them, straight or by way of an .odt."""
    source = folder / "written"
    source.mkdir(parents=True)
    for name, data in papers.items():
        (source / f"{name}.docx").write_bytes(data)
    steps = ((ODT, "odt"), (DOCX, "docx")) if detour else ((DOCX, "docx"),)
    for target, ending in steps:
        _convert(sorted(source.iterdir()), target, folder / ending)
        source = folder / ending
    return {name: (source / f"{name}.docx").read_bytes() for name in papers}


def _convert(files: Iterable[Path], target: str, folder: Path) -> None:
    office = find_office()
    assert office is not None
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", target, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)


def false_alarms(papers: Mapping[str, Paper], saved: Mapping[str, bytes]) -> Iterator[tuple[str, Verified | Problem]]:
    """The papers of which something is told that nobody changed; one that lost its form is held against what it printed."""
    for name, data in saved.items():
        found = verified(data, name)
        if isinstance(found, Problem):
            found = verified(data, name, papers[name][1])
        if isinstance(found, Problem) or found.changes:
            yield name, found

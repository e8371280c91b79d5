"""The forms that are measured: the real one, 500 towns that differ from it as towns do, and variants of one form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from random import Random

from benchmarks.clock import ROOT
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary

REAL = ROOT / "inputs" / "讲治镇-2012.yaml"
OFFICIAL = ROOT / "inputs" / "公文"
FIGURE = re.compile(r"(?<=: )(\D{0,3})(\d{2,})(?=\D*$)")
"""A figure of some size, whatever word stands before it."""
FIELD = re.compile(r"(\s+\S+: ).+")
SENTENCE = re.compile(r"(\s+- )(\S{14,})")
"""A measure in the official's own words, not the short name of a phrase."""
TOWNS = 500


def write_towns(folder: Path, count: int = TOWNS, first: int = 0) -> list[Path]:
    """Forms like the real one, each with a name, figures, words and blanks of its own; ``first`` is its number."""
    text, paths = REAL.read_text(encoding="utf-8"), []
    for number in range(first, first + count):
        name = f"讲治{number}镇"
        path = folder / f"{name}.yaml"
        path.write_text("\n".join(_town(text, number)).replace("讲治镇", name), encoding="utf-8")
        paths.append(path)
    return paths


def _town(text: str, number: int) -> Iterator[str]:
    """The lines of one town: a tenth of its fields blank, half of its longer sentences its own.

    All its figures are greater or smaller in the same proportion: what is part of another stays so.
    """
    random = Random(number)
    size = random.uniform(0.5, 1.5)
    head, body = text.split("\n\n", 1)
    yield from (*head.split("\n"), "")
    for line in body.split("\n"):
        if (field := FIELD.fullmatch(line)) and random.random() < 0.1:
            yield field[1]
        elif (sentence := SENTENCE.fullmatch(line)) and random.random() < 0.5:
            yield f"{sentence[1]}在第{number}村，{sentence[2]}"
        else:
            yield _sized(line, size)


def _sized(line: str, size: float) -> str:
    """A line with its figure so many times as great."""
    return FIGURE.sub(lambda match: f"{match[1]}{round(int(match[2]) * size)}", line)


def write_lean(folder: Path) -> tuple[Path, Path]:
    """The real form for a report of only the sections it fills in, and the templates of that report."""
    form = read_summary(REAL, Options(open_shelf())).form
    assert form is not None
    used = {path.split(".", 1)[0] for path in form.values}
    sections = [f"  - {one.folder.removeprefix('sections/')}" for one in form.library.sections if one.key in used]
    report = ["name: 对照", "business: 社会救助工作", f'title: "{form.library.report.title}"', "sections:", *sections]
    (folder / "reports").mkdir(parents=True)
    (folder / "reports" / "lean.yaml").write_text("\n".join(report) + "\n", encoding="utf-8")
    path = folder / "讲治镇.yaml"
    path.write_text(REAL.read_text(encoding="utf-8").replace("报告: town", "报告: lean"), encoding="utf-8")
    return path, folder


def official_forms() -> dict[str, bytes]:
    """A form with a 公文 block, the same without its 附件, and without the block; empty where there is none."""
    for path in sorted(OFFICIAL.rglob("*.yaml")) if OFFICIAL.is_dir() else ():
        lines = path.read_text(encoding="utf-8").splitlines()
        if "公文:" in lines:
            texts = {"all": lines, "no annex": _without(lines, "  附件:"), "none": _without(lines, "公文:")}
            return {name: "\n".join(text).encode() for name, text in texts.items()}
    return {}


def _without(lines: list[str], key: str) -> list[str]:
    """The lines without ``key`` and all that is nested under it."""
    if key not in lines:
        return lines
    start, margin = lines.index(key), " " * (len(key) - len(key.lstrip()) + 1)
    nested = sum(1 for _ in takewhile(lambda line: not line or line.startswith(margin), lines[start + 1 :]))
    return lines[:start] + lines[start + 1 + nested :]

"""Case files under tests/cases: an explanation up to the first blank line, then cases of four parts.

A title line, what is given, a line with only a dot, what is expected, a line with only a dot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    """One example; ``line`` is where its title stands in the file."""

    title: str
    given: str
    expected: str
    line: int


def read_cases(path: Path) -> list[Case]:
    """The cases of a file in order; ValueError names the line of one that lacks a dot."""
    lines = path.read_text(encoding="utf-8").split("\n")
    position, cases = lines.index(""), []
    while position < len(lines):
        if not lines[position].strip():
            position += 1
            continue
        try:
            middle = lines.index(".", position)
            end = lines.index(".", middle + 1)
        except ValueError:
            raise ValueError(f"{path.name}:{position + 1}: 「{lines[position]}」缺一行只有一个点的") from None
        given, expected = lines[position + 1 : middle], lines[middle + 1 : end]
        cases.append(Case(lines[position], "\n".join(given), "\n".join(expected), position + 1))
        position = end + 1
    return cases


def read_parts(path: Path, number: int) -> list[tuple[str, ...]]:
    """The cases of a file whose cases have a title and ``number`` parts, each part ended by a line with only a dot."""
    body = path.read_text(encoding="utf-8").partition("\n\n")[2]
    *parts, rest = re.split(r"^\.\n", body + "\n", flags=re.MULTILINE)
    if rest.strip() or len(parts) % number:
        raise ValueError(f"{path.name}: 每例{number}个只有一个点的行，末尾多了或少了")
    cases = []
    for start in range(0, len(parts), number):
        title, _, first = parts[start].lstrip("\n").partition("\n")
        cases.append((title, *(part.removesuffix("\n") for part in (first, *parts[start + 1 : start + number]))))
    return cases


def name_of(case: Case) -> str:
    """How a test of the case is called: its line and title."""
    return f"{case.line} {case.title}"

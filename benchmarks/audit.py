"""How many edits of finished papers ``verify`` names, how often it tells of one that nobody made, and what that costs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from io import BytesIO
from pathlib import Path
from time import process_time

import docx
from msgspec.structs import replace

from benchmarks.clock import ROOT, ZONGJIE, in_turn, processor_seconds, run
from benchmarks.edits import Edit, edited_by_library, edited_somehow
from benchmarks.resaved import every_paper, false_alarms, saved_by_office, written
from generator.commands.programs import find_office
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary, write_summary
from generator.problem import Problem
from generator.trust.changes import Changes, FigureChange
from generator.trust.embedded import PrintedLine, printed
from generator.trust.verified import Verified, verified

PAPERS = (
    "讲治镇-2012.yaml", "某镇-2005.yaml", "towns/2024/双河口镇-2024.yaml", "云岭县-2024.yaml", "公文/云溪镇-2024.yaml",
    "公文/信函-2024.yaml", "公文/联合行文-2024.yaml", "公文/纪要-2024.yaml", "草稿/福利中心.yaml", "example/青石乡-2017.yaml",
)  # fmt: skip
TOWN, COUNTY = PAPERS[2], PAPERS[3]
EDITED = 1000
SAVED = 200
"""Edits of papers that LibreOffice saved anew before."""
RUNS = 11


def measure_audit(folder: Path) -> dict[str, float]:
    """``named`` and ``edits``, ``alarms`` of ``untouched``; milliseconds and bytes of what a document carries."""
    options = Options(open_shelf(), draft=True)
    summaries = [read_summary(ROOT / "inputs" / name, options) for name in PAPERS]
    papers = [write_summary(one, options) for one in summaries]
    fields = [fields_of(printed(one.document)) for one in summaries if one.document is not None]
    named = sum(
        is_named(papers[seed % len(papers)], seed, fields[seed % len(papers)], by_library=seed % 7 == 0)
        for seed in range(EDITED)
    )
    found = {"edits": float(EDITED), "named": float(named)}
    return {**found, **_saved(folder, papers, fields), **_costs(folder, options)}


Fields = dict[str, list[tuple[int, int, str]]]
"""The fields of the figures of every printed line, by what it says without its blanks."""


def fields_of(lines: Iterable[PrintedLine]) -> Fields:
    """What the edits of a paper may be of."""
    found: Fields = {}
    for line in lines:
        blanks = [sum(map(str.isspace, line.text[:at])) for at in range(len(line.text) + 1)]
        spans = [(one.start - blanks[one.start], one.end - blanks[one.end], one.path) for one in line.figures]
        found.setdefault("".join(line.text.split()), []).extend(spans)
    return found


def is_named(data: bytes, seed: int, fields: Fields, by_library: bool = False) -> bool:
    """Whether one seeded edit of a paper is told as what it was, of the field that it was of."""
    change, done = (edited_by_library if by_library else edited_somehow)(data, seed)
    return tells(_held(change).changes, done, fields)


def tells(found: Changes, done: Edit, fields: Fields) -> bool:
    """Whether what differs is the edit that was made, and nothing else."""
    told = [(one.what, one.was, one.now) for one in found.figures]
    if done.kind in ("retyped", "written otherwise", "charted"):
        whats = ("changed", "written otherwise") if done.kind == "retyped" else ("changed",)
        whats = ("written otherwise",) if done.kind == "written otherwise" else whats
        right = [what in whats and done.was in was and done.now in now for what, was, now in told]
        return right == [True] and _is_its_field(found.figures[0], done, fields)
    if done.kind == "added":
        return [what for what, *_ in told] == ["added"] and done.now in told[0][2]
    if done.kind == "moved":
        return bool(found.moved) and not told and not found.texts
    return bool(told) and {what for what, *_ in told} == {"vanished"}


def _is_its_field(told: FigureChange, done: Edit, fields: Fields) -> bool:
    """Whether the field is one that has that number in a line that says what the paragraph said."""
    place = "".join(done.place.split())
    if not place:
        return bool(told.path)
    if place not in fields:
        return True  # a paragraph that holds several lines: which one it was the XML does not say
    there = [(one.start(), one.end()) for one in re.finditer(rf"(?<!\d){re.escape(done.was)}(?!\d)", place)]
    spans = [path for start, end, path in fields[place] if any(start < b and a < end for a, b in there)]
    return told.path in spans if spans else not told.path


def _saved(folder: Path, papers: list[bytes], fields: list[Fields]) -> dict[str, float]:
    """Fifty papers that LibreOffice saved anew, straight and by way of an .odt; edits of those it saved."""
    if find_office() is None:
        alarms = sum(bool(_held(_saved_anew(data)).changes) for data in papers)
        return {"untouched": float(len(papers)), "alarms": float(alarms)}
    every = written(every_paper())
    alarms, saved = 0, dict[str, bytes]()
    for detour in (True, False):
        saved = saved_by_office({name: data for name, (data, _) in every.items()}, folder / f"saved {detour}", detour)
        alarms += len(list(false_alarms(every, saved)))
    own = saved_by_office({str(number): data for number, data in enumerate(papers)}, folder / "own")
    named = sum(is_named(own[str(seed % len(papers))], seed, fields[seed % len(papers)]) for seed in range(SAVED))
    found = {"untouched": 2.0 * len(every), "alarms": float(alarms)}
    return {**found, "saved edits": float(SAVED), "saved named": float(named)}


def _held(data: bytes) -> Verified:
    found = verified(data, "总结.docx")
    if isinstance(found, Problem):
        raise ValueError(str(found))
    return found


def _saved_anew(data: bytes) -> bytes:
    target = BytesIO()
    docx.Document(BytesIO(data)).save(target)
    return target.getvalue()


def _costs(folder: Path, options: Options) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, path in (("town", TOWN), ("county", COUNTY)):
        summary = read_summary(ROOT / "inputs" / path, options)
        bare = replace(options, embed=False)
        calls: dict[str, Callable[[], object]] = {
            "with": partial(write_summary, summary, options),
            "without": partial(write_summary, summary, bare),
        }
        took = in_turn(calls, 9 * RUNS, process_time)
        found[f"{name} ms"] = (took["with"] - took["without"]) * 1000
        found[f"{name} bytes"] = float(len(write_summary(summary, options)) - len(write_summary(summary, bare)))
        (folder / f"{name}.docx").write_bytes(write_summary(summary, options))
    form = ROOT / "inputs" / TOWN
    verbs: dict[str, Callable[[], object]] = {
        "verify": lambda: run(ZONGJIE, "verify", folder / "town.docx"),
        "ledger": lambda: run(ZONGJIE, "ledger", form, "-o", folder / "ledger.xlsx"),
    }
    return found | in_turn(verbs, RUNS, processor_seconds)

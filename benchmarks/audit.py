"""How many edits of finished papers ``verify`` names, how often it tells of one that nobody made, and what that costs."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import docx
from msgspec.structs import replace

from benchmarks.clock import ROOT, ZONGJIE, in_turn, run
from benchmarks.edits import EDITS, Edit, edited
from generator.form.opening import Options
from generator.library.overlays import open_shelf
from generator.making.summarize import read_summary, write_summary
from generator.problem import Problem
from generator.trust.changes import Changes
from generator.trust.verified import Verified, verified

PAPERS = (
    "讲治镇-2012.yaml", "某镇-2005.yaml", "towns/2024/双河口镇-2024.yaml", "云岭县-2024.yaml", "公文/云溪镇-2024.yaml",
    "公文/信函-2024.yaml", "公文/联合行文-2024.yaml", "公文/纪要-2024.yaml", "草稿/福利中心.yaml", "example/青石乡-2017.yaml",
)  # fmt: skip
TOWN, COUNTY = PAPERS[2], PAPERS[3]
EDITED = 1000
RUNS = 11


def measure_audit(folder: Path) -> dict[str, float]:
    """``named`` and ``edits``, ``alarms`` of ``untouched``; milliseconds and bytes of what a document carries."""
    options = Options(open_shelf(), draft=True)
    papers = [write_summary(read_summary(ROOT / "inputs" / name, options), options) for name in PAPERS]
    named = sum(is_named(papers[seed % len(papers)], seed) for seed in range(EDITED))
    alarms = sum(bool(_held(_saved_anew(data)).changes) for data in papers)
    found = {"edits": float(EDITED), "named": float(named), "untouched": float(len(papers)), "alarms": float(alarms)}
    return {**found, **_costs(folder, options)}


def is_named(data: bytes, seed: int) -> bool:
    """Whether one seeded edit of a paper is told as what it was."""
    chance = random.Random(seed)
    change, done = edited(data, partial(chance.choice(EDITS), chance=chance))
    return tells(_held(change).changes, done)


def tells(found: Changes, done: Edit) -> bool:
    """Whether what differs is the edit that was made, and nothing else."""
    told = [(one.what, one.was, one.now) for one in found.figures]
    if done.kind == "retyped":
        right = [
            what in ("changed", "written otherwise") and done.was in was and done.now in now for what, was, now in told
        ]
        return right == [True]
    if done.kind == "added":
        return [what for what, *_ in told] == ["added"] and done.now in told[0][2]
    return bool(told) and {what for what, *_ in told} == {"vanished"}


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
        took = in_turn(calls, 3 * RUNS)
        found[f"{name} ms"] = (took["with"] - took["without"]) * 1000
        found[f"{name} bytes"] = float(len(write_summary(summary, options)) - len(write_summary(summary, bare)))
        (folder / f"{name}.docx").write_bytes(write_summary(summary, options))
    form = ROOT / "inputs" / TOWN
    verbs: dict[str, Callable[[], object]] = {
        "verify": lambda: run(ZONGJIE, "verify", folder / "town.docx"),
        "ledger": lambda: run(ZONGJIE, "ledger", form, "-o", folder / "ledger.xlsx"),
    }
    return found | in_turn(verbs, RUNS)

"""The lines of the package that the tests run, counted over all their processes: ``pytest --coverage``.

Following every line as Python's own tracing does makes the tests take twice as long; slipcover counts by probes that
go once they were reached. Lines run only by a command that a test starts as a process of its own do not count.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from slipcover import FileMatcher, ImportManager, Slipcover, merge_coverage

PACKAGE = Path(__file__).parents[1] / "generator"
MOST_NAMED = 5
"""How many modules with lines that no test runs are named in the summary."""


class Reached:
    """Hooks of pytest that count in each process and say in the first what came of it."""

    def __init__(self, config: pytest.Config) -> None:
        self.is_worker = hasattr(config, "workerinput")
        self.counted = Slipcover(source=None if self.is_worker else [str(PACKAGE)])
        self.of_workers: list[dict[str, Any]] = []
        ImportManager(self.counted, FileMatcher(sources=[PACKAGE])).__enter__()

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.is_worker:
            session.config.workeroutput["reached"] = json.dumps(self.counted.get_coverage())  # type: ignore[attr-defined]

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        if "reached" in getattr(node, "workeroutput", {}):
            self.of_workers.append(json.loads(node.workeroutput["reached"]))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        found = self.counted.get_coverage()
        for one in self.of_workers:
            merge_coverage(found, one)
        terminalreporter.write_line(summary(found))


def summary(found: dict[str, Any]) -> str:
    """How much of the package was run, and the modules where most lines were not."""
    whole = found["summary"]
    missing = {name_of(path): len(one["missing_lines"]) for path, one in found["files"].items()}
    most = sorted(missing, key=lambda name: -missing[name])[:MOST_NAMED]
    named = ", ".join(f"{name} {missing[name]}" for name in most if missing[name])
    lines = whole["covered_lines"] + whole["missing_lines"]
    return f"coverage: {whole['percent_covered']:.1f} % of {lines} lines of generator; most not run: {named or 'none'}"


def name_of(path: str) -> str:
    """A module as its folder and name."""
    return Path(path).resolve().relative_to(PACKAGE).with_suffix("").as_posix()

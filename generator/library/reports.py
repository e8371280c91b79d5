"""The reports of the template folders: what each is called, and which of them a unit of some name writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.library.layered import layered_node
from generator.library.overlays import Shelf
from generator.library.removals import text_at
from generator.library.schema import ReportDefinition
from generator.reading.nodes import Mapping, Scalar, Sequence


def report_names(shelf: Shelf) -> list[str]:
    """The reports a shelf holds."""
    return [PurePosixPath(path).stem for path in shelf.names("reports/*.yaml")]


def called_reports(shelf: Shelf) -> dict[str, str]:
    """What each report is called, by the name of its file; empty where its file is unreadable."""
    return {name: text_at(_report(shelf, name), "name") for name in report_names(shelf)}


def reports_for(shelf: Shelf, unit: str) -> list[str]:
    """The reports that a unit writes whose name ends so, by the longest ending; none where no report says."""
    endings = {
        name: [one for one in _units(_report(shelf, name)) if unit.endswith(one)] for name in report_names(shelf)
    }
    longest = max((len(one) for found in endings.values() for one in found), default=0)
    return [name for name, found in endings.items() if any(len(one) == longest for one in found)]


def _report(shelf: Shelf, name: str) -> Mapping:
    return layered_node(shelf, f"reports/{name}.yaml", ReportDefinition)[0]


def _units(report: Mapping) -> Iterator[str]:
    listed = report.get("units")
    return (one.text for one in (listed.items if isinstance(listed, Sequence) else ()) if isinstance(one, Scalar))

"""From one filled-in YAML form to a finished Chinese work summary in Word.

Each room is a folder of this package and one step of the way; what stands between two steps is a frozen value.

    templates --library/--> Library          other forms
                               |                  |
                               v                  v
    bytes --reading/--> nodes --form/--> Form --reckoning/--> Form, problems
                                                               |
                                                            wording/
                                                               v
    .docx <--word/-- Document <--document/-- marked text closed up over its blanks
               ^
               |
            Layout <--page/-- templates/zh/layouts

language/ is what templates are written in; blank/ writes the form that is filled in, excel/ the same as a workbook; making/ is that whole way over one form; trust/ says where each number
of it came from; learning/ reads a unit's own document for its layout; figures/ and chinese/ serve every step; commands/, terminal/ and cli are what an official
types and sees.

A program that makes documents itself needs these names and no others; each is loaded when it is asked for:

    options = Options(open_shelf())
    summary = summarize(path.read_bytes(), path.name, options, path.parent)
    if summary.document:
        target.write_bytes(write_summary(summary, options))
    for problem in summary.problems:
        print(problem)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__all__ = ["Options", "Problem", "Refused", "Summary", "open_shelf", "summarize", "write_summary"]
HOMES = {
    "Options": "generator.form.opening",
    "Problem": "generator.problem",
    "Refused": "generator.problem",
    "Summary": "generator.making.summarize",
    "open_shelf": "generator.library.overlays",
    "summarize": "generator.making.summarize",
    "write_summary": "generator.making.summarize",
}
"""Where each name lives. Importing them here would load the whole pipeline whenever the command starts."""

if TYPE_CHECKING:
    from generator.form.opening import Options
    from generator.library.overlays import open_shelf
    from generator.making.summarize import Summary, summarize, write_summary
    from generator.problem import Problem, Refused
else:  # unseen by a type checker, which would take any name for one of ours

    def __getattr__(name: str) -> object:
        """The public name, from the module it lives in."""
        if name not in HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names beside what every module has."""
    return sorted({*globals(), *__all__})

"""Other programs that help: where LibreOffice is, and what a program prints."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

OFFICE_NAMES = ("soffice", "libreoffice")
OFFICE_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
"""Where LibreOffice is when the system's path does not name it."""
SECONDS_TO_ANSWER = 30


def find_office() -> str | None:
    """The LibreOffice program, or None."""
    found = next((path for name in OFFICE_NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in OFFICE_PLACES if Path(place).is_file()), None)


def printed_by(command: Sequence[str]) -> str:
    """What a program printed; nothing when it could not."""
    try:
        done = subprocess.run(
            command, capture_output=True, check=False, timeout=SECONDS_TO_ANSWER, encoding="utf-8", errors="replace"
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout

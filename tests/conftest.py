import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings

CACHES = tempfile.TemporaryDirectory(prefix="zongjie-caches-")
"""No test finds what another program or run has cached, nor leaves anything in the caches of who runs it."""
os.environ["XDG_CACHE_HOME"] = CACHES.name

settings.register_profile("zongjie", derandomize=True, deadline=None, database=None)
settings.load_profile("zongjie")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the golden files from what is made now")
    parser.addoption("--coverage", action="store_true", help="say how many lines of the package were run")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--coverage"):
        from reached import Reached  # before any test loads the package

        config.pluginmanager.register(Reached(config))


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))


@pytest.fixture
def zongjie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Runs a command in the temporary folder: what it exits with, and what it says."""
    from generator.cli import main  # not before the lines that run are counted

    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> tuple[int, str]:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output

    return run

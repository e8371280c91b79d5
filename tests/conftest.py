import os
import tempfile

import pytest
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

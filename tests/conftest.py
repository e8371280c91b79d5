import pytest
from hypothesis import settings

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

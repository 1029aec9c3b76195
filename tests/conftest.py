"""What every test shares: its own servers, a clean cache, queries watched for repetition."""

import fcntl
import gc
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from config import embedded

# No test fails for being slow on a busy machine, nor for the examples that came up today: looking
# for others is HYPOTHESIS_PROFILE=search.
hypothesis.settings.register_profile("dongban", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dongban"))

# What is compiled is kept, even where the environment says otherwise: else each worker of each run
# rewrites the asserts of all tests, and each of the twenty programs that tests start all modules.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Looking for garbage among modules and tests that are just coming in finds none; see
# `pytest_collection_finish`.
gc.disable()

STARTING_SECONDS = 120


# What takes longest, in this order. It begins first: what is left at the end is short, so that no
# worker is still at a long one when the others are done.
LONGEST = (
    "tests/e2e/test_screens.py",
    "tests/prospects/test_register_published_files.py",
    "tests/crm/test_demo.py",
    "tests/crm/web/test_dashboard_links.py",
    "tests/e2e/test_whole_path.py",
    "tests/e2e/",
    "tests/matching/test_runs.py",
    "tests/prospects/test_register_load.py",
)


def pytest_configure(config: pytest.Config) -> None:
    # Playwright's fixtures keep an event loop running, which Django takes for asynchronous code.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    if _is_controller(config):
        _sweep()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop this run's servers and remove their folder, once all its workers have ended."""
    folder = os.environ.get("DONGBAN_TEST_VAR")
    if not folder or not _is_controller(config):
        return
    from django.conf import settings

    if settings.configured:
        from django.db import connections

        connections.close_all()
    embedded.release(wait=True)
    shutil.rmtree(folder, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first, and those without a database where the last of the workers begins.

    The first makes the template of the databases meanwhile, for which it would only wait.
    """
    asking: list[pytest.Item] = []
    bare: list[pytest.Item] = []
    for item in items:
        asks = item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ())
        (asking if asks else bare).append(item)
    asking.sort(key=_place)
    middle = min(len(items) // 2, len(asking))
    items[:] = [*asking[:middle], *bare, *asking[middle:]]


def pytest_collection_finish() -> None:
    """Spare the garbage collector modules and tests, which stay, and looking after each few rows.

    It takes a twentieth of the run otherwise.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Drop no database at the end: the server goes with its folder, whoever is still connected."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Before the test database is made: have the template it is copied from."""
    from django.test import TransactionTestCase

    from tests import copies, schema

    TransactionTestCase._fixture_teardown = copies.empty  # type: ignore[attr-defined]
    with django_db_blocker.unblock():
        schema.prepare()


@pytest.fixture(autouse=True)
def _clean_cache(request: pytest.FixtureRequest) -> None:
    """Start each test that may use the database with an empty cache."""
    if request.node.get_closest_marker("django_db"):
        from django.core.cache import cache

        cache.clear()


@pytest.fixture
def own_media(settings: Settings, tmp_path: Path) -> Path:
    """A media folder of this test's own: files stored under it go with the test."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def english() -> Iterator[None]:
    """Sources are English: what is said outside of a request stands as it does in the code."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def small_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Worlds of sixty companies and five needs, for trials that are over in a moment."""
    from matching.worlds import KINDS, Kind

    for key in KINDS:
        monkeypatch.setitem(KINDS, key, Kind(key=key, companies=60, needs=5))


def _place(item: pytest.Item) -> int:
    """Where a test's file stands among the longest; behind them, if it is none of them."""
    at = item.path.relative_to(item.config.rootpath).as_posix()
    return next((n for n, file in enumerate(LONGEST) if at.startswith(file)), len(LONGEST))


def _is_controller(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput")


def _sweep() -> None:
    """Remove the folders of earlier runs that were killed. Their guardians stop the servers."""
    from tests.settings import DISK, MEMORY

    for folder in [*DISK.glob("dongban-test-*"), *MEMORY.glob("dongban-test-*")]:
        lock = folder / "postgresql.guard"
        if str(folder) == os.environ.get("DONGBAN_TEST_VAR") or not lock.exists():
            continue
        try:
            if time.time() - folder.stat().st_mtime < STARTING_SECONDS:
                continue  # a run that is just starting has not locked its folder yet
            with lock.open("r+b") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue

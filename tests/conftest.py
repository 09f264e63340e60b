"""What every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.db import connections
from pytest_django import Settings

# A busy machine makes an example slow, not wrong.
hypothesis.settings.register_profile("studio", deadline=None)
hypothesis.settings.load_profile("studio")

pytest_plugins = ["tests.services", "tests.together", "tests.engines", "tests.studio.fixtures"]

STARTED = ("browser", "live", "management", "miniflare", "processes", "studio", "unpic", "workerd")
SHARED = ("client", "flows", "jobs", "web")
WITH_PROCESSES = (*STARTED, *SHARED)
"""Folders whose tests start browsers, studios or services of their own, or ask the render and
inference processes that a run shares."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Processes on a busy machine may miss a beat: tests that start some, and slow ones, get one
    more try, which the report counts as rerun. What fails twice fails."""
    folders = {Path(__file__).parent / name for name in WITH_PROCESSES}
    for item in items:
        if not folders.isdisjoint(item.path.parents) or item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The tests' SQLite is a file, as in life: a database in memory can't be used by threads."""
    database = django_settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        name = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        connections["default"].settings_dict["TEST"]["NAME"] = name


@pytest.fixture
def data_dir(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """A data folder of this test's own, originals and caches included."""
    folder = tmp_path / "data"
    folder.mkdir()
    settings.DATA_DIR = folder
    originals = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": folder / "originals", "base_url": None},
    }
    settings.STORAGES = {**settings.STORAGES, "default": originals, "originals": originals}
    from editor.flows.engines import caches

    caches.cache_clear()
    yield folder
    caches.cache_clear()

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services import S3
from tests.studio.running import Studio

PICTURES = Path(__file__).resolve().parent.parent / "pictures"


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio as `make run` starts it, with a folder to take photos from; batches may tell this
    machine that they are done."""
    folder = tmp_path_factory.mktemp("studio")
    autumn = folder / "import/autumn"
    autumn.mkdir(parents=True)
    shutil.copy(PICTURES / "product.jpg", autumn / "cup.jpg")
    environment = {"STUDIO_IMPORT_DIR": str(autumn.parent), "STUDIO_PRIVATE_HOOKS": "1"}
    started = Studio(folder, environment)
    yield started
    started.stop()


@pytest.fixture(scope="session")
def cluster(
    tmp_path_factory: pytest.TempPathFactory, postgres_url: str, redis_url: str, s3: S3
) -> Iterator[Studio]:
    """A studio on PostgreSQL, Redis and S3 with two web and two worker processes."""
    environment = {
        **s3.environment,
        "STUDIO_DATABASE_URL": postgres_url,
        "STUDIO_REDIS_URL": redis_url,
        "STUDIO_S3_BUCKET": s3.bucket,
        "STUDIO_S3_ENDPOINT": s3.endpoint,
        "STUDIO_WEB_PROCESSES": "2",
        "STUDIO_WORKER_PROCESSES": "2",
    }
    started = Studio(tmp_path_factory.mktemp("cluster"), environment)
    yield started
    started.stop()


@pytest.fixture(scope="session")
def photographs() -> Path:
    return PICTURES

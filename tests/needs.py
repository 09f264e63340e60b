"""What some tests need beside Python. Where it is missing they skip with the reason printed;
with STUDIO_NO_SKIPS=1, as in CI, the same reason is a failure."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest

from editor.management.frontend import node

ROOT = Path(__file__).resolve().parent.parent
_BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_POSTGRES = ("initdb", "postgres", "pg_isready", "createdb")


def missing(reason: str) -> NoReturn:
    """Ends the running test: skipped, or failed where skips aren't allowed."""
    if os.environ.get("STUDIO_NO_SKIPS") == "1":
        pytest.fail(f"{reason} (and STUDIO_NO_SKIPS=1 forbids to skip)", pytrace=False)
    pytest.skip(reason)


def shared(path: str) -> Path:
    """The file or folder `path` of the data that lies beside the repository."""
    found = ROOT.parent / "shared" / path
    if not found.exists():
        missing(f"needs ../shared/{path}")
    return found


def needs_browser() -> str:
    """The path of a Chromium for Playwright's `executable_path`."""
    for name in _BROWSERS:
        if path := shutil.which(name):
            return path
    missing("needs Chromium (Debian: apt install chromium)")


def needs_node() -> node.Node:
    """A Node that can build the front end."""
    try:
        return node.find()
    except node.NoNode as error:
        missing(str(error))


def needs_postgres() -> Path:
    """The folder of PostgreSQL's programs (initdb, postgres). Fixture: `postgres_url`."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if path := shutil.which("initdb"):
        folders.append(Path(path).resolve().parent)
    for folder in folders:
        if all((folder / name).exists() for name in _POSTGRES):
            return folder
    missing("needs PostgreSQL's programs (Debian: apt install postgresql)")


def needs_redis() -> str:
    """The path of redis-server. Fixture: `redis_url`."""
    path = shutil.which("redis-server")
    if path is None:
        missing("needs redis-server (Debian: apt install redis-server)")
    return path


def needs_ray() -> None:
    """Ray Serve can be imported."""
    if find_spec("ray") is None:
        missing("needs Ray Serve (pip install '.[cluster]')")


def needs_s3() -> None:
    """moto's S3 server can be imported. Fixture: `s3`."""
    if any(find_spec(name) is None for name in ("moto", "flask", "flask_cors")):
        missing("needs moto's S3 server (pip install '.[dev]')")


def needs_gpu() -> None:
    """A CUDA device. Without one the test is skipped, where skips aren't allowed, too: nothing that
    the studio promises needs one, and CI has none."""
    if find_spec("torch") is None:
        missing("needs PyTorch (pip install '.[networks]')")
    import torch

    if not torch.cuda.is_available():
        pytest.skip("needs a CUDA device")

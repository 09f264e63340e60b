from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from editor.flows.engines import Caches, Engines, caches
from editor.library import originals
from editor.library.incoming import receive
from editor.models import Blob, Original, Workspace
from tests.flows.photos import taken_in


@pytest.fixture(autouse=True)
def kept(data_dir: Path) -> Caches:
    """This test's caches."""
    return caches()


@pytest.fixture
def workspace(db: None) -> Workspace:
    return Workspace.objects.create(name="tests")


@pytest.fixture
def stranger(db: None) -> Workspace:
    return Workspace.objects.create(name="stranger")


def hold(workspace: Workspace, content: bytes, folder: Path, name: str = "x.png") -> Original:
    """An original with these bytes, as an upload would leave it."""
    arrived = receive([content], folder / "arriving", 10**9)
    originals.put(arrived)
    arrived.path.unlink()
    blob, _ = Blob.objects.get_or_create(
        pk=hashlib.sha256(content).hexdigest(),
        defaults={"bytes": len(content), "format": "png", "width": 40, "height": 30},
    )
    return Original.objects.create(workspace=workspace, blob=blob, name=name)


@pytest.fixture
def original(workspace: Workspace, data_dir: Path) -> Original:
    return hold(workspace, b"bytes of a picture", data_dir)


def files_in(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file())


@pytest.fixture
def person(workspace: Workspace, engines: Engines) -> Original:
    return taken_in(workspace, "person", engines)


@pytest.fixture
def hair(workspace: Workspace, engines: Engines) -> Original:
    return taken_in(workspace, "hair", engines)

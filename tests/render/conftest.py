"""What the tests of the renderer share: sources, requests and recipes in short."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PIL import Image

from editor.operations import operations
from editor.plan.composition import Composition
from editor.plan.from_json import from_json
from editor.render.admission import MIB
from editor.render.inspect import Limits, inspect
from editor.render.pipeline import render
from editor.render.processes import RenderPool
from editor.render.request import RenderRequest, SourceFile
from tests.needs import ROOT

PICTURES = ROOT / "tests/pictures"

Ask = Callable[..., RenderRequest]
Made = Callable[..., Image.Image]
MakePool = Callable[..., RenderPool]


def source(path: Path) -> SourceFile:
    """A file as inspection describes it."""
    seen = inspect(path, Limits())
    return SourceFile(str(path), seen.size, seen.format, seen.has_alpha, seen.frames)


def recipe(*steps: object, source: object = "person", **output: object) -> Composition:
    """A recipe from the JSON of its steps; a source is an original's name or an object."""
    start = {"original": source} if isinstance(source, str) else source
    given = {"source": start, "steps": list(steps), "output": output}
    return from_json(given, operations())


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Makes requests; originals are named by the photos of tests/pictures, or given as files."""

    def make(composition: Composition, **files: Path) -> RenderRequest:
        photos = {path.stem: path for path in PICTURES.glob("*.jpg")}
        sources = {name: source(path) for name, path in {**photos, **files}.items()}
        return RenderRequest(composition, sources, str(tmp_path / "result"))

    return make


@pytest.fixture
def made(ask: Ask) -> Made:
    """Renders a recipe and opens the result."""

    def make(composition: Composition, **files: Path) -> Image.Image:
        request = ask(composition, **files)
        render(request)
        with Image.open(request.destination) as picture:
            picture.load()
            return picture

    return make


@pytest.fixture
def make_pool() -> Iterator[MakePool]:
    """Pools that are closed in the end, without an orphan."""
    pools = []

    def make(processes: int = 1, **changes: object) -> RenderPool:
        settings = {"memory_budget_bytes": 1024 * MIB, "queue_limit": 20, "deadline_s": 60.0}
        pools.append(RenderPool(processes, **{**settings, **changes}))  # type: ignore[arg-type]
        return pools[-1]

    yield make
    for pool in pools:
        pids = pool.pids()
        pool.close(grace_s=0.1)
        assert not any(psutil.pid_exists(pid) for pid in pids)

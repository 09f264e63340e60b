"""A batch without a studio: its photos are made in this process, with an inference child of its
own where none is known. The batch stays in the database, paused, so that the studio shows it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connections

from editor.errors import BadRequest, Busy
from editor.flows.batches import adding, again, codes, rows, running, telling, writing
from editor.flows.batches.intake import is_picture
from editor.management.child_inference import inference
from editor.models import Batch, BatchItem, Workspace

PIECE = 1024 * 1024
TRIES = 5
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Folder:
    """What is to be done: `recipe` is JSON, `threads` photos are made at once; files of photos
    that should be reviewed are only written without `reviewed_only`."""

    photos: Path
    out: Path
    recipe: dict[str, Any]
    name: str
    threads: int
    reviewed_only: bool
    skus: Path | None = None
    """A CSV table that tells them."""


@dataclass(frozen=True, slots=True)
class Told:
    """How it went."""

    counts: dict[str, int]
    files: int
    seconds: float
    failed: tuple[tuple[str, str], ...]

    @property
    def per_minute(self) -> float:
        return 60 * self.counts["done"] / max(0.001, self.seconds)


def run(workspace: Workspace, folder: Folder, tell: Progress) -> Told:
    """Takes the photos in, makes what isn't made yet, writes the files. BadRequest for a folder
    without photos; what the recipe refuses."""
    photos = found(folder.photos)
    rows.checked(workspace, folder.recipe)
    with inference():
        batch = _batch(workspace, folder)
        for number, path in enumerate(photos, 1):
            _take_in(workspace, batch, path)
            tell(number, len(photos), "taken in")
        if folder.skus is not None:
            codes.assign(workspace, batch.pk, _table(folder.skus))
        began = time.monotonic()
        _made(batch, folder.threads, tell)
        seconds = time.monotonic() - began
        count = writing.written(workspace, batch, folder.out, reviewed_only=folder.reviewed_only)
    failed = BatchItem.objects.filter(batch=batch, state=BatchItem.State.FAILED)
    why = tuple((one.name, telling.reason(one)) for one in failed)
    return Told(telling.counts(batch), count, seconds, why)


def found(folder: Path) -> list[Path]:
    """The photos in a folder, by name; BadRequest when there are none."""
    there = folder.iterdir() if folder.is_dir() else ()
    photos = sorted(p for p in there if p.is_file() and is_picture(p.name))
    if not photos:
        raise BadRequest(f"There are no photos in {folder}.", remedy="Name a folder with some.")
    return photos


def _table(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadRequest(f"{path} can't be read.", remedy=error.strerror or "") from None


def _batch(workspace: Workspace, folder: Folder) -> Batch:
    """The batch of this name, if an earlier run left one, with the recipe of this run."""
    there = Batch.objects.filter(workspace=workspace, name=folder.name, state=Batch.State.PAUSED)
    batch = there.first() or rows.create(workspace, folder.name, folder.recipe)
    rows.change(workspace, batch.pk, {"recipe": folder.recipe})
    # Paused: the workers of a studio that runs leave it alone.
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.PAUSED)
    return rows.get(workspace, batch.pk)


def _take_in(workspace: Workspace, batch: Batch, path: Path) -> None:
    with path.open("rb") as file:
        chunks = iter(lambda: file.read(PIECE), b"")
        adding.add_upload(workspace, batch.pk, path.name, chunks, charged=False)


def _made(batch: Batch, threads: int, tell: Progress) -> None:
    again.rerun(batch.workspace, batch.pk)
    waiting = list(BatchItem.objects.filter(batch=batch, state__in=rows.OPEN))
    with ThreadPoolExecutor(threads) as pool:
        begun = [pool.submit(_one, item) for item in waiting]
        for number, one in enumerate(as_completed(begun), 1):
            one.result()
            tell(number, len(waiting), "made")


def _one(item: BatchItem) -> None:
    try:
        mine = running.taken(item)
        for left in reversed(range(TRIES)):
            try:
                running.run(mine)
                return
            except Busy as error:
                if not left:
                    running.settle(mine, running.Done(None, error.as_json()["error"]))
                    return
                time.sleep(error.retry_after_s or 2)
    finally:
        connections.close_all()

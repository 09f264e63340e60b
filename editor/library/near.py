"""Originals as local files for the renderer: the stored file itself, or a bounded near copy of
one that lies in a remote storage."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from editor.library import files, incoming, originals
from editor.library.coalesced import Coalesced
from editor.library.deadline import Deadline

CHUNK = 1024 * 1024
IN_USE_S = 120.0
"""A copy that was asked for so lately may not have been opened yet; it stays."""
TOUCH_EVERY_S = 30.0


class Near:
    """The folder of near copies, evicted by last use."""

    def __init__(self, folder: Path, temporary: Path, budget: int) -> None:
        self._folder = folder
        self._temporary = temporary
        self._budget = budget
        self._coalesced: Coalesced[Path] = Coalesced()

    def path(self, sha256: str, deadline: Deadline) -> Path:
        """A local file with the original's bytes; Gone when the storage has none."""
        here = originals.local(sha256)
        if here is not None:
            if not here.exists():
                raise originals.lost()
            return here
        near = files.keyed(self._folder, sha256)
        if _touched(near):
            return near
        return self._coalesced.run(sha256, lambda: self._fetched(sha256, near), deadline)

    def _fetched(self, sha256: str, near: Path) -> Path:
        with (
            files.temporary(self._temporary, "source-") as path,
            originals.open_bytes(sha256) as remote,
        ):
            chunks = iter(lambda: remote.read(CHUNK), b"")
            arrived = incoming.receive(chunks, path, limit=remote.size)
            if arrived.sha256 != sha256:
                raise originals.lost()
            files.move_into(path, near)
        self.evict()
        return near

    def forget(self, sha256: str) -> None:
        """The original was deleted."""
        files.keyed(self._folder, sha256).unlink(missing_ok=True)

    def evict(self) -> int:
        """Removes the longest unused copies above the budget; the bytes freed."""
        found = sorted(_sizes(self._folder))
        total = sum(size for _, size, _ in found)
        freed = 0
        for used, size, path in found:
            if total - freed <= self._budget or used > time.time() - IN_USE_S:
                break
            path.unlink(missing_ok=True)
            freed += size
        return freed


def _touched(near: Path) -> bool:
    """True when the copy is there; its use is noted in the file's time."""
    try:
        if near.stat().st_mtime < time.time() - TOUCH_EVERY_S:
            os.utime(near)
    except FileNotFoundError:
        return False
    return True


def _sizes(folder: Path) -> Iterator[tuple[float, int, Path]]:
    for path in files.forgotten(folder, older_than_s=0):
        try:
            facts = path.stat()
        except FileNotFoundError:
            continue
        yield facts.st_mtime, facts.st_size, path

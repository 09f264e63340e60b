"""Files that appear whole or not at all: written under a temporary name, then renamed."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TRIES = 5


@contextmanager
def temporary(folder: Path, prefix: str = "new-") -> Iterator[Path]:
    """A new empty file, readable by the owner only; gone afterwards unless it was moved away."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=prefix, dir=folder)
    os.close(handle)
    path = Path(name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def keyed(folder: Path, key: str) -> Path:
    """The path of a key; the first two digits spread keys over folders."""
    return folder / key[:2] / key


def settle(path: Path) -> None:
    """Wait until the bytes of `path` are on the disk, so that a rename never outruns them."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def move_into(path: Path, final: Path) -> None:
    """Rename, also across disks, and while others delete the folder; replaces what is there."""
    for left in reversed(range(_TRIES)):
        final.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _rename(path, final)
        except FileNotFoundError:
            if left == 0 or not path.exists():
                raise


def link_into(path: Path, final: Path) -> None:
    """Like `move_into`, but `path` stays, too, and what is there already stays as it is."""
    for left in reversed(range(_TRIES)):
        final.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _link(path, final)
        except FileNotFoundError:
            if left == 0 or not path.exists():
                raise


def _link(path: Path, final: Path) -> None:
    try:
        os.link(path, final)
    except FileExistsError:
        return
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.EPERM, errno.ENOTSUP):
            raise
        _copy(path, final)


def _copy(path: Path, final: Path) -> None:
    near = final.with_name(f".{path.name}")
    shutil.copyfile(path, near)
    settle(near)
    near.replace(final)


def _rename(path: Path, final: Path) -> None:
    try:
        path.replace(final)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy(path, final)


def forgotten(folder: Path, older_than_s: float) -> Iterator[Path]:
    """Files in `folder`, at any depth, that nobody wrote to for so long."""
    limit = time.time() - older_than_s
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            try:
                old = path.stat().st_mtime < limit
            except FileNotFoundError:
                continue
            if old:
                yield path

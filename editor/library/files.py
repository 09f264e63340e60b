"""Files that appear whole or not at all: written under a temporary name, then renamed."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_PERSIST_S = 5.0
"""So long somebody may go on deleting the folder that a file is put into."""
_PAUSE_S = 0.0005


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
    _settled_in(final, path, _rename)


def link_into(path: Path, final: Path) -> None:
    """Like `move_into`, but `path` stays, too, and what is there already stays as it is."""
    _settled_in(final, path, _link)


def _settled_in(final: Path, path: Path, put: Callable[[Path, Path], None]) -> None:
    """Both steps can fail when the folder goes meanwhile: making it, and putting a file there."""
    until = time.monotonic() + _PERSIST_S
    while True:
        try:
            final.parent.mkdir(parents=True, exist_ok=True)
            return put(path, final)
        except (FileNotFoundError, FileExistsError):
            # FileExistsError: the folder was there for `mkdir`, and gone when it looked again.
            if time.monotonic() > until or not path.exists():
                raise
            time.sleep(_PAUSE_S)


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

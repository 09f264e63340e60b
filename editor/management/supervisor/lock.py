"""One supervisor a data folder: a file lock that the guardian holds on to until all is gone."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from editor.errors import Conflict

CLEAN_UP_S = 15.0


def take(path: Path, wait_s: float = CLEAN_UP_S) -> int:
    """The descriptor of the held lock; Conflict when another supervisor runs here.

    After a killed supervisor its guardian still holds the lock while it ends the children: that
    is waited for.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    until = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            holder = os.pread(fd, 20, 0).decode(errors="replace").strip()
            if _alive(holder) or time.monotonic() > until:
                os.close(fd)
                raise Conflict(
                    f"A studio runs on {path.parent.parent} already (process {holder or '?'}).",
                    remedy="Stop it first, or give this one its own STUDIO_DATA_DIR and port.",
                ) from None
            time.sleep(0.1)
    os.ftruncate(fd, 0)
    os.pwrite(fd, str(os.getpid()).encode(), 0)
    return fd


def _alive(pid: str) -> bool:
    if not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

"""A listening socket that is a file, which only its owner may open."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

from editor.errors import BadRequest

PREFIX = "unix://"
BACKLOG = 512
OWNER_ONLY = 0o177
"""The bits that the file's mode lacks: 0600 is left."""
PATIENCE_S = 2.0
_REMEDY = "STUDIO_INFERENCE_URL=unix:///run/studio/inference.sock is such an address."


def is_unix(url: str) -> bool:
    return url.startswith(PREFIX)


def path_of(url: str) -> Path:
    """The socket's path; BadRequest when it isn't a whole one."""
    path = Path(url.removeprefix(PREFIX))
    if not path.is_absolute():
        raise BadRequest(f"{url} doesn't name a whole path.", remedy=_REMEDY)
    return path


def listen(url: str) -> socket.socket:
    """The socket, its file made with mode 0600; a file that nobody listens on any more is
    replaced. BadRequest when it can't be had."""
    path = path_of(url)
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear(path)
        before = os.umask(OWNER_ONLY)
        try:
            made.bind(str(path))
        finally:
            os.umask(before)
        made.listen(BACKLOG)
    except OSError as error:
        made.close()
        raise BadRequest(f"Can't listen on {path}: {error}.", remedy=_REMEDY) from None
    except BadRequest:
        made.close()
        raise
    return made


def somebody_listens(path: Path) -> bool:
    """True when a process takes connections there."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(PATIENCE_S)
        try:
            probe.connect(str(path))
        except TimeoutError:
            return True  # its backlog is full
        except OSError:
            return False
        return True


def _clear(path: Path) -> None:
    """Removes what a killed process left; BadRequest for anything else."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise BadRequest(f"{path} is something else than a socket.", remedy=_REMEDY)
    if somebody_listens(path):
        raise BadRequest(
            f"Another process listens on {path}.",
            remedy="Stop it, or leave this one without inference: `serve --only web,worker`.",
        )
    path.unlink()

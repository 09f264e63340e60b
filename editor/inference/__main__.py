"""One inference process: `python -m editor.inference --fd N`, or `--host` and `--port`."""

from __future__ import annotations

import argparse
import ctypes
import logging
import os
import signal
import socket
import stat
import sys

import uvicorn
from starlette.applications import Starlette

from editor.errors import StudioError
from editor.inference.logs import formatter
from editor.inference.service import create_app
from editor.inference.settings import Settings, load

log = logging.getLogger(__name__)
STOP_S = 8
CONNECTIONS = 1000
PR_SET_PDEATHSIG = 1


def config(settings: Settings) -> uvicorn.Config:
    """One process; the scheduler bounds what is worked on, uvicorn who may connect."""
    return uvicorn.Config(
        create_app(settings),
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=60,
        timeout_graceful_shutdown=STOP_S,
    )


def main(arguments: list[str]) -> int:
    """Serves until a signal or the death of the parent that handed the socket down."""
    parser = argparse.ArgumentParser(prog="python -m editor.inference", description=__doc__)
    parser.add_argument("--fd", type=int, help="a listening socket, inherited")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8100)
    given = parser.parse_args(arguments)
    handed = None if given.fd is None else socket.socket(fileno=given.fd)
    try:
        speak()
        settings = load(private=handed is not None and is_private(handed))
    except StudioError as error:
        print(f"inference: {error.text} {error.remedy}", file=sys.stderr)  # noqa: T201
        return 2
    if handed is not None:
        die_with_parent()
    listening = handed or socket.create_server((given.host, given.port), backlog=512)
    served = config(settings)
    Server(served).run(sockets=[listening])
    return 0


class Server(uvicorn.Server):
    """Ends by itself when so much hangs that a fresh process is the only help: whoever keeps us
    alive starts one, and clients try again meanwhile."""

    async def on_tick(self, counter: int) -> bool:
        app = self.config.app
        worn_out = isinstance(app, Starlette) and app.state.service.worn_out()
        if worn_out:
            log.error("too many forward passes hang; ending, to be started anew")
        return worn_out or await super().on_tick(counter)


def is_private(listening: socket.socket) -> bool:
    """True for a socket file that only its owner may open."""
    if listening.family != getattr(socket, "AF_UNIX", None):
        return False
    try:
        return not os.stat(listening.getsockname()).st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    except OSError:  # it has no file, or that is gone
        return False


def speak() -> None:
    """Logs go to stderr, as STUDIO_LOG_FORMAT asks."""
    stderr = logging.StreamHandler()
    stderr.setFormatter(formatter())
    logging.basicConfig(level=logging.INFO, handlers=[stderr])


def die_with_parent() -> None:
    """Asks Linux for a SIGTERM when the parent ends; elsewhere its guardian ends us."""
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

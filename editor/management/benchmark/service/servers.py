"""The three servers while they run: each on a port and a core, asked in its own language."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from editor.management.benchmark.peers import ROOT

START_S = 90.0
QUALITY = 85


@dataclass(frozen=True, slots=True)
class Picture:
    """One wish: a stored picture at a width in a format."""

    source: str
    width: int
    format: str


Address = Callable[[Picture], str]


class Server:
    """A running server and its descendants; `address` names a picture in its language."""

    def __init__(
        self, name: str, command: list[str], port: int, environment: Mapping[str, str], core: int
    ) -> None:
        self.name, self.port = name, port
        self.address: Address = _nothing
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        pin(self._process.pid, core)

    @property
    def pid(self) -> int:
        return self._process.pid

    def ready(self) -> None:
        """Waits until it listens; RuntimeError when it doesn't."""
        until = time.monotonic() + START_S
        while time.monotonic() < until and self._process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            time.sleep(0.1)
        raise RuntimeError(f"{self.name} doesn't start: {self._process.args!r}")

    def end(self) -> None:
        """Ends it with all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def pin(pid: int, core: int) -> None:
    """Keeps a process, and what it starts from now on, on one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(pid, {core})


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def ipx_address(picture: Picture) -> str:
    """A quality would make ipx count the colours of a PNG."""
    quality = "" if picture.format == "png" else f",q_{QUALITY}"
    return f"/w_{picture.width},f_{picture.format}{quality}/{picture.source}"


def thumbor_address(picture: Picture) -> str:
    filters = f"filters:format({picture.format}):quality({QUALITY})"
    return f"/unsafe/{picture.width}x0/{filters}/{picture.source}"


class Ours:
    """The studio's pictures by signed addresses, as other sites show them."""

    def __init__(self, server: Server, data: Path, pictures: Path) -> None:
        environment = {**os.environ, "STUDIO_DATA_DIR": str(data)}
        ask = [sys.executable, "manage.py", "token", "benchmark"]
        said = subprocess.run(
            ask, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        self._client = httpx.Client(
            base_url=f"http://127.0.0.1:{server.port}",
            headers={"Authorization": f"Bearer {said.stdout.split()[-1]}"},
            timeout=START_S,
            trust_env=False,
        )
        self._pictures, self._ids = pictures, dict[str, str]()

    def _uploaded(self, name: str) -> str:
        """The id of a picture, which is uploaded when it is asked for first."""
        if name not in self._ids:
            file = (name, (self._pictures / name).read_bytes())
            answer = self._client.post("/api/originals", files={"file": file})
            self._ids[name] = str(answer.raise_for_status().json()["id"])
        return self._ids[name]

    def address(self, picture: Picture) -> str:
        options = f"width={picture.width},format={picture.format},quality={QUALITY}"
        url = f"/cdn-cgi/image/{options}/{self._uploaded(picture.source)}"
        answer = self._client.post("/api/sign", json={"url": url})
        return str(answer.raise_for_status().json()["url"])


def _nothing(picture: Picture) -> str:
    raise RuntimeError(f"nobody knows how to ask for {picture}")

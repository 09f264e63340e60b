"""A studio of the benchmark's own: a free port, a data folder that is thrown away."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from editor.management.benchmark.peers import ROOT

START_S = 180.0
STOP_S = 30.0
WORKSPACE = "benchmark"
_MANY = "1000000"
_FREE = {
    # One program asks as much as many people would.
    **dict.fromkeys(("STUDIO_RATE_PER_MINUTE", "STUDIO_UPLOAD_RATE_PER_MINUTE"), _MANY),
    "STUDIO_BATCH_PHOTOS": "10000",
}


@dataclass(frozen=True, slots=True)
class Own:
    """Where it answers, who may ask, and the process that leads it."""

    url: str
    token: str
    pid: int

    def client(self) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=120)


@contextmanager
def own_studio(folder: Path, settings: Mapping[str, str]) -> Iterator[Own]:
    """Runs inside the block. RuntimeError with the end of its log when it doesn't start."""
    port = _free_port()
    mine = {k: v for k, v in os.environ.items() if not k.startswith("STUDIO_")}
    where = {"STUDIO_DATA_DIR": str(folder / "var"), "STUDIO_PORT": str(port)}
    environment = {**mine, **_FREE, **where, **settings}
    log = folder / "studio.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            _manage("serve"), cwd=ROOT, env=environment, stdout=out, stderr=out
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(process, url, log)
        yield Own(url, _token(environment), process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(STOP_S)


def _manage(*words: str) -> list[str]:
    return [sys.executable, "manage.py", *words]


def _token(environment: Mapping[str, str]) -> str:
    command = _manage("token", WORKSPACE)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip().splitlines()[-1]


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < until:
        try:
            if httpx.get(f"{url}/healthz", timeout=10).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"the studio didn't start:\n{log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])

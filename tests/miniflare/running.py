"""Miniflare, with the Worker that the tests of the runtime use, in front of a studio."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import httpx

from tests.needs import needs_node
from tests.npm import installed
from tests.services import free_port
from tests.workerd.running import FOLDER as WORKER

FOLDER = Path(__file__).resolve().parent
START_S = 60.0


def _installed() -> Path | None:
    found = FOLDER / "node_modules/miniflare/package.json"
    return found if found.exists() else None


class Simulator:
    """Our Worker in Miniflare; ready when constructed."""

    def __init__(self, folder: Path, studio: str, binding: str) -> None:
        node = needs_node()
        installed("miniflare", FOLDER, _installed)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "miniflare.log"
        words = [str(WORKER / "worker.js"), binding, studio, str(port)]
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [*node.node, "serve.js", *words], cwd=FOLDER, stdout=out, stderr=out
            )
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def _wait(self) -> None:
        until = time.monotonic() + START_S
        while True:
            assert self.process.poll() is None, self.log.read_text()[-4000:]
            try:
                httpx.get(self.url, timeout=10)
                return
            except httpx.HTTPError:
                assert time.monotonic() < until, self.log.read_text()[-4000:]
                time.sleep(0.1)

    def ask(self, action: str, **files: bytes) -> httpx.Response:
        """What the worker answers."""
        form = {name: (name, content) for name, content in files.items()}
        return httpx.post(f"{self.url}/{action}", files=form, timeout=240)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(20)

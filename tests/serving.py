"""A program that tests start: it answers HTTP on a port of this machine, and is asked by forms."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import httpx

START_S = 60.0
STOP_S = 20.0


class Serving:
    """Started with `command`, and ready when constructed; its output is in `log`."""

    def __init__(self, command: list[str], port: int, log: Path, cwd: Path | None = None) -> None:
        self.url, self.log = f"http://127.0.0.1:{port}", log
        with log.open("wb") as out:
            self.process = subprocess.Popen(command, cwd=cwd, stdout=out, stderr=out)
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

    def ask(
        self, action: str, text: dict[str, str] | None = None, **files: bytes
    ) -> httpx.Response:
        """What it answers to a form with these fields."""
        form = {name: (name, content) for name, content in files.items()}
        return httpx.post(f"{self.url}/{action}", data=text, files=form or None, timeout=240)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(STOP_S)

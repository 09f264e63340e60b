"""A whole studio, started as its users start it, and asked over HTTP."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx

from tests.needs import ROOT
from tests.services import free_port

START_S = 90.0
STOP_S = 20.0


class Studio:
    """`manage.py serve WORDS` over a data folder of its own; ready when constructed."""

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str] | None = None,
        words: Sequence[str] = (),
        start_s: float = START_S,
    ) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("STUDIO_")},
            "STUDIO_DATA_DIR": str(folder / "var"),
            "STUDIO_PORT": str(self.port),
            **(environment or {}),
        }
        self.log = folder / "serve.log"
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                self._manage("serve", *words),
                cwd=ROOT,
                env=self._environment,
                stdout=out,
                stderr=out,
            )
        try:
            self.wait_ready(start_s)
        except BaseException:
            # Nobody holds it yet, who could stop it: it would start its parts again for ever.
            self._ended()
            raise

    def _ended(self) -> None:
        """Stopped, whatever it does; its guardian ends what a killed one leaves."""
        try:
            self.stop()
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(STOP_S)

    @staticmethod
    def _manage(*words: str) -> list[str]:
        return [sys.executable, "manage.py", *words]

    def manage(self, *words: str) -> str:
        """Standard output of a management command over the same data."""
        done = subprocess.run(
            self._manage(*words),
            cwd=ROOT,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def token(self, name: str) -> str:
        return self.manage("token", name).strip().splitlines()[-1]

    def client(self, token: str) -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=60)

    def wait_ready(self, within_s: float) -> float:
        """Seconds until every part serves; AssertionError with the log's end if they don't."""
        begun = time.monotonic()
        said = "nothing"
        while time.monotonic() - begun < within_s:
            assert self.process.poll() is None, f"serve ended: {self.log.read_text()[-4000:]}"
            try:
                answer = httpx.get(f"{self.url}/healthz", timeout=10)
                if answer.status_code == 200:
                    return time.monotonic() - begun
                said = answer.text
            except httpx.HTTPError as error:
                said = repr(error)
            time.sleep(0.1)
        raise AssertionError(f"not ready: {said}\n{self.log.read_text()[-4000:]}")

    def children(self) -> list[dict[str, Any]]:
        state = json.loads((self.folder / "var/run/state.json").read_text())
        children: list[dict[str, Any]] = state["children"]
        return children

    def pids(self, role: str) -> list[int]:
        return [c["pid"] for c in self.children() if c["role"] == role and c["pid"]]

    def kill(self, role: str) -> int:
        """kill -9 of the role's last child; its process id."""
        pid = self.pids(role)[-1]
        os.kill(pid, signal.SIGKILL)
        return pid

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(STOP_S)

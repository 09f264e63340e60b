"""The service on Ray, started as a user starts it on one machine, with replicas to kill."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from editor.errors import StudioError
from editor.inference.client import InferenceClient
from tests.needs import ROOT, needs_ray
from tests.services import free_port

PATIENCE_S = 600.0
STOP_S = 90.0
SECRET = "the secret of these tests, thirty-two letters"
REPLICA = "ray::ServeReplica:inference:models"
LOADED = r"ServeReplica:inference:models pid=(\d+)\).*loaded {}@"


@dataclass(frozen=True, slots=True)
class Cluster:
    """Ray with the service on it; `process` is the one that started it."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]

    def client(self) -> InferenceClient:
        return InferenceClient(self.url, SECRET, PATIENCE_S)

    def replicas(self) -> set[int]:
        """Process ids of the replicas that run models."""
        found = set()
        with suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self.process.pid).children(recursive=True):
                with suppress(psutil.NoSuchProcess):
                    if REPLICA in " ".join(child.cmdline()):
                        found.add(child.pid)
        return found

    def holder(self, model: str) -> int:
        """The replica that said last that it loaded the model; waited for."""
        found: list[str] = []

        def told() -> bool:
            found[:] = re.findall(LOADED.format(re.escape(model)), self.log.read_text())
            return bool(found)

        self.until(told, f"{model} is loaded")
        return int(found[-1])

    def until(self, holds: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while not holds():
            said = self.log.read_text()[-4000:]
            assert self.process.poll() is None, f"Ray ended: {said}"
            assert time.monotonic() < end, f"not so: {what}\n{said}"
            time.sleep(0.1)


@contextmanager
def on_ray(folder: Path, models: Path, *options: str, **settings: str) -> Iterator[Cluster]:
    """Two replicas on two shared-out cores; ready when entered, gone with the block."""
    needs_ray()
    port, log = free_port(), folder / "ray.log"
    # Ray's sockets need a short path.
    short = tempfile.mkdtemp(prefix="ray-")
    told = {
        "STUDIO_INFERENCE_SECRET": SECRET,
        "INFERENCE_MODELS_DIR": str(models),
        "INFERENCE_DEADLINE_S": f"{PATIENCE_S:g}",
        "INFERENCE_STUCK_S": f"{PATIENCE_S:g}",
        "INFERENCE_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "RAY_TMPDIR": short,
        "PYTHONUNBUFFERED": "1",
        **settings,
    }
    shared = ["--cores", "2", "--cpus", "0.5", "--least", "2", "--most", "2"]
    command = [sys.executable, "-m", "editor.inference.ray_local", "--port", str(port), *shared]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, *options], cwd=ROOT, env={**os.environ, **told}, stdout=out, stderr=out
        )
    cluster = Cluster(f"http://127.0.0.1:{port}", log, process)
    try:
        with cluster.client() as client:
            cluster.until(lambda: _ready(client), "ready")
        yield cluster
    finally:
        _end(process)
        shutil.rmtree(short, ignore_errors=True)


def _ready(client: InferenceClient) -> bool:
    try:
        client.ready(timeout_s=30)
    except StudioError:
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """Asks it to end, and ends whatever is left of it after a while."""
    family = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(30)
    for one in family:
        with suppress(psutil.NoSuchProcess):
            one.kill()

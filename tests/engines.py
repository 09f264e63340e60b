"""The real engines for tests of flows: render processes and the inference service."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.errors import StudioError
from editor.flows.cards import Cards
from editor.flows.engines import Engines, caches_in
from editor.inference.client import InferenceClient
from editor.render.processes import RenderPool

SECRET = "the secret of these tests, thirty-two letters"
MIB = 1024 * 1024
START_S = 60.0


@pytest.fixture(scope="session")
def pool() -> Iterator[RenderPool]:
    """Two render processes."""
    made = RenderPool(2, memory_budget_bytes=2048 * MIB, queue_limit=64, deadline_s=60)
    yield made
    made.close(grace_s=0)


@pytest.fixture(scope="session")
def inference() -> Iterator[InferenceClient]:
    """The way to a running inference service of our own."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        listening.set_inheritable(True)
        service = subprocess.Popen(
            [sys.executable, "-m", "editor.inference", "--fd", str(listening.fileno())],
            env={**os.environ, "STUDIO_INFERENCE_SECRET": SECRET, "OMP_NUM_THREADS": "1"},
            pass_fds=[listening.fileno()],
        )
    client = InferenceClient(f"http://127.0.0.1:{port}", SECRET)
    try:
        _wait(service, client)
        yield client
    finally:
        client.close()
        service.terminate()
        service.wait(timeout=20)


def _wait(service: subprocess.Popen[bytes], client: InferenceClient) -> None:
    until = time.monotonic() + START_S
    while True:
        assert service.poll() is None, "the inference service ended"
        try:
            client.models(timeout_s=5)
        except StudioError:
            assert time.monotonic() < until, "the inference service isn't ready"
            time.sleep(0.2)
        else:
            return


@pytest.fixture
def engines(pool: RenderPool, inference: InferenceClient, data_dir: Path) -> Engines:
    """Both, with caches of this test's own."""
    return Engines(caches_in(data_dir), pool, inference, Cards(inference))

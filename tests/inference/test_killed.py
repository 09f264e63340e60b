"""The process is killed in the middle of its work: every request of our client still ends right."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from editor.inference.client import InferenceClient
from tests.inference.doubles import SECRET

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 240.0


@contextmanager
def service(listening: socket.socket, models: Path) -> Iterator[subprocess.Popen[bytes]]:
    """An inference process on a socket that outlives it, as the supervisor holds it."""
    fd = listening.fileno()
    told = {"STUDIO_INFERENCE_SECRET": SECRET, "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "editor.inference", "--fd", str(fd)],
        cwd=ROOT,
        env={**os.environ, **told, "INFERENCE_MODELS_DIR": str(models)},
        pass_fds=[fd],
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(30)


def test_a_kill_in_the_middle_of_a_batch_loses_no_request(tmp_path: Path, person: bytes) -> None:
    with ExitStack() as stack:
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        client = stack.enter_context(InferenceClient(address, SECRET, PATIENCE_S))
        first = stack.enter_context(service(listening, tmp_path))
        client.ready()
        threads = stack.enter_context(ThreadPoolExecutor(4))
        asked = [threads.submit(client.matte, person, "grabcut-matte") for _ in range(4)]
        until = time.monotonic() + PATIENCE_S
        while not client.status().taken and not all(one.done() for one in asked):
            assert time.monotonic() < until
        assert not all(one.done() for one in asked)
        os.kill(first.pid, signal.SIGKILL)
        first.wait(30)
        stack.enter_context(service(listening, tmp_path))
        mattes = [one.result(PATIENCE_S) for one in asked]
        assert {matte.alpha.shape for matte in mattes} == {(600, 512)}
        assert all((matte.alpha == mattes[0].alpha).all() for matte in mattes)
        assert client.status().models["grabcut-matte"].loads == 1

"""The process itself, as the supervisor starts it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.errors import InferenceUnavailable
from editor.inference.client import InferenceClient
from tests.inference.doubles import SECRET

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "STUDIO_INFERENCE_SECRET": SECRET, "OMP_NUM_THREADS": "1"}


@pytest.fixture(scope="module")
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as held:
        yield held


@pytest.fixture(scope="module")
def process(listening: socket.socket) -> Iterator[subprocess.Popen[bytes]]:
    """An inference process on a socket that was handed down."""
    command = [sys.executable, "-m", "editor.inference", "--fd", str(listening.fileno())]
    fds = [listening.fileno()]
    started = subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, pass_fds=fds)
    yield started
    started.terminate()
    started.wait(15)


@pytest.fixture(scope="module")
def client(listening: socket.socket, process: subprocess.Popen[bytes]) -> Iterator[InferenceClient]:
    host, port = listening.getsockname()
    with InferenceClient(f"http://{host}:{port}", SECRET, 60) as client:
        client.ready()
        yield client


def test_a_real_portrait_is_answered_over_http(client: InferenceClient, person: bytes) -> None:
    [face] = client.faces(person)
    assert face.box.centre.x == pytest.approx(265 / 512, abs=0.05)
    assert face.box.centre.y == pytest.approx(230 / 600, abs=0.05)
    matte = client.matte(person)
    assert matte.card == client.models().auto["matte"]
    soft = matte.as_float()
    height, width = soft.shape
    assert soft[height // 2, width // 2] > 0.95
    assert soft[height // 30, width * 15 // 16] < 0.05


def test_models_that_were_asked_are_loaded_and_listed_so(client: InferenceClient) -> None:
    states = {listed.card.name: listed.state for listed in client.models().models}
    assert states[client.models().auto["matte"].partition("@")[0]] == "loaded"


def test_another_secret_is_refused(listening: socket.socket, client: InferenceClient) -> None:
    host, port = listening.getsockname()
    with (
        InferenceClient(f"http://{host}:{port}", "guess") as stranger,
        pytest.raises(InferenceUnavailable, match="secret"),
    ):
        stranger.models()


def test_without_a_secret_it_says_so_and_ends() -> None:
    environment = {k: v for k, v in os.environ.items() if k != "STUDIO_INFERENCE_SECRET"}
    ended = subprocess.run(
        [sys.executable, "-m", "editor.inference", "--port", "0"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert ended.returncode == 2
    assert "STUDIO_INFERENCE_SECRET" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's parent signal")
def test_it_ends_with_the_parent_that_started_it() -> None:
    starter = (
        "import subprocess, sys, time, socket\n"
        "s = socket.create_server(('127.0.0.1', 0))\n"
        "p = subprocess.Popen([sys.executable, '-m', 'editor.inference', '--fd',"
        " str(s.fileno())], pass_fds=[s.fileno()])\n"
        "print(p.pid, s.getsockname()[1], flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", starter], cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    pid, port = (int(word) for word in parent.stdout.readline().split())
    with InferenceClient(f"http://127.0.0.1:{port}", SECRET, 60) as client:
        client.ready()
    parent.send_signal(signal.SIGKILL)
    parent.wait(10)
    until = time.monotonic() + 15
    while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
        if "Z" in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:1]:
            break
        time.sleep(0.05)
    else:
        assert not Path(f"/proc/{pid}").exists(), "it outlived its parent"


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("editor.inference.client", ["torch", "cv2", "scipy", "numba", "PIL", "django"]),
        ("editor.inference.service", ["django", "torch", "studio", "editor.conf"]),
        ("editor.inference.__main__", ["django", "torch", "studio", "editor.conf"]),
    ],
)
def test_what_a_module_loads(module: str, absent: list[str]) -> None:
    script = (
        f"import importlib, json, sys; importlib.import_module({module!r});"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(done.stdout))
    assert module in loaded
    assert not loaded & set(absent)

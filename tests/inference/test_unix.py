"""The service on a socket file: who may connect is the file system's matter."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from editor.conf import Conf
from editor.errors import InferenceUnavailable
from editor.inference.client import AsyncInferenceClient, InferenceClient
from editor.management.supervisor import sockets, unix
from tests.inference.doubles import SECRET

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 240.0


@contextmanager
def serving(listening: socket.socket, secret: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "editor.inference", "--fd", str(listening.fileno())],
        cwd=ROOT,
        env={**os.environ, "STUDIO_INFERENCE_SECRET": secret, "OMP_NUM_THREADS": "1"},
        pass_fds=[listening.fileno()],
        stderr=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


async def test_a_private_socket_needs_no_secret(tmp_path: Path, person: bytes) -> None:
    url = f"unix://{tmp_path}/run/inference.sock"
    with sockets.listen_for_inference(Conf(inference_url=url)) as listening:
        assert sockets.address_of(listening) == url
        assert unix.path_of(url).stat().st_mode & 0o777 == 0o600
        with serving(listening, ""), InferenceClient(url, "", PATIENCE_S) as client:
            [face] = client.faces(person, "cascade-faces")
            assert 0.3 < face.box.centre.x < 0.7
            async with AsyncInferenceClient(url, "", PATIENCE_S) as other:
                assert (await other.faces(person, "cascade-faces"))[0].box == face.box


def test_a_secret_that_is_set_is_asked_for_on_a_socket_too(tmp_path: Path) -> None:
    url = f"unix://{tmp_path}/inference.sock"
    with unix.listen(url) as listening, serving(listening, SECRET):
        with InferenceClient(url, SECRET, PATIENCE_S) as client:
            client.ready()
        stranger = InferenceClient(url, "", PATIENCE_S)
        with stranger, pytest.raises(InferenceUnavailable, match="secret"):
            stranger.ready()


def test_a_socket_that_others_may_open_is_not_served_without_a_secret(tmp_path: Path) -> None:
    url = f"unix://{tmp_path}/inference.sock"
    with unix.listen(url) as listening:
        unix.path_of(url).chmod(0o660)
        with serving(listening, "") as process:
            assert process.wait(PATIENCE_S) == 2
            assert process.stderr is not None
            assert b"STUDIO_INFERENCE_SECRET" in process.stderr.read()


def test_a_socket_that_is_gone_is_told(tmp_path: Path) -> None:
    with (
        InferenceClient(f"unix://{tmp_path}/nobody.sock", "", 5) as client,
        pytest.raises(InferenceUnavailable, match="can't be reached"),
    ):
        client.ready()

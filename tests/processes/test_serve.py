"""`manage.py serve` with the studio's real parts."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.needs import ROOT
from tests.processes.harness import lives, wait_until
from tests.studio.running import Studio


def serve(data_dir: Path, *options: str, **environment: str) -> subprocess.Popen[str]:
    """A started `manage.py serve`; its words can be read from `stdout`."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve", *options],
        cwd=ROOT,
        env={**os.environ, "STUDIO_DATA_DIR": str(data_dir), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    """A studio that the test may stop or kill."""
    started = Studio(tmp_path)
    yield started
    if started.process.poll() is None:
        started.stop()


def pids(studio: Studio) -> list[int]:
    """The process ids of all children that run."""
    return [child["pid"] for child in studio.children() if child["pid"]]


def test_an_open_door_without_a_token_is_refused(tmp_path: Path) -> None:
    refused = serve(tmp_path, "--host", "0.0.0.0")
    said = refused.communicate(timeout=60)[0]
    assert refused.returncode == 1
    assert "no access token guards it" in said
    assert "STUDIO_ACCESS_TOKEN" in said
    assert "Traceback" not in said


def test_an_unknown_role_is_refused(tmp_path: Path) -> None:
    refused = serve(tmp_path, "--only", "wroker")
    said = refused.communicate(timeout=60)[0]
    assert refused.returncode == 1
    assert "Did you mean 'worker'?" in said


def test_a_taken_port_ends_the_start_with_one_clear_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = serve(tmp_path, "--port", str(port))
        said = refused.communicate(timeout=60)[0]
    assert refused.returncode == 1
    assert f"Can't listen on 127.0.0.1, port {port}: it is in use." in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_the_address_is_printed_and_ctrl_c_stops_every_process(studio: Studio) -> None:
    wait_until(lambda: f"Studio is ready at {studio.url}" in studio.log.read_text(), 5)
    children = pids(studio)
    assert len(children) == 4
    studio.stop()
    assert studio.process.returncode == 0
    assert not any(lives(pid) for pid in children)
    assert studio.log.read_text().rstrip().endswith("stopped")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", studio.port), timeout=2)


@pytest.mark.slow
def test_inference_on_a_socket_file_comes_back_after_a_kill_and_goes_with_the_studio(
    tmp_path: Path,
) -> None:
    file = tmp_path / "inference.sock"
    studio = Studio(tmp_path, {"STUDIO_INFERENCE_URL": f"unix://{file}"})
    assert file.stat().st_mode & 0o777 == 0o600
    picture = {"file": ("person.jpg", (ROOT / "tests/pictures/person.jpg").read_bytes())}
    with studio.client(studio.token("socket")) as client:
        person = client.post("/api/originals", files=picture).json()["id"]
        studio.kill("inference")
        assert len(client.get(f"/api/originals/{person}/faces").json()["faces"]) == 1
    studio.stop()
    assert not file.exists()


@pytest.mark.slow
def test_a_killed_supervisor_takes_its_children_along_and_the_next_can_start(
    studio: Studio,
) -> None:
    children = pids(studio)
    second = serve(studio.folder / "var", "--port", "0")
    said = second.communicate(timeout=60)[0]
    assert second.returncode == 1
    assert f"already (process {studio.process.pid})" in said
    studio.process.kill()
    studio.process.wait()
    successor = Studio(studio.folder)
    assert not any(lives(pid) for pid in children)
    successor.stop()


@pytest.mark.slow
def test_the_supervisor_stays_small(studio: Studio) -> None:
    assert psutil.Process(studio.process.pid).memory_info().rss < 32 * 1024 * 1024

"""Real services for tests, started on loopback when a test first asks: PostgreSQL, Redis, S3."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import needs

START_S = 30.0


@dataclass(frozen=True, slots=True)
class S3:
    """An S3 service with one empty bucket, and the environment with its credentials."""

    endpoint: str
    bucket: str
    environment: dict[str, str]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL of our own; its database `studio` is empty at first."""
    programs = needs.needs_postgres()
    # PostgreSQL refuses to run as root, and its user can't look into pytest's folders.
    user = _unprivileged() if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="studio-postgres-"))
    if user:
        shutil.chown(folder, user)
    data, port = folder / "data", free_port()
    initdb = [programs / "initdb", "-D", data, "-U", "studio", "-A", "trust", "-E", "UTF8"]
    try:
        subprocess.run([*initdb, "--no-sync"], user=user, check=True, stdout=subprocess.DEVNULL)
        options = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": folder,
            "fsync": "off",
            "max_connections": 60,
        }
        chosen = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with _running([programs / "postgres", "-D", data, *chosen], folder, user) as check:
            ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", port]
            _wait(lambda: _succeeds(ready), check)
            at = ["-h", "127.0.0.1", "-p", port, "-U", "studio"]
            _run([programs / "createdb", *at, "studio"])
            yield f"postgresql://studio@127.0.0.1:{port}/studio"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of our own that keeps nothing."""
    program, port = needs.needs_redis(), free_port()
    folder = tmp_path_factory.mktemp("redis")
    options = ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with _running([program, *options, "--dir", folder], folder) as check:
        _wait(lambda: _answers(port), check)
        yield f"redis://127.0.0.1:{port}/0"


@pytest.fixture(scope="session")
def s3() -> Iterator[S3]:
    """moto's S3 server with one bucket."""
    needs.needs_s3()
    import boto3
    from moto.server import ThreadedMotoServer

    keys = {"AWS_ACCESS_KEY_ID": "studio", "AWS_SECRET_ACCESS_KEY": "studio-secret"}
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        endpoint = f"http://{host}:{port}"
        client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
        )
        client.create_bucket(Bucket="originals")
        yield S3(endpoint, "originals", keys)
    finally:
        server.stop()


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        assert isinstance(port, int)
        return port


@contextmanager
def _running(
    command: Sequence[object], folder: Path, user: str | None = None
) -> Iterator[Callable[[], None]]:
    """Runs a server while entered; yields a check that it still lives, else AssertionError."""
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(word) for word in command], user=user, stdout=out, stderr=out, cwd=folder
        )

    def check() -> None:
        assert process.poll() is None, f"{command[0]} ended: {log.read_text()[-2000:]}"

    try:
        yield check
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(true: Callable[[], bool], check: Callable[[], None]) -> None:
    until = time.monotonic() + START_S
    while not true():
        check()
        assert time.monotonic() < until, f"the service didn't answer within {START_S} s"
        time.sleep(0.05)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def _succeeds(command: Sequence[object]) -> bool:
    return subprocess.run([str(word) for word in command], check=False).returncode == 0


def _run(command: Sequence[object]) -> None:
    subprocess.run([str(word) for word in command], check=True)


def _unprivileged() -> str:
    """The user that PostgreSQL runs as when the tests run as root."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"

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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests import needs

START_S = 90.0


@dataclass(frozen=True, slots=True)
class S3:
    """An S3 service with one empty bucket, and the environment with its credentials."""

    endpoint: str
    bucket: str
    environment: dict[str, str]


class Server:
    """A server program on an address and data of its own, which may be killed and started again."""

    def __init__(self, command: Sequence[object], folder: Path, user: str | None = None) -> None:
        self._command = [str(word) for word in command]
        self._folder, self._user = folder, user
        self._log = folder / "log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, answers: Callable[[], bool]) -> None:
        """Returns once it answers; AssertionError with its last words when it ends instead."""
        with self._log.open("ab") as out:
            self._process = subprocess.Popen(
                self._command, user=self._user, stdout=out, stderr=out, cwd=self._folder
            )
        until = time.monotonic() + START_S
        while not answers():
            said = f"{self._command[0]} ended: {self._log.read_text()[-2000:]}"
            assert self._process.poll() is None, said
            assert time.monotonic() < until, f"the service didn't answer within {START_S} s"
            time.sleep(0.05)

    def kill(self) -> None:
        """kill -9, of all its processes."""
        assert self._process is not None
        family = psutil.Process(self._process.pid)
        for one in [family, *family.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        self._process.wait(10)

    def stop(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()


@dataclass(frozen=True, slots=True)
class Running:
    """A service that runs: its address, and how to kill it and start it again."""

    url: str
    kill: Callable[[], None]
    start: Callable[[], None]


@contextmanager
def postgres() -> Iterator[Running]:
    """A PostgreSQL of our own; its database `studio` is empty at first."""
    programs = needs.needs_postgres()
    # PostgreSQL refuses to run as root, and its user can't look into pytest's folders.
    user = _unprivileged() if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="studio-postgres-"))
    if user:
        shutil.chown(folder, user)
    data, port = folder / "data", free_port()
    initdb = [programs / "initdb", "-D", data, "-U", "studio", "-A", "trust", "-E", "UTF8"]
    options = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": folder,
        "fsync": "off",
        "max_connections": 60,
    }
    chosen = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    server = Server([programs / "postgres", "-D", data, *chosen], folder, user)
    ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", port]

    def start() -> None:
        server.start(lambda: _succeeds(ready))

    try:
        subprocess.run([*initdb, "--no-sync"], user=user, check=True, stdout=subprocess.DEVNULL)
        start()
        _run([programs / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "studio", "studio"])
        yield Running(f"postgresql://studio@127.0.0.1:{port}/studio", server.kill, start)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis(folder: Path) -> Iterator[Running]:
    """A Redis of our own that keeps nothing."""
    program, port = needs.needs_redis(), free_port()
    options = ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = Server([program, *options, "--dir", folder], folder)

    def start() -> None:
        server.start(lambda: _answers(port))

    try:
        start()
        yield Running(f"redis://127.0.0.1:{port}/0", server.kill, start)
    finally:
        server.stop()


@contextmanager
def bucket(name: str) -> Iterator[tuple[S3, Running]]:
    """moto's S3 server with one bucket. It lives in our memory: a kill only ends its answers."""
    needs.needs_s3()
    import boto3
    from moto.server import ThreadedMotoServer

    keys = {"AWS_ACCESS_KEY_ID": "studio", "AWS_SECRET_ACCESS_KEY": "studio-secret"}
    serving: list[ThreadedMotoServer] = []

    def start() -> None:
        at = serving[-1].get_host_and_port()[1] if serving else 0
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=at, verbose=False)
        server.start()
        serving.append(server)

    def kill() -> None:
        serving[-1].stop()
        assert serving[-1]._server is not None
        serving[-1]._server.server_close()  # else the port stays taken

    start()
    try:
        host, port = serving[-1].get_host_and_port()
        endpoint = f"http://{host}:{port}"
        client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
        )
        client.create_bucket(Bucket=name)
        yield S3(endpoint, name, keys), Running(endpoint, kill, start)
    finally:
        kill()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL of our own; its database `studio` is empty at first."""
    with postgres() as running:
        yield running.url


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of our own that keeps nothing."""
    with redis(tmp_path_factory.mktemp("redis")) as running:
        yield running.url


@pytest.fixture(scope="session")
def s3() -> Iterator[S3]:
    """moto's S3 server with one bucket."""
    with bucket("originals") as (made, _):
        yield made


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        assert isinstance(port, int)
        return port


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

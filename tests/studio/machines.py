"""Two machines with web and worker each, and what stands behind them, all of it to be killed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from tests import services
from tests.inference.clusters import SECRET, Cluster, on_ray
from tests.studio.running import Studio

PATIENCE_S = 420.0
LOOK_S = 0.2


@dataclass(frozen=True, slots=True)
class Machines:
    """`one` and `other` share everything that is kept, and nothing else."""

    one: Studio
    other: Studio
    ray: Cluster
    database: services.Running
    redis: services.Running
    bucket: services.Running


@contextmanager
def machines(folder: Path) -> Iterator[Machines]:
    """Ready when entered."""
    for name in ("models", "redis", "ray", "one", "other"):
        (folder / name).mkdir()
    with ExitStack() as stack:
        database = stack.enter_context(services.postgres())
        redis = stack.enter_context(services.redis(folder / "redis"))
        s3, bucket = stack.enter_context(services.bucket("machines"))
        ray = stack.enter_context(on_ray(folder / "ray", folder / "models"))
        environment = {
            **s3.environment,
            "STUDIO_SECRET_KEY": "one key for all machines of these tests",
            "STUDIO_DATABASE_URL": database.url,
            "STUDIO_REDIS_URL": redis.url,
            "STUDIO_S3_BUCKET": s3.bucket,
            "STUDIO_S3_ENDPOINT": s3.endpoint,
            "STUDIO_INFERENCE_URL": ray.url,
            "STUDIO_INFERENCE_SECRET": SECRET,
            "STUDIO_INFERENCE_DEADLINE_S": "240",
            "STUDIO_INTERACTIVE_WAIT_S": "120",
            "STUDIO_RENDER_DEADLINE_S": "240",
            "STUDIO_WORKER_PROCESSES": "1",
            "STUDIO_RENDER_PROCESSES": "1",
        }
        started: list[Studio] = []
        for name, words in (("one", []), ("other", ["--no-migrate"])):
            options = ["--only", "web,worker", *words]
            started.append(Studio(folder / name, environment, options, start_s=PATIENCE_S))
            stack.callback(started[-1].stop)
        yield Machines(started[0], started[1], ray, database, redis, bucket)


def asking(studio: Studio, token: str) -> httpx.Client:
    """A program that waits for a slow machine."""
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=studio.url, headers=headers, timeout=300)


def patiently(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """The answer of a request that may be asked again: while something restarts, a program does."""
    end = time.monotonic() + PATIENCE_S
    while True:
        with suppress(httpx.TransportError):
            answer = ask()
            if answer.status_code < 500:
                return answer
            assert time.monotonic() < end, answer.text
        assert time.monotonic() < end, "nobody answers"
        time.sleep(LOOK_S)


@dataclass(slots=True)
class Editor:
    """A window that shows a document: saves through one machine, and hears of everybody's saves
    over a socket there, which it opens again with the last id that it saw."""

    studio: Studio
    token: str
    document: str
    name: str
    revision: int = 1
    last: int = 0
    heard: list[int] = field(default_factory=list)
    sent: int = 0
    _opened: ExitStack = field(default_factory=ExitStack)
    _socket: ClientConnection | None = None

    def save(self, layer: str, field: str, value: object) -> None:
        """A save counts once, however often it must be sent."""
        self.sent += 1
        body = {
            "revision": self.revision,
            "patch": [{"op": "set", "layer": layer, "field": field, "value": value}],
            "client": f"{self.name}/{self.sent}",
        }
        with asking(self.studio, self.token) as client:
            answer = patiently(lambda: client.patch(f"/api/documents/{self.document}", json=body))
        assert answer.status_code == 200, answer.text
        self.revision = answer.json()["revision"]

    def hears_of(self, revision: int) -> None:
        """Returns once the socket told of that save; every save is told once."""
        end = time.monotonic() + PATIENCE_S
        while revision not in self.heard:
            assert time.monotonic() < end, f"{self.name} heard of {self.heard}, not of {revision}"
            try:
                self._take(json.loads(self._open().recv(timeout=5)))
            except TimeoutError:
                continue
            except (WebSocketException, OSError):
                self.close()
                time.sleep(LOOK_S)

    def close(self) -> None:
        with suppress(WebSocketException, OSError):
            self._opened.close()
        self._socket = None

    def _take(self, said: dict[str, Any]) -> None:
        if said["kind"] != "ready":
            self.last = max(self.last, said["id"])
        if said["kind"] == "document.changed" and said["data"]["id"] == self.document:
            self.heard.append(said["data"]["revision"])

    def _open(self) -> ClientConnection:
        if self._socket is None:
            address = self.studio.url.replace("http", "ws") + f"/ws/events?after={self.last}"
            headers = {"Authorization": f"Bearer {self.token}"}
            opening = connect(address, additional_headers=headers, open_timeout=30)
            self._socket = self._opened.enter_context(opening)
        return self._socket

"""What only a real server shows: bodies that break off, lie about their size, or never end."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.studio.running import Studio

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def token(studio: Studio) -> str:
    return studio.token("web")


@pytest.fixture(scope="module")
def live(studio: Studio, token: str) -> Iterator[httpx.Client]:
    with studio.client(token) as client:
        yield client


def request(studio: Studio, token: str, headers: str, body: bytes = b"") -> socket.socket:
    """A connection on which an upload was begun."""
    opened = socket.create_connection(("127.0.0.1", studio.port), timeout=10)
    head = (
        "POST /api/originals HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Bearer {token}\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\n{headers}\r\n\r\n"
    )
    opened.sendall(head.encode() + body)
    return opened


def files(studio: Studio) -> set[Path]:
    return set((studio.folder / "var/tmp").rglob("*"))


def test_a_declared_giant_is_refused_before_it_is_sent(studio: Studio, token: str) -> None:
    with request(studio, token, "Content-Length: 99999999999") as opened:
        answer = opened.recv(4096)
    assert answer.startswith(b"HTTP/1.1 413")


def test_an_endless_body_is_cut_off(studio: Studio, live: httpx.Client) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 400 * MIB:
            sent += MIB
            yield bytes(MIB)

    try:
        answer = live.post(
            "/api/originals",
            content=endless(),
            headers={"Content-Type": "multipart/form-data; boundary=b"},
        )
    except httpx.WriteError:
        # The connection was closed while we went on sending.
        pass
    else:
        assert answer.status_code == 413
    assert sent < 300 * MIB
    assert live.get("/api/workspace").status_code == 200


def test_an_upload_that_breaks_off_leaves_nothing(
    studio: Studio, token: str, live: httpx.Client
) -> None:
    before = files(studio)
    part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    for headers in ("Content-Length: 5000000", "Transfer-Encoding: chunked"):
        body = part + bytes(2 * MIB)
        chunk = f"{len(body):x}\r\n".encode() + body + b"\r\n"
        request(studio, token, headers, chunk if "chunked" in headers else body).close()
    until = time.monotonic() + 5
    while files(studio) != before and time.monotonic() < until:
        time.sleep(0.05)
    assert files(studio) == before
    assert live.get("/api/originals").json()["count"] == 0


def test_nonsense_on_the_wire_is_a_400(studio: Studio) -> None:
    with socket.create_connection(("127.0.0.1", studio.port), timeout=10) as opened:
        opened.sendall(b"\x00\x01 nonsense\r\n\r\n")
        assert opened.recv(64).startswith(b"HTTP/1.1 400")


def test_a_reader_that_leaves_in_the_middle_harms_nobody(
    studio: Studio, live: httpx.Client, token: str
) -> None:
    photo = (Path(__file__).parent.parent / "pictures/person.jpg").read_bytes()
    made = live.post("/api/originals", files={"file": ("person.jpg", photo)}).json()
    path = f"/cdn-cgi/image/width=2000,fit=cover,blur=50,format=png/{made['id']}"
    for _ in range(4):
        with socket.create_connection(("127.0.0.1", studio.port), timeout=10) as opened:
            said = (
                f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n"
            )
            opened.sendall(said.encode())
    answer = live.get(path)
    assert answer.status_code == 200
    assert len(answer.content) == int(answer.headers["content-length"])
    live.delete(f"/api/originals/{made['id']}")


def test_answers_say_how_long_they_are(live: httpx.Client) -> None:
    for path in ("/api/workspace", "/healthz", "/docs", "/nowhere"):
        answer = live.get(path)
        assert answer.headers["content-length"] == str(len(answer.content)), path

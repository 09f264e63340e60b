"""A small web server with one file of weights; it notes what was asked and can misbehave."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

BODY = bytes(range(256)) * 4096
DIGEST = sha256(BODY).hexdigest()


@dataclass
class Shelf:
    """What the server is, and what it was asked."""

    url: str = ""
    ranges: bool = True
    breaks: list[int] = field(default_factory=list)
    """After how many bytes of an answer the connection is cut, one entry per answer."""
    status: int = 200
    tells_length: bool = True
    asked: list[str | None] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)


def answering(shelf: Shelf) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.answer(b"")

        def do_GET(self) -> None:
            shelf.asked.append(self.headers.get("range"))
            self.answer(BODY)

        def answer(self, body: bytes) -> None:
            shelf.tokens.append(self.headers.get("authorization"))
            if shelf.status != 200:
                self.send_error(shelf.status)
                return
            wanted = self.headers.get("range") if shelf.ranges else None
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
            if wanted and start >= len(BODY):
                self.send_error(416)
                return
            self.send_response(206 if wanted else 200)
            if shelf.tells_length:
                self.send_header("content-length", str(len(BODY) - start))
            self.send_header("x-linked-etag", f'"{DIGEST}"')
            self.send_header("x-linked-size", str(len(BODY)))
            self.send_header("x-repo-commit", "c" * 40)
            self.send_header("etag", f'"{DIGEST}"')
            self.end_headers()
            stop = start + shelf.breaks.pop(0) if body and shelf.breaks else None
            self.wfile.write(body[start:stop])
            if stop is not None:
                self.wfile.flush()
                self.connection.close()

        def log_message(self, *words: Any) -> None:
            pass

    return Handler


@contextmanager
def weight_server() -> Iterator[Shelf]:
    made = Shelf()
    server = ThreadingHTTPServer(("127.0.0.1", 0), answering(made))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_port}/w.pth"
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

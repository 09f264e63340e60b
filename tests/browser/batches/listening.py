"""An address on this machine that batches tell when they are done."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Listener:
    """What was told, and where."""

    url: str = ""
    told: list[tuple[str, bytes]] = field(default_factory=list)

    def said(self, secret: str) -> dict[str, Any]:
        """What was told last, once its signature holds under the secret."""
        header, body = self.told[-1]
        parts = dict(one.split("=") for one in header.split(","))
        good = hmac.new(secret.encode(), f"{parts['t']}.".encode() + body, hashlib.sha256)
        assert hmac.compare_digest(parts["v1"], good.hexdigest())
        said: dict[str, Any] = json.loads(body)
        return said


@contextmanager
def listening() -> Iterator[Listener]:
    """Answers 204 to everything until the block ends."""
    listener = Listener()

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            listener.told.append((self.headers["X-Studio-Signature"], body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: what was told is kept."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    listener.url = f"http://127.0.0.1:{server.server_port}/done"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

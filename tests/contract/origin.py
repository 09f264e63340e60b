"""A site of pictures on loopback: what a case's origin answers."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4


@dataclass(frozen=True)
class Page:
    """An answer of the site."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Origin:
    """Serves pages by their paths and keeps what it was asked: path and headers."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def put(self, page: Page, path: str = "") -> str:
        """The address under which the page is now found."""
        path = path or f"/{uuid4().hex}"
        self.pages[path] = page
        return self.url + path

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        origin = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                origin.asked.append((self.path, headers))
                page = origin.pages.get(self.path, Page(b"nothing here", 404))
                etag = page.headers.get("ETag")
                if etag and headers.get("if-none-match") == etag:
                    page = Page(b"", 304, page.headers)
                self.send_response(page.status)
                told = {"Content-Length": str(len(page.body)), **page.headers}
                for name, value in told.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(page.body)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing on stderr."""

        return Handler

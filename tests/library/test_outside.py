"""Requests to addresses that users name reach public machines only."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from editor.errors import Busy, InvalidOption
from editor.library import outside


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "https:///path",
        "https://name:password@example.com/",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://exa mple.com/",
        "https://b\u00fccher.example/",
        "https://example.com/" + "x" * 2000,
        "javascript:alert(1)",
        "//example.com",
        "",
    ],
)
def test_only_plain_addresses_of_the_web_are_read(url: str) -> None:
    with pytest.raises(InvalidOption) as caught:
        outside.parsed(url)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1"),
        *("fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
        *("2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "fec0::1", "::127.0.0.1"),
        "not an address",
    ],
)
def test_addresses_that_aren_t_public_are_known(address: str) -> None:
    assert not outside.is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f::1", "64:ff9b::5db8:d70e"])
def test_public_addresses_are_known(address: str) -> None:
    assert outside.is_public(address)


def answered(*addresses: str) -> Any:
    """What a look-up of a name gives."""
    return lambda host, port, **more: [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses
    ]


def test_a_name_with_one_private_address_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answered("93.184.215.14", "127.0.0.1"))
    with pytest.raises(InvalidOption, match="public"):
        outside.addresses("sly.example", 443)
    monkeypatch.setattr(socket, "getaddrinfo", answered("93.184.215.14"))
    assert outside.addresses("fine.example", 443) == ["93.184.215.14"]


def test_numbers_in_other_spellings_lead_nowhere_private() -> None:
    for host in ("127.1", "2130706433", "0x7f000001", "localhost"):
        with pytest.raises((InvalidOption, Busy)):
            outside.post(f"http://{host}/", b"", {}, 2)


class Listener(BaseHTTPRequestHandler):
    """Notes what it is told; redirects to itself under /elsewhere."""

    said: list[tuple[str, bytes, dict[str, str]]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.said.append((self.path, body, dict(self.headers)))
        self.send_response(307 if self.path == "/elsewhere" else 204)
        self.send_header("Location", "/hook")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def listener() -> Iterator[HTTPServer]:
    handler = type("Own", (Listener,), {"said": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_private_machine_is_told_only_where_the_owner_allows_it(listener: HTTPServer) -> None:
    url = f"http://127.0.0.1:{listener.server_port}/hook?x=1"
    with pytest.raises(InvalidOption, match="public"):
        outside.post(url, b"{}", {}, 5)
    assert outside.post(url, b"{}", {"X-Own": "yes"}, 5, private=True) == 204
    [(path, body, headers)] = listener.RequestHandlerClass.said  # type: ignore[attr-defined]
    assert (path, body, headers["X-Own"]) == ("/hook?x=1", b"{}", "yes")


def test_redirects_aren_t_followed(listener: HTTPServer) -> None:
    url = f"http://127.0.0.1:{listener.server_port}/elsewhere"
    assert outside.post(url, b"{}", {}, 5, private=True) == 307
    assert len(listener.RequestHandlerClass.said) == 1  # type: ignore[attr-defined]


def test_a_machine_that_doesn_t_answer_may_be_asked_again() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(Busy):
        outside.post(f"http://127.0.0.1:{port}/", b"", {}, 2, private=True)

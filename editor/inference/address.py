"""Where a client finds the service: `http://host:port`, or `unix:///path` of a socket file."""

from __future__ import annotations

import httpx

UNIX = "unix://"
NOBODY = "http://inference"
"""What a socket file is called in requests; nobody looks it up."""


def socket_file(url: str) -> str | None:
    """The path of the socket, None for addresses of the net."""
    return url.removeprefix(UNIX) if url.startswith(UNIX) else None


def base_of(url: str) -> str:
    """The address as requests name it."""
    return NOBODY if url.startswith(UNIX) else url


def transport(url: str) -> httpx.HTTPTransport | None:
    """The way through a socket file; None where the usual way does."""
    path = socket_file(url)
    return None if path is None else httpx.HTTPTransport(uds=path)


def async_transport(url: str) -> httpx.AsyncHTTPTransport | None:
    """The same for an event loop."""
    path = socket_file(url)
    return None if path is None else httpx.AsyncHTTPTransport(uds=path)

"""The listening sockets. The supervisor holds them, so that requests wait in the backlog while
a child restarts."""

from __future__ import annotations

import errno
import ipaddress
import socket
from urllib.parse import urlsplit

from editor.conf import Conf
from editor.errors import BadRequest
from editor.management.supervisor import unix

BACKLOG = 512
SHORTEST_TOKEN = 16
LAST_PORT = 65_535


def is_loopback(host: str) -> bool:
    """True when `host` can only be reached from this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def refuse_open_door(conf: Conf) -> None:
    """BadRequest when others could reach the studio and no access token guards it."""
    if is_loopback(conf.host):
        return
    remedy = (
        "Set STUDIO_ACCESS_TOKEN to a secret of at least "
        f"{SHORTEST_TOKEN} characters (`openssl rand -hex 24` makes one), or leave HOST out."
    )
    if not conf.access_token:
        raise BadRequest(
            f"Others could reach the studio on {conf.host}, and no access token guards it.",
            remedy=remedy,
        )
    if len(conf.access_token) < SHORTEST_TOKEN:
        raise BadRequest("The access token is too short to guard the studio.", remedy=remedy)


def listen(host: str, port: int, setting: str) -> socket.socket:
    """A listening TCP socket; port 0 takes a free one. BadRequest when it can't be had."""
    if not 0 <= port <= LAST_PORT:
        raise BadRequest(
            f"{port} isn't a port.", remedy=f"{setting} takes 0 (any free one) to {LAST_PORT}."
        )
    try:
        address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[4][:2], family=address[0], backlog=BACKLOG)
    except OSError as error:
        reason = "it is in use" if error.errno == errno.EADDRINUSE else str(error)
        raise BadRequest(
            f"Can't listen on {host}, port {port}: {reason}.",
            remedy=f"{setting} chooses another, such as {setting}={(port or 8000) + 1}.",
        ) from None


def listen_for_inference(conf: Conf) -> socket.socket:
    """The socket of our own inference child: a free loopback port, or where INFERENCE_URL says."""
    if not conf.inference_url:
        return listen("127.0.0.1", 0, "STUDIO_INFERENCE_URL")
    if unix.is_unix(conf.inference_url):
        return unix.listen(conf.inference_url)
    url = urlsplit(conf.inference_url)
    host = url.hostname or "127.0.0.1"
    if not is_loopback(host) and len(conf.inference_secret) < SHORTEST_TOKEN:
        raise BadRequest(
            f"Others could reach the inference service on {host} without a secret.",
            remedy=f"Set STUDIO_INFERENCE_SECRET to at least {SHORTEST_TOKEN} characters.",
        )
    return listen(host, url.port or 80, "STUDIO_INFERENCE_URL")


def address_of(listening: socket.socket) -> str:
    """Where a program on this machine reaches the socket: `http://host:port`, `unix:///path`."""
    if listening.family == socket.AF_UNIX:
        return f"{unix.PREFIX}{listening.getsockname()}"
    host, port = listening.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

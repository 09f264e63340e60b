"""Fetching a picture from another host: only from where it may come, at the address that was
judged, bounded in bytes, in time and in redirects.

Every hop is judged anew: its address by the rules, and every IP address of its name. The
connection goes to a judged IP address, so that no second look-up can lead elsewhere.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

from editor.errors import (
    BadRedirect,
    InvalidSource,
    NotFound,
    SourceCutOff,
    SourceFailed,
    SourceForbidden,
    SourceMisunderstood,
    SourceRefused,
    SourceSlow,
    SourceUnknown,
    SourceUnreachable,
    StudioError,
    TooManyRedirects,
)
from editor.library.deadline import Deadline
from editor.library.incoming import Arrived, receive, too_large
from editor.library.outside import is_public
from editor.plan.remote import PORTS, redirected

VIA = "1.1 image-resizing"
"""A host that turns requests into transform URLs knows by this token which ones to answer."""
HOPS = 5
PIECE = 64 * 1024
_REDIRECTS = (301, 302, 303, 307, 308)

Resolve = Callable[[str, int], list[str]]


def resolved(host: str, port: int) -> list[str]:
    """The IP addresses of a name; SourceUnknown when it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise SourceUnknown(
            f"The host {host[:100]!r} has no address.", remedy="Check its name."
        ) from None
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True, slots=True)
class Way:
    """How pictures are fetched. `private` lets connections go to machines of the private net."""

    permits: Callable[[str], bool]
    bytes: int
    timeout_s: float
    private: bool = False
    resolve: Resolve = resolved


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: `arrived` is None when the copy that is known still holds. Names of headers are
    in lower case."""

    arrived: Arrived | None
    headers: Mapping[str, str] = field(default_factory=dict)


def fetch(url: str, to: Path, way: Way, known: Mapping[str, str] | None = None) -> Fetched:
    """The picture at `url` (in its normal form), written to `to`. `known` holds the conditional
    headers of the copy that is there.

    SourceForbidden, SourceUnknown, SourceUnreachable, SourceSlow, SourceCutOff, SourceRefused,
    NotFound, SourceFailed, TooManyRedirects, BadRedirect or TooLarge.
    """
    until = Deadline.after(way.timeout_s)
    for hop in range(HOPS + 1):
        if not way.permits(url):
            raise forbidden(url, hop)
        with _Exchange(url, way, until) as exchange:
            answer = exchange.get(known or {})
            if answer.status not in _REDIRECTS:
                return _taken(exchange, answer, to)
            location = answer.getheader("Location") or ""
        if not location:
            raise BadRedirect("The picture's host redirects and doesn't say where to.")
        try:
            url = redirected(url, location)
        except InvalidSource as error:
            raise BadRedirect(f"The picture's host redirects. {error.text}") from None
    raise TooManyRedirects(
        f"The picture's address leads on more than {HOPS} times.", remedy="Name the last address."
    )


def forbidden(url: str, hop: int = 0) -> SourceForbidden:
    """The contract's text: it is what its clients look for."""
    host = urlsplit(url).netloc[:100]
    led = "redirects there" if hop else "was asked for"
    return SourceForbidden(
        f"Transformation origin is not in allowed origins list: {host} {led}.",
        remedy="The studio's owner can add it to STUDIO_REMOTE_SOURCES.",
    )


class _Exchange:
    """One request and its answer on a connection of their own, which is cut at the deadline."""

    def __init__(self, url: str, way: Way, until: Deadline) -> None:
        self._parts, self.way, self._until = urlsplit(url), way, until
        self.host = self._parts.hostname or ""
        self._socket: socket.socket | None = None
        self._cut: threading.Timer | None = None
        self._was_cut = False

    def __enter__(self) -> _Exchange:
        return self

    def __exit__(self, *_: object) -> None:
        if self._cut is not None:
            self._cut.cancel()
        if self._socket is not None:
            self._socket.close()

    def get(self, known: Mapping[str, str]) -> HTTPResponse:
        """The head of the answer."""
        scheme = self._parts.scheme
        port = self._parts.port or PORTS[scheme]
        self._socket = self._connected(port)
        # It stops an answer that trickles, too: each of its bytes comes in time.
        self._cut = threading.Timer(self._until.left_s, self._shut)
        self._cut.daemon = True
        self._cut.start()
        try:
            if scheme == "https":
                self._socket = secure = _tls().wrap_socket(
                    self._socket, server_hostname=self.host, do_handshake_on_connect=False
                )
                secure.do_handshake()
            connection = HTTPConnection(self.host, port)
            connection.auto_open = 0  # never to an address that wasn't judged
            connection.sock = self._socket
            query = f"?{self._parts.query}" if self._parts.query else ""
            path = f"{self._parts.path or '/'}{query}"
            connection.request("GET", path, headers={**self._headers(), **known})
            answer = connection.getresponse()
            self.check_whole()
            return answer
        except (OSError, HTTPException) as error:
            raise self.failure(error, SourceUnreachable) from None

    def check_whole(self) -> None:
        """TimeoutError when the connection was cut: what came of it looks like an end."""
        if self._was_cut:
            raise TimeoutError

    def _shut(self) -> None:
        self._was_cut = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _connected(self, port: int) -> socket.socket:
        addresses = self.way.resolve(self.host, port)
        if not self.way.private and not all(is_public(one) for one in addresses):
            raise SourceForbidden(
                "The picture's host isn't on the public net.",
                remedy="The studio's owner can allow that with STUDIO_REMOTE_PRIVATE.",
            )
        problem: OSError = ConnectionError("no address")
        for address in addresses:
            left_s = self._until.left_s
            if left_s <= 0:
                problem = TimeoutError()
                break
            try:
                return socket.create_connection((address, port), left_s)
            except OSError as error:
                problem = error
        raise self.failure(problem, SourceUnreachable)

    def _headers(self) -> dict[str, str]:
        port, scheme = self._parts.port, self._parts.scheme
        named = f"[{self.host}]" if ":" in self.host else self.host
        own = port is None or port == PORTS[scheme]
        return {
            "Host": named if own else f"{named}:{port}",
            "Accept": "image/*",
            "Accept-Encoding": "identity",
            "User-Agent": "Studio (image-resizing)",
            "Via": VIA,
            "Connection": "close",
        }

    def failure(self, error: Exception, kind: type[StudioError]) -> StudioError:
        """Our error for one of the connection's; `kind` unless the time was over."""
        host = self.host[:100]
        if isinstance(error, TimeoutError) or self._was_cut:
            return SourceSlow(
                f"{host} didn't send the picture within {self.way.timeout_s:g} s.",
                remedy="Try again; the studio's owner can raise STUDIO_REMOTE_TIMEOUT_S.",
            )
        return kind(
            f"The picture didn't come from {host} ({type(error).__name__}).", remedy="Try again."
        )


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _taken(exchange: _Exchange, answer: HTTPResponse, to: Path) -> Fetched:
    headers = {name.lower(): value for name, value in answer.getheaders()}
    if answer.status == 304:
        return Fetched(None, headers)
    _check_status(exchange.host[:100], answer.status)
    limit = exchange.way.bytes
    told = headers.get("content-length", "")
    if told.isdecimal() and int(told) > limit:
        raise too_large(limit)
    if headers.get("content-encoding", "identity") != "identity":
        raise SourceCutOff(f"{exchange.host[:100]} packed the picture, which nobody asked for.")
    return Fetched(receive(_pieces(exchange, answer, told), to, limit), headers)


def _pieces(exchange: _Exchange, answer: HTTPResponse, told: str) -> Iterator[bytes]:
    got = 0
    try:
        while piece := answer.read1(PIECE):
            got += len(piece)
            yield piece
        exchange.check_whole()
    except (OSError, HTTPException, ValueError) as error:
        raise exchange.failure(error, SourceCutOff) from None
    if told.isdecimal() and got < int(told):
        raise exchange.failure(ConnectionError(), SourceCutOff)


def _check_status(host: str, status: int) -> None:
    """What the contract says about a source that doesn't answer 200."""
    said = f"{host} answered {status}."
    if status == 200:
        return
    if status == 404:
        raise NotFound(f"{said} The picture isn't there.", remedy="Check its address.")
    if status == 400:
        raise SourceMisunderstood(said, remedy="Check the picture's address.")
    if status in (401, 403, 407):
        raise SourceRefused(said, remedy="Pictures are fetched without cookies and passwords.")
    if 400 < status < 500:
        raise SourceRefused(said, remedy="Open the picture's address in a browser, or try later.")
    raise SourceFailed(said, remedy="Try again later.")

"""Requests to addresses that users name: only to public machines, at the address that was judged.

A name is looked up once. Every address that it has must be public, and the connection goes to that
very address, so that a second look-up can't lead elsewhere. Redirects aren't followed.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from editor.errors import Busy, InvalidOption

PORTS = {"https": 443, "http": 80}
LONGEST = 2000
READ_BYTES = 64 * 1024


def parsed(url: str) -> SplitResult:
    """The address in parts; InvalidOption unless it is a plain http or https address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _refused("it can't be read") from None
    if len(url) > LONGEST or not url.isascii() or any(c.isspace() for c in url):
        raise _refused("it is too long, or holds blanks or other letters than ASCII")
    if parts.scheme not in PORTS or not parts.hostname:
        raise _refused("it isn't an http or https address")
    if parts.username or parts.password:
        raise _refused("it holds a name or a password")
    if port == 0:
        raise _refused("it has no port")
    return parts


def addresses(host: str, port: int, *, private: bool = False) -> list[str]:
    """The machine's addresses. InvalidOption when one of them isn't public (unless `private`);
    Busy when its name can't be looked up now."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Busy(
            f"The name {host[:100]!r} can't be looked up.", remedy="Try again.", retry_after_s=5
        ) from None
    listed = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not private and not all(is_public(one) for one in listed):
        raise _refused("it leads to a machine that isn't on the public net")
    return listed


def is_public(address: str) -> bool:
    """False for loopback, private, link-local, shared, reserved and multicast addresses, also
    where IPv6 carries one of IPv4."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inner is not None and not is_public(str(inner)):
            return False
        # NAT64 carries any address of IPv4.
        if found in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
        # What IPv6 reserves holds further ways to addresses of IPv4; site-local is an old private.
        if found.is_reserved or found.is_site_local:
            return False
    return found.is_global and not found.is_multicast


def post(
    url: str, body: bytes, headers: Mapping[str, str], timeout_s: float, *, private: bool = False
) -> int:
    """The status that the address answers. Busy when it doesn't; InvalidOption when it may not
    be asked."""
    parts = parsed(url)
    host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
    [at, *_] = addresses(host, port, private=private)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = None
    try:
        connection = _connection(parts.scheme, host, port, at, timeout_s)
        connection.request("POST", path, body, dict(headers))
        answer = connection.getresponse()
        answer.read(READ_BYTES)
        return answer.status
    except (OSError, HTTPException) as error:
        raise Busy(
            f"{host[:100]} didn't answer ({type(error).__name__}).",
            remedy="It is tried again.",
            retry_after_s=5,
        ) from None
    finally:
        if connection is not None:
            connection.close()


def _connection(scheme: str, host: str, port: int, at: str, timeout_s: float) -> HTTPConnection:
    """A connection to the judged address; the certificate must be the name's."""
    if scheme == "http":
        plain = HTTPConnection(host, port, timeout=timeout_s)
        plain.sock = socket.create_connection((at, port), timeout_s)
        return plain
    context = ssl.create_default_context()
    secure = HTTPSConnection(host, port, timeout=timeout_s, context=context)
    raw = socket.create_connection((at, port), timeout_s)
    secure.sock = context.wrap_socket(raw, server_hostname=host)
    return secure


def _refused(why: str) -> InvalidOption:
    return InvalidOption(
        f"This address isn't asked: {why}.", remedy="Use the https address of a public machine."
    )

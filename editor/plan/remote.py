"""Addresses of pictures on other hosts, in their one written form."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urljoin, urlsplit

from editor.errors import InvalidSource

LONGEST = 2048
_STARTS = re.compile(r"(https?):/+", re.IGNORECASE)
_PACKED = re.compile(r"https?%3a(%2f|/)", re.IGNORECASE)
_KEPT = "".join(map(chr, range(0x21, 0x7F)))
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:/", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?|[0-9a-f:.]+")
_PRINTED = re.compile(r"[!-~]+")
PORTS = {"https": 443, "http": 80}
_DOTS = frozenset((".", ".."))


def is_remote(source: str) -> bool:
    """True for what starts like an address; proxies merge slashes, so `https:/host` does, too."""
    return _STARTS.match(source) is not None


def unpacked(source: str) -> str:
    """The address that was percent-encoded as a whole, as some clients do with what they put into
    a path; anything else as it is."""
    return quote(unquote(source), safe=_KEPT) if _PACKED.match(source) else source


def refuse_schemes(source: str) -> None:
    """InvalidSource for an address of a kind that pictures aren't fetched by, such as `ftp:`."""
    if _SCHEME.match(source):
        raise _refused("it isn't an http or https address")


def normal(url: str) -> str:
    """The address with its scheme and host in lower case and without a default port or a
    fragment. InvalidSource for anything but a plain http or https address."""
    text = _STARTS.sub(lambda found: f"{found[1].lower()}://", url, count=1)
    if len(text) > LONGEST or not _PRINTED.fullmatch(text) or "\\" in text:
        raise _refused("it is too long, or holds spaces or letters that must be percent-encoded")
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise _refused("it can't be read") from None
    if parts.scheme not in PORTS or not _HOST.fullmatch(host):
        raise _refused("it isn't an http or https address with a host")
    if parts.username is not None or parts.password is not None:
        raise _refused("it holds a name or a password")
    # Many servers decode a path before they walk it: an encoded slash parts it, too.
    if not _DOTS.isdisjoint(re.split(r"[/\\]", unquote(parts.path))):
        raise _refused("it holds . or .. as a part of its path")
    shown = f"[{host}]" if ":" in host else host
    if port is not None and port != PORTS[parts.scheme]:
        shown += f":{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{shown}{parts.path or '/'}{query}"


def from_source(source: str, query: str, origin: str = "") -> str:
    """The address that the end of a transform URL names: an address, or a path under `origin`.

    The query of the request belongs to it. Clients that can't send one write `%3F`.
    """
    if not query:
        source = re.sub("%3f", "?", source, count=1, flags=re.IGNORECASE)
    if not is_remote(source):
        source = f"{origin.rstrip('/')}/{source.lstrip('/')}"
    return normal(f"{source}?{query}" if query else source)


def redirected(url: str, location: str) -> str:
    """Where a redirect from `url` leads; InvalidSource like `normal`."""
    try:
        return normal(urljoin(url, location.strip()))
    except ValueError:
        raise _refused("it can't be read") from None


def _refused(why: str) -> InvalidSource:
    return InvalidSource(
        f"The address of the picture isn't possible: {why}.",
        remedy="Write https://host/path, percent-encoded.",
    )

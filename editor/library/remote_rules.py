"""Which addresses pictures may be fetched from: a list of places, each scheme, host and path."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from editor.errors import BadRequest
from editor.plan.remote import PORTS

_PLACE = re.compile(
    r"(?:(?P<scheme>https?)://)?"
    r"(?P<wide>\*\.)?(?P<host>\*|[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::(?P<port>\d{1,5}))?(?P<path>/\S*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """`host` `*` is every host. `subdomains` covers the host itself, too; `port` None is the
    scheme's own."""

    scheme: str
    host: str
    subdomains: bool
    port: int | None
    path: str

    def holds(self, url: str) -> bool:
        """True when the address, in its normal form, lies here."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        here = self.host in ("*", host) or (self.subdomains and host.endswith(f".{self.host}"))
        same = parts.scheme == self.scheme and parts.port == self.port
        return here and same and parts.path.startswith(self.path)


@lru_cache(maxsize=8)
def places(text: str) -> tuple[Place, ...]:
    """The places in a comma-separated list, which is read once however often it is asked for;
    BadRequest for one that can't be read."""
    return tuple(_place(one.strip()) for one in text.split(",") if one.strip())


def _place(text: str) -> Place:
    found = _PLACE.fullmatch(text)
    if found is None:
        raise BadRequest(
            f"{text[:80]!r} is no place that pictures can come from.",
            remedy="Write example.com, *.example.com or example.com/photos/.",
        )
    scheme = (found["scheme"] or "https").lower()
    port = int(found["port"]) if found["port"] else None
    return Place(
        scheme,
        found["host"].strip("[]").lower(),
        found["wide"] is not None,
        None if port == PORTS[scheme] else port,
        found["path"] or "/",
    )

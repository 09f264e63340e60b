"""Addresses of shared documents: `/s/<id>.<signature>`, so that ids alone open nothing."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from editor.conf import current
from editor.flows.share import no_link
from editor.models import Share

PREFIX = "/s/"
_ID_CHARACTERS = 22
"""Of 16 bytes in base64 without padding."""


def is_link(path: str) -> bool:
    """True for the address of a link and what belongs to it, be its signature right or wrong."""
    return path.startswith(PREFIX)


def address(share: Share) -> str:
    """The path of a link."""
    return f"{PREFIX}{token(share.pk)}"


def absolute(request: HttpRequest, path: str) -> str:
    """The same with scheme and host, as others can use it."""
    base = current().public_url.rstrip("/") or f"{request.scheme}://{request.get_host()}"
    return base + path


def token(id: UUID) -> str:
    """Id and signature, both in base64 for addresses: 45 characters."""
    return f"{_text(id.bytes)}.{_text(_signature(id))}"


def id_of(given: str) -> UUID:
    """The id of a token whose signature fits; NotFound otherwise."""
    try:
        id = UUID(bytes=urlsafe_b64decode(given[:_ID_CHARACTERS] + "=="))
    except ValueError:
        raise no_link() from None
    # Also the only spelling of it: the last character of base64 has bits to spare.
    if not hmac.compare_digest(given.encode(), token(id).encode()):
        raise no_link()
    return id


def _signature(id: UUID) -> bytes:
    key = hmac.digest(settings.SECRET_KEY.encode(), b"studio.share", "sha256")
    return hmac.digest(key, id.bytes, "sha256")[:16]


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")

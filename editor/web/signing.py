"""Signed addresses: whoever holds one may fetch that one picture, or use the images binding,
without an account.

`sig` is the HMAC-SHA256 of the path and the rest of the query, exactly as sent; the key belongs
to one workspace and is derived from the secret key. `exp` (Unix seconds) is optional.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from urllib.parse import SplitResult, parse_qs, urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from editor.errors import BadRequest, Forbidden
from editor.web.binding.doors import PROXIED
from editor.web.request import query_string, raw_path

DOORS = ("/cdn-cgi/image/", "/p/", PROXIED)
_SENDABLE = re.compile(r"[!-~]+")


def signed(
    url: str, workspace: UUID, expires: int | None = None, *, is_remote: bool = False
) -> str:
    """`url` (a path, perhaps with a query) with `exp` and `sig`; BadRequest for other doors.
    `is_remote`: it shows a picture of another host."""
    if not _SENDABLE.fullmatch(url):
        # Clients would encode it before they send it, and the signature fits only what is sent.
        raise BadRequest(
            "The address holds characters that no client sends as they are.",
            remedy="Percent-encode spaces and everything beyond ASCII.",
        )
    parts = _parted(url)
    if parts is None or parts.scheme or parts.netloc or not parts.path.startswith(DOORS):
        raise BadRequest(
            "Only picture addresses, and that of the images binding, can be signed.",
            remedy=f"Give a path that starts with /cdn-cgi/image/ or /p/, or {PROXIED}.",
        )
    query = [part for part in parts.query.split("&") if part and not _is_ours(part)]
    if is_remote or parts.path.startswith(("/p/", PROXIED)):
        # The address names no owner; the signature says whose permission this is.
        query.append(f"ws={workspace.hex}")
    if expires is not None:
        query.append(f"exp={expires}")
    said = "&".join(query)
    sig = signature(workspace, parts.path, said)
    return f"{parts.path}?{said}{'&' if said else ''}sig={sig}"


def signature(workspace: UUID, path: str, query: str) -> str:
    """Hex HMAC-SHA256 of `path?query` under the workspace's key."""
    key = hmac.digest(settings.SECRET_KEY.encode(), b"studio.sign" + workspace.bytes, "sha256")
    return hmac.new(key, f"{path}?{query}".encode(), hashlib.sha256).hexdigest()


def is_signed(request: HttpRequest) -> bool:
    """True when the address claims a signature, be it right or wrong."""
    return request.path.startswith(DOORS) and "sig" in request.GET


def signer(request: HttpRequest) -> UUID:
    """The workspace that a signed address names; Forbidden when it names none."""
    try:
        return UUID(hex=request.GET.get("ws", ""))
    except ValueError:
        raise refused() from None


def check(request: HttpRequest, workspace: UUID) -> int | None:
    """Seconds that the signature still holds, None for always; Forbidden when it doesn't."""
    parts = [part for part in query_string(request).split("&") if part]
    rest = "&".join(part for part in parts if not part.startswith("sig="))
    expected = signature(workspace, raw_path(request), rest)
    given = request.GET.get("sig", "")
    if not hmac.compare_digest(expected.encode(), given.encode()):
        raise refused()
    # Once per name: two `exp` would let the reader choose.
    exp = parse_qs(rest).get("exp", [])
    if not exp:
        return None
    left = int(exp[0]) - int(time.time()) if len(exp) == 1 and exp[0].isdecimal() else 0
    if left <= 0:
        raise Forbidden("The signature has expired.", remedy="Ask its owner for a new address.")
    return left


def refused() -> Forbidden:
    """One answer for a wrong signature and for a picture that isn't there."""
    return Forbidden(
        "The signature doesn't fit this address.", remedy="Use the address as it was given out."
    )


def _is_ours(part: str) -> bool:
    return part.partition("=")[0] in ("sig", "exp", "ws")


def _parted(url: str) -> SplitResult | None:
    """None for what can't be an address at all, such as half of an IPv6 host."""
    try:
        return urlsplit(url)
    except ValueError:
        return None

"""Who asks: a bearer token or a browser's signed cookie, turned into a workspace.

HTTP middleware and sockets both read it here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.utils import timezone

from editor.models import Token, Workspace

SALT = "studio.workspace"
BEARER = "bearer "


def cookie_value(workspace: UUID) -> str:
    """What a browser's cookie holds: the workspace's id and our signature of it."""
    return Signer(salt=SALT).sign(workspace.hex)


def by_cookie(value: str) -> Workspace | None:
    """The living workspace that a cookie names; None when forged, gone or expired."""
    try:
        held = UUID(Signer(salt=SALT).unsign(value))
    except (BadSignature, ValueError):
        return None
    living = Q(expires__isnull=True) | Q(expires__gt=timezone.now())
    return Workspace.objects.filter(living, pk=held).first()


def token_digest(token: str) -> str:
    """What is kept of a bearer token."""
    return hashlib.sha256(token.encode()).hexdigest()


def by_token(token: str) -> Workspace | None:
    """The workspace of a bearer token; None when nobody holds it."""
    found = Token.objects.select_related("workspace").filter(digest=token_digest(token)).first()
    return found.workspace if found else None


def workspace_of(headers: Mapping[bytes, bytes]) -> UUID | None:
    """The workspace named by raw ASGI headers, or None. A wrong token never falls back to a
    cookie."""
    authorization = headers.get(b"authorization", b"").decode("latin-1")
    if authorization[: len(BEARER)].lower() == BEARER:
        found = by_token(authorization[len(BEARER) :].strip())
    else:
        found = by_cookie(_cookie(headers.get(b"cookie", b"").decode("latin-1")))
    return found.pk if found else None


def _cookie(header: str) -> str:
    try:
        morsel = SimpleCookie(header).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return morsel.value if morsel else ""

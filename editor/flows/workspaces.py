"""Workspaces: guests at once, named ones by command, what they use and when guests expire."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Sum
from django.utils import timezone

from editor.conf import current
from editor.errors import BadRequest, QuotaExceeded
from editor.flows.access import token_digest
from editor.models import Font, Original, Token, Workspace

TOUCH_EVERY = timedelta(hours=1)
WARN_BEFORE = timedelta(days=2)
LONGEST_NAME = 100
TOKEN_PREFIX = "studio_"  # noqa: S105 - lets scanners of leaked secrets find ours
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Usage:
    """What a workspace stores, and may store."""

    originals: int
    bytes: int
    quota_bytes: int

    def check(self, more_bytes: int) -> None:
        """QuotaExceeded unless so much more fits."""
        if self.bytes + more_bytes > self.quota_bytes:
            raise QuotaExceeded(
                f"{more_bytes / MIB:.1f} MiB more don't fit: {self.bytes / MIB:.1f} of "
                f"{self.quota_bytes / MIB:.1f} MiB are used.",
                remedy="Delete originals, and empty the trash, to make room.",
            )


def guest() -> Workspace:
    """A new workspace without a name. It expires GUEST_DAYS after its last use."""
    return Workspace.objects.create(expires=timezone.now() + _guest_days())


def named(name: str) -> Workspace:
    """The workspace of this name, made if there is none."""
    clean = name.strip()
    if not clean or len(clean) > LONGEST_NAME or not clean.isprintable():
        raise BadRequest(
            f"{name[:LONGEST_NAME]!r} can't name a workspace.",
            remedy=f"Use 1 to {LONGEST_NAME} printable characters.",
        )
    return Workspace.objects.get_or_create(name=clean)[0]


def make_token(name: str) -> str:
    """A new bearer token of the named workspace. It is shown once: only its digest is kept."""
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(workspace=named(name), digest=token_digest(token))
    return token


def usage(workspace: Workspace) -> Usage:
    """Counts everything held, the trash included."""
    conf = current()
    held = Original.objects.filter(workspace=workspace).aggregate(
        count=Count("pk"), bytes=Sum("blob__bytes")
    )
    letters = Font.objects.filter(workspace=workspace).aggregate(bytes=Sum("blob__bytes"))
    quota = conf.guest_quota_bytes if workspace.is_guest else conf.workspace_quota_bytes
    return Usage(held["count"], (held["bytes"] or 0) + (letters["bytes"] or 0), quota)


def seen(workspace: Workspace) -> None:
    """Note that it is used, at most once an hour; a guest's end moves on."""
    now = timezone.now()
    if workspace.seen > now - TOUCH_EVERY:
        return
    workspace.seen = now
    if workspace.is_guest:
        workspace.expires = now + _guest_days()
    Workspace.objects.filter(pk=workspace.pk).update(seen=now, expires=workspace.expires)


def warned_of(workspace: Workspace) -> datetime | None:
    """When a guest's data will be removed, if that is near; else None."""
    if workspace.expires is None or workspace.expires > timezone.now() + WARN_BEFORE:
        return None
    return workspace.expires


def _guest_days() -> timedelta:
    return timedelta(days=current().guest_days)

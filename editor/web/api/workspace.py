"""The workspace over REST: what it uses, and when a guest's ends."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, Router, Schema

from editor.flows import workspaces
from editor.web.api.auth import workspace

router = Router()


class UsageOut(Schema):
    originals: int
    bytes: int
    quota_bytes: int


class WorkspaceOut(Schema):
    name: str | None = Field(description="None for a guest.")
    guest: bool
    expires: datetime | None = Field(description="When a guest's data is removed if unused.")
    warning: str = Field(description="Empty unless that is near.")
    usage: UsageOut


@router.get("", response=WorkspaceOut, summary="Usage, quota, expiry")
def present(request: HttpRequest) -> WorkspaceOut:
    own = workspace(request)
    used = workspaces.usage(own)
    ends = workspaces.warned_of(own)
    warning = f"Everything here is removed on {ends:%Y-%m-%d %H:%M} UTC." if ends else ""
    usage = UsageOut(originals=used.originals, bytes=used.bytes, quota_bytes=used.quota_bytes)
    return WorkspaceOut(
        name=own.name, guest=own.is_guest, expires=own.expires, warning=warning, usage=usage
    )

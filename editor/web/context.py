"""What every page shows of the workspace that opened it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from editor.conf import current
from editor.flows import workspaces
from editor.web.owner import is_owner


def studio(request: HttpRequest) -> dict[str, Any]:
    """`studio.guest_until` for guests, and whether that is near; `studio.owner` for who may see
    how the studio does."""
    workspace = getattr(request, "workspace", None)
    owner = {"owner": is_owner(request)}
    if workspace is None or not workspace.is_guest:
        return {"studio": owner}
    facts = {
        **owner,
        "guest_until": workspace.expires,
        "ends_soon": workspaces.warned_of(workspace) is not None,
        "guest_days": current().guest_days,
    }
    return {"studio": facts}

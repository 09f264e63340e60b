"""What became of telling a batch's hook, and a new secret for it."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from editor.flows.batches import feeding, rows
from editor.models import Job, Workspace

SECRET_BYTES = 32


def told(workspace: Workspace, id: UUID | str) -> dict[str, Any]:
    """The batch's hook and its last delivery as the API shows them; `delivery` is None while
    nothing was sent."""
    batch = rows.get(workspace, id)
    key = f"{feeding.HOOK_JOB}:{batch.pk}:"
    jobs = Job.objects.filter(workspace=workspace, key__startswith=key)
    last = jobs.order_by("-created").first()
    return {"hook": batch.hook, "delivery": _delivery(last) if last else None}


def _delivery(job: Job) -> dict[str, Any]:
    """`status` is what the address answered; `error` why it wasn't told, or not yet."""
    return {
        "round": job.payload["round"],
        "state": job.state,
        "status": (job.result or {}).get("status"),
        "attempts": job.attempt,
        "at": (job.finished or job.heartbeat).isoformat(),
        "error": job.error,
    }


def new_secret(workspace: Workspace, id: UUID | str) -> str:
    """Signs every delivery from now on; the old one doesn't any more."""
    batch = rows.get(workspace, id)
    batch.secret = secrets.token_hex(SECRET_BYTES)
    batch.save(update_fields=["secret"])
    return batch.secret

"""Likenesses for originals that were taken in before there were any."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from editor.conf import current
from editor.errors import StudioError
from editor.flows.engines import Engines, engines
from editor.flows.outcomes import Enqueue
from editor.flows.upload import inspected
from editor.library.deadline import Deadline
from editor.library.originals import DRAWING
from editor.models import Blob, Original, Workspace

MOST = 100
"""Pictures of one job."""


def wanted(rows: Iterable[Original]) -> tuple[Enqueue, ...]:
    """The job that makes what is missing among these; nothing when all have theirs. The same
    pictures are asked for once only: a file that can't be read stays without."""
    missing = sorted(
        {row.blob_id for row in rows if not row.blob.thumbhash and row.blob.format != DRAWING}
    )[:MOST]
    if not missing:
        return ()
    key = hashlib.sha256(",".join(missing).encode()).hexdigest()
    return (Enqueue("likenesses", f"likenesses:{key}", {"blobs": missing}, "default"),)


def run(
    workspace: UUID | str, payload: Mapping[str, Any], *, using: Engines | None = None
) -> dict[str, Any]:
    """What the job does; running it twice does no harm. The digests of those that now have one."""
    owner = Workspace.objects.filter(pk=workspace).first()
    held = Original.objects.filter(workspace=owner, blob__in=list(payload["blobs"])[:MOST])
    tools = using or engines()
    made = [pk for pk in held.values_list("blob", flat=True) if _made(pk, tools)]
    return {"made": made}


def _made(sha256: str, tools: Engines) -> bool:
    until = Deadline.after(current().render_deadline_s)
    try:
        alike = inspected(tools.caches.near.path(sha256, until), tools).likeness
    except StudioError:
        # It was sound when it came; whoever opens it is told what is wrong with it now.
        return False
    return bool(Blob.objects.filter(pk=sha256).update(thumbhash=alike))

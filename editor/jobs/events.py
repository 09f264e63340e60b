"""The stream of events: appended by anyone, read by everyone who watches a workspace."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction
from django.utils import timezone

from editor.conf import current
from editor.models import Event

REPLAY_LIMIT = 500
COMMIT_SLACK = timedelta(seconds=5)


def group(workspace: UUID | str) -> str:
    """The channel group of everyone who watches a workspace."""
    return f"workspace.{workspace}"


def message(event: Event) -> dict[str, Any]:
    """What watchers get; `id` is the place in the stream to resume from."""
    return {
        "type": "studio.event",
        "workspace": str(event.workspace_id),
        "event": {
            "id": event.pk,
            "kind": event.kind,
            "data": event.data,
            "at": event.created.isoformat(),
        },
    }


def append(workspace: UUID | str, kind: str, data: dict[str, Any]) -> Event:
    """Add an event; with Redis it is sent on at once, when the transaction has committed. Without
    an answer from Redis it is in the table all the same, where every socket looks from time to
    time."""
    event = Event.objects.create(workspace_id=workspace, kind=kind, data=data)
    if current().redis_url:
        # Robust: what is committed has happened, and nobody may be told otherwise.
        transaction.on_commit(lambda: _send(event), robust=True)
    return event


def _send(event: Event) -> None:
    layer = get_channel_layer()
    async_to_sync(layer.group_send)(group(event.workspace_id), message(event))


def since(workspace: UUID | str, last: int) -> list[Event]:
    """The workspace's events after `last`, oldest first, at most REPLAY_LIMIT of the newest."""
    found = Event.objects.filter(workspace_id=workspace, pk__gt=last).order_by("-pk")
    return list(found[:REPLAY_LIMIT])[::-1]


def newest() -> int:
    """The id of the newest event, 0 when there is none."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def fresh(after: int) -> list[Event]:
    """Events after `after`, and those of the last seconds before it.

    Ids are given before a transaction commits, so a lower id may become visible after a higher
    one; the caller drops what it has already sent.
    """
    recent = timezone.now() - COMMIT_SLACK
    late = Event.objects.filter(pk__lte=after, pk__gt=after - REPLAY_LIMIT, created__gt=recent)
    found = Event.objects.filter(pk__gt=after).order_by("pk")[:REPLAY_LIMIT]
    return [*late.order_by("pk"), *found]

"""Batches and items as JSON, for the API, for events and for reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.utils import timezone

from editor.flows.batches.hands import by_hand
from editor.flows.outcomes import Happened
from editor.models import Batch, BatchItem

WINDOW = 30
"""Estimates look at so many photos back."""
ENOUGH = 3
"""Fewer than these tell nothing about the rest."""


def counts(batch: Batch) -> dict[str, int]:
    """How many items are in each state; `done` are those that need no more work, `total` all but
    the dropped, `unreadable` those of the failed that only another file can help."""
    rows = BatchItem.objects.filter(batch=batch).order_by().values("state")
    states = rows.annotate(n=Count("pk"), held=Count("original"))
    found, unreadable = dict.fromkeys(BatchItem.State.values, 0), 0
    for row in states:
        found[row["state"]] = row["n"]
        if row["state"] == BatchItem.State.FAILED:
            unreadable = row["n"] - row["held"]
    total = sum(found.values()) - found["dropped"]
    done = total - found["waiting"] - found["running"]
    return {**found, "total": total, "done": done, "unreadable": unreadable}


def pace(batch: Batch, counted: Mapping[str, int]) -> dict[str, float | None]:
    """Photos per minute of late, and the seconds that the rest takes at that pace. None while it
    isn't running, or too few are done to tell. A batch that stands still gets slower and slower."""
    unknown: dict[str, float | None] = {"per_minute": None, "seconds_left": None}
    if batch.state != Batch.State.RUNNING or batch.started is None:
        return unknown
    ended = BatchItem.objects.filter(batch=batch, finished__gte=batch.started)
    rows = ended.order_by("-finished").values_list("finished", flat=True)[: WINDOW + 1]
    times = [one for one in rows if one is not None]
    if len(times) < ENOUGH:
        return unknown
    # Of a full window only the intervals between its photos are known.
    since = times[-1] if len(times) > WINDOW else batch.started
    count = min(len(times), WINDOW)
    seconds = max(0.001, (timezone.now() - since).total_seconds())
    left = counted["waiting"] + counted["running"]
    return {
        "per_minute": round(60 * count / seconds, 1),
        "seconds_left": round(left * seconds / count, 1),
    }


def progress(batch: Batch) -> dict[str, Any]:
    """What a progress bar needs."""
    counted = counts(batch)
    return {"id": str(batch.pk), "state": batch.state, "counts": counted, **pace(batch, counted)}


def told(batch: Batch) -> dict[str, Any]:
    """A batch as the API shows it."""
    return {
        **progress(batch),
        "name": batch.name,
        "recipe": batch.recipe,
        "hook": batch.hook,
        "created": batch.created.isoformat(),
        "started": batch.started.isoformat() if batch.started else None,
        "finished": batch.finished.isoformat() if batch.finished else None,
    }


def item(row: BatchItem) -> dict[str, Any]:
    """An item as the API shows it."""
    return {
        **brief(row),
        "original": str(row.original_id) if row.original_id else None,
        "sku": row.sku,
        "reasons": row.reasons,
        "results": row.results,
        "document": str(row.document_id) if row.document_id else None,
        "edited": by_hand(row.document) is not None,
        "behind": row.document is not None and row.document.revision > row.revision,
        "seconds": row.seconds,
        "finished": row.finished.isoformat() if row.finished else None,
    }


def brief(row: BatchItem) -> dict[str, Any]:
    """What the grid of a batch shows of an item."""
    return {
        "id": str(row.pk),
        "batch": str(row.batch_id),
        "position": row.position,
        "name": row.name,
        "state": row.state,
        "accepted": row.accepted,
        "doubt": row.doubt,
        "reason": reason(row),
        "error": row.error,
        "preview": f"/p/{row.results[0]['preview']}" if row.results else None,
    }


def reason(row: BatchItem) -> str:
    """Why the item failed or is to be reviewed, in a few words."""
    if row.error:
        return str(row.error.get("text", ""))
    if row.state != BatchItem.State.REVIEW:
        return ""
    # With what was measured: a check's title says what should be.
    broken = {
        check["title"]: f"{check['title']}: {check['value']}"
        for one in reversed(row.results)
        for check in one["checks"]
        if check["verdict"] == "fail"
    }
    said = [str(one["text"]) for one in row.reasons]
    return ", ".join(dict.fromkeys((*said, *broken.values())))


def changed(row: BatchItem) -> Happened:
    """The event of an item that changed."""
    return Happened("batch.item", brief(row))


def moved(batch: Batch) -> Happened:
    """The event of a batch that went on."""
    return Happened("batch", progress(batch))

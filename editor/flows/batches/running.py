"""What the job of one item does. Running it twice does no harm: only the attempt that the item
waits for may write, and it writes everything in one transaction.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from editor.errors import Busy, Gone, NotFound, StudioError
from editor.flows.batches import rows, telling
from editor.flows.batches.feeding import feed
from editor.flows.batches.hands import by_hand
from editor.flows.batches.making import Finished, Order, digest, finish, touching
from editor.flows.engines import Engines, engines
from editor.flows.originals import as_uuid
from editor.flows.outcomes import Outcome
from editor.models import Batch, BatchItem, Workspace
from editor.plan.batches.recipe import parse_recipe


@dataclass(frozen=True, slots=True)
class Ran:
    """How the item ended (`left`: somebody else has it, or the batch stands still)."""

    state: str
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an item's photo: its files, or the error of a photo that has none."""

    finished: Finished | None
    error: dict[str, str] | None = None
    made_of: str = ""
    seconds: float = 0.0


LEFT = "left"


def claimed(workspace_id: str, payload: Mapping[str, Any]) -> tuple[BatchItem | None, Ran]:
    """The item, now running; None when it doesn't wait for this attempt or its batch stands."""
    with transaction.atomic():
        # The batch first: everybody locks in this order.
        place = {"pk": as_uuid(str(payload["batch"])), "workspace": as_uuid(workspace_id)}
        batch = Batch.objects.select_for_update().filter(**place).first()
        found = _open_item(batch, payload) if batch else None
        if batch is None or found is None:
            return None, Ran(LEFT)
        if batch.state != Batch.State.RUNNING:
            found.handed, found.state = False, rows.WAITING
            found.save(update_fields=["handed", "state"])
            return None, Ran(LEFT, (telling.changed(found),))
        found.batch = batch
        found.state = rows.RUNNING
        found.save(update_fields=["state"])
        return found, Ran(rows.RUNNING, (telling.changed(found),))


def _open_item(batch: Batch, payload: Mapping[str, Any]) -> BatchItem | None:
    wanted = {"pk": as_uuid(str(payload["item"])), "attempt": payload["attempt"]}
    there = BatchItem.objects.select_related("original__blob", "document")
    return there.filter(**wanted, batch=batch, handed=True, state__in=rows.OPEN).first()


def taken(item: BatchItem) -> BatchItem:
    """The item, claimed by a program that makes the batch itself, whatever the batch's state."""
    with transaction.atomic():
        rows.locked(item.batch)
        found = BatchItem.objects.select_related("batch", "original__blob", "document")
        mine = found.get(pk=item.pk)
        mine.handed, mine.attempt, mine.state = True, mine.attempt + 1, rows.RUNNING
        mine.save(update_fields=["handed", "attempt", "state"])
        return mine


def run(item: BatchItem, using: Engines | None = None) -> Ran:
    """Makes the files of a claimed item and writes how it ended; see `make` and `settle`."""
    return settle(item, make(item, using))


def make(item: BatchItem, using: Engines | None = None) -> Done:
    """The files of a claimed item, or why there are none; nothing is written to its row. Busy when
    a part of the studio can't be asked now: the job is tried again, the item goes on running."""
    began, made_of = time.monotonic(), ""
    try:
        order = order_of(item)
        made_of = digest(order.original, order.edited, touching(order.recipe))
        finished = finish(order, using or engines())
    except Busy:
        raise
    except StudioError as refused:
        # One photo fails alone; the others don't care.
        return Done(None, refused.as_json()["error"], made_of, time.monotonic() - began)
    return Done(finished, None, made_of, time.monotonic() - began)


def order_of(item: BatchItem) -> Order:
    """What is wished of an item's photo; Gone without one."""
    if item.original is None:
        raise Gone("The photo was deleted.", remedy="Upload it again.")
    workspace = Workspace.objects.filter(pk=item.batch.workspace_id).first()
    if workspace is None:
        raise NotFound("The workspace was removed.", remedy="Make a new one.")
    return Order(workspace, item.original, parse_recipe(item.batch.recipe), by_hand(item.document))


def settle(item: BatchItem, done: Done) -> Ran:
    """Writes the end of this attempt, hands the next items over, and tells. A result that comes
    too late is dropped."""
    with transaction.atomic():
        batch = rows.locked(item.batch)
        mine = BatchItem.objects.filter(
            pk=item.pk, attempt=item.attempt, handed=True, state__in=rows.OPEN
        )
        if not mine.update(**_end(item, done)):
            return Ran(LEFT)
        item.refresh_from_db()
        following = feed(batch)
        return Ran(item.state, (telling.changed(item), *following, telling.moved(batch)))


def _end(item: BatchItem, done: Done) -> dict[str, Any]:
    ended = {
        "handed": False,
        "finished": timezone.now(),
        "seconds": round(done.seconds, 3),
        "made_of": done.made_of,
        "accepted": False,
        "revision": item.document.revision if item.document else 0,
    }
    made = done.finished
    if made is None:
        nothing = {"results": [], "reasons": [], "doubt": 0}
        return {**ended, **nothing, "state": BatchItem.State.FAILED, "error": done.error}
    state = BatchItem.State.REVIEW if made.needs_review else BatchItem.State.PASSED
    return {
        **ended,
        "state": state,
        "error": None,
        "results": list(made.results),
        "reasons": list(made.reasons),
        "doubt": made.doubt,
    }

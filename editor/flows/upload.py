"""Taking in a picture: bounded, hashed, judged by a render process, stored once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from editor.conf import current
from editor.errors import BrokenPicture
from editor.flows import limits, names, workspaces
from editor.flows.engines import Engines, engines
from editor.flows.outcomes import Happened, Outcome
from editor.flows.waiting import outcome
from editor.library import files, incoming, originals
from editor.library.deadline import Deadline
from editor.library.incoming import Arrived
from editor.models import Blob, Original, Workspace
from editor.render.cost import INSPECT_BYTES
from editor.render.inspect import Inspected, Limits
from editor.render.request import Inspect


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The workspace's hold; `created` is False when it held the same bytes already."""

    original: Original
    created: bool
    outcomes: tuple[Outcome, ...] = ()


def upload(
    workspace: Workspace,
    name: str,
    chunks: Iterable[bytes],
    *,
    size: int | None = None,
    charged: bool = True,
    drawings: bool = False,
    using: Engines | None = None,
) -> Uploaded:
    """Stores the picture in `chunks`. `size` in bytes, when it is known, is judged first. Not
    `charged`: the photo doesn't count for the uploads of a minute. With `drawings` SVG is taken,
    too: it is shown cleaned, and nothing else can be done with it.

    RateLimited, QuotaExceeded, TooLarge, TooManyPixels, NotAPicture, BrokenPicture or Busy; after
    any of them no file, no row and no process is left behind. The same bytes again give the same
    original, taken out of the trash if it lay there.
    """
    if charged:
        limits.uploads(workspace.pk)
    workspaces.usage(workspace).check(size or 0)
    limit = current().upload_bytes
    if size is not None and size > limit:
        raise incoming.too_large(limit)
    tools = using or engines()
    with files.temporary(tools.caches.temporary, "upload-") as path:
        arrived = incoming.receive(chunks, path, limit)
        facts = _known(arrived, drawings) or judged(arrived, tools, drawings=drawings)
        return _held(workspace, names.shown(name), arrived, facts)


def _known(arrived: Arrived, drawings: bool) -> Blob | None:
    """What is known of the same bytes already: they needn't be judged again."""
    unfit = set(originals.UNPAINTED) - ({originals.DRAWING} if drawings else set())
    known = Blob.objects.exclude(format__in=unfit)
    return known.filter(pk=arrived.sha256).first()


def judged(arrived: Arrived, tools: Engines, *, drawings: bool = False) -> Blob:
    """The facts of a received file, not stored yet; what `inspected` refuses."""
    if arrived.bytes == 0:
        raise BrokenPicture("The file is empty.", remedy="Send the picture's bytes.")
    seen = inspected(arrived.path, tools, drawings=drawings)
    return Blob(
        sha256=arrived.sha256,
        bytes=arrived.bytes,
        format=seen.format,
        width=seen.size.width,
        height=seen.size.height,
        frames=seen.frames,
        has_alpha=seen.has_alpha,
        thumbhash=seen.likeness,
    )


def inspected(path: Path, tools: Engines, *, drawings: bool = False) -> Inspected:
    """What a render process finds out about the file; it decodes all of it."""
    conf = current()
    bounds = Limits(
        bytes=conf.upload_bytes,
        megapixels=conf.upload_megapixels,
        side_px=conf.upload_side_px,
        frames=conf.upload_frames,
        drawings=drawings,
    )
    running = tools.render.submit(Inspect(str(path), bounds), INSPECT_BYTES)
    return outcome(running, Deadline.after(conf.interactive_wait_s))


def _held(workspace: Workspace, name: str, arrived: Arrived, facts: Blob) -> Uploaded:
    try:
        # Before the transaction: a slow storage must not hold the database.
        originals.put(arrived)
        with transaction.atomic():
            original, created = _row(workspace, name, arrived, facts)
    except BaseException:
        originals.drop_unheld(arrived.sha256)
        raise
    data = {"id": str(original.pk), "name": original.name}
    return Uploaded(original, created, (Happened("original.created", data),) if created else ())


def _row(workspace: Workspace, name: str, arrived: Arrived, facts: Blob) -> tuple[Original, bool]:
    # Uploads of one workspace wait for each other here, so that none slips past the quota.
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    blob = originals.hold(facts, arrived)
    original = Original.objects.filter(workspace=workspace, blob=blob).first()
    if original is None:
        workspaces.usage(workspace).check(arrived.bytes)
        original = Original.objects.create(workspace=workspace, blob=blob, name=name)
        return original, True
    if original.trashed is not None:
        original.trashed = None
        original.save(update_fields=["trashed"])
    original.blob = blob
    return original, False

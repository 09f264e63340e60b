"""Removes what its time has come for: expired guests, old trash, what nobody holds any more.

Every step may be run again, by several processes at once, and stopped anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from editor.conf import current
from editor.errors import NotFound
from editor.flows.engines import Caches, caches
from editor.flows.originals import as_uuid, forget
from editor.library import files, originals
from editor.library.shelf import ABANDONED_S
from editor.models import (
    Blob,
    Document,
    Event,
    FetchedPicture,
    Font,
    Job,
    Original,
    Recipe,
    Share,
    Workspace,
)
from editor.plan.remote import normal

EVENT_DAYS = 2
"""How long a browser may be away and still be told what it missed."""
JOB_DAYS = 30
PASSING_DAYS = 3
"""How long the recipes of an editor's stage are kept: an open page asks for its pictures anew."""
ENDED = (Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Removed:
    """What one step removed, or would remove."""

    what: str
    count: int
    bytes: int = 0


def purge(
    *, dry_run: bool = False, thorough: bool = False, kept: Caches | None = None
) -> list[Removed]:
    """One pass over everything; what was removed, by step. `thorough` also lists the whole
    storage to find files without a row."""
    there = kept or caches()
    steps: list[Callable[[bool, Caches], Removed]] = [
        _guests,
        _documents,
        _shares,
        _originals,
        _blobs,
        _recipes,
        _passing,
        _events,
        _jobs,
        _temporary,
    ]
    if thorough:
        steps.append(_strays)
    done = [step(dry_run, there) for step in steps]
    return done if dry_run else [*done, *_over_budget(there)]


def remove_workspace(
    name: str, *, dry_run: bool = False, kept: Caches | None = None
) -> list[Removed]:
    """Everything of one workspace, named by its name or its id."""
    found = Workspace.objects.filter(name=name).first()
    if found is None and (pk := as_uuid(name)) is not None:
        found = Workspace.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(f"There is no workspace {name[:100]!r}.", remedy="Check its name.")
    there = kept or caches()
    removed = _gone("workspaces", Workspace.objects.filter(pk=found.pk), dry_run, there)
    return [removed, _recipes(dry_run, there)]


def remove_fetched(
    address: str, *, dry_run: bool = False, kept: Caches | None = None
) -> list[Removed]:
    """The copies of what came from an address of another host, with every picture made of them;
    with `*` at its end, from all addresses that begin so. InvalidSource for what is no address."""
    there, start = kept or caches(), normal(address.removesuffix("*"))
    wide = address.endswith("*")
    rows = FetchedPicture.objects.filter(**{"url__startswith" if wide else "url": start})
    blobs = dict(rows.values_list("blob", "blob__bytes"))
    count = rows.count()
    if dry_run:
        return [Removed("remote pictures", count, sum(blobs.values()))]
    rows.delete()
    return [Removed("remote pictures", count, _forgotten(blobs, there))]


def _guests(dry_run: bool, there: Caches) -> Removed:
    expired = Workspace.objects.filter(name__isnull=True, expires__lt=timezone.now())
    return _gone("expired guests", expired, dry_run, there)


def _gone(what: str, which: QuerySet[Workspace], dry_run: bool, there: Caches) -> Removed:
    """Deletes workspaces with all that they hold. Each is judged again under a lock: a guest may
    have come back a moment ago."""
    count = freed = 0
    for pk in list(which.values_list("pk", flat=True)):
        blobs: dict[str, int] = {}
        for kind in (Original, Font):
            held = kind._default_manager.filter(workspace=pk)
            blobs |= dict(held.values_list("blob", "blob__bytes"))
        if dry_run:
            count, freed = count + 1, freed + sum(blobs.values())
            continue
        with transaction.atomic():
            row = which.select_for_update().filter(pk=pk).first()
            if row is None:
                continue
            row.delete()
        count, freed = count + 1, freed + _forgotten(blobs, there)
    return Removed(what, count, freed)


def _forgotten(blobs: dict[str, int], there: Caches) -> int:
    """The bytes of those that nobody else holds; they are gone then."""
    return sum(size for sha256, size in blobs.items() if forget(sha256, there))


def _documents(dry_run: bool, there: Caches) -> Removed:
    old = Document.objects.filter(trashed__lt=_days_ago(current().trash_days))
    return _rows("trashed documents", old, dry_run)


def _shares(dry_run: bool, there: Caches) -> Removed:
    """Links that ended long ago: until then their visitors are told that they did."""
    long_ago = _days_ago(current().trash_days)
    old = Share.objects.filter(Q(revoked__lt=long_ago) | Q(expires__lt=long_ago))
    return _rows("links that ended", old, dry_run)


def _originals(dry_run: bool, there: Caches) -> Removed:
    """Those of the trash that no document shows any more."""
    old = Original.objects.filter(
        trashed__lt=_days_ago(current().trash_days), documents__isnull=True
    )
    count = freed = 0
    for original in old.select_related("blob"):
        blob = {original.blob_id: original.blob.bytes}
        if dry_run:
            count, freed = count + 1, freed + original.blob.bytes
        elif old.filter(pk=original.pk).delete()[0]:
            count, freed = count + 1, freed + _forgotten(blob, there)
    return Removed("trashed originals", count, freed)


def _blobs(dry_run: bool, there: Caches) -> Removed:
    """Rows of bytes that nobody holds, left by a process that died."""
    held = (
        ~Exists(kind._default_manager.filter(blob=OuterRef("pk"))) for kind in originals.HOLDERS
    )
    unheld = Blob.objects.filter(*held, created__lt=timezone.now() - HOUR)
    sizes = dict(unheld.values_list("pk", "bytes"))
    freed = sum(sizes.values()) if dry_run else _forgotten(sizes, there)
    return Removed("unheld files", len(sizes), freed)


def _recipes(dry_run: bool, there: Caches) -> Removed:
    return _rows("recipes of nobody", Recipe.objects.filter(workspaces__isnull=True), dry_run)


def _passing(dry_run: bool, there: Caches) -> Removed:
    old = Recipe.objects.filter(passing=True, used__lt=_days_ago(PASSING_DAYS))
    return _rows("recipes of a stage", old, dry_run)


def _events(dry_run: bool, there: Caches) -> Removed:
    return _rows("events", Event.objects.filter(created__lt=_days_ago(EVENT_DAYS)), dry_run)


def _jobs(dry_run: bool, there: Caches) -> Removed:
    ended = Job.objects.filter(state__in=ENDED, finished__lt=_days_ago(JOB_DAYS))
    return _rows("ended jobs", ended, dry_run)


def _rows(what: str, rows: QuerySet[Any], dry_run: bool) -> Removed:
    count = rows.count()
    if count and not dry_run:
        rows.delete()
    return Removed(what, count)


def _temporary(dry_run: bool, there: Caches) -> Removed:
    """Files that a process which died was still writing."""
    left = files.forgotten(there.temporary, ABANDONED_S)
    return _unlinked("unfinished files", left, dry_run)


def _unlinked(what: str, paths: Iterable[Path], dry_run: bool) -> Removed:
    count = freed = 0
    for path in paths:
        count, freed = count + 1, freed + path.stat().st_size
        if not dry_run:
            path.unlink(missing_ok=True)
    return Removed(what, count, freed)


def _strays(dry_run: bool, there: Caches) -> Removed:
    """Files in the storage of originals without a row, older than any upload that runs."""
    count = freed = 0
    for sha256 in originals.names():
        if Blob.objects.filter(pk=sha256).exists() or originals.age(sha256) < HOUR:
            continue
        size = originals.size(sha256)
        if dry_run or forget(sha256, there):
            count, freed = count + 1, freed + size
    return Removed("stray files", count, freed)


def _over_budget(there: Caches) -> list[Removed]:
    variants, findings = there.variants.shelf, there.findings.shelf
    out = [("variants", variants.evict()), ("findings", findings.evict())]
    out += [
        ("variants without a row", variants.sweep()),
        ("findings without a row", findings.sweep()),
    ]
    removed = [Removed(what, gone.rows, gone.bytes) for what, gone in out]
    return [*removed, Removed("near copies", 0, there.near.evict())]


def _days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)

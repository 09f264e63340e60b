"""Many things at once: into the trash, out of it, and gone for good."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from editor.flows.documents import happened
from editor.flows.engines import Caches, caches
from editor.flows.originals import User, forget, users_of
from editor.flows.outcomes import Happened, Outcome
from editor.models import Document, Original, Workspace

MOST = 500
"""Things of one request."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An original that can't go while documents show it."""

    id: UUID
    name: str
    documents: tuple[User, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The ids that were moved or removed. What was in the wrong place, unknown or somebody
    else's is in neither list."""

    originals: tuple[UUID, ...] = ()
    documents: tuple[UUID, ...] = ()
    kept: tuple[Kept, ...] = ()
    left: int = 0
    """How much still lies in the trash."""
    outcomes: tuple[Outcome, ...] = ()


def discard(workspace: Workspace, photos: Collection[UUID], papers: Collection[UUID]) -> Done:
    """Into the trash, from where everything can be taken back until TRASH_DAYS are over."""
    with transaction.atomic():
        held = _held(workspace, photos).filter(trashed__isnull=True)
        drawn = _drawn(workspace, papers).filter(trashed__isnull=True)
        done = _moved(held, drawn, "trashed")
        now = timezone.now()
        Original.objects.filter(pk__in=done.originals).update(trashed=now)
        Document.objects.filter(pk__in=done.documents).update(trashed=now)
    return replace(done, left=_left(workspace))


def restore(workspace: Workspace, photos: Collection[UUID], papers: Collection[UUID]) -> Done:
    """Back from the trash."""
    with transaction.atomic():
        held = _held(workspace, photos).filter(trashed__isnull=False)
        drawn = _drawn(workspace, papers).filter(trashed__isnull=False)
        done = _moved(held, drawn, "restored")
        Original.objects.filter(pk__in=done.originals).update(trashed=None)
        Document.objects.filter(pk__in=done.documents).update(trashed=None)
    return replace(done, left=_left(workspace))


def remove(
    workspace: Workspace,
    photos: Collection[UUID],
    papers: Collection[UUID],
    *,
    there: Caches | None = None,
) -> Done:
    """Gone for good, with everything computed from it. Only what lies in the trash; originals that
    a remaining document shows stay there and are listed."""
    with transaction.atomic():
        drawn = _drawn(workspace, papers).filter(trashed__isnull=False)
        documents = tuple(drawn.values_list("pk", flat=True))
        Document.objects.filter(pk__in=documents).delete()
        held = list(_held(workspace, photos).filter(trashed__isnull=False).select_for_update())
        kept = tuple(_kept(held))
        staying = {one.id for one in kept}
        going = [one for one in held if one.pk not in staying]
        Original.objects.filter(pk__in=[one.pk for one in going]).delete()
    known = there or caches()
    for one in going:
        forget(one.blob_id, known)
    originals = tuple(one.pk for one in going)
    told = _told("removed", originals, documents)
    return Done(originals, documents, kept, _left(workspace), (told,))


def empty(workspace: Workspace, *, there: Caches | None = None) -> Done:
    """Removes the oldest of the trash, documents first, `MOST` of each; `left` tells what is
    still there, so that a large trash is emptied in steps that each end soon."""
    own = Original.objects.filter(workspace=workspace, trashed__isnull=False)
    drawn = Document.objects.filter(workspace=workspace, trashed__isnull=False)
    papers = list(drawn.order_by("trashed").values_list("pk", flat=True)[:MOST])
    # Those that a document outside of the trash shows can't go; asking for them would never end.
    free = own.exclude(documents__trashed__isnull=True, documents__isnull=False)
    photos = list(free.order_by("trashed").values_list("pk", flat=True)[:MOST])
    return remove(workspace, photos, papers, there=there)


def _held(workspace: Workspace, ids: Collection[UUID]) -> QuerySet[Original]:
    return Original.objects.filter(workspace=workspace, pk__in=list(ids))


def _drawn(workspace: Workspace, ids: Collection[UUID]) -> QuerySet[Document]:
    return Document.objects.filter(workspace=workspace, pk__in=list(ids))


def _moved(held: QuerySet[Original], drawn: QuerySet[Document], what: str) -> Done:
    photos = tuple(held.values_list("pk", flat=True))
    rows = list(drawn.defer("body"))
    papers = tuple(row.pk for row in rows)
    told = (_told(what, photos, papers), *(happened(row, what) for row in rows))
    return Done(photos, papers, outcomes=told)


def _kept(held: list[Original]) -> list[Kept]:
    used = [(one, users_of(one)) for one in held]
    return [Kept(one.pk, one.name, users) for one, users in used if users]


def _left(workspace: Workspace) -> int:
    own = Original.objects.filter(workspace=workspace, trashed__isnull=False).count()
    return own + Document.objects.filter(workspace=workspace, trashed__isnull=False).count()


def _told(what: str, photos: Collection[UUID], papers: Collection[UUID]) -> Happened:
    data = {"what": what, "originals": len(photos), "documents": len(papers)}
    return Happened("library.changed", data)

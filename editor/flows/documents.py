"""Documents: made, listed, renamed, thrown away and taken back. Changes are in `changing`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from editor.conf import current
from editor.errors import InvalidDocument, NotFound, QuotaExceeded, TooLarge
from editor.flows import names
from editor.flows.lettered import blobs_of
from editor.flows.originals import as_uuid, not_found
from editor.flows.outcomes import Happened, Outcome
from editor.flows.resolve import SHA_PREFIX, digest_in
from editor.library.originals import DRAWING
from editor.models import Document, Original, Workspace
from editor.operations import operations
from editor.plan import document as plan
from editor.plan.from_document import check

COPY = " copy"


@dataclass(frozen=True, slots=True)
class Saved:
    """A document's row as it is now."""

    document: Document
    outcomes: tuple[Outcome, ...] = ()


def create(workspace: Workspace, name: str, body: object) -> Saved:
    """A new document at revision 1. What the schema, the recipes or foreign originals refuse;
    QuotaExceeded for one too many."""
    parsed = plan.parse_document(body)
    check(parsed, operations())
    _check_room(workspace)
    with transaction.atomic():
        row = Document.objects.create(
            workspace=workspace, name=names.title(name), body=written(parsed)
        )
        keep_uses(row, parsed)
    return Saved(row, (happened(row, "created"),))


def _check_room(workspace: Workspace) -> None:
    most = current().documents
    if Document.objects.filter(workspace=workspace).count() >= most:
        raise QuotaExceeded(
            f"The workspace holds {most} documents, as many as it may.",
            remedy=f"Delete some; what is deleted leaves the trash after {current().trash_days} "
            "days.",
        )


def listing(workspace: Workspace, *, trashed: bool = False, search: str = "") -> QuerySet[Document]:
    """The workspace's documents, last changed first, with `search` in their name; those of the
    trash only when asked for."""
    found = Document.objects.filter(workspace=workspace, trashed__isnull=not trashed)
    return found.filter(name__icontains=names.sought(search)) if search else found


def get(workspace: Workspace, id: UUID | str) -> Document:
    """One document, from the trash as well; NotFound for unknown ids and for other people's."""
    pk = as_uuid(id)
    found = Document.objects.filter(workspace=workspace, pk=pk).first() if pk else None
    if found is None:
        raise NotFound(
            f"There is no document {str(id)[:80]!r} here.", remedy="Look at the list of documents."
        )
    return found


def rename(workspace: Workspace, id: UUID | str, name: str) -> Saved:
    """A new name; the revision stays, as the drawing does."""
    row = get(workspace, id)
    row.name = names.title(name)
    row.save(update_fields=["name", "changed"])
    return Saved(row, (happened(row, "renamed"),))


def duplicate(workspace: Workspace, id: UUID | str) -> Saved:
    """A second document with the same body, at revision 1 and without the history. QuotaExceeded
    for one too many."""
    row = get(workspace, id)
    _check_room(workspace)
    with transaction.atomic():
        name = row.name[: names.LONGEST - len(COPY)] + COPY
        copy = Document.objects.create(workspace=workspace, name=name, body=row.body)
        # As they are: an original that was deleted since must not stop the copy.
        copy.uses.set(row.uses.all())
    return Saved(copy, (happened(copy, "created"),))


def trash(workspace: Workspace, id: UUID | str) -> Saved:
    """Into the trash, from where it goes for good after TRASH_DAYS."""
    row = get(workspace, id)
    row.trashed = row.trashed or timezone.now()
    row.save(update_fields=["trashed"])
    return Saved(row, (happened(row, "trashed"),))


def restore(workspace: Workspace, id: UUID | str) -> Saved:
    """Back from the trash."""
    row = get(workspace, id)
    row.trashed = None
    row.save(update_fields=["trashed"])
    return Saved(row, (happened(row, "restored"),))


def written(document: plan.Document) -> dict[str, Any]:
    """The body as it is stored; TooLarge when a browser couldn't send it whole any more."""
    body = plan.document_json(document)
    size, limit = len(json.dumps(body)), current().json_bytes
    if size > limit:
        raise TooLarge(
            f"The document has {size} bytes of JSON; {limit} are allowed.",
            remedy="Remove layers or strokes, or split the document.",
        )
    return body


def keep_uses(row: Document, document: plan.Document, known: frozenset[str] = frozenset()) -> None:
    """Notes which originals the document shows, inside the caller's transaction.

    NotFound for one that the workspace doesn't hold, InvalidDocument for an SVG drawing,
    FontUnavailable for a font that isn't there; unless it is among those `known` from an earlier
    revision: what was deleted meanwhile must not lock the document.
    """
    refs = plan.originals(document)
    ids = {ref: as_uuid(ref) for ref in refs}
    held = Original.objects.filter(workspace_id=row.workspace_id).select_related("blob")
    by_id = {str(o.pk): o for o in held.filter(pk__in=[pk for pk in ids.values() if pk])}
    digests = [digest for ref in refs if (digest := digest_in(ref))]
    by_digest = {SHA_PREFIX + o.blob_id: o for o in held.filter(blob__in=digests)}
    found = {ref: by_id.get(str(pk)) or by_digest.get(ref) for ref, pk in ids.items()}
    for ref in sorted(refs - known):
        original = found[ref]
        if original is None:
            raise not_found(ref)
        if original.blob.format == DRAWING:
            raise InvalidDocument("An SVG drawing can't be a layer.", remedy="Use a PNG of it.")
    if letters := plan.letters(document) - known:
        blobs_of(Workspace.objects.get(pk=row.workspace_id), letters)
    row.uses.set([one for one in found.values() if one is not None])


def happened(row: Document, what: str, **more: Any) -> Happened:
    """What other windows of the workspace are told."""
    data = {"id": str(row.pk), "name": row.name, "revision": row.revision, **more}
    return Happened(f"document.{what}", data)

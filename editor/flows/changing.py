"""Saving changes of a document: patches against a revision, merged with what others saved."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from editor.errors import BadRequest, Conflict
from editor.flows.documents import get, happened, keep_uses, written
from editor.flows.outcomes import Outcome
from editor.models import Document, DocumentPatch, Workspace
from editor.operations import operations
from editor.plan import document as plan
from editor.plan.changes import Patch, parse_patch, patch_json
from editor.plan.from_document import check
from editor.plan.merging import Merged, merge

HISTORY = 1000
"""Patches kept of one document; also how far behind a client may be."""
TOLD_BYTES = 32 * 1024
"""Larger patches aren't sent to other windows: they load the document again."""
LONGEST_CLIENT = 64


@dataclass(frozen=True, slots=True)
class Patched:
    """What a save did. `patch` are the changes made and `inverse` undoes them; `lost` are other
    people's values that they replaced, `conflicts` changes left out because their layer is gone,
    `missed` the patches that others saved since the client's revision, oldest first."""

    document: Document
    patch: list[dict[str, Any]]
    inverse: list[dict[str, Any]]
    lost: list[dict[str, Any]]
    conflicts: list[dict[str, Any]]
    missed: tuple[DocumentPatch, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


def patch(
    workspace: Workspace, id: UUID | str, revision: int, changes: object, client: str = ""
) -> Patched:
    """Saves `changes` (JSON) that were made against `revision`.

    Changes of different layers or fields merge; for the same field the incoming value stays and
    the older one is told as lost. Conflict when nothing could be changed because the layers are
    gone, or when the revision is too old.

    `client` names the window that sends, and after a slash the save: `tab/17`. A save that arrives
    twice counts once, whatever else its window has sent; without a number only the last one of a
    window is recognised, by its content.
    """
    asked = parse_patch(changes)
    if len(client) > LONGEST_CLIENT or not client.isprintable():
        raise BadRequest(
            f"{client[:LONGEST_CLIENT]!r} can't name a client.",
            remedy=f"Use at most {LONGEST_CLIENT} printable characters.",
        )
    with transaction.atomic():
        pk = get(workspace, id).pk
        row = Document.objects.select_for_update().get(pk=pk)
        _check_editable(row)
        since = _since(row, revision)
        sent = patch_json(asked)
        if (again := _sent_before(since, client, sent)) is not None:
            return _repeated(row, again, since, sent)
        return _saved(row, asked, since, client)


def history(workspace: Workspace, id: UUID | str, *, after: int = 0) -> list[DocumentPatch]:
    """The patches that led beyond revision `after`, oldest first, each with its inverse."""
    row = get(workspace, id)
    newest = row.patches.filter(revision__gt=after).order_by("-revision")[:HISTORY]
    return list(newest)[::-1]


def saves(workspace: Workspace, id: UUID | str) -> list[DocumentPatch]:
    """Which revisions are in the history, when and by whom each was saved, oldest first; what was
    changed in them stays in the database."""
    row = get(workspace, id)
    newest = row.patches.only("revision", "client", "created").order_by("-revision")[:HISTORY]
    return list(newest)[::-1]


def _check_editable(row: Document) -> None:
    if row.trashed is not None:
        raise Conflict("The document lies in the trash.", remedy="Restore it before you change it.")


def _since(row: Document, revision: int) -> list[DocumentPatch]:
    """Everything saved after `revision`."""
    if not 1 <= revision <= row.revision:
        raise Conflict(
            f"The document is at revision {row.revision}, not {revision}.",
            remedy="Load the document again.",
        )
    found = list(row.patches.filter(revision__gt=revision).order_by("revision")[: HISTORY + 1])
    if len(found) != row.revision - revision:
        raise Conflict(
            f"Revision {revision} is too old: the document is at {row.revision}.",
            remedy="Load the document again.",
        )
    return found


def _sent_before(
    since: list[DocumentPatch], client: str, changes: list[dict[str, Any]]
) -> DocumentPatch | None:
    """What was saved when this came before: its answer was lost on the way."""
    own = [one for one in since if client and one.client == client]
    if own and ("/" in client or own[-1].patch == changes):
        return own[-1]
    return None


def _repeated(
    row: Document, again: DocumentPatch, since: list[DocumentPatch], changes: list[dict[str, Any]]
) -> Patched:
    missed = tuple(one for one in since if one.pk != again.pk)
    conflicts = [one for one in changes if one["op"] != "remove" and one not in again.patch]
    return Patched(row, again.patch, again.inverse, again.lost, conflicts, missed)


def _window(client: str) -> str:
    return client.partition("/")[0]


def _saved(row: Document, asked: Patch, since: list[DocumentPatch], client: str) -> Patched:
    before = plan.parse_document(row.body)
    # What this window saved itself isn't lost to its next change.
    own = [bool(client) and _window(one.client) == _window(client) for one in since]
    others = [parse_patch(one.patch) for one, mine in zip(since, own, strict=True) if not mine]
    merged = merge(before, others, asked, late=bool(since))
    told = merged.as_json()
    missed = tuple(since)
    if not merged.patch:
        if merged.conflicts:
            raise _deleted_meanwhile(merged)
        return Patched(row, [], [], [], [], missed)
    check(merged.document, operations())
    row.body = written(merged.document)
    row.revision += 1
    row.save(update_fields=["body", "revision", "changed"])
    keep_uses(row, merged.document, known=plan.originals(before) | plan.letters(before))
    done, inverse = patch_json(merged.patch), patch_json(merged.inverse)
    DocumentPatch.objects.create(
        document=row,
        revision=row.revision,
        client=client,
        patch=done,
        inverse=inverse,
        lost=told["lost"],
    )
    row.patches.filter(revision__lte=row.revision - HISTORY).delete()
    outcomes = (_news(row, client, done),)
    return Patched(row, done, inverse, told["lost"], told["conflicts"], missed, outcomes)


def _news(row: Document, client: str, done: list[dict[str, Any]]) -> Outcome:
    small = len(json.dumps(done)) <= TOLD_BYTES
    return happened(row, "changed", client=client, patch=done if small else None)


def _deleted_meanwhile(merged: Merged) -> Conflict:
    layers = sorted({str(change.get("layer")) for change in patch_json(merged.conflicts)})
    return Conflict(
        f"Somebody deleted what you changed: {', '.join(layers)[:200]}.",
        remedy="Load the document again; undo brings a deleted layer back.",
    )

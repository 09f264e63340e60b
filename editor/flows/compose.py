"""A document from the parameters of an address: pictures found by id, digest or name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from uuid import UUID

from django.db.models import Q

from editor.flows import documents, names
from editor.flows.documents import Saved
from editor.flows.originals import as_uuid
from editor.flows.resolve import SHA_PREFIX, digest_in
from editor.geometry import Size
from editor.models import Document, Original, Workspace
from editor.plan.document import document_json, originals, parse_document
from editor.plan.from_demo import Demo, Picture, demo_document, read_demo
from editor.plan.option import shown
from editor.plan.to_demo import to_demo

LOOKED_AT = 20
"""Untouched documents of the same name that are compared with the wanted one."""


@dataclass(frozen=True, slots=True)
class Composed:
    """The document, or what is wrong with the address. `created` is False when an untouched one
    was there already."""

    saved: Saved | None
    created: bool = False
    problems: tuple[str, ...] = ()


def compose(workspace: Workspace, pairs: Iterable[tuple[str, str]]) -> Composed:
    """The document that the parameters ask for. The same address gives the same document until
    somebody changes it: a reload makes no second one. QuotaExceeded for one document too many."""
    demo = read_demo(pairs)
    found, missing = _pictures(workspace, demo)
    problems = [*demo.problems, *missing]
    if problems:
        return Composed(None, problems=tuple(problems))
    body, wrong = demo_document(demo, found)
    if wrong:
        return Composed(None, problems=tuple(wrong))
    name = names.title(", ".join(found[one.image].name for one in demo.layers))
    kept = document_json(parse_document(body))
    untouched = Document.objects.filter(
        workspace=workspace, name=name, revision=1, trashed__isnull=True
    )
    for row in untouched[:LOOKED_AT]:
        if row.body == kept:
            return Composed(Saved(row))
    return Composed(documents.create(workspace, name, body), created=True)


def address_of(workspace: Workspace, id: UUID | str) -> str:
    """The query that `compose` reads back as this document; InvalidDocument when none does."""
    document = parse_document(documents.get(workspace, id).body)
    refs = originals(document)
    wanted = Q(pk__in=[pk for ref in refs if (pk := as_uuid(ref))])
    wanted |= Q(blob__in=[digest for ref in refs if (digest := digest_in(ref))])
    sizes: dict[str, Size] = {}
    opaque: set[str] = set()
    for row in Original.objects.select_related("blob").filter(
        wanted, workspace=workspace, trashed__isnull=True
    ):
        size = Size(row.blob.width, row.blob.height)
        names_of = (str(row.pk), SHA_PREFIX + row.blob_id)
        sizes |= dict.fromkeys(names_of, size)
        if not row.blob.has_alpha:
            opaque.update(names_of)
    return to_demo(document, sizes, opaque)


def _pictures(workspace: Workspace, demo: Demo) -> tuple[dict[str, Picture], list[str]]:
    found, problems = {}, []
    for layer in demo.layers:
        if layer.image in found:
            continue
        rows = _named(workspace, layer.image)
        if len(rows) == 1:
            found[layer.image] = _picture(rows[0])
        elif rows:
            problems.append(
                f"i{layer.number}={shown(layer.image)} fits several photos; use the id of one."
            )
        else:
            problems.append(f"i{layer.number}={shown(layer.image)} is no photo of yours.")
    return found, problems


def _named(workspace: Workspace, word: str) -> list[Original]:
    """Those that the word may mean: by id, by `sha256:...`, by the file's name with or without its
    ending. Two are enough to see that it isn't clear."""
    held = Original.objects.select_related("blob").filter(workspace=workspace, trashed__isnull=True)
    if (pk := as_uuid(word)) is not None:
        return list(held.filter(pk=pk))
    if (digest := digest_in(word)) is not None:
        return list(held.filter(blob=digest))
    sought = names.sought(word)
    if exact := list(held.filter(name=sought)[:2]):
        return exact
    near = held.filter(name__istartswith=f"{sought}.")[:LOOKED_AT]
    return [one for one in near if PurePath(one.name).stem.lower() == sought.lower()]


def _picture(row: Original) -> Picture:
    return Picture(str(row.pk), row.name, Size(row.blob.width, row.blob.height))

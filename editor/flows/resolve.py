"""From the ids that somebody wrote to the bytes that they name, owner first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Q

from editor.flows.originals import as_uuid, not_found
from editor.models import Blob, Original, Workspace
from editor.plan.composition import Composition, Draw, Step, sources
from editor.plan.composition import Original as Source

SHA_PREFIX = "sha256:"
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A recipe whose originals are named by `sha256:...`, and their rows under that name."""

    composition: Composition
    blobs: Mapping[str, Blob]


def resolve(workspace: Workspace, composition: Composition) -> Resolved:
    """NotFound for an id that isn't there, is somebody else's, or lies in the trash while no
    document uses it."""
    refs = refs_of(composition)
    held = _held(workspace, refs)
    for ref in refs:
        if ref not in held:
            raise not_found(ref)
    named = {ref: SHA_PREFIX + blob.sha256 for ref, blob in held.items()}
    blobs = {named[ref]: blob for ref, blob in held.items()}
    return Resolved(_renamed(composition, named), blobs)


def digest_in(ref: str) -> str | None:
    """The digest that a ref of the form `sha256:...` holds, None for any other."""
    digest = ref.removeprefix(SHA_PREFIX)
    return digest if ref != digest and _DIGEST.fullmatch(digest) else None


def refs_of(composition: Composition) -> tuple[str, ...]:
    """How the recipe names its originals, each once, in order."""
    every = (source.ref for source in sources(composition) if isinstance(source, Source))
    return tuple(dict.fromkeys(every))


def _held(workspace: Workspace, refs: tuple[str, ...]) -> dict[str, Blob]:
    if not refs:
        return {}
    ids = {ref: as_uuid(ref) for ref in refs if not ref.startswith(SHA_PREFIX)}
    digests = {ref: digest for ref in refs if (digest := digest_in(ref))}
    wanted = Q(pk__in=[pk for pk in ids.values() if pk]) | Q(blob__in=digests.values())
    shown = Q(trashed__isnull=True) | Q(documents__trashed__isnull=True, documents__isnull=False)
    rows = Original.objects.select_related("blob").filter(wanted, shown, workspace=workspace)
    by_id = {row.pk: row.blob for row in rows}
    by_digest = {row.blob_id: row.blob for row in rows}
    found = {ref: by_id.get(pk) for ref, pk in ids.items() if pk}
    found |= {ref: by_digest.get(digest) for ref, digest in digests.items()}
    return {ref: blob for ref, blob in found.items() if blob is not None}


def _renamed(composition: Composition, named: Mapping[str, str]) -> Composition:
    source = composition.source
    if isinstance(source, Source):
        source = Source(named[source.ref])
    steps: tuple[Step, ...] = tuple(
        replace(step, picture=_renamed(step.picture, named)) if isinstance(step, Draw) else step
        for step in composition.steps
    )
    return replace(composition, source=source, steps=steps)

"""From the ids that somebody wrote to the bytes that they name, owner first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q, QuerySet

from editor.errors import InvalidOption, NotAPicture
from editor.flows import remote
from editor.flows.lettered import blobs_of, own_fonts
from editor.flows.originals import as_uuid, not_found, unpainted
from editor.models import Blob, FetchedPicture, Original, Workspace
from editor.plan.composition import Composition, Draw, Remote, Step, Text, sources
from editor.plan.composition import Original as Source
from editor.plan.output import Output

SHA_PREFIX = "sha256:"
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A recipe whose originals and uploaded fonts are named by `sha256:...`, and their rows under
    that name."""

    composition: Composition
    blobs: Mapping[str, Blob]


MOST_REMOTE = 20
"""Remote pictures in one recipe."""


def resolve(
    workspace: Workspace | None, composition: Composition, held: Sequence[Original] = ()
) -> Resolved:
    """NotFound for an id that isn't there, is somebody else's, or lies in the trash while no
    document uses it. Remote pictures are fetched: see `flows.remote.picture`. Without a workspace
    nobody's originals are found. `held` are originals, with their blobs, that this request has
    read already."""
    refs = refs_of(composition)
    found = _held(workspace, refs, held) if workspace else {}
    for ref in refs:
        if ref not in found:
            raise not_found(ref)
    found |= _fetched(composition)
    letters = blobs_of(workspace, own_fonts(composition))
    named = {ref: SHA_PREFIX + blob.sha256 for ref, blob in (found | letters).items()}
    blobs = {named[ref]: blob for ref, blob in (found | letters).items()}
    return _still(_drawings_alone(Resolved(_renamed(composition, named), blobs)))


def _fetched(composition: Composition) -> dict[str, Blob]:
    """The remote pictures of the recipe by their addresses; all are judged before one is asked."""
    urls = list(dict.fromkeys(s.url for s in sources(composition) if isinstance(s, Remote)))
    if len(urls) > MOST_REMOTE:
        raise InvalidOption(
            f"The recipe names more than {MOST_REMOTE} remote pictures.", remedy="Name fewer."
        )
    for url in urls:
        remote.check(url)
    return {url: remote.picture(url) for url in urls}


def _drawings_alone(resolved: Resolved) -> Resolved:
    """An SVG drawing is sent as it is, whatever was asked for; nothing can be done with it."""
    if all(unpainted(blob) is None for blob in resolved.blobs.values()):
        return resolved
    recipe = resolved.composition
    if isinstance(recipe.source, Source) and len(resolved.blobs) == 1:
        wanted = "json" if recipe.output.format == "json" else ""
        return replace(resolved, composition=Composition(recipe.source, (), Output(format=wanted)))
    raise NotAPicture(
        "An SVG drawing can't be drawn with other pictures.", remedy="Use a PNG of it."
    )


def _still(resolved: Resolved) -> Resolved:
    """`anim=false` says nothing about a still: equal meaning, equal form."""
    recipe = resolved.composition
    if recipe.output.anim:
        return resolved
    blob = resolved.blobs.get(recipe.source.ref) if isinstance(recipe.source, Source) else None
    if blob is not None and blob.frames > 1:
        return resolved
    return replace(resolved, composition=replace(recipe, output=replace(recipe.output, anim=True)))


def fetched_among(digests: list[str]) -> dict[str, Blob]:
    """Those of the bytes that came from other hosts and are still kept, by `sha256:...`."""
    found = FetchedPicture.objects.select_related("blob").filter(blob__in=digests)
    return {SHA_PREFIX + one.blob_id: one.blob for one in found}


def digest_in(ref: str) -> str | None:
    """The digest that a ref of the form `sha256:...` holds, None for any other."""
    digest = ref.removeprefix(SHA_PREFIX)
    return digest if ref != digest and _DIGEST.fullmatch(digest) else None


def refs_of(composition: Composition) -> tuple[str, ...]:
    """How the recipe names its originals, each once, in order."""
    every = (source.ref for source in sources(composition) if isinstance(source, Source))
    return tuple(dict.fromkeys(every))


def _held(workspace: Workspace, refs: tuple[str, ...], read: Sequence[Original]) -> dict[str, Blob]:
    if not refs:
        return {}
    own = [row for row in read if row.workspace_id == workspace.pk and row.trashed is None]
    found = _by_ref(own, refs)
    if len(found) < len(refs):
        # Most lie in no trash: asking about documents as well takes twice as long.
        rows = _wanted(workspace, refs).filter(trashed__isnull=True)
        found = _by_ref(_with_blobs(rows), refs)
    if len(found) < len(refs):
        found = _by_ref(_with_blobs(held_rows(workspace, refs)), refs)
    return found


def _with_blobs(rows: QuerySet[Original]) -> QuerySet[Original]:
    return rows.select_related("blob").order_by()


def _by_ref(rows: Iterable[Original], refs: tuple[str, ...]) -> dict[str, Blob]:
    every = list(rows)
    ids, digests = _named(refs)
    by_id = {row.pk: row.blob for row in every}
    by_digest = {row.blob_id: row.blob for row in every}
    found = {ref: by_id.get(pk) for ref, pk in ids.items() if pk}
    found |= {ref: by_digest.get(digest) for ref, digest in digests.items()}
    return {ref: blob for ref, blob in found.items() if blob is not None}


def _named(refs: tuple[str, ...]) -> tuple[dict[str, UUID | None], dict[str, str]]:
    ids = {ref: as_uuid(ref) for ref in refs if not ref.startswith(SHA_PREFIX)}
    return ids, {ref: digest for ref in refs if (digest := digest_in(ref))}


def held_rows(workspace: Workspace, refs: tuple[str, ...]) -> QuerySet[Original]:
    """The originals of `workspace` that `refs` name, as far as they may be shown."""
    shown = Q(trashed__isnull=True) | Q(documents__trashed__isnull=True, documents__isnull=False)
    return _wanted(workspace, refs).filter(shown)


def _wanted(workspace: Workspace, refs: tuple[str, ...]) -> QuerySet[Original]:
    ids, digests = _named(refs)
    wanted = Q(pk__in=[pk for pk in ids.values() if pk])
    if digests:
        wanted |= Q(blob__in=digests.values())
    return Original.objects.filter(wanted, workspace=workspace)


def _renamed(composition: Composition, named: Mapping[str, str]) -> Composition:
    source = composition.source
    if isinstance(source, Source):
        source = Source(named[source.ref])
    elif isinstance(source, Remote):
        source = Source(named[source.url])
    elif isinstance(source, Text) and source.font in named:
        source = replace(source, font=named[source.font])
    steps: tuple[Step, ...] = tuple(
        replace(step, picture=_renamed(step.picture, named)) if isinstance(step, Draw) else step
        for step in composition.steps
    )
    return replace(composition, source=source, steps=steps)

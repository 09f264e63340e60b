"""The fonts of a recipe's texts: from the names that somebody wrote to bytes, owner first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db.models import Q

from editor.errors import FontUnavailable
from editor.flows.engines import Caches
from editor.flows.originals import as_uuid
from editor.library.deadline import Deadline
from editor.models import Blob, FetchedPicture, Font, Workspace
from editor.plan.composition import Composition, Draw, Step, Text, sources
from editor.plan.fonts import FAMILIES, SHA_PREFIX

FORMAT = "font"
"""Of a blob: bytes that are no picture."""


def own_fonts(composition: Composition) -> tuple[str, ...]:
    """How the recipe names the fonts that aren't bundled, each once, in order."""
    texts = (source for source in sources(composition) if isinstance(source, Text))
    return tuple(dict.fromkeys(text.font for text in texts if text.font not in FAMILIES))


def blobs_of(workspace: Workspace | None, names: Iterable[str]) -> dict[str, Blob]:
    """The bytes of uploaded fonts by the names that were given, ids or `sha256:...`, and of
    fetched ones by theirs. FontUnavailable for what the workspace doesn't hold."""
    wanted = list(names)
    if not wanted:
        return {}
    found = _found([workspace] if workspace else [], wanted)
    for name in wanted:
        if name not in found:
            raise unavailable(name)
    return found


def still_held(holders: Iterable[Workspace], names: Iterable[str]) -> dict[str, Blob]:
    """Those of the fonts that one of the workspaces still holds, or that were fetched."""
    return _found(holders, list(names))


def _found(holders: Iterable[Workspace], names: list[str]) -> dict[str, Blob]:
    if not names:
        return {}
    digests = [one.removeprefix(SHA_PREFIX) for one in names if one.startswith(SHA_PREFIX)]
    ids = [pk for one in names if (pk := as_uuid(one))]
    rows = FetchedPicture.objects.filter(blob__in=digests, blob__format=FORMAT)
    found = {SHA_PREFIX + row.blob_id: row.blob for row in rows.select_related("blob")}
    held = Font.objects.filter(Q(pk__in=ids) | Q(blob__in=digests), workspace__in=holders)
    for font in held.select_related("blob"):
        found |= {str(font.pk): font.blob, SHA_PREFIX + font.blob_id: font.blob}
    return {name: found[name] for name in names if name in found}


def unavailable(name: str) -> FontUnavailable:
    return FontUnavailable(
        f"There is no font {name[:80]!r} here.",
        remedy="Take one of the list of fonts, or upload it.",
    )


def with_fonts(composition: Composition, named: Mapping[str, str]) -> Composition:
    """The recipe with its fonts named as `named` says."""
    source = composition.source
    if isinstance(source, Text) and source.font in named:
        source = replace(source, font=named[source.font])
    steps: tuple[Step, ...] = tuple(
        replace(step, picture=with_fonts(step.picture, named)) if isinstance(step, Draw) else step
        for step in composition.steps
    )
    return replace(composition, source=source, steps=steps)


def near(
    composition: Composition, blobs: Mapping[str, Blob], there: Caches, until: Deadline
) -> Composition:
    """The recipe for a render process: its fonts named by the paths of their files."""
    paths = {
        name: str(there.near.path(blobs[name].sha256, until)) for name in own_fonts(composition)
    }
    return with_fonts(composition, paths) if paths else composition

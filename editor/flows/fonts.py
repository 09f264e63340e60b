"""Fonts that a workspace brings: taken in, listed, sent, renamed, deleted. Only a render process
reads what came; what is kept is the font as it was written anew there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from editor.conf import current
from editor.errors import Conflict, NotFound, QuotaExceeded
from editor.flows import limits, names, workspaces
from editor.flows.engines import Caches, Engines, caches, engines
from editor.flows.lettered import FORMAT
from editor.flows.originals import as_uuid, forget
from editor.flows.remote import Sort
from editor.flows.waiting import outcome
from editor.library import files, incoming, originals
from editor.library.deadline import Deadline
from editor.library.incoming import Arrived
from editor.models import Blob, Document, Font, Workspace
from editor.render.cost import FONT_BYTES
from editor.render.request import CleanFont, FontFacts

SHOWN = 5
"""Documents that an error names."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The workspace's hold; `created` is False when it held the same font already."""

    font: Font
    created: bool


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A font written anew, in a file that goes when the caller is done."""

    arrived: Arrived
    facts: FontFacts

    @property
    def blob(self) -> Blob:
        """Its row, not stored yet."""
        size = self.arrived.bytes
        return Blob(sha256=self.arrived.sha256, bytes=size, format=FORMAT, width=1, height=1)


def upload(
    workspace: Workspace,
    name: str,
    chunks: Iterable[bytes],
    *,
    size: int | None = None,
    using: Engines | None = None,
) -> Taken:
    """Takes in a TrueType, OpenType, WOFF or WOFF2 file. `size` in bytes, when it is known, is
    judged first.

    RateLimited, QuotaExceeded, TooLarge, FontRefused or Busy; after any
    of them nothing is left behind.
    """
    limits.uploads(workspace.pk)
    _check_room(workspace, size or 0)
    limit = current().font_bytes
    if size is not None and size > limit:
        raise incoming.too_large(limit)
    tools = using or engines()
    with files.temporary(tools.caches.temporary, "font-") as path:
        arrived = incoming.receive(chunks, path, limit)
        known = Font.objects.filter(workspace=workspace, given=arrived.sha256).first()
        if known is not None:
            return Taken(known, False)
        with files.temporary(tools.caches.temporary, "font-") as written:
            return _held(workspace, names.shown(name), arrived, cleaned(path, written, tools))


def cleaned(path: Path, to: Path, tools: Engines) -> Cleaned:
    """The font at `path`, judged by a render process and written anew `to` there."""
    running = tools.render.submit(CleanFont(str(path), str(to)), FONT_BYTES)
    facts = outcome(running, Deadline.after(current().interactive_wait_s))
    return Cleaned(incoming.measured(to), facts)


def _fetched(arrived: Arrived, tools: Engines) -> tuple[Arrived, Blob]:
    """What came is read whole before it is written over."""
    made = cleaned(arrived.path, arrived.path, tools)
    return made.arrived, made.blob


FETCHED = Sort("font ", lambda: current().font_bytes, _fetched)
"""Fonts of other hosts."""


def listing(workspace: Workspace) -> list[Font]:
    """The workspace's fonts, by title."""
    return list(Font.objects.filter(workspace=workspace).select_related("blob"))


def get(workspace: Workspace, id: UUID | str) -> Font:
    """One font; NotFound for unknown ids and for other people's."""
    pk = as_uuid(id)
    held = Font.objects.select_related("blob").filter(workspace=workspace)
    found = held.filter(pk=pk).first() if pk else None
    if found is None:
        raise NotFound(
            f"There is no font {str(id)[:80]!r} here.", remedy="Look at the list of fonts."
        )
    return found


def open_bytes(font: Font) -> File[Any]:
    """The cleaned file."""
    return originals.open_bytes(font.blob_id)


def rename(workspace: Workspace, id: UUID | str, title: str) -> Font:
    """Another name to show; recipes name fonts by their ids."""
    font = get(workspace, id)
    font.title = names.title(title)
    font.save(update_fields=["title"])
    return font


def delete(workspace: Workspace, id: UUID | str, *, kept: Caches | None = None) -> None:
    """Removes it with everything that was drawn with it. Conflict while documents use it, those
    in the trash included."""
    font = get(workspace, id)
    with transaction.atomic():
        # Texts name fonts deep inside of documents; a workspace has few enough of both.
        bodies = Document.objects.annotate(written=Cast("body", TextField()))
        used = bodies.filter(workspace=workspace, written__contains=str(font.pk))
        titles = list(used.values_list("name", flat=True)[: SHOWN + 1])
        if titles:
            more = " and others" if len(titles) > SHOWN else ""
            raise Conflict(
                f"Documents use the font: {', '.join(titles[:SHOWN])}{more}.",
                remedy="Give their texts another font, or delete them for good, then try again.",
            )
        Font.objects.filter(pk=font.pk).delete()
    forget(font.blob_id, kept or caches())


def _check_room(workspace: Workspace, more_bytes: int) -> None:
    workspaces.usage(workspace).check(more_bytes)
    most = current().fonts
    if Font.objects.filter(workspace=workspace).count() >= most:
        raise QuotaExceeded(
            f"The workspace holds {most} fonts, as many as it may.", remedy="Delete some."
        )


def _held(workspace: Workspace, name: str, given: Arrived, made: Cleaned) -> Taken:
    try:
        # Before the transaction: a slow storage must not hold the database.
        originals.put(made.arrived)
        with transaction.atomic():
            # Uploads of one workspace wait for each other, so that none slips past its bounds.
            Workspace.objects.select_for_update().get(pk=workspace.pk)
            blob = originals.hold(made.blob, made.arrived)
            known = Font.objects.filter(workspace=workspace, blob=blob).first()
            if known is not None:
                return Taken(known, False)
            _check_room(workspace, made.arrived.bytes)
            facts = asdict(made.facts)
            title = _title(made.facts) or Path(name).stem
            font = Font.objects.create(
                workspace=workspace, blob=blob, given=given.sha256, title=title, facts=facts
            )
    except BaseException:
        originals.drop_unheld(made.arrived.sha256)
        raise
    return Taken(font, True)


def _title(facts: FontFacts) -> str:
    style = "" if facts.style.lower() in ("", "regular") else f" {facts.style}"
    return f"{facts.family}{style}" if facts.family else ""

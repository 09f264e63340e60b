"""Links by which others may look at one document: made, listed, ended, and what they show.

A link shows the document's present state, and nothing else of its workspace. Its address is signed
by the web; here it is only an id.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from editor.conf import current
from editor.errors import BadRequest, Conflict, Gone, NotFound, QuotaExceeded
from editor.flows.documents import get, happened
from editor.flows.engines import Engines, engines
from editor.flows.outcomes import Outcome
from editor.flows.planned import Planned, plan
from editor.geometry import Size
from editor.models import Document, Share, Workspace
from editor.operations import operations
from editor.plan.composition import Composition, Transform
from editor.plan.document import Document as Plan
from editor.plan.document import parse_document
from editor.plan.from_document import MIN_SCALE, from_document
from editor.plan.output import Output
from editor.plan.vocabulary import build_transform

SHORTEST_S = 60
LONGEST_S = 10 * 365 * 24 * 3600
MOST = 100
"""Links of one document, those that ended included until they are purged."""


@dataclass(frozen=True, slots=True)
class View:
    """One size in which a shared document is shown. `longest` px a side; 0: its true size."""

    longest: int
    flat: bool = False
    """On white, as JPEG: for programs that draw what is transparent black."""


VIEWS = {"preview": View(1200, flat=True), "view": View(2560), "full": View(0)}


@dataclass(frozen=True, slots=True)
class Shared:
    """A link's row as it is now."""

    share: Share
    outcomes: tuple[Outcome, ...] = ()


def create(workspace: Workspace, id: UUID | str, expires_in_s: int | None) -> Shared:
    """A new link of a document; it ends after so many seconds, or when somebody revokes it.

    BadRequest for a time that can't be, Conflict for a document in the trash, QuotaExceeded for
    one link too many.
    """
    if expires_in_s is not None and not SHORTEST_S <= expires_in_s <= LONGEST_S:
        raise BadRequest(
            f"A link can't hold for {expires_in_s} seconds.",
            remedy=f"Take {SHORTEST_S} to {LONGEST_S}, or leave it out for a link without an end.",
        )
    with transaction.atomic():
        row = Document.objects.select_for_update().get(pk=get(workspace, id).pk)
        if row.trashed is not None:
            raise Conflict("The document lies in the trash.", remedy="Restore it first.")
        if row.shares.count() >= MOST:
            raise QuotaExceeded(
                f"The document has {MOST} links, as many as it may.",
                remedy=f"Links that ended are removed after {current().trash_days} days.",
            )
        left = timedelta(seconds=expires_in_s) if expires_in_s is not None else None
        expires = timezone.now() + left if left else None
        share = Share.objects.create(document=row, expires=expires)
    return Shared(share, (happened(row, "shared"),))


def listing(workspace: Workspace, id: UUID | str) -> QuerySet[Share]:
    """A document's links, newest first, those that ended included."""
    return Share.objects.filter(document=get(workspace, id))


def revoke(workspace: Workspace, id: UUID | str, share_id: UUID) -> Shared:
    """Ends a link at once. One that was revoked stays as it is."""
    row = get(workspace, id)
    with transaction.atomic():
        share = Share.objects.select_for_update().filter(document=row, pk=share_id).first()
        if share is None:
            raise NotFound("There is no such link.", remedy="Look at the document's list of links.")
        if share.revoked is not None:
            return Shared(share)
        share.revoked = timezone.now()
        share.save(update_fields=["revoked"])
    return Shared(share, (happened(row, "shared"),))


def is_live(share: Share) -> bool:
    """False once it was revoked or has expired."""
    return share.revoked is None and (share.expires is None or share.expires > timezone.now())


def opened(share_id: UUID) -> Share:
    """A link that may be looked at, with its document; NotFound when there is none, Gone when it
    ended or its document isn't there for now."""
    found = Share.objects.select_related("document__workspace").filter(pk=share_id).first()
    if found is None:
        raise no_link()
    if not is_live(found):
        words = "was taken back" if found.revoked is not None else "has expired"
        raise Gone(f"This link {words}.", remedy="Ask whoever sent it for a new one.")
    ends = found.document.workspace.expires
    if found.document.trashed is not None or (ends is not None and ends <= timezone.now()):
        raise Gone(
            "What this link shows was put away.", remedy="Ask whoever sent it to bring it back."
        )
    return found


def no_link() -> NotFound:
    """One answer for a link that never was and for a wrong signature."""
    return NotFound(
        "There is nothing behind this link.",
        remedy="Check that the whole address was copied, or ask for a new one.",
    )


def body_of(share: Share) -> Plan:
    """The document as it is now."""
    return parse_document(share.document.body)


def scale_of(body: Plan, view: View) -> float:
    """Px of the picture per canvas px; at most 1, and never more pixels than the server makes."""
    sheet = body.canvas
    most = math.sqrt(current().output_megapixels * 1_000_000 / (sheet.width * sheet.height))
    fits = view.longest / max(sheet.width, sheet.height) if view.longest else 1.0
    # A little less, as both sides are rounded.
    return max(MIN_SCALE, min(1.0, fits, most * 0.999 if most < 1 else 1.0))


def size_of(body: Plan, view: View) -> Size:
    """Px of the picture."""
    return Size(body.canvas.width, body.canvas.height).scaled(scale_of(body, view))


def recipe(body: Plan, view: View, format: str = "") -> Composition:
    """The recipe of one view; without a format JPEG or PNG, whichever fits."""
    made = from_document(body, operations(), scale=scale_of(body, view))
    if not view.flat:
        return replace(made, output=Output(format=format, metadata="none"))
    white = build_transform((("background", "white"),), operations(), strict=True)
    steps = (*made.steps, Transform(tuple(white.operations)))
    return replace(made, steps=steps, output=Output(format="jpeg", metadata="none"))


def picture(share: Share, view: View, format: str = "", *, using: Engines | None = None) -> Planned:
    """What will be drawn of a link's document: planned on its owner's behalf, nothing kept but
    the picture itself."""
    composition = recipe(body_of(share), view, format)
    return plan(share.document.workspace, composition, using or engines())

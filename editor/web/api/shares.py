"""A document's links over REST: listed, made, revoked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from editor.flows import compose, share
from editor.models import Share
from editor.web import share_links
from editor.web.api.auth import workspace
from editor.web.api.shapes import ErrorOut, Given
from editor.web.outcomes import carry_out

router = Router()


class NewShare(Given):
    expires_in: int | None = Field(
        None,
        ge=share.SHORTEST_S,
        le=share.LONGEST_S,
        description="Seconds; without it the link holds until it is revoked.",
    )


class ShareOut(Schema):
    id: UUID
    url: str
    absolute: str = Field(description="The same with scheme and host.")
    created: datetime
    expires: datetime | None
    revoked: datetime | None
    live: bool = Field(description="False once it was revoked or has expired.")

    @classmethod
    def of(cls, request: HttpRequest, row: Share) -> ShareOut:
        url = share_links.address(row)
        return cls(
            id=row.pk,
            url=url,
            absolute=share_links.absolute(request, url),
            created=row.created,
            expires=row.expires,
            revoked=row.revoked,
            live=share.is_live(row),
        )


class SharesOut(Schema):
    items: list[ShareOut]


class AddressOut(Schema):
    url: str
    absolute: str = Field(description="The same with scheme and host.")


@router.get(
    "/{uuid:id}/address",
    response={200: AddressOut, frozenset({400, 404}): ErrorOut},
    summary="A simple document as an address",
)
def address(request: HttpRequest, id: UUID) -> AddressOut:
    """`/compose?...` that makes the same document anew, for whoever holds its photos; 400 with the
    reason when the document has more than such an address can say."""
    url = f"/compose?{compose.address_of(workspace(request), id)}"
    return AddressOut(url=url, absolute=share_links.absolute(request, url))


@router.get(
    "/{uuid:id}/shares", response={200: SharesOut, 404: ErrorOut}, summary="Links to a document"
)
def listed(request: HttpRequest, id: UUID) -> SharesOut:
    """Newest first; those that ended stay in the list for a while."""
    rows = share.listing(workspace(request), id)
    return SharesOut(items=[ShareOut.of(request, row) for row in rows])


@router.post(
    "/{uuid:id}/shares",
    response={201: ShareOut, frozenset({400, 404, 409, 429}): ErrorOut},
    summary="Make a link to a document",
)
def create(request: HttpRequest, id: UUID, given: NewShare) -> Status[ShareOut]:
    """Whoever has the address may look at the document as it is then, and at nothing else."""
    owner = workspace(request)
    made = share.create(owner, id, given.expires_in)
    carry_out(owner, made.outcomes)
    return Status(201, ShareOut.of(request, made.share))


@router.delete(
    "/{uuid:id}/shares/{uuid:link}",
    response={200: ShareOut, 404: ErrorOut},
    summary="Revoke a link",
)
def revoke(request: HttpRequest, id: UUID, link: UUID) -> ShareOut:
    """It ends at once, for everybody."""
    owner = workspace(request)
    done = share.revoke(owner, id, link)
    carry_out(owner, done.outcomes)
    return ShareOut.of(request, done.share)

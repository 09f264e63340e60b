"""Pictures by recipe, and signed addresses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from ninja import Body, Query, Router, Schema, Status

from editor.conf import current
from editor.errors import InvalidOption
from editor.flows import originals, recipe_schema, registry, remote
from editor.flows.engines import engines
from editor.flows.planned import Planned
from editor.flows.produce import Produced, kept_plan, make, plan_picture
from editor.models import Workspace
from editor.plan.composition import Remote
from editor.plan.from_json import from_json
from editor.plan.from_url import Around
from editor.web import signing, transform
from editor.web.api.auth import Anyone, workspace
from editor.web.api.shapes import ErrorOut, PictureOut, SignedOut, SignIn

router = Router()
signing_router = Router()


class Now(Schema):
    render: bool = False


@router.post(
    "",
    auth=Anyone(),
    response={200: PictureOut, 201: PictureOut, frozenset({400, 404, 409, 503}): ErrorOut},
    summary="A picture by its recipe",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": recipe_schema.composition()}},
        }
    },
)
def make_picture(request: HttpRequest, when: Query[Now], recipe: Body[Any]) -> Status[PictureOut]:
    """Answers the picture's address. It is made when it is first fetched, or at once with
    `render=true`. 200: it was there already; 201: it is new."""
    composition = from_json(recipe, registry.known())
    if composition.output.format == "auto":
        raise InvalidOption(
            "format=auto depends on who looks, and this picture is the same for everybody.",
            remedy="Name the format, or leave it out for JPEG or PNG.",
        )
    planned = plan_picture(workspace(request), composition)
    there = engines().caches.variants.find(planned.key) is not None
    made = make(planned) if when.render or there else None
    return Status(200 if there else 201, shown(planned, made))


def shown(planned: Planned, made: Produced | None) -> PictureOut:
    """What is known of a picture, rendered or not."""
    used = made.engines if made else engines().cards.described(planned.cards)
    return PictureOut(
        key=planned.key,
        url=f"/p/{planned.key}",
        width=made.width if made else None,
        height=made.height if made else None,
        content_type=made.content_type if made else None,
        bytes=made.bytes if made else None,
        rendered=made is not None,
        engines=dict(used),
        warnings=list(made.warnings) if made else [],
    )


@signing_router.post(
    "", response={200: SignedOut, frozenset({400, 404}): ErrorOut}, summary="Sign an address"
)
def sign(request: HttpRequest, wish: SignIn) -> SignedOut:
    """Whoever holds the answer may fetch this one picture without a token, or use the images
    binding in the workspace's name where that is what was signed."""
    own = workspace(request)
    expires = None
    if wish.expires_in is not None:
        expires = int(datetime.now(UTC).timestamp()) + wish.expires_in
    url = signing.signed(wish.url, own.pk, expires, is_remote=_shows_remote(wish.url))
    _check_owned(own, url)
    base = current().public_url.rstrip("/") or f"{request.scheme}://{request.get_host()}"
    return SignedOut(
        url=url,
        absolute=base + url,
        expires=datetime.fromtimestamp(expires, UTC) if expires is not None else None,
    )


def _check_owned(own: Workspace, url: str) -> None:
    """Signs nothing that the caller couldn't fetch: NotFound, or what is wrong with the address."""
    path = urlsplit(url).path
    if path.startswith("/p/"):
        kept_plan(own, path.removeprefix("/p/"))
    elif path.startswith(transform.PREFIX):
        asked = transform.parts(path, Around(origin=current().remote_origin))
        transform.read(asked, own)
        picture = asked.picture()
        if isinstance(picture, Remote):
            remote.check(picture.url)
        else:
            originals.get(own, picture.ref)


def _shows_remote(url: str) -> bool:
    path = url.partition("?")[0]
    if not path.startswith(transform.PREFIX):
        return False
    asked = transform.parts(path, Around(origin=current().remote_origin))
    return isinstance(asked.picture(), Remote)

"""Texts of requests: letters, their font, and the box that just holds them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from editor.errors import Busy, FontUnavailable, StudioError, TooManyPixels
from editor.flows import fonts, lettering, remote
from editor.flows.engines import Engines
from editor.models import Workspace
from editor.plan.composition import Text
from editor.plan.fonts import FAMILIES, SHA_PREFIX, is_own
from editor.plan.lettering import SPELLINGS, Lettering, Writing
from editor.plan.option import shown
from editor.plan.records import fields_of, parsed, read
from editor.plan.remote import is_remote, normal

LONGEST_PX = 4096
"""Of the sides of a text."""
_SIZE = 12
_BUNDLED = re.compile(
    r"/(?:static/)?fonts/(?P<family>[a-z0-9-]+)-(?P<weight>\d{3})(?P<italic>i?)\.ttf"
)
_UPLOADED = re.compile(r"/api/fonts/(?P<id>[0-9a-f-]{36})/file")

Style = dict[str, Any]
"""The font of a text, with the weight and the slant that its address names."""


def text(given: object, using: Engines, workspace: Workspace | None = None) -> Text:
    """The letters that `given` describes: `{"text", "font", "size", "color"}` and what else
    `Writing` knows. `font` is `{"name": ...}`, `{"url": ...}`, or one of the two as a text.

    FontUnavailable for a font that isn't there; TooManyPixels for a text that is too large.
    """
    said = fields_of(given, "text", [*SPELLINGS, "font"], ["text"])
    said = {SPELLINGS.get(name, name): value for name, value in said.items()}
    style = _style(said.pop("font", None), workspace, using)
    wrap: float = parsed(Writing, said).get("wrap", 0.0)
    said.pop("wrap", None)
    wanted = {"size": _SIZE, **style, **said, "sizing": "height" if wrap else "auto"}
    box = wrap or 1.0
    room = lettering.measure(wanted, box, 1, workspace=workspace, using=using)
    if max(room.width, room.height) > LONGEST_PX:
        raise TooManyPixels(
            f"The text takes {room.width:.0f} x {room.height:.0f} px.",
            remedy=f"At most {LONGEST_PX} each way are taken.",
        )
    # Justified lines reach both ends of the box that was asked for; others don't need it all.
    width = wrap if wrap and said.get("align") == "justify" else room.width
    return Text.of(read(Lettering, wanted, "text"), max(1.0, width), max(1.0, room.height), 1.0)


def _style(given: object, workspace: Workspace | None, using: Engines) -> Style:
    if given is None:
        return {}
    named = (
        given if isinstance(given, Mapping) else {"url" if _is_address(given) else "name": given}
    )
    if isinstance(name := named.get("name"), str):
        spelled = "-".join(name.lower().split())
        if spelled in FAMILIES or is_own(spelled):
            return {"font": spelled}
    if isinstance(url := named.get("url"), str):
        return _of_address(url, using)
    raise _unknown(given)


def _is_address(given: object) -> bool:
    return isinstance(given, str) and "/" in given


def _of_address(url: str, using: Engines) -> Style:
    """A font of this server by its address, or one that is fetched as pictures are."""
    path = urlsplit(url).path
    if (found := _BUNDLED.fullmatch(path)) and found["family"] in FAMILIES:
        weight, italic = int(found["weight"]), bool(found["italic"])
        for face in FAMILIES[found["family"]].faces:
            if (face.weight, face.italic) == (weight, italic):
                return {"font": face.family, "weight": weight, "italic": italic}
    if found := _UPLOADED.fullmatch(path):
        return {"font": found["id"]}
    if not is_remote(url):
        raise _unknown(url)
    try:
        return {"font": SHA_PREFIX + remote.fetched(normal(url), fonts.FETCHED, using).sha256}
    except Busy:
        raise
    except StudioError as error:
        raise FontUnavailable(
            f"The font {shown(url)} didn't come: {error.text}", remedy=error.remedy
        ) from None


def _unknown(given: object) -> FontUnavailable:
    return FontUnavailable(
        f"There is no font {shown(given)} here.",
        remedy="Name a font of /api/fonts, or the address of a font file.",
    )

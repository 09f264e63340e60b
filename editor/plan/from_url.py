"""The door of transform URLs: /cdn-cgi/image/<options>/<source>."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from editor.errors import InvalidOption, NotFound
from editor.plan.composition import Composition, Original, Remote, Transform
from editor.plan.operation import Operations
from editor.plan.option import shown
from editor.plan.reading import Reading
from editor.plan.remote import from_source, is_remote, refuse_schemes, unpacked
from editor.plan.viewing import Viewer
from editor.plan.vocabulary import build_transform

MAX_LENGTH = 4096

_OWN = re.compile(r"sha256:[0-9a-f]{64}|[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]{0,127}")


@dataclass(frozen=True, slots=True)
class Around:
    """What a transform URL means depends on: who looks, the request's query, which belongs to
    the address of a remote picture, and the site whose pictures plain paths name (empty: none)."""

    viewer: Viewer = field(default_factory=Viewer)
    query: str = ""
    origin: str = ""


_ALONE = Around()


def from_url(
    options: str,
    source: str,
    operations: Operations,
    *,
    strict: bool = False,
    around: Around = _ALONE,
) -> Reading:
    """The recipe of one transform URL.

    `options` is the segment as it stands in the URL, still percent-encoded: commas inside values
    are told from separators by that. Unknown names are warnings unless `strict`.
    """
    read = build_transform(pairs(options), operations, strict=strict, viewer=around.viewer)
    steps = (Transform(read.operations),)
    recipe = Composition(source_of(source, around), steps, read.output)
    return Reading(recipe, read.warnings, read.viewing, read.heeded)


def source_of(source: str, around: Around = _ALONE) -> Original | Remote:
    """What the end of a transform URL names: an own original, or a picture of another host."""
    source = unpacked(source)
    if is_remote(source):
        return Remote(from_source(source, around.query))
    if around.origin and not _OWN.fullmatch(source.strip("/")):
        return Remote(from_source(source, around.query, around.origin))
    refuse_schemes(source)
    return original(source)


def original(source: str) -> Original:
    """The stored picture that `source` names by its id."""
    ref = source.strip("/")
    if not _REF.fullmatch(ref):
        raise NotFound("No original has this id.", remedy="Use the id that the upload answered.")
    return Original(ref)


def pairs(options: str) -> Iterator[tuple[str, str]]:
    """Name and decoded value of each option, in order."""
    if len(options) > MAX_LENGTH:
        raise InvalidOption(
            f"The options are longer than {MAX_LENGTH} characters.", remedy="Give fewer options."
        )
    if any(c.isspace() for c in options):
        raise InvalidOption(
            "The options contain a space.", remedy="Leave it out, or write it as %20 in a value."
        )
    for item in options.split(","):
        name, equals, value = item.partition("=")
        if not name or not equals or not value:
            raise InvalidOption(
                f"'{shown(item)}' isn't an option.",
                remedy="Write name=value pairs with commas between, for example width=300; a comma "
                "inside a value is written %2C.",
            )
        yield name, _decoded(name, value)


def _decoded(name: str, value: str) -> str:
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError:
        raise InvalidOption(
            f"{shown(name)} isn't percent-encoded UTF-8.", remedy="Encode the value as UTF-8."
        ) from None

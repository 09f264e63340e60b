"""The door of transform URLs: /cdn-cgi/image/<options>/<source>."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from editor.errors import InvalidOption, NotFound, NotYet
from editor.plan.composition import Composition, Original, Transform
from editor.plan.operation import Operations
from editor.plan.option import shown
from editor.plan.reading import Reading
from editor.plan.vocabulary import build_transform

MAX_LENGTH = 4096

# Proxies merge slashes: `https:/host/...` is met, too.
_REMOTE = re.compile(r"https?:/", re.IGNORECASE)
_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]{0,127}")


def from_url(options: str, source: str, operations: Operations, *, strict: bool = False) -> Reading:
    """The recipe of one transform URL.

    `options` is the segment as it stands in the URL, still percent-encoded: commas inside values
    are told from separators by that. Unknown names are warnings unless `strict`.
    """
    read = build_transform(pairs(options), operations, strict=strict)
    steps = (Transform(read.operations),)
    return Reading(Composition(original(source), steps, read.output), read.warnings)


def original(source: str) -> Original:
    """The stored picture that the end of the URL names."""
    if _REMOTE.match(source):
        raise NotYet(
            "Pictures of other hosts arrive with the image service.",
            remedy="Upload the picture and use its id.",
        )
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
                remedy="Write name=value pairs with commas between, for example width=300.",
            )
        yield name, _decoded(name, value)


def _decoded(name: str, value: str) -> str:
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError:
        raise InvalidOption(
            f"{shown(name)} isn't percent-encoded UTF-8.", remedy="Encode the value as UTF-8."
        ) from None

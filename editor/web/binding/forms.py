"""The parts of a form in their order, each read as it is asked for.

Django tells files and texts apart and forgets their order, by which the binding numbers them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.http.multipartparser import FILE, RAW, ChunkIter, LazyStream, Parser
from django.http.multipartparser import MultiPartParserError as Unreadable
from django.utils.http import parse_header_parameters

from editor.errors import BadRequest, TooLarge
from editor.flows.binding import Part

PIECE = 64 * 1024
TEXT_BYTES = 1024 * 1024
MOST_PARTS = 200


def parts(request: HttpRequest, content_type: str = "") -> Iterator[Part]:
    """Name and content of every part: pieces of a file, or a text. What wasn't read of a file is
    skipped when the next part is asked for. BadRequest for a body that is no form, or, after the
    last part, for one without its end: a picture may have been cut off. `content_type` counts
    before the request's own."""
    kind, said = request.content_type, request.content_params or {}
    if content_type:
        kind, said = parse_header_parameters(content_type)
    boundary = said.get("boundary", "")
    if kind != "multipart/form-data" or not 0 < len(boundary) <= 200:
        raise BadRequest(
            "The body isn't a form.", remedy="Send multipart/form-data with its boundary."
        )
    body = _Body(request, b"--%s--" % boundary.encode("latin-1"))
    whole = LazyStream(body)
    try:
        for count, (kind, facts, stream) in enumerate(Parser(whole, boundary.encode("latin-1"))):
            if count > MOST_PARTS:
                raise BadRequest("The form has too many parts.", remedy="Draw fewer pictures.")
            if kind == RAW:
                continue
            name = _name(facts)
            if kind == FILE:
                yield name, stream
                for _ in stream:
                    pass
            else:
                yield name, _text(name, stream)
    except Unreadable as error:
        raise BadRequest(f"The form can't be read: {error}.", remedy="Send it whole.") from None
    if not body.ended:
        raise BadRequest("The form ends too early.", remedy="Send it whole, with its last line.")


class _Body(ChunkIter):
    """The pieces of a body, and whether the line that ends its form was among them."""

    def __init__(self, request: HttpRequest, last: bytes) -> None:
        super().__init__(request, PIECE)
        self._last, self._before = last, b""
        self.ended = False

    def __next__(self) -> bytes:
        piece = super().__next__()
        self.ended = self.ended or self._last in self._before + piece
        self._before = (self._before + piece)[-len(self._last) :]
        return piece


def _name(facts: Any) -> str:
    """The part's name; Django holds a header as its value and parameters."""
    said = facts["content-disposition"][1].get("name", "")
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)


def _text(name: str, stream: Any) -> str:
    found: bytes = stream.read(TEXT_BYTES + 1)
    if len(found) > TEXT_BYTES:
        raise TooLarge(f"The part {name[:40]!r} is too long.", remedy="Ask for fewer steps.")
    try:
        return found.decode()
    except UnicodeDecodeError:
        raise BadRequest(f"The part {name[:40]!r} isn't UTF-8.", remedy="Send UTF-8.") from None

"""Files as answers: read in pieces off the event loop, whole or a range of them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from typing import IO, Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=([0-9]{0,40})-([0-9]{0,40})")


async def pieces(file: IO[Any], size: int | None = None) -> AsyncIterator[bytes]:
    """The next `size` bytes of `file` (all without it); closes it, also when nobody wants more."""
    read = sync_to_async(file.read, thread_sensitive=False)
    try:
        left = size
        while left is None or left > 0:
            piece = await read(PIECE if left is None else min(PIECE, left))
            if not piece:
                return
            left = None if left is None else left - len(piece)
            yield piece
    finally:
        file.close()


async def each(made: Iterator[bytes]) -> AsyncIterator[bytes]:
    """What a slow generator makes, off the event loop."""
    following = sync_to_async(lambda: next(made, None), thread_sensitive=False)
    while (piece := await following()) is not None:
        yield piece


class _Sent(StreamingHttpResponse):
    """Closes its file also when its first piece was never asked for."""

    file: IO[Any]

    def close(self) -> None:
        super().close()
        self.file.close()


def send(
    request: HttpRequest, file: IO[Any], size: int, content_type: str, etag: str
) -> HttpResponseBase:
    """`file` as an answer: 200, or 206 and 416 for a Range. Closes the file in any case."""
    span = wanted(request, size, etag)
    if span is None:
        file.close()
        refused = HttpResponse(status=416)
        refused.headers["Content-Range"] = f"bytes */{size}"
        return refused
    first, last = span
    part = last - first + 1
    whole = part == size
    status = 200 if whole else 206
    response: HttpResponse | _Sent
    if request.method == "HEAD":
        file.close()
        response = HttpResponse(status=status, content_type=content_type)
    else:
        file.seek(first)
        response = _Sent(pieces(file, part), content_type=content_type, status=status)
        response.file = file
    response.headers["Content-Length"] = str(part)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = etag
    if not whole:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def wanted(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """First and last byte to send; None when the Range lies outside. Several ranges, other units
    and an outdated If-Range mean: everything (RFC 9110, 14.2)."""
    everything = (0, size - 1)
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    # Of a POST no range is defined: an answer to it comes whole (RFC 9110, 14.2).
    if match is None or request.method == "POST" or request.headers.get("If-Range", etag) != etag:
        return everything
    first, last = match.groups()
    if first:
        end = min(int(last), size - 1) if last else size - 1
        if last and int(last) < int(first):
            return everything
        return (int(first), end) if int(first) < size else None
    if not last:
        return everything
    return (max(0, size - int(last)), size - 1) if int(last) else None


def not_modified(request: HttpRequest, etag: str) -> bool:
    """True when the client's copy is this one (weak comparison, RFC 9110, 13.1.2)."""
    given = request.headers.get("If-None-Match", "")
    tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
    return "*" in tags or etag.removeprefix("W/") in tags


def attachment(name: str) -> str:
    """A Content-Disposition that makes browsers save under `name` (RFC 6266)."""
    clean = "".join(c for c in name if c.isprintable() and c not in '/\\"')[:200]
    return content_disposition_header(True, clean or "picture") or "attachment"

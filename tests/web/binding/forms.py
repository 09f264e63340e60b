"""Requests as the binding's client writes them."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
from PIL import Image

BOUNDARY = "--------------------------012345678901234567890123"
Part = tuple[str, bytes | str]


def form(*parts: Part) -> bytes:
    """Files are bytes and carry their field's name as file name; no part has a content type."""
    body = b""
    for name, content in parts:
        file = f'; filename="{name}"' if isinstance(content, bytes) else ""
        head = f'--{BOUNDARY}\r\ncontent-disposition: form-data; name="{name}"{file}\r\n\r\n'
        body += head.encode() + (content if isinstance(content, bytes) else content.encode())
        body += b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()


def pieces(body: bytes, size: int = 40_000) -> Iterator[bytes]:
    """A body in pieces is sent without a length."""
    return (body[at : at + size] for at in range(0, len(body), size))


async def slowly(body: bytes) -> AsyncIterator[bytes]:
    for piece in pieces(body):
        yield piece


HEADERS = {
    "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
    "Host": "js.images.cloudflare.com",
}


async def post(client: httpx.AsyncClient, path: str, *parts: Part) -> httpx.Response:
    return await client.post(path, content=slowly(form(*parts)), headers=HEADERS)


def transform(
    entries: Any, *drawn: Part, image: bytes, format: str = "image/png", **said: str
) -> tuple[Part, ...]:
    """The parts of `/transform`, in their order."""
    steps = ("transforms", json.dumps(entries))
    return (("image", image), *drawn, steps, ("output_format", format), *said.items())


def png(width: int, height: int, colour: str = "red") -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", (width, height), colour).save(file, "PNG")
    return file.getvalue()

"""Forms in pieces, and the answers to them."""

from __future__ import annotations

import asyncio
import io
import re
import secrets
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

import httpx

from editor.client.recipe import ImagesError, Info, Part, Picture, Result

PIECE = 256 * 1024
_NUMBER = re.compile(r"err=(\d+)")
_BODY = re.compile(r"ERROR \d+: ")
_MADE = ("image/", "application/octet-stream")
_WARNING = re.compile(r'299 "([^"]*)"')


def boundary() -> str:
    """One that no picture holds."""
    return f"----studio{secrets.token_hex(16)}"


def headers(mark: str, token: str) -> dict[str, str]:
    said = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    return {**said, "Authorization": f"Bearer {token}"} if token else said


def body(parts: Iterable[Part], mark: str) -> Iterator[bytes]:
    """The form, with files read as it is sent."""
    for name, content in parts:
        yield _head(name, content, mark)
        if isinstance(content, str):
            yield content.encode()
        else:
            with opened(content) as file:
                yield from iter(partial(file.read, PIECE), b"")
        yield b"\r\n"
    yield f"--{mark}--\r\n".encode()


async def slowly(parts: Iterable[Part], mark: str) -> AsyncIterator[bytes]:
    """The same for an event loop: files are read beside it."""
    pieces = body(parts, mark)
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece


def _head(name: str, content: Picture | str, mark: str) -> bytes:
    file = "" if isinstance(content, str) else f'; filename="{name}"'
    return f'--{mark}\r\ncontent-disposition: form-data; name="{name}"{file}\r\n\r\n'.encode()


@contextmanager
def opened(picture: Picture) -> Iterator[IO[bytes]]:
    """The picture from its beginning. Only what was opened here is closed again."""
    if isinstance(picture, bytes):
        yield io.BytesIO(picture)
    elif isinstance(picture, Path):
        with picture.open("rb") as file:
            yield file
    else:
        picture.seek(0)
        yield picture


def result(answer: httpx.Response) -> Result:
    """The picture of an answer; ImagesError for a refusal, or for what is no picture's answer."""
    check(answer)
    if "content-type" not in answer.headers:
        raise ImagesError("The answer has no content type.", http_status=answer.status_code)
    if not answer.headers["content-type"].startswith(_MADE):
        raise ImagesError(
            "The answer is no picture: is this the address of an image service?",
            http_status=answer.status_code,
        )
    warnings = tuple(_WARNING.findall(answer.headers.get("warning", "")))
    return Result(answer.content, answer.headers["content-type"], warnings)


def facts(answer: httpx.Response) -> Mapping[str, Any]:
    """What an answer tells of a picture; ImagesError for a refusal, or for anything else."""
    check(answer)
    try:
        told: Any = answer.json()
    except ValueError:
        told = None
    if not isinstance(told, dict) or "format" not in told:
        raise ImagesError(
            "The answer tells nothing of a picture: is this the address of an image service?",
            http_status=answer.status_code,
        )
    return told


def info(answer: httpx.Response) -> Info:
    return Info.of(facts(answer))


def check(answer: httpx.Response) -> None:
    """ImagesError for anything but success."""
    number = _NUMBER.search(answer.headers.get("cf-images-binding", ""))
    if number is None and answer.is_success:
        return
    text = _BODY.sub("", answer.text, count=1).strip()[:500]
    raise ImagesError(
        text or f"The service answered {answer.status_code}.",
        number=int(number[1]) if number else 9523,
        http_status=answer.status_code,
    )


def unreachable(error: httpx.HTTPError) -> ImagesError:
    return ImagesError(f"The image service can't be reached: {error}", number=9505)

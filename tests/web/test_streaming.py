from __future__ import annotations

import asyncio
import io

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from editor.web import streaming

BODY = bytes(range(100))
ETAG = '"tag"'


def ask(method: str = "get", **headers: str) -> object:
    return getattr(RequestFactory(), method)("/file", headers=headers)


async def read(response: object) -> bytes:
    return b"".join([part async for part in response])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("given_range", "status", "body", "content_range"),
    [
        ("", 200, BODY, None),
        ("bytes=0-9", 206, BODY[:10], "bytes 0-9/100"),
        ("bytes=90-", 206, BODY[90:], "bytes 90-99/100"),
        ("bytes=-5", 206, BODY[95:], "bytes 95-99/100"),
        ("bytes=-500", 200, BODY, None),
        ("bytes=50-500", 206, BODY[50:], "bytes 50-99/100"),
        ("bytes=0-99", 200, BODY, None),
        ("bytes=9-3", 200, BODY, None),
        ("bytes=0-1,4-5", 200, BODY, None),
        ("bytes=-", 200, BODY, None),
        ("lines=1-2", 200, BODY, None),
        ("bytes=100-", 416, b"", "bytes */100"),
        ("bytes=-0", 416, b"", "bytes */100"),
        ("bytes=" + "9" * 30 + "-", 416, b"", "bytes */100"),
        ("bytes=0-" + "9" * 5000, 200, BODY, None),
        ("bytes=-" + "9" * 5000, 200, BODY, None),
    ],
)
async def test_a_range_of_the_file_is_sent(
    given_range: str, status: int, body: bytes, content_range: str | None
) -> None:
    file = io.BytesIO(BODY)
    response = streaming.send(ask(Range=given_range), file, 100, "image/png", ETAG)  # type: ignore[arg-type]
    assert response.status_code == status
    assert response.headers.get("Content-Range") == content_range
    if status != 416:
        assert await read(response) == body
        assert response.headers["Content-Length"] == str(len(body))
        assert response.headers["ETag"] == ETAG
    response.close()
    assert file.closed


async def test_an_outdated_if_range_gets_everything() -> None:
    request = ask(Range="bytes=0-9", **{"If-Range": '"other"'})
    response = streaming.send(request, io.BytesIO(BODY), 100, "image/png", ETAG)  # type: ignore[arg-type]
    assert response.status_code == 200
    assert await read(response) == BODY


async def test_an_answer_to_a_post_comes_whole() -> None:
    request = ask("post", Range="bytes=0-9")
    response = streaming.send(request, io.BytesIO(BODY), 100, "image/png", ETAG)  # type: ignore[arg-type]
    assert response.status_code == 200
    assert await read(response) == BODY


def test_head_sends_the_length_and_no_body() -> None:
    file = io.BytesIO(BODY)
    response = streaming.send(ask("head"), file, 100, "image/png", ETAG)  # type: ignore[arg-type]
    assert response.headers["Content-Length"] == "100"
    assert not response.streaming
    assert file.closed


async def test_a_reader_that_leaves_closes_the_file() -> None:
    file = io.BytesIO(BODY * streaming.PIECE)
    reading = streaming.pieces(file)
    await anext(reading)
    await reading.aclose()  # type: ignore[attr-defined]
    assert file.closed


@pytest.mark.parametrize(
    ("given_tags", "same"),
    [
        ('"tag"', True),
        ('W/"tag"', True),
        ('"other", "tag"', True),
        ("*", True),
        ('"other"', False),
        ("tag", False),
        ("", False),
    ],
)
def test_a_client_that_holds_the_picture_is_recognised(given_tags: str, same: bool) -> None:
    assert streaming.not_modified(ask(**{"If-None-Match": given_tags}), ETAG) is same  # type: ignore[arg-type]


@given(st.text(max_size=300))
def test_any_name_makes_a_safe_attachment(name: str) -> None:
    header = streaming.attachment(name)
    assert header.startswith("attachment")
    assert header.isprintable()
    header.encode("latin-1")


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 200))
def test_every_range_is_a_slice_of_the_file(first: int, last: int, size: int) -> None:
    request = ask(Range=f"bytes={first}-{last}")
    span = streaming.wanted(request, size, ETAG)  # type: ignore[arg-type]
    if span is None:
        assert first >= size
        return
    body = bytes(size)
    response = streaming.send(request, io.BytesIO(body), size, "image/png", ETAG)  # type: ignore[arg-type]
    assert len(asyncio.run(read(response))) == span[1] - span[0] + 1

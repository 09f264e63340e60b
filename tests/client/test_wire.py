"""Answers of a service, as the client reads them."""

from __future__ import annotations

import httpx
import pytest

from editor.client import ImagesError, Info, wire


def test_a_refusal_is_told_by_its_header_whatever_the_status() -> None:
    headers = {"cf-images-binding": "err=9412"}
    body = b"ERROR 9412: The requested file is not an image\n"
    for status in (200, 415):
        answer = httpx.Response(status, headers=headers, content=body)
        for read in (wire.result, wire.info):
            with pytest.raises(ImagesError) as told:
                read(answer)
            assert told.value.text == "The requested file is not an image"
            assert (told.value.number, told.value.http_status) == (9412, status)


def test_an_error_of_something_else_has_the_number_of_what_nobody_foresaw() -> None:
    with pytest.raises(ImagesError, match="Bad gateway") as told:
        wire.result(httpx.Response(502, content=b"Bad gateway"))
    assert (told.value.number, told.value.http_status) == (9523, 502)
    with pytest.raises(ImagesError, match="answered 302"):
        wire.info(httpx.Response(302, headers={"location": "/access"}))


@pytest.mark.parametrize("body", [b"<html></html>", b"[]", b"{}", b"\xff\xfe"])
def test_an_answer_that_tells_nothing_of_a_picture_is_an_error(body: bytes) -> None:
    with pytest.raises(ImagesError, match="nothing of a picture"):
        wire.info(httpx.Response(200, content=body))


def test_a_picture_without_its_type_is_an_error() -> None:
    with pytest.raises(ImagesError, match="no content type") as told:
        wire.result(httpx.Response(200, content=b"bytes"))
    assert told.value.number == 9523


def test_a_page_is_no_picture() -> None:
    with pytest.raises(ImagesError, match="no picture: is this"):
        wire.result(httpx.Response(200, html="<p>Hello</p>"))
    for kind in ("image/avif", "application/octet-stream; width=3; height=2"):
        answer = httpx.Response(200, content=b"bytes", headers={"content-type": kind})
        assert wire.result(answer).content_type == kind


def test_facts_are_read_as_the_service_tells_them() -> None:
    told = {"format": "image/png", "file_size": 123, "width": 1, "height": 2, "more": True}
    assert wire.info(httpx.Response(200, json=told)) == Info("image/png", 123, 1, 2)
    drawing = wire.info(httpx.Response(200, json={"format": "image/svg+xml"}))
    assert (drawing.format, drawing.width) == ("image/svg+xml", 0)


def test_warnings_come_one_by_one() -> None:
    said = 'cf-images 299 "first, of two", cf-images 299 "second"'
    answer = httpx.Response(
        200, content=b"bytes", headers={"content-type": "image/png", "warning": said}
    )
    assert wire.result(answer).warnings == ("first, of two", "second")

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from editor.errors import BadRequest, TooLarge
from editor.web.api.parser import DEEPEST, read


def test_a_value_is_read_as_it_was_sent() -> None:
    assert read(b'{"a": [1, 2.5, null, true, "\xc3\xa4"]}') == {"a": [1, 2.5, None, True, "ä"]}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "isn't JSON"),
        (b"{", "isn't JSON"),
        (b'{"a": 1} trailing', "isn't JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b'{"a": NaN}', "NaN"),
        (b"[Infinity]", "Infinity"),
        (b"1" * 5000, "can't be read"),
        (b"[" * 100_000, "nests more than"),
        (b"[" * 70 + b"]" * 70, "nests more than"),
        (b'{"a":' * 70 + b"1" + b"}" * 70, "nests more than"),
    ],
)
def test_what_is_wrong_is_said(body: bytes, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        read(body)


def test_the_deepest_allowed_value_passes() -> None:
    read(b"[" * DEEPEST + b"]" * DEEPEST)


def test_too_many_bytes_are_refused(settings: Settings) -> None:
    settings.STUDIO = replace(settings.STUDIO, json_bytes=10)
    with pytest.raises(TooLarge):
        read(b'"0123456789"')


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_an_error_of_ours(body: bytes) -> None:
    with suppress(BadRequest):
        read(body)


@pytest.mark.parametrize(
    ("body", "words"),
    [(b"[" * 100_000, "nests more than"), (b"{", "isn't JSON"), (b"[NaN]", "NaN")],
)
async def test_whoever_sent_a_bad_body_is_told_what_is_wrong(
    client: httpx.AsyncClient, body: bytes, words: str
) -> None:
    answer = await client.post("/api/pictures", content=body)
    assert answer.status_code == 400
    assert words in answer.json()["error"]["text"]

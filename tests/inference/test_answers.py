from __future__ import annotations

import json

import numpy as np
import pytest

from editor.errors import Busy, InferenceUnavailable, ModelMissing, UnknownName
from editor.findings import Face
from editor.geometry import Box
from editor.inference import answers
from editor.inference.answers import Catalogue, Listed
from tests.inference.doubles import CARD

HEADERS = {"x-shape": "2,3", "x-dtype": "uint8", "x-card": "brightness@1"}


def test_a_matte_has_the_shape_and_type_of_its_headers() -> None:
    matte = answers.matte(bytes(range(6)), HEADERS)
    assert matte.alpha.tolist() == [[0, 1, 2], [3, 4, 5]]
    assert matte.card == "brightness@1"


def test_sixteen_bits_travel_with_the_low_byte_first() -> None:
    matte = answers.matte(b"\x01\x02" * 6, {**HEADERS, "x-dtype": "uint16"})
    assert matte.alpha.dtype == np.uint16
    assert (matte.alpha == 0x0201).all()


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        (b"\0" * 5, {}),
        (b"\0" * 7, {}),
        (b"", {"x-shape": "0,0"}),
        (b"\0" * 6, {"x-shape": "2"}),
        (b"\0" * 6, {"x-shape": "-2,-3"}),
        (b"\0" * 6, {"x-shape": "99999999,99999999"}),
        (b"\0" * 48, {"x-dtype": "float64"}),
        (b"\0" * 6, {"x-dtype": "object"}),
    ],
)
def test_a_matte_that_contradicts_itself_is_refused(body: bytes, changed: dict[str, str]) -> None:
    with pytest.raises(InferenceUnavailable):
        answers.matte(body, {**HEADERS, **changed})


def test_faces_are_read() -> None:
    face = Face(Box(0.1, 0.2, 0.3, 0.4), 0.9)
    assert answers.faces(json.dumps({"faces": [face.as_json()]}).encode()) == (face,)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"faces": 3}',
        b'{"faces": [{"box": [0, 0, 1]}]}',
        b'{"faces": [{"box": [0, 0, NaN, 1], "score": 1, "landmarks": []}]}',
        b'{"faces": [{"box": [0, 0, 1, 1], "score": Infinity, "landmarks": []}]}',
    ],
)
def test_faces_that_make_no_sense_are_refused(body: bytes) -> None:
    with pytest.raises(InferenceUnavailable):
        answers.faces(body)


def test_the_catalogue_finds_models_by_name_and_by_key() -> None:
    body = {
        "models": [{"card": CARD.as_json(), "present": True, "state": "loaded"}],
        "auto": {"matte": CARD.key},
    }
    catalogue = answers.catalogue(json.dumps(body).encode())
    assert catalogue == Catalogue((Listed(CARD, True, "loaded"),), {"matte": CARD.key})
    assert catalogue.named("brightness") is catalogue.named(CARD.key)
    with pytest.raises(UnknownName, match="brightnes") as caught:
        catalogue.named("brightnes")
    assert "brightness" in caught.value.remedy


@pytest.mark.parametrize("body", [b"{}", b'{"models": [{}], "auto": {}}', b'{"models": 1}'])
def test_a_broken_catalogue_is_refused(body: bytes) -> None:
    with pytest.raises(InferenceUnavailable):
        answers.catalogue(body)


def test_an_error_comes_back_as_its_own_type() -> None:
    told = ModelMissing("Not here.", remedy="Fetch it.")
    error = answers.refusal(409, json.dumps(told.as_json()).encode(), None)
    assert isinstance(error, ModelMissing)
    assert (error.text, error.remedy) == ("Not here.", "Fetch it.")


def test_the_time_to_wait_is_kept() -> None:
    error = answers.refusal(503, json.dumps(Busy("Full.").as_json()).encode(), "4")
    assert isinstance(error, Busy)
    assert error.retry_after_s == 4


def test_a_strangers_error_page_is_an_unavailable_service() -> None:
    error = answers.refusal(502, b"<h1>Bad gateway</h1>", None)
    assert isinstance(error, InferenceUnavailable)
    assert "502" in error.text


def test_a_refused_secret_is_never_told_as_the_users_fault() -> None:
    body = b'{"error": {"code": "unauthorized", "text": "secret!", "remedy": ""}}'
    error = answers.refusal(401, body, None)
    assert isinstance(error, InferenceUnavailable)
    assert "STUDIO_INFERENCE_SECRET" in error.remedy


def test_a_queue_is_read_and_odd_ones_are_refused() -> None:
    told = answers.queue(b'{"requests": {"a": {"place": 2, "seconds": 1.5}}}')
    assert told == {"a": answers.Ahead(2, 1.5)}
    silent = answers.queue(b'{"requests": {"a": {"place": -1, "seconds": null}}}')
    assert silent == {"a": answers.Ahead(0, None)}
    for body in (b"[]", b"{}", b'{"requests": [1]}', b'{"requests": {"a": {"place": 0}}}'):
        with pytest.raises(InferenceUnavailable):
            answers.queue(body)
    with pytest.raises(InferenceUnavailable):
        answers.queue(b'{"requests": {"a": {"place": 0, "seconds": -1}}}')

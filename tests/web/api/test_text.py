"""Fonts, the room of letters, and pictures of text layers."""

from __future__ import annotations

import io
from typing import Any

import httpx
from PIL import Image

Client = httpx.AsyncClient


def text_layer(**said: Any) -> dict[str, Any]:
    place = {"x": 150, "y": 50, "width": 300, "height": 90}
    return {"id": "t", "kind": "text", "text": {"text": "Hello", **said}, **place}


async def test_a_text_layer_is_drawn_in_its_colour_on_its_box(client: Client) -> None:
    layer = text_layer(size=60, color="#ff0000", font="anton")
    answer = await client.post("/api/layers/picture", json={"layer": layer, "scale": 2, "wait": 30})
    assert answer.status_code == 200, answer.text
    content = answer.json()["content"]
    assert (content["width"], content["height"]) == (600, 180)
    picture = Image.open(io.BytesIO((await client.get(answer.json()["url"])).content))
    inked = picture.convert("RGBA").getbbox()
    assert inked is not None
    assert inked[0] >= content["left"]
    assert inked[3] <= content["top"] + 180
    most = max(picture.convert("RGBA").getcolors(1 << 20) or [], key=lambda one: one[0] * one[1][3])
    assert most[1] == (255, 0, 0, 255)


async def test_what_is_typed_is_measured_without_a_picture(client: Client) -> None:
    said = {"text": "Hello big world\nשלום", "size": 50, "sizing": "height"}
    answer = await client.post("/api/text/measure", json={"text": said, "width": 180})
    assert answer.status_code == 200, answer.text
    room = answer.json()
    assert [line["text"] for line in room["lines"]] == ["Hello", "big", "world", "שלום"]
    assert [line["rtl"] for line in room["lines"]] == [False, False, False, True]
    assert room["height"] == 4 * 50 * 1.2
    assert 50 < room["width"] <= 180
    assert room["warnings"] == []


async def test_a_wrong_text_is_told_what_is_wrong(client: Client) -> None:
    for said, words in (
        ({"text": "a", "font": "Intre"}, "inter"),
        ({"text": "a", "size": 0}, "size"),
        ({"text": "a\u0000"}, "control"),
        ({"text": "a" * 1001}, "1000"),
    ):
        answer = await client.post("/api/text/measure", json={"text": said})
        assert answer.status_code == 400
        assert words in answer.text


async def test_fonts_are_listed_with_what_they_write(client: Client) -> None:
    answer = await client.get("/api/fonts")
    fonts = {font["name"]: font for font in answer.json()}
    assert fonts["inter"]["scripts"] == ["Latin", "Cyrillic", "Greek"]
    assert 700 in fonts["inter"]["weights"]
    assert all(font["licence"] in ("OFL-1.1", "Apache-2.0") for font in fonts.values())

from __future__ import annotations

import io
from typing import Any

import httpx
from PIL import Image

Client = httpx.AsyncClient
DOOR = "/api/layers/picture"


def shape(**fields: Any) -> dict[str, Any]:
    place = {"x": 50, "y": 50, "width": 80, "height": 60}
    return {"id": "s", "kind": "shape", "shape": {"fill": "#ff0000"}, **place, **fields}


def photo_layer(original: str, **fields: Any) -> dict[str, Any]:
    place = {"x": 50, "y": 50, "width": 90, "height": 60}
    return {"id": "a", "kind": "image", "source": original, **place, **fields}


async def test_a_layer_is_answered_with_its_picture_and_where_its_box_lies(client: Client) -> None:
    layer = shape(effects=[{"kind": "outline", "recipe": {"outline": 4}}])
    answer = await client.post(DOOR, json={"layer": layer, "scale": 2, "wait": 30})
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert said["url"] == f"/p/{said['key']}"
    assert (said["content"]["width"], said["content"]["height"]) == (160, 120)
    assert said["width"] > 160
    assert (said["engines"], said["warnings"]) == ({}, [])
    fetched = await client.get(said["url"])
    assert "immutable" in fetched.headers["cache-control"]
    assert len(fetched.content) == said["bytes"]
    picture = Image.open(io.BytesIO(fetched.content))
    assert picture.size == (said["width"], said["height"])


async def test_who_does_not_wait_asks_again_by_the_key(client: Client, original: str) -> None:
    layer = photo_layer(original, recipe={"blur": 40})
    first = await client.post(DOOR, json={"layer": layer, "wait": 0})
    assert first.status_code == 202, first.text
    assert first.json()["progress"]["stage"] in ("waiting", "drawing")
    assert first.json()["progress"]["place"] is None
    done = await client.get(f"{DOOR}/{first.json()['key']}?wait=30")
    assert done.status_code == 200, done.text
    assert done.json()["key"] == first.json()["key"]
    assert (done.json()["width"], done.json()["height"]) == (90, 60)


async def test_what_can_not_be_drawn_says_why(client: Client, other: Client, original: str) -> None:
    layer = photo_layer(original)
    for body, status, code in (
        ({"layer": {**layer, "colour": 1}}, 400, "unknown_name"),
        ({"layer": layer, "scale": 0}, 400, "bad_request"),
        ({"layer": layer, "wait": 31}, 400, "bad_request"),
        ({"layer": {**layer, "recipe": {"blurr": 4}}}, 400, "unknown_name"),
        ({"layer": {**layer, "recipe": {"segment": "foreground"}}}, 503, "inference_unavailable"),
        ({"layers": []}, 400, "unknown_name"),
    ):
        refused = await client.post(DOOR, json=body)
        assert (refused.status_code, refused.json()["error"]["code"]) == (status, code), refused
        assert refused.json()["error"]["remedy"]
    stolen = await other.post(DOOR, json={"layer": layer})
    assert stolen.status_code == 404


async def test_only_the_workspace_that_asked_may_ask_again(
    client: Client, other: Client, stranger: Client
) -> None:
    said = (await client.post(DOOR, json={"layer": shape(), "wait": 30})).json()
    assert (await client.get(f"{DOOR}/{said['key']}")).status_code == 200
    assert (await other.get(f"{DOOR}/{said['key']}")).status_code == 404
    assert (await stranger.get(f"{DOOR}/{said['key']}")).status_code == 401
    assert (await client.get(f"{DOOR}/nothing")).status_code == 404

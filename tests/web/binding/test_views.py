"""The doors of the images binding, asked as its client asks."""

from __future__ import annotations

import io
import json
from pathlib import Path

import httpx
import pytest
from asgiref.sync import sync_to_async
from PIL import Image

from editor.flows.engines import engines
from editor.models import Blob, Original
from tests.answers import opened
from tests.web.binding.forms import HEADERS, form, png, post, slowly, transform
from tests.web.conftest import Change

FONT = {"url": "https://127.0.0.1/static/fonts/inter-700.ttf"}


async def test_info_tells_what_the_picture_is(client: httpx.AsyncClient, photo: bytes) -> None:
    answer = await post(client, "/info", ("image", photo))
    size = Image.open(io.BytesIO(photo)).size
    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "format": "image/jpeg",
        "file_size": len(photo),
        "width": size[0],
        "height": size[1],
    }
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    assert (await post(client, "/info", ("image", drawing))).json() == {"format": "image/svg+xml"}


async def test_errors_have_the_client_s_form(client: httpx.AsyncClient) -> None:
    answer = await post(client, "/info", ("image", b"hello"))
    assert answer.status_code == 415
    assert answer.headers["cf-images-binding"] == "err=9412"
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.startswith("ERROR 9412: ")
    for path in ("/info", "/transform"):
        answer = await post(client, path, ("image", b""))
        assert (answer.status_code, answer.headers["cf-images-binding"]) == (415, "err=9412"), path


@pytest.mark.parametrize(
    ("entries", "format", "code"),
    [
        ([{"imageIndex": 0, "width": "wide"}], "image/png", 9401),
        ([{"imageIndex": 3, "width": 5}], "image/png", 9401),
        ([{"width": 5}], "image/png", 9401),
        ([{"drawImageIndex": 0, "targetImageIndex": True}], "image/png", 9401),
        ([{"drawImageIndex": 1, "targetImageIndex": 0, "left": 1, "right": 1}], "image/png", 9401),
        ([{"drawImageIndex": 1, "targetImageIndex": 0, "opacity": 2}], "image/png", 9401),
        ([7], "image/png", 9401),
        ({}, "image/png", 9401),
        ([], "image/jpg", 9432),
        ([], "undefined", 9432),
    ],
)
async def test_what_can_t_be_is_refused_by_number(
    client: httpx.AsyncClient, entries: object, format: str, code: int
) -> None:
    parts = transform(entries, ("draw_image", png(4, 4)), image=png(9, 9), format=format)
    answer = await post(client, "/transform", *parts)
    assert answer.status_code >= 400
    assert answer.headers["cf-images-binding"] == f"err={code}"
    assert answer.text.startswith(f"ERROR {code}: ")


async def test_a_form_that_can_t_be_read_is_refused(client: httpx.AsyncClient) -> None:
    for body, kind in ((b"{}", "application/json"), (b"x", HEADERS["Content-Type"])):
        answer = await client.post("/transform", content=body, headers={"Content-Type": kind})
        assert answer.headers["cf-images-binding"] == "err=9424", kind
    for parts in (
        [("draw_image", png(4, 4))],
        [("image", png(4, 4)), ("image", png(4, 4))],
        [("image", png(4, 4)), ("draw_text", b"a file")],
    ):
        answer = await post(client, "/transform", *parts)
        assert answer.headers["cf-images-binding"] == "err=9424", answer.text


async def test_a_form_without_its_end_is_refused(client: httpx.AsyncClient) -> None:
    """A picture that was cut off may look whole, and so may options of the output."""
    noise = png(9, 9) + bytes(100_000)
    whole = form(*transform([], image=noise, format="image/webp", output_quality="90"))
    assert (await client.post("/transform", content=slowly(whole), headers=HEADERS)).is_success
    for cut in (4, 30, len(whole) - 60_000):
        body = slowly(whole[:-cut])
        answer = await client.post("/transform", content=body, headers=HEADERS)
        assert answer.headers["cf-images-binding"] == "err=9424", answer.text
    told = form(("image", noise))
    for said, path in ((told, "/info"), (told + b"\r\nan epilogue", "/info")):
        assert (await client.post(path, content=slowly(said), headers=HEADERS)).is_success
        answer = await client.post(path, content=slowly(said[:60_000]), headers=HEADERS)
        assert answer.headers["cf-images-binding"] == "err=9424", answer.text
    assert await _lying_around() == []


async def test_strangers_and_cookies_are_turned_away(
    stranger: httpx.AsyncClient, browser: httpx.AsyncClient
) -> None:
    for who in (stranger, browser):
        for path in ("/info", "/transform"):
            answer = await post(who, path, ("image", png(4, 4)))
            assert answer.status_code in (401, 403)
            assert answer.headers["cf-images-binding"].startswith("err=94")
    wrong = await stranger.post(
        "/info",
        content=slowly(form(("image", png(4, 4)))),
        headers={**HEADERS, "Authorization": "Bearer nobody's"},
    )
    assert wrong.headers["cf-images-binding"] == "err=9430"
    assert wrong.text.startswith("ERROR 9430: ")


async def test_steps_run_in_their_order_and_texts_share_the_numbers_of_pictures(
    client: httpx.AsyncClient,
) -> None:
    text = json.dumps({"text": "X", "font": FONT, "size": 60, "color": "blue"})
    parts = transform(
        [
            {"imageIndex": 0, "rotate": 90},
            {"imageIndex": 1, "width": 20, "height": None},
            {"drawImageIndex": 1, "targetImageIndex": 0, "left": 0, "top": 0},
            {"drawImageIndex": 2, "targetImageIndex": 0},
            {"drawImageIndex": 3, "targetImageIndex": 0, "right": 0, "bottom": 0},
        ],
        ("draw_image", png(40, 40, "red")),
        ("draw_text", text),
        ("draw_image", png(10, 10, "lime")),
        image=png(200, 100, "white"),
    )
    picture = opened(await post(client, "/transform", *parts)).convert("RGB")
    assert picture.size == (100, 200)
    assert picture.getpixel((10, 10)) == (255, 0, 0)
    assert picture.getpixel((21, 10)) == (255, 255, 255)
    assert picture.getpixel((95, 195)) == (0, 255, 0)
    middle = picture.crop((20, 60, 80, 140))
    assert (0, 0, 255) in {colour for _, colour in middle.getcolors(10_000) or []}


async def test_a_text_is_a_picture_by_itself(client: httpx.AsyncClient) -> None:
    said = {"text": "Hello", "font": FONT, "size": 40}
    answer = await post(
        client,
        "/transform",
        ("text_input", json.dumps(said)),
        ("transforms", "[]"),
        ("output_format", "image/png"),
    )
    picture = opened(answer)
    assert 30 < picture.height < 70 < picture.width < 200
    assert picture.convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]
    foreign = {**said, "font": {"url": "https://fonts.example/a.ttf"}}
    answer = await post(
        client, "/transform", ("text_input", json.dumps(foreign)), ("output_format", "image/png")
    )
    assert answer.headers["cf-images-binding"] == "err=9410"
    huge = {**said, "text": "W" * 900, "size": 200}
    answer = await post(
        client, "/transform", ("text_input", json.dumps(huge)), ("output_format", "image/png")
    )
    assert answer.headers["cf-images-binding"] == "err=9413"


async def test_bare_pixels_tell_their_size(client: httpx.AsyncClient) -> None:
    image = png(3, 2, "#ff000080")
    for format, count in (("rgba", 4), ("rgb", 3)):
        answer = await post(client, "/transform", *transform([], image=image, format=format))
        assert answer.headers["content-type"] == "application/octet-stream; width=3; height=2"
        assert len(answer.content) == 3 * 2 * count
    rgba = await post(client, "/transform", *transform([], image=image, format="rgba"))
    assert rgba.content[:4] == bytes((255, 0, 0, 128))


async def test_options_of_the_output(client: httpx.AsyncClient, photo: bytes) -> None:
    sizes = []
    for quality in ("20", "high"):
        parts = transform(
            [{"imageIndex": 0, "width": 200}],
            image=photo,
            format="image/webp",
            output_quality=quality,
            anim="false",
        )
        answer = await post(client, "/transform", *parts)
        assert opened(answer).format == "WEBP"
        sizes.append(len(answer.content))
    assert sizes[0] < sizes[1]
    parts = transform([], image=png(4, 4, "#00000000"), background="#00ff00")
    assert opened(await post(client, "/transform", *parts)).convert("RGBA").getpixel((1, 1)) == (
        *(0, 255, 0),
        255,
    )


async def test_unknown_options_are_warnings_unless_the_server_is_strict(
    client: httpx.AsyncClient, configure: Change
) -> None:
    entries = [
        {"imageIndex": 0, "wdth": 5},
        {"drawImageIndex": 1, "targetImageIndex": 0, "tpo": 3},
    ]
    parts = transform(entries, ("draw_image", png(2, 2)), image=png(9, 9))
    answer = await post(client, "/transform", *parts)
    assert answer.status_code == 200
    assert "wdth" in answer.headers["warning"]
    assert "tpo" in answer.headers["warning"]
    text = ("text_input", json.dumps({"text": "Hi", "colour": "red", "shade": None, "font": FONT}))
    letters = (text, ("transforms", "[]"), ("output_format", "image/png"))
    answer = await post(client, "/transform", *letters)
    assert answer.status_code == 200
    assert "'colour' is not a known text field" in answer.headers["warning"]
    assert "shade" not in answer.headers["warning"]
    configure(strict_options=True)
    for refused in (parts, letters):
        answer = await post(client, "/transform", *refused)
        assert answer.headers["cf-images-binding"] == "err=9401"


async def test_of_very_many_warnings_the_answer_tells_some(client: httpx.AsyncClient) -> None:
    many = {f"unknown{n}": n for n in range(150)}
    parts = transform([{"imageIndex": 0, **many}], image=png(9, 9))
    answer = await post(client, "/transform", *parts)
    assert answer.status_code == 200
    assert len(answer.headers["warning"]) < 4096
    assert "and 140 more warnings" in answer.headers["warning"]


async def test_nothing_of_the_request_is_stored_but_its_result_is_remembered(
    client: httpx.AsyncClient,
) -> None:
    parts = transform([{"imageIndex": 0, "width": 7}], image=png(31, 17, "teal"))
    first = await post(client, "/transform", *parts)
    assert "hit=0" in first.headers["cf-resized"]
    again = await post(client, "/transform", *parts)
    assert "hit=1" in again.headers["cf-resized"]
    assert again.content == first.content
    assert not await Original.objects.aexists()
    assert not await Blob.objects.aexists()
    assert await _lying_around() == []


async def test_what_is_refused_leaves_nothing(client: httpx.AsyncClient) -> None:
    second = ("draw_image", png(4, 4))
    for entries in ({}, [{"imageIndex": 3}]):
        parts = transform(entries, second, image=png(9, 9))
        assert (await post(client, "/transform", *parts)).status_code >= 400
        assert await _lying_around() == []
    broken = transform([{"imageIndex": 0, "width": 5}], image=png(9, 9)[:40])
    assert (await post(client, "/transform", *broken)).status_code >= 400
    assert (await post(client, "/info", ("image", b"hello"))).status_code == 415
    assert await _lying_around() == []


async def _lying_around() -> list[Path]:
    temporary = await sync_to_async(lambda: engines().caches.temporary)()
    return list(temporary.glob("passing-*"))


async def test_more_bytes_than_uploads_may_have_are_refused(
    client: httpx.AsyncClient, configure: Change
) -> None:
    configure(upload_bytes=1000)
    answer = await post(client, "/info", ("image", b"\x89PNG" + b"x" * 200_000))
    assert answer.status_code == 413
    assert answer.headers["cf-images-binding"] == "err=9402"
    answer = await post(client, "/info", ("image", b"\x89PNG" + b"x" * 2_000))
    assert answer.headers["cf-images-binding"] == "err=9402"
    assert await _lying_around() == []

"""Promises of the image service that only show where all its parts work together."""

from __future__ import annotations

import io

import httpx
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageSequence

from tests.answers import opened
from tests.web.binding.forms import png

SLOW = [{"Save-Data": "on"}, {"RTT": "400"}, {"Downlink": "1.2"}, {"ECT": "3g"}]


async def stored(client: httpx.AsyncClient, name: str, data: bytes) -> str:
    answer = await client.post("/api/originals", files={"file": (name, data)})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def animation(format: str) -> bytes:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "lime", "blue")]
    file = io.BytesIO()
    frames[0].save(file, format, save_all=True, append_images=frames[1:], duration=[80, 90, 100])
    return file.getvalue()


async def test_four_turned_masks_round_the_corners(client: httpx.AsyncClient) -> None:
    """The recipe of the contract: xor takes away what the mask of a corner covers."""
    mask = Image.new("RGBA", (20, 20), "black")
    ImageDraw.Draw(mask).ellipse((0, 0, 39, 39), fill=(0, 0, 0, 0))
    file = io.BytesIO()
    mask.save(file, "PNG")
    corner = await stored(client, "corner.png", file.getvalue())
    photo = await stored(client, "photo.png", png(120, 80, "red"))
    places = (("top", "left"), ("top", "right"), ("bottom", "right"), ("bottom", "left"))
    draws = ",".join(
        f"draw.{n}.url={corner},draw.{n}.composite=xor,draw.{n}.rotate={90 * (n - 1)},"
        f"draw.{n}.{down}=0,draw.{n}.{across}=0"
        for n, (down, across) in enumerate(places, 1)
    )
    picture = opened(await client.get(f"/cdn-cgi/image/width=120,{draws},format=png/{photo}"))
    alpha = np.asarray(picture.convert("RGBA"))[..., 3]
    assert alpha.shape == (80, 120)
    for y, x in ((0, 0), (0, 119), (79, 119), (79, 0)):
        assert alpha[y, x] == 0
    assert (alpha[20:60] == 255).all()
    assert (alpha[:, 20:100] == 255).all()
    area = 4 * (400 - np.pi * 400 / 4)
    assert (alpha == 0).sum() == pytest.approx(area, rel=0.12)


async def test_a_border_and_a_text_are_possible_in_an_address(client: httpx.AsyncClient) -> None:
    photo = await stored(client, "photo.png", png(120, 80, "white"))
    options = "border.width=5,border.color=red,draw.1.text=I,draw.1.size=40,draw.1.color=blue"
    picture = opened(await client.get(f"/cdn-cgi/image/{options},format=png/{photo}"))
    pixels = np.asarray(picture.convert("RGB"))
    assert picture.size == (130, 90)
    assert pixels[2, 60].tolist() == [255, 0, 0]
    assert pixels[45, 65].tolist() == [0, 0, 255]
    assert pixels[45, 20].tolist() == [255, 255, 255]


@pytest.mark.parametrize("hint", SLOW, ids=lambda hint: next(iter(hint)))
async def test_slow_connections_get_a_lower_quality(
    client: httpx.AsyncClient, original: str, hint: dict[str, str]
) -> None:
    url = f"/cdn-cgi/image/width=300,quality=90,scq=20,format=webp/{original}"
    fast, slow = await client.get(url), await client.get(url, headers=hint)
    assert len(slow.content) < 0.7 * len(fast.content)
    assert next(iter(hint)).lower() in fast.headers["vary"].lower()
    assert fast.headers["etag"] != slow.headers["etag"]


@pytest.mark.parametrize("source", ["GIF", "WEBP"])
async def test_animations_move_on_in_their_own_formats(
    client: httpx.AsyncClient, source: str
) -> None:
    moving = await stored(client, f"a.{source.lower()}", animation(source))

    async def asked(options: str) -> httpx.Response:
        return await client.get(f"/cdn-cgi/image/{options}/{moving}")

    for options, format, frames in (
        ("width=30", source, 3),
        ("width=30,format=webp", "WEBP", 3),
        ("width=30,anim=false,format=png", "PNG", 1),
        ("width=30,format=jpeg", "JPEG", 1),
    ):
        answer = await asked(options)
        picture = opened(answer)
        found = [
            frame.convert("RGB").getpixel((15, 10)) for frame in ImageSequence.Iterator(picture)
        ]
        assert (picture.format, picture.size, len(found)) == (format, (30, 20), frames), options
        assert ("warning" in answer.headers) is ("jpeg" in options)
    told = (await asked("width=30,format=json")).json()
    assert told["original"]["frames"] == 3


async def test_what_can_t_be_made_is_refused_by_name(
    client: httpx.AsyncClient, original: str
) -> None:
    answer = await client.get(f"/cdn-cgi/image/width=3000,upscale=generate/{original}")
    assert (answer.status_code, answer.headers["cf-resized"]) == (400, "err=9401")
    assert "upscale" in answer.text
    assert answer.text.startswith("ERROR 9401: ")
    both = f"/cdn-cgi/image/draw.1.url={original},draw.1.left=1,draw.1.right=1/{original}"
    answer = await client.get(both)
    assert (answer.status_code, answer.headers["cf-resized"]) == (400, "err=9401")


async def test_overlays_lie_repeat_and_fade_as_the_address_says(
    client: httpx.AsyncClient,
) -> None:
    sheet = await stored(client, "sheet.png", png(100, 100, "white"))
    mark = await stored(client, "mark.png", png(20, 20, "red"))
    for said, left, top, right, bottom in (
        ("draw.1.opacity=1", 40, 40, 60, 60),
        ("draw.1.top=0", 40, 0, 60, 20),
        ("draw.1.left=5,draw.1.bottom=10", 5, 70, 25, 90),
        ("draw.1.right=-10,draw.1.top=-10", 90, 0, 100, 10),
        ("draw.1.width=0.5,draw.1.fit=contain,draw.1.left=0,draw.1.top=0", 0, 0, 50, 50),
        ("draw.1.repeat=x,draw.1.top=0", 0, 0, 100, 20),
        ("draw.1.repeat=y,draw.1.left=0", 0, 0, 20, 100),
        ("draw.1.repeat=true", 0, 0, 100, 100),
    ):
        answer = await client.get(f"/cdn-cgi/image/draw.1.url={mark},{said},format=png/{sheet}")
        pixels = np.asarray(opened(answer).convert("RGB"))
        expected = np.full((100, 100), 255)
        expected[top:bottom, left:right] = 0
        assert np.array_equal(pixels[..., 1], expected), said
    half = f"/cdn-cgi/image/draw.1.url={mark},draw.1.opacity=0.5,format=png/{sheet}"
    pixels = np.asarray(opened(await client.get(half)).convert("RGB"))
    assert pixels[50, 50, 1] == pytest.approx(128, abs=1)

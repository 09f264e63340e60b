"""Texts in addresses and in the binding look like those of documents: wrapped, aligned, stroked."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import quote

import httpx
import numpy as np
import pytest
from PIL import Image

from editor.flows.engines import engines
from editor.plan.lettering import Lettering, Writing
from tests.fontfiles import blocks
from tests.web.binding.forms import png, post, transform

Picture = Any
WORDS = "one two three four five"


@pytest.fixture
async def sheet(client: httpx.AsyncClient) -> str:
    """A white picture of 400 x 300 px."""
    answer = await client.post("/api/originals", files={"file": ("a.png", png(400, 300, "white"))})
    return str(answer.json()["id"])


async def drawn(client: httpx.AsyncClient, sheet: str, **said: object) -> Picture:
    """The pixels of an address that draws one text at the corner."""
    options = {"left": 0, "top": 0, "size": 40, **{n.replace("_", "-"): v for n, v in said.items()}}
    written = ",".join(f"draw.1.{n}={quote(str(v), safe='')}" for n, v in options.items())
    answer = await client.get(f"/cdn-cgi/image/{written},format=png/{sheet}")
    assert answer.status_code == 200, answer.text
    assert "warning" not in answer.headers
    return np.asarray(Image.open(io.BytesIO(answer.content)).convert("RGB")).astype(int)


def box(pixels: Picture, dark: int = 128) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what isn't white."""
    rows, columns = np.nonzero(pixels.min(axis=2) < dark)
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


async def test_lines_break_where_the_address_says(client: httpx.AsyncClient, sheet: str) -> None:
    plain = box(await drawn(client, sheet, text=WORDS))
    wrapped = box(await drawn(client, sheet, text=WORDS, wrap=200))
    assert plain[2] > 350
    assert plain[3] < 50
    assert wrapped[2] <= 200
    assert wrapped[3] > 90
    apart = box(await drawn(client, sheet, text=WORDS, wrap=200, line_height=2))
    assert apart[3] > wrapped[3] + 30
    assert box(await drawn(client, sheet, text=WORDS, wrap=200, lineHeight=2)) == apart


async def test_lines_are_aligned_in_the_widest_one(client: httpx.AsyncClient, sheet: str) -> None:
    text = "wide wide wide\ni"
    edges = {}
    for align in ("left", "center", "right"):
        pixels = await drawn(client, sheet, text=text, align=align)
        edges[align] = box(pixels[48:])[0]
        assert box(pixels[:48])[0] < 8
    assert edges["left"] + 40 < edges["center"] < edges["right"] - 40
    spread = box(await drawn(client, sheet, text="a b c d e f g", align="justify", wrap=120))
    assert spread[2] == pytest.approx(120, abs=6)


async def test_letters_have_an_outline_and_room_between_them(
    client: httpx.AsyncClient, sheet: str
) -> None:
    plain = await drawn(client, sheet, text="HIH", top=40, left=40)
    around = await drawn(client, sheet, text="HIH", top=40, left=40, stroke=6, stroke_color="red")
    red = (around[..., 0] > 200) & (around[..., 1] < 60)
    assert not ((plain[..., 0] > 200) & (plain[..., 1] < 60)).any()
    assert red.sum() > 1000
    assert box(around, 200)[0] == pytest.approx(box(plain, 200)[0] - 6, abs=2)
    loose = await drawn(client, sheet, text="HIH", top=40, left=40, spacing=0.5)
    assert box(loose)[2] == pytest.approx(box(plain)[2] + 40, abs=3)


async def test_letters_come_from_other_fonts_where_one_has_none_and_are_shaped(
    client: httpx.AsyncClient, sheet: str
) -> None:
    """No box of a missing glyph: what stands in is drawn, Arabic joined and from the right."""
    unknown = f"/cdn-cgi/image/draw.1.text={quote(chr(0x10FFFD))}/{sheet}"
    assert "U+10FFFD" in (await client.get(unknown)).headers["warning"]
    for text in ("日本", "שלום", "สวัสดี", "нет", "हिन्दी"):
        # A letter that no font has would be a warning.
        assert box(await drawn(client, sheet, text=text, font="anton"))[2] > 40
    joined = box(await drawn(client, sheet, text="بببب"))
    alone = box(await drawn(client, sheet, text="ب\u200cب\u200cب\u200cب"))
    assert joined[2] < 0.8 * alone[2]
    left = await drawn(client, sheet, text="אa", direction="ltr")
    right = await drawn(client, sheet, text="אa", direction="rtl")
    assert not np.array_equal(left, right)


async def test_a_picture_with_letters_that_is_in_the_cache_asks_no_render_process(
    client: httpx.AsyncClient, other: httpx.AsyncClient, sheet: str
) -> None:
    font = (await client.post("/api/fonts", files={"file": ("a.ttf", blocks())})).json()["name"]

    def asked() -> int:
        counted = engines().render.counters()
        return counted.renders + counted.inspections + counted.failures

    for options in ("draw.1.text=Once", f"draw.1.text=A,draw.1.font={font},draw.1.wrap=90"):
        url = f"/cdn-cgi/image/width=399,format=png,{options}/{sheet}"
        before = asked()
        first = await client.get(url)
        assert first.status_code == 200, first.text
        made = asked()
        assert made > before
        again = await client.get(url)
        assert (again.content, asked()) == (first.content, made)
        assert "hit=1" in again.headers["cf-resized"]
    theirs = (
        await other.post("/api/originals", files={"file": ("a.png", png(9, 9, "red"))})
    ).json()
    refused = await other.get(f"/cdn-cgi/image/{options}/{theirs['id']}")
    assert refused.headers["cf-resized"] == "err=9410"


async def test_the_binding_takes_the_same_options(client: httpx.AsyncClient, sheet: str) -> None:
    said = {"text": WORDS, "size": 40, "wrap": 200, "align": "center", "strokeColor": "red"}
    letters = {**said, "stroke": 2, "line-height": 1.1, "weight": 700, "font": {"name": "rubik"}}
    steps = [{"drawImageIndex": 1, "targetImageIndex": 0, "left": 0, "top": 0}]
    form = transform(steps, ("draw_text", json.dumps(letters)), image=png(400, 300, "white"))
    answer = await post(client, "/transform", *form)
    assert answer.status_code == 200, answer.text
    bound = np.asarray(Image.open(io.BytesIO(answer.content)).convert("RGB")).astype(int)
    words = {n: v for n, v in letters.items() if n not in ("font", "strokeColor", "size")}
    named = await drawn(client, sheet, **words, font="rubik", **{"stroke-color": "red"})
    assert np.abs(bound - named).max() <= 1


async def test_an_option_that_a_text_can_t_take_is_an_error(
    client: httpx.AsyncClient, sheet: str
) -> None:
    for wrong in ("wrap=5000", "align=top", "stroke=-1", "font=comic", "line-height=9"):
        url = f"/cdn-cgi/image/draw.1.text=Hi,draw.1.{wrong}/{sheet}"
        answer = await client.get(url)
        assert answer.status_code == 400, wrong
        assert answer.headers["cf-resized"] in ("err=9401", "err=9410")


def test_no_option_of_a_text_is_one_of_a_transform() -> None:
    from editor.operations import operations

    letters = {one.name for one in Writing.options()}
    others = {o.name for one in operations().values() for o in one.options()}
    assert not letters & others
    assert {one.name for one in Lettering.options()} < letters

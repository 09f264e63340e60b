"""Addresses as loaders of two frameworks write them, each with the picture that is meant."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.contract.origin import Origin, Page
from tests.web.conftest import Change

FOLDER = Path(__file__).resolve().parent / "corpora"
ACCEPT = {"Accept": "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"}
PHOTOS = (
    "/photos/me.jpg",
    "/photos/two%20words.jpg?v=1",
    "/_astro/me.DxYz12_a.jpg",
    "/_next/static/media/me.0a1b2c3d.jpg",
)


def urls(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text())["urls"]
    return found


def saved(picture: Image.Image, format: str) -> bytes:
    file = io.BytesIO()
    picture.save(file, format)
    return file.getvalue()


@pytest.fixture
def site(configure: Change) -> Iterator[Origin]:
    """The site whose pages use the loader; the studio stands before it."""
    started = Origin()
    photo = saved(Image.linear_gradient("L").resize((1200, 800)).convert("RGB"), "JPEG")
    for path in PHOTOS:
        started.put(Page(photo), path)
    started.put(Page(saved(Image.new("RGBA", (400, 400), "#ff000080"), "PNG")), "/logo.png")
    configure(remote_origin=started.url, remote_private=True)
    yield started
    started.close()


@pytest.mark.parametrize("name", ["next", "astro"])
async def test_every_address_of_a_loader_gives_the_picture_that_it_means(
    client: httpx.AsyncClient, site: Origin, name: str
) -> None:
    for one in urls(name):
        answer = await client.get(one["url"].replace("{origin}", site.url), headers=ACCEPT)
        assert answer.status_code == 200, (one, answer.text)
        assert answer.headers["content-type"] == one["type"], one
        assert list(Image.open(io.BytesIO(answer.content)).size) == one["size"], one
        warned = answer.headers.get("warning", "")
        assert one.get("warning", "") in warned, (one, warned)
        assert bool(warned) is ("warning" in one), (one, warned)

"""A Worker's images binding and `cf.image`, run by their real runtime against a studio."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from tests.answers import opened
from tests.studio.running import Studio
from tests.web.binding.forms import png
from tests.workerd.running import Runtime

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def token(studio: Studio) -> str:
    return studio.token("workers")


@pytest.fixture(scope="module")
def worker(
    studio: Studio, token: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Runtime]:
    started = Runtime(tmp_path_factory.mktemp("workerd"), studio.url, token)
    yield started
    started.stop()


def test_info(worker: Runtime) -> None:
    picture = png(31, 17)
    told = worker.ask("info", image=picture).json()
    assert told == {"format": "image/png", "fileSize": len(picture), "width": 31, "height": 17}
    wrong = worker.ask("info", image=b"hello").json()
    assert wrong["code"] == 9412
    assert wrong["message"].startswith("IMAGES_INFO_ERROR 9412: ")


def test_a_body_of_twenty_megabytes(worker: Runtime) -> None:
    noise = np.frombuffer(os.urandom(2640 * 2650 * 3), np.uint8).reshape(2650, 2640, 3)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "PNG", compress_level=0)
    assert len(file.getvalue()) > 20_000_000
    told = worker.ask("info", image=file.getvalue()).json()
    assert (told["width"], told["fileSize"]) == (2640, len(file.getvalue()))


def test_the_published_watermark_becomes_an_avif(worker: Runtime) -> None:
    answer = worker.ask("watermark", image=png(400, 300, "white"), mark=png(100, 100, "red"))
    picture = opened(answer)
    assert answer.headers["content-type"] == "image/avif"
    assert (picture.format, picture.size) == ("AVIF", (400, 300))
    pixels = np.asarray(picture.convert("RGB")).astype(int)
    # Three quarters of red on white.
    assert np.abs(pixels[240, 340] - (255, 64, 64)).max() <= 8
    for x, y in ((284, 240), (395, 240), (340, 184), (340, 295)):
        assert np.abs(pixels[y, x] - 255).max() <= 8, (x, y)


def test_steps_run_in_the_order_in_which_they_were_called(worker: Runtime) -> None:
    answer = worker.ask("steps", image=png(200, 120, "white"), mark=png(64, 64, "red"))
    picture = opened(answer).convert("RGB")
    assert answer.headers["x-kind"] == "image/png"
    assert picture.size == (60, 100)
    assert picture.getpixel((8, 8)) == (255, 0, 0)
    assert picture.getpixel((30, 50)) == (255, 255, 255)


def test_text_is_drawn(worker: Runtime) -> None:
    picture = opened(worker.ask("text", image=png(200, 100, "white"))).convert("RGB")
    red = np.all(np.asarray(picture) == (255, 0, 0), axis=2)
    assert red[:80, :150].sum() > 300
    assert not red[80:].any()


def test_bare_pixels(worker: Runtime) -> None:
    answer = worker.ask("raw", image=png(3, 2, "#ff000080"))
    assert answer.content == bytes((255, 0, 0, 128)) * 6
    assert answer.headers["content-type"] == "application/octet-stream; width=3; height=2"


def test_an_error_carries_its_number(worker: Runtime) -> None:
    told = worker.ask("wrong", image=png(3, 2)).json()
    assert told["code"] == 9432
    assert told["message"].startswith("IMAGES_TRANSFORM_ERROR 9432: ")


def test_cf_image_with_draw(worker: Runtime, studio: Studio, token: str) -> None:
    with studio.client(token) as client:
        urls = []
        for picture in (png(300, 200, "white"), png(100, 100, "red")):
            made = client.post("/api/originals", files={"file": ("a.png", picture)})
            urls.append(f"{studio.url}/api/originals/{made.json()['id']}/file")
    letters = {"text": "Grüße", "size": 20, "color": "blue", "left": 0, "top": 0}
    draw = [{"url": urls[1], "width": 50, "bottom": 5, "right": 5}, letters]
    options = {"width": 150, "format": "png", "draw": draw}
    said = {"url": urls[0], "options": json.dumps(options)}
    answer = worker.ask("fetched", said)
    picture = opened(answer).convert("RGB")
    assert picture.size == (150, 100)
    assert answer.headers["cf-resized"].startswith("internal=ok/m")
    assert picture.getpixel((140, 90)) == (255, 0, 0)
    assert picture.getpixel((147, 97)) == (255, 255, 255)
    wrong = worker.ask("fetched", {**said, "options": '{"width": "wide"}'})
    assert (wrong.status_code, wrong.headers["cf-resized"]) == (400, "err=9401")

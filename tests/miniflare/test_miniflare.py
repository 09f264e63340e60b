"""A Worker under development, run by Miniflare as npm has it, whose pictures a studio makes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from tests.answers import opened
from tests.miniflare.running import Simulator
from tests.studio.running import Studio
from tests.web.binding.forms import png

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def binding(studio: Studio) -> str:
    """The address of the binding, signed for an hour."""
    with studio.client(studio.token("development")) as client:
        said = {"url": "/cdn-cgi/binding", "expires_in": 3600}
        found: str = client.post("/api/sign", json=said).json()["absolute"]
    return found


@pytest.fixture(scope="module")
def worker(
    studio: Studio, binding: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Simulator]:
    started = Simulator(tmp_path_factory.mktemp("miniflare"), studio.url, binding)
    yield started
    started.stop()


def test_info(worker: Simulator) -> None:
    picture = png(31, 17)
    told = worker.ask("info", image=picture).json()
    assert told == {"format": "image/png", "fileSize": len(picture), "width": 31, "height": 17}
    wrong = worker.ask("info", image=b"hello").json()
    assert wrong["code"] == 9412
    assert wrong["message"].startswith("IMAGES_INFO_ERROR 9412: ")


def test_what_its_own_stand_in_can_t_do_is_made_by_the_studio(worker: Simulator) -> None:
    answer = worker.ask("watermark", image=png(400, 300, "white"), mark=png(100, 100, "red"))
    picture = opened(answer)
    assert (picture.format, picture.size) == ("AVIF", (400, 300))
    pixels = np.asarray(picture.convert("RGB")).astype(int)
    # Three quarters of red on white.
    assert np.abs(pixels[240, 340] - (255, 64, 64)).max() <= 8
    bare = worker.ask("raw", image=png(3, 2, "#ff000080"))
    assert bare.content == bytes((255, 0, 0, 128)) * 6


def test_steps_run_in_their_order_and_errors_carry_their_number(worker: Simulator) -> None:
    picture = opened(worker.ask("steps", image=png(200, 120, "white"), mark=png(64, 64, "red")))
    assert picture.size == (60, 100)
    assert picture.convert("RGB").getpixel((8, 8)) == (255, 0, 0)
    assert worker.ask("wrong", image=png(3, 2)).json()["code"] == 9432

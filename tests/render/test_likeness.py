"""The blurred likeness: small, of the right shape and colour, and as others write it."""

from __future__ import annotations

import base64
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from editor.render.inspect import Limits, inspect
from editor.render.likeness import encoded, likeness, of_stored
from tests.corpus.valid import SAMPLES

PICTURES = Path(__file__).resolve().parent.parent / "pictures"


def means(hash: bytes) -> tuple[float, float, float]:
    """Lightness and the two colour differences that the header holds."""
    bits = int.from_bytes(hash[:3], "little")
    return (bits & 63) / 63, (bits >> 6 & 63) / 31.5 - 1, (bits >> 12 & 63) / 31.5 - 1


def halves(hash: bytes) -> list[int]:
    """The terms behind the header, four bits each."""
    return [byte >> shift & 15 for byte in hash[5:] for shift in (0, 4)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("person", "lBcKJgZTp/l1dyeJeYeHaqdoDZTUYCk="),
        ("product", "GIoKDYSlqIdPUXd3eEeHh9J/YIkI"),
        ("hair", "l9kJJYICS4eIdYpziWeHhPZ7WSA4"),
    ],
)
def test_a_photograph_has_the_hash_that_the_published_encoder_gives(
    name: str, expected: str
) -> None:
    with Image.open(PICTURES / f"{name}.jpg") as picture:
        ours = base64.b64decode(of_stored(picture, None))
    published = base64.b64decode(expected)
    assert len(ours) == len(published)
    # Which pixels are averaged decides about the last level of a term.
    halves = [
        (a >> s & 15, b >> s & 15) for a, b in zip(ours, published, strict=True) for s in (0, 4)
    ]
    assert max(abs(a - b) for a, b in halves[10:]) <= 2
    assert means(ours) == pytest.approx(means(published), abs=0.05)


def test_the_header_tells_colour_shape_and_alpha() -> None:
    red = encoded(np.tile(np.array([1.0, 0, 0, 1]), (20, 60, 1)))
    light, yellow, rosy = means(red)
    assert (light, yellow, rosy) == pytest.approx((1 / 3, 0.5, 1), abs=0.03)
    assert red[2] >> 7 == 0
    assert red[4] >> 7 == 1, "wider than tall"
    pixels = np.tile(np.array([0, 0, 1.0, 1]), (60, 20, 1))
    pixels[:30, :, 3] = 0
    clear = encoded(pixels)
    assert clear[2] >> 7 == 1
    assert clear[4] >> 7 == 0
    assert (clear[5] & 15) / 15 == pytest.approx(0.5, abs=0.04), "half of it is seen"


def test_a_clear_picture_and_a_single_pixel_have_one_too() -> None:
    assert likeness(Image.new("RGBA", (30, 10)))
    assert likeness(Image.new("L", (1, 1), 200))
    assert likeness(Image.new("RGB", (1, 5000), "green"))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_kind_of_upload_has_a_likeness(name: str, tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(SAMPLES[name]())
    hash = base64.b64decode(inspect(path, Limits()).likeness, validate=True)
    assert 8 < len(hash) <= 27


def test_the_likeness_stands_upright_and_in_its_own_colours() -> None:
    sides = Image.new("RGB", (200, 100), "black")
    sides.paste("white", (0, 0, 100, 100))
    turned = base64.b64decode(of_stored(sides, None, 6))
    assert turned[4] >> 7 == 0, "taller than wide after the turn"
    assert of_stored(sides, None, 6) == likeness(sides.transpose(Image.Transpose.ROTATE_270))

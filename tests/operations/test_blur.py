"""Blur spreads light evenly and invents no colour."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from editor.findings import NOTHING
from editor.geometry import Frame, Size
from editor.operations.blur import Blur

FRAME = Frame.of(Size(101, 101))


def spread(radius: float) -> float:
    """Standard deviation of a blurred point, px."""
    point = Image.new("RGB", (101, 101))
    for x in range(48, 53):
        for y in range(48, 53):
            point.putpixel((x, y), (255, 255, 255))
    row = np.asarray(Blur(radius).apply(point, FRAME, NOTHING))[..., 0].sum(axis=0).astype(float)
    places = np.arange(101)
    mean = (row * places).sum() / row.sum()
    return float(np.sqrt((row * (places - mean) ** 2).sum() / row.sum()))


def test_a_larger_number_blurs_more() -> None:
    assert spread(2) < spread(6) < spread(12)


@pytest.mark.parametrize("radius", [4, 10])
def test_the_number_is_about_the_radius(radius: float) -> None:
    assert radius * 0.4 < spread(radius) < radius


def test_hidden_colours_dont_bleed() -> None:
    picture = Image.new("RGBA", (101, 101), (255, 0, 0, 0))
    picture.paste((0, 0, 255, 255), (50, 0, 101, 101))
    done = np.asarray(Blur(10).apply(picture, FRAME, NOTHING)).astype(int)
    seen = done[done[..., 3] > 8]
    assert seen[..., 0].max() <= 8
    assert 100 < done[50, 50, 3] < 200


@pytest.mark.parametrize(("factor", "blur"), [(2, 20), (0.5, 5), (100, 250)])
def test_it_grows_with_the_scale_up_to_its_limit(factor: float, blur: float) -> None:
    assert Blur(10.0).scaled(factor) == Blur(blur)

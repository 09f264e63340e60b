"""Sharpening raises the contrast at edges and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageFilter

from editor.findings import NOTHING
from editor.geometry import Frame, Size
from editor.operations.sharpen import Sharpen

FRAME = Frame.of(Size(40, 40))


def soft_edge(mode: str = "RGB") -> Image.Image:
    edge = Image.new("RGB", (40, 40), (60, 60, 60))
    edge.paste((190, 190, 190), (20, 0, 40, 40))
    return edge.filter(ImageFilter.GaussianBlur(2)).convert(mode)


def steepness(picture: Image.Image) -> int:
    row = np.asarray(picture.convert("L"))[20].astype(int)
    return int(np.diff(row).max())


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_edges_become_steeper_with_the_strength(mode: str) -> None:
    steps = [steepness(Sharpen(s).apply(soft_edge(mode), FRAME, NOTHING)) for s in (0, 1, 4, 10)]
    assert steps == sorted(set(steps))
    assert steps[0] == steepness(soft_edge())


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_flat_picture_stays_as_it_is(mode: str) -> None:
    flat = Image.new(mode, (40, 40), (123, 45, 67, 255)[: len(mode)])
    assert Sharpen(10).apply(flat, FRAME, NOTHING).tobytes() == flat.tobytes()


def test_alpha_stays_and_hidden_colours_make_no_halo() -> None:
    picture = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    picture.paste((0, 120, 0, 255), (20, 0, 40, 40))
    sharp = Sharpen(5).apply(picture, FRAME, NOTHING)
    assert sharp.getchannel("A").tobytes() == picture.getchannel("A").tobytes()
    seen = np.asarray(sharp.crop((20, 0, 40, 40))).astype(int)
    # Rounding of the premultiplied mask, times the strength, is all that may be left.
    assert np.abs(seen - (0, 120, 0, 255)).max() <= 3

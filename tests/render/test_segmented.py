"""Cutouts through the whole pipeline: the matte of a finding becomes pixels, at any geometry."""

from __future__ import annotations

import io
import json
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from editor.errors import RenderFailed
from editor.findings import Matte
from editor.plan.composition import Composition
from editor.render.pipeline import render
from tests.golden import assert_picture_close
from tests.render.conftest import PICTURES, Ask, recipe
from tests.render.drawn import canvas, draw, png, rgb

CUT = {"segment": "foreground"}


def matte(name: str, side: int = 320) -> Matte:
    """The true mask of a photo at the resolution of a model's answer."""
    mask = Image.open(PICTURES / f"{name}.mask.png").convert("L")
    mask.thumbnail((side, side), Image.Resampling.BOX)
    return Matte(np.asarray(mask), "true")


def cut(ask: Ask, composition: Composition, *places: tuple[int, ...], of: str) -> Image.Image:
    """The rendered recipe; the Transforms at `places` get the photo's own mask."""
    found = matte(of)
    request = replace(ask(composition), findings={(place, "matte"): found for place in places})
    render(request)
    with Image.open(request.destination) as picture:
        picture.load()
        return picture


def alpha(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.convert("RGBA").getchannel("A")).astype(float) / 255


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    """Intersection over union of soft masks."""
    return float(np.minimum(one, other).sum() / np.maximum(one, other).sum())


@pytest.mark.parametrize("name", ["person", "product", "hair"])
def test_the_alpha_of_a_cutout_is_the_matte_in_full_resolution(ask: Ask, name: str) -> None:
    made = cut(ask, png({"transform": CUT}, source=name), (0,), of=name)
    mask = Image.open(PICTURES / f"{name}.mask.png").convert("L").resize(made.size)
    assert overlap(alpha(made), np.asarray(mask) / 255) > 0.95


def test_the_matte_follows_crop_turn_and_size(ask: Ask) -> None:
    moved = {"crop": [0.25, 0.1, 0.5, 0.6], "rotate": 90, "flip": "h", "width": 180}
    made = cut(ask, png({"transform": {**moved, **CUT}}), (0,), of="person")
    mask = Image.open(PICTURES / "person.mask.png").convert("L").resize((512, 600))
    part = mask.crop((128, 60, 384, 420)).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    expected = part.transpose(Image.Transpose.ROTATE_270).resize(made.size)
    assert overlap(alpha(made), np.asarray(expected) / 255) > 0.95


def test_json_holds_the_mask_of_the_cutout_as_the_picture_would_show_it(ask: Ask) -> None:
    framed = {"width": 180, "rotate": 90, "background": "white", "border.width": 5, **CUT}
    composition = recipe({"transform": framed}, format="json")
    found = matte("person", 100)
    request = replace(ask(composition), findings={((0,), "matte"): found})
    render(request)
    told = json.loads(Path(request.destination).read_text())
    assert (told["width"], told["segment"]["width"]) == (190, 180)
    assert told["segment"]["model"] == {
        "name": "true",
        "width": found.alpha.shape[1],
        "height": found.alpha.shape[0],
    }
    assert told["segment"]["upscale_filter"] == "guided"
    mask = Image.open(io.BytesIO(b64decode(told["segment"]["mask"])))
    assert (mask.mode, mask.format) == ("L", "PNG")
    seen = cut(ask, png({"transform": {"width": 180, "rotate": 90, **CUT}}), (0,), of="person")
    assert overlap(np.asarray(mask) / 255, alpha(seen)) > 0.95
    uncut = ask(recipe({"transform": {"width": 180}}, format="json"))
    render(uncut)
    assert "segment" not in json.loads(Path(uncut.destination).read_text())


def test_the_bars_of_a_padded_cutout_show_the_background(ask: Ask) -> None:
    padded = {"width": 300, "height": 150, "fit": "pad", "background": "#0000ff", **CUT}
    made = cut(ask, png({"transform": padded}), (0,), of="person")
    assert made.size == (300, 150)
    assert rgb(made, 10, 75) == (0, 0, 255)
    corner = rgb(made, 95, 5)
    assert corner == pytest.approx((0, 0, 255), abs=12), "the photo's own background is gone"


def test_a_cutout_is_laid_on_what_lies_below(ask: Ask) -> None:
    layer = draw("person", 100, 100, 160, 188, steps=[{"transform": CUT}])
    made = cut(ask, png(layer, source=canvas(200, 200, "lime")), (0, 0), of="person")
    assert rgb(made, 24, 10) == (0, 255, 0)
    mask = Image.open(PICTURES / "person.mask.png").convert("L").resize((160, 188))
    seen = np.asarray(made.convert("RGB"))[6:194, 20:180]
    lime = (seen == (0, 255, 0)).all(axis=2)
    assert overlap(1 - lime.astype(float), np.asarray(mask) / 255) > 0.9


def test_without_a_matte_the_request_is_refused_and_says_so(ask: Ask) -> None:
    with pytest.raises(RenderFailed, match="matte is missing"):
        render(ask(png({"transform": CUT})))


def test_golden_cutout(ask: Ask) -> None:
    options = {"width": 220, "background": "linear-gradient(180deg,#ffe0b0,#e06060)"}
    made = cut(ask, png({"transform": {**options, **CUT}}, source="hair"), (0,), of="hair")
    assert_picture_close(made, "cutout", max_mean=0.7, max_pixel=20)

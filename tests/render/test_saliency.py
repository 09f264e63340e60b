"""`gravity=auto`: what draws the eye, and how much of marked subjects a crop keeps."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from editor.geometry import Box, Size
from editor.operations import operations
from editor.operations._faces import around
from editor.plan.from_url import from_url
from editor.render import decode
from editor.render.pipeline import render
from editor.render.request import RenderRequest, SourceFile
from editor.render.saliency import saliency, surround
from tests.needs import ROOT

Marked = tuple[Image.Image, Box]
"""A picture, and the box of its subject in fractions."""


def scene(seed: int) -> Marked:
    """A soft, textured ground and one thing on it, off the middle, of a colour of its own."""
    chance = np.random.default_rng(seed)
    width, height = (480, 320) if seed % 2 else (320, 480)
    ground = chance.integers(60, 200, 3)
    noise = chance.normal(0, 12, (height // 8, width // 8, 3))
    low = Image.fromarray(np.clip(ground + noise, 0, 255).astype(np.uint8))
    picture = low.resize((width, height), Image.Resampling.BICUBIC)
    side = float(chance.uniform(0.15, 0.3)) * min(width, height)
    left = float(chance.choice([0.03, 0.55, 0.75])) * (width - side)
    top = float(chance.choice([0.05, 0.6, 0.9])) * (height - side)
    colour = tuple(int(v) for v in (ground + chance.choice([-1, 1], 3) * 70).clip(0, 255))
    draw = ImageDraw.Draw(picture)
    form = draw.ellipse if seed % 3 else draw.rectangle
    form((left, top, left + side, top + side), fill=colour)
    box = Box(left / width, top / height, side / width, side / height)
    return picture.filter(ImageFilter.GaussianBlur(1)), box


SUBJECTS = {
    "person": Box(0.2, 0.05, 0.6, 0.75),
    "product": Box(0.28, 0.05, 0.42, 0.85),
    "hair": Box(0.25, 0.1, 0.5, 0.85),
}
"""Where the subject of our photographs lies, marked by hand."""


def photographs() -> list[Marked]:
    """Our photographs, each cut so that its subject lies at one side."""
    found = []
    for name, box in SUBJECTS.items():
        whole = Image.open(ROOT / f"tests/pictures/{name}.jpg").convert("RGB")
        width, height = whole.size
        for left, right in ((0.0, box.right), (box.left, 1.0)):
            part = whole.crop((round(left * width), 0, round(right * width), height))
            inside = Box(
                (box.left - left) / (right - left), box.top, box.width / (right - left), box.height
            )
            found.append((part, inside))
    return found


def kept(marked: Marked, ratio: float, at: tuple[float, float]) -> float:
    """Which share of the subject the largest crop of this ratio around `at` shows."""
    picture, subject = marked
    width = min(picture.width, picture.height * ratio)
    height = width / ratio
    whole = Box(0, 0, *picture.size)
    centre = Box(at[0] * picture.width, at[1] * picture.height, 0, 0).centre
    crop = around(centre, width, height, whole)
    box = subject.scaled(picture.width, picture.height)
    return box.intersection(crop).area / box.area


MARKED = [*(scene(seed) for seed in range(24)), *photographs()]


@pytest.mark.parametrize("ratio", [1.0, 0.4, 2.5])
def test_crops_keep_more_of_the_subject_than_the_middle_does(ratio: float) -> None:
    """The measure: the mean share of the subject's box that is inside the crop."""
    by_eye, by_middle = [], []
    for marked in MARKED:
        found = saliency(marked[0])
        assert found is not None
        by_eye.append(kept(marked, ratio, (found.focus.x, found.focus.y)))
        by_middle.append(kept(marked, ratio, (0.5, 0.5)))
    assert np.mean(by_eye) >= 0.85, (np.mean(by_eye), np.mean(by_middle))
    assert np.mean(by_eye) >= np.mean(by_middle) + 0.1, (np.mean(by_eye), np.mean(by_middle))


def test_the_surround_is_the_largest_symmetric_window() -> None:
    """Against the definition, pixel by pixel; the blur is left out by a picture without any."""
    chance = np.random.default_rng(1)
    lab = np.repeat(chance.normal(0, 20, (1, 9, 3)), 6, axis=0).astype(np.float32)
    lab[:] = lab.mean(axis=1, keepdims=True)
    assert np.allclose(surround(lab), 0, atol=1e-6)
    spot = lab.copy()
    spot[3, 4] += 40
    found = surround(spot)
    assert np.unravel_index(found.argmax(), found.shape) == (3, 4)


def test_two_things_are_two_parts_and_the_stronger_comes_first() -> None:
    picture = Image.new("RGB", (300, 200), (120, 130, 120))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 60, 100, 120), fill=(220, 30, 30))
    draw.rectangle((230, 120, 255, 145), fill=(40, 40, 200))
    found = saliency(picture)
    assert found is not None
    assert len(found.parts) == 2
    first, second = found.parts
    assert first.left < 0.2 < second.left
    assert first.area > second.area
    assert found.box.left == first.left


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_plain_picture_has_no_point_of_its_own(mode: str) -> None:
    assert saliency(Image.new(mode, (80, 60))) is None
    assert saliency(Image.new(mode, (1, 1))) is None
    assert saliency(Image.new(mode, (2000, 1))) is None


def drawn(tmp_path: Path, options: str) -> bytes:
    picture = Image.new("RGB", (900, 300), (120, 140, 120))
    ImageDraw.Draw(picture).ellipse((700, 100, 800, 200), fill=(220, 40, 40))
    source = tmp_path / "source.png"
    picture.save(source)
    recipe = from_url(options, "abc", operations()).composition
    file = SourceFile(str(source), Size(900, 300), "png")
    render(RenderRequest(recipe, {"abc": file}, str(tmp_path / "result")))
    return (tmp_path / "result").read_bytes()


@pytest.mark.parametrize(
    "options",
    [
        "width=100,height=100,fit=cover",
        "width=100,height=100,fit=cover,flip=h",
        "width=100,height=100,fit=cover,rotate=90",
        "width=100,height=100,fit=cover,trim.left=300",
        "width=300,height=300,fit=crop,blur=1",
    ],
)
def test_the_crop_lies_where_the_subject_is(tmp_path: Path, options: str) -> None:
    assert reds(tmp_path, f"{options},gravity=auto") > 0.9
    assert reds(tmp_path, options) < 0.6


def reds(tmp_path: Path, options: str) -> float:
    """Which share of the red disc is in the picture."""
    drawn(tmp_path, f"{options},format=png")
    pixels = np.asarray(Image.open(tmp_path / "result").convert("RGB")).astype(int)
    scale = pixels.shape[0] / 300
    red = pixels[..., 0] - pixels[..., 1] > 80
    return float(red.sum() / (np.pi * (50 * scale) ** 2))


def test_json_explains_the_crop(tmp_path: Path) -> None:
    told = json.loads(drawn(tmp_path, "width=100,height=100,fit=cover,gravity=auto,format=json"))
    x, y = told["focus"]["point"]
    assert (x, y) == pytest.approx((750 / 900, 0.5), abs=0.03)
    [[left, top, width, height]] = told["focus"]["boxes"]
    assert left < x < left + width
    assert top < y < top + height
    plain = json.loads(drawn(tmp_path, "width=100,height=100,fit=cover,format=json"))
    assert "focus" not in plain


def test_a_crop_by_eye_needs_no_second_decode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from editor.render import originals

    decodes = []

    def counted(*given: object, **named: object) -> decode.Decoded:
        decodes.append(given)
        return decode.decode(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(originals, "decode", counted)
    drawn(tmp_path, "width=100,height=100,fit=cover,gravity=auto")
    assert len(decodes) == 1

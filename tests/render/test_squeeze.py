"""Real files below a byte budget."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from editor.errors import BudgetTooSmall
from editor.plan.output import Output
from editor.render.request import Encoding
from tests.render.conftest import PICTURES
from tests.render.pixels import array, psnr
from tests.render.writing import written


@pytest.fixture(scope="module")
def noisy() -> Image.Image:
    """A photo-like round subject of 256 px that compresses badly."""
    photo = Image.open(PICTURES / "person.jpg").convert("RGB").resize((256, 256))
    noise = np.random.default_rng(4).integers(-24, 24, (256, 256, 3))
    pixels = (np.asarray(photo).astype(int) + noise).clip(0, 255).astype(np.uint8)
    picture = Image.fromarray(pixels).convert("RGBA")
    round_edge = Image.radial_gradient("L").point(lambda v: min(255, max(0, (170 - v) * 8)))
    picture.putalpha(round_edge.resize((256, 256)))
    return picture


def encoding(picture: Image.Image, **output: object) -> tuple[Encoding, bytes, Image.Image]:
    result, data, opened = written(picture, **output)
    assert result.encoding is not None
    return result.encoding, data, opened


@pytest.mark.parametrize(
    ("format", "budget"),
    [("webp", 40_000), ("avif", 30_000), ("jpeg", 30_000), ("png", 60_000)],
)
def test_the_file_fits_its_budget_and_still_shows_the_picture(
    noisy: Image.Image, format: str, budget: int
) -> None:
    chosen, data, opened = encoding(noisy, format=format, max_bytes=budget)
    assert len(data) <= budget
    assert (chosen.format, chosen.limit) == (format, budget)
    assert 1 <= chosen.tries <= 8
    assert opened.size == noisy.size
    if chosen.scale == 1 and format != "jpeg":
        white = Image.new("RGBA", noisy.size, "white")
        shown = Image.alpha_composite(white, opened.convert("RGBA")).convert("RGB")
        assert psnr(shown, Image.alpha_composite(white, noisy).convert("RGB")) > 24


def test_one_more_step_of_quality_would_not_fit(noisy: Image.Image) -> None:
    chosen, data, _ = encoding(noisy, format="jpeg", max_bytes=25_000)
    better = written(noisy, format="jpeg", quality=chosen.quality + 1)[1]
    assert len(data) <= 25_000 < len(better)


def test_what_fits_without_loss_is_written_without_loss(noisy: Image.Image) -> None:
    chosen, _, opened = encoding(noisy, format="webp", max_bytes=1_000_000)
    assert chosen.lossless
    assert (chosen.quality, chosen.tries) == (0, 1)
    seen = array(noisy)[..., 3] > 0
    assert np.array_equal(array(opened)[seen], array(noisy)[seen])


def test_a_tight_budget_shrinks_the_subject_never_the_canvas(noisy: Image.Image) -> None:
    result, data, opened = written(noisy, format="webp", max_bytes=5_000)
    assert len(data) <= 5_000
    assert opened.size == noisy.size
    assert result.encoding is not None
    assert result.encoding.scale < 1
    assert any("drawn at" in said for said in result.warnings)
    alpha = array(opened)[..., 3]
    assert alpha[0].max() == alpha[-1].max() == alpha[:, 0].max() == alpha[:, -1].max() == 0


def test_a_png_counts_its_colours_as_a_last_resort_and_says_so(noisy: Image.Image) -> None:
    result, data, opened = written(noisy, format="png", max_bytes=45_000)
    assert len(data) <= 45_000
    assert result.encoding is not None
    assert result.encoding.colours in (256, 128, 64)
    assert not result.encoding.lossless
    assert any("colours" in said for said in result.warnings)
    assert opened.convert("RGBA").getchannel("A").getextrema() == (0, 255)


def test_a_hopeless_budget_is_an_error(noisy: Image.Image) -> None:
    with pytest.raises(BudgetTooSmall):
        written(noisy, format="jpeg", max_bytes=200)


def test_without_a_budget_the_file_says_how_it_was_written(noisy: Image.Image) -> None:
    assert encoding(noisy, format="webp", quality=70)[0] == Encoding("webp", 70)
    assert encoding(noisy, format="png")[0] == Encoding("png", lossless=True)
    assert encoding(noisy, format="webp", quality=100)[0].lossless
    assert encoding(noisy, format="baseline-jpeg")[0].format == "jpeg"


def test_a_quality_beside_a_budget_means_nothing_more() -> None:
    assert Output(max_bytes=5, quality=30) == Output(max_bytes=5)
    assert "quality" not in Output(max_bytes=5, quality=30).written()

"""Each format's own rules."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from editor.render import writers
from tests.corpus import valid
from tests.render.pixels import array, psnr
from tests.render.writing import clear_photo, written


def frame_marker(jpeg: bytes) -> int:
    """SOF0 (0xC0) or SOF2 (0xC2)."""
    return next(m for m in (0xC0, 0xC2) if bytes((0xFF, m, 0, 0x11, 8)) in jpeg)


class TestJpeg:
    @pytest.mark.parametrize(
        ("size", "marker"),
        [
            ((40, 30), 0xC0),
            ((50, 49), 0xC0),
            ((50, 50), 0xC2),
            ((400, 300), 0xC2),
            ((3000, 3000), 0xC2),
            ((3001, 3000), 0xC0),
        ],
    )
    def test_it_is_progressive_between_50_and_3000_px(
        self, size: tuple[int, int], marker: int
    ) -> None:
        assert frame_marker(written(Image.new("RGB", size, "teal"), format="jpeg")[1]) == marker

    def test_baseline_can_be_asked_for(self) -> None:
        assert frame_marker(written(valid.photo(), format="baseline-jpeg")[1]) == 0xC0

    @pytest.mark.parametrize(("quality", "sampling"), [(89, 0x22), (90, 0x11), (100, 0x11)])
    def test_colour_has_full_resolution_from_quality_90(self, quality: int, sampling: int) -> None:
        _, data, _ = written(valid.photo(), format="jpeg", quality=quality)
        assert data[data.index(bytes((0xFF, 0xC2, 0, 0x11, 8))) + 11] == sampling

    def test_what_is_clear_becomes_white(self) -> None:
        picture = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
        picture.paste((0, 0, 255, 128), (0, 0, 64, 32))
        _, _, opened = written(picture, format="jpeg", quality=100)
        assert np.abs(array(opened)[50, 32] - (255, 255, 255)).max() <= 2
        assert np.abs(array(opened)[10, 32] - (127, 127, 255)).max() <= 2

    def test_pure_noise_is_written_all_the_same(self) -> None:
        noise = np.random.default_rng(1).integers(0, 256, (256, 256, 3), np.uint8)
        result, data, opened = written(Image.fromarray(noise), format="jpeg", quality=94)
        assert psnr(opened, Image.fromarray(noise)) > 28
        assert frame_marker(data) == 0xC0
        assert "baseline" in result.warnings[0]

    def test_more_quality_takes_more_bytes(self) -> None:
        lengths = [written(valid.photo(), format="jpeg", quality=q)[0].bytes for q in (1, 35, 70)]
        assert lengths == sorted(lengths)
        assert lengths[0] < lengths[-1]


def test_webp_is_lossless_at_quality_100() -> None:
    picture = clear_photo()
    _, data, opened = written(picture, format="webp", quality=100)
    assert b"VP8L" in data[:64]
    assert np.array_equal(array(opened), array(picture))
    assert b"VP8L" not in written(picture, format="webp", quality=99)[1][:64]


def test_avif_quality_grows_with_quality() -> None:
    values = [writers.avif_quality(q) for q in range(1, 101)]
    assert values == sorted(values)
    assert (values[0], values[84], values[-1]) == (10, 69, 100)


def test_equal_quality_looks_alike_in_every_format() -> None:
    picture = valid.photo(640, 480)
    formats = ("jpeg", "webp", "avif")
    found = [psnr(written(picture, format=f, quality=80)[2], picture) for f in formats]
    assert max(found) - min(found) < 5


@pytest.mark.parametrize(("format", "close"), [("jpeg", 0), ("png", 0.02)])
def test_the_resolution_is_noted(format: str, close: float) -> None:
    _, _, opened = written(valid.photo(), format=format, dpi=300)
    assert opened.info["dpi"] == pytest.approx((300, 300), abs=close)
    assert written(valid.photo(), format="png")[2].info.get("dpi") is None


@pytest.mark.parametrize("format", ["webp", "avif"])
def test_a_resolution_that_cant_be_noted_is_named(format: str) -> None:
    assert "dpi" in written(valid.photo(), format=format, dpi=300)[0].warnings[0]

"""Originals come out upright, 8 bits deep and no larger than wanted."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from editor.errors import BrokenPicture, NotAPicture
from editor.geometry import Box, Size, Turn
from editor.render.decode import Decoded, decode
from editor.render.resample import moved
from tests.corpus import png, tiff, valid
from tests.corpus.valid import SAMPLES
from tests.render.pixels import array, psnr

CORNERS = ((8, 4), (56, 4), (8, 28), (56, 28))
SHOWN = (valid.RED, valid.GREEN, valid.BLUE, valid.YELLOW)


def decoded(folder: Path, data: bytes, **wanted: object) -> Decoded:
    path = folder / "original"
    path.write_bytes(data)
    return decode(path, **wanted)  # type: ignore[arg-type]


def shows_quadrants(picture: Image.Image, tolerance: int = 4) -> bool:
    found = [picture.convert("RGB").getpixel(xy) for xy in CORNERS]
    return bool(np.abs(np.array(found, int) - np.array(SHOWN)).max() <= tolerance)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_format_gives_plain_pixels(name: str, tmp_path: Path) -> None:
    result = decoded(tmp_path, SAMPLES[name]())
    assert result.picture.mode in ("RGB", "RGBA")
    assert result.picture.size == (result.source.width, result.source.height)
    assert (result.scale_x, result.scale_y) == (1.0, 1.0)
    assert result.picture.info == {}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_jpeg_is_set_upright(orientation: int, tmp_path: Path) -> None:
    result = decoded(tmp_path, valid.oriented_jpeg(orientation))
    assert result.source == Size(64, 32)
    assert shows_quadrants(result.picture)


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize("orientation", [3, 5, 6, 8])
def test_other_formats_are_set_upright(format: str, orientation: int, tmp_path: Path) -> None:
    stored = Image.open(_file(tmp_path, valid.oriented_jpeg(orientation)))
    exif = Image.Exif()
    exif[0x0112] = orientation
    how = {"AVIF": {"quality": 95, "speed": 10}, "WEBP": {"lossless": True}}.get(format, {})
    stored.info.clear()
    data = valid.saved(stored.copy(), format, exif=exif, **how)
    result = decoded(tmp_path, data)
    assert result.source == Size(64, 32)
    assert shows_quadrants(result.picture, tolerance=12)


def _file(folder: Path, data: bytes) -> Path:
    (folder / "stored").write_bytes(data)
    return folder / "stored"


def test_a_heic_that_notes_its_turn_twice_is_turned_once(tmp_path: Path) -> None:
    result = decoded(tmp_path, valid.heic())
    assert result.source == Size(32, 64)
    # A quarter turn clockwise of the quadrants: blue comes to the top left.
    corners = [result.picture.getpixel(xy) for xy in ((4, 8), (28, 8), (4, 56), (28, 56))]
    expected = (valid.BLUE, valid.RED, valid.YELLOW, valid.GREEN)
    assert np.abs(np.array(corners, int) - np.array(expected)).max() <= 3


def test_the_exif_orientation_alone_doesnt_turn_a_heic(tmp_path: Path) -> None:
    data = valid.heic()
    turn = data.index(b"irot") + 4
    result = decoded(tmp_path, data[:turn] + b"\0" + data[turn + 1 :])
    assert result.source == Size(64, 32)
    assert shows_quadrants(result.picture)


def test_ten_bits_are_scaled_to_the_whole_range(tmp_path: Path) -> None:
    ramp = array(decoded(tmp_path, (valid.HEIC / "ten_bits.heic").read_bytes()).picture)
    assert ramp[0, 0, 0] == 0
    assert ramp[0, -1, 0] == 255
    assert np.abs(ramp[0, :, 0] - np.linspace(0, 255, 64)).max() <= 1


def eight(values: np.ndarray) -> np.ndarray:
    """Sixteen bits rounded to eight."""
    return np.floor(values / 65535 * 255 + 0.5)


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("laced", [False, True])
def test_sixteen_bits_of_a_png_are_rounded(channels: int, laced: bool, tmp_path: Path) -> None:
    values = valid.noise(9, 7, channels)
    result = array(decoded(tmp_path, png.png(values, laced=laced)).picture)
    colours = eight(values)[..., : channels - (channels % 2 == 0)]
    assert np.array_equal(result[..., :3], np.broadcast_to(colours, (9, 7, 3)))
    if channels % 2 == 0:
        assert np.array_equal(result[..., 3:], eight(values)[..., -1:])


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("planar", [False, True])
@pytest.mark.parametrize("channels", [1, 3])
def test_sixteen_bits_of_a_tiff_are_rounded(
    order: str, planar: bool, channels: int, tmp_path: Path
) -> None:
    values = valid.noise(9, 7, channels)
    data = tiff.tiff(values, order=order, planar=planar and channels > 1)
    result = array(decoded(tmp_path, data).picture)
    assert np.array_equal(result, np.broadcast_to(eight(values), (9, 7, 3)))


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_adobe_deflate"])
def test_packed_sixteen_bit_tiffs_are_rounded(compression: str, tmp_path: Path) -> None:
    values = valid.noise(9, 7, 1)[..., 0]
    data = valid.saved(Image.fromarray(values), "TIFF", compression=compression)
    result = array(decoded(tmp_path, data).picture)
    assert np.array_equal(result[..., 0], eight(values))


def test_alpha_of_a_sixteen_bit_tiff_may_be_premultiplied(tmp_path: Path) -> None:
    straight = np.full((2, 2, 4), 40_000, np.uint16)
    straight[..., 3] = [[65_535, 32_768], [6_554, 0]]
    mixed = straight.copy()
    mixed[..., :3] = straight[..., :3].astype(float) * straight[..., 3:] / 65535 + 0.5
    for extra, stored in ((2, straight), (1, mixed)):
        result = array(decoded(tmp_path, tiff.tiff(stored, extra=extra)).picture)
        assert np.array_equal(result[..., 3], eight(straight[..., 3]))
        seen = result[..., 3] > 0
        assert np.abs(result[seen][:, :3] - eight(np.array(40_000))).max() <= 1


def test_white_may_be_zero_in_a_sixteen_bit_tiff(tmp_path: Path) -> None:
    values = valid.noise(9, 7, 1)
    result = array(decoded(tmp_path, tiff.tiff(values, photometric=0)).picture)
    assert np.array_equal(result[..., :1], eight(65535 - values.astype(float)))


@pytest.mark.parametrize("channels", [1, 3])
def test_one_colour_of_a_sixteen_bit_png_may_be_clear(channels: int, tmp_path: Path) -> None:
    values = valid.noise(9, 7, channels)
    clear = values[4, 3]
    near = values[4, 4] = clear ^ 1  # the same in eight bits
    named = png.chunk(b"tRNS", struct.pack(f">{channels}H", *(int(v) for v in clear)))
    result = array(decoded(tmp_path, png.png(values, named)).picture)
    assert result[4, 3, 3] == 0
    assert result[4, 4, 3] == 255, near
    assert (result[..., 3] == 0).sum() == (values == clear).all(axis=-1).sum()


@pytest.mark.parametrize("depth", [1, 2, 4, 8])
def test_one_level_of_grey_may_be_clear(depth: int, tmp_path: Path) -> None:
    top = (1 << depth) - 1
    levels = np.minimum(np.arange(4, dtype=np.uint8), top)[None, :, None]
    named = png.chunk(b"tRNS", struct.pack(">H", 1))
    result = array(decoded(tmp_path, png.png(levels, named, depth=depth, colour=0)).picture)
    assert np.array_equal(result[0, :, 3], np.where(levels[0, :, 0] == 1, 0, 255))
    solid = result[..., 3] > 0
    assert np.array_equal(result[solid][:, 0], (levels[..., 0] * (255 // top))[solid])


def test_a_palette_keeps_its_alpha(tmp_path: Path) -> None:
    picture = Image.new("P", (3, 1))
    picture.putpalette([255, 0, 0, 0, 255, 0, 0, 0, 255])
    picture.putdata([0, 1, 2])
    result = decoded(tmp_path, valid.saved(picture, "PNG", transparency=bytes((255, 128, 0))))
    assert [result.picture.getpixel((x, 0)) for x in range(3)] == [
        (255, 0, 0, 255),
        (0, 255, 0, 128),
        (0, 0, 255, 0),
    ]


def test_floats_from_zero_to_one_are_taken_as_they_are(tmp_path: Path) -> None:
    result = decoded(tmp_path, valid.tiff_float())
    expected = np.floor(np.linspace(0, 1, 63).reshape(9, 7) * 255 + 0.5)
    assert np.abs(array(result.picture)[..., 0] - expected).max() <= 1
    assert result.warnings == ()


def test_other_ranges_are_stretched_with_a_warning(tmp_path: Path) -> None:
    values = np.array([[-50.0, 150.0, 350.0, np.nan]], np.float32)[..., None]
    result = decoded(tmp_path, tiff.tiff(values, sample_format=3))
    assert array(result.picture)[0, :, 0].tolist() == [0, 128, 255, 0]
    assert "-50 to 350" in result.warnings[0]


@pytest.mark.parametrize("name", ["gif-animated", "webp-animated", "png-animated"])
def test_any_frame_can_be_had(name: str, tmp_path: Path) -> None:
    data = SAMPLES[name]()
    first, second = (array(decoded(tmp_path, data, frame=n).picture.convert("RGB")) for n in (0, 1))
    assert first.shape == second.shape
    assert np.abs(first - second).max() > 5


def test_a_frame_that_isnt_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BrokenPicture):
        decoded(tmp_path, valid.gif_animated(), frame=9)


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAPicture):
        decoded(tmp_path, b"plain words")


class TestShrinking:
    """A picture comes no larger than needed, and never too small."""

    @pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
    @pytest.mark.parametrize("width", [2400, 1700, 1201, 800, 601, 400, 301, 150, 20])
    def test_the_target_is_never_undercut(self, format: str, width: int, tmp_path: Path) -> None:
        data = _saved_large(format)
        target = Size(2400, 1600).scaled(width / 2400)
        result = decoded(tmp_path, data, target=target)
        assert result.source == Size(2400, 1600)
        assert result.picture.width >= target.width
        assert result.picture.height >= target.height
        assert result.picture.width < max(2401, target.width * 6.2)
        assert result.picture.width == -(-2400 // round(1 / result.scale_x))

    def test_a_thumbnail_looks_like_one_from_all_pixels(self, tmp_path: Path) -> None:
        for format in ("JPEG", "PNG"):
            whole = decoded(tmp_path, _saved_large(format)).picture
            expected = whole.resize((300, 200), Image.Resampling.LANCZOS)
            result = decoded(tmp_path, _saved_large(format), target=Size(300, 200))
            assert result.picture.width < 2400
            box = result.local(result.source.box)
            got = result.picture.resize((300, 200), Image.Resampling.LANCZOS, box.ltrb)
            assert psnr(got, expected) > 38

    @pytest.mark.parametrize("format", ["JPEG", "PNG"])
    def test_a_picture_of_one_pixel_is_the_mean_of_all(self, format: str, tmp_path: Path) -> None:
        """997 px are no whole number of blocks: a last one that is cut mustn't count too much."""
        ramp = np.tile(np.linspace(0, 255, 997).astype(np.uint8), (997, 1))
        data = valid.saved(Image.fromarray(ramp).convert("RGB"), format)
        result = decoded(tmp_path, data, target=Size(1, 1))
        assert result.picture.width <= 64
        one = moved(result.picture, result.local(result.source.box), Turn(), Size(1, 1))
        assert np.abs(array(one) - 127.5).max() <= 4

    def test_only_the_window_decides(self, tmp_path: Path) -> None:
        data = _saved_large("JPEG")
        window = Box(300, 300, 400, 400)
        assert decoded(tmp_path, data, window=window, target=Size(400, 400)).scale_x == 1.0
        assert decoded(tmp_path, data, window=window, target=Size(100, 100)).scale_x == 0.5

    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_the_target_is_meant_upright(self, orientation: int, tmp_path: Path) -> None:
        exif = Image.Exif()
        exif[0x0112] = orientation
        data = valid.saved(valid.photo(800, 400), "JPEG", exif=exif)
        target = Size(200, 100) if orientation < 5 else Size(100, 200)
        assert decoded(tmp_path, data, target=target).scale_x == 0.5

    @pytest.mark.parametrize("orientation", range(1, 9))
    @pytest.mark.parametrize("target", [None, Size(20, 12)])
    def test_a_cut_window_lies_where_it_says(
        self, orientation: int, target: Size | None, tmp_path: Path
    ) -> None:
        exif = Image.Exif()
        exif[0x0112] = orientation
        data = valid.saved(valid.photo(401, 299), "JPEG", quality=95, exif=exif)
        window = Box(40.5, 30.25, 100, 60)
        whole = decoded(tmp_path, data, window=window, target=target)
        part = decoded(tmp_path, data, window=window, target=target, only_window=True)
        assert part.picture.width < whole.picture.width
        assert part.source == whole.source
        size = (part.picture.width, part.picture.height)
        same = whole.picture.crop((part.left, part.top, part.left + size[0], part.top + size[1]))
        assert np.array_equal(array(same), array(part.picture))
        inside = part.local(window)
        assert min(inside.left, inside.top) >= 0
        assert inside.right <= part.picture.width
        assert inside.bottom <= part.picture.height

    def test_clear_pixels_dont_darken_their_neighbours(self, tmp_path: Path) -> None:
        pixels = np.zeros((192, 192, 4), np.uint8)
        pixels[::2] = (250, 120, 30, 255)
        result = decoded(tmp_path, png.png(pixels), target=Size(8, 8))
        assert result.picture.size == (48, 48)
        assert np.abs(array(result.picture)[..., :3] - (250, 120, 30)).max() <= 2
        assert np.abs(array(result.picture)[..., 3] - 127.5).max() <= 1


@cache
def _saved_large(format: str) -> bytes:
    how = {"quality": 92} if format == "JPEG" else {"quality": 80, "method": 0}
    how = {"compress_level": 1} if format == "PNG" else how
    return valid.saved(valid.photo(2400, 1600), format, **how)

"""PNG files come out of libvips as they come out of Pillow, and what it can't read is Pillow's."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFile, PngImagePlugin

from editor.errors import BrokenPicture
from editor.geometry import Size
from editor.render import codecs, coding, vips
from editor.render.decode import decode

PICTURES = Path(__file__).resolve().parent.parent / "pictures"


def sheet(mode: str) -> Image.Image:
    """A photo of 540,000 px; of RGBA every row is half transparent in another place."""
    photo = Image.open(PICTURES / "hair.jpg").convert("RGB").resize((900, 600))
    if mode == "RGBA":
        ramp = np.add.outer(np.arange(600), np.arange(900)) % 256
        photo.putalpha(Image.fromarray(ramp.astype(np.uint8)))
    return photo.convert(mode)


def stored(folder: Path, picture: Image.Image, **how: Any) -> Path:
    path = folder / "a.png"
    picture.save(path, "PNG", **how)
    return path


def read(path: Path) -> Image.Image | None:
    with codecs.opened("png", path) as file:
        return vips.pixels(path, file)


@pytest.mark.parametrize("mode", vips.MODES)
@pytest.mark.parametrize("level", [0, 1, 9])
def test_the_pixels_are_those_of_pillow_bit_by_bit(mode: str, level: int, tmp_path: Path) -> None:
    picture = sheet(mode)
    path = stored(tmp_path, picture, compress_level=level, dpi=(300, 300))
    found = read(path)
    assert found is not None
    assert (found.mode, found.size) == (mode, picture.size)
    assert np.array_equal(np.asarray(found), np.asarray(picture))
    assert np.array_equal(np.asarray(found), np.asarray(Image.open(path)))


def test_a_decode_goes_this_way_and_follows_profile_and_orientation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    wide = coding.of_points(12, 13).profile
    path = stored(tmp_path, sheet("RGBA"), exif=exif, icc_profile=wide)
    ways, real = [], vips.pixels

    def noted(path: Path, file: ImageFile.ImageFile) -> Image.Image | None:
        ways.append(real(path, file))
        return ways[-1]

    monkeypatch.setattr(vips, "pixels", noted)
    mine = decode(path)
    monkeypatch.setattr(vips, "pixels", lambda *_: None)
    theirs = decode(path)
    assert ways[0] is not None
    assert mine.source == theirs.source == Size(600, 900)
    assert mine.profile == theirs.profile != ""
    assert np.array_equal(np.asarray(mine.picture), np.asarray(theirs.picture))


ODD: dict[str, Callable[[Image.Image], tuple[Image.Image, dict[str, Any]]]] = {
    "palette": lambda photo: (photo.quantize(16), {}),
    "grey": lambda photo: (photo.convert("L"), {}),
    "transparent colour": lambda photo: (photo, {"transparency": (1, 2, 3)}),
    "animated": lambda photo: (photo, {"save_all": True, "append_images": [photo.rotate(180)]}),
    "small": lambda photo: (photo.resize((90, 60)), {}),
    "large": lambda _: (Image.new("RGB", (3000, 3000)), {}),
}


@pytest.mark.parametrize("name", ODD)
def test_whatever_is_out_of_the_ordinary_is_left_to_pillow(name: str, tmp_path: Path) -> None:
    picture, how = ODD[name](sheet("RGB"))
    assert read(stored(tmp_path, picture, **how)) is None


def test_what_is_told_behind_the_pixels_counts(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    plain = stored(tmp_path, sheet("RGB")).read_bytes()
    told = io.BytesIO()
    PngImagePlugin.putchunk(told, b"eXIf", exif.tobytes()[6:])
    late = tmp_path / "late.png"
    late.write_bytes(plain[:-12] + told.getvalue() + plain[-12:])
    assert read(late) is None
    assert decode(late).source == Size(600, 900)


def test_a_damaged_file_is_refused_as_ever(tmp_path: Path) -> None:
    path = stored(tmp_path, sheet("RGB"))
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 64] = bytes(64)
    path.write_bytes(data)
    assert read(path) is None
    with pytest.raises(BrokenPicture):
        decode(path)
    path.write_bytes(data[:middle])
    with pytest.raises(BrokenPicture):
        decode(path)


@pytest.mark.parametrize("share", [0.0, 0.03, 1.0])
def test_pixels_are_premultiplied_as_pillow_does_it(share: float) -> None:
    """Every colour with every alpha, in pictures with few and with many half transparent pixels."""
    number = np.random.default_rng(5)
    colours = np.stack([np.arange(65_536) % 256] * 3, axis=1)
    alpha = np.where(number.random(65_536) < share, np.arange(65_536) // 256, 255)
    alpha[number.random(65_536) < 0.3] = 0
    pixels = np.column_stack([colours, alpha]).astype(np.uint8).reshape(256, 256, 4)
    picture = Image.fromarray(pixels, "RGBA")
    assert bytes(vips.premultiplied(picture)) == picture.convert("RGBa").tobytes()
    box = (3, 5, 250, 201)
    assert vips.packed(picture, box, "RGBa") == picture.crop(box).convert("RGBa").tobytes()

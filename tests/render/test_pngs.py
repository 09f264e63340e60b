"""PNG files written by libvips show what was given, and say of themselves what ours always said."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageDraw

from editor.render import pngs, vips
from editor.render.containers import png
from tests.corpus import valid
from tests.render.pixels import array


def noise(mode: str, width: int, height: int) -> Image.Image:
    size = (height, width, len(mode))
    return Image.fromarray(np.random.default_rng(1).integers(0, 256, size, np.uint8), mode)


def written(picture: Image.Image, effort: pngs.Effort = pngs.USUAL, dpi: int = 0) -> bytes:
    file = io.BytesIO()
    pngs.write(picture, effort, dpi, file)
    return file.getvalue()


def chunks(file: bytes) -> list[tuple[bytes, bytes]]:
    return [(name, file[at : at + length]) for name, at, length in png.chunks(file)]


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("size", [(200, 200), (641, 399), (40_001, 1), (1, 40_001), (100, 100)])
@pytest.mark.parametrize("effort", [pngs.FAST, pngs.USUAL, pngs.THOROUGH])
def test_every_pixel_comes_back(mode: str, size: tuple[int, int], effort: pngs.Effort) -> None:
    picture = noise(mode, *size)
    opened = Image.open(io.BytesIO(written(picture, effort)))
    assert opened.mode == mode
    assert np.array_equal(array(opened), array(picture))


@pytest.mark.parametrize("side", [100, 300])
def test_both_ways_say_the_same_of_the_file(side: int) -> None:
    plain = chunks(written(noise("RGBA", side, side)))
    assert [name for name, _ in plain[:3]] == [b"IHDR", b"sRGB", b"IDAT"]
    assert plain[1][1] == b"\0"
    assert {name for name, _ in plain} == {b"IHDR", b"sRGB", b"IDAT", b"IEND"}
    printed = dict(chunks(written(noise("RGB", side, side), dpi=300)))
    assert printed[b"pHYs"] == struct.pack(">IIB", 11811, 11811, 1)
    assert b"pHYs" not in dict(plain)


def filters(file: bytes, width: int, bands: int) -> set[int]:
    """The filters of its rows, by their numbers in the standard."""
    data = zlib.decompress(b"".join(body for name, body in chunks(file) if name == b"IDAT"))
    return set(data[:: width * bands + 1])


def test_one_filter_serves_a_photograph_and_drawings_get_what_fits_each_row() -> None:
    photo = valid.photo().resize((300, 200))
    cut = photo.convert("RGBA")
    cut.paste((0, 0, 0, 0), (0, 0, 150, 200))
    drawing = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(drawing).multiline_text((10, 10), "Several words\n" * 9, "black")
    average = 3
    assert filters(written(photo), 300, 3) == {average}
    assert filters(written(cut), 300, 4) == {average}
    assert len(filters(written(drawing), 300, 3)) > 1
    assert len(filters(written(photo, pngs.THOROUGH), 300, 3)) > 1


def test_palettes_stay_pillow_s() -> None:
    picture = valid.photo().resize((300, 200)).quantize(16, Image.Quantize.FASTOCTREE)
    opened = Image.open(io.BytesIO(written(picture)))
    assert opened.mode == "P"
    assert np.array_equal(array(opened.convert("RGB")), array(picture.convert("RGB")))


def test_more_effort_makes_smaller_files() -> None:
    picture = valid.photo().resize((600, 400))
    sizes = [len(written(picture, e)) for e in (pngs.FAST, pngs.USUAL, pngs.THOROUGH)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]


@pytest.mark.parametrize("room", [0, 20, 60, 9000, 30_000])
def test_what_the_file_refuses_comes_through(room: int) -> None:
    class Full(io.BytesIO):
        def write(self, part: object, /) -> int:
            if self.tell() + len(bytes(part)) > room:  # type: ignore[call-overload]
                raise OSError(28, "No space left on device")
            return super().write(part)  # type: ignore[arg-type]

    with pytest.raises(OSError, match="No space left"):
        pngs.write(noise("RGB", 300, 300), pngs.USUAL, 0, Full())


def test_what_libvips_lacks_is_memory() -> None:
    with pytest.raises(MemoryError), vips.lacking():
        raise vips.library().Error("out of memory")

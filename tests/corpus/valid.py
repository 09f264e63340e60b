"""Sound pictures of every format, made in memory; small enough for any test."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from tests.corpus import png, tiff
from tests.corpus.profiles import cmyk_profile, matrix_profile

RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)
HEIC = Path(__file__).parent / "heic"


def quadrants(width: int = 64, height: int = 32) -> Image.Image:
    """Red and green above blue and yellow: tells every turn and mirror apart."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(GREEN, (width // 2, 0, width, height))
    picture.paste(BLUE, (0, height // 2, width // 2, height))
    picture.paste(YELLOW, (width // 2, height // 2, width, height))
    return picture


def photo(width: int = 320, height: int = 240, seed: int = 0) -> Image.Image:
    """Something with soft areas, edges and fine grain."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width] / max(width, height)
    base = np.stack([x, y, (x + y) / 2], axis=-1) * 200 + 20
    base[(x - 0.5) ** 2 + (y - 0.4) ** 2 < 0.04] = (220, 60, 50)
    return Image.fromarray(np.clip(base + rng.normal(0, 4, base.shape), 0, 255).astype(np.uint8))


def saved(picture: Image.Image, format: str, **options: object) -> bytes:
    """The file that Pillow makes."""
    file = io.BytesIO()
    picture.save(file, format, **options)
    return file.getvalue()


def noise(height: int, width: int, channels: int) -> npt.NDArray[np.uint16]:
    """Sixteen random bits per sample, with both ends of the scale present."""
    values = np.random.default_rng(7).integers(0, 65536, (height, width, channels), np.uint16)
    values[0, 0], values[-1, -1] = 0, 65535
    return values


def jpeg() -> bytes:
    return saved(photo(), "JPEG", quality=85)


def progressive_jpeg() -> bytes:
    return saved(photo(), "JPEG", quality=85, progressive=True)


def p3_jpeg() -> bytes:
    return saved(photo(), "JPEG", quality=95, icc_profile=matrix_profile("p3"))


def cmyk_jpeg() -> bytes:
    """Adobe's inverted kind: Pillow writes the marker and inverts."""
    profile = cmyk_profile()
    return saved(photo().convert("CMYK"), "JPEG", quality=95, icc_profile=profile)


def grey_jpeg() -> bytes:
    return saved(photo().convert("L"), "JPEG")


def oriented_jpeg(orientation: int) -> bytes:
    """Stored so that it shows `quadrants()` once the orientation is followed."""
    undo = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    picture = quadrants()
    stored = picture if undo is None else picture.transpose(undo)
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(stored, "JPEG", quality=95, subsampling=0, exif=exif)


def png_rgb() -> bytes:
    return saved(photo(), "PNG")


def png_rgba() -> bytes:
    picture = photo().convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    return saved(picture, "PNG")


def png_16() -> bytes:
    return png.png(noise(9, 7, 3))


def png_16_grey() -> bytes:
    return png.png(noise(9, 7, 1))


def png_palette() -> bytes:
    return saved(photo().quantize(32), "PNG", transparency=3)


def png_animated() -> bytes:
    frames = [quadrants(), quadrants().rotate(180)]
    return saved(frames[0], "PNG", save_all=True, append_images=frames[1:], duration=100)


def gif() -> bytes:
    return saved(quadrants(), "GIF")


def gif_animated(frames: int = 3) -> bytes:
    pictures = [Image.new("P", (16, 16), i) for i in range(frames)]
    for index, picture in enumerate(pictures):
        picture.putpalette([index * 7 % 256, 255 - index % 256, 128] * 256)
    more = pictures[1:]
    return saved(pictures[0], "GIF", save_all=True, append_images=more, disposal=2, duration=50)


def webp() -> bytes:
    return saved(photo(), "WEBP", quality=80)


def webp_lossless() -> bytes:
    return saved(photo().convert("RGBA"), "WEBP", lossless=True)


def webp_animated() -> bytes:
    frames = [photo(64, 48, seed) for seed in range(3)]
    return saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=80)


def avif() -> bytes:
    return saved(photo(), "AVIF", quality=60, speed=10)


def tiff_rgb() -> bytes:
    return saved(photo(), "TIFF", compression="tiff_lzw")


def tiff_16() -> bytes:
    return tiff.tiff(noise(9, 7, 3))


def tiff_16_grey() -> bytes:
    return tiff.tiff(noise(9, 7, 1))


def tiff_float() -> bytes:
    return tiff.tiff(np.linspace(0, 1, 63, dtype=np.float32).reshape(9, 7, 1), sample_format=3)


def heic() -> bytes:
    return (HEIC / "turned.heic").read_bytes()


def heic_p3() -> bytes:
    return (HEIC / "p3.heic").read_bytes()


def with_preview(picture: bytes) -> bytes:
    """A phone's Multi-Picture file: a second, smaller JPEG behind the first."""
    return picture + saved(photo(80, 60), "JPEG")


def box(name: bytes, body: bytes) -> bytes:
    """A box of an ISO container."""
    return struct.pack(">I", 8 + len(body)) + name + body


def video() -> bytes:
    """The boxes of an MP4, as a motion photo carries them."""
    return box(b"ftyp", b"mp42\0\0\0\0mp42") + box(b"mdat", bytes(100_000)) + box(b"moov", bytes(9))


def motion_photo(picture: bytes) -> bytes:
    """A picture with its video behind it."""
    return picture + video()


def samsung_photo(picture: bytes) -> bytes:
    """A picture with Samsung's SEF block, which holds the video."""
    name = b"MotionPhoto_Data"
    part = b"\0\0\x30\x0a" + struct.pack("<I", len(name)) + name + video()
    entry = b"\0\0\x30\x0a" + struct.pack("<II", len(part), len(part))
    directory = b"SEFH" + struct.pack("<II", 106, 1) + entry
    return picture + part + directory + struct.pack("<I", len(directory)) + b"SEFT"


SAMPLES: dict[str, Callable[[], bytes]] = {
    "jpeg": jpeg,
    "jpeg-progressive": progressive_jpeg,
    "jpeg-p3": p3_jpeg,
    "jpeg-cmyk": cmyk_jpeg,
    "jpeg-grey": grey_jpeg,
    "jpeg-preview": lambda: with_preview(jpeg()),
    "jpeg-motion": lambda: motion_photo(jpeg()),
    "jpeg-preview-motion": lambda: motion_photo(with_preview(jpeg())),
    "jpeg-samsung": lambda: samsung_photo(jpeg()),
    "jpeg-padded": lambda: jpeg() + bytes(100_000),
    "jpeg-note": lambda: jpeg() + b"taken with a phone of some maker\n",
    "png": png_rgb,
    "png-alpha": png_rgba,
    "png-16": png_16,
    "png-16-grey": png_16_grey,
    "png-palette": png_palette,
    "png-animated": png_animated,
    "gif": gif,
    "gif-animated": gif_animated,
    "webp": webp,
    "webp-lossless": webp_lossless,
    "webp-animated": webp_animated,
    "avif": avif,
    "tiff": tiff_rgb,
    "tiff-16": tiff_16,
    "tiff-16-grey": tiff_16_grey,
    "tiff-float": tiff_float,
    "heic": heic,
    "heic-p3": heic_p3,
    "heic-video": lambda: heic() + box(b"mpvd", video()),
}
"""Name (its first word is the format) -> maker."""

"""One writer per format. Each takes a job and a binary file, and returns what should be said."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO

from PIL import Image

from editor.render import iptc, pngs
from editor.render.metadata import Metadata

_SMALL_AREA, _LARGE_AREA = 50 * 50, 3000 * 3000
_FULL_COLOUR_FROM = 90
"""From this quality on colour isn't halved (4:4:4): red edges stay sharp."""
_OPTIMISE_TO = 25_000_000
"""Fitted tables need all coefficients in memory, six bytes per pixel."""
_WEBP_METHOD, _WEBP_LOSSLESS_METHOD, _WEBP_LOSSLESS_EFFORT = 2, 0, 20
_WEBP_THOROUGH, _WEBP_LOSSLESS_THOROUGH, _THOROUGH_AREA = 4, 2, 1_000_000
"""Up to this area a thorough WebP takes less than 0.1 s more."""
_AVIF_SPEED, _AVIF_SPEED_SMALL, _AVIF_SMALL_AREA = 9, 8, 1_000_000
_AVIF_QUALITY = ((1, 10), (35, 43), (50, 48), (70, 55), (85, 69), (90, 79), (95, 89), (100, 100))
"""Quality here is JPEG's; the AVIF quality beside it has the same structural similarity (SSIM),
measured on photos at speed 9."""


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """A picture (RGB or RGBA) and how to write it. `metadata` is what stays, already cleaned."""

    picture: Image.Image
    quality: int
    fast: bool
    dpi: int
    metadata: Metadata
    alpha_quality: int = 100
    colours: int = 0
    """PNG with a palette of so many; 0 is true colour."""
    thorough: bool = False
    """Small files are worth more than time: somebody counts the bytes."""

    @property
    def area(self) -> int:
        return self.picture.width * self.picture.height


Writer = Callable[[Job, BinaryIO], tuple[str, ...]]


def jpeg(job: Job, to: BinaryIO) -> tuple[str, ...]:
    """Progressive, except very small (no gain) or very large (viewers need all of it in memory).

    The contract says "below 50x50 or above 3000x3000", which is read as areas.
    """
    return _jpeg(job, to, progressive=_SMALL_AREA <= job.area <= _LARGE_AREA)


def baseline_jpeg(job: Job, to: BinaryIO) -> tuple[str, ...]:
    """Sequential."""
    return _jpeg(job, to, progressive=False)


def _jpeg(job: Job, to: BinaryIO, *, progressive: bool) -> tuple[str, ...]:
    picture = on_white(job.picture)
    full = job.quality >= _FULL_COLOUR_FROM
    optimise = not job.fast and job.area <= _OPTIMISE_TO
    said: tuple[str, ...] = ()
    memory = io.BytesIO()
    try:
        _save_jpeg(job, picture, memory, full, progressive and not job.fast, optimise)
    except OSError:
        # Pillow gives these modes a fixed buffer, which noise at high quality overflows.
        memory = io.BytesIO()
        _save_jpeg(job, picture, memory, full, progressive=False, optimise=False)
        said = ("too noisy for a progressive JPEG: written as baseline",) if progressive else ()
    to.write(memory.getbuffer())
    return said


def _save_jpeg(
    job: Job, picture: Image.Image, to: BinaryIO, full: bool, progressive: bool, optimise: bool
) -> None:
    picture.save(
        to,
        "JPEG",
        quality=job.quality,
        subsampling="4:4:4" if full else "4:2:0",
        progressive=progressive,
        optimize=optimise,
        dpi=(job.dpi, job.dpi),
        exif=job.metadata.exif,
        xmp=job.metadata.xmp,
        comment=job.metadata.comment,
        extra=iptc.segment(job.metadata.iptc),
        icc_profile=None,
    )


def on_white(picture: Image.Image) -> Image.Image:
    """RGB; what was transparent becomes white."""
    if picture.mode == "RGB":
        return picture
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    sheet = Image.new("RGB", picture.size, "white")
    sheet.paste(picture, mask=picture.getchannel("A"))
    return sheet


def png(job: Job, to: BinaryIO) -> tuple[str, ...]:
    """True colour with 8-bit alpha, marked as sRGB."""
    effort = pngs.FAST if job.fast else pngs.USUAL
    picture = job.picture
    if job.colours:
        picture = picture.quantize(job.colours, Image.Quantize.FASTOCTREE)
    pngs.write(picture, pngs.THOROUGH if job.thorough else effort, job.dpi, to)
    return ()


def webp(job: Job, to: BinaryIO) -> tuple[str, ...]:
    """Lossless at quality 100, colours under transparency included unless bytes count."""
    thorough = job.thorough and job.area <= _THOROUGH_AREA
    if job.quality == 100:
        job.picture.save(
            to,
            "WEBP",
            lossless=True,
            exact=not job.thorough,
            quality=_WEBP_LOSSLESS_EFFORT,
            method=_WEBP_LOSSLESS_THOROUGH if thorough else _WEBP_LOSSLESS_METHOD,
            icc_profile=b"",
        )
    else:
        job.picture.save(
            to,
            "WEBP",
            quality=job.quality,
            alpha_quality=job.alpha_quality,
            method=_WEBP_THOROUGH if thorough else _WEBP_METHOD,
            icc_profile=b"",
            exact=False,
        )
    return _no_resolution(job, "WebP")


def avif(job: Job, to: BinaryIO) -> tuple[str, ...]:
    """One thread: what runs beside it is worth as much."""
    full = job.quality >= _FULL_COLOUR_FROM
    job.picture.save(
        to,
        "AVIF",
        quality=avif_quality(job.quality),
        speed=_AVIF_SPEED if job.area > _AVIF_SMALL_AREA else _AVIF_SPEED_SMALL,
        subsampling="4:4:4" if full else "4:2:0",
        max_threads=1,
        exif=job.metadata.exif,
        xmp=job.metadata.xmp,
        icc_profile=b"",
    )
    return _no_resolution(job, "AVIF")


def avif_quality(quality: int) -> int:
    """The AVIF quality that looks like a JPEG of `quality` (1 to 100)."""
    steps = pairwise(_AVIF_QUALITY)
    (low, out_low), (high, out_high) = next(s for s in steps if quality <= s[1][0])
    return round(out_low + (out_high - out_low) * (quality - low) / (high - low))


def _no_resolution(job: Job, name: str) -> tuple[str, ...]:
    return (f"dpi is left out: {name} has no place for it",) if job.dpi else ()


def rgb(job: Job, to: BinaryIO) -> tuple[str, ...]:
    """Three bytes for each pixel; what was transparent becomes white."""
    to.write(on_white(job.picture).tobytes())
    return _no_resolution(job, "raw pixels")


def rgba(job: Job, to: BinaryIO) -> tuple[str, ...]:
    """Four bytes for each pixel, with straight alpha."""
    to.write(job.picture.convert("RGBA").tobytes())
    return _no_resolution(job, "raw pixels")


def gif(job: Job, to: BinaryIO) -> tuple[str, ...]:
    """At most 256 colours; a pixel lets all through or nothing."""
    job.picture.save(to, "GIF")
    return _no_resolution(job, "GIF")


WRITERS: dict[str, Writer] = {
    "jpeg": jpeg,
    "baseline-jpeg": baseline_jpeg,
    "png": png,
    "webp": webp,
    "avif": avif,
    "gif": gif,
    "rgb": rgb,
    "rgba": rgba,
}

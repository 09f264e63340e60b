"""Pixels to a file: the format is chosen by the output options, fallbacks are named.

Settings were chosen on photos of 1.5 to 4 megapixels, one core; CPU per 4 megapixels and size:
JPEG q85 progressive 63 ms, baseline with fitted tables 32 ms (6 % larger), plain 12 ms; PNG by
libvips at level 3: 165 ms (Pillow at level 4: 360 ms for 11 % more), of photographs 105 ms; WebP
method 2: 140 ms, method 4 320 ms for 3 % less; lossless WebP method 0: 230 ms, method 1 780 ms for
5 % less; AVIF speed 9: 250 ms, speed 8 900 ms for 1 to 5 % less, speed 6 2000 ms for 3 to 10 %.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from editor.geometry import Size
from editor.plan.output import AVIF_OR_JPEG, Output
from editor.render import metadata as kept_data
from editor.render import writers
from editor.render.metadata import NO_METADATA, Metadata
from editor.render.request import Encoding
from editor.render.squeeze import Squeezed, squeezed

_LONGEST = {"jpeg": 65_500, "webp": 16_383, "avif": 65_535}
AVIF_MEGAPIXELS = 25.0
"""Beyond it an AVIF takes more than two seconds."""
_CONTENT_TYPES = {
    "jpeg": "image/jpeg",
    "baseline-jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
}

RAW = ("rgb", "rgba")


@dataclass(frozen=True, slots=True)
class Encoded:
    """What was written: its type, its length in bytes, and what should be said about it."""

    content_type: str
    bytes: int
    warnings: tuple[str, ...] = ()
    encoding: Encoding | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The original as `format=json` tells of it. `content_type` is that of the stored file."""

    size: Size
    content_type: str
    bytes: int
    frames: int = 1


def encode(
    picture: Image.Image,
    output: Output,
    to: Path | str | BinaryIO,
    metadata: Metadata = NO_METADATA,
) -> Encoded:
    """Writes an 8-bit sRGB picture (RGB, or RGBA with straight alpha) as `output` asks.

    A path appears whole or not at all. `metadata` is the source's; what of it stays is the
    output's choice. `format=json` isn't pixels: see `described`. BudgetTooSmall when nothing fits
    `max-bytes`.
    """
    chosen, notes = choose(picture, output)
    holds_metadata = chosen in ("jpeg", "baseline-jpeg", "avif")
    policy = output.metadata if holds_metadata else "none"
    blocks, lost = kept_data.kept(metadata, policy, Size(*picture.size))
    job = writers.Job(picture, output.quality, output.compression == "fast", output.dpi, blocks)
    write, encoding = writers.WRITERS[chosen], _plainly(chosen, output)
    if output.max_bytes and not output.raw:
        fitted = squeezed(job, chosen, output.max_bytes, is_opaque=is_opaque(picture))
        write, encoding = _again(fitted), fitted.encoding
    if isinstance(to, (str, Path)):
        length, said = _to_path(Path(to), write, job)
    else:
        start = to.tell()
        said = write(job, to)
        length = to.tell() - start
    return Encoded(_content_type(chosen, picture), length, (*notes, *lost, *said), encoding)


def _content_type(chosen: str, picture: Image.Image) -> str:
    """Bare pixels say their size: nothing else in the answer does."""
    if chosen in RAW:
        width, height = picture.size
        return f"application/octet-stream; width={width}; height={height}"
    return _CONTENT_TYPES[chosen]


def _plainly(chosen: str, output: Output) -> Encoding:
    """How a file is written when nobody counts its bytes."""
    lossless = chosen in ("png", *RAW) or (chosen == "webp" and output.quality == 100)
    name = "jpeg" if chosen == "baseline-jpeg" else chosen
    return Encoding(name, 0 if lossless else output.quality, lossless)


def _again(fitted: Squeezed) -> writers.Writer:
    """A writer of the file that was found."""

    def write(job: writers.Job, to: BinaryIO) -> tuple[str, ...]:
        to.write(fitted.data)
        return fitted.said

    return write


def choose(picture: Image.Image, output: Output) -> tuple[str, tuple[str, ...]]:
    """The format that will be written and the reasons why it isn't the one that was asked for."""
    if output.raw:
        return output.raw, ()
    solid = is_opaque(picture)
    plain = "jpeg" if solid else "png"
    asked, instead = ("avif", plain) if output.format == AVIF_OR_JPEG else (output.format, "webp")
    wanted = asked if asked in _CONTENT_TYPES else plain
    notes: list[str] = []
    if output.compression == "fast":
        fast = "baseline-jpeg" if solid else "png"
        if asked in _CONTENT_TYPES and "jpeg" not in wanted and wanted != fast:
            notes.append(f"compression=fast wrote {_shown(fast)} instead of {_shown(wanted)}")
        wanted = fast if "jpeg" not in wanted else "baseline-jpeg"
    longest, area = max(picture.size), picture.width * picture.height / 1e6
    if wanted == "avif" and (area > AVIF_MEGAPIXELS or longest > _LONGEST["avif"]):
        notes.append("image too large for AVIF")
        wanted = instead
    if wanted == "webp" and longest > _LONGEST["webp"]:
        notes.append("image too large for WebP")
        wanted = plain
    if "jpeg" in wanted and longest > _LONGEST["jpeg"]:
        notes.append("image too large for JPEG")
        wanted = "png"
    return wanted, tuple(notes)


def is_opaque(picture: Image.Image) -> bool:
    """True when no pixel lets anything through."""
    return picture.mode != "RGBA" or picture.getchannel("A").getextrema() == (255, 255)


def described(size: Size, source: Source | None, *, anim: bool = True) -> bytes:
    """The body of `format=json`: the size that the result would have, and facts of the original
    (None: the recipe starts from a canvas).

    Frames are told for animations, unless `anim=false` asked for a still.
    """
    facts: dict[str, object] = {"width": size.width, "height": size.height}
    if source is None:
        return json.dumps(facts, separators=(",", ":")).encode()
    original: dict[str, object] = {
        "file_size": source.bytes,
        "width": source.size.width,
        "height": source.size.height,
        "format": source.content_type,
    }
    if anim and source.frames > 1:
        original["frames"] = source.frames
    facts["original"] = original
    return json.dumps(facts, separators=(",", ":")).encode()


def _shown(name: str) -> str:
    return {"webp": "WebP", "avif": "AVIF", "png": "PNG"}.get(name, "JPEG")


def _to_path(path: Path, write: writers.Writer, job: writers.Job) -> tuple[int, tuple[str, ...]]:
    part = path.with_name(f".{path.name}.part-{os.getpid()}")
    try:
        with part.open("wb") as file:
            said = write(job, file)
            length = file.tell()
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return length, said

"""The work of `inspect`: from the cheapest check to the dearest, each before the next."""

from __future__ import annotations

import mmap
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageFile

from editor.errors import BrokenPicture
from editor.geometry import Size
from editor.render import codecs, exif, svg
from editor.render.colour import profile_of
from editor.render.containers import Survey, survey
from editor.render.hidden import refuse_hidden
from editor.render.inspect import Inspected
from editor.render.likeness import SIDE_PX, of_stored
from editor.render.limits import DRAWING_BYTES, Limits
from editor.render.orientation import upright_size
from editor.render.sniff import HEAD, READABLE, Kind, picture_kind, sniff


def verified(path: Path, limits: Limits, name: str) -> Inspected:
    """Bytes, kind, skeleton, hidden parts, header, pixels: the first that is wrong is the error."""
    length = path.stat().st_size
    if not length:
        raise BrokenPicture("The file is empty: it has 0 bytes.", remedy=READABLE)
    limits.check_bytes(length)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if limits.drawings and sniff(data[:HEAD]).name == "svg":
            return _drawing(data[:], limits)
        kind = picture_kind(data[:HEAD], name)
        found = survey(kind.name, data, limits)
        refuse_hidden(kind, data, found.end, limits)
    with codecs.reading(kind.label):
        if kind.name == "heic":
            return _heic(path, kind, found, limits, length)
        return _by_pillow(path, kind, found, limits, length)


def _drawing(data: bytes, limits: Limits) -> Inspected:
    """A drawing has no pixels; it is cleaned whenever it is shown."""
    replace(limits, bytes=DRAWING_BYTES).check_bytes(len(data))
    return Inspected(
        format="svg",
        content_type=svg.CONTENT_TYPE,
        size=svg.size(data),
        frames=1,
        mode="",
        bits=8,
        has_alpha=True,
        bytes=len(data),
    )


def _by_pillow(path: Path, kind: Kind, found: Survey, limits: Limits, length: int) -> Inspected:
    with codecs.opened(kind.name, path) as file:
        frames = 1 if kind.name in ("jpeg", "tiff") else int(getattr(file, "n_frames", 1))
        limits.check_size(*file.size)
        limits.check_frames(frames, *file.size)
        _check_agreement(kind, found, file.size)
        size, mode, has_alpha = Size(*file.size), file.mode, _has_alpha(file)
        if kind.name == "jpeg":
            # Every bit is still read, but only an eighth of each side is kept.
            file.draft(None, (_eighth(file.width), _eighth(file.height)))
        file.load()
        # TIFF sizes are upright from the start.
        turn = 1 if kind.name == "tiff" else exif.orientation(file.info.get("exif") or b"")
        raw = file.info.get("icc_profile")
        alike = of_stored(file, raw, turn)
        _load_rest(file, frames)
        profile, _ = profile_of(raw)
    return Inspected(
        format=kind.name,
        content_type=kind.content_type,
        size=upright_size(size, turn),
        frames=frames,
        mode=mode,
        bits=found.bits,
        has_alpha=has_alpha,
        bytes=length,
        orientation=turn,
        profile=profile.name if profile else "",
        likeness=alike,
    )


def _eighth(side: int) -> int:
    """What is enough of a JPEG for its likeness; px."""
    return max(side // 8, min(side, SIDE_PX))


def _check_agreement(kind: Kind, found: Survey, size: tuple[int, int]) -> None:
    """The skeleton and the decoder read the same size; two readers that differ hide something."""
    sides = {tuple(sorted(size)), tuple(sorted((found.width, found.height)))}
    if kind.name != "avif" and len(sides) > 1:
        raise BrokenPicture(
            f"The picture says that it is {found.width}x{found.height} px, but its pixels are "
            f"{size[0]}x{size[1]}.",
            remedy="Open it in an image editor and save it anew.",
        )


def _load_rest(file: ImageFile.ImageFile, frames: int) -> None:
    for frame in range(1, frames):
        file.seek(frame)
        file.load()


def _has_alpha(file: Image.Image) -> bool:
    return file.mode[-1] in "Aa" or "transparency" in file.info


def _heic(path: Path, kind: Kind, found: Survey, limits: Limits, length: int) -> Inspected:
    source = codecs.opened_heic(path)
    limits.check_size(*source.size)
    source.load()
    raw = source.info.get("icc_profile")
    profile, _ = profile_of(raw)
    return Inspected(
        format=kind.name,
        content_type=kind.content_type,
        size=Size(*source.size),
        frames=1,
        mode=source.mode.partition(";")[0],
        bits=int(source.info.get("bit_depth") or found.bits),
        has_alpha=source.has_alpha,
        bytes=length,
        profile=profile.name if profile else "",
        likeness=of_stored(_shown(source), raw),
    )


def _shown(source: Any) -> Image.Image:
    """Every so manieth pixel in 8 bits: enough for a likeness."""
    mode, _, bits = source.mode.partition(";")
    every = max(1, max(source.size) // SIDE_PX)
    values = np.asarray(source)[::every, : source.size[0] : every]
    eight = (values >> (int(bits) - 8)).astype(np.uint8) if bits else values
    return Image.fromarray(np.ascontiguousarray(eight), mode.replace("a", "A"))

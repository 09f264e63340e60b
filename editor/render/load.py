"""Stored pixels into memory, still turned as the file says, but 8 bits deep and no larger than
wanted."""

from __future__ import annotations

import mmap
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageFile

from editor.geometry import Size
from editor.render import codecs, coding, colour, deep, exif, metadata, vips
from editor.render.coding import NOTHING_SAID, Coding
from editor.render.containers import isobmff, png
from editor.render.deep import Deep
from editor.render.metadata import NO_METADATA, Metadata
from editor.render.orientation import upright_size
from editor.render.wanted import BLOCK_MARGIN, Wanted


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """`picture` in a plain mode, 1/`shrink` of the `stored` size. `colours` is still to be applied;
    `profile` is the name of one that was applied already."""

    picture: Image.Image
    stored: Size
    shrink: int = 1
    orientation: int = 1
    colours: Coding = NOTHING_SAID
    profile: str = ""
    metadata: Metadata = NO_METADATA
    warnings: tuple[str, ...] = ()


def load(kind: str, path: Path, wanted: Wanted) -> Loaded:
    """The pixels of a file of format `kind`; raises whatever its decoder does on bad input."""
    loaded = _heic(path) if kind == "heic" else _by_pillow(kind, path, wanted)
    upright = upright_size(loaded.stored, loaded.orientation)
    further = wanted.factor(upright, BLOCK_MARGIN, loaded.shrink)
    further = min(further, *loaded.picture.size)
    if further == 1:
        return loaded
    picture = loaded.picture.reduce(further)
    return replace(loaded, picture=picture, shrink=loaded.shrink * further)


def _by_pillow(kind: str, path: Path, wanted: Wanted) -> Loaded:
    with codecs.opened(kind, path) as file:
        stored = Size(*file.size)
        if wanted.frame:
            file.seek(wanted.frame)
        shrink = 1
        if deep.is_deep(file):
            with codecs.opened(kind, path) as again:
                pixels = deep.read(file, again)
            loaded = _from_deep(pixels, stored, coding_of(kind, path, file))
        else:
            shrink = _draft(file, wanted) if kind == "jpeg" else 1
            _mend_clear_level(file)
            picture = (vips.pixels(path, file) if kind == "png" else None) or _loaded(file)
            loaded = Loaded(colour.plain(picture), stored, colours=coding_of(kind, path, file))
        kept, lost = metadata.of_tiff(file) if kind == "tiff" else metadata.of_info(file.info)
        # TIFF: Pillow turns the pixels while it loads them.
        turn = 1 if kind == "tiff" else exif.orientation(file.info.get("exif") or b"")
        warnings = (*loaded.warnings, *lost)
        return replace(loaded, shrink=shrink, orientation=turn, metadata=kept, warnings=warnings)


def _loaded(file: ImageFile.ImageFile) -> Image.Image:
    file.load()
    return file


def _from_deep(pixels: Deep, stored: Size, colours: Coding) -> Loaded:
    """Deep pixels in 8 bits, converted with all their bits where the profile's kind allows it."""
    profile, _ = colour.profile_of(colours.profile)
    space = "RGB" if pixels.colours == 3 else "GRAY"
    if profile is None or profile.space != space or profile.shaper is None or profile.is_srgb:
        picture = deep.to_eight(pixels, None)
        return Loaded(picture, stored, colours=colours, warnings=pixels.warnings)
    picture = deep.to_eight(pixels, profile.shaper)
    left = Coding(warning=colours.warning)
    return Loaded(picture, stored, colours=left, profile=profile.name, warnings=pixels.warnings)


def _draft(file: ImageFile.ImageFile, wanted: Wanted) -> int:
    """Has libjpeg leave out what a smaller picture doesn't need; 1, 2, 4 or 8."""
    turn = exif.orientation(file.info.get("exif") or b"")
    shrink = wanted.draft(upright_size(Size(*file.size), turn))
    if shrink > 1:
        file.draft(None, (file.width // shrink, file.height // shrink))
    return shrink


def _mend_clear_level(file: ImageFile.ImageFile) -> None:
    """Pillow widens 2- and 4-bit grey to 8 bits but not the level that means transparent."""
    raw = file.tile[0].args if file.tile else ""
    clear = file.info.get("transparency")
    if raw in ("L;2", "L;4") and isinstance(clear, int):
        file.info["transparency"] = clear * (85 if raw == "L;2" else 17)


def coding_of(kind: str, path: Path, file: ImageFile.ImageFile) -> Coding:
    """What the file says about its colours, as a profile (empty: nothing, or sRGB)."""
    points = points_of(kind, path)
    if kind == "png" and points:
        return coding.of_points(*points)  # the standard puts it before everything else
    if profile := file.info.get("icc_profile"):
        return Coding(profile)
    if points:
        return coding.of_points(*points)
    if kind == "png" and "srgb" not in file.info and "gamma" in file.info:
        return coding.of_gamma(file.info["gamma"], file.info.get("chromaticity"))
    return NOTHING_SAID


def points_of(kind: str, path: Path) -> tuple[int, int] | None:
    """The numbers by which a PNG or an AVIF names its colours, if it does."""
    find = {"png": png.coding_points, "avif": isobmff.coding_points}.get(kind)
    return _in_file(path, find) if find else None


def _in_file(
    path: Path, find: Callable[[mmap.mmap], tuple[int, int] | None]
) -> tuple[int, int] | None:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return find(data)


def _heic(path: Path) -> Loaded:
    """The decoder has applied the container's rotation and mirror, which alone count (ISO/IEC
    23008-12): the EXIF orientation of such files only tells how the camera was held."""
    source = codecs.opened_heic(path)
    values = np.asarray(source)  # decodes; rows may be padded
    stored = Size(*source.size)
    values = values[:, : stored.width]
    mode, _, bits = source.mode.partition(";")
    if bits:
        values = values if values.ndim == 3 else values[..., None]
        pixels = Deep(values, (1 << int(bits)) - 1, premultiplied=mode.endswith("a"))
        loaded = _from_deep(pixels, stored, _heic_colours(source.info))
    else:
        raw = np.ascontiguousarray(values)
        picture = Image.frombuffer(mode, (stored.width, stored.height), raw, "raw", mode, 0, 1)
        loaded = Loaded(colour.plain(picture), stored, colours=_heic_colours(source.info))
    kept, lost = metadata.of_info(source.info)
    return replace(loaded, metadata=kept, warnings=(*loaded.warnings, *lost))


def _heic_colours(info: dict[str, object]) -> Coding:
    profile, points = info.get("icc_profile"), info.get("nclx_profile")
    if isinstance(profile, bytes) and profile:
        return Coding(profile)
    if isinstance(points, dict):
        primaries, transfer = points["color_primaries"], points["transfer_characteristics"]
        return coding.of_points(int(primaries), int(transfer))
    return NOTHING_SAID

"""Any colours to 8-bit sRGB, RGB or RGBA: profiles through littlecms, the rest by rule."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageCms

from editor.render.icc import NotAMatrix, Shaper, shaper_of, space_of
from editor.render.limits import PART_BYTES

_SPACES = {"RGB": "RGB", "RGBA": "RGB", "L": "GRAY", "LA": "GRAY", "CMYK": "CMYK", "LAB": "Lab"}
_PLAIN = {
    "1": "L",
    "P": "RGB",
    "PA": "RGBA",
    "La": "LA",
    "RGBa": "RGBA",
    "RGBX": "RGB",
    "YCbCr": "RGB",
    "HSV": "RGB",
}


@dataclass(frozen=True, slots=True, eq=False)
class Converted:
    """The picture in sRGB, and the name of the profile that was followed (empty: none)."""

    picture: Image.Image
    profile: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """A profile that littlecms can read. `shaper` is there when it is a matrix or a grey curve."""

    name: str
    space: str
    raw: bytes
    shaper: Shaper | None

    @property
    def is_srgb(self) -> bool:
        return self.space == "RGB" and self.shaper is not None and self.shaper.is_srgb()


def profile_of(raw: bytes | None) -> tuple[Profile | None, tuple[str, ...]]:
    """The profile in `raw`, or None with a warning when it can't be used."""
    if not raw:
        return None, ()
    if len(raw) > PART_BYTES:
        return None, (_ignored(f"it has {len(raw)} bytes"),)
    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(raw))
        name = (opened.profile.profile_description or "").strip("\0 ")
    except (OSError, ImageCms.PyCMSError, ValueError, TypeError):
        return None, (_ignored("it can't be read"),)
    try:
        shaper = shaper_of(raw)
    except NotAMatrix:
        shaper = None
    return Profile(name or "unnamed profile", space_of(raw), raw, shaper), ()


def _ignored(why: str) -> str:
    return f"The picture's colour profile was left out because {why}; its colours count as sRGB."


def plain(picture: Image.Image) -> Image.Image:
    """The picture in one of the modes L, LA, RGB, RGBA, CMYK, LAB; colours as they were."""
    if picture.has_transparency_data and picture.mode in ("1", "L", "P", "RGB"):
        # Named transparent colours (GIF, PNG tRNS) become real alpha.
        return picture.convert("LA" if picture.mode in ("1", "L") else "RGBA")
    if picture.mode in _SPACES:
        return picture
    return picture.convert(_PLAIN.get(picture.mode, "RGB"))


def to_srgb(picture: Image.Image, raw: bytes | None) -> Converted:
    """A plain picture in sRGB. Broken or ill-fitting profiles are left out with a warning."""
    profile, warnings = profile_of(raw)
    if profile is None or profile.is_srgb:
        lab = "CIE L*a*b*" if picture.mode == "LAB" else ""
        name = profile.name if profile else lab
        return Converted(_without_profile(picture), name, warnings)
    if profile.space == "RGB" and picture.mode in ("L", "LA"):
        # Grey pictures are often saved under the profile of the colour picture they were.
        picture = picture.convert("RGBA" if picture.mode == "LA" else "RGB")
    if profile.space != _SPACES[picture.mode]:
        why = f"it is made for {profile.space or 'no'} colours, not for {picture.mode}"
        return Converted(_without_profile(picture), "", (*warnings, _ignored(why)))
    if profile.shaper is not None and profile.space == "GRAY":
        return Converted(_grey(picture, profile.shaper), profile.name)
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile.raw))
        converted = _transformed(picture, source, exact=profile.shaper is None)
    except (ImageCms.PyCMSError, OSError, ValueError):
        why = "it is damaged"
        return Converted(_without_profile(picture), "", (*warnings, _ignored(why)))
    return Converted(converted, profile.name)


def _grey(picture: Image.Image, shaper: Shaper) -> Image.Image:
    """By a table of all 256 levels: littlecms samples grey curves too coarsely in the shadows."""
    levels = shaper.to_srgb(np.arange(256, dtype=np.uint16)[None, :, None], 255)
    table = levels.reshape(-1).tolist()
    alpha = range(256) if picture.mode == "LA" else ()
    return _without_profile(picture.point([*table, *alpha]))


def _without_profile(picture: Image.Image) -> Image.Image:
    if picture.mode == "LAB":
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB", 5003))  # D50
        return _transformed(picture, lab, exact=True)
    if picture.mode in ("RGB", "RGBA"):
        return picture
    return picture.convert("RGBA" if picture.mode == "LA" else "RGB")


def _transformed(
    picture: Image.Image, source: ImageCms.ImageCmsProfile, *, exact: bool
) -> Image.Image:
    """By littlecms with the perceptual intent, which the ICC recommends for photographs.

    `exact` for profiles made of tables: littlecms would resample these into a coarser table, which
    is four times faster and up to 19 levels off (CMYK) or 55 (L*a*b*). Matrices come out within
    one level either way.
    """
    flags = ImageCms.Flags.NOOPTIMIZE if exact else ImageCms.Flags.NONE
    target = ImageCms.createProfile("sRGB")
    out = picture.mode if picture.mode in ("RGB", "RGBA") else "RGB"
    transform = ImageCms.buildTransform(source, target, picture.mode, out, flags=flags)
    if picture.mode == out:
        picture.load()
        ImageCms.applyTransform(picture, transform, inPlace=True)
        return picture
    converted = ImageCms.applyTransform(picture, transform)
    if converted is None:
        raise ImageCms.PyCMSError("no picture came back")
    return converted

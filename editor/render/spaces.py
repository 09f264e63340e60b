"""The colours of a finished file, as the file itself tells them."""

from __future__ import annotations

from pathlib import Path

from PIL import ImageFile

from editor.render import colour, load

_PLAIN = frozenset(("1", "L", "LA", "P", "PA", "RGB", "RGBA"))
TAGGED, UNTAGGED = "sRGB, tagged", "sRGB, untagged"
"""Without a tag all browsers and marketplaces take colours for sRGB."""


def told(format: str, path: Path, file: ImageFile.ImageFile) -> str:
    """`TAGGED`, `UNTAGGED`, or what it is instead: a profile's name, `CMYK`."""
    if file.mode not in _PLAIN:
        return file.mode
    said = load.coding_of(format, path, file)
    profile, lost = colour.profile_of(said.profile)
    if said.warning or lost:
        return "colours that can't be read"
    if profile is not None:
        return TAGGED if profile.is_srgb else profile.name
    numbered = load.points_of(format, path) is not None
    return TAGGED if numbered or "srgb" in file.info else UNTAGGED

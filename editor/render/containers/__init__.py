"""How picture files are built: one walker per format reads the skeleton, never the pixels.

A walk finds what is cut off, damaged or contradictory before a decoder is trusted with the file,
and where the picture ends, so that nothing can hide behind it.
"""

from __future__ import annotations

from collections.abc import Callable

from editor.render.containers import av1, gif, isobmff, jpeg, png, tiff, webp
from editor.render.containers.survey import Data, Survey
from editor.render.limits import Limits

_WALKERS: dict[str, Callable[[Data, Limits], Survey]] = {
    "jpeg": jpeg.walk,
    "png": png.walk,
    "webp": webp.walk,
    "avif": av1.walk,
    "heic": isobmff.walk,
    "gif": gif.walk,
    "tiff": tiff.walk,
}


def survey(kind: str, data: Data, limits: Limits) -> Survey:
    """What the skeleton of a file of format `kind` says; StudioError when it is damaged."""
    return _WALKERS[kind](data, limits)


__all__ = ["Data", "Survey", "survey"]

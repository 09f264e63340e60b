"""The eight ways to fit a picture into a width and a height, in numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from editor.geometry import Box, Size, rounded, size_of

Lay = Callable[[float, float], Box]
"""Where a crop of this width and height lies in the region."""


@dataclass(frozen=True, slots=True)
class Target:
    """The size that was asked for; 0 is open."""

    width: int
    height: int

    @property
    def is_both(self) -> bool:
        return bool(self.width and self.height)

    @property
    def ratio(self) -> float:
        return self.width / self.height

    def inside(self, width: float, height: float) -> float:
        """The scale at which the sides just fit."""
        return min(self._scales(width, height))

    def around(self, width: float, height: float) -> float:
        """The scale at which the sides just cover."""
        return max(self._scales(width, height))

    def _scales(self, width: float, height: float) -> list[float]:
        return [a / b for a, b in ((self.width, width), (self.height, height)) if a]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The part of the picture that stays, and the size that it is brought to."""

    crop: Box
    size: Size


def fitted(fit: str, picture: Size, region: Box, target: Target, lay: Lay) -> Fitted:
    """How `region`, a part of `picture`, comes to `target`.

    Both sides of the target are given for cover, crop, aspect-crop, pad and squeeze. Whether
    `crop` and `aspect-crop` count as larger than the target is judged by the whole picture.
    """
    width, height = region.width, region.height
    if fit == "squeeze":
        return Fitted(region, Size(target.width, target.height))
    if fit in ("scale-down", "contain", "scale-up", "pad"):
        scale = target.inside(width, height)
        if fit == "scale-down":
            scale = min(1.0, scale)
        elif fit == "scale-up":
            scale = max(1.0, scale)
        return _whole(region, scale)
    if fit == "cover" or target.around(picture.width, picture.height) <= 1:
        scale = target.around(width, height)
        crop = lay(target.width / scale, target.height / scale)
        return _snapped(crop, Size(target.width, target.height))
    if fit == "crop":
        crop = lay(min(target.width, width), min(target.height, height))
    else:
        crop = lay(min(width, height * target.ratio), min(height, width / target.ratio))
    return _snapped(crop, crop.size)


def _whole(region: Box, scale: float) -> Fitted:
    return Fitted(region, size_of(region.width * scale, region.height * scale))


def _snapped(crop: Box, size: Size) -> Fitted:
    """On whole pixels where nothing is scaled, so that the picture stays as sharp as it was."""
    if abs(crop.width - size.width) < 1 and abs(crop.height - size.height) < 1:
        crop = Box(rounded(crop.left), rounded(crop.top), size.width, size.height)
    return Fitted(crop, size)

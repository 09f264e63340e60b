"""One decode of an original: upright, 8-bit sRGB, RGB or RGBA, no larger than it is needed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from editor.geometry import Box, Size, Turn
from editor.render import colour, load
from editor.render.codecs import reading
from editor.render.metadata import NO_METADATA, Metadata
from editor.render.orientation import turn_of, upright, upright_size
from editor.render.sniff import HEAD, picture_kind
from editor.render.wanted import Wanted

_APRON_PX = 8
"""Pixels kept around a window for the resampling filter."""
_CUT_BELOW = 0.5
"""Share of a picture below which cutting it to a window is worth a copy by itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """`picture` shows the upright `source` at `scale_x`, `scale_y` (at most 1); a position in the
    source times the scale, less `left` and `top`, is a position in the picture.

    `profile` names the colour profile that was followed, empty if none.
    """

    picture: Image.Image
    source: Size
    scale_x: float
    scale_y: float
    left: int = 0
    top: int = 0
    metadata: Metadata = NO_METADATA
    profile: str = ""
    warnings: tuple[str, ...] = ()

    def local(self, box: Box) -> Box:
        """A box in source px, in px of `picture`."""
        return box.scaled(self.scale_x, self.scale_y).moved(-self.left, -self.top)


def decode(
    path: str | Path,
    *,
    window: Box | None = None,
    target: Size | None = None,
    frame: int = 0,
    only_window: bool = False,
) -> Decoded:
    """The picture at `path`. `window` is the part that will be shown, in px of the upright source;
    `target` the size that the window will get, before any further turn.

    With `target` the picture may come smaller than stored, never below what the target needs.
    With `only_window` it may be cut to the window and a few pixels around it. NotAPicture or
    BrokenPicture when the file can't be decoded.
    """
    path = Path(path)
    with path.open("rb") as file:
        kind = picture_kind(file.read(HEAD))
    with reading(kind.label):
        loaded = load.load(kind.name, path, Wanted(window, target, frame))
        picture, left, top = loaded.picture, 0, 0
        if only_window and window is not None:
            picture, left, top = _cut(loaded, window)
        converted = colour.to_srgb(picture, loaded.colours.profile)
        picture = upright(converted.picture, loaded.orientation)
    picture.info = {}  # what the file said must not leak into what is written
    return Decoded(
        picture,
        upright_size(loaded.stored, loaded.orientation),
        1 / loaded.shrink,
        1 / loaded.shrink,
        left,
        top,
        loaded.metadata,
        loaded.profile or converted.profile,
        (*filter(None, (loaded.colours.warning,)), *loaded.warnings, *converted.warnings),
    )


def _cut(loaded: load.Loaded, window: Box) -> tuple[Image.Image, int, int]:
    """The window with its apron from the stored picture, and its place in the upright one."""
    turn = turn_of(loaded.orientation)
    stored = Size(*loaded.picture.size)
    whole = stored.swapped if turn.swaps else stored
    part = window.scaled(1 / loaded.shrink).grown(*[_APRON_PX] * 4).intersection(whole.box)
    left, top, right, bottom = part.covering()
    unit = Box(left, top, right - left, bottom - top).scaled(1 / whole.width, 1 / whole.height)
    inside = turn.inverse().box(unit).scaled(stored.width, stored.height).pixels()
    # Every further pass over the pixels is spared what lies outside; without any, only memory is.
    passes = bool(loaded.colours.profile) or turn != Turn()
    if unit.area > (1 - 1e-9 if passes else _CUT_BELOW):
        return loaded.picture, 0, 0
    return loaded.picture.crop(inside), left, top

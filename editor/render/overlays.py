"""Pictures laid at their own size: where they lie, how they repeat, and their pixels.

The numbers need no pixels, as `cost` counts with them, too.
"""

from __future__ import annotations

from dataclasses import replace

from PIL import Image

from editor.geometry import Box, Placement, Size, rounded
from editor.operations.resize import Resize
from editor.plan.composition import Composition, Draw, Step, Transform
from editor.plan.overlay import Overlay
from editor.render import composite, porter_duff


def sized(picture: Composition, overlay: Overlay, below: Size) -> Composition:
    """The drawn picture with shares of the one below as plain px. Its steps keep their places, by
    which is known what was seen for them: one that only scales comes last where none is first."""
    if not overlay.width and not overlay.height:
        return picture
    first, *rest = picture.steps or (Transform(()),)
    before: tuple[Step, ...] = ()
    if not isinstance(first, Transform):
        first, rest, before = Transform(()), [], picture.steps
    there = next((o for o in first.operations if isinstance(o, Resize)), Resize())
    others = tuple(o for o in first.operations if o is not there)
    width = _share(overlay.width, below.width) or there.width
    height = _share(overlay.height, below.height) or there.height
    scaled = Transform((*others, replace(there, width=width, height=height, fit=overlay.fit)))
    return replace(picture, steps=(*before, scaled, *rest))


def _share(share: float, side: int) -> int:
    return max(1, rounded(share * side)) if share else 0


def place(overlay: Overlay, own: Size, below: Size) -> tuple[int, int]:
    """Left and top of a picture of `own` px; where it repeats, of one of them."""
    left = _start(overlay.left, overlay.right, own.width, below.width, "x" in overlay.repeat)
    top = _start(overlay.top, overlay.bottom, own.height, below.height, "y" in overlay.repeat)
    return left, top


def _start(near: float | None, far: float | None, own: int, whole: int, repeats: bool) -> int:
    if near is not None:
        return rounded(near)
    if far is not None:
        return whole - own - rounded(far)
    # A pattern without a place starts at the edge, as backgrounds of pages do.
    return 0 if repeats else rounded((whole - own) / 2)


def lay(below: Image.Image, above: Image.Image, content: Box, draw: Draw) -> Image.Image:
    """`above` on `below`; its `content` is what is placed, the rest may reach beyond. The answer
    is `below` itself, changed, or a new picture where that had no room for alpha."""
    overlay = draw.placement
    if not isinstance(overlay, Overlay):
        raise TypeError("only overlays lie at their own size")
    left, top, right, bottom = content.pixels()
    own, canvas = Size(right - left, bottom - top), Size(*below.size)
    at = place(overlay, own, canvas)
    if overlay.repeat:
        above = above.crop((left, top, right, bottom))
        above, at = tiled(above, at, overlay.repeat, canvas)
        left = top = 0
    placed = Box(at[0] - left, at[1] - top, *above.size)
    if overlay.composite == "over":
        centre = placed.centre
        placement = Placement(centre.x, centre.y, *above.size)
        whole = Box(0, 0, *above.size)
        composite.draw(
            *(below, above, whole, placement),
            opacity=draw.opacity,
            blend=draw.blend,
            clip=draw.clip,
        )
        return below
    return _mixed(below, above, placed, overlay.composite, draw.opacity)


def _mixed(
    below: Image.Image, above: Image.Image, placed: Box, mode: str, opacity: float
) -> Image.Image:
    seen = placed.intersection(Box(0, 0, *below.size))
    if not seen.area:
        return below
    box = seen.pixels()
    layer = above.crop(seen.moved(-placed.left, -placed.top).pixels()).convert("RGBA")
    if opacity < 1:
        layer.putalpha(layer.getchannel("A").point([rounded(a * opacity) for a in range(256)]))
    mixed = porter_duff.composite(below.crop(box), layer, mode)
    sheet = below if below.mode == "RGBA" else below.convert("RGBA")
    sheet.paste(mixed, box)
    return sheet


def tiled(
    tile: Image.Image, at: tuple[int, int], repeat: str, canvas: Size
) -> tuple[Image.Image, tuple[int, int]]:
    """The tile side by side as far as the canvas reaches, and where that sheet lies."""
    across, along = "x" in repeat, "y" in repeat
    width = canvas.width if across else tile.width
    height = canvas.height if along else tile.height
    left = at[0] % tile.width - tile.width if across else 0
    top = at[1] % tile.height - tile.height if along else 0
    sheet = Image.new(tile.mode, (width, height))
    for y in (top, top + tile.height) if along else (top,):
        for x in (left, left + tile.width) if across else (left,):
            sheet.paste(tile, (x, y))
    # Every copy doubles what is there: a tile of one pixel may have to fill millions.
    done = tile.width
    while done < width:
        sheet.paste(
            sheet.crop((0, 0, min(done, width - done), min(tile.height, height))), (done, 0)
        )
        done *= 2
    done = tile.height
    while done < height:
        sheet.paste(sheet.crop((0, 0, width, min(done, height - done))), (0, done))
        done *= 2
    return sheet, (0 if across else at[0], 0 if along else at[1])

"""Lays a picture on a canvas: stretched, clipped to a shape, turned, faded and blended.

Pixels are averaged premultiplied throughout. A picture is first brought to its drawn size with a
filter as wide as the shrinking needs, then turned with bilinear interpolation, which is also what
browsers use for CSS transforms.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PIL import Image, ImageChops

from editor.geometry import Affine, Box, Placement, Size, rounded, size_of
from editor.render.blend import mix
from editor.render.clip import shape_mask

_UNSEEN_PX = 1 / 128
"""Offsets from whole pixels that nobody can see."""
_QUARTERS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
"""Clockwise quarter turns; Pillow counts the other way round."""


def draw(
    canvas: Image.Image,
    picture: Image.Image,
    content: Box,
    placement: Placement,
    *,
    opacity: float = 1.0,
    blend: str = "normal",
    clip: str = "none",
) -> None:
    """Draws `picture` on `canvas`, in place; each is RGB, or RGBA with straight alpha.

    `content` is the part of `picture`, in its px, that covers `placement`; what lies around it, an
    outline or a shadow, is drawn around it. `clip` is `none`, `circle` or a corner radius in px
    of the canvas.
    """
    # What is thinner than a pixel is drawn one pixel wide, and fainter.
    opacity *= min(1.0, placement.width) * min(1.0, placement.height)
    placement = replace(
        placement, width=max(1.0, placement.width), height=max(1.0, placement.height)
    )
    part = _part(canvas, picture, content, placement)
    if part is None:
        return
    pixels = _stretched(picture, part)
    if clip != "none":
        pixels = _clipped(pixels, part, content, placement, clip)
    turned = _transposed(pixels, placement) if part.upright else _turned(pixels, part)
    layer = turned.convert("RGBA") if turned.mode == "RGBa" else turned
    if opacity < 1:
        layer = layer.convert("RGBA")
        faded = [rounded(alpha * opacity) for alpha in range(256)]
        layer.putalpha(layer.getchannel("A").point(faded))
    mix(canvas, layer, (rounded(part.window.left), rounded(part.window.top)), blend)


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of a picture that can be seen, and where."""

    box: Box
    """In px of the picture."""
    size: Size
    """Its drawn size before it is turned."""
    window: Box
    """Whole pixels of the canvas."""
    place: Affine
    """From the picture to the canvas."""
    upright: bool
    """True when it falls on whole pixels, so that nothing need be interpolated."""


def _part(
    canvas: Image.Image, picture: Image.Image, content: Box, placement: Placement
) -> _Part | None:
    place, whole = placement.affine(content), Box(0, 0, *picture.size)
    drawn = place.bounds(whole)
    seen = drawn.intersection(Box(0, 0, *canvas.size))
    if not seen.area:
        return None
    if placement.rotation % 90 == 0 and _on_whole_px(drawn):
        window = _whole(seen.pixels())
        box = place.inverse().bounds(window).intersection(whole)
        size = window.size.swapped if placement.rotation % 180 else window.size
        return _Part(box, size, window, place, upright=True)
    window = _whole(seen.covering())
    sx, sy = placement.width / content.width, placement.height / content.height
    # As many more px as the filters look around themselves.
    x, y = 2 + 2 / sx, 2 + 2 / sy
    box = _whole(place.inverse().bounds(window).grown(x, y, x, y).intersection(whole).covering())
    return _Part(box, size_of(box.width * sx, box.height * sy), window, place, upright=False)


def _on_whole_px(box: Box) -> bool:
    return all(abs(edge - rounded(edge)) < _UNSEEN_PX for edge in box.ltrb)


def _whole(edges: tuple[int, int, int, int]) -> Box:
    left, top, right, bottom = edges
    return Box(left, top, right - left, bottom - top)


def _stretched(picture: Image.Image, part: _Part) -> Image.Image:
    """The part at its drawn size: RGB, or premultiplied where alpha is interpolated."""
    # Pixels around the part count, too, where it is shrunk.
    x, y = 2 + 2 * part.box.width / part.size.width, 2 + 2 * part.box.height / part.size.height
    around = part.box.grown(x, y, x, y).intersection(Box(0, 0, *picture.size)).covering()
    box, size = part.box.moved(-around[0], -around[1]), (part.size.width, part.size.height)
    exact = box == Box(0, 0, *size)
    # Whole pictures aren't copied only to be cut to what they are.
    pixels = picture if around == (0, 0, *picture.size) else picture.crop(around)
    if pixels.mode == "RGBA" and not (exact and part.upright):
        pixels = pixels.convert("RGBa")
    if exact:
        return pixels
    return pixels.resize(size, Image.Resampling.BICUBIC, box=box.ltrb, reducing_gap=2.0)


def _clipped(
    pixels: Image.Image, part: _Part, content: Box, placement: Placement, clip: str
) -> Image.Image:
    shape = content.moved(-part.box.left, -part.box.top).scaled(
        part.size.width / part.box.width, part.size.height / part.box.height
    )
    radius = None if clip == "circle" else float(clip) * shape.width / placement.width
    mask = shape_mask(pixels.size, shape, radius)
    if pixels.mode == "RGBa":
        return Image.composite(pixels, Image.new(pixels.mode, pixels.size), mask)
    cut = pixels.convert("RGBA")
    cut.putalpha(ImageChops.multiply(cut.getchannel("A"), mask))
    return cut


def _transposed(pixels: Image.Image, placement: Placement) -> Image.Image:
    if placement.flip_x:
        pixels = pixels.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if placement.flip_y:
        pixels = pixels.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    turn = _QUARTERS.get(round(placement.rotation) % 360)
    return pixels if turn is None else pixels.transpose(turn)


def _turned(pixels: Image.Image, part: _Part) -> Image.Image:
    """The pixels of the window by bilinear interpolation; a clear rim makes edges smooth."""
    pixels = pixels if pixels.mode == "RGBa" else pixels.convert("RGBa")
    rimmed = Image.new(pixels.mode, (pixels.width + 2, pixels.height + 2))
    rimmed.paste(pixels, (1, 1))
    shrunk = Affine(a=part.box.width / part.size.width, d=part.box.height / part.size.height)
    back = (
        Affine(e=-1, f=-1)
        .then(shrunk)
        .then(Affine(e=part.box.left, f=part.box.top))
        .then(part.place)
        .then(Affine(e=-part.window.left, f=-part.window.top))
        .inverse()
    )
    return rimmed.transform(
        (rounded(part.window.width), rounded(part.window.height)),
        Image.Transform.AFFINE,
        (back.a, back.c, back.e, back.b, back.d, back.f),
        Image.Resampling.BILINEAR,
    )

"""The door of editor documents: a canvas and one drawn picture per visible layer.

A layer's picture is made at the size of its box, so that pixels are resampled once; the Draw then
places, turns, fades and blends it. Where effects or a border extend the picture, it is its content
that lies on the box.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from editor.errors import InvalidDocument
from editor.geometry import Placement, Size, size_of
from editor.plan.composition import (
    Canvas,
    Composition,
    Draw,
    Original,
    Source,
    Step,
    Text,
    Transform,
)
from editor.plan.document import Document
from editor.plan.drawing import Clip
from editor.plan.layers import EFFECTS, Layer, Shape, every_layer
from editor.plan.lettering import Lettering
from editor.plan.nested import Pairs
from editor.plan.operation import Operations, Stage
from editor.plan.output import Output
from editor.plan.records import refuse
from editor.plan.sides import MAX_SIDE_PX
from editor.plan.vocabulary import build_transform

MIN_SCALE = 0.01
MAX_SCALE = 16.0

_FITS = ("squeeze", "cover")
STROKES = "segment.strokes"
_OF_THE_LAYER = frozenset({"width", "height", "w", "h", "crop", "faces", "dpr", STROKES})
"""Options that a recipe may not hold: the layer's fields and the export's scale say them."""


def from_document(
    document: Document, operations: Operations, *, scale: float = 1.0, output: Output | None = None
) -> Composition:
    """The recipe of the whole document at `scale` px per canvas px."""
    if not MIN_SCALE <= scale <= MAX_SCALE:
        raise InvalidDocument(
            f"A scale of {scale:g} isn't possible.",
            remedy=f"Take a scale from {MIN_SCALE:g} to {MAX_SCALE:g}.",
        )
    sheet = document.canvas
    size = Size(sheet.width, sheet.height).scaled(scale)
    steps = _Door(operations, scale).draws(document.layers)
    return Composition(Canvas(size, sheet.background), tuple(steps), output or Output())


def layer_picture(
    layer: Layer, operations: Operations, *, scale: float = 1.0, output: Output | None = None
) -> Composition:
    """The recipe of one layer's own picture, clipped, before it is placed, faded and blended: what
    the editor's stage shows."""
    picture = _Door(operations, scale).picture(layer, clipped=True)
    return replace(picture, output=output or Output())


def check(document: Document, operations: Operations) -> None:
    """Raises what a wrong recipe deserves: UnknownName, InvalidOption or InvalidDocument."""
    door = _Door(operations, 1.0)
    for layer in every_layer(document.layers):
        deque(door.transforms(layer), maxlen=0)


@dataclass(frozen=True, slots=True)
class _Door:
    operations: Operations
    scale: float

    def draws(self, layers: tuple[Layer, ...]) -> Iterator[Draw]:
        """One Draw for each layer that shows, bottom to top."""
        for layer in layers:
            if layer.hidden or layer.opacity == 0:
                continue
            clip = "none" if layer.effects else self.clip(layer)
            placement = layer.placement(self.scale)
            yield Draw(self.picture(layer), placement, layer.opacity, layer.blend, clip)

    def picture(self, layer: Layer, *, clipped: bool = False) -> Composition:
        """What the layer shows; its clip is applied under effects, and else when it shall be."""
        source, steps = self.content(layer)
        recipe, *effects = self.transforms(layer)
        plain = Composition(source, (*steps, recipe))
        if not effects and not clipped:
            return plain
        clip = self.clip(layer)
        if clip == "none":
            return Composition(source, (*plain.steps, *effects))
        # Effects follow the clipped outline, so the clip comes first, on a sheet of its own.
        box = self.box(layer)
        whole = Placement(box.width / 2, box.height / 2, box.width, box.height)
        return Composition(Canvas(box), (Draw(plain, whole, clip=clip), *effects))

    def clip(self, layer: Layer) -> str:
        if layer.shape is not None and layer.shape.form == "ellipse":
            return "circle"
        if layer.clip in ("none", "circle"):
            return layer.clip
        return Clip().parse(float(layer.clip) * self.scale, refuse)

    def content(self, layer: Layer) -> tuple[Source, tuple[Step, ...]]:
        if layer.kind == "text":
            said = layer.text or Lettering()
            return Text.of(said, layer.width, layer.height, self.scale), ()
        if layer.kind == "image":
            return Original(layer.source), ()
        if layer.kind == "shape":
            return Canvas(self.box(layer), (layer.shape or Shape()).fill), ()
        return Canvas(self.box(layer)), tuple(self.draws(layer.layers))

    def box(self, layer: Layer) -> Size:
        """The layer's box in px of the result."""
        return size_of(
            min(layer.width * self.scale, MAX_SIDE_PX), min(layer.height * self.scale, MAX_SIDE_PX)
        )

    def transforms(self, layer: Layer) -> Iterator[Transform]:
        """The layer's recipe, and then its effects, each a Transform of its own."""
        boxed = self._boxed(layer) if layer.kind == "image" else ()
        # What works before the resize works in px of the source, and those don't grow.
        first = Stage.RESIZE + 1 if layer.kind == "image" else Stage.CROP
        yield self.transform((*_recipe(layer), *boxed, (STROKES, layer.strokes)), first)
        for effect in layer.effects:
            built = self.transform(effect.recipe, Stage.CROP)
            for operation in built.operations:
                if operation.name not in EFFECTS[effect.kind]:
                    raise InvalidDocument(
                        f"The effect {effect.kind!r} of layer {layer.id!r} can't {operation.name}.",
                        remedy=f"It takes {', '.join(sorted(EFFECTS[effect.kind]))}.",
                    )
            yield built

    def _boxed(self, layer: Layer) -> Pairs:
        """The source brought to the size of the box."""
        box = self.box(layer)
        given = dict(layer.recipe)
        crops = {"gravity", "g", "zoom", "face-zoom"} & given.keys()
        fit = given.get("fit", "cover" if crops else "squeeze")
        if fit not in _FITS:
            raise InvalidDocument(
                f"fit={fit} of layer {layer.id!r} would not fill its box.",
                remedy=f"In a document fit is one of {', '.join(_FITS)}.",
            )
        return (
            ("width", box.width),
            ("height", box.height),
            *((("fit", fit),) if "fit" not in given else ()),
            ("crop", layer.crop),
            ("faces", layer.faces),
        )

    def transform(self, pairs: Pairs, first_grown: int) -> Transform:
        read = build_transform(pairs, self.operations, strict=True)
        if read.output != Output():
            raise InvalidDocument(
                "A layer's recipe doesn't say how files are written.",
                remedy="Give format and quality to the export.",
            )
        return Transform(
            tuple(o.scaled(self.scale) if o.stage >= first_grown else o for o in read.operations)
        )


def _recipe(layer: Layer) -> Pairs:
    for name, _ in layer.recipe:
        if name in _OF_THE_LAYER:
            raise InvalidDocument(
                f"The recipe of layer {layer.id!r} holds {name!r}.",
                remedy="Use the layer's width, height, crop, faces and strokes, and the export's "
                "scale.",
            )
    return layer.recipe

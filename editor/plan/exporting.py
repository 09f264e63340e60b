"""How a preset becomes the last steps of a recipe: size, framing, outline, background, format.

Presets with rules about the subject trim what is drawn to its own box first. The document is drawn
larger than needed then, so that bringing the trimmed part to its size is one clean reduction.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from editor.geometry import Box, Size, union
from editor.plan.composition import Composition, Transform
from editor.plan.document import Document
from editor.plan.from_document import MAX_SCALE, MIN_SCALE, from_document
from editor.plan.from_url import pairs
from editor.plan.layers import every_layer
from editor.plan.operation import Operations
from editor.plan.rules import NO_RULES, Rules
from editor.plan.sides import MAX_SIDE_PX
from editor.plan.vocabulary import build_transform

OVERSAMPLED = 2.0
"""A trimmed picture is drawn so many times larger than its place in the result, ..."""
OVERSAMPLED_AREA = 9e6
"""... unless the whole canvas would have more px than this."""
FRAMED_AREA = 36e6
"""A small subject on a large canvas is enlarged rather than drawn on more px."""

KEPT = "document"


@dataclass(frozen=True, slots=True)
class Preset:
    """An export's purpose. `options` are those of a transform URL, applied last; `longest` bounds
    both sides, px; `framed` fits the trimmed subject into the rules' size."""

    name: str
    title: str
    group: str
    purpose: str
    options: str
    longest: int = 0
    framed: bool = False
    rules: Rules = NO_RULES

    @property
    def is_sized(self) -> bool:
        """True when the rules say the size, so that nobody else does."""
        return bool(self.rules.sizing)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is chosen beside the preset. None leaves it to the preset: the margin is kept, the
    outline drawn unless a layer has one. `background` is a paint for the canvas, `document` for
    the canvas's own, empty for what suits the preset."""

    outline: bool | None = None
    margin: bool | None = None
    background: str = ""


NO_WISH = Wish()


def exported(
    document: Document,
    preset: Preset,
    operations: Operations,
    wish: Wish = NO_WISH,
    *,
    scale: float = 0.0,
) -> Composition:
    """The recipe of the document as the preset wants it, at `scale` px per canvas px when that is
    given and the preset leaves the size open."""
    if wish.outline is None:
        wish = replace(wish, outline=not _is_outlined(document))
    drawn = on_background(document, preset, wish)
    if scale:
        preset = replace(preset, longest=0)
    chosen = scale or _scale(drawn, preset, wish)
    return finished(from_document(drawn, operations, scale=chosen), preset, operations, wish)


def finished(
    composition: Composition, preset: Preset, operations: Operations, wish: Wish = NO_WISH
) -> Composition:
    """Any recipe, brought to the preset's size, background and format at its end."""
    steps, output = list(composition.steps), composition.output
    for options in last_options(preset, wish):
        read = build_transform(pairs(options), operations, strict=True)
        steps.append(Transform(read.operations))
        output = read.output
    return Composition(composition.source, tuple(steps), output)


def last_options(preset: Preset, wish: Wish = NO_WISH) -> Iterator[str]:
    """The transforms at the end, each in the words of a transform URL."""
    rules = preset.rules
    if preset.framed:
        across, down, outline = inner(preset, wish)
        fitted = f"trim.border.color=transparent,width={across},height={down},fit=contain"
        colour = rules.outline_colour.replace("#", "%23")
        yield fitted + (f",outline={outline},outline.color={colour}" if outline else "")
        x, y = _room(preset, wish)
        if x or y:
            sides = f"border.left={x},border.right={x},border.top={y},border.bottom={y}"
            yield f"{sides},border.color=transparent"
    sized = []
    if rules.sizing == "exact":
        sized = [f"width={rules.width},height={rules.height},fit=pad"]
        if "background=" not in preset.options:
            sized.append("background=transparent")
    elif preset.longest:
        sized = [f"width={preset.longest},height={preset.longest}"]
    yield ",".join((*sized, preset.options))


def inner(preset: Preset, wish: Wish) -> tuple[int, int, int]:
    """Width and height that are left for the subject, and the outline's width; px."""
    rules = preset.rules
    outline = rules.outline if wish.outline is not False else 0
    x, y = _room(preset, wish)
    return rules.width - 2 * (x + outline), rules.height - 2 * (y + outline), outline


def _room(preset: Preset, wish: Wish) -> tuple[int, int]:
    """The free px at the left and right, and at the top and bottom."""
    rules = preset.rules
    if wish.margin is False:
        return 0, 0
    if rules.fill:
        beside = (1 - rules.fill) / 2
        return math.floor(rules.width * beside), math.floor(rules.height * beside)
    return rules.margin, rules.margin


def on_background(document: Document, preset: Preset | None, wish: Wish) -> Document:
    """The document on the paint that was asked for. A framed preset leaves its canvas's own
    background out: it would be trimmed to that instead of to the subject."""
    framed = preset is not None and preset.framed
    paint = wish.background or ("transparent" if framed else KEPT)
    if paint == KEPT:
        return document
    return replace(document, canvas=replace(document.canvas, background=paint))


def _scale(document: Document, preset: Preset, wish: Wish) -> float:
    """The scale at which the canvas is drawn."""
    canvas = Size(document.canvas.width, document.canvas.height)
    longest = max(canvas.width, canvas.height)
    if not preset.framed:
        return min(1.0, preset.longest / longest) if preset.longest else 1.0
    across, down, _ = inner(preset, wish)
    subject = _drawn_box(document, canvas)
    needed = min(across / subject.width, down / subject.height)
    cheap = math.sqrt(OVERSAMPLED_AREA / canvas.area)
    most = min(math.sqrt(FRAMED_AREA / canvas.area), MAX_SIDE_PX / longest, MAX_SCALE)
    return max(MIN_SCALE, min(most, max(needed, min(OVERSAMPLED * needed, cheap))))


def _drawn_box(document: Document, canvas: Size) -> Box:
    """Where layers may show on the canvas, at least 1 px; all of it when it has a background."""
    unit = Box(0, 0, 1, 1)
    shown = [la for la in document.layers if not la.hidden and la.opacity]
    boxes = union(la.placement().affine(unit).bounds(unit) for la in shown)
    if boxes is None or document.canvas.background != "transparent":
        return canvas.box
    seen = boxes.intersection(canvas.box)
    return seen if min(seen.width, seen.height) >= 1 else canvas.box


def _is_outlined(document: Document) -> bool:
    return any(
        effect.kind == "outline"
        for layer in every_layer(document.layers)
        if not layer.hidden
        for effect in layer.effects
    )

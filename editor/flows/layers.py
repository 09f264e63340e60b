"""One layer's picture for the editor's stage: made at screen resolution, or how far it is.

Pixels come as WebP without loss where they may be see-through, as a baseline JPEG of quality 92
with whole colour where they can't be. Measured on a photo of 1080 x 1265 px: JPEG 6 ms to write
and 6 ms to read, mean error 0.6 of 255; lossless WebP 47 ms and 28 % smaller than a PNG of level 1,
which takes 64 ms; WebP of quality 95 takes longer (62 ms) and halves the colour's resolution.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from editor.errors import StudioError
from editor.flows.engines import Engines, engines
from editor.flows.looking import questions
from editor.flows.planned import Planned
from editor.flows.produce import Produced, kept_plan, make, plan_picture
from editor.inference.answers import Ahead
from editor.library.coalesced import StillMaking
from editor.models import Finding, Variant, Workspace
from editor.operations import operations
from editor.plan.document import Document, bounded, check_layers
from editor.plan.from_document import layer_picture
from editor.plan.layers import Layer, parse_layer
from editor.plan.output import Output
from editor.plan.sheet import Sheet

LONGEST_PX = 4096
LARGEST_PX = 16_000_000
ASK_S = 0.5
"""So long the inference service may take to say how long its queue is."""

SEE_THROUGH = Output(format="webp", quality=100, metadata="none", anim=False)
OPAQUE = Output(quality=92, metadata="none", anim=False, compression="fast")
"""JPEG; a PNG should it show through after all."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`stage` is `waiting`, `looking` (inference works on what it needs) or `drawing`. `place` is
    0 while the model looks at it, else its place in line; `seconds` how long that will still
    take. Both are None where nobody knows."""

    stage: str
    place: int | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Underway:
    """The picture isn't ready; whoever asks again by its key finds it later."""

    key: str
    progress: Progress


def ask(
    workspace: Workspace,
    given: object,
    scale: float,
    wait_s: float,
    *,
    using: Engines | None = None,
) -> Produced | Underway:
    """The picture of the layer that `given`, parsed JSON, holds, at `scale` px per canvas px, or
    less where it would pass 4096 px a side or 16 megapixels.

    What the document, the recipe or foreign originals refuse; what the renderer and inference
    refuse.
    """
    tools = using or engines()
    layer = read(given)
    output = OPAQUE if _looks_opaque(layer) else SEE_THROUGH
    fitted = fitting(layer, scale)
    composition = layer_picture(layer, operations(), scale=fitted, output=output)
    planned = plan_picture(workspace, composition, using=tools, passing=True)
    return _waited(planned, wait_s, tools)


def again(
    workspace: Workspace, key: str, wait_s: float, *, using: Engines | None = None
) -> Produced | Underway:
    """The same by its key; NotFound for unknown ones and other people's."""
    return _waited(kept_plan(workspace, key), wait_s, using or engines())


def read(given: object) -> Layer:
    """One layer under the rules of documents."""
    bounded([given])
    layer = parse_layer(given)
    check_layers(Document(Sheet(1, 1), (), (layer,)))
    return layer


def fitting(layer: Layer, scale: float) -> float:
    """The scale, lowered to the bounds of a layer's picture."""
    longest = LONGEST_PX / max(layer.width, layer.height)
    return min(scale, longest, math.sqrt(LARGEST_PX / (layer.width * layer.height)))


def _looks_opaque(layer: Layer) -> bool:
    """True for photographs as they are. A wrong guess costs time, not pixels."""
    plain = layer.kind == "image" and not layer.effects and not layer.strokes
    return plain and layer.clip == "none" and not any(n == "segment" for n, _ in layer.recipe)


def _waited(planned: Planned, wait_s: float, tools: Engines) -> Produced | Underway:
    try:
        return make(planned, wait_s=wait_s, using=tools)
    except StillMaking:
        return Underway(planned.key, _progress(planned, tools))


def _progress(planned: Planned, tools: Engines) -> Progress:
    """Read from the claims of the caches, so that it holds for the work of other processes, too."""
    asked = {question.key for question in questions(planned.composition, planned.cards)}
    rows = Finding.objects.filter(pk__in=asked).values_list("key", "ready", "claimed_until")
    known = {key for key, ready, _ in rows if ready}
    looking = {key for key, ready, until in rows if not ready and until is not None}
    if looking:
        ahead = _ahead(looking, tools)
        return Progress("looking", ahead.place, ahead.seconds) if ahead else Progress("looking")
    drawing = Variant.objects.filter(pk=planned.key, claimed_until__isnull=False).exists()
    return Progress("drawing" if drawing and asked <= known else "waiting")


def _ahead(looking: set[str], tools: Engines) -> Ahead | None:
    """The longest way that one of these questions has before it."""
    try:
        queue = tools.inference.queue(timeout_s=ASK_S)
    except StudioError:
        # A figure for the screen: the picture is made all the same.
        return None
    found = [queue[key] for key in looking if key in queue]
    return max(found, key=lambda one: one.place, default=None)

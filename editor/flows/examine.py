"""The rules of an export's preset, checked against the finished file."""

from __future__ import annotations

import math
from dataclasses import asdict, replace
from typing import Any

from django.db.models import Q

from editor.conf import current
from editor.flows.engines import Engines
from editor.flows.originals import as_uuid
from editor.flows.produce import Produced
from editor.flows.resolve import digest_in
from editor.flows.waiting import outcome
from editor.geometry import Box, Size
from editor.library.deadline import Deadline
from editor.models import Original, Workspace
from editor.plan.checks import judged
from editor.plan.colour import read_colour
from editor.plan.document import Document
from editor.plan.layers import every_layer
from editor.plan.rules import Check, Drawn, File, Look, Rules
from editor.render.cost import examine_bytes
from editor.render.request import Examine

MEASURES = 3
"""Which measures a noted look holds: others are taken anew."""


def checks(
    made: Produced, rules: Rules, drawn: Drawn, using: Engines, placed: Box | None = None
) -> tuple[Check, ...]:
    """One verdict per rule, with its measured value. What the pixels show is looked at once and
    noted beside the picture. `drawn.enlarged` is that of the recipe, before its last steps.
    `placed` (px) is where the subject lies on a background that pixels can't tell from it."""
    if drawn.enlarged is not None:
        drawn = replace(drawn, enlarged=drawn.enlarged * made.stretch)
    format = made.content_type.removeprefix("image/")
    file = File(made.width, made.height, format, made.bytes)
    if not rules.looks_at_pixels:
        return judged(rules, file, None, drawn)
    look = _look(made, format, rules.outline_colour, using)
    if placed is not None:
        look = _lying(look, placed, made)
    return judged(rules, file, look, drawn)


def _lying(look: Look, placed: Box, made: Produced) -> Look:
    left, top, right, bottom = placed.intersection(Box(0, 0, made.width, made.height)).pixels()
    return replace(
        look,
        left=left,
        top=top,
        right=made.width - right,
        bottom=made.height - bottom,
        subject_width=right - left,
        subject_height=bottom - top,
    )


def drawn(workspace: Workspace, document: Document, scale: float) -> Drawn:
    """What the document tells of its picture when the canvas is drawn at `scale`: see `Drawn`."""
    layers = [la for la in every_layer(document.layers) if not la.hidden and la.kind != "group"]
    photos = [la for la in layers if la.kind == "image"]
    main = max(photos, key=lambda la: la.width * la.height, default=None)
    below = layers[: layers.index(main)] if main else []
    # What lies under the photo shades it; all else lies on it.
    shades = sum(la.kind == "shape" for la in below)
    effects = sum(e.kind in ("shadow", "glow") for la in layers for e in la.effects)
    return Drawn(
        detail(workspace, document, scale),
        overlays=len(layers) - shades - (1 if main else 0),
        shadows=shades + effects,
    )


def detail(workspace: Workspace, document: Document, scale: float) -> float | None:
    """Px drawn per px of the largest photo that shows, where the canvas is drawn at `scale`; None
    for a document without one."""
    photos = [la for la in every_layer(document.layers) if la.kind == "image" and not la.hidden]
    if not photos:
        return None
    main = max(photos, key=lambda la: la.width * la.height)
    pk, digest = as_uuid(main.source), digest_in(main.source)
    named = Q(pk=pk) if pk else Q(blob=digest)
    held = Original.objects.filter(named, workspace=workspace).select_related("blob").first()
    if held is None:
        return None
    _, _, across, down = main.crop
    own = held.blob.width * across * held.blob.height * down
    return scale * math.sqrt(main.width * main.height / max(1.0, own))


def _look(made: Produced, format: str, colour: str, using: Engines) -> Look:
    variants = using.caches.variants
    kept = variants.find(made.key)
    noted: dict[str, Any] = dict(kept.facts.get("look", {})) if kept else {}
    if noted.get("colour") == colour and noted.get("of") == MEASURES:
        return Look(**noted["found"])
    red, green, blue, _ = read_colour(colour)
    request = Examine(str(made.path), format, (red, green, blue))
    bytes_needed = examine_bytes(Size(made.width, made.height), format)
    running = using.render.submit(request, bytes_needed)
    found = outcome(running, Deadline.after(current().render_deadline_s))
    variants.note(made.key, look={"of": MEASURES, "colour": colour, "found": asdict(found)})
    return found

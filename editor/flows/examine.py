"""The rules of an export's preset, checked against the finished file."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from django.db.models import Q

from editor.conf import current
from editor.flows.engines import Engines
from editor.flows.originals import as_uuid
from editor.flows.produce import Produced
from editor.flows.rendering import outcome
from editor.flows.resolve import digest_in
from editor.geometry import Size
from editor.library.deadline import Deadline
from editor.models import Original, Workspace
from editor.plan.colour import read_colour
from editor.plan.document import Document
from editor.plan.exporting import Preset
from editor.plan.layers import every_layer
from editor.plan.rules import Check, File, Look, judged
from editor.render.cost import examine_bytes
from editor.render.request import Examine


def checks(
    made: Produced, preset: Preset, drawn: float | None, using: Engines
) -> tuple[Check, ...]:
    """One verdict per rule, with its measured value. What the pixels show is looked at once and
    noted beside the picture. `drawn`: see `detail`."""
    enlarged = None if drawn is None else drawn * made.stretch
    rules = preset.rules
    format = made.content_type.removeprefix("image/")
    file = File(made.width, made.height, format, made.bytes)
    if not rules.looks_at_pixels:
        return judged(rules, file, None, enlarged)
    look = _look(made, format, rules.outline_colour, using)
    return judged(rules, file, look, enlarged)


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
    if noted.get("colour") == colour:
        return Look(**noted["found"])
    red, green, blue, _ = read_colour(colour)
    request = Examine(str(made.path), format, (red, green, blue))
    bytes_needed = examine_bytes(Size(made.width, made.height), format)
    running = using.render.submit(request, bytes_needed)
    found = outcome(running, Deadline.after(current().render_deadline_s))
    variants.note(made.key, look={"colour": colour, "found": asdict(found)})
    return found

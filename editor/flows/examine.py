"""The rules of an export's preset, checked against the finished file."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from editor.conf import current
from editor.flows.engines import Engines
from editor.flows.produce import Produced
from editor.flows.rendering import outcome
from editor.geometry import Size
from editor.library.deadline import Deadline
from editor.plan.colour import read_colour
from editor.plan.exporting import Preset
from editor.plan.rules import Check, File, Look, judged
from editor.render.cost import examine_bytes
from editor.render.request import Examine


def checks(made: Produced, preset: Preset, using: Engines) -> tuple[Check, ...]:
    """One verdict per rule, with its measured value. What the pixels show is looked at once and
    noted beside the picture."""
    rules = preset.rules
    format = made.content_type.removeprefix("image/")
    file = File(made.width, made.height, format, made.bytes)
    if not rules.looks_at_pixels:
        return judged(rules, file, None)
    return judged(rules, file, _look(made, format, rules.outline_colour, using))


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

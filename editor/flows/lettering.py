"""How much room a text takes, and which fonts there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from editor.conf import current
from editor.flows.engines import Engines, engines
from editor.flows.lettered import blobs_of
from editor.flows.waiting import outcome
from editor.library.deadline import Deadline
from editor.models import Workspace
from editor.plan.composition import Text
from editor.plan.fonts import FAMILIES, SHA_PREFIX, Family
from editor.plan.lettering import Lettering
from editor.plan.records import read
from editor.render.cost import MEASURE_BYTES
from editor.render.request import Measure, Room


def fonts() -> tuple[Family, ...]:
    """The bundled families, as lists show them."""
    return tuple(FAMILIES.values())


def measure(
    given: Mapping[str, Any],
    width: float,
    height: float,
    *,
    workspace: Workspace | None = None,
    using: Engines | None = None,
) -> Room:
    """The room of the lettering that `given`, parsed JSON, holds, in a box of canvas px; nothing
    is drawn. What records refuse; FontUnavailable for fonts that `workspace` doesn't hold; Busy
    when no render process has time."""
    text = Text.of(read(Lettering, given, "text"), width, height, 1.0)
    tools, digest = using or engines(), ""
    if text.font not in FAMILIES:
        # Whose font it is comes first: what was measured for one is no business of others.
        digest = blobs_of(workspace, [text.font])[text.font].sha256
        text = replace(text, font=SHA_PREFIX + digest)
    return tools.caches.rooms.get(text, lambda: _measured(text, digest, tools))


def _measured(text: Text, digest: str, tools: Engines) -> Room:
    """By a render process; `digest` is that of an uploaded font, which it reads from its file."""
    until = Deadline.after(current().interactive_wait_s)
    if digest:
        text = replace(text, font=str(tools.caches.near.path(digest, until)))
    return outcome(tools.render.submit(Measure(text), MEASURE_BYTES), until)

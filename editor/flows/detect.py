"""The faces in an original, for the editor and the API."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from editor.conf import current
from editor.findings import Face
from editor.flows.engines import Engines, engines
from editor.flows.looking import look
from editor.flows.originals import unpainted
from editor.flows.planned import Planned, spot
from editor.flows.rendering import Work, longest
from editor.flows.resolve import resolve
from editor.library.deadline import Deadline
from editor.models import Workspace
from editor.plan.composition import Composition, Original
from editor.plan.operation import Need


@dataclass(frozen=True, slots=True)
class Detected:
    """Boxes in fractions of the upright original, and who found them with which quality."""

    faces: tuple[Face, ...]
    engine: str


def faces(
    workspace: Workspace, id: UUID | str, *, model: str = "auto", using: Engines | None = None
) -> Detected:
    """The faces of an original; found once, remembered then."""
    tools = using or engines()
    resolved = resolve(workspace, Composition(Original(str(id))))
    for blob in resolved.blobs.values():
        if error := unpainted(blob):
            raise error
    need = Need("faces", model)
    cards = {spot(need): tools.cards.resolve(need.task, need.model)}
    planned = Planned("", resolved.composition, cards, resolved.blobs)
    work = Work(planned, tools, longest())
    patience = Deadline.after(current().interactive_wait_s)
    seen = look(need, resolved.composition, work, patience)
    if not isinstance(seen, tuple):
        raise TypeError(f"a matte was remembered under a question for faces: {planned.digests}")
    return Detected(seen, tools.cards.described(cards)["faces"])
